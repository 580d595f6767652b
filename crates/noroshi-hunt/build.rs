//! Packs the own rules into one compressed block of bytes, so that no virus scanner takes the
//! program for what its rules describe.

#![expect(clippy::disallowed_methods, reason = "a build script reads and writes files")]

use std::error::Error;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::{env, fs};

use flate2::Compression;
use flate2::write::GzEncoder;

fn main() -> Result<(), Box<dyn Error>> {
    let root = Path::new(&env::var("CARGO_MANIFEST_DIR")?).join("../../rules/sigma");
    println!("cargo::rerun-if-changed={}", root.display());
    println!("cargo::rerun-if-changed=build.rs");
    let mut block = GzEncoder::new(Vec::new(), Compression::best());
    for folder in sorted(&root)?.into_iter().filter(|path| path.is_dir()) {
        println!("cargo::rerun-if-changed={}", folder.display());
        for file in sorted(&folder)?.into_iter().filter(|path| is_rule(path)) {
            let name = file.strip_prefix(&root)?.to_string_lossy().replace('\\', "/");
            part(&mut block, name.as_bytes())?;
            part(&mut block, &fs::read(&file)?)?;
        }
    }
    fs::write(Path::new(&env::var("OUT_DIR")?).join("pack.gz"), block.finish()?)?;
    Ok(())
}

/// A length in four bytes, least first, and the bytes.
fn part(block: &mut GzEncoder<Vec<u8>>, bytes: &[u8]) -> Result<(), Box<dyn Error>> {
    block.write_all(&u32::try_from(bytes.len())?.to_le_bytes())?;
    Ok(block.write_all(bytes)?)
}

fn is_rule(path: &Path) -> bool {
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    name.ends_with(".yml") && !name.ends_with(".case.yml")
}

fn sorted(folder: &Path) -> Result<Vec<PathBuf>, Box<dyn Error>> {
    let entries = fs::read_dir(folder)?.map(|entry| entry.map(|entry| entry.path()));
    let mut paths = entries.collect::<Result<Vec<_>, _>>()?;
    paths.sort();
    Ok(paths)
}
