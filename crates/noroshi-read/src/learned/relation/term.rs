//! What can be a side of a relation: the names of a Japanese passage, what it quotes, and its nouns. Shared with the
//! command that trains the model of relations.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

use noroshi_model::{Claim, Language, Mention, MentionKind, Reading, Relation, Span};

use super::super::alike::{bare, same};
use super::super::feature::{Key, class, folded, packed, word};
use super::around::{Around, starts};

/// Sentences that are looked at together: about as many as an annotated passage has.
const SENTENCES: usize = 12;

/// Sides of one block at most; a list of hundreds of names states nothing by grammar.
const MOST: usize = 80;

/// Relations of the rules in one block that are looked at.
const RULES: usize = 64;

/// What a side is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Side {
    Name(MentionKind),
    /// A short quotation that no rule and no model takes for a name.
    Quoted,
    Noun,
}

impl Side {
    /// Its number as a part of features.
    pub(crate) fn part(self) -> u64 {
        match self {
            Self::Name(kind) => word(kind.word()),
            Self::Quoted => 1,
            Self::Noun => 2,
        }
    }
}

/// One place of a side.
#[derive(Debug)]
pub(crate) struct Term {
    /// Letters of the block.
    pub(crate) place: Range<usize>,
    /// Number of its sentence in the block.
    pub(crate) sentence: usize,
    pub(crate) side: Side,
    /// The side as a part of features: asked for each pair.
    pub(crate) part: u64,
    /// As written, without line ends.
    pub(crate) text: String,
    /// As names are compared: [`bare`].
    pub(crate) bare: String,
    /// Places with the same words as this one have this number.
    pub(crate) entity: usize,
    /// The particle behind it, [`packed`].
    pub(crate) after: u64,
    /// The first letter of the first word behind it; [`NOTHING`] when none follows.
    pub(crate) first: u64,
    /// Whether a case particle or a mark follows.
    pub(crate) placed: bool,
    /// Features of the place alone; those of `kinded` also with its kind.
    pub(crate) own: Vec<u64>,
    pub(crate) kinded: Vec<u64>,
    /// Which relations of the rules have it as their subject, and as their object: a bit for each.
    pub(crate) subject_of: u64,
    pub(crate) object_of: u64,
}

impl Term {
    /// Its last letters as one part.
    pub(crate) fn tail(&self, block: &Block<'_>, count: usize) -> u64 {
        packed(
            &block.letters
                [self.place.end.saturating_sub(count).max(self.place.start)..self.place.end],
        )
    }
}

/// Some sentences in a row.
pub(crate) struct Block<'a> {
    pub(crate) letters: Vec<char>,
    /// The letters of each sentence.
    pub(crate) sentences: Vec<Range<usize>>,
    /// The bytes of each sentence.
    pub(crate) places: Vec<Range<usize>>,
    /// In order of place.
    pub(crate) terms: Vec<Term>,
    /// How many different sides there are of each kind.
    pub(crate) kinds: Vec<(Side, usize)>,
    /// What the rules found.
    pub(crate) rules: Vec<&'a Relation>,
}

/// The Japanese sentences of a reading, in blocks.
pub(crate) fn blocks<'a>(text: &str, reading: &'a Reading) -> Vec<Block<'a>> {
    let read =
        reading.sentences.iter().filter(|one| !one.boilerplate && one.language == Language::Ja);
    let places: Vec<Range<usize>> = read.map(|one| bytes(one.span)).collect();
    let mut rest = Rest {
        mentions: &reading.mentions,
        claims: &reading.claims,
        relations: &reading.relations,
    };
    places.chunks(SENTENCES).filter_map(|places| Block::new(text, places, &mut rest)).collect()
}

/// What was found behind the blocks that were made so far; each list is in order of place.
struct Rest<'a> {
    mentions: &'a [Mention],
    claims: &'a [Claim],
    relations: &'a [Relation],
}

/// Takes those that start within a range; those before it are left out.
fn take<'a, T>(rest: &mut &'a [T], within: &Range<usize>, span: impl Fn(&T) -> Span) -> &'a [T] {
    let start = rest.iter().take_while(|one| span(one).start() < within.start).count();
    let count = rest[start..].iter().take_while(|one| span(one).start() < within.end).count();
    let taken = &rest[start..start + count];
    *rest = &rest[start + count..];
    taken
}

fn bytes(span: Span) -> Range<usize> {
    span.start()..span.end()
}

impl<'a> Block<'a> {
    fn new(text: &str, places: &[Range<usize>], rest: &mut Rest<'a>) -> Option<Self> {
        let whole = places.first()?.start..places.last()?.end;
        let mentions = take(&mut rest.mentions, &whole, |one| one.span);
        let claims = take(&mut rest.claims, &whole, |one| one.span);
        let rules = take(&mut rest.relations, &whole, |one| one.span);
        let mut letters = Letters { letters: Vec::new(), places: Vec::new() };
        let sentences = places.iter().map(|place| letters.read(text, place)).collect();
        let mut finder =
            Finder { text, letters: &letters, sentences, places, claims, terms: Vec::new() };
        finder.find(mentions);
        let Finder { sentences, mut terms, .. } = finder;
        let rules: Vec<&Relation> = rules.iter().take(RULES).collect();
        connect(&mut terms, &rules);
        let kinds = kinds(&terms);
        Some(Self {
            letters: letters.letters,
            sentences,
            places: places.to_vec(),
            terms,
            kinds,
            rules,
        })
    }
}

/// Numbers places with the same words alike, and marks what the rules say of each.
fn connect(terms: &mut [Term], rules: &[&Relation]) {
    let mut entities: BTreeMap<String, usize> = BTreeMap::new();
    let rules: Vec<(String, String)> =
        rules.iter().map(|rule| (bare(&rule.subject), bare(&rule.object))).collect();
    for (number, term) in terms.iter_mut().enumerate() {
        term.entity = match term.side {
            Side::Noun => number,
            Side::Name(_) | Side::Quoted => *entities.entry(term.text.clone()).or_insert(number),
        };
        for (at, (subject, object)) in rules.iter().enumerate() {
            term.subject_of |= u64::from(same(&term.bare, subject)) << at;
            term.object_of |= u64::from(same(&term.bare, object)) << at;
        }
    }
}

impl Block<'_> {
    /// How many different sides of a term's kind the block has.
    pub(crate) fn count(&self, term: &Term) -> usize {
        self.kinds.iter().find(|(side, _)| *side == term.side).map_or(0, |(_, count)| *count)
    }
}

/// How many different sides there are of each kind.
fn kinds(terms: &[Term]) -> Vec<(Side, usize)> {
    let mut kinds: Vec<(Side, BTreeSet<usize>)> = Vec::new();
    for term in terms {
        match kinds.iter_mut().find(|(side, _)| *side == term.side) {
            Some((_, entities)) => {
                entities.insert(term.entity);
            }
            None => kinds.push((term.side, BTreeSet::from([term.entity]))),
        }
    }
    kinds.into_iter().map(|(side, entities)| (side, entities.len())).collect()
}

/// Letters of sentences, and the bytes where they start.
struct Letters {
    letters: Vec<char>,
    places: Vec<usize>,
}

impl Letters {
    /// Adds a sentence without its line ends.
    fn read(&mut self, text: &str, place: &Range<usize>) -> Range<usize> {
        let start = self.letters.len();
        for (at, letter) in text[place.clone()].char_indices().filter(|(_, it)| *it != '\n') {
            self.letters.push(folded(letter));
            self.places.push(place.start + at);
        }
        start..self.letters.len()
    }

    /// The letters that start within bytes.
    fn within(&self, bytes: &Range<usize>) -> Range<usize> {
        let start = self.places.partition_point(|place| *place < bytes.start);
        start..start + self.places[start..].partition_point(|place| *place < bytes.end)
    }
}

/// Looks for the sides of a block.
struct Finder<'f> {
    text: &'f str,
    letters: &'f Letters,
    sentences: Vec<Range<usize>>,
    places: &'f [Range<usize>],
    claims: &'f [Claim],
    terms: Vec<Term>,
}

impl Finder<'_> {
    fn find(&mut self, mentions: &[Mention]) {
        let mut taken = vec![false; self.letters.letters.len()];
        for mention in mentions {
            let place = self.letters.within(&bytes(mention.span));
            taken[place.clone()].fill(true);
            let number =
                matches!(mention.kind, MentionKind::Date | MentionKind::Count | MentionKind::Money);
            if !number {
                self.add(place, Side::Name(mention.kind));
            }
        }
        for sentence in self.sentences.clone() {
            for place in quoted(&self.letters.letters, &sentence, &taken) {
                taken[place.clone()].fill(true);
                self.add(place, Side::Quoted);
            }
            for place in nouns(&self.letters.letters, &sentence, &taken) {
                self.add(place, Side::Noun);
            }
        }
        self.terms.sort_by_key(|term| term.place.start);
    }

    fn add(&mut self, place: Range<usize>, side: Side) {
        let sentence = self.sentences.partition_point(|one| one.end <= place.start);
        let Some(whole) = self.sentences.get(sentence).cloned() else { return };
        if self.terms.len() >= MOST || place.is_empty() || place.end > whole.end {
            return;
        }
        let end = self.letters.places.get(place.end).copied();
        let end = end.unwrap_or(usize::MAX).min(self.places[sentence].end);
        let bytes = self.letters.places[place.start]..end;
        let text = self.text[bytes.clone()].trim().replace('\n', "");
        let around = Around::new(&self.letters.letters, &whole, &place);
        let (mut own, kinded) = around.features();
        own.extend(self.claims.iter().filter_map(|claim| told(claim, &bytes)).flatten());
        own.sort_unstable();
        own.dedup();
        self.terms.push(Term {
            bare: bare(&text),
            place,
            sentence,
            side,
            part: side.part(),
            text,
            entity: 0,
            after: around.after,
            first: around.words.first().map_or(NOTHING, |word| u64::from(word.letters[0])),
            placed: around.placed,
            own,
            kinded,
            subject_of: 0,
            object_of: 0,
        });
    }
}

/// Stands for what is not there.
pub(crate) const NOTHING: u64 = 3;

/// How the claim that holds a place is meant.
fn told(claim: &Claim, place: &Range<usize>) -> Option<[u64; 2]> {
    let span = bytes(claim.span);
    let stance = Key::new(1).with(word(claim.stance.word()));
    let level = claim.likelihood.as_ref().map_or(0, |(level, _)| level.step() as u64 + 1);
    (span.start < place.end && place.start < span.end)
        .then(|| [stance.part(), stance.with(level).part()])
}

/// Quotations that are short enough for a name and hold none.
fn quoted(letters: &[char], sentence: &Range<usize>, taken: &[bool]) -> Vec<Range<usize>> {
    let (mut found, mut open) = (Vec::new(), None);
    for at in sentence.clone() {
        match (class(letters[at]), open) {
            ('(', _) => open = Some(at + 1),
            (')', Some(start)) => {
                let free = !taken[start..at].contains(&true);
                let name = !letters[start..at].iter().any(|letter| matches!(letter, '。' | '、'));
                if free && name && (2..=24).contains(&(at - start)) {
                    found.push(start..at);
                }
                open = None;
            }
            _ => {}
        }
    }
    found
}

/// Nouns with a particle or a mark behind them that are part of no name.
fn nouns(letters: &[char], sentence: &Range<usize>, taken: &[bool]) -> Vec<Range<usize>> {
    let mut found = Vec::new();
    let mut at = sentence.start;
    while at < sentence.end {
        let length =
            letters[at..sentence.end].iter().take_while(|letter| is_noun(**letter)).count();
        let end = at + length;
        let start = (at..end).rev().find(|one| taken[*one]).map_or(at, |one| one + 1);
        let start = without_number(letters, start..end);
        if end >= start + 2
            && is_side(&letters[start..end])
            && is_placed(&letters[end..sentence.end])
        {
            found.push(start..end);
        }
        at = end.max(at + 1);
    }
    found
}

fn is_noun(letter: char) -> bool {
    matches!(class(letter), 'K' | 'T' | 'N')
        || letter.is_ascii_alphanumeric()
        || "_@&+-./%".contains(letter)
}

/// Where a noun starts behind the number before it: 4万件名簿. A number alone leaves nothing.
fn without_number(letters: &[char], place: Range<usize>) -> usize {
    let counter = |letter: char| {
        letter.is_ascii_digit() || ",.年月日件人台枚時分社万億か所名回円通".contains(letter)
    };
    if !letters.get(place.start).is_some_and(char::is_ascii_digit) {
        return place.start;
    }
    place.start + letters[place].iter().take_while(|letter| counter(**letter)).count()
}

/// Whether a noun may be a side: no short Latin word, no number.
fn is_side(noun: &[char]) -> bool {
    let latin = noun.iter().all(|letter| letter.is_ascii());
    !latin || (noun.len() >= 3 && noun.iter().any(char::is_ascii_alphabetic))
}

/// Whether a particle or a mark stands first.
fn is_placed(letters: &[char]) -> bool {
    let case = letters
        .first()
        .is_some_and(|letter| "をがはにへでともやの、。」』)(「『".contains(*letter));
    case || starts(letters, "から")
        || starts(letters, "など")
        || starts(letters, "より")
        || starts(letters, "まで")
        || starts(letters, "だ")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn letters(text: &str) -> Vec<char> {
        text.chars().collect()
    }

    fn shown(letters: &[char], places: Vec<Range<usize>>) -> Vec<String> {
        places.into_iter().map(|place| letters[place].iter().collect()).collect()
    }

    #[test]
    fn nouns_with_a_particle_are_sides_and_verbs_and_numbers_are_not() {
        let letters = letters("偽サイトで3,200件の名簿を入手し、管理者権限を売却した。");
        let found = nouns(&letters, &(0..letters.len()), &vec![false; letters.len()]);
        assert_eq!(shown(&letters, found), ["偽サイト", "名簿", "管理者権限"]);
    }

    #[test]
    fn a_noun_starts_behind_the_name_it_is_written_with() {
        let letters = letters("朝凪商事会員情報が流出");
        let mut taken = vec![false; letters.len()];
        taken[..4].fill(true);
        assert_eq!(shown(&letters, nouns(&letters, &(0..letters.len()), &taken)), ["会員情報"]);
    }

    #[test]
    fn a_short_quotation_may_be_a_name_and_a_sentence_is_none() {
        let letters = letters("「くらげ」と称する者が「払え。さもなくば、公開する」と告げた");
        let found = quoted(&letters, &(0..letters.len()), &vec![false; letters.len()]);
        assert_eq!(shown(&letters, found), ["くらげ"]);
    }
}
