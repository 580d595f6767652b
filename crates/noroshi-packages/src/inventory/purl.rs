//! Package URLs, written and read.
//!
//! Source: the purl specification, "PURL types".

use std::str::FromStr as _;

use packageurl::PackageUrl;

use super::collect::Found;
use super::origin::{Origin, without_login};
use crate::Ecosystem;

/// Writes the package URL of a name, as written or in normal form.
pub(super) fn write(ecosystem: &Ecosystem, name: &str, version: Option<&str>) -> String {
    let normal = match ecosystem {
        Ecosystem::PyPi => ecosystem.normal(name),
        _ => name.into(),
    };
    let (namespace, bare) = split(ecosystem, &normal);
    let made = PackageUrl::new(ecosystem.purl_type().to_owned(), bare.to_owned());
    let made = made.and_then(|mut purl| {
        if let Some(namespace) = namespace {
            purl.with_namespace(namespace.to_owned())?;
        }
        if let Some(version) = version {
            purl.with_version(version.to_owned())?;
        }
        Ok(purl.to_string())
    });
    // A type or name that the specification does not allow is still shown.
    made.unwrap_or_else(|_| match version {
        Some(version) => format!("pkg:{ecosystem}/{normal}@{version}"),
        None => format!("pkg:{ecosystem}/{normal}"),
    })
}

fn split<'a>(ecosystem: &Ecosystem, name: &'a str) -> (Option<&'a str>, &'a str) {
    let at = match ecosystem {
        Ecosystem::Maven => name.find(':'),
        Ecosystem::PyPi | Ecosystem::Cargo | Ecosystem::RubyGems | Ecosystem::NuGet => None,
        _ => name.rfind('/'),
    };
    at.map_or((None, name), |at| (Some(&name[..at]), &name[at + 1..]))
}

/// Reads a package URL as a package in use; `None` when it is none.
pub(super) fn read(text: &str) -> Option<Found> {
    let purl = PackageUrl::from_str(text.trim()).ok()?;
    let ecosystem = Ecosystem::from_purl_type(purl.ty());
    let sign = if ecosystem == Ecosystem::Maven { ':' } else { '/' };
    let name = match purl.namespace() {
        Some(namespace) => format!("{namespace}{sign}{}", purl.name()),
        None => purl.name().to_owned(),
    };
    let mut found = Found::new(ecosystem, name).version(purl.version().unwrap_or_default());
    let qualifier = |name: &str| purl.qualifiers().get(name).map(AsRef::as_ref);
    if let Some(address) = qualifier("vcs_url") {
        found.origin = Origin::repository(address);
    } else if let Some(address) = qualifier("repository_url") {
        found.origin = Origin::of_index(address);
    } else if let Some(address) = qualifier("download_url") {
        found.origin = Origin::of_address(&without_login(address));
    }
    Some(found)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_with_parts_become_namespaces() {
        let purl = |ecosystem: Ecosystem, name| write(&ecosystem, name, Some("1.0"));
        assert_eq!(purl(Ecosystem::Npm, "@kazemori/fare"), "pkg:npm/%40kazemori/fare@1.0");
        assert_eq!(purl(Ecosystem::PyPi, "Foo.Bar_x"), "pkg:pypi/foo-bar-x@1.0");
        assert_eq!(purl(Ecosystem::Maven, "org.a:b"), "pkg:maven/org.a/b@1.0");
        assert_eq!(purl(Ecosystem::Cargo, "serde_json"), "pkg:cargo/serde_json@1.0");
        let go = write(&Ecosystem::Go, "git.kazemori.example/fare/v2", Some("v2.0.1"));
        assert_eq!(go, "pkg:golang/git.kazemori.example/fare/v2@v2.0.1");
    }

    #[test]
    fn what_is_written_is_read_again() {
        for (ecosystem, name) in [
            (Ecosystem::Npm, "@kazemori/fare"),
            (Ecosystem::PyPi, "foo-bar"),
            (Ecosystem::Maven, "org.a:b"),
            (Ecosystem::Go, "git.kazemori.example/fare"),
        ] {
            let found = read(&write(&ecosystem, name, Some("1.0"))).expect("a purl");
            assert_eq!((found.ecosystem, found.name.as_str()), (ecosystem, name));
            assert_eq!(found.version.as_deref(), Some("1.0"));
        }
        let from = read("pkg:pypi/a@1?vcs_url=git%2Bhttps://u:p@h.example/a.git").expect("a purl");
        assert_eq!(from.origin, Origin::Repository("git+https://h.example/a.git".to_owned()));
        assert!(read("no purl").is_none());
    }
}
