//! Who says what: the claims of a topic, question by question, stance beside stance.

use std::collections::{BTreeMap, BTreeSet};

use noroshi_model::{AttributionLevel, Claim, ClaimKind, Knowledge, Span, Speaker, Stance};

use crate::desk::Desk;
use crate::material::Source;
use crate::matters::{Matter, Pole, matter};
use crate::prose;
use crate::similarity::{content_words, fold};
use crate::topics::{Named, Plan};
use crate::view::{About, Question, Quote};

/// Questions shown in a chapter.
const QUESTIONS: usize = 4;
/// Claims shown in one cell.
const CELL: usize = 4;
/// Characters of a claim in a cell.
const LIMIT: usize = 150;

/// What a question asks.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
enum Key {
    /// A matter that reports contend about.
    Matter(Matter),
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
    pole: Pole,
}

impl Told<'_> {
    /// What the claim answers: yes, no, or neither.
    fn answer(&self) -> Option<Pole> {
        let (yes, no) = match self.pole {
            Pole::Yes => (Pole::Yes, Pole::No),
            Pole::No => (Pole::No, Pole::Yes),
        };
        match (self.claim.kind, self.claim.stance) {
            (_, Stance::Declines) => None,
            (ClaimKind::AbsenceOfEvidence, _) | (_, Stance::Denies) => Some(no),
            _ if self.claim.likelihood.is_some_and(|(it, _)| it.high() < 0.5) => Some(no),
            (_, Stance::Asserts | Stance::Speculates) => Some(yes),
        }
    }

    /// Who says it: the innermost speaker, or the document for its author.
    fn voice(&self) -> String {
        match self.claim.speakers.innermost() {
            Speaker::Named { name, .. } => fold(name),
            Speaker::Unnamed { as_written, .. } => format!("{}:{as_written}", self.document),
            Speaker::Author => format!("{}:", self.document),
        }
    }
}

/// The questions of a topic, contested ones first, and how many claims are not shown.
pub(crate) fn questions(
    desk: &mut Desk<'_>,
    plan: &Plan,
    knowledge: &Knowledge,
) -> (Vec<Question>, usize) {
    let all = plan.all().map(|at| claims(&desk.sources[at], at, plan).count()).sum::<usize>();
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

/// Whether the sources of a topic contradict each other.
pub(crate) fn is_contested(sources: &[Source<'_>], plan: &Plan, knowledge: &Knowledge) -> bool {
    group(sources, plan).iter().any(|(key, told)| disagree(key, told, knowledge))
}

fn claims<'a>(
    source: &Source<'a>,
    document: usize,
    plan: &Plan,
) -> impl Iterator<Item = &'a Claim> {
    source.reading.claims.iter().filter(move |it| plan.holds(document, it.sentence))
}

fn group<'a>(sources: &[Source<'a>], plan: &Plan) -> BTreeMap<Key, Vec<Told<'a>>> {
    let mut groups: BTreeMap<Key, Vec<Told<'a>>> = BTreeMap::new();
    for document in plan.all() {
        let source = sources[document];
        let text = source.document.text.as_str();
        for claim in claims(&source, document, plan) {
            let name = main_name(document, claim, plan);
            let (key, pole) = match (about(claim, text), &name) {
                (Some((matter, pole)), _) => (Key::Matter(matter), pole),
                (None, Some((key, _))) => (Key::Name(key.clone()), Pole::Yes),
                (None, None) => continue,
            };
            let name = name.map(|(_, span)| span);
            groups.entry(key).or_default().push(Told { document, claim, text, name, pole });
        }
    }
    groups.values_mut().for_each(by_turns);
    groups
}

/// What a claim contends about: whoever it blames, or the words of a matter. A title says
/// in short what the text says, and is left out.
fn about(claim: &Claim, text: &str) -> Option<(Matter, Pole)> {
    if claim.sentence.of(text).is_some_and(|it| !prose::is_quotable(it)) {
        return None;
    }
    if claim.attribution.is_some() && claim.stance != Stance::Denies {
        return Some((Matter::Attribution, Pole::Yes));
    }
    matter(claim.span.of(text)?).or_else(|| {
        let silent = matches!(claim.stance, Stance::Denies | Stance::Declines)
            || claim.kind == ClaimKind::AbsenceOfEvidence;
        if silent { matter(claim.sentence.of(text)?) } else { None }
    })
}

/// The first claim of each document, then the second of each, and so on.
fn by_turns(told: &mut Vec<Told<'_>>) {
    let mut turns: BTreeMap<usize, usize> = BTreeMap::new();
    let mut turned: Vec<(usize, Told<'_>)> = Vec::new();
    for it in told.drain(..) {
        let turn = turns.entry(it.document).or_insert(0);
        *turn += 1;
        turned.push((*turn, it));
    }
    turned.sort_by_key(|(turn, _)| *turn);
    told.extend(turned.into_iter().map(|(_, it)| it));
}

/// The heaviest name of the topic that the claim's sentence holds.
fn main_name(document: usize, claim: &Claim, plan: &Plan) -> Option<(String, Span)> {
    let inside = plan.inside(document, claim.sentence);
    let top =
        inside.filter(|it| !it.is_setting()).fold(
            None,
            |best: Option<Named<'_>>, next| match best {
                Some(most) if most.weight >= next.weight => best,
                _ => Some(next),
            },
        );
    top.map(|it| (it.key.to_owned(), it.span))
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
        Key::Matter(_) => 4.0,
        Key::Name(name) => plan.weight(name).min(4.0),
    };
    (disagree(key, told, knowledge), own + count(stances.len()) * 1.5 + count(documents.len()))
}

/// Whether two voices answer differently, or hold different ones responsible.
fn disagree(key: &Key, told: &[Told<'_>], knowledge: &Knowledge) -> bool {
    let all = told.iter().enumerate();
    let mut pairs = all.flat_map(|(at, one)| told[at + 1..].iter().map(move |other| (one, other)));
    let rival = matches!(key, Key::Matter(Matter::Attribution)) && rivals(told, knowledge);
    rival || pairs.any(|(one, other)| contradicts(key, one, other))
}

fn contradicts(key: &Key, one: &Told<'_>, other: &Told<'_>) -> bool {
    let differ = matches!((one.answer(), other.answer()), (Some(one), Some(other)) if one != other);
    differ && one.voice() != other.voice() && same_matter(key, one, other)
}

/// Whether two claims speak of the same. Who did it, and what is genuine, is one question in
/// a topic; what was taken, or said of a name, needs words in common.
fn same_matter(key: &Key, one: &Told<'_>, other: &Told<'_>) -> bool {
    match key {
        Key::Matter(Matter::Attribution) => {
            [one, other].iter().any(|it| it.claim.attribution.is_some())
        }
        Key::Matter(Matter::Authenticity) => true,
        Key::Matter(Matter::Loss) => words_shared(one, other) >= 2,
        Key::Name(_) => {
            let denied = [one, other].iter().any(|it| it.claim.stance == Stance::Denies);
            denied && words_shared(one, other) >= 2
        }
    }
}

fn words_shared(one: &Told<'_>, other: &Told<'_>) -> usize {
    content(one).intersection(&content(other)).count()
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

/// Different candidates on one level of attribution. Two names of one entity are no rivals, and two persons who are
/// arrested are hardly: one does not rule out the other.
fn rivals(told: &[Told<'_>], knowledge: &Knowledge) -> bool {
    let named =
        told.iter().filter(|it| matches!(it.claim.stance, Stance::Asserts | Stance::Speculates));
    let mut levels: BTreeMap<AttributionLevel, BTreeSet<String>> = BTreeMap::new();
    for attribution in named.filter_map(|it| it.claim.attribution.as_ref()) {
        let candidate = identity(&attribution.candidate, knowledge);
        levels.entry(attribution.level).or_default().insert(candidate);
    }
    let exclusive =
        |level| !matches!(level, AttributionLevel::Infrastructure | AttributionLevel::Persons);
    levels.iter().any(|(level, who)| exclusive(*level) && who.len() > 1)
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
        Key::Matter(matter) => About::Matter(*matter),
        Key::Name(_) => {
            let first = told.first()?;
            let span = first.name?;
            let citation = desk.cite(first.document, span)?;
            About::Name(crate::show::flow(span.of(first.text)?), citation)
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
    let mut own: Vec<_> = told.iter().filter(|it| column(it.claim) == wanted).collect();
    own.sort_by_key(|it| (it.claim.attribution.is_none(), it.pole == Pole::Yes));
    own.into_iter().take(CELL).filter_map(|it| desk.claim(it.document, it.claim, LIMIT)).collect()
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
