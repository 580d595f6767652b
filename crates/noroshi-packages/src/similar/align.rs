//! How one name is turned into another: the fewest edits, and where they are.

/// One edit of the name that was meant.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Edit {
    /// A sign stands in the name that the meant one lacks.
    Inserted {
        /// The sign.
        sign: u8,
        /// Its place in the name.
        at: usize,
    },
    /// A sign of the meant name is missing.
    Deleted {
        /// The sign.
        sign: u8,
        /// Where in the name it is missing.
        at: usize,
    },
    /// A sign stands for another.
    Replaced {
        /// The sign of the meant name.
        from: u8,
        /// The sign of the name.
        to: u8,
        /// Its place in the name.
        at: usize,
    },
    /// Two signs are swapped.
    Swapped {
        /// The place of the first in the name.
        at: usize,
    },
}

impl Edit {
    /// The place in the name.
    pub(super) fn at(self) -> usize {
        match self {
            Self::Inserted { at, .. }
            | Self::Deleted { at, .. }
            | Self::Replaced { at, .. }
            | Self::Swapped { at } => at,
        }
    }
}

/// The edits from `meant` to `name`, or nothing when there are more than `most`.
///
/// Optimal string alignment: insertion, deletion, replacement and swap of neighbours cost one.
/// Only a band of the table is filled, so the work grows with the length, not its square.
pub(super) fn edits(name: &[u8], meant: &[u8], most: usize) -> Option<Vec<Edit>> {
    if name.len().abs_diff(meant.len()) > most {
        return None;
    }
    let table = Table::fill(name, meant, most);
    (table.get(name.len(), meant.len()) <= most).then(|| table.trace(name, meant))
}

struct Table {
    cells: Vec<usize>,
    width: usize,
    band: usize,
}

/// More edits than anybody asks for.
const FAR: usize = usize::MAX / 4;

impl Table {
    fn fill(name: &[u8], meant: &[u8], most: usize) -> Self {
        let (band, width) = (most + 1, 2 * (most + 1) + 1);
        let mut table = Self { cells: vec![FAR; (name.len() + 1) * width], width, band };
        for row in 0..=name.len() {
            for column in row.saturating_sub(band)..=(row + band).min(meant.len()) {
                let cost = table.cost(name, meant, row, column);
                table.cells[row * width + column + band - row] = cost;
            }
        }
        table
    }

    /// The cost at a place; far when it is outside the band.
    fn get(&self, row: usize, column: usize) -> usize {
        match (column + self.band).checked_sub(row) {
            Some(at) if at < self.width => self.cells[row * self.width + at],
            _ => FAR,
        }
    }

    fn cost(&self, name: &[u8], meant: &[u8], row: usize, column: usize) -> usize {
        match (row, column) {
            (0, _) => column,
            (_, 0) => row,
            _ => {
                let same = usize::from(name[row - 1] != meant[column - 1]);
                let mut cost = self.get(row - 1, column - 1) + same;
                cost = cost.min(self.get(row - 1, column) + 1).min(self.get(row, column - 1) + 1);
                if swapped(name, meant, row, column) {
                    cost = cost.min(self.get(row - 2, column - 2) + 1);
                }
                cost
            }
        }
    }

    fn trace(&self, name: &[u8], meant: &[u8]) -> Vec<Edit> {
        let (mut row, mut column) = (name.len(), meant.len());
        let mut edits = Vec::with_capacity(2);
        while row > 0 || column > 0 {
            let here = self.get(row, column);
            if row > 0
                && column > 0
                && name[row - 1] == meant[column - 1]
                && self.get(row - 1, column - 1) == here
            {
                (row, column) = (row - 1, column - 1);
            } else if swapped(name, meant, row, column) && self.get(row - 2, column - 2) + 1 == here
            {
                (row, column) = (row - 2, column - 2);
                edits.push(Edit::Swapped { at: row });
            } else if row > 0 && column > 0 && self.get(row - 1, column - 1) + 1 == here {
                (row, column) = (row - 1, column - 1);
                edits.push(Edit::Replaced { from: meant[column], to: name[row], at: row });
            } else if row > 0 && (column == 0 || self.get(row - 1, column) + 1 == here) {
                row -= 1;
                edits.push(Edit::Inserted { sign: name[row], at: row });
            } else {
                column -= 1;
                edits.push(Edit::Deleted { sign: meant[column], at: row });
            }
        }
        edits.reverse();
        edits
    }
}

fn swapped(name: &[u8], meant: &[u8], row: usize, column: usize) -> bool {
    row > 1
        && column > 1
        && name[row - 1] == meant[column - 2]
        && name[row - 2] == meant[column - 1]
        && name[row - 1] != name[row - 2]
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(name: &str, meant: &str, expect: &[Edit]) {
        assert_eq!(edits(name.as_bytes(), meant.as_bytes(), 2).as_deref(), Some(expect), "{name}");
    }

    #[test]
    fn edits_are_those_that_a_reader_would_name() {
        check("reqeusts", "requests", &[Edit::Swapped { at: 3 }]);
        check("requestss", "requests", &[Edit::Inserted { sign: b's', at: 7 }]);
        check("requets", "requests", &[Edit::Deleted { sign: b's', at: 5 }]);
        check("dequests", "requests", &[Edit::Replaced { from: b'r', to: b'd', at: 0 }]);
        check("flask", "flask", &[]);
    }

    #[test]
    fn what_is_further_than_asked_is_nothing() {
        assert_eq!(edits(b"numpy", b"pandas", 2), None);
        assert_eq!(edits(b"", b"abc", 2), None);
        assert_eq!(edits(b"", b"ab", 2).map(|edits| edits.len()), Some(2));
    }
}
