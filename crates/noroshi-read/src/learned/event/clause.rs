//! What the model of events looks at around a clause: does it tell of something that happened? Shared with the command
//! that trains it.

use noroshi_model::{Mention, MentionKind, Subject, Value};

use super::super::feature::{Key, packed, word};
use super::page::{Clause, Page, Run, Sort, Voice, first, last};

/// The features of a candidate.
pub(crate) struct Features(pub(crate) Vec<u32>);

impl Default for Features {
    /// None yet, with room for those that most candidates have.
    fn default() -> Self {
        Self(Vec::with_capacity(96))
    }
}

impl Features {
    /// Adds the feature of a template with its parts.
    pub(crate) fn add(&mut self, template: u64, parts: &[u64]) {
        self.0.push(parts.iter().fold(Key::new(template), |key, part| key.with(*part)).number());
    }

    /// Adds the feature of a template with a word.
    pub(crate) fn word(&mut self, template: u64, shown: &str) {
        self.add(template, &[word(shown)]);
    }
}

/// What is said of a predicate more than once.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Deed<'p> {
    pub(crate) stem: &'p str,
    /// The last two letters of the stem, and the first two of the kana.
    pub(crate) ends: u64,
    pub(crate) tail: &'p str,
    pub(crate) opens: u64,
    pub(crate) voice: u64,
    pub(crate) closes: u64,
}

impl<'p> Deed<'p> {
    /// That of a clause, as the page keeps it.
    pub(crate) fn new(page: &Page<'p>, clause: &Clause) -> Self {
        page.deeds[page.sentence(clause).clauses.start + clause.number]
    }

    /// What the page keeps.
    pub(super) fn of(page: &Page<'p>, clause: &Clause) -> Self {
        let (stem, tail) = (page.stem(clause), page.tail(clause));
        let voice = match page.voice(clause) {
            Voice::Suffered => 1,
            Voice::Past => 2,
            Voice::Other => 3,
        };
        Self {
            stem,
            ends: word(last(stem, 2)),
            tail,
            opens: word(first(tail, 2)),
            voice,
            closes: u64::from(page.closes(clause)),
        }
    }
}

/// The kind of a mention as a part of a feature.
pub(crate) fn kind(mention: &Mention) -> u64 {
    kind_of(mention.kind)
}

pub(crate) fn kind_of(kind: MentionKind) -> u64 {
    word(kind.word())
}

/// What a date dates, as a part of a feature.
pub(crate) fn subject(mention: &Mention) -> u64 {
    match mention.value {
        Value::Date(_, Subject::Occurrence) => 1,
        Value::Date(_, Subject::Discovery) => 2,
        Value::Date(_, Subject::Report) => 3,
        Value::Date(_, Subject::Deadline) => 4,
        _ => 5,
    }
}

/// The features of a clause.
pub(crate) fn features(page: &Page<'_>, clause: &Clause) -> Vec<u32> {
    let mut said = Features::default();
    let deed = Deed::new(page, clause);
    said.add(100, &[]);
    predicate(&mut said, page, clause, &deed);
    before(&mut said, page, clause, &deed);
    behind(&mut said, page, clause, &deed);
    within(&mut said, page, clause, &deed);
    around(&mut said, page, clause, &deed);
    by_rules(&mut said, page, clause, &deed);
    said.0
}

fn predicate(said: &mut Features, page: &Page<'_>, clause: &Clause, deed: &Deed<'_>) {
    let (stem, tail) = (deed.stem, deed.tail);
    said.word(101, first(tail, 4));
    said.add(102, &[deed.opens]);
    said.word(103, last(tail, 2));
    said.word(104, last(tail, 3));
    if stem.is_empty() {
        let letters: Vec<char> = tail.chars().collect();
        for length in 2..=4 {
            for part in letters.windows(length) {
                said.add(105, &[packed(part)]);
            }
        }
        return;
    }
    said.word(106, stem);
    let named = matches!(page.sentence(clause).runs[clause.runs.0].sort, Sort::Mention(_));
    if named {
        return;
    }
    let end = word(last(stem, 1));
    said.add(107, &[deed.ends]);
    said.add(108, &[end]);
    said.add(109, &[deed.ends, deed.opens]);
    said.add(110, &[end, deed.opens]);
    said.add(111, &[end, word(first(tail, 1))]);
    said.word(112, first(stem, 2));
    for letter in last(stem, 4).chars() {
        said.add(113, &[u64::from(letter)]);
    }
}

/// What a run is, as a part of a feature: a mention by its kind, the others by their last letters.
fn seen(page: &Page<'_>, run: &Run, letters: usize) -> u64 {
    match run.sort {
        Sort::Mention(kind) => kind_of(kind),
        _ => word(last(page.run(run), letters)),
    }
}

/// The two runs before the predicate, and the nouns of the clause.
fn before(said: &mut Features, page: &Page<'_>, clause: &Clause, deed: &Deed<'_>) {
    let runs = &page.sentence(clause).runs;
    let front = clause.runs.0;
    let Some(near) = front.checked_sub(1).map(|at| &runs[at]) else { return };
    let end = word(last(deed.stem, 1));
    let (two, one) = match near.sort {
        Sort::Hiragana | Sort::Sign => (seen(page, near, 2), seen(page, near, 1)),
        Sort::Mention(_) => (1, 1),
        _ => (2, 2),
    };
    said.add(125, &[two]);
    said.add(126, &[one, deed.ends]);
    said.add(127, &[one, deed.opens]);
    if let Some(far) = front.checked_sub(2).map(|at| &runs[at]) {
        let other = seen(page, far, 2);
        said.add(128, &[other]);
        said.add(129, &[other, one]);
        said.add(130, &[other, deed.ends]);
        said.add(131, &[seen(page, far, 1), one, end]);
    }
    let stops = |run: &&Run| !["、", "。"].contains(&page.run(run));
    let clause_runs = runs[..front].iter().rev().take_while(stops).take(10);
    let clause_runs: Vec<&Run> = clause_runs.collect();
    for (at, run) in clause_runs.iter().enumerate() {
        match run.sort {
            Sort::Mention(kind) => {
                said.add(133, &[kind_of(kind)]);
                let joint = at.checked_sub(1).map(|next| page.run(clause_runs[next]));
                if let Some(joint) = joint {
                    said.add(134, &[kind_of(kind), word(first(joint, 2))]);
                    said.add(135, &[kind_of(kind), word(first(joint, 1)), deed.voice]);
                }
            }
            Sort::Kanji | Sort::Katakana => said.word(132, last(page.run(run), 2)),
            _ => {}
        }
    }
}

/// The two runs behind the predicate.
fn behind(said: &mut Features, page: &Page<'_>, clause: &Clause, deed: &Deed<'_>) {
    let runs = &page.sentence(clause).runs;
    let next = runs.get(clause.runs.1 + 1);
    let shown = next.map_or("", |run| page.run(run));
    said.word(140, first(shown, 3));
    if let Some(next) = next {
        let script = match next.sort {
            Sort::Mention(kind) => kind_of(kind),
            Sort::Hiragana => 1,
            Sort::Katakana => 2,
            Sort::Kanji => 3,
            Sort::Latin => 4,
            Sort::Sign => 5,
        };
        let two = word(first(shown, 2));
        said.add(141, &[word(last(deed.tail, 2)), two]);
        said.add(142, &[script]);
        said.add(143, &[deed.voice, two]);
    }
    if let Some(far) = runs.get(clause.runs.1 + 2) {
        said.word(144, first(page.run(far), 2));
    }
}

/// The sentence.
fn within(said: &mut Features, page: &Page<'_>, clause: &Clause, deed: &Deed<'_>) {
    let sentence = page.sentence(clause);
    let shown = &page.text[sentence.range.clone()];
    for mention in &page.mentions[sentence.mentions.clone()] {
        use MentionKind::{Date, Malware, Organization, Person, ThreatActor};
        if matches!(mention.kind, Date | Malware | Organization | Person | ThreatActor) {
            let side = u64::from(mention.span.start() < clause.range.start);
            said.add(150, &[kind(mention), side]);
        }
    }
    let inside =
        |one: &&Mention| clause.floor <= one.span.start() && one.span.start() < clause.range.start;
    match page.dates(clause.sentence).rev().find(inside) {
        Some(date) => {
            said.add(151, &[subject(date)]);
            said.add(152, &[deed.voice, word(last(deed.tail, 1))]);
            said.add(153, &[super::date::precision(date)]);
        }
        None => said.add(154, &[]),
    }
    let bare = shown.trim_end_matches('。');
    said.word(155, last(bare, 2));
    said.add(156, &[word(last(bare, 3)), deed.closes]);
    said.add(157, &[deed.closes]);
    said.add(158, &[deed.voice, deed.closes]);
    for (sign, place) in &sentence.signs {
        if clause.range.end < place.end {
            said.add(159, &[*sign]);
        }
        if place.start < clause.range.start {
            said.add(160, &[*sign]);
        }
    }
}

/// The clauses and the sentences around.
fn around(said: &mut Features, page: &Page<'_>, clause: &Clause, deed: &Deed<'_>) {
    let beside = page.beside(clause);
    said.add(165, &[u64::from(clause.sentence == 0)]);
    said.add(166, &[clause.number.min(4) as u64]);
    said.add(167, &[(beside.len() - clause.number).min(4) as u64]);
    if let Some(before) = clause.number.checked_sub(1).map(|at| &beside[at]) {
        let other = Deed::new(page, before);
        said.word(168, last(other.tail, 2));
        said.add(169, &[other.ends]);
    }
    if let Some(next) = beside.get(clause.number + 1) {
        let other = Deed::new(page, next);
        said.add(172, &[other.ends]);
        said.word(175, first(other.tail, 3));
    }
    said.add(176, &[page.sentences.len().min(8) as u64]);
    said.add(177, &[page.threats]);
    let same = |one: &Deed<'_>| one.ends == deed.ends && one.stem == deed.stem;
    let sooner = page.clauses.iter().zip(&page.deeds);
    let mut sooner = sooner.take_while(|(one, _)| one.range.start < clause.range.start);
    let again = !deed.stem.is_empty() && sooner.any(|(_, one)| same(one));
    said.add(179, &[u64::from(again)]);
}

/// What the rules found there.
fn by_rules(said: &mut Features, page: &Page<'_>, clause: &Clause, deed: &Deed<'_>) {
    let place = match page.rule(clause) {
        None => 0,
        Some((_, false)) => 1,
        Some((_, true)) => 2,
    };
    said.add(190, &[place]);
    said.add(191, &[place, deed.closes]);
    if let Some((event, _)) = page.rule(clause) {
        let whole = [u64::from(event.when.is_some()), u64::from(!event.victims.is_empty())];
        said.add(192, &[place, whole[0], whole[1]]);
    }
}
