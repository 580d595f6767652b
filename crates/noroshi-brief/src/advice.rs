//! The flash alert: one matter, what the sources advise, what to check.

use std::collections::BTreeSet;

use noroshi_model::{Concern, Level, Moment, Span, Subject, Surface, Value};

use crate::desk::Desk;
use crate::material::Source;
use crate::scoring::{Candidate, candidates};
use crate::show;
use crate::topics::Plan;
use crate::view::{Basis, Flash, Heading, Quote, Statement};

/// Sentences of advice shown.
const ADVICE: usize = 4;
/// Characters of a quote.
const LIMIT: usize = 200;

/// Words by which a source advises.
const CUES: [&str; 26] = [
    "推奨",
    "適用して",
    "適用する",
    "アップデートし",
    "更新して",
    "更新する",
    "してください",
    "確認して",
    "対策として",
    "回避策",
    "緩和策",
    "無効化",
    "制限する",
    "変更する",
    "注意を呼び",
    "検討して",
    "recommend",
    "should apply",
    "apply the",
    "update to",
    "upgrade to",
    "patch immediately",
    "mitigat",
    "workaround",
    "should disable",
    "organizations should",
];

/// The topic of a flash: that of the most pressing concern of the newest document, or the
/// topic of the newest document.
pub(crate) fn subject<'p>(
    desk: &Desk<'_>,
    plans: &'p [Plan],
    own: &[(usize, &Concern)],
) -> Option<&'p Plan> {
    let newest = |document: &usize| desk.sources.get(*document).and_then(Source::published);
    let level = own.iter().map(|(_, concern)| concern.level).max();
    let pressing = own.iter().filter(|(_, concern)| Some(concern.level) == level);
    let pressing = pressing.map(|(document, _)| *document).max_by_key(|at| (newest(at), *at));
    let document =
        pressing.or_else(|| (0..desk.sources.len()).max_by_key(|at| (newest(at), *at)))?;
    plans.iter().find(|plan| plan.documents.contains(&document))
}

/// The flash alert of a topic.
pub(crate) fn flash(
    desk: &mut Desk<'_>,
    plan: &Plan,
    title: Heading,
    what: Vec<Quote>,
    own: &[(usize, &Concern)],
) -> Flash {
    let told = candidates(&desk.sources, plan);
    let since = since(desk, plan, &told);
    let documents = desk.sources.len().to_string();
    let found = own.len().to_string();
    let values = [("documents", documents.as_str()), ("concerns", found.as_str())];
    let checked = Statement::counted(desk.fill(desk.words.flash_checked, &values));
    let advice = advice(desk, &told);
    Flash { title, what, since, checked, advice, checks: checks(desk, own) }
}

/// The earliest date of an occurrence: in a sentence with a name of the topic, else in any.
fn since(desk: &mut Desk<'_>, plan: &Plan, told: &[Candidate<'_>]) -> Option<(Moment, Quote)> {
    let dated = occurrences(desk, plan);
    let names = |(_, document, span): &(Moment, usize, Span)| {
        told.iter()
            .any(|it| it.document == *document && it.names > 0.0 && it.sentence.covers(*span))
    };
    let earliest =
        |these: Vec<(Moment, usize, Span)>| these.into_iter().min_by_key(|it| it.0.start());
    let named = dated.iter().copied().filter(names).collect();
    let (when, document, span) = earliest(named).or_else(|| earliest(dated))?;
    Some((when, desk.best_quote(document, span, LIMIT)?))
}

fn occurrences(desk: &Desk<'_>, plan: &Plan) -> Vec<(Moment, usize, Span)> {
    let mut dated = Vec::new();
    for document in plan.by_lead() {
        for mention in &desk.sources[document].reading.mentions {
            if let Value::Date(when, Subject::Occurrence) = mention.value {
                dated.push((when, document, mention.span));
            }
        }
    }
    dated
}

fn advice(desk: &mut Desk<'_>, told: &[Candidate<'_>]) -> Vec<Quote> {
    let mut chosen: Vec<&Candidate<'_>> = Vec::new();
    for candidate in told {
        let source = desk.sources[candidate.document];
        let text = candidate.sentence.of(&source.document.text).map(show::flow).unwrap_or_default();
        let lower = text.to_lowercase();
        let advises = candidate.asserts() && CUES.iter().any(|cue| lower.contains(cue));
        if advises && candidate.ease > -1.0 && !chosen.iter().any(|it| it.repeats(candidate)) {
            chosen.push(candidate);
        }
    }
    chosen.sort_by(|one, other| other.names.total_cmp(&one.names));
    chosen
        .into_iter()
        .take(ADVICE)
        .filter_map(|it| desk.sentence(it.document, it.sentence, it.sentence, LIMIT))
        .collect()
}

/// One check per touched entry of the profile, most pressing first.
fn checks(desk: &mut Desk<'_>, own: &[(usize, &Concern)]) -> Vec<Statement> {
    let mut pressing: Vec<_> = own.iter().filter(|(_, it)| it.level > Level::Know).collect();
    pressing.sort_by_key(|(document, it)| (std::cmp::Reverse(it.level), *document, it.span));
    let mut seen = BTreeSet::new();
    pressing.retain(|(_, it)| seen.insert((it.reason.surface, it.reason.ours.as_str())));
    pressing.into_iter().take(ADVICE).filter_map(|(at, it)| check(desk, *at, it)).collect()
}

fn check(desk: &mut Desk<'_>, document: usize, concern: &Concern) -> Option<Statement> {
    let citation = desk.cite(document, concern.span)?;
    let template = match concern.reason.surface {
        Surface::Product => desk.words.check_product,
        Surface::Supplier => desk.words.check_supplier,
        Surface::Package => desk.words.check_package,
        Surface::Sector => desk.words.check_sector,
        Surface::Name | Surface::Domain => desk.words.check_own,
    };
    let text = desk.fill(template, &[("ours", &concern.reason.ours)]);
    Some(Statement { text, basis: Basis::Cited(vec![citation]), ceiling: None })
}
