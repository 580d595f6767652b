//! A summary of many files: people, organisations, prices, targets, dates.
//!
//! It counts and quotes; it concludes nothing. Each entry names the first place where it stands.

mod ledger;
mod people;
mod targets;

use std::collections::BTreeMap;

use jiff::civil::Date;
use noroshi_formats::{Material, written_moment};
use noroshi_model::{BlockKind, Document, MentionKind, Precision, Span, Value};

use crate::{Read, ReadFile};

/// Prices that are kept one by one; further ones are only counted.
const PRICES: usize = 10_000;
/// What a secret leaves behind in a text.
const MARK: &str = "[masked:";

/// Where something stands: file and bytes of its text.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Place {
    /// The file.
    pub path: String,
    /// The part of its text.
    pub span: Span,
}

/// Somebody who writes, is written to, or is named.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Person {
    /// As written.
    pub name: String,
    /// Messages written.
    pub wrote: usize,
    /// Messages received, by name in them.
    pub received: usize,
    /// Times named otherwise.
    pub named: usize,
    /// To whom they wrote, and how often; most often first.
    pub to: Vec<(String, usize)>,
    /// In how many files.
    pub files: usize,
    /// First place.
    pub first: Place,
}

/// An organisation.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Named {
    /// Name.
    pub name: String,
    /// How often.
    pub times: usize,
    /// In how many files.
    pub files: usize,
    /// First place.
    pub first: Place,
}

/// A target or customer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Target {
    /// Name.
    pub name: String,
    /// What calls it so: the name of a column, a key, or the kind of what a sentence names.
    pub called: String,
    /// How often.
    pub times: usize,
    /// In how many files.
    pub files: usize,
    /// First place.
    pub first: Place,
}

/// An amount of money, and what it is for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Price {
    /// Plain digits; as written where it is no plain number.
    pub amount: String,
    /// ISO 4217 code, where a currency is written.
    pub currency: Option<&'static str>,
    /// What it is for: a cell of the same row, or the sentence around it.
    pub item: String,
    /// Where.
    pub place: Place,
}

/// From a day to a day.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Range {
    /// The first.
    pub from: Date,
    /// The last.
    pub until: Date,
}

/// What many files hold together.
#[derive(Debug, Clone, Default)]
pub struct Summary {
    materials: BTreeMap<Material, usize>,
    unread: usize,
    messages: usize,
    secrets: BTreeMap<String, usize>,
    marks: Tally,
    people: people::People,
    organisations: Tally,
    targets: BTreeMap<String, (String, Counted)>,
    prices: Vec<Price>,
    further_prices: usize,
    stamped: Option<Range>,
    mentioned: Option<Range>,
}

/// How often something stands where.
#[derive(Debug, Clone)]
struct Counted {
    times: usize,
    files: usize,
    first: Place,
}

/// Things by name.
#[derive(Debug, Clone, Default)]
struct Tally(BTreeMap<String, Counted>);

impl Counted {
    fn new(place: Place) -> Self {
        Self { times: 1, files: 1, first: place }
    }
}

impl Tally {
    fn add(&mut self, name: &str, path: &str, span: Span, seen: &mut Seen) {
        let new = seen.insert(name);
        match self.0.get_mut(name) {
            Some(counted) => {
                counted.times += 1;
                counted.files += usize::from(new);
            }
            None => {
                let place = Place { path: path.to_owned(), span };
                self.0.insert(name.to_owned(), Counted::new(place));
            }
        }
    }

    fn list(&self) -> Vec<Named> {
        let named = |(name, counted): (&String, &Counted)| Named {
            name: name.clone(),
            times: counted.times,
            files: counted.files,
            first: counted.first.clone(),
        };
        let mut list: Vec<Named> = self.0.iter().map(named).collect();
        list.sort_by_key(|named| std::cmp::Reverse((named.files, named.times)));
        list
    }
}

/// Names that were seen in the present file.
#[derive(Debug, Default)]
struct Seen(std::collections::HashSet<String>);

impl Seen {
    /// Whether the name is new in this file.
    fn insert(&mut self, name: &str) -> bool {
        !self.0.contains(name) && self.0.insert(name.to_owned())
    }
}

impl Summary {
    /// Adds a file.
    pub fn add(&mut self, file: &ReadFile) {
        match &file.outcome {
            Ok(read) => self.add_read(&file.path, read),
            Err(_) => self.unread += 1,
        }
    }

    fn add_read(&mut self, path: &str, read: &Read) {
        let material = Material::of_document(&read.document);
        *self.materials.entry(material).or_default() += 1;
        self.secrets(path, &read.document.text);
        self.messages += self.people.add(path, read);
        self.organisations(path, read);
        targets::add(&mut self.targets, path, read);
        ledger::add(path, read, |price| self.price(price));
        self.dates(read);
    }

    fn price(&mut self, price: Price) {
        if self.prices.len() < PRICES {
            self.prices.push(price);
        } else {
            self.further_prices += 1;
        }
    }

    /// Counts the marks of secrets by kind, and those with a hash by mark.
    fn secrets(&mut self, path: &str, text: &str) {
        let mut seen = Seen::default();
        for (at, _) in text.match_indices(MARK) {
            let Some(end) = text[at..].find(']').map(|end| at + end + 1) else { continue };
            let inside = &text[at + MARK.len()..end - 1];
            let (kind, hash) =
                inside.split_once(':').map_or((inside, None), |it| (it.0, Some(it.1)));
            *self.secrets.entry(kind.to_owned()).or_default() += 1;
            if let (Some(_), Some(span)) = (hash, Span::new(at, end)) {
                self.marks.add(&text[at..end], path, span, &mut seen);
            }
        }
    }

    fn organisations(&mut self, path: &str, read: &Read) {
        let mut seen = Seen::default();
        let mentions = read.reading.mentions.iter();
        for mention in mentions.filter(|mention| mention.kind == MentionKind::Organization) {
            self.organisations.add(&mention.canonical, path, mention.span, &mut seen);
        }
        for row in read.document.rows() {
            let cells = row
                .cells
                .iter()
                .filter(|cell| is_column(cell.column, noroshi_formats::Column::Organisation));
            for cell in cells.filter(|cell| cell.text.chars().any(char::is_alphabetic)) {
                self.organisations.add(cell.text, path, cell.span, &mut seen);
            }
        }
    }

    fn dates(&mut self, read: &Read) {
        let document = &read.document;
        for day in stamps(document) {
            widen(&mut self.stamped, day);
        }
        for mention in &read.reading.mentions {
            let Value::Date(moment, _) = mention.value else { continue };
            if matches!(moment.precision(), Precision::Day | Precision::Minute | Precision::Instant)
            {
                widen(&mut self.mentioned, moment.start().date());
            }
        }
    }

    /// Kinds of material and how many files are of each.
    pub fn materials(&self) -> impl Iterator<Item = (Material, usize)> {
        self.materials.iter().map(|(material, files)| (*material, *files))
    }

    /// Files that could not be read.
    pub fn unread(&self) -> usize {
        self.unread
    }

    /// Messages of all conversations.
    pub fn messages(&self) -> usize {
        self.messages
    }

    /// Masked secrets by kind.
    pub fn secrets_by_kind(&self) -> impl Iterator<Item = (&str, usize)> {
        self.secrets.iter().map(|(kind, count)| (kind.as_str(), *count))
    }

    /// Marks that stand in several files: the same secret in each.
    pub fn shared_secrets(&self) -> Vec<Named> {
        self.marks.list().into_iter().filter(|mark| mark.files > 1).collect()
    }

    /// People, those with the most messages first.
    pub fn people(&self) -> Vec<Person> {
        self.people.list()
    }

    /// Organisations, those in most files first.
    pub fn organisations_named(&self) -> Vec<Named> {
        self.organisations.list()
    }

    /// Targets and customers, those in most files first.
    pub fn targets(&self) -> Vec<Target> {
        targets::list(&self.targets)
    }

    /// Prices in the order of the files.
    pub fn prices(&self) -> &[Price] {
        &self.prices
    }

    /// Prices beyond those that are kept.
    pub fn further_prices(&self) -> usize {
        self.further_prices
    }

    /// From the first to the last time stamp of messages, entries and rows.
    pub fn stamped(&self) -> Option<Range> {
        self.stamped
    }

    /// From the first to the last day that a text names.
    pub fn mentioned(&self) -> Option<Range> {
        self.mentioned
    }
}

fn widen(range: &mut Option<Range>, day: Date) {
    let old = range.unwrap_or(Range { from: day, until: day });
    *range = Some(Range { from: old.from.min(day), until: old.until.max(day) });
}

/// The days on which messages were sent, entries written, rows dated.
fn stamps(document: &Document) -> Vec<Date> {
    let text = document.text.as_str();
    let mut days = Vec::new();
    let mut heading = None;
    for block in document.blocks.iter().filter(|block| block.kind == BlockKind::Time) {
        let Some(written) = block.span.of(text) else { continue };
        if let Some(moment) = written_moment(written, heading) {
            days.push(moment.start().date());
        }
        heading = if written_moment(written, None).is_some() { Some(written) } else { heading };
    }
    let times = document.rows().flat_map(|row| row.cells);
    let times = times.filter(|cell| is_column(cell.column, noroshi_formats::Column::Time));
    days.extend(times.filter_map(|cell| Some(written_moment(cell.text, None)?.start().date())));
    days
}

fn is_column(name: Option<&str>, wanted: noroshi_formats::Column) -> bool {
    name.and_then(noroshi_formats::column) == Some(wanted)
}

/// Words on one line, of a length that fits into a list.
fn short(words: &str) -> String {
    const MOST: usize = 80;
    let line = words.split_whitespace().collect::<Vec<_>>().join(" ");
    match line.char_indices().nth(MOST) {
        Some((end, _)) => format!("{}…", &line[..end]),
        None => line,
    }
}
