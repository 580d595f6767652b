//! Reading source that is already on disk.

use std::fs;
use std::path::{Path, PathBuf};

use noroshi_model::{Bilingual, Check, Finding, FindingKind, Problem};
use noroshi_packages::source::{
    Acceptances, Hooks, MOST_BYTES, Reader, RuleFile, Sighting, YaraRules, YaraScanner,
};
use walkdir::WalkDir;

use super::inventory::shown;
use super::keep::keep;
use crate::clock::{now, today};
use crate::guard::guarded;
use crate::progress::{Progress, Step};
use crate::{FlowError, Workspace};

/// The most files of one scan.
const MOST_FILES: usize = 1_000_000;

/// The most files of YARA rules.
const MOST_RULE_FILES: usize = 10_000;

/// Where to look, and with what.
#[derive(Debug, Clone, Copy)]
pub struct ScanOrder<'a> {
    /// Folders or files of source.
    pub paths: &'a [PathBuf],
    /// A file of acceptances.
    pub accepted: Option<&'a Path>,
    /// Files of YARA rules, or folders of them. They are held against every file; the own rules only
    /// against what is read as source.
    pub rules: &'a [PathBuf],
}

/// What source does.
#[derive(Debug, Default)]
pub struct Scanned {
    /// What was seen: gravest first, then in order of path and line.
    pub sightings: Vec<Sighting>,
    /// Files that were read.
    pub files: usize,
    /// Their size in bytes.
    pub bytes: u64,
    /// YARA rules of the user that were held against them.
    pub rules: usize,
    /// What could not be read.
    pub problems: Vec<Problem>,
}

/// Reads the source below the paths; nothing is unpacked, run or downloaded. Findings are kept, if the
/// workspace has a store. Nothing is read when rules were given and none of them can be used.
///
/// # Errors
/// [`FlowError::Unread`] when the file of acceptances cannot be read, [`FlowError::Store`] when the
/// store fails.
pub async fn scan(
    workspace: &Workspace,
    order: ScanOrder<'_>,
    progress: &dyn Progress,
) -> Result<Scanned, FlowError> {
    let mut scanned = Scanned::default();
    let reader = Reader::new(scanned.acceptances(order.accepted)?);
    let theirs = scanned.compiled(order.rules);
    if !order.rules.is_empty() && scanned.rules == 0 {
        return Ok(scanned);
    }
    let files = scanned.files_below(order);
    scanned.look(&files, reader, &theirs, progress);
    scanned.sightings.sort_by(|a, b| (b.grade, &a.path, a.line).cmp(&(a.grade, &b.path, b.line)));
    if scanned.files == 0 && scanned.problems.is_empty() {
        scanned.problems.push(Problem::new("NRS-FLOW-074").at(shown(order.paths)));
    }
    if scanned.files > 0 {
        scanned.keep(workspace).await?;
    }
    Ok(scanned)
}

/// All that looks at a file.
struct Eyes<'r> {
    reader: Reader,
    hooks: Hooks,
    own: YaraScanner<'r>,
    theirs: YaraScanner<'r>,
}

impl Eyes<'_> {
    fn read(&mut self, path: &str, bytes: &[u8]) -> (Vec<Sighting>, Vec<Problem>) {
        let (mut sightings, mut problems) = self.reader.read(path, bytes, &self.hooks);
        let accepted = self.reader.accepted();
        let mut more = vec![self.theirs.read(path, bytes, accepted)];
        if Reader::reads(path) {
            more.push(self.own.read(path, bytes, accepted));
        }
        for (seen, told) in more {
            sightings.extend(seen);
            problems.extend(told);
        }
        (sightings, problems)
    }
}

/// Which files run on install: every `package.json` must have been seen before.
fn hooks(files: &[PathBuf]) -> Hooks {
    let mut hooks = Hooks::default();
    let named = |path: &&PathBuf| path.file_name().is_some_and(|name| name == "package.json");
    for path in files.iter().filter(named) {
        if let Ok(bytes) = load(path) {
            hooks.note(&path.to_string_lossy(), &bytes);
        }
    }
    hooks
}

fn load(path: &Path) -> Result<Vec<u8>, Problem> {
    use std::io::Read as _;
    let unread = |error: std::io::Error| {
        Problem::new("NRS-FLOW-010").at(path.display().to_string()).fact("reason", error)
    };
    let mut bytes = Vec::new();
    let file = fs::File::open(path).map_err(unread)?;
    // One byte more than is read tells that there is more.
    file.take(MOST_BYTES as u64 + 1).read_to_end(&mut bytes).map_err(unread)?;
    Ok(bytes)
}

impl Scanned {
    fn acceptances(&mut self, path: Option<&Path>) -> Result<Acceptances, FlowError> {
        let Some(path) = path else { return Ok(Acceptances::default()) };
        let text = String::from_utf8_lossy(&load(path).map_err(FlowError::Unread)?).into_owned();
        let (accepted, problems) = Acceptances::read(&path.display().to_string(), &text, today());
        self.problems.extend(problems);
        Ok(accepted)
    }

    /// The rules of the user; `rules` says how many there are.
    fn compiled(&mut self, paths: &[PathBuf]) -> YaraRules {
        let of_rules = |path: &str| {
            [".yar", ".yara"].iter().any(|end| path.to_ascii_lowercase().ends_with(end))
        };
        let mut files = Vec::new();
        for path in self.walked(paths, of_rules, MOST_RULE_FILES) {
            match load(&path) {
                Ok(bytes) => files.push(RuleFile { path: path.display().to_string(), bytes }),
                Err(problem) => self.problems.push(problem),
            }
        }
        let (rules, problems) = YaraRules::compile(&files);
        self.rules = rules.count();
        self.problems.extend(problems);
        if !paths.is_empty() && self.rules == 0 && self.problems.is_empty() {
            self.problems.push(Problem::new("NRS-FLOW-076").at(shown(paths)));
        }
        rules
    }

    /// What is looked at: source, and every other file too when there are rules of the user.
    fn files_below(&mut self, order: ScanOrder<'_>) -> Vec<PathBuf> {
        let every = self.rules > 0;
        self.walked(order.paths, |path| every || Reader::reads(path), MOST_FILES)
    }

    /// Files that are `wanted`, in order. No folder is left out, hidden ones neither: that would be
    /// where to hide.
    fn walked(
        &mut self,
        paths: &[PathBuf],
        wanted: impl Fn(&str) -> bool,
        most: usize,
    ) -> Vec<PathBuf> {
        let mut files = Vec::new();
        for (path, entry) in paths.iter().flat_map(|path| {
            WalkDir::new(path).sort_by_file_name().into_iter().map(move |it| (path, it))
        }) {
            match entry {
                Ok(entry) if entry.file_type().is_file() => {
                    if files.len() < most && wanted(&entry.path().to_string_lossy()) {
                        files.push(entry.into_path());
                    }
                }
                Ok(_) => {}
                Err(error) => {
                    let place = error.path().unwrap_or(path).display().to_string();
                    let reason =
                        error.io_error().map_or_else(|| error.to_string(), ToString::to_string);
                    self.problems
                        .push(Problem::new("NRS-FLOW-010").at(place).fact("reason", reason));
                }
            }
        }
        files
    }

    fn look(
        &mut self,
        files: &[PathBuf],
        reader: Reader,
        theirs: &YaraRules,
        progress: &dyn Progress,
    ) {
        let own = YaraRules::own();
        let mut eyes =
            Eyes { reader, hooks: hooks(files), own: own.scanner(), theirs: theirs.scanner() };
        progress.start(Step::Reading, files.len());
        for path in files {
            self.file(path, &mut eyes);
            progress.advance(&path.display().to_string());
        }
        progress.finish();
    }

    fn file(&mut self, path: &Path, eyes: &mut Eyes<'_>) {
        let shown = path.to_string_lossy().into_owned();
        let bytes = match load(path) {
            Ok(bytes) => bytes,
            Err(problem) => return self.problems.push(problem),
        };
        self.files += 1;
        self.bytes += bytes.len() as u64;
        match guarded(|| eyes.read(&shown, &bytes)) {
            Ok((sightings, problems)) => {
                self.sightings.extend(sightings);
                self.problems.extend(problems);
            }
            Err(place) => {
                self.problems.push(Problem::new("NRS-FLOW-012").at(shown).fact("reason", place));
            }
        }
    }

    async fn keep(&self, workspace: &Workspace) -> Result<(), FlowError> {
        let findings: Vec<Finding> = self.sightings.iter().filter_map(Sighting::finding).collect();
        let check = Check {
            kind: FindingKind::Package,
            scope: Bilingual::new("what source on disk does", "ディスク上のソースの働き"),
            document: None,
            at: jiff::Timestamp::from_second(now()).unwrap_or_default(),
            looked_at: self.files,
            found: findings.len(),
            gaps: Vec::new(),
        };
        keep(workspace, &findings, &check).await
    }
}
