//! Reads folders of source cases and says how many hostile ones are found and how many honest ones stay quiet.
//!
//! ```console
//! $ cargo run -p noroshi-packages --example fixtures -- crates/noroshi-packages/cases/source/unseen/tune
//! ```
//!
//! A case is honest when its name begins with `honest-`. Found means a sighting of medium or high.
#![expect(clippy::disallowed_methods, clippy::print_stdout, reason = "a tool: it reads and prints")]

use std::error::Error;
use std::fs;
use std::path::Path;

use noroshi_packages::source::{Acceptances, Grade, Hooks, Reader};
use serde::Deserialize;

/// What is needed of a case of `tests/source.rs`.
#[derive(Deserialize)]
struct Case {
    path: String,
    package_json: Option<Package>,
    text: String,
}

#[derive(Deserialize)]
struct Package {
    path: String,
    text: String,
}

#[derive(Default)]
struct Count {
    all: usize,
    medium: usize,
    high: usize,
}

fn main() -> Result<(), Box<dyn Error>> {
    for folder in std::env::args().skip(1) {
        let (mut hostile, mut honest) = (Count::default(), Count::default());
        let mut paths: Vec<_> = fs::read_dir(&folder)?.flatten().map(|one| one.path()).collect();
        paths.retain(|path| path.extension().is_some_and(|end| end == "toml"));
        paths.sort();
        for path in paths {
            let name = path.file_stem().unwrap_or_default().to_string_lossy().into_owned();
            let is_honest = name.starts_with("honest-");
            let grade = gravest(&path)?;
            let count = if is_honest { &mut honest } else { &mut hostile };
            count.all += 1;
            count.medium += usize::from(grade >= Some(Grade::Medium));
            count.high += usize::from(grade == Some(Grade::High));
            if (grade >= Some(Grade::Medium)) == is_honest {
                println!("{}: {name}", if is_honest { "false alarm" } else { "missed" });
            }
        }
        println!(
            "{folder}: {} of {} hostile found ({} of them high); {} of {} honest told ({} high)",
            hostile.medium, hostile.all, hostile.high, honest.medium, honest.all, honest.high
        );
    }
    Ok(())
}

/// The gravest grade in the case at `path`.
fn gravest(path: &Path) -> Result<Option<Grade>, Box<dyn Error>> {
    let case: Case = toml::from_str(&fs::read_to_string(path)?)?;
    let mut hooks = Hooks::default();
    if let Some(package) = &case.package_json {
        hooks.note(&package.path, package.text.as_bytes());
    }
    hooks.note(&case.path, case.text.as_bytes());
    let reader = Reader::new(Acceptances::default());
    let (sightings, _) = reader.read(&case.path, case.text.as_bytes(), &hooks);
    Ok(sightings.iter().map(|one| one.grade).max())
}
