//! Dates of the topics: which are shown, and in which lane.

use std::collections::BTreeSet;

use jiff::ToSpan;
use jiff::civil::Date;
use noroshi_model::{Mention, Moment, Precision, Span, Subject, Value};

use crate::desk::{Desk, sentence_at};
use crate::scoring::Candidate;
use crate::show;
use crate::topics::Plan;
use crate::view::{Mark, Timeline, Topic};

/// Marks of one lane.
const LANE: usize = 8;
/// Days before and after the month that are still shown.
const MARGIN: i64 = 31;
/// Characters of a sentence in the table.
const LIMIT: usize = 110;

/// A date that may be shown.
#[derive(Debug, Clone, Copy)]
struct Dated {
    document: usize,
    span: Span,
    when: Moment,
    subject: Subject,
    weight: f64,
}

/// The timeline of the first topics.
pub(crate) fn timeline(
    desk: &mut Desk<'_>,
    plans: &[Plan],
    topics: &[Topic],
    period: (i16, i8),
) -> Timeline {
    let mut timeline = Timeline::default();
    let Some(window) = window(period) else { return timeline };
    for (at, (plan, topic)) in plans.iter().zip(topics).enumerate() {
        let dated = dates(desk, plan, window);
        let shown = marks(desk, at, &dated);
        timeline.further += dated.len() - shown.len().min(dated.len());
        if !shown.is_empty() {
            timeline.lanes.push((at, topic.title.text()));
        }
        timeline.marks.extend(shown);
    }
    timeline.marks.sort_by_key(|mark| (mark.when.start(), mark.when.end(), mark.topic));
    timeline.marks.iter_mut().zip(1..).for_each(|(mark, number)| mark.number = number);
    timeline
}

/// The month with its margins.
fn window((year, month): (i16, i8)) -> Option<Moment> {
    let own = Moment::month(year, month)?;
    let from = own.start().checked_sub(MARGIN.days()).ok()?;
    let to = own.end().checked_add(MARGIN.days()).ok()?;
    Moment::new(from, to, Precision::Interval)
}

/// One date per day and matter: the one whose sentence tells most.
fn dates(desk: &Desk<'_>, plan: &Plan, window: Moment) -> Vec<Dated> {
    let told = crate::scoring::candidates(&desk.sources, plan);
    let mut all: Vec<Dated> = Vec::new();
    for document in plan.by_lead() {
        let mentions = &desk.sources[document].reading.mentions;
        all.extend(mentions.iter().filter_map(|it| dated(desk, &told, document, it, window)));
    }
    all.sort_by(|one, other| {
        other.weight.total_cmp(&one.weight).then(one.document.cmp(&other.document))
    });
    let mut seen = BTreeSet::new();
    let mut sentences = BTreeSet::new();
    all.retain(|it| {
        let sentence = sentence_of(desk, it);
        seen.insert((it.when.start().date(), show::last_day(it.when)))
            && sentences.insert((it.document, sentence))
    });
    all
}

fn sentence_of(desk: &Desk<'_>, dated: &Dated) -> usize {
    let sentences = &desk.sources[dated.document].reading.sentences;
    sentences.partition_point(|it| it.span.start() <= dated.span.start())
}

fn dated(
    desk: &Desk<'_>,
    told: &[Candidate<'_>],
    document: usize,
    mention: &Mention,
    window: Moment,
) -> Option<Dated> {
    let Value::Date(when, subject) = mention.value else { return None };
    let sentence = sentence_at(desk.sources[document].reading, mention)?;
    let candidate =
        told.iter().find(|it| it.document == document && it.sentence.covers(mention.span))?;
    let inside = when.start() >= window.start() && when.end() <= window.end();
    let fits = inside && is_fine(when) && sentence.covers(mention.span);
    let guessed = if candidate.is_open() { 1.0 } else { 0.0 };
    let weight = candidate.names + candidate.ease + preference(subject) - guessed;
    fits.then_some(Dated { document, span: mention.span, when, subject, weight })
}

/// Finer than a quarter; a whole year says nothing on a scale of weeks.
fn is_fine(when: Moment) -> bool {
    !matches!(when.precision(), Precision::Year | Precision::HalfYear | Precision::Quarter)
}

fn preference(subject: Subject) -> f64 {
    match subject {
        Subject::Occurrence | Subject::Deadline => 1.5,
        Subject::Discovery => 1.2,
        Subject::Report => 0.5,
        Subject::Unclear => 0.0,
    }
}

fn marks(desk: &mut Desk<'_>, topic: usize, dated: &[Dated]) -> Vec<Mark> {
    let mut marks = Vec::new();
    for it in dated.iter().take(LANE) {
        let quote = desk.best_quote(it.document, it.span, LIMIT);
        let mark = |quote| Mark { number: 0, topic, when: it.when, subject: it.subject, quote };
        marks.extend(quote.map(mark));
    }
    marks
}

/// First and last day of the marks.
pub(crate) fn reach(marks: &[Mark]) -> Option<(Date, Date)> {
    let first = marks.iter().map(|mark| mark.when.start().date()).min()?;
    let last = marks.iter().map(|mark| show::last_day(mark.when)).max()?;
    Some((first, last))
}
