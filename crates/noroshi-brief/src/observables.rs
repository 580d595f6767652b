//! Observables by role: what is the attacker's, what was abused, what is the victim's.

use std::collections::BTreeMap;

use noroshi_model::{MentionKind, Role, Span};

use crate::defang::defang;
use crate::desk::Desk;
use crate::view::{Observable, RoleGroup};

/// The order of the roles: what may be acted on first.
const ORDER: [Role; 6] =
    [Role::Indicator, Role::Abused, Role::Victim, Role::Contact, Role::Example, Role::Reference];

/// Whether observables of a role are listed, or only counted with a list to open.
pub(crate) fn is_listed(role: Role) -> bool {
    matches!(role, Role::Indicator | Role::Abused | Role::Victim)
}

type Found = BTreeMap<(MentionKind, String), (String, Vec<(usize, Span)>)>;

/// All observables, by role, then kind and value.
pub(crate) fn observables(desk: &mut Desk<'_>) -> Vec<RoleGroup> {
    let mut roles: BTreeMap<Role, Found> = BTreeMap::new();
    for (document, source) in desk.sources.iter().enumerate() {
        for mention in source.reading.mentions.iter().filter(|it| it.kind.is_observable()) {
            let Some(role) = mention.role else { continue };
            let key = (mention.kind, mention.canonical.clone());
            let found = roles.entry(role).or_default().entry(key);
            let (_, places) = found.or_insert_with(|| (mention.reason.to_string(), Vec::new()));
            if places.last().is_none_or(|(last, _)| *last != document) {
                places.push((document, mention.span));
            }
        }
    }
    let groups = ORDER.into_iter().filter_map(|role| Some((role, roles.remove(&role)?)));
    groups.map(|(role, found)| RoleGroup { role, observables: listed(desk, found) }).collect()
}

fn listed(desk: &mut Desk<'_>, found: Found) -> Vec<Observable> {
    let shown = found.into_iter().map(|((kind, value), (reason, places))| Observable {
        kind,
        shown: defang(kind, &value),
        reason,
        citations: desk.cite_all(&places),
    });
    shown.collect()
}
