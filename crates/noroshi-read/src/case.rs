//! Cases: a text, and what must and must not be read in it. Analysts write them as TOML files;
//! `docs/how-to/lexicon.md` and `docs/reference/reading.md` explain the words.

use jiff::civil::Date;
use noroshi_model::{
    Basis, Claim, Dated, Event, Mention, Moment, Reading, Relation, Span, Speaker,
};
use serde::Deserialize;

/// A case: a text, and what must and must not be read in it.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Case {
    /// What the case is about, for people.
    #[serde(rename = "note")]
    _note: Option<String>,
    /// The text.
    pub text: String,
    #[serde(default)]
    /// In which form the text is given.
    pub media: CaseMedia,
    /// The publication date that the metadata gives.
    published: Option<String>,
    /// Mentions that must be found.
    #[serde(default)]
    mentions: Vec<ExpectedMention>,
    /// `kind` or `kind:text` that must not be found.
    #[serde(default)]
    none: Vec<String>,
    #[serde(default)]
    claims: Vec<ExpectedClaim>,
    /// Words that no claim may hold.
    #[serde(default)]
    unclaimed: Vec<String>,
    /// Words that must stand in boilerplate.
    #[serde(default)]
    boilerplate: Vec<String>,
    #[serde(default)]
    dates: ExpectedDates,
    /// `subject | predicate | object` that must be read, as written.
    #[serde(default)]
    relations: Vec<String>,
    /// Predicates, or whole relations, that must not be read.
    #[serde(default)]
    unrelated: Vec<String>,
    /// `subject | predicate | object` and the reason for which it must be read.
    #[serde(default)]
    related_by: Vec<(String, String)>,
    /// All events of the text, in any order.
    events: Option<Vec<ExpectedEvent>>,
    /// Nothing happened.
    #[serde(default)]
    no_events: bool,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct ExpectedEvent {
    /// EDTF; empty when the text does not say.
    date: Option<String>,
    dated: Option<String>,
    victims: Option<Vec<String>>,
    actors: Option<Vec<String>>,
    status: Option<String>,
    /// Words of `what`.
    what: Option<String>,
    /// In how many sentences it is told.
    spans: Option<usize>,
    /// `learned`, or the rule and its words.
    reason: Option<String>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct ExpectedMention {
    kind: String,
    text: String,
    canonical: Option<String>,
    role: Option<String>,
    reason: Option<String>,
    /// Whether several entities carry the name.
    shared: Option<bool>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct ExpectedClaim {
    /// Outermost first: a name as written, `unnamed:…` or `author`.
    speaker: Option<Vec<String>>,
    stance: Option<String>,
    /// Words of the claim's span.
    says: String,
    kind: Option<String>,
    hearsay: Option<bool>,
    /// The words of likelihood; empty when there must be none.
    level: Option<String>,
    about: Option<String>,
    /// `level:candidate` of the attribution; empty when there must be none.
    attribution: Option<String>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct ExpectedDates {
    published: Option<String>,
    anchor: Option<String>,
    covers: Option<String>,
}

/// In which form the text of a case is given.
#[derive(Debug, Default, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum CaseMedia {
    /// Plain text.
    #[default]
    Text,
    /// Markdown.
    Markdown,
    /// HTML.
    Html,
    /// A mail as it is sent.
    Mail,
}

impl CaseMedia {
    /// The usual ending of such a file.
    pub fn ending(self) -> &'static str {
        match self {
            Self::Text => "txt",
            Self::Markdown => "md",
            Self::Html => "html",
            Self::Mail => "eml",
        }
    }
}

impl Case {
    /// A case from the text of its file.
    ///
    /// # Errors
    /// The line, from 1, and what is wrong there.
    pub fn parse(file: &str) -> Result<Self, (usize, String)> {
        let line = |at: usize| file.get(..at).unwrap_or(file).matches('\n').count() + 1;
        let case: Self = toml::from_str(file).map_err(|error| {
            (line(error.span().map_or(0, |span| span.start)), error.message().to_owned())
        })?;
        match case.published.as_deref().map(str::parse::<Date>) {
            Some(Err(error)) => Err((line(file.find("published").unwrap_or(0)), error.to_string())),
            _ => Ok(case),
        }
    }

    /// The publication date that the metadata gives.
    pub fn published(&self) -> Option<Dated> {
        let day: Date = self.published.as_deref()?.parse().ok()?;
        Some(Dated { moment: Moment::day(day)?, basis: Basis::Given })
    }

    /// What was read otherwise than the case says, one line each. `text` is the canonical text
    /// of the document that was read.
    pub fn faults(&self, reading: &Reading, text: &str) -> Vec<String> {
        let mut faults: Vec<String> = Vec::new();
        faults.extend(self.mentions.iter().filter_map(|one| missing(one, reading, text)));
        faults.extend(self.none.iter().filter_map(|one| unwanted(one, reading, text)));
        faults.extend(self.claims.iter().filter_map(|one| unclaimed(one, reading, text)));
        faults.extend(self.unclaimed.iter().filter_map(|words| claimed(words, reading, text)));
        faults.extend(self.boilerplate.iter().filter_map(|words| kept(words, reading, text)));
        faults.extend(dates(&self.dates, reading));
        faults.extend(relations(self, reading));
        faults.extend(events(self, reading));
        faults
    }
}

fn missing(expected: &ExpectedMention, reading: &Reading, text: &str) -> Option<String> {
    let fits = |mention: &&Mention| {
        mention.kind.word() == expected.kind
            && mention.span.of(text) == Some(expected.text.as_str())
            && expected.canonical.as_ref().is_none_or(|value| *value == mention.canonical)
            && expected
                .role
                .as_deref()
                .is_none_or(|role| mention.role.map(noroshi_model::Role::word) == Some(role))
            && expected.reason.as_deref().is_none_or(|rule| mention.reason.rule == rule)
            && expected.shared.is_none_or(|shared| shared == (mention.candidates.len() > 1))
    };
    let found = reading.mentions.iter().find(fits);
    found.is_none().then(|| format!("not found: {expected:?}"))
}

fn unwanted(rule: &str, reading: &Reading, text: &str) -> Option<String> {
    let (kind, shown) =
        rule.split_once(':').map_or((rule, None), |(kind, shown)| (kind, Some(shown)));
    let hit = reading.mentions.iter().find(|mention| {
        mention.kind.word() == kind
            && shown.is_none_or(|shown| mention.span.of(text) == Some(shown))
    });
    hit.map(|mention| format!("must not be found: {rule} {:?}", mention.span.of(text)))
}

/// A speaker as case files write one.
fn speaker(one: &Speaker) -> String {
    match one {
        Speaker::Named { name, .. } => name.clone(),
        Speaker::Unnamed { as_written, .. } => format!("unnamed:{as_written}"),
        Speaker::Author => "author".to_owned(),
    }
}

fn chain(claim: &Claim) -> Vec<String> {
    claim.speakers.iter().map(speaker).collect()
}

fn level(claim: &Claim, text: &str) -> String {
    claim.likelihood.and_then(|(_, span)| span.of(text)).unwrap_or_default().to_owned()
}

fn attribution(claim: &Claim) -> String {
    let shown =
        |one: &noroshi_model::Attribution| format!("{}:{}", one.level.word(), one.candidate);
    claim.attribution.as_ref().map(shown).unwrap_or_default()
}

fn unclaimed(expected: &ExpectedClaim, reading: &Reading, text: &str) -> Option<String> {
    let fits = |claim: &&Claim| {
        claim.span.of(text).is_some_and(|shown| shown.contains(&expected.says))
            && expected.speaker.as_ref().is_none_or(|wanted| chain(claim) == *wanted)
            && expected.stance.as_deref().is_none_or(|stance| claim.stance.word() == stance)
            && expected.kind.as_deref().is_none_or(|kind| claim.kind.word() == kind)
            && expected.hearsay.is_none_or(|marked| marked == (claim.hearsay_marks > 0))
            && expected.level.as_deref().is_none_or(|words| level(claim, text) == words)
            && expected.about.as_deref().is_none_or(|about| claim.about == about)
            && expected.attribution.as_deref().is_none_or(|one| attribution(claim) == one)
    };
    let found = reading.claims.iter().find(fits);
    found.is_none().then(|| format!("not claimed: {expected:?}"))
}

fn claimed(words: &str, reading: &Reading, text: &str) -> Option<String> {
    let holds = |claim: &&Claim| claim.sentence.of(text).is_some_and(|shown| shown.contains(words));
    reading.claims.iter().find(holds).map(|_| format!("claimed: {words}"))
}

fn kept(words: &str, reading: &Reading, text: &str) -> Option<String> {
    let inside = text.match_indices(words).any(|(at, _)| {
        let place = Span::new(at, at + words.len());
        place.is_some_and(|place| {
            reading
                .boilerplate
                .iter()
                .any(|part| part.start() <= place.start() && place.end() <= part.end())
        })
    });
    (!inside).then(|| format!("not boilerplate: {words}"))
}

fn dates(expected: &ExpectedDates, reading: &Reading) -> Vec<String> {
    let read = &reading.dates;
    let pairs = [
        ("published", &expected.published, &read.published),
        ("anchor", &expected.anchor, &read.anchor),
        ("covers", &expected.covers, &read.covers),
    ];
    let mut faults = Vec::new();
    for (name, expected, read) in pairs {
        let got = read.as_ref().map(|dated| dated.moment.edtf());
        if expected.is_some() && *expected != got {
            faults.push(format!("{name}: expected {expected:?}, got {got:?}"));
        }
    }
    faults
}

fn relation(one: &Relation) -> String {
    format!("{} | {} | {}", one.subject, one.predicate.word(), one.object)
}

fn relations(case: &Case, reading: &Reading) -> Vec<String> {
    let read: Vec<String> = reading.relations.iter().map(relation).collect();
    let missing = case.relations.iter().filter(|one| !read.contains(one));
    let missing = missing.map(|one| format!("not related: {one}"));
    let unwanted = |rule: &&String| {
        let whole = rule.contains(" | ");
        reading.relations.iter().any(|one| {
            if whole { relation(one) == **rule } else { one.predicate.word() == rule.as_str() }
        })
    };
    let wrong = case.unrelated.iter().filter(unwanted);
    let told = |(stated, reason): &(String, String)| {
        let mut read = reading.relations.iter().filter(|one| relation(one) == *stated);
        read.any(|one| one.grounds.to_string() == *reason)
    };
    let untold = case.related_by.iter().filter(|one| !told(one));
    missing
        .chain(wrong.map(|one| format!("must not be related: {one}")))
        .chain(untold.map(|(stated, reason)| format!("not related by `{reason}`: {stated}")))
        .collect()
}

/// Expected events that are missing, and events that nobody expects.
fn events(case: &Case, reading: &Reading) -> Vec<String> {
    let expected = match (&case.events, case.no_events) {
        (Some(expected), _) => expected.as_slice(),
        (None, true) => &[],
        (None, false) => return Vec::new(),
    };
    let mut left: Vec<&Event> = reading.events.iter().collect();
    let mut faults = Vec::new();
    for one in expected {
        match left.iter().position(|event| is_event(one, event)) {
            Some(at) => drop(left.remove(at)),
            None => faults.push(format!("no such event: {one:?}")),
        }
    }
    faults.extend(left.iter().map(|event| format!("no event: {event:?}")));
    faults
}

fn is_event(expected: &ExpectedEvent, event: &Event) -> bool {
    let date = event.when.map(|(moment, _)| moment.edtf()).unwrap_or_default();
    let dated = event.when.map(|(_, subject)| subject.word());
    expected.date.as_ref().is_none_or(|one| *one == date)
        && expected.dated.as_ref().is_none_or(|one| Some(one.as_str()) == dated)
        && expected.victims.as_ref().is_none_or(|all| *all == event.victims)
        && expected.actors.as_ref().is_none_or(|all| *all == event.actors)
        && expected.status.as_ref().is_none_or(|one| one == event.status.word())
        && expected.what.as_ref().is_none_or(|words| event.what.contains(words.as_str()))
        && expected.spans.is_none_or(|count| count == event.spans.len())
        && expected.reason.as_ref().is_none_or(|one| *one == event.grounds.to_string())
}

/// The whole reading on lines, so that a failing case explains itself.
pub fn shown(reading: &Reading, text: &str) -> String {
    let of = |span: Span| span.of(text).unwrap_or_default();
    let mention = |one: &Mention| {
        let role = one.role.map_or("", noroshi_model::Role::word);
        format!(
            "  {} `{}` = {} {role} ({})",
            one.kind.word(),
            of(one.span),
            one.canonical,
            one.reason
        )
    };
    let claim = |one: &Claim| {
        format!(
            "  {:?} {} {} hearsay {} level `{}` attribution `{}` about `{}`: {}",
            chain(one),
            one.stance.word(),
            one.kind.word(),
            one.hearsay_marks,
            level(one, text),
            attribution(one),
            one.about,
            of(one.span)
        )
    };
    let mut lines = vec!["the reading:".to_owned()];
    lines.extend(reading.mentions.iter().map(mention));
    lines.extend(reading.claims.iter().map(claim));
    let related = |one: &Relation| format!("  relation: {} ({})", relation(one), one.grounds);
    lines.extend(reading.relations.iter().map(related));
    lines.extend(reading.boilerplate.iter().map(|part| format!("  boilerplate: {}", of(*part))));
    lines.join("\n")
}
