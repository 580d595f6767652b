//! `yarn.lock`, of Yarn 1 and of Yarn 2 and later, line by line.

use std::collections::BTreeSet;

use super::Relation;
use super::collect::{Collector, Found};
use super::origin::Origin;
use super::place::Lines;
use crate::Ecosystem;

/// One entry: the requests that lead to it, and its fields.
#[derive(Default)]
struct Entry<'a> {
    line: usize,
    requests: Vec<&'a str>,
    version: &'a str,
    /// `resolved` of Yarn 1, `resolution` of Yarn 2.
    from: &'a str,
    /// What it asks for: name and range.
    asks: Vec<(&'a str, &'a str)>,
}

/// Reads a file of Yarn 1.
pub(super) fn classic(text: &str, into: &mut Collector) {
    let lines = Lines::of(text);
    for entry in entries(text, into) {
        let Some((name, range)) = entry.requests.first().and_then(|request| parts(request)) else {
            into.skip(&into.path.clone(), entry.line, "its head names no package");
            continue;
        };
        let real = range.strip_prefix("npm:").and_then(parts).map_or(name, |(real, _)| real);
        let mut found = Found::new(Ecosystem::Npm, real).version(entry.version);
        if !entry.from.is_empty() {
            found.origin = Origin::of_address(entry.from);
        } else if range.contains(':') && !range.starts_with("npm:") {
            found.origin = Origin::of_address(range);
        }
        into.add(found, entry.line, &lines);
    }
}

/// Reads a file of Yarn 2 or later.
pub(super) fn berry(text: &str, into: &mut Collector) {
    let lines = Lines::of(text);
    let entries = entries(text, into);
    let asked = asked(&entries);
    for entry in entries.iter().filter(|entry| entry.requests != ["__metadata"]) {
        let Some((name, source)) = parts(entry.from) else {
            into.skip(&into.path.clone(), entry.line, "it has no resolution");
            continue;
        };
        if source.starts_with("workspace:") {
            continue;
        }
        let mut found = Found::new(Ecosystem::Npm, name).version(entry.version);
        found.origin = origin(source);
        let direct = entry.requests.iter().any(|request| asked.contains(*request));
        found.relation = if direct { Relation::Direct } else { Relation::Transitive };
        into.add(found, entry.line, &lines);
    }
}

/// `npm:1.0.0`, `patch:a@npm%3A1.0.0#…`, `https://…#commit=…`, `file:…`.
fn origin(source: &str) -> Origin {
    if source.starts_with("npm:") {
        let archive = source.split_once("__archiveUrl=").map(|(_, address)| address);
        return archive.map_or_else(Origin::default, |address| {
            Origin::of_address(&address.replace("%3A", ":").replace("%2F", "/"))
        });
    }
    if let Some(patched) = source.strip_prefix("patch:") {
        let plain = patched.contains("npm%3A") || patched.contains("npm:");
        return if plain { Origin::default() } else { Origin::Address(patched.to_owned()) };
    }
    if source.contains("#commit=") {
        return Origin::repository(source);
    }
    Origin::of_address(source)
}

/// The requests of the own workspaces, in both spellings.
fn asked<'a>(entries: &[Entry<'a>]) -> BTreeSet<String> {
    let own = entries.iter().filter(|entry| entry.from.contains("@workspace:"));
    own.flat_map(|entry| &entry.asks)
        .flat_map(|(name, range)| [format!("{name}@{range}"), format!("{name}@npm:{range}")])
        .collect()
}

fn entries<'a>(text: &'a str, into: &mut Collector) -> Vec<Entry<'a>> {
    let mut entries: Vec<Entry<'a>> = Vec::new();
    let mut asks = false;
    for (at, raw) in text.lines().enumerate() {
        let line = raw.trim();
        if line.is_empty() || line.starts_with('#') {
            continue;
        }
        let indent = raw.len() - raw.trim_start().len();
        if indent == 0 {
            let requests = requests(line.trim_end_matches(':'));
            if !line.ends_with(':') {
                into.skip(&into.path.clone(), at + 1, "a line that is neither head nor field");
                continue;
            }
            entries.push(Entry { line: at + 1, requests, ..Entry::default() });
            asks = false;
            continue;
        }
        let Some(entry) = entries.last_mut() else { continue };
        let (key, value) = field(line);
        match (indent, key) {
            (2, "version") => entry.version = value,
            (2, "resolved" | "resolution") => entry.from = value,
            (2, key) => asks = key == "dependencies",
            (_, key) if asks => entry.asks.push((key, value)),
            _ => {}
        }
    }
    entries
}

/// Requests of a head: `"a@npm:^1, a@npm:^2"`, or `a@^1, "@s/b@^2"`.
fn requests(head: &str) -> Vec<&str> {
    head.split(',')
        .map(|request| request.trim().trim_matches('"'))
        .filter(|it| !it.is_empty())
        .collect()
}

/// `key "value"` of Yarn 1, `key: value` of Yarn 2.
fn field(line: &str) -> (&str, &str) {
    let (key, value) = match line.strip_prefix('"').and_then(|rest| rest.split_once('"')) {
        Some((key, value)) => (key, value),
        None => line.split_at(line.find([' ', ':']).unwrap_or(line.len())),
    };
    (key, value.trim_start_matches([':', ' ']).trim_matches('"'))
}

/// Name and the rest at the first `@` that does not begin a scope.
fn parts(request: &str) -> Option<(&str, &str)> {
    let at = request.get(1..)?.find('@')? + 1;
    Some((&request[..at], &request[at + 1..]))
}

#[cfg(test)]
mod tests {
    use super::super::row::row;
    use super::super::{FileKind, read as read_file};

    #[track_caller]
    fn check(text: &str, kind: FileKind, expected: &[&str]) {
        let (inventory, problems) =
            read_file("yarn.lock", text.as_bytes(), &mut |_, _| None).expect("known");
        assert_eq!((inventory.kind, problems), (kind, vec![]));
        assert_eq!(inventory.dependencies.iter().map(row).collect::<Vec<_>>(), expected);
    }

    #[test]
    fn yarn_one() {
        check(
            "# THIS IS AN AUTOGENERATED FILE.\n# yarn lockfile v1\n\n\n\"@s/a@^1.0.0\", \"@s/a@^1.2.0\":\n  version \"1.2.0\"\n  resolved \"https://registry.yarnpkg.com/@s/a/-/a-1.2.0.tgz#aa\"\n  dependencies:\n    b \"^2.0.0\"\n\n\"alias@npm:real@^1.0.0\":\n  version \"1.0.1\"\n\nb@^2.0.0:\n  version \"2.0.0\"\n\n\"g@git+https://git.kazemori.example/g.git\":\n  version \"0.1.0\"\n  resolved \"git+https://git.kazemori.example/g.git#abc\"\n\n\"l@file:../l\":\n  version \"0.0.0\"\n",
            FileKind::YarnClassic,
            &[
                "5 @s/a 1.2.0 unknown registry",
                "11 real 1.0.1 unknown registry",
                "14 b 2.0.0 unknown registry",
                "17 g 0.1.0 unknown repository",
                "21 l 0.0.0 unknown path",
            ],
        );
    }

    #[test]
    fn yarn_two_and_later() {
        check(
            "__metadata:\n  version: 8\n  cacheKey: 10c0\n\n\"@s/a@npm:^1.0.0, @s/a@npm:^1.2.0\":\n  version: 1.2.0\n  resolution: \"@s/a@npm:1.2.0\"\n  dependencies:\n    b: \"npm:^2.0.0\"\n  checksum: 10c0/aa\n  languageName: node\n  linkType: hard\n\n\"alias@npm:real@^1.0.0\":\n  version: 1.0.1\n  resolution: \"real@npm:1.0.1\"\n\n\"b@npm:^2.0.0\":\n  version: 2.0.0\n  resolution: \"b@npm:2.0.0\"\n\n\"p@patch:p@npm%3A1.0.0#~/.yarn/p.patch\":\n  version: 1.0.0\n  resolution: \"p@patch:p@npm%3A1.0.0#~/.yarn/p.patch::version=1.0.0\"\n\n\"g@https://github.com/k/g.git#commit=abc\":\n  version: 1.0.0\n  resolution: \"g@https://github.com/k/g.git#commit=abc\"\n\n\"web@workspace:.\":\n  version: 0.0.0-use.local\n  resolution: \"web@workspace:.\"\n  dependencies:\n    \"@s/a\": \"npm:^1.0.0\"\n    alias: \"npm:real@^1.0.0\"\n  languageName: unknown\n  linkType: soft\n",
            FileKind::YarnBerry,
            &[
                "5 @s/a 1.2.0 direct registry",
                "14 real 1.0.1 direct registry",
                "18 b 2.0.0 transitive registry",
                "22 p 1.0.0 transitive registry",
                "26 g 1.0.0 transitive repository",
            ],
        );
    }
}
