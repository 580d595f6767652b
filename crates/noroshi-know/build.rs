//! Compiles `knowledge/` into one block of bytes, so that no TOML is parsed at start.

#![expect(clippy::disallowed_methods, reason = "a build script reads and writes files")]

use std::error::Error;
use std::path::{Path, PathBuf};
use std::{env, fs};

#[path = "src/raw.rs"]
mod raw;
#[path = "src/spelling.rs"]
mod spelling;

/// The order of kinds in the model; a test of the crate holds the two together.
const KINDS: &[&str] = &[
    "threat-actor",
    "malware",
    "tool",
    "organization",
    "product",
    "sector",
    "country",
    "campaign",
    "regulation",
    "technique",
    "tactic",
];

fn main() -> Result<(), Box<dyn Error>> {
    let root = Path::new(&env::var("CARGO_MANIFEST_DIR")?).join("../../knowledge");
    println!("cargo::rerun-if-changed={}", root.display());
    println!("cargo::rerun-if-changed=src");
    let mut pack = raw::RawPack::default();
    for folder in sorted(&root)?.into_iter().filter(|path| path.is_dir()) {
        println!("cargo::rerun-if-changed={}", folder.display());
        for file in sorted(&folder)? {
            take(&mut pack, &folder, &file)?;
        }
    }
    sort(&mut pack, |kind| KINDS.iter().position(|known| *known == kind).unwrap_or(KINDS.len()));
    let stops = pack.cues.iter().filter(|(_, group)| group.kind == "stop");
    let stops = stops.flat_map(|(_, group)| group.texts.iter().map(String::as_str));
    pack.forms = spelling::forms(searchable(&pack), stops);
    let target = Path::new(&env::var("OUT_DIR")?).join("pack.bin");
    fs::write(target, postcard::to_stdvec(&pack)?)?;
    Ok(())
}

fn take(pack: &mut raw::RawPack, folder: &Path, file: &Path) -> Result<(), Box<dyn Error>> {
    if file.extension().is_none_or(|ending| ending != "toml") {
        return Ok(());
    }
    let name = |path: &Path, stem: Option<&std::ffi::OsStr>| {
        stem.map(|stem| stem.to_string_lossy().into_owned())
            .ok_or(format!("no name: {}", path.display()))
    };
    let text = fs::read_to_string(file)?;
    pack.take(&name(folder, folder.file_name())?, &name(file, file.file_stem())?, &text)
        .map_err(|error| format!("{}: {error}", file.display()))?;
    Ok(())
}

fn sorted(folder: &Path) -> Result<Vec<PathBuf>, std::io::Error> {
    let mut paths = fs::read_dir(folder)?
        .map(|entry| Ok(entry?.path()))
        .collect::<Result<Vec<_>, std::io::Error>>()?;
    paths.sort();
    Ok(paths)
}

/// Sorts entities as the model does: by kind, then by id.
fn sort(pack: &mut raw::RawPack, rank: impl Fn(&str) -> usize) {
    pack.entities.sort_by(|(a, left), (b, right)| (rank(a), &left.id).cmp(&(rank(b), &right.id)));
}

/// Every searchable name of every entity, with its rule.
fn searchable(pack: &raw::RawPack) -> impl Iterator<Item = (u32, &str, raw::RawRule)> {
    pack.entities.iter().enumerate().flat_map(|(at, (_, entity))| {
        let main = std::iter::once((entity.name.as_str(), entity.rule.as_str()));
        let further = entity.names.iter().map(|name| (name.text.as_str(), name.rule.as_str()));
        let number = u32::try_from(at).unwrap_or(u32::MAX);
        main.chain(further)
            .filter_map(move |(text, rule)| Some((number, text, raw::RawRule::from_word(rule)?)))
    })
}
