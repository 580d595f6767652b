//! Listings, names and known-exploited vulnerabilities against what is ours.
//!
//! Looking writes nothing. Told to keep, postings go into the history of offers, and what names us becomes findings
//! that people decide about.

mod alerts;
mod jargon;
mod kev;
mod listings;
mod names;

use std::path::PathBuf;

use noroshi_formats::{Received, SECRETS_MASKED, document_with_key};
use noroshi_model::{Bilingual, Document, Language, Problem, words};
use noroshi_watch::name::{Watched, Watcher, organizations};

use crate::file::{gather, load};
use crate::guard::guarded;
use crate::know::knowledge;
use crate::progress::{Progress, Step};
use crate::{FlowError, Workspace};

pub use alerts::alerts;
pub(crate) use jargon::FOLDER as JARGON;
pub use kev::{KevOrder, KevResult, kev};
pub use listings::{Keeping, ListingResult, Posted, listings};
pub use names::{NameHit, NamesResult, names};
pub use noroshi_store::KeptFinding;
pub use noroshi_watch::alert::Duty;
pub use noroshi_watch::kev::{Ransomware, Standing, Tier};

/// Whose names are looked for beside those of the profile.
#[derive(Debug, Clone, Default)]
pub struct Whose {
    /// Further names, one organisation each.
    pub names: Vec<String>,
    /// A list of domains that look like own ones, one in a line.
    pub lookalikes: Option<PathBuf>,
    /// The organisations and products of the knowledge pack too.
    pub pack: bool,
}

/// Which of the watched are what.
struct Own {
    watcher: Watcher,
    /// The watched from here on are products: only an exploit for them concerns us.
    products: std::ops::Range<usize>,
}

/// A finder of the names of the profile, and of those that were given.
fn watcher(
    workspace: &Workspace,
    whose: &Whose,
    problems: &mut Vec<Problem>,
) -> Result<Own, FlowError> {
    let estate = &workspace.config.estate;
    let mut watched = Vec::new();
    if !estate.name.is_empty() {
        watched.push(Watched {
            canonical: estate.name.clone(),
            aliases: estate.aliases.clone(),
            domains: estate.domains.clone(),
            lookalikes: lookalikes(workspace, whose)?,
        });
    }
    let named = |name: &String| Watched { canonical: name.clone(), ..Watched::default() };
    watched.extend(estate.suppliers.iter().chain(&whose.names).map(named));
    let from = watched.len();
    watched.extend(estate.products.iter().map(named));
    let products = from..watched.len();
    if whose.pack {
        let known = knowledge(&workspace.config);
        problems.extend(known.problems.iter().cloned());
        watched.extend(organizations(&known.knowledge));
    }
    let (watcher, found) = Watcher::new(watched);
    problems.extend(found);
    Ok(Own { watcher, products })
}

fn lookalikes(workspace: &Workspace, whose: &Whose) -> Result<Vec<String>, FlowError> {
    let Some(path) = &whose.lookalikes else { return Ok(Vec::new()) };
    let bytes = one(path, workspace.config.limits.bytes)?;
    let text = String::from_utf8_lossy(&bytes);
    let first =
        |line: &str| line.split([',', '\t', ' ']).next().unwrap_or_default().trim().to_owned();
    let lines = text.lines().filter(|line| !line.starts_with('#')).map(first);
    Ok(lines.filter(|domain| domain.contains('.')).collect())
}

/// What could not be looked at, in both languages. That secrets were masked takes nothing away.
fn gaps(problems: &[Problem]) -> Vec<Bilingual> {
    let lost = problems.iter().filter(|problem| problem.code != SECRETS_MASKED);
    let say =
        |problem: &Problem, language| words(problem.code, language).what(&problem.all_facts());
    lost.map(|one| Bilingual::new(say(one, Language::En), say(one, Language::Ja))).collect()
}

/// The bytes of one file that the use case cannot do without.
fn one(path: &std::path::Path, limit: usize) -> Result<Vec<u8>, FlowError> {
    let item = gather(std::slice::from_ref(&path.to_owned())).into_iter().next();
    let item = item.ok_or_else(|| {
        FlowError::Unread(Problem::new("NRS-FLOW-010").at(path.display().to_string()))
    })?;
    load(&item, limit).map_err(FlowError::Unread)
}

/// What one file held.
enum Taken {
    /// A document, secrets masked.
    Document(Box<Document>),
    /// JSON that is no document: its bytes.
    Json(Vec<u8>),
}

/// Reads files one after the other. One that cannot be read is a problem; the rest is read on.
fn take(
    workspace: &Workspace,
    paths: &[PathBuf],
    progress: &dyn Progress,
    problems: &mut Vec<Problem>,
    mut sink: impl FnMut(&str, Taken, &mut Vec<Problem>),
) {
    let items = gather(paths);
    progress.start(Step::Reading, items.len());
    for item in &items {
        let path = item.path();
        match load(item, workspace.config.limits.bytes) {
            Ok(bytes) => match taken(workspace, &path, bytes, problems) {
                Ok(taken) => sink(&path, taken, problems),
                Err(problem) => problems.push(problem),
            },
            Err(problem) => problems.push(problem),
        }
        progress.advance(&path);
    }
    progress.finish();
}

fn taken(
    workspace: &Workspace,
    path: &str,
    bytes: Vec<u8>,
    problems: &mut Vec<Problem>,
) -> Result<Taken, Problem> {
    let json = is_json(&bytes);
    let read = document(workspace, path, &bytes);
    match read {
        Ok((document, found)) if !json || document.media == noroshi_model::Media::ChatJson => {
            problems.extend(found);
            Ok(Taken::Document(Box::new(document)))
        }
        _ if json => Ok(Taken::Json(bytes)),
        Ok(_) => Ok(Taken::Json(bytes)),
        Err(problem) => Err(problem),
    }
}

fn is_json(bytes: &[u8]) -> bool {
    let text = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
    text.iter()
        .find(|byte| !byte.is_ascii_whitespace())
        .is_some_and(|byte| matches!(byte, b'{' | b'['))
}

fn document(
    workspace: &Workspace,
    path: &str,
    bytes: &[u8],
) -> Result<(Document, Vec<Problem>), Problem> {
    let config = &workspace.config;
    let read = guarded(|| {
        let received = Received { path, bytes, fetched: None };
        document_with_key(&received, &config.limits, config.mask_key.as_ref())
    });
    read.unwrap_or_else(|place| Err(Problem::new("NRS-FLOW-012").at(path).fact("reason", place)))
}

/// A text with its secrets masked in the way of documents.
fn masked(workspace: &Workspace, text: &str) -> String {
    document(workspace, "posting.txt", text.as_bytes())
        .map_or_else(|_| text.to_owned(), |(document, _)| document.text)
}
