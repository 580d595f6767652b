//! Compiling and running rules with `yara-x`.

use std::sync::Arc;
use std::time::Duration;

use noroshi_model::{Bilingual, Problem};
use yara_x::errors::CompileError;
use yara_x::{Compiler, MetaValue, Rule, Rules, ScanError, Scanner};

use super::{RuleFile, YaraRule, own};
use crate::source::mask;
use crate::source::rule::{AnyRule, Grade};
use crate::source::{Acceptances, MOST_BYTES, Sighting, digest};

/// The most bytes of all files of rules together; what is beyond is told and not compiled.
const MOST_RULE_BYTES: usize = 32 << 20;
/// Seconds after which the rules give up on one file.
const MOST_SECONDS: u64 = 10;
/// Of one pattern so many matches are kept in one file; only the first place is shown.
const MOST_MATCHES: usize = 10_000;
/// So many characters of what a rule says of itself are kept.
const MOST_WORDS: usize = 300;
/// So many bytes before a match are shown with it when its line is long.
const BEFORE: usize = 40;
/// So many bytes of the line of a match are looked at.
const LINE: usize = 1_000;

/// Compiled rules.
#[derive(Debug)]
pub struct YaraRules(Rules);

/// Reads files; made once for many.
pub struct YaraScanner<'r>(Scanner<'r>);

impl YaraRules {
    /// The rules of the project.
    pub fn own() -> Self {
        let mut compiler = compiler();
        for (name, text) in own::FILES {
            // A test compiles each of them without a problem.
            drop(add(&mut compiler, &format!("rules/yara/{name}.yar"), text.as_bytes()));
        }
        Self(compiler.build())
    }

    /// Compiles files of rules. A rule with an error is told and left out, the others hold.
    pub fn compile(files: &[RuleFile]) -> (Self, Vec<Problem>) {
        let (mut compiler, mut problems, mut bytes) = (compiler(), Vec::new(), 0);
        for file in files {
            bytes += file.bytes.len();
            if bytes > MOST_RULE_BYTES {
                problems.push(
                    Problem::new("NRS-PACKAGE-003")
                        .at(&file.path)
                        .fact("size", bytes)
                        .fact("limit", MOST_RULE_BYTES),
                );
                break;
            }
            if let Err(why) = add(&mut compiler, &file.path, &file.bytes) {
                problems.push(unusable(file, &why));
            }
        }
        (Self(compiler.build()), problems)
    }

    /// How many rules there are, private ones not counted.
    pub fn count(&self) -> usize {
        self.0.iter().filter(|rule| !rule.is_private()).count()
    }

    /// A scanner with these rules.
    pub fn scanner(&self) -> YaraScanner<'_> {
        let mut scanner = Scanner::new(&self.0);
        scanner
            .set_timeout(Duration::from_secs(MOST_SECONDS))
            .max_matches_per_pattern(MOST_MATCHES);
        YaraScanner(scanner)
    }
}

fn compiler<'a>() -> Compiler<'a> {
    let mut compiler = Compiler::new();
    compiler.enable_includes(false).colorize_errors(false).max_warnings(0);
    compiler
}

/// Adds a file under a namespace of its own, so that two files may use one identifier.
fn add(compiler: &mut Compiler<'_>, path: &str, bytes: &[u8]) -> Result<(), CompileError> {
    compiler.new_namespace(path);
    compiler.add_source(yara_x::SourceCode::from(bytes).with_origin(path))?;
    Ok(())
}

fn unusable(file: &RuleFile, why: &CompileError) -> Problem {
    let at = why.labels().next().map_or(0, |label| label.span().start());
    let (line, _) = place(&file.bytes, at);
    Problem::new("NRS-PACKAGE-023").at(&file.path).fact("line", line).fact("reason", why.title())
}

impl YaraScanner<'_> {
    /// The rules that one file meets, each once, at its first place.
    pub fn read(
        &mut self,
        path: &str,
        bytes: &[u8],
        accepted: &Acceptances,
    ) -> (Vec<Sighting>, Vec<Problem>) {
        let read = &bytes[..bytes.len().min(MOST_BYTES)];
        let met = match self.0.scan(read) {
            Ok(met) => met,
            Err(why) => return (Vec::new(), vec![gave_up(path, &why)]),
        };
        let mut rules = met.matching_rules().peekable();
        if rules.peek().is_none() {
            return (Vec::new(), Vec::new());
        }
        let sha256 = digest(bytes);
        let sightings = rules.map(|rule| {
            let at = rule
                .patterns()
                .filter_map(|pattern| Some(pattern.matches().next()?.range().start))
                .min();
            let (line, evidence) = place(read, at.unwrap_or(0));
            let rule = Arc::new(about(&rule));
            Sighting {
                grade: rule.grade,
                path: path.to_owned(),
                line,
                source_line: None,
                evidence,
                accepted: accepted.of(path, &rule.word, &sha256).cloned(),
                sha256: sha256.clone(),
                rule: AnyRule::Yara(rule),
            }
        });
        (sightings.collect(), Vec::new())
    }
}

fn gave_up(path: &str, why: &ScanError) -> Problem {
    Problem::new("NRS-PACKAGE-024").at(path).fact("reason", why).fact("seconds", MOST_SECONDS)
}

/// The line of a byte, and what is shown of it.
fn place(bytes: &[u8], at: usize) -> (u32, String) {
    let (before, after) = bytes.split_at(at.min(bytes.len()));
    let line = before.iter().filter(|byte| **byte == b'\n').count() + 1;
    let start = before.iter().rposition(|byte| *byte == b'\n').map_or(0, |end| end + 1);
    let start = start.max(before.len().saturating_sub(BEFORE));
    let end =
        after.iter().take(LINE).position(|byte| *byte == b'\n').unwrap_or(after.len().min(LINE));
    let shown = String::from_utf8_lossy(&bytes[start..before.len() + end]);
    (u32::try_from(line).unwrap_or(u32::MAX), mask::shown(&shown))
}

/// What a rule says of itself.
fn about(rule: &Rule<'_, '_>) -> YaraRule {
    let text = |key: &str| {
        rule.metadata().find_map(|(name, value)| match value {
            MetaValue::String(text) if name.eq_ignore_ascii_case(key) => {
                let text: String = text.trim().chars().take(MOST_WORDS).collect();
                (!text.is_empty()).then_some(text)
            }
            _ => None,
        })
    };
    let english = text("description").unwrap_or_else(|| rule.identifier().to_owned());
    let japanese = text("description_ja").unwrap_or_else(|| english.clone());
    YaraRule {
        word: format!("yara:{}", rule.identifier()),
        file: rule.namespace().to_owned(),
        author: text("author").unwrap_or_else(|| rule.namespace().to_owned()),
        says: Bilingual::new(english, japanese),
        grade: grade(rule, text("severity").as_deref()),
        link: text("reference")
            .filter(|link| link.starts_with("https://") || link.starts_with("http://")),
    }
}

/// `severity` in words; else `score`, in which YARA Forge calls 75 and more sure and less than 50 weak.
///
/// Source: <https://github.com/YARAHQ/yara-forge>, "score".
fn grade(rule: &Rule<'_, '_>, severity: Option<&str>) -> Grade {
    match severity.map(str::to_ascii_lowercase).as_deref() {
        Some("critical" | "high" | "error") => return Grade::High,
        Some("medium" | "warning") => return Grade::Medium,
        Some("low" | "info" | "informational") => return Grade::Low,
        _ => {}
    }
    let score = rule.metadata().find_map(|(name, value)| match value {
        MetaValue::Integer(score) if name == "score" => Some(score),
        _ => None,
    });
    match score {
        Some(75..) => Grade::High,
        Some(..50) => Grade::Low,
        _ => Grade::Medium,
    }
}
