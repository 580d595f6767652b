//! Statements that became stronger within a document.
use noroshi_model::{Claim, Drift};
pub(crate) struct Told<'a> {
    pub(crate) text: &'a str,
}
/// What became stronger.
pub(crate) fn drift(_told: &Told<'_>, _claims: &[Claim]) -> Vec<Drift> {
    Vec::new()
}
