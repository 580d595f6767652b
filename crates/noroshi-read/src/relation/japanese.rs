//! Relations of Japanese sentences: frames filled by particles.

use std::ops::Range;

use noroshi_model::{Claim, CueKind, MentionKind, Predicate, Reason};

use super::assertion::{self, Place};
use super::clause::{Arguments, Clause, is_passive};
use super::filling::Cue;
use super::frame::{Shape, frame};
use super::phrase::{Case, Kind, Scanner, is_hiragana, is_noun, is_verbal};
use super::term::{self, Term};
use super::{Found, deadline, denial, fit};
use crate::said::Said;

/// The relations of a sentence and of what is quoted in it.
pub(super) fn relations(said: &Said<'_, '_>, claims: &[Claim]) -> Vec<Found> {
    let cues = cue_places(said);
    let verbal = verbal(said, &cues);
    let mut found = Vec::new();
    for range in ranges(said) {
        let pieces = Scanner::pieces(said, &cues, &verbal, &range);
        let clause = Clause { said, pieces };
        for at in 0..clause.pieces.len() {
            if let Kind::Cue(number) = clause.pieces[at].kind {
                stated(&clause, at, &cues[number], &mut found);
            }
        }
        by_tool(&clause, &mut found);
        country_of(&clause, &mut found);
        country_of_quoted(said, &mut found);
        registry_of(said, &mut found);
        deadline::japanese(&clause, &cues, &mut found);
    }
    if !found.iter().any(|one| one.predicate == Predicate::Denies) {
        found.extend(denial::relations(said, claims));
    }
    found
}

/// Places of cues, in order, none inside another.
fn cue_places(said: &Said<'_, '_>) -> Vec<Range<usize>> {
    let mut places: Vec<Range<usize>> = Vec::new();
    for hit in said.hits.iter().filter(|hit| hit.cue.kind == CueKind::Relation) {
        if places.last().is_none_or(|last| last.end <= hit.range.start) {
            places.push(hit.range.clone());
        }
    }
    places
}

/// For each place whether its frames need a verb there: 報告 in 報告を is none.
fn verbal(said: &Said<'_, '_>, places: &[Range<usize>]) -> Vec<bool> {
    let noun = |shape: Shape| {
        matches!(shape, Shape::Owner | Shape::Alias | Shape::Deed | Shape::Partner | Shape::After)
    };
    let needs = |place: &Range<usize>| {
        let mut hits =
            said.hits.iter().filter(|hit| hit.cue.kind == CueKind::Relation && hit.range == *place);
        !hits.any(|hit| frame(&hit.cue.value).is_some_and(|frame| noun(frame.shape)))
    };
    places.iter().map(needs).collect()
}

/// The sentence, and each quotation in it that may hold a sentence of its own.
fn ranges(said: &Said<'_, '_>) -> Vec<Range<usize>> {
    let mut ranges = vec![said.range.clone()];
    let text = said.shown();
    let mut from = 0;
    while let Some(open) = text[from..].find('「').map(|open| from + open + '「'.len_utf8()) {
        let Some(length) = text[open..].find('」') else { break };
        if length >= 36 && ranges.len() < 8 {
            ranges.push(said.range.start + open..said.range.start + open + length);
        }
        from = open + length;
    }
    ranges
}

/// The phrases around a verb; who only says the sentence is no part of what is said.
fn without_speaker(clause: &Clause<'_, '_, '_>, at: usize, predicate: Predicate) -> Arguments {
    let mut arguments = clause.arguments(at);
    let said = clause.said;
    let own = matches!(predicate, Predicate::Denies | Predicate::Requires | Predicate::Offers);
    let from = clause.pieces[at].core.end;
    let told = said.hits.iter().any(|hit| {
        let speaks = hit.cue.kind == CueKind::Speech && hit.cue.value == "asserts";
        let thinks = matches!(hit.cue.kind, CueKind::Hedge | CueKind::Reasoning);
        (speaks || thinks) && hit.range.start >= from && hit.cue.text.starts_with('と')
    });
    let acts = |topic: usize| {
        let core = &clause.pieces[topic].core;
        let term = term::head(said, core, |kind| fit::is_subject(Predicate::Targets, kind));
        term.and_then(|term| term.kind).is_some_and(|kind| fit::is_subject(Predicate::Uses, kind))
    };
    if told && !own && arguments.topic.is_some_and(|topic| !acts(topic)) {
        arguments.topic = arguments.about;
    }
    arguments
}

fn stated(clause: &Clause<'_, '_, '_>, at: usize, place: &Range<usize>, found: &mut Vec<Found>) {
    let said = clause.said;
    let hits =
        said.hits.iter().filter(|hit| hit.cue.kind == CueKind::Relation && hit.range == *place);
    for hit in hits {
        let Some(frame) = frame(&hit.cue.value) else { continue };
        let head = clause.described(at).map(|head| clause.named_head(head));
        let deed = head.is_some_and(|head| clause.is_deed(head));
        let imagined = head.is_some_and(|head| clause.is_imagined(head));
        let head = head.filter(|_| !imagined);
        let how = if head.is_some() && !deed { Place::Modifier } else { Place::Clause };
        let piece = &clause.pieces[at];
        if !assertion::is_stated(said, place, piece.core.end, how, frame.predicate) {
            continue;
        }
        let verb =
            matches!(frame.shape, Shape::Object | Shape::Goal | Shape::Means | Shape::Naming);
        if verb
            && !said.text[..place.end].ends_with(is_hiragana)
            && !is_verbal(&said.text[place.end..said.range.end])
        {
            continue;
        }
        let cue = Cue {
            clause,
            at,
            frame,
            arguments: without_speaker(clause, at, frame.predicate),
            passive: is_passive(clause.text(&piece.core)),
            head,
        };
        cue.fill(found);
    }
}

/// Mimikatzで認証情報を集めた: a tool as the means of any verb.
fn by_tool(clause: &Clause<'_, '_, '_>, found: &mut Vec<Found>) {
    let said = clause.said;
    for at in 0..clause.pieces.len() {
        let piece = &clause.pieces[at];
        if piece.kind != Kind::Phrase(Case::Means) {
            continue;
        }
        let tool = term::mentions(said, &piece.core, |kind| {
            matches!(kind, MentionKind::Tool | MentionKind::Malware | MentionKind::Technique)
        });
        let Some(tool) = tool.last() else { continue };
        let Some(verb) = (at + 1..clause.pieces.len())
            .find(|next| !matches!(clause.pieces[*next].kind, Kind::Phrase(_)))
        else {
            continue;
        };
        let place = &clause.pieces[verb].core;
        let start = place.start..place.start;
        if !assertion::is_stated(said, &start, place.end, Place::Clause, Predicate::Uses) {
            continue;
        }
        let arguments = clause.arguments(verb);
        let named = [arguments.subject, arguments.topic].into_iter().flatten().find_map(|one| {
            let item = clause.items(one).into_iter().next()?;
            term::head(said, &item, |kind| kind == MentionKind::ThreatActor)
        });
        let known = arguments.subject.or(arguments.topic).is_some_and(|one| !clause.is_deed(one));
        let actor = if known { named } else { term::actor(said) };
        let Some(subject) = actor.filter(|term| term.kind == Some(MentionKind::ThreatActor)) else {
            continue;
        };
        let reason = Reason::with("tool-as-means", clause.text(place));
        found.push(Found {
            subject,
            predicate: Predicate::Uses,
            object: tool,
            place: said.range.clone(),
            reason,
        });
    }
}

/// モルドバの通信業者「乙」: a quoted company behind what it does.
fn country_of_quoted(said: &Said<'_, '_>, found: &mut Vec<Found>) {
    for country in said.mentions.iter().filter(|(_, one)| one.kind == MentionKind::Country) {
        let Some(rest) = said.text[country.0.end..said.range.end].strip_prefix('の') else {
            continue;
        };
        let length = rest.char_indices().take(14).find(|(_, sign)| !is_noun(*sign));
        let Some((open, _)) = length.filter(|(_, sign)| *sign == '「') else { continue };
        let start = country.0.end + 'の'.len_utf8() + open + '「'.len_utf8();
        let Some(close) = rest[open..].find('」') else { continue };
        let end = country.0.end + 'の'.len_utf8() + open + close;
        if is_trade(&rest[..open]) && end > start && end - start <= 60 {
            found.push(Found {
                subject: Term::words(said, start..end),
                predicate: Predicate::LocatedIn,
                object: Term::mention(said, country),
                place: country.0.start..end,
                reason: Reason::rule("country-before"),
            });
        }
    }
}

/// Nouns for what a company does, before its name.
fn is_trade(class: &str) -> bool {
    [
        "者",
        "社",
        "業",
        "行",
        "大手",
        "中堅",
        "老舗",
        "メーカー",
        "企業",
        "ベンダー",
        "店",
        "財閥",
        "商社",
    ]
    .iter()
    .any(|end| class.ends_with(end))
}

/// npmのパッケージ「甲」: where a package stands is how it spreads.
fn registry_of(said: &Said<'_, '_>, found: &mut Vec<Found>) {
    for one in said.mentions.iter().filter(|(_, mention)| mention.kind == MentionKind::Package) {
        let before = &said.text[said.range.start..one.0.start];
        let Some(rest) = before
            .trim_end_matches(['「', '『', ' '])
            .strip_suffix("パッケージ")
            .or_else(|| before.trim_end_matches(['「', '『', ' ']).strip_suffix("ライブラリ"))
        else {
            continue;
        };
        let rest = rest.strip_suffix("不正").or_else(|| rest.strip_suffix("悪性")).unwrap_or(rest);
        let rest = rest.strip_suffix("の").unwrap_or(rest).trim_end_matches(' ');
        let Some(name) = REGISTRIES.iter().find(|name| rest.ends_with(**name)) else { continue };
        let end = said.range.start + rest.len();
        found.push(Found {
            subject: Term::mention(said, one),
            predicate: Predicate::DistributedVia,
            object: Term::words(said, end - name.len()..end),
            place: end - name.len()..one.0.end,
            reason: Reason::rule("registry-before"),
        });
    }
}

/// Where packages are published.
const REGISTRIES: &[&str] =
    &["npm", "PyPI", "RubyGems", "NuGet", "crates.io", "Packagist", "Maven Central"];

/// チェコの乙公社: a country directly before an organisation.
fn country_of(clause: &Clause<'_, '_, '_>, found: &mut Vec<Found>) {
    let said = clause.said;
    for pair in said.mentions.windows(2) {
        let [(first, country), (second, body)] = pair else { continue };
        let between = said.text.get(first.end..second.start).unwrap_or_default();
        // チェコの乙公社, カザフスタンの事業者乙社.
        let class = between.strip_prefix("の").is_some_and(|class| {
            class.is_empty()
                || (class.len() <= 36
                    && class.trim_end_matches('「').chars().all(is_noun)
                    && is_trade(class.trim_end_matches('「')))
        });
        // 米Volexity: a country in one sign.
        let class = class || (between.is_empty() && said.text[first.clone()].chars().count() == 1);
        let name = &said.text[second.clone()];
        let state = ["省", "庁", "軍", "政府", "大使館", "隊", "警察", "局", "会", "センター"]
            .iter()
            .any(|end| name.ends_with(end))
            || name.starts_with("国家");
        let joined = class && !state;
        if joined && country.kind == MentionKind::Country && body.kind == MentionKind::Organization
        {
            found.push(Found {
                subject: Term::mention(said, &pair[1]),
                predicate: Predicate::LocatedIn,
                object: Term::mention(said, &pair[0]),
                place: first.start..second.end,
                reason: Reason::rule("country-before"),
            });
        }
    }
}
