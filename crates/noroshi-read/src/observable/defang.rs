//! Values written so that nobody clicks on them, and back.

use std::borrow::Cow;

use super::host;
use super::piece::Piece;

/// What stands for what. Longer forms first, so that `[://]` is not read as `[:`.
///
/// Source: forms seen in public reports; see the table in `docs/reference/reading.md`.
const FORMS: &[(&str, &str)] = &[
    ("[://]", "://"),
    ("[:]//", "://"),
    ("[:]", ":"),
    ("[/]", "/"),
    ("[.]", "."),
    ("(.)", "."),
    ("{.}", "."),
    ("[dot]", "."),
    ("(dot)", "."),
    ("{dot}", "."),
    ("[punkt]", "."),
    ("[@]", "@"),
    ("(@)", "@"),
    ("[at]", "@"),
    ("(at)", "@"),
    ("{at}", "@"),
    (" [.] ", "."),
    (" [.]", "."),
    ("[.] ", "."),
    ("。", "."),
    ("[.", "."),
    (".]", "."),
    ("[:", ":"),
    (" .", "."),
];

/// Schemes that stand for others.
const SCHEMES: &[(&str, &str)] = &[
    ("hxxps", "https"),
    ("hxxp", "http"),
    ("h**ps", "https"),
    ("h**p", "http"),
    ("htxp", "http"),
    ("hxtp", "http"),
    ("hxtps", "https"),
    ("meows", "https"),
    ("meow", "http"),
    ("fxp", "ftp"),
];

/// The piece from `start` to `end`, refanged.
pub(super) fn piece(text: &str, start: usize, end: usize) -> Piece<'_> {
    let raw = &text[start..end];
    if !may_be_defanged(raw) {
        return Piece { clear: Cow::Borrowed(raw), start, end, map: None };
    }
    let (clear, map) = refang(raw, start);
    Piece { clear: Cow::Owned(clear), start, end, map: Some(map) }
}

fn may_be_defanged(raw: &str) -> bool {
    let signs = raw.bytes().fold(0, |signs, byte| signs | SIGNS[usize::from(byte)]);
    let has = |sign: u8| signs & sign != 0;
    has(CERTAIN)
        || (has(BRACKET) && ["(.)", "(dot)", "(at)", "(@)"].iter().any(|form| raw.contains(form)))
        || (has(COLON) && has_other_scheme(raw))
        || (has(BACKSLASH) && escaped_dot(raw))
}

const CERTAIN: u8 = 1;
const BRACKET: u8 = 2;
const COLON: u8 = 4;
const BACKSLASH: u8 = 8;

/// What each byte may be a part of, so that one look at a piece tells what to search it for.
static SIGNS: [u8; 256] = signs();

const fn signs() -> [u8; 256] {
    let mut table = [0; 256];
    let mut byte = 0x80;
    while byte < 256 {
        table[byte] = CERTAIN;
        byte += 1;
    }
    table[b'[' as usize] = CERTAIN;
    table[b'{' as usize] = CERTAIN;
    table[b'*' as usize] = CERTAIN;
    table[b' ' as usize] = CERTAIN;
    table[b'(' as usize] = BRACKET;
    table[b':' as usize] = COLON;
    table[b'\\' as usize] = BACKSLASH;
    table
}

/// `evil\.com`, but not a Windows path.
fn escaped_dot(raw: &str) -> bool {
    raw.contains("\\.") && !raw.replace("\\.", "").contains('\\')
}

/// `hxxp://` and its like.
fn has_other_scheme(raw: &str) -> bool {
    let ends = |before: &str, scheme: &str| {
        let from = before.len().checked_sub(scheme.len());
        from.is_some_and(|from| before.as_bytes()[from..].eq_ignore_ascii_case(scheme.as_bytes()))
    };
    raw.match_indices("://")
        .any(|(at, _)| SCHEMES.iter().any(|(scheme, _)| ends(&raw[..at], scheme)))
}

fn refang(raw: &str, start: usize) -> (String, Vec<usize>) {
    let (mut clear, mut map) =
        (String::with_capacity(raw.len()), Vec::with_capacity(raw.len() + 1));
    let escaped = escaped_dot(raw);
    let mut at = 0;
    while let Some(sign) = raw[at..].chars().next() {
        let (taken, with) = form(raw, at, escaped).unwrap_or((sign.len_utf8(), ""));
        if with.is_empty() {
            clear.push(sign);
            map.extend((0..sign.len_utf8()).map(|step| start + at + step));
        } else {
            clear.push_str(with);
            map.extend(std::iter::repeat_n(start + at, with.len()));
        }
        at += taken;
    }
    map.push(start + raw.len());
    (clear, map)
}

/// The defanged form that starts at `at`: how many bytes it takes, and what it stands for.
fn form(raw: &str, at: usize, escaped: bool) -> Option<(usize, &'static str)> {
    let rest = &raw[at..];
    let folded =
        |form: &str| rest.get(..form.len()).is_some_and(|head| head.eq_ignore_ascii_case(form));
    let inner = at > 0;
    match rest.as_bytes()[0] {
        b'[' | b'(' | b'{' | b' ' | b'.' | 0xe3 if inner || rest.len() > 3 => {
            FORMS.iter().find(|(form, _)| folded(form)).map(|(form, with)| (form.len(), *with))
        }
        b'\\' if escaped && rest.starts_with("\\.") => Some((2, ".")),
        b'h' | b'H' | b'm' | b'M' | b'f' | b'F' => scheme(rest),
        _ => None,
    }
}

fn scheme(rest: &str) -> Option<(usize, &'static str)> {
    let (from, with) = SCHEMES
        .iter()
        .filter(|(from, _)| {
            rest.get(..from.len()).is_some_and(|head| head.eq_ignore_ascii_case(from))
        })
        .max_by_key(|(from, _)| from.len())?;
    let after = &rest[from.len()..];
    (after.starts_with(':') || after.starts_with("[:")).then_some((from.len(), *with))
}

/// Whether the text goes on over a gap that only defanging makes: how many bytes it has.
///
/// `before` ends with a piece, `rest` starts behind it.
pub(super) fn joint(before: &str, rest: &str) -> Option<usize> {
    let label = |text: &str| text.bytes().next().is_some_and(|byte| byte.is_ascii_alphanumeric());
    if rest.starts_with(" [.] ") || rest.starts_with(" [.]") {
        return Some(1).filter(|_| {
            before.bytes().next_back().is_some_and(|byte| byte.is_ascii_alphanumeric())
        });
    }
    if before.ends_with("[.]") && rest.starts_with(' ') && label(&rest[1..]) {
        return Some(1);
    }
    if let Some(after) = rest.strip_prefix('。') {
        return (label(after) && host::ends_and_starts_like_host(before, after)).then_some(3);
    }
    let after = rest.strip_prefix(" .")?;
    (label(after) && host::spaced_suffix(before, after)).then_some(1)
}
