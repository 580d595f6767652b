//! Where in a text something stands.

/// A byte range in the canonical text of one document: UTF-8 bytes, end exclusive.
///
/// A span is never empty and never reversed; whether it falls on character boundaries
/// depends on the text, which [`Span::of`] checks.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Span {
    start: u32,
    end: u32,
}

impl Span {
    /// A span from `start` to `end` in bytes; `None` when it would be empty, reversed or
    /// beyond 4 GiB.
    pub fn new(start: usize, end: usize) -> Option<Self> {
        let (start, end) = (u32::try_from(start).ok()?, u32::try_from(end).ok()?);
        (start < end).then_some(Self { start, end })
    }

    /// First byte.
    pub fn start(self) -> usize {
        self.start as usize
    }

    /// One past the last byte.
    pub fn end(self) -> usize {
        self.end as usize
    }

    /// Length in bytes; never zero.
    pub fn bytes(self) -> usize {
        self.end() - self.start()
    }

    /// What stands there; `None` when the span does not belong to this text.
    pub fn of(self, text: &str) -> Option<&str> {
        text.get(self.start()..self.end())
    }

    /// Whether `other` lies completely inside.
    pub fn covers(self, other: Self) -> bool {
        self.start <= other.start && other.end <= self.end
    }

    /// Whether at least one byte is shared.
    pub fn overlaps(self, other: Self) -> bool {
        self.start < other.end && other.start < self.end
    }

    /// Whether the byte at `position` is inside.
    pub fn contains(self, position: usize) -> bool {
        (self.start()..self.end()).contains(&position)
    }

    /// The smallest span that covers both.
    pub fn join(self, other: Self) -> Self {
        Self { start: self.start.min(other.start), end: self.end.max(other.end) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn empty_and_reversed_spans_cannot_be_built() {
        assert_eq!(Span::new(3, 3), None);
        assert_eq!(Span::new(4, 3), None);
    }

    #[test]
    fn a_span_that_cuts_a_character_shows_nothing() {
        let cut = Span::new(0, 1).expect("not empty");
        assert_eq!(cut.of("狼煙"), None);
    }
}
