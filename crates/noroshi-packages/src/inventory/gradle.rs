//! `gradle.lockfile`, and the older files of `gradle/dependency-locks`, line by line.
//!
//! Source: Gradle user manual, "Locking versions".

use super::Scope;
use super::collect::{Collector, Found};
use super::place::Lines;
use crate::Ecosystem;

/// Reads the file: `group:name:version=configuration,configuration`.
pub(super) fn read(text: &str, into: &mut Collector) {
    let lines = Lines::of(text);
    for (at, raw) in text.lines().enumerate() {
        let line = raw.trim();
        // `empty=` lists configurations without packages.
        if line.is_empty() || line.starts_with('#') || line.starts_with("empty=") {
            continue;
        }
        let (package, configurations) = line.split_once('=').unwrap_or((line, ""));
        let parts: Vec<&str> = package.split(':').collect();
        let [group, name, version] = parts[..] else {
            into.skip(&into.path.clone(), at + 1, "it is no group, name and version");
            continue;
        };
        let name = format!("{group}:{name}");
        let mut found = Found::new(Ecosystem::Maven, name).version(version);
        found.scope = scope(configurations);
        into.add(found, at + 1, &lines);
    }
}

/// A package that only tests, processors of the compiler or checks use is one of development.
fn scope(configurations: &str) -> Scope {
    let mut names = configurations.split(',').filter(|name| !name.is_empty()).peekable();
    if names.peek().is_none() {
        return Scope::Unknown;
    }
    let is_used = |name: &str| {
        let name = name.to_ascii_lowercase();
        let test = name.contains("test") || name.contains("annotationprocessor");
        !test && (name.ends_with("runtimeclasspath") || name.ends_with("compileclasspath"))
    };
    if names.any(is_used) { Scope::Runtime } else { Scope::Development }
}

#[cfg(test)]
mod tests {
    use super::super::row::{rows, scoped_row};

    #[test]
    fn configurations_tell_when_a_package_is_used() {
        let text = "# This is a Gradle generated file for dependency locking.\n# Manual edits can break the build and are not advised.\norg.kazemori:fare:1.2.0=compileClasspath,runtimeClasspath,testRuntimeClasspath\norg.kazemori:gate-test:0.9=testCompileClasspath,testRuntimeClasspath\norg.kazemori:old:3\nbroken\nempty=annotationProcessor\n";
        let (got, codes) = rows("app/gradle.lockfile", text, scoped_row);
        assert_eq!(codes, ["NRS-PACKAGE-004"]);
        assert_eq!(
            got,
            [
                "3 org.kazemori:fare 1.2.0 unknown runtime registry",
                "4 org.kazemori:gate-test 0.9 unknown dev registry",
                "5 org.kazemori:old 3 unknown unknown registry",
            ]
        );
    }
}
