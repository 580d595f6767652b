//! Ordinary words that name a sector only in company: "the energy sector", "chemical
//! companies", "aviation, defense, and transportation".

use std::ops::Range;

/// Words that make a sector of the word before them. One in the singular belongs to the name.
const HEADS: &[&str] = &[
    "sector",
    "sectors",
    "industry",
    "industries",
    "vertical",
    "verticals",
    "company",
    "companies",
    "organization",
    "organizations",
    "organisation",
    "organisations",
    "firm",
    "firms",
    "institution",
    "institutions",
    "provider",
    "providers",
    "entity",
    "entities",
    "operator",
    "operators",
    "contractor",
    "contractors",
    "manufacturer",
    "manufacturers",
    "supplier",
    "suppliers",
    "corporation",
    "corporations",
    "businesses",
    "agencies",
    "market",
];

/// Whether the word behind a name makes it a sector.
pub(crate) fn has_head(text: &str, range: &Range<usize>) -> bool {
    head(text, range.end).is_some()
}

/// The name with the word that makes it a sector. At the end of a list the plural belongs to
/// all of its members: "retail and energy sectors".
pub(crate) fn with_head(text: &str, range: Range<usize>) -> Range<usize> {
    let Some(end) = head(text, range.end) else { return range };
    let plural = matches!(&text[range.end + 1..end], "sectors" | "industries" | "verticals");
    let before = text[..range.start].trim_end();
    let listed = before.ends_with(" and") || before.ends_with(" or") || before.ends_with(',');
    if plural && listed { range } else { range.start..end }
}

fn head(text: &str, at: usize) -> Option<usize> {
    let rest = &text[at..];
    let rest = rest.strip_prefix(' ').or_else(|| rest.strip_prefix('\u{a0}'))?;
    let from = text.len() - rest.len();
    let length = rest.bytes().take_while(u8::is_ascii_alphabetic).count();
    let word = &rest[..length];
    let known = HEADS.iter().any(|head| head.eq_ignore_ascii_case(word));
    known.then_some(from + length)
}

/// Whether two names stand in one list: nothing but a comma, "and" or "or" between them.
pub(crate) fn listed(text: &str, first: &Range<usize>, second: &Range<usize>) -> bool {
    let Some(between) = text.get(first.end..second.start) else { return false };
    matches!(
        between,
        ", " | " and " | ", and " | " or " | ", or " | "/" | " & " | "、" | "や" | "・"
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, name: &str, expected: &str) {
        let at = text.find(name).expect("is there");
        let range = with_head(text, at..at + name.len());
        assert_eq!(&text[range], expected, "{text}");
    }

    #[test]
    fn the_word_behind_makes_the_sector() {
        check("in the energy sector of", "energy", "energy sector");
        check("retail and energy sectors", "energy", "energy");
        check("a chemical company", "chemical", "chemical company");
        check("energy drinks", "energy", "energy");
    }
}
