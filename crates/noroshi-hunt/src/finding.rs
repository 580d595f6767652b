//! A hit as a finding of the own estate.

use noroshi_model::{Artefact, Bilingual, Citation, Finding, FindingKind, Level};

use crate::{Hit, RuleLevel};

/// A hit as a finding: ours is the record, theirs the rule with its author.
///
/// The key is the rule's id and the identity of the event, so the same event and rule found in
/// two copies of a log is one finding. `critical` and `high` press now, `medium` soon, the rest
/// is good to know.
pub fn finding(hit: &Hit) -> Finding {
    Finding {
        kind: FindingKind::Log,
        key: format!("{} {}", hit.rule.id, hit.identity),
        level: level(hit.level),
        subject: hit.host.clone(),
        title: Bilingual::same(hit.rule.title.clone()),
        reason: Bilingual::default(),
        ours: vec![Artefact { path: hit.log.to_string(), at: hit.at(), text: String::new() }],
        theirs: vec![Citation {
            who: hit.rule.author.clone(),
            what: hit.rule.id.clone(),
            text: hit.rule.title.clone(),
            place: None,
            link: hit.rule.references.first().cloned(),
        }],
        time: hit.time,
        techniques: Vec::new(),
        unknown: Vec::new(),
        next: Vec::new(),
    }
}

fn level(level: RuleLevel) -> Level {
    match level {
        RuleLevel::Critical | RuleLevel::High => Level::Now,
        RuleLevel::Medium => Level::Soon,
        RuleLevel::Low | RuleLevel::Informational => Level::Know,
    }
}
