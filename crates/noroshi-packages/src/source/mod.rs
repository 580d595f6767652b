//! What source that is already on disk does: where it reads secrets, and where it sends them.
//!
//! Nothing is downloaded, unpacked or run. A file is cut into tokens (Python, JavaScript), values are
//! followed from where they are read to where they are sent or run, and the text is searched
//! for a few patterns. [`Reader::read`] takes one file; [`Hooks`] must have seen the `package.json`
//! files first, because what runs on install is graver.
//!
//! # Invariants
//! - No folder is left out: tests and documentation are read like the rest.
//! - Work grows with the size of the file, not faster; brackets nest without recursion.
//! - A sighting says rule, grade, line and a masked piece of the line. It is no verdict.

mod chain;
mod decode;
mod finding;
mod flow;
mod fold;
mod hook;
mod import;
mod mask;
mod nested;
mod pattern;
mod python;
mod rule;
mod scope;
mod script;
mod suppress;
mod token;
mod vocabulary;
mod yara;

use noroshi_model::Problem;
use sha2::{Digest, Sha256};

pub use hook::Hooks;
pub use rule::{AnyRule, Grade, Rule};
pub use suppress::{Acceptance, Acceptances};
pub use yara::{RuleFile, YaraRule, YaraRules, YaraScanner};

use flow::{Met, Names, Uses};
use pattern::{Lines, Patterns};

/// The most bytes of one file that are read; the rest of a longer one is told and not read.
pub const MOST_BYTES: usize = 8 << 20;

/// A language that is read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Language {
    Python,
    Script,
}

/// What a file is, by its name.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum FileKind {
    Source(Language),
    PackageJson,
    PathFile,
    Shell,
}

/// Something that source does.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sighting {
    /// The rule.
    pub rule: AnyRule,
    /// How grave it is here.
    pub grade: Grade,
    /// The file.
    pub path: String,
    /// The line where it is sent or run, from 1.
    pub line: u32,
    /// The line where the value was read, if it is another.
    pub source_line: Option<u32>,
    /// The line, cut, secrets masked.
    pub evidence: String,
    /// SHA-256 of the file, lower case hexadecimal.
    pub sha256: String,
    /// The acceptance that covers it.
    pub accepted: Option<Acceptance>,
}

/// Reads files; made once, used for many.
#[derive(Debug)]
pub struct Reader {
    patterns: Patterns,
    accepted: Acceptances,
}

impl Reader {
    /// A reader that knows what was accepted.
    pub fn new(accepted: Acceptances) -> Self {
        Self { patterns: Patterns::new(), accepted }
    }

    /// What was accepted.
    pub fn accepted(&self) -> &Acceptances {
        &self.accepted
    }

    /// Whether a file of this name is read at all.
    pub fn reads(path: &str) -> bool {
        kind(path).is_some()
    }

    /// What one file does: gravest first, then by line. Nothing for a file that is not [read](Self::reads).
    pub fn read(&self, path: &str, bytes: &[u8], hooks: &Hooks) -> (Vec<Sighting>, Vec<Problem>) {
        let Some(kind) = kind(path) else { return (Vec::new(), Vec::new()) };
        let mut problems = Vec::new();
        if bytes.len() > MOST_BYTES {
            problems.push(too_large(path, bytes.len()));
        }
        let text = String::from_utf8_lossy(&bytes[..bytes.len().min(MOST_BYTES)]);
        let lines = Lines::new(&text);
        let mut met = self.patterns.search(&text, &lines);
        match kind {
            FileKind::PackageJson => met.extend(hook::package_json(&text, &lines).0),
            FileKind::PathFile => met.extend(hook::path_file(&text)),
            FileKind::Shell => {}
            FileKind::Source(language) => met.extend(source(path, &text, language, hooks)),
        }
        keep_one_blob(&mut met);
        (self.sightings(path, bytes, &text, &lines, met), problems)
    }

    fn sightings(
        &self,
        path: &str,
        bytes: &[u8],
        text: &str,
        lines: &Lines,
        mut met: Vec<Met>,
    ) -> Vec<Sighting> {
        if met.is_empty() {
            return Vec::new();
        }
        let sha256 = digest(bytes);
        met.sort_by_key(|one| (std::cmp::Reverse(one.rule.grade()), one.line, one.rule));
        met.dedup_by_key(|one| (one.line, one.rule));
        met.into_iter()
            .map(|met| Sighting {
                rule: AnyRule::Built(met.rule),
                grade: met.rule.grade(),
                path: path.to_owned(),
                line: met.line,
                source_line: (met.source != 0 && met.source != met.line).then_some(met.source),
                evidence: mask::shown(lines.text(text, met.line)),
                accepted: self.accepted.of(path, met.rule.word(), &sha256).cloned(),
                sha256: sha256.clone(),
            })
            .collect()
    }
}

/// SHA-256, lower case hexadecimal.
fn digest(bytes: &[u8]) -> String {
    Sha256::digest(bytes).iter().map(|byte| format!("{byte:02x}")).collect()
}

fn too_large(path: &str, size: usize) -> Problem {
    Problem::new("NRS-PACKAGE-020").at(path).fact("size", size).fact("limit", MOST_BYTES)
}

fn source(path: &str, text: &str, language: Language, hooks: &Hooks) -> Vec<Met> {
    let install = hooks.runs(path);
    if !install && !flow::worth(text) {
        return Vec::new();
    }
    let names = if is_packed(text) { Names::Packed } else { Names::Chosen };
    let (mut met, uses) = follow(text, language, names, nested::DEEP);
    if install {
        hook::on_install(&mut met, uses);
    }
    met
}

/// What a text of a language does, and what the texts in it do where they are source themselves.
fn follow(text: &str, language: Language, names: Names, deep: usize) -> (Vec<Met>, Uses) {
    let written = match language {
        Language::Python => python::tokens(text),
        Language::Script => script::tokens(text),
    };
    // What a packer writes is in one piece, unless the packer hides names.
    if names == Names::Packed && !text.contains("_0x") {
        return flow::follow(&written, language, names);
    }
    let pieces = fold::fold(&written);
    let tokens = fold::tokens(&pieces);
    let (mut met, uses) = flow::follow(&tokens, language, names);
    if names == Names::Chosen && deep > 0 {
        met.extend(nested::follow(&tokens, deep - 1));
    }
    (met, uses)
}

/// Whether a file was packed for browsers: long, in long lines.
fn is_packed(text: &str) -> bool {
    text.len() > PACKED_FROM
        && text.len() / (text.bytes().filter(|byte| *byte == b'\n').count() + 1) > PACKED_LINE
}

/// A packed file has at least so many bytes, and so many in a line.
const PACKED_FROM: usize = 20_000;
const PACKED_LINE: usize = 200;

/// Keeps the first long blob of a file: more of them say no more.
fn keep_one_blob(met: &mut Vec<Met>) {
    let mut first = true;
    met.retain(|one| one.rule != Rule::LongBlob || std::mem::take(&mut first));
}

fn kind(path: &str) -> Option<FileKind> {
    let base = hook::base(path);
    if base == "package.json" {
        return Some(FileKind::PackageJson);
    }
    let (_, end) = base.rsplit_once('.')?;
    match end.to_ascii_lowercase().as_str() {
        "py" | "pyw" | "pyi" => Some(FileKind::Source(Language::Python)),
        "js" | "cjs" | "mjs" | "jsx" | "ts" | "cts" | "mts" | "tsx" => {
            Some(FileKind::Source(Language::Script))
        }
        "pth" => Some(FileKind::PathFile),
        "sh" | "bash" | "ps1" | "bat" | "cmd" => Some(FileKind::Shell),
        _ => None,
    }
}
