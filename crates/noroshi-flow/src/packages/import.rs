//! Importing records of reported packages: a folder, an archive, JSON lines or one file.

use std::cell::Cell;
use std::fs::File;
use std::io::{self, BufReader, Read};
use std::path::{Path, PathBuf};
use std::rc::Rc;

use jiff::Timestamp;
use noroshi_model::{PackageReport, Problem};
use noroshi_packages::report::{Archive, Next, Records};
use noroshi_store::{AnyStore, PackageStore as _};
use walkdir::WalkDir;

use crate::clock::now;
use crate::progress::{Progress, Step};
use crate::{FlowError, Workspace};

/// Reports kept in one transaction.
const BATCH: usize = 4_000;

/// Problems that are told one by one; further ones are counted.
const TOLD: usize = 50;

/// Steps in which progress is told.
const STEPS: u64 = 100;

/// What an import did.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ReportsTaken {
    /// Records that were read.
    pub records: usize,
    /// Reports on packages that were not known.
    pub added: usize,
    /// Reports that say something else now.
    pub updated: usize,
    /// Reports that say the same, or are older than what is kept.
    pub unchanged: usize,
    /// Of those added or updated: taken back by their publisher.
    pub withdrawn: usize,
    /// Records that name no package of a registry.
    pub without_package: usize,
    /// Records that were left out.
    pub left_out: usize,
    /// Why, for the first of them.
    pub problems: Vec<Problem>,
}

/// Imports records. Importing the same again changes nothing; what a record said before stays
/// as its history.
///
/// # Errors
/// [`FlowError::Unread`] when a path cannot be read at all or holds no records,
/// [`FlowError::Store`] when the store fails: what was committed before stays.
pub async fn import(
    workspace: &Workspace,
    paths: &[PathBuf],
    progress: &dyn Progress,
) -> Result<ReportsTaken, FlowError> {
    let files = files(paths)?;
    let store = workspace.store().await?;
    let total = files.iter().map(|(_, bytes)| *bytes).sum();
    let meter = Rc::new(Meter { done: Cell::new(0), total });
    let mut taking = Taking {
        store: &store,
        now: Timestamp::from_second(now()).unwrap_or_default(),
        batch: Vec::with_capacity(BATCH),
        taken: ReportsTaken::default(),
        progress,
        told: 0,
        meter,
    };
    progress.start(Step::Importing, usize::try_from(STEPS).unwrap_or(usize::MAX));
    for (path, bytes) in &files {
        taking.file(path, *bytes).await?;
    }
    taking.flush().await?;
    progress.finish();
    let taken = taking.taken;
    store.close().await;
    let nothing = taken.records == 0 && (taken.left_out > 0 || total == 0);
    match paths {
        [path] if nothing => {
            let first = taken.problems.into_iter().next();
            Err(FlowError::Unread(first.unwrap_or_else(|| none_in(path))))
        }
        _ => Ok(taken),
    }
}

fn none_in(path: &Path) -> Problem {
    Problem::new("NRS-FLOW-071").at(path.display().to_string())
}

/// The files of the paths with their sizes; those of folders in order of name.
fn files(paths: &[PathBuf]) -> Result<Vec<(PathBuf, u64)>, FlowError> {
    let mut files = Vec::new();
    for path in paths {
        let before = files.len();
        let found = std::fs::metadata(path).map_err(|error| unread(path, &error))?;
        if !found.is_dir() {
            files.push((path.clone(), found.len()));
            continue;
        }
        for entry in WalkDir::new(path).sort_by_file_name().into_iter().flatten() {
            if entry.file_type().is_file() && holds_records(entry.path()) {
                let bytes = entry.metadata().map(|found| found.len()).unwrap_or_default();
                files.push((entry.into_path(), bytes));
            }
        }
        if files.len() == before {
            return Err(FlowError::Unread(none_in(path)));
        }
    }
    Ok(files)
}

fn holds_records(path: &Path) -> bool {
    let end = path.extension().unwrap_or_default().to_ascii_lowercase();
    ["json", "jsonl", "ndjson", "zip"].iter().any(|known| end == *known)
}

fn unread(path: &Path, error: &io::Error) -> FlowError {
    let problem = Problem::new("NRS-FLOW-010").at(path.display().to_string());
    FlowError::Unread(problem.fact("reason", error))
}

/// How many bytes have been read of all.
struct Meter {
    done: Cell<u64>,
    total: u64,
}

/// A reader that tells the meter.
struct Metered<R> {
    from: R,
    meter: Rc<Meter>,
}

impl<R: Read> Read for Metered<R> {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        let read = self.from.read(into)?;
        self.meter.done.set(self.meter.done.get() + read as u64);
        Ok(read)
    }
}

/// A file and its first bytes, which tell an archive from a text.
fn opened(path: &Path) -> io::Result<(File, Vec<u8>)> {
    let mut file = File::open(path)?;
    let mut head = Vec::new();
    file.by_ref().take(4).read_to_end(&mut head)?;
    Ok((file, head))
}

struct Taking<'a> {
    store: &'a AnyStore,
    now: Timestamp,
    batch: Vec<PackageReport>,
    taken: ReportsTaken,
    progress: &'a dyn Progress,
    told: u64,
    meter: Rc<Meter>,
}

impl Taking<'_> {
    async fn file(&mut self, path: &Path, bytes: u64) -> Result<(), FlowError> {
        let shown = path.display().to_string();
        let (file, head) = match opened(path) {
            Ok(opened) => opened,
            Err(error) => {
                self.leave_out(Problem::new("NRS-FLOW-010").at(shown).fact("reason", error));
                return Ok(());
            }
        };
        if head.starts_with(b"PK\x03\x04") {
            return self.archive(file, &shown, bytes).await;
        }
        // A pipe cannot be wound back: what was looked at is put before the rest.
        let from =
            Metered { from: io::Cursor::new(head).chain(file), meter: Rc::clone(&self.meter) };
        self.all(Records::new(BufReader::with_capacity(1 << 18, from), &shown)).await
    }

    async fn archive(&mut self, file: File, path: &str, bytes: u64) -> Result<(), FlowError> {
        let mut archive = match Archive::open(BufReader::new(file), path) {
            Ok(archive) => archive,
            Err(problem) => {
                self.leave_out(problem);
                return Ok(());
            }
        };
        let before = self.meter.done.get();
        while let Some(next) = archive.next() {
            let (at, all) = archive.progress();
            let done = bytes.saturating_mul(at as u64) / (all as u64).max(1);
            self.meter.done.set(before + done);
            self.take(next).await?;
        }
        Ok(())
    }

    async fn all(&mut self, records: impl Iterator<Item = Next>) -> Result<(), FlowError> {
        for next in records {
            self.take(next).await?;
        }
        Ok(())
    }

    async fn take(&mut self, next: Next) -> Result<(), FlowError> {
        match next {
            Err(problem) => self.leave_out(problem),
            Ok(reports) => {
                self.taken.records += 1;
                self.taken.without_package += usize::from(reports.is_empty());
                self.batch.extend(reports);
            }
        }
        if self.batch.len() >= BATCH {
            self.flush().await?;
        }
        Ok(())
    }

    fn leave_out(&mut self, problem: Problem) {
        self.taken.left_out += 1;
        if self.taken.problems.len() < TOLD {
            self.taken.problems.push(problem);
        }
    }

    async fn flush(&mut self) -> Result<(), FlowError> {
        let count = self.store.import_reports(&self.batch, self.now).await?;
        self.batch.clear();
        self.taken.added += count.added;
        self.taken.updated += count.updated;
        self.taken.unchanged += count.unchanged;
        self.taken.withdrawn += count.withdrawn;
        let done = self.meter.done.get().saturating_mul(STEPS) / self.meter.total.max(1);
        (self.told..done.min(STEPS)).for_each(|_| self.progress.advance(""));
        self.told = self.told.max(done.min(STEPS));
        Ok(())
    }
}
