//! Finding entities by any of their names.

use std::collections::HashMap;

use noroshi_model::{Entity, EntityId, Knowledge};
use unicode_normalization::UnicodeNormalization;

/// A name with everything taken away that writers vary: width, case, spaces, hyphens and
/// the middle dot. `Salt Typhoon`, `SaltTyphoon` and ソルト・タイフーン/ソルトタイフーン fold alike.
pub fn fold(name: &str) -> String {
    let kept = |sign: &char| {
        !sign.is_whitespace() && !matches!(sign, '-' | '_' | '・' | '\u{2010}'..='\u{2015}')
    };
    name.nfkc().flat_map(char::to_lowercase).filter(kept).collect()
}

/// All names of a knowledge pack, folded.
pub struct Lookup<'a> {
    knowledge: &'a Knowledge,
    by_name: HashMap<String, Vec<usize>>,
}

impl<'a> Lookup<'a> {
    /// Builds the index: one pass over all names.
    pub fn new(knowledge: &'a Knowledge) -> Self {
        let mut by_name: HashMap<String, Vec<usize>> = HashMap::new();
        for (at, entity) in knowledge.entities.iter().enumerate() {
            for name in &entity.names {
                let holders = by_name.entry(fold(&name.text)).or_default();
                if holders.last() != Some(&at) {
                    holders.push(at);
                }
            }
        }
        Self { knowledge, by_name }
    }

    /// Every entity that carries the name, in the order of ids. More than one means that
    /// the name is shared: an alias is a statement by a source, not an identity.
    pub fn named(&self, name: &str) -> Vec<&'a Entity> {
        let exact = name.parse::<EntityId>().ok().and_then(|id| self.knowledge.entity(&id));
        let holders = self.by_name.get(&fold(name)).map_or(&[][..], Vec::as_slice);
        let named = holders.iter().filter_map(|at| self.knowledge.entities.get(*at));
        exact.map_or_else(|| named.collect(), |entity| vec![entity])
    }

    /// Up to `most` known names that start like the one asked for, for "did you mean".
    pub fn near(&self, name: &str, most: usize) -> Vec<&'a str> {
        let wanted = fold(name);
        let mut found: Vec<(usize, &str)> = self
            .knowledge
            .entities
            .iter()
            .flat_map(|entity| &entity.names)
            .filter_map(|known| Some((distance(&wanted, &fold(&known.text))?, known.text.as_str())))
            .collect();
        found.sort_unstable();
        found.dedup();
        found.into_iter().take(most).map(|(_, name)| name).collect()
    }
}

/// Edit distance when it is at most a third of the length; `None` when further.
fn distance(a: &str, b: &str) -> Option<usize> {
    let (a, b): (Vec<char>, Vec<char>) = (a.chars().collect(), b.chars().collect());
    let most = a.len().max(3) / 3;
    if a.len().abs_diff(b.len()) > most {
        return None;
    }
    let mut row: Vec<usize> = (0..=b.len()).collect();
    for (i, left) in a.iter().enumerate() {
        let mut diagonal = i;
        row[0] = i + 1;
        for (j, right) in b.iter().enumerate() {
            let changed = diagonal + usize::from(left != right);
            diagonal = row[j + 1];
            row[j + 1] = changed.min(row[j] + 1).min(diagonal + 1);
        }
    }
    row.last().copied().filter(|found| *found <= most)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn writers_vary_spaces_width_and_dots() {
        assert_eq!(fold("ＡＰＴ 41"), fold("apt41"));
        assert_eq!(fold("ソルト・タイフーン"), fold("ソルトタイフーン"));
        assert_eq!(fold("Cobalt-Strike"), fold("CobaltStrike"));
    }

    #[test]
    fn a_typo_is_near_and_a_stranger_is_not() {
        assert_eq!(distance("sandwrom", "sandworm"), Some(2));
        assert_eq!(distance("emotet", "lockbit"), None);
    }
}
