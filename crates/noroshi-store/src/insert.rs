//! Many rows in few statements.

use std::fmt::Write as _;

use crate::StoreError;
use crate::work::{Row, Value, Work};

/// Rows per statement, most first. Few sizes, so that each connection keeps its statements
/// prepared; the first is far below the 32,766 values that SQLite takes in one statement.
const SIZES: [usize; 4] = [512, 64, 8, 1];

/// An `INSERT` of any number of rows.
pub(crate) struct Insert {
    /// `INSERT INTO table (column, …)`
    pub(crate) head: &'static str,
    /// One per column: what follows its placeholder, such as `::tsvector`.
    pub(crate) casts: &'static [&'static str],
    /// `ON CONFLICT …`, `RETURNING …`
    pub(crate) tail: &'static str,
}

impl Insert {
    /// Inserts rows, given one after the other; the rows that `RETURNING` gives.
    pub(crate) async fn run(
        &self,
        work: &mut Work,
        values: Vec<Value>,
    ) -> Result<Vec<Row>, StoreError> {
        let mut values = values.into_iter();
        let mut returned = Vec::new();
        for size in SIZES {
            let statement = self.statement(size, Placeholder::of(work));
            while values.len() >= size * self.casts.len() {
                let rows = values.by_ref().take(size * self.casts.len()).collect();
                returned.extend(work.rows(statement.as_str(), rows).await?);
            }
        }
        Ok(returned)
    }

    fn statement(&self, rows: usize, placeholder: Placeholder) -> String {
        let mut sql = format!("{} VALUES ", self.head);
        for row in 0..rows {
            sql.push_str(if row == 0 { "(" } else { ", (" });
            for (at, cast) in self.casts.iter().enumerate() {
                sql.push_str(if at == 0 { "" } else { ", " });
                placeholder.write(&mut sql, row * self.casts.len() + at + 1);
                sql.push_str(cast);
            }
            sql.push(')');
        }
        sql + " " + self.tail
    }
}

/// How a value is marked. `$1` works on both engines, but SQLite takes it for a name and looks
/// through all names for each value that is bound: a third of the time of a bulk load.
#[derive(Clone, Copy)]
enum Placeholder {
    Nameless,
    Numbered,
}

impl Placeholder {
    fn of(work: &Work) -> Self {
        if work.is_sqlite() { Self::Nameless } else { Self::Numbered }
    }

    fn write(self, sql: &mut String, number: usize) {
        match self {
            Self::Nameless => sql.push('?'),
            Self::Numbered => write!(sql, "${number}").unwrap_or_default(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn placeholders_count_through_all_rows() {
        let insert = Insert {
            head: "INSERT INTO t (a, b)",
            casts: &["", "::tsvector"],
            tail: "RETURNING a",
        };
        assert_eq!(
            insert.statement(2, Placeholder::Numbered),
            "INSERT INTO t (a, b) VALUES ($1, $2::tsvector), ($3, $4::tsvector) RETURNING a"
        );
        assert_eq!(
            insert.statement(1, Placeholder::Nameless),
            "INSERT INTO t (a, b) VALUES (?, ?::tsvector) RETURNING a"
        );
    }
}
