//! Any order of the pieces that events are read from gives a reading with events in place.

use std::sync::OnceLock;

use noroshi_model::Knowledge;
use noroshi_read::Reader;
use proptest::prelude::*;

const PIECES: &[&str] = &[
    "甲社は",
    "3日、",
    "2日に",
    "不正アクセス",
    "を受けた",
    "受け、",
    "攻撃",
    "が発生した",
    "され",
    "した",
    "侵入",
    "の痕跡は",
    "ない",
    "サーバーが",
    "暗号化",
    "「",
    "」",
    "と発表した",
    "によると、",
    "による",
    "への",
    "の",
    "と",
    "ら",
    "(34)",
    "山田太郎容疑者を",
    "逮捕",
    "流出",
    "可能性がある",
    "。",
    "、",
    "が見つかった",
    "公開",
    "身代金を支払った",
    "昨年10月にも",
    "検体が確認",
    "を公表",
    "は18件",
    "同社",
    "当社",
    "120件",
    "LockBit",
    "\n",
    " ",
    "was breached",
    "stole data from ",
    "Acme",
    "on June 2, ",
    "said",
    "被入侵",
    "遭到攻击",
    "海滨银行",
    "2025年6月2日",
];

fn reader() -> &'static Reader<'static> {
    static KNOWLEDGE: OnceLock<Knowledge> = OnceLock::new();
    static READER: OnceLock<Reader<'static>> = OnceLock::new();
    READER.get_or_init(|| Reader::new(KNOWLEDGE.get_or_init(|| noroshi_know::pack().0)))
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]

    #[test]
    fn any_order_of_pieces_gives_events_in_place(
        order in proptest::collection::vec(0..PIECES.len(), 1..40)
    ) {
        let text: String = order.iter().map(|at| PIECES[*at]).collect();
        let document = noroshi_testkit::document(&text);
        let reading = reader().read(&document);
        for event in &reading.events {
            prop_assert!(!event.spans.is_empty());
            prop_assert!(event.spans.iter().all(|span| span.of(&document.text).is_some()));
            prop_assert!(event.what.chars().count() <= 40);
        }
    }
}
