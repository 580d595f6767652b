//! `composer.lock` of Composer.

use serde_json::value::RawValue;

use super::Scope;
use super::collect::{Collector, Found};
use super::entries::{Entries, list};
use super::origin::Origin;
use super::place::Lines;
use crate::Ecosystem;

/// Reads the file: `packages` and `packages-dev`.
pub(super) fn read(text: &str, into: &mut Collector) {
    let lines = Lines::of(text);
    let Some(file) = Entries::of_file(text, into) else { return };
    for (key, scope) in [("packages", Scope::Runtime), ("packages-dev", Scope::Development)] {
        for value in list(file.get(key)) {
            package(value, scope, into, &lines);
        }
    }
}

fn package(value: &RawValue, scope: Scope, into: &mut Collector, lines: &Lines<'_>) {
    let package = Entries::of(value);
    let named =
        package.get("name").filter(|name| package.text("name").is_some() && !name.get().is_empty());
    let Some(at) = named else {
        return into.skip(&into.path.clone(), lines.of_part(value.get()), "it has no name");
    };
    let name = package.text("name").unwrap_or_default();
    let mut found = Found::new(Ecosystem::Composer, name);
    found = found.version(package.text("version").unwrap_or_default());
    found.scope = scope;
    found.origin = origin(&package);
    into.add(found, lines.of_part(at.get()), lines);
}

/// A registry is told of each installation (`notification-url`); a repository and a path are not.
fn origin(package: &Entries<'_>) -> Origin {
    if let Some(address) = package.text("notification-url") {
        return Origin::of_index(&address);
    }
    let part = |key: &str| package.get(key).map(Entries::of);
    let (source, dist) = (part("source"), part("dist"));
    let url = |part: &Option<Entries<'_>>| part.as_ref().and_then(|part| part.text("url"));
    if dist.as_ref().and_then(|dist| dist.text("type")).as_deref() == Some("path") {
        return Origin::Path(url(&dist).unwrap_or_default());
    }
    match url(&source).or_else(|| url(&dist)) {
        Some(address) => Origin::repository(&address),
        None => Origin::default(),
    }
}

#[cfg(test)]
mod tests {
    use super::super::row::{rows, scoped_row};

    #[test]
    fn registries_repositories_and_paths_are_told_apart() {
        let text = r#"{
  "content-hash": "0",
  "packages": [
    {
      "name": "kazemori/fare",
      "version": "v1.2.0",
      "source": {"type": "git", "url": "https://git.kazemori.example/fare.git"},
      "notification-url": "https://packagist.org/downloads/"
    },
    {"name": "kazemori/gate", "version": "1.0.0", "source": {"type": "git", "url": "https://git.kazemori.example/gate.git"}},
    {"name": "kazemori/here", "version": "dev-main", "dist": {"type": "path", "url": "../here"}},
    {"version": "1"}
  ],
  "packages-dev": [
    {"name": "kazemori/lint", "version": "0.1.0", "notification-url": "https://packagist.kazemori.example/downloads/"}
  ]
}"#;
        let (got, codes) = rows("composer.lock", text, scoped_row);
        assert_eq!(codes, ["NRS-PACKAGE-004"]);
        assert_eq!(
            got,
            [
                "5 kazemori/fare v1.2.0 unknown runtime registry",
                "10 kazemori/gate 1.0.0 unknown runtime repository",
                "11 kazemori/here dev-main unknown runtime path",
                "15 kazemori/lint 0.1.0 unknown dev registry",
            ]
        );
    }
}
