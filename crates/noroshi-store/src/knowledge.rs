//! Imported knowledge: what ATT&CK, MISP galaxies and others say, each beside the others.

use std::collections::{BTreeMap, BTreeSet};

use noroshi_model::{Entity, EntityId, Source};

use crate::insert::Insert;
use crate::stored::{Damage, Statements, StoredSource, read, write};
use crate::work::{Value, Work};
use crate::{AnyStore, StoreError};

/// What an import did, counted in entities.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Imported {
    /// Not known before.
    pub added: usize,
    /// Known, and a source says something else now.
    pub updated: usize,
    /// Known, and nothing else is said.
    pub unchanged: usize,
}

/// Keeps knowledge that was imported. The curated pack is never stored, so an import cannot
/// overwrite it.
pub trait KnowledgeStore: Send + Sync {
    /// Takes over entities and their sources. What these sources said before of an entity that
    /// is given is replaced; what other sources say of it stays beside it. Importing the same
    /// again changes nothing.
    fn import_entities(
        &self,
        entities: &[Entity],
        sources: &[Source],
    ) -> impl Future<Output = Result<Imported, StoreError>> + Send;

    /// Everything imported: entities and sources, sorted by id.
    fn imported(
        &self,
    ) -> impl Future<Output = Result<(Vec<Entity>, Vec<Source>), StoreError>> + Send;
}

const SOURCE: Insert = Insert {
    head: "INSERT INTO imported_source (id, record)",
    casts: &[""; 2],
    tail: "ON CONFLICT (id) DO UPDATE SET record = excluded.record",
};

const ENTITY: Insert = Insert {
    head: "INSERT INTO imported_entity (id)",
    casts: &[""],
    tail: "ON CONFLICT (id) DO NOTHING",
};

const STATEMENT: Insert = Insert {
    head: "INSERT INTO imported_statement (entity, source, record)",
    casts: &[""; 3],
    tail: "ON CONFLICT (entity, source) DO UPDATE SET record = excluded.record",
};

/// Records by source, of one entity.
type Said = BTreeMap<String, Vec<u8>>;

impl KnowledgeStore for AnyStore {
    async fn import_entities(
        &self,
        entities: &[Entity],
        sources: &[Source],
    ) -> Result<Imported, StoreError> {
        let mut work = self.write("import knowledge").await?;
        keep_sources(&mut work, sources).await?;
        let before = said(&mut work).await?;
        let given = given(entities).map_err(|damage| work.damaged("an entity", damage))?;
        let replaced = sources.iter().map(|source| source.id.as_str()).collect();
        let changes = Changes::between(&before, given, &replaced);
        let imported = changes.imported;
        changes.write(&mut work).await?;
        work.commit().await?;
        Ok(imported)
    }

    async fn imported(&self) -> Result<(Vec<Entity>, Vec<Source>), StoreError> {
        let mut work = self.read("read imported knowledge").await?;
        let mut entities = Vec::new();
        for (id, said) in said(&mut work).await? {
            let entity = entity(&id, said);
            entities.push(entity.map_err(|damage| work.damaged(format!("entity {id}"), damage))?);
        }
        entities.sort_by(|a: &Entity, b| a.id.cmp(&b.id));
        Ok((entities, all_sources(&mut work).await?))
    }
}

async fn keep_sources(work: &mut Work, sources: &[Source]) -> Result<(), StoreError> {
    let mut records: BTreeMap<&str, Vec<u8>> = BTreeMap::new();
    for source in sources {
        let record = write(&StoredSource::from(source));
        let record = record.map_err(|damage| work.damaged(&source.id, damage))?;
        records.insert(&source.id, record);
    }
    let values = records.into_iter().flat_map(|(id, record)| [id.into(), record.into()]);
    SOURCE.run(work, values.collect()).await?;
    Ok(())
}

async fn all_sources(work: &mut Work) -> Result<Vec<Source>, StoreError> {
    let rows = work.rows("SELECT id, record FROM imported_source ORDER BY id", Vec::new()).await?;
    let mut sources = Vec::with_capacity(rows.len());
    for row in rows {
        let id = row.text(0)?;
        let record = read::<StoredSource<'static>>(&row.bytes(1)?);
        let record = record.map_err(|damage| work.damaged(format!("source {id}"), damage))?;
        sources.push(record.with(id));
    }
    Ok(sources)
}

/// Everything that is stored, by entity.
async fn said(work: &mut Work) -> Result<BTreeMap<String, Said>, StoreError> {
    let mut all: BTreeMap<String, Said> = BTreeMap::new();
    for row in work.rows("SELECT id FROM imported_entity", Vec::new()).await? {
        all.entry(row.text(0)?).or_default();
    }
    let sql = "SELECT entity, source, record FROM imported_statement";
    for row in work.rows(sql, Vec::new()).await? {
        all.entry(row.text(0)?).or_default().insert(row.text(1)?, row.bytes(2)?);
    }
    Ok(all)
}

/// Everything that is given, by entity. One that is given twice is taken together.
fn given(entities: &[Entity]) -> Result<BTreeMap<String, Said>, Damage> {
    let mut together: BTreeMap<&EntityId, Entity> = BTreeMap::new();
    for entity in entities {
        let Some(known) = together.get_mut(&entity.id) else {
            together.insert(&entity.id, entity.clone());
            continue;
        };
        known.names.extend(entity.names.iter().cloned());
        known.links.extend(entity.links.iter().cloned());
        known.facts.extend(entity.facts.iter().cloned());
    }
    together.values().map(|entity| Ok((entity.id.to_string(), records(entity)?))).collect()
}

fn records(entity: &Entity) -> Result<Said, Damage> {
    let said = Statements::by_source(entity).into_iter();
    said.map(|(source, statements)| Ok((source.to_owned(), write(&statements)?))).collect()
}

fn entity(id: &str, said: Said) -> Result<Entity, Damage> {
    let statements = said.into_iter().map(|(source, record)| Ok((source, read(&record)?)));
    let statements = statements.collect::<Result<_, Damage>>()?;
    Statements::together(id.parse()?, statements)
}

/// What an import changes.
#[derive(Default)]
struct Changes {
    imported: Imported,
    entities: Vec<Value>,
    statements: Vec<Value>,
    withdrawn: Vec<(String, String)>,
}

impl Changes {
    fn between(
        before: &BTreeMap<String, Said>,
        given: BTreeMap<String, Said>,
        replaced: &BTreeSet<&str>,
    ) -> Self {
        let mut changes = Self::default();
        for (id, said) in given {
            let Some(known) = before.get(&id) else {
                changes.imported.added += 1;
                changes.entities.push(id.as_str().into());
                changes.say(&id, said);
                continue;
            };
            if changes.replace(&id, known, said, replaced) {
                changes.imported.updated += 1;
            } else {
                changes.imported.unchanged += 1;
            }
        }
        changes
    }

    /// Replaces what some sources said of an entity; whether anything is different.
    fn replace(
        &mut self,
        id: &str,
        known: &Said,
        mut said: Said,
        replaced: &BTreeSet<&str>,
    ) -> bool {
        let gone = known.keys().filter(|source| replaced.contains(source.as_str()));
        let gone = gone.filter(|source| !said.contains_key(*source));
        let gone: Vec<_> = gone.map(|source| (id.to_owned(), source.clone())).collect();
        said.retain(|source, record| known.get(source) != Some(record));
        let different = !gone.is_empty() || !said.is_empty();
        self.withdrawn.extend(gone);
        self.say(id, said);
        different
    }

    fn say(&mut self, id: &str, said: Said) {
        for (source, record) in said {
            self.statements.extend([id.into(), source.as_str().into(), record.into()]);
        }
    }

    async fn write(self, work: &mut Work) -> Result<(), StoreError> {
        ENTITY.run(work, self.entities).await?;
        STATEMENT.run(work, self.statements).await?;
        for (entity, source) in self.withdrawn {
            let sql = "DELETE FROM imported_statement WHERE entity = $1 AND source = $2";
            work.run(sql, vec![entity.as_str().into(), source.as_str().into()]).await?;
        }
        Ok(())
    }
}
