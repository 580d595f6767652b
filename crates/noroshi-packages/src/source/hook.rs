//! What runs without being called: on install, and at every start of Python.

use std::collections::HashSet;

use serde_json::Value;

use super::flow::{Met, Uses};
use super::pattern::Lines;
use super::rule::Rule;

/// Scripts of `package.json` that run when the package is installed.
const SCRIPTS: &[&str] =
    &["preinstall", "install", "postinstall", "prepare", "preprepare", "postprepare"];

/// Words that no ordinary install script needs.
const STRANGE: &[&str] = &[
    "curl ",
    "wget ",
    "base64",
    "powershell",
    "Invoke-WebRequest",
    "iwr ",
    "| sh",
    "|sh",
    "| bash",
    "|bash",
    "eval(",
    "nslookup",
    "/dev/tcp",
    "child_process",
    "node -e",
    "node --eval",
    "python -c",
    "python3 -c",
    "certutil",
    "bitsadmin",
    "$(env",
    "http://",
    "https://",
];

/// What the scripts of a `package.json` do, and the files that they run.
pub(super) fn package_json(text: &str, lines: &Lines) -> (Vec<Met>, Vec<String>) {
    let Ok(Value::Object(package)) = serde_json::from_str(text) else {
        return (Vec::new(), Vec::new());
    };
    let Some(Value::Object(scripts)) = package.get("scripts") else {
        return (Vec::new(), Vec::new());
    };
    let (mut met, mut files) = (Vec::new(), Vec::new());
    for name in SCRIPTS {
        let Some(Value::String(script)) = scripts.get(*name) else { continue };
        let line = text.find(&format!("\"{name}\"")).map_or(1, |at| lines.of(at));
        let strange = STRANGE.iter().any(|word| script.contains(word));
        let rule = if strange { Rule::InstallScriptStrange } else { Rule::InstallScript };
        // `prepare` runs for those who build the package, not for those who install it.
        if strange || !name.ends_with("prepare") {
            met.push(Met { rule, line, source: 0 });
        }
        files.extend(run_by(script));
    }
    (met, files)
}

/// The files of a script that an interpreter runs.
fn run_by(script: &str) -> impl Iterator<Item = String> + '_ {
    let words =
        script.split([' ', '&', ';', '|', '"', '\'']).map(|word| word.trim_start_matches("./"));
    let ends = [".js", ".cjs", ".mjs", ".py", ".sh"];
    let file = move |word: &&str| ends.iter().any(|end| word.ends_with(end));
    words.filter(file).map(str::to_owned)
}

/// What the lines of a `.pth` file do: Python runs those that begin with `import`.
///
/// Source: Python documentation, module `site`.
pub(super) fn path_file(text: &str) -> Vec<Met> {
    const STRANGE: &[&str] = &[
        "exec(",
        "eval(",
        "compile(",
        "base64",
        "b64decode",
        "zlib",
        "marshal",
        "urllib",
        "requests",
        "socket",
        "subprocess",
        "os.system",
        "popen",
        "http",
        "codecs",
        "fromhex",
        "chr(",
    ];
    let mut met = Vec::new();
    for (line, number) in text.lines().zip(1u32..) {
        if !(line.starts_with("import ") || line.starts_with("import\t")) {
            continue;
        }
        let shown = without_shown_code(line);
        let strange = STRANGE.iter().any(|word| shown.contains(word));
        let rule = if strange { Rule::PathFileStrange } else { Rule::PathFile };
        met.push(Met { rule, line: number, source: 0 });
    }
    met
}

/// A line with `exec(` of code that stands there to be read (`exec('try: ...')`) taken for that code.
fn without_shown_code(line: &str) -> String {
    let is_shown = |(at, _): &(usize, &str)| {
        let end = line.trim_end();
        line[at + 5..].starts_with(['"', '\'']) && (end.ends_with("')") || end.ends_with("\")"))
    };
    match line.match_indices("exec(").next().filter(is_shown) {
        Some((at, _)) => format!("{}{}", &line[..at], &line[at + 5..]),
        None => line.to_owned(),
    }
}

/// Files that run on install, by their path.
#[derive(Debug, Default)]
pub struct Hooks(HashSet<String>);

impl Hooks {
    /// Notes the files that a `package.json` runs on install. Other files are passed over.
    pub fn note(&mut self, path: &str, bytes: &[u8]) {
        if base(path) != "package.json" {
            return;
        }
        let text = String::from_utf8_lossy(bytes);
        let folder = path.strip_suffix("package.json").unwrap_or("");
        let (_, files) = package_json(&text, &Lines::new(&text));
        for file in files {
            for end in ["", ".js", "/index.js"] {
                self.0.insert(format!("{folder}{file}{end}"));
            }
        }
    }

    /// Whether a file runs on install: `setup.py`, and what scripts of a `package.json` run.
    pub fn runs(&self, path: &str) -> bool {
        base(path) == "setup.py" || self.0.contains(path)
    }
}

/// The last part of a path.
pub(super) fn base(path: &str) -> &str {
    path.rsplit(['/', '\\']).next().unwrap_or(path)
}

/// What the use of network and commands means in a file that runs on install.
pub(super) fn on_install(met: &mut Vec<Met>, uses: Uses) {
    for one in met.iter_mut() {
        one.rule = match one.rule {
            Rule::HostSent | Rule::HostByName => Rule::HostSentOnInstall,
            other => other,
        };
    }
    if let Some(line) = uses.network {
        met.push(Met { rule: Rule::InstallNetwork, line, source: 0 });
    }
    if let Some(line) = uses.command {
        met.push(Met { rule: Rule::InstallCommand, line, source: 0 });
    }
}
