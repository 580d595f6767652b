//! `noroshi read --summary --format json`: one object for all files.

use serde::Serialize;

use crate::{Named, Person, Place, Price, Range, Summary, Target};

/// What many files hold together.
#[derive(Debug, Serialize)]
pub struct SummaryLine {
    files: Vec<MaterialPart>,
    unread: usize,
    messages: usize,
    people: Vec<PersonPart>,
    organizations: Vec<NamedPart>,
    prices: Vec<PricePart>,
    further_prices: usize,
    targets: Vec<TargetPart>,
    dates: DatesPart,
    masked: Vec<MaskedPart>,
    shared_secrets: Vec<NamedPart>,
}

#[derive(Debug, Serialize)]
struct MaterialPart {
    material: &'static str,
    files: usize,
}

#[derive(Debug, Serialize)]
struct PersonPart {
    name: String,
    wrote: usize,
    received: usize,
    named: usize,
    to: Vec<ToPart>,
    files: usize,
    first: PlacePart,
}

#[derive(Debug, Serialize)]
struct ToPart {
    name: String,
    messages: usize,
}

#[derive(Debug, Serialize)]
struct NamedPart {
    name: String,
    times: usize,
    files: usize,
    first: PlacePart,
}

#[derive(Debug, Serialize)]
struct TargetPart {
    name: String,
    called: String,
    times: usize,
    files: usize,
    first: PlacePart,
}

#[derive(Debug, Serialize)]
struct PricePart {
    amount: String,
    currency: Option<&'static str>,
    item: String,
    place: PlacePart,
}

#[derive(Debug, Serialize)]
struct PlacePart {
    path: String,
    span: [usize; 2],
}

#[derive(Debug, Serialize)]
struct DatesPart {
    stamped: Option<[String; 2]>,
    mentioned: Option<[String; 2]>,
}

#[derive(Debug, Serialize)]
struct MaskedPart {
    kind: String,
    times: usize,
}

impl SummaryLine {
    /// A summary as one line.
    pub fn new(summary: &Summary) -> Self {
        let materials = summary.materials();
        let masked = summary.secrets_by_kind();
        Self {
            files: materials
                .map(|(it, files)| MaterialPart { material: it.word(), files })
                .collect(),
            unread: summary.unread(),
            messages: summary.messages(),
            people: summary.people().into_iter().map(PersonPart::new).collect(),
            organizations: summary.organisations_named().into_iter().map(NamedPart::new).collect(),
            prices: summary.prices().iter().map(PricePart::new).collect(),
            further_prices: summary.further_prices(),
            targets: summary.targets().into_iter().map(TargetPart::new).collect(),
            dates: DatesPart {
                stamped: days(summary.stamped()),
                mentioned: days(summary.mentioned()),
            },
            masked: masked
                .map(|(kind, times)| MaskedPart { kind: kind.to_owned(), times })
                .collect(),
            shared_secrets: summary.shared_secrets().into_iter().map(NamedPart::new).collect(),
        }
    }
}

fn days(range: Option<Range>) -> Option<[String; 2]> {
    range.map(|range| [range.from.to_string(), range.until.to_string()])
}

impl PersonPart {
    fn new(person: Person) -> Self {
        let to = person.to.into_iter().map(|(name, messages)| ToPart { name, messages });
        Self {
            name: person.name,
            wrote: person.wrote,
            received: person.received,
            named: person.named,
            to: to.collect(),
            files: person.files,
            first: PlacePart::new(&person.first),
        }
    }
}

impl NamedPart {
    fn new(named: Named) -> Self {
        let first = PlacePart::new(&named.first);
        Self { name: named.name, times: named.times, files: named.files, first }
    }
}

impl TargetPart {
    fn new(target: Target) -> Self {
        let first = PlacePart::new(&target.first);
        let Target { name, called, times, files, .. } = target;
        Self { name, called, times, files, first }
    }
}

impl PricePart {
    fn new(price: &Price) -> Self {
        Self {
            amount: price.amount.clone(),
            currency: price.currency,
            item: price.item.clone(),
            place: PlacePart::new(&price.place),
        }
    }
}

impl PlacePart {
    fn new(place: &Place) -> Self {
        Self { path: place.path.clone(), span: [place.span.start(), place.span.end()] }
    }
}
