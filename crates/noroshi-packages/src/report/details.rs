//! The free text of a record, taken apart by who says what.

use std::collections::BTreeMap;

use noroshi_model::{PackageClaim, without_secrets};

/// The head of what one source says, in records of ossf/malicious-packages.
const HEAD: &str = "## Source: ";

/// Longest text of one claim that is kept, in bytes.
const LONGEST: usize = 1_500;

/// The most claims of one record.
const MOST: usize = 16;

/// What each source of a record says. A record that does not hold its sources apart speaks with
/// the voice of its finders, else of itself. `named` are the versions that each source names.
pub(super) fn claims(
    details: &str,
    summary: &str,
    finders: &[String],
    id: &str,
    named: &BTreeMap<&str, Vec<String>>,
) -> Vec<PackageClaim> {
    let details = &details[..details.floor_char_boundary(64 * 1024)];
    let mut parts = details.split(HEAD);
    let before = parts.next().unwrap_or_default();
    let mut claims: Vec<PackageClaim> =
        parts.take(MOST).filter_map(|part| source(part, named)).collect();
    let whole = text(before.split("\n---").next().unwrap_or_default());
    if claims.is_empty() || !whole.is_empty() {
        let who = match finders {
            [] => id.to_owned(),
            finders => finders.iter().take(4).cloned().collect::<Vec<_>>().join(", "),
        };
        let text = if whole.is_empty() { self::text(summary) } else { whole };
        if !text.is_empty() {
            claims.insert(0, PackageClaim { who, text, versions: Vec::new() });
        }
    }
    claims
}

/// `NAME (digest)`, a line end, and the words.
fn source(part: &str, named: &BTreeMap<&str, Vec<String>>) -> Option<PackageClaim> {
    let (head, words) = part.split_once('\n')?;
    let who = head.split(" (").next().unwrap_or(head).trim();
    let text = text(words);
    let versions = named.get(who).cloned().unwrap_or_default();
    (!who.is_empty() && !text.is_empty()).then(|| PackageClaim {
        who: who.to_owned(),
        text,
        versions,
    })
}

/// The words in one line, cut, secrets masked.
fn text(words: &str) -> String {
    let words = words.trim().trim_end_matches("---");
    let joined = words.split_whitespace().collect::<Vec<_>>().join(" ");
    let end = joined.floor_char_boundary(LONGEST);
    let shown = without_secrets(&joined[..end]);
    if end < joined.len() { format!("{shown}…") } else { shown }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_record_without_sources_speaks_with_its_finders() {
        let none = BTreeMap::new();
        let finders = ["a".to_owned(), "b".to_owned()];
        let said = claims("It\nsteals.", "short", &finders, "X-1", &none);
        assert_eq!((said[0].who.as_str(), said[0].text.as_str()), ("a, b", "It steals."));
        assert_eq!(claims("", "short", &[], "X-1", &none)[0].who, "X-1");
        assert_eq!(claims("", "", &[], "X-1", &none), []);
    }
}
