//! The nouns of an assessment: a question, its hypotheses, its rows of evidence.
//!
//! A [`Question`] is only made by [`crate::parse`], which refuses what must not exist: a row
//! without a source, a rating of a hypothesis that is not there.

use std::collections::BTreeMap;

use jiff::civil::Date;
use noroshi_model::{AttributionLevel, Reliability, Span, Tlp};

use crate::word::{Facet, Grading, Rating, RoleOfHypothesis, Status, Tag, Vertex};

/// Words for people, in both languages; the same in both when the file gives one.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Text {
    /// Japanese.
    pub ja: String,
    /// English.
    pub en: String,
}

impl Text {
    /// The same words in both languages.
    pub fn same(words: &str) -> Self {
        Self { ja: words.to_owned(), en: words.to_owned() }
    }

    /// The words in a language.
    pub fn of(&self, language: crate::Tongue) -> &str {
        match language {
            crate::Tongue::Ja => &self.ja,
            crate::Tongue::En => &self.en,
        }
    }
}

/// A probability with its ends, each between 0.0 and 1.0 (not per cent).
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Chance {
    /// Lower end.
    pub low: f64,
    /// The value itself.
    pub point: f64,
    /// Upper end.
    pub high: f64,
}

impl Chance {
    /// A value without a range.
    pub const fn exactly(point: f64) -> Self {
        Self { low: point, point, high: point }
    }
}

/// What each rating means in numbers: the chance of seeing the evidence if the hypothesis holds.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Scale {
    /// Very consistent.
    pub very_consistent: Chance,
    /// Consistent.
    pub consistent: Chance,
    /// Neutral, and not applicable.
    pub neutral: Chance,
    /// Inconsistent.
    pub inconsistent: Chance,
    /// Very inconsistent.
    pub very_inconsistent: Chance,
}

impl Default for Scale {
    /// Our proposal, printed with every assessment: .9, .7, .5, .3, .1, each give or take .05;
    /// neutral has no range, because it says nothing.
    fn default() -> Self {
        let around = |point: f64| Chance { low: point - 0.05, point, high: point + 0.05 };
        Self {
            very_consistent: around(0.9),
            consistent: around(0.7),
            neutral: Chance::exactly(0.5),
            inconsistent: around(0.3),
            very_inconsistent: around(0.1),
        }
    }
}

impl Scale {
    /// The chance of a rating.
    pub fn of(&self, rating: Rating) -> Chance {
        match rating {
            Rating::VeryConsistent => self.very_consistent,
            Rating::Consistent => self.consistent,
            Rating::Neutral | Rating::NotApplicable => self.neutral,
            Rating::Inconsistent => self.inconsistent,
            Rating::VeryInconsistent => self.very_inconsistent,
        }
    }
}

/// Something that a hypothesis expects to be seen next.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Expectation {
    /// Its id within the question.
    pub id: String,
    /// In words.
    pub text: Text,
    /// Words of which all must stand in one sentence.
    pub all: Vec<String>,
    /// Words of which one must stand there too; empty for none.
    pub any: Vec<String>,
    /// The last day on which it counts.
    pub until: Option<Date>,
}

/// A hypothesis: one of the answers that compete.
#[derive(Debug, Clone, PartialEq)]
pub struct Hypothesis {
    /// Its id within the question.
    pub id: String,
    /// In words.
    pub title: Text,
    /// Whether it is one of the two that are always there.
    pub role: RoleOfHypothesis,
    /// How far it goes, if it holds somebody responsible.
    pub level: Option<AttributionLevel>,
    /// What was believed before the evidence.
    pub prior: Chance,
    /// Hypotheses that cannot hold beside it.
    pub excludes: Vec<usize>,
    /// Hypotheses that it contains.
    pub includes: Vec<usize>,
    /// Hypotheses that may hold beside it.
    pub compatible: Vec<usize>,
    /// What it expects next.
    pub expects: Vec<Expectation>,
}

/// Where a row comes from: a place in a document.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Source {
    /// The document's id, or its first hexadecimal digits (at least twelve).
    pub document: String,
    /// The place in its canonical text.
    pub span: Span,
    /// The words at that place, to be compared with the original.
    pub quote: Option<String>,
    /// Who said it first: sources of one root are one source.
    pub root: String,
    /// Title of the document, for people.
    pub title: Option<String>,
    /// Who published it.
    pub publisher: Option<String>,
    /// When.
    pub published: Option<Date>,
    /// Where the public original is.
    pub url: Option<String>,
}

/// A row of evidence.
#[derive(Debug, Clone, PartialEq)]
pub struct Row {
    /// Its id within the question.
    pub id: String,
    /// In words.
    pub text: Text,
    /// Where it comes from; never empty for an accepted row.
    pub sources: Vec<Source>,
    /// From when on it was known.
    pub known: Date,
    /// When what it tells happened.
    pub event: Option<Date>,
    /// Which part of the picture it fills.
    pub facet: Facet,
    /// The corner of the Diamond model.
    pub vertex: Option<Vertex>,
    /// Letter of the Admiralty grade.
    pub reliability: Option<Reliability>,
    /// Digit of the Admiralty grade, 1 to 6, as the analyst entered it.
    pub information: Option<u8>,
    /// How credible, for the weighted score.
    pub credibility: Grading,
    /// How relevant, for the weighted score.
    pub relevance: Grading,
    /// How easily it could have been planted, 0.0 to 1.0.
    pub forgeability: f64,
    /// How much of its likelihoods counts, 0.0 to 1.0.
    pub weight: f64,
    /// Rows that depend on one another share a cluster.
    pub cluster: String,
    /// Marks.
    pub tags: Vec<Tag>,
    /// For an absence: what was watched, from when to when.
    pub coverage: Option<String>,
    /// For a denial: why it cost the speaker something.
    pub costly: Option<String>,
    /// Rows that it takes the place of.
    pub replaces: Vec<usize>,
    /// Why it is left out of all scores, if it is.
    pub suspended: Option<String>,
    /// How far it reaches, if it holds somebody responsible.
    pub level: Option<AttributionLevel>,
    /// Whether it counts.
    pub status: Status,
    /// A remark.
    pub note: Option<String>,
    /// By hypothesis; `None` where nobody rated.
    pub ratings: Vec<Option<Rating>>,
    /// By hypothesis: chances that replace those of the rating.
    pub likelihood: Vec<Option<Chance>>,
}

impl Row {
    /// Whether it has a mark.
    pub fn is(&self, tag: Tag) -> bool {
        self.tags.contains(&tag)
    }

    /// Why it says nothing although it is rated: an absence without coverage, a denial that
    /// cost nothing, a statement that would be made in either case.
    pub fn silent(&self) -> Option<Silence> {
        if self.is(Tag::Absence) && self.coverage.is_none() {
            return Some(Silence::NoCoverage);
        }
        let routine = self.is(Tag::Denial) || self.is(Tag::Routine);
        (routine && self.costly.is_none()).then_some(Silence::Routine)
    }

    /// The roots of its sources, each once, in order of name.
    pub fn roots(&self) -> Vec<&str> {
        let mut roots: Vec<&str> = self.sources.iter().map(|it| it.root.as_str()).collect();
        roots.sort_unstable();
        roots.dedup();
        roots
    }
}

/// Why a rated row counts as neutral.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Silence {
    /// Nothing says what was watched.
    NoCoverage,
    /// It would have been said in either case.
    Routine,
}

/// What turned out to be the answer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Resolution {
    /// The hypothesis that holds.
    pub answer: usize,
    /// Since when that is known.
    pub on: Date,
    /// In words.
    pub text: Option<Text>,
}

/// A question with everything that was entered about it.
#[derive(Debug, Clone, PartialEq)]
pub struct Question {
    /// Its id.
    pub id: String,
    /// The question itself.
    pub text: Text,
    /// When it was asked.
    pub asked: Date,
    /// When what is asked about happened.
    pub event: Option<Date>,
    /// Words by which statements about it are found.
    pub subject: Vec<String>,
    /// A label stricter than that of its sources, if one is wished.
    pub tlp: Option<Tlp>,
    /// Why there is no "other"; `None` when there is.
    pub without_other: Option<String>,
    /// Why there is no "deception"; `None` when there is.
    pub without_deception: Option<String>,
    /// How well founded the answer is, as the analyst says.
    pub confidence: Option<Grading>,
    /// The analyst's own words for the answer.
    pub conclusion: Option<Text>,
    /// What is not known.
    pub open: Vec<Text>,
    /// What ratings mean in numbers.
    pub scale: Scale,
    /// Dependence in a cluster that the file does not describe, 0.0 to 1.0.
    pub dependence: f64,
    /// Dependence of the clusters that it does.
    pub clusters: BTreeMap<String, f64>,
    /// The answers that compete.
    pub hypotheses: Vec<Hypothesis>,
    /// The evidence.
    pub rows: Vec<Row>,
    /// What turned out to be the answer.
    pub resolution: Option<Resolution>,
}

impl Question {
    /// The rows that count on a day (or with everything known): accepted, not suspended,
    /// known by then, and not replaced by a row that counts.
    pub fn counted(&self, as_of: Option<Date>) -> Vec<usize> {
        let usable = |row: &Row| {
            row.status == Status::Accepted
                && row.suspended.is_none()
                && as_of.is_none_or(|day| row.known <= day)
        };
        let usable: Vec<usize> =
            (0..self.rows.len()).filter(|at| usable(&self.rows[*at])).collect();
        let replaced: Vec<usize> =
            usable.iter().flat_map(|at| self.rows[*at].replaces.iter().copied()).collect();
        usable.into_iter().filter(|at| !replaced.contains(at)).collect()
    }

    /// The days on which a row became known, each once, in order.
    pub fn days(&self) -> Vec<Date> {
        let accepted = self.rows.iter().filter(|row| row.status == Status::Accepted);
        let mut days: Vec<Date> = accepted.map(|row| row.known).collect();
        days.sort_unstable();
        days.dedup();
        days
    }

    /// The place of a hypothesis.
    pub fn hypothesis(&self, id: &str) -> Option<usize> {
        self.hypotheses.iter().position(|one| one.id == id)
    }
}
