//! One requirement of Python, as pip writes and reads it.
//!
//! Source: PEP 508, and pip's "Requirements File Format".

use super::collect::Found;
use super::origin::{Origin, without_login};
use crate::Ecosystem;

/// Reads a requirement without its options: `name[extra]==1.0 ; marker`, `name @ address`, an
/// address or a path. `None` when it is none of these.
pub(super) fn read(text: &str) -> Option<Found> {
    let text = without_marker(text).trim();
    if let Some((name, address)) = text.split_once('@').filter(|(name, _)| is_name(name)) {
        let mut found = named(name);
        found.origin = origin(address.trim());
        found.version = archive(address.trim()).map(|(_, version)| version);
        return Some(found);
    }
    if is_address(text) {
        return Some(address(text));
    }
    let end = text.find(|sign: char| !is_name_sign(sign)).unwrap_or(text.len());
    let (name, rest) = text.split_at(end);
    if !is_name(name) {
        return None;
    }
    let rest = rest.trim_start();
    let rest = if rest.starts_with('[') { rest.split_once(']')?.1 } else { rest };
    let mut found = named(name);
    constrain(&mut found, rest.trim().trim_start_matches('(').trim_end_matches(')').trim())?;
    Some(found)
}

fn named(name: &str) -> Found {
    Found::new(Ecosystem::PyPi, name.split('[').next().unwrap_or_default().trim())
}

/// The version, when exactly one is allowed; else what is allowed.
fn constrain(found: &mut Found, demand: &str) -> Option<()> {
    if demand.is_empty() {
        return Some(());
    }
    let operators = ["==", "!=", "~=", "<", ">"];
    if !operators.iter().any(|operator| demand.starts_with(operator)) {
        return None;
    }
    let exact = demand.strip_prefix("===").or_else(|| demand.strip_prefix("=="));
    match exact.map(str::trim).filter(|version| is_version(version)) {
        Some(version) => found.version = Some(version.to_owned()),
        None => found.demand = Some(demand.split_whitespace().collect()),
    }
    Some(())
}

fn is_version(text: &str) -> bool {
    let fits = |sign: char| sign.is_ascii_alphanumeric() || ".+!-_".contains(sign);
    !text.is_empty() && text.chars().all(fits)
}

fn is_name_sign(sign: char) -> bool {
    sign.is_alphanumeric() || "-_.".contains(sign)
}

fn is_name(text: &str) -> bool {
    let bare = text.split('[').next().unwrap_or_default().trim();
    bare.chars().all(is_name_sign) && bare.starts_with(char::is_alphanumeric)
}

fn is_address(text: &str) -> bool {
    text.contains("://")
        || text.starts_with(['.', '/', '~'])
        || text.contains('/') && !text.contains('=')
        || [".whl", ".tar.gz", ".zip"].iter().any(|end| text.ends_with(end))
}

/// An address or path: the name is what `#egg=` or the name of the archive says.
fn address(text: &str) -> Found {
    let egg = text.split_once("#egg=").or_else(|| text.split_once("&egg="));
    let egg = egg.map(|(_, egg)| egg.split(['&', '[']).next().unwrap_or_default().to_owned());
    let (name, version) = match (egg, archive(text)) {
        (Some(egg), _) => (egg, None),
        (None, Some((name, version))) => (name, Some(version)),
        (None, None) => (last_part(text).to_owned(), None),
    };
    let mut found = Found::new(Ecosystem::PyPi, name);
    found.version = version;
    found.origin = origin(text);
    found
}

fn origin(address: &str) -> Origin {
    if address.contains("://") {
        Origin::of_address(address)
    } else {
        Origin::Path(address.to_owned())
    }
}

/// Name and version that the name of a wheel or source archive tells.
fn archive(address: &str) -> Option<(String, String)> {
    let file = last_part(address);
    let stem = file.strip_suffix(".whl").or_else(|| file.strip_suffix(".tar.gz"));
    let stem = stem.or_else(|| file.strip_suffix(".zip"))?;
    let mut parts = stem.split('-');
    let (name, version) = (parts.next()?, parts.next()?);
    let numbered = version.starts_with(|sign: char| sign.is_ascii_digit());
    numbered.then(|| (name.to_owned(), version.to_owned()))
}

fn last_part(address: &str) -> &str {
    let path = address.split(['?', '#']).next().unwrap_or_default();
    let last = path.trim_end_matches('/').rsplit(['/', '\\']).next().unwrap_or_default();
    last.split('@').next().unwrap_or_default().trim_end_matches(".git")
}

/// The marker follows a `;`; in an address only after a space.
fn without_marker(text: &str) -> &str {
    let sign = if is_address(text) || text.contains(" @ ") { " ;" } else { ";" };
    text.split_once(sign).map_or(text, |(requirement, _)| requirement)
}

/// An option's address without login, for people.
pub(super) fn index(address: &str) -> Origin {
    Origin::of_index(&without_login(address))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, name: &str, version: Option<&str>, demand: Option<&str>, origin: &str) {
        let found = read(text).expect("a requirement");
        assert_eq!(found.name, name, "{text}");
        assert_eq!(found.version.as_deref(), version, "{text}");
        assert_eq!(found.demand.as_deref(), demand, "{text}");
        assert_eq!(found.origin.word(), origin, "{text}");
    }

    #[test]
    fn requirements_of_every_shape_are_read() {
        check("requests==2.31.0", "requests", Some("2.31.0"), None, "registry");
        check(
            "Foo_Bar[a,b] == 1.0 ; python_version < '3'",
            "Foo_Bar",
            Some("1.0"),
            None,
            "registry",
        );
        check("a===1.0-weird", "a", Some("1.0-weird"), None, "registry");
        check("a>=1, <2", "a", None, Some(">=1,<2"), "registry");
        check("a==1.*", "a", None, Some("==1.*"), "registry");
        check("a (>=1)", "a", None, Some(">=1"), "registry");
        check("a", "a", None, None, "registry");
        check("a @ https://h.example/a-1.0.tar.gz", "a", Some("1.0"), None, "address");
        check("a@ git+https://h.example/a.git@main", "a", None, None, "repository");
        check("git+https://h.example/a.git@v1#egg=b[x]", "b", None, None, "repository");
        check("git+https://h.example/team/fare.git@v1", "fare", None, None, "repository");
        check(
            "https://files.pythonhosted.org/x/a_b-1.0-py3-none-any.whl",
            "a_b",
            Some("1.0"),
            None,
            "registry",
        );
        check("./libs/fare", "fare", None, None, "path");
        check("libs/fare-1.0-py3-none-any.whl", "fare", Some("1.0"), None, "path");
    }

    #[test]
    fn what_is_no_requirement_is_none() {
        for text in ["", "==1.0", "a b c", "a ! 1", "[x]"] {
            assert!(read(text).is_none(), "{text}");
        }
    }
}
