//! A log: bytes of any known format, cut into chunks of whole records.

mod access;
mod auditd;
mod detect;
mod evtx;
mod input;
mod json;
mod lines;
mod syslog;
mod table;
mod unread;
mod w3c;

use std::io::Read;
use std::sync::Arc;

use noroshi_model::Problem;

use crate::{Event, EventKind, Limits, LogSource};
use input::Input;
use unread::Tally;
pub use unread::Unread;

/// What a log is, by its content.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Format {
    /// Windows event log file.
    Evtx,
    /// One JSON object on each line.
    JsonLines,
    /// JSON objects one after the other or in an array, over several lines.
    Json,
    /// W3C extended format, as IIS and proxies write it.
    W3c,
    /// Common or combined format of Apache and nginx.
    Access,
    /// The log of the Linux audit daemon.
    Auditd,
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
            Self::Auditd => "auditd",
            Self::Syslog => "syslog",
            Self::Csv => "csv",
            Self::Text => "text",
        }
    }
}

/// A log that is being read. Memory stays at a few chunks, whatever its size.
pub struct Log<R: Read> {
    input: Input<R>,
    path: Arc<str>,
    format: Format,
    header: Arc<Header>,
    declared: Option<Arc<LogSource>>,
    limits: Limits,
    rest: Vec<u8>,
    next: u64,
    offset: u64,
    /// Chunks of an event log file that its header announces.
    expected: u64,
    ended: bool,
}

/// What the head of a log says about its records.
#[derive(Debug, Default, Clone)]
struct Header {
    columns: Vec<String>,
    separator: u8,
    proxy: bool,
    zeek: Option<String>,
}

impl<R: Read> Log<R> {
    /// Opens a log: unpacks `.gz` and `.zst` and decides the format, both by content.
    ///
    /// # Errors
    /// A problem when nothing can be read from it: it is empty, of no known format, or the first
    /// bytes cannot be read.
    pub fn open(path: &str, input: R, limits: Limits) -> Result<Self, Problem> {
        let mut input = Input::open(path, input, &limits)?;
        let mut rest = Vec::new();
        let ended = input.fill(&mut rest, detect::HEAD);
        if rest.is_empty() {
            let failed = input.problem(path);
            return Err(failed.unwrap_or_else(|| Problem::new("NRS-HUNT-011").at(path)));
        }
        let Some(format) = detect::format(&rest, ended) else {
            return Err(Problem::new("NRS-HUNT-010").at(path));
        };
        let mut log = Self {
            input,
            path: path.into(),
            format,
            header: Arc::default(),
            declared: None,
            limits,
            rest,
            next: 1,
            offset: 0,
            expected: 0,
            ended,
        };
        log.start();
        Ok(log)
    }

    /// The same log, of which the caller says what it is. Its records are then asked about by
    /// the rules of this source, whatever they look like.
    #[must_use]
    pub fn declared(mut self, source: LogSource) -> Self {
        self.declared = Some(Arc::new(source));
        self
    }

    /// What it is.
    pub fn format(&self) -> Format {
        self.format
    }

    /// The path, as it was given.
    pub fn path(&self) -> &str {
        &self.path
    }

    /// Bytes read so far from what was given, packed or not, for progress.
    pub fn read(&self) -> u64 {
        self.input.taken()
    }

    /// Takes the head of the log, which is no record.
    fn start(&mut self) {
        match self.format {
            Format::Evtx => {
                self.expected = evtx::chunks(&self.rest);
                let head = evtx::HEADER.min(self.rest.len());
                self.rest.drain(..head);
                self.offset = head as u64;
                self.next = 0;
            }
            Format::Csv => {
                let (header, length) = table::header(&self.rest);
                self.header = Arc::new(header);
                self.rest.drain(..length);
                self.next = 2;
            }
            Format::Json => {
                let length = json::wrapper(&self.rest);
                self.rest.drain(..length);
            }
            _ => {}
        }
    }

    /// The next whole records; `None` at the end. Problems of reading are told with the events.
    pub fn chunk(&mut self) -> Option<Chunk> {
        let mut tally = Tally::default();
        loop {
            if !self.ended && self.rest.len() < self.limits.chunk {
                self.ended = self.input.fill(&mut self.rest, self.limits.chunk);
            }
            if self.ended {
                tally.extend(self.input.problem(&self.path));
            }
            if self.rest.is_empty() && self.ended {
                if self.next < self.expected {
                    tally.damaged(0, self.offset, "the file ends before its last chunk");
                    self.expected = 0;
                }
                return tally.some().then(|| self.make(Vec::new(), tally));
            }
            let whole = match self.cut() {
                Some(0) | None if self.ended => self.rest.len(),
                Some(whole) if whole > 0 => whole,
                _ if self.rest.len() > self.limits.record => {
                    self.skip(&mut tally);
                    continue;
                }
                _ => {
                    let more = self.rest.len().saturating_mul(2).max(self.limits.chunk);
                    self.ended = self.input.fill(&mut self.rest, more);
                    continue;
                }
            };
            let tail = self.rest.split_off(whole);
            let bytes = std::mem::replace(&mut self.rest, tail);
            return Some(self.make(bytes, tally));
        }
    }

    /// Where the last whole record of what was read ends.
    fn cut(&self) -> Option<usize> {
        match self.format {
            Format::Evtx => Some(self.rest.len() / evtx::CHUNK * evtx::CHUNK),
            Format::Json => Some(json::cut(&self.rest)),
            Format::Csv => table::cut(&self.rest),
            _ => memchr::memrchr(b'\n', &self.rest).map(|at| at + 1),
        }
    }

    /// Leaves out a record that is too long, without keeping it: up to the end of its line, and
    /// in JSON up to a line that begins with an object.
    fn skip(&mut self, tally: &mut Tally) {
        tally.long(self.next, self.limits.record);
        let end: &[u8] = if self.format == Format::Json { b"\n{" } else { b"\n" };
        loop {
            if let Some(at) = memchr::memmem::find(&self.rest, end) {
                self.offset += at as u64 + 1;
                self.rest.drain(..=at);
                break;
            }
            // The end may lie over the border of what was read.
            let kept = end.len() - 1;
            let gone = self.rest.len().saturating_sub(if self.ended { 0 } else { kept });
            self.offset += gone as u64;
            self.rest.drain(..gone);
            if self.ended {
                break;
            }
            self.ended = self.input.fill(&mut self.rest, self.limits.chunk);
        }
        self.next += 1;
    }

    fn make(&mut self, bytes: Vec<u8>, tally: Tally) -> Chunk {
        let chunk = Chunk {
            path: Arc::clone(&self.path),
            format: self.format,
            header: Arc::clone(&self.header),
            declared: self.declared.clone(),
            first: self.next,
            offset: self.offset,
            tally,
            bytes,
        };
        self.offset += chunk.bytes.len() as u64;
        self.next += match self.format {
            Format::Evtx => chunk.bytes.len().div_ceil(evtx::CHUNK) as u64,
            Format::Json => json::count(&chunk.bytes),
            _ => memchr::memchr_iter(b'\n', &chunk.bytes).count() as u64,
        };
        if self.format == Format::W3c
            && let Some(header) = w3c::last_header(&chunk.bytes)
        {
            self.header = Arc::new(header);
        }
        chunk
    }
}

/// Whole records of a log, not yet looked into. May go to another thread.
#[derive(Debug, Clone)]
pub struct Chunk {
    path: Arc<str>,
    format: Format,
    header: Arc<Header>,
    declared: Option<Arc<LogSource>>,
    first: u64,
    offset: u64,
    tally: Tally,
    bytes: Vec<u8>,
}

impl Chunk {
    /// Every event of the chunk, in order; and what could not be read.
    pub fn events(&self, limits: &Limits, mut visit: impl FnMut(&Event)) -> Unread {
        let mut tally = self.tally.clone();
        let mut event = Event {
            log: Arc::clone(&self.path),
            declared: self.declared.clone(),
            ..Event::default()
        };
        let visit: &mut dyn FnMut(&Event) = &mut visit;
        match self.format {
            Format::Evtx => evtx::events(self, limits, &mut event, visit, &mut tally),
            Format::JsonLines => json::lines(self, limits, &mut event, visit, &mut tally),
            Format::Json => json::stream(self, limits, &mut event, visit, &mut tally),
            Format::Csv => table::events(self, limits, &mut event, visit, &mut tally),
            Format::W3c => w3c::events(self, &mut event, visit, &mut tally),
            Format::Access => {
                let read = |line: &str, event: &mut Event| access::line(line, event);
                lines::events(self, EventKind::Access, &mut event, visit, &mut tally, &read);
            }
            Format::Auditd => {
                let read = |line: &str, event: &mut Event| auditd::line(line, event);
                lines::events(self, EventKind::Auditd, &mut event, visit, &mut tally, &read);
            }
            Format::Syslog => {
                let read = |line: &str, event: &mut Event| syslog::line(line, event);
                lines::events(self, EventKind::Syslog, &mut event, visit, &mut tally, &read);
            }
            Format::Text => {
                let read = |line: &str, event: &mut Event| {
                    event.push("message", line);
                    true
                };
                lines::events(self, EventKind::Text, &mut event, visit, &mut tally, &read);
            }
        }
        tally.told(&self.path)
    }

    /// How many bytes of the (unpacked) log it holds.
    pub fn bytes(&self) -> u64 {
        self.bytes.len() as u64
    }

    /// The log it comes from, as it was given.
    pub fn path(&self) -> &str {
        &self.path
    }
}
