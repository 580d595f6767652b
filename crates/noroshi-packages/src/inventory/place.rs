//! Lines of a text, and what may be shown of them.

/// Longest text of a line that is shown, in characters.
const SHOWN: usize = 200;

/// Where the lines of a text begin.
pub(super) struct Lines<'a> {
    text: &'a str,
    starts: Vec<usize>,
}

impl<'a> Lines<'a> {
    pub(super) fn of(text: &'a str) -> Self {
        let ends = text.bytes().enumerate().filter(|(_, byte)| *byte == b'\n');
        let starts = std::iter::once(0).chain(ends.map(|(at, _)| at + 1)).collect();
        Self { text, starts }
    }

    /// The line of a byte, from 1.
    pub(super) fn at(&self, byte: usize) -> usize {
        self.starts.partition_point(|start| *start <= byte)
    }

    /// What stands on a line, from 1.
    pub(super) fn text(&self, line: usize) -> &'a str {
        let Some(start) = line.checked_sub(1).and_then(|at| self.starts.get(at)) else { return "" };
        let end = self.starts.get(line).copied().unwrap_or(self.text.len());
        self.text.get(*start..end).unwrap_or_default().trim()
    }

    /// The line of a part of the text, which must have been cut out of it.
    pub(super) fn of_part(&self, part: &str) -> usize {
        let offset = (part.as_ptr() as usize).checked_sub(self.text.as_ptr() as usize);
        offset.filter(|at| *at <= self.text.len()).map_or(1, |at| self.at(at))
    }
}

/// A line as it may be shown: one line, cut, the login of an address masked.
pub(super) fn shown(line: &str) -> String {
    let mut masked = String::with_capacity(line.len().min(SHOWN * 4));
    let mut rest = line.trim();
    if rest.len() > SHOWN * 8 {
        rest = &rest[..rest.floor_char_boundary(SHOWN * 8)];
    }
    while let Some((before, after)) = rest.split_once("://") {
        masked.push_str(before);
        masked.push_str("://");
        let end = after.find(is_end_of_host).unwrap_or(after.len());
        let (host, tail) = after.split_at(end);
        match host.rsplit_once('@') {
            Some((_, host)) => masked.extend(["***@", host]),
            None => masked.push_str(host),
        }
        rest = tail;
    }
    masked.push_str(rest);
    match masked.char_indices().nth(SHOWN) {
        Some((at, _)) => format!("{}…", &masked[..at]),
        None => masked,
    }
}

/// The host ends with a path. A password may hold anything else, so `?` and `#` do not end it.
fn is_end_of_host(sign: char) -> bool {
    sign == '/' || sign == '"' || sign == '\'' || sign.is_whitespace()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bytes_lead_to_lines() {
        let lines = Lines::of("a\nbc\n\nd");
        assert_eq!(
            [lines.at(0), lines.at(1), lines.at(2), lines.at(5), lines.at(6)],
            [1, 1, 2, 3, 4]
        );
        assert_eq!(
            [lines.text(2), lines.text(3), lines.text(4), lines.text(9)],
            ["bc", "", "d", ""]
        );
    }

    #[test]
    fn a_login_in_an_address_is_not_shown() {
        let line =
            "--index-url https://ci:hunter2@pypi.kazemori.example/simple x git+https://t0ken@h/r";
        let told = shown(line);
        assert!(!told.contains("hunter2") && !told.contains("t0ken"), "{told}");
        assert!(told.contains("https://***@pypi.kazemori.example/simple"), "{told}");
        assert_eq!(shown(&"長".repeat(500)).chars().count(), SHOWN + 1);
    }
}
