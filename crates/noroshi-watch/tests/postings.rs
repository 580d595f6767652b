//! Postings out of JSON, JSON Lines and MISP events.

use noroshi_model::DocumentId;
use noroshi_watch::listing::{
    GoodsClass, Jargon, Listing, Origin, Posting, json_postings, read, read_all,
};
use noroshi_watch::name::{Watched, Watcher};

/// The only place that touches what is tested: offers of a JSON text, and the codes of problems.
fn check(text: &str, expected: &[(GoodsClass, &str)], codes: &[&str]) -> Vec<Listing> {
    let (watcher, _) = Watcher::new(Vec::new());
    let (found, problems) = json_postings(text.as_bytes(), "posts.json");
    let read: Vec<Listing> =
        found.iter().map(|posting| read(posting, &watcher, Jargon::own())).collect();
    let offers: Vec<Listing> =
        read.into_iter().filter(|one| one.class != GoodsClass::None).collect();
    let told: Vec<_> = offers.iter().map(|one| (one.class, one.at.as_str())).collect();
    assert_eq!(told, expected, "{text}");
    assert_eq!(problems.iter().map(|problem| problem.code).collect::<Vec<_>>(), codes, "{text}");
    offers
}

const OFFER: &str = r#"{"title": "Ginrei Hospital VPN access, domain admin", "price": "0.5 BTC", "seller": "mock_s", "date": "2024-11-19"}"#;

#[test]
fn objects_are_found_however_they_are_packed() {
    let one = [(GoodsClass::AccessSale, "item")];
    let offers = check(OFFER, &one, &[]);
    assert_eq!(offers[0].seller.as_deref(), Some("mo***"));
    assert_eq!(offers[0].date.as_deref(), Some("2024-11-19"));
    check(&format!("[{OFFER}]"), &[(GoodsClass::AccessSale, "item 1")], &[]);
    check(
        &format!(r#"{{"data": {{"x": 1}}, "posts": [{OFFER}]}}"#),
        &[(GoodsClass::AccessSale, "item 1")],
        &[],
    );
    check(
        &format!("{OFFER}\n{OFFER}"),
        &[(GoodsClass::AccessSale, "line 1"), (GoodsClass::AccessSale, "line 2")],
        &[],
    );
}

#[test]
fn a_damaged_line_loses_nothing_else() {
    check(
        &format!("{OFFER}\n{{\"title\": \n"),
        &[(GoodsClass::AccessSale, "line 1")],
        &["NRS-WATCH-005"],
    );
    check("[{\"title\": ", &[], &["NRS-WATCH-005"]);
    check("", &[], &["NRS-WATCH-005"]);
    let deep = "[".repeat(100_000);
    check(&deep, &[], &["NRS-WATCH-005"]);
    check("[1, null, \"text\", [[[]]], {}]", &[], &[]);
}

#[test]
fn texts_of_an_event_are_postings_and_indicators_are_not() {
    let event = r#"{"Event": {"date": "2024-12-01", "info": "letter", "Attribute": [
        {"type": "text", "value": "Selling Ginrei Hospital VPN access, domain admin, 0.5 BTC, contact tg: @mock_x"},
        {"type": "domain", "value": "stealer-for-sale.example"},
        {"type": "text", "value": "magnet:?xt=urn:btih:aa&dn=Malware loader for sale 5 USD"}],
        "Object": [{"name": "post", "Attribute": [
            {"type": "text", "object_relation": "title", "value": "Selling source code of a bank, git repo, 900 USD"}]}]}}"#;
    let offers = check(
        event,
        &[
            (GoodsClass::SourceCodeOrInternalDocument, "object 1"),
            (GoodsClass::AccessSale, "attribute 1"),
        ],
        &[],
    );
    assert!(!offers[1].text.contains("mock_x"));
    assert_eq!(offers[1].contact, ["telegram"]);
}

#[test]
fn the_same_company_is_the_one_named_before() {
    let watcher = Watcher::new(vec![Watched {
        canonical: "風守ホールディングス株式会社".to_owned(),
        aliases: vec!["風守HD".to_owned()],
        ..Watched::default()
    }])
    .0;
    let posting = |text: &str| Posting {
        document: DocumentId::of(b"letter"),
        path: "letter.txt".to_owned(),
        at: "line".to_owned(),
        span: None,
        text: text.to_owned(),
        fields: Vec::new(),
        origin: Origin::Posting,
        listed: false,
        anchor: None,
    };
    let about = |texts: &[&str]| {
        let postings: Vec<Posting> = texts.iter().map(|text| posting(text)).collect();
        let last = read_all(&postings, &watcher, Jargon::own()).pop().expect("one for each");
        let rules: Vec<&str> = last.watched.iter().map(|one| one.rule).collect();
        (last.subject, rules)
    };
    let offer = "同社の顧客名簿 12万件を5万円で販売するとの投稿があった";
    assert_eq!(
        about(&["風守HDは10日、システム障害を公表した。", offer]),
        (Some("風守HD".to_owned()), vec!["same"])
    );
    assert_eq!(
        about(&["水鏡銀行は10日、障害を公表した。", offer]),
        (Some("水鏡銀行".to_owned()), vec![])
    );
    assert_eq!(about(&["天気は晴れ。", offer]).1, Vec::<&str>::new());
    let far = ["風守HDは10日、システム障害を公表した。", "天気は晴れ。", "天気は曇り。", offer];
    assert_eq!(about(&far).1, Vec::<&str>::new());
}
