//! Own assets: rows of tables and scanner exports, CycloneDX, lists of package URLs and CPE names.

use std::collections::HashMap;

use noroshi_model::{CveId, Document, Problem, TableRow};
use serde_json::Value;

use super::catalogue::{json, text};
use super::cpe::{Cpe, purl};

/// The most assets that are taken from one file.
pub(super) const MOST_ASSETS: usize = 1_000_000;
/// Components inside each other beyond which nothing is looked for.
const DEEPEST: usize = 16;

/// Whether an asset can be reached from the internet.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash)]
pub enum Exposure {
    /// The list does not say.
    #[default]
    Unknown,
    /// From inside only.
    Internal,
    /// From the internet.
    Internet,
}

/// Something that runs, and where the list says so.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Asset {
    /// The host, or what the list calls it.
    pub host: String,
    /// Who answers for it.
    pub owner: String,
    /// Vendor, as written.
    pub vendor: String,
    /// Product, as written.
    pub product: String,
    /// Version, as written.
    pub version: Option<String>,
    /// Its CPE name.
    pub cpe: Option<Cpe>,
    /// Its package without version, `pkg:pypi/requests`.
    pub package: Option<String>,
    /// Vulnerabilities that a scanner names on it.
    pub cves: Vec<CveId>,
    /// Whether it can be reached from the internet.
    pub exposure: Exposure,
    /// The file.
    pub path: String,
    /// The place inside it: `row 12`, `line 3`, `component 7`.
    pub at: String,
}

impl Asset {
    /// What to call it: its host, else its product with the version.
    pub fn label(&self) -> String {
        let product = self.product_label();
        match (self.host.is_empty(), product.is_empty()) {
            (true, _) => product,
            (false, true) => self.host.clone(),
            _ => format!("{} ({product})", self.host),
        }
    }

    fn product_label(&self) -> String {
        let named = format!("{} {}", self.product, self.version.as_deref().unwrap_or_default());
        let named = named.trim();
        if named.is_empty() { self.package.clone().unwrap_or_default() } else { named.to_owned() }
    }

    fn is_empty(&self) -> bool {
        self.product.is_empty()
            && self.package.is_none()
            && self.cpe.is_none()
            && self.cves.is_empty()
    }

    /// Fills vendor, product and version from the CPE name and the package, where the list does not give them.
    fn complete(mut self) -> Self {
        if let Some(cpe) = &self.cpe {
            let plain = |text: &str| text.replace('_', " ");
            if self.vendor.is_empty() {
                self.vendor = plain(&cpe.vendor);
            }
            if self.product.is_empty() {
                self.product = plain(&cpe.product);
            }
            self.version = self.version.or_else(|| cpe.version.clone());
        }
        if self.product.is_empty()
            && let Some(package) = &self.package
        {
            self.product = package.rsplit('/').next().unwrap_or_default().to_owned();
        }
        self
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Column {
    Host,
    Owner,
    Vendor,
    Product,
    Version,
    Cpe,
    Purl,
    Cve,
    Exposure,
}

const COLUMNS: &[(Column, &[&str])] = &[
    (
        Column::Host,
        &[
            "host",
            "ホスト",
            "資産",
            "asset",
            "server",
            "サーバ",
            "端末",
            "device",
            "機器",
            "computer",
            "machine",
            "主机",
            "ip",
            "fqdn",
            "hostname",
            "system name",
            "システム",
        ],
    ),
    (Column::Owner, &["owner", "担当", "所有", "管理者", "team", "部署", "responsible"]),
    (
        Column::Vendor,
        &["vendor", "ベンダ", "メーカ", "publisher", "manufacturer", "開発元", "厂商", "提供元"],
    ),
    (
        Column::Product,
        &[
            "product",
            "製品",
            "software",
            "ソフト",
            "application",
            "アプリ",
            "产品",
            "os",
            "package name",
            "component",
        ],
    ),
    (Column::Version, &["version", "バージョン", "ver", "版", "版本", "installed version"]),
    (Column::Cpe, &["cpe"]),
    (Column::Purl, &["purl", "package url", "packageurl"]),
    (Column::Cve, &["cve", "脆弱性", "vulnerability", "vuln", "finding", "漏洞"]),
    (Column::Exposure, &["exposure", "公開", "internet", "露出", "zone", "ゾーン", "暴露"]),
];

fn column(name: &str) -> Option<Column> {
    let name = name.trim().to_lowercase();
    let whole = COLUMNS.iter().find(|(_, words)| words.contains(&name.as_str()));
    let part = || {
        COLUMNS.iter().find(|(_, words)| {
            words.iter().any(|word| word.chars().count() > 2 && name.starts_with(word))
        })
    };
    whole.or_else(part).map(|(column, _)| *column)
}

/// The assets of a document: rows of its tables, and lines that are a package URL or a CPE name.
pub fn assets(document: &Document) -> (Vec<Asset>, Vec<Problem>) {
    let mut found: Vec<Asset> =
        document.rows().zip(1..).filter_map(|(row, nth)| of_row(document, &row, nth)).collect();
    let listed =
        document.text.lines().zip(1..).filter_map(|(line, nth)| of_line(document, line, nth));
    found.extend(listed);
    let mut problems = Vec::new();
    if found.is_empty() {
        problems.push(Problem::new("NRS-WATCH-009").at(&document.path));
    }
    if found.len() > MOST_ASSETS {
        problems.push(
            Problem::new("NRS-WATCH-010")
                .at(&document.path)
                .fact("found", found.len())
                .fact("most", MOST_ASSETS),
        );
        found.truncate(MOST_ASSETS);
    }
    (found, problems)
}

fn of_row(document: &Document, row: &TableRow<'_>, nth: usize) -> Option<Asset> {
    let cell = |wanted: Column| {
        let found = row.cells.iter().find(|cell| cell.column.and_then(column) == Some(wanted));
        found.map(|cell| cell.text.trim()).unwrap_or_default()
    };
    let package = purl(cell(Column::Purl));
    let version = Some(cell(Column::Version).to_owned()).filter(|version| !version.is_empty());
    let asset = Asset {
        host: cell(Column::Host).to_owned(),
        owner: cell(Column::Owner).to_owned(),
        vendor: cell(Column::Vendor).to_owned(),
        product: cell(Column::Product).to_owned(),
        version: version.or_else(|| package.as_ref().and_then(|(_, version)| version.clone())),
        cpe: Cpe::parse(cell(Column::Cpe)),
        package: package.map(|(name, _)| name),
        cves: cves(cell(Column::Cve)),
        exposure: exposure(cell(Column::Exposure)),
        path: document.path.clone(),
        at: format!("row {nth}"),
    };
    let asset = asset.complete();
    (!asset.is_empty()).then_some(asset)
}

fn cves(cell: &str) -> Vec<CveId> {
    cell.split(|sign: char| !sign.is_ascii_alphanumeric() && sign != '-')
        .filter_map(|word| word.parse().ok())
        .collect()
}

fn exposure(cell: &str) -> Exposure {
    let cell = cell.to_lowercase();
    let has = |words: &[&str]| words.iter().any(|word| cell.contains(word));
    if has(&["internal", "内部", "社内", "no", "なし", "非公開", "内网"]) {
        Exposure::Internal
    } else if has(&["internet", "external", "public", "dmz", "yes", "公開", "外部", "あり", "外网"])
    {
        Exposure::Internet
    } else {
        Exposure::Unknown
    }
}

fn of_line(document: &Document, line: &str, nth: usize) -> Option<Asset> {
    let line = line.trim().trim_start_matches(['-', '*', ' ']);
    let at = format!("line {nth}");
    of_name(line, document.path.clone(), at)
}

fn of_name(name: &str, path: String, at: String) -> Option<Asset> {
    if let Some((package, version)) = purl(name) {
        return Some(
            Asset { package: Some(package), version, path, at, ..Asset::default() }.complete(),
        );
    }
    let cpe = Cpe::parse(name.split_whitespace().next()?)?;
    Some(Asset { cpe: Some(cpe), path, at, ..Asset::default() }.complete())
}

/// The components of a CycloneDX bill in JSON, and the vulnerabilities that it names on them.
pub fn bill_assets(bytes: &[u8], path: &str) -> (Vec<Asset>, Vec<Problem>) {
    let value = match json(bytes, path) {
        Ok(value) => value,
        Err(problem) => return (Vec::new(), vec![problem]),
    };
    if value.get("bomFormat").and_then(Value::as_str) != Some("CycloneDX") {
        return (Vec::new(), vec![Problem::new("NRS-WATCH-009").at(path)]);
    }
    let root = value.get("metadata").and_then(|about| about.get("component"));
    let host = root.map(|root| text(root, "name")).unwrap_or_default();
    let mut taker = Bill { path, host, named: named_on(&value), found: Vec::new() };
    taker.take(value.get("components"), 0);
    let problems = if taker.found.is_empty() {
        vec![Problem::new("NRS-WATCH-009").at(path)]
    } else {
        Vec::new()
    };
    (taker.found, problems)
}

/// Vulnerabilities by the reference of the component that they are on.
fn named_on(bill: &Value) -> HashMap<String, Vec<CveId>> {
    let mut named: HashMap<String, Vec<CveId>> = HashMap::new();
    let list = |value: &Value, key: &str| {
        value.get(key).and_then(Value::as_array).cloned().unwrap_or_default()
    };
    for one in list(bill, "vulnerabilities") {
        let Ok(cve) = text(&one, "id").parse() else { continue };
        let state = one.get("analysis").map(|analysis| text(analysis, "state")).unwrap_or_default();
        if matches!(state.as_str(), "not_affected" | "false_positive" | "resolved") {
            continue;
        }
        for affected in list(&one, "affects") {
            named.entry(text(&affected, "ref")).or_default().push(cve);
        }
    }
    named
}

struct Bill<'a> {
    path: &'a str,
    host: String,
    named: HashMap<String, Vec<CveId>>,
    found: Vec<Asset>,
}

impl Bill<'_> {
    fn take(&mut self, components: Option<&Value>, depth: usize) {
        for component in components.and_then(Value::as_array).into_iter().flatten() {
            if depth >= DEEPEST || self.found.len() >= MOST_ASSETS {
                return;
            }
            let asset = self.component(component);
            self.found.extend(Some(asset).filter(|asset| !asset.is_empty()));
            self.take(component.get("components"), depth + 1);
        }
    }

    fn component(&self, component: &Value) -> Asset {
        let package = purl(&text(component, "purl"));
        let version = Some(text(component, "version")).filter(|version| !version.is_empty());
        let reference = text(component, "bom-ref");
        let vendor =
            component.get("supplier").map(|supplier| text(supplier, "name")).unwrap_or_default();
        Asset {
            host: self.host.clone(),
            vendor: if vendor.is_empty() { text(component, "publisher") } else { vendor },
            product: text(component, "name"),
            version: version.or_else(|| package.as_ref().and_then(|(_, version)| version.clone())),
            cpe: Cpe::parse(&text(component, "cpe")),
            package: package.map(|(name, _)| name),
            cves: self.named.get(&reference).cloned().unwrap_or_default(),
            path: self.path.to_owned(),
            at: format!("component {}", self.found.len() + 1),
            ..Asset::default()
        }
        .complete()
    }
}
