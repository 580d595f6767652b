//! What is said of a pair: the operation that turns one name into the other, and its marks.

use super::align::{Edit, edits};
use super::book::{Book, Entry};
use super::form;
use super::index::JOINED_FROM;
use super::mark::{At, MARK_COUNT, Values};
use super::operation::Operation;

/// Edits that still count as near.
const NEAR: usize = 2;

/// A name that is asked about, with what every pair of it needs.
pub(super) struct Asked<'a> {
    pub(super) name: &'a [u8],
    pub(super) script: form::Script,
    pub(super) plain: Vec<u8>,
    pub(super) ordered: Vec<u8>,
    pub(super) bare: Vec<u8>,
    pub(super) surprises: Vec<f64>,
    pub(super) covered: f64,
    /// How many candidates are within two edits.
    pub(super) crowd: f64,
}

impl<'a> Asked<'a> {
    pub(super) fn new(name: &'a [u8], script: form::Script, book: &Book) -> Self {
        Self {
            plain: form::plain(name),
            ordered: form::ordered(name),
            bare: form::bare(name),
            surprises: book.trigrams.surprises(name),
            covered: book.covered(name),
            crowd: 0.0,
            name,
            script,
        }
    }
}

/// A pair that some operation explains.
pub(super) struct Pair {
    pub(super) operation: Operation,
    pub(super) values: Values,
}

/// How the name comes from the protected one.
enum Way {
    Form(Operation),
    Edited(Vec<Edit>),
    Part { operation: Operation, rest: (usize, usize), joined: f64 },
}

/// The pair, or nothing when no operation leads from one to the other.
pub(super) fn pair(asked: &Asked<'_>, entry: &Entry, book: &Book) -> Option<Pair> {
    let way = way(asked, entry)?;
    let mut values = [0.0; MARK_COUNT];
    let put = &mut values;
    At::Always.set(put, 1.0);
    shared(asked, entry, put);
    let operation = match way {
        Way::Form(operation) => form_marks(operation, entry, put),
        Way::Edited(edits) => edit_marks(&edits, asked, entry, book, put),
        Way::Part { operation, rest, joined } => {
            part_marks(operation, &asked.plain[rest.0..rest.1], joined, entry, book, put)
        }
    };
    let foreign = asked.script == form::Script::Foreign;
    Some(Pair { operation: if foreign { Operation::Foreign } else { operation }, values })
}

fn way(asked: &Asked<'_>, entry: &Entry) -> Option<Way> {
    if asked.plain == entry.plain {
        return Some(Way::Form(Operation::Delimiter));
    }
    if asked.ordered == form::ordered(&entry.name) {
        return Some(Way::Form(Operation::Order));
    }
    if let Some(edits) = edits(asked.name, &entry.name, NEAR)
        && (edits.len() == 1 || entry.name.len() > 5)
    {
        return Some(Way::Edited(edits));
    }
    if form::glyphs(&asked.plain) == form::glyphs(&entry.plain) {
        return Some(Way::Form(Operation::Glyph));
    }
    if asked.bare.len() >= 3 && asked.bare == form::bare(&entry.name) {
        return Some(Way::Form(Operation::Python));
    }
    if form::squeezed(&asked.plain) == form::squeezed(&entry.plain) {
        return Some(Way::Form(Operation::Repeated));
    }
    part(asked, entry)
}

/// The protected name as the beginning or the end of a longer one.
fn part(asked: &Asked<'_>, entry: &Entry) -> Option<Way> {
    let (whole, inner) = (&asked.plain, &entry.plain);
    let (operation, rest) = if whole.starts_with(inner) {
        (Operation::Back, (inner.len(), whole.len()))
    } else if whole.ends_with(inner) {
        (Operation::Front, (0, whole.len() - inner.len()))
    } else {
        return None;
    };
    let cut = if operation == Operation::Back { inner.len() } else { whole.len() - inner.len() };
    let joined = !delimited(asked.name, cut);
    if joined && inner.len() < JOINED_FROM || !in_one_piece(asked, entry, operation) {
        return None;
    }
    Some(Way::Part { operation, rest, joined: f64::from(joined) })
}

/// Whether the protected name stands in the longer one with its own delimiters, or with none:
/// `api-python` does not hold `ipython`.
fn in_one_piece(asked: &Asked<'_>, entry: &Entry, operation: Operation) -> bool {
    let has = |piece: &[u8]| {
        if operation == Operation::Back {
            asked.name.starts_with(piece)
        } else {
            asked.name.ends_with(piece)
        }
    };
    has(&entry.name) || has(&entry.plain)
}

/// Whether a delimiter stands after so many signs that are none.
fn delimited(name: &[u8], cut: usize) -> bool {
    let mut seen = 0;
    for byte in name {
        if form::is_delimiter(*byte) {
            if seen == cut {
                return true;
            }
        } else {
            seen += 1;
        }
    }
    false
}

/// Marks that every pair has.
fn shared(asked: &Asked<'_>, entry: &Entry, put: &mut Values) {
    let length = entry.name.len();
    At::Length.set(put, logarithm(length));
    At::Short.set(put, f64::from(length <= 4));
    At::Five.set(put, f64::from(length == 5));
    At::Six.set(put, f64::from(length == 6));
    At::Eight.set(put, f64::from(length >= 8));
    At::Rank.set(put, entry.rank);
    At::Top.set(put, f64::from(entry.rank < 300.0_f64.ln()));
    At::Single.set(put, f64::from(entry.plain.len() == entry.name.len()));
    let worse = asked.surprises.iter().sum::<f64>() - entry.surprise;
    At::Worse.set(put, worse.clamp(-10.0, 25.0));
    At::Usual.set(put, mean(&asked.surprises));
    At::Covered.set(put, asked.covered);
    At::CoveredLess.set(put, (entry.covered - asked.covered).clamp(-1.0, 1.0));
    At::Crowd.set(put, asked.crowd);
    let ends = asked.name.first() == entry.name.first() && asked.name.last() == entry.name.last();
    At::Ends.set(put, f64::from(ends));
}

fn form_marks(operation: Operation, entry: &Entry, put: &mut Values) -> Operation {
    let mark = match operation {
        Operation::Delimiter => At::Delimiter,
        Operation::Order => At::Order,
        Operation::Glyph => At::Glyph,
        Operation::Repeated => At::Repeated,
        _ => At::Python,
    };
    mark.set(put, 1.0);
    At::FormRank.set(put, entry.rank);
    operation
}

fn edit_marks(
    edits: &[Edit],
    asked: &Asked<'_>,
    entry: &Entry,
    book: &Book,
    put: &mut Values,
) -> Operation {
    let mut operation = Operation::Two;
    for edit in edits {
        operation = one_edit(*edit, asked.name, entry, put);
        places(*edit, asked.name, put);
    }
    let odd = edits.iter().map(|edit| odd(*edit, &asked.surprises)).fold(0.0, f64::max);
    At::Odd.set(put, odd.min(8.0));
    let words = edits.iter().map(|edit| book.often(word_at(asked.name, edit.at())));
    At::Word.set(put, words.fold(0.0, f64::max));
    if edits.len() > 1 {
        At::Two.set(put, 1.0);
        At::TwoRank.set(put, entry.rank);
        At::TwoLength.set(put, logarithm(entry.name.len()));
        operation = two(asked, entry);
    }
    operation
}

/// Two signs before or after the whole name are an affix to a reader, and two edits to the weights.
fn two(asked: &Asked<'_>, entry: &Entry) -> Operation {
    if asked.name.starts_with(&entry.name) {
        Operation::Back
    } else if asked.name.ends_with(&entry.name) {
        Operation::Front
    } else {
        Operation::Two
    }
}

/// The marks of what one edit is; the operation that it is.
fn one_edit(edit: Edit, name: &[u8], entry: &Entry, put: &mut Values) -> Operation {
    let (mark, operation) = match edit {
        Edit::Swapped { .. } => (At::Swapped, Operation::Swapped),
        Edit::Replaced { from, to, .. } => {
            At::Vowel.set(put, f64::from(vowel(from) && vowel(to)));
            At::Near.set(put, f64::from(near(from, to)));
            if form::look(from) == form::look(to) {
                At::Glyph.set(put, 1.0);
                return one_mark(At::Replaced, Operation::Glyph, put);
            }
            digits(from.is_ascii_digit() || to.is_ascii_digit(), edit, name, put);
            (At::Replaced, Operation::Replaced)
        }
        Edit::Inserted { sign, at } => {
            digits(sign.is_ascii_digit(), edit, name, put);
            plural(sign, name.get(at + 1), put);
            added(sign, at, name, put)
        }
        Edit::Deleted { sign, at } => {
            digits(sign.is_ascii_digit(), edit, name, put);
            plural(sign, name.get(at), put);
            let double = at > 0 && name[at - 1] == sign || name.get(at) == Some(&sign);
            let double = double && entry.name.windows(2).any(|two| two == [sign, sign]);
            if double {
                (At::Undoubled, Operation::Dropped)
            } else {
                (At::Dropped, Operation::Dropped)
            }
        }
    };
    mark.set(put, 1.0);
    if operation == Operation::Dropped {
        At::DroppedLong.set(put, logarithm(entry.name.len()));
    }
    operation
}

fn one_mark(mark: At, operation: Operation, put: &mut Values) -> Operation {
    mark.set(put, 1.0);
    operation
}

fn added(sign: u8, at: usize, name: &[u8], put: &mut Values) -> (At, Operation) {
    let (before, after) = (at.checked_sub(1).map(|at| name[at]), name.get(at + 1).copied());
    if before == Some(sign) || after == Some(sign) {
        return (At::Repeated, Operation::Repeated);
    }
    let beside = [before, after].into_iter().flatten().any(|other| near(sign, other));
    At::Near.set(put, f64::from(beside));
    (At::Added, Operation::Added)
}

fn digits(is: bool, edit: Edit, name: &[u8], put: &mut Values) {
    if is {
        At::Digit.set(put, 1.0);
        At::LastDigit.set(put, f64::from(edit.at() + 1 >= name.len()));
    }
}

fn plural(sign: u8, next: Option<&u8>, put: &mut Values) {
    let end = next.is_none_or(|byte| form::is_delimiter(*byte));
    if sign == b's' && end {
        At::Plural.set(put, 1.0);
    }
}

fn places(edit: Edit, name: &[u8], put: &mut Values) {
    if edit.at() == 0 {
        At::First.set(put, 1.0);
    }
    if edit.at() + 1 >= name.len() {
        At::Last.set(put, 1.0);
    }
}

/// Mean surprise of the signs that see the edit: its own and the two after it.
fn odd(edit: Edit, surprises: &[f64]) -> f64 {
    let from = edit.at().min(surprises.len() - 1);
    mean(&surprises[from..(from + 3).min(surprises.len())])
}

fn part_marks(
    operation: Operation,
    rest: &[u8],
    joined: f64,
    entry: &Entry,
    book: &Book,
    put: &mut Values,
) -> Operation {
    let mark = if operation == Operation::Back { At::Back } else { At::Front };
    mark.set(put, 1.0);
    At::Joined.set(put, joined);
    At::Rest.set(put, logarithm(rest.len()));
    At::RestWord.set(put, book.often(rest));
    At::RestOdd.set(put, mean(&book.trigrams.surprises(rest)));
    At::PartRank.set(put, entry.rank);
    At::PartLength.set(put, logarithm(entry.name.len()));
    At::Digit.set(put, f64::from(rest.iter().all(u8::is_ascii_digit)));
    operation
}

/// The word of the name that an edit is in.
fn word_at(name: &[u8], at: usize) -> &[u8] {
    let at = at.min(name.len());
    let start =
        name[..at].iter().rposition(|byte| form::is_delimiter(*byte)).map_or(0, |at| at + 1);
    let end = name[at..].iter().position(|byte| form::is_delimiter(*byte));
    &name[start.min(at)..end.map_or(name.len(), |end| at + end)]
}

fn vowel(byte: u8) -> bool {
    matches!(byte, b'a' | b'e' | b'i' | b'o' | b'u' | b'y')
}

/// Whether two keys are neighbours on a QWERTY keyboard.
fn near(left: u8, right: u8) -> bool {
    match (key(left), key(right)) {
        (Some((row, column)), Some((other, beside))) => {
            row.abs_diff(other) <= 1 && column.abs_diff(beside) <= 1 && left != right
        }
        _ => false,
    }
}

fn key(byte: u8) -> Option<(usize, usize)> {
    let rows: [&[u8]; 4] = [b"1234567890-", b"qwertyuiop", b"asdfghjkl", b"zxcvbnm"];
    rows.iter()
        .enumerate()
        .find_map(|(row, keys)| keys.iter().position(|key| *key == byte).map(|at| (row, at)))
}

fn mean(values: &[f64]) -> f64 {
    values.iter().sum::<f64>() / count(values.len().max(1))
}

pub(super) fn logarithm(length: usize) -> f64 {
    count(length.max(1)).ln()
}

fn count(length: usize) -> f64 {
    f64::from(u32::try_from(length).unwrap_or(u32::MAX))
}
