//! What was found in a foreign file, on its way to entities.

use std::collections::{BTreeMap, HashMap, HashSet};

use noroshi_model::{
    DocumentId, Entity, EntityId, EntityKind, EntityLink, Fact, Language, LinkKind, Name, Problem,
};

use super::name::{self, slug};
use crate::draft::one_line;
use crate::fault;

/// Characters of a name.
const NAME: usize = 200;
/// Characters of a fact.
const FACT: usize = 1_000;
/// Names of one thing.
const NAMES: usize = 500;
/// Bad objects that are named one by one; further ones are counted.
const NAMED: usize = 20;

/// One thing that has names.
#[derive(Debug, Clone)]
pub(crate) struct Found {
    /// What the file itself calls it: a STIX id or a UUID.
    pub(crate) key: String,
    pub(crate) kind: EntityKind,
    /// The main name first.
    pub(crate) names: Vec<String>,
    /// Who gave the main name.
    pub(crate) by: Option<&'static str>,
    /// The slug, where it is not made from the main name.
    pub(crate) slug: Option<String>,
    pub(crate) facts: Vec<(&'static str, String)>,
    /// `YYYY-MM-DD`; empty when the file gives no date.
    pub(crate) seen: String,
}

/// A link between two things, by their places.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Tie {
    pub(crate) from: usize,
    pub(crate) kind: LinkKind,
    pub(crate) to: usize,
}

/// Everything found in a file, and what was left out of it.
#[derive(Default)]
pub(crate) struct Gathered {
    list: Vec<Found>,
    places: HashMap<String, usize>,
    ties: BTreeMap<Tie, String>,
    retired: HashSet<String>,
    bad: Vec<Problem>,
    further_bad: usize,
    dangling: usize,
    unfit: usize,
}

impl Gathered {
    /// Keeps a thing. Of two with the same key the later one counts.
    pub(crate) fn keep(&mut self, mut found: Found) -> Result<(), String> {
        let main = found.names.first().and_then(|name| fit(name));
        let main = main.ok_or_else(|| format!("its name is empty or beyond {NAME} characters"))?;
        let aliases = found.names.split_off(1);
        found.names = vec![main];
        aliases.iter().for_each(|alias| self.alias(&mut found.names, alias));
        found.facts.retain(|(_, value)| !value.is_empty() && value.chars().count() <= FACT);
        match self.places.get(&found.key).and_then(|at| self.list.get_mut(*at)) {
            Some(known) if known.seen > found.seen => {}
            Some(known) => *known = found,
            None => {
                self.places.insert(found.key.clone(), self.list.len());
                self.list.push(found);
            }
        }
        Ok(())
    }

    fn alias(&mut self, names: &mut Vec<String>, alias: &str) {
        match fit(alias) {
            Some(alias) if names.contains(&alias) => {}
            Some(alias) if names.len() < NAMES => names.push(alias),
            _ => self.unfit += 1,
        }
    }

    /// An object that its source has withdrawn.
    pub(crate) fn retire(&mut self, key: String) {
        self.retired.insert(key);
    }

    /// An object that cannot be understood; `place` counts from 0.
    pub(crate) fn refuse(&mut self, place: usize, reason: &str) {
        if self.bad.len() < NAMED {
            self.bad.push(fault::object_left_out(place + 1, reason));
        } else {
            self.further_bad += 1;
        }
    }

    /// Place and kind of what the file calls so.
    pub(crate) fn find(&self, key: &str) -> Option<(usize, EntityKind)> {
        let at = *self.places.get(key)?;
        self.list.get(at).map(|found| (at, found.kind))
    }

    /// A link whose end is missing; not worth a word when that end was withdrawn.
    pub(crate) fn miss(&mut self, ends: [&str; 2]) {
        if !ends.iter().any(|end| self.retired.contains(*end)) {
            self.dangling += 1;
        }
    }

    /// Links two things. What is said twice is said at the later date.
    pub(crate) fn tie(&mut self, tie: Tie, seen: &str) {
        if tie.from == tie.to {
            return;
        }
        let known = self.ties.entry(tie).or_default();
        if known.as_str() < seen {
            seen.clone_into(known);
        }
    }

    /// All problems of the file.
    pub(crate) fn problems(self) -> Vec<Problem> {
        let counted: [(usize, fn(usize) -> Problem); 4] = [
            (self.further_bad, fault::objects_left_out),
            (self.retired.len(), fault::withdrawn),
            (self.dangling, fault::links_left_out),
            (self.unfit, fault::names_left_out),
        ];
        let counted = counted.into_iter().filter(|(count, _)| *count > 0);
        self.bad.into_iter().chain(counted.map(|(count, problem)| problem(count))).collect()
    }

    /// The entities, sorted by id, all by one source. What was found is used up.
    pub(crate) fn entities(&mut self, source: &str) -> Vec<Entity> {
        let list = std::mem::take(&mut self.list);
        let ids = ids(&list);
        let entities = list.into_iter().zip(&ids);
        let mut entities: Vec<Entity> =
            entities.map(|(found, id)| entity(found, id.clone(), source)).collect();
        for (tie, seen) in std::mem::take(&mut self.ties) {
            if let (Some(from), Some(to)) = (entities.get_mut(tie.from), ids.get(tie.to)) {
                let (to, source) = (to.clone(), source.to_owned());
                from.links.push(EntityLink { kind: tie.kind, to, source, seen });
            }
        }
        entities.sort_by(|a, b| a.id.cmp(&b.id));
        entities
    }
}

/// A name on one line; `None` when it is empty, too long, or holds control characters.
fn fit(name: &str) -> Option<String> {
    let line = one_line(name)?;
    (line.chars().count() <= NAME && !line.chars().any(char::is_control)).then_some(line)
}

/// An id for each, whatever their order in the file: of several with the same name the one
/// with the smallest slug or key has the bare slug.
fn ids(list: &[Found]) -> Vec<EntityId> {
    let mut order: Vec<usize> = (0..list.len()).collect();
    order.sort_by_key(|at| list.get(*at).map(|found| (&found.slug, &found.key)));
    let mut taken = HashSet::new();
    let mut ids: Vec<Option<EntityId>> = vec![None; list.len()];
    for at in order {
        if let (Some(found), Some(place)) = (list.get(at), ids.get_mut(at)) {
            *place = free_id(found, &mut taken);
        }
    }
    ids.into_iter().flatten().collect()
}

fn free_id(found: &Found, taken: &mut HashSet<EntityId>) -> Option<EntityId> {
    let main = found.names.first().map_or("", String::as_str);
    let bare = found.slug.clone().or_else(|| slug(main)).unwrap_or_else(|| key_slug(&found.key));
    let numbered = (1..).map(|round: u32| {
        let mark = DocumentId::of(format!("{}#{round}", found.key).as_bytes()).short();
        format!("{bare}-{mark}")
    });
    let mut ids = std::iter::once(bare.clone())
        .chain(numbered)
        .filter_map(|slug| EntityId::new(found.kind, &slug).ok());
    ids.find(|id| taken.insert(id.clone()))
}

/// A slug for a name that cannot be written in ASCII: the start of its UUID.
fn key_slug(key: &str) -> String {
    let uuid = key.rsplit("--").next().unwrap_or(key);
    let digits: String = uuid.chars().filter(char::is_ascii_hexdigit).take(12).collect();
    if digits.len() == 12 && uuid.is_ascii() {
        format!("id-{}", digits.to_ascii_lowercase())
    } else {
        format!("id-{}", DocumentId::of(key.as_bytes()).short())
    }
}

fn entity(found: Found, id: EntityId, source: &str) -> Entity {
    let Found { kind, names, by, facts, seen, .. } = found;
    let first_by = std::iter::once(by).chain(std::iter::repeat(None));
    let names = names.into_iter().zip(first_by).map(|(text, by)| Name {
        rule: name::rule(&text, kind),
        text,
        language: Language::Unknown,
        by: by.map(str::to_owned),
        source: source.to_owned(),
        seen: seen.clone(),
    });
    let names = names.collect();
    let facts = facts.into_iter().map(|(key, value)| Fact {
        key: key.to_owned(),
        value,
        source: source.to_owned(),
        seen: seen.clone(),
    });
    Entity { id, names, links: Vec::new(), facts: facts.collect() }
}
