//! Each file of `cases/` is a text, a profile, and the concerns that are expected.

use std::fs;
use std::path::Path;

use jiff::civil::Date;
use noroshi_concern::concerns;
use noroshi_model::{
    Basis, Claim, ClaimKind, Dated, Document, DocumentDates, DocumentId, Entity, EntityId,
    EntityKind, Estate, Fact, Knowledge, Language, Media, Mention, MentionKind, Moment, Name,
    NameRule, Reading, Reason, Role, Sentence, Span, Speaker, SpeakerChain, Stance, Subject, Value,
};
use noroshi_testkit::with_learned;
use serde::Deserialize;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Case {
    /// Why the case is there; for people.
    #[serde(rename = "note")]
    _note: String,
    text: String,
    /// Parts of the text that are boilerplate.
    #[serde(default)]
    boilerplate: Vec<String>,
    published: Option<String>,
    #[serde(default)]
    mentions: Vec<CaseMention>,
    #[serde(default)]
    claims: Vec<CaseClaim>,
    estate: CaseEstate,
    #[serde(default)]
    concerns: Vec<Expected>,
    #[serde(default)]
    problems: Vec<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct CaseMention {
    text: String,
    kind: String,
    role: Option<String>,
    day: Option<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct CaseClaim {
    text: String,
    stance: String,
}

#[derive(Deserialize, Default)]
#[serde(deny_unknown_fields, default)]
struct CaseEstate {
    name: String,
    aliases: Vec<String>,
    domains: Vec<String>,
    sectors: Vec<String>,
    countries: Vec<String>,
    products: Vec<String>,
    suppliers: Vec<String>,
    packages: Vec<String>,
}

#[derive(Deserialize, Debug, PartialEq)]
#[serde(deny_unknown_fields)]
struct Expected {
    surface: String,
    ours: String,
    rule: String,
    level: String,
}

/// The only place that touches the API under test.
#[expect(clippy::disallowed_methods, reason = "a case is a file")]
fn check(path: &Path) -> datatest_stable::Result<()> {
    let case: Case = toml::from_str(&fs::read_to_string(path)?)?;
    let document = document(&case);
    let reading = reading(&case, &document);
    let own = estate(case.estate);
    let (found, problems) = concerns(&document, &reading, &pack(), &own);
    let got: Vec<Expected> = found
        .iter()
        .map(|it| Expected {
            surface: it.reason.surface.word().to_owned(),
            ours: it.reason.ours.clone(),
            rule: it.reason.rule.to_owned(),
            level: it.level.word().to_owned(),
        })
        .collect();
    assert_eq!(got, case.concerns, "concerns");
    for concern in &found {
        assert_eq!(concern.span.of(&document.text), Some(concern.reason.theirs.as_str()));
        assert!(concern.sentence.covers(concern.span));
    }
    let (again, _) = concerns(&document, &with_learned(reading, &document.text), &pack(), &own);
    assert_eq!(again, found, "what a model alone told is no reason");
    assert_eq!(problems.iter().map(|it| it.code).collect::<Vec<_>>(), case.problems);
    Ok(())
}

fn document(case: &Case) -> Document {
    Document {
        id: DocumentId::of(case.text.as_bytes()),
        path: "case.txt".to_owned(),
        media: Media::Text,
        title: None,
        publisher: None,
        text: case.text.clone(),
        blocks: Vec::new(),
        links: Vec::new(),
        published: None,
        fetched: None,
        declared_language: None,
        tlp: None,
    }
}

fn reading(case: &Case, document: &Document) -> Reading {
    let text = document.text.as_str();
    let boilerplate: Vec<Span> = case.boilerplate.iter().map(|it| find(text, it)).collect();
    let published = case.published.as_deref().and_then(day);
    let published = published.map(|moment| Dated { moment, basis: Basis::Given });
    let mut mentions: Vec<Mention> = case.mentions.iter().map(|it| mention(text, it)).collect();
    mentions.sort_by_key(|it| it.span);
    Reading {
        dates: DocumentDates { published, ..DocumentDates::default() },
        sentences: sentences(text, &boilerplate),
        mentions,
        claims: case.claims.iter().map(|it| claim(text, it)).collect(),
        boilerplate,
        ..Reading::nothing(Language::Ja)
    }
}

fn day(text: &str) -> Option<Moment> {
    text.parse::<Date>().ok().and_then(Moment::day)
}

fn find(text: &str, words: &str) -> Span {
    let at = text.find(words).unwrap_or_else(|| panic!("no `{words}` in the text"));
    Span::new(at, at + words.len()).expect("not empty")
}

fn mention(text: &str, case: &CaseMention) -> Mention {
    let value = case.day.as_deref().and_then(day);
    Mention {
        kind: MentionKind::from_word(&case.kind).expect("a kind"),
        span: find(text, &case.text),
        canonical: case.text.replace("[.]", ".").replace("hxxp", "http"),
        role: case.role.as_deref().map(|word| Role::from_word(word).expect("a role")),
        reason: Reason::rule("case"),
        candidates: Vec::new(),
        value: value.map_or(Value::Plain, |when| Value::Date(when, Subject::Occurrence)),
    }
}

fn claim(text: &str, case: &CaseClaim) -> Claim {
    let span = find(text, &case.text);
    Claim {
        span,
        sentence: span,
        speakers: SpeakerChain::new(Speaker::Author, Vec::new()),
        stance: Stance::from_word(&case.stance).expect("a stance"),
        kind: ClaimKind::Statement,
        likelihood: None,
        hearsay_marks: 0,
        attribution: None,
        about: String::new(),
        roots: Vec::new(),
    }
}

/// Splits at 。, at a full stop before a space, and at line breaks.
fn sentences(text: &str, boilerplate: &[Span]) -> Vec<Sentence> {
    let mut found = Vec::new();
    let mut start = 0;
    for (at, char) in text.char_indices() {
        let end = at + char.len_utf8();
        let spaced = text[end..].chars().next().is_none_or(char::is_whitespace);
        if matches!(char, '。' | '\n') || (char == '.' && spaced) {
            found.extend(sentence(text, start, end, boilerplate));
            start = end;
        }
    }
    found.extend(sentence(text, start, text.len(), boilerplate));
    found
}

fn sentence(text: &str, start: usize, end: usize, boilerplate: &[Span]) -> Option<Sentence> {
    let part = &text[start..end];
    let from = start + part.len() - part.trim_start().len();
    let span = Span::new(from, from + part.trim().len())?;
    let boilerplate = boilerplate.iter().any(|it| it.overlaps(span));
    Some(Sentence { span, language: Language::Ja, boilerplate })
}

fn estate(case: CaseEstate) -> Estate {
    Estate {
        name: case.name,
        aliases: case.aliases,
        domains: case.domains,
        sectors: case.sectors,
        countries: case.countries,
        products: case.products,
        suppliers: case.suppliers,
        packages: case.packages,
    }
}

/// One sector and two countries.
fn pack() -> Knowledge {
    let mut entities = vec![
        entity(
            EntityKind::Sector,
            "financial",
            &["Financial services", "金融", "金融機関", "financial sector"],
        ),
        entity(EntityKind::Country, "japan", &["Japan", "Japanese", "日本"]),
        entity(EntityKind::Country, "united-states", &["United States", "米国"]),
    ];
    entities[1].facts.push(iso("JP"));
    entities[2].facts.push(iso("US"));
    entities.sort_by(|one, other| one.id.cmp(&other.id));
    Knowledge { entities, ..Knowledge::default() }
}

fn entity(kind: EntityKind, slug: &str, names: &[&str]) -> Entity {
    let name = |text: &&str| Name {
        text: (*text).to_owned(),
        language: Language::Unknown,
        by: None,
        rule: NameRule::Word,
        source: "case".to_owned(),
        seen: "2024-01-01".to_owned(),
    };
    let id = EntityId::new(kind, slug).expect("an id");
    Entity { id, names: names.iter().map(name).collect(), links: Vec::new(), facts: Vec::new() }
}

fn iso(code: &str) -> Fact {
    Fact {
        key: "iso2".to_owned(),
        value: code.to_owned(),
        source: "case".to_owned(),
        seen: "2024-01-01".to_owned(),
    }
}

datatest_stable::harness! {
    { test = check, root = "cases", pattern = r".*\.toml$" }
}
