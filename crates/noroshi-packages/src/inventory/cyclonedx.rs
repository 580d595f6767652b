//! CycloneDX in JSON.
//!
//! Source: CycloneDX 1.6, cyclonedx.org/docs.

use std::collections::BTreeSet;

use noroshi_model::Problem;
use serde_json::value::RawValue;

use super::collect::Collector;
use super::entries::{Entries, list, text as word};
use super::place::Lines;
use super::{Relation, Scope, purl};

/// How deep components may lie in one another.
const DEEPEST: usize = 32;

/// What holds for all components of a file.
pub(super) struct Bill<'a> {
    pub(super) lines: Lines<'a>,
    /// References that the described product depends on itself; `None` when the file has no graph.
    pub(super) asked: Option<BTreeSet<String>>,
    nameless: usize,
}

impl<'a> Bill<'a> {
    pub(super) fn new(lines: Lines<'a>, asked: Option<BTreeSet<String>>) -> Self {
        Self { lines, asked, nameless: 0 }
    }

    /// Takes a component with its package URL, or counts it as one without.
    pub(super) fn add(&mut self, component: Component, into: &mut Collector) {
        let Some(address) = component.address else {
            let named = matches!(component.kind.as_deref(), Some("library" | "framework"));
            self.nameless += usize::from(named);
            return;
        };
        let Some(mut found) = purl::read(&address) else {
            return into.skip(&into.path.clone(), component.line, "its package URL is not one");
        };
        if found.version.is_none() {
            found.version = component.version.filter(|version| !version.is_empty());
        }
        found.scope = component.scope;
        found.relation = match (&self.asked, component.own) {
            (Some(asked), Some(own)) if asked.contains(&own) => Relation::Direct,
            (Some(_), Some(_)) => Relation::Transitive,
            _ => Relation::Unknown,
        };
        into.add(found, component.line, &self.lines);
    }

    /// Tells how many components had no package URL.
    pub(super) fn done(self, into: &mut Collector) {
        if self.nameless > 0 {
            let problem = Problem::new("NRS-PACKAGE-007").at(&into.path);
            into.problem(problem.fact("count", self.nameless));
        }
    }
}

/// A component, whichever form the file has.
#[derive(Default)]
pub(super) struct Component {
    /// The line of its package URL.
    pub(super) line: usize,
    pub(super) kind: Option<String>,
    pub(super) address: Option<String>,
    pub(super) version: Option<String>,
    pub(super) scope: Scope,
    /// Its own reference in the graph.
    pub(super) own: Option<String>,
}

/// When a component is used, by the word of the specification.
pub(super) fn scope_of(word: &str) -> Scope {
    match word {
        "required" => Scope::Runtime,
        "optional" => Scope::Optional,
        "excluded" => Scope::Development,
        _ => Scope::Unknown,
    }
}

/// Whether a property of a tool says that a component is one of development.
pub(super) fn is_development(name: &str, value: &str) -> bool {
    name.ends_with(":development") && value == "true"
}

/// Reads the file.
pub(super) fn read(text: &str, into: &mut Collector) {
    let Some(file) = Entries::of_file(text, into) else { return };
    let mut bill = Bill::new(Lines::of(text), asked(&file));
    components(file.get("components"), &mut bill, into, 0);
    bill.done(into);
}

/// What the product of the file depends on itself.
fn asked(file: &Entries<'_>) -> Option<BTreeSet<String>> {
    let product = Entries::of(Entries::of(file.get("metadata")?).get("component")?);
    let root = product.text("bom-ref")?;
    let graph = list(file.get("dependencies")).into_iter().map(Entries::of);
    let node = graph.into_iter().find(|node| node.text("ref").as_deref() == Some(root.as_str()))?;
    Some(list(node.get("dependsOn")).into_iter().filter_map(word).collect())
}

fn components(all: Option<&RawValue>, bill: &mut Bill<'_>, into: &mut Collector, depth: usize) {
    if depth >= DEEPEST {
        let line = all.map_or(1, |all| bill.lines.of_part(all.get()));
        return into.damaged(line, "components lie too deep in one another");
    }
    for value in list(all) {
        let component = Entries::of(value);
        self::component(&component, bill, into);
        if let Some(further) = component.get("components") {
            components(Some(further), bill, into, depth + 1);
        }
    }
}

fn component(component: &Entries<'_>, bill: &mut Bill<'_>, into: &mut Collector) {
    let address = component.get("purl");
    let read = Component {
        line: address.map_or(1, |at| bill.lines.of_part(at.get())),
        kind: component.text("type"),
        address: address.and_then(word),
        version: component.text("version"),
        scope: scope(component),
        own: component.text("bom-ref"),
    };
    bill.add(read, into);
}

fn scope(component: &Entries<'_>) -> Scope {
    let is_dev = |property: &&RawValue| {
        let property = Entries::of(property);
        let text = |key: &str| property.text(key).unwrap_or_default();
        is_development(&text("name"), &text("value"))
    };
    if list(component.get("properties")).iter().any(is_dev) {
        return Scope::Development;
    }
    component.text("scope").map_or(Scope::Unknown, |word| scope_of(&word))
}

#[cfg(test)]
mod tests {
    use super::super::row::{purl_row, rows};

    #[test]
    fn components_are_read_with_their_graph() {
        let text = r#"{
  "bomFormat": "CycloneDX",
  "specVersion": "1.6",
  "metadata": {"component": {"bom-ref": "gate", "name": "gate"}},
  "components": [
    {
      "type": "library", "bom-ref": "a", "name": "fare", "version": "1.0.0",
      "purl": "pkg:npm/%40kazemori/fare@1.0.0",
      "components": [
        {"type": "library", "bom-ref": "b", "name": "b", "purl": "pkg:pypi/b", "version": "2.0",
         "properties": [{"name": "cdx:poetry:package:development", "value": "true"}]}
      ]
    },
    {"type": "library", "name": "nameless", "version": "1"},
    {"type": "operating-system", "name": "debian"},
    {"type": "library", "name": "bad", "purl": "not-a-purl"}
  ],
  "dependencies": [{"ref": "gate", "dependsOn": ["a"]}]
}"#;
        let (got, codes) = rows("bom.json", text, purl_row);
        assert_eq!(codes, ["NRS-PACKAGE-004", "NRS-PACKAGE-007"]);
        assert_eq!(
            got,
            ["8 pkg:npm/%40kazemori/fare@1.0.0 direct unknown", "10 pkg:pypi/b@2.0 transitive dev",]
        );
    }
}
