//! Governments and armed forces, which are spoken of as bodies: "the Chinese government".

use std::ops::Range;

/// Words that make a body of the country before them.
const BODIES: &[&str] = &[
    " government",
    " Government",
    " GOVERNMENT",
    " federal government",
    " central government",
    " military",
    " Military",
    " army",
    " Army",
    " navy",
    " Navy",
    " intelligence services",
    " intelligence service",
    " intelligence agencies",
    " intelligence agency",
    " security services",
    " intelligence",
];

/// The body that a country at `country` is a part of the name of.
pub(super) fn around(text: &str, country: &Range<usize>) -> Option<Range<usize>> {
    behind(text, country).or_else(|| before(text, country))
}

/// "Chinese government", "China's government".
fn behind(text: &str, country: &Range<usize>) -> Option<Range<usize>> {
    let rest = &text[country.end..];
    let owned = ["'s", "’s"].iter().find_map(|ending| rest.strip_prefix(ending)).unwrap_or(rest);
    let body = BODIES.iter().find(|body| owned.starts_with(**body))?;
    let end = text.len() - owned.len() + body.len();
    let next = text[end..].chars().next();
    let whole = next.is_none_or(|next| !(next.is_alphanumeric() || next == '-' || next == '_'));
    let counted = *body == " intelligence" && text[end..].starts_with(" report");
    (whole && !counted).then_some(country.start..end)
}

/// "government of China".
fn before(text: &str, country: &Range<usize>) -> Option<Range<usize>> {
    let head = &text[..country.start];
    let bare = head.strip_suffix("the ").unwrap_or(head);
    let opening =
        ["government of ", "Government of "].iter().find(|word| bare.ends_with(**word))?;
    let start = bare.len() - opening.len();
    let opens = text[..start].chars().next_back().is_none_or(|sign| !sign.is_alphanumeric());
    opens.then_some(start..country.end)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, country: &str, expected: Option<&str>) {
        let at = text.find(country).expect("is there");
        let got = around(text, &(at..at + country.len())).map(|range| &text[range]);
        assert_eq!(got, expected, "{text}");
    }

    #[test]
    fn a_country_that_acts_is_a_government() {
        check("the Chinese government said", "Chinese", Some("Chinese government"));
        check("China’s government", "China", Some("China’s government"));
        check(
            "the government of the Netherlands",
            "Netherlands",
            Some("government of the Netherlands"),
        );
        check("Chinese government-linked", "Chinese", None);
        check("a Chinese company", "Chinese", None);
    }
}
