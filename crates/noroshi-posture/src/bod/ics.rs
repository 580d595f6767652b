//! A calendar as a file that calendar programs take in.
//!
//! Source: RFC 5545: text escapes 3.3.11, folding 3.1, all-day events 3.6.1.

use jiff::Timestamp;
use noroshi_model::Language;

use super::Entry;

/// Octets of a content line, without the line break.
const LINE: usize = 75;

/// The entries with a day, as all-day events with a reminder two weeks before. `made` is the
/// moment that the events carry; the same entry keeps its UID, so a new file renews it.
pub fn ics(entries: &[Entry], language: Language, made: Timestamp) -> String {
    let mut file = File(String::new());
    file.line("BEGIN:VCALENDAR");
    file.line("VERSION:2.0");
    file.line("PRODID:-//Noroshi//posture calendar//EN");
    file.line("CALSCALE:GREGORIAN");
    let stamp = made.strftime("%Y%m%dT%H%M%SZ").to_string();
    for entry in entries {
        let (Some(due), Some(after)) = (entry.due, entry.due.and_then(|it| it.tomorrow().ok()))
        else {
            continue;
        };
        let title = text(entry.title.pick(language));
        file.line("BEGIN:VEVENT");
        file.line(&format!(
            "UID:{}-{}@posture.noroshi.invalid",
            text(&entry.key),
            entry.standing.word()
        ));
        file.line(&format!("DTSTAMP:{stamp}"));
        file.line(&format!("DTSTART;VALUE=DATE:{}", due.strftime("%Y%m%d")));
        file.line(&format!("DTEND;VALUE=DATE:{}", after.strftime("%Y%m%d")));
        file.line(&format!("SUMMARY:{title}"));
        file.line(&format!("DESCRIPTION:{}", text(entry.basis.pick(language))));
        file.line("TRANSP:TRANSPARENT");
        file.line("BEGIN:VALARM");
        file.line("ACTION:DISPLAY");
        file.line(&format!("DESCRIPTION:{title}"));
        file.line("TRIGGER:-P14D");
        file.line("END:VALARM");
        file.line("END:VEVENT");
    }
    file.line("END:VCALENDAR");
    file.0
}

struct File(String);

impl File {
    /// One content line, folded between characters so that no part has more than 75 octets.
    fn line(&mut self, line: &str) {
        let mut room = LINE;
        for c in line.chars() {
            if c.len_utf8() > room {
                self.0.push_str("\r\n ");
                // The space that marks the fold counts.
                room = LINE - 1;
            }
            self.0.push(c);
            room -= c.len_utf8();
        }
        self.0.push_str("\r\n");
    }
}

/// A TEXT value: what has a meaning is escaped, what cannot stand in a file is left out.
fn text(value: &str) -> String {
    let mut out = String::with_capacity(value.len());
    let mut after_return = false;
    for c in value.chars() {
        match c {
            '\\' | ';' | ',' => out.extend(['\\', c]),
            '\r' => out.push_str("\\n"),
            '\n' if after_return => {}
            '\n' => out.push_str("\\n"),
            c if c.is_control() => {}
            c => out.push(c),
        }
        after_return = c == '\r';
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_is_escaped() {
        assert_eq!(text("a,b;c\\d\r\ne\nf\u{7}"), "a\\,b\\;c\\\\d\\ne\\nf");
        assert_eq!(text("BEGIN:VEVENT\nEND:VEVENT"), "BEGIN:VEVENT\\nEND:VEVENT");
    }

    #[test]
    fn lines_are_folded_between_characters() {
        let mut file = File(String::new());
        file.line(&format!("SUMMARY:{}", "狼煙".repeat(40)));
        let lines: Vec<&str> = file.0.trim_end().split("\r\n").collect();
        assert!(lines.len() > 3 && lines.iter().all(|line| line.len() <= LINE));
        assert!(lines.iter().skip(1).all(|line| line.starts_with(' ')));
        let whole = file.0.replace("\r\n ", "");
        assert_eq!(whole, format!("SUMMARY:{}\r\n", "狼煙".repeat(40)));
    }
}
