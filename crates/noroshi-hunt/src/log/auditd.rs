//! The log of the Linux audit daemon.

use crate::Event;
use crate::event::time;

/// Whether a line looks like one.
pub(crate) fn fits(line: &str) -> bool {
    line.contains("type=") && line.contains("msg=audit(")
}

/// Reads a line; gives whether it was one.
pub(crate) fn line(line: &str, event: &mut Event) -> bool {
    let Some((head, rest)) = line.split_once("msg=audit(") else { return false };
    let Some((stamp, rest)) = rest.split_once(')') else { return false };
    let (moment, serial) = stamp.split_once(':').unwrap_or((stamp, ""));
    pairs(head, &mut |name, value, plain| add(event, name, value, plain));
    if let Some(moment) = time::parse(moment) {
        event.push("@timestamp", &moment.to_string());
    }
    event.push("serial", serial);
    let rest = rest.trim_start_matches(':');
    pairs(rest, &mut |name, value, plain| {
        if name == "msg" && value.contains('=') {
            pairs(value, &mut |name, value, plain| add(event, name, value, plain));
        } else {
            add(event, name, value, plain);
        }
    });
    event.push("message", line);
    true
}

/// Values that may hold anything are written in hexadecimal when they do.
fn add(event: &mut Event, name: &str, value: &str, plain: bool) {
    let argument = name.strip_prefix('a').is_some_and(|digits| digits.parse::<u16>().is_ok());
    let coded = plain
        && (argument || matches!(name, "proctitle" | "exe" | "cmd" | "name" | "cwd" | "comm"));
    let decoded = if coded { hexadecimal(value) } else { None };
    event.push(name, decoded.as_deref().unwrap_or(value));
}

fn hexadecimal(text: &str) -> Option<String> {
    if text.len() < 4 || text.len() % 2 == 1 || !text.bytes().all(|byte| byte.is_ascii_hexdigit()) {
        return None;
    }
    let pairs = text.as_bytes().chunks(2);
    let bytes = pairs.map(|pair| u8::from_str_radix(std::str::from_utf8(pair).ok()?, 16).ok());
    let bytes: Option<Vec<u8>> = bytes.collect();
    let text = String::from_utf8(bytes?).ok()?;
    let text = text.replace('\0', " ");
    text.chars().all(|one| !one.is_control() || one.is_whitespace()).then_some(text)
}

/// Every `name=value`; the value may be in quotation marks. Says whether it stood plain.
pub(crate) fn pairs(text: &str, visit: &mut dyn FnMut(&str, &str, bool)) {
    let mut rest = text;
    while let Some(at) = rest.find('=') {
        let name = rest[..at].rsplit([' ', '\t', ',', '\u{1d}']).next().unwrap_or_default();
        let tail = &rest[at + 1..];
        let (value, next, plain) = match tail.chars().next() {
            Some(quote @ ('"' | '\'')) => match tail[1..].find(quote) {
                Some(end) => (&tail[1..=end], &tail[end + 2..], false),
                None => (&tail[1..], "", false),
            },
            _ => {
                let end = tail.find([' ', '\t', '\u{1d}']).unwrap_or(tail.len());
                (&tail[..end], &tail[end..], true)
            }
        };
        let sound = |one: char| one.is_alphanumeric() || matches!(one, '_' | '-' | '.');
        if !name.is_empty() && name.chars().all(sound) {
            visit(name, value, plain);
        }
        rest = next;
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Value;

    #[test]
    fn arguments_in_hexadecimal_and_inner_messages_are_read() {
        let mut event = Event::default();
        let text = "type=EXECVE msg=audit(1790847000.243:24287): argc=2 a0=\"code\" a1=74756E6E656C2061 res=1";
        assert!(fits(text) && line(text, &mut event));
        let text = "type=USER_CMD msg=audit(1790847000.243:1): pid=1 msg='cwd=\"/root\" cmd=6C73202D6C res=success'";
        assert!(line(text, &mut event));
        let has = |name: &str, value: &str| {
            event.fields().any(|field| field == (name, Value::Text(value)))
        };
        assert!(has("a0", "code") && has("a1", "tunnel a") && has("type", "EXECVE"));
        assert!(has("cmd", "ls -l") && has("cwd", "/root") && has("serial", "24287"));
        assert!(has("@timestamp", "2026-10-01T09:30:00.243Z"));
    }
}
