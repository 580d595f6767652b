//! Reposts: near-duplicate postings of one offer, and its history.
//!
//! MinHash over three-sign shingles of folded text finds candidates in linear time; the shingle sets are then
//! compared, and guards keep different offers apart: another class, subject, brand, volume, country or ware is
//! another offer however alike the words are. Another price or day is the same offer with a history.
//!
//! Source: Broder, "On the resemblance and containment of documents" (1997), for MinHash and its bands.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::sync::OnceLock;

use regex::Regex;

use super::again::again;
use super::differ::{differs, each_has_more, numerals, words};
use super::jargon::{Jargon, Told};
use super::price::amounts;
use super::read::language;
use super::{Listing, Price};
use crate::fold::{Folded, fold};

/// Share of shingles that two postings of one offer have in common at least.
const ALIKE: f64 = 0.55;
/// The same for postings whose classes were told differently.
const ALIKE_IN_ANY_CLASS: f64 = 0.7;
/// Share of the words of the shorter posting that the longer one has too, in whatever order, when it is one offer; less
/// is enough when the contact is the same.
const SHARED: f64 = 0.85;
const SHARED_BY_ONE: f64 = 0.6;
/// Share of the former price that is left when a seller takes it down.
const LEAST_OF_PRICE: f64 = 0.4;
const BANDS: usize = 24;
const ROWS: usize = 2;
/// The most postings of one bucket that are compared with a new one, so that a flood stays linear.
const MOST_COMPARED: usize = 16;

/// One offer over time: postings by number in what was given, oldest first.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Thread {
    /// The postings, by day, then by position.
    pub listings: Vec<usize>,
    /// What changed from posting to posting.
    pub changes: Vec<Change>,
}

/// A change between two postings of one offer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Change {
    /// The posting in which it shows.
    pub listing: usize,
    /// Price before.
    pub from: Price,
    /// Price now.
    pub to: Price,
}

/// The offers behind postings, in the order of their first posting. Postings without a class are left out.
pub fn threads(listings: &[Listing], jargon: &Jargon) -> Vec<Thread> {
    let offers: Vec<usize> =
        (0..listings.len()).filter(|at| listings[*at].class != super::GoodsClass::None).collect();
    let traits: HashMap<usize, Traits> =
        offers.iter().map(|at| (*at, Traits::of(&listings[*at], jargon))).collect();
    let mut groups = Groups::new(listings.len());
    for (one, other) in candidates(&offers, &traits, listings) {
        if groups.top(one) != groups.top(other)
            && is_one_offer((&listings[one], &traits[&one]), (&listings[other], &traits[&other]))
        {
            groups.join(one, other);
        }
    }
    let mut by_top: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
    for at in offers {
        by_top.entry(groups.top(at)).or_default().push(at);
    }
    by_top.into_values().map(|members| thread(members, listings)).collect()
}

/// Gives a posting that was told as nothing the class of an offer that says the same: whoever posts it again leaves out
/// the words by which it was told.
pub fn lend_classes(listings: &mut [Listing], jargon: &Jargon) {
    let all: Vec<usize> = (0..listings.len()).collect();
    let is_nothing = |at: &usize| listings[*at].class == super::GoodsClass::None;
    if all.iter().all(is_nothing) || !all.iter().any(is_nothing) {
        return;
    }
    let traits: HashMap<usize, Traits> =
        all.iter().map(|at| (*at, Traits::of(&listings[*at], jargon))).collect();
    let mut lent = Vec::new();
    for (one, other) in candidates(&all, &traits, listings) {
        let (from, to) = match (is_nothing(&one), is_nothing(&other)) {
            (false, true) => (one, other),
            (true, false) => (other, one),
            _ => continue,
        };
        if says_the_same(&traits[&from], &traits[&to]) {
            lent.push((from, to));
        }
    }
    for (from, to) in lent {
        listings[to].class = listings[from].class;
        listings[to].words = listings[from].words.clone();
        listings[to].subject = listings[from].subject.clone();
    }
}

fn says_the_same(its: &Traits, theirs: &Traits) -> bool {
    !are_apart(its, theirs)
        && alike(&its.shingles, &theirs.shingles) >= ALIKE_IN_ANY_CLASS
        && !differs(&its.words, &theirs.words)
}

fn thread(mut members: Vec<usize>, listings: &[Listing]) -> Thread {
    members.sort_by(|one, other| (&listings[*one].date, one).cmp(&(&listings[*other].date, other)));
    let mut changes = Vec::new();
    let mut last: Option<&Price> = None;
    for at in &members {
        let Some(price) = &listings[*at].price else { continue };
        if let Some(from) = last.filter(|from| *from != price) {
            changes.push(Change { listing: *at, from: from.clone(), to: price.clone() });
        }
        last = Some(price);
    }
    Thread { listings: members, changes }
}

/// What tells offers apart.
struct Traits {
    shingles: BTreeSet<u64>,
    subject: Option<String>,
    brands: BTreeSet<String>,
    wares: BTreeSet<String>,
    volumes: BTreeSet<String>,
    amounts: BTreeSet<String>,
    /// Words that count, in order.
    words: Vec<String>,
    countries: BTreeSet<&'static str>,
    parts: BTreeSet<String>,
    without: BTreeSet<String>,
    just: BTreeSet<String>,
}

impl Traits {
    fn of(listing: &Listing, jargon: &Jargon) -> Self {
        let text = plain(&listing.text);
        let folded = Folded::of(&text);
        let hits = jargon.hits(&text, &folded);
        let signs: Vec<char> = folded.text().chars().filter(|sign| sign.is_alphabetic()).collect();
        let hit = |wanted: fn(&Told) -> bool| {
            hits.iter()
                .filter(move |hit| wanted(&hit.told))
                .map(|hit| fold(&hit.word))
                .collect::<BTreeSet<_>>()
        };
        Self {
            shingles: signs.windows(3).map(hash).collect(),
            subject: listing.subject.as_deref().map(fold),
            brands: hit(|told| matches!(told, Told::Brand(_))),
            wares: hit(|told| matches!(told, Told::Class(..))),
            volumes: volumes(&text, listing),
            amounts: amounts(&text, language(&text)),
            words: words(&text, listing.price.as_ref().map(|price| price.amount.as_str())),
            countries: countries(&text, &folded),
            parts: said(&text, again().parts.as_ref()),
            without: said(&text, again().without.as_ref()),
            just: cut_down(&text),
        }
    }
}

/// The countries that a text speaks of.
fn countries(text: &str, folded: &Folded) -> BTreeSet<&'static str> {
    let stands = |word: &String| {
        folded.text().match_indices(word.as_str()).any(|(at, _)| {
            let span = folded.original(at, at + word.len());
            !word.is_ascii() || span.is_some_and(|span| is_whole(text, span))
        })
    };
    let all = again().countries.iter();
    all.filter(|(_, words)| words.iter().any(stands)).map(|(code, _)| code.as_str()).collect()
}

/// Whether Latin letters stand neither before nor behind a place.
fn is_whole(text: &str, span: noroshi_model::Span) -> bool {
    let letter = |sign: Option<char>| sign.is_some_and(|sign| sign.is_ascii_alphabetic());
    !letter(text[..span.start()].chars().next_back()) && !letter(text[span.end()..].chars().next())
}

/// What a text says in the words of a pattern: its group, or all of it.
fn said(text: &str, pattern: Option<&Regex>) -> BTreeSet<String> {
    let text: String = unicode_normalization::UnicodeNormalization::nfkc(text).collect();
    let found = pattern.into_iter().flat_map(|pattern| pattern.captures_iter(&text));
    let thing = |found: regex::Captures<'_>| {
        let group = ["a", "b", "c"].iter().find_map(|name| found.name(name)).or(found.get(0));
        group.map(|group| fold(group.as_str()))
    };
    found.filter_map(thing).collect()
}

/// What the goods of a text are cut down to: `表のみ`.
fn cut_down(text: &str) -> BTreeSet<String> {
    let mut found = said(text, again().just.as_ref());
    let talk =
        |thing: &String| again().just_talk.iter().any(|word| thing.ends_with(fold(word).as_str()));
    found.retain(|thing| !talk(thing));
    found
}

/// Whether one says that a thing is left out which the other has.
fn lacks(its: &Traits, theirs: &Traits, text: &str) -> bool {
    let text = fold(text);
    its.without.difference(&theirs.without).any(|thing| text.contains(thing.as_str()))
}

/// Whether a price is far below another: then less is sold, or something else.
fn far_apart(one: Option<&Price>, other: Option<&Price>) -> bool {
    let amount = |price: &Price| price.amount.parse::<f64>().ok();
    let Some((one, other)) = one.zip(other).filter(|(one, other)| one.currency == other.currency)
    else {
        return false;
    };
    let (Some(one), Some(other)) = (amount(one), amount(other)) else { return false };
    one.min(other) < one.max(other) * LEAST_OF_PRICE
}

/// The text without the marks of masks.
fn plain(text: &str) -> String {
    static MARK: OnceLock<Option<Regex>> = OnceLock::new();
    let mark = MARK.get_or_init(|| Regex::new(r"\[[a-z-]{2,16}\]").ok());
    mark.as_ref().map_or_else(|| text.to_owned(), |mark| mark.replace_all(text, " ").into_owned())
}

fn hash(signs: &[char]) -> u64 {
    signs.iter().fold(0xcbf2_9ce4_8422_2325, |sum, sign| {
        (sum ^ u64::from(u32::from(*sign))).wrapping_mul(0x0100_0000_01b3)
    })
}

/// Amounts that say how much is offered, apart from the price: `12万件` and `120,000 rows` are one.
fn volumes(text: &str, listing: &Listing) -> BTreeSet<String> {
    static VOLUME: OnceLock<Option<Regex>> = OnceLock::new();
    let pattern = VOLUME.get_or_init(|| {
        let units = "件|人分|人|名|条|行|份|套|台|個|口|枚|セット|項目|项目|拠点|tb|gb|mb|t\\b|g\\b|repositories|rows|records|lines|users|hosts|employees|accounts|accs|passports|people|slots";
        let heads = "フォロワー|粉丝|ランク|followers|rank|rev|revenue";
        Regex::new(&format!(r"(?i)({heads})?\s?(\d{{1,3}}(?:,\d{{3}})+|\d+(?:\.\d+)?)\s?(億|亿|万|萬|千|k\b|m\b)?\s?({units})?")).ok()
    });
    let Some(pattern) = pattern else { return BTreeSet::new() };
    let text: String = unicode_normalization::UnicodeNormalization::nfkc(text).collect();
    let text = numerals(&text);
    let text = again()
        .stock
        .as_ref()
        .map_or_else(|| text.clone(), |stock| stock.replace_all(&text, " ").into_owned());
    let price = listing.price.as_ref().map(|price| price.amount.clone());
    let found = pattern.captures_iter(&text).filter_map(|found| {
        let part = |nth: usize| found.get(nth).map_or("", |it| it.as_str()).to_lowercase();
        if (1..=4).filter(|nth| *nth != 2).all(|nth| part(nth).is_empty()) {
            return None;
        }
        let number: f64 = part(2).replace(',', "").parse().ok()?;
        let amount = (number * scale(&part(3))).to_string();
        let unit = match part(4).as_str() {
            "tb" | "t" => "tb",
            "gb" | "g" => "gb",
            "mb" => "mb",
            _ => "",
        };
        // What is counted is no price, even when the number is the same.
        let priced = Some(&amount) == price.as_ref() && part(4).is_empty();
        (!priced && amount != "1").then(|| format!("{amount}{unit}"))
    });
    found.collect()
}

fn scale(times: &str) -> f64 {
    match times {
        "千" | "k" => 1e3,
        "万" | "萬" => 1e4,
        "m" => 1e6,
        "億" | "亿" => 1e8,
        _ => 1.0,
    }
}

fn is_one_offer((one, its): (&Listing, &Traits), (other, theirs): (&Listing, &Traits)) -> bool {
    let by_one = !one.reach.is_disjoint(&other.reach);
    let by_others = !by_one && !one.reach.is_empty() && !other.reach.is_empty();
    if by_others || are_apart(its, theirs) {
        return false;
    }
    let alike = alike(&its.shingles, &theirs.shingles);
    // A class is a guess: it parts no two postings that say the same.
    if one.class != other.class && !by_one && alike < ALIKE_IN_ANY_CLASS {
        return false;
    }
    if lacks(its, theirs, &other.text)
        || lacks(theirs, its, &one.text)
        || far_apart(one.price.as_ref(), other.price.as_ref())
    {
        return false;
    }
    let same_deal = by_one
        || one.seller.is_some() && one.seller == other.seller
        || one.document == other.document;
    let same_price = one.price.is_some() && one.price == other.price;
    let told_twice =
        same_deal && same_price && its.subject.is_some() && its.subject == theirs.subject;
    if told_twice && !swapped(&its.wares, &theirs.wares) && !by_one {
        return true;
    }
    if by_one && same_price && language(&one.text) != language(&other.text) {
        let (ours, theirs) = (numbers(&its.words), numbers(&theirs.words));
        return !ours.is_empty() && ours == theirs;
    }
    let (ours, theirs_words) = (&its.words, &theirs.words);
    if alike >= ALIKE {
        return !differs(ours, theirs_words);
    }
    let least = if by_one { SHARED_BY_ONE } else { SHARED };
    shared(ours, theirs_words) >= least && !each_has_more(ours, theirs_words)
}

/// Whether something keeps two postings apart, however alike their words are: other brands, amounts, countries, parts
/// or names.
fn are_apart(its: &Traits, theirs: &Traits) -> bool {
    let other_name = |(one, other): (&String, &String)| {
        !one.contains(other.as_str()) && !other.contains(one.as_str())
    };
    // The price is the same, and what has another amount is the goods: a card of 3,000 yen, one of 5,000.
    let other_value = !its.amounts.is_disjoint(&theirs.amounts);
    other_value && swapped(&its.amounts, &theirs.amounts)
        || swapped(&its.volumes, &theirs.volumes)
        || swapped(&its.brands, &theirs.brands)
        || swapped(&its.countries, &theirs.countries)
        || its.parts != theirs.parts
        || its.just != theirs.just
        || its.subject.as_ref().zip(theirs.subject.as_ref()).is_some_and(other_name)
}

/// The amounts among words.
fn numbers(words: &[String]) -> BTreeSet<&String> {
    words.iter().filter(|word| word.starts_with(|sign: char| sign.is_ascii_digit())).collect()
}

/// Of the words of the shorter, the share that the longer has too.
fn shared(one: &[String], other: &[String]) -> f64 {
    let (short, long) = if one.len() <= other.len() { (one, other) } else { (other, one) };
    let mut left: HashMap<&String, usize> = HashMap::new();
    long.iter().for_each(|word| *left.entry(word).or_default() += 1);
    let found = short.iter().filter(|word| {
        let left = left.get_mut(*word).filter(|left| **left > 0);
        left.map(|left| *left -= 1).is_some()
    });
    let (found, all) = (found.count(), short.len());
    #[expect(clippy::cast_precision_loss, reason = "a posting has far fewer than 2^52 words")]
    let share = if all < 3 { 0.0 } else { found as f64 / all as f64 };
    share
}

/// Whether each side has something that the other lacks: then one was put in the place of the other. A side that
/// only lacks something is a shorter posting of the same.
fn swapped<T: Ord>(one: &BTreeSet<T>, other: &BTreeSet<T>) -> bool {
    one.difference(other).next().is_some() && other.difference(one).next().is_some()
}

/// Jaccard's index; for a posting that holds a shorter one, the share of the shorter that is held, a little less.
fn alike(one: &BTreeSet<u64>, other: &BTreeSet<u64>) -> f64 {
    let shared = one.intersection(other).count();
    let (all, least) = (one.len() + other.len() - shared, one.len().min(other.len()));
    #[expect(clippy::cast_precision_loss, reason = "a posting has far fewer than 2^52 shingles")]
    let share = |of: usize| if of == 0 { 0.0 } else { shared as f64 / of as f64 };
    share(all).max(if least >= 8 { share(least) * 0.75 } else { 0.0 })
}

/// Pairs that may be one offer: alike in a band of hashes, or alike in subject, class and seller.
fn candidates(
    offers: &[usize],
    traits: &HashMap<usize, Traits>,
    listings: &[Listing],
) -> Vec<(usize, usize)> {
    let mut buckets: HashMap<(usize, u64), Vec<usize>> = HashMap::new();
    let mut pairs = Vec::new();
    for at in offers {
        let listing = &listings[*at];
        let subject = traits[at].subject.clone().unwrap_or_default();
        let by_subject = format!("{} {subject} {:?}", listing.class.word(), listing.seller);
        let mut keys = bands(&traits[at].shingles);
        keys.extend(listing.reach.iter().map(|mark| (BANDS + 1, mix(*mark))));
        keys.push((BANDS, hash(&by_subject.chars().collect::<Vec<_>>())));
        for key in keys {
            let bucket = buckets.entry(key).or_default();
            let newest = bucket.iter().rev().take(MOST_COMPARED - 1);
            pairs.extend(newest.chain(bucket.first()).map(|other| (*other, *at)));
            bucket.push(*at);
        }
    }
    pairs.sort_unstable();
    pairs.dedup();
    pairs
}

fn bands(shingles: &BTreeSet<u64>) -> Vec<(usize, u64)> {
    let least = |nth: usize| {
        let salt = (nth as u64 + 1).wrapping_mul(0x9e37_79b9_7f4a_7c15);
        shingles.iter().map(|shingle| mix(shingle ^ salt)).min().unwrap_or(salt)
    };
    let band = |band: usize| (0..ROWS).fold(0, |sum: u64, row| mix(sum ^ least(band * ROWS + row)));
    (0..BANDS).map(|nth| (nth, band(nth))).collect()
}

/// The finaliser of SplitMix64.
fn mix(mut value: u64) -> u64 {
    value = (value ^ (value >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    value = (value ^ (value >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    value ^ (value >> 31)
}

struct Groups(Vec<usize>);

impl Groups {
    fn new(length: usize) -> Self {
        Self((0..length).collect())
    }

    fn top(&mut self, mut at: usize) -> usize {
        while self.0[at] != at {
            self.0[at] = self.0[self.0[at]];
            at = self.0[at];
        }
        at
    }

    fn join(&mut self, one: usize, other: usize) {
        let (one, other) = (self.top(one), self.top(other));
        self.0[one.max(other)] = one.min(other);
    }
}
