//! A concern in words: both sides, what is not known, and what to do next.

use std::collections::BTreeMap;
use std::sync::OnceLock;

use noroshi_model::{
    Artefact, Bilingual, Citation, Claim, Concern, ConcernReason, Document, EntityKind, Finding,
    FindingKind, Language, Reading, Span, Speaker, Stance, Surface, TechniqueId,
};
use serde::Deserialize;

use crate::cues::Rule;

/// The file in which the entries of the profile stand.
const PROFILE: &str = "noroshi.toml";

/// A concern as a finding of the same shape as those of logs, settings, packages, listings and
/// assets: the entry of the profile on our side, the sentence and its speaker on theirs.
pub fn tell(concern: &Concern, document: &Document, reading: &Reading) -> Finding {
    let words = words();
    let claim = claim(concern, reading);
    let reason = &concern.reason;
    let rule = words.rule.get(reason.rule).cloned().unwrap_or_default();
    let surface = words.surface.get(reason.surface.word()).cloned().unwrap_or_default();
    let fill = |text: &Text, language: Language| {
        let text = text.of(language);
        let text = text.replace("{surface}", surface.of(language));
        let text = text.replace("{ours}", &reason.ours).replace("{theirs}", &reason.theirs);
        let role = words.role.get(&reason.cue).filter(|_| reason.rule == Rule::Listed.word());
        text.replace("{cue}", role.map_or(reason.cue.as_str(), |role| role.of(language)))
    };
    let both = |text: &Text| Bilingual::new(fill(text, Language::En), fill(text, Language::Ja));
    let place = format!("{}:{}", concern.document, concern.span.start());
    Finding {
        kind: FindingKind::Report,
        key: format!("{place} {} {}", reason.surface.word(), reason.ours),
        level: concern.level,
        subject: reason.ours.clone(),
        title: both(&rule.title),
        reason: both(words.reason_of(reason)),
        ours: vec![Artefact {
            path: PROFILE.to_owned(),
            at: surface.at.clone(),
            text: reason.ours.clone(),
        }],
        theirs: vec![citation(concern, claim, document, reading)],
        time: reading.dates.published.as_ref().and_then(|dated| {
            let day = dated.moment.start().date();
            Some(day.to_zoned(jiff::tz::TimeZone::UTC).ok()?.timestamp())
        }),
        techniques: techniques(concern, reading),
        unknown: unknown(concern, claim, words),
        next: vec![both(&rule.next)],
    }
}

/// The narrowest claim around what matched.
fn claim<'r>(concern: &Concern, reading: &'r Reading) -> Option<&'r Claim> {
    let around = reading.claims.iter().filter(|claim| claim.span.covers(concern.span));
    around.min_by_key(|claim| claim.span.end() - claim.span.start())
}

fn citation(
    concern: &Concern,
    claim: Option<&Claim>,
    document: &Document,
    reading: &Reading,
) -> Citation {
    let publisher = document.publisher.as_deref().filter(|name| !name.trim().is_empty());
    let file = document.path.rsplit(['/', '\\']).next().unwrap_or(&document.path);
    let author = publisher.unwrap_or(file);
    let who = claim.map_or_else(|| author.to_owned(), |claim| speakers(claim, author));
    let title = reading.title.as_deref().or(document.title.as_deref());
    Citation {
        who,
        what: title.unwrap_or(&document.path).trim().to_owned(),
        text: text(concern.sentence, document).trim().to_owned(),
        place: Some((concern.document, concern.span)),
        link: Some(document.path.clone()),
        attitude: claim.map(Claim::attitude),
    }
}

/// The chain, outermost first; the author by name.
fn speakers(claim: &Claim, author: &str) -> String {
    let shown = claim.speakers.iter().map(|speaker| match speaker {
        Speaker::Author => author,
        other => other.shown(),
    });
    shown.collect::<Vec<_>>().join(" > ")
}

fn text(span: Span, document: &Document) -> &str {
    span.of(&document.text).unwrap_or_default()
}

fn techniques(concern: &Concern, reading: &Reading) -> Vec<TechniqueId> {
    let tags = reading.techniques.iter().filter(|tag| tag.span.overlaps(concern.sentence));
    let ids = tags.filter(|tag| tag.technique.kind == EntityKind::Technique);
    let mut ids: Vec<_> = ids.filter_map(|tag| tag.technique.slug().parse().ok()).collect();
    ids.sort();
    ids.dedup();
    ids
}

fn unknown(concern: &Concern, claim: Option<&Claim>, words: &Words) -> Vec<Bilingual> {
    let say = |key: &str, speakers: &str| {
        let text = words.unknown.get(key)?;
        let fill = |language| text.of(language).replace("{speakers}", speakers);
        Some(Bilingual::new(fill(Language::En), fill(Language::Ja)))
    };
    let stance = claim.map_or("speaker", |claim| match claim.stance {
        Stance::Asserts => "",
        Stance::Speculates => "guess",
        Stance::Denies | Stance::Declines => "denied",
    });
    let hearsay = claim.filter(|claim| claim.hearsay_depth() > 1);
    let surface = match concern.reason.surface {
        Surface::Product | Surface::Package => "version",
        Surface::Sector => "not-named",
        Surface::Name | Surface::Domain | Surface::Supplier => "",
    };
    let chain = hearsay.map(|claim| speakers(claim, "author")).unwrap_or_default();
    let hearsay = hearsay.map_or("", |_| "hearsay");
    [stance, hearsay, surface].into_iter().filter_map(|key| say(key, &chain)).collect()
}

/// The table of words.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct Words {
    surface: BTreeMap<String, SurfaceWords>,
    rule: BTreeMap<String, RuleWords>,
    reason: Text,
    same: Text,
    observed: Text,
    role: BTreeMap<String, Text>,
    unknown: BTreeMap<String, Text>,
}

impl Words {
    fn reason_of(&self, reason: &ConcernReason) -> &Text {
        match reason.rule == Rule::Listed.word() {
            true => &self.observed,
            false if reason.ours == reason.theirs => &self.same,
            false => &self.reason,
        }
    }
}

#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct SurfaceWords {
    en: String,
    ja: String,
    at: String,
}

#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct RuleWords {
    title: Text,
    next: Text,
}

#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct Text {
    en: String,
    ja: String,
}

impl Text {
    fn of(&self, language: Language) -> &str {
        if language == Language::Ja { &self.ja } else { &self.en }
    }
}

impl SurfaceWords {
    fn of(&self, language: Language) -> &str {
        if language == Language::Ja { &self.ja } else { &self.en }
    }
}

/// The table. A test parses it; should it not parse, a concern is told without words.
fn words() -> &'static Words {
    static WORDS: OnceLock<Words> = OnceLock::new();
    WORDS.get_or_init(|| toml::from_str(include_str!("../words.toml")).unwrap_or_default())
}

#[cfg(test)]
mod tests {
    use noroshi_model::Role;

    use super::*;

    #[test]
    fn every_rule_and_surface_has_words() {
        let words: Words = toml::from_str(include_str!("../words.toml")).expect("parses");
        for surface in Surface::ALL {
            assert!(words.surface.contains_key(surface.word()), "{}", surface.word());
        }
        for rule in Rule::ALL {
            assert!(words.rule.contains_key(rule.word()), "{}", rule.word());
        }
        for role in [Role::Indicator, Role::Victim, Role::Abused] {
            assert!(words.role.contains_key(role.word()), "{}", role.word());
        }
    }
}
