//! Names that look like a name that is trusted: an explained score, and dependency confusion.
//!
//! A [`Lookalikes`] is built once over the protected names: popular packages (a list, most used
//! first), packages in use ([`Why::Own`]), and words of the own organisation ([`Why::Brand`]). It
//! answers for any name which protected name could be meant, by which [`Operation`], and how sure
//! that is: a logistic regression over [`MARKS`], whose coefficients stand in `weights.rs` and can
//! be added up by hand.
//!
//! A look-alike is no accusation: most unusual names are honest. The score says how much a name
//! resembles those that were reported, not what the package does.

mod align;
mod book;
mod confusion;
mod finding;
mod form;
mod index;
mod mark;
mod operation;
mod pair;
mod trigram;
mod weights;

pub use book::Why;
pub use confusion::{Confusion, ConfusionKind, House, confusions};
pub use mark::{MARK_COUNT, MARKS, Mark, Values};
pub use operation::Operation;
pub use weights::{FLAGGED, STRICT, TABLE, WEIGHTS};

use book::Book;
use index::Index;
use pair::Asked;

use std::collections::HashSet;

use crate::Ecosystem;

/// Names to protect.
#[derive(Debug, Clone, Default)]
pub struct Protected {
    /// Popular packages, most used first.
    pub popular: Vec<String>,
    /// Packages that are used here.
    pub own: Vec<String>,
    /// Words of the organisation: products, company, prefixes.
    pub brands: Vec<String>,
}

/// A name that looks like a protected one.
#[derive(Debug, Clone, PartialEq)]
pub struct Likeness {
    /// The name, as it was asked.
    pub name: String,
    /// How much it resembles names that were reported: 0 to 1.
    pub score: f64,
    /// The protected name.
    pub of: String,
    /// Why that name is protected.
    pub why: Why,
    /// What leads from one to the other.
    pub operation: Operation,
    /// Whether the score is at or above [`FLAGGED`].
    pub flagged: bool,
    /// What weighed most, for and against: mark and its part of the sum, largest first.
    pub reasons: Vec<(&'static Mark, f64)>,
}

/// One pair with its marks, before it is weighed. For training and for explaining.
#[derive(Debug, Clone)]
pub struct Described {
    /// The protected name.
    pub of: String,
    /// Why it is protected.
    pub why: Why,
    /// What leads from one to the other.
    pub operation: Operation,
    /// The value of each mark.
    pub values: Values,
}

/// How many candidates of one name are weighed at most: those that are used most.
const CANDIDATES: usize = 64;
/// The place in the list that stands for a package of our own that is in no list.
const OWN_PLACE: usize = 300;
/// A brand word is as good as the best known package.
const BRAND_PLACE: usize = 1;

/// Protected names, ready to be asked.
#[derive(Debug)]
pub struct Lookalikes {
    ecosystem: Ecosystem,
    book: Book,
    index: Index,
    trusted: HashSet<Vec<u8>>,
}

impl Lookalikes {
    /// Files the names. Names are compared in the normal form of the ecosystem; one that stands
    /// in several lists is filed once, as a brand before an own package before a popular one.
    pub fn new(ecosystem: Ecosystem, protected: &Protected) -> Self {
        let mut book = Book::default();
        let normal = |name: &String| form::folded(&ecosystem.normal(name.trim())).0;
        let popular: Vec<Vec<u8>> = protected.popular.iter().map(normal).collect();
        popular.iter().for_each(|name| book.count(name));
        let brands = protected.brands.iter().map(|name| (normal(name), Why::Brand, BRAND_PLACE));
        let own = protected.own.iter().map(|name| (normal(name), Why::Own, OWN_PLACE));
        let ranked = popular.into_iter().enumerate();
        let ranked = ranked.map(|(at, name)| (name, Why::Popular, at + 1));
        let mut new = Self {
            index: Index::default(),
            trusted: HashSet::new(),
            book,
            ecosystem: ecosystem.clone(),
        };
        let mut filed = HashSet::new();
        for (name, why, place) in brands.chain(own).chain(ranked) {
            new.trusted.insert(name.clone());
            if !name.is_empty() && filed.insert(name.clone()) {
                let number = u32::try_from(new.book.entries.len()).unwrap_or(u32::MAX - 1);
                new.index.file(&name, number);
                new.book.add(name, why, pair::logarithm(place));
            }
        }
        new
    }

    /// Every protected name that some operation leads to, with what can be said of the pair.
    ///
    /// Nothing for a name that is protected itself.
    pub fn pairs(&self, name: &str) -> Vec<Described> {
        let normal = self.ecosystem.normal(name.trim());
        let (folded, script) = form::folded(&normal);
        if script == form::Script::Ascii && self.trusted.contains(&folded) {
            return Vec::new();
        }
        let candidates = self.index.candidates(&folded);
        if candidates.is_empty() {
            return Vec::new();
        }
        let mut asked = Asked::new(&folded, script, &self.book);
        asked.crowd = pair::logarithm(candidates.len());
        let entries = candidates.iter().take(CANDIDATES);
        let entries = entries.filter_map(|at| self.book.entries.get(usize::try_from(*at).ok()?));
        entries
            .filter_map(|entry| {
                let pair = pair::pair(&asked, entry, &self.book)?;
                Some(Described {
                    of: String::from_utf8_lossy(&entry.name).into_owned(),
                    why: entry.why,
                    operation: pair.operation,
                    values: pair.values,
                })
            })
            .collect()
    }

    /// The protected name that this one resembles most, or nothing when no operation leads to one.
    ///
    /// Nothing for a name that is protected itself.
    pub fn check(&self, name: &str) -> Option<Likeness> {
        let weighed = self.pairs(name).into_iter().map(|pair| (weigh(&pair), pair));
        let (sum, pair) = weighed.max_by(|one, other| one.0.total_cmp(&other.0))?;
        let score = 1.0 / (1.0 + (-sum).exp());
        Some(Likeness {
            name: name.to_owned(),
            score,
            flagged: score >= FLAGGED,
            reasons: reasons(&pair),
            of: pair.of,
            why: pair.why,
            operation: pair.operation,
        })
    }
}

/// What is added where the fitted weights cannot know: natural logarithm of what the odds are
/// multiplied by. These numbers are a choice, not fitted.
///
/// The weights were fitted on popular packages, around which honest names crowd: few names that
/// resemble one are bad. Nobody builds upon our brand words unasked, and who gave them wants to
/// hear of it. No registry of the lists allows signs of other scripts, so no name there has any.
fn bonus(pair: &Described) -> f64 {
    let ours: f64 = match pair.why {
        Why::Brand => 20.0,
        Why::Own => 3.0,
        Why::Popular => 1.0,
    };
    let script: f64 = if pair.operation == Operation::Foreign { 1000.0 } else { 1.0 };
    ours.ln() + script.ln()
}

fn weigh(pair: &Described) -> f64 {
    let sum: f64 = WEIGHTS.iter().zip(&pair.values).map(|(weight, value)| weight * value).sum();
    sum + bonus(pair)
}

/// The marks that weighed, largest part first; those that every pair has alike are left out.
fn reasons(pair: &Described) -> Vec<(&'static Mark, f64)> {
    let parts = WEIGHTS.iter().zip(&pair.values).map(|(weight, value)| weight * value);
    let mut parts: Vec<_> =
        MARKS.iter().zip(parts).skip(1).filter(|(_, part)| *part != 0.0).collect();
    parts.sort_by(|one, other| other.1.abs().total_cmp(&one.1.abs()));
    parts.truncate(SHOWN);
    parts
}

/// How many reasons are shown.
const SHOWN: usize = 5;
