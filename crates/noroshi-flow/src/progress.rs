//! How long work tells how far it is.

/// What is being done.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Step {
    /// Files are read.
    Reading,
    /// Files are read and kept.
    Keeping,
    /// Kept documents are compared with the profile.
    Comparing,
    /// Settings are judged; an item is a product.
    Judging,
    /// A file of knowledge is taken apart; an item is a hundredth of it.
    Parsing,
    /// Entities are imported.
    Importing,
    /// Logs are read and held against rules; an item is a byte.
    Hunting,
}

/// Somebody who wants to know how far the work is.
pub trait Progress: Sync {
    /// A step with so many items starts.
    fn start(&self, step: Step, items: usize);
    /// One more item is done.
    fn advance(&self, item: &str);
    /// So many items more are done, of a step that has too many to tell one by one.
    fn move_on(&self, _item: &str, _by: u64) {}
    /// The step is done.
    fn finish(&self);
}

/// Nobody wants to know.
#[derive(Debug, Clone, Copy, Default)]
pub struct Silent;

impl Progress for Silent {
    fn start(&self, _: Step, _: usize) {}
    fn advance(&self, _: &str) {}
    fn finish(&self) {}
}
