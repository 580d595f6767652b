//! The entries of the estate profile in the form in which they are looked for.

use noroshi_model::{Estate, Knowledge, NameRule, Problem, Surface};

use crate::cues::cues;
use crate::fold::fold;

/// An entry of the profile.
#[derive(Debug, Clone)]
pub(crate) struct Needle {
    pub(crate) surface: Surface,
    /// As the profile has it.
    pub(crate) ours: String,
    /// As it is looked for.
    pub(crate) folded: String,
}

/// Our sectors and countries by all their names.
#[derive(Debug, Clone, Default)]
pub(crate) struct Home {
    pub(crate) sectors: Vec<Needle>,
    pub(crate) countries: Vec<String>,
}

/// All entries but sectors, the longest first, so that a longer name wins over its part.
pub(crate) fn needles(estate: &Estate) -> Vec<Needle> {
    let own = std::iter::once(&estate.name).chain(&estate.aliases);
    let all = own
        .map(|name| (Surface::Name, name))
        .chain(estate.domains.iter().map(|it| (Surface::Domain, it)))
        .chain(estate.suppliers.iter().map(|it| (Surface::Supplier, it)))
        .chain(estate.products.iter().map(|it| (Surface::Product, it)))
        .chain(estate.packages.iter().map(|it| (Surface::Package, it)));
    let mut needles: Vec<Needle> =
        all.map(|(surface, ours)| needle(surface, ours)).filter(is_searchable).collect();
    needles.sort_by(|one, other| {
        other.folded.len().cmp(&one.folded.len()).then(one.surface.cmp(&other.surface))
    });
    needles
}

fn needle(surface: Surface, ours: &str) -> Needle {
    let folded = fold(ours);
    let folded = match surface {
        Surface::Domain => folded.trim_start_matches("*.").trim_start_matches('.').to_owned(),
        _ => folded,
    };
    Needle { surface, ours: ours.to_owned(), folded }
}

/// One character tells nothing.
fn is_searchable(needle: &Needle) -> bool {
    needle.folded.chars().count() > 1
}

/// Our sectors and countries; a country without a name in the pack is a problem.
pub(crate) fn home(estate: &Estate, knowledge: &Knowledge) -> (Home, Vec<Problem>) {
    let mut problems = Vec::new();
    let mut home = Home::default();
    if estate.sectors.is_empty() {
        return (home, problems);
    }
    for sector in &estate.sectors {
        home.sectors.extend(
            names_of(knowledge, "sector", sector).into_iter().map(|folded| Needle {
                surface: Surface::Sector,
                ours: sector.clone(),
                folded,
            }),
        );
    }
    home.sectors.sort_by_key(|needle| std::cmp::Reverse(needle.folded.len()));
    for country in &estate.countries {
        let names = country_names(knowledge, country);
        if names.is_empty() {
            problems.push(Problem::new("NRS-CONCERN-001").fact("country", country));
        }
        home.countries.extend(names);
    }
    (home, problems)
}

fn country_names(knowledge: &Knowledge, code: &str) -> Vec<String> {
    let own = knowledge.entities.iter().filter(|entity| {
        entity.id.kind == noroshi_model::EntityKind::Country
            && entity.fact("iso2").is_some_and(|iso| iso.eq_ignore_ascii_case(code))
    });
    let names = own.flat_map(|entity| &entity.names);
    let names = names.filter(|name| name.rule != NameRule::Never).map(|name| fold(&name.text));
    let home = cues().home.get(&code.to_ascii_uppercase()).into_iter().flatten().cloned();
    names.chain(home).collect()
}

/// All names of the entity that an entry of the profile means, and the entry itself.
fn names_of(knowledge: &Knowledge, kind: &str, entry: &str) -> Vec<String> {
    let wanted = fold(entry);
    let slug = wanted.strip_prefix(&format!("{kind}/")).unwrap_or(&wanted);
    let own = knowledge.entities.iter().filter(|entity| {
        let named = || entity.names.iter().any(|name| fold(&name.text) == wanted);
        entity.id.kind.word() == kind && (entity.id.slug() == slug || named())
    });
    let names = own.flat_map(|entity| &entity.names).filter(|name| name.rule != NameRule::Never);
    let mut names: Vec<String> = names.map(|name| fold(&name.text)).collect();
    names.push(slug.replace('-', " "));
    names.retain(|name| name.chars().count() > 1);
    names.sort();
    names.dedup();
    names
}
