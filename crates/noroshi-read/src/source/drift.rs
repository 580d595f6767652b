//! Statements that became stronger within a document: from body to headline or summary, or
//! along the text.

use noroshi_model::{Claim, Drift};

use crate::shadow::Shadow;

/// What became stronger; `title` is the place of the headline in the shadow.
pub(crate) fn drift(_shadow: &Shadow<'_>, _claims: &[Claim]) -> Vec<Drift> {
    Vec::new()
}
