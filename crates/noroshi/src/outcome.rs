//! How a run ends.

use std::io;
use std::process::ExitCode;

use crate::console::Console;
use crate::failure::{CliError, show};

/// What a verb that could do its work tells the caller.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Outcome {
    /// Nothing was found, or the verb does not look for anything.
    Quiet,
    /// Something was found.
    Findings,
    /// Nothing could be done; what and why has been told.
    Failed,
}

impl Outcome {
    /// Findings when there are any.
    pub(crate) fn of(found: usize) -> Self {
        if found == 0 { Self::Quiet } else { Self::Findings }
    }

    fn code(self) -> u8 {
        match self {
            Self::Quiet => 0,
            Self::Findings => 10,
            Self::Failed => 2,
        }
    }
}

/// The exit code; an error is shown first. Whoever reads our output may stop whenever they
/// like: a closed pipe is no error.
pub(crate) fn exit_code(done: Result<Outcome, CliError>, console: &Console) -> ExitCode {
    match done {
        Ok(outcome) => ExitCode::from(outcome.code()),
        Err(CliError::Output(error)) if error.kind() == io::ErrorKind::BrokenPipe => {
            ExitCode::SUCCESS
        }
        Err(error) => {
            console.talk(&show(&error, console.language().language(), console.streams().talk));
            ExitCode::from(Outcome::Failed.code())
        }
    }
}
