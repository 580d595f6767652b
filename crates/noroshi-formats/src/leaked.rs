//! The words by which leaked material is understood: data, read once.

use std::collections::BTreeMap;
use std::sync::OnceLock;

use serde::Deserialize;

/// The whole table of `leaked.toml`.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Words {
    pub(crate) secrets: Secrets,
    pub(crate) token: Vec<Token>,
    pub(crate) flag: Vec<Flag>,
    pub(crate) columns: BTreeMap<Column, Vec<String>>,
    pub(crate) currencies: BTreeMap<String, Vec<String>>,
    pub(crate) targets: Targets,
    pub(crate) contract: Contract,
    pub(crate) chat: Chat,
}

/// Names of secrets, and what their values are not.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Secrets {
    pub(crate) strong: Vec<String>,
    pub(crate) weak: Vec<String>,
    pub(crate) suffixes: Vec<String>,
    pub(crate) empty: Vec<String>,
    pub(crate) prose: Vec<String>,
    pub(crate) elsewhere: Vec<String>,
}

/// A format that a vendor gives its secrets.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Token {
    pub(crate) kind: String,
    pub(crate) starts: Vec<String>,
    pub(crate) signs: Signs,
    pub(crate) least: usize,
    pub(crate) most: usize,
}

/// A flag behind which some programs take a password.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Flag {
    pub(crate) flag: String,
    pub(crate) form: Form,
    pub(crate) programs: Vec<String>,
}

/// Where the password of a flag stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(crate) enum Form {
    /// Right behind the flag.
    Joined,
    /// As the next word.
    Apart,
    /// In the next word, behind a name.
    Login,
}

/// The signs behind the start of a token.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(crate) enum Signs {
    Upper,
    Word,
    Url,
    Dotted,
    Path,
}

impl Signs {
    pub(crate) fn hold(self, byte: u8) -> bool {
        match self {
            Self::Upper => byte.is_ascii_uppercase() || byte.is_ascii_digit(),
            Self::Word => byte.is_ascii_alphanumeric() || byte == b'_',
            Self::Url => Self::Word.hold(byte) || byte == b'-',
            Self::Dotted => Self::Url.hold(byte) || byte == b'.',
            Self::Path => Self::Url.hold(byte) || byte == b'/',
        }
    }
}

/// What a column of a table holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Column {
    /// When.
    Time,
    /// Who wrote it.
    From,
    /// To whom.
    To,
    /// The words of a message.
    Said,
    /// A person.
    Person,
    /// At whom something is aimed: a customer, a victim.
    Target,
    /// An organisation in any other part.
    Organisation,
    /// A country or region.
    Place,
    /// An amount of money.
    Money,
    /// In which currency.
    Currency,
    /// What is offered, bought or done.
    Item,
}

#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Targets {
    pub(crate) keys: Vec<String>,
    pub(crate) cues: Vec<String>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Contract {
    pub(crate) titles: Vec<String>,
    pub(crate) parties: Vec<String>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Chat {
    pub(crate) not_names: Vec<String>,
}

/// The table. A test parses it, so it is never empty in a program that was tested.
pub(crate) fn words() -> &'static Words {
    static WORDS: OnceLock<Words> = OnceLock::new();
    WORDS.get_or_init(|| toml::from_str(include_str!("../leaked.toml")).unwrap_or_default())
}

/// What a column holds, by its name: the whole name, or the part before a bracket, as in
/// `金額(円)`, or, failing that, its last word.
pub fn column(name: &str) -> Option<Column> {
    let name = folded(name);
    let bare = name.split(['(', '（', '[', '／']).next().unwrap_or(&name).trim();
    let last = bare.rsplit([' ', '_', '-', '/']).next().unwrap_or(bare);
    [bare, last].into_iter().find_map(|name| {
        let mut columns = words().columns.iter();
        let holds = |words: &Vec<String>| words.iter().any(|word| word == name);
        columns.find(|(_, words)| holds(words)).map(|(column, _)| *column)
    })
}

/// ISO 4217 code of a currency that stands in these words, as in `単価（円）`.
pub fn currency(words_around: &str) -> Option<&'static str> {
    let around = folded(words_around);
    let signs = words().currencies.iter();
    let longest = |(code, signs): (&'static String, &'static Vec<String>)| {
        let found = signs.iter().filter(|sign| holds_word(&around, sign));
        found.map(|sign| sign.len()).max().map(|length| (length, code.as_str()))
    };
    signs.filter_map(longest).max_by_key(|(length, _)| *length).map(|(_, code)| code)
}

/// Whether the words name somebody at whom something is aimed, such as `Customer`.
pub fn is_target_key(name: &str) -> bool {
    let name = folded(name);
    words().targets.keys.contains(&name)
}

/// Whether a sentence says that what it names is a target or a customer.
pub fn speaks_of_targets(sentence: &str) -> bool {
    let folded = sentence.to_lowercase();
    words().targets.cues.iter().any(|cue| holds_word(&folded, cue))
}

/// A Latin word counts only as a whole word.
fn holds_word(around: &str, word: &str) -> bool {
    around.match_indices(word).any(|(at, _)| {
        let letter = |sign: Option<char>| sign.is_some_and(|sign| sign.is_ascii_alphabetic());
        let latin = word.starts_with(|sign: char| sign.is_ascii_alphabetic());
        let beside = letter(around[..at].chars().next_back())
            || letter(around[at + word.len()..].chars().next());
        !latin || !beside
    })
}

fn folded(name: &str) -> String {
    use unicode_normalization::UnicodeNormalization as _;
    name.trim().chars().take(200).nfkc().flat_map(char::to_lowercase).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_table_parses() {
        let table: Words = toml::from_str(include_str!("../leaked.toml")).expect("parses");
        assert!(!table.secrets.strong.is_empty() && !table.token.is_empty());
        assert_eq!(table.columns.len(), 11);
    }

    #[test]
    fn a_column_is_known_by_its_name() {
        assert_eq!(column("金額（円）"), Some(Column::Money));
        assert_eq!(column(" Unit Price "), Some(Column::Money));
        assert_eq!(column("sent_to"), Some(Column::To));
        assert_eq!(column("客户"), Some(Column::Target));
        assert_eq!(column("weather"), None);
    }

    #[test]
    fn a_currency_is_known_by_its_sign_or_word() {
        assert_eq!(currency("単価（円）"), Some("JPY"));
        assert_eq!(currency("Price USD"), Some("USD"));
        assert_eq!(currency("价格（元）"), Some("CNY"));
        assert_eq!(currency("NT$"), Some("TWD"));
        assert_eq!(currency("queue length"), None);
    }
}
