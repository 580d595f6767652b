//! Writing a brief of a month from what is kept.

use std::collections::BTreeMap;
use std::collections::btree_map::Entry;
use std::fmt;
use std::fs;
use std::path::{Path, PathBuf};
use std::str::FromStr;

use jiff::civil::Date;
use noroshi_brief::{Brief, Found, Kind, Language, Material, Order, Settings, Source};
use noroshi_model::{
    Check, Concern, DocumentId, FindingKind, FindingState, IdError, Moment, Problem, Tlp,
};
use noroshi_store::{
    AnyStore, CheckStore as _, DocumentStore as _, FindingStore as _, Kept, ProblemStore as _,
    Wanted,
};

use crate::clock::today;
use crate::know::Known;
use crate::{FlowError, MessageLanguage, Workspace, posture};

/// A calendar month, written `2024-12`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Month {
    year: i16,
    month: i8,
}

impl Month {
    /// The month of a day.
    pub fn of(day: Date) -> Self {
        Self { year: day.year(), month: day.month() }
    }

    /// The month in which we are, in UTC.
    pub fn now() -> Self {
        Self::of(today())
    }

    pub(crate) fn year(self) -> i16 {
        self.year
    }

    pub(crate) fn month(self) -> i8 {
        self.month
    }

    fn last_day(self) -> Date {
        let first = Date::new(self.year, self.month, 1).unwrap_or_default();
        first.last_of_month()
    }
}

impl fmt::Display for Month {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "{:04}-{:02}", self.year, self.month)
    }
}

impl FromStr for Month {
    type Err = IdError;

    /// Reads four digits, a hyphen, two digits.
    fn from_str(text: &str) -> Result<Self, IdError> {
        let wrong = || IdError(text.to_owned());
        let (year, month) = text.split_once('-').ok_or_else(wrong)?;
        let digits = |part: &str| part.bytes().all(|byte| byte.is_ascii_digit());
        if (year.len(), month.len()) != (4, 2) || !digits(year) || !digits(month) {
            return Err(wrong());
        }
        let (year, month) =
            (year.parse().map_err(|_| wrong())?, month.parse().map_err(|_| wrong())?);
        Moment::month(year, month).map(|_| Self { year, month }).ok_or_else(wrong)
    }
}

/// Which brief.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct BriefOrder {
    /// Of which month.
    pub month: Month,
    /// How long.
    pub kind: Kind,
    /// In which language.
    pub language: MessageLanguage,
    /// A label that is wished for.
    pub tlp: Option<Tlp>,
}

impl BriefOrder {
    /// Name of the file it is written to by default: `brief-2024-12.ja.html`, with the kind
    /// when it is not the monthly one.
    pub fn file_name(&self) -> String {
        let kind = match self.kind {
            Kind::Monthly => String::new(),
            kind => format!("-{}", kind.word()),
        };
        format!("brief-{}{kind}.{}.html", self.month, self.language.code())
    }

    fn order(&self) -> Order {
        let language = match self.language {
            MessageLanguage::Ja => Language::Ja,
            MessageLanguage::En => Language::En,
        };
        let period = (self.month.year, self.month.month);
        let cut_off = self.month.last_day().min(today());
        Order { kind: self.kind, language, period, cut_off, tlp: self.tlp }
    }
}

/// A brief that is made and not yet shown.
#[derive(Debug, Clone)]
pub struct Made {
    brief: Brief,
}

impl Made {
    /// As one self-contained HTML file.
    pub fn html(&self) -> String {
        noroshi_brief::html(&self.brief)
    }

    /// For a terminal of `width` columns.
    pub fn terminal(&self, width: usize, colour: Colour) -> String {
        noroshi_brief::terminal(&self.brief, width, colour == Colour::On)
    }

    /// Its label.
    pub fn tlp(&self) -> Tlp {
        self.brief.tlp
    }

    /// Documents, concerns and unread items that it counts.
    pub fn counts(&self) -> (usize, usize, usize) {
        let counts = &self.brief.counts;
        (counts.documents, counts.concerns, counts.unread)
    }

    /// Writes the HTML file. A file of that name is replaced whole or not at all.
    ///
    /// # Errors
    /// [`FlowError::Unwritable`] when it cannot be written.
    pub fn write(&self, path: &Path) -> Result<(), FlowError> {
        let unfinished = path.with_extension("html.part");
        let done = fs::write(&unfinished, self.html()).and_then(|()| fs::rename(&unfinished, path));
        done.map_err(|source| FlowError::Unwritable { path: path.display().to_string(), source })
    }
}

/// Whether a terminal shows colours.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Colour {
    /// It does.
    On,
    /// It does not, or `NO_COLOR` is set.
    Off,
}

/// Makes a brief of what is kept.
///
/// # Errors
/// [`FlowError::NoStore`] when nothing was kept yet, [`FlowError::Brief`] when the month has
/// no document or the label is too lax, [`FlowError::Store`] when the store fails.
pub async fn brief(workspace: &Workspace, order: &BriefOrder) -> Result<Made, FlowError> {
    let store = workspace.kept_store().await?;
    let known = Known::with(workspace, Some(&store)).await?;
    let file = File::of(&store, workspace, &known, order.month).await?;
    store.close().await;
    file.brief(workspace, &known, &order.order())
}

/// Where a brief goes by default.
pub fn brief_path(workspace: &Workspace, order: &BriefOrder) -> PathBuf {
    workspace.folder().join(order.file_name())
}

/// Everything of a month.
struct File {
    kept: Vec<Kept>,
    concerns: Vec<Concern>,
    found: Vec<Found>,
    checks: Vec<Check>,
    settings: Settings,
    unread: Vec<Problem>,
}

impl File {
    async fn of(
        store: &AnyStore,
        workspace: &Workspace,
        known: &Known,
        month: Month,
    ) -> Result<Self, FlowError> {
        let kept = store.in_month(month.year, month.month).await?;
        let estate = &workspace.config.estate;
        let mut profile = Vec::new();
        let touching =
            |kept: &Kept| known.concerns(&kept.document, &kept.reading, estate, &mut profile);
        let concerns = kept.iter().flat_map(touching).collect();
        let noted = store.problems().await?.into_iter().map(|unread| unread.problem);
        let partly = kept.iter().flat_map(|kept| kept.reading.problems.clone());
        let (settings, unusable) =
            posture::chapter(workspace, store, &kept, &known.knowledge, month.last_day()).await?;
        let further = profile.into_iter().chain(known.problems.clone()).chain(unusable);
        let unread = noted.chain(partly).chain(further).collect();
        let found = found(store, month).await?;
        Ok(Self { kept, concerns, found, checks: store.checks().await?, settings, unread })
    }

    fn brief(
        &self,
        workspace: &Workspace,
        known: &Known,
        order: &Order,
    ) -> Result<Made, FlowError> {
        let material = Material {
            sources: self.kept.iter().map(source).collect(),
            knowledge: &known.knowledge,
            estate: &workspace.config.estate,
            concerns: &self.concerns,
            found: &self.found,
            checks: &self.checks,
            settings: &self.settings,
            unread: &self.unread,
        };
        Ok(Made { brief: noroshi_brief::brief(&material, order)? })
    }
}

/// What was found in the estate until the end of the month and is still open, with the label of
/// the reports that it cites.
async fn found(store: &AnyStore, month: Month) -> Result<Vec<Found>, FlowError> {
    let kinds = FindingKind::ALL.into_iter().filter(|kind| *kind != FindingKind::Report);
    let wanted = Wanted {
        kinds: kinds.collect(),
        states: vec![FindingState::New, FindingState::Seen],
        ..Wanted::default()
    };
    let end = month.last_day().to_zoned(jiff::tz::TimeZone::UTC);
    let end = end.map(|day| day.timestamp().as_second() + 86_400).unwrap_or(i64::MAX);
    let mut labels: BTreeMap<DocumentId, Option<Tlp>> = BTreeMap::new();
    let mut found = Vec::new();
    for kept in store.findings(&wanted).await? {
        if kept.finding.time.is_some_and(|time| time.as_second() >= end) {
            continue;
        }
        let mut tlp = None;
        for (document, _) in kept.finding.theirs.iter().filter_map(|one| one.place) {
            if let Entry::Vacant(unknown) = labels.entry(document) {
                let cited = store.find(document).await?;
                unknown.insert(cited.and_then(|cited| source(&cited).tlp()));
            }
            tlp = tlp.max(labels.get(&document).copied().flatten());
        }
        found.push(Found { finding: kept.finding, tlp });
    }
    Ok(found)
}

fn source(kept: &Kept) -> Source<'_> {
    Source { document: &kept.document, reading: &kept.reading }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_month_survives_being_written_and_read() {
        let month: Month = "2024-02".parse().expect("a month");
        assert_eq!((month.to_string().as_str(), month.last_day().day()), ("2024-02", 29));
        for wrong in ["2024-13", "2024-1", "24-12", "2024/12", "２０２４-12", "2024-+1"] {
            assert!(wrong.parse::<Month>().is_err(), "{wrong}");
        }
    }

    #[test]
    fn the_file_name_tells_kind_and_language() {
        let month = Month { year: 2024, month: 12 };
        let name = |kind, language| BriefOrder { month, kind, language, tlp: None }.file_name();
        assert_eq!(name(Kind::Monthly, MessageLanguage::Ja), "brief-2024-12.ja.html");
        assert_eq!(name(Kind::OnePage, MessageLanguage::En), "brief-2024-12-one-page.en.html");
    }
}
