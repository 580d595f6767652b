//! Records one after the other, from a text or an archive of any length.

use std::io::{BufRead, Read, Seek};

use noroshi_model::{PackageReport, Problem};
use serde_json::value::RawValue;
use zip::ZipArchive;

use super::osv::record;

/// The most bytes of one record.
pub const MOST_RECORD_BYTES: usize = 8 << 20;

/// The most bytes of a text that is one JSON value: it cannot be read piece by piece.
pub const MOST_VALUE_BYTES: usize = 64 << 20;

/// The most members of an archive.
const MOST_MEMBERS: usize = 4_000_000;

/// The most bytes of an archive when unpacked.
const MOST_UNPACKED: u64 = 16 << 30;

/// A member that unpacks to so many times its packed size is refused.
const MOST_RATIO: u64 = 1_000;

/// What one record says of each of its packages, or why it is left out.
pub type Next = Result<Vec<PackageReport>, Problem>;

fn damaged(path: &str, place: impl std::fmt::Display, reason: impl std::fmt::Display) -> Problem {
    let reason: String = reason.to_string().chars().take(200).collect();
    Problem::new("NRS-PACKAGE-010").at(path).fact("place", place).fact("reason", reason)
}

/// Records of a text: JSON lines, one JSON record, a list of records, or an answer of OSV's API.
pub struct Records<R> {
    from: R,
    path: String,
    line: usize,
    /// Records of a value that had to be read whole, last first.
    whole: Vec<Next>,
    /// Whether a line that is one was seen: then no value over many lines follows.
    begun: bool,
    over: bool,
}

impl<R: BufRead> Records<R> {
    /// Records of a text at a path, which is for people only.
    pub fn new(from: R, path: &str) -> Self {
        Self { from, path: path.to_owned(), line: 0, whole: Vec::new(), begun: false, over: false }
    }

    /// The next line with something on it.
    fn line(&mut self) -> Option<Result<Vec<u8>, Problem>> {
        loop {
            let mut line = Vec::new();
            let limit = MOST_RECORD_BYTES as u64 + 1;
            let read = self.from.by_ref().take(limit).read_until(b'\n', &mut line);
            self.line += 1;
            match read {
                Err(error) => {
                    self.over = true;
                    return Some(Err(damaged(&self.path, format!("line {}", self.line), error)));
                }
                Ok(0) => return None,
                Ok(_) if line.len() > MOST_RECORD_BYTES => return Some(self.beyond(line)),
                Ok(_) if line.trim_ascii().is_empty() => {}
                Ok(_) => return Some(Ok(line)),
            }
        }
    }

    /// A line beyond the limit: a list on one line is read whole, anything else is passed over.
    fn beyond(&mut self, mut line: Vec<u8>) -> Result<Vec<u8>, Problem> {
        if self.line == 1 && line.trim_ascii_start().starts_with(b"[") {
            return Ok(line);
        }
        let place = format!("line {}", self.line);
        while !line.ends_with(b"\n") {
            line.clear();
            let read = self.from.by_ref().take(1 << 16).read_until(b'\n', &mut line);
            if !matches!(read, Ok(1..)) {
                break;
            }
        }
        Err(damaged(
            &self.path,
            place,
            format!("a record of more than {} MiB", MOST_RECORD_BYTES >> 20),
        ))
    }

    /// What begins with a line that is no record by itself, read to its end: one value over many
    /// lines, or lines of which the first is damaged.
    fn rest(&mut self, first: Vec<u8>) {
        self.over = true;
        let mut bytes = first;
        let limit = (MOST_VALUE_BYTES + 1).saturating_sub(bytes.len()) as u64;
        if let Err(error) = self.from.by_ref().take(limit).read_to_end(&mut bytes) {
            return self.whole.push(Err(damaged(&self.path, "line 1", error)));
        }
        if bytes.len() > MOST_VALUE_BYTES {
            let reason = format!("one JSON value of more than {} MiB", MOST_VALUE_BYTES >> 20);
            return self.whole.push(Err(damaged(&self.path, "line 1", reason)));
        }
        self.whole = match values(&bytes) {
            Some(values) => self.parts("record", &values),
            None => {
                let lines = bytes.split(|byte| *byte == b'\n');
                self.parts("line", &lines.collect::<Vec<_>>())
            }
        };
    }

    /// Records of parts of a text, last first; empty parts are passed over.
    fn parts(&self, word: &str, parts: &[&[u8]]) -> Vec<Next> {
        let full = parts.iter().enumerate().filter(|(_, bytes)| !bytes.trim_ascii().is_empty());
        let next = |(at, bytes): (usize, &&[u8])| {
            let place = format!("{word} {}", at + 1);
            record(bytes).map_err(|reason| damaged(&self.path, place, reason))
        };
        full.map(next).rev().collect()
    }
}

/// The records of one JSON value: itself, or those of a [`list`].
fn values(bytes: &[u8]) -> Option<Vec<&[u8]>> {
    list(bytes).or_else(|| {
        let text = std::str::from_utf8(bytes).ok()?;
        serde_json::from_str::<&RawValue>(text).ok().map(|it| vec![it.get().as_bytes()])
    })
}

/// The elements of a list, or those under `vulns` in an answer of OSV's API.
fn list(bytes: &[u8]) -> Option<Vec<&[u8]>> {
    #[derive(serde::Deserialize)]
    struct Answer<'a> {
        #[serde(borrow)]
        vulns: Vec<&'a RawValue>,
    }
    let text = std::str::from_utf8(bytes).ok()?;
    let list = serde_json::from_str::<Vec<&RawValue>>(text);
    let list =
        list.or_else(|_| serde_json::from_str::<Answer<'_>>(text).map(|it| it.vulns)).ok()?;
    Some(list.into_iter().map(|it| it.get().as_bytes()).collect())
}

impl<R: BufRead> Iterator for Records<R> {
    type Item = Next;

    fn next(&mut self) -> Option<Next> {
        loop {
            if let Some(next) = self.whole.pop() {
                return Some(next);
            }
            if self.over {
                return None;
            }
            match self.line()? {
                Ok(line) => self.take(line),
                Err(problem) => return Some(Err(problem)),
            }
        }
    }
}

impl<R: BufRead> Records<R> {
    /// Puts the records of a line, or of what begins with it, into `whole`.
    fn take(&mut self, line: Vec<u8>) {
        let reason = match record(&line) {
            Ok(reports) => {
                self.begun = true;
                return self.whole.push(Ok(reports));
            }
            Err(reason) => reason,
        };
        let whole = line.trim_ascii();
        if let Some(values) = list(whole) {
            self.whole = self.parts("record", &values);
            return;
        }
        let begins = whole.starts_with(b"{") && !whole.ends_with(b"}")
            || whole.starts_with(b"[") && !whole.ends_with(b"]");
        if begins && !self.begun {
            return self.rest(line);
        }
        self.begun = true;
        self.whole.push(Err(damaged(&self.path, format!("line {}", self.line), reason)));
    }
}

/// Records of a ZIP archive: its members that end in `.json` or `.jsonl`.
pub struct Archive<R> {
    archive: ZipArchive<R>,
    path: String,
    at: usize,
    unpacked: u64,
    inside: Vec<Next>,
}

impl<R: Read + Seek> Archive<R> {
    /// Opens an archive.
    ///
    /// # Errors
    /// A problem when it is none, or holds more than may be read.
    pub fn open(from: R, path: &str) -> Result<Self, Problem> {
        let refuse =
            |reason: String| Problem::new("NRS-PACKAGE-012").at(path).fact("reason", reason);
        let archive = ZipArchive::new(from).map_err(|error| refuse(error.to_string()))?;
        if archive.len() > MOST_MEMBERS {
            return Err(refuse(format!("it has more than {MOST_MEMBERS} members")));
        }
        Ok(Self { archive, path: path.to_owned(), at: 0, unpacked: 0, inside: Vec::new() })
    }

    /// How many members it has, and how many of them have been looked at.
    pub fn progress(&self) -> (usize, usize) {
        (self.at, self.archive.len())
    }

    fn member(&mut self, at: usize) -> Result<Option<(String, Vec<u8>)>, Problem> {
        let path = self.path.clone();
        let broken = |reason: String| damaged(&path, format!("member {}", at + 1), reason);
        let member = self.archive.by_index(at).map_err(|error| broken(error.to_string()))?;
        let name = member.name().map_err(|error| broken(error.to_string()))?.into_owned();
        let lower = name.to_ascii_lowercase();
        if !member.is_file() || !(lower.ends_with(".json") || lower.ends_with(".jsonl")) {
            return Ok(None);
        }
        let lines = lower.ends_with(".jsonl");
        let limit = if lines { MOST_VALUE_BYTES } else { MOST_RECORD_BYTES };
        let (size, packed) = (member.size(), member.compressed_size());
        if size > limit as u64 || size > 1 << 20 && size / packed.max(1) > MOST_RATIO {
            return Err(damaged(&self.path, name, "it is too large"));
        }
        let mut bytes = Vec::with_capacity(usize::try_from(size).unwrap_or_default());
        let read = member.take(limit as u64 + 1).read_to_end(&mut bytes);
        read.map_err(|error| damaged(&path, &name, error))?;
        if bytes.len() > limit {
            return Err(damaged(&path, name, "it is too large"));
        }
        self.unpacked += bytes.len() as u64;
        Ok(Some((name, bytes)))
    }
}

impl<R: Read + Seek> Iterator for Archive<R> {
    type Item = Next;

    fn next(&mut self) -> Option<Next> {
        loop {
            if let Some(next) = self.inside.pop() {
                return Some(next);
            }
            if self.at >= self.archive.len() {
                return None;
            }
            if self.unpacked > MOST_UNPACKED {
                self.at = self.archive.len();
                let reason = format!("it unpacks to more than {} GiB", MOST_UNPACKED >> 30);
                let problem = Problem::new("NRS-PACKAGE-012").at(&self.path);
                return Some(Err(problem.fact("reason", reason)));
            }
            let at = self.at;
            self.at += 1;
            match self.member(at) {
                Err(problem) => return Some(Err(problem)),
                Ok(None) => {}
                Ok(Some((name, bytes))) => {
                    let path = format!("{}/{name}", self.path);
                    self.inside = Records::new(bytes.as_slice(), &path).collect();
                    self.inside.reverse();
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use std::io::{Cursor, Write as _};

    use zip::ZipWriter;
    use zip::write::SimpleFileOptions;

    use super::*;

    fn one(id: &str) -> String {
        format!(
            "{{\"id\": \"{id}\", \"affected\": [{{\"package\": {{\"ecosystem\": \"npm\", \"name\": \"a\"}}}}]}}"
        )
    }

    #[track_caller]
    fn check(records: impl Iterator<Item = Next>, expected: &[&str]) {
        let shown = |next: Next| match next {
            Ok(reports) => reports.first().map_or_else(|| "-".to_owned(), |it| it.id.clone()),
            Err(problem) => problem.code.to_owned(),
        };
        assert_eq!(records.map(shown).collect::<Vec<_>>(), expected);
    }

    #[test]
    fn texts_of_every_shape_are_records() {
        let (a, b) = (one("A-1"), one("B-2"));
        let read = |text: String| Records::new(Cursor::new(text), "x");
        check(read(format!("{a}\n\n{b}\n")), &["A-1", "B-2"]);
        check(read(format!("[{a},\n{b}]")), &["A-1", "B-2"]);
        check(read(format!("{{\"vulns\": [{a}, {b}]}}")), &["A-1", "B-2"]);
        check(read(a.replace("[{", "\n[{\n")), &["A-1"]);
        check(read(format!("{a}\nnot json\n{b}")), &["A-1", "NRS-PACKAGE-010", "B-2"]);
        check(read(String::new()), &[]);
        check(read("hello".to_owned()), &["NRS-PACKAGE-010"]);
        check(read("{\"type\": \"bundle\"}".to_owned()), &["NRS-PACKAGE-010"]);
        check(read("[]".to_owned()), &[]);
        let cut = &a[..20];
        check(read(format!("{cut}\n{a}\n{b}\n")), &["NRS-PACKAGE-010", "A-1", "B-2"]);
        check(read(format!("{a}\n{cut}\n{b}\n")), &["A-1", "NRS-PACKAGE-010", "B-2"]);
    }

    #[test]
    fn a_record_without_end_is_passed_over() {
        let long =
            format!("{}\n{}\n{}\n", one("A-1"), "x".repeat(MOST_RECORD_BYTES + 10), one("B-2"));
        check(Records::new(Cursor::new(long), "x"), &["A-1", "NRS-PACKAGE-010", "B-2"]);
    }

    #[test]
    fn archives_are_read_member_by_member() {
        let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
        let options = SimpleFileOptions::default();
        for (name, text) in [
            ("a/A-1.json", one("A-1")),
            ("readme.md", "no".into()),
            ("b.jsonl", format!("{}\n{}", one("B-2"), one("C-3"))),
            ("d.json", "{".into()),
        ] {
            zip.start_file(name, options).expect("begun");
            zip.write_all(text.as_bytes()).expect("written");
        }
        let bytes = zip.finish().expect("an archive").into_inner();
        let cut = bytes[..bytes.len() / 2].to_vec();
        let archive = Archive::open(Cursor::new(bytes), "x.zip").expect("opens");
        check(archive, &["A-1", "B-2", "C-3", "NRS-PACKAGE-010"]);
        assert!(
            Archive::open(Cursor::new(cut), "x.zip").is_err_and(|it| it.code == "NRS-PACKAGE-012")
        );
    }

    #[test]
    fn a_bomb_is_refused() {
        let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
        zip.start_file("a.json", SimpleFileOptions::default()).expect("begun");
        zip.write_all(&vec![b' '; MOST_RECORD_BYTES - 1]).expect("written");
        let bytes = zip.finish().expect("an archive").into_inner();
        check(Archive::open(Cursor::new(bytes), "x.zip").expect("opens"), &["NRS-PACKAGE-010"]);
    }
}
