//! Our sector in our country: both in one sentence that says who is struck.

use std::ops::Range;

use noroshi_model::{Concern, ConcernReason, Level, Stance};

use crate::context::{Context, Line};
use crate::cues::{Cue, Rule, holds};
use crate::fold::fold;
use crate::needle::Needle;
use crate::place::places;

/// The concern of a sentence about our sector; at most one.
pub(crate) fn sentence(
    context: &Context<'_>,
    at: usize,
    sectors: &[Needle],
    countries: &[String],
) -> Option<Concern> {
    if sectors.is_empty() {
        return None;
    }
    let line = context.line(at)?;
    let text = line.folded.text.as_str();
    let duty = &context.cues.aside.foreign_duty;
    if !holds(text, countries) || duty.iter().any(|it| holds(text, &it.words)) {
        return None;
    }
    let cue = struck(context, &line)?;
    let (needle, range) = sectors.iter().find_map(|needle| {
        let mut found = places(text, needle, context.cues).into_iter();
        found.find(|range| !in_name(context, text, range)).map(|range| (needle, range))
    })?;
    let span = context.span(&line, &range)?;
    let words = context.span(&line, &cue.range)?.of(&context.document.text)?;
    let reason = ConcernReason {
        surface: needle.surface,
        ours: needle.ours.clone(),
        theirs: span.of(&context.document.text)?.to_owned(),
        rule: cue.rule.word(),
        cue: words.to_owned(),
    };
    let level = level(context, &line, &cue);
    Some(Concern { level, document: context.document.id, sentence: line.span, span, reason })
}

/// Whether a sector's word is part of a name of the profile: a supplier "X Transport".
fn in_name(context: &Context<'_>, text: &str, range: &Range<usize>) -> bool {
    let estate = context.estate;
    let names = estate.suppliers.iter().chain(&estate.aliases).chain([&estate.name]);
    names.map(|name| fold(name.as_str())).any(|name| {
        let mut places = text.match_indices(name.as_str());
        places.any(|(at, _)| at <= range.start && range.end <= at + name.len())
    })
}

/// The first cue that says that somebody is struck.
fn struck(context: &Context<'_>, line: &Line) -> Option<Cue> {
    let text = line.folded.text.as_str();
    if context.cues.denied(text).is_some() {
        return None;
    }
    let telling =
        |rule| matches!(rule, Rule::Attacked | Rule::Intruded | Rule::Leaked | Rule::Targeted);
    let cues = context.cues.find(text).into_iter();
    let mut cues = cues.filter(|cue| telling(cue.rule) && !cue.negated);
    cues.find(|cue| context.span(line, &cue.range).is_some_and(|it| !context.is_denied(it)))
}

/// A guess and an old story are good to know; anything else is for this week.
fn level(context: &Context<'_>, line: &Line, cue: &Cue) -> Level {
    let claim = context.span(line, &cue.range).and_then(|it| context.claim(it));
    let guessed = claim.is_some_and(|it| it.stance != Stance::Asserts);
    if guessed || context.is_history(line) { Level::Know } else { Level::Soon }
}
