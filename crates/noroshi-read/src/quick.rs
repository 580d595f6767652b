//! A quick hash for tables whose keys the pack or the program gives: nobody from outside can
//! choose keys that fall together.

use std::hash::{BuildHasherDefault, Hasher};

/// Makes [`Quick`] hashers.
pub(crate) type Quickly = BuildHasherDefault<Quick>;

/// Mixes in eight bytes at a time. Source of the multiplier: the golden ratio, as in Fibonacci
/// hashing (Knuth, The Art of Computer Programming 3, 6.4).
#[derive(Default)]
pub(crate) struct Quick(u64);

impl Hasher for Quick {
    fn finish(&self) -> u64 {
        self.0
    }

    fn write(&mut self, bytes: &[u8]) {
        let (chunks, rest) = bytes.as_chunks::<8>();
        chunks.iter().for_each(|chunk| self.write_u64(u64::from_le_bytes(*chunk)));
        if !rest.is_empty() {
            self.write_u64(rest.iter().fold(0, |eight, byte| eight << 8 | u64::from(*byte)));
        }
    }

    fn write_u8(&mut self, number: u8) {
        self.write_u64(u64::from(number));
    }

    fn write_u32(&mut self, number: u32) {
        self.write_u64(u64::from(number));
    }

    fn write_u64(&mut self, number: u64) {
        let mixed = (self.0.rotate_left(5) ^ number).wrapping_mul(0x9e37_79b9_7f4a_7c15);
        self.0 = mixed ^ mixed >> 32;
    }
}
