//! One line of a conversation.

use std::ops::Range;

use super::stamp::stamp;
use crate::leaked::words;

/// Most characters of a name.
const NAME: usize = 40;
/// Most words of a name.
const NAME_WORDS: usize = 4;
/// Most bytes of a line that holds nothing but name and time.
const HEAD: usize = 120;

/// What a line of a conversation holds, as byte ranges of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Line {
    /// Everything of a message.
    Message { time: Range<usize>, from: Range<usize>, to: Vec<Range<usize>>, said: Range<usize> },
    /// Name and time; what was said stands below.
    Head { time: Range<usize>, from: Range<usize> },
    /// A day alone.
    Day(Range<usize>),
    /// Anything else.
    Other,
}

/// Reads a line without its line end.
pub(super) fn parse(line: &str) -> Line {
    let start = line.len() - line.trim_start_matches(['\u{feff}', ' ', '\u{200e}']).len();
    let found =
        bracketed(line, start).or_else(|| timed(line, start)).or_else(|| named(line, start));
    found.unwrap_or(Line::Other)
}

/// `[time] from -> to: text`
fn bracketed(line: &str, start: usize) -> Option<Line> {
    let inside = line[start..].strip_prefix(['[', '［'])?;
    let at = line.len() - inside.len();
    let stamp = stamp(inside)?;
    let end = at + stamp.length;
    let rest = line[end..].trim_start().strip_prefix([']', '］'])?;
    stamp.time?;
    spoken(line, at..end, line.len() - rest.len())
}

/// `time from: text`, `time from` with the text below, `time TAB from TAB text`, a day.
fn timed(line: &str, start: usize) -> Option<Line> {
    let stamp = stamp(&line[start..])?;
    let end = start + stamp.length;
    let rest = &line[end..];
    if rest.trim().is_empty() {
        return (stamp.dated && stamp.time.is_none()).then_some(Line::Day(start..end));
    }
    stamp.time?;
    if let Some(cells) = rest.strip_prefix('\t') {
        return tabbed(line, start..end, line.len() - cells.len());
    }
    let apart = rest.starts_with([' ', '\u{3000}', ',']);
    let rest = rest.trim_start_matches([' ', '\u{3000}', ',']);
    let rest = rest.strip_prefix("- ").unwrap_or(rest);
    let from = line.len() - rest.len();
    (apart && stamp.dated).then_some(())?;
    spoken(line, start..end, from).or_else(|| {
        let name = trimmed(line, from..line.len());
        (line.len() <= HEAD && is_name(&line[name.clone()]))
            .then_some(Line::Head { time: start..end, from: name })
    })
}

/// `from TAB text` behind a time.
fn tabbed(line: &str, time: Range<usize>, start: usize) -> Option<Line> {
    let tab = start + line[start..].find('\t')?;
    let from = trimmed(line, start..tab);
    is_name(&line[from.clone()]).then(|| Line::Message {
        time,
        from,
        to: Vec::new(),
        said: trimmed(line, tab..line.len()),
    })
}

/// `name, [time]`, `name time`
fn named(line: &str, start: usize) -> Option<Line> {
    let line_end = line.trim_end().len();
    if line_end > HEAD || line_end <= start {
        return None;
    }
    let digit =
        line[start..].find(|sign: char| sign.is_ascii_digit() || sign == '[').map(|at| start + at);
    let mut at = digit?;
    loop {
        let open = usize::from(line[at..].starts_with('['));
        if let Some(stamp) = stamp(&line[at + open..]) {
            let end = at + open + stamp.length;
            let closed = if open == 1 { line[end..line_end] == *"]" } else { end == line_end };
            let from = trimmed(line, start..at);
            let name = line[from.clone()].trim_end_matches([',', '，']).trim_end().len();
            let from = from.start..from.start + name;
            let apart = line[..at].ends_with([' ', '\t', '\u{3000}']);
            let fits = closed && stamp.time.is_some() && apart && is_name(&line[from.clone()]);
            return fits.then_some(Line::Head { time: at + open..end, from });
        }
        let next = line[at + 1..].find(|sign: char| sign.is_whitespace())?;
        let after = at + 1 + next;
        at = after + line[after..].find(|sign: char| sign.is_ascii_digit() || sign == '[')?;
    }
}

/// `from -> to: text` from a byte on.
fn spoken(line: &str, time: Range<usize>, start: usize) -> Option<Line> {
    let rest = &line[start..];
    let colon = rest.find([':', '：'])?;
    let sign = rest[colon..].chars().next().map_or(1, char::len_utf8);
    let (from, to) = match arrow(&rest[..colon]) {
        Some((at, length)) => (start..start + at, Some(start + at + length..start + colon)),
        None => (start..start + colon, None),
    };
    let from = trimmed(line, from);
    let to = to.map(|range| recipients(line, range)).unwrap_or_default();
    let names = std::iter::once(&from).chain(&to).all(|name| is_name(&line[name.clone()]));
    let said = trimmed(line, start + colon + sign..line.len());
    (names && !line[said.clone()].starts_with("//")).then_some(Line::Message {
        time,
        from,
        to,
        said,
    })
}

/// Where an arrow stands, and its length.
fn arrow(names: &str) -> Option<(usize, usize)> {
    ["->", "→", "=>", "⇒", ">>", "➡"]
        .into_iter()
        .find_map(|sign| names.find(sign).map(|at| (at, sign.len())))
}

fn recipients(line: &str, range: Range<usize>) -> Vec<Range<usize>> {
    let mut at = range.start;
    let mut all = Vec::new();
    for part in line[range].split_inclusive([',', '、', '，', ';']) {
        let own = part.trim_end_matches([',', '、', '，', ';']).len();
        let name = trimmed(line, at..at + own);
        all.extend((!name.is_empty()).then_some(name));
        at += part.len();
    }
    all
}

fn trimmed(line: &str, range: Range<usize>) -> Range<usize> {
    let words = &line[range.clone()];
    let start = range.start + words.len() - words.trim_start().len();
    start..start + words.trim().len()
}

/// Whether these words can be the name of somebody who writes.
fn is_name(words_of_name: &str) -> bool {
    let name = words_of_name.trim_start_matches('@');
    let short = name.chars().count() <= NAME && name.split_whitespace().count() <= NAME_WORDS;
    let letters = name.chars().any(char::is_alphabetic);
    let odd = |sign: char| "=\"{}<>[]|;:。、「」?!？！%$\\,/".contains(sign) || sign.is_control();
    let lower = name.to_lowercase();
    short && letters && !name.contains(odd) && !words().chat.not_names.contains(&lower)
}
