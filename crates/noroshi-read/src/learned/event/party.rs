//! Whom something may have happened to, and what the model of events looks at to choose them. Shared with the command
//! that trains it.

use std::borrow::Cow;
use std::ops::Range;

use noroshi_model::MentionKind;

use super::super::alike::{bare, same};
use super::super::feature::word;
use super::clause::{Deed, Features, kind_of};
use super::page::{Clause, Page, Run, Sort, first, last};

/// Names that are looked at for one clause.
const NAMES: usize = 12;

/// Names that a mention is compared with: the latest ones.
const COMPARED: usize = 24;

/// Nouns before a clause that are looked at, and behind it.
const NOUNS: (usize, usize) = (5, 2);

/// A name with all places where it stands, or a noun.
#[derive(Debug, Clone)]
pub(crate) struct Party {
    /// `None`: an ordinary noun.
    pub(super) kind: Option<MentionKind>,
    /// The longest form.
    pub(crate) name: String,
    pub(super) bare: String,
    pub(super) places: Vec<Range<usize>>,
    rule: &'static str,
    /// What the page shows of it: its first organisation; a line that is only the name, at its head or foot; 以下「当社」.
    signs: Vec<u64>,
    /// Features of what stands beside its places.
    looks: Vec<u32>,
}

const FIRST: u64 = 1;
const HEAD: u64 = 2;
const FOOT: u64 = 3;
const WRITES: u64 = 4;

/// Kinds of those whom something happens to.
fn may_suffer(kind: MentionKind) -> bool {
    use MentionKind::{
        Campaign, Country, Domain, Malware, Organization, Package, Person, Product, Sector,
        ThreatActor, Tool,
    };
    matches!(
        kind,
        Campaign
            | Country
            | Domain
            | Malware
            | Organization
            | Package
            | Person
            | Product
            | Sector
            | ThreatActor
            | Tool
    )
}

/// The names of a page.
pub(crate) fn names(page: &Page<'_>) -> Vec<Party> {
    let mut names: Vec<Party> = Vec::new();
    for mention in page.mentions.iter().filter(|one| may_suffer(one.kind)) {
        let place = mention.span.start()..mention.span.end();
        let shown = &page.text[place.clone()];
        let short = bare(shown);
        let long = |one: &str| one.chars().nth(1).is_some();
        let known = names.iter_mut().rev().take(COMPARED).find(|one| {
            one.kind == Some(mention.kind)
                && long(&short)
                && long(&one.bare)
                && same(&one.bare, &short)
        });
        let Some(known) = known else {
            names.push(Party {
                kind: Some(mention.kind),
                name: shown.to_owned(),
                bare: short,
                places: vec![place],
                rule: mention.reason.rule,
                signs: Vec::new(),
                looks: Vec::new(),
            });
            continue;
        };
        if known.name.len() < shown.len() {
            shown.clone_into(&mut known.name);
            known.bare = short;
        }
        known.places.push(place);
    }
    sign(page, &mut names);
    names.iter_mut().for_each(|one| one.looks = looks(page, one));
    names
}

fn sign(page: &Page<'_>, names: &mut [Party]) {
    let organization = |one: &&mut Party| one.kind == Some(MentionKind::Organization);
    if let Some(one) = names.iter_mut().find(organization) {
        one.signs.push(FIRST);
    }
    for one in names.iter_mut().filter(organization) {
        let signs: Vec<u64> = one.places.iter().filter_map(|place| shows(page, place)).collect();
        one.signs.extend(signs);
        one.signs.sort_unstable();
        one.signs.dedup();
    }
}

/// What stands beside the places of a party: 調査会社の甲社, 甲社によると.
fn looks(page: &Page<'_>, party: &Party) -> Vec<u32> {
    let mut said = Features::default();
    let kind = party.kind.map_or(0, kind_of);
    for place in party.places.iter().take(PLACES) {
        let front = last(&page.text[..place.start], 2);
        let behind = &page.text[place.end..];
        said.word(377, front.rsplit('\n').next().unwrap_or(""));
        said.add(378, &[word(first(behind, 2)), kind]);
        said.word(379, first(behind, 4));
    }
    said.0
}

/// Letters beside a name in a line that is only a name.
const BESIDE: usize = 16;

/// What the place of a name says of it.
fn shows(page: &Page<'_>, place: &Range<usize>) -> Option<u64> {
    let behind = &page.text[place.end..];
    let called = first(behind, 14).trim_start_matches(['（', '(', '「']);
    if called.len() < first(behind, 14).len()
        && ["以下", "当社", "弊社", "本学"].iter().any(|word| called.starts_with(word))
    {
        return Some(WRITES);
    }
    let front = &page.text[..place.start];
    let from = front[front.floor_char_boundary(front.len().saturating_sub(90))..].to_owned();
    let before = from.rsplit('\n').next().unwrap_or("").trim();
    let after = first(behind, 30).split('\n').next().unwrap_or("").trim();
    let count = before.chars().count() + after.chars().count();
    if count > BESIDE || [before, after].iter().any(|it| it.contains(['、', '。'])) {
        return None;
    }
    let middle = page.sentences.len() / 2;
    let low = page.sentences.get(middle).is_some_and(|one| one.range.start <= place.start);
    Some(if low { FOOT } else { HEAD })
}

/// The names nearest to a clause, and the nouns of its sentence.
pub(crate) fn candidates<'n>(
    page: &Page<'_>,
    names: &'n [Party],
    clause: &Clause,
) -> Vec<Cow<'n, Party>> {
    let sentence = &page.sentence(clause).range;
    let far = |party: &Party| {
        let far = |place: &Range<usize>| match place.start {
            at if at < sentence.start => sentence.start - at,
            at if at < sentence.end => 0,
            at => LATER + at - sentence.end,
        };
        party.places.iter().map(far).min().unwrap_or(usize::MAX)
    };
    let mut near: Vec<(usize, &'n Party)> = names.iter().map(|one| (far(one), one)).collect();
    near.sort_by_key(|(far, _)| *far);
    let near = near.into_iter().take(NAMES);
    let mut found: Vec<Cow<'n, Party>> = near.map(|(_, one)| Cow::Borrowed(one)).collect();
    let nouns = nouns(page, clause);
    let sooner = nouns.iter().filter(|place| place.end <= clause.range.start);
    let skipped = sooner.clone().count().saturating_sub(NOUNS.0);
    let later = nouns.iter().filter(|place| place.start >= clause.range.end).take(NOUNS.1);
    let places = sooner.skip(skipped).chain(later);
    found.extend(places.map(|place| Cow::Owned(noun(page, place.clone()))));
    found
}

/// Bytes that a name further down counts as farther away.
const LATER: usize = 900;

fn noun(page: &Page<'_>, place: Range<usize>) -> Party {
    let name = page.text[place.clone()].to_owned();
    let bare = bare(&name);
    let mut noun = Party {
        kind: None,
        name,
        bare,
        places: vec![place],
        rule: "",
        signs: Vec::new(),
        looks: Vec::new(),
    };
    noun.looks = looks(page, &noun);
    noun
}

/// Places of a name that are looked at.
const PLACES: usize = 4;

/// Particles that make a noun a part of what is told.
const PARTICLES: &[char] =
    &['は', 'が', 'を', 'に', 'へ', 'か', 'ら', 'の', 'も', 'で', 'と', 'や', 'な'];

/// The nouns of the sentence of a clause that are no names.
fn nouns(page: &Page<'_>, clause: &Clause) -> Vec<Range<usize>> {
    let sentence = page.sentence(clause);
    let named = |place: &Range<usize>| {
        let mentions = &page.mentions[sentence.mentions.clone()];
        mentions.iter().any(|one| {
            may_suffer(one.kind) && one.span.start() < place.end && place.start < one.span.end()
        })
    };
    let runs = &sentence.runs;
    let nouns = (0..runs.len()).filter_map(|at| noun_at(page, runs, at));
    nouns.filter(|place| !named(place)).collect()
}

/// The noun that ends with a run and has a particle behind it.
fn noun_at(page: &Page<'_>, runs: &[Run], at: usize) -> Option<Range<usize>> {
    let run = &runs[at];
    let next = runs.get(at + 1)?;
    let shown = page.run(next);
    let led = match next.sort {
        Sort::Hiragana => shown.starts_with(PARTICLES),
        Sort::Sign => shown.starts_with(['、', '（', '(']),
        _ => false,
    };
    let count = Sort::Mention(MentionKind::Count);
    if !led {
        return None;
    }
    if run.sort == count {
        return is_of_people(page.run(run)).then(|| run.range.clone());
    }
    if !matches!(run.sort, Sort::Kanji | Sort::Katakana) {
        return None;
    }
    let script = |run: &&Run| matches!(run.sort, Sort::Kanji | Sort::Katakana | Sort::Latin);
    let mut from = at - runs[..at].iter().rev().take_while(script).count();
    if from > 0 && runs[from - 1].sort == count {
        from -= 1;
    } else if from > 1 && page.run(&runs[from - 1]) == "の" && runs[from - 2].sort == count {
        from -= 2;
    }
    Some(runs[from].range.start..run.range.end)
}

/// 31人, 17社: so many of those whom something happens to.
fn is_of_people(count: &str) -> bool {
    count.ends_with([
        '人', '名', '社', '件', '所', '校', '院', '店', '者', '戸', '団', '局', '館', '国', '家',
        '市', '町', '村', '関', '帯', '組',
    ])
}

/// The features of a clause that names nobody.
pub(crate) fn none(page: &Page<'_>, clause: &Clause, names: &[Party]) -> Vec<u32> {
    let mut said = Features::default();
    let deed = Deed::new(page, clause);
    let sentence = page.sentence(clause);
    let mentions = &page.mentions[sentence.mentions.clone()];
    let here = mentions.iter().filter(|one| may_suffer(one.kind)).take(3).count() as u64;
    said.add(300, &[]);
    said.add(301, &[here]);
    said.add(302, &[deed.ends]);
    said.add(303, &[deed.opens]);
    said.add(304, &[deed.ends, deed.opens]);
    said.add(305, &[here.min(1), deed.opens]);
    said.add(306, &[names.len().min(4) as u64]);
    said.add(307, &[deed.voice, deed.closes]);
    if let Some((event, here)) = page.rule(clause) {
        said.add(308, &[u64::from(here), u64::from(event.victims.is_empty())]);
    }
    said.0
}

/// A party beside a clause.
struct Beside<'b, 'p> {
    page: &'b Page<'p>,
    clause: &'b Clause,
    names: &'b [Party],
    party: &'b Party,
    deed: Deed<'p>,
    kind: u64,
}

/// The features of a clause with somebody.
pub(crate) fn features(
    page: &Page<'_>,
    clause: &Clause,
    names: &[Party],
    party: &Party,
) -> Vec<u32> {
    let mut said = Features::default();
    let kind = party.kind.map_or(0, kind_of);
    let beside = Beside { page, clause, names, party, deed: Deed::new(page, clause), kind };
    said.add(310, &[]);
    said.add(311, &[kind]);
    let here = beside.here();
    match here {
        Some(place) => {
            beside.in_sentence(&mut said, place);
            beside.order(&mut said, place);
        }
        None => beside.elsewhere(&mut said),
    }
    beside.again(&mut said, here.is_some());
    beside.of_page(&mut said, here.is_some());
    beside.by_rules(&mut said);
    said.0
}

impl Beside<'_, '_> {
    /// Its place in the sentence: the last one before the clause, else the first.
    fn here(&self) -> Option<&Range<usize>> {
        let sentence = &self.page.sentence(self.clause).range;
        let mut here = self
            .party
            .places
            .iter()
            .filter(|place| sentence.start <= place.start && place.start < sentence.end);
        let sooner = here.clone().rfind(|place| place.end <= self.clause.range.start);
        sooner.or_else(|| here.next())
    }

    /// 1 before the clause, 2 behind it, 3 within.
    fn side(&self, place: &Range<usize>) -> (u64, Range<usize>) {
        let clause = &self.clause.range;
        if place.end <= clause.start {
            (1, place.end..clause.start)
        } else if place.start >= clause.end {
            (2, clause.end..place.start)
        } else {
            (3, clause.clone())
        }
    }

    fn in_sentence(&self, said: &mut Features, place: &Range<usize>) {
        let (deed, kind) = (&self.deed, self.kind);
        let (side, gap) = self.side(place);
        let crossed = self.page.between(self.clause, &gap);
        let behind = &self.page.text[place.end..];
        let sign = word(first(behind, 1));
        let sentence = &self.page.sentence(self.clause).range;
        said.add(315, &[kind, sign]);
        said.word(316, first(behind, 2));
        said.word(317, first(behind, 3));
        said.word(318, last(&self.page.text[sentence.start..place.start], 2));
        said.add(319, &[side, crossed]);
        said.add(320, &[side, crossed, sign]);
        said.add(321, &[side, crossed, sign, kind]);
        let close = crossed.min(1);
        said.add(322, &[side, close, sign, deed.opens]);
        said.add(323, &[close, sign, deed.ends]);
        said.add(324, &[sign, deed.ends, deed.opens]);
        said.add(325, &[kind, deed.ends]);
        said.add(326, &[kind, sign, deed.opens]);
        said.add(327, &[deed.voice, sign, side, close, kind]);
        said.add(328, &[side, close, sign]);
        said.add(329, &[deed.voice, side, crossed.min(2), sign, kind]);
        if let Some(of) = behind.strip_prefix('の') {
            said.word(330, first(of, 2));
            said.add(331, &[kind, word(first(of, 2))]);
        }
        let shown = self.page.text[sentence.clone()].trim_end_matches(['。', '」']);
        let front = u64::from(place.start - sentence.start < 12);
        said.add(332, &[word(last(shown, 2)), sign, front]);
        said.add(333, &[]);
    }

    /// Where it stands among the names of the sentence, and how far away.
    fn order(&self, said: &mut Features, place: &Range<usize>) {
        let (side, gap) = self.side(place);
        let mentions = &self.page.mentions[self.page.sentence(self.clause).mentions.clone()];
        let starts = mentions.iter().filter(|one| may_suffer(one.kind)).map(|it| it.span.start());
        let mut starts: Vec<usize> = starts.chain([place.start]).collect();
        starts.sort_unstable();
        starts.dedup();
        let at = starts.iter().position(|start| *start == place.start).unwrap_or(0).min(3) as u64;
        said.add(335, &[at, starts.len().min(4) as u64]);
        let latest = starts.iter().rev().find(|start| **start < self.clause.range.start);
        said.add(336, &[u64::from(latest == Some(&place.start))]);
        let between = self.page.text.get(gap).unwrap_or("");
        let length = between.chars().count();
        said.add(337, &[side, if length == 0 { 9 } else { (length / 5).min(5) as u64 }]);
        if side == 2 {
            said.add(338, &[length.min(4) as u64, self.deed.voice]);
        }
        if between.contains('が') {
            let sign = word(first(&self.page.text[place.end..], 1));
            said.add(339, &[side, sign]);
        }
        said.add(340, &[u64::from(self.clause.sentence == 0)]);
    }

    /// Its place nearest to the sentence, when it does not stand in it.
    fn elsewhere(&self, said: &mut Features) {
        let (deed, kind) = (&self.deed, self.kind);
        let sentence = &self.page.sentence(self.clause).range;
        let places = &self.party.places;
        let sooner = places.iter().rev().find(|place| place.start < sentence.start);
        let Some(place) = sooner.or_else(|| places.first()) else { return };
        let at = self.page.sentences.partition_point(|one| one.range.end <= place.start);
        let far = match self.clause.sentence.checked_sub(at) {
            None => 9,
            Some(far) => far.min(4) as u64,
        };
        let sign = word(first(&self.page.text[place.end..], 1));
        let mentions = &self.page.mentions[self.page.sentence(self.clause).mentions.clone()];
        let other = mentions.iter().any(|one| one.kind == MentionKind::Organization);
        let other = u64::from(other);
        let shown = &self.page.text[sentence.clone()];
        said.add(345, &[far]);
        said.add(346, &[far, kind, sign]);
        said.add(347, &[u64::from(at == 0)]);
        said.add(348, &[deed.ends, kind]);
        said.add(349, &[deed.voice, kind, other]);
        said.add(350, &[other, kind]);
        said.add(351, &[other, kind, far]);
        said.add(352, &[word(first(shown, 2)), kind]);
        let nearer = |one: &&Party| {
            one.kind == self.party.kind
                && one.places.iter().any(|it| place.start < it.start && it.start < sentence.start)
        };
        said.add(353, &[u64::from(!self.names.iter().any(|one| nearer(&one))), kind]);
        let organizations =
            self.names.iter().filter(|one| one.kind == Some(MentionKind::Organization));
        let starts = |one: &Party| one.places.first().map_or(0, |it| it.start);
        let own = starts(self.party);
        let order = organizations.filter(|one| starts(one) < own).take(3).count() as u64;
        said.add(354, &[order, kind, other]);
        let told = self.page.sentences.get(at).is_some_and(|one| !one.clauses.is_empty());
        said.add(355, &[kind, u64::from(told), sign]);
    }

    /// 同社, 同病院: the sentence speaks of somebody again.
    fn again(&self, said: &mut Features, here: bool) {
        let sentence = &self.page.sentence(self.clause).range;
        let shown = &self.page.text[sentence.clone()];
        let here = u64::from(here);
        let mut any = false;
        for (at, _) in shown.match_indices('同') {
            let rest = &shown[at + '同'.len_utf8()..];
            let body = first(rest, 1);
            if !"社院校大市県町病庁省組機法協団".contains(body) || body.is_empty() {
                continue;
            }
            any = true;
            if self.is_called(rest) {
                said.add(360, &[here]);
                return;
            }
        }
        if any {
            said.add(361, &[self.kind]);
        }
    }

    /// Whether 同 with these letters behind it may mean the party.
    fn is_called(&self, rest: &str) -> bool {
        let name = self.party.name.as_str();
        if rest.starts_with('社') {
            let offices =
                ["省", "庁", "署", "県警", "警察", "新聞", "大学", "病院", "市", "県", "委員会"];
            return self.party.kind == Some(MentionKind::Organization)
                && !offices.iter().any(|end| name.ends_with(end));
        }
        (1..=4).any(|count| {
            let word = first(rest, count);
            word.chars().count() == count && name.ends_with(word)
        })
    }

    /// What the page shows of it.
    fn of_page(&self, said: &mut Features, here: bool) {
        let (party, kind) = (self.party, self.kind);
        let own = self.page.own;
        let own_here = self.page.sentence(self.clause).own;
        let here = u64::from(here);
        let signs = if party.signs.is_empty() { &[0][..] } else { &party.signs };
        for sign in signs {
            said.add(365, &[*sign]);
            if own {
                said.add(366, &[*sign, kind]);
                said.add(367, &[*sign, here]);
            }
            if own_here {
                said.add(368, &[*sign, kind]);
            }
        }
        said.add(370, &[party.places.len().min(4) as u64, kind]);
        said.add(371, &[word(last(&party.name, 1)), kind]);
        said.word(372, last(&party.name, 2));
        said.add(373, &[word(last(&party.name, 1)), self.deed.voice]);
        said.word(374, party.rule);
        said.0.extend(&party.looks);
        if party.kind.is_none() {
            said.word(375, last(&party.name, 2));
            said.word(376, last(&party.name, 1));
        }
    }

    /// Whether the rules have it in an event.
    fn by_rules(&self, said: &mut Features) {
        let holds = |names: &[String]| names.iter().any(|it| same(&bare(it), &self.party.bare));
        let Some((event, here)) = self.page.rule(self.clause) else { return };
        let place = u64::from(here);
        let victim = match () {
            () if event.victims.is_empty() => 0,
            () if holds(&event.victims) => 1,
            () => 2,
        };
        said.add(380, &[place, victim]);
        if holds(&event.actors) {
            said.add(381, &[place]);
        }
    }
}

#[cfg(test)]
mod tests {
    use noroshi_model::Value;

    use super::super::page::tests::seen;
    use super::*;

    #[test]
    fn names_and_nouns_beside_a_clause_may_be_those_it_happened_to() {
        let text = "緑川製作所は利用者31人の名簿が盗まれた。";
        let named = [
            ("緑川製作所", MentionKind::Organization, Value::Plain),
            ("31人", MentionKind::Count, Value::Plain),
        ];
        let (sentence, mentions) = seen(text, &named);
        let page = Page::all(text, &[sentence], &mentions, &[]).next().expect("a page");
        let names = names(&page);
        let clause = page.clauses.last().expect("a clause");
        let found: Vec<String> =
            candidates(&page, &names, clause).iter().map(|it| it.name.clone()).collect();
        assert_eq!(found, ["緑川製作所", "31人", "31人の名簿"]);
    }
}
