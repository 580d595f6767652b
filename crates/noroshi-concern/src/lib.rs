//! Placeholder.
use noroshi_model::{Concern, Document, Estate, Knowledge, Reading};
/// Placeholder.
pub fn concerns(_: &Document, _: &Reading, _: &Knowledge, _: &Estate) -> Vec<Concern> {
    Vec::new()
}
