//! Each crate inherits the workspace's lints and metadata, and pure crates ban clock, disk
//! and network.

use serde::Deserialize;

use crate::fault::Fault;
use crate::repository::Repository;
use crate::rule::room::House;

/// The bans of a pure crate; its own `clippy.toml` is a copy of this file.
const PURE: &str = "xtask/pure-clippy.toml";

#[derive(Debug, Deserialize)]
struct Bans {
    #[serde(rename = "disallowed-methods")]
    methods: Vec<Ban>,
}

#[derive(Debug, Deserialize, PartialEq)]
struct Ban {
    path: String,
}

/// Crates without the workspace's lints, and pure crates without their bans.
pub fn faults(repository: &Repository) -> Vec<Fault> {
    let manifests = repository.texts("Cargo.toml").filter(|(path, _)| is_member(path));
    let mut faults: Vec<Fault> = manifests.flat_map(|(path, text)| manifest(path, text)).collect();
    match House::read(repository) {
        Ok(house) => faults.extend(house.pure_crates().filter_map(|name| pure(repository, name))),
        Err(fault) => faults.push(fault),
    }
    faults.extend(forgotten(repository));
    faults
}

fn is_member(path: &str) -> bool {
    path.starts_with("crates/") || path.starts_with("xtask/")
}

fn manifest(path: &str, text: &str) -> Vec<Fault> {
    let table: toml::Table = text.parse().unwrap_or_default();
    let inherits = |value: Option<&toml::Value>| {
        value.and_then(|value| value.get("workspace")).and_then(toml::Value::as_bool) == Some(true)
    };
    let mut faults = Vec::new();
    if !inherits(table.get("lints")) {
        let fix = "add `[lints]` with `workspace = true`";
        faults.push(Fault::new(path, "the lints of the workspace are not inherited", fix));
    }
    let package = table.get("package");
    for key in ["version", "edition", "rust-version", "license", "publish"] {
        if !inherits(package.and_then(|package| package.get(key))) {
            let what = format!("`{key}` is not the workspace's");
            faults.push(Fault::new(path, what, format!("write `{key}.workspace = true`")));
        }
    }
    faults
}

fn pure(repository: &Repository, name: &str) -> Option<Fault> {
    let path = format!("crates/{name}/clippy.toml");
    let same = repository.text(&path).is_some_and(|text| Some(text) == repository.text(PURE));
    let fix = "run `cargo run -p xtask -- generate`";
    (!same).then(|| Fault::new(path, format!("it is no copy of {PURE}"), fix))
}

/// A crate's `clippy.toml` replaces the root's, so the copy has to repeat its bans.
fn forgotten(repository: &Repository) -> Vec<Fault> {
    let bans = |path: &str| {
        let text = repository.text(path).unwrap_or_default();
        let read = toml::from_str::<Bans>(text).map(|bans| bans.methods);
        read.map_err(|error| Fault::new(path, error.message(), "correct the list of bans"))
    };
    match bans("clippy.toml").and_then(|root| Ok((root, bans(PURE)?))) {
        Err(fault) => vec![fault],
        Ok((root, pure)) => {
            let missing = root.into_iter().filter(|ban| !pure.contains(ban));
            let fault = |ban: Ban| {
                Fault::new(
                    PURE,
                    format!("the root's ban of `{}` is missing", ban.path),
                    "repeat it",
                )
            };
            missing.map(fault).collect()
        }
    }
}

/// Copies of the bans, by path, for `generate`.
pub fn copies(repository: &Repository) -> Vec<(String, String)> {
    let text = repository.text(PURE).unwrap_or_default();
    let house = House::read(repository);
    let names = house.iter().flat_map(House::pure_crates);
    names.map(|name| (format!("crates/{name}/clippy.toml"), text.to_owned())).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_crate_that_goes_its_own_way_is_found() {
        let own = "[package]\nversion = \"1.0.0\"\nedition.workspace = true\n";
        assert_eq!(manifest("crates/a/Cargo.toml", own).len(), 5);
    }

    #[test]
    fn a_ban_of_the_root_that_pure_crates_forget_is_found() {
        let root = "disallowed-methods = [{ path = \"a::b\" }, { path = \"c::d\" }]";
        let pure = "disallowed-methods = [{ path = \"a::b\" }]";
        let repository = Repository::of(&[("clippy.toml", root), (PURE, pure)]);
        assert_eq!(forgotten(&repository).len(), 1);
    }
}
