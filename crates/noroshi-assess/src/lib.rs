//! Competing hypotheses: what speaks for each answer, and what would have to be wrong for the
//! answer to change.
//!
//! Nothing here decides. A question file says what is asked, which answers compete and what
//! each piece of evidence is worth; this crate does the arithmetic, the bookkeeping of sources
//! and the warnings. Scores stand side by side, because the choice of one rule can decide alone.

mod assessment;
mod csv;
mod edit;
mod flip;
mod ground;
mod indicator;
mod json;
mod log;
mod matrix;
mod outcome;
mod parse;
mod place;
mod posterior;
mod question;
mod raw;
mod say;
mod score;
mod sensitivity;
mod sheet;
mod stix;
mod suggest;
mod team;
mod terminal;
mod tongue;
mod warning;
mod word;
pub mod wording;
mod write;

pub use assessment::{Assessment, Parts, Rests, Sensitivity, assess};
pub use csv::{csv, from_csv};
pub use edit::decide;
pub use flip::{Change, EXACT, Flip, FlipSet, flip, search};
pub use indicator::{Expected, expected};
pub use json::json;
pub use log::{Changed, Entry, Log};
pub use matrix::{Cell, Line, Matrix};
pub use outcome::{Bin, brier, calibration};
pub use parse::{MOST_BYTES, MOST_HYPOTHESES, MOST_ROWS, parse};
pub use posterior::{Weighing, needed_ratio, posterior, posterior_of};
pub use question::{
    Chance, Expectation, Hypothesis, Question, Resolution, Row, Scale, Silence, Source, Text,
};
pub use score::{Rule, SAME, Scores, diagnosticity, leaders, ranks, scores, spread};
pub use sensitivity::{LeftOut, Probe, Softened, Sweep};
pub use sheet::{Resolved, Setting, label, sheet, svg, table};
pub use stix::{from_stix, stix};
pub use suggest::{Known, SuggestedHypothesis, SuggestedRow, Suggestion, day, root, suggest};
pub use team::{Heard, Team, Voice, blank, coherent, team};
pub use terminal::terminal;
pub use tongue::Tongue;
pub use warning::{Kind as WarningKind, Warning, grouped};
pub use word::{Facet, Grading, Rating, RoleOfHypothesis, Status, Tag, Vertex};
pub use write::{new_question, suggested_blocks};
