//! Somebody higher is held responsible: a server abroad became a government.

use std::ops::Range;

use noroshi_model::{AttributionLevel, Claim, Mention, MentionKind};

use super::super::words::Words;
use super::content::Likeness;
use super::statement::{Voice, has_any};
use super::{Pair, Way};

/// The highest level that a sentence names.
pub(super) fn level(
    words: &Words<'_>,
    text: &str,
    range: &Range<usize>,
    mentions: &[(Range<usize>, Mention)],
    claim: Option<&Claim>,
) -> Option<AttributionLevel> {
    let stated = claim.and_then(|claim| claim.attribution.as_ref()).map(|one| one.level);
    let countries = mentions.iter().filter(|(_, mention)| mention.kind == MentionKind::Country);
    let shown = countries.filter_map(|(place, _)| {
        let name = &text[place.clone()];
        let state = ["政府", "軍", "当局"].iter().any(|word| name.ends_with(word));
        let from = (range.start.max(place.start.saturating_sub(24))..=place.start)
            .find(|at| text.is_char_boundary(*at))?;
        let before = &text[from..place.start];
        if state {
            return Some(AttributionLevel::Sponsor);
        }
        of_country(words, before, &text[place.end..range.end.max(place.end)])
    });
    let groups = mentions.iter().filter(|(_, mention)| mention.kind == MentionKind::ThreatActor);
    let groups = groups.map(|(_, mention)| of_group(&mention.canonical));
    shown.chain(groups).chain(stated).filter(|level| *level != AttributionLevel::Persons).max()
}

/// The lowest and the highest level that a sentence can name, by its mentions alone.
pub(super) fn reach(
    mentions: &[(Range<usize>, Mention)],
    claim: Option<&Claim>,
) -> Option<(AttributionLevel, AttributionLevel)> {
    let of_kind = |kind| mentions.iter().filter(move |(_, mention)| mention.kind == kind);
    let groups = of_kind(MentionKind::ThreatActor).map(|(_, mention)| of_group(&mention.canonical));
    let stated = claim.and_then(|claim| claim.attribution.as_ref()).map(|one| one.level);
    let known = groups.chain(stated).filter(|level| *level != AttributionLevel::Persons).max();
    if of_kind(MentionKind::Country).next().is_none() {
        return known.map(|level| (level, level));
    }
    Some((known.unwrap_or(AttributionLevel::Infrastructure), AttributionLevel::Sponsor))
}

/// What the words beside a country hold responsible.
fn of_country(words: &Words<'_>, before: &str, behind: &str) -> Option<AttributionLevel> {
    let near: String = behind.chars().take(28).collect();
    let near = near.split(['、', '。', ',']).next().unwrap_or_default();
    let bare = near.trim_start().to_lowercase();
    if words.strength("state").iter().any(|word| bare.starts_with(word)) {
        return Some(AttributionLevel::Sponsor);
    }
    let near = format!("{near} {before}");
    has_any(&near, words.strength("host")).then_some(AttributionLevel::Infrastructure)
}

fn of_group(name: &str) -> AttributionLevel {
    let schemes = ["UNC", "UAC", "Storm-", "DEV-", "CL-", "TAG-", "UTA", "TEMP"];
    if schemes.iter().any(|scheme| name.starts_with(scheme)) {
        AttributionLevel::ActivityCluster
    } else {
        AttributionLevel::NamedGroup
    }
}

/// Whether the stronger statement holds somebody higher responsible for the same.
pub(super) fn rose(pair: &Pair<'_>) -> bool {
    let Pair { weak, strong, way, .. } = pair;
    let (Some(low), Some(high)) = (weak.blame, strong.blame) else { return false };
    let other = matches!((&weak.voice, &strong.voice), (one, Voice::Body(two)) if *one != Voice::Body(two.clone()));
    let retold = *way == Way::ToHead || !other;
    let plain = !strong.tempered && !strong.negated;
    let same =
        |alike: &Likeness| !alike.apart && alike.named && alike.share >= 40 && alike.weight >= 20;
    high > low && retold && plain && !strong.is_settled() && same(pair.likeness())
}
