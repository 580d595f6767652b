//! What a brief is made from, and what is ordered.

use jiff::civil::Date;
use noroshi_model::{Check, Concern, Document, Estate, Finding, Knowledge, Problem, Reading, Tlp};

use crate::settings::Settings;

/// Everything a brief may draw on.
#[derive(Debug, Clone)]
pub struct Material<'a> {
    /// The documents of the period, in any order.
    pub sources: Vec<Source<'a>>,
    /// The knowledge pack.
    pub knowledge: &'a Knowledge,
    /// The profile of the organisation the brief is for.
    pub estate: &'a Estate,
    /// What touches it; concerns of other documents are ignored.
    pub concerns: &'a [Concern],
    /// What was found in the estate and is still open.
    pub found: &'a [Found],
    /// What of the estate was looked at.
    pub checks: &'a [Check],
    /// Kept runs over cloud settings.
    pub settings: &'a Settings,
    /// What could not be read, and why.
    pub unread: &'a [Problem],
}

/// Something found in the own estate.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Found {
    /// The finding.
    pub finding: Finding,
    /// The strictest label of the documents that it cites, if they carry one.
    pub tlp: Option<Tlp>,
}

/// A document and what came out of reading it.
#[derive(Debug, Clone, Copy)]
pub struct Source<'a> {
    /// The document.
    pub document: &'a Document,
    /// Its reading.
    pub reading: &'a Reading,
}

impl<'a> Source<'a> {
    /// The label of the source: the stricter of the file's and the text's.
    pub fn tlp(&self) -> Option<Tlp> {
        self.document.tlp.max(self.reading.tlp)
    }

    /// The title, or the path when there is none.
    pub fn title(&self) -> &'a str {
        let title = self.document.title.as_deref().or(self.reading.title.as_deref());
        title.map(str::trim).filter(|title| !title.is_empty()).unwrap_or(&self.document.path)
    }

    /// Whether it has a title that says what it is about: no path, and not only a date.
    pub(crate) fn is_titled(&self) -> bool {
        let title = self.title();
        let says = |char: char| char.is_alphabetic() && !"年月日時分".contains(char);
        title != self.document.path && title.chars().any(says)
    }

    /// The publisher as the document names it.
    pub fn publisher(&self) -> Option<&'a str> {
        let publisher = self.document.publisher.as_deref();
        publisher.map(str::trim).filter(|name| !name.is_empty())
    }

    /// Day of publication, if known.
    pub fn published(&self) -> Option<Date> {
        let own = self.reading.dates.published.as_ref().or(self.document.published.as_ref());
        own.map(|dated| dated.moment.start().date())
    }
}

/// Which brief.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Kind {
    /// Everything: summary, chapters, tables, appendix.
    Monthly,
    /// One sheet of A4: at most three topics, three bullets each.
    OnePage,
    /// One pressing matter: what, since when, are we affected, do this.
    Flash,
}

impl Kind {
    /// The word of the command line.
    pub fn word(self) -> &'static str {
        match self {
            Self::Monthly => "monthly",
            Self::OnePage => "one-page",
            Self::Flash => "flash",
        }
    }

    /// The kind of a word of [`Kind::word`].
    pub fn from_word(word: &str) -> Option<Self> {
        [Self::Monthly, Self::OnePage, Self::Flash].into_iter().find(|kind| kind.word() == word)
    }
}

/// A language that briefs are written in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Language {
    /// Japanese.
    Ja,
    /// English.
    En,
}

impl Language {
    /// BCP 47 code.
    pub fn code(self) -> &'static str {
        self.read().code()
    }

    /// The language of a BCP 47 code; `None` for one that briefs are not written in.
    pub fn from_code(code: &str) -> Option<Self> {
        match noroshi_model::Language::from_code(code)? {
            noroshi_model::Language::Ja => Some(Self::Ja),
            noroshi_model::Language::En => Some(Self::En),
            _ => None,
        }
    }

    /// The same language among those that Noroshi reads.
    pub fn read(self) -> noroshi_model::Language {
        match self {
            Self::Ja => noroshi_model::Language::Ja,
            Self::En => noroshi_model::Language::En,
        }
    }
}

/// What is ordered.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Order {
    /// Which brief.
    pub kind: Kind,
    /// In which language.
    pub language: Language,
    /// Year and month.
    pub period: (i16, i8),
    /// Last day whose documents were taken in.
    pub cut_off: Date,
    /// A label that is wished for; the strictest of the cited sources when absent.
    pub tlp: Option<Tlp>,
}
