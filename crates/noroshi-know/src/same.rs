//! Whether events of several documents are one event, and why.
//!
//! Nothing is merged: a link says which two events may be one, with the reason in words. Events
//! are compared inside buckets of one victim and one family of kinds, in order of time, so the
//! work grows with the number of events and not with its square.

use std::collections::{BTreeMap, HashMap};
use std::fmt;

use jiff::civil::DateTime;
use noroshi_model::{CueKind, Event, Knowledge, Moment};

use crate::lookup::{Lookup, fold};

/// An event and the document that tells it.
#[derive(Debug, Clone, Copy)]
pub struct Reported<'a> {
    /// What sets documents apart: their id or path.
    pub document: &'a str,
    /// The document's canonical text.
    pub text: &'a str,
    /// What it tells.
    pub event: &'a Event,
}

/// Why two events may be one.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum SameReason {
    /// It happened to the same one: the name as the first document writes it, and whether both
    /// are names of one entity of the pack.
    Victim {
        /// As the first document writes it.
        name: String,
        /// Found by an entity of the pack and not by the spelling alone.
        by_entity: bool,
    },
    /// What happened is of one kind.
    Kind(String),
    /// The dates overlap, as both write them.
    Date {
        /// Of the first.
        first: String,
        /// Of the second.
        second: String,
    },
    /// The same numbers stand in both.
    Numbers(Vec<u64>),
}

impl fmt::Display for SameReason {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Victim { name, by_entity: true } => {
                write!(out, "same victim by its entity: {name}")
            }
            Self::Victim { name, by_entity: false } => write!(out, "same victim: {name}"),
            Self::Kind(kind) => write!(out, "same kind: {kind}"),
            Self::Date { first, second } if first == second => write!(out, "same date: {first}"),
            Self::Date { first, second } => write!(out, "dates overlap: {first}, {second}"),
            Self::Numbers(numbers) => {
                let shown: Vec<String> = numbers.iter().map(u64::to_string).collect();
                write!(out, "same numbers: {}", shown.join(", "))
            }
        }
    }
}

/// Two events that may be one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SameEvent {
    /// Place of the earlier one in the list that was given.
    pub first: usize,
    /// Place of the other.
    pub second: usize,
    /// Why; never empty.
    pub reasons: Vec<SameReason>,
}

/// A date longer than this says too little by itself: "in 2024" meets everything of that year.
const TELLING_DAYS: i64 = 92;

/// Dated events of a bucket that a later one is held against.
const LOOKED_AT: usize = 8;

/// What is known of one event for comparing.
struct Facts {
    family: String,
    victims: Vec<(String, String, bool)>,
    when: Option<Moment>,
    numbers: Vec<u64>,
}

/// Which events of different documents may be one, with the reason; in order of place.
///
/// Same victim (by entity of the pack, else by name without legal form, width and case) and
/// same family of kinds are needed; then either dates that overlap and say more than a
/// quarter, or a number that both tell. An event without victims is never linked.
pub fn same_events(knowledge: &Knowledge, events: &[Reported<'_>]) -> Vec<SameEvent> {
    let lookup = Lookup::new(knowledge);
    let kinds = Kinds::new(knowledge);
    let facts: Vec<Facts> = events.iter().map(|one| Facts::of(one, &lookup, &kinds)).collect();
    let mut buckets: BTreeMap<(&str, &str), Vec<usize>> = BTreeMap::new();
    for (at, one) in facts.iter().enumerate().filter(|(_, one)| !one.family.is_empty()) {
        for (key, ..) in &one.victims {
            buckets.entry((one.family.as_str(), key.as_str())).or_default().push(at);
        }
    }
    let mut links: BTreeMap<(usize, usize), Vec<SameReason>> = BTreeMap::new();
    for ((_, victim), members) in buckets {
        Bucket { events, facts: &facts, victim }.link(members, &mut links);
    }
    links
        .into_iter()
        .map(|((first, second), reasons)| SameEvent { first, second, reasons })
        .collect()
}

/// Events of one family that happened to one victim.
struct Bucket<'a> {
    events: &'a [Reported<'a>],
    facts: &'a [Facts],
    victim: &'a str,
}

impl Bucket<'_> {
    fn link(&self, mut members: Vec<usize>, links: &mut BTreeMap<(usize, usize), Vec<SameReason>>) {
        members.dedup();
        members.sort_by_key(|at| (self.start(*at), *at));
        let mut leaders: Vec<usize> = Vec::new();
        let mut by_number: HashMap<u64, usize> = HashMap::new();
        for at in members {
            let near =
                leaders.iter().rev().take(LOOKED_AT).find(|leader| self.dates_meet(**leader, at));
            let numbered = self.facts[at].numbers.iter().find_map(|number| by_number.get(number));
            let same = near.or(numbered).copied().filter(|leader| !self.apart(*leader, at));
            if let Some(leader) = same {
                self.keep(leader, at, links);
            } else {
                leaders.push(at);
            }
            for number in &self.facts[at].numbers {
                by_number.entry(*number).or_insert(at);
            }
        }
    }

    /// Undated ones come last.
    fn start(&self, at: usize) -> (bool, Option<DateTime>) {
        let when = self.facts[at].when.map(Moment::start);
        (when.is_none(), when)
    }

    fn dates_meet(&self, first: usize, second: usize) -> bool {
        let (Some(one), Some(other)) = (self.facts[first].when, self.facts[second].when) else {
            return false;
        };
        one.overlaps(other) && is_telling(one) && is_telling(other)
    }

    /// Dates that speak against it.
    fn apart(&self, first: usize, second: usize) -> bool {
        let dates = (self.facts[first].when, self.facts[second].when);
        matches!(dates, (Some(one), Some(other)) if !one.overlaps(other))
    }

    fn keep(
        &self,
        leader: usize,
        at: usize,
        links: &mut BTreeMap<(usize, usize), Vec<SameReason>>,
    ) {
        if self.events[leader].document == self.events[at].document {
            return;
        }
        let (first, second) = (leader.min(at), leader.max(at));
        let reasons = links.entry((first, second)).or_default();
        let mut found = self.reasons(first, second);
        found.retain(|reason| !reasons.contains(reason));
        reasons.extend(found);
        reasons.sort();
    }

    fn reasons(&self, first: usize, second: usize) -> Vec<SameReason> {
        let (one, other) = (&self.facts[first], &self.facts[second]);
        let victim =
            |facts: &Facts| facts.victims.iter().find(|(key, ..)| key == self.victim).cloned();
        let mut reasons = Vec::new();
        if let Some((_, name, by_entity)) = victim(one) {
            reasons.push(SameReason::Victim { name, by_entity });
        }
        reasons.push(SameReason::Kind(one.family.clone()));
        if let (Some(first), Some(second)) = (one.when, other.when) {
            reasons.push(SameReason::Date { first: first.edtf(), second: second.edtf() });
        }
        let shared: Vec<u64> =
            one.numbers.iter().filter(|number| other.numbers.contains(number)).copied().collect();
        if !shared.is_empty() {
            reasons.push(SameReason::Numbers(shared));
        }
        reasons
    }
}

fn is_telling(moment: Moment) -> bool {
    moment.start().duration_until(moment.end()).as_hours() <= TELLING_DAYS * 24
}

impl Facts {
    fn of(reported: &Reported<'_>, lookup: &Lookup<'_>, kinds: &Kinds<'_>) -> Self {
        let event = reported.event;
        let spans = event.spans.iter().take(LOOKED_AT);
        let told: Vec<&str> = spans.filter_map(|span| span.of(reported.text)).collect();
        let mut numbers: Vec<u64> = told.iter().flat_map(|text| numbers(text)).collect();
        numbers.sort_unstable();
        numbers.dedup();
        Self {
            family: kinds.family(&event.what),
            victims: event.victims.iter().map(|name| key(name, lookup)).collect(),
            when: event.when.map(|(moment, _)| moment),
            numbers,
        }
    }
}

/// What stands for a victim, its name, and whether an entity of the pack decided.
fn key(name: &str, lookup: &Lookup<'_>) -> (String, String, bool) {
    let bare = bare(name);
    let entities = lookup.named(name);
    let entities = if entities.is_empty() { lookup.named(&bare) } else { entities };
    match entities.as_slice() {
        [one] => (one.id.to_string(), name.to_owned(), true),
        _ => (bare, name.to_owned(), false),
    }
}

/// A name without its legal form.
fn bare(name: &str) -> String {
    let mut kept = fold(name);
    for form in [
        "株式会社",
        "(株)",
        "有限会社",
        "合同会社",
        "学校法人",
        "医療法人",
        ",inc.",
        "inc.",
        "corporation",
        "co.,ltd.",
        "ltd.",
    ] {
        let rest = kept.strip_prefix(form).or_else(|| kept.strip_suffix(form));
        kept = rest.filter(|rest| rest.chars().count() >= 2).map_or(kept.clone(), str::to_owned);
    }
    kept
}

/// The event words of the lexicon, the longer first.
struct Kinds<'a> {
    words: Vec<(String, &'a str)>,
}

impl<'a> Kinds<'a> {
    fn new(knowledge: &'a Knowledge) -> Self {
        let cues = knowledge.lexicon.cues.iter().filter(|cue| cue.kind == CueKind::Event);
        let kind = |value: &'a str| value.split('.').next().unwrap_or(value);
        let mut words: Vec<(String, &str)> =
            cues.map(|cue| (cue.text.to_lowercase(), kind(&cue.value))).collect();
        words.sort_by(|(one, _), (other, _)| (other.len(), one).cmp(&(one.len(), other)));
        Self { words }
    }

    /// Family of the longest event word in a short text; empty when there is none.
    fn family(&self, what: &str) -> String {
        let lower = what.to_lowercase();
        let found = self.words.iter().find(|(text, _)| lower.contains(text.as_str()));
        found.map_or("", |(_, kind)| family(kind)).to_owned()
    }
}

/// Kinds that tellers mix.
fn family(kind: &str) -> &str {
    match kind {
        "intrusion" | "attack" | "infection" | "mention" => "attack",
        "leak" | "theft" => "leak",
        other => other,
    }
}

/// Numbers of a text that count something: not of a date, not below ten. 3万 is 30000.
fn numbers(text: &str) -> Vec<u64> {
    let mut found = Vec::new();
    let mut rest = text;
    while let Some(at) =
        rest.find(|sign: char| sign.is_ascii_digit() || ('０'..='９').contains(&sign))
    {
        let (value, length) = number(&rest[at..]);
        let behind = &rest[at + length..];
        let before = rest[..at].chars().next_back();
        let (value, length) = match behind.chars().next() {
            Some('万' | '萬') => {
                (value.map(|value| value.saturating_mul(10_000)), length + '万'.len_utf8())
            }
            Some('億' | '亿') => {
                (value.map(|value| value.saturating_mul(100_000_000)), length + '億'.len_utf8())
            }
            _ => (value, length),
        };
        let dated = behind.starts_with(['年', '月', '日', '時', '分', '秒', '-', '/', ':', '.']);
        let part = before.is_some_and(|sign| {
            sign.is_ascii_alphanumeric() || matches!(sign, '-' | '/' | '.' | ':')
        });
        found.extend(value.filter(|value| *value >= 10 && !dated && !part));
        rest = &rest[at + length..];
    }
    found
}

/// A number with commas between its digits, and its length in bytes.
fn number(text: &str) -> (Option<u64>, usize) {
    let (mut value, mut length) = (Some(0_u64), 0);
    for sign in text.chars() {
        let digit = match sign {
            '0'..='9' => u64::from(sign) - u64::from('0'),
            '０'..='９' => u64::from(sign) - u64::from('０'),
            ',' | '，'
                if text[length + sign.len_utf8()..]
                    .starts_with(|next: char| next.is_ascii_digit()) =>
            {
                length += sign.len_utf8();
                continue;
            }
            _ => break,
        };
        value = value.and_then(|value| value.checked_mul(10)?.checked_add(digit));
        length += sign.len_utf8();
    }
    (value, length)
}

#[cfg(test)]
mod tests {
    use jiff::civil::Date;
    use noroshi_model::{EventStatus, Grounds, Reason, Span, Subject};

    use super::*;

    fn event(text: &str, victim: &str, day: Option<(i8, i8)>) -> Event {
        let when = day.and_then(|(month, day)| Moment::day(Date::new(2025, month, day).ok()?));
        Event {
            what: text.to_owned(),
            when: when.map(|moment| (moment, Subject::Occurrence)),
            victims: vec![victim.to_owned()],
            actors: Vec::new(),
            techniques: Vec::new(),
            status: EventStatus::Observed,
            spans: Span::new(0, text.len()).into_iter().collect(),
            grounds: Grounds::Rule(Reason::rule("attack")),
        }
    }

    /// Document, sentence, victim, month and day.
    type Row<'a> = (&'a str, &'a str, &'a str, Option<(i8, i8)>);

    fn links(told: &[Row<'_>]) -> Vec<(usize, usize, String)> {
        let (knowledge, _) = crate::pack();
        let events: Vec<Event> =
            told.iter().map(|(_, text, victim, day)| event(text, victim, *day)).collect();
        let reported: Vec<Reported<'_>> = told
            .iter()
            .zip(&events)
            .map(|((document, text, ..), event)| Reported { document, text, event })
            .collect();
        let words = |reasons: Vec<SameReason>| {
            reasons.iter().map(SameReason::to_string).collect::<Vec<_>>().join("; ")
        };
        same_events(&knowledge, &reported)
            .into_iter()
            .map(|one| (one.first, one.second, words(one.reasons)))
            .collect()
    }

    #[test]
    fn one_victim_one_kind_one_day_is_one_event_with_its_reason() {
        let got = links(&[
            ("a", "緑川製作所が不正アクセスを受けた", "株式会社緑川製作所", Some((6, 2))),
            ("b", "緑川製作所への攻撃", "緑川製作所", Some((6, 2))),
        ]);
        let why = "same victim: 株式会社緑川製作所; same kind: attack; same date: 2025-06-02";
        assert_eq!(got, [(0, 1, why.to_owned())]);
    }

    #[test]
    fn another_day_another_victim_another_kind_or_the_same_document_are_not() {
        let first = ("a", "緑川製作所が攻撃を受けた", "緑川製作所", Some((6, 2)));
        assert_eq!(links(&[first, ("b", "攻撃を受けた", "緑川製作所", Some((7, 2)))]), []);
        assert_eq!(links(&[first, ("b", "攻撃を受けた", "浜辺鉄道", Some((6, 2)))]), []);
        assert_eq!(links(&[first, ("b", "システム障害", "緑川製作所", Some((6, 2)))]), []);
        assert_eq!(links(&[first, ("a", "攻撃を受けた", "緑川製作所", Some((6, 2)))]), []);
        assert_eq!(links(&[first, ("b", "攻撃を受けた", "緑川製作所", None)]), []);
    }

    #[test]
    fn an_undated_event_is_linked_by_a_number_that_both_tell() {
        let other = links(&[
            ("a", "顧客情報3万件が流出した", "緑川製作所", Some((6, 2))),
            ("b", "情報120件が漏えい", "緑川製作所", None),
        ]);
        assert_eq!(other, []);
        let got = links(&[
            ("a", "顧客情報3万件が流出した", "緑川製作所", Some((6, 2))),
            ("b", "30,000件の情報漏えい", "緑川製作所", None),
        ]);
        let why = "same victim: 緑川製作所; same kind: leak; same numbers: 30000";
        assert_eq!(got, [(0, 1, why.to_owned())]);
    }

    #[test]
    fn names_of_one_entity_are_one_victim() {
        let (knowledge, _) = crate::pack();
        let lookup = Lookup::new(&knowledge);
        let unique = |name: &str| lookup.named(name).len() == 1;
        let entity = knowledge
            .entities
            .iter()
            .find(|one| one.names.len() >= 2 && one.names.iter().all(|name| unique(&name.text)))
            .expect("the pack has an entity with two names of its own");
        let (one, other) = (entity.names[0].text.clone(), entity.names[1].text.clone());
        let got = links(&[
            ("a", "攻撃を受けた", one.as_str(), Some((6, 2))),
            ("b", "攻撃を受けた", other.as_str(), Some((6, 2))),
        ]);
        assert!(got[0].2.starts_with("same victim by its entity"), "{got:?}");
    }

    #[test]
    fn a_year_alone_says_too_little() {
        let mut first = event("攻撃を受けた", "緑川製作所", None);
        first.when = Moment::year(2025).map(|moment| (moment, Subject::Occurrence));
        let second = event("攻撃を受けた", "緑川製作所", Some((6, 2)));
        let (knowledge, _) = crate::pack();
        let told = [
            Reported { document: "a", text: "", event: &first },
            Reported { document: "b", text: "", event: &second },
        ];
        assert_eq!(same_events(&knowledge, &told), []);
    }

    #[test]
    fn numbers_of_dates_and_versions_do_not_count() {
        assert_eq!(numbers("2025年6月2日に3,200人、40万件、5台、1.2.30"), [3200, 400_000]);
    }

    #[test]
    fn many_reports_of_one_event_are_linked_once_each() {
        let text = "攻撃を受けた";
        let events: Vec<Event> =
            (0..5_000).map(|_| event(text, "緑川製作所", Some((6, 2)))).collect();
        let names: Vec<String> = (0..5_000).map(|at| at.to_string()).collect();
        let told: Vec<Reported<'_>> = events
            .iter()
            .zip(&names)
            .map(|(event, document)| Reported { document, text, event })
            .collect();
        let (knowledge, _) = crate::pack();
        assert_eq!(same_events(&knowledge, &told).len(), 4_999);
    }
}
