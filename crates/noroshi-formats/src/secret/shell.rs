//! Secrets that commands and headers carry: `-pSECRET`, `curl -u user:…`, `Bearer …`.

use std::ops::Range;

use super::place::Page;
use super::{Found, value};
use crate::leaked::{Flag, Form, words};

/// What announces such a secret, flags of programs left out.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Sign {
    /// The scheme of an `Authorization` header.
    Header,
    /// A call that takes the password in quotation marks.
    Call,
    /// `net use … /user:name password`.
    NetUse,
    /// `net user name password`.
    NetUser,
    /// `echo password | sudo -S`.
    Sudo,
}

/// The words of each sign.
pub(super) const SIGNS: [(&str, Sign); 9] = [
    ("Authorization: Bearer ", Sign::Header),
    ("Authorization: Basic ", Sign::Header),
    ("Authorization: Token ", Sign::Header),
    ("\"Authorization\": \"Bearer ", Sign::Header),
    ("IDENTIFIED BY ", Sign::Call),
    ("ConvertTo-SecureString ", Sign::Call),
    (" /user:", Sign::NetUse),
    ("net user ", Sign::NetUser),
    (" | sudo -S", Sign::Sudo),
];

/// The secret that a sign announces.
pub(super) fn secret(page: &Page<'_>, hit: Range<usize>, sign: Sign) -> Option<Found> {
    let (range, kind) = match sign {
        Sign::Header => (word(page, hit.end)?, "token"),
        Sign::Call => (quotation(page, hit.end)?, "password"),
        Sign::NetUse => (behind_user(page, hit.end)?, "password"),
        Sign::NetUser => (behind_name(page, hit.end)?, "password"),
        Sign::Sudo => (echoed(page, hit.start)?, "password"),
    };
    known(page, range, kind)
}

/// The password behind a flag, if one of its programs stands before in the line.
pub(super) fn flagged(page: &Page<'_>, hit: &Range<usize>) -> Option<Found> {
    let flags = words().flag.iter().filter(|it| page.text[hit.clone()] == *it.flag);
    flags.into_iter().find_map(|flag| of_flag(page, hit, flag))
}

fn of_flag(page: &Page<'_>, hit: &Range<usize>, flag: &Flag) -> Option<Found> {
    let before = page.line_before(hit.start);
    let mut parts = before.split([' ', '\t', '/', '\\', '|', ';', '&', '(', '`', '"', '\'']);
    let named = |word: &str| {
        let word = word.trim_end_matches(".exe");
        flag.programs.iter().any(|program| program == word)
    };
    if !parts.any(named) {
        return None;
    }
    let rest = &page.text[page.rest_of_line(hit.end)];
    let range = match flag.form {
        Form::Joined if rest.starts_with([' ', '-', '\t']) => return None,
        Form::Joined | Form::Apart => word(page, hit.end)?,
        Form::Login => {
            let login = word(page, hit.end)?;
            let sign = page.text[login.clone()].find([':', '%'])?;
            login.start + sign + 1..login.end
        }
    };
    known(page, range, "password")
}

fn known(page: &Page<'_>, range: Range<usize>, kind: &'static str) -> Option<Found> {
    let secret = page.text.get(range.clone())?;
    (!value::is_placeholder(secret)).then_some(Found { range, kind })
}

/// The word or quotation at a byte.
fn word(page: &Page<'_>, at: usize) -> Option<Range<usize>> {
    let rest = &page.text[page.rest_of_line(at)];
    let inside = value::quoted(rest).unwrap_or_else(|| value::run(rest));
    (inside.len() >= 3).then(|| at + inside.start..at + inside.end)
}

/// The quotation at a byte.
fn quotation(page: &Page<'_>, at: usize) -> Option<Range<usize>> {
    let inside = value::quoted(&page.text[page.rest_of_line(at)])?;
    Some(at + inside.start..at + inside.end)
}

/// The word behind the name of an account.
fn behind_user(page: &Page<'_>, at: usize) -> Option<Range<usize>> {
    let before = page.line_before(at).to_ascii_lowercase();
    before.contains("net use").then(|| behind_name(page, at)).flatten()
}

/// The second word, unless it is an option.
fn behind_name(page: &Page<'_>, at: usize) -> Option<Range<usize>> {
    let name = value::run(&page.text[page.rest_of_line(at)]);
    let start = at + name.end + 1;
    let next = page.text.get(at + name.end..start) == Some(" ");
    let option = page.text.get(start..).is_some_and(|rest| rest.starts_with(['/', '-', '&', '|']));
    (page.holds_commands(at) && next && !option).then(|| word(page, start)).flatten()
}

/// What `echo` prints before a pipe.
fn echoed(page: &Page<'_>, end: usize) -> Option<Range<usize>> {
    let before = page.line_before(end);
    let words = before.rsplit_once("echo ")?.1.trim();
    let bare = words.trim_matches(['\'', '"']);
    let start = end - before.len() + before.rfind(words)? + words.find(bare)?;
    (!bare.is_empty() && !bare.contains(' ')).then(|| start..start + bare.len())
}
