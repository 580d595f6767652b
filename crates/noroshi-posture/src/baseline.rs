//! A baseline: its rules, its policies, and who made it.

use std::collections::{BTreeMap, BTreeSet};
use std::time::Duration;

use noroshi_model::Problem;

use crate::markdown::{Control, controls};
use crate::rego::{Engine, Needs, package, rules};
use crate::{Criticality, Facts, PolicyId, Suite};

/// A baseline of this many files and more is no baseline.
const MOST_FILES: usize = 4_096;

/// Releases that were tried with their own tests, as `major.minor`. Others are judged too, and
/// said to be untried.
const TRIED: [(&str, &[&str]); 2] = [
    ("ScubaGear", &["1.1", "1.2", "1.3", "1.4", "1.5", "1.6", "1.7", "1.8"]),
    ("ScubaGoggles", &["0.5", "0.6", "1.0", "1.1"]),
];

/// One product of a baseline.
#[derive(Debug, Clone)]
pub(crate) struct Product {
    /// Its name in exports and results: `aad`.
    pub(crate) name: String,
    /// The package of its rules: `aad`, `noroshi_aad`.
    pub(crate) package: String,
    /// The suite it belongs to.
    pub(crate) suite: Suite,
    /// Its policies, by the text of the baseline or, without one, by the ids in the rules.
    pub(crate) controls: Vec<Control>,
    /// Whether the text of the baseline was there.
    pub(crate) documented: bool,
    /// For each policy, the parts of the export that its result can depend on.
    pub(crate) needs: Vec<BTreeSet<String>>,
}

/// A baseline, ready to judge.
#[derive(Debug, Clone)]
pub struct Baseline {
    pub(crate) engine: Engine,
    pub(crate) products: Vec<Product>,
    tool: String,
    version: String,
}

impl Baseline {
    /// Whether a file of a baseline folder is of use here. Paths have `/` between their parts.
    pub fn wants(path: &str) -> bool {
        let name = path.rsplit('/').next().unwrap_or(path);
        if let Some(stem) = name.strip_suffix(".rego") {
            return !stem.ends_with("_test");
        }
        let text = name.ends_with(".md") && !["removedpolicies.md", "README.md"].contains(&name);
        text && path.split('/').rev().nth(1).is_some_and(|folder| folder == "baselines")
            || is_manifest(path)
    }

    /// Reads a baseline from its files: path and text, in any order. Files that
    /// [`Baseline::wants`] does not want are left out. Nothing is changed on disk: what the engine
    /// needs is changed in memory.
    ///
    /// Problems: `NRS-POSTURE-001` the engine fails its self-test, and the baseline is empty;
    /// `-002` a file was refused; `-003` two baselines lie in one folder, and it is empty; `-004`
    /// no rules at all; `-005` the release is unknown or has not been tried; `-006` the text of a
    /// product's policies is missing; `-007` the rules are Rego v0, and the baseline is empty.
    pub fn load<'a>(files: impl IntoIterator<Item = (&'a str, &'a str)>) -> (Self, Vec<Problem>) {
        let mut files: Vec<(&str, &str)> =
            files.into_iter().filter(|(path, _)| Self::wants(path)).take(MOST_FILES).collect();
        files.sort_unstable();
        let (tool, version) = manifest(&files);
        let mut problems = Vec::new();
        let engine = match Engine::new() {
            Ok(engine) => engine,
            Err(fault) => {
                let problem = Problem::new("NRS-POSTURE-001").fact("reason", fault);
                return (Self::empty(tool, version, Engine::unusable()), vec![problem]);
            }
        };
        let rego: Vec<(&str, &str)> =
            files.iter().filter(|(path, _)| path.ends_with(".rego")).copied().collect();
        if let Some((first, second)) = twice(&rego) {
            let problem = Problem::new("NRS-POSTURE-003").at(second).fact("first", first);
            return (Self::empty(tool, version, engine), vec![problem]);
        }
        let mut baseline = Self::empty(tool, version, engine);
        let refused = baseline.engine.add(&rego);
        if let Some((path, fault)) = refused.iter().find(|(_, fault)| fault.is_of_old_rego()) {
            let problem = Problem::new("NRS-POSTURE-007").at(path).fact("reason", fault);
            baseline.engine = Engine::unusable();
            return (baseline, vec![problem]);
        }
        for (path, fault) in refused {
            problems.push(Problem::new("NRS-POSTURE-002").at(path).fact("reason", fault));
        }
        let texts = files.iter().filter(|(path, _)| path.ends_with(".md"));
        let texts: BTreeMap<String, &str> = texts.map(|(path, text)| (stem(path), *text)).collect();
        let needs = Needs::read(rego.iter().map(|(_, text)| *text));
        let found = rego.iter().filter_map(|(_, text)| product(text, &texts, &needs));
        baseline.products = found.collect();
        baseline.name_tool();
        problems.extend(baseline.doubts());
        (baseline, problems)
    }

    fn empty(tool: String, version: String, engine: Engine) -> Self {
        Self { engine, products: Vec::new(), tool, version }
    }

    /// Gives a product up after so long, and calls it not assessed; two minutes without this.
    pub fn giving_up_after(mut self, limit: Duration) -> Self {
        self.engine.give_up_after(limit);
        self
    }

    /// Who made it: `ScubaGear`, `ScubaGoggles`, or the name in its `baseline.toml`.
    pub fn tool(&self) -> &str {
        &self.tool
    }

    /// Its release; empty when the folder does not say.
    pub fn version(&self) -> &str {
        &self.version
    }

    /// Whether its release is that of the tool which also makes the exports.
    pub(crate) fn exports_too(&self) -> bool {
        TRIED.iter().any(|(tool, _)| *tool == self.tool)
    }

    /// Its products.
    pub fn products(&self) -> impl Iterator<Item = &str> {
        self.products.iter().map(|product| product.name.as_str())
    }

    /// Its policies with their sentences.
    pub fn policies(&self) -> impl Iterator<Item = (&PolicyId, &str)> {
        let controls = self.products.iter().flat_map(|product| &product.controls);
        controls.map(|control| (&control.id, control.requirement.as_str()))
    }

    /// Rules without a manifest beside them: whose they are shows in the shape of their results.
    fn name_tool(&mut self) {
        if self.tool.is_empty() {
            let gws = self.products.iter().any(|product| product.suite == Suite::Gws);
            self.tool = if gws { "ScubaGoggles" } else { "ScubaGear" }.to_owned();
        }
    }

    fn doubts(&self) -> Vec<Problem> {
        let mut doubts = Vec::new();
        if self.products.is_empty() {
            return vec![Problem::new("NRS-POSTURE-004")];
        }
        let release: String = self.version.split('.').take(2).collect::<Vec<_>>().join(".");
        let tried = TRIED.iter().find(|(tool, _)| *tool == self.tool);
        if tried.is_some_and(|(_, releases)| !releases.contains(&release.as_str())) {
            let version = if self.version.is_empty() { "?" } else { &self.version };
            let doubt = Problem::new("NRS-POSTURE-005").fact("tool", &self.tool);
            doubts.push(doubt.fact("version", version));
        }
        let bare = self.products.iter().filter(|product| tried.is_some() && !product.documented);
        for product in bare {
            doubts.push(Problem::new("NRS-POSTURE-006").fact("product", &product.name));
        }
        doubts
    }
}

fn stem(path: &str) -> String {
    let name = path.rsplit('/').next().unwrap_or(path);
    name.trim_end_matches(".md").to_ascii_lowercase()
}

fn is_manifest(path: &str) -> bool {
    let name = path.rsplit('/').next().unwrap_or(path);
    name == "ScubaGear.psd1"
        || name == "baseline.toml"
        || path.ends_with("scubagoggles/__init__.py")
}

/// Tool and release by the files that name them.
fn manifest(files: &[(&str, &str)]) -> (String, String) {
    for (path, text) in files.iter().filter(|(path, _)| is_manifest(path)) {
        let quoted = |mark: &str| {
            let line = text.lines().find(|line| line.trim_start().starts_with(mark))?;
            line.split(['\'', '"']).nth(1).map(str::to_owned)
        };
        let found = match path.rsplit('/').next() {
            Some("ScubaGear.psd1") => {
                quoted("ModuleVersion").map(|it| ("ScubaGear".to_owned(), it))
            }
            Some("baseline.toml") => {
                quoted("name").map(|it| (it, quoted("version").unwrap_or_default()))
            }
            _ => quoted("__version__").map(|it| ("ScubaGoggles".to_owned(), it)),
        };
        if let Some(found) = found {
            return found;
        }
    }
    Default::default()
}

/// Two files that both define the results of one product.
fn twice<'a>(rego: &[(&'a str, &'a str)]) -> Option<(&'a str, &'a str)> {
    let mut seen: BTreeMap<String, &str> = BTreeMap::new();
    for (path, text) in rego.iter().filter(|(_, text)| rules(text).contains("tests")) {
        if let Some(first) = package(text).and_then(|package| seen.insert(package, path)) {
            return Some((first, path));
        }
    }
    None
}

fn product(text: &str, texts: &BTreeMap<String, &str>, needs: &Needs) -> Option<Product> {
    if !rules(text).contains("tests") {
        return None;
    }
    let package = package(text)?;
    // The sample baseline keeps out of the way of packages that others publish.
    let name = package.strip_prefix("noroshi_").unwrap_or(&package).to_owned();
    let suite = if text.contains("\"Prerequisites\"") { Suite::Gws } else { Suite::M365 };
    let described = texts.get(&name).map(|text| controls(text)).filter(|list| !list.is_empty());
    let documented = described.is_some();
    let controls = described.unwrap_or_else(|| named(text));
    let needs = controls.iter().map(|it| needs.of(&package, it.id.stem(), &it.id.to_string()));
    let needs = needs.collect();
    Some(Product { name, package, suite, controls, documented, needs })
}

/// Policies by the ids that stand in the rules themselves.
fn named(text: &str) -> Vec<Control> {
    let literals = text.split('"').skip(1).step_by(2);
    let ids = literals.filter_map(PolicyId::read).filter(|id| {
        let parts: Vec<&str> = id.stem().split('.').collect();
        let numbers = parts.iter().rev().take_while(|part| part.parse::<u32>().is_ok()).count();
        numbers == 2 && parts.len() > 3
    });
    let mut ids: Vec<PolicyId> = ids.collect();
    ids.sort_by(|one, other| one.order().cmp(&other.order()));
    ids.dedup();
    let stated = |id: &PolicyId| Facts::compiled_in().policy(id).map(|fact| fact.criticality);
    let control = |id| Control {
        criticality: stated(&id).unwrap_or(Criticality::Unstated),
        id,
        group: String::new(),
        requirement: String::new(),
    };
    ids.into_iter().map(control).collect()
}

#[cfg(test)]
#[path = "baseline_tests.rs"]
mod tests;
