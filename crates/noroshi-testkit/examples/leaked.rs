//! Writes invented leaked files into a folder:
//! `cargo run -p noroshi-testkit --example leaked -- FOLDER [FILES] [SEED]`.
//!
//! The secrets planted in them go to standard output, one per line, so that they can be looked
//! for in what was made of the files.

use std::io::Write as _;
use std::path::PathBuf;

fn main() -> std::io::Result<()> {
    let mut arguments = std::env::args().skip(1);
    let folder = PathBuf::from(arguments.next().ok_or(std::io::ErrorKind::InvalidInput)?);
    let mut number =
        |default: u64| arguments.next().and_then(|it| it.parse().ok()).unwrap_or(default);
    let (files, seed) = (number(500), number(1));
    std::fs::create_dir_all(&folder)?;
    let mut out = std::io::stdout().lock();
    for file in noroshi_testkit::leaked(seed, usize::try_from(files).unwrap_or(500)) {
        std::fs::write(folder.join(&file.path), &file.bytes)?;
        file.secrets.iter().try_for_each(|secret| writeln!(out, "{secret}"))?;
    }
    Ok(())
}
