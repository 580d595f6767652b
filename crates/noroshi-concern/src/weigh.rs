//! A sentence against the entries of the profile: whether it is a reason, and how pressing.

use std::ops::Range;

use noroshi_model::{Concern, ConcernReason, Level, MentionKind, Role, Span, Surface};

use crate::context::{Context, Line};
use crate::cues::{Cue, Rule, holds};
use crate::needle::Needle;
use crate::place::{is_aside, is_other, places};

/// What happens to ours, and by which words of the document.
#[derive(Debug, Clone)]
pub(crate) struct Verdict {
    pub(crate) level: Level,
    pub(crate) rule: Rule,
    pub(crate) cue: String,
}

/// The concerns of a sentence: one per entry of the profile.
pub(crate) fn sentence(context: &Context<'_>, at: usize, needles: &[Needle]) -> Vec<Concern> {
    let Some(line) = context.line(at) else { return Vec::new() };
    let mut taken: Vec<Span> = Vec::new();
    let mut found = Vec::new();
    for needle in needles {
        let own = ours(context, &line, needle)
            .into_iter()
            .find(|it| !taken.iter().any(|one| one.overlaps(it.1)));
        let Some((range, place)) = own else { continue };
        taken.push(place);
        let verdict = listed(context, &line, needle, place)
            .or_else(|| verdict(context, at, &line, needle, &range));
        found.extend(verdict.map(|verdict| concern(context, &line, needle, place, verdict)));
    }
    found
}

/// Places of an entry that mean us.
fn ours(context: &Context<'_>, line: &Line, needle: &Needle) -> Vec<(Range<usize>, Span)> {
    if needle.surface == Surface::Domain {
        return hosts(context, line, needle);
    }
    let ranges = places(&line.folded.text, needle, context.cues).into_iter();
    let placed = ranges.filter_map(|range| context.span(line, &range).map(|span| (range, span)));
    placed.filter(|(range, span)| means_us(context, line, needle, range, *span)).collect()
}

fn means_us(
    context: &Context<'_>,
    line: &Line,
    needle: &Needle,
    range: &Range<usize>,
    place: Span,
) -> bool {
    if !matches!(needle.surface, Surface::Name | Surface::Supplier) {
        return true;
    }
    let longer = context.longer_name(line, place);
    !context.in_observable(line, place)
        && !longer.is_some_and(|it| is_other(&it, &needle.folded, context.cues))
        && !is_aside(&line.folded.text, range, context.cues)
}

/// Hosts that are ours: as observables, or in the text, also with `[.]`.
fn hosts(context: &Context<'_>, line: &Line, needle: &Needle) -> Vec<(Range<usize>, Span)> {
    let observed = context.mentions(line.span).filter(|it| {
        let counts = !matches!(it.role, Some(Role::Contact | Role::Reference | Role::Example));
        counts && is_host_kind(it.kind) && is_under(&host(&it.canonical), &needle.folded)
    });
    let whole = 0..line.folded.text.len();
    let mut found: Vec<_> = observed.map(|it| (whole.clone(), it.span)).collect();
    if found.is_empty() {
        let written = [needle.folded.clone(), needle.folded.replace('.', "[.]")];
        for folded in written {
            let spelled = Needle { folded, ..needle.clone() };
            let ranges = places(&line.folded.text, &spelled, context.cues).into_iter();
            found.extend(
                ranges.filter_map(|range| context.span(line, &range).map(|span| (range, span))),
            );
        }
        found.retain(|(_, span)| !context.in_observable(line, *span));
    }
    found
}

fn is_host_kind(kind: MentionKind) -> bool {
    matches!(kind, MentionKind::Domain | MentionKind::Url | MentionKind::Email)
}

/// The host of a domain, URL or address.
fn host(value: &str) -> String {
    let rest = value.split_once("://").map_or(value, |(_, rest)| rest);
    let rest = rest.split(['/', '?', '#']).next().unwrap_or(rest);
    let rest = rest.rsplit_once('@').map_or(rest, |(_, host)| host);
    rest.split(':').next().unwrap_or(rest).trim_end_matches('.').to_lowercase()
}

fn is_under(host: &str, domain: &str) -> bool {
    host.strip_suffix(domain).is_some_and(|rest| rest.is_empty() || rest.ends_with('.'))
}

/// Our own host among the attacker's or the victim's observables is a reason by itself, unless the sentence only says
/// which host is the genuine one.
fn listed(context: &Context<'_>, line: &Line, needle: &Needle, place: Span) -> Option<Verdict> {
    let genuine = holds(&line.folded.text, &context.cues.aside.genuine);
    if needle.surface != Surface::Domain || genuine {
        return None;
    }
    let mention = context.mentions(place).find(|it| it.span == place)?;
    let telling = matches!(mention.role, Some(Role::Indicator | Role::Victim | Role::Abused));
    let role = mention.role.map_or("", Role::word);
    telling.then(|| Verdict { level: Level::Now, rule: Rule::Listed, cue: role.to_owned() })
}

fn verdict(
    context: &Context<'_>,
    at: usize,
    line: &Line,
    needle: &Needle,
    range: &Range<usize>,
) -> Option<Verdict> {
    let own = strongest(context, line, needle);
    let next = || {
        let next = context.neighbour(at, at + 1)?;
        holds(&next.folded.text, &context.cues.name.back).then_some(next)
    };
    let before = || {
        let before = context.neighbour(at, at.checked_sub(1)?)?;
        let leads = holds(&line.folded.text[..range.start], &context.cues.name.struck);
        leads.then_some(before)
    };
    let beside =
        || [next(), before()].into_iter().flatten().find_map(|line| beside(context, &line, needle));
    own.or_else(beside)
}

/// What the sentence beside says, one step less pressing than if ours stood in it.
fn beside(context: &Context<'_>, line: &Line, needle: &Needle) -> Option<Verdict> {
    if context.names_others(line) {
        return None;
    }
    let verdict = strongest(context, line, needle)?;
    let level = if verdict.level == Level::Now { Level::Soon } else { Level::Know };
    Some(Verdict { level, ..verdict })
}

/// The most pressing cue of a sentence; what it denies, when nothing else is left.
fn strongest(context: &Context<'_>, line: &Line, needle: &Needle) -> Option<Verdict> {
    let text = line.folded.text.as_str();
    let spared = |range: &Range<usize>| {
        let cue = words(context, line, range)?;
        Some(Verdict { level: Level::Know, rule: Rule::SaysNotAffected, cue })
    };
    if let Some(range) = context.cues.denied(text) {
        return spared(&range);
    }
    let cues: Vec<Cue> =
        context.cues.find(text).into_iter().filter(|cue| binds(context, text, cue)).collect();
    let history = context.is_history(line);
    let (denied, told): (Vec<_>, Vec<_>) = cues.into_iter().partition(|cue| {
        cue.negated || context.span(line, &cue.range).is_some_and(|it| context.is_denied(it))
    });
    let weighed = told.iter().filter_map(|cue| Some((level(needle.surface, cue.rule, text)?, cue)));
    let top =
        weighed.min_by_key(|(level, cue)| (std::cmp::Reverse(*level), cue.rule, cue.range.start));
    if let Some((level, cue)) = top {
        let doubted = context.span(line, &cue.range).is_some_and(|it| context.is_unlikely(it));
        let level = if history || doubted { Level::Know } else { level };
        return Some(Verdict { level, rule: cue.rule, cue: words(context, line, &cue.range)? });
    }
    let denied =
        denied.iter().filter(|cue| level(needle.surface, cue.rule, text) > Some(Level::Know));
    denied.min_by_key(|cue| cue.range.start).and_then(|cue| spared(&cue.range))
}

/// A duty binds us only in our countries.
fn binds(context: &Context<'_>, sentence: &str, cue: &Cue) -> bool {
    let ours = |code: &str| context.estate.countries.iter().any(|it| it.eq_ignore_ascii_case(code));
    let foreign = context.cues.aside.foreign_duty.iter();
    cue.rule != Rule::Duty
        || !foreign.filter(|it| !ours(&it.country)).any(|it| holds(sentence, &it.words))
}

fn words(context: &Context<'_>, line: &Line, range: &Range<usize>) -> Option<String> {
    context.span(line, range)?.of(&context.document.text).map(str::to_owned)
}

/// How much a rule presses on a part of the estate; `None` when it says nothing of it.
fn level(surface: Surface, rule: Rule, sentence: &str) -> Option<Level> {
    match surface {
        Surface::Name | Surface::Domain | Surface::Supplier => of_party(rule),
        Surface::Product => of_product(rule, sentence),
        Surface::Package => of_package(rule),
        Surface::Sector => None,
    }
}

fn of_party(rule: Rule) -> Option<Level> {
    match rule {
        Rule::Attacked | Rule::Intruded | Rule::Leaked | Rule::Offered | Rule::Listed => {
            Some(Level::Now)
        }
        Rule::Targeted
        | Rule::Impersonated
        | Rule::Vulnerable
        | Rule::Exploited
        | Rule::Malicious => Some(Level::Soon),
        Rule::Duty => Some(Level::Soon),
        Rule::SaysNotAffected => None,
    }
}

fn of_product(rule: Rule, sentence: &str) -> Option<Level> {
    match rule {
        Rule::Exploited | Rule::Malicious => {
            Some(if sentence.contains("cve-") { Level::Now } else { Level::Soon })
        }
        Rule::Attacked | Rule::Intruded | Rule::Targeted | Rule::Vulnerable => Some(Level::Soon),
        Rule::Duty => Some(Level::Know),
        _ => None,
    }
}

fn of_package(rule: Rule) -> Option<Level> {
    match rule {
        Rule::Malicious | Rule::Exploited | Rule::Intruded | Rule::Attacked => Some(Level::Now),
        Rule::Vulnerable | Rule::Impersonated | Rule::Targeted => Some(Level::Soon),
        _ => None,
    }
}

fn concern(
    context: &Context<'_>,
    line: &Line,
    needle: &Needle,
    place: Span,
    verdict: Verdict,
) -> Concern {
    let theirs = place.of(&context.document.text).unwrap_or_default().to_owned();
    let reason = ConcernReason {
        surface: needle.surface,
        ours: needle.ours.clone(),
        theirs,
        rule: verdict.rule.word(),
        cue: verdict.cue,
    };
    Concern {
        level: verdict.level,
        document: context.document.id,
        sentence: line.span.join(place),
        span: place,
        reason,
    }
}
