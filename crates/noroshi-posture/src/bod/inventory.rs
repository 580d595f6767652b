//! Which tenants there are, who runs them, and whether they are in scope.
//!
//! The columns are those that CISA asks for; verify them against its current template before
//! handing a file in. A table opens in a spreadsheet, so no cell is ever a formula.

use std::collections::BTreeMap;
use std::fmt;

use jiff::civil::Date;
use noroshi_model::Problem;

use super::table;
use crate::Suite;

/// A file of an inventory is at most so large.
pub(super) const MOST_BYTES: usize = 4 << 20;
/// An inventory has at most so many tenants.
pub(super) const MOST_ROWS: usize = 20_000;
/// A cell has at most so many characters.
const MOST_CELL: usize = 300;

/// Whether a tenant is covered by the directive.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Scope {
    /// It is.
    In,
    /// It is not.
    Out,
    /// Nobody has said.
    Unstated,
}

impl Scope {
    fn read(text: &str) -> Option<Self> {
        match text.to_lowercase().as_str() {
            "yes" | "y" | "true" | "1" | "in" | "in scope" | "はい" | "対象" | "○" => {
                Some(Self::In)
            }
            "no" | "n" | "false" | "0" | "out" | "out of scope" | "いいえ" | "対象外" | "×" => {
                Some(Self::Out)
            }
            "" | "-" | "unknown" | "不明" => Some(Self::Unstated),
            _ => None,
        }
    }

    /// The word used in CSV and JSON.
    pub fn word(self) -> &'static str {
        match self {
            Self::In => "yes",
            Self::Out => "no",
            Self::Unstated => "unknown",
        }
    }
}

/// The authorisation to operate (ATO) of a tenant.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Authorisation {
    /// Granted, on a day if it is told.
    Granted(Option<Date>),
    /// Asked for or not yet given: baselines and monitoring come before it.
    Pending,
    /// Nobody has said.
    Unstated,
}

impl Authorisation {
    fn read(text: &str) -> Option<Self> {
        match text.to_lowercase().as_str() {
            "yes" | "y" | "true" | "granted" | "ato" | "あり" | "取得済み" => {
                return Some(Self::Granted(None));
            }
            "no" | "n" | "false" | "pending" | "none" | "なし" | "申請中" => {
                return Some(Self::Pending);
            }
            "" | "-" | "unknown" | "不明" => return Some(Self::Unstated),
            _ => {}
        }
        text.parse().ok().map(|day| Self::Granted(Some(day)))
    }
}

impl fmt::Display for Authorisation {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Granted(None) => out.write_str("granted"),
            Self::Granted(Some(day)) => write!(out, "{day}"),
            Self::Pending => out.write_str("pending"),
            Self::Unstated => out.write_str("unknown"),
        }
    }
}

/// One tenant.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct InventoryEntry {
    /// The bureau, department or company that runs it.
    pub bureau: String,
    /// The suite.
    pub suite: Suite,
    /// The plan or licence, as the organisation writes it.
    pub service_plan: String,
    /// The id at the provider: a GUID, or `C` and eight letters or digits.
    pub tenant_id: String,
    /// The domain name of the tenant, in lower case.
    pub fqdn: String,
    /// Whether it is covered.
    pub scope: Scope,
    /// Whether it may be operated.
    pub ato: Authorisation,
}

/// All tenants, in the order of the file.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Inventory {
    /// The tenants, each id once.
    pub entries: Vec<InventoryEntry>,
}

/// The columns: the heading that is written, and others that are understood.
const COLUMNS: [(&str, &[&str]); 7] = [
    ("Bureau", &["bureau", "component", "department", "部局", "部門", "組織"]),
    ("Product", &["product", "suite", "製品", "サービス"]),
    ("Service plan", &["service plan", "plan", "license", "licence", "プラン", "ライセンス"]),
    (
        "Tenant ID",
        &["tenant id", "tenantid", "tenant_id", "customer id", "テナント id", "テナントid"],
    ),
    ("Tenant FQDN", &["tenant fqdn", "fqdn", "domain", "tenant domain", "ドメイン"]),
    ("In scope", &["in scope", "inscope", "in_scope", "scope", "対象"]),
    ("ATO", &["ato", "authorization to operate", "authorisation to operate", "運用認可"]),
];

/// The columns without which a row says nothing.
const NEEDED: [usize; 2] = [1, 3];

impl Inventory {
    /// Reads a table (RFC 4180, UTF-8, with or without a byte order mark). Rows that cannot be
    /// used are left out, each with a problem.
    pub fn from_csv(bytes: &[u8], path: &str) -> (Self, Vec<Problem>) {
        let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
        if bytes.len() > MOST_BYTES {
            return too_much(path, MOST_BYTES, "bytes");
        }
        let mut reader = csv::ReaderBuilder::new().flexible(true).from_reader(bytes);
        let head = match reader.headers() {
            Ok(head) => head.clone(),
            Err(fault) => return (Self::default(), vec![broken(path, 1, &fault)]),
        };
        let places = places(&head);
        let missing = NEEDED.iter().filter(|at| places[**at].is_none());
        let missing: Vec<Problem> = missing
            .map(|at| Problem::new("NRS-POSTURE-050").at(path).fact("column", COLUMNS[*at].0))
            .collect();
        if !missing.is_empty() {
            return (Self::default(), missing);
        }
        let mut taking = Taking { path, places, inventory: Self::default(), ..Taking::default() };
        taking.rows(&mut reader);
        (taking.inventory, taking.problems)
    }

    /// The table, with `CRLF` and a byte order mark so that spreadsheets read Japanese. A cell
    /// that would be a formula begins with `'`.
    pub fn to_csv(&self) -> String {
        let mut text = String::from("\u{feff}");
        text.push_str(&line(COLUMNS.map(|(name, _)| name.to_owned())));
        for entry in &self.entries {
            text.push_str(&line([
                entry.bureau.clone(),
                entry.suite.word().to_owned(),
                entry.service_plan.clone(),
                entry.tenant_id.clone(),
                entry.fqdn.clone(),
                entry.scope.word().to_owned(),
                entry.ato.to_string(),
            ]));
        }
        text
    }

    /// The entry that a tenant's id or, if it has none, its domain names.
    pub fn find(&self, id: &str, domain: &str) -> Option<&InventoryEntry> {
        let same = |one: &str, other: &str| !one.is_empty() && one.eq_ignore_ascii_case(other);
        let by_id = self.entries.iter().find(|entry| same(id, &entry.tenant_id));
        by_id.or_else(|| self.entries.iter().find(|entry| same(domain, &entry.fqdn)))
    }

    /// The tenants that are in scope. One of which nobody has said counts as in scope: what is
    /// unknown is not left out.
    pub fn in_scope(&self) -> impl Iterator<Item = &InventoryEntry> {
        self.entries.iter().filter(|entry| entry.scope != Scope::Out)
    }
}

fn line(cells: [String; 7]) -> String {
    let quoted = |cell: String| {
        let cell = table::written(&cell);
        let needs = cell.contains(['"', ',', '\n', '\r', ';']);
        if needs { format!("\"{}\"", cell.replace('"', "\"\"")) } else { cell }
    };
    format!("{}\r\n", cells.map(quoted).join(","))
}

fn places(head: &csv::StringRecord) -> [Option<usize>; 7] {
    COLUMNS.map(|(_, names)| {
        head.iter().position(|cell| names.contains(&table::read(cell).to_lowercase().as_str()))
    })
}

fn too_much(path: &str, limit: usize, unit: &str) -> (Inventory, Vec<Problem>) {
    let problem = Problem::new("NRS-POSTURE-053").at(path);
    (Inventory::default(), vec![problem.fact("limit", limit).fact("unit", unit)])
}

fn broken(path: &str, line: u64, fault: &csv::Error) -> Problem {
    let line = fault.position().map_or(line, csv::Position::line);
    Problem::new("NRS-POSTURE-054").at(path).fact("line", line).fact("reason", fault)
}

/// A table while it is read.
#[derive(Default)]
struct Taking<'a> {
    path: &'a str,
    places: [Option<usize>; 7],
    inventory: Inventory,
    problems: Vec<Problem>,
    /// Ids with the line of their first row.
    seen: BTreeMap<String, u64>,
}

impl Taking<'_> {
    fn rows(&mut self, reader: &mut csv::Reader<&[u8]>) {
        for row in reader.records() {
            if self.inventory.entries.len() >= MOST_ROWS {
                self.problems.extend(too_much(self.path, MOST_ROWS, "rows").1);
                return;
            }
            match row {
                Ok(row) => self.row(&row),
                Err(fault) => self.problems.push(broken(self.path, 0, &fault)),
            }
        }
    }

    fn row(&mut self, row: &csv::StringRecord) {
        let line = row.position().map_or(0, csv::Position::line);
        if row.iter().all(|cell| cell.trim().is_empty()) {
            return;
        }
        let cells = self.places.map(|at| table::read(at.and_then(|at| row.get(at)).unwrap_or("")));
        match entry(cells) {
            Ok(entry) => self.keep(entry, line),
            Err((column, value)) => self.problems.push(
                Problem::new("NRS-POSTURE-051")
                    .at(self.path)
                    .fact("line", line)
                    .fact("column", COLUMNS[column].0)
                    .fact("value", value),
            ),
        }
    }

    fn keep(&mut self, entry: InventoryEntry, line: u64) {
        match self.seen.get(&entry.tenant_id) {
            Some(first) => self.problems.push(
                Problem::new("NRS-POSTURE-052")
                    .at(self.path)
                    .fact("line", line)
                    .fact("tenant", &entry.tenant_id)
                    .fact("first", first),
            ),
            None => {
                self.seen.insert(entry.tenant_id.clone(), line);
                self.inventory.entries.push(entry);
            }
        }
    }
}

/// An entry from its cells, or the column and value that cannot be.
fn entry(cells: [String; 7]) -> Result<InventoryEntry, (usize, String)> {
    if let Some(at) = cells.iter().position(|cell| cell.chars().count() > MOST_CELL) {
        let start: String = cells[at].chars().take(40).collect();
        return Err((at, format!("{start}…")));
    }
    let suite = suite(&cells[1]).ok_or_else(|| (1, cells[1].clone()))?;
    let [bureau, _, service_plan, tenant_id, fqdn, scope, ato] = cells;
    let scope = Scope::read(&scope).ok_or((5, scope))?;
    let ato = Authorisation::read(&ato).ok_or((6, ato))?;
    let tenant_id = tenant(suite, &tenant_id).ok_or((3, tenant_id))?;
    let fqdn = fqdn.trim_end_matches('.').to_lowercase();
    if !fqdn.is_empty() && !is_domain(&fqdn) {
        return Err((4, fqdn));
    }
    Ok(InventoryEntry { bureau, suite, service_plan, tenant_id, fqdn, scope, ato })
}

fn suite(text: &str) -> Option<Suite> {
    match text.to_lowercase().as_str() {
        "m365" | "microsoft 365" | "microsoft365" | "office 365" => Some(Suite::M365),
        "gws" | "google workspace" | "workspace" => Some(Suite::Gws),
        _ => None,
    }
}

/// A tenant id in its usual spelling.
fn tenant(suite: Suite, text: &str) -> Option<String> {
    match suite {
        Suite::M365 => {
            let groups: Vec<&str> = text.split('-').collect();
            let lengths = groups.iter().map(|group| group.len());
            let fits = lengths.eq([8, 4, 4, 4, 12])
                && groups.concat().bytes().all(|byte| byte.is_ascii_hexdigit());
            fits.then(|| text.to_ascii_lowercase())
        }
        Suite::Gws => {
            let rest = text.strip_prefix(['C', 'c'])?;
            let fits = (4..=16).contains(&rest.len())
                && rest.bytes().all(|byte| byte.is_ascii_alphanumeric());
            fits.then(|| format!("C{rest}"))
        }
    }
}

fn is_domain(text: &str) -> bool {
    let label = |part: &str| {
        let inner = |c: char| c.is_alphanumeric() || c == '-';
        (1..=63).contains(&part.len())
            && part.chars().all(inner)
            && !part.starts_with('-')
            && !part.ends_with('-')
    };
    text.len() <= 253 && text.contains('.') && text.split('.').all(label)
}
