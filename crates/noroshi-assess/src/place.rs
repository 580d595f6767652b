//! Where in a file something stands, for people.

/// Line and column of a byte, both from 1; the column counts characters.
pub(crate) fn place(text: &str, at: usize) -> (usize, usize) {
    let before = text.get(..at).unwrap_or(text);
    let line_start = before.rfind('\n').map_or(0, |end| end + 1);
    (before.matches('\n').count() + 1, before[line_start..].chars().count() + 1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_and_columns_count_from_one_in_characters() {
        assert_eq!(place("甲乙\n丙丁", 10), (2, 2));
        assert_eq!(place("", 0), (1, 1));
    }
}
