//! `Cargo.lock`, versions 1 to 4.

use std::collections::BTreeSet;

use serde::Deserialize;
use toml::Spanned;

use super::Relation;
use super::collect::{Collector, Found};
use super::origin::Origin;
use super::place::Lines;
use crate::Ecosystem;

#[derive(Deserialize)]
struct File {
    #[serde(default)]
    package: Vec<Package>,
}

#[derive(Deserialize)]
struct Package {
    name: Spanned<String>,
    version: String,
    #[serde(default)]
    source: Option<String>,
    #[serde(default)]
    dependencies: Vec<String>,
}

/// Reads the file. A package without a source is one of ours.
pub(super) fn read(text: &str, into: &mut Collector) {
    let lines = Lines::of(text);
    let file: File = match toml::from_str(text) {
        Ok(file) => file,
        Err(error) => {
            let line = error.span().map_or(1, |span| lines.at(span.start));
            return into.damaged(line, error.message());
        }
    };
    let asked = asked(&file);
    for package in &file.package {
        let name = package.name.get_ref();
        let mut found =
            Found::new(Ecosystem::Cargo, name.as_str()).version(package.version.as_str());
        match &package.source {
            None => found.origin = Origin::Path(".".to_owned()),
            Some(source) => {
                let direct = asked.contains(&(name.as_str(), None))
                    || asked.contains(&(name.as_str(), Some(package.version.as_str())));
                found.relation = if direct { Relation::Direct } else { Relation::Transitive };
                found.origin = Origin::of_address(source);
            }
        }
        into.add(found, lines.at(package.name.span().start), &lines);
    }
}

/// Names, and versions where a name stands for several, that our packages ask for.
fn asked(file: &File) -> BTreeSet<(&str, Option<&str>)> {
    let own = file.package.iter().filter(|package| package.source.is_none());
    let asked = own.flat_map(|package| &package.dependencies);
    asked
        .map(|dependency| {
            let mut words = dependency.split(' ');
            (words.next().unwrap_or_default(), words.next())
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::super::row::{row, rows};

    #[test]
    fn own_direct_and_foreign_packages_are_told_apart() {
        let text = "version = 4\n\n[[package]]\nname = \"fare\"\nversion = \"0.1.0\"\ndependencies = [\n \"itoa 1.0.1\",\n \"local\",\n]\n\n[[package]]\nname = \"itoa\"\nversion = \"0.4.0\"\nsource = \"registry+https://github.com/rust-lang/crates.io-index\"\nchecksum = \"aa\"\n\n[[package]]\nname = \"itoa\"\nversion = \"1.0.1\"\nsource = \"registry+https://github.com/rust-lang/crates.io-index\"\n\n[[package]]\nname = \"gate\"\nversion = \"0.2.0\"\nsource = \"git+https://git.kazemori.example/gate#abc\"\n";
        let (got, codes) = rows("Cargo.lock", text, row);
        assert_eq!(codes, Vec::<&str>::new());
        assert_eq!(
            got,
            [
                "4 fare 0.1.0 unknown path",
                "12 itoa 0.4.0 transitive registry",
                "18 itoa 1.0.1 direct registry",
                "23 gate 0.2.0 transitive repository",
            ]
        );
    }
}
