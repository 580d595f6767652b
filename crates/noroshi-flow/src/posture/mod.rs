//! Cloud settings: judged by a baseline, taken in from finished results, kept, compared, told.

mod baseline;
mod bod;
mod chapter;
mod collect;
mod compare;
mod keep;
mod output;
mod reported;
mod run;

use std::path::PathBuf;
use std::time::Duration;

use noroshi_model::{Finding, Problem};
pub use noroshi_posture::Run;
pub use noroshi_posture::bod::{Inventory, Readiness, Standard, Standing};
pub use noroshi_posture::report::{Yardstick, terminal_diff};
pub use noroshi_posture::{Changed, Facts};

pub use bod::{Dates, Register, calendar, hand_in, ics, inventory, readiness};
pub(crate) use chapter::chapter;
pub use collect::{
    EntraOrder, Gathered, GoogleOrder, Target, Way, collect_entra, collect_google, secret,
};
pub use compare::{Compared, Listed, compare, history, report};
pub use output::{Form, lines, page, text};
pub use run::{import, run};

/// What shall be judged.
#[derive(Debug, Clone, Default)]
pub struct Order {
    /// Folder of a baseline; the sample baseline without one.
    pub baseline: Option<PathBuf>,
    /// Settings exports, or finished results when they are taken in.
    pub files: Vec<PathBuf>,
    /// Configuration of the tools that takes the place of the one in the export.
    pub config: Option<PathBuf>,
    /// Exceptions; `posture.toml` of the workspace, if there is one, without it.
    pub exceptions: Option<PathBuf>,
    /// Whether the runs are kept.
    pub keep: bool,
    /// A product is given up after so long; after two minutes without it.
    pub give_up_after: Option<Duration>,
}

/// One run with what presses of it.
#[derive(Debug, Clone)]
pub struct Judged {
    /// The run.
    pub run: Run,
    /// Failing policies that kept reports make pressing.
    pub findings: Vec<Finding>,
    /// Its id when it was kept.
    pub kept: Option<String>,
}

/// What came of it.
#[derive(Debug, Clone, Default)]
pub struct Ran {
    /// One for each file that could be judged.
    pub runs: Vec<Judged>,
    /// How many files could not.
    pub unread: usize,
    /// What was left out, and why.
    pub problems: Vec<Problem>,
}
