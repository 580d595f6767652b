//! Spellings of well-known organisations that folding cannot find.

use std::collections::HashMap;
use std::sync::OnceLock;

use crate::fold::fold;

/// Further spellings of the organisation that has this one.
pub(super) fn known(spelling: &str) -> &'static [&'static str] {
    static TABLE: OnceLock<HashMap<String, Vec<&'static str>>> = OnceLock::new();
    let table = TABLE.get_or_init(|| {
        let lines = include_str!("../../../../rules/watch/aliases.txt")
            .lines()
            .filter(|line| !line.starts_with('#'));
        let mut table = HashMap::new();
        for group in lines.map(|line| line.split('|').map(str::trim).collect::<Vec<_>>()) {
            for spelling in &group {
                table.entry(fold(spelling)).or_insert_with(Vec::new).extend(group.iter().copied());
            }
        }
        table
    });
    table.get(&fold(spelling)).map(Vec::as_slice).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::known;

    #[test]
    fn a_name_in_kana_has_its_chinese_name() {
        assert!(known("メルカリ").contains(&"煤炉"));
        assert!(known("そんな会社").is_empty());
    }
}
