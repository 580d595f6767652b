//! Whom a claim of a Japanese document holds responsible: the model of blame. Shared with the command that trains it.

pub(crate) mod look;
pub(crate) mod scene;
pub(crate) mod suspect;

use noroshi_model::{
    Attribution, AttributionLevel, Claim, ClaimKind, Language, Mention, Sentence, Stance,
};

use super::alike::{bare, same};
use super::weights::{Weights, softmax};
use look::Claimed;
use scene::{Scene, Trail};
use suspect::{Asked, Suspect};

/// Made by `train_japanese blame`.
pub(crate) const FILE: &[u8] = include_bytes!("../blame.bin");

/// The heads of the model: who is held responsible, and the levels.
pub(crate) const WHO: usize = 0;
pub(crate) const LEVEL: usize = 1;
pub(crate) const HEADS: usize = LEVEL + LEVELS.len();

/// The levels, as the heads of the model have them.
pub(crate) const LEVELS: [AttributionLevel; 5] = [
    AttributionLevel::Infrastructure,
    AttributionLevel::ActivityCluster,
    AttributionLevel::NamedGroup,
    AttributionLevel::Sponsor,
    AttributionLevel::Persons,
];

/// Chance from which somebody is held responsible at a level. The best F1 on left-out hands is at .20; here it is lower by
/// less than .01 and one in twenty fewer is wrong: to hold the wrong one responsible is worse than to miss the right one.
pub(crate) const LEAST: f32 = 0.3;

/// What is read of a document so far.
pub(crate) struct Read<'r> {
    pub(crate) text: &'r str,
    pub(crate) sentences: &'r [Sentence],
    pub(crate) mentions: Vec<&'r Mention>,
    pub(crate) claims: &'r [Claim],
}

/// Goes through the claims of the Japanese sentences that the model may judge, with the number of each.
pub(crate) fn each(read: &Read<'_>, mut ask: impl FnMut(usize, &Asked<'_>)) {
    let mut trail = Trail::default();
    let (mut mentions, mut claims) = (0, 0);
    let japanese = |one: &&Sentence| !one.boilerplate && one.language == Language::Ja;
    for sentence in read.sentences.iter().filter(japanese) {
        let range = sentence.span.start()..sentence.span.end();
        mentions += before(&read.mentions[mentions..], |one| one.span.start() < range.start);
        claims += before(&read.claims[claims..], |one| one.sentence.start() < range.start);
        let inside = before(&read.mentions[mentions..], |one| one.span.start() < range.end);
        let told = before(&read.claims[claims..], |one| one.sentence.start() < range.end);
        let inside = &read.mentions[mentions..mentions + inside];
        let scene = Scene::new(read.text, &range, inside, &trail);
        let told = claims..claims + told;
        for at in told.clone().filter(|at| is_open(&read.claims[*at])) {
            let Some(scene) = &scene else { continue };
            ask(at, &Asked::new(read.text, scene, &trail, &read.claims[at]));
        }
        trail.pass(scene.as_ref(), &read.claims[told]);
    }
}

/// How many of the first ones are so.
fn before<T>(all: &[T], is: impl Fn(&T) -> bool) -> usize {
    all.iter().take_while(|one| is(one)).count()
}

/// What is denied, not said or not found holds nobody responsible.
fn is_open(claim: &Claim) -> bool {
    let told = matches!(claim.stance, Stance::Asserts | Stance::Speculates);
    told && claim.kind != ClaimKind::AbsenceOfEvidence
}

/// Letters behind a name that may say that it was not this one.
const CLOSE: usize = 24;

/// Words by which it was not this one.
const CLEARED: &[&str] = &[
    "ではなく",
    "ではない",
    "でなく",
    "ではありませ",
    "無関係",
    "無実",
    "関与していな",
    "関与していませ",
    "関与しておら",
    "関わっていな",
    "関わっておら",
    "関与はな",
    "関係はな",
    "関係がな",
];

/// 甲の犯行ではない: whether the words behind a name say that it was not this one. 甲の犯行ではないか supposes it.
fn is_cleared(asked: &Asked<'_>, one: &Suspect) -> bool {
    let Some(place) = &one.here else { return false };
    let letters = asked.scene.letters();
    let behind = &letters[look::past_brackets(letters, place.end)..];
    let clause = behind.iter().take(CLOSE).take_while(|letter| !"、。」』".contains(**letter));
    let clause: String = clause.collect();
    let supposed = ["ないか", "ないの", "ないだろう", "ないでしょう"];
    let holds = |words: &[&str]| words.iter().any(|word| clause.contains(word));
    holds(CLEARED) && !holds(&supposed)
}

/// The model of blame.
pub(crate) struct Model {
    weights: Weights<HEADS>,
}

/// The number of a claim, and whom it holds responsible, with the chance.
pub(crate) type Judged = (usize, Option<(Attribution, f32)>);

type Sums = [f32; HEADS];

impl Model {
    /// The model in a file; `None` when the file is none.
    pub(crate) fn new(file: &[u8]) -> Option<Self> {
        Weights::new(file).map(|weights| Self { weights })
    }

    /// Whom each claim of a document holds responsible, with the number of the claim and the chance. What is not
    /// listed stays as it is.
    pub(crate) fn judged(&self, read: &Read<'_>) -> Vec<Judged> {
        let mut judged = Vec::new();
        each(read, |at, asked| judged.push((at, self.judge(asked))));
        judged
    }

    /// The likeliest one, and the chance.
    fn judge(&self, asked: &Asked<'_>) -> Option<(Attribution, f32)> {
        if asked.suspects.is_empty() {
            return None;
        }
        let claimed = Claimed::new(asked);
        let mut none = self.sums(&claimed.features);
        let all = asked.suspects.iter().map(|one| self.sums(&look::features(asked, &claimed, one)));
        let all: Vec<Sums> = all.collect();
        let mut chances: Vec<f32> = all.iter().chain([&none]).map(|sums| sums[WHO]).collect();
        softmax(&mut chances);
        chances.pop();
        let best = most(&chances);
        let one = Some(&asked.suspects[best]).filter(|one| !is_cleared(asked, one))?;
        none.iter_mut().zip(all[best]).for_each(|(sum, other)| *sum += other);
        let mut levels = none[LEVEL..].to_vec();
        softmax(&mut levels);
        let level = most(&levels);
        let chance = alike(&asked.suspects, one, &chances) * levels[level];
        let held = asked.claim.attribution.as_ref().map(|held| &held.candidate);
        let candidate = held.filter(|held| same(&bare(held), &one.bare));
        let candidate = candidate.unwrap_or(&one.name).clone();
        Some((Attribution { level: LEVELS[level], candidate }, chance))
    }

    fn sums(&self, features: &[u32]) -> Sums {
        let mut sums = [0.0; HEADS];
        self.weights.add_all(features, &mut sums);
        sums
    }
}

/// The chance that somebody of the same name is meant.
fn alike(suspects: &[Suspect], one: &Suspect, chances: &[f32]) -> f32 {
    let all = suspects.iter().zip(chances);
    all.filter(|(other, _)| same(&other.bare, &one.bare)).map(|(_, chance)| chance).sum()
}

/// The place of the first of the greatest.
fn most(all: &[f32]) -> usize {
    let mut best = (0, f32::MIN);
    for (at, one) in all.iter().enumerate() {
        if *one > best.1 {
            best = (at, *one);
        }
    }
    best.0
}

#[cfg(test)]
mod tests {
    use noroshi_model::{MentionKind, Reason, Span, Speaker, SpeakerChain, Value};

    use super::*;

    pub(super) fn mention(text: &str, name: &str, kind: MentionKind) -> Mention {
        let at = text.find(name).expect("in the text");
        Mention {
            kind,
            span: Span::new(at, at + name.len()).expect("not empty"),
            canonical: name.to_owned(),
            role: None,
            reason: Reason::rule("test"),
            candidates: Vec::new(),
            value: Value::Plain,
        }
    }

    /// A claim that is the whole text.
    pub(super) fn claim(text: &str, stance: Stance) -> Claim {
        let span = Span::new(0, text.len()).expect("not empty");
        Claim {
            span,
            sentence: span,
            speakers: SpeakerChain::new(Speaker::Author, Vec::new()),
            stance,
            kind: ClaimKind::Statement,
            likelihood: None,
            hearsay_marks: 0,
            attribution: None,
            about: String::new(),
            roots: Vec::new(),
        }
    }

    /// What is remembered behind a sentence that names a group.
    pub(super) fn group(text: &str, name: &str) -> Trail {
        let named = mention(text, name, MentionKind::ThreatActor);
        let mut trail = Trail::default();
        let scene = Scene::new(text, &(0..text.len()), &[&named], &trail);
        trail.pass(scene.as_ref(), &[]);
        trail
    }

    #[test]
    fn the_file_holds_a_model() {
        assert!(Model::new(FILE).is_some(), "train it: examples/train_japanese");
    }

    #[test]
    fn words_behind_a_name_may_clear_it_and_may_suppose_it() {
        let cleared = |text: &str| {
            let named = mention(text, "錆の冠", MentionKind::ThreatActor);
            let trail = Trail::default();
            let scene = Scene::new(text, &(0..text.len()), &[&named], &trail).expect("a sentence");
            let claim = claim(text, Stance::Asserts);
            let asked = Asked::new(text, &scene, &trail, &claim);
            is_cleared(&asked, &asked.suspects[0])
        };
        assert!(cleared("侵入は「錆の冠」の犯行ではなく、別人の仕業だ。"));
        assert!(cleared("侵入に錆の冠は関与していないとされる。"));
        assert!(!cleared("侵入は錆の冠の犯行ではないか。"));
        assert!(!cleared("侵入に錆の冠が関与している。"));
    }

    #[test]
    fn what_is_denied_or_not_found_holds_nobody_responsible() {
        assert!(is_open(&claim("錆の冠の犯行だ。", Stance::Speculates)));
        assert!(!is_open(&claim("関与を否定した。", Stance::Denies)));
        let absent = Claim {
            kind: ClaimKind::AbsenceOfEvidence,
            ..claim("跡はない。", Stance::Asserts)
        };
        assert!(!is_open(&absent));
    }
}
