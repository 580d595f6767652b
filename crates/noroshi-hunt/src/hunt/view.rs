//! One event as the rules see it: the values of the fields that any rule names.

use std::fmt::Write as _;

use crate::event::tokens;
use crate::rule::lower_into;
use crate::{Event, Value};

const NONE: u32 = u32::MAX;
/// The field is there, and no rule that comes into question asks what it says.
const THERE: u32 = u32::MAX - 1;

/// The values of one event, by the numbers of the rules' fields. Used again for the next.
#[derive(Debug, Default)]
pub(crate) struct View {
    heads: Vec<u32>,
    touched: Vec<u32>,
    entries: Vec<Entry>,
    /// The values, as they are, and in lower case.
    raw: String,
    lower: String,
    /// Every text of the event, for keywords.
    texts: Vec<(Range, Range)>,
}

type Range = (u32, u32);

#[derive(Debug, Clone, Copy)]
struct Entry {
    next: u32,
    raw: Range,
    lower: Range,
    kind: Kind,
}

#[derive(Debug, Clone, Copy, PartialEq)]
enum Kind {
    Text,
    /// Text by which Windows says that there is nothing.
    Dash,
    Number(f64),
    Truth(bool),
    Null,
}

/// One value.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Found<'a> {
    /// As text; empty for null.
    pub(crate) raw: &'a str,
    /// In lower case.
    pub(crate) lower: &'a str,
    kind: Kind,
}

impl Found<'_> {
    /// Whether it says nothing.
    pub(crate) fn is_null(&self) -> bool {
        matches!(self.kind, Kind::Null | Kind::Dash)
    }

    /// Whether it is there at all, be it a dash.
    pub(crate) fn exists(&self) -> bool {
        self.kind != Kind::Null
    }

    /// The value as a number, if it is one.
    pub(crate) fn number(&self) -> Option<f64> {
        match self.kind {
            Kind::Number(number) => Some(number),
            Kind::Text => self.raw.parse().ok(),
            _ => None,
        }
    }

    /// The value as a truth value, if it is one.
    pub(crate) fn truth(&self) -> Option<bool> {
        match self.kind {
            Kind::Truth(truth) => Some(truth),
            Kind::Text => match self.lower {
                "true" | "1" | "yes" => Some(true),
                "false" | "0" | "no" => Some(false),
                _ => None,
            },
            _ => None,
        }
    }
}

impl View {
    /// Forgets the last event; `fields` is how many fields the rules name.
    pub(crate) fn clear(&mut self, fields: usize) {
        for field in self.touched.drain(..) {
            if let Some(head) = self.heads.get_mut(field as usize) {
                *head = NONE;
            }
        }
        self.heads.resize(fields, NONE);
        self.entries.clear();
        self.raw.clear();
        self.lower.clear();
        self.texts.clear();
    }

    /// Adds a value to each of these fields.
    pub(crate) fn add(&mut self, fields: &[u32], value: Value<'_>, windows: bool) {
        let (start, below) = (self.raw.len(), self.lower.len());
        let kind = match value {
            Value::Text(text) => {
                self.raw.push_str(text);
                lower_into(text, &mut self.lower);
                if windows && matches!(text, "-" | "?") { Kind::Dash } else { Kind::Text }
            }
            Value::Whole(number) => {
                let _ = write!(self.raw, "{number}");
                #[expect(clippy::cast_precision_loss, reason = "rules compare 64-bit floats")]
                Kind::Number(number as f64)
            }
            Value::Number(number) => {
                let _ = write!(self.raw, "{number}");
                Kind::Number(number)
            }
            Value::Truth(truth) => {
                self.raw.push_str(if truth { "true" } else { "false" });
                Kind::Truth(truth)
            }
            Value::Null => Kind::Null,
        };
        if matches!(kind, Kind::Number(_) | Kind::Truth(_)) {
            self.lower.push_str(self.raw.get(start..).unwrap_or_default());
        }
        let raw = range(start, self.raw.len());
        let lower = range(below, self.lower.len());
        fields.iter().for_each(|field| self.link(*field, Entry { next: NONE, raw, lower, kind }));
        if let (true, Value::Text(text)) = (windows, value) {
            self.add_readings(fields, text);
        }
    }

    /// What a value of Windows also stands for: the words of its tokens, and itself without the
    /// spaces that some providers write behind it (`NtLmSsp ` in 4624).
    fn add_readings(&mut self, fields: &[u32], text: &str) {
        if text.contains("%%")
            && let Some(decoded) = tokens::decode(text)
        {
            self.add(fields, Value::Text(&decoded), false);
        }
        let bare = text.trim_end_matches(' ');
        if bare.len() < text.len() && !bare.is_empty() {
            self.add(fields, Value::Text(bare), false);
        }
    }

    /// Notes that the event has the field.
    pub(crate) fn note(&mut self, field: u32) {
        if let Some(head) = self.heads.get_mut(field as usize).filter(|head| **head == NONE) {
            *head = THERE;
            self.touched.push(field);
        }
    }

    fn link(&mut self, field: u32, entry: Entry) {
        let place = u32::try_from(self.entries.len()).unwrap_or(NONE);
        let Some(head) = self.heads.get_mut(field as usize) else { return };
        if *head >= THERE {
            if *head == NONE {
                self.touched.push(field);
            }
            *head = place;
        } else {
            let mut last = *head as usize;
            while let Some(entry) = self.entries.get(last).filter(|entry| entry.next != NONE) {
                last = entry.next as usize;
            }
            if let Some(entry) = self.entries.get_mut(last) {
                entry.next = place;
            }
        }
        self.entries.push(entry);
    }

    /// Gives the values of one field to another that has none.
    pub(crate) fn copy(&mut self, from: u32, to: u32) {
        let head = self.heads.get(from as usize).copied().unwrap_or(NONE);
        if let Some(own) = self.heads.get_mut(to as usize).filter(|own| **own >= THERE)
            && head != NONE
        {
            if *own == NONE {
                self.touched.push(to);
            }
            *own = head;
        }
    }

    /// Makes every text of the event ready for keywords.
    pub(crate) fn add_texts(&mut self, event: &Event) {
        for (_, value) in event.fields() {
            if let Value::Text(text) = value {
                let (start, below) = (self.raw.len(), self.lower.len());
                self.raw.push_str(text);
                lower_into(text, &mut self.lower);
                self.texts.push((range(start, self.raw.len()), range(below, self.lower.len())));
            }
        }
    }

    /// The values of a field.
    pub(crate) fn values(&self, field: usize) -> impl Iterator<Item = Found<'_>> {
        let mut place = self.heads.get(field).copied().unwrap_or(NONE);
        std::iter::from_fn(move || {
            let entry = self.entries.get(place as usize)?;
            place = entry.next;
            Some(Found {
                raw: part(&self.raw, entry.raw),
                lower: part(&self.lower, entry.lower),
                kind: entry.kind,
            })
        })
    }

    /// Every text of the event.
    pub(crate) fn texts(&self) -> impl Iterator<Item = Found<'_>> {
        self.texts.iter().map(|(raw, lower)| Found {
            raw: part(&self.raw, *raw),
            lower: part(&self.lower, *lower),
            kind: Kind::Text,
        })
    }

    /// The fields that the event has.
    pub(crate) fn touched(&self) -> &[u32] {
        &self.touched
    }
}

fn range(start: usize, end: usize) -> Range {
    (crate::event::narrow(start), crate::event::narrow(end))
}

fn part(text: &str, (start, end): Range) -> &str {
    text.get(start as usize..end as usize).unwrap_or_default()
}
