//! A stored mention.

use noroshi_model::{EntityId, Mention, MentionKind, Money, Reason, Role, Value};
use serde::{Deserialize, Serialize};

use super::date::StoredMoment;
use super::word::{Word, currency, for_ever, subject, unknown};
use super::{Damage, StoredSpan};

#[derive(Serialize, Deserialize)]
pub(super) struct StoredMention<'a> {
    kind: Word<'a>,
    at: StoredSpan,
    canonical: Word<'a>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    role: Option<Word<'a>>,
    rule: Word<'a>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    detail: Option<Word<'a>>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    candidates: Vec<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    value: Option<StoredValue<'a>>,
}

#[derive(Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
enum StoredValue<'a> {
    Date(StoredMoment, Word<'a>),
    Money(Word<'a>, Word<'a>),
    Count(u64, Word<'a>),
}

impl<'a> From<&'a Mention> for StoredMention<'a> {
    fn from(mention: &'a Mention) -> Self {
        Self {
            kind: mention.kind.word().into(),
            at: mention.span.into(),
            canonical: mention.canonical.as_str().into(),
            role: mention.role.map(|role| role.word().into()),
            rule: mention.reason.rule.into(),
            detail: mention.reason.detail.as_deref().map(Into::into),
            candidates: mention.candidates.iter().map(EntityId::to_string).collect(),
            value: stored_value(&mention.value),
        }
    }
}

fn stored_value(value: &Value) -> Option<StoredValue<'_>> {
    match value {
        Value::Plain => None,
        Value::Date(moment, subject) => {
            Some(StoredValue::Date((*moment).into(), subject.word().into()))
        }
        Value::Money(money) => {
            Some(StoredValue::Money(money.amount.as_str().into(), money.currency.code().into()))
        }
        Value::Count(number, of) => Some(StoredValue::Count(*number, of.as_str().into())),
    }
}

impl TryFrom<StoredMention<'_>> for Mention {
    type Error = Damage;

    fn try_from(stored: StoredMention<'_>) -> Result<Self, Damage> {
        let candidates = stored.candidates.iter().map(|id| id.parse().map_err(|_| unknown(id)));
        let detail = stored.detail.map(Word::into_owned);
        Ok(Self {
            kind: MentionKind::from_word(&stored.kind).ok_or_else(|| unknown(&stored.kind))?,
            span: stored.at.try_into()?,
            canonical: stored.canonical.into_owned(),
            role: stored.role.as_deref().map(role).transpose()?,
            reason: Reason { rule: for_ever(&stored.rule)?, detail },
            candidates: candidates.collect::<Result<_, _>>()?,
            value: stored.value.map_or(Ok(Value::Plain), Value::try_from)?,
        })
    }
}

fn role(word: &str) -> Result<Role, Damage> {
    Role::from_word(word).ok_or_else(|| unknown(word))
}

impl TryFrom<StoredValue<'_>> for Value {
    type Error = Damage;

    fn try_from(stored: StoredValue<'_>) -> Result<Self, Damage> {
        Ok(match stored {
            StoredValue::Date(moment, word) => Self::Date(moment.try_into()?, subject(&word)?),
            StoredValue::Money(amount, code) => {
                Self::Money(Money { amount: amount.into_owned(), currency: currency(&code)? })
            }
            StoredValue::Count(number, of) => Self::Count(number, of.into_owned()),
        })
    }
}
