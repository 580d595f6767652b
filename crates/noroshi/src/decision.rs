//! What was done about a finding, on the command line.

use clap::ValueEnum;
use noroshi_flow::concern::Decision;
use noroshi_model::FindingState;

/// Say that somebody has seen it, dealt with it, or that it does not concern you
#[derive(Debug, clap::Args)]
pub(crate) struct MarkArgs {
    /// The first digits of its id
    id: String,
    /// What was done about it
    #[arg(value_enum)]
    state: State,
    /// Who says so
    #[arg(long, value_name = "NAME", env = "NOROSHI_ANALYST", hide_env_values = true)]
    by: String,
    /// Why
    #[arg(long, value_name = "WORDS", default_value = "")]
    note: String,
}

impl MarkArgs {
    pub(crate) fn decision(&self) -> Decision {
        Decision {
            id: self.id.clone(),
            state: self.state.state(),
            who: self.by.clone(),
            note: self.note.clone(),
        }
    }
}

/// A state on the command line.
#[derive(Debug, Clone, Copy, ValueEnum)]
pub(crate) enum State {
    /// Nobody has looked at it yet, or it changed
    New,
    /// Somebody has seen it
    Seen,
    /// Dealt with
    Done,
    /// It does not concern us
    NotUs,
}

impl State {
    pub(crate) fn state(self) -> FindingState {
        match self {
            Self::New => FindingState::New,
            Self::Seen => FindingState::Seen,
            Self::Done => FindingState::Done,
            Self::NotUs => FindingState::NotUs,
        }
    }
}
