//! Sets of characters, asked for nearly every character of a text.

/// A set of characters by their last eight bits: most characters are refused by one look.
#[derive(Debug, Default, Clone, Copy)]
pub(crate) struct Signs([u64; 4]);

impl Signs {
    /// The characters of a text.
    pub(crate) const fn of(text: &str) -> Self {
        let bytes = text.as_bytes();
        let (mut bits, mut at) = ([0; 4], 0);
        while at < bytes.len() {
            let last = at + 1 == bytes.len() || bytes[at + 1] & 0xc0 != 0x80;
            if last {
                // The last six bits stand in the last byte, the two before them in the one before.
                let before = if bytes[at] < 0x80 { 0 } else { bytes[at - 1] << 6 };
                let eight = if bytes[at] < 0x80 { bytes[at] } else { before | bytes[at] & 0x3f };
                bits[eight as usize >> 6] |= 1 << (eight & 63);
            }
            at += 1;
        }
        Self(bits)
    }

    /// Adds a character.
    pub(crate) fn add(&mut self, sign: char) {
        let bit = u32::from(sign) as usize % 256;
        self.0[bit / 64] |= 1 << (bit % 64);
    }

    /// Whether a character can be one of them.
    #[inline]
    pub(crate) fn may_hold(self, sign: char) -> bool {
        let bit = u32::from(sign) as usize % 256;
        self.0[bit / 64] & (1 << (bit % 64)) != 0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_character_of_a_text_is_in_its_set() {
        let text = "aZ9é一切度得届ん🦊";
        let mut added = Signs::default();
        text.chars().for_each(|sign| added.add(sign));
        assert_eq!(added.0, Signs::of(text).0);
        assert!(text.chars().all(|sign| added.may_hold(sign)));
        assert!(!Signs::of("a").may_hold('b'));
    }
}
