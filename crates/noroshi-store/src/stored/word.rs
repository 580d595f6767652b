//! Closed sets as words, and names of rules, which the model holds for ever.

use std::borrow::Cow;
use std::collections::BTreeSet;
use std::sync::{Mutex, PoisonError};

use noroshi_model::{
    AttributionLevel, ClaimKind, Currency, EventStatus, Language, Media, Predicate, Subject, Tlp,
};

use super::Damage;

/// A word: borrowed from the model when written, owned when read.
pub(super) type Word<'a> = Cow<'a, str>;

/// The member of a closed set that carries a word.
pub(super) fn member<T: Copy>(
    all: &[T],
    word_of: impl Fn(T) -> &'static str,
    word: &str,
) -> Result<T, Damage> {
    let found = all.iter().copied().find(|member| word_of(*member) == word);
    found.ok_or_else(|| unknown(word))
}

/// The damage of a word that belongs to no set.
pub(super) fn unknown(word: &str) -> Damage {
    Damage::new(format!("`{word}` is not a word of this program"))
}

pub(super) fn language(code: &str) -> Result<Language, Damage> {
    Language::from_code(code).ok_or_else(|| unknown(code))
}

pub(super) fn tlp(label: &str) -> Result<Tlp, Damage> {
    label.parse().map_err(|_| unknown(label))
}

pub(super) fn media(word: &str) -> Result<Media, Damage> {
    const ALL: [Media; 9] = [
        Media::Text,
        Media::Markdown,
        Media::Html,
        Media::Mail,
        Media::Pdf,
        Media::Csv,
        Media::Tsv,
        Media::Xlsx,
        Media::ChatJson,
    ];
    member(&ALL, Media::iana, word)
}

pub(super) fn subject(word: &str) -> Result<Subject, Damage> {
    const ALL: [Subject; 5] = [
        Subject::Occurrence,
        Subject::Discovery,
        Subject::Report,
        Subject::Deadline,
        Subject::Unclear,
    ];
    member(&ALL, Subject::word, word)
}

pub(super) fn currency(code: &str) -> Result<Currency, Damage> {
    const ALL: [Currency; 10] = [
        Currency::Jpy,
        Currency::Usd,
        Currency::Eur,
        Currency::Gbp,
        Currency::Cny,
        Currency::Krw,
        Currency::Rub,
        Currency::Twd,
        Currency::Btc,
        Currency::Usdt,
    ];
    member(&ALL, Currency::code, code)
}

pub(super) fn claim_kind(word: &str) -> Result<ClaimKind, Damage> {
    const ALL: [ClaimKind; 3] =
        [ClaimKind::Statement, ClaimKind::AbsenceOfEvidence, ClaimKind::Reasoning];
    member(&ALL, ClaimKind::word, word)
}

pub(super) fn attribution_level(word: &str) -> Result<AttributionLevel, Damage> {
    const ALL: [AttributionLevel; 5] = [
        AttributionLevel::Infrastructure,
        AttributionLevel::ActivityCluster,
        AttributionLevel::NamedGroup,
        AttributionLevel::Sponsor,
        AttributionLevel::Persons,
    ];
    member(&ALL, AttributionLevel::word, word)
}

pub(super) fn event_status(word: &str) -> Result<EventStatus, Damage> {
    const ALL: [EventStatus; 3] = [EventStatus::Claimed, EventStatus::Observed, EventStatus::Both];
    member(&ALL, EventStatus::word, word)
}

pub(super) fn predicate(word: &str) -> Result<Predicate, Damage> {
    const ALL: [Predicate; 16] = [
        Predicate::SameAs,
        Predicate::RelatedTo,
        Predicate::Targets,
        Predicate::Uses,
        Predicate::Exploits,
        Predicate::Impersonates,
        Predicate::DistributedVia,
        Predicate::SponsoredBy,
        Predicate::PartOf,
        Predicate::LocatedIn,
        Predicate::OperatedBy,
        Predicate::Offers,
        Predicate::Steals,
        Predicate::DeadlineOf,
        Predicate::Requires,
        Predicate::Denies,
    ];
    member(&ALL, Predicate::word, word)
}

/// Longest name of a rule, code or placeholder. They are constants of this program; anything
/// longer was not written by it.
const LONGEST_NAME: usize = 100;

/// The name of a rule for as long as the program runs. The model holds such names as constants;
/// a name is kept once, and there are only as many as the rules of all programs that wrote.
pub(super) fn for_ever(name: &str) -> Result<&'static str, Damage> {
    static NAMES: Mutex<BTreeSet<&'static str>> = Mutex::new(BTreeSet::new());
    if name.len() > LONGEST_NAME {
        return Err(unknown(name));
    }
    let mut names = NAMES.lock().unwrap_or_else(PoisonError::into_inner);
    if let Some(known) = names.get(name) {
        return Ok(known);
    }
    let kept: &'static str = Box::leak(name.to_owned().into_boxed_str());
    names.insert(kept);
    Ok(kept)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_is_kept_once() {
        let first = for_ever("defanged").expect("short");
        let second = for_ever(&String::from("defanged")).expect("short");
        assert!(std::ptr::eq(first, second));
        assert!(for_ever(&"x".repeat(101)).is_err());
    }

    #[test]
    fn a_word_of_no_set_is_damage() {
        assert!(media("application/x-evil").is_err());
        assert_eq!(media("text/html"), Ok(Media::Html));
    }
}
