//! A log: bytes of any known format, cut into chunks of whole records.

use std::io::Read;
use std::sync::Arc;

use noroshi_model::Problem;

use crate::{Event, Limits};

/// What a log is, by its content.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Format {
    /// Windows event log file.
    Evtx,
    /// One JSON object on each line.
    JsonLines,
    /// JSON objects one after the other or in an array, over several lines.
    Json,
    /// W3C extended format, as IIS writes it.
    W3c,
    /// Common or combined format of Apache and nginx.
    Access,
    /// Syslog.
    Syslog,
    /// A table with a header line.
    Csv,
    /// Lines of text.
    Text,
}

impl Format {
    /// The word used in JSON.
    pub fn word(self) -> &'static str {
        match self {
            Self::Evtx => "evtx",
            Self::JsonLines => "json-lines",
            Self::Json => "json",
            Self::W3c => "w3c",
            Self::Access => "access",
            Self::Syslog => "syslog",
            Self::Csv => "csv",
            Self::Text => "text",
        }
    }
}

/// A log that is being read. Memory stays at a few chunks, whatever its size.
pub struct Log<R> {
    _input: R,
    path: Arc<str>,
    format: Format,
}

impl<R: Read> Log<R> {
    /// Opens a log: unpacks `.gz` and `.zst` and decides the format, both by content.
    ///
    /// # Errors
    /// A problem when nothing can be read from it: it is empty, of no known format, or the first
    /// bytes cannot be read.
    pub fn open(path: &str, input: R, _limits: Limits) -> Result<Self, Problem> {
        Ok(Self { _input: input, path: path.into(), format: Format::Text })
    }

    /// What it is.
    pub fn format(&self) -> Format {
        self.format
    }

    /// The next whole records; `None` at the end. Problems of reading are inside the chunk.
    pub fn chunk(&mut self) -> Option<Chunk> {
        None
    }

    /// The path, as it was given.
    pub fn path(&self) -> &str {
        &self.path
    }
}

/// Whole records of a log, not yet looked into. May go to another thread.
#[derive(Debug, Clone)]
pub struct Chunk {}

impl Chunk {
    /// Every event of the chunk, in order; and what could not be read.
    pub fn events(&self, _visit: impl FnMut(&Event)) -> Vec<Problem> {
        Vec::new()
    }

    /// How many bytes of the (unpacked) log it holds, for progress.
    pub fn bytes(&self) -> u64 {
        0
    }
}
