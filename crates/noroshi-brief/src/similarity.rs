//! What ties documents together: names that few of them share, and words of their titles.

use std::collections::{BTreeMap, BTreeSet};

use noroshi_model::{Mention, MentionKind, Moment, Precision, Span, Value};

use crate::material::Source;
use crate::show::is_wide;
use crate::terms::terms;

/// Share of a title word beside a name.
const TITLE_WORD: f64 = 0.35;

/// Share of a term that the pack does not know.
const TERM: f64 = 0.5;
/// Share of a day that two reports tell of.
const DAY: f64 = 0.5;
/// Share of somebody who is held responsible in both.
const BLAMED: f64 = 1.0;
/// Length below which a document has too few names to be told apart by them.
const FEWEST: f64 = 2.0;

/// What ties a document to others.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Bond {
    /// A name that the reading knows.
    Name(MentionKind),
    /// A name that it does not know.
    Term,
    /// What many matters may share: a technique, a sector, a country.
    Setting(MentionKind),
    /// A day, not that of the publication.
    Day,
    /// Somebody who is held responsible.
    Blamed,
}

impl Bond {
    fn weight(self) -> f64 {
        match self {
            Self::Name(kind) | Self::Setting(kind) => kind_weight(kind),
            Self::Term => TERM,
            Self::Day => DAY,
            Self::Blamed => BLAMED,
        }
    }
}

/// A name in one document.
#[derive(Debug, Clone)]
pub(crate) struct Tie {
    pub(crate) bond: Bond,
    pub(crate) places: Vec<Span>,
    in_title: bool,
}

impl Tie {
    fn new(bond: Bond) -> Self {
        Self { bond, places: Vec::new(), in_title: false }
    }

    /// Whether it names something, and is no circumstance.
    pub(crate) fn is_name(&self) -> bool {
        matches!(self.bond, Bond::Name(_) | Bond::Term)
    }

    /// Kind of mention, when it is one.
    pub(crate) fn kind(&self) -> Option<MentionKind> {
        match self.bond {
            Bond::Name(kind) | Bond::Setting(kind) => Some(kind),
            _ => None,
        }
    }
}

/// The names of all documents, and how rare they are.
#[derive(Debug)]
pub(crate) struct Ties {
    /// By document: key of a name to its places.
    pub(crate) names: Vec<BTreeMap<String, Tie>>,
    vectors: Vec<BTreeMap<String, f64>>,
    rarity: BTreeMap<String, f64>,
}

impl Ties {
    /// The ties of documents, in their order.
    pub(crate) fn of(sources: &[Source<'_>]) -> Self {
        let publishers: BTreeSet<String> =
            sources.iter().filter_map(Source::publisher).map(fold).collect();
        let mut names: Vec<_> =
            sources.iter().map(|source| names_of(source, &publishers)).collect();
        let known: Vec<BTreeSet<Span>> = sources.iter().map(known).collect();
        for (at, terms) in terms(sources, &known).into_iter().enumerate() {
            let title = fold(sources[at].title());
            for (term, places) in terms.into_iter().filter(|(it, _)| !publishers.contains(it)) {
                let in_title = title.contains(&term);
                let tie = Tie { bond: Bond::Term, places, in_title };
                names[at].insert(format!("term:{term}"), tie);
            }
        }
        let words: Vec<_> = sources.iter().map(|source| title_words(source.title())).collect();
        let rarity = rarity(&names, &words);
        let vectors = names.iter().zip(&words).map(|(own, title)| vector(own, title, &rarity));
        Self { vectors: vectors.collect(), names, rarity }
    }

    /// Weight of a name: its bond and its rarity.
    pub(crate) fn weight(&self, key: &str, tie: &Tie) -> f64 {
        tie.bond.weight() * self.rarity.get(key).copied().unwrap_or(0.0)
    }

    /// The ties of a document that stand inside a span.
    pub(crate) fn inside(&self, document: usize, span: Span) -> impl Iterator<Item = (&str, &Tie)> {
        let own = self.names.get(document).into_iter().flatten();
        let inside = own.filter(move |(_, tie)| tie.places.iter().any(|it| span.covers(*it)));
        inside.map(|(key, tie)| (key.as_str(), tie))
    }

    /// Similarity of all pairs that share anything: cosine, 0.0 to 1.0.
    pub(crate) fn pairs(&self) -> BTreeMap<(usize, usize), f64> {
        let mut holders: BTreeMap<&str, Vec<(usize, f64)>> = BTreeMap::new();
        for (document, vector) in self.vectors.iter().enumerate() {
            for (key, weight) in vector {
                holders.entry(key).or_default().push((document, *weight));
            }
        }
        let mut pairs = BTreeMap::new();
        for held in holders.values() {
            add_products(held, &mut pairs);
        }
        let norms: Vec<f64> = self.vectors.iter().map(norm).collect();
        pairs.iter_mut().for_each(|((one, other), dot)| *dot /= norms[*one] * norms[*other]);
        pairs
    }
}

fn add_products(held: &[(usize, f64)], pairs: &mut BTreeMap<(usize, usize), f64>) {
    for (at, (one, left)) in held.iter().enumerate() {
        for (other, right) in &held[at + 1..] {
            *pairs.entry((*one, *other)).or_insert(0.0) += left * right;
        }
    }
}

fn norm(vector: &BTreeMap<String, f64>) -> f64 {
    vector.values().map(|weight| weight * weight).sum::<f64>().sqrt().max(FEWEST)
}

fn vector(
    names: &BTreeMap<String, Tie>,
    words: &BTreeSet<String>,
    rarity: &BTreeMap<String, f64>,
) -> BTreeMap<String, f64> {
    let rare = |key: &str| rarity.get(key).copied().unwrap_or(0.0);
    let names = names
        .iter()
        .map(|(key, tie)| (key.clone(), tie.bond.weight() * rare(key) * prominence(tie)));
    let words = words.iter().map(|word| (word.clone(), TITLE_WORD * rare(word)));
    names.chain(words).collect()
}

/// Names of the title count most, names told once least.
fn prominence(tie: &Tie) -> f64 {
    let again = u32::try_from(tie.places.len().min(5)).unwrap_or(5);
    0.4 + 0.2 * f64::from(again) + if tie.in_title { 1.2 } else { 0.0 }
}

fn rarity(names: &[BTreeMap<String, Tie>], words: &[BTreeSet<String>]) -> BTreeMap<String, f64> {
    let mut holders: BTreeMap<String, u32> = BTreeMap::new();
    let keys = names.iter().flat_map(BTreeMap::keys).chain(words.iter().flatten());
    for key in keys {
        *holders.entry(key.clone()).or_insert(0) += 1;
    }
    let all = f64::from(u32::try_from(names.len()).unwrap_or(u32::MAX));
    holders.into_iter().map(|(key, count)| (key, (1.0 + all / f64::from(count)).ln())).collect()
}

/// How much a kind of name ties; zero for what many reports share by nature.
pub(crate) fn kind_weight(kind: MentionKind) -> f64 {
    match kind {
        MentionKind::Campaign | MentionKind::Vulnerability | MentionKind::Package => 1.2,
        MentionKind::ThreatActor | MentionKind::Malware => 1.0,
        MentionKind::Organization => 0.8,
        MentionKind::Regulation | MentionKind::Product => 0.6,
        MentionKind::Person | MentionKind::Tool => 0.3,
        MentionKind::Technique => 0.3,
        MentionKind::Sector | MentionKind::Country => 0.1,
        _ => 0.0,
    }
}

fn names_of(source: &Source<'_>, publishers: &BTreeSet<String>) -> BTreeMap<String, Tie> {
    let title = fold(source.title());
    let mut names: BTreeMap<String, Tie> = BTreeMap::new();
    for mention in &source.reading.mentions {
        let Some(surface) = mention.span.of(&source.document.text) else { continue };
        let (key, bond) = match (&mention.value, mention.kind) {
            (Value::Date(when, _), _) => match day_of(source, *when) {
                Some(key) => (key, Bond::Day),
                None => continue,
            },
            (_, kind) if kind_weight(kind) <= 0.0 => continue,
            (_, kind) if is_setting(kind) => (key_of(mention), Bond::Setting(kind)),
            (_, kind) => (key_of(mention), Bond::Name(kind)),
        };
        let own = [surface, &mention.canonical].map(fold);
        if own.iter().any(|name| publishers.contains(name)) {
            continue;
        }
        let tie = names.entry(key).or_insert_with(|| Tie::new(bond));
        tie.places.push(mention.span);
        tie.in_title |= title.contains(&own[0]);
    }
    for (key, span) in blamed(source) {
        names.entry(key).or_insert_with(|| Tie::new(Bond::Blamed)).places.push(span);
    }
    names
}

fn is_setting(kind: MentionKind) -> bool {
    matches!(
        kind,
        MentionKind::Technique
            | MentionKind::Sector
            | MentionKind::Country
            | MentionKind::Regulation
    )
}

/// A single day other than that of the publication.
fn day_of(source: &Source<'_>, when: Moment) -> Option<String> {
    let day = when.start().date();
    let single = matches!(when.precision(), Precision::Day | Precision::Minute);
    (single && source.published() != Some(day)).then(|| format!("day:{day}"))
}

/// Whom the claims of a document hold responsible.
fn blamed(source: &Source<'_>) -> Vec<(String, Span)> {
    let claims = source.reading.claims.iter();
    let claims = claims.filter_map(|it| Some((it, it.attribution.as_ref()?)));
    let named = claims.map(|(claim, attribution)| {
        let wanted = fold(&attribution.candidate);
        let mut inside = source.reading.mentions.iter().filter(|it| claim.sentence.covers(it.span));
        let own = inside.find(|it| {
            it.span.of(&source.document.text).is_some_and(|surface| fold(surface) == wanted)
        });
        let who = own.map_or(wanted, key_of);
        (format!("blamed:{who}"), claim.span)
    });
    named.collect()
}

/// Places that the reading has named already.
fn known(source: &Source<'_>) -> BTreeSet<Span> {
    source.reading.mentions.iter().map(|it| it.span).collect()
}

/// What a mention is the same as in other documents: its only entity, or its folded name.
pub(crate) fn key_of(mention: &Mention) -> String {
    match mention.candidates.as_slice() {
        [only] => only.to_string(),
        _ => format!("{}:{}", mention.kind.word(), fold(&mention.canonical)),
    }
}

/// Lower case, full-width forms narrow, spaces single.
pub(crate) fn fold(text: &str) -> String {
    let narrow = text.chars().map(|char| match char {
        '\u{ff01}'..='\u{ff5e}' => char::from_u32(char as u32 - 0xfee0).unwrap_or(char),
        '\u{3000}' => ' ',
        other => other,
    });
    narrow.collect::<String>().to_lowercase().split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Words that tell content: Latin words, and pairs of kanji or katakana.
pub(crate) fn content_words(text: &str) -> BTreeSet<String> {
    let folded = fold(text);
    let latin = folded.split(|char: char| !(char.is_ascii_alphanumeric() || char == '-'));
    let latin = latin.filter(|word| word.len() >= 3 && !STOP.contains(word)).map(str::to_owned);
    let chars: Vec<char> = folded.chars().collect();
    let pairs = chars.windows(2).filter(|pair| pair.iter().all(|char| tells(*char)));
    latin.chain(pairs.map(|pair| pair.iter().collect())).collect()
}

/// Kanji and katakana carry content; hiragana mostly grammar.
pub(crate) fn tells(char: char) -> bool {
    is_wide(char) && !matches!(char, '\u{3000}'..='\u{309f}' | '\u{ff00}'..='\u{ff65}' | '・')
}

/// Whether a Latin word in lower case carries grammar rather than content.
pub(crate) fn is_stop(word: &str) -> bool {
    STOP.contains(&word)
}

fn title_words(title: &str) -> BTreeSet<String> {
    content_words(title).into_iter().map(|word| format!("title:{word}")).collect()
}

const STOP: [&str; 40] = [
    "the", "and", "for", "with", "from", "that", "this", "are", "was", "were", "has", "have",
    "its", "into", "over", "after", "new", "how", "why", "what", "more", "about", "says", "said",
    "cyber", "security", "attack", "attacks", "threat", "threats", "report", "hackers", "uses",
    "using", "used", "against", "been", "their", "not", "but",
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn content_words_leave_grammar_out() {
        let words = content_words("甲社への不正アクセスについて CVE-2024-3400");
        assert!(words.contains("不正") && words.contains("cve-2024-3400"));
        assert!(!words.contains("つい") && !words.contains("への"));
    }

    #[test]
    fn full_width_and_case_fold_together() {
        assert_eq!(fold("ＡＰＴ２９　Ｇｒｏｕｐ"), "apt29 group");
    }
}
