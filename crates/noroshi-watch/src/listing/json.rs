//! Postings out of JSON: objects of a list, lines of JSON Lines, and events of MISP.

use noroshi_model::{DocumentId, Problem};
use serde_json::{Map, Value};

use super::Posting;
use super::column::{Role, is_of_offers, role};
use super::posting::MOST_POSTINGS;

/// Bytes beyond which a file is refused.
pub(super) const MOST_JSON: usize = 64 << 20;
/// Lists inside each other beyond which nothing is looked for.
const DEEPEST: usize = 8;

/// The postings of a JSON file: an array or object of objects, JSON Lines, or MISP events.
pub fn json_postings(bytes: &[u8], path: &str) -> (Vec<Posting>, Vec<Problem>) {
    let mut taker =
        Taker { path, document: DocumentId::of(bytes), found: Vec::new(), problems: Vec::new() };
    if bytes.len() > MOST_JSON {
        taker.problem(
            Problem::new("NRS-WATCH-004").fact("bytes", bytes.len()).fact("most", MOST_JSON),
        );
        return (taker.found, taker.problems);
    }
    let text = String::from_utf8_lossy(bytes);
    let text = text.trim_start_matches('\u{feff}');
    match serde_json::from_str::<Value>(text) {
        Ok(value) => taker.value(&value, "item", 0),
        Err(error) => taker.lines(text, &error),
    }
    if taker.found.len() > MOST_POSTINGS {
        let problem = Problem::new("NRS-WATCH-003")
            .fact("found", taker.found.len())
            .fact("most", MOST_POSTINGS);
        taker.problem(problem);
        taker.found.truncate(MOST_POSTINGS);
    }
    (taker.found, taker.problems)
}

struct Taker<'a> {
    path: &'a str,
    document: DocumentId,
    found: Vec<Posting>,
    problems: Vec<Problem>,
}

impl Taker<'_> {
    fn problem(&mut self, problem: Problem) {
        self.problems.push(problem.at(self.path));
    }

    /// Lines of JSON Lines; the file as a whole was none, because of `error`.
    fn lines(&mut self, text: &str, error: &serde_json::Error) {
        let lines: Vec<(usize, &str)> =
            text.lines().enumerate().filter(|(_, line)| !line.trim().is_empty()).collect();
        let first_fits = lines
            .first()
            .is_some_and(|(_, line)| serde_json::from_str::<Map<String, Value>>(line).is_ok());
        if !first_fits {
            let place = format!("line {}, column {}", error.line(), error.column());
            return self.problem(
                Problem::new("NRS-WATCH-005").fact("place", place).fact("reason", reason(error)),
            );
        }
        for (nth, line) in lines {
            match serde_json::from_str::<Value>(line) {
                Ok(value) => self.value(&value, &format!("line {}", nth + 1), DEEPEST),
                Err(error) => {
                    let place = format!("line {}", nth + 1);
                    self.problem(
                        Problem::new("NRS-WATCH-005")
                            .fact("place", place)
                            .fact("reason", reason(&error)),
                    );
                }
            }
        }
    }

    fn value(&mut self, value: &Value, at: &str, depth: usize) {
        match value {
            Value::Array(all) => {
                for (one, nth) in all.iter().zip(1..) {
                    self.value(one, &format!("{at} {nth}"), depth + 1);
                }
            }
            Value::Object(object) => self.object(object, at, depth),
            _ => {}
        }
    }

    fn object(&mut self, object: &Map<String, Value>, at: &str, depth: usize) {
        if let Some(event) = object.get("Event").and_then(Value::as_object) {
            return self.event(event);
        }
        let lists = object
            .values()
            .filter(|value| value.as_array().is_some_and(|all| all.iter().any(Value::is_object)));
        if depth < DEEPEST && lists.clone().next().is_some() {
            for list in lists {
                self.value(list, at, depth + 1);
            }
            return;
        }
        let fields: Vec<(String, String)> =
            object.iter().filter_map(|(name, value)| Some((name.clone(), plain(value)?))).collect();
        if fields.is_empty() {
            return;
        }
        let texts = fields
            .iter()
            .filter(|(name, _)| role(name) == Some(Role::Text))
            .map(|(_, value)| value.as_str());
        let mut text = texts.collect::<Vec<_>>().join("\n");
        if text.is_empty() {
            text = fields.iter().map(|(_, value)| value.as_str()).collect::<Vec<_>>().join(" | ");
        }
        self.push(at.to_owned(), text, fields);
    }

    fn push(&mut self, at: String, text: String, fields: Vec<(String, String)>) {
        let listed = is_of_offers(fields.iter().map(|(name, _)| name.as_str()));
        let (document, path) = (self.document, self.path.to_owned());
        self.found.push(Posting {
            origin: super::Origin::Posting,
            document,
            path,
            at,
            span: None,
            text,
            fields,
            listed,
            anchor: None,
        });
    }

    /// What stands in an event is more often a note of an analyst than a posting.
    fn may_be_anything(&mut self) {
        if let Some(posting) = self.found.last_mut().filter(|posting| !posting.listed) {
            posting.origin = super::Origin::Paragraph;
        }
    }

    /// An event of MISP: each object, and each attribute that is a text.
    fn event(&mut self, event: &Map<String, Value>) {
        let about = |name: &str| event.get(name).and_then(Value::as_str).map(str::to_owned);
        let mut common: Vec<(String, String)> =
            about("date").map(|date| ("date".to_owned(), date)).into_iter().collect();
        common.extend(about("info").map(|info| ("event".to_owned(), info)));
        for (object, nth) in list(event, "Object").iter().zip(1..) {
            let attributes =
                object.as_object().map(|object| list(object, "Attribute")).unwrap_or_default();
            let named = attributes
                .iter()
                .filter_map(|one| Some((word(one, "object_relation")?, word(one, "value")?)));
            let named: Vec<(String, String)> = named.collect();
            if is_of_words(&attributes) {
                let text =
                    named.iter().map(|(_, value)| value.as_str()).collect::<Vec<_>>().join("\n");
                let fields = named.iter().chain(&common).cloned().collect();
                self.push(format!("object {nth}"), text, fields);
                self.may_be_anything();
            }
        }
        for (attribute, nth) in list(event, "Attribute").iter().zip(1..) {
            let kind = word(attribute, "type").unwrap_or_default();
            if let Some(value) =
                word(attribute, "value").filter(|value| is_words(&kind) && !is_address(value))
            {
                self.push(format!("attribute {nth}"), value, common.clone());
                self.may_be_anything();
            }
        }
    }
}

/// Attributes of MISP whose value is written by people. Indicators are not postings.
fn is_words(kind: &str) -> bool {
    matches!(kind, "text" | "comment" | "other")
}

/// Addresses and paths stand in text attributes too; nobody offers anything with them.
fn is_address(value: &str) -> bool {
    let first = value.split_whitespace().next().unwrap_or_default();
    first.starts_with("magnet:") || first.contains("://") || first.starts_with('/')
}

fn is_of_words(attributes: &[Value]) -> bool {
    let long = |one: &Value| word(one, "value").is_some_and(|value| value.chars().count() >= 12);
    attributes.iter().any(|one| word(one, "type").is_some_and(|kind| is_words(&kind)) && long(one))
}

fn list(object: &Map<String, Value>, name: &str) -> Vec<Value> {
    object.get(name).and_then(Value::as_array).cloned().unwrap_or_default()
}

fn word(value: &Value, name: &str) -> Option<String> {
    value.get(name).and_then(Value::as_str).map(str::to_owned)
}

fn plain(value: &Value) -> Option<String> {
    match value {
        Value::String(text) if !text.trim().is_empty() => Some(text.clone()),
        Value::Number(number) => Some(number.to_string()),
        Value::Bool(flag) => Some(flag.to_string()),
        Value::Array(all) => {
            let all: Vec<&str> = all.iter().filter_map(Value::as_str).collect();
            (!all.is_empty()).then(|| all.join(", "))
        }
        _ => None,
    }
}

/// What the parser says, without its place: values of the file do not stand in it.
fn reason(error: &serde_json::Error) -> String {
    let text = error.to_string();
    text.split(" at line").next().unwrap_or_default().to_owned()
}
