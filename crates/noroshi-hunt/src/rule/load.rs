//! From the text of a file to Sigma documents, and what goes wrong on the way.

use noroshi_model::Problem;
use rsigma_parser::{
    CorrelationCondition, CorrelationRule, FilterRule, SigmaRule, parse_sigma_yaml,
};

use super::{LogSource, Rule, RuleKind, RuleLevel};

/// The longest rule file, in bytes. The longest of SigmaHQ is a hundredth of it.
const LONGEST: usize = 4 << 20;
/// The deepest brackets, and the most `not` in a row, that the parser of conditions is given.
const DEEPEST: usize = 100;

/// All documents of all files, each with its path.
#[derive(Debug, Default)]
pub(crate) struct Documents {
    /// Rules over one event.
    pub(crate) rules: Vec<(String, SigmaRule)>,
    /// Rules over several events.
    pub(crate) correlations: Vec<(String, CorrelationRule)>,
    /// Filters.
    pub(crate) filters: Vec<(String, FilterRule)>,
}

/// Reads one file.
pub(crate) fn file(path: &str, text: &str, documents: &mut Documents, problems: &mut Vec<Problem>) {
    if let Some(reason) = unreadable(text) {
        problems.push(broken(path, reason));
        return;
    }
    let collection = match parse_sigma_yaml(text) {
        Ok(collection) => collection,
        Err(error) => {
            problems.push(broken(path, &error.to_string()));
            return;
        }
    };
    let nothing = collection.is_empty();
    for error in &collection.errors {
        if nothing || !error.contains("warning") {
            problems.push(broken(path, error));
        }
    }
    if nothing && collection.errors.is_empty() {
        problems.push(broken(path, "it holds no rule"));
    }
    let with_path = |path: &str| path.to_owned();
    documents.rules.extend(collection.rules.into_iter().map(|rule| (with_path(path), rule)));
    documents.filters.extend(collection.filters.into_iter().map(|rule| (with_path(path), rule)));
    let several = collection.correlations.into_iter();
    documents.correlations.extend(several.map(|rule| (with_path(path), rule)));
}

fn unreadable(text: &str) -> Option<&'static str> {
    if text.len() > LONGEST {
        return Some("it is too long for a rule");
    }
    let mut depth = 0_usize;
    for byte in text.bytes() {
        match byte {
            b'(' | b'[' | b'{' => depth += 1,
            b')' | b']' | b'}' => depth = depth.saturating_sub(1),
            _ => {}
        }
        if depth > DEEPEST {
            return Some("its brackets are nested too deep");
        }
    }
    let mut nots = 0;
    for word in text.split_ascii_whitespace() {
        nots = if word.eq_ignore_ascii_case("not") { nots + 1 } else { 0 };
        if nots > DEEPEST {
            return Some("its `not` are nested too deep");
        }
    }
    None
}

/// What a rule says about itself.
pub(crate) fn rule(path: &str, rule: SigmaRule, source: LogSource, fields: Vec<String>) -> Rule {
    Rule {
        id: rule.id.clone().unwrap_or_else(|| rule.title.clone()),
        name: rule.name.unwrap_or_default(),
        title: rule.title,
        author: author(rule.author),
        level: level(rule.level),
        status: rule.status.map(|status| format!("{status:?}").to_lowercase()).unwrap_or_default(),
        description: rule.description.unwrap_or_default(),
        tags: rule.tags,
        references: rule.references,
        falsepositives: rule.falsepositives,
        license: rule.license.unwrap_or_default(),
        path: path.to_owned(),
        kind: RuleKind::Detection,
        source,
        fields,
    }
}

/// What a correlation says about itself.
pub(crate) fn correlation(path: &str, rule: &CorrelationRule) -> Rule {
    Rule {
        id: rule.id.clone().unwrap_or_else(|| rule.title.clone()),
        name: rule.name.clone().unwrap_or_default(),
        title: rule.title.clone(),
        author: author(rule.author.clone()),
        level: level(rule.level),
        status: rule.status.map(|status| format!("{status:?}").to_lowercase()).unwrap_or_default(),
        description: rule.description.clone().unwrap_or_default(),
        tags: rule.tags.clone(),
        references: rule.references.clone(),
        falsepositives: rule.falsepositives.clone(),
        license: rule.license.clone().unwrap_or_default(),
        path: path.to_owned(),
        kind: RuleKind::Correlation,
        source: LogSource::default(),
        fields: rule.group_by.clone(),
    }
}

fn author(author: Option<String>) -> String {
    author.filter(|author| !author.trim().is_empty()).unwrap_or_else(|| "unknown".to_owned())
}

fn level(level: Option<rsigma_parser::Level>) -> RuleLevel {
    level.and_then(|level| RuleLevel::parse(level.as_str())).unwrap_or_default()
}

/// The log source in lower case.
pub(crate) fn source(source: &rsigma_parser::LogSource) -> LogSource {
    let lower = |text: &Option<String>| text.as_ref().map(|text| text.trim().to_lowercase());
    LogSource {
        product: lower(&source.product),
        category: lower(&source.category),
        service: lower(&source.service),
    }
}

/// The fields whose values a correlation counts.
pub(crate) fn condition_fields(rule: &CorrelationRule) -> Vec<String> {
    match &rule.condition {
        CorrelationCondition::Threshold { field: Some(fields), .. } => fields.clone(),
        _ => Vec::new(),
    }
}

fn broken(path: &str, reason: &str) -> Problem {
    Problem::new("NRS-HUNT-001").at(path).fact("reason", reason)
}

/// A rule that needs something that Noroshi does not do.
pub(crate) fn refused(path: &str, title: &str, reason: &str) -> Problem {
    Problem::new("NRS-HUNT-002").at(path).fact("rule", title).fact("reason", reason)
}

/// A rule with the id of another.
pub(crate) fn twice(path: &str, title: &str, id: &str) -> Problem {
    Problem::new("NRS-HUNT-003").at(path).fact("rule", title).fact("id", id)
}

/// A correlation that counts a rule that is not there.
pub(crate) fn missing(path: &str, title: &str, name: &str) -> Problem {
    Problem::new("NRS-HUNT-004").at(path).fact("rule", title).fact("missing", name)
}
