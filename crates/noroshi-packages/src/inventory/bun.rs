//! `bun.lock`, the text form of Bun's lockfile: JSON with commas before closing brackets.
//!
//! Source: Bun documentation, "Lockfile". The older `bun.lockb` is binary and not read.

use std::collections::BTreeMap;

use serde_json::value::RawValue;

use super::collect::{Collector, Found};
use super::entries::{Entries, list, text as word};
use super::origin::Origin;
use super::place::Lines;
use super::{Relation, Scope};
use crate::Ecosystem;

/// Reads the file.
pub(super) fn read(text: &str, into: &mut Collector) {
    let plain = without_last_commas(text);
    let lines = Lines::of(&plain);
    let Some(file) = Entries::of_file(&plain, into) else { return };
    let asked = asked(&file);
    for (key, value) in file.get("packages").map(Entries::of).unwrap_or_default().0 {
        package(&key, value, &asked, into, &lines);
    }
}

/// What the workspaces ask for: name to when it is used.
fn asked(file: &Entries<'_>) -> BTreeMap<String, Scope> {
    let kinds = [
        ("optionalDependencies", Scope::Optional),
        ("devDependencies", Scope::Development),
        ("dependencies", Scope::Runtime),
    ];
    let workspaces = file.get("workspaces").map(Entries::of).unwrap_or_default();
    let mut asked = BTreeMap::new();
    for (_, workspace) in &workspaces.0 {
        let workspace = Entries::of(workspace);
        for (key, scope) in kinds {
            let names = workspace.get(key).map(Entries::of).unwrap_or_default();
            asked.extend(names.0.into_iter().map(|(name, _)| (name.into_owned(), scope)));
        }
    }
    asked
}

/// An entry is a list: `name@version` or `name@source` first, then, for a registry, its address.
fn package(
    key: &str,
    value: &RawValue,
    asked: &BTreeMap<String, Scope>,
    into: &mut Collector,
    lines: &Lines<'_>,
) {
    let line = lines.of_part(value.get());
    let parts = list(Some(value));
    let first = parts.first().and_then(|first| word(first)).unwrap_or_default();
    let Some((name, source)) = parts_of(&first) else {
        return into.skip(&into.path.clone(), line, "it names no package");
    };
    let mut found = Found::new(Ecosystem::Npm, name);
    if source.contains([':', '/']) {
        found.origin = match source.strip_prefix("workspace:") {
            Some(path) => Origin::Path(path.to_owned()),
            None => Origin::of_address(source),
        };
    } else {
        found = found.version(source);
        let registry = parts.get(1).and_then(|part| word(part));
        found.origin =
            registry.map_or_else(Origin::default, |address| Origin::of_address(&address));
    }
    match asked.get(key) {
        Some(scope) => (found.relation, found.scope) = (Relation::Direct, *scope),
        None => found.relation = Relation::Transitive,
    }
    into.add(found, line, lines);
}

/// Parts `name@source` where the name ends; the `@` of a scope is no end.
fn parts_of(entry: &str) -> Option<(&str, &str)> {
    let at = entry.char_indices().skip(1).find(|(_, sign)| *sign == '@')?.0;
    Some((&entry[..at], &entry[at + 1..]))
}

/// The text with spaces for commas before a closing bracket, so that every place stays where it is.
fn without_last_commas(text: &str) -> String {
    let mut out = text.as_bytes().to_vec();
    let (mut inside, mut comma) = (false, None);
    let mut at = 0;
    while at < out.len() {
        match out[at] {
            b'\\' if inside => at += 1,
            b'"' => {
                inside = !inside;
                comma = None;
            }
            b',' if !inside => comma = Some(at),
            b'}' | b']' if !inside => {
                if let Some(comma) = comma.take() {
                    out[comma] = b' ';
                }
            }
            byte if !inside && !byte.is_ascii_whitespace() => comma = None,
            _ => {}
        }
        at += 1;
    }
    String::from_utf8(out).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::super::row::{rows, scoped_row};
    use super::*;

    #[test]
    fn registries_workspaces_and_repositories_are_told_apart() {
        let text = r#"{
  "lockfileVersion": 1,
  "workspaces": {
    "": {
      "name": "web",
      "dependencies": {"@kazemori/fare": "^1", "alias": "npm:real@^2"},
      "devDependencies": {"lint": "1.0.0",},
    },
  },
  "packages": {
    "@kazemori/fare": ["@kazemori/fare@1.2.0", "", {"dependencies": {"deep": "1"}}, "sha512-x=="],
    "alias": ["real@2.0.1", "", {}, "sha512-x=="],
    "deep": ["deep@1.0.0", "https://npm.kazemori.example/deep/-/deep-1.0.0.tgz", {}, "sha512-x=="],
    "lint": ["lint@1.0.0", "", {}, "sha512-x==",],
    "own": ["own@workspace:packages/own"],
    "git": ["git@git+ssh://git@git.kazemori.example/g.git#abc", {}, "abc"],
    "odd": [],
  },
}
"#;
        let (got, codes) = rows("bun.lock", text, scoped_row);
        assert_eq!(codes, ["NRS-PACKAGE-004"]);
        assert_eq!(
            got,
            [
                "11 @kazemori/fare 1.2.0 direct runtime registry",
                "12 real 2.0.1 direct runtime registry",
                "13 deep 1.0.0 transitive unknown registry",
                "14 lint 1.0.0 direct dev registry",
                "15 own - transitive unknown path",
                "16 git - transitive unknown repository",
            ]
        );
    }

    #[test]
    fn only_commas_before_a_closing_bracket_go() {
        assert_eq!(without_last_commas(r#"{"a,}": [1, 2,], }"#), r#"{"a,}": [1, 2 ]  }"#);
        assert_eq!(without_last_commas(r#"["\",", ]"#), r#"["\","  ]"#);
    }
}
