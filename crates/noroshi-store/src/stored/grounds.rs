//! Stored grounds of a relation or an event.

use noroshi_model::{Chance, Grounds, Reason};
use serde::{Deserialize, Serialize};

use super::Damage;
use super::word::{Word, for_ever};

/// The rule of what was kept before grounds were recorded.
const UNRECORDED: &str = "unrecorded";

#[derive(Default, Serialize, Deserialize)]
pub(super) struct StoredGrounds<'a> {
    #[serde(default, skip_serializing_if = "Option::is_none")]
    rule: Option<Word<'a>>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    words: Option<Word<'a>>,
    /// In hundredths.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    chance: Option<u8>,
}

impl<'a> From<&'a Grounds> for StoredGrounds<'a> {
    fn from(grounds: &'a Grounds) -> Self {
        let reason = grounds.reason();
        Self {
            rule: reason.map(|reason| reason.rule.into()),
            words: reason.and_then(|reason| reason.detail.as_deref()).map(Into::into),
            chance: grounds.chance().map(Chance::in_hundredths),
        }
    }
}

impl TryFrom<StoredGrounds<'_>> for Grounds {
    type Error = Damage;

    fn try_from(stored: StoredGrounds<'_>) -> Result<Self, Damage> {
        let chance = stored.chance.map(chance).transpose()?;
        let Some(rule) = stored.rule else {
            return Ok(chance.map_or_else(|| Self::Rule(Reason::rule(UNRECORDED)), Self::Learned));
        };
        let reason = Reason { rule: for_ever(&rule)?, detail: stored.words.map(Word::into_owned) };
        Ok(match chance {
            Some(chance) => Self::Both(reason, chance),
            None => Self::Rule(reason),
        })
    }
}

fn chance(count: u8) -> Result<Chance, Damage> {
    Chance::hundredths(count).ok_or_else(|| Damage::new(format!("no chance of {count} in 100")))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(stored: &str) -> Result<Grounds, Damage> {
        serde_json::from_str::<StoredGrounds<'_>>(stored).expect("it is JSON").try_into()
    }

    #[test]
    fn what_was_kept_before_grounds_were_recorded_says_so() {
        assert_eq!(read("{}"), Ok(Grounds::Rule(Reason::rule(UNRECORDED))));
    }

    #[test]
    fn a_chance_of_more_than_all_is_damage() {
        let learned = Chance::hundredths(62).map(Grounds::Learned);
        assert_eq!(read(r#"{"chance":62}"#).ok(), learned);
        assert!(read(r#"{"chance":162}"#).is_err());
    }
}
