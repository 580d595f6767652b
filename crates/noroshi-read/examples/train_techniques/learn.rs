//! A linear model per technique: squared hinge loss, L2, dual coordinate descent.
//!
//! Source: Hsieh et al., "A Dual Coordinate Descent Method for Large-scale Linear SVM", ICML
//! 2008. All techniques are learned side by side, one pass over the sentences for all. The
//! order of sentences comes from a fixed generator: same input, same weights.

use std::collections::BTreeMap;

use crate::corpus::{Item, Origin};
use crate::feature::{self, BLOCKS, BUCKETS, Word};

/// Steps of the rarity byte for one unit of inverse document frequency.
const RARITY: f32 = 16.0;
const EPOCHS: usize = 8;
/// Cost of a mistake on a sentence of a report, and on one of ATT&CK.
const COST: (f32, f32) = (0.4, 0.08);
/// A technique with so many examples counts as they are; rarer ones count more, by the root.
const USUAL: f32 = 256.0;
/// A sentence as numbers.
pub(crate) struct Lesson {
    bag: Vec<(u32, f32)>,
    classes: Vec<u8>,
    cost: f32,
}

/// Weights before they are rounded: one row per bucket, and one for the bias.
pub(crate) struct Learned {
    pub(crate) classes: usize,
    pub(crate) rows: Vec<f32>,
}

/// The techniques that have enough examples, in order. An example of a sub-technique is one
/// of its technique too. Techniques of reports are taken however rare.
pub(crate) fn classes(items: &[Item], least: usize) -> Vec<String> {
    let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
    for item in items {
        let weight = if matches!(item.origin, Origin::Report(_)) { least } else { 1 };
        for id in item.techniques.iter().flat_map(|id| with_parent(id)) {
            *counts.entry(id).or_default() += weight;
        }
    }
    let often = counts.into_iter().filter(|(_, count)| *count >= least);
    often.map(|(id, _)| id.to_owned()).take(usize::from(u8::MAX)).collect()
}

fn with_parent(id: &str) -> impl Iterator<Item = &str> {
    let parent = id.split_once('.').map(|(parent, _)| parent);
    std::iter::once(id).chain(parent)
}

/// Hands every feature of a text to `sink` as block and bucket.
fn each(text: &str, mut sink: impl FnMut(usize, usize)) {
    let mut last: Option<(u32, u32)> = None;
    let words = text.split(|sign: char| !sign.is_ascii_alphanumeric());
    for word in words.filter(|word| !word.is_empty()) {
        let word = Word::new(word.as_bytes());
        let own = (word.number(), word.stem());
        word.each(own, &mut sink);
        if let Some(before) = last {
            feature::pair(before, own).into_iter().for_each(|(block, bucket)| sink(block, bucket));
        }
        last = Some(own);
    }
}

/// How rare each bucket is: the smoothed inverse document frequency, in steps of a byte.
pub(crate) fn rarity<'a>(items: impl Iterator<Item = &'a Item>) -> Vec<u8> {
    let mut seen = vec![0_u32; BUCKETS];
    let mut last = vec![u32::MAX; BUCKETS];
    let mut count = 0_u32;
    for item in items {
        each(&item.text, |_, bucket| {
            if last[bucket] != count {
                last[bucket] = count;
                seen[bucket] += 1;
            }
        });
        count += 1;
    }
    let rare = |seen: &u32| ((1.0 + count as f32) / (1.0 + *seen as f32)).ln() + 1.0;
    seen.iter().map(|seen| (rare(seen) * RARITY).round().clamp(1.0, 255.0) as u8).collect()
}

/// The features of a text: rarity times count, each block scaled to length one.
pub(crate) fn bag(text: &str, rarity: &[u8]) -> Vec<(u32, f32)> {
    let mut found: Vec<(u32, usize)> = Vec::new();
    let mut squares = [0.0_f32; BLOCKS];
    each(text, |block, bucket| {
        found.push((bucket as u32, block));
        squares[block] += f32::from(rarity[bucket]).powi(2);
    });
    found.sort_unstable();
    let mut bag: Vec<(u32, f32)> = Vec::new();
    for (bucket, block) in found {
        let value = f32::from(rarity[bucket as usize]) / squares[block].sqrt();
        match bag.last_mut() {
            Some((last, sum)) if *last == bucket => *sum += value,
            _ => bag.push((bucket, value)),
        }
    }
    bag
}

/// A sentence as a lesson.
pub(crate) fn lesson(item: &Item, classes: &[String], rarity: &[u8]) -> Lesson {
    let class = |id: &str| classes.binary_search_by(|class| class.as_str().cmp(id)).ok();
    let known = item.techniques.iter().flat_map(|id| with_parent(id)).filter_map(class);
    Lesson {
        bag: bag(&item.text, rarity),
        classes: known.filter_map(|class| u8::try_from(class).ok()).collect(),
        cost: if matches!(item.origin, Origin::Report(_)) { COST.0 } else { COST.1 },
    }
}

/// Learns, keeps the `most` weights that matter, and learns again with these alone.
pub(crate) fn learn(lessons: &[Lesson], classes: usize, rarity: &[u8], most: usize) -> Learned {
    let first = descend(lessons, classes, None);
    let kept = keep(&first, rarity, most);
    descend(lessons, classes, Some(&kept))
}

fn descend(lessons: &[Lesson], classes: usize, kept: Option<&[bool]>) -> Learned {
    let mut learned = Learned { classes, rows: vec![0.0; (BUCKETS + 1) * classes] };
    let mut counts = vec![0.0_f32; classes];
    for class in lessons.iter().flat_map(|lesson| &lesson.classes) {
        counts[usize::from(*class)] += 1.0;
    }
    let favour: Vec<f32> = counts.iter().map(|count| (USUAL / count.max(1.0)).sqrt()).collect();
    let mut duals = vec![0.0_f32; lessons.len() * classes];
    let mut order: Vec<usize> = (0..lessons.len()).collect();
    let mut random = 0x9e37_79b9_7f4a_7c15_u64;
    for _ in 0..EPOCHS {
        for at in (1..order.len()).rev() {
            random = random.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
            order.swap(at, (random >> 33) as usize % (at + 1));
        }
        for at in &order {
            let duals = &mut duals[at * classes..][..classes];
            visit(&mut learned, &lessons[*at], duals, &favour, kept);
        }
    }
    learned
}

/// One sentence: every class that is not yet content with it moves.
fn visit(
    learned: &mut Learned,
    lesson: &Lesson,
    duals: &mut [f32],
    favour: &[f32],
    kept: Option<&[bool]>,
) {
    let classes = learned.classes;
    let scores = learned.scores(&lesson.bag);
    let length = 1.0 + lesson.bag.iter().map(|(_, value)| value * value).sum::<f32>();
    for (class, dual) in duals.iter_mut().enumerate() {
        let positive = lesson.classes.iter().any(|own| usize::from(*own) == class);
        let (sign, favour) = if positive { (1.0, favour[class]) } else { (-1.0, 1.0) };
        let slack = 0.5 / (lesson.cost * favour);
        let gradient = sign * scores[class] - 1.0 + *dual * slack;
        if *dual == 0.0 && gradient >= 0.0 {
            continue;
        }
        let moved = (*dual - gradient / (length + slack)).max(0.0);
        let change = (moved - *dual) * sign;
        *dual = moved;
        for (bucket, value) in &lesson.bag {
            let place = *bucket as usize * classes + class;
            if kept.is_none_or(|kept| kept[place]) {
                learned.rows[place] += change * value;
            }
        }
        learned.rows[BUCKETS * classes + class] += change;
    }
}

impl Learned {
    /// The score of each class.
    pub(crate) fn scores(&self, bag: &[(u32, f32)]) -> Vec<f32> {
        let mut scores = self.rows[BUCKETS * self.classes..].to_vec();
        for (bucket, value) in bag {
            let row = &self.rows[*bucket as usize * self.classes..][..self.classes];
            for (score, weight) in scores.iter_mut().zip(row) {
                *score += value * weight;
            }
        }
        scores
    }

    /// Rounds the weights to what the file can hold, and gives the step.
    pub(crate) fn round(&mut self, rarity: &[u8]) -> f32 {
        let (classes, buckets) = (self.classes, BUCKETS * self.classes);
        let with = |place: usize, weight: f32| weight * f32::from(rarity[place / classes]);
        let mut sizes: Vec<f32> = (self.rows[..buckets].iter().enumerate())
            .filter(|(_, weight)| **weight != 0.0)
            .map(|(place, weight)| with(place, *weight).abs())
            .collect();
        sizes.sort_by(f32::total_cmp);
        // One weight in a thousand is cut, so that the others have finer steps.
        let large = sizes.get(sizes.len().saturating_sub(1 + sizes.len() / 1000));
        let step = large.map_or(1.0, |large| large / 127.0);
        for (place, weight) in self.rows[..buckets].iter_mut().enumerate() {
            let rounded = (with(place, *weight) / step).round().clamp(-127.0, 127.0);
            *weight = rounded * step / f32::from(rarity[place / classes]);
        }
        step
    }
}

/// Marks the weights that move scores most.
fn keep(learned: &Learned, rarity: &[u8], most: usize) -> Vec<bool> {
    let classes = learned.classes;
    let size =
        |place: usize| (learned.rows[place] * f32::from(rarity[place / classes])).abs().to_bits();
    let mut places: Vec<u32> = (0..BUCKETS * classes)
        .filter(|place| learned.rows[*place] != 0.0)
        .filter_map(|place| u32::try_from(place).ok())
        .collect();
    if places.len() > most {
        places.select_nth_unstable_by_key(most, |place| {
            (std::cmp::Reverse(size(*place as usize)), *place)
        });
        places.truncate(most);
    }
    let mut kept = vec![false; BUCKETS * classes];
    for place in places {
        kept[place as usize] = true;
    }
    kept
}
