//! Shows what `noroshi-formats` takes from a file of knowledge, and what it would change in
//! the curated pack: `cargo run --example take -- FILE...`.
#![expect(
    clippy::disallowed_methods,
    reason = "a measuring program reads files, arguments and the clock"
)]
#![expect(clippy::print_stdout, reason = "an example talks on stdout")]

use std::collections::BTreeMap;
use std::time::Instant;

use noroshi_formats::{Imported, knowledge};
use noroshi_model::{Entity, NameRule};

fn main() -> std::io::Result<()> {
    for path in std::env::args().skip(1) {
        let bytes = std::fs::read(&path)?;
        let start = Instant::now();
        let mut told = 0;
        let result = knowledge(&path, &bytes, &mut |_, _| told += 1);
        println!("=== {path} ({:?}, progress told {told} times)", start.elapsed());
        match result {
            Ok((imported, problems)) => {
                problems.iter().for_each(|problem| println!("problem {}: {problem}", problem.code));
                show(&imported);
                compare(imported);
            }
            Err(problem) => println!("error[{}]: {problem}", problem.code),
        }
    }
    Ok(())
}

fn show(imported: &Imported) {
    imported.sources.iter().for_each(|source| println!("source  {source:?}"));
    let mut kinds: BTreeMap<&str, [usize; 4]> = BTreeMap::new();
    let mut rules: BTreeMap<&str, usize> = BTreeMap::new();
    for entity in &imported.entities {
        let counts = kinds.entry(entity.id.kind.word()).or_default();
        let more = [1, entity.names.len(), entity.links.len(), entity.facts.len()];
        counts.iter_mut().zip(more).for_each(|(count, more)| *count += more);
        for name in &entity.names {
            *rules.entry(name.rule.word()).or_default() += 1;
        }
    }
    println!("entities, names, links, facts: {kinds:?}");
    println!("rules of names: {rules:?}");
}

/// Spellings that only the import makes searchable, by how they may be found.
fn compare(imported: Imported) {
    let (pack, _) = noroshi_know::pack();
    let (entities, forms) = (pack.entities.len(), pack.forms.clone());
    let start = Instant::now();
    let merged = noroshi_know::with_imported(pack, imported.entities, imported.sources);
    println!("merged in {:?}: {} new entities", start.elapsed(), merged.entities.len() - entities);
    let known: std::collections::HashSet<String> =
        forms.into_iter().map(|form| form.written.to_lowercase()).collect();
    let mut new: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
    for form in &merged.forms {
        if let Some((_, rule)) = form.holders.first()
            && !known.contains(&form.written.to_lowercase())
        {
            new.entry(NameRule::word(*rule)).or_default().push(&form.written);
        }
    }
    for (rule, forms) in new {
        let sample: Vec<&&str> = forms.iter().step_by(1 + forms.len() / 25).collect();
        println!("new spellings, {rule}: {} {sample:?}", forms.len());
    }
    let at = |id| merged.entity(id).is_some();
    let links = merged.entities.iter().flat_map(|entity: &Entity| &entity.links);
    println!("links into nothing: {}", links.filter(|link| !at(&link.to)).count());
}
