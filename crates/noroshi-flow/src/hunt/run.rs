//! Reading logs and asking rules on all cores, in order, with memory that does not grow.

use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::mpsc::channel;
use std::sync::{Arc, Mutex, PoisonError};

use noroshi_hunt::{Chunk, Hit, Hunter, Limits, Log, Outcome, RuleSet, Tuning};
use noroshi_model::Problem;
use rayon::{ThreadPool, ThreadPoolBuilder};

use super::logs::{Input, open};
use crate::Item;
use crate::guard::guarded;
use crate::progress::Progress;

/// Most chunks of one batch.
const BATCH_CHUNKS: usize = 64;
/// Most bytes of one batch, unless a single chunk has more.
const BATCH_BYTES: u64 = 16 << 20;
/// Stack of a thread in bytes: records nest.
const STACK: usize = 8 << 20;

/// Logs, cut into batches of chunks.
pub(super) struct Reader<'a> {
    items: std::slice::Iter<'a, Item>,
    current: Option<(Log<Input>, Arc<str>, bool)>,
    taken: Arc<AtomicU64>,
    told: u64,
    limits: Limits,
    members: usize,
    progress: &'a dyn Progress,
    /// Logs that could be opened.
    pub(super) opened: usize,
    /// Logs that could not.
    pub(super) unread: usize,
    /// What was wrong with logs as a whole.
    pub(super) problems: Vec<Problem>,
}

impl<'a> Reader<'a> {
    /// Logs for a team of so many members.
    pub(super) fn new(
        items: &'a [Item],
        limits: Limits,
        members: usize,
        progress: &'a dyn Progress,
    ) -> Self {
        Self {
            items: items.iter(),
            current: None,
            taken: Arc::default(),
            told: 0,
            limits,
            members,
            progress,
            opened: 0,
            unread: 0,
            problems: Vec::new(),
        }
    }

    /// The next chunks; none at the end.
    pub(super) fn batch(&mut self) -> Vec<Chunk> {
        let (mut batch, mut bytes) = (Vec::new(), 0);
        while batch.len() < BATCH_CHUNKS && bytes < BATCH_BYTES {
            let Some((chunk, waits)) = self.chunk() else { break };
            bytes += chunk.bytes();
            batch.push(chunk);
            // What comes from a stream is told soon, but gives everybody something to do.
            if waits && batch.len() >= self.members {
                break;
            }
        }
        batch
    }

    fn chunk(&mut self) -> Option<(Chunk, bool)> {
        loop {
            if let Some((log, path, waits)) = &mut self.current {
                let (path, waits) = (Arc::clone(path), *waits);
                let chunk = guarded(|| log.chunk());
                self.tell(&path);
                match chunk {
                    Ok(Some(chunk)) => return Some((chunk, waits)),
                    Ok(None) => self.current = None,
                    Err(place) => {
                        self.problems.push(defect(&path, place));
                        self.current = None;
                    }
                }
                continue;
            }
            let item = self.items.next()?;
            self.begin(item);
        }
    }

    fn begin(&mut self, item: &Item) {
        let path = item.path();
        let opened = guarded(|| open(item, &self.taken, self.limits));
        match opened.unwrap_or_else(|place| Err(defect(&path, place))) {
            Ok(log) => {
                self.opened += 1;
                self.current = Some((log, path.into(), item.may_block()));
            }
            Err(problem) => {
                self.unread += 1;
                self.problems.push(problem);
            }
        }
        self.tell(&item.path());
    }

    fn tell(&mut self, path: &str) {
        let taken = self.taken.load(Ordering::Relaxed);
        self.progress.move_on(path, taken.saturating_sub(self.told));
        self.told = taken;
    }
}

/// What came of a chunk.
#[derive(Debug, Default)]
pub(super) struct Worked {
    pub(super) hits: Vec<Hit>,
    pub(super) problems: Vec<Problem>,
}

/// One hunter on each thread.
pub(super) struct Team<'r> {
    pool: Option<ThreadPool>,
    hunters: Vec<Mutex<Hunter<'r>>>,
}

impl<'r> Team<'r> {
    /// A team of so many threads; as many as there are cores for 0.
    pub(super) fn new(rules: &'r RuleSet, tuning: &Tuning, limits: Limits, threads: usize) -> Self {
        let pool = ThreadPoolBuilder::new().num_threads(threads).stack_size(STACK).build().ok();
        let members = pool.as_ref().map_or(1, ThreadPool::current_num_threads);
        let hunter = |_| Mutex::new(Hunter::new(rules, limits).tuned(tuning));
        Self { pool, hunters: (0..members).map(hunter).collect() }
    }

    /// How many work at the same time.
    pub(super) fn members(&self) -> usize {
        self.hunters.len()
    }

    /// Works on a batch, and meanwhile reads the next one: what came of each chunk, in order.
    pub(super) fn step(
        &self,
        batch: &[Chunk],
        reader: &mut Reader<'_>,
    ) -> (Vec<Worked>, Vec<Chunk>) {
        let Some(pool) = &self.pool else {
            return (batch.iter().map(|chunk| self.work(chunk)).collect(), reader.batch());
        };
        let (sender, receiver) = channel();
        let next = pool.in_place_scope(|scope| {
            for (nth, chunk) in batch.iter().enumerate() {
                let sender = sender.clone();
                scope.spawn(move |_| drop(sender.send((nth, self.work(chunk)))));
            }
            reader.batch()
        });
        drop(sender);
        let mut done: Vec<(usize, Worked)> = receiver.into_iter().collect();
        done.sort_by_key(|(nth, _)| *nth);
        (done.into_iter().map(|(_, worked)| worked).collect(), next)
    }

    fn work(&self, chunk: &Chunk) -> Worked {
        let at = rayon::current_thread_index().unwrap_or_default() % self.hunters.len();
        let mut hunter = self.hunters[at].lock().unwrap_or_else(PoisonError::into_inner);
        match guarded(|| hunter.chunk(chunk)) {
            Ok((hits, problems)) => Worked { hits, problems },
            Err(place) => Worked { hits: Vec::new(), problems: vec![defect(chunk.path(), place)] },
        }
    }

    /// What is left to say at the end.
    pub(super) fn finish(self) -> Outcome {
        let hunters = self.hunters.into_iter();
        let hunters = hunters.map(|one| one.into_inner().unwrap_or_else(PoisonError::into_inner));
        let together = hunters.reduce(|mut one, other| {
            one.merge(other);
            one
        });
        together.map(Hunter::finish).unwrap_or_default()
    }
}

fn defect(path: &str, place: String) -> Problem {
    Problem::new("NRS-FLOW-058").at(path).fact("reason", place)
}
