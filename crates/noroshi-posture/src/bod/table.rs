//! Cells of a table that a spreadsheet may open.

/// A cell that a spreadsheet would take for a formula begins with `'` when it is written; one
/// that begins with `'` before a formula gets another.
pub(super) fn written(text: &str) -> String {
    if runs(text.trim_start_matches('\'')) { format!("'{text}") } else { text.to_owned() }
}

/// The cell as it was before it was written; control characters become spaces.
pub(super) fn read(text: &str) -> String {
    let bare = text.strip_prefix('\'').filter(|rest| runs(rest.trim_start_matches('\'')));
    let plain = |c: char| if c.is_control() { ' ' } else { c };
    bare.unwrap_or(text).chars().map(plain).collect::<String>().trim().to_owned()
}

fn runs(text: &str) -> bool {
    text.starts_with(['=', '+', '-', '@', '\t', '\r', '＝', '＋', '－', '＠'])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_formula_is_written_as_text_and_read_back_as_it_was() {
        for text in
            ["=1+1", "+81", "-", "@SUM(A1)", "'=1", "''=1", "＝HYPERLINK(A1)", "plain", "'plain"]
        {
            let cell = written(text);
            assert!(!runs(&cell), "{cell}");
            assert_eq!(read(&cell), text);
        }
        assert_eq!(read(" a\u{1b}[31m\nb "), "a [31m b");
    }
}
