//! What the model of relations looks at in two sides. Shared with the command that trains it.
//!
//! A relation is a class of an ordered pair: the first side is its subject. What a side says alone is asked once and
//! added up ([`alone`]); only the rest is asked for each pair ([`Pair::first`], [`Pair::rest`]).

use noroshi_model::{MentionKind, Predicate};

use super::super::feature::{Key, packed};
use super::around::{starts, words};
use super::term::{Block, Side, Term};

/// The relations that the model tells; class 0 is none.
pub(crate) const PREDICATES: [Predicate; 13] = [
    Predicate::Targets,
    Predicate::SameAs,
    Predicate::Uses,
    Predicate::Steals,
    Predicate::LocatedIn,
    Predicate::PartOf,
    Predicate::Impersonates,
    Predicate::DistributedVia,
    Predicate::SponsoredBy,
    Predicate::Offers,
    Predicate::RelatedTo,
    Predicate::OperatedBy,
    Predicate::Exploits,
];

/// None, and one for each predicate.
pub(crate) const CLASSES: usize = 1 + PREDICATES.len();

/// Sentences between two names at most, counted from one to the next.
const NAMES_APART: usize = 4;

/// Letters between two nouns, and between a noun and a name behind or before it, at most.
const NOUNS_APART: usize = 24;
const NOUN_AND_NAME_APART: usize = 40;

/// Letters between two sides that are looked at as words at most.
const BETWEEN: usize = 60;

/// Letters behind the second side that are looked at as words.
const BEHIND: usize = 50;

/// Whether either side may stand first: 別名, 関係.
pub(crate) fn is_mutual(predicate: Predicate) -> bool {
    matches!(predicate, Predicate::SameAs | Predicate::RelatedTo)
}

/// A subject and an object, by their numbers in the block.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Pair {
    pub(crate) subject: usize,
    pub(crate) object: usize,
}

/// All pairs that may be related: of the places of two names the nearest.
pub(crate) fn pairs(block: &Block<'_>) -> Vec<Pair> {
    let mut near = Vec::new();
    for (subject, one) in block.terms.iter().enumerate() {
        let reach = if one.side == Side::Noun { 0 } else { NAMES_APART };
        let first = block.terms.partition_point(|it| it.sentence + reach < one.sentence);
        let beside = block.terms.iter().enumerate().skip(first);
        for (object, two) in beside.take_while(|(_, it)| it.sentence <= one.sentence + reach) {
            if may_be_related(one, two) {
                let sentences = one.sentence.abs_diff(two.sentence);
                let letters = one.place.start.abs_diff(two.place.start);
                let pair = Pair { subject, object };
                near.push(((one.entity, two.entity), sentences, letters, pair));
            }
        }
    }
    near.sort_by_key(|(names, sentences, letters, _)| (*names, *sentences, *letters));
    near.dedup_by_key(|(names, ..)| *names);
    near.into_iter().map(|(.., pair)| pair).collect()
}

/// Who acts in a sentence behind the one that names him.
fn acts(side: Side) -> bool {
    match side {
        Side::Quoted => true,
        Side::Noun => false,
        Side::Name(kind) => matches!(
            kind,
            MentionKind::ThreatActor
                | MentionKind::Malware
                | MentionKind::Person
                | MentionKind::Campaign
                | MentionKind::Organization
                | MentionKind::Tool
                | MentionKind::Package
        ),
    }
}

/// Whether two sides stand near enough for what they are.
fn may_be_related(one: &Term, two: &Term) -> bool {
    let apart = one.sentence.abs_diff(two.sentence);
    let gap = two
        .place
        .start
        .saturating_sub(one.place.end)
        .max(one.place.start.saturating_sub(two.place.end));
    let separate = one.place.end <= two.place.start || two.place.end <= one.place.start;
    let near = match (one.side, two.side) {
        (Side::Name(_), Side::Name(_)) => apart <= NAMES_APART,
        (Side::Noun, Side::Noun) => apart == 0 && gap <= NOUNS_APART && two.placed,
        (Side::Noun, Side::Quoted) => apart == 0 && gap <= NOUNS_APART,
        (Side::Noun, Side::Name(_)) => apart == 0 && gap <= NOUN_AND_NAME_APART,
        (_, Side::Noun) => {
            two.placed && (apart == 0 || (one.sentence + 1 == two.sentence && acts(one.side)))
        }
        (Side::Quoted, _) | (_, Side::Quoted) => apart <= 1,
    };
    near && separate && one.text != two.text
}

/// Hands what a side says of itself to `sink`. What that is worth is another thing for a subject, the first
/// [`CLASSES`] of a row, and for an object, the [`CLASSES`] behind them.
pub(crate) fn alone(block: &Block<'_>, term: &Term, sink: &mut impl FnMut(u32)) {
    let key = |by: u64| Key::new(100 + by);
    let side = term.part;
    for feature in &term.own {
        sink(key(0).with(*feature).number());
    }
    for feature in &term.kinded {
        sink(key(1).with(side).with(*feature).number());
    }
    let tail = |count: usize| term.tail(block, count);
    if term.side == Side::Noun {
        sink(key(2).with(tail(2)).number());
        sink(key(3).with(tail(1)).number());
        sink(key(4).with(tail(8)).number());
    } else {
        sink(key(5).with(side).with(tail(2)).number());
    }
}

/// Where two sides stand to each other.
struct Seen<'s> {
    subject: &'s Term,
    object: &'s Term,
    /// Subject first or object first in one sentence, or how many sentences lie between.
    order: u64,
    kinds: u64,
}

impl<'s> Seen<'s> {
    fn new(block: &'s Block<'_>, pair: Pair) -> Self {
        let (subject, object) = (&block.terms[pair.subject], &block.terms[pair.object]);
        let forward = subject.place.start < object.place.start;
        let apart = subject.sentence.abs_diff(object.sentence).min(2) as u64;
        let kinds = Key::new(2).with(subject.part).with(object.part).part();
        Self { subject, object, order: 2 * apart + u64::from(forward), kinds }
    }

    /// A feature, alone, with the order, with the kinds, with both.
    fn key(&self, template: u64) -> Key {
        Key::new(template)
    }

    fn ordered(&self, template: u64) -> Key {
        self.key(template).with(self.order)
    }

    fn full(&self, template: u64) -> Key {
        self.ordered(template).with(self.kinds)
    }
}

impl Pair {
    /// Hands what the pair's kinds and order say to `sink`.
    pub(crate) fn first(self, block: &Block<'_>, sink: &mut impl FnMut(u32)) {
        let seen = Seen::new(block, self);
        let (subject, object) = (seen.subject, seen.object);
        sink(seen.key(140).with(seen.kinds).number());
        sink(seen.full(141).number());
        sink(seen.ordered(142).number());
        sink(seen.ordered(143).with(subject.part).number());
        sink(seen.ordered(144).with(object.part).number());
        sink(seen.ordered(145).with(subject.after).with(object.after).number());
        let verb = seen.key(146).with(seen.kinds).with(object.after);
        sink(verb.with(object.first).number());
        if object.side != Side::Noun {
            let tail = object.tail(block, 1);
            sink(seen.key(147).with(object.part).with(subject.part).with(tail).number());
        } else {
            let tail = object.tail(block, 2);
            sink(seen.key(148).with(subject.part).with(tail).number());
        }
    }

    /// Hands what the words around the pair say to `sink`.
    pub(crate) fn rest(self, block: &Block<'_>, sink: &mut impl FnMut(u32)) {
        let seen = Seen::new(block, self);
        if seen.subject.sentence == seen.object.sentence {
            between(block, &seen, sink);
            behind(block, &seen, sink);
        } else {
            across(block, &seen, sink);
        }
        self.counted(block, &seen, sink);
        by_rules(block, &seen, sink);
    }

    /// How many there are of each kind.
    fn counted(self, block: &Block<'_>, seen: &Seen<'_>, sink: &mut impl FnMut(u32)) {
        let (subject, object) = (seen.subject, seen.object);
        let many = |term: &Term, most: usize| block.count(term).min(most) as u64;
        let both = many(subject, 3) << 8 | many(object, 3);
        sink(seen.full(150).with(both).number());
        let one = seen.key(151).with(subject.part).with(many(subject, 4));
        sink(one.with(object.part).number());
    }
}

/// The words between two sides of a sentence.
fn between(block: &Block<'_>, seen: &Seen<'_>, sink: &mut impl FnMut(u32)) {
    let (one, two) = in_order(seen);
    let letters = &block.letters[one.place.end..two.place.start];
    let count = letters.len();
    sink(seen.ordered(160).with((count / 4).min(10) as u64).number());
    sink(seen.full(161).with((count / 6).min(6) as u64).number());
    if count <= 10 {
        sink(seen.ordered(162).with(packed(letters)).number());
    }
    let first = |most: usize| packed(&letters[..count.min(most)]);
    sink(seen.ordered(163).with(first(2)).number());
    sink(seen.ordered(164).with(first(4)).number());
    sink(seen.ordered(165).with(packed(&letters[count.saturating_sub(2)..])).number());
    if count <= BETWEEN {
        for word in words(letters) {
            sink(seen.ordered(166).with(packed(word.letters)).number());
        }
    }
}

/// The words behind two sides of a sentence.
fn behind(block: &Block<'_>, seen: &Seen<'_>, sink: &mut impl FnMut(u32)) {
    let (_, two) = in_order(seen);
    let end = block.sentences[two.sentence].end;
    let letters = &block.letters[two.place.end..end];
    sink(seen.ordered(170).with(packed(&letters[..letters.len().min(2)])).number());
    for (number, word) in words(&letters[..letters.len().min(BEHIND)]).take(4).enumerate() {
        let word = packed(word.letters);
        sink(seen.ordered(171).with(word).number());
        if number == 0 {
            sink(seen.ordered(172).with(word).number());
            sink(seen.full(173).with(word).number());
        }
    }
}

fn in_order<'s>(seen: &Seen<'s>) -> (&'s Term, &'s Term) {
    let forward = seen.subject.place.start < seen.object.place.start;
    if forward { (seen.subject, seen.object) } else { (seen.object, seen.subject) }
}

/// Sides of different sentences: whether others of the subject's kind stand nearer.
fn across(block: &Block<'_>, seen: &Seen<'_>, sink: &mut impl FnMut(u32)) {
    let (one, two) = in_order(seen);
    let rival = |term: &&Term| {
        term.side == seen.subject.side
            && term.entity != seen.subject.entity
            && term.entity != seen.object.entity
    };
    let nearer = block.terms.iter().filter(rival);
    let nearer =
        nearer.filter(|it| one.place.end <= it.place.start && it.place.start < two.place.start);
    sink(seen.full(180).with(nearer.take(2).count() as u64).number());
    let own = block.terms.iter().filter(rival).filter(|it| it.sentence == seen.object.sentence);
    sink(seen.full(181).with(own.take(2).count() as u64).number());
    let first =
        seen.subject.place.start.saturating_sub(block.sentences[seen.subject.sentence].start);
    sink(seen.ordered(182).with(seen.subject.part).with(u64::from(first <= 3)).number());
    let so = &block.letters[block.sentences[seen.object.sentence].start..];
    let again = ["同", "この", "その"].iter().position(|word| starts(so, word));
    sink(seen.ordered(183).with(again.map_or(0, |at| at as u64 + 1)).number());
}

/// What the rules said of the two.
fn by_rules(block: &Block<'_>, seen: &Seen<'_>, sink: &mut impl FnMut(u32)) {
    let (subject, object) = (seen.subject, seen.object);
    for (at, rule) in block.rules.iter().enumerate() {
        let predicate = rule.predicate as u64;
        let has = |bits: u64| bits >> at & 1 == 1;
        let straight = has(subject.subject_of) && has(object.object_of);
        let turned = has(subject.object_of) && has(object.subject_of);
        if straight || (turned && is_mutual(rule.predicate)) {
            sink(seen.key(190).with(predicate).number());
            sink(seen.key(191).with(predicate).with(seen.kinds).number());
        } else if has(object.object_of) {
            sink(seen.key(192).with(predicate).with(subject.part).number());
        } else if has(subject.subject_of) {
            sink(seen.key(193).with(predicate).with(object.part).number());
        }
    }
}
