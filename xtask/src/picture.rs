//! The READMEs' picture of a brief, taken from the demo.

use std::io;
use std::path::Path;
use std::process::{Command, Stdio};

use crate::fault::Fault;
use crate::generate::command_page;
use crate::repository::Repository;

/// Where the picture lies.
const PICTURE: &str = "docs/pictures/brief.png";

/// Runs the demo and takes a picture of the first screen of its Japanese brief with a
/// headless Chromium.
///
/// # Errors
/// When the demo or the browser does not run, or no picture came out.
pub fn take(repository: &Repository, say: &mut impl io::Write) -> Result<(), Fault> {
    let program = command_page::program(repository)?;
    let fault = |what: String| {
        Fault::new(PICTURE, what, "install chromium and a Japanese font, and run it again")
    };
    let folder = std::env::temp_dir().join(format!("noroshi-picture-{}", std::process::id()));
    let demo = folder.join("demo");
    std::fs::create_dir_all(&folder).map_err(|error| fault(error.to_string()))?;
    let ran = Command::new(&program).arg("demo").arg(&demo).stdout(Stdio::null()).status();
    ran.map_err(|error| fault(error.to_string()))?;
    let picture = repository.root().join(PICTURE);
    shoot(&demo.join("brief-2024-12.ja.html"), &picture, &folder).map_err(fault)?;
    drop(std::fs::remove_dir_all(&folder));
    drop(writeln!(say, "{PICTURE}"));
    Ok(())
}

fn shoot(page: &Path, picture: &Path, folder: &Path) -> Result<(), String> {
    let parent = picture.parent().ok_or("the picture has no folder")?;
    std::fs::create_dir_all(parent).map_err(|error| error.to_string())?;
    let status = Command::new("chromium")
        .args([
            "--headless",
            "--no-sandbox",
            "--disable-gpu",
            "--no-first-run",
            "--hide-scrollbars",
        ])
        .args(["--disable-background-networking", "--disable-component-update", "--disable-sync"])
        .arg(format!("--user-data-dir={}", folder.join("profile").display()))
        .arg("--window-size=1000,1300")
        .arg(format!("--screenshot={}", picture.display()))
        .arg(format!("file://{}", page.display()))
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .status()
        .map_err(|error| format!("chromium: {error}"))?;
    if status.success() { Ok(()) } else { Err(format!("chromium ended with {status}")) }
}
