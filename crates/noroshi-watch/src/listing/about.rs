//! The words that tell about whom a posting is: data, read once.

use std::sync::OnceLock;

use serde::Deserialize;

/// The table `rules/watch/subjects.toml`, where each list says what it is for.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct About {
    pub(super) ends: Vec<String>,
    pub(super) latin_ends: Vec<String>,
    pub(super) nobody: Vec<String>,
    pub(super) hidden: Vec<String>,
    pub(super) before: Vec<String>,
    pub(super) joined: String,
    pub(super) plain: Vec<String>,
    pub(super) labels: Vec<String>,
    pub(super) messengers: Vec<String>,
    pub(super) products: Vec<String>,
    pub(super) undisclosed: Undisclosed,
}

/// Words for one organisation that is not named.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Undisclosed {
    pub(super) ends: Vec<String>,
    pub(super) kinds: Vec<String>,
    pub(super) places: Vec<String>,
}

/// The table that is compiled in. An unreadable one is empty, which the test would show.
pub(super) fn about() -> &'static About {
    static ABOUT: OnceLock<About> = OnceLock::new();
    ABOUT.get_or_init(|| {
        toml::from_str(include_str!("../../../../rules/watch/subjects.toml")).unwrap_or_default()
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_table_is_one() {
        let table = toml::from_str::<About>(include_str!("../../../../rules/watch/subjects.toml"));
        assert!(table.is_ok_and(|table| !table.ends.is_empty()), "it does not parse");
    }
}
