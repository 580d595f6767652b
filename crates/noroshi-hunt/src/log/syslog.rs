//! Syslog: RFC 5424, RFC 3164 and the form with an ISO date.

use super::auditd::pairs;
use crate::Event;
use crate::event::time;

const MONTHS: [&str; 12] =
    ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];

/// Whether a line looks like one.
pub(crate) fn fits(line: &str) -> bool {
    parts(line).is_some()
}

struct Parts<'a> {
    moment: Option<String>,
    host: &'a str,
    program: &'a str,
    message: &'a str,
}

fn parts(line: &str) -> Option<Parts<'_>> {
    let marked = line.strip_prefix('<').and_then(|rest| rest.split_once('>'));
    let rest = match marked {
        Some((number, rest)) if number.parse::<u16>().is_ok() => rest,
        _ => line,
    };
    if let Some(modern) = rest.strip_prefix("1 ") {
        let mut fields = modern.splitn(6, ' ');
        let moment = moment(fields.next()?);
        let (host, program) = (fields.next()?, fields.next()?);
        let (_, _) = (fields.next()?, fields.next()?);
        return Some(Parts { moment, host, program, message: fields.next().unwrap_or_default() });
    }
    let (moment, rest) = if rest.get(..3).is_some_and(|month| MONTHS.contains(&month)) {
        // Without a year there is no moment: it would be a guess.
        let time = rest.get(7..15)?;
        let sound = time.as_bytes().get(2) == Some(&b':') && time.as_bytes().get(5) == Some(&b':');
        (None, rest.get(15..).filter(|_| sound)?)
    } else {
        let (first, rest) = rest.split_once(' ')?;
        let dated = first.len() >= 19 && first.as_bytes().get(10) == Some(&b'T');
        (Some(moment(first).filter(|_| dated)?), rest)
    };
    let (host, rest) = rest.trim_start().split_once(' ')?;
    let (tag, message) =
        rest.split_once(": ").or_else(|| rest.strip_suffix(':').map(|tag| (tag, "")))?;
    let program = tag.split(['[', ' ']).next().unwrap_or(tag);
    Some(Parts { moment, host, program, message })
}

fn moment(text: &str) -> Option<String> {
    time::parse(text).map(|moment| moment.to_string())
}

/// Reads a line; gives whether it was one.
pub(crate) fn line(line: &str, event: &mut Event) -> bool {
    let Some(parts) = parts(line) else { return false };
    if let Some(moment) = &parts.moment {
        event.push("@timestamp", moment);
    }
    event.push("hostname", parts.host);
    event.push("program", parts.program.rsplit('/').next().unwrap_or_default());
    event.push("message", parts.message);
    // Appliances write pairs; a few in a sentence are none.
    if parts.message.matches('=').count() >= 3 {
        pairs(parts.message, &mut |name, value, _| event.push(name, value));
    }
    true
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Value;

    fn check(text: &str, host: &str, program: &str, message: &str) {
        let mut event = Event::default();
        assert!(line(text, &mut event), "{text}");
        let has = |name: &str, value: &str| {
            event.fields().any(|field| field == (name, Value::Text(value)))
        };
        assert!(
            has("hostname", host) && has("program", program) && has("message", message),
            "{text}"
        );
    }

    #[test]
    fn the_usual_forms_are_read() {
        check(
            "Oct  1 09:30:00 web1 sshd[12]: Failed password for root",
            "web1",
            "sshd",
            "Failed password for root",
        );
        check("<34>Oct 11 22:14:15 fw su: 'su root' failed", "fw", "su", "'su root' failed");
        check("<13>1 2026-10-01T09:30:00Z web1 nginx 1 - text here", "web1", "nginx", "text here");
        check("2026-10-01T09:30:00+09:00 web1 /usr/bin/code[7]: tunnel", "web1", "code", "tunnel");
        assert!(!fits("nothing of the kind") && !fits("Oct") && !fits("Oct 漢字漢字漢字漢字"));
    }
}
