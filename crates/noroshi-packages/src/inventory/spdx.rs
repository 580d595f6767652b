//! SPDX 2 in JSON and tag-value form, and packages of SPDX 3 in JSON.
//!
//! Source: SPDX 2.3 and 3.0, spdx.github.io.

use std::collections::{BTreeMap, BTreeSet};

use noroshi_model::Problem;
use serde_json::value::RawValue;

use super::collect::Collector;
use super::entries::{Entries, list};
use super::place::Lines;
use super::{Relation, Scope, purl};

/// Reads the JSON form.
pub(super) fn read(text: &str, into: &mut Collector) {
    let lines = Lines::of(text);
    let Some(file) = Entries::of_file(text, into) else { return };
    // GitHub wraps the document.
    let file = file.get("sbom").map_or(file, Entries::of);
    if let Some(graph) = file.get("@graph") {
        list(Some(graph)).into_iter().for_each(|element| third(element, into, &lines));
        return;
    }
    let graph = Graph::of(&file);
    let mut nameless = 0;
    for value in list(file.get("packages")) {
        nameless += usize::from(!package(&Entries::of(value), &graph, into, &lines));
    }
    tell(nameless, into);
}

fn tell(nameless: usize, into: &mut Collector) {
    if nameless > 0 {
        let problem = Problem::new("NRS-PACKAGE-007").at(&into.path).fact("count", nameless);
        into.problem(problem);
    }
}

/// Who depends on whom, as far as it is about the described product.
#[derive(Default)]
struct Graph {
    roots: BTreeSet<String>,
    asked: BTreeMap<String, Scope>,
    known: bool,
}

impl Graph {
    fn of(file: &Entries<'_>) -> Self {
        let mut graph = Self::default();
        graph.roots.extend(
            list(file.get("documentDescribes")).into_iter().filter_map(super::entries::text),
        );
        let relations: Vec<_> =
            list(file.get("relationships")).into_iter().filter_map(relation).collect();
        for (from, kind, to) in &relations {
            if kind == "DESCRIBES" && from == "SPDXRef-DOCUMENT" {
                graph.roots.insert(to.clone());
            }
        }
        relations.iter().for_each(|(from, kind, to)| graph.add(from, kind, to));
        graph
    }

    fn add(&mut self, from: &str, kind: &str, to: &str) {
        let (who, whom, scope) = match kind {
            "DEPENDS_ON" => (from, to, Scope::Unknown),
            "RUNTIME_DEPENDENCY_OF" => (to, from, Scope::Runtime),
            "DEPENDENCY_OF" => (to, from, Scope::Unknown),
            "DEV_DEPENDENCY_OF" | "TEST_DEPENDENCY_OF" | "BUILD_DEPENDENCY_OF" | "DEV_TOOL_OF" => {
                (to, from, Scope::Development)
            }
            "OPTIONAL_DEPENDENCY_OF" => (to, from, Scope::Optional),
            _ => return,
        };
        if self.roots.contains(who) {
            self.known = true;
            self.asked.insert(whom.to_owned(), scope);
        }
    }
}

fn relation(value: &RawValue) -> Option<(String, String, String)> {
    let entries = Entries::of(value);
    let part = |key| entries.text(key);
    Some((part("spdxElementId")?, part("relationshipType")?, part("relatedSpdxElement")?))
}

/// Whether the package could be told by a package URL, or need not be.
fn package(package: &Entries<'_>, graph: &Graph, into: &mut Collector, lines: &Lines<'_>) -> bool {
    let id = package.text("SPDXID").unwrap_or_default();
    let references = list(package.get("externalRefs")).into_iter().map(Entries::of);
    let is_purl =
        |one: &Entries<'_>| one.text("referenceType").is_some_and(|kind| kind.ends_with("purl"));
    let locator = references.into_iter().find(is_purl);
    let Some(locator) = locator.as_ref().and_then(|one| one.get("referenceLocator")) else {
        return graph.roots.contains(&id);
    };
    let line = lines.of_part(locator.get());
    let found = super::entries::text(locator).and_then(|address| purl::read(&address));
    let Some(mut found) = found else {
        into.skip(&into.path.clone(), line, "its package URL is not one");
        return true;
    };
    if found.version.is_none() {
        found.version = package.text("versionInfo").filter(|it| it != "NOASSERTION");
    }
    let asked = graph.asked.get(&id);
    found.scope = asked.copied().unwrap_or_default();
    found.relation = match asked {
        Some(_) => Relation::Direct,
        None if graph.known => Relation::Transitive,
        None => Relation::Unknown,
    };
    into.add(found, line, lines);
    true
}

/// An element of SPDX 3.
fn third(value: &RawValue, into: &mut Collector, lines: &Lines<'_>) {
    let element = Entries::of(value);
    let key = ["software_packageUrl", "packageUrl"].into_iter().find_map(|key| element.get(key));
    let Some(address) = key else { return };
    let found = super::entries::text(address).and_then(|address| purl::read(&address));
    let Some(mut found) = found else { return };
    if found.version.is_none() {
        found.version = element.text("software_packageVersion");
    }
    into.add(found, lines.of_part(address.get()), lines);
}

/// Reads the tag-value form.
pub(super) fn tags(text: &str, into: &mut Collector) {
    let lines = Lines::of(text);
    let (mut version, mut told, mut nameless, mut open) = (None, true, 0, false);
    if !text.contains("SPDXVersion:") {
        return into.damaged(1, "it has no `SPDXVersion`");
    }
    for (at, line) in text.lines().enumerate() {
        let Some((tag, value)) = line.split_once(':') else { continue };
        let value = value.trim();
        match tag.trim() {
            "PackageName" => {
                nameless += usize::from(open && !told);
                (version, told, open) = (None, false, true);
            }
            "PackageVersion" => version = Some(value.to_owned()).filter(|it| it != "NOASSERTION"),
            "ExternalRef" if value.contains(" purl ") => {
                let address = value.rsplit(' ').next().unwrap_or_default();
                told = true;
                match purl::read(address) {
                    Some(mut found) => {
                        found.version = found.version.or_else(|| version.clone());
                        into.add(found, at + 1, &lines);
                    }
                    None => into.skip(&into.path.clone(), at + 1, "its package URL is not one"),
                }
            }
            _ => {}
        }
    }
    tell(nameless + usize::from(open && !told), into);
}

#[cfg(test)]
mod tests {
    use super::super::read as read_file;
    use super::super::row::purl_row;

    #[track_caller]
    fn check(path: &str, text: &str, expected: &[&str], codes: &[&str]) {
        let (inventory, problems) =
            read_file(path, text.as_bytes(), &mut |_, _| None).expect("known");
        assert_eq!(inventory.dependencies.iter().map(purl_row).collect::<Vec<_>>(), expected);
        assert_eq!(problems.iter().map(|problem| problem.code).collect::<Vec<_>>(), codes);
    }

    #[test]
    fn second_version_in_json() {
        check(
            "a.spdx.json",
            r#"{
  "spdxVersion": "SPDX-2.3", "SPDXID": "SPDXRef-DOCUMENT",
  "packages": [
    {"SPDXID": "SPDXRef-root", "name": "gate"},
    {"SPDXID": "SPDXRef-a", "name": "a", "versionInfo": "1.0.0",
     "externalRefs": [{"referenceCategory": "PACKAGE-MANAGER", "referenceType": "purl",
       "referenceLocator": "pkg:gem/a@1.0.0"}]},
    {"SPDXID": "SPDXRef-b", "name": "b", "versionInfo": "2.0.0",
     "externalRefs": [{"referenceType": "purl", "referenceLocator": "pkg:cargo/b"}]},
    {"SPDXID": "SPDXRef-c", "name": "c", "versionInfo": "1"}
  ],
  "relationships": [
    {"spdxElementId": "SPDXRef-DOCUMENT", "relationshipType": "DESCRIBES", "relatedSpdxElement": "SPDXRef-root"},
    {"spdxElementId": "SPDXRef-a", "relationshipType": "DEV_DEPENDENCY_OF", "relatedSpdxElement": "SPDXRef-root"}
  ]
}"#,
            &["7 pkg:gem/a@1.0.0 direct dev", "9 pkg:cargo/b@2.0.0 transitive unknown"],
            &["NRS-PACKAGE-007"],
        );
    }

    #[test]
    fn tag_value_form_and_third_version() {
        check(
            "a.spdx",
            "SPDXVersion: SPDX-2.3\nPackageName: a\nPackageVersion: 1.0.0\nExternalRef: PACKAGE-MANAGER purl pkg:npm/a@1.0.0\n\nPackageName: b\nPackageVersion: 2\n",
            &["4 pkg:npm/a@1.0.0 unknown unknown"],
            &["NRS-PACKAGE-007"],
        );
        check(
            "a.spdx.json",
            "{\"@context\": \"https://spdx.org/rdf/3.0.1/spdx-context.jsonld\", \"@graph\": [\n{\"type\": \"software_Package\", \"software_packageUrl\": \"pkg:pypi/a\", \"software_packageVersion\": \"1.0\"}]}",
            &["2 pkg:pypi/a@1.0 unknown unknown"],
            &[],
        );
    }
}
