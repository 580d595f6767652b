//! JavaScript and TypeScript cut into tokens and statements.

use super::python::braces;
use super::token::{
    Cursor, Kind, Made, NESTED, Token, balanced, is_name_part, is_name_start, sign,
};

/// All tokens of a file; statements end with [`Kind::End`].
///
/// A statement ends at `;`, where a block opens or closes, and at the end of a line after which the
/// expression cannot go on. A brace that stands where a value is expected is an object and ends none.
pub(super) fn tokens(text: &str) -> Vec<Token<'_>> {
    let mut reader = Reader::new(text, 1, 0);
    reader.run();
    reader.out
}

struct Reader<'a> {
    cursor: Cursor<'a>,
    out: Vec<Token<'a>>,
    /// What is open: round and square brackets and objects, or blocks.
    open: Vec<Open>,
    blocks: u32,
    nested: usize,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Open {
    Value,
    Block,
}

impl<'a> Reader<'a> {
    fn new(text: &'a str, line: u32, nested: usize) -> Self {
        let out = Vec::with_capacity(text.len() / 5);
        Self { cursor: Cursor::new(text, line), out, open: Vec::new(), blocks: 0, nested }
    }

    fn run(&mut self) {
        if self.cursor.starts("#!") {
            self.cursor.skip_line();
        }
        while !self.cursor.done() {
            match self.cursor.peek(0) {
                b'\n' => self.line_end(),
                b' ' | b'\t' | b'\r' | 0x0c => self.cursor.step(),
                b'/' if self.cursor.peek(1) == b'/' => self.cursor.skip_line(),
                b'/' if self.cursor.peek(1) == b'*' => self.comment(),
                b'/' if self.value_expected() => self.expression(),
                b'"' | b'\'' => self.text(),
                b'`' => self.template(),
                byte if is_name_start(byte) => {
                    let name = self.cursor.while_is(is_name_part);
                    self.push(Kind::Name, name);
                }
                byte if byte.is_ascii_digit() => {
                    let number = self.cursor.while_is(|byte| is_name_part(byte) || byte == b'.');
                    self.push(Kind::Other, number);
                }
                b'{' => self.brace(),
                b'}' => self.close_brace(),
                _ => self.sign(),
            }
        }
        self.push(Kind::End, "");
    }

    /// A line end ends a statement, unless a value or an operator must follow.
    fn line_end(&mut self) {
        self.cursor.step();
        if self.open.last() == Some(&Open::Value) || self.value_expected() {
            return;
        }
        let rest = self.cursor.text.as_bytes().iter().skip(self.cursor.at);
        let next = rest.copied().take(200).find(|byte| !byte.is_ascii_whitespace());
        if !next.is_some_and(|byte| b".?:+-*/%&|=<>,)(]".contains(&byte)) {
            self.push(Kind::End, "");
        }
    }

    fn comment(&mut self) {
        self.cursor.step();
        self.cursor.step();
        while !self.cursor.done() && !self.cursor.starts("*/") {
            self.cursor.step();
        }
        self.cursor.step();
        self.cursor.step();
    }

    /// Whether a value must stand here: after an operator, an opening bracket, at the beginning.
    fn value_expected(&self) -> bool {
        match self.out.last() {
            None => true,
            Some(last) => match last.kind {
                Kind::End => true,
                Kind::Sign => !matches!(last.text, ")" | "]" | "}" | "++" | "--"),
                Kind::Name => matches!(
                    last.text,
                    "return"
                        | "typeof"
                        | "case"
                        | "in"
                        | "of"
                        | "delete"
                        | "void"
                        | "throw"
                        | "new"
                        | "await"
                        | "yield"
                        | "else"
                        | "do"
                ),
                _ => false,
            },
        }
    }

    fn expression(&mut self) {
        let start = self.cursor.at;
        self.cursor.step();
        let mut class = false;
        while !self.cursor.done() && self.cursor.peek(0) != b'\n' {
            match self.cursor.peek(0) {
                b'\\' => self.cursor.step(),
                b'[' => class = true,
                b']' => class = false,
                b'/' if !class => break,
                _ => {}
            }
            self.cursor.step();
        }
        if self.cursor.peek(0) == b'/' {
            self.cursor.step();
        }
        let text = self.cursor.slice(start, self.cursor.at);
        self.push(Kind::Other, text);
    }

    fn text(&mut self) {
        let quote = self.cursor.peek(0);
        self.cursor.step();
        let start = self.cursor.at;
        while !self.cursor.done() && self.cursor.peek(0) != quote && self.cursor.peek(0) != b'\n' {
            if self.cursor.peek(0) == b'\\' {
                self.cursor.step();
            }
            self.cursor.step();
        }
        let text = self.cursor.slice(start, self.cursor.at);
        self.push(Kind::Text, text);
        if self.cursor.peek(0) == quote {
            self.cursor.step();
        }
    }

    fn template(&mut self) {
        let line = self.cursor.line;
        self.cursor.step();
        let start = self.cursor.at;
        let mut braces_open = 0u32;
        while !self.cursor.done() && (self.cursor.peek(0) != b'`' || braces_open > 0) {
            match self.cursor.peek(0) {
                b'\\' => self.cursor.step(),
                b'$' if self.cursor.peek(1) == b'{' => {
                    braces_open += 1;
                    self.cursor.step();
                }
                b'{' if braces_open > 0 => braces_open += 1,
                b'}' => braces_open = braces_open.saturating_sub(1),
                _ => {}
            }
            self.cursor.step();
        }
        let text = self.cursor.slice(start, self.cursor.at);
        self.cursor.step();
        self.push(Kind::Text, text);
        self.inside(text, line);
    }

    fn inside(&mut self, text: &'a str, line: u32) {
        if self.nested >= NESTED {
            return;
        }
        for part in braces(text, "${") {
            let mut inner = Reader::new(part, line, self.nested + 1);
            inner.open.push(Open::Value);
            inner.run();
            inner.out.retain(|token| token.kind != Kind::End);
            if balanced(&inner.out) {
                self.push(Kind::Sign, "+");
                let depth = self.blocks;
                self.out.extend(inner.out.iter().map(|token| Token { depth, ..*token }));
            }
        }
    }

    /// `{`: an object where a value is expected, else a block.
    fn brace(&mut self) {
        let block = match self.out.last() {
            None => true,
            Some(last) => match last.kind {
                Kind::End => true,
                Kind::Sign => matches!(last.text, ")" | "=>" | "}"),
                Kind::Name => !matches!(
                    last.text,
                    "return"
                        | "const"
                        | "let"
                        | "var"
                        | "import"
                        | "export"
                        | "typeof"
                        | "in"
                        | "of"
                        | "await"
                        | "yield"
                        | "default"
                ),
                _ => true,
            },
        };
        self.cursor.step();
        if block {
            self.push(Kind::End, "{");
            self.open.push(Open::Block);
            self.blocks = self.blocks.saturating_add(1);
        } else {
            self.push(Kind::Sign, "{");
            self.open.push(Open::Value);
        }
    }

    fn close_brace(&mut self) {
        self.cursor.step();
        if self.open.pop() == Some(Open::Value) {
            self.push(Kind::Sign, "}");
        } else {
            self.blocks = self.blocks.saturating_sub(1);
            self.push(Kind::End, "}");
        }
    }

    fn sign(&mut self) {
        let sign = sign(&mut self.cursor);
        match sign {
            "(" | "[" => self.open.push(Open::Value),
            ")" | "]" if self.open.last() == Some(&Open::Value) => {
                self.open.pop();
            }
            ";" => return self.push(Kind::End, ""),
            _ => {}
        }
        self.push(Kind::Sign, sign);
    }

    fn push(&mut self, kind: Kind, text: &'a str) {
        self.out.push(Token {
            kind,
            text,
            line: self.cursor.line,
            depth: self.blocks,
            made: Made::Written,
        });
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(text: &str) -> String {
        crate::source::token::shown(&tokens(text))
    }

    #[test]
    fn objects_stay_in_their_statement_and_blocks_do_not() {
        assert_eq!(shown("f(a, {b: c});"), "f ( a , { b : c } ) ; ;");
        assert_eq!(shown("g(x => { h(x) })"), "g ( x => ; h ( x ) ; ) ;");
        assert_eq!(shown("a = b\nc = d"), "a = b ; c = d ;");
        assert_eq!(shown("a\n  .b()"), "a . b ( ) ;");
    }

    #[test]
    fn templates_give_their_expressions() {
        assert_eq!(shown("`x${a.b}y`"), "x${a.b}y + a . b ;");
        assert_eq!(shown("`${`${a}`}`"), "${`${a}`} + ${a} + a ;");
    }

    #[test]
    fn slashes_are_division_comment_or_expression() {
        assert_eq!(shown("a / b / c"), "a / b / c ;");
        assert_eq!(shown("x = /a'b/.test(y) // z"), "x = /a'b/ . test ( y ) ;");
    }

    #[test]
    fn broken_source_is_read_to_its_end() {
        for text in
            ["`", "`${", "/*", "/", "}}}", "((({", "'", "`${`${`${`${a}`}`}`}`", "狼煙=`煙`"]
        {
            assert!(tokens(text).last().is_some_and(|token| token.kind == Kind::End), "{text:?}");
        }
    }
}
