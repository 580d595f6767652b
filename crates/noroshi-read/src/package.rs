//! Packages of registries (PyPI, npm and others) named in running text.

use std::ops::Range;

use noroshi_model::{Mention, MentionKind};

use crate::several::Several;

mod alone;
mod listed;

static REGISTRIES: Several = Several::of(&[
    "pypi",
    "npm",
    "rubygems",
    "crates.io",
    "nuget",
    "packagist",
    "pip install",
    "npm install",
    "パッケージレジストリ",
    "悪性パッケージ",
    "不正パッケージ",
    "不正なパッケージ",
    "悪意のあるパッケージ",
    "恶意软件包",
    "malicious package",
]);
static WORDS: Several = Several::of(&[
    "パッケージ",
    "package",
    "ライブラリ",
    "软件包",
    "軟體包",
    "模块",
    "library",
    "libraries",
    "pip install",
    "npm install",
    "npm i ",
]);
const QUOTES: &[(&str, &str)] =
    &[("「", "」"), ("『", "』"), ("`", "`"), ("\"", "\""), ("“", "”"), ("'", "'"), ("**", "**")];

/// Names beside a word for package, quoted or in a row, and names that a registry took in or gave up, in a text that
/// names a registry or calls packages malicious.
pub(crate) fn scan(text: &str) -> Vec<Range<usize>> {
    let lower = text.to_ascii_lowercase();
    if !REGISTRIES.is_in(&lower) {
        return Vec::new();
    }
    let mut found = Vec::new();
    let mut start = 0;
    for line in text.split_inclusive('\n') {
        let shown = &lower[start..start + line.len()];
        if WORDS.is_in(shown) {
            QUOTES.iter().for_each(|(open, close)| quoted(line, start, open, close, &mut found));
            listed::scan(line, shown, start, &mut found);
        }
        alone::handled(line, shown, start, &mut found);
        start += line.len();
    }
    add_repeats(text, &mut found);
    found.sort_by_key(|range| range.start);
    found.dedup();
    found
}

/// A known name inside the name of a package is none: `deepseekai` is not the company. `packages` are in
/// order of their beginnings.
pub(crate) fn give_way(mentions: &mut Vec<(Range<usize>, Mention)>, packages: &[Range<usize>]) {
    mentions.retain(|(range, mention)| {
        let known = matches!(
            mention.kind,
            MentionKind::Organization | MentionKind::Product | MentionKind::Tool
        );
        let after = packages.partition_point(|package| package.start <= range.start);
        let around = after.checked_sub(1).and_then(|at| packages.get(at));
        !(known && around.is_some_and(|package| range.end <= package.end))
    });
}

fn quoted(line: &str, start: usize, open: &str, close: &str, found: &mut Vec<Range<usize>>) {
    let mut at = 0;
    while let Some(from) = line[at..].find(open).map(|from| at + from + open.len()) {
        let Some(length) = line[from..].find(close) else { break };
        if is_package_name(&line[from..from + length]) {
            found.push(start + from..start + from + length);
        }
        at = from + length + close.len();
    }
}

/// Where a quoted name stands again without quotes.
fn add_repeats(text: &str, found: &mut Vec<Range<usize>>) {
    let mut names: Vec<&str> = found.iter().map(|range| &text[range.clone()]).collect();
    names.sort_unstable();
    names.dedup();
    names.truncate(200);
    let whole = |range: &Range<usize>| {
        let word = |byte: Option<&u8>| {
            byte.is_some_and(|byte| {
                byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_' | b'/' | b'@' | b'.')
            })
        };
        let before = range.start.checked_sub(1).and_then(|at| text.as_bytes().get(at));
        !word(before)
            && !text.as_bytes().get(range.end).is_some_and(|byte| {
                byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_' | b'/')
            })
    };
    for name in names.iter().filter(|name| name.len() >= 5) {
        let places = text.match_indices(*name).map(|(at, _)| at..at + name.len());
        found.extend(places.filter(whole));
    }
}

/// Lower-case Latin letters, digits, `-`, `_`, `.`, with an optional npm scope.
fn is_package_name(name: &str) -> bool {
    let bare = name.strip_prefix('@').unwrap_or(name);
    let fits = |byte: u8| {
        byte.is_ascii_lowercase()
            || byte.is_ascii_digit()
            || matches!(byte, b'-' | b'_' | b'.' | b'/')
    };
    let letters = bare.bytes().any(|byte| byte.is_ascii_lowercase());
    let file = [".py", ".js", ".json", ".toml", ".exe", ".sh", ".txt"]
        .iter()
        .any(|ending| bare.ends_with(ending));
    (2..=64).contains(&bare.len())
        && bare.bytes().all(fits)
        && letters
        && !file
        && !bare.contains("//")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    pub(super) fn check(text: &str, expected: &[&str]) {
        let got: Vec<&str> = scan(text).into_iter().map(|range| &text[range]).collect();
        assert_eq!(got, expected, "{text}");
    }

    #[test]
    fn a_quoted_name_beside_the_word_is_a_package() {
        check(
            "PyPIで悪性パッケージ「lumisky」が見つかった。lumiskyは削除された。",
            &["lumisky", "lumisky"],
        );
        check("npm の package `@acme/left` and `setup.py`", &["@acme/left"]);
        check("パッケージ「lumisky」", &[]);
        check("PyPIは「重要」なパッケージ", &[]);
    }
}
