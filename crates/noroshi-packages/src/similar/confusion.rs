//! Dependency confusion: a public package that bears the name of a private one.
//!
//! Whoever publishes a private name on the public registry, with a version far above the real
//! one, is served by every installer that asks both. Nothing is asked over a network here: what the
//! lockfiles say is enough to see that it has happened, or that it could.
//!
//! Source: A. Birsan, "Dependency Confusion" (2021).

use std::collections::HashMap;

use crate::inventory::{Dependency, Origin};

/// What belongs to the own organisation.
#[derive(Debug, Clone, Default)]
pub struct House {
    /// Scopes of npm: `@example`.
    pub scopes: Vec<String>,
    /// Beginnings of names: `example-`. Compared in the normal form of each ecosystem.
    pub prefixes: Vec<String>,
}

/// What points to a confusion.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum ConfusionKind {
    /// The name is ours, and the file takes it from the public registry or names none.
    Public,
    /// The same name comes from a place of our own elsewhere.
    TwoOrigins,
    /// A version made of nines: higher than any real one is meant to be.
    Nines,
    /// A public version far above the one that we use from our own place.
    FarAbove,
}

impl ConfusionKind {
    /// The word used in JSON.
    pub fn word(self) -> &'static str {
        match self {
            Self::Public => "public-own-name",
            Self::TwoOrigins => "two-origins",
            Self::Nines => "version-of-nines",
            Self::FarAbove => "version-far-above",
        }
    }
}

/// A package in use that may not be the one that was meant.
#[derive(Debug, Clone, PartialEq)]
pub struct Confusion {
    /// The package, as it is taken from a public registry.
    pub dependency: Dependency,
    /// What points to it, the gravest last.
    pub kinds: Vec<ConfusionKind>,
    /// The same name from a place of our own, if there is one.
    pub ours: Option<Dependency>,
}

/// How many major versions above ours are far: releases skip a few, not ten.
const FAR: u64 = 10;

/// Looks for confusions among the packages in use.
///
/// A name is ours when it has one of our scopes or prefixes, or when it comes from a place of our own
/// (a path, a repository, another registry) in the same inventory.
pub fn confusions(dependencies: &[Dependency], house: &House) -> Vec<Confusion> {
    let mut private: HashMap<(&str, String), &Dependency> = HashMap::new();
    for dependency in dependencies.iter().filter(|dependency| !is_public(dependency)) {
        private.entry(key(dependency)).or_insert(dependency);
    }
    let public = dependencies.iter().filter(|dependency| is_public(dependency));
    public
        .filter_map(|dependency| {
            let ours = private.get(&key(dependency)).copied();
            confusion(dependency, ours, house)
        })
        .collect()
}

fn key(dependency: &Dependency) -> (&str, String) {
    (dependency.ecosystem.purl_type(), dependency.normal().into_owned())
}

fn is_public(dependency: &Dependency) -> bool {
    dependency.origin == Origin::Registry(None)
}

fn confusion(
    dependency: &Dependency,
    ours: Option<&Dependency>,
    house: &House,
) -> Option<Confusion> {
    let named = house.has(dependency);
    if !named && ours.is_none() {
        return None;
    }
    let mut kinds = Vec::new();
    if named {
        kinds.push(ConfusionKind::Public);
    }
    if ours.is_some() {
        kinds.push(ConfusionKind::TwoOrigins);
    }
    let version = dependency.version.as_deref().and_then(major);
    if version.is_some_and(is_nines) {
        kinds.push(ConfusionKind::Nines);
    }
    let real = ours.and_then(|ours| major(ours.version.as_deref()?));
    if version.zip(real).is_some_and(|(version, real)| version >= real.saturating_add(FAR)) {
        kinds.push(ConfusionKind::FarAbove);
    }
    Some(Confusion { dependency: dependency.clone(), kinds, ours: ours.cloned() })
}

/// The first number of a version.
fn major(version: &str) -> Option<u64> {
    let digits = version.trim_start_matches(['v', '=']);
    let end = digits.find(|sign: char| !sign.is_ascii_digit()).unwrap_or(digits.len());
    digits[..end].parse().ok()
}

/// 99, 999, 9999 and so on, and what rounds to them: 100, 1000.
fn is_nines(major: u64) -> bool {
    let text = major.to_string();
    major >= 99 && (text.bytes().all(|digit| digit == b'9') || is_power_of_ten(major))
}

fn is_power_of_ten(number: u64) -> bool {
    let text = number.to_string();
    text.starts_with('1') && text.bytes().skip(1).all(|digit| digit == b'0')
}

impl House {
    /// Whether the name has one of our scopes or prefixes.
    fn has(&self, dependency: &Dependency) -> bool {
        let name = dependency.normal();
        let scoped = self.scopes.iter().any(|scope| {
            let scope = scope.trim().trim_end_matches('/').to_ascii_lowercase();
            let scope = scope.trim_start_matches('@');
            let rest = name.strip_prefix('@').and_then(|name| name.strip_prefix(scope));
            !scope.is_empty() && rest.is_some_and(|rest| rest.starts_with('/'))
        });
        let begins = |prefix: &String| {
            let prefix = dependency.ecosystem.normal(prefix.trim());
            !prefix.is_empty() && name.starts_with(prefix.as_ref())
        };
        scoped || self.prefixes.iter().any(begins)
    }
}
