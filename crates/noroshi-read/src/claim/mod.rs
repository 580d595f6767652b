//! First claims: who says what, with which stance and wording.

mod chinese;
mod english;
mod japanese;
mod stance;

use std::ops::Range;

use noroshi_model::{
    Attribution, AttributionLevel, Claim, CueKind, EntityKind, Language, Mention, MentionKind,
    Speaker, SpeakerChain,
};

use crate::cue::{Cues, Hit};
use crate::shadow::Shadow;

/// One sentence with what stands in it.
pub(crate) struct Said<'a, 'k> {
    pub(crate) text: &'a str,
    pub(crate) shadow: &'a Shadow<'a>,
    pub(crate) range: Range<usize>,
    pub(crate) language: Language,
    pub(crate) hits: Vec<Hit<'k>>,
    /// Mentions inside the sentence, with their place in the shadow.
    pub(crate) mentions: &'a [(Range<usize>, Mention)],
}

/// Who says which part of a sentence.
#[derive(Debug)]
struct Voice {
    /// Outermost first; empty when the author speaks.
    speakers: Vec<Speaker>,
    /// What is said.
    statement: Range<usize>,
}

/// The claim of a sentence, if it makes one.
pub(crate) fn claim(
    cues: &Cues<'_>,
    text: &str,
    shadow: &Shadow<'_>,
    range: &Range<usize>,
    language: Language,
    mentions: &[(Range<usize>, Mention)],
) -> Option<Claim> {
    let hits = cues.claims(text, range, language);
    let said = Said { text, shadow, range: range.clone(), language, hits, mentions };
    worth_keeping(&said).then(|| build(&said)).flatten()
}

/// A sentence makes a claim when its wording shows one, or when it says something of a
/// named thing.
fn worth_keeping(said: &Said<'_, '_>) -> bool {
    let specific = |kind: MentionKind| {
        matches!(
            kind,
            MentionKind::ThreatActor
                | MentionKind::Malware
                | MentionKind::Vulnerability
                | MentionKind::Campaign
                | MentionKind::Package
                | MentionKind::Organization
                | MentionKind::Product
                | MentionKind::Regulation
        )
    };
    let worded =
        said.hits.iter().any(|hit| !matches!(hit.cue.kind, CueKind::Unnamed | CueKind::Blame));
    let named = said.mentions.iter().any(|(_, mention)| specific(mention.kind));
    is_sentence(said) && (worded || named)
}

/// Whether the range is a sentence and not a label or a list of names.
fn is_sentence(said: &Said<'_, '_>) -> bool {
    let shown = &said.text[said.range.clone()];
    match said.language {
        Language::Ja => {
            shown.chars().count() >= 8
                && (shown.ends_with('。') || shown.contains(['は', 'が', 'を', 'に']))
        }
        Language::Zh => shown.chars().count() >= 6,
        _ => shown.split_whitespace().nth(3).is_some(),
    }
}

fn build(said: &Said<'_, '_>) -> Option<Claim> {
    let voice = match said.language {
        Language::Ja => japanese::voice(said),
        Language::Zh => chinese::voice(said),
        _ => english::voice(said),
    };
    let judged = stance::judge(said);
    let mut speakers = voice.speakers.into_iter();
    let authors = voice_is_author(&speakers);
    let chain = SpeakerChain::new(speakers.next().unwrap_or(Speaker::Author), speakers.collect());
    let hearsay = said.hits.iter().any(|hit| hit.cue.kind == CueKind::Hearsay);
    Some(Claim {
        span: said.shadow.span(voice.statement)?,
        sentence: said.shadow.span(said.range.clone())?,
        speakers: chain,
        stance: judged.stance,
        kind: judged.kind,
        likelihood: judged
            .wording
            .and_then(|(likelihood, place)| Some((likelihood, said.shadow.span(place)?))),
        hearsay_marks: usize::from(hearsay && authors),
        attribution: attribution(said),
        about: about(said),
    })
}

fn voice_is_author(speakers: &std::vec::IntoIter<Speaker>) -> bool {
    speakers.len() == 0
}

/// What the sentence is about: the names in it, or its first words.
fn about(said: &Said<'_, '_>) -> String {
    let naming = |kind: MentionKind| {
        !matches!(kind, MentionKind::Date | MentionKind::Count | MentionKind::Money)
    };
    let mut names: Vec<&str> = Vec::new();
    for (range, _) in said.mentions.iter().filter(|(_, mention)| naming(mention.kind)) {
        let shown = &said.text[range.clone()];
        if names.len() < 3 && !names.contains(&shown) {
            names.push(shown);
        }
    }
    if names.is_empty() {
        return said.text[said.range.clone()].chars().take(24).collect();
    }
    names.join(", ")
}

/// Whom the sentence holds responsible, when its wording does so.
fn attribution(said: &Said<'_, '_>) -> Option<Attribution> {
    let blame = said.hits.iter().find(|hit| hit.cue.kind == CueKind::Blame)?;
    let candidates =
        said.mentions.iter().filter_map(|(range, mention)| Some((level(said, mention)?, range)));
    let distance = |range: &Range<usize>| range.start.abs_diff(blame.range.start);
    let strongest = candidates.min_by_key(|(level, range)| {
        (
            *level == AttributionLevel::Infrastructure,
            *level == AttributionLevel::Sponsor,
            distance(range),
        )
    })?;
    Some(Attribution { level: strongest.0, candidate: said.text[strongest.1.clone()].to_owned() })
}

fn level(said: &Said<'_, '_>, mention: &Mention) -> Option<AttributionLevel> {
    let sentence = &said.text[said.range.clone()];
    let infrastructure = ["IPアドレス", "IP address", "IP addresses", "サーバーの所在", "发信IP"]
        .iter()
        .any(|word| sentence.contains(word));
    match mention.kind {
        MentionKind::ThreatActor if is_cluster(mention) => Some(AttributionLevel::ActivityCluster),
        MentionKind::ThreatActor => Some(AttributionLevel::NamedGroup),
        MentionKind::Country if infrastructure => Some(AttributionLevel::Infrastructure),
        MentionKind::Country => Some(AttributionLevel::Sponsor),
        MentionKind::Person => Some(AttributionLevel::Persons),
        _ => None,
    }
}

/// Working names of clusters: numbers of a scheme.
fn is_cluster(mention: &Mention) -> bool {
    let schemes = ["UNC", "UAC", "Storm-", "DEV-", "CL-", "TAG-", "UTA", "TEMP"];
    let known = mention.candidates.iter().all(|id| id.kind == EntityKind::ThreatActor);
    known && schemes.iter().any(|scheme| mention.canonical.starts_with(scheme))
}
