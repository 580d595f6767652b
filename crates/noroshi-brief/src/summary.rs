//! A topic in three bullets and a few further statements, all in the words of the sources.

use crate::desk::Desk;
use crate::matters::Matter;
use crate::scoring::{Candidate, best, candidates};
use crate::similarity::Tie;
use crate::topics::Plan;
use crate::view::{Bullet, BulletRole, Heading, Quote, Statement, TopicName};

/// What a topic's text amounts to.
#[derive(Debug)]
pub(crate) struct Told {
    pub(crate) bullets: Vec<Bullet>,
    pub(crate) statements: Vec<Quote>,
}

/// How much of a topic is told.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Room {
    /// Characters of a bullet.
    pub(crate) bullet: usize,
    /// Further statements.
    pub(crate) statements: usize,
}

/// Three bullets and up to `room.statements` further quotes.
pub(crate) fn tell(desk: &mut Desk<'_>, plan: &Plan, room: Room) -> Told {
    let candidates = candidates(&desk.sources, plan);
    let mut chosen: Vec<&Candidate<'_>> = Vec::new();
    let mut bullets = Vec::new();
    for role in [BulletRole::What, BulletRole::Detail, BulletRole::Open] {
        let found = best(&candidates, &chosen, |it| score(role, it));
        bullets.push(bullet(desk, plan, role, found, room.bullet));
        chosen.extend(found);
    }
    Told { bullets, statements: further(desk, &candidates, chosen, room.statements) }
}

/// The bullet that says what, alone.
pub(crate) fn what(desk: &mut Desk<'_>, plan: &Plan, limit: usize) -> Option<Quote> {
    let candidates = candidates(&desk.sources, plan);
    let found = best(&candidates, &[], |it| score(BulletRole::What, it))?;
    quote(desk, found, limit)
}

fn score(role: BulletRole, it: &Candidate<'_>) -> Option<f64> {
    match role {
        BulletRole::What => it.asserts().then_some(it.names * 0.7 + it.ease * 2.0 - blame(it)),
        BulletRole::Detail => (it.asserts() && it.figures > 0.0)
            .then_some(it.figures * 1.5 + it.names * 0.5 + it.ease + it.voice - blame(it)),
        BulletRole::Open => {
            it.is_open().then_some(it.names.min(4.0) * 0.5 + it.ease + openness(it))
        }
    }
}

/// What happened comes before who did it.
fn blame(it: &Candidate<'_>) -> f64 {
    if it.matter == Some(Matter::Attribution) { 3.0 } else { 0.0 }
}

/// A denial or silence on what reports contend about leaves most open; a guess on nothing
/// that the reports share leaves least.
fn openness(it: &Candidate<'_>) -> f64 {
    let stance = if it.speculates() { 0.0 } else { 2.5 };
    let matter = if it.matter.is_some() { 1.0 } else { 0.0 };
    let own = if it.names > 0.0 || it.matter.is_some() { 0.0 } else { -2.0 };
    stance + matter + own + it.voice * 0.5
}

fn bullet(
    desk: &mut Desk<'_>,
    plan: &Plan,
    role: BulletRole,
    found: Option<&Candidate<'_>>,
    limit: usize,
) -> Bullet {
    let quoted = found.and_then(|candidate| quote(desk, candidate, limit));
    quoted.map_or_else(|| silent(desk, plan, role), |quote| Bullet::Quoted(role, quote))
}

fn silent(desk: &Desk<'_>, plan: &Plan, role: BulletRole) -> Bullet {
    let template = match role {
        BulletRole::What => desk.words.silent_what,
        BulletRole::Detail => desk.words.silent_detail,
        BulletRole::Open => desk.words.silent_open,
    };
    let documents = plan.documents.len().to_string();
    let text = desk.fill(template, &[("documents", &documents)]);
    Bullet::Silent(role, Statement::counted(text))
}

fn quote(desk: &mut Desk<'_>, candidate: &Candidate<'_>, limit: usize) -> Option<Quote> {
    match candidate.claim {
        Some(claim) => desk.claim(candidate.document, claim, limit),
        None => desk.sentence(candidate.document, candidate.sentence, candidate.span, limit),
    }
}

fn further<'c, 'a>(
    desk: &mut Desk<'_>,
    candidates: &'c [Candidate<'a>],
    mut chosen: Vec<&'c Candidate<'a>>,
    count: usize,
) -> Vec<Quote> {
    let bullets = chosen.len();
    for _ in 0..count {
        let next = best(candidates, &chosen, |it| {
            (it.asserts() && it.names > 0.0).then_some(it.names + it.figures + it.ease)
        });
        let Some(next) = next else { break };
        chosen.push(next);
    }
    let mut more = chosen.split_off(bullets);
    more.sort_by_key(|it| (it.document, it.span));
    more.into_iter().filter_map(|it| quote(desk, it, 220)).collect()
}

/// The title of a topic: the lead's title, or names when the lead has none.
pub(crate) fn heading(desk: &mut Desk<'_>, plan: &Plan, names: &[TopicName]) -> Heading {
    let lead = desk.sources.get(plan.lead).copied();
    let named =
        names.iter().take(2).filter_map(|it| Some((it.text.clone(), *it.citations.first()?)));
    let named: Vec<_> = named.collect();
    if !is_titled(desk, plan) && !named.is_empty() {
        return Heading::Names(named);
    }
    Heading::Title {
        source: desk.number(plan.lead),
        text: lead.map(|source| crate::show::flow(source.title())).unwrap_or_default(),
        language: lead.map_or(noroshi_model::Language::Unknown, |it| it.reading.language),
    }
}

/// Whether the lead has a title of its own.
pub(crate) fn is_titled(desk: &Desk<'_>, plan: &Plan) -> bool {
    desk.sources.get(plan.lead).is_some_and(crate::material::Source::is_titled)
}

/// The heaviest names of a topic with their first place in each document.
pub(crate) fn names(
    desk: &mut Desk<'_>,
    ties: &crate::similarity::Ties,
    plan: &Plan,
    count: usize,
) -> Vec<TopicName> {
    plan.ties.iter().filter_map(|(key, _)| name(desk, ties, plan, key)).take(count).collect()
}

fn name(
    desk: &mut Desk<'_>,
    ties: &crate::similarity::Ties,
    plan: &Plan,
    key: &str,
) -> Option<TopicName> {
    let held = plan.by_lead().filter_map(|at| ties.names.get(at)?.get(key).map(|tie| (at, tie)));
    let held: Vec<_> = held.filter(|(_, tie)| tie.is_name()).collect();
    let (document, tie) = *held.first()?;
    let first = |tie: &Tie| tie.places.first().copied();
    let text = first(tie)?.of(&desk.sources.get(document)?.document.text)?;
    let places: Vec<_> = held.iter().filter_map(|(at, tie)| Some((*at, first(tie)?))).collect();
    let (text, kind) = (crate::show::flow(text), tie.kind());
    Some(TopicName { text, kind, citations: desk.cite_all(&places) })
}
