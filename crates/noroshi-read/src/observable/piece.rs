//! Pieces of printable ASCII between white space, quotes and other scripts.

use std::borrow::Cow;
use std::ops::Range;

use super::defang;

/// A piece of the text, refanged, with the way back for each of its bytes.
#[derive(Debug)]
pub(super) struct Piece<'a> {
    /// Refanged; the text itself when nothing had to change.
    pub(super) clear: Cow<'a, str>,
    /// Where it starts in the shadow.
    pub(super) start: usize,
    /// Where it ends in the shadow.
    pub(super) end: usize,
    /// Shadow offset of each refanged byte, and of the end; `None` when nothing changed.
    pub(super) map: Option<Vec<usize>>,
}

/// What can be seen of a piece at once.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Look {
    pub(super) has_scheme: bool,
    pub(super) has_backslash: bool,
    pub(super) starts_like_path: bool,
}

impl<'a> Piece<'a> {
    /// Where a range of the refanged text stands in the shadow.
    pub(super) fn range(&self, range: Range<usize>) -> Range<usize> {
        match &self.map {
            None => self.start + range.start..self.start + range.end,
            Some(map) => {
                let at = |index: usize| map.get(index).copied().unwrap_or(self.end);
                let last = range.end.checked_sub(1).map_or(self.start, at);
                let closing = at(range.end);
                // A defanged dot behind the value is not part of it.
                let end = if closing > last + 1 && range.end < self.clear.len() {
                    last + 1
                } else {
                    closing
                };
                at(range.start)..end.max(last + 1)
            }
        }
    }

    /// Whether something had to be refanged inside a range of the refanged text.
    pub(super) fn is_defanged(&self, range: &Range<usize>) -> bool {
        let shadow = self.range(range.clone());
        self.map.is_some() && (shadow.len() != range.len() || self.changed(range))
    }

    fn changed(&self, range: &Range<usize>) -> bool {
        let Some(map) = &self.map else { return false };
        range.clone().any(|at| {
            map.get(at + 1).zip(map.get(at)).is_some_and(|(next, this)| *next != this + 1)
        })
    }

    pub(super) fn look(&self) -> Look {
        let clear = self.clear.as_ref();
        let first = clear.as_bytes().first().copied().unwrap_or(b' ');
        Look {
            has_scheme: memchr::memmem::find(clear.as_bytes(), b"://").is_some(),
            has_backslash: memchr::memchr(b'\\', clear.as_bytes()).is_some(),
            starts_like_path: matches!(first, b'/' | b'~' | b'%' | b'(') && clear.contains('/'),
        }
    }

    /// The parts between commas, semicolons and brackets, without the marks around them.
    pub(super) fn parts(&self) -> impl Iterator<Item = Part<'_, 'a>> {
        let splits = |byte: u8| {
            matches!(byte, b',' | b';' | b'(' | b')' | b'[' | b']' | b'{' | b'}' | b'=' | b'|')
        };
        let bytes = self.clear.as_bytes();
        let mut at = 0;
        std::iter::from_fn(move || {
            while at < bytes.len() && splits(bytes[at]) {
                at += 1;
            }
            let start = at;
            while at < bytes.len() && !splits(bytes[at]) {
                at += 1;
            }
            (start < at).then(|| Part { piece: self, range: trim(&self.clear, start..at) })
        })
    }
}

/// A part of a piece that may be one value.
#[derive(Debug)]
pub(super) struct Part<'p, 'a> {
    pub(super) piece: &'p Piece<'a>,
    pub(super) range: Range<usize>,
}

impl Part<'_, '_> {
    pub(super) fn text(&self) -> &str {
        &self.piece.clear[self.range.clone()]
    }
}

/// Takes punctuation off both ends.
fn trim(clear: &str, range: Range<usize>) -> Range<usize> {
    let text = &clear[range.clone()];
    let front =
        text.len() - text.trim_start_matches(['.', ':', '!', '?', '*', '-', '#', '&', '+']).len();
    let text = &text[front..];
    let kept = text.trim_end_matches(['.', ':', '!', '?', '*', '-', '&', '/', '+']).len();
    range.start + front..range.start + front + kept
}

/// Calls `take` for each piece that could hold a value. Most words of running text have no
/// mark that any value needs, and are passed over by one look at each byte.
pub(super) fn each<'a>(text: &'a str, mut take: impl FnMut(&Piece<'a>)) {
    let bytes = text.as_bytes();
    let mut at = 0;
    while at < bytes.len() {
        if CLASS[usize::from(bytes[at])] == SPLIT {
            at += 1;
            continue;
        }
        let (run_end, marks) = run(bytes, at);
        let end = extend(text, run_end);
        if marks >= MARK || end > run_end || worth_looking(&bytes[at..end]) {
            take(&defang::piece(text, at, end));
        }
        at = end;
    }
}

const SPLIT: u8 = 0;
const PLAIN: u8 = 1;
const MARK: u8 = 2;

/// Class of each byte: white space, quotes and everything that is not ASCII split; `. : / \ @ # [ %`
/// may be part of a value; the rest is plain.
static CLASS: [u8; 256] = classes();

const fn classes() -> [u8; 256] {
    let mut table = [SPLIT; 256];
    let mut byte = 0x21;
    while byte < 0x7f {
        table[byte] = PLAIN;
        byte += 1;
    }
    table[b'"' as usize] = SPLIT;
    table[b'\'' as usize] = SPLIT;
    table[b'`' as usize] = SPLIT;
    table[b'<' as usize] = SPLIT;
    table[b'>' as usize] = SPLIT;
    let marks = b".:/\\@#[%(";
    let mut at = 0;
    while at < marks.len() {
        table[marks[at] as usize] = MARK;
        at += 1;
    }
    table
}

/// The end of the run of printable bytes at `at`, and the highest class inside; a dot or a
/// bracket that only closes the run does not count.
fn run(bytes: &[u8], at: usize) -> (usize, u8) {
    let (mut end, mut highest, mut pending) = (at, PLAIN, PLAIN);
    while let Some(&byte) = bytes.get(end) {
        match CLASS[usize::from(byte)] {
            SPLIT => break,
            MARK => pending = MARK,
            _ => highest = highest.max(pending),
        }
        end += 1;
    }
    (end, highest)
}

/// A run without a mark can still be a hash, an id or an address of Bitcoin.
fn worth_looking(run: &[u8]) -> bool {
    match run.len() {
        0..=4 => false,
        5..=25 => {
            matches!(run[0], b'T' | b'C' | b'c' | b'J' | b'j' | b'(')
                && run.iter().any(u8::is_ascii_digit)
        }
        _ => true,
    }
}

/// Goes over what writers put between the parts of a value: `evil [.] com`, `evil。com`,
/// `evil .com`. Only a look at the next few bytes.
fn extend(text: &str, end: usize) -> usize {
    let mut end = end;
    while let Some(joined) = text.get(end..).and_then(|rest| defang::joint(&text[..end], rest)) {
        let (next, _) = run(text.as_bytes(), end + joined);
        end = next;
    }
    end
}
