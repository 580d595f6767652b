//! Secrets that are known by their own form: vendors' tokens, keys in PEM, passwords in
//! addresses, hashes of passwords.

use std::ops::Range;

use super::place::{Mode, Page};
use super::{Found, value};
use crate::leaked::Token;

/// What announces such a secret.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Sign {
    Pem,
    PuttyKey,
    Jwt,
    Address,
    Crypt,
    NtHash,
    MailAndPassword,
    SharedAccessSignature,
}

/// The words of each sign.
pub(super) const SIGNS: [(&str, Sign); 16] = [
    ("-----BEGIN ", Sign::Pem),
    ("Private-Lines: ", Sign::PuttyKey),
    ("eyJ", Sign::Jwt),
    ("://", Sign::Address),
    ("$1$", Sign::Crypt),
    ("$2a$", Sign::Crypt),
    ("$2b$", Sign::Crypt),
    ("$2y$", Sign::Crypt),
    ("$5$", Sign::Crypt),
    ("$6$", Sign::Crypt),
    ("$y$", Sign::Crypt),
    ("$apr1$", Sign::Crypt),
    ("$argon2", Sign::Crypt),
    (":::", Sign::NtHash),
    ("@", Sign::MailAndPassword),
    ("sig=", Sign::SharedAccessSignature),
];

/// Most bytes of a key in PEM; 16,384 bits of RSA take 13,000.
const LONGEST_KEY: usize = 1 << 16;
/// Most bytes of a JSON web token.
const LONGEST_TOKEN: usize = 8_192;
/// Most bytes of a login in an address.
const LONGEST_LOGIN: usize = 300;

/// A vendor's token that starts at `hit`.
pub(super) fn token(
    page: &Page<'_>,
    hit: Range<usize>,
    token: &'static Token,
    start: usize,
) -> Option<Found> {
    let before = page.before(hit.start);
    let inside = before.is_some_and(|sign| sign.is_ascii_alphanumeric() || sign == '_');
    // `sk-sk-…` is no token within another.
    let inside = inside || before == Some('-') && token.starts[start].ends_with('-');
    let exact = page.text[hit.clone()] == token.starts[start];
    if inside || !exact {
        return None;
    }
    let rest = &page.text.as_bytes()[hit.end..];
    let length =
        rest.iter().take(token.most + 1).take_while(|byte| token.signs.hold(**byte)).count();
    let body = &page.text[hit.end..hit.end + length];
    let fits = (token.least..=token.most).contains(&length) && !is_word(body);
    fits.then(|| Found { range: hit.start..hit.end + length, kind: token.kind.as_str() })
}

/// Letters of one case with hyphens: the name of a page or a package.
fn is_word(body: &str) -> bool {
    body.bytes().all(|byte| byte.is_ascii_lowercase() || b"-._/".contains(&byte))
}

/// The secret that a sign announces.
pub(super) fn secret(page: &Page<'_>, hit: Range<usize>, sign: Sign) -> Option<Found> {
    let (range, kind) = match sign {
        Sign::Pem => (pem(page, hit.end)?, "private-key"),
        Sign::PuttyKey => (putty(page, hit.end)?, "private-key"),
        Sign::Jwt => (jwt(page, hit.start)?, "jwt"),
        Sign::Address => (login(page, hit)?, "password"),
        Sign::Crypt => (crypt(page, hit.start)?, "password-hash"),
        Sign::NtHash => (nt_hash(page, hit.start)?, "password-hash"),
        Sign::MailAndPassword => (behind_mail(page, hit)?, "password"),
        Sign::SharedAccessSignature => (signature(page, hit)?, "azure-key"),
    };
    Some(Found { range, kind })
}

/// The body between `-----BEGIN … PRIVATE KEY-----` and its end, line ends outside; of a key
/// that is cut off, the lines that still belong to it.
fn pem(page: &Page<'_>, at: usize) -> Option<Range<usize>> {
    let line = page.rest_of_line(at);
    let words = &page.text[line.clone()];
    let label = words.split("-----").next()?;
    if !label.ends_with("PRIVATE KEY") && !label.ends_with("PRIVATE KEY BLOCK") || label.len() > 40
    {
        return None;
    }
    let start = at + label.len() + "-----".len();
    let most = page.text.floor_char_boundary(page.text.len().min(start + LONGEST_KEY));
    let rest = page.text.get(start..most)?;
    // The next marker, whichever it is: a key does not hold one.
    let next = rest.find("-----").filter(|at| rest[*at..].starts_with("-----END"));
    let end = next.unwrap_or_else(|| cut_off(rest));
    let body = &rest[..end];
    let front = body.len() - body.trim_start().len();
    let front = front + escapes(&body[front..]);
    let back = body.trim_end().trim_end_matches("\\n").trim_end_matches("\\r").len();
    (front < back).then(|| start + front..start + back)
}

/// Line ends as JSON and settings write them.
fn escapes(text: &str) -> usize {
    text.len() - text.trim_start_matches("\\r").trim_start_matches("\\n").len()
}

/// Length of the lines that hold nothing but base64 and headers of a key.
fn cut_off(rest: &str) -> usize {
    let key = |byte: u8| byte.is_ascii_alphanumeric() || b"+/=:-,\\\"".contains(&byte);
    let header = |line: &str| line.starts_with("Proc-Type:") || line.starts_with("DEK-Info:");
    let lines = rest.split_inclusive('\n');
    let own = lines.take_while(|line| {
        let line = line.trim();
        line.is_empty() || header(line) || line.bytes().all(key)
    });
    own.map(str::len).sum()
}

/// The lines of a PuTTY key: their number stands behind the sign.
fn putty(page: &Page<'_>, at: usize) -> Option<Range<usize>> {
    let line = page.rest_of_line(at);
    let count: usize = page.text[line.clone()].trim().parse().ok()?;
    let rest = &page.text[line.end..];
    let start = line.end + rest.len() - rest.trim_start().len();
    let lines = page.text[start..].split_inclusive('\n').take(count.min(500));
    let length: usize = lines.map(str::len).sum();
    let end = start + page.text[start..start + length].trim_end().len();
    (start < end).then_some(start..end)
}

/// Header, payload and signature of a JSON web token.
///
/// Source: RFC 7519, 3; RFC 7515, 7.1.
fn jwt(page: &Page<'_>, start: usize) -> Option<Range<usize>> {
    if page.before(start).is_some_and(|sign| sign.is_ascii_alphanumeric()) {
        return None;
    }
    let rest = &page.text.as_bytes()[start..page.text.len().min(start + LONGEST_TOKEN)];
    let own = |byte: &u8| byte.is_ascii_alphanumeric() || b"-_".contains(byte);
    let header = rest.iter().take_while(|byte| own(byte)).count();
    if header < 12 || !rest[header..].starts_with(b".eyJ") {
        return None;
    }
    let length = rest.iter().take_while(|byte| own(byte) || **byte == b'.').count();
    Some(start..start + page.text[start..start + length].trim_end_matches('.').len())
}

/// The password of `scheme://user:password@host`.
///
/// Source: RFC 3986, 3.2.1. The last `@` before the path ends the login, because people do
/// not escape those in passwords.
fn login(page: &Page<'_>, hit: Range<usize>) -> Option<Range<usize>> {
    let scheme = page.before(hit.start).is_some_and(|sign| sign.is_ascii_alphanumeric());
    let line = page.rest_of_line(hit.end);
    let rest = &page.text[line.start..line.end];
    let rest = &rest[..rest.floor_char_boundary(LONGEST_LOGIN.min(rest.len()))];
    let ends = |sign: char| {
        sign.is_whitespace() || matches!(sign, '"' | '\'' | '<' | '>' | '`' | '」' | '。' | '、')
    };
    let address = &rest[..rest.find(ends).unwrap_or(rest.len())];
    let path = address.find(['/', '?', '#']).unwrap_or(address.len());
    let at = address[..path].rfind('@').filter(|at| is_host(&address[at + 1..path]));
    let at = at.or_else(|| unescaped(address))?;
    let colon = address[..at].find(':')?;
    let range = hit.end + colon + 1..hit.end + at;
    let password = page.text.get(range.clone())?;
    (scheme && !value::is_placeholder(password)).then_some(range)
}

/// A name with a dot, one with a port, or one in brackets; the machine itself; nothing else
/// behind it.
fn is_host(text: &str) -> bool {
    text.contains(['.', ':', '[']) || text.eq_ignore_ascii_case("localhost")
}

/// The `@` of a login before a host without a dot, or whose password holds `/`, `?` or `#`:
/// there must be a colon before any of them, and no port behind it.
fn unescaped(address: &str) -> Option<usize> {
    let at = address.rfind('@')?;
    let colon = address[..at].find(':')?;
    let first = address.find(['/', '?', '#']).unwrap_or(address.len());
    let port = address.get(colon + 1..first)?.bytes().all(|byte| byte.is_ascii_digit());
    (!port || first > at).then_some(at)
}

/// A hash in the form of crypt(3), as `/etc/shadow` and `.htpasswd` hold it.
fn crypt(page: &Page<'_>, start: usize) -> Option<Range<usize>> {
    let own = |byte: &&u8| byte.is_ascii_alphanumeric() || b"$./=,+".contains(byte);
    let rest = &page.text.as_bytes()[start..page.text.len().min(start + 512)];
    let length = rest.iter().take_while(own).count();
    let hash = &page.text[start..start + length];
    (length >= 28 && hash.matches('$').count() >= 3).then(|| start..start + length)
}

/// The two hashes before `:::` in a line of a dump of Windows accounts.
fn nt_hash(page: &Page<'_>, end: usize) -> Option<Range<usize>> {
    let start = end.checked_sub(65)?;
    let (lm, nt) = page.text.get(start..end)?.split_once(':')?;
    let hash = |text: &str| text.len() == 32 && text.bytes().all(|byte| byte.is_ascii_hexdigit());
    (hash(lm) && hash(nt)).then_some(start..end)
}

/// `mail@host.example:password` alone in its line, as collections of stolen logins have it.
fn behind_mail(page: &Page<'_>, hit: Range<usize>) -> Option<Range<usize>> {
    let line = page.rest_of_line(hit.end);
    let rest = &page.text[line.clone()];
    let host = rest
        .bytes()
        .take_while(|byte| byte.is_ascii_alphanumeric() || b".-".contains(byte))
        .count();
    let sign = rest[host..].chars().next().filter(|sign| matches!(sign, ':' | ';' | '|'))?;
    let password = rest[host + sign.len_utf8()..].trim_end();
    if password.len() < 4 || password.len() > 128 || !rest[..host].contains('.') {
        return None;
    }
    let user = page.line_before(hit.start);
    let part = |byte: u8| byte.is_ascii_alphanumeric() || b"._+-".contains(&byte);
    let address = !user.is_empty() && user.bytes().all(part);
    let alone = value::is_graphic(password) && !value::is_placeholder(password);
    let start = hit.end + host + 1;
    (address && alone && !password.starts_with("//")).then(|| start..start + password.len())
}

/// The signature of a shared access address of Azure storage.
fn signature(page: &Page<'_>, hit: Range<usize>) -> Option<Range<usize>> {
    let query = page.before(hit.start).is_some_and(|sign| matches!(sign, '?' | '&' | ';'));
    let rest = &page.text[page.rest_of_line(hit.end)];
    let own = |byte: u8| byte.is_ascii_alphanumeric() || b"%+/=-_".contains(&byte);
    let length = rest.bytes().take_while(|byte| own(*byte)).count();
    (query && length >= 40).then(|| hit.end..hit.end + length)
}

impl Page<'_> {
    /// Whether commands are expected at a byte.
    pub(super) fn holds_commands(&self, at: usize) -> bool {
        self.mode(at) != Mode::Prose
    }
}
