//! The linear model: which techniques an English sentence tells of, and by which words.

use std::collections::HashMap;
use std::hash::{BuildHasherDefault, Hasher};
use std::ops::Range;

use super::feature::{self, BLOCKS, PIECES, STEMS, WORDS, Word};
use super::weights::{Class, Weights};
use crate::word::Place;

/// A technique that the model tells, by its place among the classes.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Told {
    pub(crate) class: usize,
    pub(crate) score: f32,
}

/// What words add by themselves, so that a word is taken apart once. Remembering
/// changes no result.
#[derive(Default)]
pub(crate) struct Memo {
    known: HashMap<u64, Own, BuildHasherDefault<Spread>>,
    rows: Rows,
    room: Room,
}

/// What a feature of a word says of each class has eight bits; what all its pieces say together needs more.
/// None of the lines lies across two lines of the processor's cache.
#[derive(Clone, Copy)]
#[repr(align(64))]
struct Line<T, const WIDTH: usize>([T; WIDTH]);

/// Classes in a line of weights.
const NARROW: usize = 64;
/// Classes in a line of sums.
const WIDE: usize = 32;

/// A row for each remembered word that adds anything.
#[derive(Default)]
struct Rows {
    /// Of the word itself, and behind it of its stem.
    words: Vec<Line<i8, NARROW>>,
    pieces: Vec<Line<i16, WIDE>>,
}

/// Room for what one sentence needs.
#[derive(Default)]
struct Room {
    sums: Sums,
    scores: Vec<f32>,
    /// The words of the sentence, and what each adds.
    places: Vec<Range<usize>>,
    words: Vec<Own>,
    /// Buckets of its pairs that have weights, and the weights, by block.
    buckets: [Vec<usize>; BLOCKS],
    pairs: [Vec<[u8; 2]>; BLOCKS],
}

/// Sums by class.
#[derive(Default)]
struct Sums {
    /// Of words, and behind them of stems.
    words: Vec<i32>,
    pieces: Vec<i32>,
    /// The same of the last words, as long as no sum can leave the smaller type: twice as many
    /// are added at once.
    short_words: Vec<Line<i16, NARROW>>,
    short_pieces: Vec<Line<i16, WIDE>>,
}

/// What one word adds.
#[derive(Clone, Copy, Default)]
struct Own {
    /// Of the word and its stem.
    numbers: (u32, u32),
    squares: [u32; BLOCKS],
    /// The number of its row.
    row: u32,
    /// The largest value of the row, whatever its sign; without one there is no row.
    most: u16,
}

/// The weights, ready to score.
pub(crate) struct Model {
    weights: Weights<'static>,
    /// By class, side by side: every sentence asks for all of them.
    biases: Vec<f32>,
    floors: Vec<f32>,
    /// For each class the place of its technique, when it is a sub-technique.
    parents: Vec<Option<usize>>,
}

/// Shorter sentences (bytes) say too little to the model.
pub(super) const SHORTEST: usize = 20;
/// So many words of a sentence are looked at: what is longer is a table or a dump, and no sum
/// may overflow.
const LONGEST: usize = 10_000;
/// From so many words on all are forgotten before the next sentence.
const REMEMBERED: usize = 20_000;
/// So many techniques a sentence is told to be about at most.
const MOST_TOLD: usize = 2;
/// So many words are shown for a technique at most.
const MOST_SHOWN: usize = 3;
/// So many weights of a pair are taken at once; few pairs have more.
const AT_ONCE: usize = 8;

impl Model {
    /// The weights that the training command wrote; `None` only when the file is damaged.
    pub(crate) fn new() -> Option<Self> {
        let weights = Weights::read(include_bytes!("weights.bin"))?;
        let place = |id: &str| weights.classes.iter().position(|class| class.id == id);
        let parent = |class: &Class| class.id.split_once('.').and_then(|(id, _)| place(id));
        let parents = weights.classes.iter().map(parent).collect();
        let biases = weights.classes.iter().map(|class| class.bias).collect();
        let floors = weights.classes.iter().map(|class| class.floor).collect();
        Some(Self { weights, biases, floors, parents })
    }

    /// The id of a class.
    pub(crate) fn id(&self, class: usize) -> &str {
        &self.weights.classes[class].id
    }

    /// What a sentence tells of, best first; `words` are the places of its words. A technique
    /// whose sub-technique is told as well is left out.
    pub(crate) fn told(&self, text: &str, words: &[Place], memo: &mut Memo) -> Vec<Told> {
        self.recall(text, words, memo);
        self.score(memo);
        let scores = &memo.room.scores;
        let above = || scores.iter().zip(&self.floors).map(|(score, floor)| score >= floor);
        // Nearly always nothing; without a way out the comparison runs on many classes at once.
        if !above().fold(false, |any, above| any | above) {
            return Vec::new();
        }
        let places = above().enumerate().filter(|(_, above)| *above);
        let mut told: Vec<usize> = places.map(|(class, _)| class).collect();
        let covered: Vec<usize> = told.iter().filter_map(|class| self.parents[*class]).collect();
        told.retain(|class| !covered.contains(class));
        told.sort_by(|a, b| scores[*b].total_cmp(&scores[*a]));
        told.truncate(MOST_TOLD);
        told.into_iter().map(|class| Told { class, score: scores[class] }).collect()
    }

    /// Leaves the score of each class in the room.
    fn score(&self, memo: &mut Memo) {
        let Memo { rows, room: Room { sums, scores, words, buckets, pairs, .. }, .. } = memo;
        let mut squares = self.buckets(words, buckets);
        self.pairs(buckets, pairs);
        let (narrow, wide) = self.lines();
        sums.reset(narrow, wide);
        let mut most = 0_u32;
        for own in &*words {
            for (sum, part) in squares.iter_mut().zip(own.squares) {
                *sum += u64::from(part);
            }
            if own.most == 0 {
                continue;
            }
            most += u32::from(own.most);
            if most > i16::MAX as u32 {
                most = u32::from(own.most);
                sums.empty();
            }
            let row = own.row as usize;
            for (sums, row) in sums.short_words.iter_mut().zip(&rows.words[row * narrow..]) {
                sums.0.iter_mut().zip(row.0).for_each(|(sum, value)| *sum += i16::from(value));
            }
            for (sums, row) in sums.short_pieces.iter_mut().zip(&rows.pieces[row * wide..]) {
                sums.0.iter_mut().zip(row.0).for_each(|(sum, value)| *sum += value);
            }
        }
        sums.empty();
        let classes = self.weights.classes.len();
        for (from, block) in [(0, WORDS), (classes, STEMS)] {
            for [class, value] in &pairs[block] {
                sums.words[from + usize::from(*class)] += signed(*value);
            }
        }
        self.scale(sums, squares, scores);
    }

    /// Gathers the buckets of pairs of neighbours that have weights, and gives the squares of all by block.
    /// What has none is cut off again: a branch would be guessed wrong for every other.
    fn buckets(&self, words: &[Own], buckets: &mut [Vec<usize>; BLOCKS]) -> [u64; BLOCKS] {
        let mut squares = [0_u64; BLOCKS];
        buckets.iter_mut().for_each(Vec::clear);
        for (before, own) in words.iter().zip(words.iter().skip(1)) {
            for (block, bucket) in feature::pair(before.numbers, own.numbers) {
                squares[block] += u64::from(self.weights.rarities[bucket]).pow(2);
                let buckets = &mut buckets[block];
                let kept = buckets.len() + usize::from(self.weights.has_any(bucket));
                buckets.push(bucket);
                buckets.truncate(kept);
            }
        }
        squares
    }

    /// Gathers the weights of buckets before any is added: the processor fetches them side by side.
    fn pairs(&self, buckets: &[Vec<usize>; BLOCKS], pairs: &mut [Vec<[u8; 2]>; BLOCKS]) {
        for (buckets, pairs) in buckets.iter().zip(pairs) {
            pairs.clear();
            for bucket in buckets {
                let place = self.weights.place(*bucket);
                match self.weights.entries[place.start..].first_chunk::<AT_ONCE>() {
                    Some(some) if place.len() <= AT_ONCE => {
                        let kept = pairs.len() + place.len();
                        pairs.extend_from_slice(some);
                        pairs.truncate(kept);
                    }
                    _ => pairs.extend_from_slice(&self.weights.entries[place]),
                }
            }
        }
    }

    /// Lines of a row: of the word and its stem, and of its pieces.
    fn lines(&self) -> (usize, usize) {
        let classes = self.weights.classes.len();
        ((2 * classes).div_ceil(NARROW), classes.div_ceil(WIDE))
    }

    /// Each block scaled to length one, and all summed up.
    fn scale(&self, sums: &Sums, squares: [u64; BLOCKS], scores: &mut Vec<f32>) {
        let classes = self.weights.classes.len();
        let scales = squares.map(|square| self.weights.step / (square.max(1) as f32).sqrt());
        scores.clear();
        scores.resize(classes, 0.0);
        let blocks: [&[i32]; BLOCKS] = [&sums.words, &sums.pieces, &sums.words[classes..]];
        for (sums, scale) in blocks.into_iter().zip(scales) {
            for (score, sum) in scores.iter_mut().zip(sums) {
                *score += scale * *sum as f32;
            }
        }
        for (score, bias) in scores.iter_mut().zip(&self.biases) {
            *score += bias;
        }
    }

    /// Leaves in the room what each word of a sentence adds by itself; worked out once.
    fn recall(&self, text: &str, words: &[Place], memo: &mut Memo) {
        let Memo { known, rows, room } = memo;
        if known.len() >= REMEMBERED {
            known.clear();
            rows.words.clear();
            rows.pieces.clear();
        }
        room.places.clear();
        room.words.clear();
        for place in words.iter().filter(|place| !place.range().is_empty()).take(LONGEST) {
            let word = &text.as_bytes()[place.range()];
            let own = known.entry(key(word, place)).or_insert_with(|| self.own(word, rows));
            room.places.push(place.range());
            room.words.push(*own);
        }
    }

    /// What a word adds by itself; its row goes behind the others.
    fn own(&self, word: &[u8], rows: &mut Rows) -> Own {
        let word = Word::new(word);
        let classes = self.weights.classes.len();
        let (narrow, wide) = self.lines();
        let (first_word, first_piece) = (rows.words.len(), rows.pieces.len());
        rows.words.resize(first_word + narrow, Line([0; NARROW]));
        rows.pieces.resize(first_piece + wide, Line([0; WIDE]));
        let (words, pieces) = (&mut rows.words[first_word..], &mut rows.pieces[first_piece..]);
        let mut own = Own { numbers: (word.number(), word.stem()), ..Own::default() };
        word.each(own.numbers, |block, bucket| {
            let (rarity, weights) = self.weights.bucket(bucket);
            own.squares[block] += u32::from(rarity).pow(2);
            for [class, value] in weights {
                let (class, value) = (usize::from(*class), i8::from_le_bytes([*value]));
                // A word has hundreds of pieces at most, but is itself one feature, and so is its stem.
                let at = if block == STEMS { classes + class } else { class };
                match block {
                    PIECES => pieces[at / WIDE].0[at % WIDE] += i16::from(value),
                    _ => words[at / NARROW].0[at % NARROW] = value,
                }
            }
        });
        let of_words = words.iter().flat_map(|line| line.0).map(|it| u16::from(it.unsigned_abs()));
        let of_pieces = pieces.iter().flat_map(|line| line.0).map(i16::unsigned_abs);
        own.most = of_words.chain(of_pieces).max().unwrap_or(0);
        own.row = u32::try_from(first_word / narrow).unwrap_or(u32::MAX);
        if own.most == 0 {
            rows.words.truncate(first_word);
            rows.pieces.truncate(first_piece);
        }
        own
    }

    /// The words of the last sentence that speak most for a class, in order of place.
    pub(crate) fn words(&self, class: usize, memo: &Memo) -> Vec<Range<usize>> {
        let room = &memo.room;
        let mut last: Option<(u32, u32)> = None;
        let mut words: Vec<(Range<usize>, i32)> = Vec::new();
        for (place, own) in room.places.iter().zip(&room.words) {
            let mut sum = self.worth(own, class, &memo.rows);
            for (_, bucket) in last.into_iter().flat_map(|last| feature::pair(last, own.numbers)) {
                sum += self.value(bucket, class);
            }
            words.push((place.clone(), sum));
            last = Some(own.numbers);
        }
        words.retain(|(_, sum)| *sum > 0);
        words.sort_by_key(|(word, sum)| (std::cmp::Reverse(*sum), word.start));
        words.truncate(MOST_SHOWN);
        words.sort_by_key(|(word, _)| word.start);
        words.into_iter().map(|(word, _)| word).collect()
    }

    /// What a word says of a class by itself.
    fn worth(&self, own: &Own, class: usize, rows: &Rows) -> i32 {
        if own.most == 0 {
            return 0;
        }
        let (narrow, wide) = self.lines();
        let (words, pieces) = (own.row as usize * narrow, own.row as usize * wide);
        let of = |at: usize| i32::from(rows.words[words + at / NARROW].0[at % NARROW]);
        let of_pieces = i32::from(rows.pieces[pieces + class / WIDE].0[class % WIDE]);
        of(class) + of(self.weights.classes.len() + class) + of_pieces
    }

    fn value(&self, bucket: usize, class: usize) -> i32 {
        let (_, weights) = self.weights.bucket(bucket);
        let own = weights.iter().find(|[own, _]| usize::from(*own) == class);
        own.map_or(0, |[_, value]| signed(*value))
    }
}

impl Sums {
    /// Nothing in so many lines.
    fn reset(&mut self, narrow: usize, wide: usize) {
        self.words.clear();
        self.words.resize(narrow * NARROW, 0);
        self.pieces.clear();
        self.pieces.resize(wide * WIDE, 0);
        self.short_words.clear();
        self.short_words.resize(narrow, Line([0; NARROW]));
        self.short_pieces.clear();
        self.short_pieces.resize(wide, Line([0; WIDE]));
    }

    /// Adds the short sums to the long ones, and begins anew.
    fn empty(&mut self) {
        empty(&mut self.words, &mut self.short_words);
        empty(&mut self.pieces, &mut self.short_pieces);
    }
}

fn empty<const WIDTH: usize>(sums: &mut [i32], short: &mut [Line<i16, WIDTH>]) {
    for (sums, short) in sums.as_chunks_mut::<WIDTH>().0.iter_mut().zip(short) {
        sums.iter_mut().zip(short.0).for_each(|(sum, part)| *sum += i32::from(part));
        short.0 = [0; WIDTH];
    }
}

/// The key of a word: that of its letters. Longer numbers are all alike to the model and share one by their length.
fn key(word: &[u8], place: &Place) -> u64 {
    let number = word[0].is_ascii_digit() && word.len() > 2 && word.iter().all(u8::is_ascii_digit);
    if number { word.len().min(9) as u64 } else { place.key }
}

fn signed(value: u8) -> i32 {
    i32::from(i8::from_le_bytes([value]))
}

/// The keys of words are spread already.
#[derive(Default)]
struct Spread(u64);

impl Hasher for Spread {
    fn finish(&self) -> u64 {
        self.0
    }

    fn write(&mut self, bytes: &[u8]) {
        bytes.iter().for_each(|byte| self.write_u64(u64::from(*byte)));
    }

    fn write_u64(&mut self, key: u64) {
        self.0 ^= key;
    }
}
