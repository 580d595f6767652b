//! Why a rule matched one event, or did not.

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::AtomicU64;

use noroshi_hunt::{Event, Explanation, Limits, RuleSet, Value};
use noroshi_model::Problem;

use super::{logs, rules};
use crate::guard::guarded;
use crate::{FlowError, gather};

/// Rules named when there is none of the name.
const NEAR: usize = 3;

/// An event, a rule, and what the rule says to the event.
#[derive(Debug)]
pub struct Explained {
    /// Title of the rule.
    pub title: String,
    /// Id of the rule.
    pub id: String,
    /// Who wrote the rule.
    pub author: String,
    /// Where the event stands.
    pub at: String,
    /// The fields of the event, as the log has them.
    pub fields: Vec<(String, String)>,
    /// The answer, step by step.
    pub explanation: Explanation,
}

/// Explains a rule (id or title) for an event: `LOG:NUMBER`, with the record id or line that
/// hits name, or a log alone for its first event.
///
/// # Errors
/// [`FlowError::Unread`] when rule, log or event is not there.
pub fn explain(folders: &[PathBuf], rule: &str, event: &str) -> Result<Explained, FlowError> {
    let (texts, _) = rules::texts(folders)?;
    let (set, _) = rules::compiled(&texts);
    let known = set.find(rule).ok_or_else(|| FlowError::Unread(unknown(&set, rule)))?;
    let (path, number) = parsed(event);
    let found = find(&path, number)?;
    let missing = || Problem::new("NRS-FLOW-055").at(event);
    let found = found.ok_or_else(|| FlowError::Unread(missing()))?;
    let explanation = noroshi_hunt::explain(&set, rule, &found);
    let explanation = explanation.ok_or_else(|| FlowError::Unread(unknown(&set, rule)))?;
    Ok(Explained {
        title: known.title.clone(),
        id: known.id.clone(),
        author: known.author.clone(),
        at: format!("{}:{}", found.log(), found.record()),
        fields: found.fields().map(|(name, it)| (name.to_owned(), shown(it))).collect(),
        explanation,
    })
}

/// Log and number of `LOG:NUMBER`; a file that has such a name whole is taken so.
fn parsed(event: &str) -> (PathBuf, Option<u64>) {
    let whole = PathBuf::from(event);
    if whole.exists() {
        return (whole, None);
    }
    let parts = event.rsplit_once(':');
    let number = parts.and_then(|(path, number)| Some((path, number.parse().ok()?)));
    number.map_or((whole, None), |(path, number)| (PathBuf::from(path), Some(number)))
}

fn find(path: &Path, number: Option<u64>) -> Result<Option<Event>, FlowError> {
    let taken = Arc::new(AtomicU64::new(0));
    for item in gather(&[path.to_owned()]) {
        let limits = Limits::default();
        let mut log = logs::open(&item, &taken, limits).map_err(FlowError::Unread)?;
        let mut found = None;
        while let (None, Some(chunk)) = (&found, log.chunk()) {
            let visit = |event: &Event| {
                if found.is_none() && number.is_none_or(|number| event.record() == number) {
                    found = Some(event.clone());
                }
            };
            let read = guarded(|| chunk.events(&limits, visit));
            read.map_err(|place| {
                let problem = Problem::new("NRS-FLOW-058").at(item.path());
                FlowError::Unread(problem.fact("reason", place))
            })?;
        }
        if found.is_some() {
            return Ok(found);
        }
    }
    Ok(None)
}

fn unknown(set: &RuleSet, name: &str) -> Problem {
    let words = name.to_lowercase();
    let near =
        |title: &str| words.split_whitespace().any(|word| title.to_lowercase().contains(word));
    let named = set.rules().iter().filter(|rule| near(&rule.title)).take(NEAR);
    let named: Vec<String> = named.map(|rule| format!("{} ({})", rule.title, rule.id)).collect();
    let near = if named.is_empty() { "-".to_owned() } else { named.join("; ") };
    Problem::new("NRS-FLOW-056").fact("name", name).fact("near", near)
}

fn shown(value: Value<'_>) -> String {
    match value {
        Value::Text(text) => text.to_owned(),
        Value::Whole(number) => number.to_string(),
        Value::Number(number) => number.to_string(),
        Value::Truth(truth) => truth.to_string(),
        Value::Null => "null".to_owned(),
    }
}
