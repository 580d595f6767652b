//! The cue table: data, read once.

use std::collections::BTreeMap;
use std::ops::Range;
use std::sync::OnceLock;

use serde::Deserialize;

/// What happens to somebody, by the words of a sentence.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(crate) enum Rule {
    Attacked,
    Intruded,
    Leaked,
    Offered,
    Exploited,
    Vulnerable,
    Targeted,
    Impersonated,
    Malicious,
    Duty,
    /// An observable of ours stands among the attacker's or the victim's.
    Listed,
    /// The sentence says that nothing happened.
    SaysNotAffected,
}

impl Rule {
    /// All rules.
    #[cfg(test)]
    pub(crate) const ALL: [Self; 12] = [
        Self::Attacked,
        Self::Intruded,
        Self::Leaked,
        Self::Offered,
        Self::Exploited,
        Self::Vulnerable,
        Self::Targeted,
        Self::Impersonated,
        Self::Malicious,
        Self::Duty,
        Self::Listed,
        Self::SaysNotAffected,
    ];

    /// The word of the reason.
    pub(crate) fn word(self) -> &'static str {
        match self {
            Self::Attacked => "attacked",
            Self::Intruded => "intruded",
            Self::Leaked => "leaked",
            Self::Offered => "offered",
            Self::Exploited => "exploited",
            Self::Vulnerable => "vulnerable",
            Self::Targeted => "targeted",
            Self::Impersonated => "impersonated",
            Self::Malicious => "malicious",
            Self::Duty => "duty",
            Self::Listed => "listed",
            Self::SaysNotAffected => "says-not-affected",
        }
    }
}

/// The whole table.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Cues {
    rules: BTreeMap<Rule, Vec<String>>,
    not: Not,
    pub(crate) aside: Aside,
    pub(crate) name: Names,
    pub(crate) home: BTreeMap<String, Vec<String>>,
}

/// Words that turn a cue round.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct Not {
    behind: Vec<String>,
    open: Vec<String>,
    before: Vec<String>,
    denied: Vec<String>,
}

/// Words that make a named one a bystander.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Aside {
    pub(crate) behind: Vec<String>,
    pub(crate) before: Vec<String>,
    pub(crate) watching: Vec<String>,
    pub(crate) itself: Vec<String>,
    pub(crate) examples: Vec<String>,
    pub(crate) genuine: Vec<String>,
    pub(crate) foreign_duty: Vec<ForeignDuty>,
}

/// Whom a duty of another country binds.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct ForeignDuty {
    pub(crate) country: String,
    pub(crate) words: Vec<String>,
}

/// Words about names.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Names {
    pub(crate) other: Vec<String>,
    pub(crate) forms: Vec<String>,
    pub(crate) back: Vec<String>,
    pub(crate) struck: Vec<String>,
}

/// A cue in a folded sentence.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Cue {
    pub(crate) rule: Rule,
    pub(crate) range: Range<usize>,
    /// Whether the clause says that it did not happen.
    pub(crate) negated: bool,
}

/// The table. A test parses it; should it not parse, nothing is a cue.
pub(crate) fn cues() -> &'static Cues {
    static CUES: OnceLock<Cues> = OnceLock::new();
    CUES.get_or_init(|| toml::from_str(include_str!("../cues.toml")).unwrap_or_default())
}

impl Cues {
    /// All cues of a folded sentence, in order of the rules.
    pub(crate) fn find(&self, sentence: &str) -> Vec<Cue> {
        let mut found = Vec::new();
        for (rule, words) in &self.rules {
            for word in words {
                let places = sentence.match_indices(word.as_str());
                let whole = places.filter(|(at, _)| starts_word(sentence, *at));
                found.extend(whole.map(|(at, word)| {
                    let range = at..at + word.len();
                    Cue { rule: *rule, negated: self.negates(sentence, &range), range }
                }));
            }
        }
        found
    }

    /// The words by which a sentence says that somebody is spared.
    pub(crate) fn denied(&self, sentence: &str) -> Option<Range<usize>> {
        self.not
            .denied
            .iter()
            .find_map(|word| sentence.find(word.as_str()).map(|at| at..at + word.len()))
    }

    fn negates(&self, sentence: &str, cue: &Range<usize>) -> bool {
        let behind = clause_behind(sentence, cue.end);
        let before = clause_before(sentence, cue.start);
        let open = holds(behind, &self.not.open);
        holds(behind, &self.not.behind) && !open || holds(before, &self.not.before)
    }
}

/// Whether any of the words stands in the text.
pub(crate) fn holds(text: &str, words: &[String]) -> bool {
    words.iter().any(|word| text.contains(word.as_str()))
}

/// A Latin cue starts a word; anything else may stand anywhere.
fn starts_word(sentence: &str, at: usize) -> bool {
    let letter = |char: Option<char>| char.is_some_and(|it| it.is_ascii_alphanumeric());
    let own = sentence.get(at..).and_then(|rest| rest.chars().next());
    let before = sentence.get(..at).and_then(|head| head.chars().next_back());
    !(letter(own) && letter(before))
}

/// Up to 20 characters to the end of the clause.
fn clause_behind(sentence: &str, at: usize) -> &str {
    let rest = sentence.get(at..).unwrap_or_default();
    let clause = rest.split(['、', '。', ',', ';', '，']).next().unwrap_or_default();
    let end = clause.char_indices().nth(20).map_or(clause.len(), |(at, _)| at);
    &clause[..end]
}

/// Up to 24 characters from the start of the clause.
fn clause_before(sentence: &str, at: usize) -> &str {
    let head = sentence.get(..at).unwrap_or_default();
    let clause = head.rsplit(['、', '。', ',', ';', '，']).next().unwrap_or_default();
    let start = clause.char_indices().rev().nth(23).map_or(0, |(at, _)| at);
    &clause[start..]
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rules(sentence: &str) -> Vec<(Rule, bool)> {
        let mut found: Vec<_> =
            cues().find(sentence).into_iter().map(|cue| (cue.rule, cue.negated)).collect();
        found.dedup();
        found
    }

    #[test]
    fn the_table_parses() {
        assert!(toml::from_str::<Cues>(include_str!("../cues.toml")).is_ok());
    }

    #[test]
    fn a_denied_exploitation_leaves_the_vulnerability() {
        let found = rules("脆弱性があるが、悪用は確認されていない。");
        assert_eq!(found, [(Rule::Vulnerable, false)]);
        assert_eq!(rules("no evidence of exploitation"), [(Rule::Exploited, true)]);
    }

    #[test]
    fn not_knowing_is_not_denying() {
        assert_eq!(rules("情報の流出は否定できない。"), [(Rule::Leaked, false)]);
        assert_eq!(rules("情報の流出はなかった。"), [(Rule::Leaked, true)]);
    }
}
