//! `noroshi read --check-cases`: does reading still find what the cases of the workspace say?

use std::io::Write;

use noroshi_flow::wire::CheckedLine;
use noroshi_flow::{CheckedCase, check_cases};

use crate::console::{Console, Format};
use crate::failure::CliError;
use crate::json;
use crate::label::Labels;
use crate::outcome::Outcome;
use crate::style::{Tone, safe};

pub(crate) fn run(console: &mut Console, out: &mut impl Write) -> Result<Outcome, CliError> {
    let workspace = console.workspace()?;
    let (cases, problems) = check_cases(&workspace)?;
    console.problems(&problems);
    for case in &cases {
        print(case, console, out)?;
    }
    if cases.iter().all(|case| case.outcome.is_err()) {
        return Ok(Outcome::Failed);
    }
    let differing = cases.iter().filter(|case| case.outcome.as_ref() != Ok(&Vec::new())).count();
    Ok(Outcome::of(differing))
}

fn print(case: &CheckedCase, console: &Console, out: &mut impl Write) -> Result<(), CliError> {
    if let Err(problem) = &case.outcome {
        console.problems(std::slice::from_ref(problem));
    }
    if console.format() == Format::Json {
        let line = CheckedLine::new(case, console.language().language());
        return json::line(&line, out);
    }
    let (labels, style) = (Labels(console.language()), console.streams().data);
    let Ok(faults) = &case.outcome else { return Ok(()) };
    let state = if faults.is_empty() {
        style.paint(Tone::Good, labels.pick("holds  ", "合致"))
    } else {
        style.paint(Tone::Warning, labels.pick("differs", "相違"))
    };
    writeln!(out, "{state}  {}", safe(&case.path))?;
    for fault in faults {
        writeln!(out, "    {}", safe(fault))?;
    }
    Ok(())
}
