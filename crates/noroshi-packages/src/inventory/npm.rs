//! `package-lock.json` and `npm-shrinkwrap.json`, versions 1 to 3.
//!
//! Source: npm documentation, "package-lock.json".

use std::collections::BTreeMap;

use serde_json::value::RawValue;

use super::collect::{Collector, Found};
use super::entries::Entries;
use super::origin::Origin;
use super::place::Lines;
use super::{Relation, Scope};
use crate::Ecosystem;

/// How deep packages of version 1 may lie in one another.
const DEEPEST: usize = 48;

/// The folder of installed packages, by which names begin.
const FOLDER: &str = "node_modules/";

/// Reads the file: `packages` of versions 2 and 3, else `dependencies` of version 1.
pub(super) fn read(text: &str, into: &mut Collector) {
    let lines = Lines::of(text);
    let Some(file) = Entries::of_file(text, into) else { return };
    if let Some(packages) = file.get("packages") {
        let packages = Entries::of(packages);
        let asked = asked(&packages);
        for (key, value) in &packages.0 {
            installed(key, value, &asked, into, &lines);
        }
    } else if let Some(packages) = file.get("dependencies") {
        nested(packages, into, &lines, 0);
    }
}

/// What the project and its workspaces ask for: name to when it is used.
fn asked(packages: &Entries<'_>) -> BTreeMap<String, Scope> {
    let kinds = [
        ("optionalDependencies", Scope::Optional),
        ("devDependencies", Scope::Development),
        ("dependencies", Scope::Runtime),
        ("peerDependencies", Scope::Runtime),
    ];
    let own = packages.0.iter().filter(|(key, _)| !key.contains(FOLDER));
    let mut asked = BTreeMap::new();
    for (_, value) in own {
        let project = Entries::of(value);
        for (key, scope) in kinds {
            let Some(names) = project.get(key) else { continue };
            asked.extend(
                Entries::of(names).0.into_iter().map(|(name, _)| (name.into_owned(), scope)),
            );
        }
    }
    asked
}

fn installed(
    key: &str,
    value: &RawValue,
    asked: &BTreeMap<String, Scope>,
    into: &mut Collector,
    lines: &Lines<'_>,
) {
    // Anything else is the project itself or a workspace of it.
    let Some((before, name)) = key.rsplit_once(FOLDER) else { return };
    let package = Entries::of(value);
    let real = package.text("name").unwrap_or_else(|| name.to_owned());
    let mut found = Found::new(Ecosystem::Npm, real);
    found.version = package.text("version");
    found.scope = scope(&package);
    let direct = before.is_empty() && asked.contains_key(name);
    found.relation = if direct { Relation::Direct } else { Relation::Transitive };
    let resolved = package.text("resolved");
    found.origin = match resolved {
        Some(path) if package.is_true("link") => Origin::Path(path),
        Some(address) => Origin::of_address(&address),
        None => Origin::default(),
    };
    into.add(found, lines.of_part(value.get()), lines);
}

fn scope(package: &Entries<'_>) -> Scope {
    let is = |key: &str| package.is_true(key);
    if is("dev") || is("devOptional") {
        Scope::Development
    } else if is("optional") {
        Scope::Optional
    } else {
        Scope::Runtime
    }
}

/// Packages of version 1, which hold one another.
fn nested(packages: &RawValue, into: &mut Collector, lines: &Lines<'_>, depth: usize) {
    if depth >= DEEPEST {
        return into.damaged(lines.of_part(packages.get()), "packages lie too deep in one another");
    }
    for (name, value) in Entries::of(packages).0 {
        let package = Entries::of(value);
        let version = package.text("version").unwrap_or_default();
        let mut found = from_version(&name, &version);
        found.scope = scope(&package);
        if let (Origin::Registry(None), Some(resolved)) = (&found.origin, package.text("resolved"))
        {
            found.origin = Origin::of_address(&resolved);
        }
        into.add(found, lines.of_part(value.get()), lines);
        if let Some(further) = package.get("dependencies") {
            nested(further, into, lines, depth + 1);
        }
    }
}

/// A version of version 1 is a number, an alias (`npm:real@1.0.0`) or an address.
fn from_version(name: &str, version: &str) -> Found {
    if let Some((real, version)) = version.strip_prefix("npm:").and_then(|it| it.rsplit_once('@')) {
        return Found::new(Ecosystem::Npm, real).version(version);
    }
    let mut found = Found::new(Ecosystem::Npm, name);
    if version.contains([':', '/']) {
        found.origin = Origin::of_address(version);
    } else {
        found = found.version(version);
    }
    found
}

#[cfg(test)]
mod tests {
    use super::super::read as read_file;
    use super::super::row::scoped_row;

    #[track_caller]
    fn check(text: &str, expected: &[&str]) {
        let (inventory, problems) =
            read_file("package-lock.json", text.as_bytes(), &mut |_, _| None).expect("known");
        assert_eq!(problems, []);
        assert_eq!(inventory.dependencies.iter().map(scoped_row).collect::<Vec<_>>(), expected);
    }

    #[test]
    fn versions_two_and_three_have_paths_aliases_and_links() {
        check(
            r#"{
  "name": "web", "lockfileVersion": 3,
  "packages": {
    "": {"dependencies": {"a": "^1", "alias": "npm:real@^2"}, "devDependencies": {"@s/d": "1"}},
    "packages/own": {"name": "own", "version": "1.0.0"},
    "node_modules/own": {"resolved": "packages/own", "link": true},
    "node_modules/a": {"version": "1.0.0", "resolved": "https://registry.npmjs.org/a/-/a-1.0.0.tgz"},
    "node_modules/a/node_modules/b": {"version": "2.0.0", "optional": true},
    "node_modules/alias": {"name": "real", "version": "2.0.0"},
    "node_modules/@s/d": {"version": "1.0.0", "dev": true},
    "node_modules/g": {"version": "1.0.0", "resolved": "git+ssh://git@git.kazemori.example/g.git#abc"}
  },
  "dependencies": {"ignored": {"version": "1.0.0"}}
}"#,
            &[
                "6 own - transitive runtime path",
                "7 a 1.0.0 direct runtime registry",
                "8 b 2.0.0 transitive optional registry",
                "9 real 2.0.0 direct runtime registry",
                "10 @s/d 1.0.0 direct dev registry",
                "11 g 1.0.0 transitive runtime repository",
            ],
        );
    }

    #[test]
    fn version_one_holds_packages_in_one_another() {
        check(
            r#"{
  "lockfileVersion": 1,
  "dependencies": {
    "a": {
      "version": "1.0.0",
      "dependencies": {
        "b": {"version": "npm:real@2.0.0", "dev": true}
      }
    },
    "c": {"version": "file:../c"},
    "d": {"version": "git+https://git.kazemori.example/d.git#abc"}
  }
}"#,
            &[
                "4 a 1.0.0 unknown runtime registry",
                "7 real 2.0.0 unknown dev registry",
                "10 c - unknown runtime path",
                "11 d - unknown runtime repository",
            ],
        );
    }

    #[test]
    fn a_file_without_end_and_one_too_deep_are_problems() {
        let deep = format!(
            "{{\"lockfileVersion\":1,\"dependencies\":{}{}",
            "{\"a\":{\"version\":\"1\",\"dependencies\":".repeat(100),
            "{}"
        );
        let cut = read_file("package-lock.json", deep.as_bytes(), &mut |_, _| None).expect("known");
        assert_eq!(cut.1[0].code, "NRS-PACKAGE-002");
        let whole = deep + &"}}".repeat(100) + "}";
        let (inventory, problems) =
            read_file("package-lock.json", whole.as_bytes(), &mut |_, _| None).expect("known");
        assert_eq!(problems[0].code, "NRS-PACKAGE-002");
        assert!(!inventory.dependencies.is_empty());
    }
}
