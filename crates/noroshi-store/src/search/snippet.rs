//! The words around a hit.

use noroshi_model::Span;

/// Letters shown before a hit.
const BEFORE: usize = 40;

/// Letters shown after a hit.
const AFTER: usize = 100;

/// A hit and the words around it, each on one line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Snippet {
    /// What stands before; begins with `…` when more does.
    pub before: String,
    /// What was found, as written.
    pub found: String,
    /// What stands after; ends with `…` when more does.
    pub after: String,
}

impl std::fmt::Display for Snippet {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(out, "{}{}{}", self.before, self.found, self.after)
    }
}

/// Cuts the words around a span out of a text.
pub(super) fn snippet(text: &str, span: Span) -> Snippet {
    let (head, tail) = (&text[..span.start()], &text[span.end()..]);
    let from = head.char_indices().rev().take(BEFORE).last().map_or(head.len(), |(at, _)| at);
    let until = tail.char_indices().nth(AFTER).map_or(tail.len(), |(at, _)| at);
    let (more_before, more_after) = (from > 0, until < tail.len());
    let before = one_line(&head[from..]);
    let after = one_line(&tail[..until]);
    Snippet {
        before: if more_before { format!("…{before}") } else { before },
        found: one_line(span.of(text).unwrap_or_default()),
        after: if more_after { format!("{after}…") } else { after },
    }
}

/// White space as single spaces.
fn one_line(text: &str) -> String {
    let mut line = String::with_capacity(text.len());
    for char in text.chars() {
        match (char.is_whitespace(), line.ends_with(' ')) {
            (true, true) => {}
            (true, false) => line.push(' '),
            (false, _) => line.push(char),
        }
    }
    line
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_snippet_says_where_it_was_cut() {
        let text = format!("{}\n狼煙\r\n\r\nが上がる", "あ".repeat(60));
        let start = text.find('狼').expect("is there");
        let cut = snippet(&text, Span::new(start, start + 6).expect("not empty"));
        assert_eq!(cut.to_string(), format!("…{} 狼煙 が上がる", "あ".repeat(39)));
    }
}
