//! Competing hypotheses: what speaks for each answer, and what would have to be wrong for the
//! answer to change.
//!
//! Nothing here decides. A question file says what is asked, which answers compete and what
//! each piece of evidence is worth; this crate does the arithmetic, the bookkeeping of sources
//! and the warnings. Scores stand side by side, because the choice of one rule can decide alone.

mod flip;
mod ground;
mod matrix;
mod parse;
mod place;
mod posterior;
mod question;
mod raw;
mod score;
mod sensitivity;
mod tongue;
mod word;

pub use flip::{Change, EXACT, Flip, FlipSet, flip, search};
pub use matrix::{Cell, Line, Matrix};
pub use parse::{MOST_BYTES, MOST_HYPOTHESES, MOST_ROWS, parse};
pub use posterior::{Weighing, needed_ratio, posterior, posterior_of};
pub use question::{
    Chance, Expectation, Hypothesis, Question, Resolution, Row, Scale, Silence, Source, Text,
};
pub use score::{Rule, SAME, Scores, diagnosticity, leaders, ranks, scores, spread};
pub use sensitivity::{LeftOut, Probe, Softened, Sweep};
pub use tongue::Tongue;
pub use word::{Facet, Grading, Rating, RoleOfHypothesis, Status, Tag, Vertex};
