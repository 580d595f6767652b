//! Common and combined log format of Apache and nginx, with or without the virtual host.

use crate::Event;
use crate::event::time;

/// Whether a line looks like one.
pub(crate) fn fits(line: &str) -> bool {
    line.contains(" [") && line.contains("] \"") && request(line).is_some()
}

/// The parts around the request: before the moment, the moment, the request and what follows.
fn request(line: &str) -> Option<(&str, &str, &str, &str)> {
    let (before, rest) = line.split_once(" [")?;
    let (moment, rest) = rest.split_once("] \"")?;
    let (request, after) = quoted(rest)?;
    let status = after.split_whitespace().next()?;
    let sound = moment.len() < 40 && status.len() == 3 && status.parse::<u16>().is_ok();
    sound.then_some((before, moment, request, after))
}

/// Up to the closing quotation mark, past escaped ones.
fn quoted(text: &str) -> Option<(&str, &str)> {
    let mut escaped = false;
    let end = text.bytes().position(|byte| {
        let ends = byte == b'"' && !escaped;
        escaped = byte == b'\\' && !escaped;
        ends
    })?;
    Some((&text[..end], &text[end + 1..]))
}

/// Reads a line; gives whether it was one.
pub(crate) fn line(line: &str, event: &mut Event) -> bool {
    let Some((before, moment, request, after)) = request(line) else { return false };
    let before: Vec<&str> = before.split_whitespace().collect();
    if let Some(user) = before.last().filter(|user| **user != "-" && before.len() > 2) {
        event.push("cs-username", user);
    }
    let client = if before.len() > 3 {
        before.first().iter().for_each(|host| event.push("cs-host", host));
        before.get(1)
    } else {
        before.first()
    };
    client.iter().for_each(|client| event.push("c-ip", client));
    let moment = time::parse(moment).map_or_else(|| moment.to_owned(), |moment| moment.to_string());
    event.push("@timestamp", &moment);
    let mut parts = request.split(' ');
    event.push("cs-method", parts.next().unwrap_or_default());
    let uri = parts.next().unwrap_or_default();
    let (stem, query) = uri.split_once('?').unwrap_or((uri, ""));
    event.push("cs-uri", uri);
    event.push("cs-uri-stem", stem);
    if !query.is_empty() {
        event.push("cs-uri-query", query);
    }
    let mut numbers = after.split_whitespace();
    numbers.next().iter().for_each(|status| event.push("sc-status", status));
    numbers.next().iter().for_each(|size| event.push("sc-bytes", size));
    let mut rest = after;
    for name in ["cs-referer", "cs-user-agent"] {
        let Some((text, tail)) = rest.split_once('"').and_then(|(_, rest)| quoted(rest)) else {
            break;
        };
        if text != "-" {
            event.push(name, text);
        }
        rest = tail;
    }
    event.push("message", line);
    true
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Value;

    #[test]
    fn a_combined_line_has_the_names_of_the_taxonomy() {
        let mut event = Event::default();
        let text = r#"www.example 192.0.2.7 - sato [01/Oct/2026:18:30:00 +0900] "GET /a.php?id=1%27 HTTP/1.1" 200 12 "-" "curl/8 \"x\"""#;
        assert!(fits(text) && line(text, &mut event));
        let value = |name: &str| {
            event.fields().find(|(own, _)| *own == name).and_then(|(_, value)| match value {
                Value::Text(text) => Some(text.to_owned()),
                _ => None,
            })
        };
        assert_eq!(value("c-ip").as_deref(), Some("192.0.2.7"));
        assert_eq!(value("cs-host").as_deref(), Some("www.example"));
        assert_eq!(value("cs-username").as_deref(), Some("sato"));
        assert_eq!(value("cs-uri-query").as_deref(), Some("id=1%27"));
        assert_eq!(value("sc-status").as_deref(), Some("200"));
        assert_eq!(value("cs-user-agent").as_deref(), Some(r#"curl/8 \"x\""#));
        assert_eq!(value("@timestamp").as_deref(), Some("2026-10-01T09:30:00Z"));
        assert_eq!(value("cs-referer"), None);
    }
}
