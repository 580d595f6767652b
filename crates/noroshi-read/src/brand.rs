//! Brands of extortion in Japanese text: the name of a gang where it acts (Akiraは…と主張した), of its
//! malware where it is run (ランサムウェア「Akira」に感染).

use std::collections::HashSet;
use std::ops::Range;

use noroshi_model::{EntityId, EntityKind, Knowledge, Mention, MentionKind};

/// The malware of the pack that is sold under a gang's name.
pub(crate) struct Brands<'k> {
    ids: HashSet<&'k EntityId>,
}

/// Words before a name that make it that of a program.
const PROGRAMS: &[&str] = &[
    "ランサムウェア", "ランサムウエア", "マルウェア", "マルウエア", "ウイルス", "ワーム", "トロイの木馬", "亜種", "検体",
    "暗号化ツール", "ツール", "バックドア",
];

/// Words behind a name that make it that of a program.
const RUN: &[&str] = &[
    "に感染", "への感染", "感染", "の検体", "の亜種", "の新種", "の後継", "の派生", "を実行", "で暗号化", "の暗号化",
    "による暗号化", "ランサムウェア", "ランサムウエア", "マルウェア", "由来", "のコード", "のソースコード", "の復号",
    "の拡張子", "のバイナリ", "を展開", "を投下", "を配布", "が実行", "を使", "を用い", "が展開", "の開発", "系の",
];

/// Words behind a program's name that speak of those who run it.
const GANGS: &[&str] = &["グループ", "集団", "一味", "ギャング", "一派", "を名乗", "と名乗"];

impl<'k> Brands<'k> {
    /// Takes the ransomware of the pack.
    pub(crate) fn new(knowledge: &'k Knowledge) -> Self {
        let malware = knowledge.entities.iter().filter(|one| one.id.kind == EntityKind::Malware);
        let ids = malware.filter(|one| one.fact("type") == Some("ransomware")).map(|one| &one.id);
        Self { ids: ids.collect() }
    }

    /// Makes a brand a group where its place says so.
    pub(crate) fn settle(&self, text: &str, mentions: &mut [(Range<usize>, Mention)]) {
        for (range, mention) in mentions {
            let brand = mention.kind == MentionKind::Malware
                && mention.candidates.iter().any(|id| self.ids.contains(id));
            if brand && is_gang(text, range) {
                mention.kind = MentionKind::ThreatActor;
            }
        }
    }
}

/// Whether those who run it are meant.
fn is_gang(text: &str, range: &Range<usize>) -> bool {
    let before = text[..range.start].trim_end_matches(['「', '『', '"', ' ', '(']);
    let behind = text[range.end..].trim_start_matches(['」', '』', '"', ' ', ')']);
    let starts = |words: &[&str]| words.iter().any(|word| behind.starts_with(word));
    starts(GANGS) || !(starts(RUN) || PROGRAMS.iter().any(|word| before.ends_with(word)))
}
