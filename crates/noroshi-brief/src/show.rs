//! How dates and texts are shown: the same on paper and on a terminal.

use jiff::Timestamp;
use jiff::civil::Date;
use noroshi_model::{Moment, Precision, Span};

use crate::material::Language;
use crate::view::LookedItem;
use crate::words::{Words, fill};

/// A day in words: 2024年12月26日, 26 Dec 2024.
pub(crate) fn day(language: Language, date: Date) -> String {
    match language {
        Language::Ja => format!("{}年{}月{}日", date.year(), date.month(), date.day()),
        Language::En => format!("{} {} {}", date.day(), month_name(date.month()), date.year()),
    }
}

/// A month in words.
pub(crate) fn month(language: Language, (year, month): (i16, i8)) -> String {
    match language {
        Language::Ja => format!("{year}年{month}月"),
        Language::En => format!("{} {year}", month_name(month)),
    }
}

fn month_name(month: i8) -> &'static str {
    const NAMES: [&str; 12] =
        ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];
    let at = usize::try_from(month).unwrap_or(1).saturating_sub(1);
    NAMES.get(at).copied().unwrap_or("?")
}

/// A moment as precise as it is: `2024-12-26 07:24 +09:00`, `2024-12`, `2024-12-21 – 2024-12-31`.
pub(crate) fn moment(moment: Moment) -> String {
    let edtf = moment.edtf();
    match moment.precision() {
        Precision::Season => {
            format!("{} – {}", moment.start().date(), last_day(moment))
        }
        _ => edtf.replacen('T', " ", 1).replacen('/', " – ", 1),
    }
}

/// The last day that a moment touches.
pub(crate) fn last_day(moment: Moment) -> Date {
    let end = moment.end();
    if end.time() == jiff::civil::Time::midnight() {
        end.date().yesterday().unwrap_or(end.date())
    } else {
        end.date()
    }
}

/// A text in one line: a break inside Chinese or Japanese vanishes, any other is a space.
pub(crate) fn flow(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for word in text.split_whitespace() {
        let tight =
            out.chars().last().is_some_and(is_wide) && word.chars().next().is_some_and(is_wide);
        let broken = text.contains('\n') && tight;
        if !out.is_empty() && !broken {
            out.push(' ');
        }
        out.push_str(word);
    }
    out
}

/// Whether a character is set without spaces between words.
pub(crate) fn is_wide(char: char) -> bool {
    matches!(char, '\u{2e80}'..='\u{9fff}' | '\u{f900}'..='\u{faff}' | '\u{ff00}'..='\u{ffef}')
}

/// The span without white space at its ends; `None` when nothing is left.
pub(crate) fn trimmed(text: &str, span: Span) -> Option<Span> {
    let words = span.of(text)?;
    let start = span.start() + (words.len() - words.trim_start().len());
    Span::new(start, start + words.trim().len())
}

/// The line around a span.
pub(crate) fn line(text: &str, span: Span) -> Span {
    let start = text.get(..span.start()).and_then(|head| head.rfind('\n')).map_or(0, |at| at + 1);
    let rest = text.get(span.end()..).unwrap_or_default();
    let end = rest.find('\n').map_or(text.len(), |at| span.end() + at);
    Span::new(start, end).unwrap_or(span)
}

/// Subjects named of one item.
const NAMED: usize = 6;

/// The first names, and how many there are beside them.
pub(crate) fn some_of(names: &[String], further: &str) -> String {
    let shown = names.iter().take(NAMED).cloned().collect::<Vec<_>>().join(", ");
    match names.len().saturating_sub(NAMED) {
        0 => shown,
        more => format!("{shown}, {}", fill(further, &[("count", &more.to_string())])),
    }
}

/// From the first to the last moment, to the second; one moment when they are the same.
pub(crate) fn between(when: Option<(Timestamp, Timestamp)>) -> Option<String> {
    let (from, to) = when?;
    let shown = |time: Timestamp, form| time.strftime(form).to_string();
    let start = shown(from, "%Y-%m-%d %H:%M:%S");
    let (day, time) = ("%Y-%m-%d %H:%M:%S", "%H:%M:%S");
    let form = if shown(from, "%F") == shown(to, "%F") { time } else { day };
    let end = shown(to, form);
    Some(if from == to { start } else { format!("{start} – {end}") })
}

/// Whether a part of the estate was looked at, and what came of it.
pub(crate) fn looked(words: &Words, item: &LookedItem) -> String {
    let kind = words.finding(item.kind);
    let (Some(scope), Some(day)) = (&item.scope, &item.day) else {
        return format!("{kind}: {}", words.never_looked);
    };
    let found = item.found.to_string();
    let gaps = item.gaps.to_string();
    let mut text = fill(words.looked_at, &[("found", &found), ("scope", scope), ("day", day)]);
    if item.gaps > 0 {
        text += &fill(words.looked_gaps, &[("gaps", &gaps)]);
    }
    format!("{kind}: {text}")
}

/// A part of `whole` of at most `limit` characters: its start when `focus` begins there,
/// a window that starts a little before `focus` otherwise.
pub(crate) fn shorten(text: &str, whole: Span, focus: Span, limit: usize) -> Option<Span> {
    let words = whole.of(text)?;
    if words.chars().count() <= limit {
        return Some(whole);
    }
    let lead = focus.start().saturating_sub(whole.start()).min(words.len());
    let skipped = words.get(..lead).map_or(0, |head| head.chars().count());
    let start = if skipped + limit / 3 <= limit { 0 } else { skipped - limit / 4 };
    let end = start + limit;
    let at = |count: usize| words.char_indices().nth(count).map_or(words.len(), |(byte, _)| byte);
    trimmed(
        text,
        Span::new(
            whole.start() + at(start),
            whole.start() + clause_end(words, at(start), at(end)),
        )?,
    )
}

/// Ends at the last comma or space of the final third, so that no word is cut.
fn clause_end(words: &str, start: usize, end: usize) -> usize {
    let part = words.get(start..end).unwrap_or_default();
    let keep = part.len() * 2 / 3;
    let cut =
        part.char_indices().rev().find(|(at, char)| *at >= keep && "、。，, ;；".contains(*char));
    cut.map_or(end, |(at, char)| start + at + char.len_utf8())
}

/// The last characters of a text, flowed; starts with `…` when there was more.
pub(crate) fn tail(text: &str, limit: usize) -> String {
    let flowed = flow(last_lines(text, limit));
    let count = flowed.chars().count();
    if count <= limit {
        return flowed;
    }
    let cut: String = flowed.chars().skip(count - limit).collect();
    format!("…{cut}")
}

/// The first characters of a text, flowed; ends with `…` when there was more.
pub(crate) fn head(text: &str, limit: usize) -> String {
    let reach = text.char_indices().nth(limit * 4).map_or(text.len(), |(at, _)| at);
    let flowed = flow(text.get(..reach).unwrap_or_default());
    if flowed.chars().count() <= limit {
        return flowed;
    }
    let cut: String = flowed.chars().take(limit).collect();
    format!("{cut}…")
}

fn last_lines(text: &str, limit: usize) -> &str {
    let start = text.char_indices().rev().nth(limit * 4).map_or(0, |(at, _)| at);
    text.get(start..).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_break_inside_japanese_vanishes() {
        assert_eq!(flow("不正アク\nセスを\n  確認"), "不正アクセスを確認");
        assert_eq!(flow("was\nseen in 東京"), "was seen in 東京");
    }

    #[test]
    fn a_shortened_sentence_keeps_its_focus_and_cuts_at_a_comma() {
        let text = "あ".repeat(40) + "、甲社が被害を受け、乙社も調べている。";
        let whole = Span::new(0, text.len()).expect("not empty");
        let at = text.find("甲社").expect("there");
        let focus = Span::new(at, at + 6).expect("not empty");
        let short = shorten(&text, whole, focus, 20).and_then(|span| span.of(&text));
        assert!(short.is_some_and(|it| it.contains("甲社") && it.chars().count() <= 20));
    }

    #[test]
    fn dates_show_no_more_than_they_know() {
        assert_eq!(Moment::month(2024, 12).map(moment).as_deref(), Some("2024-12"));
        let days = Moment::month(2024, 11).zip(Moment::month(2024, 12));
        let between = days.and_then(|(from, to)| Moment::between(from, to));
        assert_eq!(between.map(moment).as_deref(), Some("2024-11-01 – 2024-12-31"));
    }
}
