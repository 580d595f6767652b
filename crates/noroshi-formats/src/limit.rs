//! Limits on foreign bytes, so that one file cannot take the machine.

use noroshi_model::Problem;

use crate::fault;

/// How much of one file is read. Beyond `bytes` and `text` the file is refused; beyond the
/// others the rest is left out and a problem says so.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Limits {
    /// Bytes of the file as received.
    pub bytes: usize,
    /// Bytes of the text made from it, in UTF-8.
    pub text: usize,
    /// Pages of a PDF.
    pub pages: usize,
    /// Elements of a page inside each other; deeper ones are flattened, their text stays.
    pub depth: usize,
    /// Parts of a message.
    pub parts: usize,
    /// Rows of a table, and messages of a conversation in JSON.
    pub rows: usize,
    /// Cells of a table or workbook.
    pub cells: usize,
    /// Columns of a row; those behind are left out.
    pub columns: usize,
    /// Sheets of a workbook.
    pub sheets: usize,
    /// Bytes to which the archive of a workbook may unfold; beyond, it is refused.
    pub unfolded: usize,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            bytes: 100 << 20,
            text: 64 << 20,
            pages: 5_000,
            depth: 200,
            parts: 1_000,
            rows: 1_000_000,
            cells: 5_000_000,
            columns: 1_024,
            sheets: 256,
            unfolded: 512 << 20,
        }
    }
}

impl Limits {
    pub(crate) fn check_bytes(&self, bytes: &[u8]) -> Result<(), Problem> {
        match bytes.len() {
            0 => Err(fault::empty()),
            length if length > self.bytes => Err(fault::too_large(length, self.bytes)),
            _ => Ok(()),
        }
    }

    pub(crate) fn check_text(&self, text: &str) -> Result<(), Problem> {
        if text.len() > self.text { Err(fault::too_much_text(self.text)) } else { Ok(()) }
    }
}
