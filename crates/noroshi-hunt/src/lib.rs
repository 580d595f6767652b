//! Own logs against Sigma rules and against what reports said.
//!
//! ```text
//! rules (YAML) ──► RuleSet ──────────────┐
//! bytes of a log ──► Log ──► Chunk ──► Event ──► Hunter ──► Hit, and at the end Outcome:
//!                                                 correlations; hit, no hit or not evaluable
//!                                                 for every rule and host
//! ```
//! Chunks are independent of each other: a caller may hand them to several hunters and
//! [`Hunter::merge`] these. Nothing here opens a file or asks the clock.

mod correlation;
mod event;
mod explain;
mod finding;
mod hit;
mod hunt;
mod limits;
mod log;
mod mask;
mod outcome;
mod pack;
mod rule;
mod tuning;

pub use event::{Event, EventKind, Value};
pub use explain::{Explanation, Step, explain};
pub use finding::finding;
pub use hit::{Hit, Matched};
pub use hunt::Hunter;
pub use limits::Limits;
pub use log::{Chunk, Format, Log, Unread};
pub use outcome::{Coverage, Outcome, Seen, Verdict};
pub use pack::pack;
pub use rule::{LogSource, Rule, RuleKind, RuleLevel, RuleSet};
pub use tuning::{Exclusion, Tuning};
