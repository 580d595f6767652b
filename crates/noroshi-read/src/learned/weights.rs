//! The weights of a linear model as they lie in their file.
//!
//! A file is a table of features by their number (open addressing, so that nothing has to be built before the first
//! question) and, for each feature, the classes it speaks for or against:
//!
//! | bytes | content |
//! |---|---|
//! | 4 | `NRSL` |
//! | 4 | number of slots, a power of two |
//! | 4 | number of entries |
//! | 4 | one unit of weight, `f32` |
//! | 1 a slot | a mark of the feature (0: empty), so that most questions touch nothing else |
//! | 8 a slot | number of the feature, place of its first entry and, in the lowest byte, how many |
//! | 2 an entry | class, weight in units (`i8`) |
//!
//! All numbers are little-endian.

/// Where the slots start.
const HEAD: usize = 16;

/// A linear model, read in place.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Weights<'a> {
    marks: &'a [u8],
    slots: &'a [u8],
    entries: &'a [u8],
    mask: usize,
    unit: f32,
}

impl<'a> Weights<'a> {
    /// The model in a file; `None` when the file is none.
    pub(crate) fn new(file: &'a [u8]) -> Option<Self> {
        let count = usize::try_from(number(file, 4)?).ok()?;
        let entries = usize::try_from(number(file, 8)?).ok()?;
        let unit = f32::from_bits(number(file, 12)?);
        let marks = file.get(HEAD..HEAD + count)?;
        let rest = file.get(HEAD + count..)?;
        let slots = rest.get(..count * 8)?;
        let entries = rest.get(count * 8..count * 8 + entries * 2)?;
        let known = file.starts_with(b"NRSL") && count.is_power_of_two();
        known.then_some(Self { marks, slots, entries, mask: count - 1, unit })
    }

    /// Adds what a feature says to the sums of the classes.
    pub(crate) fn add(&self, feature: u32, sums: &mut [f32]) {
        for entry in self.of(feature).chunks_exact(2) {
            if let Some(sum) = sums.get_mut(usize::from(entry[0])) {
                *sum += f32::from(i8::from_le_bytes([entry[1]])) * self.unit;
            }
        }
    }

    /// What features are worth together for one class.
    pub(crate) fn worth(&self, features: &[u32], class: usize) -> f32 {
        let entries = features.iter().flat_map(|feature| self.of(*feature).chunks_exact(2));
        let units = entries.filter(|entry| usize::from(entry[0]) == class);
        units.map(|entry| f32::from(i8::from_le_bytes([entry[1]])) * self.unit).sum()
    }

    /// Whether the file knows a feature.
    pub(crate) fn holds(&self, feature: u32) -> bool {
        !self.of(feature).is_empty()
    }

    fn of(&self, feature: u32) -> &'a [u8] {
        let wanted = mark(feature);
        let mut at = feature as usize & self.mask;
        // A table is never full, so an empty slot ends every search.
        for _ in 0..=self.mask {
            match self.marks.get(at) {
                Some(found) if *found == wanted && number(self.slots, at * 8) == Some(feature) => {
                    let place = number(self.slots, at * 8 + 4).unwrap_or(0) as usize;
                    let (first, count) = (place >> 8, place & 0xff);
                    return self.entries.get(first * 2..(first + count) * 2).unwrap_or(&[]);
                }
                Some(0) | None => return &[],
                Some(_) => at = (at + 1) & self.mask,
            }
        }
        &[]
    }
}

/// The mark of a feature in the table: its highest bits, never 0.
pub(crate) fn mark(feature: u32) -> u8 {
    feature.to_be_bytes()[0] | 1
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
        file.extend([0, mark(3)]);
        file.extend([0; 8]);
        file.extend(3_u32.to_le_bytes());
        file.extend(2_u32.to_le_bytes());
        file.extend([1, 2, 0, 255]);
        file
    }

    #[test]
    fn a_feature_adds_its_weights_and_an_unknown_one_nothing() {
        let file = file();
        let weights = Weights::new(&file).expect("a model");
        let mut sums = [0.0; 2];
        weights.add(3, &mut sums);
        weights.add(5, &mut sums);
        weights.add(4, &mut sums);
        assert_eq!(sums, [-0.5, 1.0]);
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
            assert!(Weights::new(&file[..end]).is_none(), "{end}");
        }
    }
}
