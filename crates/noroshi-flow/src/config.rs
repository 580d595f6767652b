//! `noroshi.toml`: every setting has a default, a place in the file and an environment variable.

use std::path::{Path, PathBuf};

use noroshi_formats::{Limits, MaskKey};
use noroshi_model::{Estate, Language};
use noroshi_posture::bod::Standing;
use serde::Deserialize;

use crate::{FlowError, mask_key};

/// A language in which Noroshi speaks to people.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum MessageLanguage {
    /// Japanese.
    Ja,
    /// English.
    En,
}

impl MessageLanguage {
    /// The same language among those that Noroshi reads.
    pub fn language(self) -> Language {
        match self {
            Self::Ja => Language::Ja,
            Self::En => Language::En,
        }
    }

    /// BCP 47 code.
    pub fn code(self) -> &'static str {
        self.language().code()
    }

    /// The one that this is not.
    pub fn other(self) -> Self {
        match self {
            Self::Ja => Self::En,
            Self::En => Self::Ja,
        }
    }

    /// The language of a code or locale such as `ja_JP.UTF-8`; `None` for any other.
    pub fn from_code(code: &str) -> Option<Self> {
        match Language::from_code(code)? {
            Language::Ja => Some(Self::Ja),
            Language::En => Some(Self::En),
            _ => None,
        }
    }

    /// What the environment asks for: `NOROSHI_LANG`, else a Japanese locale, else `None`.
    pub fn from_environment(variable: impl Fn(&str) -> Option<String>) -> Option<Self> {
        let own = variable("NOROSHI_LANG").and_then(|code| Self::from_code(&code));
        let locale = || variable("LC_ALL").filter(|it| !it.is_empty()).or_else(|| variable("LANG"));
        let japanese = || locale().filter(|locale| locale.starts_with("ja")).map(|_| Self::Ja);
        own.or_else(japanese)
    }
}

/// The settings of a workspace.
#[derive(Debug, Clone, Default)]
pub struct Config {
    /// The profile: what makes a statement concern us. Empty without one.
    pub estate: Estate,
    /// Language of messages and briefs, if the file sets one.
    pub language: Option<MessageLanguage>,
    /// Address of the store, if one is set: a URL, or a path below the workspace.
    pub store: Option<String>,
    /// Folder of knowledge that replaces the compiled pack.
    pub knowledge: Option<PathBuf>,
    /// Folder of the workspace's own lexicon, if it has one.
    pub lexicon: Option<PathBuf>,
    /// How much of one file is read.
    pub limits: Limits,
    /// Files read at the same time; 0 for as many as there are cores.
    pub threads: usize,
    /// Whether BOD 25-01 binds this organisation; a yardstick without a word.
    pub bod: Option<Standing>,
    /// The key by which masks of equal secrets are equal; without one they only say what was
    /// masked.
    pub mask_key: Option<MaskKey>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
struct File {
    language: Option<MessageLanguage>,
    profile: Profile,
    store: Store,
    knowledge: Knowledge,
    reading: Reading,
    posture: Posture,
}

#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
struct Posture {
    #[serde(rename = "bod-25-01")]
    bod: Option<BodWord>,
}

#[derive(Debug, Clone, Copy, Deserialize)]
#[serde(rename_all = "lowercase")]
enum BodWord {
    Duty,
    Yardstick,
}

impl From<BodWord> for Standing {
    fn from(word: BodWord) -> Self {
        match word {
            BodWord::Duty => Self::Duty,
            BodWord::Yardstick => Self::Yardstick,
        }
    }
}

#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
struct Profile {
    name: String,
    aliases: Vec<String>,
    domains: Vec<String>,
    sectors: Vec<String>,
    countries: Vec<String>,
    products: Vec<String>,
    suppliers: Vec<String>,
    packages: Vec<String>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
struct Store {
    url: Option<String>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
struct Knowledge {
    folder: Option<PathBuf>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default, rename_all = "kebab-case")]
struct Reading {
    max_bytes: Option<usize>,
    max_text: Option<usize>,
    max_pages: Option<usize>,
    max_depth: Option<usize>,
    max_parts: Option<usize>,
    max_rows: Option<usize>,
    max_cells: Option<usize>,
    threads: Option<usize>,
}

impl Config {
    /// Reads the text of a `noroshi.toml`; `path` is for the error.
    ///
    /// # Errors
    /// [`FlowError::ConfigWrong`] with line and column when a key or value is not understood.
    pub fn parse(text: &str, path: &Path) -> Result<Self, FlowError> {
        let file: File = toml::from_str(text).map_err(|error| wrong(text, path, &error))?;
        Ok(Self {
            estate: file.profile.estate(),
            language: file.language,
            store: file.store.url,
            knowledge: file.knowledge.folder,
            lexicon: None,
            limits: file.reading.limits(),
            threads: file.reading.threads.unwrap_or_default(),
            bod: file.posture.bod.map(Standing::from),
            mask_key: None,
        })
    }

    /// The same settings with what the environment sets instead.
    ///
    /// # Errors
    /// [`FlowError::Setting`] when a variable holds something that is not understood.
    pub fn with_environment(
        mut self,
        variable: impl Fn(&str) -> Option<String>,
    ) -> Result<Self, FlowError> {
        let set = |name: &str| variable(name).filter(|value| !value.is_empty());
        if let Some(code) = set("NOROSHI_LANG") {
            let language = MessageLanguage::from_code(&code);
            self.language =
                Some(language.ok_or_else(|| setting("NOROSHI_LANG", &code, "`ja` | `en`"))?);
        }
        self.store = set("NOROSHI_STORE").or(self.store);
        self.knowledge = set("NOROSHI_KNOWLEDGE").map(PathBuf::from).or(self.knowledge);
        if let Some(key) = set(mask_key::VARIABLE) {
            self.mask_key = Some(mask_key::given(&key)?);
        }
        if let Some(word) = set("NOROSHI_BOD_25_01") {
            let standing = Standing::from_word(&word);
            let expected = "`duty` | `yardstick`";
            self.bod = Some(standing.ok_or_else(|| setting("NOROSHI_BOD_25_01", &word, expected))?);
        }
        let limits = &mut self.limits;
        let numbers = [
            ("NOROSHI_MAX_BYTES", &mut limits.bytes),
            ("NOROSHI_MAX_TEXT", &mut limits.text),
            ("NOROSHI_MAX_PAGES", &mut limits.pages),
            ("NOROSHI_MAX_DEPTH", &mut limits.depth),
            ("NOROSHI_MAX_PARTS", &mut limits.parts),
            ("NOROSHI_MAX_ROWS", &mut limits.rows),
            ("NOROSHI_MAX_CELLS", &mut limits.cells),
            ("NOROSHI_THREADS", &mut self.threads),
        ];
        for (name, place) in numbers {
            let Some(value) = set(name) else { continue };
            *place = value.parse().map_err(|_| setting(name, &value, "0, 1, 2, …"))?;
        }
        Ok(self)
    }
}

impl Profile {
    fn estate(self) -> Estate {
        Estate {
            name: self.name,
            aliases: self.aliases,
            domains: self.domains,
            sectors: self.sectors,
            countries: self.countries,
            products: self.products,
            suppliers: self.suppliers,
            packages: self.packages,
        }
    }
}

impl Reading {
    fn limits(&self) -> Limits {
        let default = Limits::default();
        Limits {
            bytes: self.max_bytes.unwrap_or(default.bytes),
            text: self.max_text.unwrap_or(default.text),
            pages: self.max_pages.unwrap_or(default.pages),
            depth: self.max_depth.unwrap_or(default.depth),
            parts: self.max_parts.unwrap_or(default.parts),
            rows: self.max_rows.unwrap_or(default.rows),
            cells: self.max_cells.unwrap_or(default.cells),
            ..default
        }
    }
}

fn setting(name: &str, value: &str, expected: &'static str) -> FlowError {
    FlowError::Setting { name: name.to_owned(), value: value.to_owned(), expected }
}

fn wrong(text: &str, path: &Path, error: &toml::de::Error) -> FlowError {
    let (line, column) = place(text, error.span().map_or(0, |span| span.start));
    let why = error.message().to_owned();
    FlowError::ConfigWrong { path: path.display().to_string(), line, column, why }
}

/// Line and column of a byte, both from 1; the column counts characters.
fn place(text: &str, at: usize) -> (usize, usize) {
    let before = text.get(..at).unwrap_or(text);
    let line_start = before.rfind('\n').map_or(0, |end| end + 1);
    (before.matches('\n').count() + 1, before[line_start..].chars().count() + 1)
}

#[cfg(test)]
mod tests {
    use noroshi_model::Diagnosis as _;

    use super::*;

    fn parse(text: &str) -> Result<Config, FlowError> {
        Config::parse(text, Path::new("noroshi.toml"))
    }

    #[test]
    fn an_empty_file_gives_the_defaults() {
        let config = parse("").expect("parses");
        assert!(config.estate.is_empty());
        assert_eq!(config.limits, Limits::default());
        assert_eq!(config.store, None);
    }

    #[test]
    fn a_wrong_key_is_named_with_its_place() {
        let error = parse("[profile]\nname = \"甲社\"\n alias = [\"A\"]\n").expect_err("refused");
        assert_eq!(error.code(), "NRS-FLOW-002");
        let facts = error.facts();
        let fact = |name| facts.iter().find(|fact| fact.0 == name).map(|fact| fact.1.as_str());
        assert_eq!((fact("line"), fact("column")), (Some("3"), Some("2")));
        assert!(fact("reason").is_some_and(|why| why.contains("`alias`")), "{facts:?}");
    }

    #[test]
    fn the_environment_comes_before_the_file() {
        let config = parse("language = \"en\"\n[reading]\nmax-bytes = 5").expect("parses");
        let variable = |name: &str| match name {
            "NOROSHI_LANG" => Some("ja".to_owned()),
            "NOROSHI_MAX_BYTES" => Some("7".to_owned()),
            _ => None,
        };
        let config = config.with_environment(variable).expect("understood");
        assert_eq!((config.language, config.limits.bytes), (Some(MessageLanguage::Ja), 7));
    }

    #[test]
    fn a_variable_that_is_not_understood_is_refused() {
        let refused = Config::default()
            .with_environment(|name| (name == "NOROSHI_THREADS").then(|| "many".to_owned()))
            .expect_err("refused");
        assert_eq!(refused.code(), "NRS-FLOW-003");
    }

    #[test]
    fn a_japanese_locale_asks_for_japanese() {
        let of = |name: &'static str, value: &'static str| {
            MessageLanguage::from_environment(|asked| (asked == name).then(|| value.to_owned()))
        };
        assert_eq!(of("LANG", "ja_JP.UTF-8"), Some(MessageLanguage::Ja));
        assert_eq!(of("LC_ALL", "C.UTF-8"), None);
        assert_eq!(of("NOROSHI_LANG", "en"), Some(MessageLanguage::En));
    }
}
