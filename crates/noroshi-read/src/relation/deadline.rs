//! What must be done until when.

use std::ops::Range;

use noroshi_model::{CueKind, MentionKind, Predicate, Reason};

use super::Found;
use super::clause::Clause;
use super::frame::{Shape, frame};
use super::phrase::{Case, Kind};
use super::term::{self, Term};

/// Verbs that only close what their object names: 適用を完了する.
const CLOSING: &[&str] = &["完了", "終え", "済ませ", "実施", "行う", "行わ", "開始"];

/// 12月5日までに修正版を適用するよう求めた, 8月5日までの修正, 適用の期限は8月5日.
pub(super) fn japanese(clause: &Clause<'_, '_, '_>, cues: &[Range<usize>], found: &mut Vec<Found>) {
    for at in 0..clause.pieces.len() {
        match clause.pieces[at].kind {
            Kind::Phrase(Case::Until) => until(clause, cues, at, found),
            Kind::Phrase(Case::OfUntil) => task_of(clause, at, found),
            Kind::Cue(number) => limit(clause, &cues[number], at, found),
            _ => {}
        }
    }
}

/// The date that a phrase names.
fn date(clause: &Clause<'_, '_, '_>, at: usize) -> Option<Term> {
    let piece = clause.pieces.get(at)?;
    let wide = piece.core.start..piece.end;
    let dates = clause.said.mentions.iter().filter(|(place, mention)| {
        mention.kind == MentionKind::Date && place.start < wide.end && place.end > wide.start
    });
    dates.map(|one| Term::mention(clause.said, one)).next_back()
}

fn push(clause: &Clause<'_, '_, '_>, subject: Term, object: Term, found: &mut Vec<Found>) {
    found.push(Found {
        subject,
        predicate: Predicate::DeadlineOf,
        object,
        place: clause.said.range.clone(),
        reason: Reason::rule("deadline"),
    });
}

fn is_until(clause: &Clause<'_, '_, '_>, cue: &Range<usize>) -> bool {
    clause.said.hits.iter().any(|hit| {
        hit.cue.kind == CueKind::Relation
            && hit.range == *cue
            && frame(&hit.cue.value).is_some_and(|frame| frame.shape == Shape::Until)
    })
}

fn until(clause: &Clause<'_, '_, '_>, cues: &[Range<usize>], at: usize, found: &mut Vec<Found>) {
    let Some(date) = date(clause, at) else { return };
    let verb = (at + 1..clause.pieces.len()).find(|next| match clause.pieces[*next].kind {
        Kind::Cue(number) => is_until(clause, &cues[number]),
        _ => false,
    });
    let Some(verb) = verb else { return };
    let piece = &clause.pieces[verb];
    let Kind::Cue(number) = piece.kind else { return };
    let cue = &cues[number];
    let ending = &clause.said.text[cue.end..piece.core.end];
    let over = ["した", "して", "され", "できた", "しておらず"]
        .iter()
        .any(|kana| ending.starts_with(kana));
    if over && !ending.contains("ください") && !ending.contains("よう") {
        return;
    }
    let object = clause.arguments(verb).object.or(clause.arguments(verb).subject);
    let closing = CLOSING.iter().any(|word| clause.text(cue).starts_with(word));
    let place = match object.and_then(|object| Some((object, clause.items(object).pop()?))) {
        Some((object, item)) if closing => item.start..clause.pieces[object].core.end,
        Some((_, item)) => item.start..cue.end,
        None if closing => return,
        None => cue.clone(),
    };
    push(clause, Term::words(clause.said, place), date, found);
}

/// 8月5日までの修正.
fn task_of(clause: &Clause<'_, '_, '_>, at: usize, found: &mut Vec<Found>) {
    let demand = clause.said.hits.iter().any(|hit| {
        hit.cue.kind == CueKind::Relation
            && frame(&hit.cue.value).is_some_and(|frame| frame.shape == Shape::Demand)
    });
    let Some(date) = date(clause, at).filter(|_| demand) else { return };
    let behind = clause.pieces.get(at + 1);
    let Some(task) = behind.and_then(|piece| match piece.kind {
        Kind::Phrase(_) => Some(Term::words(clause.said, piece.core.clone())),
        Kind::Cue(_) => {
            Some(Term::words(clause.said, piece.core.start..noun_end(clause, &piece.core)))
        }
        Kind::Verb => None,
    }) else {
        return;
    };
    push(clause, task, date, found);
}

/// A cue without its kana: 修正 of 修正が.
fn noun_end(clause: &Clause<'_, '_, '_>, core: &Range<usize>) -> usize {
    let shown = clause.text(core);
    core.start + shown.trim_end_matches(super::phrase::is_hiragana).len()
}

/// 適用の期限は8月5日; 報告期限を8月5日とした.
fn limit(clause: &Clause<'_, '_, '_>, cue: &Range<usize>, at: usize, found: &mut Vec<Found>) {
    if !["期限", "期日", "締め切り", "締切"].contains(&clause.text(cue)) {
        return;
    }
    let Some(before) = clause.directly_before(at, &[Case::Of, Case::Bare]) else { return };
    let Some(date) = (at + 1..clause.pieces.len().min(at + 4)).find_map(|next| date(clause, next))
    else {
        return;
    };
    let other = ["有効", "賞味", "使用", "利用", "保存"]
        .iter()
        .any(|word| clause.text(&clause.pieces[before].core).ends_with(word));
    let Some(item) = clause.items(before).into_iter().next().filter(|_| !other) else { return };
    let Some(task) = term::head(clause.said, &item, |_| false) else { return };
    push(clause, task, date, found);
}
