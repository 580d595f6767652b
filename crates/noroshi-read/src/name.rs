//! Names of the knowledge pack in running text, in all scripts.
//!
//! One automaton holds every searchable name and its spellings. A name that is an ordinary
//! word too counts only beside a word that says what it is; once a document has done so, it
//! counts in the rest of it.

use std::collections::HashMap;
use std::ops::Range;

use noroshi_model::{
    CueKind, Entity, EntityKind, Knowledge, Mention, MentionKind, NameRule, Reason, Value,
};

use crate::boundary;
use crate::cue::Cues;
use crate::dictionary::{Dictionary, Hit};
use crate::sector;

/// All searchable names.
pub(crate) struct Names<'k> {
    knowledge: &'k Knowledge,
    dictionary: Dictionary<'k>,
}

/// A name found, before it is decided which entity it is.
#[derive(Debug, Clone)]
pub(crate) struct Named {
    pub(crate) range: Range<usize>,
    pub(crate) kind: EntityKind,
    entities: Vec<u32>,
    pub(crate) reason: Reason,
}

impl<'k> Names<'k> {
    /// Indexes the spellings of the pack.
    pub(crate) fn new(knowledge: &'k Knowledge) -> Self {
        Self { knowledge, dictionary: Dictionary::new(&knowledge.forms) }
    }

    /// Every name of a text that stands outside `taken` (ranges in order), in order.
    pub(crate) fn scan(&self, text: &str, taken: &[Range<usize>], cues: &Cues<'k>) -> Vec<Named> {
        let mut found = Vec::new();
        let mut taken = taken.iter().peekable();
        for hit in self.dictionary.find(text) {
            while taken.next_if(|busy| busy.end <= hit.range.start).is_some() {}
            let busy = taken.peek().is_some_and(|busy| busy.start < hit.range.end);
            if !busy && !hit.form.holders.is_empty() {
                found.extend(self.candidate(text, hit, cues));
            }
        }
        sectors(text, &mut found);
        self.settle(text, found)
    }

    /// What a spelling may name at its place.
    fn candidate(&self, text: &str, hit: Hit<'k>, cues: &Cues<'k>) -> Option<Candidate<'k>> {
        let shown = &text[hit.range.clone()];
        let written = hit.form.written.as_str();
        let capital = |text: &str| text.starts_with(char::is_uppercase);
        let exact = shown == written || (shown.len() > 3 && capital(shown) && capital(written));
        let fits = |rule: NameRule| match rule {
            NameRule::Word => true,
            NameRule::Case => shown == written,
            NameRule::Context => exact,
            NameRule::Never => false,
        };
        let sector = |holder: u32| self.kind(holder) == EntityKind::Sector;
        let ordinary = |(holder, rule): &(u32, NameRule)| {
            *rule == NameRule::Context && sector(*holder) && shown.is_ascii()
        };
        let lone = hit.form.holders.iter().all(ordinary);
        let kept = |holder: &&(u32, NameRule)| if ordinary(holder) { lone } else { fits(holder.1) };
        let slug = shown.bytes().all(|byte| byte.is_ascii_lowercase())
            && boundary::inside_slug(text, &hit.range);
        if slug || !hit.form.holders.iter().any(|holder| kept(&holder)) {
            return None;
        }
        let holders: Vec<(u32, NameRule)> = hit
            .form
            .holders
            .iter()
            .filter(kept)
            .copied()
            .map(|(holder, rule)| (holder, if lone { NameRule::Word } else { rule }))
            .collect();
        let mut kinds: Vec<EntityKind> =
            holders.iter().map(|(holder, _)| self.kind(*holder)).collect();
        kinds.sort_unstable();
        kinds.dedup();
        let certain =
            kinds.len() == 1 && holders.iter().any(|(_, rule)| *rule != NameRule::Context);
        if boundary::of_another_country(text, &hit.range, &kinds) {
            return None;
        }
        let beside = if certain { None } else { Beside::look(text, &hit.range, cues).best(&kinds) };
        let place = boundary::without_body(text, hit.range, &kinds);
        let place = boundary::with_suffix(text, place, &kinds);
        Some(Candidate {
            loose: lone && !sector::has_head(text, &place),
            range: if kinds == [EntityKind::Sector] {
                sector::with_head(text, place)
            } else {
                place
            },
            holders,
            kinds,
            beside,
        })
    }

    /// Decides what each candidate is: by the word beside it, else by what the same name is
    /// elsewhere in the document, else by itself. An uncertain name that nothing supports is
    /// left out.
    fn settle(&self, text: &str, candidates: Vec<Candidate<'k>>) -> Vec<Named> {
        let mut votes: HashMap<(&str, EntityKind), usize> = HashMap::new();
        for candidate in &candidates {
            if let Some((kind, _)) = &candidate.beside {
                *votes.entry((&text[candidate.range.clone()], *kind)).or_default() += 1;
            }
        }
        let elsewhere = |candidate: &Candidate<'_>| {
            let shown = &text[candidate.range.clone()];
            let voted = candidate
                .kinds
                .iter()
                .filter_map(|kind| Some((*votes.get(&(shown, *kind))?, *kind)));
            voted
                .max_by_key(|(count, kind)| (*count, std::cmp::Reverse(*kind)))
                .map(|(_, kind)| kind)
        };
        candidates
            .iter()
            .filter_map(|candidate| self.decide(candidate, elsewhere(candidate)))
            .collect()
    }

    fn decide(&self, candidate: &Candidate<'k>, elsewhere: Option<EntityKind>) -> Option<Named> {
        let usual = || self.usual(&candidate.holders);
        let (kind, reason) = match (&candidate.beside, elsewhere) {
            (Some((kind, word)), _) => (*kind, Reason::with("name-in-context", *word)),
            (None, Some(kind)) => (kind, Reason::rule("name-established")),
            (None, None) => (usual()?, Reason::rule("name")),
        };
        let of_kind = candidate.holders.iter().filter(|(holder, _)| self.kind(*holder) == kind);
        let entities = of_kind.map(|(holder, _)| *holder).collect();
        Some(Named { range: candidate.range.clone(), kind, entities, reason })
    }

    fn kind(&self, holder: u32) -> EntityKind {
        self.knowledge.entities[holder as usize].id.kind
    }

    /// The kind when nothing in the document decides, from the names that need no context:
    /// the entity whose main name it is, else the kind that reports speak of most.
    fn usual(&self, holders: &[(u32, NameRule)]) -> Option<EntityKind> {
        let order = [
            EntityKind::Malware,
            EntityKind::ThreatActor,
            EntityKind::Tool,
            EntityKind::Organization,
            EntityKind::Campaign,
            EntityKind::Product,
            EntityKind::Regulation,
            EntityKind::Country,
            EntityKind::Technique,
            EntityKind::Tactic,
            EntityKind::Sector,
        ];
        let free = holders.iter().filter(|(_, rule)| *rule != NameRule::Context);
        let kinds = free.map(|(holder, _)| self.kind(*holder));
        kinds.min_by_key(|kind| order.iter().position(|known| known == kind))
    }

    /// A tool that a catalogue of malware lists too is spoken of as malware in reports: the
    /// pack says so by the fact `also`.
    fn mention_kind(&self, named: &Named, entities: &[&Entity]) -> MentionKind {
        let also = entities.iter().any(|entity| entity.fact("also") == Some("malware"));
        if named.kind == EntityKind::Tool && also {
            MentionKind::Malware
        } else {
            named.kind.mention()
        }
    }

    /// The mention of a name. With several candidates the name stays as written.
    pub(crate) fn mention(&self, named: &Named, span: noroshi_model::Span, shown: &str) -> Mention {
        let entities: Vec<&Entity> =
            named.entities.iter().map(|at| &self.knowledge.entities[*at as usize]).collect();
        let canonical = match entities.as_slice() {
            [only] => match only.id.kind {
                EntityKind::Technique | EntityKind::Tactic => only.id.slug().to_owned(),
                _ => only.name().to_owned(),
            },
            _ => shown.to_owned(),
        };
        let shared = entities.len() > 1;
        Mention {
            kind: self.mention_kind(named, &entities),
            span,
            canonical,
            role: None,
            reason: if shared { Reason::rule("shared-name") } else { named.reason.clone() },
            candidates: entities.into_iter().map(|entity| entity.id.clone()).collect(),
            value: Value::Plain,
        }
    }
}

/// A name at its place, before it is decided what it is.
struct Candidate<'k> {
    range: Range<usize>,
    holders: Vec<(u32, NameRule)>,
    kinds: Vec<EntityKind>,
    /// An ordinary word that names a sector only in a list of them.
    loose: bool,
    /// What the nearest word says it is; looked up only when the name alone does not decide.
    beside: Option<(EntityKind, &'k str)>,
}

/// Leaves out ordinary words that stand in no list of sectors. A list counts when one of its
/// members is certain, or when it is long.
fn sectors(text: &str, found: &mut Vec<Candidate<'_>>) {
    let is_sector = |one: &Candidate<'_>| one.kinds == [EntityKind::Sector];
    let mut from = 0;
    while from < found.len() {
        let mut to = from + 1;
        while is_sector(&found[from])
            && to < found.len()
            && is_sector(&found[to])
            && sector::listed(text, &found[to - 1].range, &found[to].range)
        {
            to += 1;
        }
        let list = &mut found[from..to];
        if list.len() > 2 || (list.len() > 1 && list.iter().any(|one| !one.loose)) {
            list.iter_mut().for_each(|one| one.loose = false);
        }
        from = to;
    }
    found.retain(|one| !one.loose);
}

/// The context words beside a name.
struct Beside<'k> {
    found: Vec<(EntityKind, &'k str, usize)>,
}

impl<'k> Beside<'k> {
    /// Looks some words to each side, within the line.
    fn look(text: &str, range: &Range<usize>, cues: &Cues<'k>) -> Self {
        let window = boundary::window(text, range, 48);
        let hits = cues.beside(text, &window);
        let found = hits.into_iter().filter(|hit| {
            hit.cue.kind == CueKind::Context
                && (hit.range.end <= range.start || hit.range.start >= range.end)
        });
        let kind = |hit: &crate::cue::Hit<'k>| EntityKind::from_word(&hit.cue.value);
        let distance = |hit: &crate::cue::Hit<'k>| {
            if hit.range.end <= range.start {
                range.start - hit.range.end
            } else {
                hit.range.start - range.end
            }
        };
        Self {
            found: found
                .filter_map(|hit| Some((kind(&hit)?, hit.cue.text.as_str(), distance(&hit))))
                .collect(),
        }
    }

    /// The kind of the nearest context word, among those the name can be.
    fn best(&self, kinds: &[EntityKind]) -> Option<(EntityKind, &'k str)> {
        let fitting = self.found.iter().filter(|(kind, _, _)| kinds.contains(kind));
        fitting
            .min_by_key(|(kind, word, distance)| (*distance, std::cmp::Reverse(word.len()), *kind))
            .map(|(kind, word, _)| (*kind, *word))
    }
}
