//! Python cut into tokens and logical lines.

use super::token::{
    Cursor, Kind, Made, NESTED, Token, balanced, is_name_part, is_name_start, sign,
};

/// All tokens of a file; each logical line ends with [`Kind::End`].
pub(super) fn tokens(text: &str) -> Vec<Token<'_>> {
    let mut reader = Reader {
        cursor: Cursor::new(text, 1),
        out: Vec::with_capacity(text.len() / 5),
        indent: 0,
        open: 0,
        nested: 0,
        line_start: 0,
    };
    reader.indent();
    reader.run();
    reader.out
}

struct Reader<'a> {
    cursor: Cursor<'a>,
    out: Vec<Token<'a>>,
    indent: u32,
    open: u32,
    nested: usize,
    /// Where the tokens of this line begin.
    line_start: usize,
}

impl<'a> Reader<'a> {
    fn run(&mut self) {
        while !self.cursor.done() {
            match self.cursor.peek(0) {
                b'\n' => self.line_end(),
                b' ' | b'\t' | b'\r' | 0x0c => self.cursor.step(),
                b'\\' if matches!(self.cursor.peek(1), b'\n' | b'\r') => {
                    self.cursor.step();
                    self.cursor.while_is(|byte| byte == b'\r');
                    self.cursor.step();
                }
                b'#' => self.cursor.skip_line(),
                b'"' | b'\'' => self.text(""),
                byte if is_name_start(byte) && byte != b'$' => self.name(),
                byte if byte.is_ascii_digit() => {
                    let number = self.cursor.while_is(|byte| is_name_part(byte) || byte == b'.');
                    self.push(Kind::Other, number);
                }
                _ => self.sign(),
            }
        }
        self.push(Kind::End, "");
    }

    fn line_end(&mut self) {
        self.cursor.step();
        if self.open == 0 {
            self.push(Kind::End, "");
            self.indent();
            self.line_start = self.out.len();
        }
    }

    fn indent(&mut self) {
        let mut width = 0;
        while matches!(self.cursor.peek(0), b' ' | b'\t') {
            width += if self.cursor.peek(0) == b'\t' { 8 - width % 8 } else { 1 };
            self.cursor.step();
        }
        self.indent = width;
    }

    fn sign(&mut self) {
        let sign = sign(&mut self.cursor);
        match sign {
            "(" | "[" | "{" => self.open += 1,
            ")" | "]" | "}" => self.open = self.open.saturating_sub(1),
            ";" if self.open == 0 => return self.push(Kind::End, ""),
            ":" if self.open == 0 && self.heads_a_block() => {
                // What follows on this line stands in the block.
                self.push(Kind::End, "");
                self.indent += 1;
                return;
            }
            _ => {}
        }
        self.push(Kind::Sign, sign);
    }

    /// Whether the line begins with a word that opens a block.
    fn heads_a_block(&self) -> bool {
        let first = self.out.get(self.line_start).filter(|token| token.is_name());
        first.is_some_and(|token| {
            matches!(
                token.text,
                "if" | "for"
                    | "while"
                    | "with"
                    | "try"
                    | "except"
                    | "else"
                    | "elif"
                    | "finally"
                    | "def"
                    | "class"
                    | "async"
                    | "match"
                    | "case"
            )
        })
    }

    fn name(&mut self) {
        let line = self.cursor.line;
        let name = self.cursor.while_is(|byte| is_name_part(byte) && byte != b'$');
        let quote = matches!(self.cursor.peek(0), b'"' | b'\'');
        if quote && name.len() <= 2 && name.bytes().all(|byte| b"rbufRBUFtT".contains(&byte)) {
            return self.text(name);
        }
        self.out.push(Token {
            kind: Kind::Name,
            text: name,
            line,
            depth: self.indent,
            made: Made::Written,
        });
    }

    /// A text, from its first quote; expressions inside an f-string follow it as tokens.
    fn text(&mut self, prefix: &str) {
        let (line, quote) = (self.cursor.line, self.cursor.peek(0));
        let long = self.cursor.peek(1) == quote && self.cursor.peek(2) == quote;
        let raw_end = if long { 3 } else { 1 };
        (0..raw_end).for_each(|_| self.cursor.step());
        let start = self.cursor.at;
        while !self.cursor.done() && !self.closes(quote, long) {
            if self.cursor.peek(0) == b'\\' {
                self.cursor.step();
            }
            self.cursor.step();
        }
        let text = self.cursor.slice(start, self.cursor.at);
        if self.cursor.peek(0) == quote {
            (0..raw_end).for_each(|_| self.cursor.step());
        }
        self.out.push(Token {
            kind: Kind::Text,
            text,
            line,
            depth: self.indent,
            made: Made::Written,
        });
        if prefix.bytes().any(|byte| matches!(byte, b'f' | b'F' | b't' | b'T')) {
            self.inside(text, line);
        }
    }

    fn closes(&self, quote: u8, long: bool) -> bool {
        let here = self.cursor.peek(0);
        if long {
            here == quote && self.cursor.peek(1) == quote && self.cursor.peek(2) == quote
        } else {
            // A text that is not closed on its line is broken: go on behind it.
            here == quote || here == b'\n'
        }
    }

    /// The expressions in braces of an f-string.
    fn inside(&mut self, text: &'a str, line: u32) {
        if self.nested >= NESTED {
            return;
        }
        for part in braces(text, "{") {
            let mut inner = Reader {
                cursor: Cursor::new(part, line),
                out: Vec::new(),
                indent: self.indent,
                open: 1,
                nested: self.nested + 1,
                line_start: 0,
            };
            inner.run();
            inner.out.retain(|token| token.kind != Kind::End);
            if balanced(&inner.out) {
                self.push(Kind::Sign, "+");
                self.out.append(&mut inner.out);
            }
        }
    }

    fn push(&mut self, kind: Kind, text: &'a str) {
        self.out.push(Token {
            kind,
            text,
            line: self.cursor.line,
            depth: self.indent,
            made: Made::Written,
        });
    }
}

/// The parts of a text between an opening mark (ending in a brace) and the brace that closes it.
pub(super) fn braces<'a>(text: &'a str, mark: &str) -> Vec<&'a str> {
    let bytes = text.as_bytes();
    let (mut parts, mut at) = (Vec::new(), 0);
    while let Some(found) = text.get(at..).and_then(|rest| rest.find(mark)) {
        let start = at + found + mark.len();
        if mark == "{" && bytes.get(start) == Some(&b'{') {
            at = start + 1;
            continue;
        }
        let Some(end) = close(bytes, start) else { break };
        parts.extend(text.get(start..end));
        at = end + 1;
    }
    parts
}

fn close(bytes: &[u8], start: usize) -> Option<usize> {
    let mut open = 1;
    for (at, byte) in bytes.iter().enumerate().skip(start) {
        match byte {
            b'{' => open += 1,
            b'}' => open -= 1,
            _ => {}
        }
        if open == 0 {
            return Some(at);
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(text: &str) -> String {
        crate::source::token::shown(&tokens(text))
    }

    #[test]
    fn lines_end_outside_brackets_only() {
        assert_eq!(shown("a = f(1,\n  2)\nb"), "a = f ( 1 , 2 ) ; b ;");
        assert_eq!(shown("a \\\n + b"), "a + b ;");
        assert_eq!(shown("x; y # z\n"), "x ; y ; ;");
    }

    #[test]
    fn texts_hide_what_is_in_them_but_expressions() {
        assert_eq!(shown(r#"f("os.environ # no")"#), "f ( os.environ # no ) ;");
        assert_eq!(shown(r#"f"{a.b}{{c}}""#), "{a.b}{{c}} + a . b ;");
        assert_eq!(shown("'''x\n'y' ''' z"), "x\n'y'  z ;");
        assert_eq!(shown(r"'it\'s' z"), r"it\'s z ;");
    }

    #[test]
    fn broken_source_is_read_to_its_end() {
        for text in ["'", "'''", "f'{'", "(((", ")))", "\\", "f'{(}'", "狼煙 = '煙'", "\u{0}\u{1}"]
        {
            assert!(tokens(text).last().is_some_and(|token| token.kind == Kind::End), "{text:?}");
        }
    }
}
