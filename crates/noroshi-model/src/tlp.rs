//! Traffic Light Protocol 2.0.

use std::fmt;
use std::str::FromStr;

use crate::IdError;

/// A TLP 2.0 label, ordered from the laxest to the strictest.
///
/// Labels are never translated. Source: FIRST, "Traffic Light Protocol (TLP), version 2.0",
/// <https://www.first.org/tlp/>.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Tlp {
    /// Everybody.
    Clear,
    /// The community.
    Green,
    /// The own organisation and its clients, need to know.
    Amber,
    /// The own organisation only, need to know.
    AmberStrict,
    /// Named individuals only.
    Red,
}

impl Tlp {
    /// All labels, laxest first.
    pub const ALL: [Self; 5] =
        [Self::Clear, Self::Green, Self::Amber, Self::AmberStrict, Self::Red];

    /// The label as it is printed: capitals, no space.
    pub fn label(self) -> &'static str {
        match self {
            Self::Clear => "TLP:CLEAR",
            Self::Green => "TLP:GREEN",
            Self::Amber => "TLP:AMBER",
            Self::AmberStrict => "TLP:AMBER+STRICT",
            Self::Red => "TLP:RED",
        }
    }

    /// Colour on black, as FIRST prescribes it.
    pub fn colour(self) -> &'static str {
        match self {
            Self::Clear => "#FFFFFF",
            Self::Green => "#33FF00",
            Self::Amber | Self::AmberStrict => "#FFC000",
            Self::Red => "#FF2B2B",
        }
    }

    /// The label of an output that cites all of these: the strictest; `Clear` for none.
    pub fn strictest(labels: impl IntoIterator<Item = Self>) -> Self {
        labels.into_iter().max().unwrap_or(Self::Clear)
    }
}

impl fmt::Display for Tlp {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(self.label())
    }
}

impl FromStr for Tlp {
    type Err = IdError;

    /// Reads a label; `TLP:WHITE` is the old name of `TLP:CLEAR`.
    fn from_str(text: &str) -> Result<Self, IdError> {
        let label = text.trim().to_ascii_uppercase();
        let found = Self::ALL.into_iter().find(|tlp| tlp.label() == label);
        let old = (label == "TLP:WHITE").then_some(Self::Clear);
        found.or(old).ok_or_else(|| IdError(text.to_owned()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_strictest_label_wins() {
        assert_eq!(Tlp::strictest([Tlp::Green, Tlp::AmberStrict, Tlp::Amber]), Tlp::AmberStrict);
        assert_eq!(Tlp::strictest([]), Tlp::Clear);
    }

    #[test]
    fn labels_survive_being_written_and_read() {
        for tlp in Tlp::ALL {
            assert_eq!(tlp.label().parse(), Ok(tlp));
        }
        assert_eq!("TLP:WHITE".parse(), Ok(Tlp::Clear));
    }
}
