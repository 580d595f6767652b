//! From the raw pack to the model's [`Knowledge`], with every fault named.

use noroshi_model::{
    Cue, CueKind, Entity, EntityId, EntityKind, EntityLink, Fact, Form, Knowledge, Language,
    Lexicon, Likelihood, LinkKind, Name, NameRule, Problem, Source,
};

use crate::raw::{RawEntity, RawFact, RawGroup, RawName, RawPack, RawRelation, RawSource};
use crate::raw::{RawForm, RawRule};
use crate::spelling;

/// A row that says something the pack does not allow is left out and named.
pub(crate) fn knowledge(raw: RawPack) -> (Knowledge, Vec<Problem>) {
    let mut problems = Vec::new();
    let mut entities = Vec::with_capacity(raw.entities.len());
    for (kind, row) in raw.entities {
        match entity(&kind, row) {
            Ok(entity) => entities.push(entity),
            Err(problem) => problems.push(problem),
        }
    }
    let mut cues = Vec::new();
    for (language, group) in raw.cues {
        match cue_group(&language, group) {
            Ok(group) => cues.extend(group),
            Err(problem) => problems.push(problem),
        }
    }
    let sources = raw.sources.into_iter().map(source).collect();
    let (mut knowledge, twice) = sort(entities, sources, Lexicon { cues });
    problems.extend(twice);
    // The places in the compiled forms hold only while every row was taken as it came.
    if problems.is_empty() && !raw.forms.is_empty() {
        knowledge.forms = raw.forms.into_iter().map(form).collect();
    } else {
        index(&mut knowledge);
    }
    (knowledge, problems)
}

/// Lists every spelling anew, after entities were added.
pub(crate) fn index(knowledge: &mut Knowledge) {
    let names = knowledge.entities.iter().enumerate().flat_map(|(at, entity)| {
        let number = u32::try_from(at).unwrap_or(u32::MAX);
        entity.names.iter().filter_map(move |name| {
            Some((number, name.text.as_str(), RawRule::from_word(name.rule.word())?))
        })
    });
    let stops = knowledge.lexicon.cues.iter().filter(|cue| cue.kind == CueKind::Stop);
    let forms = spelling::forms(names, stops.map(|cue| cue.text.as_str()));
    knowledge.forms = forms.into_iter().map(form).collect();
}

fn form((written, holders): RawForm) -> Form {
    let rule = |rule| match rule {
        RawRule::Word => NameRule::Word,
        RawRule::Case => NameRule::Case,
        RawRule::Context => NameRule::Context,
    };
    Form {
        written,
        holders: holders.into_iter().map(|(holder, word)| (holder, rule(word))).collect(),
    }
}

fn sort(
    mut entities: Vec<Entity>,
    mut sources: Vec<Source>,
    lexicon: Lexicon,
) -> (Knowledge, Vec<Problem>) {
    entities.sort_by(|a, b| a.id.cmp(&b.id));
    sources.sort_by(|a, b| a.id.cmp(&b.id));
    let mut problems = Vec::new();
    entities.dedup_by(|later, first| {
        let same = later.id == first.id;
        if same {
            problems.push(bad_row(&first.id.to_string(), "the id is used twice"));
            absorb(first, later);
        }
        same
    });
    sources.dedup_by(|later, first| later.id == first.id);
    (Knowledge { entities, sources, lexicon, forms: Vec::new() }, problems)
}

/// Adds what `later` says to `first`; nothing that `first` says is changed.
pub(crate) fn absorb(first: &mut Entity, later: &mut Entity) {
    for name in later.names.drain(..) {
        let known = |own: &Name| own.text == name.text && own.source == name.source;
        if !first.names.iter().any(known) {
            first.names.push(name);
        }
    }
    for link in later.links.drain(..) {
        if !first.links.contains(&link) {
            first.links.push(link);
        }
    }
    for fact in later.facts.drain(..) {
        if !first.facts.contains(&fact) {
            first.facts.push(fact);
        }
    }
}

fn bad_row(row: &str, why: &str) -> Problem {
    Problem::new("NRS-KNOW-001").fact("row", row).fact("why", why)
}

fn entity(kind: &str, row: RawEntity) -> Result<Entity, Problem> {
    let id = row.id.clone();
    let fault = |why: &str| bad_row(&format!("{kind}/{id}"), why);
    let known = EntityKind::from_word(kind).ok_or_else(|| fault("there is no such kind"))?;
    let id = EntityId::new(known, &row.id)
        .map_err(|_| fault("the id has other signs than a-z, 0-9, `.` and `-`"))?;
    let main = RawName {
        text: row.name,
        lang: row.lang,
        by: row.by,
        rule: row.rule,
        source: row.source,
        seen: row.seen,
    };
    let rows = std::iter::once(main).chain(row.names);
    let names = rows.map(|row| name(row, &fault)).collect::<Result<_, _>>()?;
    let links = row.relations.into_iter().map(|row| link(row, &fault)).collect::<Result<_, _>>()?;
    Ok(Entity { id, names, links, facts: row.facts.into_iter().map(fact).collect() })
}

fn name(row: RawName, fault: &impl Fn(&str) -> Problem) -> Result<Name, Problem> {
    let rule = match row.rule.as_str() {
        "" => NameRule::Word,
        word => NameRule::from_word(word)
            .ok_or_else(|| fault("`match` is not one of word, case, context, never"))?,
    };
    let language = match row.lang.as_str() {
        "" => Language::Unknown,
        code => {
            Language::from_code(code).ok_or_else(|| fault("`lang` is not one of ja, en, zh"))?
        }
    };
    let by = (!row.by.is_empty()).then_some(row.by);
    Ok(Name { text: row.text, language, by, rule, source: row.source, seen: row.seen })
}

fn link(row: RawRelation, fault: &impl Fn(&str) -> Problem) -> Result<EntityLink, Problem> {
    let kind = LinkKind::from_word(&row.kind).ok_or_else(|| fault("there is no such relation"))?;
    let to = row.to.parse().map_err(|_| fault("a relation leads to something that is no id"))?;
    Ok(EntityLink { kind, to, source: row.source, seen: row.seen })
}

fn fact(row: RawFact) -> Fact {
    Fact { key: row.key, value: row.value, source: row.source, seen: row.seen }
}

fn source(row: RawSource) -> Source {
    Source {
        id: row.id,
        title: row.title,
        publisher: row.publisher,
        url: row.url,
        licence: row.licence,
    }
}

fn cue_group(language: &str, group: RawGroup) -> Result<Vec<Cue>, Problem> {
    let fault = |why: &str| bad_row(&format!("lexicon/{language}/{}", group.kind), why);
    let code = language.split('-').next().unwrap_or(language);
    let language =
        Language::from_code(code).ok_or_else(|| fault("the file is named after no language"))?;
    let kind =
        CueKind::from_word(&group.kind).ok_or_else(|| fault("there is no such kind of cue"))?;
    let likelihood = match (group.low, group.high) {
        (Some(low), Some(high)) => {
            Some(Likelihood::new(low, high).ok_or_else(|| fault("low and high are no interval"))?)
        }
        _ => None,
    };
    let cue = |text| Cue { text, language, kind, value: group.value.clone(), likelihood };
    Ok(group.texts.into_iter().map(cue).collect())
}
