//! The organisation Noroshi works for, as its profile says.

/// The estate profile: what makes a statement concern us.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Estate {
    /// Name of the organisation; empty when there is no profile.
    pub name: String,
    /// Further names, in any script.
    pub aliases: Vec<String>,
    /// Own domains, without `*.`; their subdomains count too.
    pub domains: Vec<String>,
    /// Sectors: ids or names of the pack.
    pub sectors: Vec<String>,
    /// Countries: ISO 3166 two-letter codes.
    pub countries: Vec<String>,
    /// Products in use, by name.
    pub products: Vec<String>,
    /// Suppliers, by name.
    pub suppliers: Vec<String>,
    /// Packages in use, by name.
    pub packages: Vec<String>,
}

impl Estate {
    /// Whether there is anything to match against.
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }
}
