//! Who may name whom: `layers.toml` against what cargo says.

use std::collections::BTreeMap;
use std::process::Command;

use serde::Deserialize;

use crate::fault::Fault;
use crate::repository::Repository;

/// The table of layers and rooms.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct House {
    shared: Vec<String>,
    tests: Vec<String>,
    layer: BTreeMap<String, Layer>,
    #[serde(rename = "crate")]
    rooms: BTreeMap<String, Room>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Layer {
    rank: u8,
    sees: Vec<String>,
    #[serde(default)]
    pure: bool,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Room {
    layer: String,
    outside: Vec<String>,
}

#[derive(Debug, Deserialize)]
struct Metadata {
    packages: Vec<Package>,
}

/// A crate of the workspace, as cargo describes it.
#[derive(Debug, Deserialize)]
pub struct Package {
    name: String,
    dependencies: Vec<Dependency>,
}

#[derive(Debug, Deserialize)]
struct Dependency {
    name: String,
    /// `None` for a normal one, else `dev` or `build`.
    kind: Option<String>,
}

impl House {
    /// Reads `layers.toml`.
    ///
    /// # Errors
    /// When the file is missing or does not parse.
    pub fn read(repository: &Repository) -> Result<Self, Fault> {
        let text = repository.text("layers.toml").unwrap_or_default();
        toml::from_str(text).map_err(|error| {
            Fault::new("layers.toml", error.message(), "correct the table of layers")
        })
    }

    /// Names of the crates that may not use clock, disk and network.
    pub fn pure_crates(&self) -> impl Iterator<Item = &str> {
        let pure = |room: &Room| self.layer.get(&room.layer).is_some_and(|layer| layer.pure);
        self.rooms.iter().filter(move |(_, room)| pure(room)).map(|(name, _)| name.as_str())
    }

    fn unknown_layers(&self) -> impl Iterator<Item = Fault> {
        let seen = self.layer.values().flat_map(|layer| &layer.sees);
        let lived = self.rooms.values().map(|room| &room.layer);
        let unknown = seen.chain(lived).filter(|name| !self.layer.contains_key(*name));
        unknown
            .map(|name| fault(format!("there is no layer `{name}`"), "name a layer of the table"))
    }

    /// A layer sees only lower ones, so the arrows of the house never turn round.
    fn upward_views(&self) -> impl Iterator<Item = Fault> {
        self.layer.iter().flat_map(move |(name, layer)| {
            let rank = move |other: &String| self.layer.get(other).map_or(0, |one| one.rank);
            let upward = layer.sees.iter().filter(move |other| rank(other) >= layer.rank);
            upward.map(move |other| {
                let what = format!("layer `{name}` sees `{other}`, which is not below it");
                fault(what, "take it out of `sees`")
            })
        })
    }

    fn package(&self, package: &Package) -> Vec<Fault> {
        let Some(room) = self.rooms.get(&package.name) else {
            let what = format!("crate `{}` has no room", package.name);
            return vec![fault(
                what,
                "add a `[crate.NAME]` table, and a paragraph to ARCHITECTURE.md",
            )];
        };
        let refused = package.dependencies.iter().filter_map(|one| self.refusal(room, one));
        refused
            .map(|(what, fix)| Fault::new(format!("crates `{}`", package.name), what, fix))
            .collect()
    }

    fn refusal(&self, room: &Room, dependency: &Dependency) -> Option<(String, String)> {
        let name = &dependency.name;
        let tests = dependency.kind.as_deref() == Some("dev");
        match self.rooms.get(name) {
            Some(_) if tests => None,
            Some(other) => {
                let sees = &self.layer.get(&room.layer)?.sees;
                (!sees.contains(&other.layer)).then(|| {
                    let what = format!("layer `{}` may not name `{name}` of `{}`", room.layer, other.layer);
                    (what, "let both meet in the nouns of noroshi-model, or in noroshi-flow".to_owned())
                })
            }
            None => (!self.allows(room, name, tests)).then(|| {
                let what = format!("`{name}` belongs to no room of this crate");
                (what, format!("do it in the crate that names `{name}`, or add it to layers.toml with a reason"))
            }),
        }
    }

    fn allows(&self, room: &Room, name: &String, tests: bool) -> bool {
        self.shared.contains(name)
            || room.outside.contains(name)
            || (tests && self.tests.contains(name))
    }
}

fn fault(what: String, fix: &str) -> Fault {
    Fault::new("layers.toml", what, fix)
}

/// Crates of the workspace, as cargo says.
///
/// # Errors
/// When cargo does not run or its answer does not parse.
pub fn packages(repository: &Repository) -> Result<Vec<Package>, Fault> {
    let cargo = std::env::var("CARGO").unwrap_or_else(|_| "cargo".to_owned());
    let told = Command::new(cargo)
        .args(["metadata", "--format-version", "1", "--offline", "--no-deps"])
        .current_dir(repository.root())
        .output()
        .map_err(|error| Fault::new("cargo metadata", error.to_string(), "install cargo"))?;
    serde_json::from_slice::<Metadata>(&told.stdout).map(|data| data.packages).map_err(|error| {
        let said = String::from_utf8_lossy(&told.stderr);
        Fault::new("cargo metadata", format!("{error}: {said}"), "make `cargo metadata` work")
    })
}

/// Crates that name what their room does not allow, and rows of the table without a crate.
pub fn faults(repository: &Repository) -> Vec<Fault> {
    match House::read(repository).and_then(|house| Ok((house, packages(repository)?))) {
        Ok((house, packages)) => compare(&house, &packages),
        Err(fault) => vec![fault],
    }
}

fn compare(house: &House, packages: &[Package]) -> Vec<Fault> {
    let mut faults: Vec<Fault> = house.unknown_layers().chain(house.upward_views()).collect();
    faults.extend(packages.iter().flat_map(|package| house.package(package)));
    let gone = |name: &&String| !packages.iter().any(|package| package.name == **name);
    faults.extend(
        house
            .rooms
            .keys()
            .filter(gone)
            .map(|name| fault(format!("there is no crate `{name}`"), "take its table out")),
    );
    faults
}

/// Names of the crates of the workspace.
///
/// # Errors
/// As [`packages`].
pub fn crate_names(repository: &Repository) -> Result<Vec<String>, Fault> {
    Ok(packages(repository)?.into_iter().map(|package| package.name).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn house() -> House {
        toml::from_str(
            r#"
            shared = ["serde"]
            tests = ["proptest"]
            layer.low = { rank = 0, sees = [] }
            layer.high = { rank = 1, sees = ["low"] }
            crate.model = { layer = "low", outside = [] }
            crate.read = { layer = "high", outside = ["matcher"] }
            crate.know = { layer = "high", outside = [] }
            "#,
        )
        .expect("the table parses")
    }

    #[track_caller]
    fn check(of: &str, kind: Option<&str>, on: &str, faults: usize) {
        let dependency = Dependency { name: on.to_owned(), kind: kind.map(str::to_owned) };
        let package = Package { name: of.to_owned(), dependencies: vec![dependency] };
        assert_eq!(house().package(&package).len(), faults, "{of} -> {on}");
    }

    #[test]
    fn a_room_names_lower_layers_its_own_and_the_shared() {
        for on in ["model", "matcher", "serde"] {
            check("read", None, on, 0);
        }
        check("read", Some("dev"), "know", 0);
        check("read", Some("dev"), "proptest", 0);
    }

    #[test]
    fn anything_else_is_a_fault() {
        check("read", None, "know", 1);
        check("read", Some("build"), "know", 1);
        check("model", None, "read", 1);
        check("know", None, "matcher", 1);
        check("read", None, "proptest", 1);
        check("new", None, "model", 1);
    }

    #[test]
    fn a_row_without_a_crate_is_a_fault() {
        assert_eq!(compare(&house(), &[]).len(), 3);
    }
}
