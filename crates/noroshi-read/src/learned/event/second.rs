//! The second look of the model of events: what the first choices of a whole page say of each clause and each of those it
//! may have happened to, as numbers for trees. Shared with the command that trains it.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::ops::Range;

use noroshi_model::{MentionKind, Moment, Subject};

use super::super::weights::softmax;
use super::page::{Clause, Page, Voice};
use super::party::Party;

/// Chance of a clause to tell something of its date, from which it is looked at again.
pub(crate) const GATE: f32 = 0.10;

/// Of those it may have happened to, the likeliest that are looked at again.
const KEPT: usize = 5;

/// Numbers of a clause, and of somebody beside it.
pub(crate) const OF_CLAUSE: usize = 27;
pub(crate) const OF_PARTY: usize = 33;

/// Likely clauses that are looked at around one, and clauses before it: more are on no page of plain text.
const AROUND: usize = 256;

/// Stands for what is not there: no chance and no worth is as low.
const NOTHING: f32 = -1.0;
const WORTHLESS: f32 = -9.0;

/// What the linear model says of a clause.
pub(crate) struct First<'n> {
    /// Place in [`Page::clauses`].
    pub(crate) at: usize,
    /// Worth and chance that it tells an event.
    pub(crate) worth: f32,
    pub(crate) tells: f32,
    pub(crate) when: Option<(Moment, Subject)>,
    /// The chance of that date, and that of none.
    pub(crate) sure: f32,
    pub(crate) undated: f32,
    pub(crate) parties: Vec<Cow<'n, Party>>,
    /// What each is worth, and nobody at the end; and their chances.
    worths: Vec<f32>,
    chances: Vec<f32>,
}

impl<'n> First<'n> {
    /// Of somebody, and of nobody at the end, what each is worth.
    pub(crate) fn with(
        (at, worth): (usize, f32),
        (when, sure, undated): (Option<(Moment, Subject)>, f32, f32),
        (parties, worths): (Vec<Cow<'n, Party>>, Vec<f32>),
    ) -> Self {
        let mut chances = worths.clone();
        softmax(&mut chances);
        Self { at, worth, tells: chance_of(worth), when, sure, undated, parties, worths, chances }
    }

    /// Those who are looked at again, the likeliest first, and nobody.
    pub(crate) fn kept(&self) -> Vec<usize> {
        let mut kept: Vec<usize> = (0..self.parties.len()).collect();
        kept.sort_by(|one, two| self.worths[*two].total_cmp(&self.worths[*one]));
        kept.truncate(KEPT);
        kept.push(self.parties.len());
        kept
    }

    pub(crate) fn worth_of(&self, party: usize) -> f32 {
        self.worths[party]
    }

    /// The name of somebody as it is compared; empty for nobody.
    fn name(&self, party: usize) -> &str {
        self.parties.get(party).map_or("", |one| one.bare.as_str())
    }
}

/// The chance of a worth.
pub(crate) fn chance_of(worth: f32) -> f32 {
    1.0 / (1.0 + (-worth).exp())
}

/// The first choices of a page.
pub(crate) struct Around<'f, 'p> {
    pub(crate) page: &'f Page<'p>,
    /// Where the organisations of the page are first named, in order.
    bodies: Vec<usize>,
    /// What each clause is worth, and the chances of those before it and of all.
    worths: &'f [f32],
    sooner: Vec<f32>,
    /// The likely clauses, in order.
    firsts: &'f [First<'f>],
    /// The chances of each name at them.
    chances: BTreeMap<&'f str, Vec<(usize, f32)>>,
    /// The sum of the chances that they tell something.
    told: f32,
}

impl<'f, 'p> Around<'f, 'p> {
    pub(crate) fn new(
        page: &'f Page<'p>,
        names: &'f [Party],
        worths: &'f [f32],
        firsts: &'f [First<'f>],
    ) -> Self {
        let firsts = &firsts[..firsts.len().min(AROUND)];
        let bodies = names.iter().filter(|one| one.kind == Some(MentionKind::Organization));
        let mut bodies: Vec<usize> =
            bodies.filter_map(|one| one.places.first()).map(|place| place.start).collect();
        bodies.sort_unstable();
        let mut sooner = vec![0.0];
        let mut sum = 0.0;
        sooner.extend(worths.iter().map(|worth| {
            sum += chance_of(*worth);
            sum
        }));
        let mut chances: BTreeMap<&str, Vec<(usize, f32)>> = BTreeMap::new();
        for (at, first) in firsts.iter().enumerate() {
            for (party, chance) in first.chances.iter().enumerate() {
                let of_name = chances.entry(first.name(party)).or_default();
                if of_name.last().is_none_or(|(last, _)| *last != at) {
                    of_name.push((at, *chance));
                }
            }
        }
        let told = firsts.iter().map(|one| one.tells).sum();
        Self { page, bodies, worths, sooner, firsts, chances, told }
    }

    fn clause(&self, first: &First<'_>) -> &'f Clause {
        &self.page.clauses[first.at]
    }

    /// The numbers that all signs begin with.
    fn deed(&self, first: &First<'_>) -> [f32; 6] {
        let clause = self.clause(first);
        let voice = match self.page.voice(clause) {
            Voice::Suffered => 0.0,
            Voice::Past => 1.0,
            Voice::Other => 2.0,
        };
        [
            first.worth,
            clause.sentence as f32,
            self.page.sentences.len() as f32,
            clause.number as f32,
            voice,
            flag(self.page.closes(clause)),
        ]
    }

    /// The numbers of a clause.
    pub(crate) fn of_clause(&self, first: &First<'_>) -> [f32; OF_CLAUSE] {
        let (page, clause) = (self.page, self.clause(first));
        let sentence = page.sentence(clause);
        let own = &sentence.clauses;
        let beside = |place: Option<usize>| {
            place.and_then(|at| self.worths.get(at)).copied().unwrap_or(WORTHLESS)
        };
        let next_to = |sentence: Option<usize>| {
            let there = sentence.and_then(|at| page.sentences.get(at));
            there.map_or(WORTHLESS, |one| self.most(one.clauses.clone(), first.at))
        };
        let mentions = &page.mentions[sentence.mentions.clone()];
        let of_kind =
            |kind: MentionKind| mentions.iter().filter(|it| it.kind == kind).count() as f32;
        let [worth, at, sentences, number, voice, closes] = self.deed(first);
        let nobody = first.parties.len();
        let surest = first.chances.iter().copied().fold(0.0, f32::max);
        [
            worth,
            at,
            sentences,
            number,
            voice,
            closes,
            self.most(own.clone(), first.at),
            beside(first.at.checked_sub(1)),
            beside(Some(first.at + 1)),
            (own.len() - 1) as f32,
            next_to(clause.sentence.checked_sub(1)),
            next_to(Some(clause.sentence + 1)),
            sentence.range.len() as f32,
            (clause.range.end - clause.floor) as f32,
            self.sooner[self.worths.len()],
            self.sooner[first.at],
            page.rule(clause).map_or(NOTHING, |(_, here)| flag(here)),
            flag(page.is_adnominal(clause)),
            page.threats as f32,
            self.again(first.at),
            of_kind(MentionKind::Organization),
            of_kind(MentionKind::Count),
            page.dates(clause.sentence).count() as f32,
            surest,
            first.chances[nobody],
            first.sure,
            first.undated,
        ]
    }

    /// The highest worth of some clauses, but for one.
    fn most(&self, clauses: Range<usize>, but: usize) -> f32 {
        let others = clauses.filter(|at| *at != but);
        others.map(|at| self.worths[at]).fold(WORTHLESS, f32::max)
    }

    /// The highest worth of a clause before with the same end of its stem.
    fn again(&self, at: usize) -> f32 {
        let deeds = &self.page.deeds;
        let same = |sooner: &usize| {
            !deeds[*sooner].stem.is_empty() && deeds[*sooner].ends == deeds[at].ends
        };
        let sooner = (at.saturating_sub(AROUND)..at).filter(same);
        sooner.map(|at| self.worths[at]).fold(WORTHLESS, f32::max)
    }

    /// The numbers of somebody beside a clause, or of nobody.
    pub(crate) fn of_party(&self, first: &First<'_>, party: usize) -> [f32; OF_PARTY] {
        let clause = self.clause(first);
        let sentence = &self.page.sentence(clause).range;
        let nobody = first.parties.len();
        let worth = first.worths[party];
        let (top, second) = two_highest(&first.worths);
        let ahead = &self.page.text[sentence.start..clause.range.start];
        let [deed, at, sentences, number, voice, closes] = self.deed(first);
        let [others, sum, mean, most, earliest, sooner, later] =
            self.elsewhere(first, first.name(party));
        let [kind, length, places, start, particle, away, ahead_of, crossed, rank] =
            self.stands(first, party);
        [
            deed,
            at,
            sentences,
            number,
            voice,
            closes,
            worth,
            worth - top,
            top,
            second,
            first.worths[nobody],
            worth - first.worths[nobody],
            first.chances[party],
            first.worths.len() as f32,
            self.bodies.len() as f32,
            others,
            self.page.threats as f32,
            flag(ahead.contains('は')),
            sum,
            mean,
            most,
            earliest,
            sooner,
            later,
            kind,
            length,
            places,
            start,
            particle,
            away,
            ahead_of,
            crossed,
            rank,
        ]
    }

    /// The other likely clauses: how many, and the chances of a name at them: sum and mean by the chance that they tell
    /// something, the highest, and those at the first one, the one before and the next one.
    fn elsewhere(&self, first: &First<'_>, name: &str) -> [f32; 7] {
        let place = self.firsts.partition_point(|one| one.at < first.at);
        let own = self.firsts.get(place).filter(|one| one.at == first.at);
        let others = self.firsts.len() - usize::from(own.is_some());
        if others == 0 {
            return [0.0, 0.0, NOTHING, NOTHING, NOTHING, NOTHING, NOTHING];
        }
        let told = self.told - own.map_or(0.0, |one| one.tells);
        let named = self.chances.get(name).map_or(&[][..], Vec::as_slice);
        let named = named.iter().filter(|(at, _)| own.is_none() || *at != place);
        let sum: f32 = named.clone().map(|(at, chance)| self.firsts[*at].tells * chance).sum();
        let most = named.clone().map(|(_, chance)| *chance).fold(0.0, f32::max);
        let chance = |at: usize| {
            if at >= self.firsts.len() {
                return NOTHING;
            }
            named.clone().find(|(one, _)| *one == at).map_or(0.0, |(_, chance)| *chance)
        };
        let behind = place + usize::from(own.is_some());
        let earliest = chance(if place == 0 { behind } else { 0 });
        let sooner = place.checked_sub(1).map_or(NOTHING, chance);
        [others as f32, sum, sum / told, most, earliest, sooner, chance(behind)]
    }

    /// What somebody is and where: kind, length and places of the name, where on the page it is first named, the particle
    /// behind its place nearest to the clause, how far that is from the clause and from the start of the sentence,
    /// predicates between them, and how many organisations were named sooner.
    fn stands(&self, first: &First<'_>, party: usize) -> [f32; 9] {
        let nothing = [NOTHING; 9];
        let Some(party) = first.parties.get(party) else { return nothing };
        let (page, clause) = (self.page, self.clause(first));
        let sentence = &page.sentence(clause).range;
        let (Some(start), Some(place)) =
            (party.places.first().map(|it| it.start), nearest(party, sentence, clause))
        else {
            return nothing;
        };
        let from = page.sentences.first().map_or(0, |one| one.range.start);
        let end = page.sentences.last().map_or(0, |one| one.range.end);
        let upto = page.clauses.partition_point(|one| one.range.end <= clause.range.start);
        let since = page.clauses.partition_point(|one| one.range.start < place.end);
        [
            party.kind.map_or(0.0, |kind| 1.0 + f32::from(kind as u8)),
            party.name.len() as f32,
            party.places.len() as f32,
            (start - from) as f32 / (end - from).max(1) as f32,
            particle(&page.text[place.end..]),
            clause.range.start as f32 - place.end as f32,
            place.start as f32 - sentence.start as f32,
            upto.saturating_sub(since) as f32,
            self.bodies.partition_point(|body| *body < start) as f32,
        ]
    }
}

fn flag(is: bool) -> f32 {
    f32::from(u8::from(is))
}

/// The highest of some worths and the next one.
fn two_highest(worths: &[f32]) -> (f32, f32) {
    let (mut top, mut second) = (f32::MIN, f32::MIN);
    for worth in worths {
        if *worth > top {
            (top, second) = (*worth, top);
        } else if *worth > second {
            second = *worth;
        }
    }
    (top, if worths.len() > 1 { second } else { top })
}

/// The place of somebody that a clause most likely refers to: the last one before it in the sentence, else the first one
/// there, else the last one before the sentence, else the first one.
fn nearest<'n>(
    party: &'n Party,
    sentence: &Range<usize>,
    clause: &Clause,
) -> Option<&'n Range<usize>> {
    let here = || party.places.iter().filter(|it| sentence.contains(&it.start));
    let sooner = party.places.iter().rev().find(|it| it.start < sentence.start);
    let before = here().rfind(|it| it.end <= clause.range.start);
    before.or_else(|| here().next()).or(sooner).or_else(|| party.places.first())
}

/// What stands behind a name: the number of the longest of these, 0 for none.
const PARTICLES: &[&str] = &[
    "は",
    "が",
    "を",
    "に",
    "の",
    "で",
    "と",
    "も",
    "から",
    "へ",
    "や",
    "、",
    "。",
    "によると",
    "では",
    "には",
    "への",
    "など",
    "」",
    "（",
    "側",
    "さん",
    "氏",
];

fn particle(behind: &str) -> f32 {
    let found = PARTICLES.iter().enumerate().filter(|(_, word)| behind.starts_with(**word));
    found.max_by_key(|(_, word)| word.len()).map_or(0.0, |(at, _)| 1.0 + at as f32)
}

#[cfg(test)]
mod tests {
    use noroshi_model::Value;

    use super::super::page::tests::seen;
    use super::super::party;
    use super::*;

    #[test]
    fn the_chances_of_a_name_at_the_other_clauses_are_seen_at_each() {
        let text = "緑川製作所は侵入を受け、図面が盗まれた。";
        let (sentence, mentions) =
            seen(text, &[("緑川製作所", MentionKind::Organization, Value::Plain)]);
        let page = Page::all(text, &[sentence], &mentions, &[]).next().expect("a page");
        let names = party::names(&page);
        let first = |at: usize, worths: [f32; 2]| {
            First::with(
                (at, 1.0),
                (None, 0.9, 0.9),
                (vec![Cow::Borrowed(&names[0])], worths.into()),
            )
        };
        let firsts = [first(0, [2.0, 0.0]), first(1, [0.0, 0.0])];
        let around = Around::new(&page, &names, &[1.0, 1.0], &firsts);
        let of_name = |at: usize| around.elsewhere(&firsts[at], &names[0].bare);
        let [others, _, mean, most, _, sooner, later] = of_name(1);
        assert_eq!((others, sooner, later), (1.0, mean, NOTHING));
        assert!((mean - 0.881).abs() < 0.001 && mean == most);
        let [_, _, mean, _, earliest, sooner, later] = of_name(0);
        assert_eq!((mean, earliest, sooner, later), (0.5, 0.5, NOTHING, 0.5));
    }
}
