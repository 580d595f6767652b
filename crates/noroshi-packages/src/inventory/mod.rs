//! Which packages are used, by which file, and on which line it says so.
//!
//! [`read`] decides by name and content what a file is, and gives every package in it with its
//! place. What comes from a repository, a path or a bare address is marked by its [`Origin`]: it
//! is no name of a registry.

mod bun;
mod cargo;
mod collect;
mod composer;
mod cyclonedx;
mod cyclonedx_xml;
mod entries;
mod gemfile;
mod go;
mod gradle;
mod kind;
mod npm;
mod nuget;
mod origin;
mod pipfile;
mod place;
mod pnpm;
mod purl;
mod python_lock;
mod requirement;
mod requirements;
#[cfg(test)]
mod row;
mod spdx;
mod text;
mod yarn;

use std::borrow::Cow;

use noroshi_model::Problem;

use crate::Ecosystem;
use collect::Collector;

pub use kind::{FileKind, Promise, kind_of, promise};
pub use origin::Origin;

/// The most bytes of one file that are read.
pub const MOST_BYTES: usize = 64 << 20;

/// The most packages of one file that are taken; the rest is counted and told.
pub const MOST_PACKAGES: usize = 500_000;

/// How a package came to be used.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum Relation {
    /// Asked for by the project itself.
    Direct,
    /// Asked for by another package.
    Transitive,
    /// The file does not say.
    #[default]
    Unknown,
}

impl Relation {
    /// The word used in JSON.
    pub fn word(self) -> &'static str {
        match self {
            Self::Direct => "direct",
            Self::Transitive => "transitive",
            Self::Unknown => "unknown",
        }
    }
}

/// When a package is used.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum Scope {
    /// By the product.
    Runtime,
    /// By those who build or test it: their machines hold keys too.
    Development,
    /// Only when asked for.
    Optional,
    /// The file does not say.
    #[default]
    Unknown,
}

impl Scope {
    /// The word used in JSON.
    pub fn word(self) -> &'static str {
        match self {
            Self::Runtime => "runtime",
            Self::Development => "dev",
            Self::Optional => "optional",
            Self::Unknown => "unknown",
        }
    }
}

/// A package in use, and where it says so.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Dependency {
    /// The ecosystem.
    pub ecosystem: Ecosystem,
    /// Name as written; an npm scope and a Go path belong to it.
    pub name: String,
    /// The version, when the file names exactly one.
    pub version: Option<String>,
    /// Which versions are allowed, when the file names no single one: `>=1,<2`.
    pub demand: Option<String>,
    /// Where it comes from.
    pub origin: Origin,
    /// Whether the project asks for it itself.
    pub relation: Relation,
    /// When it is used.
    pub scope: Scope,
    /// The file.
    pub path: String,
    /// The line in it, from 1.
    pub line: usize,
    /// What stands on that line, cut, logins of addresses masked.
    pub text: String,
}

impl Dependency {
    /// The name in the form in which its ecosystem compares names.
    pub fn normal(&self) -> Cow<'_, str> {
        self.ecosystem.normal(&self.name)
    }

    /// The package URL, with the version when there is one.
    pub fn purl(&self) -> String {
        purl::write(&self.ecosystem, &self.name, self.version.as_deref())
    }

    /// Whether its name is one of a registry, so that reports on that name may concern it.
    pub fn is_from_registry(&self) -> bool {
        matches!(self.origin, Origin::Registry(_))
    }
}

/// What one file lists.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Inventory {
    /// What the file is.
    pub kind: FileKind,
    /// The packages, in the order of the file; those of included files follow.
    pub dependencies: Vec<Dependency>,
}

/// Gives a file that another one includes: from the path of the including file and the path as
/// written there to the path and bytes of the included one. `None` when there is no such file.
pub type Include<'a> = dyn FnMut(&str, &str) -> Option<(String, Vec<u8>)> + 'a;

/// The problem of a file that was named and is none of the known kinds.
pub fn unknown(path: &str) -> Problem {
    Problem::new("NRS-PACKAGE-001").at(path)
}

/// Reads the packages of a file. `None` when the file is none of the known kinds.
///
/// A file that is damaged in the middle gives what could be read, and a problem with the line.
pub fn read(
    path: &str,
    bytes: &[u8],
    include: &mut Include<'_>,
) -> Option<(Inventory, Vec<Problem>)> {
    let kind = kind_of(path, bytes)?;
    let mut collector = Collector::new(path, kind);
    if bytes.len() > MOST_BYTES {
        collector.too_large(bytes.len());
        return Some(collector.done());
    }
    let text = text::decode(bytes);
    read_as(kind, &text, &mut collector, include);
    Some(collector.done())
}

fn read_as(kind: FileKind, text: &str, into: &mut Collector, include: &mut Include<'_>) {
    match kind {
        FileKind::Requirements => requirements::read(text, into, include),
        FileKind::Pylock => python_lock::pylock(text, into),
        FileKind::Uv => python_lock::uv(text, into),
        FileKind::Poetry => python_lock::poetry(text, into),
        FileKind::Pdm => python_lock::pdm(text, into),
        FileKind::Pipfile => pipfile::read(text, into),
        FileKind::Npm => npm::read(text, into),
        FileKind::Pnpm => pnpm::read(text, into),
        FileKind::YarnClassic => yarn::classic(text, into),
        FileKind::YarnBerry => yarn::berry(text, into),
        FileKind::Cargo => cargo::read(text, into),
        FileKind::GoMod => go::module(text, into),
        FileKind::GoSum => go::sums(text, into),
        FileKind::Gemfile => gemfile::read(text, into),
        FileKind::Bun => bun::read(text, into),
        FileKind::Gradle => gradle::read(text, into),
        FileKind::Composer => composer::read(text, into),
        FileKind::NuGet => nuget::read(text, into),
        FileKind::CycloneDx => cyclonedx::read(text, into),
        FileKind::CycloneDxXml => cyclonedx_xml::read(text, into),
        FileKind::Spdx => spdx::read(text, into),
        FileKind::SpdxTags => spdx::tags(text, into),
    }
}
