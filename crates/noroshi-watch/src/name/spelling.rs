//! The spellings of a name that follow from it: without its legal form, and with the words that Chinese translates.

use super::words::words;

/// A name, the name without its legal form, and both in the words of Chinese.
pub(super) fn spellings(written: &str) -> Vec<String> {
    let written = written.trim();
    let mut all = vec![written.to_owned()];
    let bare = without_legal_form(written);
    if bare != written && bare.chars().count() >= 2 {
        all.push(bare.to_owned());
    }
    for at in 0..all.len() {
        let more = translated(&all[at]);
        all.extend(more);
    }
    all.dedup();
    all
}

fn without_legal_form(written: &str) -> &str {
    let mut bare = written;
    loop {
        let shorter = words().legal.iter().find_map(|form| {
            let front = bare.strip_prefix(form.as_str());
            front.or_else(|| {
                bare.strip_suffix(form.as_str())
                    .filter(|rest| !form.is_ascii() || ends_a_word(rest))
            })
        });
        match shorter.map(|rest| rest.trim_matches([' ', ',', '\u{3000}'])) {
            Some(rest) if rest.chars().count() >= 2 => bare = rest,
            _ => return bare,
        }
    }
}

fn ends_a_word(rest: &str) -> bool {
    rest.ends_with([' ', ',', '\u{3000}'])
}

/// The name with its translated words replaced, when what remains is kanji: a kana name cannot be guessed.
fn translated(written: &str) -> Vec<String> {
    let mut forms = vec![written.to_owned()];
    for (from, to) in &words().translated {
        let more: Vec<String> = forms
            .iter()
            .filter(|form| form.contains(from.as_str()))
            .flat_map(|form| to.iter().map(|word| form.replace(from.as_str(), word)))
            .collect();
        forms.extend(more);
        forms.truncate(16);
    }
    forms.into_iter().skip(1).filter(|form| form.chars().any(crate::fold::is_kanji)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn legal_forms_and_translated_words_are_taken_into_account() {
        assert_eq!(spellings("株式会社蒼波港運"), ["株式会社蒼波港運", "蒼波港運"]);
        assert_eq!(spellings("Aonami Lines, Inc."), ["Aonami Lines, Inc.", "Aonami Lines"]);
        assert!(spellings("風守ホールディングス").contains(&"風守控股".to_owned()));
        assert_eq!(spellings("Zinc"), ["Zinc"]);
    }
}
