//! A collection is a row of sections. One that fails costs only what depends on it.

use std::collections::BTreeSet;

use noroshi_model::Problem;
use serde_json::{Map, Value, json};

use crate::error::Miss;
use crate::{CollectError, State};

/// What a person may be shown while it goes on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Step {
    /// The section that is asked for now.
    pub section: &'static str,
    /// How many are done.
    pub done: usize,
    /// How many there are.
    pub of: usize,
}

/// What was collected.
#[derive(Debug)]
pub struct Collected {
    /// The export, in the shape that the rules read.
    pub export: Value,
    /// What could not be read.
    pub problems: Vec<Problem>,
    /// How many sections were read, those of an earlier try included.
    pub read: usize,
}

/// Parts of the export, by key.
pub(crate) type Parts = Map<String, Value>;

/// One section.
pub(crate) struct Section<A> {
    pub(crate) name: &'static str,
    /// The commands that the rules name for what stands in it.
    pub(crate) commands: &'static [&'static str],
    /// Asks for it, with what was read before.
    pub(crate) ask: fn(&A, &Parts) -> Result<Parts, Miss>,
}

/// The parts that were read, and the commands that worked or did not.
#[derive(Default)]
pub(crate) struct Gathered {
    pub(crate) parts: Parts,
    pub(crate) worked: BTreeSet<String>,
    pub(crate) failed: BTreeSet<String>,
    pub(crate) problems: Vec<Problem>,
    pub(crate) read: usize,
}

impl Gathered {
    /// Asks for all sections in order, each kept as soon as it is finished.
    pub(crate) fn all<A>(
        of: &A,
        sections: &[Section<A>],
        state: &mut State,
        told: &mut dyn FnMut(&Step),
    ) -> Result<Self, CollectError> {
        let mut gathered = Self::default();
        for (done, section) in sections.iter().enumerate() {
            told(&Step { section: section.name, done, of: sections.len() });
            let parts = match state.get(section.name) {
                Some(Value::Object(kept)) => Ok(kept.clone()),
                _ => (section.ask)(of, &gathered.parts),
            };
            match parts {
                Ok(parts) => {
                    state.keep(section.name, &Value::Object(parts.clone()))?;
                    gathered.took(section, parts);
                }
                // Without credentials every further section would fail the same way.
                Err(Miss::Credentials(reason)) => {
                    return Err(CollectError::Credentials {
                        host: section.name.to_owned(),
                        reason,
                    });
                }
                Err(miss) => {
                    gathered.problems.push(miss.problem(section.name));
                    gathered.fail(section.commands);
                }
            }
        }
        Ok(gathered)
    }

    fn took<A>(&mut self, section: &Section<A>, parts: Parts) {
        self.read += 1;
        self.parts.extend(parts);
        self.worked.extend(section.commands.iter().map(|command| (*command).to_owned()));
    }

    /// Marks commands as not done. A command that failed anywhere did not work.
    pub(crate) fn fail(&mut self, commands: &[&str]) {
        self.failed.extend(commands.iter().map(|command| (*command).to_owned()));
    }

    /// The parts with the lists of commands under these keys.
    pub(crate) fn export(mut self, worked: &str, failed: &str) -> Collected {
        let good: Vec<&String> = self.worked.difference(&self.failed).collect();
        let (good, bad) = (json!(good), json!(self.failed));
        self.parts.insert(worked.to_owned(), good);
        self.parts.insert(failed.to_owned(), bad);
        Collected { export: Value::Object(self.parts), problems: self.problems, read: self.read }
    }
}

/// One part.
pub(crate) fn part(name: &str, value: impl Into<Value>) -> Parts {
    Parts::from_iter([(name.to_owned(), value.into())])
}

/// A text inside an answer.
pub(crate) fn word<'a>(value: &'a Value, name: &str) -> &'a str {
    value.get(name).and_then(Value::as_str).unwrap_or_default()
}
