//! What is to be done when: the dates of the directive, or a rhythm of one's own.

use jiff::Span;
use jiff::civil::{Date, date};
use noroshi_model::Bilingual;

use super::{Authorisation, Inventory, Standing};

/// How often something comes back.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Rhythm {
    /// Once.
    Once,
    /// Every year.
    Yearly,
    /// Every quarter.
    Quarterly,
}

impl Rhythm {
    /// The word used in JSON.
    pub fn word(self) -> &'static str {
        match self {
            Self::Once => "once",
            Self::Yearly => "yearly",
            Self::Quarterly => "quarterly",
        }
    }
}

/// Something to be done.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    /// Stable name, the same in every calendar made: `inventory-2026`.
    pub key: String,
    /// The last day; `None` when it goes with an event instead, such as an authorisation.
    pub due: Option<Date>,
    /// How often.
    pub rhythm: Rhythm,
    /// Whether somebody else's directive asks for it or one's own rhythm.
    pub standing: Standing,
    /// What.
    pub title: Bilingual,
    /// Why, and on what the day rests.
    pub basis: Bilingual,
}

impl Entry {
    /// Days from `today`; negative when the day is over.
    pub fn days_left(&self, today: Date) -> Option<i64> {
        let span = |due: Date| today.until(due).map(|span| i64::from(span.get_days()));
        self.due.and_then(|due| span(due).ok())
    }
}

/// The entries from `today` until `months` later, by day; those without a day come last.
///
/// Where the directive is a duty, its one-time dates are there too if they are over for less
/// than a year, so that a gap is seen. Where it is a yardstick, none of its dates is.
pub fn calendar(standing: Standing, inventory: &Inventory, today: Date, months: u32) -> Vec<Entry> {
    let until = last_day(today, months);
    let mut entries = match standing {
        Standing::Duty => duties(today, until),
        Standing::Yardstick => rhythm(today, until),
    };
    entries.extend(before_operation(standing, inventory));
    entries.sort_by(|one, other| {
        let day = |entry: &Entry| entry.due.unwrap_or(Date::MAX);
        (day(one), &one.key).cmp(&(day(other), &other.key))
    });
    entries
}

/// A horizon of at most ten years.
fn last_day(today: Date, months: u32) -> Date {
    today.saturating_add(Span::new().months(i64::from(months.min(120))))
}

const ONCE: [(&str, i16, i8, i8, &str, &str, &str); 3] = [
    (
        "tenants-identified",
        2025,
        2,
        21,
        "First inventory of tenants handed in",
        "テナントの一覧を初めて提出する",
        "BOD 25-01, required action 1",
    ),
    (
        "tools-deployed",
        2025,
        4,
        25,
        "SCuBA tools in use and continuous reporting begun",
        "SCuBA の評価ツールを導入し、継続的な報告を始める",
        "BOD 25-01, required action 2",
    ),
    (
        "policies-implemented",
        2025,
        6,
        20,
        "All mandatory policies implemented",
        "必須ポリシーを全て適用する",
        "BOD 25-01, required action 3",
    ),
];

fn duties(today: Date, until: Date) -> Vec<Entry> {
    let year_ago = date(today.year().saturating_sub(1).max(1), today.month(), 1);
    let once = ONCE.iter().map(|(key, year, month, day, en, ja, basis)| Entry {
        key: (*key).to_owned(),
        due: Some(date(*year, *month, *day)),
        rhythm: Rhythm::Once,
        standing: Standing::Duty,
        title: Bilingual::new(*en, *ja),
        basis: Bilingual::same(*basis),
    });
    let wanted = |entry: &Entry| entry.due.is_some_and(|due| (year_ago..=until).contains(&due));
    let mut entries: Vec<Entry> = once.filter(wanted).collect();
    for (year, quarter, day) in quarters(today, until) {
        if quarter == 1 {
            entries.push(yearly(year, day, Standing::Duty));
        }
        entries.push(quarterly(year, quarter, day, Standing::Duty));
    }
    entries
}

fn rhythm(today: Date, until: Date) -> Vec<Entry> {
    let mut entries = Vec::new();
    for (year, quarter, day) in quarters(today, until) {
        if quarter == 1 {
            entries.push(yearly(year, day, Standing::Yardstick));
        }
        entries.push(quarterly(year, quarter, day, Standing::Yardstick));
    }
    entries
}

fn yearly(year: i16, due: Date, standing: Standing) -> Entry {
    let (title, basis) = match standing {
        Standing::Duty => (
            Bilingual::new(
                "Hand in the renewed inventory of tenants",
                "テナントの一覧を更新して提出する",
            ),
            Bilingual::new(
                "BOD 25-01, required action 1: every year in the first quarter; the last day of the quarter is taken",
                "BOD 25-01 の要求事項 1: 毎年第 1 四半期。ここでは四半期の末日とした",
            ),
        ),
        Standing::Yardstick => (
            Bilingual::new("Go through the inventory of tenants", "テナントの一覧を見直す"),
            Bilingual::new(
                "own rhythm, once a year; BOD 25-01 asks US federal agencies for the same, and binds nobody else",
                "自組織で定める年 1 回の見直し。BOD 25-01 が米国連邦機関に求める頻度にならったもので、自組織の義務ではない",
            ),
        ),
    };
    Entry {
        key: format!("inventory-{year}"),
        due: Some(due),
        rhythm: Rhythm::Yearly,
        standing,
        title,
        basis,
    }
}

fn quarterly(year: i16, quarter: i8, due: Date, standing: Standing) -> Entry {
    let (title, basis) = match standing {
        Standing::Duty => (
            Bilingual::new("Report the results of the assessment", "評価結果を報告する"),
            Bilingual::new(
                "BOD 25-01, required action 2: every quarter where no automatic feed is in place; the last day of the quarter is taken",
                "BOD 25-01 の要求事項 2: 自動連携がない場合は四半期ごと。ここでは四半期の末日とした",
            ),
        ),
        Standing::Yardstick => (
            Bilingual::new("Assess all tenants", "全テナントを評価する"),
            Bilingual::new(
                "own rhythm, once a quarter; BOD 25-01 asks US federal agencies for the same, and binds nobody else",
                "自組織で定める四半期ごとの評価。BOD 25-01 が米国連邦機関に求める頻度にならったもので、自組織の義務ではない",
            ),
        ),
    };
    let key = format!("results-{year}-q{quarter}");
    Entry { key, due: Some(due), rhythm: Rhythm::Quarterly, standing, title, basis }
}

/// Last days of calendar quarters from `today` to `until`: year, quarter, day.
fn quarters(today: Date, until: Date) -> Vec<(i16, i8, Date)> {
    let mut found = Vec::new();
    let mut month = date(today.year(), (today.month() - 1) / 3 * 3 + 3, 1);
    loop {
        let day = month.last_of_month();
        if day > until {
            return found;
        }
        if day >= today {
            found.push((day.year(), day.month() / 3, day));
        }
        // The year 9999 has no next quarter.
        let next = day.tomorrow().map(|first| first.first_of_month());
        let Ok(next) = next.map(|it| date(it.year(), it.month() + 2, 1)) else { return found };
        month = next;
    }
}

/// Tenants that are not authorised yet: the baselines come first.
fn before_operation(standing: Standing, inventory: &Inventory) -> Vec<Entry> {
    let waiting = inventory.in_scope().filter(|entry| entry.ato == Authorisation::Pending);
    let entry = |tenant: &super::InventoryEntry| {
        let name = if tenant.fqdn.is_empty() { &tenant.tenant_id } else { &tenant.fqdn };
        let basis = match standing {
            Standing::Duty => Bilingual::new(
                "BOD 25-01, required action 5: before the authorisation to operate",
                "BOD 25-01 の要求事項 5: 運用認可より前",
            ),
            Standing::Yardstick => Bilingual::new(
                "own rhythm: before the tenant is taken into use",
                "自組織の取り決め: 利用開始より前",
            ),
        };
        Entry {
            key: format!("new-{}", tenant.tenant_id),
            due: None,
            rhythm: Rhythm::Once,
            standing,
            title: Bilingual::new(
                format!("Meet the baselines and monitor the tenant {name}"),
                format!("テナント {name} にベースラインを適用し、監視を始める"),
            ),
            basis,
        }
    };
    waiting.map(entry).collect()
}
