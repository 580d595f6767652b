//! Names of packages without quotation marks, in a row beside the word: "the packages deepseeek and
//! deepseekai", 「パッケージ a、b」, 「aとbという2つのパッケージ」.

use std::ops::Range;

use super::alone::is_alone;
use super::is_package_name;

/// Words behind which names come. Japanese and Chinese have no lower-case words of their own.
const WORDS: &[(&str, Script)] = &[
    ("packages", Script::Latin),
    ("package", Script::Latin),
    ("libraries", Script::Latin),
    ("パッケージ", Script::Wide),
    ("ライブラリ", Script::Wide),
    ("软件包", Script::Wide),
    ("軟體包", Script::Wide),
];

#[derive(Clone, Copy, PartialEq, Eq)]
enum Script {
    Latin,
    Wide,
}

/// Words that announce names.
const ANNOUNCE: &[&str] =
    &[" named ", " called ", ", namely ", " such as ", ": ", "：", " (", "（", "为", "名为"];

/// Signs and words between two names.
const BETWEEN: &[&str] = &[
    ", and ",
    ", or ",
    " and ",
    " or ",
    " & ",
    ", ",
    " 和 ",
    " 与 ",
    " 及 ",
    " と ",
    "、",
    "，",
    "及び",
    "および",
    "並びに",
    "と",
    "や",
    "和",
    "及",
    "或",
];

/// What may follow the last name: the sentence goes on, and not the name.
const FOLLOW: &[&str] = &[
    "were",
    "was",
    "are",
    "is",
    "have",
    "has",
    "had",
    "that",
    "which",
    "on",
    "in",
    "from",
    "to",
    "by",
    "for",
    "with",
    "and",
    "or",
    "as",
    "both",
    "each",
    "contain",
    "contained",
    "steal",
    "stole",
];

/// Between a row of names and the word behind it.
const NAMED: &[&str] =
    &["という", "といった", "と呼ばれる", "と称する", "等の", "などの", "这两个", "两个", "等"];
const COUNTED: &[&str] = &[
    "悪性",
    "不正な",
    "不正",
    "悪意のある",
    "偽の",
    "偽",
    "恶意",
    "2つの",
    "二つの",
    "２つの",
    "3つの",
    "三つの",
    "2件の",
    "3件の",
    "両",
    "各",
    "の",
];

/// Lower-case words that are no names of packages when they stand in a row.
const GENERAL: &[&str] = &[
    "npm",
    "pypi",
    "pip",
    "python",
    "node",
    "node.js",
    "rubygems",
    "nuget",
    "packagist",
    "crates.io",
    "cargo",
    "maven",
    "golang",
    "rust",
    "ruby",
    "java",
    "php",
    "javascript",
    "typescript",
    "linux",
    "windows",
    "macos",
    "docker",
    "github",
    "gitlab",
    "web",
    "source",
    "code",
    "malware",
    "malicious",
    "named",
    "called",
    "published",
    "uploaded",
    "removed",
    "were",
    "with",
    "without",
    "that",
    "which",
    "from",
    "have",
    "this",
    "these",
    "those",
    "their",
    "them",
    "into",
    "such",
    "also",
    "both",
    "then",
    "than",
    "when",
    "where",
    "while",
    "will",
    "would",
    "could",
    "should",
    "must",
    "used",
    "using",
    "before",
    "after",
    "because",
    "through",
    "under",
    "over",
    "other",
    "others",
    "more",
    "most",
    "many",
    "some",
    "several",
    "only",
    "between",
    "containing",
    "including",
    "like",
    "dependencies",
    "modules",
    "libraries",
    "packages",
    "package",
    "versions",
    "version",
    "manager",
    "managers",
    "registry",
    "install",
    "update",
    "tar",
    "zip",
    "exe",
    "users",
    "developers",
    "and",
    "are",
    "the",
    "for",
    "can",
    "not",
    "all",
    "any",
    "its",
    "was",
    "has",
    "had",
    "but",
];

/// Adds the names of a line; `start` is where the line begins in the text.
pub(super) fn scan(line: &str, lower: &str, start: usize, found: &mut Vec<Range<usize>>) {
    for (word, script) in WORDS {
        for (at, _) in lower.match_indices(word) {
            let end = at + word.len();
            let mut names = behind(line, end, *script);
            if *script == Script::Wide {
                names.extend(before(line, at));
            }
            found.extend(names.into_iter().map(|name| start + name.start..start + name.end));
        }
    }
}

/// The names behind the word.
fn behind(line: &str, end: usize, script: Script) -> Vec<Range<usize>> {
    let rest = &line[end..];
    let announced = ANNOUNCE.iter().find(|word| rest.starts_with(**word));
    let from = end
        + announced.map_or_else(|| rest.len() - rest.trim_start_matches(' ').len(), |it| it.len());
    // "packagename" and "package-lock" are other words.
    if from == end && script == Script::Latin {
        return Vec::new();
    }
    let (names, rest) = row(line, from);
    let several = names.len() > 1 || announced.is_some() || script == Script::Wide;
    let fits = match &names[..] {
        [one] if !several => is_alone(&line[one.clone()], rest),
        _ => ends_well(rest),
    };
    if fits { names } else { Vec::new() }
}

/// Names in a row from a place on, and what follows them.
pub(super) fn row(line: &str, from: usize) -> (Vec<Range<usize>>, &str) {
    let (mut names, mut at) = (Vec::new(), from);
    loop {
        let rest = &line[at..];
        let length = rest.bytes().take_while(|byte| is_part(*byte)).count();
        let name = rest[..length].trim_end_matches('.');
        if !is_listed(name) {
            return (names, rest);
        }
        names.push(at..at + name.len());
        let rest = after_bracket(&rest[name.len()..]);
        let Some(sign) = BETWEEN.iter().find(|sign| rest.starts_with(**sign)) else {
            return (names, rest);
        };
        at = line.len() - rest.len() + sign.len();
        if !line[at..].starts_with(|sign: char| sign.is_ascii_lowercase() || sign == '@') {
            return (names, rest);
        }
    }
}

/// What follows a version in brackets: `(0.0.8)`.
fn after_bracket(rest: &str) -> &str {
    let inner = rest.trim_start().strip_prefix(['(', '（']);
    let end = inner.and_then(|inner| Some((inner, inner.find([')', '）'])?)));
    match end {
        Some((inner, length)) if length <= BRACKET => {
            inner[length..].trim_start_matches([')', '）'])
        }
        _ => rest,
    }
}

/// The longest text in brackets behind a name, in bytes.
const BRACKET: usize = 40;

/// The names before the word.
fn before(line: &str, at: usize) -> Vec<Range<usize>> {
    let mut head = &line[..at];
    while let Some(shorter) = COUNTED.iter().find_map(|word| head.strip_suffix(word)) {
        head = shorter;
    }
    let named = NAMED.iter().find_map(|word| head.strip_suffix(word));
    head = named.unwrap_or(head);
    let mut names = Vec::new();
    loop {
        let trimmed = head.trim_end();
        let length = trimmed.bytes().rev().take_while(|byte| is_part(*byte)).count();
        let from = trimmed.len() - length;
        if !is_listed(&trimmed[from..]) {
            break;
        }
        names.push(from..trimmed.len());
        let Some(shorter) = BETWEEN.iter().find_map(|sign| trimmed[..from].strip_suffix(sign))
        else {
            break;
        };
        head = shorter;
    }
    if named.is_some() || names.len() > 1 { names } else { Vec::new() }
}

fn is_part(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_' | b'.' | b'/' | b'@')
}

fn is_listed(name: &str) -> bool {
    name.len() >= 3 && is_package_name(name) && !GENERAL.contains(&name)
}

/// Whether the sentence goes on behind the names: another Latin word would be part of a phrase.
fn ends_well(rest: &str) -> bool {
    let Some(next) = rest.strip_prefix(' ') else {
        return !rest.starts_with(|sign: char| sign.is_ascii_alphanumeric());
    };
    let word = next.split(|sign: char| !sign.is_ascii_alphabetic()).next().unwrap_or("");
    word.is_empty() || FOLLOW.contains(&word)
}

#[cfg(test)]
mod tests {
    use super::super::tests::check;

    #[test]
    fn names_in_a_row_are_packages() {
        check(
            "Two PyPI packages named lumisky and lumiskyai were removed.",
            &["lumisky", "lumiskyai"],
        );
        check(
            "On PyPI, the packages lumisky, lumi-ai and @acme/x were found.",
            &["lumisky", "lumi-ai", "@acme/x"],
        );
        check("PyPIで悪性パッケージ lumisky、lumiskyai が公開された。", &["lumisky", "lumiskyai"]);
        check(
            "PyPIでlumiskyとlumiskyaiという2つの悪性パッケージが見つかった。",
            &["lumisky", "lumiskyai"],
        );
        check("PyPI 上的恶意软件包 lumisky 和 lumiskyai 已被删除。", &["lumisky", "lumiskyai"]);
        check(
            "The npm packages lumisky (0.0.8) and lumiskyai (0.0.8) are gone.",
            &["lumisky", "lumiskyai"],
        );
    }

    #[test]
    fn other_words_beside_packages_are_none() {
        check("PyPI packages are published and removed every day.", &[]);
        check("npm packages with and without install scripts", &[]);
        check("The npm package manager and its users", &[]);
        check("npm packages such as source code bundles", &[]);
        check("PyPIやnpmのパッケージを使う。", &[]);
        check("PyPIのパッケージは多い。Pythonのパッケージ管理。", &[]);
    }
}
