//! The linear model: which techniques an English sentence tells of, and by which words.

use std::collections::HashMap;
use std::hash::{BuildHasherDefault, Hasher};
use std::ops::Range;

use super::feature::{self, BLOCKS, Word};
use super::weights::{Class, Weights};

/// A technique that the model tells, by its place among the classes.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Told {
    pub(crate) class: usize,
    pub(crate) score: f32,
}

type Words = HashMap<u64, Own, BuildHasherDefault<Spread>>;

/// What words add by themselves, so that a word is taken apart once. Remembering
/// changes no result.
#[derive(Default)]
pub(crate) struct Memo {
    words: Words,
    /// A row for each remembered word that adds anything: by block and class.
    rows: Vec<i16>,
    room: Room,
}

/// Room for what one sentence needs.
#[derive(Default)]
struct Room {
    /// By block and class.
    sums: Vec<i32>,
    /// The same of the last words, as long as no sum can leave the smaller type: twice as many
    /// are added at once.
    short: Vec<i16>,
    scores: Vec<f32>,
    /// The words of the sentence: their keys with their places, and what each adds.
    keys: Vec<(u64, Range<usize>)>,
    words: Vec<Own>,
    /// Weights of its pairs that have any, with the place of the block's sums.
    pairs: Vec<(usize, &'static [[u8; 2]])>,
}

/// What one word adds.
#[derive(Clone, Copy, Default)]
struct Own {
    /// Of the word and its stem.
    numbers: (u32, u32),
    squares: [u32; BLOCKS],
    /// Where its row starts.
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
const SHORTEST: usize = 20;
/// So many words of a sentence are looked at: what is longer is a table or a dump, and no sum
/// may overflow.
const LONGEST: usize = 10_000;
/// From so many words on all are forgotten before the next sentence.
const REMEMBERED: usize = 20_000;
/// So many techniques a sentence is told to be about at most.
const MOST_TOLD: usize = 2;
/// So many words are shown for a technique at most.
const MOST_SHOWN: usize = 3;

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

    /// What a sentence tells of, best first. A technique whose sub-technique is told as well
    /// is left out.
    pub(crate) fn told(&self, sentence: &str, memo: &mut Memo) -> Vec<Told> {
        if sentence.len() < SHORTEST {
            return Vec::new();
        }
        self.score(sentence, memo);
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

    /// Leaves the score of each class in the room. First all places in the tables are worked
    /// out, then they are read: the processor fetches them side by side, and waiting for each
    /// by itself is what costs.
    fn score(&self, sentence: &str, memo: &mut Memo) {
        self.recall(sentence, memo);
        let Memo { rows, room: Room { sums, short, scores, words, pairs, .. }, .. } = memo;
        let classes = self.weights.classes.len();
        let width = classes * BLOCKS;
        sums.clear();
        sums.resize(width, 0);
        short.clear();
        short.resize(width, 0);
        let mut squares = [0_u64; BLOCKS];
        pairs.clear();
        for (before, own) in words.iter().zip(&words[1.min(words.len())..]) {
            for (block, bucket) in feature::pair(before.numbers, own.numbers) {
                let (rarity, weights) = self.weights.bucket(bucket);
                squares[block] += u64::from(rarity).pow(2);
                if !weights.is_empty() {
                    pairs.push((block * classes, weights));
                }
            }
        }
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
                empty(short, sums);
            }
            let row = &rows[own.row as usize..own.row as usize + width];
            short.iter_mut().zip(row).for_each(|(sum, value)| *sum += value);
        }
        empty(short, sums);
        for (from, weights) in &*pairs {
            for [class, value] in *weights {
                sums[from + usize::from(*class)] += signed(*value);
            }
        }
        self.scale(sums, squares, scores);
    }

    /// Each block scaled to length one, and all summed up.
    fn scale(&self, sums: &[i32], squares: [u64; BLOCKS], scores: &mut Vec<f32>) {
        let classes = self.weights.classes.len();
        let scales = squares.map(|square| self.weights.step / (square.max(1) as f32).sqrt());
        scores.clear();
        scores.resize(classes, 0.0);
        for (sums, scale) in sums.chunks_exact(classes).zip(scales) {
            for (score, sum) in scores.iter_mut().zip(sums) {
                *score += scale * *sum as f32;
            }
        }
        for (score, bias) in scores.iter_mut().zip(&self.biases) {
            *score += bias;
        }
    }

    /// Leaves in the room what each word of a sentence adds by itself; worked out once.
    fn recall(&self, sentence: &str, memo: &mut Memo) {
        let Memo { words, rows, room } = memo;
        if words.len() >= REMEMBERED {
            words.clear();
            rows.clear();
        }
        let word = |range: &Range<usize>| Word::new(&sentence.as_bytes()[range.clone()]);
        let ranges = feature::ranges(sentence).take(LONGEST);
        room.keys.clear();
        room.keys.extend(ranges.map(|range| (word(&range).key(), range)));
        room.words.clear();
        for (key, range) in &room.keys {
            let own = words.entry(*key).or_insert_with(|| self.own(&word(range), rows));
            room.words.push(*own);
        }
    }

    /// What a word adds by itself; its row goes behind the others.
    fn own(&self, word: &Word, rows: &mut Vec<i16>) -> Own {
        let classes = self.weights.classes.len();
        let mut own = Own { numbers: (word.number(), word.stem()), ..Own::default() };
        let start = rows.len();
        rows.resize(start + classes * BLOCKS, 0);
        let row = &mut rows[start..];
        word.each(own.numbers, |block, bucket| {
            let (rarity, weights) = self.weights.bucket(bucket);
            own.squares[block] += u32::from(rarity).pow(2);
            for [class, value] in weights {
                // A word has hundreds of features at most, and a weight has eight bits.
                row[block * classes + usize::from(*class)] +=
                    i16::from(i8::from_le_bytes([*value]));
            }
        });
        own.most = row.iter().map(|value| value.unsigned_abs()).max().unwrap_or(0);
        own.row = u32::try_from(start).unwrap_or(u32::MAX);
        if own.most == 0 {
            rows.truncate(start);
        }
        own
    }

    /// The words of a sentence that speak most for a class, in order of place.
    pub(crate) fn words(&self, sentence: &str, class: usize) -> Vec<Range<usize>> {
        let mut last: Option<(u32, u32)> = None;
        let mut words: Vec<(Range<usize>, i32)> = Vec::new();
        for range in feature::ranges(sentence) {
            let word = Word::new(&sentence.as_bytes()[range.clone()]);
            let own = (word.number(), word.stem());
            let mut sum = 0;
            word.each(own, |_, bucket| sum += self.value(bucket, class));
            for (_, bucket) in last.into_iter().flat_map(|last| feature::pair(last, own)) {
                sum += self.value(bucket, class);
            }
            words.push((range, sum));
            last = Some(own);
        }
        words.retain(|(_, sum)| *sum > 0);
        words.sort_by_key(|(word, sum)| (std::cmp::Reverse(*sum), word.start));
        words.truncate(MOST_SHOWN);
        words.sort_by_key(|(word, _)| word.start);
        words.into_iter().map(|(word, _)| word).collect()
    }

    fn value(&self, bucket: usize, class: usize) -> i32 {
        let (_, weights) = self.weights.bucket(bucket);
        let own = weights.iter().find(|[own, _]| usize::from(*own) == class);
        own.map_or(0, |[_, value]| signed(*value))
    }
}

/// Adds the short sums to the long ones, and begins anew.
fn empty(short: &mut [i16], sums: &mut [i32]) {
    for (sum, part) in sums.iter_mut().zip(short) {
        *sum += i32::from(*part);
        *part = 0;
    }
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
