//! What a file is, by its name and its content.

/// A kind of file that lists packages.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum FileKind {
    /// `requirements.txt` of pip.
    Requirements,
    /// `pylock.toml` (PEP 751).
    Pylock,
    /// `uv.lock`.
    Uv,
    /// `poetry.lock`.
    Poetry,
    /// `pdm.lock`.
    Pdm,
    /// `Pipfile.lock`.
    Pipfile,
    /// `package-lock.json` and `npm-shrinkwrap.json`, versions 1 to 3.
    Npm,
    /// `pnpm-lock.yaml`.
    Pnpm,
    /// `yarn.lock` of Yarn 1.
    YarnClassic,
    /// `yarn.lock` of Yarn 2 and later.
    YarnBerry,
    /// `Cargo.lock`.
    Cargo,
    /// `go.mod`.
    GoMod,
    /// `go.sum`.
    GoSum,
    /// `Gemfile.lock`.
    Gemfile,
    /// `bun.lock`, the text form.
    Bun,
    /// `gradle.lockfile`, and the older files of `gradle/dependency-locks`.
    Gradle,
    /// `composer.lock`.
    Composer,
    /// `packages.lock.json` of NuGet.
    NuGet,
    /// CycloneDX in JSON.
    CycloneDx,
    /// CycloneDX in XML.
    CycloneDxXml,
    /// SPDX 2 or 3 in JSON.
    Spdx,
    /// SPDX 2 in tag-value form.
    SpdxTags,
}

impl FileKind {
    /// All kinds.
    pub const ALL: [Self; 22] = [
        Self::Requirements,
        Self::Pylock,
        Self::Uv,
        Self::Poetry,
        Self::Pdm,
        Self::Pipfile,
        Self::Npm,
        Self::Pnpm,
        Self::YarnClassic,
        Self::YarnBerry,
        Self::Cargo,
        Self::GoMod,
        Self::GoSum,
        Self::Gemfile,
        Self::Bun,
        Self::Gradle,
        Self::Composer,
        Self::NuGet,
        Self::CycloneDx,
        Self::CycloneDxXml,
        Self::Spdx,
        Self::SpdxTags,
    ];

    /// The name of the format, for people and for JSON.
    pub fn name(self) -> &'static str {
        match self {
            Self::Requirements => "requirements.txt",
            Self::Pylock => "pylock.toml",
            Self::Uv => "uv.lock",
            Self::Poetry => "poetry.lock",
            Self::Pdm => "pdm.lock",
            Self::Pipfile => "Pipfile.lock",
            Self::Npm => "package-lock.json",
            Self::Pnpm => "pnpm-lock.yaml",
            Self::YarnClassic => "yarn.lock",
            Self::YarnBerry => "yarn.lock (berry)",
            Self::Cargo => "Cargo.lock",
            Self::GoMod => "go.mod",
            Self::GoSum => "go.sum",
            Self::Gemfile => "Gemfile.lock",
            Self::Bun => "bun.lock",
            Self::Gradle => "gradle.lockfile",
            Self::Composer => "composer.lock",
            Self::NuGet => "packages.lock.json",
            Self::CycloneDx => "CycloneDX",
            Self::CycloneDxXml => "CycloneDX XML",
            Self::Spdx => "SPDX",
            Self::SpdxTags => "SPDX tag-value",
        }
    }
}

/// What a name promises, before the file is opened.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Promise {
    /// The name is one of a kind of file that lists packages.
    Surely,
    /// It may be one; the content decides.
    Perhaps,
    /// It is none; in a folder it need not be opened.
    No,
}

/// Bytes at the start of a file that are looked at to tell what it is.
const HEAD: usize = 1 << 14;

/// What a file's name promises.
pub fn promise(path: &str) -> Promise {
    let (folder, name) = parts(path);
    if by_name(folder, &name).is_some() || name == "yarn.lock" {
        return Promise::Surely;
    }
    let ends = |end: &str| name.ends_with(end);
    let bill =
        ends(".cdx.json") || ends(".spdx.json") || name.contains("sbom") || name == "bom.json";
    if bill && ends(".json")
        || ends(".cdx.xml")
        || name == "bom.xml"
        || name.contains("sbom") && ends(".xml")
    {
        return Promise::Surely;
    }
    if ends(".json") || ends(".lock") { Promise::Perhaps } else { Promise::No }
}

/// What a file is; `None` when it lists no packages. A name that is known decides, unless the
/// content shows that it is something else; any other file is told by its content alone.
pub fn kind_of(path: &str, bytes: &[u8]) -> Option<FileKind> {
    let (folder, name) = parts(path);
    let decoded = super::text::decode(&bytes[..bytes.len().min(HEAD)]);
    let head = decoded.as_ref();
    if name == "yarn.lock" {
        return Some(yarn(head));
    }
    let start = head.trim_start();
    if start.starts_with('<') {
        return head.contains("cyclonedx.org/schema/bom").then_some(FileKind::CycloneDxXml);
    }
    if name == "bun.lock" {
        return Some(FileKind::Bun);
    }
    if start.starts_with('{') {
        return json(&name, head).or_else(|| json_beyond(bytes));
    }
    if let Some(kind) = by_name(folder, &name) {
        return Some(kind);
    }
    by_head(head)
}

/// Name of the folder and of the file, lower case; either slash parts them.
fn parts(path: &str) -> (&str, String) {
    let (folders, name) = path.rsplit_once(['/', '\\']).unwrap_or(("", path));
    let folder = folders.rsplit(['/', '\\']).next().unwrap_or_default();
    (folder, name.to_ascii_lowercase())
}

fn by_name(folder: &str, name: &str) -> Option<FileKind> {
    Some(match name {
        "uv.lock" => FileKind::Uv,
        "poetry.lock" => FileKind::Poetry,
        "pdm.lock" => FileKind::Pdm,
        "pipfile.lock" => FileKind::Pipfile,
        "package-lock.json" | "npm-shrinkwrap.json" | ".package-lock.json" => FileKind::Npm,
        "pnpm-lock.yaml" | "pnpm-lock.yml" => FileKind::Pnpm,
        "cargo.lock" => FileKind::Cargo,
        "go.mod" => FileKind::GoMod,
        "go.sum" => FileKind::GoSum,
        "gemfile.lock" | "gems.locked" => FileKind::Gemfile,
        "bun.lock" => FileKind::Bun,
        "composer.lock" => FileKind::Composer,
        "packages.lock.json" => FileKind::NuGet,
        _ if name.ends_with(".lockfile") && is_gradle(folder, name) => FileKind::Gradle,
        "pylock.toml" => FileKind::Pylock,
        _ if name.starts_with("pylock.") && name.ends_with(".toml") => FileKind::Pylock,
        _ if name.ends_with(".spdx") => FileKind::SpdxTags,
        _ if is_requirements(folder, name) => FileKind::Requirements,
        _ => return None,
    })
}

fn is_gradle(folder: &str, name: &str) -> bool {
    folder == "dependency-locks" || name.ends_with("gradle.lockfile")
}

fn is_requirements(folder: &str, name: &str) -> bool {
    let Some(stem) = name.strip_suffix(".txt").or_else(|| name.strip_suffix(".in")) else {
        return false;
    };
    stem.contains("requirements") || stem.contains("constraints") || folder == "requirements"
}

fn yarn(head: &str) -> FileKind {
    let berry = head.contains("__metadata:")
        || head.contains("@npm:") && !head.contains("yarn lockfile v1");
    if berry { FileKind::YarnBerry } else { FileKind::YarnClassic }
}

/// The kind of a JSON file by words at its start.
fn json(name: &str, head: &str) -> Option<FileKind> {
    let has = |word: &str| head.contains(word);
    if has("\"bomFormat\"") || has("cyclonedx.org/schema") {
        return Some(FileKind::CycloneDx);
    }
    if has("\"spdxVersion\"") || has("\"SPDXID\"") || has("spdx.org/rdf/3") {
        return Some(FileKind::Spdx);
    }
    if name == "composer.lock" || has("\"packages-dev\"") || has("getcomposer.org") {
        return Some(FileKind::Composer);
    }
    if name == "packages.lock.json" || has("\"contentHash\"") && has("\"resolved\"") {
        return Some(FileKind::NuGet);
    }
    if has("\"lockfileVersion\"") || by_name("", name) == Some(FileKind::Npm) {
        return Some(FileKind::Npm);
    }
    let pipfile = name == "pipfile.lock" || has("\"_meta\"") && has("\"pipfile-spec\"");
    pipfile.then_some(FileKind::Pipfile)
}

/// The keys of an object come in any order: the word may stand at the end of a long file.
fn json_beyond(bytes: &[u8]) -> Option<FileKind> {
    let tail = &bytes[bytes.len().saturating_sub(HEAD)..];
    let tail = String::from_utf8_lossy(tail);
    let cyclone = tail.contains("\"bomFormat\"");
    let spdx = tail.contains("\"spdxVersion\"");
    if cyclone { Some(FileKind::CycloneDx) } else { spdx.then_some(FileKind::Spdx) }
}

/// The kind of a file with an unknown name, by lines that only this kind begins with.
fn by_head(head: &str) -> Option<FileKind> {
    let line = |start: &str| head.lines().any(|line| line.trim_end().starts_with(start));
    if line("# yarn lockfile v1") || line("__metadata:") {
        return Some(yarn(head));
    }
    if line("lockfileVersion:") {
        return Some(FileKind::Pnpm);
    }
    if line("SPDXVersion:") {
        return Some(FileKind::SpdxTags);
    }
    if line("lock-version = ") && line("created-by = ") {
        return Some(FileKind::Pylock);
    }
    if head.contains("generated by Poetry") {
        return Some(FileKind::Poetry);
    }
    if head.contains("generated by PDM") {
        return Some(FileKind::Pdm);
    }
    if head.contains("generated by Cargo") {
        return Some(FileKind::Cargo);
    }
    if line("requires-python = ") && line("[[package]]") {
        return Some(FileKind::Uv);
    }
    if head.contains("This is a Gradle generated file") {
        return Some(FileKind::Gradle);
    }
    if line("GEM") && line("  specs:") {
        return Some(FileKind::Gemfile);
    }
    if line("module ") && (line("go 1") || line("require ")) {
        return Some(FileKind::GoMod);
    }
    pins(head).then_some(FileKind::Requirements)
}

/// Whether every line that says anything is a pinned requirement, an option or a comment, and at
/// least one is pinned: what `pip freeze` writes, under any name.
fn pins(head: &str) -> bool {
    let mut pinned = 0;
    for line in head.lines().map(str::trim) {
        if line.is_empty() || line.starts_with('#') || line.starts_with("--") {
            continue;
        }
        let name = line.split("==").next().unwrap_or_default();
        let fits = |byte: u8| byte.is_ascii_alphanumeric() || b"-_.[],".contains(&byte);
        if !line.contains("==") || name.is_empty() || !name.trim().bytes().all(fits) {
            return false;
        }
        pinned += 1;
    }
    pinned > 0
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(path: &str, text: &str, expected: Option<FileKind>) {
        assert_eq!(kind_of(path, text.as_bytes()), expected, "{path}");
    }

    #[test]
    fn a_name_tells_the_kind() {
        check("a/requirements-dev.txt", "", Some(FileKind::Requirements));
        check("a/requirements/base.txt", "x", Some(FileKind::Requirements));
        check("a\\Cargo.lock", "", Some(FileKind::Cargo));
        check("pylock.prod.toml", "", Some(FileKind::Pylock));
        check("yarn.lock", "# yarn lockfile v1\n", Some(FileKind::YarnClassic));
        check("yarn.lock", "__metadata:\n  version: 8\n", Some(FileKind::YarnBerry));
        check("bun.lock", "{\n  \"lockfileVersion\": 1,", Some(FileKind::Bun));
        check("app/gradle.lockfile", "", Some(FileKind::Gradle));
        check("gradle/dependency-locks/a.lockfile", "", Some(FileKind::Gradle));
        check("composer.lock", "{}", Some(FileKind::Composer));
        check("packages.lock.json", "{}", Some(FileKind::NuGet));
        check("notes.txt", "some words", None);
    }

    #[test]
    fn content_tells_the_kind_where_the_name_does_not() {
        check("a.json", "{\"bomFormat\": \"CycloneDX\"}", Some(FileKind::CycloneDx));
        check("requirements.txt", "{\"bomFormat\": \"CycloneDX\"}", Some(FileKind::CycloneDx));
        let xml = "<?xml version=\"1.0\"?>\n<bom xmlns=\"http://cyclonedx.org/schema/bom/1.5\">";
        check("a.xml", xml, Some(FileKind::CycloneDxXml));
        check("requirements.txt", "<html></html>", None);
        check("a.json", "{\"spdxVersion\": \"SPDX-2.3\"}", Some(FileKind::Spdx));
        check("a.json", "{\"name\": \"x\", \"lockfileVersion\": 3}", Some(FileKind::Npm));
        check("a.json", "{\"type\": \"bundle\"}", None);
        check("freeze.txt", "a==1\nb==2\n", Some(FileKind::Requirements));
        check(
            "old.lock",
            "# This file is automatically @generated by Cargo.\n",
            Some(FileKind::Cargo),
        );
        let long =
            format!("{{\"components\": [\"{}\"], \"bomFormat\": \"CycloneDX\"}}", "x".repeat(HEAD));
        check("a.json", &long, Some(FileKind::CycloneDx));
    }

    #[test]
    fn a_folder_walk_opens_only_what_may_list_packages() {
        assert_eq!(promise("a/Cargo.lock"), Promise::Surely);
        assert_eq!(promise("a/app.cdx.json"), Promise::Surely);
        assert_eq!(promise("a/some.json"), Promise::Perhaps);
        assert_eq!(promise("a/photo.png"), Promise::No);
        assert_eq!(promise("a/readme.txt"), Promise::No);
    }
}
