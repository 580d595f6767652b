//! Names that look like names that are trusted, and names of ours that others may have taken.

use std::fs;
use std::io::Read as _;
use std::path::{Path, PathBuf};

use noroshi_model::{Bilingual, Check, Finding, FindingKind, Problem};
use noroshi_packages::Ecosystem;
use noroshi_packages::similar::{Confusion, House, Likeness, Lookalikes, Protected, confusions};

use super::Dependency;
use super::inventory::inventory;
use super::keep::keep;
use crate::clock::now;
use crate::progress::Progress;
use crate::{FlowError, Workspace};

/// The most bytes of a list of names.
const MOST_BYTES: u64 = 64 << 20;

/// The most names of a list that are protected.
const MOST_PROTECTED: usize = 50_000;

/// What is to be looked for.
#[derive(Debug, Clone, Default)]
pub struct SquatOrder {
    /// The ecosystem of the names, as the type of a package URL.
    pub ecosystem: String,
    /// Lists of protected names, most used first.
    pub protected: Vec<PathBuf>,
    /// Words of the own organisation.
    pub brands: Vec<String>,
    /// Names, files with names, or `-` for standard input.
    pub names: Vec<String>,
    /// Lockfiles and folders whose packages are compared.
    pub used: Vec<PathBuf>,
    /// Scopes (`@example`) and beginnings of names (`example-`) that are ours.
    pub private: Vec<String>,
}

/// What names look like.
#[derive(Debug, Default)]
pub struct Squatted {
    /// Each name that was asked, and what it looks like.
    pub names: Vec<(String, Option<Likeness>)>,
    /// Packages in use that look like another, with their lines.
    pub used: Vec<(Dependency, Likeness)>,
    /// Packages in use that may not be the ones that were meant.
    pub confusions: Vec<Confusion>,
    /// How many names and packages were looked at.
    pub looked_at: usize,
    /// What could not be read.
    pub problems: Vec<Problem>,
}

/// Compares names, and packages in use, with names that are trusted. What is found among the
/// packages in use is kept, if the workspace has a store.
///
/// # Errors
/// [`FlowError::Unread`] when a list cannot be read or there is nothing to compare with,
/// [`FlowError::Store`] when the store fails.
pub async fn squat(
    workspace: &Workspace,
    order: &SquatOrder,
    progress: &dyn Progress,
) -> Result<Squatted, FlowError> {
    let ecosystem = Ecosystem::from_purl_type(&order.ecosystem);
    let mut protected = Protected { brands: order.brands.clone(), ..Protected::default() };
    for path in &order.protected {
        protected.popular.extend(names_of(&text(path)?));
    }
    protected.popular.truncate(MOST_PROTECTED);
    let own = workspace.config.estate.packages.iter().filter_map(|it| it.split_once(':'));
    let own = own.filter(|(word, _)| Ecosystem::from_purl_type(word) == ecosystem);
    protected.own = own.map(|(_, name)| name.to_owned()).collect();
    let nothing = protected.popular.is_empty() && protected.own.is_empty();
    if nothing && protected.brands.is_empty() && order.private.is_empty() {
        return Err(FlowError::Unread(Problem::new("NRS-FLOW-072")));
    }
    let lookalikes = Lookalikes::new(ecosystem.clone(), &protected);
    let mut squatted = Squatted::default();
    for name in asked(&order.names)? {
        let likeness = lookalikes.check(&name);
        squatted.names.push((name, likeness));
    }
    squatted.looked_at = squatted.names.len();
    squatted.among_used(order, &ecosystem, &lookalikes, progress);
    if !order.used.is_empty() {
        squatted.keep(workspace, order).await?;
    }
    Ok(squatted)
}

impl Squatted {
    /// Whether anything was flagged.
    pub fn found(&self) -> usize {
        let flagged = self.names.iter().filter(|(_, it)| it.as_ref().is_some_and(|it| it.flagged));
        flagged.count() + self.used.len() + self.confusions.len()
    }

    fn among_used(
        &mut self,
        order: &SquatOrder,
        ecosystem: &Ecosystem,
        lookalikes: &Lookalikes,
        progress: &dyn Progress,
    ) {
        if order.used.is_empty() {
            return;
        }
        let listed = inventory(&order.used, progress);
        self.problems.extend(listed.problems);
        self.looked_at += listed.dependencies.len();
        let (scopes, prefixes): (Vec<String>, Vec<String>) =
            order.private.iter().cloned().partition(|word| word.starts_with('@'));
        self.confusions = confusions(&listed.dependencies, &House { scopes, prefixes });
        for one in listed.dependencies {
            if one.ecosystem != *ecosystem || !one.is_from_registry() {
                continue;
            }
            if let Some(likeness) = lookalikes.check(&one.name).filter(|it| it.flagged) {
                self.used.push((one, likeness));
            }
        }
    }

    async fn keep(&self, workspace: &Workspace, order: &SquatOrder) -> Result<(), FlowError> {
        let list = order.protected.first().map_or_else(String::new, |it| it.display().to_string());
        let list = if list.is_empty() { "own words".to_owned() } else { list };
        let like = self.used.iter().map(|(one, likeness)| likeness.finding(one, &list));
        let findings: Vec<Finding> =
            like.chain(self.confusions.iter().map(Confusion::finding)).collect();
        let check = Check {
            kind: FindingKind::Package,
            scope: Bilingual::new("names that look like trusted ones", "信頼する名前に似た名前"),
            document: None,
            at: jiff::Timestamp::from_second(now()).unwrap_or_default(),
            looked_at: self.looked_at,
            found: findings.len(),
            gaps: Vec::new(),
        };
        keep(workspace, &findings, &check).await
    }
}

fn unread(path: &Path, reason: impl std::fmt::Display) -> FlowError {
    let problem = Problem::new("NRS-FLOW-010").at(path.display().to_string());
    FlowError::Unread(problem.fact("reason", reason))
}

fn text(path: &Path) -> Result<String, FlowError> {
    let mut bytes = Vec::new();
    let file = fs::File::open(path).map_err(|error| unread(path, error))?;
    file.take(MOST_BYTES).read_to_end(&mut bytes).map_err(|error| unread(path, error))?;
    Ok(String::from_utf8_lossy(&bytes).into_owned())
}

/// Names of a list: one a line, or the second cell of `rank,name`; `#` begins a comment.
fn names_of(text: &str) -> Vec<String> {
    let name = |line: &str| {
        let line = line.trim();
        let cells: Vec<&str> =
            line.split([',', '\t']).map(|it| it.trim().trim_matches('"')).collect();
        let numbered = |cell: &str| !cell.is_empty() && cell.bytes().all(|it| it.is_ascii_digit());
        match cells.as_slice() {
            ["rank", _, ..] => None,
            [rank, name, ..] if numbered(rank) => Some((*name).to_owned()),
            [name, ..] if !name.is_empty() && !name.starts_with('#') => Some((*name).to_owned()),
            _ => None,
        }
    };
    text.lines().filter_map(name).collect()
}

/// The names that are asked: as given, from files, or from standard input.
fn asked(given: &[String]) -> Result<Vec<String>, FlowError> {
    let mut names = Vec::new();
    for one in given {
        let path = Path::new(one);
        if one == "-" {
            let mut bytes = Vec::new();
            let read = std::io::stdin().lock().take(MOST_BYTES).read_to_end(&mut bytes);
            read.map_err(|error| unread(path, error))?;
            names.extend(names_of(&String::from_utf8_lossy(&bytes)));
        } else if path.is_file() {
            names.extend(names_of(&text(path)?));
        } else if let Some(reason) = no_name(one, path) {
            let problem = Problem::new("NRS-FLOW-073").at(one.clone());
            return Err(FlowError::Unread(problem.fact("reason", reason)));
        } else {
            names.push(one.clone());
        }
    }
    Ok(names)
}

/// Why a word is no name: it is a folder, or the path of a file that is not there.
fn no_name(word: &str, path: &Path) -> Option<&'static str> {
    const LISTS: &[&str] = &["txt", "csv", "tsv", "list", "lock", "json", "toml"];
    if path.is_dir() {
        return Some("it is a folder");
    }
    let list = path.extension().is_some_and(|end| LISTS.iter().any(|list| end == *list));
    let scoped = word.starts_with('@') && word.matches('/').count() == 1;
    let below = word.starts_with(['.', '/', '~']) || word.contains('\\');
    (!scoped && (list || below)).then_some("there is no such file")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_path_is_no_name() {
        for (word, is_name) in [
            ("deepseeek", true),
            ("@scope/x", true),
            ("github.com/a/b", true),
            ("socket.io", true),
            ("name.txt", false),
            ("./names", false),
            ("/no/such/file", false),
        ] {
            assert_eq!(no_name(word, Path::new(word)).is_none(), is_name, "{word}");
        }
    }

    #[test]
    fn lists_of_every_shape_are_names() {
        assert_eq!(names_of("rank,name\n1,boto3\n2,\"requests\"\n"), ["boto3", "requests"]);
        assert_eq!(names_of("# popular\nexpress\n\n@scope/x\r\n"), ["express", "@scope/x"]);
    }
}
