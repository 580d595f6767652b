//! Taking files in: read, kept, compared with the profile.

use noroshi_model::{Basis, Dated, DocumentId, Moment, Problem};
use noroshi_store::{
    AnyStore, ConcernStore as _, DocumentStore as _, Kept, ProblemStore as _, Unread,
};

use crate::assess::{Notice, Watch};
use crate::clock;
use crate::know::Known;
use crate::progress::{Progress, Step};
use crate::reading::{Loaded, batches};
use crate::{Desk, FlowError, Item, Read, ReadFile, Workspace};

/// What came of taking files in.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct TakenIn {
    /// Documents that are new in the store.
    pub new: usize,
    /// Files whose document was kept already; nothing changed.
    pub known: usize,
    /// Files that could not be read; noted in the store.
    pub unread: usize,
    /// Statements in the new documents that touch the organisation.
    pub concerns: usize,
    /// Sentences in the new documents that a hypothesis of a question expected.
    pub notices: Vec<Notice>,
    /// What is wrong with the knowledge or the profile.
    pub problems: Vec<Problem>,
}

/// What happened to one file. It is told after it was committed.
#[derive(Debug, Clone, PartialEq)]
pub enum TakenFile {
    /// Its document is new and kept now.
    New(ReadFile),
    /// Its document was kept before; here it is not told again.
    Known(String, DocumentId),
    /// Its document was kept before; this is what is kept.
    Again(ReadFile),
    /// It could not be read.
    Unread(ReadFile),
}

/// What is told of a file whose document was kept before.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Repeats {
    /// Only that it was.
    Skip,
    /// What is kept.
    Load,
}

/// What holds while files are taken in.
struct Intake<'a> {
    store: AnyStore,
    desk: Desk<'a>,
    known: &'a Known,
    workspace: &'a Workspace,
    watch: Watch,
    noted: Vec<Unread>,
    repeats: Repeats,
    taken: TakenIn,
}

/// When files are taken that are taken now: the day in UTC.
pub fn taken_today() -> Option<Dated> {
    let moment = Moment::day(clock::today())?.in_zone(0);
    Some(Dated { moment, basis: Basis::Given })
}

/// When files were taken, as a person gives it: a day.
///
/// # Errors
/// A sentence for the person when it is no day.
pub fn taken_on(text: &str) -> Result<Dated, String> {
    let moment = text.parse().ok().and_then(Moment::day);
    let moment = moment.ok_or_else(|| "give a day, such as 2024-12-26".to_owned())?;
    Ok(Dated { moment, basis: Basis::Given })
}

/// Reads files and keeps what is new, batch by batch; each batch is committed as a whole.
/// `fetched` is when the files were taken, if it is known. Taking the same files in again
/// changes nothing.
///
/// # Errors
/// [`FlowError::Store`] when the store fails, or what `told` returns: then the batches before
/// stay kept.
pub async fn take_in<E: From<FlowError>>(
    workspace: &Workspace,
    items: &[Item],
    fetched: Option<Dated>,
    repeats: Repeats,
    progress: &dyn Progress,
    mut told: impl FnMut(TakenFile) -> Result<(), E>,
) -> Result<TakenIn, E> {
    let config = workspace.keyed_config()?;
    let store = workspace.store().await?;
    let known = Known::with(workspace, Some(&store)).await?;
    let noted = store.problems().await.map_err(FlowError::from)?;
    let desk = Desk::new(&known.knowledge, &config, fetched);
    let taken = TakenIn { problems: known.problems.clone(), ..TakenIn::default() };
    let watch = Watch::of(workspace);
    let mut intake = Intake { store, desk, known: &known, workspace, watch, noted, repeats, taken };
    progress.start(Step::Keeping, items.len());
    for batch in batches(items) {
        for file in intake.take(batch).await? {
            progress.advance(file.path());
            told(file)?;
        }
    }
    progress.finish();
    intake.store.close().await;
    Ok(intake.taken)
}

impl TakenFile {
    /// Where the file is, for people.
    pub fn path(&self) -> &str {
        match self {
            Self::New(file) | Self::Again(file) | Self::Unread(file) => &file.path,
            Self::Known(path, _) => path,
        }
    }
}

impl Intake<'_> {
    async fn take(&mut self, batch: &[Item]) -> Result<Vec<TakenFile>, FlowError> {
        let loaded = self.desk.load_batch(batch);
        let ids: Vec<DocumentId> = loaded.iter().filter_map(Loaded::id).collect();
        let known = self.store.known(&ids).await?;
        let read = self.desk.collect(&loaded, |file| self.read_new(file, &known));
        drop(loaded);
        self.keep(read).await
    }

    fn read_new(&self, loaded: &Loaded, known: &[DocumentId]) -> TakenFile {
        if let Some(id) = loaded.id().filter(|id| known.contains(id)) {
            return TakenFile::Known(loaded.path.clone(), id);
        }
        let read = self.desk.read(loaded);
        if read.outcome.is_ok() { TakenFile::New(read) } else { TakenFile::Unread(read) }
    }

    /// Keeps what is new. Of two files with the same bytes the second is known.
    async fn keep(&mut self, files: Vec<TakenFile>) -> Result<Vec<TakenFile>, FlowError> {
        let kept: Vec<Kept> = files.iter().filter_map(new_document).collect();
        let mut new = self.store.keep_all(&kept).await?.into_iter();
        let mut told = Vec::with_capacity(files.len());
        for file in files {
            told.push(match file {
                TakenFile::New(file) if new.next() == Some(false) => twin(file),
                other => other,
            });
        }
        for file in &mut told {
            self.note(file).await?;
            self.load(file).await?;
        }
        Ok(told)
    }

    /// Puts what is kept in place of a document that was known, if that is wanted.
    async fn load(&self, file: &mut TakenFile) -> Result<(), FlowError> {
        let TakenFile::Known(path, id) = file else { return Ok(()) };
        if self.repeats == Repeats::Skip {
            return Ok(());
        }
        if let Some(Kept { document, reading, bytes }) = self.store.find(*id).await? {
            let outcome = Ok(Read { document, reading, bytes });
            *file = TakenFile::Again(ReadFile { path: std::mem::take(path), outcome });
        }
        Ok(())
    }

    async fn note(&mut self, file: &TakenFile) -> Result<(), FlowError> {
        match file {
            TakenFile::Known(..) | TakenFile::Again(_) => self.taken.known += 1,
            TakenFile::New(ReadFile { outcome: Ok(read), .. }) => {
                self.taken.new += 1;
                self.taken.concerns += self.concerns(read).await?;
                self.taken.notices.extend(self.watch.notices(&read.document, &read.reading));
            }
            TakenFile::New(file) | TakenFile::Unread(file) => {
                self.taken.unread += 1;
                self.problem(file).await?;
            }
        }
        Ok(())
    }

    async fn concerns(&mut self, read: &Read) -> Result<usize, FlowError> {
        let estate = &self.workspace.config.estate;
        let problems = &mut self.taken.problems;
        let concerns = self.known.concerns(&read.document, &read.reading, estate, problems);
        if !concerns.is_empty() {
            self.store.replace_concerns(read.document.id, &concerns).await?;
        }
        Ok(concerns.len())
    }

    /// Notes why a file could not be read, unless that is noted already.
    async fn problem(&self, file: &ReadFile) -> Result<(), FlowError> {
        let Err(problem) = &file.outcome else { return Ok(()) };
        let same =
            |noted: &Unread| noted.path == file.path && same_problem(&noted.problem, problem);
        if self.noted.iter().any(same) {
            return Ok(());
        }
        let (path, given) = (file.path.clone(), clock::now());
        let unread = Unread { path, problem: problem.clone(), given };
        Ok(self.store.keep_problem(&unread).await?)
    }
}

fn same_problem(one: &Problem, other: &Problem) -> bool {
    one.code == other.code && one.facts == other.facts
}

fn new_document(file: &TakenFile) -> Option<Kept> {
    let TakenFile::New(ReadFile { outcome: Ok(read), .. }) = file else { return None };
    let Read { document, reading, bytes } = read.clone();
    Some(Kept { document, reading, bytes })
}

/// A file with the bytes of a document that is kept.
fn twin(file: ReadFile) -> TakenFile {
    match file.outcome {
        Ok(read) => TakenFile::Known(file.path, read.document.id),
        Err(_) => TakenFile::Unread(file),
    }
}
