//! `pnpm-lock.yaml`, versions 5 to 9, line by line: the file is written by a program that indents
//! by two spaces, and lines are what a hit must lead to.

use std::collections::BTreeMap;

use super::collect::{Collector, Found};
use super::origin::Origin;
use super::place::Lines;
use super::{Relation, Scope};
use crate::Ecosystem;

/// A line of the file: how far it is indented, its key and its value, without quotes.
struct Line<'a> {
    number: usize,
    indent: usize,
    key: &'a str,
    value: &'a str,
}

/// Reads the file.
pub(super) fn read(text: &str, into: &mut Collector) {
    let lines = Lines::of(text);
    let parts: Vec<Line<'_>> = text.lines().enumerate().filter_map(line).collect();
    let asked = asked(&parts);
    let Some(start) = parts.iter().position(|line| line.indent == 0 && line.key == "packages")
    else {
        if !parts.iter().any(|line| line.indent == 0 && line.key == "lockfileVersion") {
            into.damaged(1, "it has no `lockfileVersion`");
        }
        return;
    };
    let inside: Vec<&Line<'_>> =
        parts[start + 1..].iter().take_while(|line| line.indent > 0).collect();
    let mut at = 0;
    while at < inside.len() {
        let head = inside[at];
        let fields = inside[at + 1..].iter().take_while(|line| line.indent > head.indent).count();
        package(head, &inside[at + 1..at + 1 + fields], &asked, into, &lines);
        at += fields + 1;
    }
}

fn line((at, raw): (usize, &str)) -> Option<Line<'_>> {
    let text = raw.trim_start_matches(' ');
    let indent = raw.len() - text.len();
    let text = text.trim_end();
    if text.is_empty() || text.starts_with('#') || text.starts_with("---") {
        return None;
    }
    // A very long key is written behind a question mark, and its value on the next line.
    let text = text.strip_prefix("? ").unwrap_or(text);
    let (key, value) = split(text);
    Some(Line { number: at + 1, indent, key, value })
}

/// Key and value of a line; the key may be quoted and hold colons.
fn split(text: &str) -> (&str, &str) {
    for quote in ['\'', '"'] {
        if let Some(rest) = text.strip_prefix(quote)
            && let Some(end) = rest.find(quote)
        {
            let value = rest[end + 1..].trim_start_matches(':').trim();
            return (&rest[..end], unquoted(value));
        }
    }
    let at = text.find(": ").or_else(|| text.ends_with(':').then(|| text.len() - 1));
    at.map_or((text, ""), |at| (&text[..at], unquoted(text[at + 1..].trim())))
}

fn unquoted(value: &str) -> &str {
    let inner = |quote: char| value.strip_prefix(quote)?.strip_suffix(quote);
    inner('\'').or_else(|| inner('"')).unwrap_or(value)
}

fn package(
    head: &Line<'_>,
    fields: &[&Line<'_>],
    asked: &BTreeMap<String, Scope>,
    into: &mut Collector,
    lines: &Lines<'_>,
) {
    let field = |key: &str| fields.iter().find(|line| line.key == key).map(|line| line.value);
    let mut found = from_key(head.key);
    if let Some(name) = field("name").filter(|name| !name.is_empty()) {
        name.clone_into(&mut found.name);
        found.version = field("version").map(str::to_owned);
    }
    let resolution = field("resolution").unwrap_or_default();
    let tarball = flow_value(resolution, "tarball").or_else(|| field("tarball"));
    match (tarball, &found.origin) {
        (Some(address), Origin::Registry(_)) => found.origin = Origin::of_address(address),
        (None, Origin::Registry(_)) if resolution.contains("type: git") => {
            found.origin = Origin::repository(flow_value(resolution, "repo").unwrap_or_default());
        }
        (None, Origin::Registry(_)) if resolution.contains("directory:") => {
            found.origin =
                Origin::Path(flow_value(resolution, "directory").unwrap_or_default().to_owned());
        }
        _ => {}
    }
    let version = found.version.clone().unwrap_or_default();
    let direct = asked.get(&format!("{}@{version}", found.name));
    found.relation = match direct {
        Some(_) => Relation::Direct,
        None if asked.is_empty() => Relation::Unknown,
        None => Relation::Transitive,
    };
    found.scope = match (field("dev"), direct) {
        (Some("true"), _) => Scope::Development,
        (Some("false"), _) => Scope::Runtime,
        (_, Some(scope)) => *scope,
        _ if field("optional") == Some("true") => Scope::Optional,
        _ => Scope::Unknown,
    };
    into.add(found, head.number, lines);
}

/// A value inside `{a: 1, b: 2}`.
fn flow_value<'a>(flow: &'a str, key: &str) -> Option<&'a str> {
    let inside = flow.strip_prefix('{')?.trim_end_matches('}');
    let mut parts = inside.split(", ");
    parts
        .find_map(|part| part.trim().strip_prefix(key)?.strip_prefix(": "))
        .map(|it| unquoted(it.trim()))
}

/// The package of a key: `/a/1.0.0`, `/a@1.0.0(b@2)`, `a@1.0.0`, `a@file:x`, or an address.
fn from_key(key: &str) -> Found {
    let bare = key.strip_prefix('/').unwrap_or(key);
    // Peers stand in brackets, and in version 5 after `_`.
    let bare = bare.split('(').next().unwrap_or_default();
    if let Some((name, version)) = at_version(bare) {
        return with_version(name, version);
    }
    if key.starts_with('/')
        && let Some((name, version)) = bare.rsplit_once('/')
    {
        let version = version.split('_').next().unwrap_or_default();
        return with_version(name, version);
    }
    let mut found = Found::new(Ecosystem::Npm, bare.rsplit('/').next().unwrap_or(bare));
    found.origin = match bare {
        _ if bare.starts_with("file:") || bare.starts_with("link:") => {
            Origin::Path(bare.to_owned())
        }
        _ if bare.contains(".git") || bare.starts_with("github.com/") => Origin::repository(bare),
        _ => foreign_registry(bare, &mut found),
    };
    found
}

/// `registry.kazemori.example/a/1.0.0` of version 5.
fn foreign_registry(bare: &str, found: &mut Found) -> Origin {
    let parts: Option<(&str, (&str, &str))> =
        bare.split_once('/').and_then(|(host, rest)| Some((host, rest.rsplit_once('/')?)));
    match parts {
        Some((host, (name, version))) if host.contains('.') => {
            let version = version.split('_').next().unwrap_or_default();
            *found = with_version(name, version);
            Origin::of_index(host)
        }
        _ => Origin::Address(bare.to_owned()),
    }
}

/// Name and version at the first `@` that does not begin a scope.
fn at_version(bare: &str) -> Option<(&str, &str)> {
    let at = bare.get(1..)?.find('@')? + 1;
    let (name, version) = (&bare[..at], &bare[at + 1..]);
    let scoped = name.starts_with('@');
    let parts = name.split('/').count();
    (parts == 1 + usize::from(scoped) && !version.is_empty()).then_some((name, version))
}

fn with_version(name: &str, version: &str) -> Found {
    if version.contains("://") || version.contains(':') {
        let mut found = Found::new(Ecosystem::Npm, name);
        found.origin = Origin::of_address(version);
        return found;
    }
    Found::new(Ecosystem::Npm, name).version(version)
}

/// What the projects ask for: `name@version` to when it is used.
fn asked(parts: &[Line<'_>]) -> BTreeMap<String, Scope> {
    let mut asked = BTreeMap::new();
    let mut section = None;
    let mut named: Option<(usize, &str)> = None;
    for line in parts {
        if line.indent == 0 && matches!(line.key, "packages" | "snapshots") {
            break;
        }
        if let Some(scope) = scope_of(line.key).filter(|_| line.value.is_empty()) {
            section = Some((line.indent, scope));
            continue;
        }
        let Some((indent, scope)) = section.filter(|(indent, _)| line.indent > *indent) else {
            section = None;
            continue;
        };
        if line.indent == indent + 2 {
            named = Some((line.indent, line.key));
            if !line.value.is_empty() {
                asked.insert(wanted(line.key, line.value), scope);
            }
        } else if let Some((_, name)) = named.filter(|_| line.key == "version") {
            asked.insert(wanted(name, line.value), scope);
        }
    }
    asked
}

fn scope_of(key: &str) -> Option<Scope> {
    match key {
        "dependencies" => Some(Scope::Runtime),
        "devDependencies" => Some(Scope::Development),
        "optionalDependencies" => Some(Scope::Optional),
        _ => None,
    }
}

/// `name@version` of a dependency; an alias gives the real name in its version.
fn wanted(name: &str, version: &str) -> String {
    let bare = version.strip_prefix('/').unwrap_or(version);
    let bare = bare.split('(').next().unwrap_or_default();
    let numbered = bare.split('_').next().is_some_and(is_number);
    if let Some((real, version)) = at_version(bare).filter(|_| !numbered) {
        return format!("{real}@{version}");
    }
    if let Some((real, version)) = version.strip_prefix('/').and_then(|it| it.rsplit_once('/')) {
        return format!("{real}@{}", version.split('_').next().unwrap_or_default());
    }
    format!("{name}@{}", bare.split('_').next().unwrap_or_default())
}

/// Whether a text begins as a version does: a name may begin with a digit, but hardly so.
fn is_number(text: &str) -> bool {
    let digits = |part: Option<&str>| {
        part.is_some_and(|part| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit()))
    };
    let mut parts = text.split('.');
    digits(parts.next()) && digits(parts.next()) && parts.next().is_some()
}

#[cfg(test)]
mod tests {
    use super::super::read as read_file;
    use super::super::row::scoped_row;

    #[track_caller]
    fn check(text: &str, expected: &[&str]) {
        let (inventory, problems) =
            read_file("pnpm-lock.yaml", text.as_bytes(), &mut |_, _| None).expect("known");
        assert_eq!(problems, []);
        assert_eq!(inventory.dependencies.iter().map(scoped_row).collect::<Vec<_>>(), expected);
    }

    #[test]
    fn version_nine() {
        check(
            "lockfileVersion: '9.0'\n\nimporters:\n\n  .:\n    dependencies:\n      a:\n        specifier: ^1.0.0\n        version: 1.0.0(b@2.0.0)\n      alias:\n        specifier: npm:real@1\n        version: real@1.0.0\n    devDependencies:\n      '@s/d':\n        specifier: 1.0.0\n        version: 1.0.0\n\npackages:\n\n  '@s/d@1.0.0':\n    resolution: {integrity: sha512-aa}\n    engines: {node: '>=18'}\n\n  a@1.0.0:\n    resolution: {integrity: sha512-aa}\n    peerDependencies:\n      b: ^2\n\n  b@2.0.0:\n    resolution: {integrity: sha512-aa}\n\n  g@https://codeload.github.com/k/g/tar.gz/abc:\n    resolution: {tarball: https://codeload.github.com/k/g/tar.gz/abc}\n    version: 1.0.0\n\n  real@1.0.0:\n    resolution: {integrity: sha512-aa}\n\nsnapshots:\n\n  b@2.0.0: {}\n",
            &[
                "20 @s/d 1.0.0 direct dev registry",
                "24 a 1.0.0 direct runtime registry",
                "29 b 2.0.0 transitive unknown registry",
                "32 g - transitive unknown repository",
                "36 real 1.0.0 direct runtime registry",
            ],
        );
    }

    #[test]
    fn versions_five_and_six() {
        check(
            "lockfileVersion: 5.4\n\nspecifiers:\n  a: ^1.0.0\n\ndependencies:\n  a: 1.0.0_b@2.0.0\n\npackages:\n\n  /@s/d/1.0.0:\n    resolution: {integrity: sha512-aa}\n    dev: true\n\n  /a/1.0.0_b@2.0.0:\n    resolution: {integrity: sha512-aa}\n    dev: false\n\n  github.com/k/g/abc:\n    resolution: {tarball: https://codeload.github.com/k/g/tar.gz/abc}\n    name: g\n    version: 1.0.0\n    dev: false\n\n  npm.kazemori.example/fare/1.0.0:\n    resolution: {integrity: sha512-aa}\n",
            &[
                "11 @s/d 1.0.0 transitive dev registry",
                "15 a 1.0.0 direct runtime registry",
                "19 g 1.0.0 transitive runtime repository",
                "25 fare 1.0.0 transitive unknown registry",
            ],
        );
        check(
            "lockfileVersion: '6.0'\n\ndevDependencies:\n  a:\n    specifier: ^1.0.0\n    version: 1.0.0(b@2.0.0)\n\npackages:\n\n  /a@1.0.0(b@2.0.0):\n    resolution: {integrity: sha512-aa}\n    dev: true\n  /@s/b@2.0.0-rc.1:\n    resolution: {integrity: sha512-aa}\n",
            &["10 a 1.0.0 direct dev registry", "13 @s/b 2.0.0-rc.1 transitive unknown registry"],
        );
    }
}
