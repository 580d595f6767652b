//! The signs of a Rego file, as far as they matter for fitting it to the engine.

use std::ops::Range;

/// What a token is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    /// A name or a keyword.
    Name,
    /// A string or a number.
    Literal,
    /// An operator or a bracket.
    Sign,
}

/// One token. White space and comments are none.
#[derive(Debug, Clone)]
pub(super) struct Token {
    /// What it is.
    pub(super) kind: Kind,
    /// Where it stands, in bytes.
    pub(super) at: Range<usize>,
    /// Whether it is the first of its line.
    pub(super) first: bool,
    /// Its distance from the start of the line, in bytes; only told of the first of a line.
    pub(super) column: usize,
    /// For a bracket: the token that closes or opens it.
    pub(super) partner: Option<usize>,
    /// How many brackets are open before it; a bracket counts itself out.
    pub(super) depth: usize,
}

/// The tokens of a file.
#[derive(Debug)]
pub(super) struct Tokens<'a> {
    text: &'a str,
    list: Vec<Token>,
}

impl<'a> Tokens<'a> {
    /// Reads a text. Never fails: what is no Rego gives tokens that no rule fits.
    pub(super) fn read(text: &'a str) -> Self {
        let mut reader = Reader { text, at: 0, line: 0, fresh: true, list: Vec::new() };
        while reader.step() {}
        let mut list = reader.list;
        pair(text, &mut list);
        Self { text, list }
    }

    /// The text that was read.
    pub(super) fn source(&self) -> &'a str {
        self.text
    }

    /// All tokens.
    pub(super) fn list(&self) -> &[Token] {
        &self.list
    }

    /// The text of a token; empty beyond the end.
    pub(super) fn text(&self, at: usize) -> &'a str {
        self.list.get(at).map_or("", |token| &self.text[token.at.clone()])
    }

    /// Whether a token is a name and no keyword.
    pub(super) fn is_name(&self, at: usize) -> bool {
        self.list.get(at).is_some_and(|token| token.kind == Kind::Name)
            && !KEYWORDS.contains(&self.text(at))
    }

    /// Whether a name stands for itself: not after a dot, not as a call.
    pub(super) fn stands_alone(&self, at: usize) -> bool {
        let joined = |left: usize, right: usize| {
            let ends = self.list.get(left).zip(self.list.get(right));
            ends.is_some_and(|(left, right)| left.at.end == right.at.start)
        };
        let after_dot = at > 0 && self.text(at - 1) == "." && joined(at - 1, at);
        self.is_name(at) && !after_dot && !(self.text(at + 1) == "(" && joined(at, at + 1))
    }

    /// The top-level statements, each a range of tokens.
    pub(super) fn statements(&self) -> Vec<Range<usize>> {
        let starts = self.list.iter().enumerate().filter(|(at, token)| {
            let begins = token.first && token.column == 0 && token.depth == 0;
            begins && token.kind == Kind::Name && !["if", "else"].contains(&self.text(*at))
        });
        let starts: Vec<usize> = starts.map(|(at, _)| at).collect();
        let ends = starts.iter().skip(1).copied().chain([self.list.len()]);
        starts.iter().copied().zip(ends).map(|(start, end)| start..end).collect()
    }

    /// The innermost bracket that is open at a token, as the place of its opening.
    pub(super) fn enclosing(&self, at: usize) -> Option<usize> {
        let mut at = at;
        while at > 0 {
            at -= 1;
            let Some(partner) = self.list[at].partner else { continue };
            if partner > at {
                return Some(at);
            }
            at = partner;
        }
        None
    }
}

/// Words that are never variables.
const KEYWORDS: [&str; 16] = [
    "as", "contains", "data", "default", "else", "every", "false", "if", "import", "in", "input",
    "not", "null", "some", "true", "with",
];

struct Reader<'a> {
    text: &'a str,
    at: usize,
    line: usize,
    fresh: bool,
    list: Vec<Token>,
}

impl Reader<'_> {
    fn step(&mut self) -> bool {
        let rest = &self.text[self.at..];
        let Some(sign) = rest.chars().next() else { return false };
        match sign {
            '\n' => {
                self.at += 1;
                (self.line, self.fresh) = (self.at, true);
            }
            '#' => self.at += rest.find('\n').unwrap_or(rest.len()),
            '"' => self.push(Kind::Literal, quoted(rest)),
            '`' => {
                let length = rest[1..].find('`').map_or(rest.len(), |end| end + 2);
                self.push(Kind::Literal, length);
            }
            _ if sign.is_whitespace() => self.at += sign.len_utf8(),
            _ if sign.is_ascii_digit() => {
                let length =
                    rest.find(|it: char| !it.is_ascii_alphanumeric()).unwrap_or(rest.len());
                self.push(Kind::Literal, length);
            }
            _ if sign.is_alphabetic() || sign == '_' => {
                let end = rest.find(|it: char| !it.is_alphanumeric() && it != '_');
                self.push(Kind::Name, end.unwrap_or(rest.len()));
            }
            _ => {
                let double = [":=", "==", "!=", "<=", ">="].iter().any(|it| rest.starts_with(it));
                self.push(Kind::Sign, if double { 2 } else { sign.len_utf8() });
            }
        }
        true
    }

    fn push(&mut self, kind: Kind, length: usize) {
        let at = self.at..self.at + length;
        let column = self.at - self.line;
        self.list.push(Token { kind, at, first: self.fresh, column, partner: None, depth: 0 });
        self.fresh = false;
        self.at += length;
    }
}

/// The length of a string with its quotes; up to the end of the line when it is not closed.
fn quoted(rest: &str) -> usize {
    let mut escaped = false;
    for (at, sign) in rest.char_indices().skip(1) {
        match sign {
            '\n' => return at,
            _ if escaped => escaped = false,
            '\\' => escaped = true,
            '"' => return at + 1,
            _ => {}
        }
    }
    rest.len()
}

fn pair(text: &str, list: &mut [Token]) {
    let mut open: Vec<usize> = Vec::new();
    for at in 0..list.len() {
        let word = &text[list[at].at.clone()];
        let closes = list[at].kind == Kind::Sign && ["]", "}", ")"].contains(&word);
        if closes && let Some(start) = open.pop() {
            (list[start].partner, list[at].partner) = (Some(at), Some(start));
        }
        list[at].depth = open.len();
        if list[at].kind == Kind::Sign && ["[", "{", "("].contains(&word) {
            open.push(at);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn strings_comments_and_brackets_are_told_apart() {
        let text = "a := [\"]\", `}`] # ]\nb if {\n  a == \"\\\"}\"\n}\nif_ := 1";
        let tokens = Tokens::read(text);
        let words: Vec<&str> = (0..tokens.list().len()).map(|at| tokens.text(at)).collect();
        assert_eq!(
            words,
            [
                "a",
                ":=",
                "[",
                "\"]\"",
                ",",
                "`}`",
                "]",
                "b",
                "if",
                "{",
                "a",
                "==",
                "\"\\\"}\"",
                "}",
                "if_",
                ":=",
                "1"
            ]
        );
        assert_eq!(tokens.list()[2].partner, Some(6));
        assert_eq!(tokens.enclosing(10), Some(9));
        assert_eq!(tokens.statements(), [0..7, 7..14, 14..17]);
    }

    #[test]
    fn what_is_no_rego_ends() {
        for text in ["\"", "`", "}}}", "{{{", "日本語\u{0}", "a\"\nb"] {
            let tokens = Tokens::read(text);
            assert!(tokens.statements().len() <= tokens.list().len());
        }
    }
}
