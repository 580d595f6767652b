//! Who says what: the claims of a topic, question by question, stance beside stance.

use std::collections::{BTreeMap, BTreeSet};

use noroshi_model::{AttributionLevel, Claim, ClaimKind, Knowledge, Span, Stance};

use crate::desk::Desk;
use crate::material::Source;
use crate::similarity::{content_words, fold, key_of};
use crate::topics::Plan;
use crate::view::{Question, Quote};

/// Questions shown in a chapter.
const QUESTIONS: usize = 4;
/// Claims shown in one cell.
const CELL: usize = 4;
/// Characters of a claim in a cell.
const LIMIT: usize = 150;

/// What a question asks.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
enum Key {
    /// Who is responsible.
    Attribution,
    /// A name of the topic, by its key.
    Name(String),
}

/// A claim, where it stands, and the name it is about.
#[derive(Debug, Clone, Copy)]
struct Told<'a> {
    document: usize,
    claim: &'a Claim,
    text: &'a str,
    name: Option<Span>,
}

/// The questions of a topic, contested ones first, and how many claims are not shown.
pub(crate) fn questions(
    desk: &mut Desk<'_>,
    plan: &Plan,
    knowledge: &Knowledge,
) -> (Vec<Question>, usize) {
    let all: usize = plan.documents.iter().map(|at| desk.sources[*at].reading.claims.len()).sum();
    let groups = group(&desk.sources, plan);
    let mut weighed: Vec<_> = groups
        .into_iter()
        .filter(|(_, told)| is_question(told))
        .map(|(key, told)| (weigh(&key, &told, plan, knowledge), key, told))
        .collect();
    weighed.sort_by(|(left, one, _), (right, other, _)| {
        right.0.cmp(&left.0).then(right.1.total_cmp(&left.1)).then(one.cmp(other))
    });
    let shown: Vec<Question> = weighed
        .into_iter()
        .take(QUESTIONS)
        .filter_map(|((disagree, _), key, told)| question(desk, &key, &told, disagree))
        .collect();
    let count: usize = shown.iter().map(Question::shown).sum();
    (shown, all.saturating_sub(count))
}

impl Question {
    fn shown(&self) -> usize {
        self.asserts.len() + self.speculates.len() + self.denies.len() + self.declines.len()
    }
}

fn group<'a>(sources: &[Source<'a>], plan: &Plan) -> BTreeMap<Key, Vec<Told<'a>>> {
    let mut groups: BTreeMap<Key, Vec<Told<'a>>> = BTreeMap::new();
    for document in plan.by_lead() {
        let source = sources[document];
        for claim in &source.reading.claims {
            let text = source.document.text.as_str();
            let (key, name) = match main_name(&source, claim, plan) {
                _ if claim.attribution.is_some() => (Key::Attribution, None),
                Some((key, span)) => (Key::Name(key), Some(span)),
                None => continue,
            };
            groups.entry(key).or_default().push(Told { document, claim, text, name });
        }
    }
    groups
}

/// The heaviest name of the topic that the claim's sentence holds.
fn main_name(source: &Source<'_>, claim: &Claim, plan: &Plan) -> Option<(String, Span)> {
    let mentions = &source.reading.mentions;
    let from = mentions.partition_point(|it| it.span.start() < claim.sentence.start());
    let inside = mentions[from..].iter().take_while(|it| it.span.end() <= claim.sentence.end());
    let weighed =
        inside.map(|it| (key_of(it), it.span)).map(|(key, span)| (plan.weight(&key), key, span));
    let weighed = weighed.filter(|(weight, _, _)| *weight > 0.0);
    let top = weighed.fold(None, |best: Option<(f64, String, Span)>, next| match &best {
        Some((most, _, _)) if *most >= next.0 => best,
        _ => Some(next),
    });
    top.map(|(_, key, span)| (key, span))
}

/// Worth a table: more than one claim, and more than one stance or source.
fn is_question(told: &[Told<'_>]) -> bool {
    let stances: BTreeSet<Stance> = told.iter().map(|it| it.claim.stance).collect();
    let documents: BTreeSet<usize> = told.iter().map(|it| it.document).collect();
    told.len() > 1 && (stances.len() > 1 || documents.len() > 1)
}

fn weigh(key: &Key, told: &[Told<'_>], plan: &Plan, knowledge: &Knowledge) -> (bool, f64) {
    let stances: BTreeSet<Stance> = told.iter().map(|it| it.claim.stance).collect();
    let documents: BTreeSet<usize> = told.iter().map(|it| it.document).collect();
    let count = |many: usize| f64::from(u32::try_from(many).unwrap_or(u32::MAX));
    let own = match key {
        Key::Attribution => 4.0,
        Key::Name(name) => plan.weight(name).min(4.0),
    };
    (disagree(told, knowledge), own + count(stances.len()) * 1.5 + count(documents.len()))
}

/// Whether somebody denies what another asserts, or two hold different ones responsible.
fn disagree(told: &[Told<'_>], knowledge: &Knowledge) -> bool {
    let with = |stance: Stance| told.iter().filter(move |it| it.claim.stance == stance);
    let denied = with(Stance::Denies)
        .any(|denial| with(Stance::Asserts).any(|claim| same_matter(claim, denial)));
    denied || rivals(told, knowledge)
}

fn same_matter(claim: &Told<'_>, denial: &Told<'_>) -> bool {
    if claim.claim.attribution.is_some() && denial.claim.attribution.is_some() {
        return true;
    }
    claim.claim.kind != ClaimKind::AbsenceOfEvidence
        && content(claim).intersection(&content(denial)).count() >= 2
}

/// The content words of a claim without those of the name it is about.
fn content(told: &Told<'_>) -> BTreeSet<String> {
    let mut words = told.claim.span.of(told.text).map(content_words).unwrap_or_default();
    let name = told.name.and_then(|span| span.of(told.text)).map(content_words);
    name.iter().flatten().for_each(|word| {
        words.remove(word);
    });
    words
}

/// Different candidates on one level of attribution. Two names of one entity are no rivals.
fn rivals(told: &[Told<'_>], knowledge: &Knowledge) -> bool {
    let named =
        told.iter().filter(|it| matches!(it.claim.stance, Stance::Asserts | Stance::Speculates));
    let mut levels: BTreeMap<AttributionLevel, BTreeSet<String>> = BTreeMap::new();
    for attribution in named.filter_map(|it| it.claim.attribution.as_ref()) {
        let candidate = identity(&attribution.candidate, knowledge);
        levels.entry(attribution.level).or_default().insert(candidate);
    }
    levels.iter().any(|(level, who)| *level > AttributionLevel::Infrastructure && who.len() > 1)
}

/// The only entity of a name, or the folded name.
fn identity(candidate: &str, knowledge: &Knowledge) -> String {
    let wanted = fold(candidate);
    let mut holders = knowledge
        .entities
        .iter()
        .filter(|entity| entity.names.iter().any(|name| fold(&name.text) == wanted));
    match (holders.next(), holders.next()) {
        (Some(only), None) => only.id.to_string(),
        _ => wanted,
    }
}

fn question(desk: &mut Desk<'_>, key: &Key, told: &[Told<'_>], disagree: bool) -> Option<Question> {
    let about = match key {
        Key::Attribution => None,
        Key::Name(_) => {
            let first = told.first()?;
            let span = first.name?;
            Some((crate::show::flow(span.of(first.text)?), desk.cite(first.document, span)?))
        }
    };
    let mut cell = |column: usize| cell(desk, told, column);
    let (asserts, speculates, denies, declines) = (cell(0), cell(1), cell(2), cell(3));
    let cells = [&asserts, &speculates, &denies, &declines];
    let sources: BTreeSet<usize> =
        cells.into_iter().flatten().map(|it| it.citation.source).collect();
    Some(Question {
        about,
        asserts,
        speculates,
        denies,
        declines,
        disagree,
        sources: sources.len(),
    })
}

fn cell(desk: &mut Desk<'_>, told: &[Told<'_>], wanted: usize) -> Vec<Quote> {
    let own = told.iter().filter(|it| column(it.claim) == wanted);
    own.take(CELL).filter_map(|it| desk.claim(it.document, it.claim, LIMIT)).collect()
}

/// Nothing found stands beside silence, whatever the stance: it is no assertion.
fn column(claim: &Claim) -> usize {
    match (claim.kind, claim.stance) {
        (ClaimKind::AbsenceOfEvidence, _) | (_, Stance::Declines) => 3,
        (_, Stance::Denies) => 2,
        (_, Stance::Speculates) => 1,
        (_, Stance::Asserts) => 0,
    }
}
