//! How tests write a dependency in one line.

use super::{Dependency, read};

/// The packages of a file, a row each, and the codes of what could not be read.
#[track_caller]
pub(super) fn rows(
    path: &str,
    text: &str,
    row: fn(&Dependency) -> String,
) -> (Vec<String>, Vec<&'static str>) {
    let (inventory, problems) =
        read(path, text.as_bytes(), &mut |_, _| None).expect("a known kind");
    let codes = problems.iter().map(|problem| problem.code).collect();
    (inventory.dependencies.iter().map(row).collect(), codes)
}

/// Line, name, version, relation and origin.
pub(super) fn row(one: &Dependency) -> String {
    let version = one.version.as_deref().unwrap_or("-");
    let (relation, origin) = (one.relation.word(), one.origin.word());
    format!("{} {} {version} {relation} {origin}", one.line, one.name)
}

/// The same with the scope before the origin.
pub(super) fn scoped_row(one: &Dependency) -> String {
    let version = one.version.as_deref().unwrap_or("-");
    let (relation, scope) = (one.relation.word(), one.scope.word());
    format!("{} {} {version} {relation} {scope} {}", one.line, one.name, one.origin.word())
}

/// Line, purl, relation and scope.
pub(super) fn purl_row(one: &Dependency) -> String {
    let (relation, scope) = (one.relation.word(), one.scope.word());
    format!("{} {} {relation} {scope}", one.line, one.purl())
}
