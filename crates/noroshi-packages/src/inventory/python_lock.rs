//! Lockfiles of Python in TOML: `uv.lock`, `poetry.lock`, `pdm.lock`, `pylock.toml`.

use std::collections::{BTreeMap, BTreeSet};

use serde::Deserialize;
use serde::de::DeserializeOwned;
use toml::{Spanned, Value};

use super::collect::{Collector, Found};
use super::origin::Origin;
use super::place::Lines;
use super::{Relation, Scope};
use crate::Ecosystem;

/// Any of these files, as far as they share a shape.
#[derive(Deserialize)]
struct File {
    #[serde(default, alias = "packages")]
    package: Vec<Package>,
    #[serde(default)]
    metadata: Option<Value>,
}

#[derive(Deserialize)]
struct Package {
    name: Spanned<String>,
    #[serde(default)]
    version: Option<String>,
    /// Poetry 1.
    #[serde(default)]
    category: Option<String>,
    /// Poetry 2, PDM.
    #[serde(default)]
    groups: Vec<String>,
    #[serde(default)]
    optional: Option<Value>,
    /// uv and Poetry: a table.
    #[serde(default)]
    source: Option<Value>,
    /// PDM, beside the name.
    #[serde(default)]
    git: Option<String>,
    #[serde(default)]
    path: Option<String>,
    #[serde(default)]
    url: Option<String>,
    /// pylock.
    #[serde(default)]
    index: Option<String>,
    #[serde(default)]
    vcs: Option<Value>,
    #[serde(default)]
    directory: Option<Value>,
    #[serde(default)]
    archive: Option<Value>,
    /// uv.
    #[serde(default)]
    dependencies: Option<Value>,
    #[serde(default, rename = "dev-dependencies")]
    dev: BTreeMap<String, Value>,
    #[serde(default, rename = "optional-dependencies")]
    extras: BTreeMap<String, Value>,
}

fn parse<T: DeserializeOwned>(text: &str, into: &mut Collector, lines: &Lines<'_>) -> Option<T> {
    match toml::from_str(text) {
        Ok(file) => Some(file),
        Err(error) => {
            let line = error.span().map_or(1, |span| lines.at(span.start));
            into.damaged(line, error.message());
            None
        }
    }
}

/// Reads each package of a file by `origin`, and by `tell` what else it says.
fn read(
    text: &str,
    into: &mut Collector,
    origin: impl Fn(&Package) -> Origin,
    tell: impl Fn(&File) -> Teller,
) {
    let lines = Lines::of(text);
    let Some(file) = parse::<File>(text, into, &lines) else { return };
    let teller = tell(&file);
    for package in &file.package {
        let mut found = Found::new(Ecosystem::PyPi, package.name.get_ref().as_str());
        found.version = package.version.clone();
        found.origin = origin(package);
        (found.relation, found.scope) = teller.tell(package);
        into.add(found, lines.at(package.name.span().start), &lines);
    }
}

/// What a format says of how a package is used.
enum Teller {
    Groups,
    Asked(Asked),
    Nothing,
}

/// What the packages of the own project ask for, by normal name.
#[derive(Default)]
struct Asked {
    runtime: BTreeSet<String>,
    dev: BTreeSet<String>,
    optional: BTreeSet<String>,
}

impl Teller {
    fn tell(&self, package: &Package) -> (Relation, Scope) {
        match self {
            Self::Groups => (Relation::Unknown, by_groups(package)),
            Self::Asked(asked) => asked.tell(package.name.get_ref()),
            Self::Nothing => (Relation::Unknown, Scope::Unknown),
        }
    }
}

impl Asked {
    fn tell(&self, name: &str) -> (Relation, Scope) {
        let name = Ecosystem::PyPi.normal(name);
        let scope = [
            (&self.runtime, Scope::Runtime),
            (&self.dev, Scope::Development),
            (&self.optional, Scope::Optional),
        ];
        let found = scope.into_iter().find(|(names, _)| names.contains(name.as_ref()));
        found.map_or((Relation::Transitive, Scope::Unknown), |(_, scope)| (Relation::Direct, scope))
    }
}

fn by_groups(package: &Package) -> Scope {
    let groups: Vec<&str> = match (&package.category, package.groups.as_slice()) {
        (Some(category), _) => vec![category.as_str()],
        (None, groups) => groups.iter().map(String::as_str).collect(),
    };
    let optional = matches!(package.optional, Some(Value::Boolean(true)));
    if groups.iter().any(|group| matches!(*group, "main" | "default")) {
        return if optional { Scope::Optional } else { Scope::Runtime };
    }
    if groups.is_empty() { Scope::Unknown } else { Scope::Development }
}

/// A text inside a table.
fn part<'a>(table: Option<&'a Value>, key: &str) -> Option<&'a str> {
    table?.get(key)?.as_str()
}

/// Reads `uv.lock`.
pub(super) fn uv(text: &str, into: &mut Collector) {
    read(
        text,
        into,
        |package| uv_origin(package.source.as_ref()),
        |file| Teller::Asked(asked(file)),
    );
}

fn uv_origin(source: Option<&Value>) -> Origin {
    if let Some(index) = part(source, "registry") {
        return if index.contains("://") {
            Origin::of_index(index)
        } else {
            Origin::Path(index.to_owned())
        };
    }
    if let Some(address) = part(source, "git") {
        return Origin::repository(address);
    }
    if let Some(address) = part(source, "url") {
        return Origin::of_address(address);
    }
    let path = ["path", "directory", "editable", "virtual"];
    let path = path.into_iter().find_map(|key| part(source, key));
    path.map_or_else(Origin::default, |path| Origin::Path(path.to_owned()))
}

/// What the project and its members ask for: the packages that stand on a path.
fn asked(file: &File) -> Asked {
    let mut asked = Asked::default();
    for package in &file.package {
        let own = ["editable", "virtual"];
        if !own.into_iter().any(|key| part(package.source.as_ref(), key).is_some()) {
            continue;
        }
        asked.runtime.extend(names(package.dependencies.as_ref()));
        asked.dev.extend(package.dev.values().flat_map(|list| names(Some(list))));
        asked.optional.extend(package.extras.values().flat_map(|list| names(Some(list))));
    }
    asked
}

fn names(list: Option<&Value>) -> Vec<String> {
    let list = list.and_then(Value::as_array).map(Vec::as_slice).unwrap_or_default();
    let name = |one: &Value| Some(Ecosystem::PyPi.normal(one.get("name")?.as_str()?).into_owned());
    list.iter().filter_map(name).collect()
}

/// Reads `poetry.lock`.
pub(super) fn poetry(text: &str, into: &mut Collector) {
    let origin = |package: &Package| {
        let source = package.source.as_ref();
        let address = part(source, "url").unwrap_or_default();
        match part(source, "type") {
            Some("git") => Origin::repository(address),
            Some("directory" | "file") => Origin::Path(address.to_owned()),
            Some("url") => Origin::of_address(address),
            Some(_) if !address.is_empty() => Origin::of_index(address),
            _ => Origin::default(),
        }
    };
    read(text, into, origin, |_| Teller::Groups);
}

/// Reads `pdm.lock`.
pub(super) fn pdm(text: &str, into: &mut Collector) {
    let origin = |package: &Package| match (&package.git, &package.path, &package.url) {
        (Some(git), ..) => Origin::repository(git),
        (_, Some(path), _) => Origin::Path(path.clone()),
        (_, _, Some(url)) => Origin::of_address(url),
        _ => Origin::default(),
    };
    read(text, into, origin, |_| Teller::Groups);
}

/// Reads `pylock.toml`.
pub(super) fn pylock(text: &str, into: &mut Collector) {
    let origin = |package: &Package| {
        let (vcs, archive) = (package.vcs.as_ref(), package.archive.as_ref());
        if let Some(table) = vcs {
            let address = part(Some(table), "url").or_else(|| part(Some(table), "path"));
            return Origin::repository(address.unwrap_or_default());
        }
        if let Some(table) = package.directory.as_ref() {
            return Origin::Path(part(Some(table), "path").unwrap_or_default().to_owned());
        }
        if let Some(table) = archive {
            let path = || Origin::Path(part(Some(table), "path").unwrap_or_default().to_owned());
            return part(Some(table), "url").map_or_else(path, Origin::of_address);
        }
        package.index.as_deref().map_or_else(Origin::default, Origin::of_index)
    };
    read(text, into, origin, |file| {
        // A file of uv or PDM may carry groups beside what the standard has.
        let grouped = file.package.iter().any(|package| !package.groups.is_empty());
        let plain = file.metadata.is_none() && !grouped;
        if plain { Teller::Nothing } else { Teller::Groups }
    });
}

#[cfg(test)]
mod tests {
    use super::super::row::scoped_row;
    use super::super::{FileKind, read as read_file};

    #[track_caller]
    fn check(path: &str, text: &str, kind: FileKind, expected: &[&str]) {
        let (inventory, problems) =
            read_file(path, text.as_bytes(), &mut |_, _| None).expect("a known kind");
        assert_eq!((inventory.kind, problems), (kind, vec![]));
        assert_eq!(inventory.dependencies.iter().map(scoped_row).collect::<Vec<_>>(), expected);
    }

    #[test]
    fn uv_tells_what_the_project_asks_for() {
        let text = "version = 1\nrequires-python = \">=3.12\"\n\n[[package]]\nname = \"fare\"\nversion = \"0.1.0\"\nsource = { editable = \".\" }\ndependencies = [\n    { name = \"idna\" },\n]\n\n[package.dev-dependencies]\ndev = [{ name = \"pytest\" }]\n\n[[package]]\nname = \"idna\"\nversion = \"3.4\"\nsource = { registry = \"https://pypi.org/simple\" }\n\n[[package]]\nname = \"pytest\"\nversion = \"8.0\"\nsource = { registry = \"https://pypi.kazemori.example/simple\" }\n\n[[package]]\nname = \"pluggy\"\nversion = \"1.4\"\nsource = { git = \"https://git.kazemori.example/pluggy?rev=1#abc\" }\n";
        check(
            "uv.lock",
            text,
            FileKind::Uv,
            &[
                "5 fare 0.1.0 transitive unknown path",
                "16 idna 3.4 direct runtime registry",
                "21 pytest 8.0 direct dev registry",
                "26 pluggy 1.4 transitive unknown repository",
            ],
        );
    }

    #[test]
    fn poetry_and_pdm_tell_groups() {
        let poetry = "# This file is automatically @generated by Poetry 2.0\n[[package]]\nname = \"six\"\nversion = \"1.16.0\"\noptional = false\ngroups = [\"main\"]\n\n[[package]]\nname = \"black\"\nversion = \"24.1\"\ncategory = \"dev\"\n\n[[package]]\nname = \"fare\"\nversion = \"0.1\"\n\n[package.source]\ntype = \"git\"\nurl = \"https://git.kazemori.example/fare.git\"\n\n[metadata]\nlock-version = \"2.1\"\n";
        check(
            "poetry.lock",
            poetry,
            FileKind::Poetry,
            &[
                "3 six 1.16.0 unknown runtime registry",
                "9 black 24.1 unknown dev registry",
                "14 fare 0.1 unknown unknown repository",
            ],
        );
        let pdm = "# This file is @generated by PDM.\n[metadata]\ngroups = [\"default\"]\n\n[[package]]\nname = \"six\"\nversion = \"1.16.0\"\ngroups = [\"default\", \"test\"]\n\n[[package]]\nname = \"lib\"\nversion = \"0\"\npath = \"./lib\"\ngroups = [\"test\"]\n";
        check(
            "pdm.lock",
            pdm,
            FileKind::Pdm,
            &["6 six 1.16.0 unknown runtime registry", "11 lib 0 unknown dev path"],
        );
    }

    #[test]
    fn pylock_tells_origins() {
        let text = "lock-version = \"1.0\"\ncreated-by = \"pip\"\n\n[[packages]]\nname = \"attrs\"\nversion = \"25.1.0\"\nindex = \"https://pypi.org/simple\"\nwheels = [{ name = \"attrs-25.1.0-py3-none-any.whl\", url = \"https://files.pythonhosted.org/x.whl\", hashes = { sha256 = \"aa\" } }]\n\n[[packages]]\nname = \"fare\"\nvcs = { type = \"git\", url = \"https://git.kazemori.example/fare\", commit-id = \"abc\" }\n\n[[packages]]\nname = \"lib\"\ndirectory = { path = \"./lib\" }\n";
        check(
            "pylock.toml",
            text,
            FileKind::Pylock,
            &[
                "5 attrs 25.1.0 unknown unknown registry",
                "11 fare - unknown unknown repository",
                "15 lib - unknown unknown path",
            ],
        );
    }

    #[test]
    fn a_damaged_file_says_where() {
        let (inventory, problems) =
            read_file("uv.lock", b"[[package]]\nname = \"a\"\n[[pack", &mut |_, _| None)
                .expect("uv");
        assert_eq!(inventory.dependencies, []);
        assert_eq!(problems[0].code, "NRS-PACKAGE-002");
        assert!(problems[0].facts.contains(&("line", "3".to_owned())), "{problems:?}");
    }
}
