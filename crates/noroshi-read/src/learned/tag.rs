//! The labels of the model of names: for each kind one for the first letter and one for the others. Shared with the
//! command that trains it.

use std::ops::Range;

use noroshi_model::MentionKind;

/// The kinds of names that the model tells.
pub(crate) const KINDS: [MentionKind; 12] = [
    MentionKind::Organization,
    MentionKind::Person,
    MentionKind::ThreatActor,
    MentionKind::Malware,
    MentionKind::Product,
    MentionKind::Tool,
    MentionKind::Campaign,
    MentionKind::Sector,
    MentionKind::Country,
    MentionKind::Regulation,
    MentionKind::Technique,
    MentionKind::Vulnerability,
];

/// No name, and two for each kind.
pub(crate) const LABELS: usize = 1 + 2 * KINDS.len();

/// The label of a letter inside a name behind its first.
pub(crate) fn goes_on(label: usize) -> bool {
    label != 0 && label.is_multiple_of(2)
}

/// The names that the labels of a line's letters stand for.
pub(crate) fn names(labels: &[u8]) -> Vec<(Range<usize>, MentionKind)> {
    let mut names = Vec::new();
    let mut at = 0;
    while at < labels.len() {
        let label = labels[at];
        let start = at;
        at += 1;
        if label == 0 || goes_on(usize::from(label)) {
            continue;
        }
        while labels.get(at) == Some(&(label + 1)) {
            at += 1;
        }
        names.push((start..at, KINDS[usize::from(label) / 2]));
    }
    names
}
