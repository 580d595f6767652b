//! Which parts of the input a policy stands on, by following names through the rules.

use std::collections::{BTreeMap, BTreeSet};

use super::fit::package;
use super::token::Tokens;

/// What the statements of a name use.
#[derive(Debug, Default, Clone)]
struct Uses {
    names: BTreeSet<String>,
    inputs: BTreeSet<String>,
    literals: BTreeSet<String>,
}

/// Names of all files and what they use, by package and name.
#[derive(Debug, Default)]
pub(crate) struct Needs {
    by_package: BTreeMap<String, BTreeMap<String, Uses>>,
    /// Each statement of `tests`, by package.
    tests: BTreeMap<String, Vec<Uses>>,
}

impl Needs {
    /// Reads the files of a baseline.
    pub(crate) fn read<'a>(files: impl IntoIterator<Item = &'a str>) -> Self {
        let mut needs = Self::default();
        for text in files {
            needs.add(text);
        }
        needs
    }

    fn add(&mut self, text: &str) {
        let Some(package) = package(text) else { return };
        let tokens = Tokens::read(text);
        let imported = imported(&tokens);
        for statement in tokens.statements() {
            let head = statement.start + usize::from(tokens.text(statement.start) == "default");
            let name = tokens.text(head);
            let mut uses = Uses::default();
            for at in statement.clone() {
                use_of(&tokens, at, &imported, &mut uses);
            }
            uses.names.remove(name);
            if name == "tests" {
                self.tests.entry(package.clone()).or_default().push(uses);
                continue;
            }
            let all = self.by_package.entry(package.clone()).or_default();
            let known = all.entry(name.to_owned()).or_default();
            known.names.extend(uses.names);
            known.inputs.extend(uses.inputs);
            known.literals.extend(uses.literals);
        }
    }

    /// Keys of the input that the result of a policy can depend on.
    pub(crate) fn of(&self, package: &str, stem: &str, id: &str) -> BTreeSet<String> {
        let mut inputs = BTreeSet::new();
        for test in self.tests.get(package).into_iter().flatten() {
            let spelled = |uses: &Uses| uses.literals.contains(id) || uses.literals.contains(stem);
            let indirect = || {
                let named =
                    test.names.iter().filter_map(|name| self.by_package.get(package)?.get(name));
                named.into_iter().any(|uses| uses.inputs.is_empty() && spelled(uses))
            };
            if spelled(test) || indirect() {
                self.follow(package, test, &mut inputs);
            }
        }
        inputs
    }

    fn follow(&self, package: &str, test: &Uses, inputs: &mut BTreeSet<String>) {
        inputs.extend(test.inputs.iter().cloned());
        let mut seen: BTreeSet<&str> = BTreeSet::new();
        let mut open: Vec<&str> = test.names.iter().map(String::as_str).collect();
        while let Some(name) = open.pop() {
            if !seen.insert(name) {
                continue;
            }
            // A name of the own package, else of any helper package: the last part of an import.
            let own = self.by_package.get(package).and_then(|names| names.get(name));
            let helpers = self.by_package.iter().filter(|(other, _)| other.as_str() != package);
            let foreign = helpers.filter(|(other, _)| !self.tests.contains_key(*other));
            let found: Vec<&Uses> = match own {
                Some(uses) => vec![uses],
                None => foreign.filter_map(|(_, names)| names.get(name)).collect(),
            };
            for uses in found {
                inputs.extend(uses.inputs.iter().cloned());
                open.extend(uses.names.iter().map(String::as_str));
            }
        }
    }
}

/// Names under which a file knows other packages.
fn imported<'a>(tokens: &Tokens<'a>) -> BTreeSet<&'a str> {
    let statements = tokens.statements();
    let imports = statements.into_iter().filter(|it| tokens.text(it.start) == "import");
    imports.map(|it| tokens.text(it.end - 1)).collect()
}

fn use_of(tokens: &Tokens, at: usize, imported: &BTreeSet<&str>, uses: &mut Uses) {
    let word = tokens.text(at);
    if word == "input" && tokens.text(at + 1) == "." {
        uses.inputs.insert(tokens.text(at + 2).to_owned());
    } else if let Some(literal) = word.strip_prefix('"').and_then(|it| it.strip_suffix('"')) {
        // Only what may be the id of a policy.
        if literal.len() < 65 && literal.contains('.') {
            uses.literals.insert(literal.to_owned());
        }
    } else if tokens.is_name(at) {
        // `door.open` is a part of a value, `utils.open` is a rule of another package.
        let part = at > 1 && tokens.text(at - 1) == ".";
        if part && !imported.contains(tokens.text(at - 2)) {
            return;
        }
        uses.names.insert(word.to_owned());
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn needs_are_followed_through_rules_and_helpers() {
        let own = "package door\nimport data.utils.Shut\n\
            open contains d if {\n some d in input.doors\n Shut(d) == false\n}\n\
            Id := utils.WithVersion(\"OWN.DOOR.1.2\")\n\
            tests contains {\"PolicyId\": \"OWN.DOOR.1.1v1\", \"RequirementMet\": count(open) == 0}\n\
            tests contains {\"PolicyId\": Id, \"RequirementMet\": input.bell} if { true }\n";
        let helper = "package utils\nShut(d) if {\n d in input.shut\n}\n";
        let needs = Needs::read([own, helper]);
        let shown = |stem: &str, id: &str| {
            needs.of("door", stem, id).into_iter().collect::<Vec<_>>().join(" ")
        };
        assert_eq!(shown("OWN.DOOR.1.1", "OWN.DOOR.1.1v1"), "doors shut");
        assert_eq!(shown("OWN.DOOR.1.2", "OWN.DOOR.1.2v1"), "bell");
        assert_eq!(shown("OWN.DOOR.9.9", "OWN.DOOR.9.9v1"), "");
    }
}
