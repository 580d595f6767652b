//! Events in English sentences.

use std::ops::Range;

use noroshi_model::{CueKind, MentionKind};

use super::japanese::techniques;
use super::kind::Kind;
use super::{Party, Told, when};
use crate::cue::Hit;
use crate::said::Said;

/// How the sentence is built around a word.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Form {
    /// A was breached.
    Passive,
    /// A breached B.
    Active,
    /// A suffered a breach.
    Suffered,
    /// A halted production.
    Own,
    /// The breach of A.
    Noun,
}

/// An event word and its form.
struct Word {
    range: Range<usize>,
    kind: Kind,
    form: Form,
    /// Where its clause begins and ends.
    clause: Range<usize>,
}

/// What a sentence tells, in order of place.
pub(super) fn events(said: &Said<'_, '_>) -> Vec<Told> {
    let mut words: Vec<Word> = Vec::new();
    for hit in said.hits.iter().filter(|hit| hit.cue.kind == CueKind::Event) {
        if words.last().is_none_or(|last| hit.range.start >= last.range.end) {
            words.extend(word(said, hit));
        }
    }
    let places: Vec<Range<usize>> = words.iter().map(|word| word.range.clone()).collect();
    let dates = when::dates(said, &places, &[]);
    words.iter().zip(dates).map(|(word, when)| told(said, word, when)).collect()
}

fn word(said: &Said<'_, '_>, hit: &Hit<'_>) -> Option<Word> {
    let (kind, form) = hit.cue.value.split_once('.').unwrap_or((&hit.cue.value, "verb"));
    let kind = Kind::from_word(kind)?;
    let before = &said.text[said.range.start..hit.range.start];
    let form = match form {
        "noun" => Form::Noun,
        "suffered" => Form::Suffered,
        "own" => Form::Own,
        _ => verb(before, &said.text[hit.range.clone()])?,
    };
    (!is_refused(before)).then(|| Word {
        range: hit.range.clone(),
        kind,
        form,
        clause: clause(said, &hit.range),
    })
}

/// The form of a verb by the word before it; none for `stolen data` and `to be hacked`.
fn verb(before: &str, shown: &str) -> Option<Form> {
    let mut words = before.split_whitespace().rev().map(|word| word.trim_matches([',', '"']));
    let last = words.find(|word| {
        !word.ends_with("ly") && !matches!(*word, "also" | "then" | "later" | "first")
    })?;
    let lower = last.to_ascii_lowercase();
    let be = ["was", "were", "been", "being", "got", "is", "are"].contains(&lower.as_str());
    let before_be = words.next().unwrap_or("").to_ascii_lowercase();
    if be {
        let open =
            ["could", "would", "can", "might", "to", "should", "not"].contains(&before_be.as_str());
        return (!open).then_some(Form::Passive);
    }
    let adjective = [
        "the", "a", "an", "of", "with", "these", "those", "its", "their", "his", "recently", "and",
        "any", "no", "some", "using", "selling", "sell", "for", "to", "from", "on", "in",
    ];
    let participle = ["stolen", "broken into", "taken offline", "taken down"]
        .contains(&shown.to_ascii_lowercase().as_str());
    (!participle && !adjective.contains(&lower.as_str())).then_some(Form::Active)
}

/// Not told as something that happened.
fn is_refused(before: &str) -> bool {
    let near =
        before.get(before.ceil_char_boundary(before.len().saturating_sub(40))..).unwrap_or("");
    let near = near.to_ascii_lowercase();
    let near = near.rsplit([',', ';']).next().unwrap_or("");
    [
        " not ",
        "n't ",
        " no ",
        "never ",
        " if ",
        "could be",
        "would be",
        "can be",
        "without ",
        "to prevent",
        "risk of",
        "to avoid",
        "protect",
        "no evidence",
        "potential ",
        "future ",
    ]
    .iter()
    .any(|word| near.contains(word) || near.starts_with(word.trim_start()))
}

/// From the last comma or conjunction before the word to the next behind it.
fn clause(said: &Said<'_, '_>, word: &Range<usize>) -> Range<usize> {
    let (start, end) = (said.range.start, said.range.end);
    let before = &said.text[start..word.start];
    let opens = [", ", "; ", " that ", " after ", " when ", " because ", " while ", " but ", ": "];
    let cuts = opens.iter().filter_map(|mark| before.rfind(mark).map(|at| at + mark.len()));
    let from = cuts.max().unwrap_or(0);
    let behind = &said.text[word.end..end];
    let closes = ["; ", ", ", " after ", " when ", " but ", " while ", " and the ", " which "];
    let to = closes.iter().filter_map(|mark| behind.find(mark)).min().unwrap_or(behind.len());
    start + from..word.end + to
}

fn told(said: &Said<'_, '_>, word: &Word, when: when::Dates) -> Told {
    let (victims, actors) = parties(said, word);
    let shown = said.shown();
    let boast = ["claimed", "claims", "alleged"].iter().any(|verb| shown.contains(verb))
        && said
            .mentions
            .iter()
            .any(|(_, one)| matches!(one.kind, MentionKind::ThreatActor | MentionKind::Malware));
    Told {
        kind: word.kind,
        what: what(said, word),
        when,
        victims,
        actors,
        techniques: techniques(said),
        claimed: boast || word.kind == Kind::Claim,
        refers: word.form == Form::Noun,
        span: said.span(),
        reason: word.kind.reason(&said.text[word.range.clone()]),
    }
}

fn parties(said: &Said<'_, '_>, word: &Word) -> (Vec<Party>, Vec<Party>) {
    let front = word.clause.start..word.range.start;
    let behind = word.range.end..word.clause.end;
    let whole = said.range.start..word.range.start;
    let one = |party: Option<Party>| party.into_iter().collect::<Vec<_>>();
    match word.form {
        Form::Passive | Form::Suffered => {
            let stolen = matches!(word.kind, Kind::Theft | Kind::Leak);
            let from = stolen.then(|| after(said, &behind, &["from ", "at "])).flatten();
            let subject = || last_name(said, &front).or_else(|| pronoun(said, &front));
            let subject = || subject().or_else(|| last_name(said, &whole));
            (one(from.or_else(subject)), one(after(said, &behind, &["by "])))
        }
        Form::Own => (one(last_name(said, &front).or_else(|| pronoun(said, &front))), Vec::new()),
        Form::Active => {
            let from = after(said, &behind, &["from ", "at "]);
            let taken =
                matches!(word.kind, Kind::Theft | Kind::Release | Kind::Claim | Kind::Demand);
            let object = || first_name(said, &behind);
            let victims = match word.kind {
                Kind::Claim => {
                    after(said, &behind, &["attack on ", "breach of ", "on ", "against "])
                }
                _ if taken => from.or_else(object),
                _ => object().or(from),
            };
            (one(victims), one(last_name(said, &front)))
        }
        Form::Noun => {
            let on = after(
                said,
                &behind,
                &["on ", "of ", "at ", "against ", "into ", "targeting ", "affecting ", "to "],
            );
            let owner = || possessor(said, &front);
            (one(on.or_else(owner)), one(after(said, &behind, &["by "])))
        }
    }
}

/// The name right behind one of the words, within three words.
fn after(said: &Said<'_, '_>, range: &Range<usize>, words: &[&str]) -> Option<Party> {
    let text = said.text.get(range.clone())?;
    let places = words.iter().filter_map(|word| {
        let at = text.match_indices(word).find(|(at, _)| *at == 0 || text[..*at].ends_with(' '))?.0;
        Some(at + word.len())
    });
    let at = places.min()?;
    let start = range.start + at;
    let end = range.end.min(said.text.floor_char_boundary(start + 60));
    first_name(said, &(start..end)).or_else(|| pronoun(said, &(start..end.min(start + 20))))
}

/// Names of a range: mentions of bodies and persons, and words in capitals.
fn names(said: &Said<'_, '_>, range: &Range<usize>) -> Vec<(Range<usize>, Party)> {
    let mut found: Vec<(Range<usize>, Party)> = Vec::new();
    let text = &said.text[range.clone()];
    let mut open: Option<Range<usize>> = None;
    let mut at = range.start;
    for piece in text.split_inclusive(' ') {
        let word = piece.trim_end();
        let bare = word.trim_end_matches(['.', ',', ':', ')', '"']);
        let bare = bare.strip_suffix("'s").or_else(|| bare.strip_suffix("’s")).unwrap_or(bare);
        let capital =
            bare.starts_with(|sign: char| sign.is_uppercase()) && !is_common(said, at, bare);
        let joint = open.is_some() && ["of", "the", "&", "and"].contains(&bare) && bare != "and";
        if capital {
            let start = open.as_ref().map_or(at, |range| range.start);
            open = Some(start..at + bare.len());
        }
        if (!capital && !joint) || bare.len() < word.len() {
            found.extend(open.take().map(|range| party(said, range)));
        }
        at += piece.len();
    }
    found.extend(open.take().map(|range| party(said, range)));
    found.retain(|(range, _)| !is_no_body(said, range));
    found
}

fn party(said: &Said<'_, '_>, range: Range<usize>) -> (Range<usize>, Party) {
    let name = said.text[range.clone()].trim_start_matches("The ").to_owned();
    (range, Party::Named(name))
}

/// A date, a country, a product: nobody.
fn is_no_body(said: &Said<'_, '_>, range: &Range<usize>) -> bool {
    said.mentions.iter().any(|(place, mention)| {
        place.start < range.end
            && range.start < place.end
            && matches!(
                mention.kind,
                MentionKind::Date
                    | MentionKind::Country
                    | MentionKind::Product
                    | MentionKind::Vulnerability
                    | MentionKind::Tool
            )
            && place.len() * 2 > range.len()
    })
}

/// The first word of a sentence and words that are no names.
fn is_common(said: &Said<'_, '_>, at: usize, word: &str) -> bool {
    let common = [
        "The",
        "A",
        "An",
        "In",
        "On",
        "At",
        "It",
        "They",
        "We",
        "He",
        "She",
        "This",
        "That",
        "These",
        "After",
        "Before",
        "When",
        "While",
        "Customer",
        "Customers",
        "Hackers",
        "Attackers",
        "Police",
        "Officials",
        "Researchers",
        "Last",
        "Earlier",
        "Later",
        "Monday",
        "Tuesday",
        "Wednesday",
        "Thursday",
        "Friday",
        "Saturday",
        "Sunday",
        "Data",
        "Personal",
        "Systems",
        "January",
        "February",
        "March",
        "April",
        "May",
        "June",
        "July",
        "August",
        "September",
        "October",
        "November",
        "December",
        "CEO",
        "IT",
        "According",
        "Its",
        "Their",
        "Files",
        "Servers",
        "Operations",
        "Nearly",
        "More",
        "Some",
        "About",
        "Two",
        "Three",
        "Several",
        "Criminals",
        "Threat",
        "No",
        "But",
        "And",
        "As",
        "For",
        "From",
        "By",
    ];
    common.contains(&word) || (at == said.range.start && word.len() <= 2)
}

fn last_name(said: &Said<'_, '_>, range: &Range<usize>) -> Option<Party> {
    names(said, range).pop().map(|(_, party)| party)
}

fn first_name(said: &Said<'_, '_>, range: &Range<usize>) -> Option<Party> {
    let found = names(said, range).into_iter().next()?;
    let near = said.text[range.start..found.0.start].split_whitespace().count() <= 6;
    near.then_some(found.1)
}

/// The company, it, our: somebody spoken of before, or the author.
fn pronoun(said: &Said<'_, '_>, range: &Range<usize>) -> Option<Party> {
    let text = said.text.get(range.clone())?.to_ascii_lowercase();
    let padded = format!(" {text} ");
    if [" we ", " our ", " us "].iter().any(|word| padded.contains(word)) {
        return Some(Party::Own("we".to_owned()));
    }
    let earlier = said.range.start..range.start;
    let again = [
        "the company",
        "the firm",
        "the agency",
        "the bank",
        "the hospital",
        "the university",
        "the city",
        "the group",
        "the organization",
        "the organisation",
        "the ministry",
        "the retailer",
        " it ",
        " its ",
    ];
    let found = again.iter().find(|word| padded.contains(*word))?;
    let named = names(said, &earlier).into_iter().next().map(|(_, party)| party);
    named.or_else(|| Some(Party::Again(found.trim().to_owned())))
}

/// Acme's data breach, the Acme breach.
fn possessor(said: &Said<'_, '_>, front: &Range<usize>) -> Option<Party> {
    let (range, party) = names(said, front).pop()?;
    let between = &said.text[range.end..front.end];
    ["'s ", "’s ", " "].contains(&between).then_some(party)
}

/// The clause, at most forty characters, with the word inside.
fn what(said: &Said<'_, '_>, word: &Word) -> String {
    let start = word.clause.start;
    let whole = said.text[start..word.clause.end].trim();
    if whole.chars().count() <= 40 {
        return whole.trim_end_matches(['.', ',']).to_owned();
    }
    let head = said.text[start..word.range.end].trim_start();
    let length = head.chars().count();
    let kept: String = head.chars().skip(length.saturating_sub(40)).collect();
    if length <= 40 {
        return kept;
    }
    kept.split_once(' ').map_or(kept.clone(), |(_, rest)| rest.to_owned())
}
