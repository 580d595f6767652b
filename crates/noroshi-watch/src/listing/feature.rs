//! What the model of listings looks at: words of the table, signs of an offer, and pieces of the text.

use std::collections::BTreeMap;
use std::sync::OnceLock;

use regex::Regex;
use unicode_normalization::UnicodeNormalization as _;

use super::classify::{Signs, Weighed};
use super::jargon::{Hit, Told};
use crate::fold::fold;

/// Length that the pieces of a text have together, whatever their number, so that a long posting does not outweigh
/// its words of the table. Chosen by cross-validation (`examples/train_listings.rs`).
const PIECES: f64 = 2.5;
/// The most pieces of a text that are looked at.
const MOST_PIECES: usize = 2_000;

/// Names of features with their values. Names are for people too: `piece 販売`, `table bank-account`, `price`.
pub(super) fn features(
    text: &str,
    hits: &[Hit],
    signs: Signs,
    weighed: &Weighed,
) -> BTreeMap<String, f64> {
    let mut found = BTreeMap::new();
    for (class, points) in &weighed.points {
        found.insert(format!("table {}", class.word()), f64::from((*points).min(16)) / 8.0);
    }
    if let Some(class) = weighed.best() {
        found.insert(format!("table first {}", class.word()), 1.0);
    }
    for hit in hits {
        match hit.told {
            Told::Brand(class) => drop(found.insert(format!("brand of {}", class.word()), 0.5)),
            Told::Account => drop(found.insert("account".to_owned(), 0.5)),
            Told::Class(..) | Told::Offer | Told::Other(_) => {
                found.insert(format!("word {}", fold(&hit.word)), 0.5);
            }
        }
    }
    found.insert("offer".to_owned(), f64::from(weighed.offered.min(6)) / 3.0);
    found.insert("against".to_owned(), f64::from(weighed.against.min(12)) / 6.0);
    found.insert("price".to_owned(), f64::from(signs.price));
    found.insert("contact".to_owned(), f64::from(signs.contact));
    found.insert("listed".to_owned(), f64::from(signs.listed));
    found.insert("each".to_owned(), f64::from(u8::from(is_priced_each(text))));
    found.insert("sentence".to_owned(), f64::from(u8::from(is_sentence(text))));
    found.insert("always".to_owned(), 1.0);
    found.retain(|_, value| *value != 0.0);
    let pieces = pieces(text);
    let each = PIECES / f64::from(u32::try_from(pieces.len()).unwrap_or(u32::MAX)).sqrt();
    found.extend(pieces.into_keys().map(|piece| (format!("piece {piece}"), each)));
    found
}

/// Whether a price is asked for one of many, as hardly anybody but a seller says it: `1件500円`, `80u一套`, `12 each`.
fn is_priced_each(text: &str) -> bool {
    static EACH: OnceLock<Option<Regex>> = OnceLock::new();
    let each = EACH.get_or_init(|| {
        let counted = "件|枚|個|个|本|通|垢|名|社|人|人分|セット|組|口|回線|条|套|张|份|號|号|アカ|点|台";
        let money = r"(?:円|元|块|塊|刀|u|usd|usdt|\$|€|万|千|k|毛)";
        Regex::new(&format!(
            r"(?i)[1一]\s?(?:{counted})\s?[=:：@]?\s?[$¥￥€]?\d|(?:[\d一二三四五六七八九十百千两]|{money})\s?(?:/|／|一|每|per\s?)\s?(?:{counted}|pcs?|ea(?:ch)?|piece|set|one|acc)?|\d\s?{money}?\s?(?:each|ea|apiece|a piece|per piece|a set)|(?:各|每(?:{counted})?|単価|单价|單價)\s?[$¥￥]?\d"
        ))
        .ok()
    });
    each.as_ref().is_some_and(|each| each.is_match(text))
}

/// Whether it ends as a sentence of prose does; sellers mostly leave out the end.
fn is_sentence(text: &str) -> bool {
    let text = text.trim_end();
    let ends = [
        "。",
        "．",
        "？",
        "?",
        "ます",
        "ました",
        "ません",
        "ください",
        "下さい",
        "でしょうか",
        "った",
        "した",
        "いる",
        "れる",
    ];
    ends.iter().any(|end| text.ends_with(end))
        || text.ends_with('.') && text.split_whitespace().count() > 5
}

/// Latin words and pairs of them; two and three signs in a row of scripts without blanks, the end of a sentence among
/// them. A digit is as good as another.
fn pieces(text: &str) -> BTreeMap<String, ()> {
    static TOKEN: OnceLock<Option<Regex>> = OnceLock::new();
    let token = TOKEN.get_or_init(|| {
        Regex::new(r"\[[a-z-]{2,16}\]|[a-z][a-z'’]*|[\p{Han}\p{Hiragana}\p{Katakana}ー々〆。]+")
            .ok()
    });
    let Some(token) = token else { return BTreeMap::new() };
    let text = text.nfkc().collect::<String>().to_lowercase();
    let mut found = BTreeMap::new();
    let mut last: Option<(&str, usize)> = None;
    for part in token.find_iter(&text) {
        if found.len() >= MOST_PIECES {
            break;
        }
        let word = part.as_str();
        if word.starts_with('[') {
            continue;
        }
        if word.is_ascii() {
            found.insert(word.to_owned(), ());
            if let Some((before, _)) = last.filter(|(_, end)| part.start() <= end + 2) {
                found.insert(format!("{before} {word}"), ());
            }
            last = Some((word, part.end()));
            continue;
        }
        let signs: Vec<char> = fold(word).chars().collect();
        for length in 2..=3 {
            found.extend(signs.windows(length).map(|piece| (piece.iter().collect(), ())));
        }
    }
    found
}
