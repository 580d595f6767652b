//! Values: how far one goes, and whether it looks like a secret.

use std::ops::Range;

use crate::leaked::words;

/// Most bytes of one value.
const LONGEST: usize = 512;
/// Signs that open a quotation, and those that close it.
const QUOTES: [(char, char); 8] = [
    ('"', '"'),
    ('\'', '\''),
    ('`', '`'),
    ('「', '」'),
    ('『', '』'),
    ('“', '”'),
    ('‘', '’'),
    ('【', '】'),
];
/// Signs of passwords that words of a sentence lack.
const ODD: &str = "!@#$%^&*+=?~|";

/// A value in quotation marks at the start of `text`: where its inside is.
pub(super) fn quoted(text: &str) -> Option<Range<usize>> {
    let open = text.chars().next()?;
    let (_, close) = QUOTES.into_iter().find(|(sign, _)| *sign == open)?;
    let start = open.len_utf8();
    let mut escaped = false;
    for (at, sign) in text[start..].char_indices().take(LONGEST) {
        if sign == close && !escaped {
            return (at > 0).then(|| start..start + at);
        }
        escaped = sign == '\\' && !escaped;
    }
    None
}

/// The run at the start of `text` without white space, without what follows it as the next
/// setting of a connection string or query, and without punctuation at its end.
pub(super) fn run(text: &str) -> Range<usize> {
    let ascii = text.starts_with(|sign: char| sign.is_ascii());
    let ends = |sign: char| {
        sign.is_whitespace() || matches!(sign, '<' | '\u{c}') || (ascii && !sign.is_ascii())
    };
    let whole = text.char_indices().take(LONGEST).find(|(_, sign)| ends(*sign));
    let end = whole.map_or_else(|| text.floor_char_boundary(LONGEST.min(text.len())), |it| it.0);
    let run = &text[..end];
    let next = run.match_indices([';', '&', ',']).find(|(at, _)| starts_setting(&run[at + 1..]));
    let run = next.map_or(run, |(at, _)| &run[..at]);
    0..trimmed(run).len()
}

/// `word=` or `word:`.
fn starts_setting(text: &str) -> bool {
    let name =
        text.bytes().take_while(|byte| byte.is_ascii_alphanumeric() || b"_-. \"'\\".contains(byte));
    let name = name.count();
    name > 0 && matches!(text.as_bytes().get(name), Some(b'=' | b':'))
}

/// Without the punctuation of a sentence or of JSON at its end.
fn trimmed(run: &str) -> &str {
    let run = run.trim_end_matches([',', ';', '"', '\'', '`', '。', '、', '，', '；', '」', '．']);
    let unopened = |close: char, open: char| run.ends_with(close) && !run.contains(open);
    let alone =
        [(')', '('), (']', '['), ('}', '{')].into_iter().any(|(it, open)| unopened(it, open));
    let run = if alone { &run[..run.len() - 1] } else { run };
    run.strip_suffix('.').unwrap_or(run)
}

/// Everything up to the end of a line of settings, without a comment behind it.
pub(super) fn whole(line: &str) -> Range<usize> {
    let comment = [" #", " ;", " //", "\t#"].into_iter().filter_map(|sign| line.find(sign)).min();
    let value = line[..comment.unwrap_or(line.len())].trim_end();
    0..value.trim_end_matches([',', ';']).len()
}

/// Whether a value says that there is none, or that it is kept elsewhere.
pub(super) fn is_placeholder(value: &str) -> bool {
    let value = value.trim();
    let lower: String = value.chars().take(64).flat_map(char::to_lowercase).collect();
    let enclosed = |open: &str, close: char| value.starts_with(open) && value.ends_with(close);
    let repeated = value.chars().all(|sign| "*xX•●＊.-_?…".contains(sign));
    let secrets = &words().secrets;
    value.is_empty()
        || repeated
        || value.starts_with(super::mark::START)
        || enclosed("<", '>')
        || enclosed("${", '}')
        || enclosed("$(", ')')
        || enclosed("{", '}')
        || enclosed("%", '%') && value.len() > 2
        || enclosed("[", ']')
        || is_variable(value)
        || is_expression(value)
        || is_pattern(value)
        || secrets.empty.contains(&lower)
        || secrets.elsewhere.iter().any(|start| lower.starts_with(start.as_str()))
}

/// `$DB_PASSWORD`, `$env:DB_PASSWORD`.
fn is_variable(value: &str) -> bool {
    let Some(name) = value.strip_prefix('$') else { return false };
    let name = name.strip_prefix("env:").unwrap_or(name);
    name.len() > 1 && name.bytes().all(|byte| byte.is_ascii_uppercase() || byte == b'_')
}

/// `os.environ["X"]`, `getpass()`, `[Net.Cache]::Default`: a value that a program computes.
fn is_expression(value: &str) -> bool {
    let part = |byte: &u8| byte.is_ascii_alphanumeric() || b"_.:".contains(byte);
    let length = value.bytes().take_while(part).count();
    let (name, rest) = value.split_at(length);
    let called = rest.starts_with('(') && (rest.contains(')') || name.contains('.'));
    let indexed = rest.starts_with("['")
        || rest.starts_with("[\"")
        || rest.starts_with('[') && rest.ends_with(']');
    let starts = value.starts_with(|sign: char| sign.is_ascii_alphabetic());
    starts && (called && length > 2 || indexed) || value.starts_with('[') && value.contains("]::")
}

/// A regular expression.
fn is_pattern(value: &str) -> bool {
    ["(.*", "(.+", "[^", "[A-", "[a-z", "\\w+", "\\S+"].iter().any(|part| value.contains(part))
}

/// Whether a word is one that sentences use behind the name of a secret.
pub(super) fn is_prose(value: &str) -> bool {
    let lower = value.trim_matches(|sign: char| sign.is_ascii_punctuation()).to_ascii_lowercase();
    words().secrets.prose.contains(&lower)
}

/// Signs that people and programs put into passwords.
pub(super) fn is_graphic(value: &str) -> bool {
    value.bytes().all(|byte| byte.is_ascii_graphic())
}

/// Whether a value mixes letters with digits or signs, and is nothing else that does so: a
/// date, an address, a file, a hash, an identifier.
pub(super) fn is_shaped(value: &str) -> bool {
    let letters = value.bytes().any(|byte| byte.is_ascii_alphabetic());
    let digits = value.bytes().any(|byte| byte.is_ascii_digit());
    let odd = is_odd(value);
    value.len() >= 6 && is_graphic(value) && letters && (digits || odd) && !is_other(value)
}

/// Whether a value holds a sign that words of a sentence lack.
pub(super) fn is_odd(value: &str) -> bool {
    value.contains(|sign| ODD.contains(sign))
}

/// Addresses, paths, files, dates, hashes and identifiers.
fn is_other(value: &str) -> bool {
    value.contains("://")
        || value.starts_with(['/', '\\', '.', '~'])
        || value.contains(":\\")
        || value.contains("\\\\")
        || is_hash(value)
        || is_named(value)
}

/// Hexadecimal of a length that hash functions and identifiers have.
pub(super) fn is_hash(value: &str) -> bool {
    let digits = value.strip_prefix("0x").unwrap_or(value).replace('-', "");
    let hex = digits.bytes().all(|byte| byte.is_ascii_hexdigit());
    hex && matches!(digits.len(), 32 | 40 | 48 | 56 | 64 | 96 | 128)
}

/// `CVE-2024-3400`, `host.example`, `a.exe`, `admin@host.example`, `2024-02-16`, `v1.2.3`.
fn is_named(value: &str) -> bool {
    let last = value.rsplit('.').next().unwrap_or_default();
    let plain = value.bytes().all(|byte| byte.is_ascii_alphanumeric() || b".-_@/:".contains(&byte));
    let dotted = plain
        && value.contains('.')
        && last.len() >= 2
        && last.bytes().all(|it| it.is_ascii_alphanumeric());
    let capitals = value.bytes().take_while(u8::is_ascii_uppercase).count();
    let numbered = value[capitals..]
        .strip_prefix('-')
        .is_some_and(|rest| rest.bytes().all(|byte| byte.is_ascii_digit() || byte == b'-'));
    dotted || (capitals >= 2 && numbered)
}

/// A value that no person chose: long, of all sorts of letters, and without a pattern.
pub(super) fn is_random(value: &str) -> bool {
    let has = |test: fn(&u8) -> bool| value.as_bytes().iter().any(test);
    let mixed =
        has(u8::is_ascii_uppercase) && has(u8::is_ascii_lowercase) && has(u8::is_ascii_digit);
    let signs = |byte: u8| byte.is_ascii_alphanumeric() || b"+/=_-.~".contains(&byte);
    let digits = value.bytes().filter(u8::is_ascii_digit).count();
    value.len() >= 20
        && mixed
        && (digits >= 3 || value.len() >= 32)
        && value.bytes().all(signs)
        && !value.contains("://")
        && !value.starts_with('/')
        && !is_named(value)
        && bits(value) >= 3.5
}

/// Shannon's entropy in bits for each character.
fn bits(value: &str) -> f64 {
    let mut counts = [0_u32; 256];
    value.bytes().for_each(|byte| counts[usize::from(byte)] += 1);
    let length = u32::try_from(value.len()).map_or(f64::MAX, f64::from);
    let part = |count: &u32| f64::from(*count) / length;
    counts.iter().filter(|count| **count > 0).map(|count| -part(count) * part(count).log2()).sum()
}

/// Whether a value is so much its own that it is the same secret wherever it stands.
pub(super) fn is_telling(value: &str) -> bool {
    value.len() >= 6
        && !value.contains(char::is_whitespace)
        && (is_shaped(value) || is_random(value) || value.len() >= 16)
}

/// The runs of a text without white space and quotation marks.
pub(super) fn runs(text: &str) -> impl Iterator<Item = Range<usize>> {
    let parts = |sign: char| {
        sign.is_whitespace() || QUOTES.iter().any(|(open, close)| sign == *open || sign == *close)
    };
    let mut at = 0;
    text.split(parts).filter_map(move |run| {
        let start = at;
        let behind = text[start + run.len()..].chars().next().map_or(0, char::len_utf8);
        at = start + run.len() + behind;
        (run.len() >= 6).then_some(start..start + run.len())
    })
}

/// A run without what is no part of a word at its ends.
pub(super) fn bare(text: &str, run: Range<usize>) -> Range<usize> {
    let words = &text[run.clone()];
    let stray = |sign: char| !sign.is_ascii() || ",.;:()[]{}<>".contains(sign);
    let front = words.len() - words.trim_start_matches(stray).len();
    let kept = words[front..]
        .find(|sign: char| !sign.is_ascii())
        .map_or(&words[front..], |end| &words[front..front + end]);
    let kept = kept.trim_end_matches(stray);
    run.start + front..run.start + front + kept.len()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_run_ends_where_the_next_setting_starts() {
        let shown = |text: &'static str| &text[run(text)];
        assert_eq!(shown("abc;Server=x"), "abc");
        assert_eq!(shown("abc&x=1"), "abc");
        assert_eq!(shown("hunter2です。"), "hunter2");
        assert_eq!(shown("hunter2, then"), "hunter2");
        assert_eq!(shown("a;b&c!"), "a;b&c!");
    }

    #[test]
    fn what_is_kept_elsewhere_is_no_secret() {
        for value in [
            "${DB_PASS}",
            "$DB_PASS",
            "********",
            "<password>",
            "null",
            "get_password()",
            "os.environ[\"X\"]",
            "vault:a/b",
            "[masked:password]",
        ] {
            assert!(is_placeholder(value), "{value}");
        }
        for value in ["hunter2", "p@$$w0rd", "$ecret", "changeme", "Pa(ss)w0rd!"] {
            assert!(!is_placeholder(value), "{value}");
        }
    }

    #[test]
    fn identifiers_of_reports_are_not_shaped_like_secrets() {
        for value in [
            "CVE-2024-3400",
            "d41d8cd98f00b204e9800998ecf8427e",
            "evil7.example",
            "a1.exe",
            "/etc/pass1",
            "spraying",
        ] {
            assert!(!is_shaped(value), "{value}");
        }
        for value in ["hunter2", "Summer2024!", "p@ssword"] {
            assert!(is_shaped(value), "{value}");
        }
    }
}
