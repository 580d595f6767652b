//! First claims: who says what, with which stance and wording.

mod blame;
mod chinese;
mod english;
mod japanese;
mod retold;
mod stance;
mod topic;

use std::ops::Range;

use noroshi_model::{
    Attribution, Claim, ClaimKind, CueKind, Language, Mention, MentionKind, Speaker, SpeakerChain,
    Stance,
};

pub(crate) use self::retold::retold;

use self::blame::Blames;
use crate::said::Said;

/// Who says which part of a sentence.
#[derive(Debug, Clone)]
struct Voice {
    /// Outermost first; empty when the author speaks.
    speakers: Vec<Speaker>,
    /// What is said.
    statement: Range<usize>,
    /// Where the cues stand that say how it is meant: the statement and the verb of saying.
    scope: Range<usize>,
}

impl Voice {
    fn new(speakers: Vec<Speaker>, statement: Range<usize>, scope: Range<usize>) -> Self {
        Self { speakers, statement, scope }
    }
}

/// A claim and the place of its statement in the shadow.
pub(crate) struct Stated {
    pub(crate) claim: Claim,
    pub(crate) statement: Range<usize>,
}

/// The claims of a sentence by the rules, in order of place.
pub(crate) fn claims(said: &Said<'_, '_>) -> Vec<Stated> {
    if !worth_keeping(said) {
        return Vec::new();
    }
    let voices = match said.language {
        Language::Ja => japanese::voices(said),
        Language::Zh => vec![chinese::voice(said)],
        _ => vec![english::voice(said)],
    };
    let blames = Blames::new(said);
    let mut claims: Vec<Stated> =
        voices.into_iter().filter_map(|voice| build(said, &blames, voice)).collect();
    carry(said, &mut claims);
    claims
}

/// その可能性は低い: who was held responsible in the statement before is meant.
fn carry(said: &Said<'_, '_>, claims: &mut [Stated]) {
    if said.language != Language::Ja || !said.shown().contains("その可能性") {
        return;
    }
    for at in 1..claims.len() {
        let (before, rest) = claims.split_at_mut(at);
        let (Some(last), Some(claim)) = (before.last(), rest.first_mut()) else { continue };
        let (last, claim) = (&last.claim, &mut claim.claim);
        if claim.attribution.is_none() && claim.stance == Stance::Speculates {
            claim.attribution.clone_from(&last.attribution);
        }
    }
}

/// A sentence makes a claim when its wording shows one, or when it says something of a
/// named thing. In Japanese every whole sentence of a text about threats does, unless it only asks
/// or advises.
fn worth_keeping(said: &Said<'_, '_>) -> bool {
    let worded = said.hits.iter().any(|hit| {
        let silent = [CueKind::Unnamed, CueKind::Blame, CueKind::Relation, CueKind::Event];
        !silent.contains(&hit.cue.kind)
    });
    let telling = |(_, mention): &(Range<usize>, Mention)| mention.kind != MentionKind::Date;
    if said.language == Language::Ja {
        let told = said.threatening && is_told(said);
        // …が続いているとして、注意を呼びかけた: the ground of the call is told.
        let advice = is_advice(said) && !said.shown().contains("として、");
        return is_sentence(said) && !advice && (told || is_guarded(said));
    }
    is_sentence(said) && (worded || (is_whole(said) && said.mentions.iter().any(telling)))
}

/// Whether a Japanese sentence ends as one, or is an entry of a list; headlines and questions tell
/// nothing by themselves.
fn is_told(said: &Said<'_, '_>) -> bool {
    let shown = said.shown();
    let bare = shown.trim_end_matches(['」', '』', ')', '）', '"', ']', ' ']);
    let question =
        bare.ends_with(['?', '？']) || (bare.ends_with("か。") && !bare.ends_with("ないか。"));
    // お詫び(最終報) is a headline; …した(社長) is told.
    let bracket = shown.ends_with([')', '）', ']']);
    let verb = bare.contains('」') || bare.ends_with(['た', 'る', 'い', 'す', 'だ', 'ん']);
    let ended =
        bare.ends_with(['。', '!', '！', '.']) || (bare.len() < shown.len() && (!bracket || verb));
    let entry = shown.starts_with(['・', '-', '●', '*']);
    // 氏名、生年月日、電話番号。: names of things, and nothing said of them.
    let list = bare.ends_with('。') && !bare.contains(['は', 'が', 'を', 'に', 'も', '「']);
    let noun = bare.trim_end_matches('。').ends_with(|sign: char| {
        matches!(sign, '\u{30a1}'..='\u{30fc}' | '\u{4e00}'..='\u{9fff}')
            || sign.is_ascii_alphanumeric()
    });
    // ［2］甲社「年次報告」: a title.
    let title =
        shown.ends_with('」') && !shown.starts_with('「') && !bare.contains(['は', 'が', '。']);
    (ended || entry) && !question && !title && !(list && noun)
}

/// Whether somebody denies, guesses, stays silent or found nothing: told in texts about threats
/// even when nothing else shows it.
fn is_guarded(said: &Said<'_, '_>) -> bool {
    said.hits.iter().any(|hit| match hit.cue.kind {
        CueKind::Absence | CueKind::Hedge => true,
        CueKind::Speech => hit.cue.value != "asserts",
        _ => false,
    })
}

/// Whether the sentence ends in words that ask or advise.
fn is_advice(said: &Said<'_, '_>) -> bool {
    let end = said.range.start + said.shown().trim_end_matches(['。', '!', '！', ' ']).len();
    said.hits.iter().any(|hit| hit.cue.kind == CueKind::Advice && hit.range.end == end)
}

/// 「備えるべきだ」と語った: what somebody advises is no statement about the world.
fn is_advised(said: &Said<'_, '_>, voice: &Voice) -> bool {
    let told = said.text[voice.statement.clone()].trim_end_matches(['。', '」', ' ']);
    let advice = [
        "べきだ",
        "べきである",
        "べきです",
        "なければならない",
        "なければなりません",
        "てほしい",
        "てください",
    ];
    said.language == Language::Ja
        && !voice.speakers.is_empty()
        && advice.iter().any(|end| told.ends_with(end))
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

fn build(said: &Said<'_, '_>, blames: &Blames, voice: Voice) -> Option<Stated> {
    if is_advised(said, &voice) {
        return None;
    }
    let judged = stance::judge(said, &voice.scope, voice.speakers.is_empty());
    let statement = if judged.stance == Stance::Declines && said.language != Language::Ja {
        said.range.clone()
    } else {
        voice.statement
    };
    // Outside Japanese the name may stand before the statement: "attributed … to".
    let held = if said.language == Language::Ja { statement.clone() } else { said.range.clone() };
    let about = about(said, &statement);
    let told = matches!(judged.stance, Stance::Asserts | Stance::Speculates)
        && judged.kind != ClaimKind::AbsenceOfEvidence;
    let attribution = told
        .then(|| blames.of_statement(said, &held, &voice.speakers).or_else(|| charged(said)))
        .flatten();
    let hits = said.hits.iter().filter(|hit| voice.scope.contains(&hit.range.start));
    let hearsay =
        voice.speakers.is_empty() && hits.clone().any(|hit| hit.cue.kind == CueKind::Hearsay);
    let mut speakers = voice.speakers.into_iter();
    let chain = SpeakerChain::new(speakers.next().unwrap_or(Speaker::Author), speakers.collect());
    let claim = Claim {
        span: said.shadow.span(statement.clone())?,
        sentence: said.span()?,
        speakers: chain,
        stance: judged.stance,
        kind: judged.kind,
        likelihood: judged
            .wording
            .and_then(|(likelihood, place)| Some((likelihood, said.shadow.span(place)?))),
        hearsay_marks: usize::from(hearsay),
        attribution,
        about,
        roots: Vec::new(),
    };
    Some(Stated { claim, statement })
}

/// 逮捕容疑は…: those who were charged in a sentence before.
fn charged(said: &Said<'_, '_>) -> Option<Attribution> {
    let charge = || japanese::CHARGES.iter().any(|lead| said.shown().starts_with(lead));
    let held = said.memory.charged().filter(|_| said.language == Language::Ja && charge());
    held.map(|(_, held)| held.clone())
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
