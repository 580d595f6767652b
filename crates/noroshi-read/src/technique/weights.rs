//! The file of weights: what the training command writes and the reader loads.
//!
//! `NRSTECH1`, the number of classes (one byte), for each class its id (a byte of length, then
//! ASCII) with bias and floor (two `f32`), one `f32` for the step of the weights; then for
//! each bucket one byte of rarity and one of how many weights it has; then the weights, two
//! bytes each: class and value. Numbers are little-endian.

use std::ops::Range;

use super::feature::BUCKETS;

const MAGIC: &[u8] = b"NRSTECH1";
/// A class: a technique that the model can tell.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Class {
    pub(crate) id: String,
    pub(crate) bias: f32,
    /// A score below is no finding.
    pub(crate) floor: f32,
}

/// Weights by bucket.
#[derive(Debug, PartialEq)]
pub(crate) struct Weights<'a> {
    pub(crate) classes: Vec<Class>,
    pub(crate) step: f32,
    /// For each bucket.
    pub(crate) rarities: &'a [u8],
    /// A bit for each bucket that has weights: half of them have none.
    used: Vec<u64>,
    /// For each bucket, and one more: where its weights begin.
    starts: Vec<u32>,
    /// Class and value.
    pub(crate) entries: &'a [[u8; 2]],
}

impl<'a> Weights<'a> {
    /// Reads a file; `None` when it is no such file, or cut off.
    pub(crate) fn read(bytes: &'a [u8]) -> Option<Self> {
        let mut rest = bytes.strip_prefix(MAGIC)?;
        let (count, behind) = rest.split_first()?;
        rest = behind;
        let mut classes = Vec::with_capacity(usize::from(*count));
        for _ in 0..*count {
            let (length, behind) = rest.split_first()?;
            let (id, behind) = behind.split_at_checked(usize::from(*length))?;
            rest = behind;
            let id = str::from_utf8(id).ok()?.to_owned();
            classes.push(Class { id, bias: number(&mut rest)?, floor: number(&mut rest)? });
        }
        let step = number(&mut rest)?;
        let (rarities, behind) = rest.split_at_checked(BUCKETS)?;
        let (counts, behind) = behind.split_at_checked(BUCKETS)?;
        let (entries, odd) = behind.as_chunks::<2>();
        let mut from = 0_u32;
        let mut starts = Vec::with_capacity(BUCKETS + 1);
        starts.extend(counts.iter().map(|count| {
            let start = from;
            from += u32::from(*count);
            start
        }));
        starts.push(from);
        let bits = |counts: &[u8]| {
            counts.iter().rev().fold(0_u64, |bits, count| bits << 1 | u64::from(*count > 0))
        };
        let used = counts.chunks(64).map(bits).collect();
        let whole = odd.is_empty() && entries.len() == from as usize;
        let known = entries.iter().all(|[class, _]| class < count);
        (whole && known).then_some(Self { classes, step, rarities, used, starts, entries })
    }

    /// Rarity byte of a bucket, and its weights.
    pub(crate) fn bucket(&self, bucket: usize) -> (u8, &'a [[u8; 2]]) {
        (self.rarities[bucket], &self.entries[self.place(bucket)])
    }

    /// Whether a bucket has weights.
    #[inline]
    pub(crate) fn has_any(&self, bucket: usize) -> bool {
        self.used[bucket / 64] >> (bucket % 64) & 1 == 1
    }

    /// Where the weights of a bucket stand among the entries.
    #[inline]
    pub(crate) fn place(&self, bucket: usize) -> Range<usize> {
        self.starts[bucket] as usize..self.starts[bucket + 1] as usize
    }
}

fn number(rest: &mut &[u8]) -> Option<f32> {
    let (head, behind) = rest.split_first_chunk::<4>()?;
    *rest = behind;
    Some(f32::from_le_bytes(*head))
}
