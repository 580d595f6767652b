//! What texts say, and which dates they give.

mod chinese;
mod document;
mod english;
mod japanese;
mod properties;
mod refused;

use jiff::civil::Date;
use noroshi_model::{Language, Moment, Precision, Subject};

use super::{FoundDate, Line, scan};

/// A text, and its dates as `surface = EDTF precision subject`; `subject` may be left out,
/// and a date without a moment is `surface = none`.
type Row = (&'static str, &'static [&'static str]);

/// The day of writing in all tables: Friday, 27 December 2024.
fn written_on() -> Option<Moment> {
    Moment::day(Date::constant(2024, 12, 27))
}

/// One paragraph per line break, one line per sentence.
fn lines_of(text: &str, language: Language) -> Vec<Line> {
    let mut lines = Vec::new();
    let (mut at, mut paragraph) = (0, 0);
    for sentence in text.split_inclusive(['。', '\n']) {
        let range = at..at + sentence.len();
        lines.push(Line { range, language, paragraph });
        at += sentence.len();
        paragraph += u32::from(sentence.ends_with('\n'));
    }
    lines
}

fn read(text: &str, language: Language, anchor: Option<Moment>) -> Vec<FoundDate> {
    scan(text, &lines_of(text, language), anchor, None)
}

fn shown(text: &str, date: &FoundDate, expected: Option<&&str>) -> String {
    let surface = &text[date.range.clone()];
    let Some(moment) = date.moment else { return format!("{surface} = none") };
    let short = format!("{surface} = {} {}", moment.edtf(), moment.precision().word());
    let wants_subject = expected.is_some_and(|row| row.rsplit(' ').next().is_some_and(is_subject));
    if wants_subject { format!("{short} {}", date.subject.word()) } else { short }
}

fn is_subject(word: &str) -> bool {
    [Subject::Occurrence, Subject::Discovery, Subject::Report, Subject::Deadline, Subject::Unclear]
        .iter()
        .any(|subject| subject.word() == word)
}

/// Checks every row of a table and shows all rows that differ.
fn check_at(language: Language, anchor: Option<Moment>, rows: &[Row]) {
    let mut wrong = Vec::new();
    for (text, expected) in rows {
        let found = read(text, language, anchor);
        let got: Vec<String> = found
            .iter()
            .enumerate()
            .map(|(at, date)| shown(text, date, expected.get(at)))
            .collect();
        if got != *expected {
            wrong.push(format!("{text}\n  expected {expected:?}\n  got      {got:?}"));
        }
    }
    assert!(wrong.is_empty(), "{} rows differ:\n{}", wrong.len(), wrong.join("\n"));
}

fn check(language: Language, rows: &[Row]) {
    check_at(language, written_on(), rows);
}

#[test]
fn each_precision_is_said_by_some_row() {
    let text = "2024年12月26日午前7時24分15秒、7時24分、午前7時、朝、2024年12月上旬。";
    let found = read(text, Language::Ja, None);
    assert!(found.iter().any(|date| {
        date.moment.is_some_and(|moment| moment.precision() == Precision::Instant)
    }));
}
