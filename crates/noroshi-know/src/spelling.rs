//! How one name is spelt.
//!
//! Shared with the build script, which lists every spelling of the compiled pack.

use std::collections::BTreeMap;

use unicode_normalization::UnicodeNormalization;

use crate::raw::{RawForm, RawRule};

/// Every spelling of the given names, sorted by its lower-case form. `stops` are spellings
/// that nobody holds.
pub(crate) fn forms<'a>(
    names: impl Iterator<Item = (u32, &'a str, RawRule)>,
    stops: impl Iterator<Item = &'a str>,
) -> Vec<RawForm> {
    let mut forms: BTreeMap<String, RawForm> = BTreeMap::new();
    for (holder, name, rule) in names {
        let normal: String = name.nfkc().collect();
        for written in variants(&normal) {
            let (_, holders) =
                forms.entry(written.to_ascii_lowercase()).or_insert_with(|| (written, Vec::new()));
            if !holders.iter().any(|(known, _)| *known == holder) {
                holders.push((holder, rule));
            }
        }
    }
    for stop in stops {
        forms.insert(stop.to_ascii_lowercase(), (stop.to_owned(), Vec::new()));
    }
    forms.into_values().collect()
}

/// The spellings of a name that writers mix: with a space, a hyphen or neither between its
/// words and between letters and a number; with and without a middle dot; with and without
/// the last long-vowel mark.
pub(crate) fn variants(name: &str) -> Vec<String> {
    let mut all = vec![name.to_owned()];
    let parts = parts(name);
    if parts.len() > 1 && parts.len() <= 4 && name.is_ascii() {
        all.extend([" ", "-", ""].map(|joint| parts.join(joint)));
    } else if name.contains('・') {
        all.extend([name.replace('・', ""), name.replace('・', " ")]);
    }
    if name.ends_with('ー') && name.chars().count() >= 5 {
        all.push(name.trim_end_matches('ー').to_owned());
    }
    all.sort();
    all.dedup();
    all.retain(|form| form.chars().count() >= 2);
    all
}

/// The words of a name: cut at spaces and hyphens, and between letters and digits.
fn parts(name: &str) -> Vec<&str> {
    let mut parts = Vec::new();
    for word in name.split([' ', '-']).filter(|word| !word.is_empty()) {
        let letters = word.bytes().take_while(u8::is_ascii_alphabetic).count();
        let number = (2..word.len()).contains(&letters)
            && word.as_bytes()[letters..].iter().all(u8::is_ascii_digit);
        if number && letters <= 5 {
            parts.extend([&word[..letters], &word[letters..]]);
        } else {
            parts.push(word);
        }
    }
    parts
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn writers_mix_spaces_hyphens_and_dots() {
        assert_eq!(variants("Cobalt Strike"), ["Cobalt Strike", "Cobalt-Strike", "CobaltStrike"]);
        assert_eq!(variants("APT41"), ["APT 41", "APT-41", "APT41"]);
        assert!(variants("ソルト・タイフーン").contains(&"ソルトタイフーン".to_owned()));
    }
}
