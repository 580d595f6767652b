//! Runs what the READMEs tell people to run.

use std::path::{Path, PathBuf};
use std::process::Stdio;
use std::{fs, io};

use crate::fault::Fault;
use crate::generate::command_page;
use crate::repository::Repository;

const PAGES: &[&str] = &["README.md", "README.ja.md"];

/// A fenced `sh` block of a page.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Block {
    /// The page.
    pub page: &'static str,
    /// The line of its first command, counted from 1.
    pub line: usize,
    /// Its commands.
    pub commands: String,
}

/// All `sh` blocks of the READMEs, in order. Other fences (`console`, `text`) are not run.
pub fn blocks(repository: &Repository) -> Vec<Block> {
    let pages = PAGES.iter().filter_map(|page| Some((*page, repository.text(page)?)));
    pages.flat_map(|(page, text)| blocks_of(page, text)).collect()
}

fn blocks_of(page: &'static str, text: &str) -> Vec<Block> {
    let mut blocks = Vec::new();
    let mut open: Option<Block> = None;
    for (line, at) in text.lines().zip(1..) {
        match &mut open {
            None if line.trim_end() == "```sh" => {
                open = Some(Block { page, line: at + 1, commands: String::new() });
            }
            Some(_) if line.trim_end() == "```" => blocks.extend(open.take()),
            Some(block) => {
                block.commands.push_str(line);
                block.commands.push('\n');
            }
            None => {}
        }
    }
    blocks
}

/// Runs the blocks of both pages. `cargo` commands run in the repository, as on the reader's
/// screen; the others in one fresh folder per page, where `noroshi` is the program built here
/// and the samples lie beside. `cargo test` is left to whoever runs the tests anyway.
///
/// # Errors
/// The first block that fails, with its page and line.
pub fn run(repository: &Repository, say: &mut impl io::Write) -> Result<(), Fault> {
    let program = command_page::program(repository)?;
    for page in PAGES {
        let folder = fresh_folder(page)
            .map_err(|error| Fault::new(*page, error.to_string(), "free some room"))?;
        let place = Place { root: repository.root(), folder: &folder, program: &program };
        for block in blocks(repository).iter().filter(|block| block.page == *page) {
            place.run(block, say)?;
        }
        drop(fs::remove_dir_all(&folder));
    }
    Ok(())
}

struct Place<'a> {
    root: &'a Path,
    folder: &'a Path,
    program: &'a Path,
}

impl Place<'_> {
    fn run(&self, block: &Block, say: &mut impl io::Write) -> Result<(), Fault> {
        let place = format!("{}:{}", block.page, block.line);
        let fault = |what: String| {
            Fault::new(&place, what, "correct the command in the README, or the program")
        };
        let commands = without_tests(&block.commands);
        drop(writeln!(say, "readme: {place}\n{commands}"));
        let done = self.shell(&commands).map_err(|error| fault(error.to_string()))?;
        match done.code() {
            // 10 says that there are findings, which a sample run is meant to have.
            Some(0 | 10) => Ok(()),
            _ => Err(fault(format!("the block ends with {done}"))),
        }
    }

    fn shell(&self, commands: &str) -> io::Result<std::process::ExitStatus> {
        let inside = if commands.contains("cargo ") { self.root } else { self.folder };
        let programs = self.program.parent().unwrap_or(self.root).display();
        let path = std::env::var("PATH").unwrap_or_default();
        crate::clean::command("bash")
            .args(["-euo", "pipefail", "-c", commands])
            .current_dir(inside)
            .env("PATH", format!("{programs}:{path}"))
            .stdin(Stdio::null())
            .status()
    }
}

/// `cargo test` would run the tests inside the tests.
fn without_tests(commands: &str) -> String {
    let kept = commands.lines().filter(|line| !line.trim_start().starts_with("cargo test"));
    kept.collect::<Vec<_>>().join("\n")
}

fn fresh_folder(page: &str) -> io::Result<PathBuf> {
    let name = format!("noroshi-readme-{}-{page}", std::process::id());
    let folder = std::env::temp_dir().join(name);
    fs::create_dir_all(&folder)?;
    Ok(folder)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_sh_blocks_are_run() {
        let page = "# A\n```sh\ncargo run # x\n```\n```text\nno\n```\n```sh\nls\npwd\n```\n";
        let blocks = blocks_of("README.md", page);
        let commands: Vec<&str> = blocks.iter().map(|block| block.commands.as_str()).collect();
        assert_eq!(commands, ["cargo run # x\n", "ls\npwd\n"]);
        assert_eq!(blocks[0].line, 3);
    }

    #[test]
    fn tests_are_not_run_inside_tests() {
        assert_eq!(without_tests("cargo test\nls"), "ls");
    }
}
