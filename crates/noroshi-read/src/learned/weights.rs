//! The weights of a linear model: as they lie in their file, and as they are asked.
//!
//! A file is a table of features by their number and, for each feature, the classes it speaks for or against:
//!
//! | bytes | content |
//! |---|---|
//! | 4 | `NRSL` |
//! | 4 | number of slots, a power of two |
//! | 4 | number of entries |
//! | 4 | one unit of weight, `f32` |
//! | 1 a slot | a mark of the feature (0: empty) |
//! | 8 a slot | number of the feature, place of its first entry and, in the lowest byte, how many |
//! | 2 an entry | class, weight in units (`i8`) |
//!
//! All numbers are little-endian. Most features that a model is asked for are in no file: a bit of [`Filter`] says so
//! before anything else is looked at. The others find all their weights side by side.

use std::ops::Range;

/// Where the slots start.
const HEAD: usize = 16;

/// A linear model. A row has room for `WIDTH` classes.
pub(crate) struct Weights<const WIDTH: usize> {
    filter: Filter,
    /// By the feature's number (open addressing); a row of feature 0 is empty, and at least one is.
    rows: Vec<Row<WIDTH>>,
    unit: f32,
}

/// What one feature says of each class, in units.
#[derive(Clone, Copy)]
#[repr(align(8))]
struct Row<const WIDTH: usize> {
    feature: u32,
    units: [i8; WIDTH],
}

impl<const WIDTH: usize> Weights<WIDTH> {
    /// The model in a file; `None` when the file is none.
    pub(crate) fn new(file: &[u8]) -> Option<Self> {
        let count = usize::try_from(number(file, 4)?).ok()?;
        let entries = usize::try_from(number(file, 8)?).ok()?;
        let unit = f32::from_bits(number(file, 12)?);
        let slots = file.get(HEAD.checked_add(count)?..)?;
        let (slots, rest) = slots.split_at_checked(count.checked_mul(8)?)?;
        let entries = rest.get(..entries.checked_mul(2)?)?;
        if !file.starts_with(b"NRSL") || !count.is_power_of_two() {
            return None;
        }
        let mut model = Self {
            filter: Filter::new(count),
            rows: vec![Row { feature: 0, units: [0; WIDTH] }; count],
            unit,
        };
        for slot in slots.as_chunks::<8>().0 {
            let (feature, place) = (number(slot, 0)?, number(slot, 4)? as usize);
            let (first, count) = (place >> 8, place & 0xff);
            if feature != 0 {
                model.keep(feature, entries.get(first * 2..(first + count) * 2)?);
            }
        }
        model.rows.iter().any(|row| row.feature == 0).then_some(model)
    }

    fn keep(&mut self, feature: u32, entries: &[u8]) {
        self.filter.keep(feature);
        let mut row = Row { feature, units: [0; WIDTH] };
        for [class, weight] in entries.as_chunks::<2>().0 {
            if let Some(unit) = row.units.get_mut(usize::from(*class)) {
                *unit = i8::from_le_bytes([*weight]);
            }
        }
        let mask = self.rows.len() - 1;
        let mut at = feature as usize & mask;
        while self.rows[at].feature != 0 {
            at = (at + 1) & mask;
        }
        self.rows[at] = row;
    }

    /// Whether the file may know a feature: one look that most features do not pass.
    #[inline]
    fn may_hold(&self, feature: u32) -> bool {
        self.filter.may_hold(feature)
    }

    /// Adds what a feature says to the sums of the first classes.
    #[inline]
    pub(crate) fn add<const FIRST: usize>(&self, feature: u32, sums: &mut [f32; FIRST]) {
        if self.may_hold(feature) {
            self.add_row(self.place(feature), sums);
        }
    }

    /// Adds what features say, one after another.
    pub(crate) fn add_all<const FIRST: usize>(&self, features: &[u32], sums: &mut [f32; FIRST]) {
        self.places(features, |places| places.iter().for_each(|at| self.add_row(*at, sums)));
    }

    /// What features are worth together for one class.
    pub(crate) fn worth(&self, features: &[u32], class: usize) -> f32 {
        let mut worth = 0.0;
        let units = |at: &u32| f32::from(self.rows[*at as usize].units[class]);
        self.places(features, |places| {
            places.iter().for_each(|at| worth += units(at) * self.unit);
        });
        worth
    }

    /// Whether the file knows a feature.
    pub(crate) fn holds(&self, feature: u32) -> bool {
        self.may_hold(feature) && self.rows[self.place(feature) as usize].feature == feature
    }

    /// Hands the places of the rows of features to `put`, some at a time. The features that may be known are gathered
    /// without a branch, which the processor would guess wrong for every other one; and all rows are looked up before
    /// the first is added, so that the processor waits for the memory of many at once.
    #[inline]
    fn places(&self, features: &[u32], mut put: impl FnMut(&[u32])) {
        for features in features.chunks(AT_ONCE) {
            let (mut places, mut count) = ([0; AT_ONCE], 0);
            for feature in features {
                places[count % AT_ONCE] = *feature;
                count += usize::from(self.may_hold(*feature));
            }
            let places = &mut places[..count.min(AT_ONCE)];
            self.look_up(places);
            put(places);
        }
    }

    fn look_up(&self, features: &mut [u32]) {
        features.iter_mut().for_each(|feature| *feature = self.place(*feature));
    }

    /// The place of the row of a feature: an empty row for one that is not known.
    #[inline]
    fn place(&self, feature: u32) -> u32 {
        let mask = self.rows.len() - 1;
        let mut at = feature as usize & mask;
        // A row is empty, so every search ends.
        while self.rows[at].feature != feature && self.rows[at].feature != 0 {
            at = (at + 1) & mask;
        }
        at as u32
    }

    /// Adds a row to the sums of the first classes.
    #[inline]
    fn add_row<const FIRST: usize>(&self, at: u32, sums: &mut [f32; FIRST]) {
        let units = &self.rows[at as usize].units;
        let weighed = |(sum, units): (&mut f32, &i8)| *sum += f32::from(*units) * self.unit;
        sums.iter_mut().zip(units).for_each(weighed);
    }
}

/// Features of many questions, so that the rows of all are looked up before the first is answered.
pub(crate) struct Gathered<'w, const WIDTH: usize> {
    weights: &'w Weights<WIDTH>,
    /// The features that may be known, and then the places of their rows.
    known: Vec<u32>,
}

impl<'w, const WIDTH: usize> Gathered<'w, WIDTH> {
    /// With room for the features that so many questions have as a rule.
    pub(crate) fn new(weights: &'w Weights<WIDTH>, questions: usize) -> Self {
        Self { weights, known: Vec::with_capacity(16 * questions) }
    }

    /// Takes in the features of a question, which `ask` hands on; gives their places for the answer.
    #[inline]
    pub(crate) fn question(&mut self, ask: impl FnOnce(&mut Self)) -> Range<usize> {
        let from = self.known.len();
        ask(self);
        from..self.known.len()
    }

    /// Takes in a feature. What is not known is cut off again: no branch that the processor would guess wrong.
    #[inline]
    pub(crate) fn see(&mut self, feature: u32) {
        let kept = self.known.len() + usize::from(self.weights.may_hold(feature));
        self.known.push(feature);
        self.known.truncate(kept);
    }

    /// Looks up all rows.
    pub(crate) fn answered(mut self) -> Answers<'w, WIDTH> {
        self.weights.look_up(&mut self.known);
        Answers(self)
    }
}

/// Gathered features whose rows are looked up.
pub(crate) struct Answers<'w, const WIDTH: usize>(Gathered<'w, WIDTH>);

impl<const WIDTH: usize> Answers<'_, WIDTH> {
    /// Adds what the features of a question say to the sums of the first classes.
    #[inline]
    pub(crate) fn add<const FIRST: usize>(&self, question: &Range<usize>, sums: &mut [f32; FIRST]) {
        let Self(Gathered { weights, known }) = self;
        known[question.clone()].iter().for_each(|at| weights.add_row(*at, sums));
    }
}

/// Features that are looked up at once.
const AT_ONCE: usize = 32;

/// Eight bits for each slot, by the highest bits of a feature's number, which the place of its row does not depend on.
/// About one in ten features that are not known passes.
struct Filter {
    bits: Vec<u64>,
    shift: u32,
}

impl Filter {
    /// For a power of two of slots.
    fn new(slots: usize) -> Self {
        Self { bits: vec![0; slots.div_ceil(8)], shift: 29_u32.saturating_sub(slots.ilog2()) }
    }

    fn keep(&mut self, feature: u32) {
        let bit = feature >> self.shift;
        if let Some(bits) = self.bits.get_mut((bit >> 6) as usize) {
            *bits |= 1 << (bit & 63);
        }
    }

    #[inline]
    fn may_hold(&self, feature: u32) -> bool {
        let bit = feature >> self.shift;
        self.bits.get((bit >> 6) as usize).is_some_and(|bits| bits >> (bit & 63) & 1 == 1)
    }
}

/// Turns what candidates are worth into their chances.
pub(crate) fn softmax(worths: &mut [f32]) {
    let most = worths.iter().copied().fold(f32::MIN, f32::max);
    worths.iter_mut().for_each(|worth| *worth = (*worth - most).exp());
    let sum: f32 = worths.iter().sum();
    worths.iter_mut().for_each(|worth| *worth /= sum);
}

fn number(bytes: &[u8], at: usize) -> Option<u32> {
    let four = bytes.get(at..at + 4)?;
    Some(u32::from_le_bytes(four.try_into().ok()?))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Two slots: the first empty, the second with feature 3, which speaks for class 1 by 2 units and against class 0 by 1.
    fn file() -> Vec<u8> {
        let mut file = b"NRSL".to_vec();
        file.extend(2_u32.to_le_bytes());
        file.extend(2_u32.to_le_bytes());
        file.extend(0.5_f32.to_bits().to_le_bytes());
        file.extend([0, 1]);
        file.extend([0; 8]);
        file.extend(3_u32.to_le_bytes());
        file.extend(2_u32.to_le_bytes());
        file.extend([1, 2, 0, 255]);
        file
    }

    #[test]
    fn a_feature_adds_its_weights_and_an_unknown_one_nothing() {
        let file = file();
        let weights = Weights::<2>::new(&file).expect("a model");
        let mut sums = [0.0; 2];
        weights.add(3, &mut sums);
        weights.add(5, &mut sums);
        weights.add(4, &mut sums);
        assert_eq!(sums, [-0.5, 1.0]);
        assert_eq!(weights.worth(&[3, 4], 1), 1.0);
        assert!(weights.holds(3) && !weights.holds(5));
    }

    #[test]
    fn chances_add_up_to_one_and_keep_their_order() {
        let mut chances = [0.0, 1.0, 5.0, -3.0];
        softmax(&mut chances);
        assert!((chances.iter().sum::<f32>() - 1.0).abs() < 1e-5);
        assert!(chances[2] > chances[1] && chances[1] > chances[0] && chances[0] > chances[3]);
    }

    #[test]
    fn a_file_that_is_cut_is_no_model() {
        let file = file();
        for end in 0..file.len() {
            assert!(Weights::<2>::new(&file[..end]).is_none(), "{end}");
        }
    }
}
