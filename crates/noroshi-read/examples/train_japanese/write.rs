//! Writes weights and trees as `src/learned/weights.rs` and `src/learned/forest.rs` read them.

use crate::boost::Tree;
use crate::forest::FORKS;

/// A feature and what it says of each class.
pub(crate) type Row = (u32, Vec<f32>);

/// The file of the weights: the `most` features that say most, each weight a multiple of one unit.
pub(crate) fn file(mut rows: Vec<Row>, most: usize) -> Vec<u8> {
    let strongest = |row: &Row| row.1.iter().fold(0.0_f32, |most, weight| most.max(weight.abs()));
    rows.sort_by(|one, two| strongest(two).total_cmp(&strongest(one)).then(one.0.cmp(&two.0)));
    rows.truncate(most);
    let unit = rows.first().map_or(1.0, strongest) / 127.0;
    let slots = (rows.len() * 3 / 2 + 1).next_power_of_two();
    let (mut table, mut entries) = (vec![(0_u32, 0_u32); slots], Vec::new());
    for (feature, weights) in rows {
        let first = entries.len() / 2;
        for (class, weight) in (0_u8..).zip(&weights) {
            let units = (weight / unit).round() as i8;
            if units != 0 {
                entries.extend([class, units.to_le_bytes()[0]]);
            }
        }
        let count = entries.len() / 2 - first;
        if count == 0 {
            continue;
        }
        let mut at = feature as usize & (slots - 1);
        while table[at].0 != 0 {
            at = (at + 1) & (slots - 1);
        }
        table[at] = (feature, (first << 8 | count) as u32);
    }
    let mut file = b"NRSL".to_vec();
    file.extend((slots as u32).to_le_bytes());
    file.extend((entries.len() as u32 / 2).to_le_bytes());
    file.extend(unit.to_bits().to_le_bytes());
    file.extend(table.iter().map(|(feature, _)| if *feature == 0 { 0 } else { mark(*feature) }));
    for (feature, place) in table {
        file.extend(feature.to_le_bytes());
        file.extend(place.to_le_bytes());
    }
    file.extend(entries);
    file
}

/// The mark of a feature in the file: its highest bits, never 0.
fn mark(feature: u32) -> u8 {
    feature.to_be_bytes()[0] | 1
}

/// The file of trees.
pub(crate) fn forest(trees: &[Tree]) -> Vec<u8> {
    let mut file = b"NRSF".to_vec();
    file.extend((trees.len() as u32).to_le_bytes());
    for tree in trees {
        let mut laid = Laid { signs: [0; FORKS], numbers: [0.0; 2 * FORKS + 1] };
        laid.lay(tree, 0);
        file.extend(laid.signs);
        file.extend(laid.numbers.iter().flat_map(|number| number.to_le_bytes()));
    }
    file
}

/// A tree as the file has it: what the forks ask for, then their limits and the leaves.
struct Laid {
    signs: [u8; FORKS],
    numbers: [f32; 2 * FORKS + 1],
}

impl Laid {
    /// Lays a tree at a fork. A leaf that is less deep than others is that of all ways below.
    fn lay(&mut self, tree: &Tree, at: usize) {
        let ways = [2 * at + 1, 2 * at + 2];
        match tree {
            Tree::Leaf(worth) if at >= FORKS => self.numbers[at] = *worth,
            Tree::Leaf(_) => ways.iter().for_each(|way| self.lay(tree, *way)),
            Tree::Fork { sign, limit, sides } => {
                self.signs[at] = *sign as u8;
                self.numbers[at] = *limit;
                sides.iter().zip(ways).for_each(|(side, way)| self.lay(side, way));
            }
        }
    }
}

/// Files behind one another, each with the number of its bytes ahead.
pub(crate) fn parts(files: &[Vec<u8>]) -> Vec<u8> {
    let part = |file: &Vec<u8>| [&(file.len() as u32).to_le_bytes()[..], file].concat();
    files.iter().flat_map(part).collect()
}
