//! Known-exploited vulnerabilities against own assets.
//!
//! The catalogue names neither versions nor packages, so it joins to assets through the CVE: a scanner that names
//! it on a host, or a record (NVD, CVE JSON, OSV) whose versions hold the one that is installed. A match by name
//! alone is shown as what it is.

mod asset;
mod catalogue;
mod cpe;
mod join;
mod product;
mod record;
mod version;

pub use asset::{Asset, Exposure, assets, bill_assets};
pub use catalogue::{Catalogue, Epss, KevEntry, Ransomware, catalogue, epss};
pub use cpe::Cpe;
pub use join::{Joined, Match, join};
pub use record::{Affected, Record, Records, Standing, records};
pub use version::Range;

/// How sure a match of a vulnerability with an asset is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Tier {
    /// The vendor is the same, and nothing else is known.
    Vendor,
    /// The product is the same; its version is not known or not compared.
    Product,
    /// The version lies in an affected range by a rough comparison.
    Range,
    /// A scanner names the CVE on the host, or the version lies in an affected range exactly.
    Exact,
}

impl Tier {
    /// All tiers, surest first.
    pub const ALL: [Self; 4] = [Self::Exact, Self::Range, Self::Product, Self::Vendor];

    /// Points out of a hundred, after the detection methods of vuls (future-architect/vuls, `models/vulninfos.go`);
    /// 50 for a product of the catalogue itself is our own.
    pub fn points(self) -> u8 {
        match self {
            Self::Exact => 100,
            Self::Range => 80,
            Self::Product => 50,
            Self::Vendor => 10,
        }
    }

    /// The word used in JSON and on the command line.
    pub fn word(self) -> &'static str {
        match self {
            Self::Exact => "exact",
            Self::Range => "range",
            Self::Product => "product",
            Self::Vendor => "vendor",
        }
    }
}
