//! Conversations in JSON: a list of messages, or an object that holds one.
//!
//! The canonical text is made: one message after the other as `[time] from -> to: text`.

use std::fmt::Write as _;

use jiff::Timestamp;
use noroshi_model::{BlockKind, Media, Problem};
use serde_json::{Map, Value};

use crate::draft::{Draft, one_line};
use crate::{Limits, fault};

/// Names under which programs keep the parts of a message, the best first.
const TIME: [&str; 11] = [
    "time",
    "date",
    "timestamp",
    "datetime",
    "ts",
    "sent_at",
    "created_at",
    "createTime",
    "create_time",
    "sentAt",
    "when",
];
const FROM: [&str; 11] = [
    "from",
    "sender",
    "from_name",
    "user",
    "username",
    "author",
    "talker",
    "nickname",
    "name",
    "user_profile",
    "speaker",
];
const TO: [&str; 9] =
    ["to", "recipient", "recipients", "receiver", "to_name", "room", "channel", "group", "chat"];
const SAID: [&str; 7] = ["text", "message", "content", "body", "msg", "said", "words"];
/// Names of a list of messages inside an object.
const LISTS: [&str; 6] = ["messages", "chats", "data", "records", "items", "history"];

/// A conversation; `None` for any other text. A list that is cut off is no JSON and stays text.
pub(crate) fn read(text: &str, limits: &Limits) -> Option<Draft> {
    let start = text.trim_start_matches('\u{feff}').trim_start();
    let head = &start[..start.floor_char_boundary(4_096.min(start.len()))];
    let names = |names: &[&str]| names.iter().any(|name| head.contains(&format!("\"{name}\"")));
    if !start.starts_with(['[', '{']) || !names(&FROM) || !names(&SAID) {
        return None;
    }
    let value: Value = serde_json::from_str(start).ok().or_else(|| by_line(start))?;
    let mut messages = Vec::new();
    gather(&value, None, 0, &mut messages);
    let known = messages.iter().filter(|message| message.said.is_some()).count();
    (known >= 1 && known * 2 >= messages.len()).then(|| draft(&messages, limits))
}

/// One object in each line.
fn by_line(text: &str) -> Option<Value> {
    let lines = text.lines().filter(|line| !line.trim().is_empty());
    let values: Result<Vec<Value>, _> = lines.map(serde_json::from_str).collect();
    values.ok().filter(|values| values.len() > 1).map(Value::Array)
}

/// A message, its parts as text.
struct Message {
    time: Option<String>,
    from: String,
    to: Option<String>,
    said: Option<String>,
}

/// All messages below a value, in order; `to` is the name of the conversation around.
fn gather(value: &Value, to: Option<&str>, depth: usize, messages: &mut Vec<Message>) {
    if depth > 6 {
        return;
    }
    match value {
        Value::Array(values) => values.iter().for_each(|one| gather(one, to, depth + 1, messages)),
        Value::Object(object) => match message(object, to) {
            Some(message) => messages.push(message),
            None => {
                let name = object.get("name").and_then(Value::as_str).or(to);
                let lists = LISTS.iter().chain(&["list"]).filter_map(|key| object.get(*key));
                lists.for_each(|list| gather(list, name, depth + 1, messages));
            }
        },
        _ => {}
    }
}

fn message(object: &Map<String, Value>, around: Option<&str>) -> Option<Message> {
    let part = |names: &[&str]| names.iter().find_map(|name| words(object.get(*name)?));
    let from = part(&FROM).and_then(|name| one_line(&name))?;
    let (said, time) = (part(&SAID), time(object));
    (said.is_some() || time.is_some()).then(|| Message {
        time,
        from,
        to: part(&TO).and_then(|name| one_line(&name)).or_else(|| around.and_then(one_line)),
        said: said.filter(|said| !said.trim().is_empty()),
    })
}

/// Words as a string, a number, or the pieces of a formatted text.
fn words(value: &Value) -> Option<String> {
    match value {
        Value::String(words) => Some(words.clone()),
        Value::Number(number) => Some(number.to_string()),
        Value::Array(pieces) => Some(pieces.iter().filter_map(words).collect()),
        Value::Object(object) => ["text", "name", "real_name", "display_name", "content"]
            .iter()
            .find_map(|key| words(object.get(*key)?)),
        Value::Null | Value::Bool(_) => None,
    }
}

/// A time as written, or ISO 8601 in UTC for seconds or milliseconds since 1970.
fn time(object: &Map<String, Value>) -> Option<String> {
    let written = TIME.iter().find_map(|name| words(object.get(*name)?))?;
    let seconds = written.split('.').next().and_then(|whole| whole.parse::<i64>().ok());
    let seconds =
        seconds.map(|number| if number > 100_000_000_000 { number / 1_000 } else { number });
    let since = seconds
        .filter(|seconds| *seconds > 100_000_000)
        .and_then(|it| Timestamp::from_second(it).ok());
    since.map(|moment| moment.to_string()).or_else(|| one_line(&written))
}

fn draft(messages: &[Message], limits: &Limits) -> Draft {
    let mut draft = Draft::new(Media::ChatJson, String::new());
    for (nth, message) in messages.iter().enumerate() {
        if draft.text.len() > limits.text || nth >= limits.rows {
            draft.problems.push(left_out(limits));
            break;
        }
        write(&mut draft, message);
    }
    draft
}

fn left_out(limits: &Limits) -> Problem {
    fault::rest_unread("messages", limits.rows)
}

fn write(draft: &mut Draft, message: &Message) {
    if let Some(time) = &message.time {
        draft.text.push('[');
        part(draft, time, BlockKind::Time);
        draft.text.push_str("] ");
    }
    part(draft, &message.from, BlockKind::Sender);
    if let Some(to) = &message.to {
        draft.text.push_str(" -> ");
        part(draft, to, BlockKind::Recipient);
    }
    draft.text.push_str(": ");
    part(draft, message.said.as_deref().unwrap_or_default().trim(), BlockKind::Said);
    // Writing to a string does not fail.
    writeln!(draft.text).unwrap_or_default();
}

fn part(draft: &mut Draft, words: &str, kind: BlockKind) {
    let start = draft.text.len();
    draft.text.push_str(words);
    draft.block(start, draft.text.len(), kind);
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text(json: &str) -> Option<String> {
        read(json, &Limits::default()).map(|draft| draft.text)
    }

    #[test]
    fn a_list_of_messages() {
        let json = r#"[{"time":"2024-02-16 10:21","from":"alice","to":"bob","text":"hi"},{"time":"2024-02-16 10:22","from":"bob","to":"alice","text":"a\nb"}]"#;
        assert_eq!(
            text(json).as_deref(),
            Some("[2024-02-16 10:21] alice -> bob: hi\n[2024-02-16 10:22] bob -> alice: a\nb\n")
        );
    }

    #[test]
    fn exports_of_two_programs() {
        let telegram = r#"{"name":"sales","type":"private_group","messages":[{"id":1,"date":"2024-02-16T10:21:33","from":"alice","text":["see ",{"type":"link","text":"a.example"}]}]}"#;
        assert_eq!(
            text(telegram).as_deref(),
            Some("[2024-02-16T10:21:33] alice -> sales: see a.example\n")
        );
        let slack = r#"[{"type":"message","user":"U1","ts":"1708046493.000200","text":"hi"}]"#;
        assert_eq!(text(slack).as_deref(), Some("[2024-02-16T01:21:33Z] U1: hi\n"));
    }

    #[test]
    fn other_json_is_no_conversation() {
        assert_eq!(text(r#"{"name":"a","version":"1"}"#), None);
        assert_eq!(text(r#"[{"from":"a","text":"b"}"#), None);
        assert_eq!(text(r#"{"from":{"a":1},"text":[]}"#), None);
    }
}
