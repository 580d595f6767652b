//! Use cases: the only place where reading, knowledge and store meet.
//!
//! A surface (command line, server) parses what a person asks for, calls one function of
//! this crate, and prints what comes back. Nothing here prints.
//!
//! # Invariants
//! - A file that cannot be read is a [`noroshi_model::Problem`] in the result, never an error:
//!   the rest is read on. This holds for a parser that panics too.
//! - What [`take_in`] reports as kept has been committed.
//! - No file is loaded before its size is known to be within the limits.

pub mod assess;
mod brief;
mod case;
mod clock;
pub mod concern;
mod config;
mod demo;
mod error;
mod file;
mod guard;
pub mod hunt;
mod import;
mod know;
mod lexicon;
mod mask_key;
pub mod packages;
mod pick;
pub mod posture;
mod progress;
mod reading;
mod shelf;
mod sources;
mod summary;
mod take_in;
pub mod watch;
pub mod wire;
mod workspace;

pub use brief::{BriefOrder, Colour, Made, Month, brief, brief_path};
pub use case::{CheckedCase, check_cases};
pub use config::{Config, MessageLanguage};
pub use demo::{Demo, Seen, demo};
pub use error::FlowError;
pub use file::{Item, gather};
pub use guard::install_quiet_hook;
pub use import::{ImportCount, import};
pub use know::{Known, Shown, knowledge, list, search, show};
pub use noroshi_brief::Kind as BriefKind;
pub use noroshi_formats::Material;
pub use noroshi_read::{Explained, Fired, Part};
pub use noroshi_store::{Hit, Snippet};
pub use progress::{Progress, Silent, Step};
pub use reading::{Desk, Read, ReadFile};
pub use sources::{SharedStatement, SourceDrift, SourceEdge, SourceReport, sources};
pub use summary::{Named, Person, Place, Price, Range, Summary, Target};
pub use take_in::{Repeats, TakenFile, TakenIn, take_in, taken_on, taken_today};
pub use workspace::Workspace;
