//! Reading files: on all cores, in order, a bounded number at a time.

use std::collections::BTreeMap;
use std::sync::mpsc::{Receiver, channel};

use noroshi_formats::{Limits, MaskKey, Received, document_with_key};
use noroshi_model::{Dated, Document, DocumentId, Knowledge, Problem, Reading};
use noroshi_read::case::Case;
use noroshi_read::{Explained, Reader};
use rayon::{ThreadPool, ThreadPoolBuilder};

use crate::case::dated;
use crate::file::load;
use crate::guard::guarded;
use crate::progress::{Progress, Step};
use crate::{Config, Item};

/// Most files of one batch.
const BATCH_FILES: usize = 64;
/// Most bytes of one batch, unless a single file has more.
const BATCH_BYTES: u64 = 16 << 20;
/// Stack of a reading thread in bytes: foreign formats nest.
const STACK: usize = 16 << 20;

/// A document and what was read in it.
#[derive(Debug, Clone, PartialEq)]
pub struct Read {
    /// The document.
    pub document: Document,
    /// Its reading; what the format had to leave out stands among its problems.
    pub reading: Reading,
    /// Length of the bytes as they were received.
    pub bytes: u64,
}

/// One file and what came of it.
#[derive(Debug, Clone, PartialEq)]
pub struct ReadFile {
    /// Where it is, for people.
    pub path: String,
    /// What was read, or why nothing could be.
    pub outcome: Result<Read, Problem>,
}

impl ReadFile {
    /// Everything that was left out: of the file, or the file itself.
    pub fn problems(&self) -> &[Problem] {
        match &self.outcome {
            Ok(read) => &read.reading.problems,
            Err(problem) => std::slice::from_ref(problem),
        }
    }

    /// Whether reading found anything to tell.
    pub fn has_findings(&self) -> bool {
        let found =
            |read: &Read| !read.reading.mentions.is_empty() || !read.reading.claims.is_empty();
        self.outcome.as_ref().is_ok_and(found)
    }
}

/// The bytes of a file, or why there are none.
pub(crate) struct Loaded {
    pub(crate) path: String,
    pub(crate) bytes: Result<Vec<u8>, Problem>,
}

impl Loaded {
    /// The document that the bytes will be.
    pub(crate) fn id(&self) -> Option<DocumentId> {
        self.bytes.as_ref().ok().map(|bytes| DocumentId::of(bytes))
    }
}

/// Where files are read: the names to look for, the limits, the threads. Make one and keep it.
pub struct Desk<'k> {
    reader: Reader<'k>,
    limits: Limits,
    fetched: Option<Dated>,
    mask_key: Option<MaskKey>,
    pool: Option<ThreadPool>,
}

impl<'k> Desk<'k> {
    /// A desk with this knowledge. `fetched` is when the files were taken, if that is known.
    pub fn new(knowledge: &'k Knowledge, config: &Config, fetched: Option<Dated>) -> Self {
        let pool = ThreadPoolBuilder::new().num_threads(config.threads).stack_size(STACK).build();
        let (limits, mask_key) = (config.limits, config.mask_key.clone());
        Self { reader: Reader::new(knowledge), limits, fetched, mask_key, pool: pool.ok() }
    }

    /// Reads files and hands each to `sink` as soon as it and all before it are read. Never
    /// holds more than one batch.
    ///
    /// # Errors
    /// Whatever `sink` returns; then the rest is not read.
    pub fn read_files<E>(
        &self,
        items: &[Item],
        progress: &dyn Progress,
        mut sink: impl FnMut(ReadFile) -> Result<(), E>,
    ) -> Result<(), E> {
        progress.start(Step::Reading, items.len());
        let done = batches(items).try_for_each(|batch| {
            let read = |item: &Item| self.read_item(item);
            self.in_order(batch, read, |file: ReadFile| {
                progress.advance(&file.path);
                sink(file)
            })
        });
        progress.finish();
        done
    }

    /// What fired in each sentence of what was read at this desk.
    pub fn explain<'r>(&'r self, read: &'r Read) -> Vec<Explained<'r>> {
        self.reader.explain(&read.document, &read.reading)
    }

    /// What is read otherwise than a case says.
    pub(crate) fn check(&self, case: &Case, path: &str) -> Result<Vec<String>, Problem> {
        let name = format!("{path}.{}", case.media.ending());
        let bytes = case.text.as_bytes();
        let checked = guarded(|| {
            let received = Received { path: &name, bytes, fetched: None };
            let key = self.mask_key.as_ref();
            let (document, _) = document_with_key(&received, &self.limits, key)?;
            let document = dated(document, case);
            Ok(case.faults(&self.reader.read(&document), &document.text))
        });
        checked.unwrap_or_else(|place| {
            Err(Problem::new("NRS-FLOW-012").at(path).fact("reason", place))
        })
    }

    fn read_item(&self, item: &Item) -> ReadFile {
        self.read(&self.load(item))
    }

    fn load(&self, item: &Item) -> Loaded {
        Loaded { path: item.path(), bytes: load(item, self.limits.bytes) }
    }

    /// The bytes of a batch, in order.
    pub(crate) fn load_batch(&self, batch: &[Item]) -> Vec<Loaded> {
        self.collect(batch, |item| self.load(item))
    }

    /// Does something with each of a batch, in order.
    pub(crate) fn collect<T: Sync, R: Send>(
        &self,
        batch: &[T],
        work: impl Fn(&T) -> R + Sync,
    ) -> Vec<R> {
        let mut all = Vec::with_capacity(batch.len());
        let kept: Result<(), std::convert::Infallible> = self.in_order(batch, work, |one| {
            all.push(one);
            Ok(())
        });
        kept.map_or_else(|never| match never {}, |()| all)
    }

    /// What these bytes say. A panic inside is a problem of this file.
    pub(crate) fn read(&self, loaded: &Loaded) -> ReadFile {
        let path = &loaded.path;
        let read = |bytes: &Vec<u8>| {
            guarded(|| self.read_guarded(path, bytes)).unwrap_or_else(|place| {
                Err(Problem::new("NRS-FLOW-012").at(path).fact("reason", place))
            })
        };
        let outcome = loaded.bytes.as_ref().map_err(Problem::clone).and_then(read);
        ReadFile { path: path.clone(), outcome }
    }

    fn read_guarded(&self, path: &str, bytes: &[u8]) -> Result<Read, Problem> {
        let received = Received { path, bytes, fetched: self.fetched.clone() };
        let (document, problems) =
            document_with_key(&received, &self.limits, self.mask_key.as_ref())?;
        let mut reading = self.reader.read(&document);
        reading.problems.splice(0..0, problems);
        for problem in &mut reading.problems {
            problem.place.path.get_or_insert_with(|| path.to_owned());
        }
        Ok(Read { document, reading, bytes: bytes.len() as u64 })
    }

    /// Works on all items at once; `sink` gets the results in the order of the items, each as
    /// soon as it is its turn.
    fn in_order<T: Sync, R: Send, E>(
        &self,
        items: &[T],
        work: impl Fn(&T) -> R + Sync,
        mut sink: impl FnMut(R) -> Result<(), E>,
    ) -> Result<(), E> {
        let Some(pool) = &self.pool else {
            return items.iter().try_for_each(|item| sink(work(item)));
        };
        let (sender, receiver) = channel();
        pool.in_place_scope(|scope| {
            for (at, item) in items.iter().enumerate() {
                let (sender, work) = (sender.clone(), &work);
                scope.spawn(move |_| drop(sender.send((at, work(item)))));
            }
            drop(sender);
            ordered(receiver).try_for_each(&mut sink)
        })
    }
}

/// Results by number, from 0 on without a gap, however they arrive.
fn ordered<R>(receiver: Receiver<(usize, R)>) -> impl Iterator<Item = R> {
    let mut early = BTreeMap::new();
    (0..).map_while(move |next| {
        loop {
            if let Some(result) = early.remove(&next) {
                return Some(result);
            }
            let (at, result) = receiver.recv().ok()?;
            early.insert(at, result);
        }
    })
}

/// Items in batches that fit into memory. What may wait for somebody else is a batch of its
/// own, so that everything before it is shown first.
pub(crate) fn batches(items: &[Item]) -> impl Iterator<Item = &[Item]> {
    let mut rest = items;
    std::iter::from_fn(move || {
        let (batch, further) = rest.split_at_checked(batch_length(rest))?;
        rest = further;
        (!batch.is_empty()).then_some(batch)
    })
}

fn batch_length(items: &[Item]) -> usize {
    let mut bytes = 0;
    let fits = |item: &&Item| {
        bytes += item.bytes();
        bytes <= BATCH_BYTES && !item.may_block()
    };
    items.iter().take(BATCH_FILES).take_while(fits).count().max(items.len().min(1))
}

#[cfg(test)]
mod tests {
    use std::path::PathBuf;

    use super::*;
    use crate::Silent;

    fn desk_reads(items: &[Item]) -> Vec<ReadFile> {
        let knowledge = Knowledge::default();
        let desk = Desk::new(&knowledge, &Config::default(), None);
        let mut files = Vec::new();
        let read: Result<(), ()> = desk.read_files(items, &Silent, |file| {
            files.push(file);
            Ok(())
        });
        read.expect("the sink never fails");
        files
    }

    #[test]
    fn results_come_in_the_order_of_the_files() {
        let folder = tempfile::tempdir().expect("a folder");
        for number in 0..200 {
            let text = "本文。".repeat(1 + (number * 37) % 50);
            std::fs::write(folder.path().join(format!("{number:03}.txt")), text).expect("written");
        }
        let items = crate::gather(&[folder.path().to_owned()]);
        let paths: Vec<String> = desk_reads(&items).into_iter().map(|file| file.path).collect();
        assert!(paths.len() == 200 && paths.is_sorted());
    }

    #[test]
    fn one_bad_file_does_not_stop_the_rest() {
        let folder = tempfile::tempdir().expect("a folder");
        std::fs::write(folder.path().join("a.txt"), "").expect("written");
        std::fs::write(folder.path().join("b.txt"), "本文。").expect("written");
        let files = desk_reads(&crate::gather(&[folder.path().to_owned()]));
        assert!(files[0].outcome.is_err() && files[1].outcome.is_ok());
    }

    #[test]
    fn batches_are_bounded_and_a_stream_stands_alone() {
        let file = |bytes| Item::File(PathBuf::from("x"), bytes);
        let items = [file(1), file(BATCH_BYTES), file(1), Item::StandardInput, file(1)];
        let lengths: Vec<usize> = batches(&items).map(<[Item]>::len).collect();
        assert_eq!(lengths, [1, 1, 1, 1, 1]);
        assert_eq!(
            batches(&vec![file(1); 130]).map(<[Item]>::len).collect::<Vec<_>>(),
            [64, 64, 2]
        );
        assert_eq!(batches(&[]).count(), 0);
    }
}
