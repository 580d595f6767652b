//! What touches the organisation: the same matter once, with every sentence that tells it.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};

use noroshi_model::{Concern, Estate, Level, Role, Stance, Surface};

use crate::desk::Desk;
use crate::view::{Basis, ConcernItem, Statement};

/// How much is shown.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Room {
    /// Matters.
    pub(crate) items: usize,
    /// Sentences of one matter.
    pub(crate) quotes: usize,
    /// Characters of a sentence.
    pub(crate) limit: usize,
}

/// Concerns of documents of the desk, with the index of the document.
pub(crate) fn own<'c>(desk: &Desk<'_>, concerns: &'c [Concern]) -> Vec<(usize, &'c Concern)> {
    let at: BTreeMap<_, _> =
        desk.sources.iter().enumerate().map(|(at, source)| (source.document.id, at)).collect();
    concerns.iter().filter_map(|it| Some((*at.get(&it.document)?, it))).collect()
}

/// One item per entry of the profile, told by its strongest statement; most pressing first.
pub(crate) fn items(
    desk: &mut Desk<'_>,
    own: &[(usize, &Concern)],
    room: Room,
) -> Vec<ConcernItem> {
    let mut groups: BTreeMap<(Surface, &str), Vec<(usize, &Concern)>> = BTreeMap::new();
    for (document, concern) in own {
        let entry = (concern.reason.surface, concern.reason.ours.as_str());
        groups.entry(entry).or_default().push((*document, concern));
    }
    let mut groups: Vec<_> = groups.into_values().collect();
    for told in &mut groups {
        told.sort_by_key(|(at, it)| (Reverse(strength(desk, *at, it)), *at, it.sentence, it.span));
        told.dedup_by_key(|(at, it)| (*at, it.sentence));
    }
    groups.sort_by_key(|told| told.first().map(|(_, it)| Reverse(it.level)));
    groups.iter().take(room.items).filter_map(|told| item(desk, told, room)).collect()
}

/// Level first; then a plain statement before a guess, and that before a denial.
fn strength(desk: &Desk<'_>, document: usize, concern: &Concern) -> (Level, u8) {
    let claims = desk.sources.get(document).map(|it| it.reading.claims.as_slice());
    let claim = claims.into_iter().flatten().find(|it| it.span.covers(concern.span));
    let plain = match claim.map(|it| it.stance) {
        Some(Stance::Asserts) => 3,
        None => 2,
        Some(Stance::Speculates) => 1,
        Some(Stance::Denies | Stance::Declines) => 0,
    };
    (concern.level, plain)
}

fn item(desk: &mut Desk<'_>, told: &[(usize, &Concern)], room: Room) -> Option<ConcernItem> {
    let (document, first) = *told.first()?;
    let citation = desk.cite(document, first.span)?;
    let mut seen = BTreeSet::new();
    let (fresh, again): (Vec<_>, Vec<_>) = told.iter().partition(|(at, _)| seen.insert(*at));
    let quotes = fresh.into_iter().chain(again).take(room.quotes);
    let quotes: Vec<_> =
        quotes.filter_map(|(at, it)| desk.best_quote(at, it.span, room.limit)).collect();
    let text = reason(desk, first);
    Some(ConcernItem {
        level: first.level,
        surface: first.reason.surface,
        ours: first.reason.ours.clone(),
        reason: Statement { text, basis: Basis::Cited(vec![citation]), ceiling: None },
        further: told.len() - quotes.len(),
        quotes,
    })
}

fn reason(desk: &Desk<'_>, concern: &Concern) -> String {
    let reason = &concern.reason;
    let roles = [Role::Indicator, Role::Victim, Role::Abused].into_iter();
    let listed = roles.filter(|_| reason.rule == "listed").find(|role| role.word() == reason.cue);
    let (template, cue) = listed.map_or((desk.words.reason, reason.cue.as_str()), |role| {
        (desk.words.reason_listed, desk.words.role(role))
    });
    let values = [
        ("surface", desk.words.surface(reason.surface)),
        ("ours", reason.ours.as_str()),
        ("theirs", reason.theirs.as_str()),
        ("cue", cue),
        ("rule", desk.words.rule(reason.rule)),
    ];
    desk.fill(template, &values)
}

/// The negative form: what was checked, and that nothing was found.
pub(crate) fn nothing(desk: &Desk<'_>, estate: &Estate) -> Statement {
    let documents = desk.sources.len().to_string();
    let template = if estate.is_empty() { desk.words.no_estate } else { desk.words.no_concern };
    Statement::counted(desk.fill(template, &[("documents", &documents)]))
}
