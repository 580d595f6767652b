//! Tokens of Python and JavaScript, as far as following a value needs them.
//!
//! No grammar: a file that no parser accepts (another version of the language, broken on purpose)
//! is cut into names, texts and signs all the same, in one pass and without recursion on its
//! brackets. That is what hostile source is like.

/// What a token is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    /// A name or keyword.
    Name,
    /// A literal text, without its quotes.
    Text,
    /// A number, a regular expression: nothing that is followed.
    Other,
    /// A sign.
    Sign,
    /// The end of a statement.
    End,
}

/// How a text came to be.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Made {
    /// It stands in the source, in one piece or in several.
    Written,
    /// It was decoded, turned round or put together from numbers.
    Hidden,
}

impl Made {
    /// What two pieces make together.
    pub(super) fn and(self, other: Self) -> Self {
        if self == Self::Hidden { self } else { other }
    }
}

/// One token.
#[derive(Debug, Clone, Copy)]
pub(super) struct Token<'a> {
    pub(super) kind: Kind,
    pub(super) text: &'a str,
    /// Line, from 1.
    pub(super) line: u32,
    /// Python: the indent of the line, in columns. JavaScript: how many blocks are open.
    pub(super) depth: u32,
    pub(super) made: Made,
}

impl Token<'_> {
    /// Whether it is this sign.
    pub(super) fn is(&self, sign: &str) -> bool {
        self.kind == Kind::Sign && self.text == sign
    }

    /// Whether it is this name.
    pub(super) fn named(&self, name: &str) -> bool {
        self.kind == Kind::Name && self.text == name
    }

    /// Whether it is a name.
    pub(super) fn is_name(&self) -> bool {
        self.kind == Kind::Name
    }
}

/// How deep expressions inside texts, and modules inside `getattr`, are read: `f"{f'{x}'}"`.
pub(super) const NESTED: usize = 3;

/// A reader of bytes with the line it stands on.
pub(super) struct Cursor<'a> {
    pub(super) text: &'a str,
    pub(super) at: usize,
    pub(super) line: u32,
}

impl<'a> Cursor<'a> {
    pub(super) fn new(text: &'a str, line: u32) -> Self {
        Self { text, at: 0, line }
    }

    pub(super) fn peek(&self, ahead: usize) -> u8 {
        self.text.as_bytes().get(self.at + ahead).copied().unwrap_or(0)
    }

    pub(super) fn done(&self) -> bool {
        self.at >= self.text.len()
    }

    pub(super) fn step(&mut self) {
        if self.peek(0) == b'\n' {
            self.line += 1;
        }
        self.at += 1;
    }

    pub(super) fn starts(&self, what: &str) -> bool {
        self.text.as_bytes()[self.at.min(self.text.len())..].starts_with(what.as_bytes())
    }

    /// Goes on while the byte is one of a kind; gives what was passed.
    pub(super) fn while_is(&mut self, is: impl Fn(u8) -> bool) -> &'a str {
        let start = self.at;
        while !self.done() && is(self.peek(0)) {
            self.step();
        }
        self.slice(start, self.at)
    }

    /// Goes to the end of the line.
    pub(super) fn skip_line(&mut self) {
        while !self.done() && self.peek(0) != b'\n' {
            self.at += 1;
        }
    }

    /// A part of the text; empty when it would cut a character.
    pub(super) fn slice(&self, start: usize, end: usize) -> &'a str {
        self.text.get(start..end.min(self.text.len())).unwrap_or("")
    }
}

pub(super) fn is_name_start(byte: u8) -> bool {
    byte.is_ascii_alphabetic() || byte == b'_' || byte == b'$' || byte >= 0x80
}

pub(super) fn is_name_part(byte: u8) -> bool {
    is_name_start(byte) || byte.is_ascii_digit()
}

/// Signs of two and three characters that must not be read as an assignment or a division.
const LONG: &[&str] = &[
    "===", "!==", "**=", "...", "//=", ">>=", "<<=", "&&=", "||=", "??=", "==", "!=", "<=", ">=",
    "=>", "->", "+=", "-=", "*=", "/=", "%=", "|=", "&=", "^=", ":=", "&&", "||", "??", "?.", "**",
    "++", "--",
];

/// The sign at the cursor.
pub(super) fn sign<'a>(cursor: &mut Cursor<'a>) -> &'a str {
    let start = cursor.at;
    let length = LONG.iter().find(|long| cursor.starts(long)).map_or(1, |long| long.len());
    for _ in 0..length {
        cursor.step();
    }
    while !cursor.text.is_char_boundary(cursor.at.min(cursor.text.len())) {
        cursor.at += 1;
    }
    cursor.slice(start, cursor.at)
}

/// Whether brackets in a row of tokens are balanced, so that it can stand inside another.
pub(super) fn balanced(tokens: &[Token<'_>]) -> bool {
    let mut open = 0i64;
    for token in tokens.iter().filter(|token| token.kind == Kind::Sign) {
        match token.text {
            "(" | "[" | "{" => open += 1,
            ")" | "]" | "}" => open -= 1,
            _ => {}
        }
        if open < 0 {
            return false;
        }
    }
    open == 0
}

/// Tokens in one line, for tests; a statement ends with `;`.
#[cfg(test)]
pub(super) fn shown(tokens: &[Token<'_>]) -> String {
    let shown = tokens.iter().map(|token| if token.kind == Kind::End { ";" } else { token.text });
    shown.collect::<Vec<_>>().join(" ")
}
