//! Reposts are merged, and different offers are not, on the listings of the development set.
//!
//! Each offer is posted again in the ways in which sellers do it; and each is turned into another offer by
//! changing one thing that makes it another: the brand, the subject, the volume, the ware or the country.

#![expect(clippy::disallowed_methods, reason = "the test reads the development set")]
#![expect(clippy::print_stdout, reason = "the figures are what the test is for")]

use std::collections::BTreeSet;
use std::path::Path;

use noroshi_model::DocumentId;
use noroshi_watch::listing::{
    GoodsClass, Jargon, Listing, Origin, Posting, lend_classes, read, threads,
};
use noroshi_watch::name::Watcher;

fn listing(text: &str, watcher: &Watcher) -> Listing {
    let posting = Posting {
        document: DocumentId::of(text.as_bytes()),
        path: "devset".to_owned(),
        at: "line 1".to_owned(),
        span: None,
        text: text.to_owned(),
        fields: Vec::new(),
        origin: Origin::Posting,
        listed: false,
        anchor: None,
    };
    read(&posting, watcher, Jargon::own())
}

fn texts() -> Vec<String> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../devset/watch/listings-tune.jsonl");
    let text = std::fs::read_to_string(path)
        .expect("devset/watch/listings-tune.jsonl is part of the project");
    let rows =
        text.lines().map(|line| serde_json::from_str::<serde_json::Value>(line).expect("JSON"));
    let offers = rows.filter(|row| row["class"] != "none");
    offers.map(|row| row["text"].as_str().expect("text").to_owned()).collect()
}

/// The ways in which a seller posts the same offer again.
fn reposts(text: &str) -> Vec<String> {
    let wide = |sign: char| match sign {
        '!'..='~' => char::from_u32(sign as u32 + 0xfee0).unwrap_or(sign),
        _ => sign,
    };
    let japanese = text.chars().any(|sign| ('ぁ'..='ヶ').contains(&sign));
    let hanzi = !japanese && text.chars().any(|sign| sign > '\u{3400}');
    let again = if japanese {
        "【再掲】"
    } else if hanzi {
        "【更新】"
    } else {
        "UP! "
    };
    let tail = if japanese {
        " まだ在庫あります。連絡は Telegram: @mock_other9"
    } else if hanzi {
        " 还有现货 联系飞机@mock_other9"
    } else {
        " Still available, contact tg: @mock_other9"
    };
    vec![
        format!("{again}{text}"),
        format!("{text}{tail}"),
        format!("🔥🔥 {text} 🔥🔥"),
        text.chars().map(wide).collect(),
        text.replace(['。', '、'], " ").replace(", ", " "),
        format!("{again}{text}{tail} 2025-01-15"),
        text.to_uppercase(),
    ]
}

/// What makes another offer of it: one of each pair in the place of the other.
const OTHERS: &[(&str, &str)] = &[
    ("PayPay", "メルペイ"),
    ("風守ペイ", "楽天ペイ"),
    ("LINE", "Instagram"),
    ("Kazemori Pay", "PayPal"),
    ("ゆうちょ", "みずほ銀行"),
    ("乐天银行", "瑞穗银行"),
    ("三井住友银行", "三菱日联"),
    ("Mizuho Bank", "Resona Bank"),
    ("Binance", "Kraken"),
    ("SBI Securities", "Nomura Securities"),
    ("運転免許証", "パスポート"),
    ("在留カード", "保険証"),
    ("passports", "driver licenses"),
    ("身份证", "护照"),
    ("蒼波港運", "翠嶺製作所"),
    ("銀鈴総合病院", "月影市民病院"),
    ("月影市", "水鏡市"),
    ("Tsukikage City", "Suirei City"),
    ("Aonami Port Transport", "Mizukagami Data Service"),
    ("翠嶺製作所", "蒼波港運"),
    ("翠岭制作所", "苍波港运"),
    ("ほしぞら信金", "つきかげ信金"),
    ("メルカリ", "ラクマ"),
    ("Instagram", "TikTok"),
    ("モンスト", "パズドラ"),
    ("Gmail", "Outlook"),
    ("雅虎", "谷歌"),
    ("煤炉", "亚马逊"),
    ("推特", "抖音"),
    ("Twitter", "Facebook"),
    ("Netflix", "Spotify"),
    ("VPN", "RDP"),
    ("Ginrei Hospital", "Hoshizora Bank"),
    ("FortiOS", "Ivanti"),
    ("Windows", "Android"),
    ("CVE-2024-3400", "CVE-2024-21887"),
    ("CVE-2025-0282", "CVE-2023-4966"),
    ("Chrome", "Firefox"),
    ("WordPress", "Drupal"),
    ("フィッシングキット", "スティーラー"),
    ("DDoS", "ランサムウェア"),
    ("infostealer", "ransomware"),
    ("Crypter", "Loader"),
    ("设计图", "源代码"),
    ("12万", "48万"),
    ("240万", "90万"),
    ("8,000件", "31,000件"),
    ("3.2万人", "7万人"),
    ("2万件", "6万件"),
    ("15万条", "3万条"),
    ("150k rows", "20k rows"),
    ("80k lines", "500k lines"),
    ("100人分", "400人分"),
    ("3,000 passports", "9,000 passports"),
    ("18GB", "90GB"),
    ("300GB", "2TB"),
    ("10GB", "75GB"),
    ("120GB", "7GB"),
    ("900件", "4000件"),
    ("Japanese", "Korean"),
    ("日本", "韩国"),
    ("JP", "US"),
    ("国内", "海外"),
    ("従業員800名", "従業員90名"),
    ("400 hosts", "30 hosts"),
    ("高齢者", "投資家"),
    ("患者情報", "職員名簿"),
    ("股民", "母婴"),
    ("ソースコード", "設計図面"),
    ("設計図面", "契約書"),
    ("内部文書", "ソースコード"),
    ("银行卡", "电话卡"),
    ("法人名義", "個人名義"),
    ("1万 日本人", "5万 日本人"),
];

fn others(text: &str) -> Vec<String> {
    let changed = OTHERS.iter().filter(|(from, to)| text.contains(from) && !text.contains(to));
    changed.map(|(from, to)| text.replace(from, to)).collect()
}

#[test]
fn reposts_are_merged_and_other_offers_are_not() {
    let (watcher, _) = Watcher::new(Vec::new());
    let texts = texts();
    let (mut merged, mut reposted) = (0, 0);
    for text in &texts {
        for again in reposts(text) {
            let pair = [listing(text, &watcher), listing(&again, &watcher)];
            let one = threads(&pair, Jargon::own()).len() == 1
                && pair.iter().all(|one| one.class != GoodsClass::None);
            reposted += 1;
            merged += usize::from(one);
            if !one {
                println!("not merged: {text} | {again}");
            }
        }
    }
    let (mut wrong, mut pairs) = (Vec::new(), 0);
    for text in &texts {
        for other in others(text) {
            for other in [other.clone(), format!("UP! {other} 2025-01-15")] {
                let pair = [listing(text, &watcher), listing(&other, &watcher)];
                pairs += 1;
                if threads(&pair, Jargon::own()).len() == 1
                    && pair.iter().all(|one| one.class != GoodsClass::None)
                {
                    wrong.push(format!("{text} | {other}"));
                }
            }
        }
    }
    println!(
        "merged {merged}/{reposted} reposts; {} wrong merges in {pairs} pairs of different offers",
        wrong.len()
    );
    assert_eq!(wrong, Vec::<String>::new());
    assert!(merged * 100 >= reposted * 95, "{merged}/{reposted}");
}

#[test]
fn no_two_offers_of_the_development_set_are_one() {
    let (watcher, _) = Watcher::new(Vec::new());
    let listings: Vec<Listing> = texts().iter().map(|text| listing(text, &watcher)).collect();
    let joined: Vec<_> = threads(&listings, Jargon::own())
        .into_iter()
        .filter(|thread| thread.listings.len() > 1)
        .collect();
    let texts = |thread: &noroshi_watch::listing::Thread| {
        thread.listings.iter().map(|at| listings[*at].text.clone()).collect::<BTreeSet<_>>()
    };
    assert_eq!(joined.iter().map(texts).collect::<Vec<_>>(), Vec::<BTreeSet<String>>::new());
}

#[test]
fn what_says_the_same_as_an_offer_is_that_offer() {
    let (watcher, _) = Watcher::new(Vec::new());
    let offer = "Ginrei Hospital VPN access, domain admin, 400 hosts. 0.5 BTC.";
    let other = "Ginrei Hospital opens a new ward with 400 beds on Monday, the mayor said.";
    let mut all = [offer, "Ginrei Hospital VPN access, domain admin, 400 hosts", other]
        .map(|text| listing(text, &watcher));
    all[1].class = GoodsClass::None;
    all[2].class = GoodsClass::None;
    lend_classes(&mut all, Jargon::own());
    let classes = all.map(|one| one.class);
    assert_eq!(classes, [GoodsClass::AccessSale, GoodsClass::AccessSale, GoodsClass::None]);
}

#[test]
fn another_price_is_a_history() {
    let (watcher, _) = Watcher::new(Vec::new());
    let posts = [
        "Ginrei Hospital VPN access, domain admin, 400 hosts. 0.5 BTC. posted 2024-11-19",
        "Ginrei Hospital VPN access, domain admin, 400 hosts. 0.3 BTC. posted 2024-11-26",
    ];
    let found = threads(&posts.map(|text| listing(text, &watcher)), Jargon::own());
    assert_eq!(found.len(), 1);
    let change = &found[0].changes[0];
    assert_eq!(
        (change.from.to_string(), change.to.to_string()),
        ("0.5 BTC".to_owned(), "0.3 BTC".to_owned())
    );
}
