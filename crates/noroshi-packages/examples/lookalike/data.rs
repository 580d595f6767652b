//! The names that the score is trained and measured on.

use std::collections::HashSet;
use std::fs;

use noroshi_packages::Ecosystem;
use noroshi_packages::similar::{Described, Lookalikes, Protected};

const FOLDER: &str = "../shared/data/packages";
/// How many of the list are protected; the rest of it are the honest names.
pub(crate) const PROTECTED: usize = 8_000;

/// One name with its label and its pairs.
#[derive(Clone)]
pub(crate) struct Example {
    pub(crate) name: String,
    pub(crate) reported: bool,
    pub(crate) labelled: bool,
    pub(crate) pairs: Vec<Described>,
}

/// All names.
pub(crate) struct Data {
    pub(crate) lookalikes: Lookalikes,
    pub(crate) reported: Vec<Example>,
    pub(crate) legitimate: Vec<Example>,
    pub(crate) labelled: Vec<Example>,
    /// How many names are reported, with those that are popular too.
    pub(crate) names: usize,
}

fn read(name: &str) -> Result<String, String> {
    fs::read_to_string(format!("{FOLDER}/{name}")).map_err(|why| {
        format!(
            "cannot read {FOLDER}/{name}: {why}\nfix: run from the project's root with the shared data beside it; \
             packages/README.md there says where each file comes from"
        )
    })
}

impl Data {
    /// Reads the lists and pairs every name with what it could be meant to be.
    pub(crate) fn load() -> Result<Self, String> {
        let top = read("top-pypi.csv")?;
        let top = top.lines().skip(1).filter_map(|line| Some(line.split_once(',')?.1.to_owned()));
        let top: Vec<String> = top.collect();
        let (popular, legitimate) = top.split_at(PROTECTED.min(top.len()));
        let protected = Protected { popular: popular.to_vec(), ..Protected::default() };
        let lookalikes = Lookalikes::new(Ecosystem::PyPi, &protected);
        let pairs = labelled(popular)?;
        let reported = read("reported-pypi-dev.txt")?;
        let reported: Vec<&str> = reported.lines().collect();
        let make = |name: &str, reported| Example {
            name: name.to_owned(),
            reported,
            labelled: pairs.iter().any(|pair| pair == name),
            pairs: lookalikes.pairs(name),
        };
        let known: HashSet<&str> = top.iter().map(String::as_str).collect();
        // A name that is popular too is reported for single versions of an honest package.
        let strange = reported.iter().filter(|name| !known.contains(**name));
        Ok(Self {
            names: reported.len(),
            reported: strange.map(|name| make(name, true)).collect(),
            legitimate: legitimate.iter().map(|name| make(name, false)).collect(),
            labelled: pairs.iter().map(|name| make(name, true)).collect(),
            lookalikes,
        })
    }

    /// Every name once.
    pub(crate) fn all(&self) -> Vec<&Example> {
        let have: HashSet<&String> = self.reported.iter().map(|example| &example.name).collect();
        let more = self.labelled.iter().filter(|example| !have.contains(&example.name));
        self.reported.iter().chain(more).chain(&self.legitimate).collect()
    }
}

/// Names of labelled pairs whose target is protected.
fn labelled(popular: &[String]) -> Result<Vec<String>, String> {
    let pairs = read("pairs-dev.tsv")?;
    let names = pairs.lines().filter_map(|line| {
        let mut cells = line.split('\t');
        let (name, target, ecosystem) = (cells.next()?, cells.next()?, cells.next()?);
        let ours = ecosystem == "pypi" && popular.iter().any(|name| name == target);
        ours.then(|| name.to_owned())
    });
    Ok(names.collect())
}
