//! `Pipfile.lock`.

use super::Scope;
use super::collect::{Collector, Found};
use super::entries::{Entries, list};
use super::origin::Origin;
use super::place::Lines;
use crate::Ecosystem;

/// Reads the file: `default`, `develop` and further categories.
pub(super) fn read(text: &str, into: &mut Collector) {
    let lines = Lines::of(text);
    let Some(file) = Entries::of_file(text, into) else { return };
    let indexes = indexes(&file);
    for (category, packages) in file.0.iter().filter(|(category, _)| category != "_meta") {
        let scope = match category.as_ref() {
            "default" => Scope::Runtime,
            "develop" => Scope::Development,
            _ => Scope::Optional,
        };
        for (name, package) in Entries::of(packages).0 {
            let package_entries = Entries::of(package);
            let mut found = Found::new(Ecosystem::PyPi, name);
            found.scope = scope;
            found.origin = origin(&package_entries, &indexes);
            if let Some(version) = package_entries.text("version") {
                found = found.version(version.trim_start_matches('='));
            }
            into.add(found, lines.of_part(package.get()), &lines);
        }
    }
}

/// Addresses of the indexes by their names.
fn indexes(file: &Entries<'_>) -> Vec<(String, String)> {
    let Some(head) = file.get("_meta") else { return Vec::new() };
    let head = Entries::of(head);
    let index = |source: &serde_json::value::RawValue| {
        let source = Entries::of(source);
        Some((source.text("name")?, source.text("url")?))
    };
    list(head.get("sources")).into_iter().filter_map(index).collect()
}

fn origin(package: &Entries<'_>, indexes: &[(String, String)]) -> Origin {
    for key in ["git", "hg", "svn", "bzr"] {
        if let Some(address) = package.text(key) {
            return Origin::repository(&address);
        }
    }
    if let Some(path) = package.text("path") {
        return Origin::Path(path);
    }
    if let Some(address) = package.text("file") {
        return Origin::of_address(&address);
    }
    let index = package.text("index");
    let named = index.and_then(|name| indexes.iter().find(|(known, _)| *known == name));
    named.or_else(|| indexes.first()).map_or_else(Origin::default, |(_, url)| Origin::of_index(url))
}

#[cfg(test)]
mod tests {
    use super::super::read as read_file;

    #[test]
    fn categories_indexes_and_repositories_are_told() {
        let text = r#"{
    "_meta": {
        "sources": [
            {"name": "pypi", "url": "https://pypi.org/simple"},
            {"name": "own", "url": "https://ci:x@pypi.kazemori.example/simple"}
        ]
    },
    "default": {
        "requests": {
            "index": "pypi",
            "version": "==2.31.0"
        },
        "fare": {"git": "https://git.kazemori.example/fare.git", "ref": "abc"}
    },
    "develop": {
        "own-lint": {"index": "own", "version": "==1.0"}
    }
}"#;
        let (inventory, problems) =
            read_file("Pipfile.lock", text.as_bytes(), &mut |_, _| None).expect("known");
        assert_eq!(problems, []);
        let row = |one: &super::super::Dependency| {
            let version = one.version.as_deref().unwrap_or("-");
            format!(
                "{} {} {version} {} {:?}",
                one.line,
                one.name,
                one.scope.word(),
                one.origin.place()
            )
        };
        assert_eq!(
            inventory.dependencies.iter().map(row).collect::<Vec<_>>(),
            [
                "9 requests 2.31.0 runtime None",
                "13 fare - runtime Some(\"https://git.kazemori.example/fare.git\")",
                "16 own-lint 1.0 dev Some(\"pypi.kazemori.example\")",
            ]
        );
    }
}
