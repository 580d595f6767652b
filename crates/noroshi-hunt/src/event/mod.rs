//! One event of a log: typed fields over one buffer, no tree.

pub(crate) mod json;
pub(crate) mod shape;
pub(crate) mod time;
pub(crate) mod tokens;

use std::sync::Arc;

use crate::LogSource;

/// What the reader knows about a record before any field is looked at.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum EventKind {
    /// A JSON object; its shape is decided by its fields.
    #[default]
    Json,
    /// A record of a Windows event log file.
    Evtx,
    /// A line of a web server in W3C extended format.
    W3c,
    /// A line of a proxy in W3C extended format.
    Proxy,
    /// A line of a web server in common or combined format.
    Access,
    /// A line of the Linux audit daemon.
    Auditd,
    /// A line of syslog.
    Syslog,
    /// A row of a table.
    Csv,
    /// A line of text without known form.
    Text,
}

impl EventKind {
    pub(crate) fn word(self) -> &'static str {
        match self {
            Self::Json => "json",
            Self::Evtx => "evtx",
            Self::W3c => "w3c",
            Self::Proxy => "proxy",
            Self::Access => "access",
            Self::Auditd => "auditd",
            Self::Syslog => "syslog",
            Self::Csv => "csv",
            Self::Text => "text",
        }
    }
}

/// A value of a field.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Value<'a> {
    /// Text.
    Text(&'a str),
    /// A whole number.
    Whole(i64),
    /// Any other number.
    Number(f64),
    /// True or false.
    Truth(bool),
    /// The field is there and says nothing.
    Null,
}

#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) enum Slot {
    Text(u32, u32),
    Whole(i64),
    Number(f64),
    Truth(bool),
    Null,
}

#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Field {
    pub(crate) name: (u32, u32),
    pub(crate) slot: Slot,
}

/// One event: its place, and its fields by path. Members of arrays stand under the path of the
/// array, one after the other.
#[derive(Debug, Clone, Default)]
pub struct Event {
    pub(crate) text: String,
    pub(crate) fields: Vec<Field>,
    pub(crate) kind: EventKind,
    pub(crate) log: Arc<str>,
    pub(crate) record: u64,
    pub(crate) line: bool,
    pub(crate) declared: Option<Arc<LogSource>>,
}

impl Event {
    /// What kind of record it was.
    pub fn kind(&self) -> EventKind {
        self.kind
    }

    /// The log it stands in, as it was given.
    pub fn log(&self) -> &Arc<str> {
        &self.log
    }

    /// The number of the record or line in the log.
    pub fn record(&self) -> u64 {
        self.record
    }

    /// Whether [`Event::record`] counts lines.
    pub fn counts_lines(&self) -> bool {
        self.line
    }

    /// Names and values, as the log has them.
    pub fn fields(&self) -> impl Iterator<Item = (&str, Value<'_>)> {
        self.fields.iter().map(|field| (self.part(field.name), self.value(field.slot)))
    }

    pub(crate) fn part(&self, (start, end): (u32, u32)) -> &str {
        self.text.get(start as usize..end as usize).unwrap_or_default()
    }

    pub(crate) fn value(&self, slot: Slot) -> Value<'_> {
        match slot {
            Slot::Text(start, end) => Value::Text(self.part((start, end))),
            Slot::Whole(number) => Value::Whole(number),
            Slot::Number(number) => Value::Number(number),
            Slot::Truth(truth) => Value::Truth(truth),
            Slot::Null => Value::Null,
        }
    }

    pub(crate) fn clear(&mut self) {
        self.text.clear();
        self.fields.clear();
    }

    /// Adds a field whose value is text.
    pub(crate) fn push(&mut self, name: &str, value: &str) {
        let name = self.store(name);
        let (start, end) = self.store(value);
        self.fields.push(Field { name, slot: Slot::Text(start, end) });
    }

    /// Adds a field.
    pub(crate) fn push_value(&mut self, name: &str, value: Value<'_>) {
        let slot = match value {
            Value::Text(text) => return self.push(name, text),
            Value::Whole(number) => Slot::Whole(number),
            Value::Number(number) => Slot::Number(number),
            Value::Truth(truth) => Slot::Truth(truth),
            Value::Null => Slot::Null,
        };
        let name = self.store(name);
        self.fields.push(Field { name, slot });
    }

    pub(crate) fn store(&mut self, text: &str) -> (u32, u32) {
        let start = self.text.len();
        self.text.push_str(text);
        (narrow(start), narrow(self.text.len()))
    }
}

/// A record is limited far below 4 GiB; the cap only keeps the conversion total.
pub(crate) fn narrow(length: usize) -> u32 {
    u32::try_from(length).unwrap_or(u32::MAX)
}
