//! How much of foreign bytes is read.

/// Limits of reading one log. Every excess is a problem and costs only the record it stands in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Limits {
    /// The longest line or record, in bytes.
    pub record: usize,
    /// About how many bytes of a log stand in memory as one chunk.
    pub chunk: usize,
    /// The most bytes that one compressed file may become.
    pub unpacked: u64,
    /// The most bytes that one compressed byte may become, on average over the file.
    pub ratio: u64,
    /// The deepest nesting of a JSON record.
    pub depth: usize,
    /// The most fields of one record; the rest is left out.
    pub fields: usize,
    /// The most events that one correlation keeps in mind.
    pub correlated: usize,
    /// The most hosts that are told apart in the coverage; the rest is counted as one.
    pub hosts: usize,
    /// The most problems of one log that are told one by one; the rest is counted.
    pub problems: usize,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            record: 16 << 20,
            chunk: 1 << 20,
            unpacked: 1 << 40,
            ratio: 1_000,
            depth: 64,
            fields: 10_000,
            correlated: 1_000_000,
            hosts: 10_000,
            problems: 100,
        }
    }
}
