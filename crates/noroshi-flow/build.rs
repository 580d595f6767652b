//! Makes the table of sample files that the demo unpacks.

use std::error::Error;
use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::{env, fs};

fn main() -> Result<(), Box<dyn Error>> {
    let samples =
        Path::new(&env::var("CARGO_MANIFEST_DIR")?).join("../../samples").canonicalize()?;
    println!("cargo::rerun-if-changed={}", samples.display());
    let mut files = vec![
        ("README.md".to_owned(), samples.join("README.md")),
        ("noroshi.toml".to_owned(), samples.join("estate/noroshi.toml")),
    ];
    files.extend(folder(&samples, "reports")?);
    files.extend(folder(&samples, "questions")?);
    files.extend(tree(&samples.join("estate"), "")?);
    fs::write(Path::new(&env::var("OUT_DIR")?).join("samples.rs"), table(&files)?)?;
    Ok(())
}

/// The files of a folder, in order of name.
fn folder(samples: &Path, name: &str) -> Result<Vec<(String, PathBuf)>, Box<dyn Error>> {
    let mut files = Vec::new();
    for entry in fs::read_dir(samples.join(name))? {
        let entry = entry?;
        if entry.file_type()?.is_dir() {
            continue;
        }
        files.push((format!("{name}/{}", entry.file_name().to_string_lossy()), entry.path()));
    }
    files.sort();
    Ok(files)
}

/// The files of the folders below a place, at any depth, in order of name. What stands in the
/// place itself and pages that explain it are left out.
fn tree(place: &Path, name: &str) -> Result<Vec<(String, PathBuf)>, Box<dyn Error>> {
    let mut files = if name.is_empty() { Vec::new() } else { folder(place, name)? };
    files.retain(|(name, _)| !name.ends_with(".md"));
    let mut below = Vec::new();
    for entry in fs::read_dir(place.join(name))? {
        let entry = entry?;
        if entry.file_type()?.is_dir() {
            below.push(entry.file_name().to_string_lossy().into_owned());
        }
    }
    below.sort();
    for part in below {
        let inside = if name.is_empty() { part } else { format!("{name}/{part}") };
        files.extend(tree(place, &inside)?);
    }
    Ok(files)
}

fn table(files: &[(String, PathBuf)]) -> Result<String, std::fmt::Error> {
    let mut table = String::from("pub(super) static FILES: &[(&str, &[u8])] = &[\n");
    for (name, path) in files {
        writeln!(table, "    ({name:?}, include_bytes!({:?})),", path.display().to_string())?;
    }
    table.push_str("];\n");
    Ok(table)
}
