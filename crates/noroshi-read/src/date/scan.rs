//! From sentences to dates: carries the date told last, and puts the ends of intervals together.

use std::ops::Range;

use noroshi_model::{Language, Moment, Precision, Reason, Subject};

use super::cursor::{Cursor, is_word};
use super::english::Alone;
use super::form::{Form, Lean, Written, Year, Zone};
use super::resolve::{Context, Settled, Source, resolve};
use super::subject::Around;
use super::words::{self, Hit};
use super::{FoundDate, Line, clock, read, tail};
use crate::word;

/// Minutes east of UTC of Japan.
const JAPAN: i16 = 540;

/// All dates of `lines`, in order and not overlapping.
///
/// `anchor` is the day of writing; without it relative words give no moment. `zone` is used
/// for times that name none, outside of Japanese text.
pub(crate) fn scan(
    text: &str,
    lines: &[Line],
    anchor: Option<Moment>,
    zone: Option<i16>,
) -> Vec<FoundDate> {
    let mut scanner = Scanner { text, anchor, zone, told: None, found: Vec::new(), floor: 0 };
    for line in lines {
        scanner.line(line);
    }
    scanner.found
}

/// The lines that hold the beginning of a date: all that another scan has to look at.
pub(crate) fn lines_with_dates(text: &str, lines: &[Line]) -> Vec<Line> {
    let begins =
        |line: &&Line| finder(text, line)(text, line.range.start, line.range.end).is_some();
    lines.iter().filter(begins).cloned().collect()
}

/// Finds the next beginning of a date in a range of a text.
type Find = fn(&str, usize, usize) -> Option<Hit>;

/// How to find the beginnings of dates in a line.
fn finder(text: &str, line: &Line) -> Find {
    let ascii = text.get(line.range.clone()).is_some_and(str::is_ascii);
    if ascii { words::next_in_ascii } else { words::next }
}

/// The date told last.
#[derive(Debug, Clone)]
struct Told {
    moment: Moment,
    range: Range<usize>,
    paragraph: u32,
}

struct Scanner<'t> {
    text: &'t str,
    anchor: Option<Moment>,
    zone: Option<i16>,
    told: Option<Told>,
    found: Vec<FoundDate>,
    /// End of the date found last.
    floor: usize,
}

impl Scanner<'_> {
    fn line(&mut self, line: &Line) {
        let mut at = line.range.start.max(self.floor);
        let end = line.range.end;
        if self.text.get(at..end).is_none() {
            return;
        }
        let cursor = Cursor::new(self.text, line.range.clone());
        let next = finder(self.text, line);
        while let Some(hit) = next(self.text, at, end) {
            let written = read::read(cursor, hit, line.language, Alone::Refused);
            at = match written.and_then(|written| self.keep(cursor, line, written)) {
                Some(end) => end,
                None => after(self.text, hit.start, hit.end, end),
            };
        }
    }

    /// Keeps a date that can be used, and gives the place to go on from.
    fn keep(&mut self, cursor: Cursor, line: &Line, written: Written) -> Option<usize> {
        let written = tailed(cursor, self.cut(written));
        let second = read::second_end(cursor, &written, line.language);
        if let Some(second) = second.map(|second| tailed(cursor, second))
            && let Some(end) = self.keep_interval(line, &written, &second)
        {
            return Some(end);
        }
        if let Some(named) = read::named_day(cursor, &written, line.language) {
            return self.keep_named(cursor, line, &written, &named);
        }
        match written.until {
            Some(until) => {
                let second = Written::one(written.range.clone(), until);
                self.keep_interval(line, &written, &second)
            }
            None => self.keep_one(cursor, line, &written),
        }
    }

    /// The words before a date that belong to the date before it are left there.
    fn cut(&self, written: Written) -> Written {
        let range = written.range.start.max(self.floor)..written.range.end;
        Written { range, ..written }
    }

    fn keep_one(&mut self, cursor: Cursor, line: &Line, written: &Written) -> Option<usize> {
        let form = &self.zoned(cursor, written);
        let around = Around::new(self.text, line.range.clone(), &written.range, line.language);
        let (subject, lean) = around.judged();
        let settled = resolve(form, &self.context(line, lean));
        if settled.is_none() && !is_worth_telling(form, self.text, &written.range) {
            return Some(written.range.end);
        }
        let reason = self.reason(settled.as_ref());
        self.push(line, written.range.clone(), settled, subject, reason)
    }

    /// 二日後の21日, 7月19日の翌朝: two expressions for one day, the second counted from the first.
    fn keep_named(
        &mut self,
        cursor: Cursor,
        line: &Line,
        first: &Written,
        named: &Written,
    ) -> Option<usize> {
        let around = Around::new(self.text, line.range.clone(), &named.range, line.language);
        let context = self.context(line, around.judged().1);
        if let Some(settled) = resolve(&first.form, &context) {
            let range = first.range.clone();
            let (moment, paragraph) = (settled.moment, line.paragraph);
            self.told = Some(Told { moment, range, paragraph });
        }
        let range = first.range.start..named.range.end;
        self.keep_one(cursor, line, &tailed(cursor, Written { range, ..named.clone() }))
    }

    fn keep_interval(&mut self, line: &Line, first: &Written, second: &Written) -> Option<usize> {
        let range = first.range.start..second.range.end;
        let around = Around::new(self.text, line.range.clone(), &range, line.language);
        let (subject, lean) = around.judged();
        let context = self.context(line, lean);
        let (from, to) = ends(&first.form, &second.form, &context)?;
        let moment = between(from.moment, to.moment)?;
        let moment = from.moment.zone().map_or(moment, |zone| moment.in_zone(zone));
        let settled = Settled { moment, rule: "interval", source: from.source };
        let reason = self.reason(Some(&settled));
        let subject = match subject {
            Subject::Deadline => Subject::Unclear,
            subject => subject,
        };
        let end = self.push(line, range, Some(settled), subject, reason);
        if let Some(told) = &mut self.told {
            told.moment = to.moment;
        }
        end
    }

    fn push(
        &mut self,
        line: &Line,
        range: Range<usize>,
        settled: Option<Settled>,
        subject: Subject,
        reason: Reason,
    ) -> Option<usize> {
        if range.start >= range.end {
            return None;
        }
        self.floor = range.end;
        let moment = settled.map(|settled| settled.moment);
        if let Some(moment) = moment
            && !is_background(self.text, &range, line)
        {
            self.told = Some(Told { moment, range: range.clone(), paragraph: line.paragraph });
        }
        self.found.push(FoundDate { range, moment, subject, reason });
        Some(self.floor)
    }

    fn reason(&self, settled: Option<&Settled>) -> Reason {
        let Some(settled) = settled else { return Reason::rule("no-anchor") };
        let told = || self.told.as_ref().and_then(|told| self.text.get(told.range.clone()));
        match settled.source {
            Source::Words => Reason::rule(settled.rule),
            Source::Anchor => {
                let anchor = self.anchor.map_or_else(String::new, Moment::edtf);
                Reason::with(settled.rule, anchor)
            }
            Source::Told => Reason::with(settled.rule, told().unwrap_or("")),
        }
    }

    fn context(&self, line: &Line, lean: Lean) -> Context {
        let recalled = self
            .told
            .as_ref()
            .filter(|told| line.paragraph - told.paragraph.min(line.paragraph) <= 1);
        let told = recalled.filter(|told| told.paragraph == line.paragraph);
        Context {
            anchor: self.anchor,
            told: told.map(|told| told.moment),
            told_here: told.is_some_and(|told| told.range.start >= line.range.start),
            recalled: recalled.map(|told| told.moment),
            lean,
            zone: if line.language == Language::Ja { Some(JAPAN) } else { self.zone },
        }
    }

    /// The form with the zone named before it: 日本時間26日午前7時.
    fn zoned(&self, cursor: Cursor, written: &Written) -> Form {
        let form = written.form;
        if form.time.is_none() || form.zone.is_some() {
            return form;
        }
        let zone: Option<Zone> = clock::zone_before(cursor.moved(written.range.start));
        Form { zone, ..form }
    }
}

/// A date with the words behind it that belong to it.
fn tailed(cursor: Cursor, written: Written) -> Written {
    let last = written.until.as_ref().unwrap_or(&written.form);
    let end = tail::end(cursor.moved(written.range.end), last);
    Written { range: written.range.start..end, ..written }
}

/// From one end to the other. Where an end is a part of a day, the whole is as fine as that:
/// 30日夕方から翌朝.
fn between(from: Moment, to: Moment) -> Option<Moment> {
    let parts = [from.precision(), to.precision()];
    let part_of_day = parts.contains(&Precision::PartOfDay);
    if part_of_day && parts.iter().all(|one| [Precision::PartOfDay, Precision::Day].contains(one)) {
        return Moment::new(from.start(), to.end(), Precision::PartOfDay);
    }
    Moment::between(from, to)
}

/// The two ends of an interval: parts that one lacks come from the other.
fn ends(first: &Form, second: &Form, context: &Context) -> Option<(Settled, Settled)> {
    let lent =
        first.year.is_none() && first.month.is_some() && matches!(second.year, Some(Year::At(_)));
    let form = if lent { Form { year: second.year, ..*first } } else { *first };
    let from = resolve(&form, context)?;
    let told = Some(from.moment);
    let to = resolve(second, &Context { told, told_here: true, recalled: told, ..*context })?;
    if from.moment.start() <= to.moment.start() {
        return Some((from, to));
    }
    let Some(Year::At(year)) = form.year.filter(|_| lent) else { return None };
    let from = resolve(&Form { year: Some(Year::At(year - 1)), ..form }, context)?;
    (from.moment.start() <= to.moment.start()).then_some((from, to))
}

/// Whether a date without a moment is still a date: not a clock, and not 当日 or 今日 that
/// may mean no day at all.
fn is_worth_telling(form: &Form, text: &str, range: &Range<usize>) -> bool {
    let surface = text.get(range.clone()).unwrap_or("");
    let vague = [
        "当日",
        "この日",
        "同じ日",
        "當日",
        "当天",
        "当月",
        "今日",
        "明日",
        "その日",
        "月末",
        "月初",
        "月底",
    ];
    let clock = form.is_time_only()
        && !surface.starts_with(['午', '上', '下', '正', '深', '夜', '夕', '昼', '未', '早', '朝']);
    let impossible = matches!(form.year, Some(Year::At(_) | Year::Era(_)));
    !(clock || impossible || vague.contains(&surface))
}

/// Whether a date is only looked back at and what follows does not count from it: 2019年に設立された.
fn is_background(text: &str, range: &Range<usize>, line: &Line) -> bool {
    const WORDS: &[&str] = &["設立", "創業", "創立", "創設", "成立于", "founded", "established"];
    let stands = |near: &str| {
        let mut places = near.char_indices().map(|(at, _)| &near[at..]);
        places.any(|rest| WORDS.iter().any(|word| word::starts(rest, word)))
    };
    let around = |part: Option<&str>, near: fn(&str) -> &str| part.map(near).is_some_and(stands);
    let after = text.get(range.end..line.range.end);
    // 7月にも…: looks back once; what follows does not count from it.
    if after.is_some_and(|after| after.starts_with("にも")) {
        return true;
    }
    let before = text.get(line.range.start..range.start);
    around(after, |after| after.get(..after.floor_char_boundary(12)).unwrap_or(""))
        || around(before, |before| {
            before.get(before.ceil_char_boundary(before.len().saturating_sub(16))..).unwrap_or("")
        })
}

/// Where to go on when a beginning was none: behind the whole number or word, and behind all of
/// a code such as a hash.
fn after(text: &str, start: usize, hit_end: usize, end: usize) -> usize {
    let rest = text.get(start..end).unwrap_or("").as_bytes();
    let before = text.as_bytes()[..start].last().copied().unwrap_or(b' ');
    let code = rest.first().is_some_and(u8::is_ascii_digit) && read::joins(before);
    let inside = |byte: &&u8| if code { is_word(**byte) } else { byte.is_ascii_digit() };
    hit_end.max(start + rest.iter().take_while(inside).count())
}

/// Whether a moment is a day or finer.
pub(super) fn is_exact(moment: Moment) -> bool {
    moment.precision() <= Precision::Day
}
