//! Keeps documents and what was read in them, in SQLite or PostgreSQL, and searches them.
//!
//! Methods are named after what an analyst does, not after SQL, and stand in small traits by
//! noun: [`DocumentStore`], [`SearchStore`], [`ConcernStore`], [`KnowledgeStore`],
//! [`ProblemStore`], [`FindingStore`], [`CheckStore`], [`PackageStore`], [`ListingStore`],
//! [`PostureStore`]. Every method is one transaction: when it returns, all of it is kept, and
//! when the process dies before, nothing of it is.
//!
//! # Invariants
//! - The canonical text and the versioned records in table `body` are the truth. Every other
//!   column is drawn from them so that it can be asked; nothing reads those back as truth.
//! - Model types are never serialised; module `stored` has types of its own.
//! - No statement is built from anything but constants and counts; values are always bound.
//! - Curated knowledge is never stored here, so an import cannot overwrite it.
//! - An address with a password is masked before it enters an error or debug output.

mod address;
mod any;
mod check;
mod concern;
mod document;
mod error;
mod finding;
mod insert;
mod keep;
mod knowledge;
mod listing;
mod package;
mod postgres;
mod posture;
mod problem;
mod search;
mod sqlite;
mod stored;
mod work;

pub use any::AnyStore;
pub use check::CheckStore;
pub use concern::ConcernStore;
pub use document::{DocumentKey, DocumentStore, Kept, Listed};
pub use error::StoreError;
pub use finding::{FindingStore, KeptCount, KeptFinding, Mark, Wanted};
pub use knowledge::{Imported, KnowledgeStore};
pub use listing::{KeptListing, KeptReach, ListingStore};
pub use package::{PackageStore, ReportCount, ReportSum};
pub use postgres::Postgres;
pub use posture::{KeptResult, KeptRun, PostureStore};
pub use problem::{ProblemStore, Unread};
pub use search::{Hit, SearchStore, Snippet};
pub use sqlite::Sqlite;
