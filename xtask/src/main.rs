//! `cargo run -p xtask -- VERB`: house rules and generators.

use std::io::{self, Write};
use std::process::ExitCode;

use clap::{Parser, Subcommand};
use xtask::fault::Fault;
use xtask::generate;
use xtask::knowledge::Pack;
use xtask::picture;
use xtask::readme;
use xtask::repository::Repository;
use xtask::rule;
use xtask::score::{self, Floors};

#[derive(Debug, Parser)]
#[command(about = "House rules and generators of Noroshi")]
struct Task {
    #[command(subcommand)]
    verb: Verb,
}

#[derive(Debug, Subcommand)]
enum Verb {
    /// Run all house rules (the same as `cargo test -p xtask --test house`)
    Check,
    /// Write the files that are made from others
    Generate {
        /// Write nothing; fail when a file would change
        #[arg(long)]
        check: bool,
        /// Leave out the pages for which the program has to be built
        #[arg(long)]
        plain: bool,
    },
    /// Print what the knowledge pack holds, and names that several entities share
    Knowledge,
    /// Run the `sh` blocks of both READMEs
    Readme,
    /// Score reading on the development set and hold the figures against `devset/floor.toml`
    Score {
        /// Raise the floors to the figures; none is lowered
        #[arg(long)]
        write: bool,
    },
    /// Take the READMEs' picture of a brief anew (needs `chromium` on the path)
    Picture,
}

fn main() -> ExitCode {
    let mut out = io::stdout().lock();
    let done = Repository::open()
        .map_err(|error| {
            vec![Fault::new("repository", error.to_string(), "check out the repository again")]
        })
        .and_then(|repository| run(&Task::parse().verb, &repository, &mut out));
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(faults) => {
            for fault in &faults {
                drop(writeln!(io::stderr(), "{fault}"));
            }
            drop(writeln!(io::stderr(), "{} fault(s)", faults.len()));
            ExitCode::from(2)
        }
    }
}

fn run(verb: &Verb, repository: &Repository, out: &mut impl Write) -> Result<(), Vec<Fault>> {
    match verb {
        Verb::Check => check(repository, out),
        Verb::Generate { check: true, plain: true } => none(generate::stale_pages(repository)),
        Verb::Generate { check: true, plain: false } => {
            let pages = generate::all_pages(repository).map_err(one)?;
            none(generate::stale(repository, &pages))
        }
        Verb::Generate { check: false, plain } => write_pages(repository, *plain, out),
        Verb::Knowledge => knowledge(repository, out),
        Verb::Readme => readme::run(repository, out).map_err(one),
        Verb::Score { write } => {
            let floors = if *write { Floors::Raise } else { Floors::Hold };
            score::run(repository, floors, out)
        }
        Verb::Picture => picture::take(repository, out).map_err(one),
    }
}

fn one(fault: Fault) -> Vec<Fault> {
    vec![fault]
}

fn none(faults: Vec<Fault>) -> Result<(), Vec<Fault>> {
    if faults.is_empty() { Ok(()) } else { Err(faults) }
}

fn unwritten(error: io::Error) -> Vec<Fault> {
    one(Fault::new("output", error.to_string(), "free some room, or check the permissions"))
}

fn check(repository: &Repository, out: &mut impl Write) -> Result<(), Vec<Fault>> {
    let mut all = Vec::new();
    for (name, rule) in rule::ALL {
        let faults = rule(repository);
        writeln!(out, "{name}: {}", faults.len()).map_err(unwritten)?;
        all.extend(faults);
    }
    none(all)
}

fn write_pages(
    repository: &Repository,
    plain: bool,
    out: &mut impl Write,
) -> Result<(), Vec<Fault>> {
    // The plain pages come first: they hold the bans and words that the program is built with.
    let pages = generate::plain_pages(repository).map_err(one)?;
    let mut changed = generate::write(repository, &pages).map_err(unwritten)?;
    if !plain {
        let pages = generate::all_pages(repository).map_err(one)?;
        changed.extend(generate::write(repository, &pages).map_err(unwritten)?);
    }
    let changed: std::collections::BTreeSet<String> = changed.into_iter().collect();
    changed.iter().try_for_each(|line| writeln!(out, "{line}")).map_err(unwritten)
}

fn knowledge(repository: &Repository, out: &mut impl Write) -> Result<(), Vec<Fault>> {
    let pack = Pack::read(repository).map_err(one)?;
    print_pack(&pack, out).map_err(unwritten)
}

fn print_pack(pack: &Pack, out: &mut impl Write) -> io::Result<()> {
    for (kind, count) in pack.counts() {
        writeln!(out, "{count:>6}  {kind}")?;
    }
    writeln!(out, "{:>6}  sources", pack.sources.len())?;
    let shared = pack.shared_names();
    writeln!(out, "\n{} names fall under several entities:", shared.len())?;
    for (name, ids) in shared {
        let ids: Vec<String> = ids.into_iter().collect();
        writeln!(out, "{name}\t{}", ids.join("\t"))?;
    }
    Ok(())
}
