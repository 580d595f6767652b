//! Known-exploited vulnerabilities against own assets.

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
    /// Points out of a hundred, after the detection methods of vuls (future-architect).
    pub fn points(self) -> u8 {
        match self {
            Self::Exact => 100,
            Self::Range => 80,
            Self::Product => 50,
            Self::Vendor => 10,
        }
    }

    /// The word used in JSON.
    pub fn word(self) -> &'static str {
        match self {
            Self::Exact => "exact",
            Self::Range => "range",
            Self::Product => "product",
            Self::Vendor => "vendor",
        }
    }
}
