//! `packages.lock.json` of NuGet.
//!
//! Source: NuGet documentation, "Locking dependencies".

use super::Relation;
use super::collect::{Collector, Found};
use super::entries::Entries;
use super::origin::Origin;
use super::place::Lines;
use crate::Ecosystem;

/// Reads the file: packages by the framework they are built for.
pub(super) fn read(text: &str, into: &mut Collector) {
    let lines = Lines::of(text);
    let Some(file) = Entries::of_file(text, into) else { return };
    let Some(frameworks) = file.get("dependencies").map(Entries::of) else { return };
    for (name, value) in frameworks.0.iter().flat_map(|(_, value)| Entries::of(value).0) {
        let package = Entries::of(value);
        let mut found = Found::new(Ecosystem::NuGet, name);
        found = found.version(package.text("resolved").unwrap_or_default());
        found.demand = package.text("requested").filter(|_| found.version.is_none());
        match package.text("type").as_deref() {
            Some("Direct") => found.relation = Relation::Direct,
            Some("Project") => found.origin = Origin::Path(found.name.clone()),
            _ => found.relation = Relation::Transitive,
        }
        into.add(found, lines.of_part(value.get()), &lines);
    }
}

#[cfg(test)]
mod tests {
    use super::super::row::{row, rows};

    #[test]
    fn kinds_of_references_are_told_apart() {
        let text = r#"{
  "version": 1,
  "dependencies": {
    "net8.0": {
      "Kazemori.Fare": {
        "type": "Direct",
        "requested": "[1.2.0, )",
        "resolved": "1.2.0",
        "contentHash": "x"
      },
      "Kazemori.Deep": {"type": "Transitive", "resolved": "0.3.0", "contentHash": "x"},
      "kazemori.own": {"type": "Project"}
    },
    "net8.0/win-x64": {
      "Kazemori.Fare": {"type": "Direct", "resolved": "1.2.0"}
    }
  }
}"#;
        let (got, codes) = rows("packages.lock.json", text, row);
        assert_eq!(codes, Vec::<&str>::new());
        assert_eq!(
            got,
            [
                "5 Kazemori.Fare 1.2.0 direct registry",
                "11 Kazemori.Deep 0.3.0 transitive registry",
                "12 kazemori.own - unknown path",
                "15 Kazemori.Fare 1.2.0 direct registry",
            ]
        );
    }
}
