//! Secrets that commands and headers carry: `-pSECRET`, `curl -u user:…`, `Bearer …`.

use std::ops::Range;

use super::place::Page;
use super::{Found, value};

/// What announces such a secret.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Sign {
    /// `-p` of the clients of databases and of `sshpass`.
    Flag,
    /// `-u user:password` of curl.
    User,
    /// The scheme of an `Authorization` header.
    Header,
    /// `IDENTIFIED BY '…'` of SQL.
    Sql,
    /// `net use … /user:name password`.
    NetUse,
}

/// The words of each sign.
pub(super) const SIGNS: [(&str, Sign); 9] = [
    (" -p", Sign::Flag),
    (" -u ", Sign::User),
    (" --user ", Sign::User),
    ("Authorization: Bearer ", Sign::Header),
    ("Authorization: Basic ", Sign::Header),
    ("Authorization: Token ", Sign::Header),
    ("IDENTIFIED BY ", Sign::Sql),
    (" /user:", Sign::NetUse),
    ("\"Authorization\": \"Bearer ", Sign::Header),
];

/// Programs whose `-p` is a password.
const CLIENTS: [&str; 9] =
    ["mysql", "mysqldump", "mysqladmin", "mariadb", "sshpass", "mongo", "mongosh", "mongodump", "smbclient"];
/// Programs whose `-u` is a name with a password.
const FETCHERS: [&str; 4] = ["curl", "wget", "http ", "smbmap"];

/// The secret that a sign announces.
pub(super) fn secret(page: &Page<'_>, hit: Range<usize>, sign: Sign) -> Option<Found> {
    let (range, kind) = match sign {
        Sign::Flag => (flag(page, hit)?, "password"),
        Sign::User => (user(page, hit)?, "password"),
        Sign::Header => (word(page, hit.end)?, "token"),
        Sign::Sql => (quotation(page, hit.end)?, "password"),
        Sign::NetUse => (behind_user(page, hit.end)?, "password"),
    };
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

fn flag(page: &Page<'_>, hit: Range<usize>) -> Option<Range<usize>> {
    let before = page.line_before(hit.start);
    let client = before.split_whitespace().any(|word| CLIENTS.iter().any(|it| word.ends_with(it)));
    let rest = &page.text[page.rest_of_line(hit.end)];
    let exact = page.text[hit.clone()].ends_with('p');
    let separate = rest.starts_with(' ') && before.contains("sshpass");
    let start = hit.end + usize::from(separate);
    let joined = rest.starts_with(|sign: char| !sign.is_whitespace() && sign != '-');
    (client && exact && (joined || separate)).then(|| word(page, start)).flatten()
}

fn user(page: &Page<'_>, hit: Range<usize>) -> Option<Range<usize>> {
    let before = page.line_before(hit.start);
    FETCHERS.iter().any(|it| before.contains(it)).then_some(())?;
    let login = word(page, hit.end)?;
    let colon = page.text[login.clone()].find(':')?;
    Some(login.start + colon + 1..login.end)
}

/// The word behind the name of an account, or before the drive's options.
fn behind_user(page: &Page<'_>, at: usize) -> Option<Range<usize>> {
    let before = page.line_before(at).to_ascii_lowercase();
    let name = value::run(&page.text[page.rest_of_line(at)]);
    let start = at + name.end + 1;
    let next = page.text.get(at + name.end..start) == Some(" ");
    (page.holds_commands(at) && before.contains("net use") && next).then(|| word(page, start)).flatten()
}
