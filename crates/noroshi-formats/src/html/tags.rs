//! Tags with thousands of attributes, cut short before they are parsed.
//!
//! A parser of HTML compares each attribute of a tag with all before it, so such a tag costs
//! the square of its length. No page has one.

use std::borrow::Cow;
use std::ops::Range;

/// Separators in one tag beyond which its attributes are dropped.
const MOST: usize = 2_000;

/// The page without the attributes of such tags.
pub(super) fn trimmed(html: &str) -> Cow<'_, str> {
    let tails = tails(html.as_bytes());
    if tails.is_empty() {
        return Cow::Borrowed(html);
    }
    let (mut kept, mut at) = (String::with_capacity(html.len()), 0);
    for tail in tails {
        kept.push_str(html.get(at..tail.start).unwrap_or_default());
        at = tail.end;
    }
    kept.push_str(html.get(at..).unwrap_or_default());
    Cow::Owned(kept)
}

/// What is cut: from behind the name of a tag up to its `>`.
fn tails(html: &[u8]) -> Vec<Range<usize>> {
    let mut tails = Vec::new();
    let mut at = 0;
    while let Some(start) = html[at..].iter().position(|byte| *byte == b'<').map(|found| at + found)
    {
        let named = html.get(start + 1).is_some_and(u8::is_ascii_alphabetic);
        let tag =
            if named { tag(&html[start..]) } else { Tag { name: 1, length: 1, separators: 0 } };
        at = start + tag.length;
        if tag.separators > MOST {
            tails.push(start + tag.name..at);
        }
    }
    tails
}

/// The length of a tag's name and of the tag without its `>`, and what separates attributes.
struct Tag {
    name: usize,
    length: usize,
    separators: usize,
}

fn tag(html: &[u8]) -> Tag {
    let ends_name = |byte: &u8| byte.is_ascii_whitespace() || matches!(byte, b'/' | b'>');
    let name = html.iter().position(ends_name).unwrap_or(html.len());
    let (mut quote, mut separators, mut last) = (None, 0, b' ');
    for (at, byte) in html.iter().enumerate().skip(name) {
        match (quote, *byte) {
            (None, b'>') => return Tag { name, length: at, separators },
            (None, b'"' | b'\'') if last == b'=' => quote = Some(*byte),
            (None, _) => separators += usize::from(byte.is_ascii_whitespace() || *byte == b'/'),
            (Some(open), _) if open == *byte => {
                quote = None;
                separators += 1;
            }
            _ => {}
        }
        last = if byte.is_ascii_whitespace() { last } else { *byte };
    }
    Tag { name, length: html.len(), separators }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_an_endless_tag_is_cut() {
        let page = format!("<p a=1 b='x > y' c=don't>text{}</p> 1 < 2 <", " x".repeat(MOST + 1));
        assert_eq!(trimmed(&page), page);
        let long = format!("<p>a<div {}>b</div>", "x ".repeat(MOST + 1));
        assert_eq!(trimmed(&long), "<p>a<div>b</div>");
    }
}
