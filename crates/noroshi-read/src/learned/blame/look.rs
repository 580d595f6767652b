//! What speaks for and against each one whom a claim may hold responsible. Shared with the command that trains the model
//! of blame.

use std::ops::Range;

use noroshi_model::{Claim, ClaimKind, Speaker};

use super::super::alike::{bare, same};
use super::super::feature::{Key, class, packed, word};
use super::suspect::{Asked, Before, Suspect};

/// Letters of a statement whose pairs are looked at, and of those behind a name.
const STATEMENT: usize = 70;
const CLAUSE: usize = 14;

/// What is seen of a claim, whoever is held responsible.
pub(crate) struct Claimed {
    /// What speaks for and against anybody.
    pub(crate) features: Vec<u32>,
    /// What the rules say of it: 0 nobody, 1 and more the level.
    ruled: u64,
    /// The name that the rules hold responsible, as it is compared.
    held: Option<String>,
    /// Who speaks: 0 the author, 1 somebody by name, 2 somebody without one, 3 more one of the suspects.
    speaker: u64,
    stance: u64,
    /// The last two and three letters of the statement.
    ends: [u64; 2],
    /// How many of each coarse sort may be meant, at most two.
    counts: [u64; 4],
    /// The end of the statement without its closing marks.
    end: usize,
}

impl Claimed {
    pub(crate) fn new(asked: &Asked<'_>) -> Self {
        let letters = asked.scene.letters();
        let end = told(letters, &asked.range);
        let claim = asked.claim;
        let held = claim.attribution.as_ref();
        let speaks = asked.suspects.iter().any(|one| one.speaks);
        let speaker = match claim.speakers.innermost() {
            Speaker::Author => 0,
            Speaker::Named { .. } => 1,
            Speaker::Unnamed { .. } => 2,
        };
        let mut counts = [0; 4];
        for one in &asked.suspects {
            let count = &mut counts[one.sort.coarse() as usize];
            *count = (*count + 1_u64).min(2);
        }
        let statement = &letters[asked.range.start..end];
        let mut claimed = Self {
            features: Vec::with_capacity(96),
            ruled: held.map_or(0, |it| 1 + it.level as u64),
            held: held.map(|it| bare(&it.candidate)),
            speaker: speaker + if speaks { 3 } else { 0 },
            stance: claim.stance as u64,
            ends: [last(statement, 2), last(statement, 3)],
            counts,
            end,
        };
        claimed.see(statement, claim, &letters[end..]);
        claimed
    }

    fn see(&mut self, statement: &[char], claim: &Claim, behind: &[char]) {
        let (ruled, speaker, stance, counts) = (self.ruled, self.speaker, self.stance, self.counts);
        let mut add = |key: Key| self.features.push(key.number());
        let reasons = u64::from(claim.kind == ClaimKind::Reasoning);
        let hedged = u64::from(claim.likelihood.is_some());
        let here = counts.iter().fold(0, |all, count| all * 3 + count);
        add(Key::new(400));
        add(Key::new(401).with(stance));
        add(Key::new(402).with(ruled));
        add(Key::new(403).with(speaker));
        add(Key::new(404).with(ruled).with(stance));
        add(Key::new(405).with(hedged).with(reasons));
        add(Key::new(406).with(here));
        add(Key::new(407).with(ruled.min(1)).with(counts[0]).with(speaker));
        for count in 1..=4 {
            add(Key::new(410 + count as u64).with(last(statement, count)));
        }
        add(Key::new(415).with(last(statement, 2)).with(ruled.min(1)));
        add(Key::new(416).with(first(behind, 2)));
        add(Key::new(417).with(first(behind, 3)));
        add(Key::new(418).with(first(statement, 2)));
        add(Key::new(419).with(first(statement, 3)));
        add(Key::new(420).with((statement.len() / 8).min(8) as u64));
        let short = &statement[..statement.len().min(STATEMENT)];
        pairs(short, |pair| add(Key::new(421).with(pair)));
        self.features.sort_unstable();
        self.features.dedup();
    }
}

/// Where a statement ends without its closing marks.
fn told(letters: &[char], statement: &Range<usize>) -> usize {
    let closing = |letter: &char| "。」』、,）)！!？? ".contains(*letter);
    let told = letters[statement.clone()].iter().rposition(|letter| !closing(letter));
    statement.start + told.map_or(0, |at| at + 1)
}

/// Two letters beside each other, of which the first is no kana and none is a mark.
fn pairs(letters: &[char], mut add: impl FnMut(u64)) {
    for pair in letters.windows(2) {
        if matches!(class(pair[0]), 'K' | 'T') && matches!(class(pair[1]), 'K' | 'T' | 'H') {
            add(packed(pair));
        }
    }
}

fn first(letters: &[char], count: usize) -> u64 {
    packed(&letters[..letters.len().min(count)])
}

fn last(letters: &[char], count: usize) -> u64 {
    packed(&letters[letters.len().saturating_sub(count)..])
}

/// What speaks for one of the suspects.
pub(crate) fn features(asked: &Asked<'_>, claimed: &Claimed, one: &Suspect) -> Vec<u32> {
    let mut features = Vec::with_capacity(96);
    let mut add = |key: Key| features.push(key.number());
    of_name(claimed, one, &mut add);
    if let Some(place) = &one.here {
        here(asked, claimed, one, place, &mut add);
    }
    if let Some(past) = one.past {
        before(asked, claimed, one, past, &mut add);
    }
    features
}

/// What the name alone and the claim as a whole say.
fn of_name(claimed: &Claimed, one: &Suspect, add: &mut impl FnMut(Key)) {
    let (sort, coarse) = (one.sort as u64, one.sort.coarse());
    let source = u64::from(one.here.is_some()) * 2 + u64::from(one.past.is_some());
    let ruled = match &claimed.held {
        None => 0,
        Some(_) if one.ruled => 1,
        Some(held) if same(held, &one.bare) => 2,
        Some(_) => 3,
    };
    let speaks = u64::from(one.speaks);
    add(Key::new(500).with(sort).with(source));
    add(Key::new(501).with(ruled));
    add(Key::new(502).with(ruled).with(sort));
    add(Key::new(503).with(ruled).with(claimed.ruled).with(coarse));
    add(Key::new(504).with(sort).with(claimed.stance).with(source));
    add(Key::new(505).with(coarse).with(claimed.speaker).with(speaks));
    add(Key::new(506).with(speaks).with(claimed.ends[0]));
    add(Key::new(507).with(coarse).with(source).with(claimed.ends[0]));
    add(Key::new(508).with(coarse).with(source).with(claimed.ends[1]));
    add(Key::new(509).with(coarse).with(claimed.counts[0]).with(source));
    add(Key::new(510).with(sort).with(claimed.counts[one.sort.coarse() as usize]));
    add(Key::new(511).with(u64::from(one.known)).with(sort));
    add(Key::new(512).with(u64::from(one.again)).with(coarse));
    let name: Vec<char> = one.name.chars().collect();
    add(Key::new(513).with(coarse).with(last(&name, 1)));
    add(Key::new(514).with(last(&name, 2)));
    add(Key::new(515).with(first(&name, 2)));
    add(Key::new(516).with(first(&name, 3)));
    let digits = name.iter().any(char::is_ascii_digit);
    let shape = u64::from(digits) * 2 + u64::from(name.contains(&'-'));
    add(Key::new(517).with(sort).with(shape));
    if name.len() <= 12 {
        add(Key::new(518).with(word(&one.name)));
    }
}

/// What stands beside the name.
fn here(
    asked: &Asked<'_>,
    claimed: &Claimed,
    one: &Suspect,
    place: &Range<usize>,
    add: &mut impl FnMut(Key),
) {
    let letters = asked.scene.letters();
    let coarse = one.sort.coarse();
    let statement = &asked.range;
    let side = match () {
        () if statement.contains(&place.start) => 1,
        () if place.start < statement.start => 2,
        () => 3,
    };
    let after = past_brackets(letters, place.end);
    let behind = &letters[after..];
    let close = if side == 1 { claimed.end.max(after) } else { letters.len() };
    let marks = |letter: &char| "、。」』,".contains(*letter);
    let clause = letters[after..close].iter().position(marks).map_or(close, |at| after + at);
    let clause = &letters[after..clause];
    let particle = first(behind, 1);
    add(Key::new(520).with(side).with(coarse));
    for count in 1..=4 {
        add(Key::new(520 + count as u64).with(coarse).with(first(behind, count)));
    }
    add(Key::new(525).with(side).with(particle));
    add(Key::new(526).with(side).with(first(behind, 2)).with(claimed.ruled.min(1)));
    for count in 2..=4 {
        add(Key::new(525 + count as u64).with(particle).with(last(clause, count)));
    }
    add(Key::new(530).with(particle).with(claimed.ends[0]).with(side));
    add(Key::new(531).with(particle).with(claimed.ends[1]));
    add(Key::new(532).with(coarse).with(last(clause, 2)));
    let front = &letters[..place.start];
    let bare =
        &front[..front.iter().rposition(|it| !"「『\"( ".contains(*it)).map_or(0, |at| at + 1)];
    let quoted = u64::from(bare.len() < front.len());
    for count in 1..=3 {
        add(Key::new(532 + count as u64).with(last(bare, count)));
    }
    add(Key::new(536).with(coarse).with(quoted).with(last(bare, 2)));
    add(Key::new(537).with(coarse).with(last(bare, 1)).with(particle));
    let from = place.start.saturating_sub(statement.start);
    add(Key::new(538).with(side).with((from / 5).min(6) as u64));
    let rest = claimed.end.saturating_sub(after);
    add(Key::new(539).with(side).with((rest / 5).min(6) as u64).with(coarse));
    let others = asked.suspects.iter().filter(|it| it.sort.coarse() == coarse);
    let sooner = others.filter(|it| it.here.as_ref().is_some_and(|it| it.start < place.start));
    add(Key::new(540).with(coarse).with(side).with(sooner.take(2).count() as u64));
    add(Key::new(541).with(particle).with(u64::from(clause.len() == rest)).with(coarse));
    pairs(&clause[..clause.len().min(CLAUSE)], |pair| add(Key::new(542).with(coarse).with(pair)));
    let near = &front[front.len().saturating_sub(CLAUSE)..];
    let near = &near[near.iter().rposition(marks).map_or(0, |at| at + 1)..];
    pairs(near, |pair| add(Key::new(543).with(coarse).with(pair)));
}

/// Behind the closing marks and the round brackets that follow a name.
pub(crate) fn past_brackets(letters: &[char], end: usize) -> usize {
    let closed = end + letters[end..].iter().take_while(|it| "」』\" ".contains(**it)).count();
    match letters.get(closed) {
        Some('(') => {
            let close = letters[closed..].iter().take(LONGEST).position(|it| *it == ')');
            close.map_or(closed, |at| closed + at + 1)
        }
        _ => closed,
    }
}

/// Letters of the longest bracket.
const LONGEST: usize = 40;

/// What was said of one who was named before.
fn before(
    asked: &Asked<'_>,
    claimed: &Claimed,
    one: &Suspect,
    past: Before,
    add: &mut impl FnMut(Key),
) {
    let coarse = one.sort.coarse();
    let source = u64::from(one.here.is_some()) * 2 + u64::from(one.speaks);
    let ago = past.ago.min(4) as u64;
    let statement = &asked.scene.letters()[asked.range.start..claimed.end];
    let subject = |letter: &char| matches!(letter, 'は' | 'が');
    let open = u64::from(!statement.iter().any(subject));
    add(Key::new(560).with(source).with(ago).with(coarse));
    add(Key::new(561).with(source).with(past.rank as u64).with(coarse));
    add(Key::new(562).with(source).letter(past.particle).with(ago));
    add(Key::new(563).with(source).with(u64::from(past.ruled)).with(ago));
    add(Key::new(564).with(source).with(open).with(ago).with(coarse));
    add(Key::new(565).with(source).with(coarse).with(first(statement, 2)));
    add(Key::new(566).with(source).with(ago).with(claimed.ends[0]));
    add(Key::new(567).with(source).with(claimed.ends[1]).with(open));
    let named = claimed.counts[0] + 3 * claimed.counts[2];
    add(Key::new(568).with(source).with(named).with(coarse).with(past.rank as u64));
    if one.here.is_none() {
        let short = &statement[..statement.len().min(STATEMENT)];
        pairs(short, |pair| add(Key::new(569).with(coarse).with(pair)));
    }
}
