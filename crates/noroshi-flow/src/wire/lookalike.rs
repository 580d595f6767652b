//! Names that look like others, names that others may have taken, and what source does, in JSON.

use noroshi_model::Language;
use noroshi_packages::inventory::Dependency;
use noroshi_packages::similar::{Confusion, Likeness};
use noroshi_packages::source::Sighting;
use serde::Serialize;

/// A name, and what it looks like.
#[derive(Debug, Serialize)]
pub struct SquatLine<'a> {
    name: &'a str,
    score: f64,
    of: Option<&'a str>,
    operation: Option<&'static str>,
    flagged: bool,
    why: Option<&'static str>,
    reasons: Vec<ReasonPart>,
    purl: Option<String>,
    file: Option<&'a str>,
    line: Option<usize>,
}

#[derive(Debug, Serialize)]
struct ReasonPart {
    mark: &'static str,
    part: f64,
}

impl<'a> SquatLine<'a> {
    /// A name as one line; one that looks like nothing has a score of 0.
    pub fn new(name: &'a str, likeness: Option<&'a Likeness>) -> Self {
        let reasons = likeness.iter().flat_map(|it| &it.reasons);
        let reasons = reasons.map(|(mark, part)| ReasonPart { mark: mark.word, part: *part });
        Self {
            name,
            score: likeness.map_or(0.0, |it| it.score),
            of: likeness.map(|it| it.of.as_str()),
            operation: likeness.map(|it| it.operation.word()),
            flagged: likeness.is_some_and(|it| it.flagged),
            why: likeness.map(|it| it.why.word()),
            reasons: reasons.collect(),
            purl: None,
            file: None,
            line: None,
        }
    }

    /// A package in use as one line, with its place.
    pub fn used(one: &'a Dependency, likeness: &'a Likeness) -> Self {
        let (purl, file, line) = (Some(one.purl()), Some(one.path.as_str()), Some(one.line));
        Self { purl, file, line, ..Self::new(&one.name, Some(likeness)) }
    }
}

/// A package in use that may not be the one that was meant.
#[derive(Debug, Serialize)]
pub struct ConfusionLine<'a> {
    purl: String,
    name: &'a str,
    file: &'a str,
    line: usize,
    confusion: Vec<&'static str>,
    ours: Option<String>,
}

impl<'a> ConfusionLine<'a> {
    /// A confusion as one line.
    pub fn new(one: &'a Confusion) -> Self {
        Self {
            purl: one.dependency.purl(),
            name: &one.dependency.name,
            file: &one.dependency.path,
            line: one.dependency.line,
            confusion: one.kinds.iter().map(|kind| kind.word()).collect(),
            ours: one.ours.as_ref().map(|ours| format!("{}:{}", ours.path, ours.line)),
        }
    }
}

/// Something that source does.
#[derive(Debug, Serialize)]
pub struct SightingLine<'a> {
    file: &'a str,
    line: u32,
    rule: &'a str,
    author: &'a str,
    rule_file: Option<&'a str>,
    grade: &'static str,
    says: String,
    source_line: Option<u32>,
    evidence: &'a str,
    sha256: &'a str,
    accepted: Option<&'a str>,
    until: Option<String>,
}

impl<'a> SightingLine<'a> {
    /// A sighting as one line.
    pub fn new(one: &'a Sighting, language: Language) -> Self {
        Self {
            file: &one.path,
            line: one.line,
            rule: one.rule.word(),
            author: one.rule.author(),
            rule_file: one.rule.file(),
            grade: one.grade.word(),
            says: one.rule.says().pick(language).to_owned(),
            source_line: one.source_line,
            evidence: &one.evidence,
            sha256: &one.sha256,
            accepted: one.accepted.as_ref().map(|it| it.reason.as_str()),
            until: one.accepted.as_ref().map(|it| it.until.to_string()),
        }
    }
}
