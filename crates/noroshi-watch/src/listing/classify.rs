//! What is offered: the words of each class, weighed against the words of anything else.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::OnceLock;

use regex::Regex;

use super::GoodsClass;
use super::feature::features;
use super::jargon::{Hit, Told};
use super::model::Model;

/// Points below which nothing is told.
const LEAST: u32 = 2;
/// Points from which a class stands firm.
const FIRM: u32 = 5;
/// Bytes between a brand and an account word that belong together.
const BESIDE: usize = 60;

/// A class with the words that told it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Verdict {
    /// The class.
    pub(super) class: GoodsClass,
    /// The words that told it: of the table, or those that the model goes by.
    pub(super) words: Vec<String>,
}

/// What else of a posting speaks for an offer.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Signs {
    pub(super) price: u32,
    pub(super) contact: u32,
    /// It stands in a table of offers, or in a letter that lists them.
    pub(super) listed: u32,
    /// It is one of several paragraphs of a text.
    pub(super) paragraph: bool,
}

/// The words of a posting, weighed.
#[derive(Debug, Clone, Default)]
pub(super) struct Weighed {
    pub(super) points: Points,
    words: Words,
    /// How many words speak of an offer.
    pub(super) offered: u32,
    /// Points of words that speak against one.
    pub(super) against: u32,
    /// Of these, the points of words that mostly settle it.
    strong: u32,
}

impl Weighed {
    /// The class with the most points.
    pub(super) fn best(&self) -> Option<GoodsClass> {
        let order = |(class, points): &(&GoodsClass, &u32)| (**points, std::cmp::Reverse(**class));
        self.points.iter().max_by_key(order).map(|(class, _)| *class)
    }
}

/// What a posting offers: as the model says, which has the words of the table among its features. A paragraph of a
/// longer text must speak of an offer in words of the table as well.
pub(super) fn classify(text: &str, hits: &[Hit], signs: Signs) -> Verdict {
    let weighed = weigh(hits);
    let most = weighed.best().map_or(0, |class| weighed.points[&class]);
    let none = Verdict { class: GoodsClass::None, words: Vec::new() };
    if signs.paragraph && (most < LEAST || !is_offer(&weighed, signs, most)) {
        return none;
    }
    let features = features(text, hits, signs, &weighed);
    let class = Model::own().class(&features);
    if class == GoodsClass::None {
        return none;
    }
    let words = weighed.words.get(&class).cloned();
    Verdict { class, words: words.unwrap_or_else(|| Model::own().pieces(&features, class)) }
}

type Points = BTreeMap<GoodsClass, u32>;
type Words = BTreeMap<GoodsClass, Vec<String>>;

pub(super) fn weigh(hits: &[Hit]) -> Weighed {
    let (mut points, mut words) = (Points::new(), Words::new());
    let mut seen = BTreeSet::new();
    let mut give = |class: GoodsClass, weight: u32, word: &str| {
        if seen.insert((class, word.to_owned())) {
            *points.entry(class).or_default() += weight;
            words.entry(class).or_default().push(word.to_owned());
        }
    };
    for hit in hits {
        match hit.told {
            Told::Class(class, weight) => give(class, weight, &hit.word),
            Told::Brand(class) if has_account_beside(hits, hit) => give(class, 5, &hit.word),
            Told::Brand(GoodsClass::PaymentAccount) => {
                give(GoodsClass::PaymentAccount, 3, &hit.word)
            }
            Told::Brand(class) => give(class, 1, &hit.word),
            _ => {}
        }
    }
    // An account at a payment service or a bank is that, and no account of a service.
    let held = |class| points.get(&class).copied().unwrap_or_default();
    let (payment, bank) = (held(GoodsClass::PaymentAccount), held(GoodsClass::BankAccount));
    let plain = plain_accounts(hits);
    let to = match (payment >= 2, bank >= 3) {
        (true, _) if payment >= bank => Some(GoodsClass::PaymentAccount),
        (_, true) => Some(GoodsClass::BankAccount),
        _ => None,
    };
    if let Some(to) = to.filter(|_| plain > 0) {
        points
            .entry(GoodsClass::ServiceAccount)
            .and_modify(|points| *points = points.saturating_sub(plain));
        *points.entry(to).or_default() += plain;
    }
    let (offered, other) = said(hits);
    let strong = other.values().filter(|weight| **weight >= 4).sum();
    Weighed { points, words, offered, against: other.values().sum(), strong }
}

/// Points of words that only say "account".
fn plain_accounts(hits: &[Hit]) -> u32 {
    let plain: BTreeSet<&str> =
        hits.iter().filter(|hit| hit.told == Told::Account).map(|hit| hit.word.as_str()).collect();
    let mut seen = BTreeSet::new();
    let weights = hits
        .iter()
        .filter(|hit| plain.contains(hit.word.as_str()) && seen.insert(hit.word.as_str()));
    let service = weights.filter_map(|hit| {
        hits.iter().find_map(|one| match one.told {
            Told::Class(GoodsClass::ServiceAccount, weight) if one.word == hit.word => Some(weight),
            _ => None,
        })
    });
    service.sum()
}

fn has_account_beside(hits: &[Hit], brand: &Hit) -> bool {
    let from = hits.partition_point(|hit| hit.span.start() + BESIDE < brand.span.start());
    let near = hits[from..].iter().take_while(|hit| hit.span.start() <= brand.span.end() + BESIDE);
    near.filter(|hit| hit.told == Told::Account).any(|hit| !brand.span.covers(hit.span))
}

/// How many words speak of an offer, and the words that speak against one with their points.
fn said(hits: &[Hit]) -> (u32, BTreeMap<&str, u32>) {
    let mut offered = BTreeSet::new();
    let mut other = BTreeMap::new();
    for hit in hits {
        match hit.told {
            Told::Offer => {
                offered.insert(hit.word.as_str());
            }
            Told::Other(weight) => {
                other.insert(hit.word.as_str(), weight);
            }
            _ => {}
        }
    }
    (u32::try_from(offered.len()).unwrap_or(u32::MAX), other)
}

/// Whether a paragraph about goods is an offer of them.
fn is_offer(weighed: &Weighed, signs: Signs, most: u32) -> bool {
    let for_it = weighed.offered.min(6) + signs.price * 3 + signs.contact * 3 + signs.listed * 3;
    for_it > weighed.against
        && for_it >= 3
        && most >= FIRM
        && for_it + most / 4 > weighed.strong.midpoint(weighed.against)
}

/// Names of services that end in what they are: `ハナペイ`, `Minato Bank`. A service that is not in the table is told
/// by them.
pub(super) fn named_services(text: &str) -> Vec<Hit> {
    static PATTERNS: OnceLock<Vec<(GoodsClass, Regex)>> = OnceLock::new();
    let patterns = PATTERNS.get_or_init(|| {
        let all = [
            (GoodsClass::PaymentAccount, r"[ァ-ヴーA-Za-z\p{Han}]{1,12}(?:ペイ|Pay(?-u:\b)|PAY(?-u:\b)|ウォレット|支付|钱包|錢包|マネー|ポイント|カード残高)|(?-u:\b)[A-Z][A-Za-z]{1,14}\s?(?:Pay|Wallet|Points)(?-u:\b)"),
            (GoodsClass::BankAccount, r"[ァ-ヴーA-Za-z\p{Han}]{1,12}(?:銀行|信金|信用金庫|証券|ネットバンク|银行|证券|證券|信用金库)|(?-u:\b)[A-Z][A-Za-z]{1,14}\s?(?:Bank|Securities|Brokerage|Credit Union|Trust)(?-u:\b)"),
        ];
        all.into_iter().filter_map(|(class, pattern)| Some((class, Regex::new(pattern).ok()?))).collect()
    });
    let hit = |class: &GoodsClass, found: regex::Match<'_>| {
        Some(Hit {
            told: Told::Brand(*class),
            word: found.as_str().to_owned(),
            span: noroshi_model::Span::new(found.start(), found.end())?,
        })
    };
    patterns
        .iter()
        .flat_map(|(class, pattern)| {
            pattern.find_iter(text).filter_map(move |found| hit(class, found))
        })
        .collect()
}
