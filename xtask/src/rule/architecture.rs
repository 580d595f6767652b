//! ARCHITECTURE.md describes the crates that there are.

use std::collections::BTreeSet;

use crate::fault::Fault;
use crate::repository::Repository;
use crate::rule::room;

const PAGE: &str = "ARCHITECTURE.md";

/// Crates without a paragraph, and paragraphs without a crate.
pub fn faults(repository: &Repository) -> Vec<Fault> {
    let names = match room::crate_names(repository) {
        Ok(names) => names.into_iter().collect(),
        Err(fault) => return vec![fault],
    };
    compare(&names, &described(repository.text(PAGE).unwrap_or_default()))
}

/// Names in headings of the form "### `name`".
fn described(page: &str) -> BTreeSet<String> {
    let headings = page.lines().filter_map(|line| line.strip_prefix("### `"));
    headings.filter_map(|rest| rest.split_once('`')).map(|(name, _)| name.to_owned()).collect()
}

fn compare(names: &BTreeSet<String>, described: &BTreeSet<String>) -> Vec<Fault> {
    let missing = names.difference(described).map(|name| {
        Fault::new(
            PAGE,
            format!("crate `{name}` is not described"),
            "add \"### `NAME`\" and a paragraph",
        )
    });
    let gone = described.difference(names).map(|name| {
        Fault::new(PAGE, format!("there is no crate `{name}`"), "take its paragraph out")
    });
    missing.chain(gone).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_page_and_the_workspace_are_compared_both_ways() {
        let page = described("# House\n### `a`: nouns\n### `b`\n### Other\n");
        let names = BTreeSet::from(["a".to_owned(), "c".to_owned()]);
        assert_eq!(compare(&names, &page).len(), 2);
        assert_eq!(compare(&page, &page), []);
    }
}
