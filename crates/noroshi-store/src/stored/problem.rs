//! Stored problems.

use noroshi_model::{Place, Problem};
use serde::{Deserialize, Serialize};

use super::word::{Word, for_ever};
use super::{Damage, StoredSpan, load_maybe};
use crate::Unread;

#[derive(Serialize, Deserialize)]
pub(super) struct StoredProblem<'a> {
    code: Word<'a>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    path: Option<Word<'a>>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    at: Option<StoredSpan>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    facts: Vec<(Word<'a>, Word<'a>)>,
}

impl<'a> From<&'a Problem> for StoredProblem<'a> {
    fn from(problem: &'a Problem) -> Self {
        let fact = |(name, value): &'a (&'static str, String)| ((*name).into(), value.into());
        Self {
            code: problem.code.into(),
            path: problem.place.path.as_deref().map(Into::into),
            at: problem.place.span.map(Into::into),
            facts: problem.facts.iter().map(fact).collect(),
        }
    }
}

impl TryFrom<StoredProblem<'_>> for Problem {
    type Error = Damage;

    fn try_from(stored: StoredProblem<'_>) -> Result<Self, Damage> {
        let fact = |(name, value): (Word<'_>, Word<'_>)| Ok((for_ever(&name)?, value.into_owned()));
        let path = stored.path.map(Word::into_owned);
        Ok(Self {
            code: for_ever(&stored.code)?,
            place: Place { path, span: load_maybe(stored.at)? },
            facts: stored.facts.into_iter().map(fact).collect::<Result<_, Damage>>()?,
        })
    }
}

/// A document that could not be read.
#[derive(Serialize, Deserialize)]
pub(crate) struct StoredUnread<'a> {
    path: Word<'a>,
    given: i64,
    problem: StoredProblem<'a>,
}

impl<'a> From<&'a Unread> for StoredUnread<'a> {
    fn from(unread: &'a Unread) -> Self {
        let path = unread.path.as_str().into();
        Self { path, given: unread.given, problem: (&unread.problem).into() }
    }
}

impl TryFrom<StoredUnread<'_>> for Unread {
    type Error = Damage;

    fn try_from(stored: StoredUnread<'_>) -> Result<Self, Damage> {
        let (path, problem) = (stored.path.into_owned(), stored.problem.try_into()?);
        Ok(Self { path, given: stored.given, problem })
    }
}
