//! What touches the organisation: the same matter once, with every sentence that tells it.

use std::collections::BTreeMap;

use noroshi_model::{Concern, Estate, Level, Surface};

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

/// One item per level, part of the estate, entry and rule; most pressing first.
pub(crate) fn items(
    desk: &mut Desk<'_>,
    own: &[(usize, &Concern)],
    room: Room,
) -> Vec<ConcernItem> {
    type Matter<'a> = (std::cmp::Reverse<Level>, Surface, &'a str, &'static str);
    let mut groups: BTreeMap<Matter<'_>, Vec<(usize, &Concern)>> = BTreeMap::new();
    for (document, concern) in own {
        let reason = &concern.reason;
        let matter =
            (std::cmp::Reverse(concern.level), reason.surface, reason.ours.as_str(), reason.rule);
        groups.entry(matter).or_default().push((*document, concern));
    }
    groups
        .into_values()
        .take(room.items)
        .filter_map(|mut told| {
            told.sort_by_key(|(document, concern)| (*document, concern.sentence, concern.span));
            item(desk, &told, room)
        })
        .collect()
}

fn item(desk: &mut Desk<'_>, told: &[(usize, &Concern)], room: Room) -> Option<ConcernItem> {
    let (document, first) = *told.first()?;
    let citation = desk.cite(document, first.span)?;
    let mut sentences: Vec<_> = told.iter().map(|(at, it)| (*at, it.sentence, it.span)).collect();
    sentences.dedup_by_key(|(at, sentence, _)| (*at, *sentence));
    let quotes = sentences.iter().take(room.quotes);
    let quotes: Vec<_> =
        quotes.filter_map(|(at, _, span)| desk.best_quote(*at, *span, room.limit)).collect();
    let text = reason(desk, first);
    Some(ConcernItem {
        level: first.level,
        surface: first.reason.surface,
        ours: first.reason.ours.clone(),
        reason: Statement { text, basis: Basis::Cited(vec![citation]), ceiling: None },
        further: sentences.len() - quotes.len(),
        quotes,
    })
}

fn reason(desk: &Desk<'_>, concern: &Concern) -> String {
    let reason = &concern.reason;
    let values = [
        ("surface", desk.words.surface(reason.surface)),
        ("ours", reason.ours.as_str()),
        ("theirs", reason.theirs.as_str()),
        ("cue", reason.cue.as_str()),
        ("rule", desk.words.rule(reason.rule)),
    ];
    desk.fill(desk.words.reason, &values)
}

/// The negative form: what was checked, and that nothing was found.
pub(crate) fn nothing(desk: &Desk<'_>, estate: &Estate) -> Statement {
    let documents = desk.sources.len().to_string();
    let template = if estate.is_empty() { desk.words.no_estate } else { desk.words.no_concern };
    Statement::counted(desk.fill(template, &[("documents", &documents)]))
}
