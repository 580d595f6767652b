//! Goes over the claims of a Japanese sentence with the model of who tells what.

use std::cell::LazyCell;
use std::ops::Range;

use noroshi_model::{Claim, Language, Speaker, SpeakerChain, Stance};

use super::blame::Blames;
use super::{Stated, Voice, about, build, stance};
use crate::learned::{Ruled, Scene, Telling, Told, Trail, is_same, same, shared};
use crate::said::Said;

/// Bytes behind a statement that still say how it is meant: と強調した。
const BEHIND: usize = 60;

/// How much of the longer one both must hold, for a statement of the model to be one of the rules.
const SAME: f32 = 0.5;

/// The claims of a sentence as the model tells them: where they begin and end, who speaks, with which stance. What else
/// the rules know of them stays.
pub(crate) fn retold(
    said: &Said<'_, '_>,
    model: &Telling,
    trail: &mut Trail,
    ruled: &[Stated],
) -> Vec<Claim> {
    let as_ruled = || ruled.iter().map(|stated| stated.claim.clone()).collect();
    if said.language != Language::Ja || !said.threatening {
        return as_ruled();
    }
    let Some(mut scene) = scene(said, ruled) else {
        trail.sentence += 1;
        return as_ruled();
    };
    scene.quoted = trail.quoted;
    let told = model.told(&scene, trail);
    trail.pass(&scene);
    let blames = LazyCell::new(|| Blames::new(said));
    let mut from = said.range.start;
    let mut claims = Vec::with_capacity(told.len());
    for one in told {
        let end = scene.line.bytes(&one.range).end;
        let found = claim(said, &blames, &scene, ruled, one);
        claims.extend(found.map(|claim| Claim { about: topic(said, &claim, from..end), ..claim }));
        from = end;
    }
    claims
}

/// 甲社への侵入は「…」と述べた: what stands between the statements says what they are about, too, save who speaks.
fn topic(said: &Said<'_, '_>, claim: &Claim, range: Range<usize>) -> String {
    let named = about(said, &range);
    let speaker = claim.speakers.innermost().shown();
    let others: Vec<&str> = named.split(", ").filter(|name| !same(name, speaker)).collect();
    if others.is_empty() || others.len() == 1 && claim.about.contains(others[0]) {
        return claim.about.clone();
    }
    others.join(", ")
}

/// The sentence as the model sees it.
fn scene(said: &Said<'_, '_>, ruled: &[Stated]) -> Option<Scene> {
    let mut scene = Scene::new(said.text, &said.range)?;
    for (range, mention) in said.mentions {
        scene.name(range, mention.kind);
    }
    scene.rules = ruled
        .iter()
        .map(|stated| Ruled {
            range: scene.line.within(&stated.statement),
            speaker: stated.claim.speakers.innermost().clone(),
            stance: stated.claim.stance,
            kind: stated.claim.kind,
            likelihood: stated.claim.likelihood.is_some(),
        })
        .collect();
    Some(scene)
}

fn claim(
    said: &Said<'_, '_>,
    blames: &Blames,
    scene: &Scene,
    ruled: &[Stated],
    told: Told,
) -> Option<Claim> {
    let statement = scene.line.bytes(&told.range);
    let near = statement.end + BEHIND >= said.range.end;
    let scope = statement.start..if near { said.range.end } else { statement.end };
    let shares = scene.rules.iter().map(|rule| shared(&rule.range, &told.range));
    let best = shares.zip(ruled).max_by(|one, two| one.0.total_cmp(&two.0));
    let known = best.filter(|(share, _)| *share >= SAME).map(|(_, stated)| &stated.claim);
    let speaker = named(said, &told);
    let mut claim = match known {
        Some(known) => Claim {
            span: said.shadow.span(statement.clone())?,
            about: about(said, &statement),
            ..known.clone()
        },
        None => {
            let speakers = Some(speaker.clone()).filter(|one| *one != Speaker::Author);
            let speakers = speakers.into_iter().collect();
            build(said, blames, Voice::new(speakers, statement, scope.clone()))?.claim
        }
    };
    if !is_same(claim.speakers.innermost(), &speaker) {
        claim.speakers = SpeakerChain::new(speaker, Vec::new());
    }
    if told.stance == Stance::Speculates && claim.likelihood.is_none() {
        let wording = stance::hedge(said, &scope);
        claim.likelihood = wording
            .and_then(|hit| Some((hit.cue.likelihood?, said.shadow.span(hit.range.clone())?)));
    }
    Some(meant(claim, told.stance))
}

/// The speaker with the place of the name.
fn named(said: &Said<'_, '_>, told: &Told) -> Speaker {
    let place = told.place.clone().and_then(|place| said.shadow.span(place));
    match told.speaker.clone() {
        Speaker::Named { name, span } => Speaker::Named { name, span: span.or(place) },
        Speaker::Unnamed { as_written, span } => match said.anaphor(&as_written) {
            Some((name, span)) => Speaker::Named { name, span: Some(span) },
            None => Speaker::Unnamed { as_written, span: span.or(place) },
        },
        Speaker::Author => Speaker::Author,
    }
}

/// The claim with a stance; a denial holds nobody responsible. What the wording says of likelihood stays.
fn meant(mut claim: Claim, stance: Stance) -> Claim {
    if matches!(stance, Stance::Denies | Stance::Declines) {
        claim.attribution = None;
    }
    claim.stance = stance;
    claim
}
