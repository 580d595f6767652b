//! Which protected names could be meant: found without comparing a name to every one of them.
//!
//! Two names within two edits share a string that is left when at most two characters of each are
//! deleted. So every protected name is filed under all such strings, and a name looks up its own:
//! the work depends on the length of the name, not on how many names are protected. The idea is
//! W. Garbe's "Symmetric Delete" (2012). Further forms (without delimiters, with sorted words,
//! with look-alike signs replaced) are filed beside them.

use super::form;

/// Longer names are looked up with one deletion only, so that the work stays linear.
const TWO_DELETIONS_UP_TO: usize = 32;
/// Shorter names have too many neighbours two edits away to mean anything.
const TWO_DELETIONS_FROM: usize = 6;
/// A name that is part of a longer one says something from this length on.
pub(super) const AFFIX_FROM: usize = 4;
/// The same, where no delimiter separates the two.
pub(super) const JOINED_FROM: usize = 5;
/// No registry allows longer names than this by much: npm 214, crates.io 64.
pub(super) const LONGEST: usize = 214;

const BASE: u64 = 0x9E37_79B9_7F4A_7C15;

/// Which form of a name a key was made from. The same letters in two forms are two keys.
#[derive(Debug, Clone, Copy)]
enum Form {
    Deleted = 1,
    Plain,
    Ordered,
    Glyph,
    Squeezed,
    Bare,
}

/// An open-addressed table from key to the numbers of names; a key may stand in it often.
#[derive(Debug, Default)]
pub(super) struct Index {
    slots: Vec<(u64, u32)>,
    used: usize,
}

/// Marks a slot that is free.
const FREE: u32 = u32::MAX;

impl Index {
    /// Files one protected name under all its forms.
    pub(super) fn file(&mut self, name: &[u8], number: u32) {
        let mut keys = Vec::with_capacity(64);
        deletions(name, &mut |key| keys.push(key));
        forms(name, &mut |key| keys.push(key));
        keys.sort_unstable();
        keys.dedup();
        for key in keys {
            self.insert(key, number);
        }
    }

    /// Numbers of the names that may be meant, each once, lowest (most used) first.
    pub(super) fn candidates(&self, name: &[u8]) -> Vec<u32> {
        let mut found = Vec::with_capacity(16);
        if name.is_empty() || name.len() > LONGEST || self.slots.is_empty() {
            return found;
        }
        deletions(name, &mut |key| self.collect(key, &mut found));
        forms(name, &mut |key| self.collect(key, &mut found));
        parts(name, &mut |key| self.collect(key, &mut found));
        found.sort_unstable();
        found.dedup();
        found
    }

    fn collect(&self, key: u64, found: &mut Vec<u32>) {
        let mask = self.slots.len() - 1;
        let mut at = spot(key) & mask;
        while self.slots[at].1 != FREE {
            if self.slots[at].0 == key {
                found.push(self.slots[at].1);
            }
            at = (at + 1) & mask;
        }
    }

    fn insert(&mut self, key: u64, number: u32) {
        if (self.used + 1) * 2 > self.slots.len() {
            self.grow();
        }
        self.used += 1;
        place(&mut self.slots, key, number);
    }

    fn grow(&mut self) {
        let larger = vec![(0, FREE); (self.slots.len() * 2).max(256)];
        for (key, number) in std::mem::replace(&mut self.slots, larger) {
            if number != FREE {
                place(&mut self.slots, key, number);
            }
        }
    }
}

fn place(slots: &mut [(u64, u32)], key: u64, number: u32) {
    let mask = slots.len() - 1;
    let mut at = spot(key) & mask;
    while slots[at].1 != FREE {
        at = (at + 1) & mask;
    }
    slots[at] = (key, number);
}

/// Where a key starts to look; a key is mixed already, so its low bits do.
fn spot(key: u64) -> usize {
    usize::try_from(key & 0xFFFF_FFFF).unwrap_or_default()
}

fn mixed(hash: u64, form: Form) -> u64 {
    let mut key = hash ^ (form as u64).wrapping_mul(0xD6E8_FEB8_6659_FD93);
    key = (key ^ (key >> 32)).wrapping_mul(0xD6E8_FEB8_6659_FD93);
    (key ^ (key >> 29)).wrapping_mul(0xFF51_AFD7_ED55_8CCD) ^ (key >> 32)
}

fn hashed(name: &[u8]) -> u64 {
    name.iter().fold(1, |hash: u64, byte| step(hash, *byte))
}

fn step(hash: u64, byte: u8) -> u64 {
    hash.wrapping_mul(BASE).wrapping_add(u64::from(byte) + 1)
}

/// Keys of the name itself, and of what is left after one or two deletions.
///
/// A hash of the text before the deletion is carried on, so a name of n signs costs n steps for
/// each start and none is hashed from its beginning again.
fn deletions(name: &[u8], tell: &mut impl FnMut(u64)) {
    tell(mixed(hashed(name), Form::Deleted));
    if name.len() < 3 {
        return;
    }
    let powers = powers(name.len());
    let tails = tails(name, &powers);
    let two = (TWO_DELETIONS_FROM..=TWO_DELETIONS_UP_TO).contains(&name.len());
    let mut head: u64 = 1;
    for first in 0..name.len() {
        let rest = name.len() - first - 1;
        tell(mixed(joined(head, tails[first + 1], powers[rest]), Form::Deleted));
        if two {
            let mut inner = head;
            for second in first + 1..name.len() {
                let rest = name.len() - second - 1;
                tell(mixed(joined(inner, tails[second + 1], powers[rest]), Form::Deleted));
                inner = step(inner, name[second]);
            }
        }
        head = step(head, name[first]);
    }
}

/// The hash of two texts one after the other, from their own.
fn joined(head: u64, tail: u64, power: u64) -> u64 {
    head.wrapping_mul(power).wrapping_add(tail)
}

fn powers(length: usize) -> Vec<u64> {
    let mut powers = Vec::with_capacity(length + 1);
    let mut power: u64 = 1;
    for _ in 0..=length {
        powers.push(power);
        power = power.wrapping_mul(BASE);
    }
    powers
}

/// The hash of each end of the name, from every place on.
fn tails(name: &[u8], powers: &[u64]) -> Vec<u64> {
    let mut tails = vec![0u64; name.len() + 1];
    for at in (0..name.len()).rev() {
        let here = (u64::from(name[at]) + 1).wrapping_mul(powers[name.len() - at - 1]);
        tails[at] = here.wrapping_add(tails[at + 1]);
    }
    tails
}

/// Keys of the name in forms that several operations make equal.
fn forms(name: &[u8], tell: &mut impl FnMut(u64)) {
    let plain = form::plain(name);
    tell(mixed(hashed(&plain), Form::Plain));
    tell(mixed(hashed(&form::glyphs(&plain)), Form::Glyph));
    tell(mixed(hashed(&form::squeezed(&plain)), Form::Squeezed));
    tell(mixed(hashed(&form::ordered(name)), Form::Ordered));
    let bare = form::bare(name);
    if bare.len() >= 3 {
        tell(mixed(hashed(&bare), Form::Bare));
    }
}

/// Keys of beginnings and ends of the name: a protected name may be one of them.
fn parts(name: &[u8], tell: &mut impl FnMut(u64)) {
    let plain = form::plain(name);
    let powers = powers(plain.len());
    let tails = tails(&plain, &powers);
    let mut head: u64 = 1;
    for (cut, byte) in plain.iter().enumerate() {
        if cut >= AFFIX_FROM {
            tell(mixed(head, Form::Plain));
        }
        let rest = plain.len() - cut;
        if cut > 0 && rest >= AFFIX_FROM {
            tell(mixed(joined(1, tails[cut], powers[rest]), Form::Plain));
        }
        head = step(head, *byte);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn index(names: &[&str]) -> Index {
        let mut index = Index::default();
        for (number, name) in names.iter().enumerate() {
            index.file(name.as_bytes(), u32::try_from(number).unwrap());
        }
        index
    }

    #[test]
    fn every_operation_leads_to_the_name_that_was_meant() {
        let index = index(&["requests", "python-nmap", "colorama", "prompt-toolkit", "flask"]);
        for (name, meant) in [
            ("requestss", 0),
            ("reqeusts", 0),
            ("rqeusts", 0),
            ("r3quests", 0),
            ("requests-sdk", 0),
            ("nmap-python", 1),
            ("nmap", 1),
            ("py-nmap", 1),
            ("colorrrama", 2),
            ("pycolorama", 2),
            ("prompt-tool-kit", 3),
            ("prompttoolkit", 3),
            ("fask", 4),
            ("flaskapi", 4),
        ] {
            assert!(index.candidates(name.as_bytes()).contains(&meant), "{name}");
        }
    }

    #[test]
    fn what_is_far_away_is_not_looked_at() {
        let index = index(&["requests", "flask"]);
        assert!(index.candidates(b"numpy").is_empty());
        assert!(index.candidates(b"").is_empty());
        assert!(index.candidates(&[b'a'; 5000]).is_empty());
        assert!(Index::default().candidates(b"flask").is_empty());
    }

    #[test]
    fn the_hash_of_a_whole_is_that_of_its_parts() {
        let name = b"requests";
        let powers = powers(name.len());
        let tails = tails(name, &powers);
        for cut in 0..=name.len() {
            let joined = joined(hashed(&name[..cut]), tails[cut], powers[name.len() - cut]);
            assert_eq!(joined, hashed(name));
        }
    }
}
