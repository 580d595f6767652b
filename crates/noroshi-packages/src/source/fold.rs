//! Texts that source puts together from pieces are made whole: `"ev" + "al"`, `"lave"[::-1]`,
//! `names[2]`, `atob("...")`.
//!
//! One pass from left to right; what was made whole can be a piece of the next. Nothing is run, and
//! only what is written out in the file is put together.

use std::borrow::Cow;
use std::collections::HashMap;

use super::decode::{base64, escapes, hexadecimal, number};
use super::token::{Kind, Made, Token};

/// The most bytes of a text that was made whole, and of all of them.
const LONGEST: usize = 4_096;
const MOST: usize = 1 << 20;
/// The most names that are remembered with their text or list.
const NAMES: usize = 4_096;

/// A token that owns its text when that was made whole.
#[derive(Debug, Clone)]
pub(super) struct Piece<'a> {
    kind: Kind,
    text: Cow<'a, str>,
    line: u32,
    depth: u32,
    made: Made,
}

impl Piece<'_> {
    fn is(&self, sign: &str) -> bool {
        self.kind == Kind::Sign && self.text == sign
    }

    fn named(&self, name: &str) -> bool {
        self.kind == Kind::Name && self.text == name
    }

    fn is_text(&self) -> bool {
        self.kind == Kind::Text
    }
}

/// The tokens of a file with texts made whole.
pub(super) fn fold<'a>(tokens: &[Token<'a>]) -> Vec<Piece<'a>> {
    let mut fold = Fold { out: Vec::with_capacity(tokens.len()), ..Fold::default() };
    for token in tokens {
        fold.push(token);
    }
    fold.out
}

/// The pieces as tokens.
pub(super) fn tokens<'p>(pieces: &'p [Piece<'_>]) -> Vec<Token<'p>> {
    let token = |piece: &'p Piece<'_>| Token {
        kind: piece.kind,
        text: &piece.text,
        line: piece.line,
        depth: piece.depth,
        made: piece.made,
    };
    pieces.iter().map(token).collect()
}

#[derive(Default)]
struct Fold<'a> {
    out: Vec<Piece<'a>>,
    /// Places of brackets that are open.
    open: Vec<usize>,
    /// Names that were given one text, and names that were given a list of texts.
    texts: HashMap<&'a str, String>,
    lists: HashMap<&'a str, Vec<String>>,
    /// Bytes made so far.
    bytes: usize,
}

/// What is made of some of the last pieces: from where on, and the text.
type Whole = (usize, String, Made);

impl<'a> Fold<'a> {
    fn push(&mut self, token: &Token<'a>) {
        let Token { kind, text, line, depth, made } = *token;
        let text = match kind {
            Kind::Text if text.contains('\\') && text.len() <= LONGEST => escapes(text),
            _ => Cow::Borrowed(text),
        };
        self.out.push(Piece { kind, text, line, depth, made });
        match (kind, token.text) {
            (Kind::Text, _) => self.joined_to_last(),
            (Kind::Sign, "(" | "[" | "{") => self.open.push(self.out.len() - 1),
            (Kind::Sign, ")" | "]" | "}") => self.closed(),
            (Kind::End, _) => {
                self.open.clear();
                self.ended();
            }
            _ => {}
        }
    }

    /// `"a" + "b"` and, in Python, `"a" "b"`.
    fn joined_to_last(&mut self) {
        let [.., before, _] = self.out.as_slice() else { return };
        let from = match self.out.len() {
            _ if before.is_text() => self.out.len() - 2,
            length if before.is("+") && length >= 3 && self.out[length - 3].is_text() => length - 3,
            _ => return,
        };
        let made = self.out[from].made.and(self.out[self.out.len() - 1].made);
        let text = format!("{}{}", self.out[from].text, self.out[self.out.len() - 1].text);
        self.replace((from, text, made));
    }

    /// A bracket closes: what it holds may make a text.
    fn closed(&mut self) {
        let Some(open) = self.open.pop() else { return };
        self.remember(open);
        if let Some((at, text)) = self.by_name(open) {
            let bracket = self.out.pop();
            self.replace((at, text, Made::Written));
            self.out.extend(bracket);
        }
        if let Some(whole) = self.whole(open) {
            self.replace(whole);
            // The new text may follow a `+`, and so be a piece itself.
            self.joined_to_last();
        }
    }

    fn whole(&self, open: usize) -> Option<Whole> {
        let last = self.out.len() - 1;
        let before = open.checked_sub(1).and_then(|at| self.out.get(at));
        let inside = &self.out[open + 1..last];
        if self.out[last].is("]") {
            return self.reversed(open, inside).or_else(|| self.picked(open, inside));
        }
        if !self.out[last].is(")") {
            return None;
        }
        match before {
            Some(name) if name.kind == Kind::Name => self.called(open, inside),
            Some(sign) if matches!(&*sign.text, ")" | "]") || sign.is_text() => None,
            // `("a" + "b")`
            _ => match inside {
                [one] if one.is_text() => Some((open, one.text.to_string(), one.made)),
                _ => None,
            },
        }
    }

    /// `"abc"[::-1]`.
    fn reversed(&self, open: usize, inside: &[Piece<'_>]) -> Option<Whole> {
        let text = self.out.get(open.checked_sub(1)?).filter(|piece| piece.is_text())?;
        let sign = |at: usize, sign: &str| inside.get(at).is_some_and(|piece| piece.text == sign);
        let back =
            inside.len() == 4 && sign(0, ":") && sign(1, ":") && sign(2, "-") && sign(3, "1");
        back.then(|| (open - 1, text.text.chars().rev().collect(), Made::Hidden))
    }

    /// `names[2]` of a list that is written out, `value[key]` with a key that is.
    fn picked(&self, open: usize, inside: &[Piece<'_>]) -> Option<Whole> {
        let [index] = inside else { return None };
        let name = self.out.get(open.checked_sub(1)?).filter(|piece| piece.kind == Kind::Name)?;
        let part = open >= 2 && (self.out[open - 2].is(".") || self.out[open - 2].is("?."));
        let list = self.lists.get(&*name.text).filter(|_| !part)?;
        let text = list.get(number(&index.text)?)?;
        Some((open - 1, text.clone(), Made::Written))
    }

    /// Calls of texts that give a text.
    fn called(&self, open: usize, inside: &[Piece<'_>]) -> Option<Whole> {
        // What brackets hold is looked through for each of them: in deep ones that would take its time.
        if inside.len() > LIST {
            return None;
        }
        let name = &*self.out[open - 1].text;
        let dotted = open >= 2 && self.out[open - 2].is(".");
        let on = open.checked_sub(3).filter(|_| dotted);
        let text = on.map(|at| &self.out[at]).filter(|piece| piece.is_text());
        match (name, text) {
            ("join", Some(text)) => {
                let parts = list(inside)?;
                Some((open - 3, parts.join(&text.text), Made::Written))
            }
            ("join", None) => self.joined(on?, inside),
            ("concat", Some(text)) => {
                let parts = texts(inside)?;
                Some((open - 3, format!("{}{}", text.text, parts.concat()), Made::Written))
            }
            ("decode" | "toString" | "strip" | "trim", Some(text)) if text.made == Made::Hidden => {
                Some((open - 3, text.text.to_string(), Made::Hidden))
            }
            ("atob", _) if !dotted => hidden(open - 1, base64(&only(inside)?)?),
            ("b64decode" | "urlsafe_b64decode", _) if dotted => {
                hidden(open - 3, base64(&only(inside)?)?)
            }
            ("fromhex", _) if dotted => hidden(open - 3, hexadecimal(&only(inside)?)?),
            ("from", _) if on.is_some_and(|at| self.out[at].named("Buffer")) => {
                let [text, form] = texts(inside)?.try_into().ok()?;
                match form.as_str() {
                    "base64" | "base64url" => hidden(open - 3, base64(&text)?),
                    "hex" => hidden(open - 3, hexadecimal(&text)?),
                    _ => None,
                }
            }
            ("chr", _) if !dotted => hidden(open - 1, signs(inside)?),
            ("fromCharCode", _) if dotted => hidden(open - 3, signs(inside)?),
            _ => None,
        }
    }

    /// `["a", "b"].join("")` and `"ba".split("").reverse().join("")`; `end` is the bracket before `.join`.
    fn joined(&self, end: usize, inside: &[Piece<'_>]) -> Option<Whole> {
        let with = only(inside)?;
        if self.out[end].is("]") {
            let open = (0..end).rev().take(LIST).find(|at| self.out[*at].is("["))?;
            let value = open.checked_sub(1).is_none_or(|at| {
                self.out[at].kind == Kind::End
                    || self.out[at].is("(")
                    || self.out[at].is("=")
                    || self.out[at].is("+")
                    || self.out[at].is(",")
                    || self.out[at].is("[")
            });
            let parts = texts(&self.out[open + 1..end]).filter(|_| value)?;
            return Some((open, parts.join(&with), Made::Written));
        }
        let start = end.checked_sub(9)?;
        let words: Vec<&str> = self.out[start + 1..=end].iter().map(|piece| &*piece.text).collect();
        let reversed = words == [".", "split", "(", "", ")", ".", "reverse", "(", ")"];
        let text = self.out.get(start).filter(|piece| piece.is_text() && reversed)?;
        with.is_empty().then(|| (start, text.text.chars().rev().collect(), Made::Hidden))
    }

    /// `require(name)`, `getattr(value, name)`, `value[name]` with a name that was given a text: its place.
    fn by_name(&self, open: usize) -> Option<(usize, String)> {
        let caller = self.out.get(open.checked_sub(1)?).filter(|piece| piece.kind == Kind::Name)?;
        let at = self.out.len().checked_sub(2).filter(|at| *at > open)?;
        let alone = at == open + 1;
        let takes = match &*caller.text {
            "getattr" => self.out[at - 1].is(","),
            "require" | "__import__" | "import_module" | "import" => alone,
            _ => alone && self.out[open].is("["),
        };
        let name = self.out.get(at).filter(|piece| takes && piece.kind == Kind::Name)?;
        let text = self.texts.get(&*name.text).filter(|text| !text.is_empty())?;
        Some((at, text.clone()))
    }

    /// `name = ["a", "b"]`: remembered under the name.
    fn remember(&mut self, open: usize) {
        let last = self.out.len() - 1;
        let Some(at) = open.checked_sub(2).filter(|_| self.out[last].is("]")) else { return };
        let named = self.out[at].kind == Kind::Name && self.out[at + 1].is("=");
        if named
            && self.lists.len() < NAMES
            && let Cow::Borrowed(name) = self.out[at].text.clone()
            && let Some(parts) = texts(&self.out[open + 1..last])
        {
            self.lists.entry(name).or_insert(parts);
        }
    }

    /// `name = "text"`, at the end of a statement: remembered under the name; a second text makes it unknown.
    fn ended(&mut self) {
        let [.., name, sign, text, _] = self.out.as_slice() else { return };
        let named = name.kind == Kind::Name && sign.is("=") && text.is_text();
        if named
            && self.texts.len() < NAMES
            && text.text.len() <= LONGEST
            && let Cow::Borrowed(name) = name.text
        {
            let text = text.text.to_string();
            self.texts.entry(name).and_modify(String::clear).or_insert(text);
        }
    }

    fn replace(&mut self, (from, text, made): Whole) {
        if text.len() > LONGEST || self.bytes + text.len() > MOST {
            return;
        }
        self.bytes += text.len();
        let (line, depth) = (self.out[from].line, self.out[from].depth);
        self.out.truncate(from);
        self.out.push(Piece { kind: Kind::Text, text: Cow::Owned(text), line, depth, made });
    }
}

/// The longest list of texts that is put together, in tokens.
const LIST: usize = 400;

fn hidden(from: usize, text: String) -> Option<Whole> {
    // One or two signs hide nothing: `chr(10)`.
    let made = if text.len() < HIDDEN { Made::Written } else { Made::Hidden };
    Some((from, text, made))
}

/// A hidden text has at least so many bytes.
const HIDDEN: usize = 3;

/// The texts between commas, if there is nothing else.
fn texts(pieces: &[Piece<'_>]) -> Option<Vec<String>> {
    let part = |part: &[Piece<'_>]| match part {
        [one] if one.is_text() => Some(one.text.to_string()),
        _ => None,
    };
    let end = pieces.len() - usize::from(pieces.last().is_some_and(|piece| piece.is(",")));
    pieces[..end].split(|piece| piece.is(",")).map(part).collect()
}

/// The texts of a list that is the only argument.
fn list(inside: &[Piece<'_>]) -> Option<Vec<String>> {
    match inside {
        [open, parts @ .., close]
            if (open.is("[") && close.is("]")) || (open.is("(") && close.is(")")) =>
        {
            texts(parts)
        }
        _ => None,
    }
}

fn only(inside: &[Piece<'_>]) -> Option<String> {
    match inside {
        [one] if one.is_text() => Some(one.text.to_string()),
        _ => None,
    }
}

/// The characters of numbers between commas.
fn signs(inside: &[Piece<'_>]) -> Option<String> {
    let part = |part: &[Piece<'_>]| match part {
        [one] if one.kind == Kind::Other => char::from_u32(u32::try_from(number(&one.text)?).ok()?),
        _ => None,
    };
    inside.split(|piece| piece.is(",")).map(part).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::{python, script};

    fn shown(written: &[Token<'_>]) -> String {
        let pieces = fold(written);
        let folded = tokens(&pieces);
        let words = folded.iter().map(|token| match (token.kind, token.made) {
            (Kind::End, _) => ";".to_owned(),
            (Kind::Text, Made::Hidden) => format!("<{}>", token.text),
            (Kind::Text, Made::Written) => format!("'{}'", token.text),
            _ => token.text.to_owned(),
        });
        words.collect::<Vec<_>>().join(" ")
    }

    #[track_caller]
    fn python(text: &str, expected: &str) {
        assert_eq!(shown(&python::tokens(text)), format!("{expected} ;"), "{text}");
    }

    #[track_caller]
    fn script(text: &str, expected: &str) {
        assert_eq!(shown(&script::tokens(text)), format!("{expected} ;"), "{text}");
    }

    #[test]
    fn pieces_of_python_are_made_whole() {
        python("f('o' + 's')", "f ( 'os' )");
        python("f('o' 's')", "f ( 'os' )");
        python("f('so'[::-1])", "f ( <os> )");
        python("f(''.join(['o', 's']))", "f ( 'os' )");
        python("n = 'os'\n__import__(n)", "n = 'os' ; __import__ ( 'os' )");
        python("n = 'os'\nn = 'sys'\n__import__(n)", "n = 'os' ; n = 'sys' ; __import__ ( n )");
        python("f(base64.b64decode('b3MucGF0aA==').decode())", "f ( <os.path> )");
        python("f(chr(10))", "f ( '\n' )");
        python("f(x + 's', y[::-1])", "f ( x + 's' , y [ : : - 1 ] )");
    }

    #[test]
    fn pieces_of_javascript_are_made_whole() {
        script("f(['e', 'nv'].join(''))", "f ( 'env' )");
        script("f('vne'.split('').reverse().join(''))", "f ( <env> )");
        script("f(atob('ZXZhbA=='))", "f ( <eval> )");
        script("f(Buffer.from('6576616c', 'hex').toString())", "f ( <eval> )");
        script("a = ['x', 'env']; f(a[0x1])", "a = [ 'x' , 'env' ] ; f ( 'env' )");
        script(r"f('\x65nv')", "f ( 'env' )");
        script("f(x.join(''), a[0])", "f ( x . join ( '' ) , a [ 0 ] )");
    }
}
