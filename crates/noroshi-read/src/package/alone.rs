//! One name without quotation marks: "the package colorsx-util was removed", "removed lumisky from PyPI".

use std::ops::Range;

use super::listed::row;

/// Whether one name behind the word, that nothing announces, is one: `the package colorsx-util was`. A word without
/// a sign that words lack needs a verb of registries: `the package lumisky was removed`.
pub(super) fn is_alone(name: &str, rest: &str) -> bool {
    let verb = |words: &[&str]| {
        words.iter().any(|word| {
            rest.strip_prefix(word).is_some_and(|next| !next.starts_with(char::is_alphanumeric))
        })
    };
    let signed = name.bytes().any(|byte| byte.is_ascii_digit() || b"_/@".contains(&byte))
        || name.contains('-') && !COMPOUND.iter().any(|end| name.ends_with(end));
    if signed { verb(GOES_ON) } else { !BESIDE.contains(&name) && verb(HANDLED) }
}

/// How a sentence goes on behind the one package that it is about.
const GOES_ON: &[&str] = &[
    " was",
    " is",
    " has",
    " had",
    " contains",
    " contained",
    " steals",
    " stole",
    " that",
    " which",
    " on",
    " from",
    " to",
    " in",
    " by",
    " sends",
    " sent",
    " runs",
    " ran",
    " installs",
    " downloads",
    " and",
    " (",
    ",",
    ".",
    ":",
];

/// What registries and their users do to a package.
const HANDLED: &[&str] = &[
    " was removed",
    " was published",
    " was uploaded",
    " was pulled",
    " was taken down",
    " was deleted",
    " was yanked",
    " was reported",
    " was downloaded",
    " was released",
    " was pushed",
    " was unpublished",
    " was quarantined",
    " was found to",
    " has been removed",
    " has been pulled",
    " has been deleted",
    " has been yanked",
    " has been taken down",
    " has been published",
    " had been downloaded",
    " had been removed",
    " steals",
    " stole",
];

/// Ends of compounds that describe a package and name none: `package open-source was`.
const COMPOUND: &[&str] = &[
    "-source",
    "-related",
    "-based",
    "-like",
    "-party",
    "-side",
    "-time",
    "-level",
    "-wide",
    "-specific",
    "-only",
    "-in",
    "-up",
    "-out",
    "-chain",
    "-name",
    "-names",
    "-manager",
    "-managers",
    "-squatting",
    "-lock",
    "-free",
];

/// Words that stand behind "package" and are no names.
const BESIDE: &[&str] = &[
    "itself",
    "author",
    "authors",
    "owner",
    "owners",
    "maintainer",
    "maintainers",
    "name",
    "names",
    "page",
    "pages",
    "file",
    "files",
    "index",
    "metadata",
    "description",
    "content",
    "contents",
    "archive",
    "repository",
    "account",
    "ecosystem",
    "tree",
    "list",
    "build",
    "release",
    "releases",
    "hosting",
    "publisher",
    "scope",
    "tarball",
    "wheel",
];

/// Verbs whose object a registry takes in or gives up, and what follows it.
const TO_OR_FROM: &[&str] = &[
    "removed ",
    "published ",
    "uploaded ",
    "pulled ",
    "yanked ",
    "deleted ",
    "unpublished ",
    "pushed ",
    "released ",
    "quarantined ",
    "removes ",
    "removing ",
    "publishing ",
    "uploading ",
];
const REGISTRY: &[&str] = &[
    " from pypi",
    " from npm",
    " from rubygems",
    " from crates.io",
    " from nuget",
    " from packagist",
    " to pypi",
    " to npm",
    " to rubygems",
    " to crates.io",
    " to nuget",
    " to packagist",
    " on pypi",
    " on npm",
    " on rubygems",
    " on crates.io",
    " from the npm",
    " from the python package index",
    " to the npm",
    " to the python package index",
];
/// What is removed or published and no name.
const OBJECTS: &[&str] = &[
    "updates",
    "releases",
    "release",
    "dozens",
    "hundreds",
    "thousands",
    "everything",
    "projects",
    "project",
    "accounts",
    "account",
    "tokens",
    "support",
    "content",
    "files",
    "copies",
    "lookalikes",
    "clones",
    "artifacts",
    "builds",
    "tools",
    "software",
    "itself",
    "typosquats",
    "payloads",
    "nothing",
    "them",
];

/// Adds names that are taken in or given up: `removed lumisky from PyPI`.
pub(super) fn handled(line: &str, lower: &str, start: usize, found: &mut Vec<Range<usize>>) {
    for verb in TO_OR_FROM {
        for (at, _) in lower.match_indices(verb) {
            let whole = !lower[..at].ends_with(|sign: char| sign.is_ascii_alphanumeric());
            let (names, rest) = row(line, at + verb.len());
            let behind = &lower[line.len() - rest.len()..];
            if whole && REGISTRY.iter().any(|words| behind.starts_with(words)) {
                let named =
                    names.into_iter().filter(|name| !OBJECTS.contains(&&line[name.clone()]));
                found.extend(named.map(|name| start + name.start..start + name.end));
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::tests::check;

    #[test]
    fn one_name_is_a_package_when_the_sentence_says_so() {
        check("The package colorsx-util was removed from npm.", &["colorsx-util"]);
        check("A PyPI package lumisky was removed on Monday.", &["lumisky"]);
        check("Maintainers removed lumisky from PyPI.", &["lumisky"]);
        check("Somebody published @lumi/core and lumi-ai to npm.", &["@lumi/core", "lumi-ai"]);
        check("The malicious package lumi2json steals tokens.", &["lumi2json"]);
    }

    #[test]
    fn one_word_beside_package_mostly_is_none() {
        check("The malicious package itself was removed from PyPI.", &[]);
        check("The npm package maintainer was found to reuse a password.", &[]);
        check("npm removed thousands of packages; somebody published updates to npm.", &[]);
        check("The npm package open-source was a mistake.", &[]);
        check("A package manager was removed from npm.", &[]);
        check("npm: the package arrived and was signed.", &[]);
    }
}
