//! The join: by CVE first, by version where a record gives it, by name last.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use jiff::civil::Date;
use noroshi_model::{Bilingual, CveId, JvnId};

use super::product::{is_one, is_several, product_words, vendor_key, vendor_keys};
use super::version::is_plain;
use super::{Affected, Asset, Catalogue, KevEntry, Range, Record, Records, Standing, Tier};

/// A vulnerability on an asset.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Match {
    /// The vulnerability.
    pub cve: CveId,
    /// The asset, by position.
    pub asset: usize,
    /// How sure it is.
    pub tier: Tier,
    /// Why, in words.
    pub reason: Bilingual,
    /// Whether its record stands.
    pub standing: Standing,
    /// Days from the publication of the record to the day on which the catalogue had it as exploited. Negative when
    /// it was exploited before it was published.
    pub days: Option<i32>,
    /// Ids of JVN.
    pub jvn: Vec<JvnId>,
}

/// The answer of a join.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Joined {
    /// Matches: surest first, then by vulnerability, newest first, then by asset.
    pub matches: Vec<Match>,
    /// Entries that are not joined because their record was taken back.
    pub rejected: Vec<CveId>,
    /// Pairs that were dropped because the installed version lies outside of the affected ones.
    pub outside: usize,
}

/// Joins a catalogue with assets. Records are optional; without them versions are not compared.
pub fn join(catalogue: &Catalogue, records: &Records, assets: &[Asset]) -> Joined {
    let index = Index::new(assets);
    let mut joined = Joined::default();
    for entry in catalogue.entries.values() {
        let record = records.get(&entry.cve);
        if record.is_some_and(|record| record.standing == Standing::Rejected) {
            joined.rejected.push(entry.cve);
            continue;
        }
        let found = index.of(entry, record, assets);
        joined.outside += found.outside.len();
        joined.matches.extend(found.best.into_iter().map(|(asset, (tier, reason))| Match {
            cve: entry.cve,
            asset,
            tier,
            reason,
            standing: record.map(|record| record.standing).unwrap_or_default(),
            days: record.and_then(|record| days(record.published?, entry.added?)),
            jvn: jvn(entry, record),
        }));
    }
    joined
        .matches
        .sort_by_key(|one| (std::cmp::Reverse(one.tier), std::cmp::Reverse(one.cve), one.asset));
    joined
}

fn days(published: Date, added: Date) -> Option<i32> {
    let span = published.until((jiff::Unit::Day, added)).ok()?;
    Some(span.get_days())
}

fn jvn(entry: &KevEntry, record: Option<&Record>) -> Vec<JvnId> {
    let all: BTreeSet<&JvnId> =
        entry.jvn.iter().chain(record.into_iter().flat_map(|record| &record.jvn)).collect();
    all.into_iter().cloned().collect()
}

/// Assets by what they can be asked for.
#[derive(Debug, Default)]
struct Index {
    cves: HashMap<CveId, Vec<usize>>,
    packages: HashMap<String, Vec<usize>>,
    cpes: HashMap<(String, String), Vec<usize>>,
    vendors: HashMap<String, Vec<usize>>,
}

/// What one entry finds.
#[derive(Debug, Default)]
struct Found {
    best: BTreeMap<usize, (Tier, Bilingual)>,
    outside: BTreeSet<usize>,
}

impl Found {
    fn add(&mut self, asset: usize, tier: Tier, reason: Bilingual) {
        if self.best.get(&asset).is_none_or(|(held, _)| *held < tier) {
            self.best.insert(asset, (tier, reason));
        }
    }
}

/// How the version of an asset lies to what a record concerns.
enum Lies {
    Inside(Tier, String),
    Outside,
    Unknown,
}

impl Index {
    fn new(assets: &[Asset]) -> Self {
        let mut index = Self::default();
        for (nth, asset) in assets.iter().enumerate() {
            for cve in &asset.cves {
                index.cves.entry(*cve).or_default().push(nth);
            }
            if let Some(package) = &asset.package {
                index.packages.entry(package.clone()).or_default().push(nth);
            }
            if let Some(cpe) = &asset.cpe {
                index.cpes.entry((cpe.vendor.clone(), cpe.product.clone())).or_default().push(nth);
            }
            for key in vendor_keys(asset) {
                let held = index.vendors.entry(key).or_default();
                if held.last() != Some(&nth) {
                    held.push(nth);
                }
            }
        }
        index
    }

    fn of(&self, entry: &KevEntry, record: Option<&Record>, assets: &[Asset]) -> Found {
        let mut found = Found::default();
        for asset in self.cves.get(&entry.cve).into_iter().flatten() {
            found.add(*asset, Tier::Exact, named_by_scanner());
        }
        let by_record =
            record.map(|record| self.by_record(entry, record, assets)).unwrap_or_default();
        for (asset, lies) in by_record {
            match lies {
                Lies::Inside(tier, range) => {
                    found.add(asset, tier, inside(tier, &assets[asset], &range))
                }
                Lies::Outside => {
                    found.outside.insert(asset);
                }
                Lies::Unknown => found.add(asset, Tier::Product, version_unknown()),
            }
        }
        self.by_name(entry, assets, &mut found);
        found.outside.retain(|asset| !found.best.contains_key(asset));
        found
    }

    /// Assets that a record concerns, each with the surest answer.
    fn by_record(
        &self,
        entry: &KevEntry,
        record: &Record,
        assets: &[Asset],
    ) -> BTreeMap<usize, Lies> {
        let mut all: BTreeMap<usize, Lies> = BTreeMap::new();
        for affected in &record.affected {
            for (asset, certain) in self.named(affected, entry, assets) {
                let lies = lies(affected, &assets[asset], certain);
                let better = match (all.get(&asset), &lies) {
                    (None, _)
                    | (Some(Lies::Outside | Lies::Unknown), Lies::Inside(..))
                    | (Some(Lies::Unknown), Lies::Outside) => true,
                    (Some(Lies::Inside(held, _)), Lies::Inside(tier, _)) => held < tier,
                    _ => false,
                };
                if better {
                    all.insert(asset, lies);
                }
            }
        }
        all
    }

    /// Assets of the product that a record names, and whether that is certain: by package or CPE, not by name.
    fn named(
        &self,
        affected: &Affected,
        entry: &KevEntry,
        assets: &[Asset],
    ) -> BTreeMap<usize, bool> {
        let mut named = BTreeMap::new();
        if let Some(package) = affected.package.as_deref().and_then(super::cpe::purl) {
            named.extend(
                self.packages.get(&package.0).into_iter().flatten().map(|asset| (*asset, true)),
            );
            return named;
        }
        let key = (affected.vendor.to_lowercase(), affected.product.to_lowercase());
        named.extend(self.cpes.get(&key).into_iter().flatten().map(|asset| (*asset, true)));
        let product = product_words(&affected.product.replace('_', " "), &affected.vendor);
        // The catalogue's name of the vendor is often the one in use: `PHP Group`, where the record says `php`.
        let vendors = [vendor_key(&affected.vendor.replace('_', " ")), vendor_key(&entry.vendor)];
        for asset in vendors.iter().filter_map(|vendor| self.vendors.get(vendor)).flatten() {
            let own =
                product_words(&assets[*asset].product, &assets[*asset].vendor_or(&affected.vendor));
            if is_one(&product, &own) && own.len() <= product.len() + 1 {
                named.entry(*asset).or_insert(false);
            }
        }
        named
    }

    /// Assets by vendor and product of the catalogue. What a record already answered stays as it is.
    fn by_name(&self, entry: &KevEntry, assets: &[Asset], found: &mut Found) {
        let product = product_words(&entry.product, &entry.vendor);
        for asset in self.vendors.get(&vendor_key(&entry.vendor)).into_iter().flatten() {
            if found.outside.contains(asset) {
                continue;
            }
            let own =
                product_words(&assets[*asset].product, &assets[*asset].vendor_or(&entry.vendor));
            if is_several(&entry.product) {
                found.add(*asset, Tier::Vendor, several(&entry.product));
            } else if is_one(&product, &own) {
                found.add(*asset, Tier::Product, same_product(&entry.product));
            } else {
                found.add(*asset, Tier::Vendor, same_vendor(&entry.vendor));
            }
        }
    }
}

impl Asset {
    fn vendor_or(&self, other: &str) -> String {
        if self.vendor.is_empty() { other.replace('_', " ") } else { self.vendor.clone() }
    }
}

fn lies(affected: &Affected, asset: &Asset, certain: bool) -> Lies {
    let Some(version) = asset.version.as_deref().filter(|_| !affected.ranges.is_empty()) else {
        return Lies::Unknown;
    };
    let Some(range) = affected.ranges.iter().find(|range| range.holds(version)) else {
        return Lies::Outside;
    };
    let exact = certain && is_plain(version) && range.is_plain();
    Lies::Inside(if exact { Tier::Exact } else { Tier::Range }, shown(range))
}

fn shown(range: &Range) -> String {
    range.to_string()
}

fn named_by_scanner() -> Bilingual {
    Bilingual::new(
        "the list names this CVE on this host",
        "一覧がこのホストについてこのCVEを挙げている",
    )
}

fn inside(tier: Tier, asset: &Asset, range: &str) -> Bilingual {
    let version = asset.version.as_deref().unwrap_or_default();
    if tier == Tier::Exact {
        return Bilingual::new(
            format!("version {version} lies in {range}"),
            format!("バージョン {version} は影響範囲 {range} にある"),
        );
    }
    Bilingual::new(
        format!("version {version} lies in {range} by a rough comparison"),
        format!("バージョン {version} は、大まかな比較では影響範囲 {range} にある"),
    )
}

fn version_unknown() -> Bilingual {
    Bilingual::new(
        "the product is affected; its version, or the affected ones, are not given",
        "製品は影響を受けるが、バージョンまたは影響範囲が分からない",
    )
}

fn same_product(product: &str) -> Bilingual {
    Bilingual::new(
        format!("product `{product}` by name; versions were not compared"),
        format!("製品名「{product}」が一致。バージョンは比較していない"),
    )
}

fn same_vendor(vendor: &str) -> Bilingual {
    Bilingual::new(format!("vendor `{vendor}` only"), format!("ベンダー「{vendor}」だけが一致"))
}

fn several(product: &str) -> Bilingual {
    Bilingual::new(
        format!("vendor only: the catalogue says `{product}`, which is several products"),
        format!("ベンダーだけが一致。カタログの製品は「{product}」で、複数の製品を指す"),
    )
}
