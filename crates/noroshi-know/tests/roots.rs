//! The source graph over pairs of documents: which edges are found, with precision and recall.
//!
//! `cargo test -p noroshi-know --test roots -- --nocapture` prints the figures.
#![expect(clippy::print_stdout, reason = "the figures of docs/measurements.md")]

use std::collections::BTreeSet;
use std::sync::OnceLock;

use jiff::civil::Date;
use noroshi_know::roots::{Edge, Graph, Read, Target};
use noroshi_model::{Basis, Dated, Document, DriftKind, Knowledge, Link, Moment, Reading, Span};
use noroshi_read::Reader;
use serde::Deserialize;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Pairs {
    pair: Vec<Pair>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Pair {
    name: String,
    a: Article,
    b: Article,
    edges: Vec<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Article {
    publisher: String,
    published: String,
    text: String,
    /// Words that link to the other one.
    link: Option<String>,
}

fn document(article: &Article, address: &str, other: &str) -> Document {
    let day: Date = article.published.parse().expect("a day");
    let moment = Moment::day(day).expect("a day");
    let link = article.link.as_ref().and_then(|words| {
        let start = article.text.find(words.as_str())?;
        let span = Span::new(start, start + words.len())?;
        Some(Link { span, target: format!("https://{other}?from=b") })
    });
    Document {
        path: format!("https://{address}"),
        publisher: Some(article.publisher.clone()),
        published: Some(Dated { moment, basis: Basis::Given }),
        links: link.into_iter().collect(),
        ..noroshi_testkit::document(&article.text)
    }
}

/// An edge as the cases write it.
fn shown(edge: &Edge) -> String {
    let place = |at: usize| ["a", "b", "c", "d", "e"].get(at).copied().unwrap_or("?").to_owned();
    let to = match &edge.to {
        Target::Document(to) => place(*to),
        Target::Source { name, .. } => name.clone(),
    };
    format!("{} {to} {}", place(edge.from), edge.how.word())
}

/// The documents of some articles with their readings.
fn read(articles: &[&Article], reader: &Reader<'_>) -> Vec<(Document, Reading)> {
    let address = |at: usize| format!("news.example/{at}");
    let documents = articles.iter().enumerate();
    documents
        .map(|(at, article)| {
            let document = document(article, &address(at), &address(0));
            let reading = reader.read(&document);
            (document, reading)
        })
        .collect()
}

fn set(documents: &[(Document, Reading)]) -> Vec<Read<'_>> {
    documents.iter().map(|(document, reading)| Read { document, reading }).collect()
}

/// The pack and a reader, made once.
fn known() -> (&'static Knowledge, &'static Reader<'static>) {
    static KNOWLEDGE: OnceLock<Knowledge> = OnceLock::new();
    static READER: OnceLock<Reader<'static>> = OnceLock::new();
    let knowledge = KNOWLEDGE.get_or_init(|| noroshi_know::pack().0);
    (knowledge, READER.get_or_init(|| Reader::new(knowledge)))
}

#[test]
fn edges_of_pairs_are_found_and_others_are_not() {
    let pairs: Pairs = toml::from_str(include_str!("data/roots.toml")).expect("cases parse");
    let (knowledge, reader) = known();
    let (mut right, mut found, mut expected) = (0, 0, 0);
    for pair in &pairs.pair {
        let documents = read(&[&pair.a, &pair.b], reader);
        let graph = Graph::new(&set(&documents), knowledge);
        let got: BTreeSet<String> = graph.edges.iter().map(shown).collect();
        let wanted: BTreeSet<String> = pair.edges.iter().cloned().collect();
        right += got.intersection(&wanted).count();
        found += got.len();
        expected += wanted.len();
        if got != wanted {
            println!("{} ({}): {got:?}, expected {wanted:?}", pair.name, pair.b.publisher);
        }
    }
    let (precision, recall) = (right * 100 / found.max(1), right * 100 / expected.max(1));
    println!("{} pairs, precision {precision} %, recall {recall} %", pairs.pair.len());
    assert!(pairs.pair.len() >= 60, "at least sixty pairs");
    assert!(precision >= 90 && recall >= 90, "precision {precision}, recall {recall}");
}

fn article(publisher: &str, published: &str, text: &str) -> Article {
    let (publisher, published, text) =
        (publisher.to_owned(), published.to_owned(), text.to_owned());
    Article { publisher, published, text, link: None }
}

#[test]
fn five_articles_with_two_origins_have_two_roots() {
    let (knowledge, reader) = known();
    let fact = "白樺重工の設計図1200枚が外部に持ち出された";
    let articles = [
        article("霞台新聞", "2025-02-01", &format!("複数の捜査関係者によると、{fact}。")),
        article("青鷺タイムズ", "2025-02-02", &format!("霞台新聞によると、{fact}。")),
        article("週刊波濤", "2025-02-03", &format!("青鷺タイムズは、{fact}と報じた。")),
        article("岬新報", "2025-02-03", &format!("霞台新聞は、{fact}と報じた。")),
        article("北斗日報", "2025-02-04", &format!("白樺重工は取引先への通知で、{fact}と認めた。")),
    ];
    let documents = read(&articles.iter().collect::<Vec<_>>(), reader);
    let set = set(&documents);
    let graph = Graph::new(&set, knowledge);
    let groups = graph.groups(&set);
    let group = groups.first().expect("one statement");
    assert_eq!(group.documents, 5, "{groups:?}");
    let roots: Vec<&str> = group.roots.values().map(String::as_str).collect();
    assert_eq!(roots, ["白樺重工", "霞台新聞"], "{group:?}");
    assert_eq!(group.unnamed, 1, "unnamed persons are counted, but are no root");
}

#[test]
fn documents_that_cite_each_other_are_one_root() {
    let (knowledge, reader) = known();
    let fact = "有明造船の船舶管理システムに82件の侵入があった";
    let articles = [
        article("霞台新聞", "2025-02-01", &format!("週刊波濤によると、{fact}。")),
        article("青鷺タイムズ", "2025-02-01", &format!("霞台新聞によると、{fact}。")),
        article("週刊波濤", "2025-02-01", &format!("青鷺タイムズによると、{fact}。")),
    ];
    let documents = read(&articles.iter().collect::<Vec<_>>(), reader);
    let set = set(&documents);
    let graph = Graph::new(&set, knowledge);
    assert_eq!(graph.cycles, [vec![0, 1, 2]]);
    assert_eq!(graph.independent(&[0, 1, 2]).len(), 1);
    assert_eq!(graph.groups(&set).first().map(|group| group.roots.len()), Some(1));
}

#[test]
fn a_statement_that_became_stronger_on_its_way_is_shown_with_both_places() {
    let (knowledge, reader) = known();
    let articles = [
        article("霞台新聞", "2025-02-01", "霞台水道の障害は、夜霧団の攻撃による可能性がある。"),
        article(
            "青鷺タイムズ",
            "2025-02-02",
            "霞台新聞によると、霞台水道の障害は、夜霧団の攻撃によるものだった。",
        ),
    ];
    let documents = read(&articles.iter().collect::<Vec<_>>(), reader);
    let set = set(&documents);
    let drift = Graph::new(&set, knowledge).drift(&set, knowledge);
    assert_eq!(drift.len(), 1, "{drift:?}");
    let (first, from) = drift[0].weaker;
    assert_eq!((drift[0].kind, first, drift[0].stronger.0), (DriftKind::HedgeLost, 0, 1));
    assert!(from.of(&documents[0].0.text).is_some_and(|shown| shown.contains("可能性")));
}

#[test]
fn what_a_document_cites_elsewhere_is_no_root_of_its_own_statement() {
    let (knowledge, reader) = known();
    let fact = "白樺重工の設計図1200枚が外部に持ち出された";
    let other = "霜月セキュリティによると、北斗鍛造の端末80台が感染した。ブルーマスト社によると、有明食品の記録も閲覧された。";
    let articles = [
        article("霞台新聞", "2025-02-01", &format!("{fact}。{other}")),
        article("青鷺タイムズ", "2025-02-02", &format!("霞台新聞によると、{fact}。")),
    ];
    let documents = read(&articles.iter().collect::<Vec<_>>(), reader);
    let set = set(&documents);
    let groups = Graph::new(&set, knowledge).groups(&set);
    let shared: Vec<_> = groups.iter().filter(|group| group.documents == 2).collect();
    assert_eq!(shared.len(), 1, "{groups:?}");
    let roots: Vec<&str> = shared[0].roots.values().map(String::as_str).collect();
    assert_eq!(roots, ["霞台新聞"]);
}
