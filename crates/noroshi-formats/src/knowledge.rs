//! Knowledge of others: ATT&CK and other STIX bundles, clusters of MISP galaxy.
//!
//! What a file is is decided by its content. Its list of objects is cut into pieces that
//! borrow from the bytes and each piece is parsed by itself, so that a bad object is one
//! problem and memory stays near the size of what is kept.

mod found;
mod name;

pub(crate) use found::{Found, Gathered, Tie};
pub(crate) use name::{date, slug};

use std::fmt;

use noroshi_model::{Entity, Problem, Source};
use serde::Deserialize;
use serde::de::{IgnoredAny, SeqAccess, Visitor};
use serde_json::error::Category;
use serde_json::value::RawValue;

use crate::{fault, misp_galaxy, stix};

/// Bytes of a file; the largest published collection has about fifty million.
const BYTES: usize = 512 << 20;
/// Objects of a file that are looked at.
const OBJECTS: usize = 500_000;
/// How often the progress is told, at most.
const STEPS: u64 = 200;

/// What a foreign file says.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Imported {
    /// Entities, each once, with names, links and facts by one of the sources.
    pub entities: Vec<Entity>,
    /// Who says so.
    pub sources: Vec<Source>,
}

/// The knowledge in these bytes, and what had to be left out of it. `progress` is told how
/// many bytes are done, and of how many.
///
/// # Errors
/// One [`Problem`] when nothing can be taken: an empty or too large file, malformed JSON
/// (with its line and column), a file that is neither a STIX bundle nor a cluster of MISP
/// galaxy, a cluster of a type that is not taken.
pub fn knowledge(
    path: &str,
    bytes: &[u8],
    progress: &mut dyn FnMut(u64, u64),
) -> Result<(Imported, Vec<Problem>), Problem> {
    let (imported, problems) = read(bytes, progress).map_err(|problem| problem.at(path))?;
    Ok((imported, problems.into_iter().map(|problem| problem.at(path)).collect()))
}

fn read(
    bytes: &[u8],
    progress: &mut dyn FnMut(u64, u64),
) -> Result<(Imported, Vec<Problem>), Problem> {
    match bytes.len() {
        0 => return Err(fault::empty()),
        length if length > BYTES => return Err(fault::too_large(length, BYTES)),
        _ => {}
    }
    let file = top(bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes))?;
    let mut meter = Meter::new(bytes, progress);
    let (imported, gathered) = match &file {
        Top { objects, .. } if file.is_bundle() => {
            let items = objects.as_ref().map_or(&[][..], |items| &items.list);
            stix::read(items, text(file.id).as_deref(), &mut meter)
        }
        Top { values: Some(items), .. } if file.is_cluster() => {
            misp_galaxy::read(&items.list, &file.head(), &mut meter)?
        }
        _ => return Err(fault::no_knowledge()),
    };
    meter.end();
    let further = [&file.objects, &file.values].into_iter().flatten().any(|items| items.further);
    let rest = further.then(|| fault::rest_unread("objects", OBJECTS));
    Ok((imported, gathered.problems().into_iter().chain(rest).collect()))
}

/// The outermost object of a file, as far as it matters.
#[derive(Deserialize)]
struct Top<'a> {
    #[serde(borrow, rename = "type")]
    kind: Option<&'a RawValue>,
    #[serde(borrow)]
    id: Option<&'a RawValue>,
    #[serde(borrow)]
    version: Option<&'a RawValue>,
    #[serde(borrow)]
    source: Option<&'a RawValue>,
    #[serde(borrow)]
    objects: Option<Items<'a>>,
    #[serde(borrow)]
    values: Option<Items<'a>>,
}

impl Top<'_> {
    fn is_bundle(&self) -> bool {
        text(self.kind).is_some_and(|kind| kind == "bundle")
    }

    fn is_cluster(&self) -> bool {
        text(self.kind).is_some() && text(self.version).is_some()
    }

    fn head(&self) -> misp_galaxy::Head {
        let part = |part| text(part).unwrap_or_default();
        misp_galaxy::Head {
            kind: part(self.kind),
            version: part(self.version),
            source: part(self.source),
        }
    }
}

/// A string or number as text; `None` for anything else.
fn text(raw: Option<&RawValue>) -> Option<String> {
    let raw = raw?.get();
    let number = || raw.parse::<u64>().ok().map(|number| number.to_string());
    serde_json::from_str(raw).ok().or_else(number)
}

fn top(bytes: &[u8]) -> Result<Top<'_>, Problem> {
    if bytes.trim_ascii_start().first() != Some(&b'{') {
        return Err(fault::no_knowledge());
    }
    serde_json::from_slice(bytes).map_err(|error| match error.classify() {
        Category::Data => fault::no_knowledge(),
        _ => fault::malformed(error.line(), error.column(), &reason(&error)),
    })
}

/// The parser's own word without the place behind it.
pub(crate) fn reason(error: &serde_json::Error) -> String {
    let whole = error.to_string();
    let bare = whole.split(" at line ").next().unwrap_or(&whole);
    bare.chars().take(120).collect()
}

/// The pieces of an array, up to [`OBJECTS`].
struct Items<'a> {
    list: Vec<&'a RawValue>,
    further: bool,
}

impl<'de: 'a, 'a> Deserialize<'de> for Items<'a> {
    fn deserialize<D: serde::Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        from.deserialize_seq(Pieces)
    }
}

struct Pieces;

impl<'de> Visitor<'de> for Pieces {
    type Value = Items<'de>;

    fn expecting(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str("a list of objects")
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut from: A) -> Result<Items<'de>, A::Error> {
        let mut items = Items { list: Vec::new(), further: false };
        while items.list.len() < OBJECTS {
            match from.next_element()? {
                Some(piece) => items.list.push(piece),
                None => return Ok(items),
            }
        }
        while from.next_element::<IgnoredAny>()?.is_some() {
            items.further = true;
        }
        Ok(items)
    }
}

/// One piece as an object of a known shape.
///
/// # Errors
/// Why it has another shape, in the parser's words.
pub(crate) fn parse<'a, T: Deserialize<'a>>(piece: &'a RawValue) -> Result<T, String> {
    if !piece.get().starts_with('{') {
        return Err("it is no object".to_owned());
    }
    serde_json::from_str(piece.get()).map_err(|error| reason(&error))
}

/// Tells how many bytes are done, not more often than there is something to see.
pub(crate) struct Meter<'a> {
    progress: &'a mut dyn FnMut(u64, u64),
    start: usize,
    of: u64,
    next: u64,
}

impl<'a> Meter<'a> {
    fn new(bytes: &[u8], progress: &'a mut dyn FnMut(u64, u64)) -> Self {
        let of = bytes.len() as u64;
        progress(0, of);
        Self { progress, start: bytes.as_ptr().addr(), of, next: of / STEPS }
    }

    /// A piece of the bytes is done.
    pub(crate) fn done(&mut self, piece: &RawValue) {
        let end = piece.get().as_bytes().as_ptr_range().end.addr();
        let done = end.saturating_sub(self.start) as u64;
        if done >= self.next && done < self.of {
            (self.progress)(done, self.of);
            self.next = done + self.of / STEPS;
        }
    }

    fn end(&mut self) {
        (self.progress)(self.of, self.of);
    }
}
