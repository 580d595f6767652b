//! Whether two postings differ in a word that makes another offer of it.
//!
//! Texts are cut into words, numbers and single kanji or kana. What changes from posting to posting of one offer is
//! left out first: days, prices, stock, contacts, calls such as "up". Where the rest has one thing in the place of
//! another, and neither stands elsewhere in the other text, the offers are different. What is only added or only
//! left out, or stands in another order, makes no difference.

use std::collections::HashSet;
use std::sync::OnceLock;

use regex::Regex;
use unicode_normalization::UnicodeNormalization as _;

use super::again::again;
use crate::fold::{fold, is_kanji, is_katakana};

/// The most words of a posting that are compared.
const MOST: usize = 500;

/// Whether one has something in the place of something else of the other, where both have the same order.
pub(super) fn differs(one: &[String], other: &[String]) -> bool {
    let (ours, theirs): (HashSet<&String>, HashSet<&String>) =
        (one.iter().collect(), other.iter().collect());
    hunks(one, other).into_iter().any(|(left, right)| {
        let left = one[left].iter().any(|word| !theirs.contains(word));
        let right = other[right].iter().any(|word| !ours.contains(word));
        left && right
    })
}

/// Whether each has something that the other lacks, in whatever order.
pub(super) fn each_has_more(one: &[String], other: &[String]) -> bool {
    let (ours, theirs): (HashSet<&String>, HashSet<&String>) =
        (one.iter().collect(), other.iter().collect());
    ours.difference(&theirs).next().is_some() && theirs.difference(&ours).next().is_some()
}

/// The words of a posting that count, in order. `price` is the amount that it asks for.
pub(super) fn words(text: &str, price: Option<&str>) -> Vec<String> {
    let mut text = numerals(&text.nfkc().collect::<String>().to_lowercase());
    for pattern in &again().changes {
        text = pattern.replace_all(&text, " ").into_owned();
    }
    let Some(token) = token() else { return Vec::new() };
    let mut words = Vec::new();
    for found in token.captures_iter(&text) {
        let whole = found.get(0).map_or("", |it| it.as_str());
        if let Some(number) = found.name("n") {
            let amount = amount(number.as_str(), found.name("t").map_or("", |it| it.as_str()));
            words.extend(Some(amount).filter(|amount| price != Some(amount)));
        } else if whole.is_ascii() {
            words.extend(Some(stem(whole)).filter(|word| !again().calls.contains(word)));
        } else {
            let signs = fold(whole);
            words.extend(
                signs
                    .chars()
                    .filter(|sign| is_kanji(*sign) || is_katakana(*sign))
                    .map(String::from),
            );
        }
    }
    words.extend(hiragana_names(&text));
    words.truncate(MOST);
    words
}

/// Names that begin in hiragana, such as `かるがも市`: a run of them at the beginning of a word, with a kanji behind it.
/// Other hiragana are particles and endings, which are not compared.
fn hiragana_names(text: &str) -> Vec<String> {
    static NAME: OnceLock<Option<Regex>> = OnceLock::new();
    let name = NAME.get_or_init(|| {
        Regex::new(r"(?:^|[^\p{Hiragana}\p{Katakana}\p{Han}ー\p{N}])(\p{Hiragana}{2,8})\p{Han}")
            .ok()
    });
    let found = name.iter().flat_map(|name| name.captures_iter(text));
    let runs = found.filter_map(|found| Some(found.get(1)?.as_str()));
    runs.filter(|run| !again().adverbs.iter().any(|word| run == word)).map(fold).collect()
}

/// A Latin word without the `s` of the plural and without a sign that joins it to the next.
fn stem(word: &str) -> String {
    let word = word.trim_end_matches(['+', '-', '_']);
    if word == "g" || word == "t" {
        return format!("{word}b");
    }
    let one = word.strip_suffix('s').filter(|one| one.len() >= 3 && !one.ends_with('s'));
    one.unwrap_or(word).to_owned()
}

/// A text with `6万5千` and `十二万` written in digits.
pub(super) fn numerals(text: &str) -> String {
    static PATTERN: OnceLock<Option<Regex>> = OnceLock::new();
    let pattern = PATTERN.get_or_init(|| {
        Regex::new(r"(?P<m>\d+)(?:万|萬)(?P<k>\d)千|[〇一二三四五六七八九十百]{2,6}").ok()
    });
    let Some(pattern) = pattern else { return text.to_owned() };
    let written = |found: &regex::Captures<'_>| {
        let part = |name: &str| found.name(name)?.as_str().parse::<u64>().ok();
        match (part("m"), part("k")) {
            (Some(myriads), Some(thousands)) => (myriads * 10_000 + thousands * 1_000).to_string(),
            _ => counted(&found[0]).map_or_else(|| found[0].to_owned(), |value| value.to_string()),
        }
    };
    pattern.replace_all(text, written).into_owned()
}

/// The value of a number in kanji, either said (`十二`) or spelled (`二〇二四`).
fn counted(text: &str) -> Option<u64> {
    let digit = |sign: char| {
        "〇一二三四五六七八九"
            .chars()
            .zip(0..)
            .find(|(one, _)| *one == sign)
            .map(|(_, value)| value)
    };
    if text.chars().all(|sign| digit(sign).is_some()) {
        return text.chars().try_fold(0_u64, |sum, sign| Some(sum * 10 + digit(sign)?));
    }
    let (mut sum, mut open) = (0, None);
    for sign in text.chars() {
        match (sign, digit(sign)) {
            ('十', _) => sum += open.take().unwrap_or(1) * 10,
            ('百', _) => sum += open.take().unwrap_or(1) * 100,
            (_, Some(value)) if open.is_none() => open = Some(value),
            _ => return None,
        }
    }
    Some(sum + open.unwrap_or(0))
}

fn token() -> Option<&'static Regex> {
    static TOKEN: OnceLock<Option<Regex>> = OnceLock::new();
    let build = || {
        Regex::new(r"[a-z][a-z0-9+#_-]*|(?P<n>\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?)\s?(?P<t>億|亿|万|萬|千|k\b|m\b)?|[\p{Han}ァ-ヴー々]+").ok()
    };
    TOKEN.get_or_init(build).as_ref()
}

/// A number in plain digits: `12万` and `120,000` are one word.
fn amount(number: &str, times: &str) -> String {
    let times = match times {
        "千" | "k" => 1e3,
        "万" | "萬" => 1e4,
        "m" => 1e6,
        "億" | "亿" => 1e8,
        _ => 1.0,
    };
    number
        .replace(',', "")
        .parse::<f64>()
        .map_or_else(|_| number.to_owned(), |value| (value * times).to_string())
}

type Hunk = (std::ops::Range<usize>, std::ops::Range<usize>);

/// Where the two differ: stretches between the words of a longest common subsequence.
fn hunks(one: &[String], other: &[String]) -> Vec<Hunk> {
    let (rows, columns) = (one.len(), other.len());
    let mut longest = vec![vec![0_u16; columns + 1]; rows + 1];
    for at in (0..rows).rev() {
        for to in (0..columns).rev() {
            longest[at][to] = if one[at] == other[to] {
                longest[at + 1][to + 1] + 1
            } else {
                longest[at + 1][to].max(longest[at][to + 1])
            };
        }
    }
    let (mut at, mut to, mut from) = (0, 0, (0, 0));
    let mut found = Vec::new();
    while at < rows && to < columns {
        if one[at] == other[to] {
            found.push((from.0..at, from.1..to));
            (at, to) = (at + 1, to + 1);
            from = (at, to);
        } else if longest[at + 1][to] >= longest[at][to + 1] {
            at += 1;
        } else {
            to += 1;
        }
    }
    found.push((from.0..rows, from.1..columns));
    found.retain(|(left, right)| !left.is_empty() && !right.is_empty());
    found
}

#[cfg(test)]
mod tests {
    use super::words;

    fn differs(one: &str, other: &str) -> bool {
        super::differs(&words(one, None), &words(other, None))
    }

    #[test]
    fn what_is_said_anew_makes_no_difference() {
        for (one, other) in [
            ("VPN access, 400 hosts, $500", "UP! VPN access, 400 hosts, price drop $300, 3 left"),
            ("顧客名簿 12万件 5万円", "【再掲】顧客名簿 120,000件 4万円 残り3個"),
            ("出售乐天账号 8元", "出售樂天賬號 现货 7元 2025年1月3日"),
            ("a list\nb list", "b list\na list"),
        ] {
            assert!(!differs(one, other), "{one} | {other}");
        }
    }

    #[test]
    fn one_thing_in_the_place_of_another_does() {
        for (one, other) in [
            ("顧客名簿 3,000件 5万円", "顧客名簿 30,000件 5万円"),
            ("蒼波港運の名簿", "翠嶺製作所の名簿"),
            ("passports of Korea", "passports of Japan"),
            ("第3弾 名簿 500件", "第4弾 名簿 500件"),
            ("免許証テンプレ", "保険証テンプレ"),
        ] {
            assert!(differs(one, other), "{one} | {other}");
        }
    }
}
