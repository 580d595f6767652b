//! Adding imported sources to the curated pack.

use std::collections::HashMap;

use noroshi_model::{Entity, EntityId, Knowledge, Source};

use crate::lookup::fold;
use crate::pack::{absorb, index};

/// The pack with imported entities beside it. What is curated stays as it is: an imported
/// entity that is the same one (same id, same ATT&CK id, or same main name within its kind)
/// adds its names and facts as further statements with their own source; any other is new.
pub fn with_imported(
    mut knowledge: Knowledge,
    entities: Vec<Entity>,
    sources: Vec<Source>,
) -> Knowledge {
    let known = Index::new(&knowledge);
    let mut new: HashMap<EntityId, Entity> = HashMap::new();
    for mut entity in entities {
        match known.find(&entity).and_then(|at| knowledge.entities.get_mut(at)) {
            Some(curated) => absorb(curated, &mut entity),
            None => match new.get_mut(&entity.id) {
                Some(first) => absorb(first, &mut entity),
                None => drop(new.insert(entity.id.clone(), entity)),
            },
        }
    }
    knowledge.entities.extend(new.into_values());
    knowledge.entities.sort_by(|a, b| a.id.cmp(&b.id));
    let unknown = |source: &Source| knowledge.source(&source.id).is_none();
    let further: Vec<Source> = sources.into_iter().filter(unknown).collect();
    knowledge.sources.extend(further);
    knowledge.sources.sort_by(|a, b| a.id.cmp(&b.id));
    index(&mut knowledge);
    knowledge
}

/// Where the curated entities stand, by what identifies them.
struct Index {
    ids: HashMap<EntityId, usize>,
    attack: HashMap<String, usize>,
    names: HashMap<String, usize>,
}

impl Index {
    fn new(knowledge: &Knowledge) -> Self {
        let numbered = || knowledge.entities.iter().enumerate();
        let ids = numbered().map(|(at, entity)| (entity.id.clone(), at)).collect();
        let attack =
            numbered().filter_map(|(at, entity)| Some((attack_key(entity)?, at))).collect();
        let names = numbered().map(|(at, entity)| (name_key(entity), at)).collect();
        Self { ids, attack, names }
    }

    fn find(&self, entity: &Entity) -> Option<usize> {
        let by_attack = || attack_key(entity).and_then(|key| self.attack.get(&key));
        let found = self.ids.get(&entity.id).or_else(by_attack);
        found.or_else(|| self.names.get(&name_key(entity))).copied()
    }
}

fn attack_key(entity: &Entity) -> Option<String> {
    Some(format!("{}/{}", entity.id.kind, entity.fact("attack-id")?))
}

fn name_key(entity: &Entity) -> String {
    format!("{}/{}", entity.id.kind, fold(entity.name()))
}
