//! First claims: who says what, with which stance and wording.

mod chinese;
mod english;
mod japanese;
mod stance;
mod topic;

use std::ops::Range;

use noroshi_model::{
    Attribution, AttributionLevel, Claim, CueKind, EntityKind, Language, Mention, MentionKind,
    Speaker, SpeakerChain, Stance,
};

use crate::said::Said;

/// Who says which part of a sentence.
#[derive(Debug)]
struct Voice {
    /// Outermost first; empty when the author speaks.
    speakers: Vec<Speaker>,
    /// What is said.
    statement: Range<usize>,
}

/// The claims of a sentence, in order of place.
pub(crate) fn claims(said: &Said<'_, '_>) -> Vec<Claim> {
    worth_keeping(said).then(|| build(said)).flatten().into_iter().collect()
}

/// A sentence makes a claim when its wording shows one, or when it says something of a
/// named thing.
fn worth_keeping(said: &Said<'_, '_>) -> bool {
    let worded = said
        .hits
        .iter()
        .any(|hit| !matches!(hit.cue.kind, CueKind::Unnamed | CueKind::Blame | CueKind::Event));
    let telling = |(_, mention): &(Range<usize>, Mention)| mention.kind != MentionKind::Date;
    is_sentence(said) && (worded || (is_whole(said) && said.mentions.iter().any(telling)))
}

/// Whether the sentence ends as one.
fn is_whole(said: &Said<'_, '_>) -> bool {
    let named = said.mentions.iter().any(|(_, mention)| is_specific(mention.kind));
    let shown = said.text[said.range.clone()].trim_end_matches(['」', '』', ')', '"', ']']);
    named || shown.ends_with(['。', '.', '！', '？', '!', '?'])
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
    let statement = if judged.stance == Stance::Declines && said.language != Language::Ja {
        said.range.clone()
    } else {
        voice.statement
    };
    let about = about(said, &statement);
    let mut speakers = voice.speakers.into_iter();
    let authors = voice_is_author(&speakers);
    let chain = SpeakerChain::new(speakers.next().unwrap_or(Speaker::Author), speakers.collect());
    let hearsay = said.hits.iter().any(|hit| hit.cue.kind == CueKind::Hearsay);
    Some(Claim {
        span: said.shadow.span(statement)?,
        sentence: said.shadow.span(said.range.clone())?,
        speakers: chain,
        stance: judged.stance,
        kind: judged.kind,
        likelihood: judged
            .wording
            .and_then(|(likelihood, place)| Some((likelihood, said.shadow.span(place)?))),
        hearsay_marks: usize::from(hearsay && authors),
        attribution: attribution(said),
        about,
        roots: Vec::new(),
    })
}

fn voice_is_author(speakers: &std::vec::IntoIter<Speaker>) -> bool {
    speakers.len() == 0
}

/// What the statement is about: the names in it, else its topic, else its first words.
fn about(said: &Said<'_, '_>, statement: &Range<usize>) -> String {
    let mut names: Vec<&str> = Vec::new();
    for wanted in [is_specific, is_general] {
        let inside = said.mentions.iter().filter(|(range, mention)| {
            statement.start <= range.start && range.end <= statement.end && wanted(mention.kind)
        });
        for (range, _) in inside {
            let shown = &said.text[range.clone()];
            if names.len() < 3 && !names.contains(&shown) {
                names.push(shown);
            }
        }
    }
    if names.is_empty() {
        return topic::words(said.language, &said.text[statement.clone()]);
    }
    names.join(", ")
}

/// Kinds that say what a statement is about.
fn is_specific(kind: MentionKind) -> bool {
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
}

/// Kinds that say it when there is nothing better.
fn is_general(kind: MentionKind) -> bool {
    let quantity = matches!(kind, MentionKind::Date | MentionKind::Count | MentionKind::Money);
    !quantity && !is_specific(kind)
}

/// Whom the sentence holds responsible, when its wording does so.
fn attribution(said: &Said<'_, '_>) -> Option<Attribution> {
    let blame = said.hits.iter().find(|hit| hit.cue.kind == CueKind::Blame)?;
    let candidates = said
        .mentions
        .iter()
        .filter_map(|(range, mention)| Some((level(said, range, mention)?, range)));
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

fn level(said: &Said<'_, '_>, range: &Range<usize>, mention: &Mention) -> Option<AttributionLevel> {
    let sentence = &said.text[said.range.clone()];
    let infrastructure = ["IPアドレス", "IP address", "IP addresses", "サーバーの所在", "发信IP"]
        .iter()
        .any(|word| sentence.contains(word));
    match mention.kind {
        MentionKind::ThreatActor if is_cluster(mention) => Some(AttributionLevel::ActivityCluster),
        MentionKind::ThreatActor => Some(AttributionLevel::NamedGroup),
        MentionKind::Country if infrastructure => Some(AttributionLevel::Infrastructure),
        MentionKind::Country if is_held_responsible(said, range) => Some(AttributionLevel::Sponsor),
        MentionKind::Person => Some(AttributionLevel::Persons),
        _ => None,
    }
}

/// Words behind a country that hold it, or somebody close to it, responsible.
const BEHIND: &[&str] = &[
    "系",
    "を支持",
    "の支援",
    "が支援",
    "とつなが",
    "とのつなが",
    "と関連",
    "との関連",
    "に関連",
    "を背景",
    "を拠点",
    "政府",
    "当局",
    "の情報機関",
    "国家",
    "軍",
    "の関与",
    "が関与",
    "による",
    "のハッカ",
    "の攻撃者",
    "の犯行",
    "の仕業",
    "が背後",
    "支持",
    "-nexus",
    "-linked",
    "-backed",
    "-sponsored",
    "-aligned",
    "-affiliated",
    " state",
    " government",
    " hacker",
    " intelligence",
    " military",
    " threat",
    " actor",
    " group",
    " apt",
    " cyber",
    " hacktivist",
    " was behind",
    " is behind",
    "背景",
    "支持的",
    "黑客",
    "組織",
    "组织",
];

/// A country is a candidate only where the words behind it make it one: 中国系, ロシアの関与,
/// "Russia-linked". 日本の会社 holds nobody responsible.
fn is_held_responsible(said: &Said<'_, '_>, range: &Range<usize>) -> bool {
    let rest: String = said.text[range.end..said.range.end].chars().take(14).collect();
    let rest = rest.to_lowercase();
    BEHIND.iter().any(|word| {
        rest.trim_start_matches(['n', 's', ' ']).starts_with(word.trim_start())
            || rest.starts_with(word)
    })
}

/// Working names of clusters: numbers of a scheme.
fn is_cluster(mention: &Mention) -> bool {
    let schemes = ["UNC", "UAC", "Storm-", "DEV-", "CL-", "TAG-", "UTA", "TEMP"];
    let known = mention.candidates.iter().all(|id| id.kind == EntityKind::ThreatActor);
    known && schemes.iter().any(|scheme| mention.canonical.starts_with(scheme))
}
