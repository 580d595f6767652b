//! `go.mod` and `go.sum`.
//!
//! Source: "Go Modules Reference", go.dev/ref/mod.

use std::collections::BTreeMap;

use super::Relation;
use super::collect::{Collector, Found};
use super::origin::Origin;
use super::place::Lines;
use crate::Ecosystem;

/// What a `replace` puts in place of a module: a path, or a module and its version.
enum Instead<'a> {
    Path(&'a str),
    Module(&'a str, &'a str),
}

/// Reads `go.mod`: what is required, with what `replace` puts in its place.
pub(super) fn module(text: &str, into: &mut Collector) {
    let lines = Lines::of(text);
    let statements = statements(text);
    let replaced = replaced(&statements);
    let mut any = false;
    for (line, verb, words, comment) in &statements {
        any |= matches!(*verb, "module" | "go");
        let (Some(path), Some(version)) = (words.first(), words.get(1)) else { continue };
        if *verb != "require" {
            continue;
        }
        let mut found = Found::new(Ecosystem::Go, *path).version(*version);
        let indirect = comment.trim_start().starts_with("indirect");
        found.relation = if indirect { Relation::Transitive } else { Relation::Direct };
        let instead =
            replaced.get(&(*path, Some(*version))).or_else(|| replaced.get(&(*path, None)));
        match instead {
            Some(Instead::Path(path)) => found.origin = Origin::Path((*path).to_owned()),
            Some(Instead::Module(path, version)) => {
                (*path).clone_into(&mut found.name);
                found.version = Some((*version).to_owned());
            }
            None => {}
        }
        into.add(found, *line, &lines);
    }
    if !any && into.path.ends_with("go.mod") && !text.trim().is_empty() {
        into.damaged(1, "it names no module");
    }
}

type Statement<'a> = (usize, &'a str, Vec<&'a str>, &'a str);

/// Statements with their line, verb, words and comment; blocks are taken apart.
fn statements(text: &str) -> Vec<Statement<'_>> {
    let mut statements = Vec::new();
    let mut block = None;
    for (at, raw) in text.lines().enumerate() {
        let (code, comment) = raw.split_once("//").unwrap_or((raw, ""));
        let mut words: Vec<&str> =
            code.split_whitespace().map(|word| word.trim_matches(['"', '`'])).collect();
        match (block, words.as_slice()) {
            (_, []) => {}
            (Some(_), [")"]) => block = None,
            (Some(verb), _) => statements.push((at + 1, verb, words, comment)),
            (None, [verb, "("]) => block = Some(*verb),
            (None, [verb, ..]) => {
                let verb = *verb;
                words.remove(0);
                statements.push((at + 1, verb, words, comment));
            }
        }
    }
    statements
}

fn replaced<'a>(statements: &[Statement<'a>]) -> BTreeMap<(&'a str, Option<&'a str>), Instead<'a>> {
    let mut replaced = BTreeMap::new();
    for (_, _, words, _) in statements.iter().filter(|(_, verb, ..)| *verb == "replace") {
        let Some(arrow) = words.iter().position(|word| *word == "=>") else { continue };
        let (Some(old), Some(new)) = (words.first(), words.get(arrow + 1)) else { continue };
        let version = words.get(1).copied().filter(|_| arrow == 2);
        let instead = match words.get(arrow + 2) {
            Some(version) => Instead::Module(new, version),
            None => Instead::Path(new),
        };
        replaced.insert((*old, version), instead);
    }
    replaced
}

/// Reads `go.sum`. A module with the sum of its code was downloaded; one with that of its
/// `go.mod` alone was only looked at.
pub(super) fn sums(text: &str, into: &mut Collector) {
    let lines = Lines::of(text);
    for (at, line) in text.lines().enumerate() {
        let mut words = line.split_whitespace();
        match (words.next(), words.next(), words.next(), words.next()) {
            (None, ..) => {}
            (Some(path), Some(version), Some(sum), None) if sum.starts_with("h1:") => {
                if !version.ends_with("/go.mod") {
                    into.add(Found::new(Ecosystem::Go, path).version(version), at + 1, &lines);
                }
            }
            _ => into.skip(&into.path.clone(), at + 1, "it is not module, version and sum"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::read as read_file;
    use super::super::row::row;

    #[track_caller]
    fn check(path: &str, text: &str, expected: &[&str]) {
        let (inventory, problems) =
            read_file(path, text.as_bytes(), &mut |_, _| None).expect("known");
        assert_eq!(problems, []);
        assert_eq!(inventory.dependencies.iter().map(row).collect::<Vec<_>>(), expected);
    }

    #[test]
    fn replaced_modules_are_what_is_used() {
        check(
            "go.mod",
            "module kazemori.example/gate\n\ngo 1.23\n\nrequire github.com/Kaze/one v1.0.0 // a note\n\nrequire (\n\tgithub.com/kaze/two/v2 v2.1.0 // indirect\n\tgithub.com/kaze/three v0.0.0-20240101000000-abcdef012345\n\tgithub.com/kaze/four v1.0.0\n)\n\nreplace github.com/kaze/three => ../three\nreplace github.com/kaze/four v1.0.0 => github.com/other/four v1.0.1\nexclude github.com/kaze/five v1.0.0\n",
            &[
                "5 github.com/Kaze/one v1.0.0 direct registry",
                "8 github.com/kaze/two/v2 v2.1.0 transitive registry",
                "9 github.com/kaze/three v0.0.0-20240101000000-abcdef012345 direct path",
                "10 github.com/other/four v1.0.1 direct registry",
            ],
        );
    }

    #[test]
    fn only_what_was_downloaded_counts() {
        check(
            "go.sum",
            "github.com/kaze/one v1.0.0 h1:aa=\ngithub.com/kaze/one v1.0.0/go.mod h1:bb=\ngithub.com/kaze/old v0.9.0/go.mod h1:cc=\n",
            &["1 github.com/kaze/one v1.0.0 unknown registry"],
        );
    }
}
