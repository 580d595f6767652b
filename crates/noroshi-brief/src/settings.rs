//! The chapter on cloud settings: what the last kept run of each tenant said, what changed since
//! the run before, which failing policies reports of the month make pressing, and what is due.
//!
//! The runs are judged elsewhere; here they are told, and their sentences lead to the sources of
//! the brief. Without a kept run there is no chapter.

mod words;

use jiff::civil::Date;
use noroshi_model::{Bilingual, Finding, Level};

use crate::desk::Desk;
use crate::estate::told;
use crate::material::Language;
use crate::show;
use crate::view::{Citation, EstateTheirs};
use crate::words::fill;

pub(crate) use self::words::Words;

/// Pressing policies shown of a tenant.
const PRESSING: usize = 12;
/// Sentences shown of one of them.
const QUOTES: usize = 2;
/// Policies shown of one kind of change.
const CHANGES: usize = 20;
/// Dates shown.
const DATES: usize = 20;

/// How many policies stand how.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct SettingCounts {
    /// Met.
    pub passed: usize,
    /// Required and not met, and nobody answers for it.
    pub failed: usize,
    /// Recommended and not met, and nobody answers for it.
    pub warned: usize,
    /// To be looked at by a person.
    pub by_hand: usize,
    /// Not assessed: never counted as met.
    pub not_assessed: usize,
    /// Left out, or not met under an exception that holds.
    pub excepted: usize,
}

impl SettingCounts {
    /// In the order of the columns.
    pub(crate) fn columns(&self) -> [usize; 6] {
        [self.passed, self.failed, self.warned, self.by_hand, self.not_assessed, self.excepted]
    }
}

/// One kind of change, with its policies and their titles.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SettingChange {
    /// What changed.
    pub what: Bilingual,
    /// Policies, by id, with their titles.
    pub policies: Vec<(String, Bilingual)>,
}

/// A failing policy that reports of the month make pressing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PressingSetting {
    /// Its id, with version.
    pub policy: String,
    /// Independent sources that told of a technique against which it stands.
    pub roots: usize,
    /// The two sides of it.
    pub finding: Finding,
}

/// What the settings of one tenant came to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TenantSettings {
    /// What the tenant is called.
    pub tenant: String,
    /// The suite of products: `Microsoft 365`.
    pub suite: String,
    /// The baseline and its release.
    pub baseline: String,
    /// The day of the run, in UTC.
    pub judged: Date,
    /// The day of the run before, if there was one.
    pub before: Option<Date>,
    /// Products and what came of them.
    pub products: Vec<(String, SettingCounts)>,
    /// What changed since the run before.
    pub changes: Vec<SettingChange>,
    /// The most pressing first.
    pub pressing: Vec<PressingSetting>,
}

/// Something with a last day.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SettingDate {
    /// The last day.
    pub day: Date,
    /// What is due.
    pub what: Bilingual,
    /// On what the day rests.
    pub basis: Bilingual,
}

/// Kept runs, for the chapter on settings.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Settings {
    /// Tenants with a kept run.
    pub tenants: Vec<TenantSettings>,
    /// What is due, by day.
    pub dates: Vec<SettingDate>,
}

/// The chapter, in one language.
#[derive(Debug, Clone, PartialEq)]
pub struct SettingsChapter {
    /// Tenants in the order of the material.
    pub tenants: Vec<SettingsItem>,
    /// What is due: day, what, on what it rests, and whether the day was over at the cut-off.
    pub dates: Vec<(Date, String, String, bool)>,
    /// Dates that are not shown.
    pub further: usize,
}

/// One tenant of the chapter.
#[derive(Debug, Clone, PartialEq)]
pub struct SettingsItem {
    /// Tenant and suite.
    pub title: String,
    /// By what and when it was judged, and since when changes are counted.
    pub note: String,
    /// Whether there is an earlier run to compare with.
    pub compared: bool,
    /// Rows of the table: product and the counts by column. The last is the sum, when there are
    /// several.
    pub rows: Vec<(String, [usize; 6])>,
    /// What changed.
    pub changes: Vec<ChangeItem>,
    /// What is pressing, by rank.
    pub pressing: Vec<PressingItem>,
    /// Pressing policies that are not shown.
    pub further: usize,
}

/// One kind of change of the chapter.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ChangeItem {
    /// What changed.
    pub what: String,
    /// Policies, with their titles.
    pub policies: Vec<(String, String)>,
    /// Policies that are not shown.
    pub further: usize,
}

/// A pressing policy of the chapter.
#[derive(Debug, Clone, PartialEq)]
pub struct PressingItem {
    /// How much it presses.
    pub level: Level,
    /// The policy.
    pub policy: String,
    /// Its title.
    pub title: String,
    /// Techniques that were told of.
    pub techniques: Vec<String>,
    /// How many independent sources told of them.
    pub roots: String,
    /// Their sentences. Never empty: the editor refuses it.
    pub theirs: Vec<EstateTheirs>,
}

impl SettingsChapter {
    /// Every place that it cites.
    pub(crate) fn citations(&self) -> impl Iterator<Item = Citation> {
        let pressing = self.tenants.iter().flat_map(|tenant| &tenant.pressing);
        pressing.flat_map(|item| &item.theirs).filter_map(|one| one.place)
    }

    /// Policies that are called pressing and cite nobody.
    pub(crate) fn uncited(&self) -> impl Iterator<Item = &str> {
        let pressing = self.tenants.iter().flat_map(|tenant| &tenant.pressing);
        pressing.filter(|item| item.theirs.is_empty()).map(|item| item.policy.as_str())
    }

    /// The chapter in a few lines, for a terminal.
    pub(crate) fn lines(&self, language: Language) -> Vec<String> {
        let words = Words::of(language);
        let mut lines = Vec::new();
        for tenant in &self.tenants {
            let Some((_, counts)) = tenant.rows.last() else { continue };
            let counts = words.columns.iter().zip(counts).filter(|(_, count)| **count > 0);
            let counts: Vec<String> =
                counts.map(|(name, count)| format!("{name} {count}")).collect();
            lines.push(format!("{} · {}", tenant.title, counts.join(" · ")));
            let changes = tenant
                .changes
                .iter()
                .map(|it| format!("{} {}", it.what, it.policies.len() + it.further));
            let changes: Vec<String> = changes.collect();
            if !changes.is_empty() {
                lines.push(format!("{}: {}", words.changes, changes.join(" · ")));
            }
        }
        let dates = self.dates.iter().take(3);
        lines.extend(dates.map(|(day, what, ..)| format!("{} {day} {what}", words.due)));
        lines
    }
}

/// The chapter from kept runs; `None` without any.
pub(crate) fn chapter(
    desk: &mut Desk<'_>,
    settings: &Settings,
    language: Language,
    cut_off: Date,
) -> Option<SettingsChapter> {
    if settings.tenants.is_empty() {
        return None;
    }
    let tenants = settings.tenants.iter().map(|one| item(desk, one, language)).collect();
    let read = language.read();
    let date = |one: &SettingDate| {
        let (what, basis) = (one.what.pick(read).to_owned(), one.basis.pick(read).to_owned());
        (one.day, what, basis, one.day < cut_off)
    };
    let dates = settings.dates.iter().take(DATES).map(date).collect();
    Some(SettingsChapter { tenants, dates, further: settings.dates.len().saturating_sub(DATES) })
}

fn item(desk: &mut Desk<'_>, one: &TenantSettings, language: Language) -> SettingsItem {
    let words = Words::of(language);
    let (judged, read) = (show::day(language, one.judged), language.read());
    let mut note = fill(words.judged, &[("baseline", &one.baseline), ("day", &judged)]);
    note += &match one.before {
        Some(day) => fill(words.since, &[("day", &show::day(language, day))]),
        None => words.first.to_owned(),
    };
    let change = |one: &SettingChange| {
        let shown = one.policies.iter().take(CHANGES);
        ChangeItem {
            what: one.what.pick(read).to_owned(),
            policies: shown.map(|(id, title)| (id.clone(), title.pick(read).to_owned())).collect(),
            further: one.policies.len().saturating_sub(CHANGES),
        }
    };
    let pressing = one.pressing.iter().take(PRESSING);
    SettingsItem {
        title: format!("{} · {}", one.tenant, one.suite),
        note,
        compared: one.before.is_some(),
        rows: rows(&one.products, words),
        changes: one.changes.iter().map(change).collect(),
        pressing: pressing.map(|it| pressing_item(desk, it, language)).collect(),
        further: one.pressing.len().saturating_sub(PRESSING),
    }
}

fn rows(products: &[(String, SettingCounts)], words: &Words) -> Vec<(String, [usize; 6])> {
    let mut rows: Vec<(String, [usize; 6])> =
        products.iter().map(|(product, counts)| (product.clone(), counts.columns())).collect();
    if rows.len() > 1 {
        let mut sum = [0; 6];
        for (_, counts) in &rows {
            sum.iter_mut().zip(counts).for_each(|(all, count)| *all += count);
        }
        rows.push((words.sum.to_owned(), sum));
    }
    rows
}

fn pressing_item(desk: &mut Desk<'_>, one: &PressingSetting, language: Language) -> PressingItem {
    let words = Words::of(language);
    let roots = one.roots.to_string();
    PressingItem {
        level: one.finding.level,
        policy: one.policy.clone(),
        title: one.finding.title.pick(language.read()).to_owned(),
        techniques: one.finding.techniques.iter().map(ToString::to_string).collect(),
        roots: fill(words.roots, &[("count", &roots)]),
        theirs: one.finding.theirs.iter().take(QUOTES).map(|it| told(desk, it)).collect(),
    }
}
