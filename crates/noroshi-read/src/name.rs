//! Names of the knowledge pack in running text, in all scripts.
//!
//! One automaton holds every searchable name and its spellings. A name that is an ordinary
//! word too counts only beside a word that says what it is; once a document has done so, it
//! counts in the rest of it.

use std::collections::{HashMap, HashSet};
use std::ops::Range;

use aho_corasick::{AhoCorasick, AhoCorasickBuilder, AhoCorasickKind, MatchKind};
use noroshi_model::{CueKind, Entity, EntityKind, Knowledge, Mention, NameRule, Reason, Value};
use unicode_normalization::UnicodeNormalization;

use crate::cue::Cues;
use crate::spelling;

/// One way to write one name of one entity.
#[derive(Debug, Clone, Copy)]
struct Form {
    entity: u32,
    rule: NameRule,
}

/// All searchable names.
pub(crate) struct Names<'k> {
    knowledge: &'k Knowledge,
    search: Option<AhoCorasick>,
    /// By pattern: as it is to be written, and whose it is. Empty for stop words.
    forms: Vec<(String, Vec<Form>)>,
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
    /// Builds the automaton: some ten milliseconds for a pack of some ten thousand names.
    pub(crate) fn new(knowledge: &'k Knowledge) -> Self {
        let mut patterns: HashMap<String, (String, Vec<Form>)> = HashMap::new();
        for (at, entity) in knowledge.entities.iter().enumerate() {
            add_entity(&mut patterns, at, entity);
        }
        for cue in knowledge.lexicon.cues.iter().filter(|cue| cue.kind == CueKind::Stop) {
            patterns.insert(cue.text.to_ascii_lowercase(), (cue.text.clone(), Vec::new()));
        }
        let mut patterns: Vec<(String, (String, Vec<Form>))> = patterns.into_iter().collect();
        patterns.sort_by(|a, b| a.0.cmp(&b.0));
        let search = AhoCorasickBuilder::new()
            .match_kind(MatchKind::LeftmostLongest)
            .kind(Some(AhoCorasickKind::ContiguousNFA))
            .ascii_case_insensitive(true)
            .build(patterns.iter().map(|(folded, _)| folded));
        Self {
            knowledge,
            search: search.ok(),
            forms: patterns.into_iter().map(|(_, forms)| forms).collect(),
        }
    }

    /// Every name of a text that stands outside `taken` (ranges in order), in order.
    pub(crate) fn scan(&self, text: &str, taken: &[Range<usize>], cues: &Cues<'k>) -> Vec<Named> {
        let Some(search) = &self.search else { return Vec::new() };
        let (mut sure, mut unsure) = (Vec::new(), Vec::new());
        let mut taken = taken.iter().peekable();
        for found in search.find_iter(text) {
            let range = found.range();
            while taken.next_if(|busy| busy.end <= range.start).is_some() {}
            let busy = taken.peek().is_some_and(|busy| busy.start < range.end);
            if busy || !spelling::stands_alone(text, &range) {
                continue;
            }
            let (written, forms) = &self.forms[found.pattern().as_usize()];
            match self.named(text, range, written, forms, cues) {
                Some((named, true)) => sure.push(named),
                Some((named, false)) => unsure.push(named),
                None => {}
            }
        }
        let established: HashSet<(&str, EntityKind)> =
            sure.iter().map(|named| (&text[named.range.clone()], named.kind)).collect();
        let accepted = unsure
            .into_iter()
            .filter(|named| established.contains(&(&text[named.range.clone()], named.kind)));
        let accepted: Vec<Named> = accepted
            .map(|named| Named { reason: Reason::rule("name-established"), ..named })
            .collect();
        sure.extend(accepted);
        sure.sort_by_key(|named| named.range.start);
        sure
    }

    /// What a match is, and whether it counts by itself.
    fn named(
        &self,
        text: &str,
        range: Range<usize>,
        written: &str,
        forms: &[Form],
        cues: &Cues<'k>,
    ) -> Option<(Named, bool)> {
        let shown = &text[range.clone()];
        let exact = shown == written || (shown == shown.to_ascii_uppercase() && shown.len() > 4);
        let fits = |form: &&Form| match form.rule {
            NameRule::Word => true,
            NameRule::Case => shown == written,
            NameRule::Context => exact,
            NameRule::Never => false,
        };
        let fitting: Vec<Form> = forms.iter().filter(fits).copied().collect();
        let kinds: HashSet<EntityKind> = fitting.iter().map(|form| self.kind(*form)).collect();
        let beside = || Beside::look(text, &range, cues);
        let decided = match kinds.len() {
            0 => return None,
            1 if fitting.iter().any(|form| form.rule != NameRule::Context) => None,
            _ => beside().best(&kinds),
        };
        let kind = decided.as_ref().map_or_else(|| self.usual(&fitting), |(kind, _)| *kind);
        let of_kind: Vec<Form> =
            fitting.into_iter().filter(|form| self.kind(*form) == kind).collect();
        let sure = decided.is_some() || of_kind.iter().any(|form| form.rule != NameRule::Context);
        let reason = match decided {
            Some((_, word)) => Reason::with("name-in-context", word),
            None => Reason::rule("name"),
        };
        let mut entities: Vec<u32> = of_kind.iter().map(|form| form.entity).collect();
        entities.sort_unstable();
        entities.dedup();
        Some((Named { range, kind, entities, reason }, sure))
    }

    fn kind(&self, form: Form) -> EntityKind {
        self.knowledge.entities[form.entity as usize].id.kind
    }

    /// The kind when nothing beside the name decides: unmistakable names first.
    fn usual(&self, forms: &[Form]) -> EntityKind {
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
        let rank = |form: &&Form| {
            let place =
                order.iter().position(|kind| *kind == self.kind(**form)).unwrap_or(order.len());
            (form.rule == NameRule::Context, place)
        };
        forms.iter().min_by_key(rank).map_or(EntityKind::Organization, |form| self.kind(*form))
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
            kind: named.kind.mention(),
            span,
            canonical,
            role: None,
            reason: if shared { Reason::rule("shared-name") } else { named.reason.clone() },
            candidates: entities.into_iter().map(|entity| entity.id.clone()).collect(),
            value: Value::Plain,
        }
    }
}

fn add_entity(patterns: &mut HashMap<String, (String, Vec<Form>)>, at: usize, entity: &Entity) {
    let Ok(number) = u32::try_from(at) else { return };
    for name in entity.names.iter().filter(|name| name.rule != NameRule::Never) {
        let normal: String = name.text.nfkc().collect();
        for written in spelling::variants(&normal) {
            let form = Form { entity: number, rule: name.rule };
            let (_, forms) = patterns
                .entry(written.to_ascii_lowercase())
                .or_insert_with(|| (written, Vec::new()));
            if !forms.iter().any(|known| known.entity == number) {
                forms.push(form);
            }
        }
    }
}

/// The context words beside a name.
struct Beside<'k> {
    found: Vec<(EntityKind, &'k str, usize)>,
}

impl<'k> Beside<'k> {
    /// Looks some words to each side, within the line.
    fn look(text: &str, range: &Range<usize>, cues: &Cues<'k>) -> Self {
        let window = spelling::window(text, range, 48);
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
    fn best(&self, kinds: &HashSet<EntityKind>) -> Option<(EntityKind, String)> {
        let fitting = self.found.iter().filter(|(kind, _, _)| kinds.contains(kind));
        fitting
            .min_by_key(|(kind, word, distance)| (*distance, std::cmp::Reverse(word.len()), *kind))
            .map(|(kind, word, _)| (*kind, (*word).to_owned()))
    }
}
