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
//! before anything else is looked at. The others find all their weights in one line of the processor's cache.

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
            filter: Filter::new(),
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
    pub(crate) fn may_hold(&self, feature: u32) -> bool {
        self.filter.may_hold(feature)
    }

    /// Adds what a feature says to the sums of the first classes.
    #[inline]
    pub(crate) fn add<const FIRST: usize>(&self, feature: u32, sums: &mut [f32; FIRST]) {
        if let Some(units) = self.of(feature) {
            let weighed = |(sum, units): (&mut f32, &i8)| *sum += f32::from(*units) * self.unit;
            sums.iter_mut().zip(units).for_each(weighed);
        }
    }

    /// What features are worth together for one class.
    pub(crate) fn worth(&self, features: &[u32], class: usize) -> f32 {
        let known = features.iter().filter_map(|feature| self.of(*feature));
        known.map(|units| f32::from(units[class]) * self.unit).sum()
    }

    /// Whether the file knows a feature.
    pub(crate) fn holds(&self, feature: u32) -> bool {
        self.of(feature).is_some()
    }

    #[inline]
    fn of(&self, feature: u32) -> Option<&[i8; WIDTH]> {
        if !self.filter.may_hold(feature) {
            return None;
        }
        let mask = self.rows.len() - 1;
        let mut at = feature as usize & mask;
        // A row is empty, so every search ends.
        loop {
            let row = self.rows.get(at)?;
            if row.feature == feature {
                return Some(&row.units);
            }
            if row.feature == 0 {
                return None;
            }
            at = (at + 1) & mask;
        }
    }
}

/// Bits by the highest bits of a feature's number, which the place of its row does not depend on. About one in ten
/// features that the largest model does not know passes.
struct Filter(Box<[u64; 1 << (BITS - 6)]>);

/// Bits of the number that are looked at: 128 kB stay in a processor's own cache.
const BITS: u32 = 20;

impl Filter {
    fn new() -> Self {
        Self(Box::new([0; 1 << (BITS - 6)]))
    }

    fn keep(&mut self, feature: u32) {
        let bit = feature >> (32 - BITS);
        self.0[(bit >> 6) as usize] |= 1 << (bit & 63);
    }

    #[inline]
    fn may_hold(&self, feature: u32) -> bool {
        let bit = feature >> (32 - BITS);
        self.0[(bit >> 6) as usize] >> (bit & 63) & 1 == 1
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
