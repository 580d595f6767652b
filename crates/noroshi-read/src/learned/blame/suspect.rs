//! Whom a claim may hold responsible. Shared with the command that trains the model of blame.

use std::ops::Range;

use noroshi_model::{AttributionLevel, Claim, Speaker};

use super::super::alike::bare;
use super::scene::{Named, Past, Scene, Sort, Trail};

/// Names of a sentence that are looked at, and groups and persons of those before.
const HERE: usize = 10;
const GROUPS: usize = 3;
const PERSONS: usize = 2;

/// Sentences after which nobody is meant any more who is not named.
const FAR: usize = 8;

/// Somebody whom a claim may hold responsible.
#[derive(Debug)]
pub(crate) struct Suspect {
    pub(crate) name: String,
    /// As it is compared.
    pub(crate) bare: String,
    pub(crate) sort: Sort,
    /// The letters of the name in the sentence.
    pub(crate) here: Option<Range<usize>>,
    /// Whether the name stands in a sentence before for which there is a word here: 同グループ.
    pub(crate) again: bool,
    pub(crate) known: bool,
    pub(crate) past: Option<Before>,
    /// Whether the rules hold this one responsible.
    pub(crate) ruled: bool,
    /// Whether this one makes the claim.
    pub(crate) speaks: bool,
}

/// How somebody was named before.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Before {
    /// Sentences ago.
    pub(crate) ago: usize,
    /// How many of the kind were named since.
    pub(crate) rank: usize,
    /// The letter behind the name.
    pub(crate) particle: char,
    /// Whether the rules held this one responsible there.
    pub(crate) ruled: bool,
}

impl Suspect {
    fn new(name: &str, sort: Sort) -> Self {
        Self {
            name: name.to_owned(),
            bare: bare(name),
            sort,
            here: None,
            again: false,
            known: false,
            past: None,
            ruled: false,
            speaks: false,
        }
    }
}

/// A claim of a sentence.
pub(crate) struct Asked<'s> {
    pub(crate) scene: &'s Scene,
    pub(crate) claim: &'s Claim,
    /// The letters of its statement.
    pub(crate) range: Range<usize>,
    /// Whom it may hold responsible.
    pub(crate) suspects: Vec<Suspect>,
}

impl<'s> Asked<'s> {
    pub(crate) fn new(text: &str, scene: &'s Scene, trail: &Trail, claim: &'s Claim) -> Self {
        let range = scene.line.within(&(claim.span.start()..claim.span.end()));
        let mut suspects: Vec<Suspect> = Vec::new();
        scene.named.iter().for_each(|named| add(&mut suspects, named, &range));
        suspects.truncate(HERE);
        before(&mut suspects, trail, &mut trail.groups.iter().rev().take(GROUPS));
        before(&mut suspects, trail, &mut trail.persons.iter().rev().take(PERSONS));
        if let Some(held) = &claim.attribution {
            let sentence = claim.sentence.of(text).unwrap_or_default();
            let at = sentence.find(&held.candidate).map(|at| claim.sentence.start() + at);
            let here = at.map(|at| scene.line.within(&(at..at + held.candidate.len())));
            ruled(&mut suspects, &held.candidate, held.level, here);
        }
        speaks(&mut suspects, claim.speakers.innermost());
        Self { scene, claim, range, suspects }
    }
}

/// Adds somebody of the sentence; of several places one in the statement.
fn add(suspects: &mut Vec<Suspect>, named: &Named, statement: &Range<usize>) {
    let Some(known) = suspects.iter_mut().find(|one| one.name == named.name) else {
        let mut one = Suspect::new(&named.name, named.sort);
        one.here = Some(named.range.clone());
        one.again = named.again;
        one.known = named.known;
        suspects.push(one);
        return;
    };
    let inside = |range: &Range<usize>| statement.contains(&range.start);
    if inside(&named.range) && !known.here.as_ref().is_some_and(inside) {
        known.here = Some(named.range.clone());
        known.again = named.again;
    }
}

/// Adds those of the sentences before.
fn before(suspects: &mut Vec<Suspect>, trail: &Trail, all: &mut dyn Iterator<Item = &Past>) {
    for (rank, past) in all.enumerate() {
        let ago = trail.sentence - past.sentence;
        let before = Before { ago, rank, particle: past.particle, ruled: past.ruled };
        match suspects.iter_mut().find(|one| one.name == past.name) {
            Some(known) => known.past = Some(before),
            None if ago <= FAR => {
                let mut one = Suspect::new(&past.name, past.sort);
                one.past = Some(before);
                suspects.push(one);
            }
            None => {}
        }
    }
}

/// Marks the one whom the rules hold responsible, or adds that one.
fn ruled(
    suspects: &mut Vec<Suspect>,
    name: &str,
    level: AttributionLevel,
    here: Option<Range<usize>>,
) {
    if let Some(known) = suspects.iter_mut().find(|one| one.name == name) {
        known.ruled = true;
        return;
    }
    let sort = match level {
        AttributionLevel::Sponsor => Sort::State,
        AttributionLevel::Persons => Sort::People,
        AttributionLevel::Infrastructure => Sort::Country,
        AttributionLevel::ActivityCluster | AttributionLevel::NamedGroup => Sort::Band,
    };
    let mut one = Suspect::new(name, sort);
    one.here = here;
    one.ruled = true;
    suspects.push(one);
}

/// Marks the one who makes the claim, or adds somebody without a name who does.
fn speaks(suspects: &mut [Suspect], speaker: &Speaker) {
    if *speaker == Speaker::Author {
        return;
    }
    let shown = speaker.shown();
    let is = |one: &&mut Suspect| shown.contains(&one.name) || one.name.contains(shown);
    suspects.iter_mut().filter(is).for_each(|one| one.speaks = true);
}

#[cfg(test)]
mod tests {
    use noroshi_model::{MentionKind, Stance};

    use super::super::tests::{claim, group, mention};
    use super::*;

    fn suspects(text: &str, named: &[(&str, MentionKind)], trail: &Trail) -> Vec<String> {
        let mentions: Vec<_> =
            named.iter().map(|(name, kind)| mention(text, name, *kind)).collect();
        let mentions: Vec<_> = mentions.iter().collect();
        let scene = Scene::new(text, &(0..text.len()), &mentions, trail).expect("a sentence");
        let claim = claim(text, Stance::Asserts);
        let asked = Asked::new(text, &scene, trail, &claim);
        asked.suspects.into_iter().map(|one| one.name).collect()
    }

    #[test]
    fn names_and_nouns_may_be_meant_but_no_victim_and_no_company() {
        let text = "入船運輸の名簿を売ったのは「錆の冠」ではなく、元経理係の男だった。";
        let named = [("入船運輸", MentionKind::Organization), ("錆の冠", MentionKind::ThreatActor)];
        assert_eq!(suspects(text, &named, &Trail::default()), ["錆の冠", "元経理係の男"]);
    }

    #[test]
    fn who_was_named_before_may_be_meant_and_by_a_word_for_it() {
        let trail = group("攻撃集団「錆の冠」が入った。", "錆の冠");
        assert_eq!(suspects("翌月には図面も盗んだ。", &[], &trail), ["錆の冠"]);
        assert_eq!(suspects("同集団は図面も盗んだ。", &[], &trail), ["錆の冠"]);
    }
}
