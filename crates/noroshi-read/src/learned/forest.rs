//! Sums of small decision trees: as they lie in their file, and as they are asked. Shared with the command that trains
//! them.
//!
//! | bytes | content |
//! |---|---|
//! | 4 | `NRSF` |
//! | 4 | number of trees |
//!
//! and for each tree, which is five forks deep everywhere:
//!
//! | bytes | content |
//! |---|---|
//! | 31 | the sign that each fork asks for; the sides of fork n are the forks 2n + 1 and 2n + 2 |
//! | 4 each | the limits of the forks, `f32`; what is above goes to the second side |
//! | 4 each | what the 32 leaves are worth, `f32` |
//!
//! All numbers are little-endian. A walk through a tree always takes five steps, so the processor has no branch to guess
//! and walks through several trees at once.

/// Forks on the way to a leaf.
pub(crate) const DEPTH: usize = 5;
pub(crate) const FORKS: usize = (1 << DEPTH) - 1;
const LEAVES: usize = FORKS + 1;

/// Bytes of a tree.
const TREE: usize = FORKS + 4 * FORKS + 4 * LEAVES;

/// Trees over `WIDTH` signs.
pub(crate) struct Forest<const WIDTH: usize> {
    trees: Vec<Tree>,
}

/// Room for the signs: with a power of two no place needs to be checked.
const ROOM: usize = 64;

#[derive(Clone, Copy)]
struct Tree {
    /// The last one is none.
    forks: [(u8, f32); LEAVES],
    leaves: [f32; LEAVES],
}

impl Tree {
    fn new(bytes: &[u8; TREE]) -> Self {
        let (signs, numbers) = bytes.split_at(FORKS);
        let numbers = numbers.as_chunks().0;
        let number = |at: usize| numbers.get(at).map_or(0.0, |four| f32::from_le_bytes(*four));
        Self {
            forks: std::array::from_fn(|at| (signs.get(at).copied().unwrap_or(0), number(at))),
            leaves: std::array::from_fn(|at| number(FORKS + at)),
        }
    }

    #[inline]
    fn worth(&self, signs: &[f32; ROOM]) -> f32 {
        let mut at = 0;
        for _ in 0..DEPTH {
            let (sign, limit) = self.forks[at % LEAVES];
            at = 2 * at + 1 + usize::from(signs[usize::from(sign) % ROOM] > limit);
        }
        self.leaves[(at - FORKS) % LEAVES]
    }
}

impl<const WIDTH: usize> Forest<WIDTH> {
    /// The trees in a file; `None` when the file is none.
    pub(crate) fn new(file: &[u8]) -> Option<Self> {
        let (count, rest) = file.strip_prefix(b"NRSF")?.split_first_chunk()?;
        let count = usize::try_from(u32::from_le_bytes(*count)).ok()?;
        let trees = rest.get(..count.checked_mul(TREE)?)?.as_chunks().0;
        let trees: Vec<Tree> = trees.iter().map(Tree::new).collect();
        const { assert!(WIDTH <= ROOM, "each sign has its place") };
        let known = |tree: &Tree| tree.forks.iter().all(|(sign, _)| usize::from(*sign) < WIDTH);
        trees.iter().all(known).then_some(Self { trees })
    }

    /// What all trees say of some signs.
    pub(crate) fn worth(&self, signs: &[f32; WIDTH]) -> f32 {
        let mut room = [0.0; ROOM];
        room[..WIDTH].copy_from_slice(signs);
        self.trees.iter().map(|tree| tree.worth(&room)).sum()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A tree that asks for sign 1 everywhere: 0.5 at its root, and 9.0 below.
    fn file(sign: u8) -> Vec<u8> {
        let mut file = b"NRSF".to_vec();
        file.extend(1_u32.to_le_bytes());
        file.extend([sign; FORKS]);
        let limits = (0..FORKS).map(|at| if at == 0 { 0.5_f32 } else { 9.0 });
        let leaves = (0..LEAVES).map(|at| at as f32);
        file.extend(limits.chain(leaves).flat_map(f32::to_le_bytes));
        file
    }

    #[test]
    fn a_tree_leads_to_the_leaf_of_its_side() {
        let forest = Forest::<2>::new(&file(1)).expect("a forest");
        assert_eq!(forest.worth(&[99.0, 0.5]), 0.0);
        assert_eq!(forest.worth(&[0.0, 0.6]), 16.0);
        assert_eq!(forest.worth(&[0.0, 9.5]), 31.0);
    }

    #[test]
    fn a_tree_that_asks_for_an_unknown_sign_is_none() {
        assert!(Forest::<2>::new(&file(2)).is_none());
    }

    #[test]
    fn a_file_that_is_cut_is_no_forest() {
        let file = file(1);
        for end in 0..file.len() {
            assert!(Forest::<2>::new(&file[..end]).is_none(), "{end}");
        }
    }
}
