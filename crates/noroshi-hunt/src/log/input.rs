//! The bytes of a log: unpacked, as UTF-8, within limits.

use std::io::{self, Chain, Cursor, Read};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use flate2::read::MultiGzDecoder;
use noroshi_model::Problem;
use ruzstd::decoding::{FrameDecoder, StreamingDecoder};

use crate::Limits;

/// Below so many unpacked bytes the ratio of packing is not looked at.
const HARMLESS: u64 = 64 << 20;

/// What was given, counted.
struct Counted<R> {
    inner: Chain<Cursor<Vec<u8>>, R>,
    taken: Arc<AtomicU64>,
}

impl<R: Read> Read for Counted<R> {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        let count = self.inner.read(into)?;
        self.taken.fetch_add(count as u64, Ordering::Relaxed);
        Ok(count)
    }
}

enum Source<R: Read> {
    Plain(Counted<R>),
    Gzip(Box<MultiGzDecoder<Counted<R>>>),
    Zstd(Option<Frames<R>>),
}

/// Frames of Zstandard, one after the other.
type Frames<R> = Box<StreamingDecoder<Counted<R>, FrameDecoder>>;

/// The bytes of a log.
pub(crate) struct Input<R: Read> {
    source: Source<R>,
    taken: Arc<AtomicU64>,
    given: u64,
    limits: Limits,
    wide: Option<Wide>,
    failed: Option<&'static str>,
    words: String,
}

/// UTF-16 that becomes UTF-8.
#[derive(Debug, Default)]
struct Wide {
    big: bool,
    odd: Option<u8>,
    high: Option<u16>,
}

impl<R: Read> Input<R> {
    /// Looks at the first bytes and unpacks what is packed.
    pub(crate) fn open(path: &str, mut input: R, limits: &Limits) -> Result<Self, Problem> {
        let mut head = Vec::new();
        let read = (&mut input).take(4).read_to_end(&mut head);
        read.map_err(|error| unreadable(path, &error.to_string()))?;
        let taken = Arc::new(AtomicU64::new(0));
        let gzip = head.starts_with(&[0x1f, 0x8b]);
        let zstd = head.starts_with(&[0x28, 0xb5, 0x2f, 0xfd]);
        let inner = Cursor::new(head).chain(input);
        let counted = Counted { inner, taken: Arc::clone(&taken) };
        let source = if gzip {
            Source::Gzip(Box::new(MultiGzDecoder::new(counted)))
        } else if zstd {
            let frames = StreamingDecoder::new(counted);
            let frames = frames.map_err(|error| unreadable(path, &error.to_string()))?;
            Source::Zstd(Some(Box::new(frames)))
        } else {
            Source::Plain(counted)
        };
        let words = String::new();
        Ok(Self { source, taken, given: 0, limits: *limits, wide: None, failed: None, words })
    }

    /// Bytes taken so far from what was given.
    pub(crate) fn taken(&self) -> u64 {
        self.taken.load(Ordering::Relaxed)
    }

    /// What ended the reading early; told once.
    pub(crate) fn problem(&mut self, path: &str) -> Option<Problem> {
        let code = self.failed.take()?;
        let given = self.given;
        let problem = Problem::new(code).at(path).fact("read", given);
        Some(problem.fact("reason", std::mem::take(&mut self.words)))
    }

    /// Reads until the buffer holds so many bytes. Gives whether the log ended.
    pub(crate) fn fill(&mut self, into: &mut Vec<u8>, wanted: usize) -> bool {
        let mut block = vec![0; 128 << 10];
        while into.len() < wanted {
            let count = match self.read(&mut block) {
                Ok(count) => count,
                Err(error) if error.kind() == io::ErrorKind::Interrupted => continue,
                Err(error) => {
                    self.failed = Some("NRS-HUNT-012");
                    self.words = error.to_string();
                    return true;
                }
            };
            if count == 0 {
                return true;
            }
            let first = self.given == 0;
            self.given += count as u64;
            self.take(block.get(..count).unwrap_or_default(), first, into);
            let packed = !matches!(self.source, Source::Plain(_));
            let swollen =
                self.given > HARMLESS && self.given / self.taken().max(1) > self.limits.ratio;
            if packed && (swollen || self.given > self.limits.unpacked) {
                self.failed = Some("NRS-HUNT-016");
                return true;
            }
        }
        false
    }

    fn take(&mut self, block: &[u8], first: bool, into: &mut Vec<u8>) {
        let block = if first {
            let (wide, skip) = match block {
                [0xff, 0xfe, ..] => (Some(Wide::default()), 2),
                [0xfe, 0xff, ..] => (Some(Wide { big: true, ..Wide::default() }), 2),
                [0xef, 0xbb, 0xbf, ..] => (None, 3),
                _ => (None, 0),
            };
            self.wide = wide;
            block.get(skip..).unwrap_or_default()
        } else {
            block
        };
        match &mut self.wide {
            Some(wide) => wide.narrow(block, into),
            None => into.extend_from_slice(block),
        }
    }

    fn read(&mut self, block: &mut [u8]) -> io::Result<usize> {
        match &mut self.source {
            Source::Plain(input) => input.read(block),
            Source::Gzip(input) => input.read(block),
            Source::Zstd(frames) => next_frame(frames, block),
        }
    }
}

fn next_frame<R: Read>(frames: &mut Option<Frames<R>>, block: &mut [u8]) -> io::Result<usize> {
    loop {
        let Some(frame) = frames else { return Ok(0) };
        let count = frame.read(block)?;
        if count > 0 {
            return Ok(count);
        }
        let Some(frame) = frames.take() else { return Ok(0) };
        let mut inner = frame.into_inner();
        let mut head = Vec::new();
        (&mut inner).take(4).read_to_end(&mut head)?;
        if head.is_empty() {
            return Ok(0);
        }
        let Counted { inner, taken } = inner;
        let (_, rest) = inner.into_inner();
        let counted = Counted { inner: Cursor::new(head).chain(rest), taken };
        let next = StreamingDecoder::new(counted).map_err(io::Error::other)?;
        *frames = Some(Box::new(next));
    }
}

impl Wide {
    fn narrow(&mut self, block: &[u8], into: &mut Vec<u8>) {
        let mut push = |character: char| {
            into.extend_from_slice(character.encode_utf8(&mut [0; 4]).as_bytes());
        };
        for byte in block {
            let Some(first) = self.odd.take() else {
                self.odd = Some(*byte);
                continue;
            };
            let pair = [first, *byte];
            let unit = if self.big { u16::from_be_bytes(pair) } else { u16::from_le_bytes(pair) };
            let high = self.high.take();
            match (high, unit) {
                (high, 0xd800..=0xdbff) => {
                    if high.is_some() {
                        push(char::REPLACEMENT_CHARACTER);
                    }
                    self.high = Some(unit);
                }
                (Some(high), 0xdc00..=0xdfff) => {
                    let both =
                        0x10000 + ((u32::from(high) - 0xd800) << 10) + (u32::from(unit) - 0xdc00);
                    push(char::from_u32(both).unwrap_or(char::REPLACEMENT_CHARACTER));
                }
                (high, unit) => {
                    if high.is_some() {
                        push(char::REPLACEMENT_CHARACTER);
                    }
                    push(char::from_u32(unit.into()).unwrap_or(char::REPLACEMENT_CHARACTER));
                }
            }
        }
    }
}

fn unreadable(path: &str, reason: &str) -> Problem {
    Problem::new("NRS-HUNT-012").at(path).fact("read", 0).fact("reason", reason)
}
