//! Who writes to whom, and who is named.

use std::collections::BTreeMap;

use noroshi_formats::Column;
use noroshi_model::{MentionKind, Span};

use super::{Person, Place, Seen, is_column};
use crate::Read;

/// Everybody so far, by name.
#[derive(Debug, Clone, Default)]
pub(super) struct People(BTreeMap<String, One>);

#[derive(Debug, Clone)]
struct One {
    wrote: usize,
    received: usize,
    named: usize,
    to: BTreeMap<String, usize>,
    files: usize,
    first: Place,
}

impl People {
    /// Adds the people of a file; how many messages it has.
    pub(super) fn add(&mut self, path: &str, read: &Read) -> usize {
        let mut seen = Seen::default();
        let text = read.document.text.as_str();
        let messages = read.document.messages();
        for message in &messages {
            let Some(from) = name(text, message.from) else { continue };
            self.one(from, path, message.from, &mut seen).wrote += 1;
            for to in &message.to {
                let Some(name) = name(text, *to) else { continue };
                self.one(name, path, *to, &mut seen).received += 1;
                let writer = self.one(from, path, message.from, &mut seen);
                *writer.to.entry(name.to_owned()).or_default() += 1;
            }
        }
        self.named(path, read, &mut seen);
        messages.len()
    }

    fn named(&mut self, path: &str, read: &Read, seen: &mut Seen) {
        let persons = read.reading.mentions.iter();
        for mention in persons.filter(|mention| mention.kind == MentionKind::Person) {
            self.one(&mention.canonical, path, mention.span, seen).named += 1;
        }
        for row in read.document.rows() {
            for cell in row.cells {
                let person = [Column::Person, Column::From, Column::To];
                if person.into_iter().any(|column| is_column(cell.column, column)) {
                    self.one(cell.text, path, cell.span, seen).named += 1;
                }
            }
        }
    }

    fn one(&mut self, name: &str, path: &str, span: Span, seen: &mut Seen) -> &mut One {
        let new = seen.insert(name);
        let first = || Place { path: path.to_owned(), span };
        let one = self.0.entry(name.to_owned()).or_insert_with(|| One {
            wrote: 0,
            received: 0,
            named: 0,
            to: BTreeMap::new(),
            files: 0,
            first: first(),
        });
        one.files += usize::from(new);
        one
    }

    /// Those with the most messages first, then by name.
    pub(super) fn list(&self) -> Vec<Person> {
        let mut list: Vec<Person> = self.0.iter().map(|(name, one)| one.person(name)).collect();
        list.sort_by_key(|it| std::cmp::Reverse((it.wrote + it.received, it.files, it.named)));
        list
    }
}

impl One {
    fn person(&self, name: &str) -> Person {
        let mut to: Vec<(String, usize)> =
            self.to.iter().map(|(name, count)| (name.clone(), *count)).collect();
        to.sort_by_key(|(_, count)| std::cmp::Reverse(*count));
        Person {
            name: name.to_owned(),
            wrote: self.wrote,
            received: self.received,
            named: self.named,
            to,
            files: self.files,
            first: self.first.clone(),
        }
    }
}

fn name(text: &str, span: Span) -> Option<&str> {
    span.of(text).map(str::trim).filter(|name| !name.is_empty())
}
