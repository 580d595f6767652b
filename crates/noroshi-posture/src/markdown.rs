//! The policies of a baseline as its Markdown lists them.

use crate::plain::plain;
use crate::{Criticality, PolicyId};

/// A policy as the text of a baseline has it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Control {
    /// Its id.
    pub(crate) id: PolicyId,
    /// The heading it stands under.
    pub(crate) group: String,
    /// Its sentence.
    pub(crate) requirement: String,
    /// How binding the text says it is.
    pub(crate) criticality: Criticality,
}

/// Reads the policies of one baseline document, in order.
pub(crate) fn controls(markdown: &str) -> Vec<Control> {
    let mut controls: Vec<Control> = Vec::new();
    let mut group = String::new();
    let mut wanting = false;
    for line in markdown.lines().map(str::trim) {
        if let Some(heading) = line.strip_prefix("#### ") {
            let id = heading.split_whitespace().next().filter(|it| *it == heading.trim());
            let id = id.and_then(PolicyId::read).filter(|id| !id.version().is_empty());
            wanting = id.is_some();
            controls.extend(id.map(|id| Control {
                id,
                group: group.clone(),
                requirement: String::new(),
                criticality: Criticality::Unstated,
            }));
        } else if let Some(heading) = line.strip_prefix("## ") {
            group = plain(heading.trim_start_matches(|it: char| it.is_ascii_digit() || it == '.'));
            wanting = false;
        } else if line.starts_with('#') {
            wanting = false;
        } else if let Some(last) = controls.last_mut() {
            stated(line, last, &mut wanting);
        }
    }
    for control in &mut controls {
        if control.criticality == Criticality::Unstated {
            control.criticality = by_words(&control.requirement);
        }
    }
    controls
}

fn stated(line: &str, control: &mut Control, wanting: &mut bool) {
    if let Some((_, word)) = line.split_once("Criticality:").filter(|_| line.starts_with("<!--")) {
        control.criticality = Criticality::read(word.trim_end_matches("-->"));
    }
    if !*wanting {
        return;
    }
    let ends = line.is_empty() || line.starts_with("<!--") || line.starts_with("[![");
    if !ends {
        let gap = if control.requirement.is_empty() { "" } else { " " };
        control.requirement.push_str(gap);
        control.requirement.push_str(&plain(line));
    } else if !control.requirement.is_empty() {
        *wanting = false;
    }
}

fn by_words(requirement: &str) -> Criticality {
    let has = |word: &str| requirement.split(|it: char| !it.is_alphabetic()).any(|it| it == word);
    match (has("SHALL"), has("SHOULD")) {
        (true, _) => Criticality::Shall,
        (false, true) => Criticality::Should,
        (false, false) => Criticality::Unstated,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_document_gives_its_policies_in_order() {
        let text = "# Title\n## 1. Old Doors\ntext\n### Policies\n#### OWN.DOOR.1.1v1\n\
                    Doors SHALL be\nclosed.\n\n[![Badge](x)](y)\n<!--Policy: OWN.DOOR.1.1v1; Criticality: SHALL -->\n- _Rationale:_ no\n\
                    #### OWN.DOOR.1.2v1\nWindows SHOULD be closed.\n### Implementation\n#### OWN.DOOR.1.1v1 Instructions\nTurn the key.\n";
        let found = controls(text);
        let shown: Vec<_> = found
            .iter()
            .map(|it| {
                (
                    it.id.to_string(),
                    it.group.as_str(),
                    it.requirement.as_str(),
                    it.criticality.word(),
                )
            })
            .collect();
        assert_eq!(
            shown,
            [
                ("OWN.DOOR.1.1v1".to_owned(), "Old Doors", "Doors SHALL be closed.", "SHALL"),
                ("OWN.DOOR.1.2v1".to_owned(), "Old Doors", "Windows SHOULD be closed.", "SHOULD"),
            ]
        );
    }
}
