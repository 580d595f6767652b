//! Events of Japanese sentences by the model of events: which clauses tell of something that happened, when, and to whom.
//! Shared with the command that trains it.

pub(crate) mod clause;
pub(crate) mod date;
pub(crate) mod page;
pub(crate) mod party;
pub(crate) mod second;

use noroshi_model::{
    Event, EventStatus, Grounds, Language, Mention, MentionKind, Moment, Sentence, Span, Subject,
};

use super::alike::{bare, same};
use super::chance::Curve;
use super::forest::Forest;
use super::weights::{Weights, softmax};
use page::{Clause, Page, Voice, last};
use party::Party;
use second::{Around, First, GATE, OF_CLAUSE, OF_PARTY, chance_of};

/// Made by `train_japanese events`.
pub(crate) const FILE: &[u8] = include_bytes!("../events.bin");

/// The models in the file: whether a clause tells of an event, its date, and those it happened to.
pub(crate) const TELLS: usize = 0;
pub(crate) const WHEN: usize = 1;
pub(crate) const WHOM: usize = 2;

/// How much of what the linear model says is kept where trees say more.
pub(crate) const KEPT_TELLS: f32 = 0.8;
pub(crate) const KEPT_WHOM: f32 = 0.65;

/// Room for them in a row: with the number of the feature, a power of two.
const WIDTH: usize = 4;

/// Chance from which an event is told: that the clause tells it, with this date, of these. The highest with the best F1 on
/// left-out hands (`train_japanese events --check`).
pub(crate) const LEAST: f32 = 0.16;

/// How often events were right on passages of hands that the model had not seen, by the chance that it gave: those that
/// it told alone, and those that a rule told too (`train_japanese events --check`).
const ALONE: Curve = Curve { slope: 0.83, shift: 0.17 };
const AGREED: Curve = Curve { slope: 0.73, shift: 0.27 };

/// Chance from which somebody is a further victim.
const FURTHER: f32 = 0.3;

/// Victims of one event.
const VICTIMS: usize = 3;

/// Events that may be told again: the latest ones.
const RECENT: usize = 32;

/// Letters of what happened.
const LONGEST: usize = 40;

/// The model of events: linear choices, and trees that look at them once more.
pub(crate) struct Model {
    weights: Weights<WIDTH>,
    tells: Forest<OF_CLAUSE>,
    whom: Forest<OF_PARTY>,
}

/// A clause that may tell an event.
struct Told {
    event: Event,
    sentence: usize,
    /// 甲社を狙った攻撃: the clause belongs to a noun.
    adnominal: bool,
    chance: f32,
}

impl Model {
    /// The model in a file; `None` when the file is none.
    pub(crate) fn new(file: &[u8]) -> Option<Self> {
        let (weights, rest) = part(file)?;
        let (tells, rest) = part(rest)?;
        let (whom, _) = part(rest)?;
        let (tells, whom) = (Forest::new(tells)?, Forest::new(whom)?);
        Some(Self { weights: Weights::new(weights)?, tells, whom })
    }

    /// The events of a document: those of its Japanese sentences by the model, which sees what the rules found; the
    /// others as the rules found them.
    pub(crate) fn events(
        &self,
        text: &str,
        sentences: &[Sentence],
        mentions: &[Mention],
        rules: &[Event],
        least: f32,
    ) -> Vec<Event> {
        let mut events: Vec<Event> =
            rules.iter().filter(|one| !is_japanese(one, sentences)).cloned().collect();
        for page in Page::all(text, sentences, mentions, rules) {
            for (_, one) in self.of_page(&page, least) {
                add(&mut events, one);
            }
        }
        events.sort_by_key(|event| event.spans.first().map(|span| span.start()));
        events
    }

    /// The events of a page with what the model gives them, the likeliest first.
    pub(crate) fn of_page(&self, page: &Page<'_>, least: f32) -> Vec<(f32, Event)> {
        let mut told = self.told(page, least);
        told.retain(|one| one.chance >= least);
        told.sort_by(|one, two| two.chance.total_cmp(&one.chance));
        merged(told).into_iter().map(|one| (one.chance, finished(one))).collect()
    }

    /// What the clauses of a page tell.
    fn told(&self, page: &Page<'_>, least: f32) -> Vec<Told> {
        let worths = self.worths(page);
        if worths.iter().all(|worth| chance_of(*worth) < GATE) {
            return Vec::new();
        }
        let names = party::names(page);
        let firsts = self.firsts(page, &names, &worths);
        let around = Around::new(page, &names, &worths, &firsts);
        let told = firsts.iter().filter_map(|first| {
            let worth = KEPT_TELLS * first.worth + self.tells.worth(&around.of_clause(first));
            let chance = chance_of(worth) * first.sure;
            (chance >= least).then(|| self.event(&around, first, chance))
        });
        told.collect()
    }

    /// What each clause is worth.
    pub(crate) fn worths(&self, page: &Page<'_>) -> Vec<f32> {
        let worth = |clause| self.weights.worth(&clause::features(page, clause), TELLS);
        page.clauses.iter().map(worth).collect()
    }

    /// The first choices at the likely clauses.
    pub(crate) fn firsts<'n>(
        &self,
        page: &Page<'_>,
        names: &'n [Party],
        worths: &[f32],
    ) -> Vec<First<'n>> {
        let likely =
            page.clauses.iter().enumerate().zip(worths).filter(|((_, clause), worth)| {
                chance_of(**worth) >= GATE && !is_nothing(page, clause)
            });
        let dated = likely.filter_map(|((at, clause), worth)| {
            let when = self.when(page, clause);
            (chance_of(*worth) * when.1 >= GATE).then_some(((at, *worth), when))
        });
        dated.map(|(place, when)| self.first(page, names, place, when)).collect()
    }

    /// The first choices at a clause, with what it is worth and its date.
    pub(crate) fn first<'n>(
        &self,
        page: &Page<'_>,
        names: &'n [Party],
        (at, worth): (usize, f32),
        when: (Option<(Moment, Subject)>, f32, f32),
    ) -> First<'n> {
        let clause = &page.clauses[at];
        let parties = party::candidates(page, names, clause);
        let of = |features: Vec<u32>| self.weights.worth(&features, WHOM);
        let some = parties.iter().map(|one| of(party::features(page, clause, names, one)));
        let worths = some.chain([of(party::none(page, clause, names))]).collect();
        First::with((at, worth), when, (parties, worths))
    }

    fn event(&self, around: &Around<'_, '_>, first: &First<'_>, chance: f32) -> Told {
        let (page, when) = (around.page, first.when);
        let clause = &page.clauses[first.at];
        let (victims, sure) = self.whom(around, first);
        let chance = chance * sure;
        let (sentence, adnominal) = (clause.sentence, page.is_adnominal(clause));
        let range = page.sentence(clause).range.clone();
        let rule = page.rule(clause).map(|(event, _)| event);
        if let Some(rule) = rule.filter(|rule| agrees(rule, when, &victims)) {
            return Told { event: rule.clone(), sentence, adnominal, chance };
        }
        let claimed = rule.is_some_and(|event| event.status != EventStatus::Observed);
        let event = Event {
            what: what(page, clause),
            when,
            actors: actors(page, clause, rule, &victims),
            victims,
            techniques: techniques(page, clause, &page.text[range.clone()]),
            status: if claimed { EventStatus::Claimed } else { EventStatus::Observed },
            spans: Span::new(range.start, range.end).into_iter().collect(),
            grounds: Grounds::Learned(ALONE.chance(chance)),
        };
        Told { event, sentence, adnominal, chance }
    }

    /// The date, its chance, and that of none.
    pub(crate) fn when(
        &self,
        page: &Page<'_>,
        clause: &Clause,
    ) -> (Option<(Moment, Subject)>, f32, f32) {
        let dates = date::candidates(page, clause);
        let worth = |features: Vec<u32>| self.weights.worth(&features, WHEN);
        let dated = dates.iter().map(|one| worth(date::features(page, clause, one)));
        let mut chances: Vec<f32> = dated.chain([worth(date::none(page, clause))]).collect();
        softmax(&mut chances);
        let (best, chance) = most(&chances);
        let when = dates.get(best).map(|one| match one.when {
            (moment, Subject::Discovery) => (moment, Subject::Discovery),
            (moment, _) => (moment, Subject::Occurrence),
        });
        (when, chance, chances[dates.len()])
    }

    /// Those it happened to, and the chance of the first one.
    fn whom(&self, around: &Around<'_, '_>, first: &First<'_>) -> (Vec<String>, f32) {
        let kept = first.kept();
        let worth = |party: &usize| {
            let trees = self.whom.worth(&around.of_party(first, *party));
            KEPT_WHOM * first.worth_of(*party) + trees
        };
        let mut chances: Vec<f32> = kept.iter().map(worth).collect();
        softmax(&mut chances);
        let (best, chance) = most(&chances);
        let name = |at: usize| first.parties.get(kept[at]).map(|party| party.name.clone());
        let Some(victim) = name(best) else { return (Vec::new(), chance) };
        let further = (0..kept.len()).filter(|at| *at != best && chances[*at] >= FURTHER);
        let all = [victim].into_iter().chain(further.filter_map(name));
        (all.take(VICTIMS).collect(), chance)
    }
}

/// A part of the file, with the number of its bytes ahead, and the rest.
fn part(file: &[u8]) -> Option<(&[u8], &[u8])> {
    let (count, rest) = file.split_first_chunk()?;
    rest.split_at_checked(usize::try_from(u32::from_le_bytes(*count)).ok()?)
}

/// Whether the rules found the same: then theirs holds more places, and the names as the whole text gives them.
fn agrees(rule: &Event, when: Option<(Moment, Subject)>, victims: &[String]) -> bool {
    let day = |when: Option<(Moment, Subject)>| when.map(|(moment, _)| moment);
    day(rule.when) == day(when) && share(&rule.victims, victims)
}

/// What the rules hold for no event wherever it stands: a drill or a lesson, something published to help, and the end
/// of an outage.
fn is_nothing(page: &Page<'_>, clause: &Clause) -> bool {
    let holds = |words: &[&str], text: &str| words.iter().any(|word| text.contains(word));
    let drills = ["訓練", "演習", "を想定し", "セミナー", "講演"];
    let helps = ["ツール", "報告書", "手順", "修正", "パッチ", "指針", "統計", "結果", "方針"];
    let stem = page.stem(clause);
    let published = ["公開", "公表", "発表"].iter().any(|end| stem.ends_with(end));
    let before = &page.text[clause.floor..clause.range.start];
    holds(&drills, &page.text[page.sentence(clause).range.clone()])
        || ["復旧", "再開"].iter().any(|end| stem.ends_with(end))
        || (published && holds(&helps, before))
}

/// Whether the first place that tells an event is a Japanese sentence.
fn is_japanese(event: &Event, sentences: &[Sentence]) -> bool {
    let Some(span) = event.spans.first() else { return false };
    let at = sentences.partition_point(|one| one.span.end() <= span.start());
    sentences.get(at).is_some_and(|one| one.language == Language::Ja)
}

/// What several clauses of a page tell of one event is one, the likeliest first.
fn merged(told: Vec<Told>) -> Vec<Told> {
    let mut kept: Vec<Told> = Vec::new();
    for one in told {
        match kept.iter_mut().find(|known| is_again(known, &one)) {
            Some(known) => join(&mut known.event, one.event),
            None => kept.push(one),
        }
    }
    kept
}

/// The event, with what the model says of one that a rule tells too.
fn finished(told: Told) -> Event {
    let Told { mut event, chance, .. } = told;
    if event.grounds.reason().is_some() {
        event.grounds = event.grounds.with(AGREED.chance(chance));
    }
    event
}

/// Same date and a common victim; without a date, the same sentence as well. What a noun of the sentence is described
/// by, without a date of its own, is what the sentence tells.
fn is_again(known: &Told, one: &Told) -> bool {
    let day = |event: &Event| event.when.map(|(moment, _)| moment);
    let when = day(&known.event);
    let same_sentence = known.sentence == one.sentence;
    let same_day = when == day(&one.event) && (when.is_some() || same_sentence);
    let belongs = same_sentence && one.adnominal && one.event.when.is_none();
    known.event == one.event
        || (same_day || belongs) && share(&known.event.victims, &one.event.victims)
}

fn share(one: &[String], two: &[String]) -> bool {
    one.iter().any(|first| two.iter().any(|second| same(&bare(first), &bare(second))))
}

/// Adds an event, or one more place of a dated one that was told on an earlier page.
fn add(events: &mut Vec<Event>, one: Event) {
    let again = |known: &&mut Event| {
        known.when.is_some() && known.when == one.when && share(&known.victims, &one.victims)
    };
    let first = one.spans.first().map_or(0, |span| span.start());
    let far = |known: &Event| known.spans.last().is_none_or(|span| span.end() + PAGE < first);
    let known = events.iter_mut().rev().take(RECENT).find(again).filter(|known| far(known));
    match known {
        Some(known) => join(known, one),
        None => events.push(one),
    }
}

/// Bytes between two tellings on different pages, at least.
const PAGE: usize = 2_000;

fn join(known: &mut Event, other: Event) {
    if let (Grounds::Learned(chance), Some(reason)) = (&known.grounds, other.grounds.reason()) {
        known.grounds = Grounds::Both(reason.clone(), *chance);
    }
    for span in other.spans {
        if !known.spans.contains(&span) {
            known.spans.push(span);
        }
    }
    known.spans.sort_unstable();
    for actor in other.actors {
        if !known.actors.contains(&actor) {
            known.actors.push(actor);
        }
    }
    if known.status != other.status {
        known.status = EventStatus::Both;
    }
}

/// Who did it: as the rules say, else a group that the sentence names.
fn actors(
    page: &Page<'_>,
    clause: &Clause,
    rule: Option<&Event>,
    victims: &[String],
) -> Vec<String> {
    if let Some(rule) = rule.filter(|rule| !rule.actors.is_empty()) {
        return rule.actors.iter().filter(|one| !victims.contains(one)).cloned().collect();
    }
    let mentions = &page.mentions[page.sentence(clause).mentions.clone()];
    let groups = mentions.iter().filter(|one| one.kind == MentionKind::ThreatActor);
    let named = groups.filter_map(|one| one.span.of(page.text)).map(str::to_owned);
    named.filter(|name| !victims.contains(name)).take(1).collect()
}

/// ATT&CK ids that stand in the sentence.
fn techniques(page: &Page<'_>, clause: &Clause, shown: &str) -> Vec<String> {
    let mentions = &page.mentions[page.sentence(clause).mentions.clone()];
    let ids = mentions.iter().filter(|one| one.kind == MentionKind::Technique);
    let ids = ids.filter(|one| shown.contains(one.canonical.as_str()));
    ids.map(|one| one.canonical.clone()).collect()
}

/// Kana behind a predicate that only join it to what follows.
const JOINTS: &[&str] = &[
    "という",
    "として",
    "とする",
    "とした",
    "ことが",
    "ことを",
    "ことは",
    "ことも",
    "こと",
    "ものの",
    "のは",
    "のが",
    "のを",
    "ため",
    "と",
    "が",
];

/// The words of the clause, at most forty; what is cut is cut at its front.
fn what(page: &Page<'_>, clause: &Clause) -> String {
    let start = page.sentence(clause).range.start;
    let front = &page.text[start..clause.range.start];
    let cut = front.rfind(['、', '。', '\n', '「', '」', '）']);
    let cut = cut.map_or(0, |at| at + front[at..].chars().next().map_or(0, char::len_utf8));
    let shown = &page.text[start + cut..clause.range.end];
    let told = |shown: &&str| {
        shown.ends_with(['た', 'だ', 'る', 'す', 'い']) && page.voice(clause) != Voice::Other
    };
    let joint = JOINTS.iter().find_map(|joint| shown.strip_suffix(joint).filter(told));
    let shown = joint.unwrap_or(shown);
    let shown = shown.trim_start_matches(['は', 'が', 'を', 'に', 'も', 'と', 'で', ' ', '　']);
    last(shown, LONGEST).to_owned()
}

/// The greatest of some chances, and its place.
fn most(chances: &[f32]) -> (usize, f32) {
    let all = chances.iter().copied().enumerate();
    all.max_by(|one, two| one.1.total_cmp(&two.1).then(two.0.cmp(&one.0))).unwrap_or((0, 0.0))
}

#[cfg(test)]
mod tests {
    use super::page::tests::seen;
    use super::*;

    #[test]
    fn the_file_holds_a_model() {
        assert!(Model::new(FILE).is_some(), "train it: examples/train_japanese");
    }

    #[test]
    fn a_file_that_is_cut_is_no_model() {
        for end in [0, 3, 4, 1_000, FILE.len() / 2, FILE.len() - 1] {
            assert!(Model::new(&FILE[..end]).is_none(), "{end}");
        }
    }

    #[test]
    fn what_happened_is_the_clause_without_the_words_that_join_it() {
        let text = "甲社は侵入を受け、図面が盗まれたと発表した。";
        let (sentence, mentions) = seen(text, &[]);
        let page = Page::all(text, &[sentence], &mentions, &[]).next().expect("a page");
        assert_eq!(what(&page, &page.clauses[1]), "図面が盗まれた");
    }
}
