//! What a log is, by its first bytes.

use super::{Format, access, auditd, syslog, table};
use crate::event::json;

/// How many bytes are looked at.
pub(crate) const HEAD: usize = 64 << 10;

/// The format; `None` for bytes that are no log.
pub(crate) fn format(head: &[u8], ended: bool) -> Option<Format> {
    if head.starts_with(b"ElfFile\0") {
        return Some(Format::Evtx);
    }
    let text = String::from_utf8_lossy(head);
    let start = text.trim_start();
    match start.bytes().next()? {
        b'{' => return Some(json_form(start, ended)),
        b'[' if matches!(start[1..].trim_start().bytes().next(), Some(b'{' | b']')) => {
            return Some(Format::Json);
        }
        _ => {}
    }
    let odd =
        head.iter().filter(|byte| **byte < 0x20 && !matches!(**byte, b'\t' | b'\r' | b'\n' | 0x1b));
    if odd.count() * 100 > head.len() {
        return None;
    }
    if start.starts_with("#separator") {
        return Some(Format::Csv);
    }
    if start.starts_with('#') && start.lines().any(|line| line.starts_with("#Fields:")) {
        return Some(Format::W3c);
    }
    Some(of_lines(start))
}

fn json_form(text: &str, ended: bool) -> Format {
    let line = text.lines().next().unwrap_or_default();
    let (count, end) = json::ends(line.as_bytes());
    let whole = count == 1 && line[end..].trim().is_empty();
    let broken = count == 0 && text[line.len()..].trim_start().starts_with('{');
    let wrapped = super::json::wrapper(text.as_bytes()) > 0;
    if !wrapped && (whole || (broken && ended)) { Format::JsonLines } else { Format::Json }
}

/// The format that most of the first lines have.
fn of_lines(text: &str) -> Format {
    let lines: Vec<&str> = text.lines().filter(|line| !line.trim().is_empty()).take(50).collect();
    let share =
        |fits: fn(&str) -> bool| lines.iter().filter(|line| fits(line)).count() * 2 > lines.len();
    if share(auditd::fits) {
        Format::Auditd
    } else if share(access::fits) {
        Format::Access
    } else if share(syslog::fits) {
        Format::Syslog
    } else if table::fits(&lines) {
        Format::Csv
    } else {
        Format::Text
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(head: &[u8], expect: Option<Format>) {
        assert_eq!(format(head, true), expect, "{}", String::from_utf8_lossy(head));
    }

    #[test]
    fn formats_are_told_by_content() {
        check(b"ElfFile\0\0\0", Some(Format::Evtx));
        check(b"{\"a\":1}\n{\"a\":2}\n", Some(Format::JsonLines));
        check(b"{\n \"a\":1}\n{\"a\":2}\n", Some(Format::Json));
        check(b"{\"a\":1}{\"a\":2}\n", Some(Format::Json));
        check(b"[{\"a\":1}]", Some(Format::Json));
        check(b"{\"Records\":[{\"a\":1}]}", Some(Format::Json));
        check(b"#Software: IIS\n#Fields: date time\n", Some(Format::W3c));
        check(
            b"192.0.2.1 - - [01/Oct/2026:18:30:00 +0900] \"GET / HTTP/1.1\" 200 5\n",
            Some(Format::Access),
        );
        check(b"Oct  1 09:30:00 host sshd[1]: text\n", Some(Format::Syslog));
        check(b"<13>1 2026-10-01T09:30:00Z host app - - - text\n", Some(Format::Syslog));
        check(b"type=EXECVE msg=audit(1364481363.243:24287): argc=1\n", Some(Format::Auditd));
        check(b"a,b,c\n1,2,3\n4,5,6\n", Some(Format::Csv));
        check(b"just some words\nand more\n", Some(Format::Text));
        check(b"MZ\x90\0\x03\0\0\0\x04\0\0\0", None);
        check(b"   ", None);
    }
}
