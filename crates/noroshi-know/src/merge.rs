//! Adding imported sources to the curated pack.

use std::collections::HashMap;

use noroshi_model::{Entity, EntityId, Knowledge, Name, NameRule, Source};

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
    let curated_ids = known.curated_ids(&knowledge, &entities);
    let mut new: HashMap<EntityId, Entity> = HashMap::new();
    for mut entity in entities {
        known.obey(&mut entity);
        redirect(&mut entity, &curated_ids);
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
    /// How the pack lets each name of each kind be found: the strictest rule.
    rules: HashMap<String, NameRule>,
}

/// Lets links lead to the curated entity where the imported one was taken into it.
fn redirect(entity: &mut Entity, curated_ids: &HashMap<EntityId, EntityId>) {
    for link in &mut entity.links {
        if let Some(curated) = curated_ids.get(&link.to) {
            link.to = curated.clone();
        }
    }
}

impl Index {
    fn new(knowledge: &Knowledge) -> Self {
        let numbered = || knowledge.entities.iter().enumerate();
        let ids = numbered().map(|(at, entity)| (entity.id.clone(), at)).collect();
        let attack =
            numbered().filter_map(|(at, entity)| Some((attack_key(entity)?, at))).collect();
        let names = numbered().map(|(at, entity)| (name_key(entity), at)).collect();
        let mut rules: HashMap<String, NameRule> = HashMap::new();
        for (entity, name) in knowledge
            .entities
            .iter()
            .flat_map(|entity| entity.names.iter().map(move |name| (entity, name)))
        {
            let rule = rules.entry(rule_key(entity, name)).or_insert(name.rule);
            *rule = strictest(*rule, name.rule);
        }
        Self { ids, attack, names, rules }
    }

    /// For each imported entity that is a curated one under another id: that id.
    fn curated_ids(
        &self,
        knowledge: &Knowledge,
        entities: &[Entity],
    ) -> HashMap<EntityId, EntityId> {
        let found = entities.iter().filter_map(|entity| {
            let curated = knowledge.entities.get(self.find(entity)?)?;
            (curated.id != entity.id).then(|| (entity.id.clone(), curated.id.clone()))
        });
        found.collect()
    }

    /// An imported name is found no more easily than the pack lets the same name be found:
    /// an import must not undo what was decided by hand.
    fn obey(&self, entity: &mut Entity) {
        let keys: Vec<String> = entity.names.iter().map(|name| rule_key(entity, name)).collect();
        for (name, key) in entity.names.iter_mut().zip(keys) {
            if let Some(rule) = self.rules.get(&key) {
                name.rule = strictest(name.rule, *rule);
            }
        }
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

fn rule_key(entity: &Entity, name: &Name) -> String {
    format!("{}/{}", entity.id.kind, fold(&name.text))
}

fn strictest(a: NameRule, b: NameRule) -> NameRule {
    let rank = |rule| match rule {
        NameRule::Word => 0,
        NameRule::Case => 1,
        NameRule::Context => 2,
        NameRule::Never => 3,
    };
    if rank(a) >= rank(b) { a } else { b }
}

#[cfg(test)]
mod tests {
    use noroshi_model::{EntityKind, EntityLink, Language, LinkKind};

    use super::*;

    fn entity(slug: &str, names: &[(&str, NameRule)], source: &str) -> Entity {
        let name = |(text, rule): &(&str, NameRule)| Name {
            text: (*text).to_owned(),
            language: Language::Unknown,
            by: None,
            rule: *rule,
            source: source.to_owned(),
            seen: "2026-01-01".to_owned(),
        };
        let id = EntityId::new(EntityKind::ThreatActor, slug).expect("a slug");
        Entity { id, names: names.iter().map(name).collect(), links: Vec::new(), facts: Vec::new() }
    }

    #[test]
    fn an_import_adds_names_and_undoes_nothing() {
        let curated = entity(
            "lantern",
            &[("LANTERN GROUP", NameRule::Word), ("Play", NameRule::Never)],
            "own",
        );
        let knowledge = Knowledge { entities: vec![curated.clone()], ..Knowledge::default() };
        let import = entity(
            "lantern-group",
            &[
                ("Lantern Group", NameRule::Word),
                ("Play", NameRule::Word),
                ("Glow", NameRule::Word),
            ],
            "other",
        );
        let mut friend = entity("friend", &[("Friend Group", NameRule::Word)], "other");
        let link = EntityLink {
            kind: LinkKind::RelatedTo,
            to: import.id.clone(),
            source: "other".to_owned(),
            seen: String::new(),
        };
        friend.links.push(link);
        let merged = with_imported(knowledge, vec![import, friend], Vec::new());
        let lantern = merged.entity(&curated.id).expect("is still there");
        assert!(curated.names.iter().all(|name| lantern.names.contains(name)));
        assert!(lantern.names.iter().any(|name| name.text == "Glow" && name.source == "other"));
        assert!(
            lantern
                .names
                .iter()
                .filter(|name| name.text == "Play")
                .all(|name| name.rule == NameRule::Never)
        );
        let friend =
            merged.entities.iter().find(|entity| entity.name() == "Friend Group").expect("is new");
        assert_eq!(friend.links[0].to, curated.id);
    }
}
