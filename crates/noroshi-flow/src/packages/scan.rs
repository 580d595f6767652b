//! Reading source that is already on disk.

use std::fs;
use std::path::{Path, PathBuf};

use noroshi_model::{Bilingual, Check, Finding, FindingKind, Problem};
use noroshi_packages::source::{Acceptances, Hooks, MOST_BYTES, Reader, Sighting};
use walkdir::WalkDir;

use super::inventory::shown;
use super::keep::keep;
use crate::clock::{now, today};
use crate::guard::guarded;
use crate::progress::{Progress, Step};
use crate::{FlowError, Workspace};

/// The most files of one scan.
const MOST_FILES: usize = 1_000_000;

/// What source does.
#[derive(Debug, Default)]
pub struct Scanned {
    /// What was seen: gravest first, then in order of path and line.
    pub sightings: Vec<Sighting>,
    /// Files that were read.
    pub files: usize,
    /// Their size in bytes.
    pub bytes: u64,
    /// What could not be read.
    pub problems: Vec<Problem>,
}

/// Reads the source below the paths; nothing is unpacked, run or downloaded. `accepted` is a file
/// of acceptances. Findings are kept, if the workspace has a store.
///
/// # Errors
/// [`FlowError::Unread`] when the file of acceptances cannot be read, [`FlowError::Store`] when the
/// store fails.
pub async fn scan(
    workspace: &Workspace,
    paths: &[PathBuf],
    accepted: Option<&Path>,
    progress: &dyn Progress,
) -> Result<Scanned, FlowError> {
    let mut scanned = Scanned::default();
    let reader = Reader::new(scanned.acceptances(accepted)?);
    let files: Vec<PathBuf> =
        paths.iter().flat_map(|path| scanned.files_below(path)).take(MOST_FILES).collect();
    let hooks = hooks(&files);
    progress.start(Step::Reading, files.len());
    for path in &files {
        scanned.file(path, &reader, &hooks);
        progress.advance(&path.display().to_string());
    }
    progress.finish();
    scanned.sightings.sort_by(|a, b| (b.grade, &a.path, a.line).cmp(&(a.grade, &b.path, b.line)));
    if scanned.files == 0 && scanned.problems.is_empty() {
        scanned.problems.push(Problem::new("NRS-FLOW-074").at(shown(paths)));
    }
    if scanned.files > 0 {
        scanned.keep(workspace).await?;
    }
    Ok(scanned)
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

    /// No folder is left out, hidden ones neither: that would be where to hide.
    fn files_below(&mut self, path: &Path) -> Vec<PathBuf> {
        let mut files = Vec::new();
        for entry in WalkDir::new(path).sort_by_file_name() {
            match entry {
                Ok(entry) if entry.file_type().is_file() => {
                    if Reader::reads(&entry.path().to_string_lossy()) {
                        files.push(entry.into_path());
                    }
                }
                Ok(_) => {}
                Err(error) => {
                    let place = error.path().unwrap_or(path).display().to_string();
                    self.problems
                        .push(Problem::new("NRS-FLOW-010").at(place).fact("reason", error));
                }
            }
        }
        files
    }

    fn file(&mut self, path: &Path, reader: &Reader, hooks: &Hooks) {
        let shown = path.to_string_lossy().into_owned();
        let bytes = match load(path) {
            Ok(bytes) => bytes,
            Err(problem) => return self.problems.push(problem),
        };
        self.files += 1;
        self.bytes += bytes.len() as u64;
        match guarded(|| reader.read(&shown, &bytes, hooks)) {
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
