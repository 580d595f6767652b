//! The five dates of a document: published, covers, rendered, fetched, and the anchor.
//!
//! Each is absent rather than guessed; each names its basis.

use std::ops::Range;

use noroshi_model::{
    Basis, Dated, Document, DocumentDates, Language, Moment, Precision, Span, Subject,
};

use super::calendar::{last_day, midnight};
use super::form::Lean;
use super::numeric::date_of_digits;
use super::resolve::{Context, resolve};
use super::scan::{is_exact, scan};
use super::subject::Around;
use super::{FoundDate, Line};
use crate::several::Several;

/// How many lines from the start may carry a byline.
const HEAD: usize = 40;
/// How many lines from the start may be a byline that is nothing but a date.
const TOP: usize = 12;
/// The longest line, in characters, that can be a byline.
const SHORT: usize = 80;

static PUBLISHED: Several = Several::of(&[
    "公開",
    "掲載",
    "配信",
    "発行",
    "発表日",
    "投稿",
    "公表日",
    "作成日",
    "发布",
    "發布",
    "发表",
    "published",
    "posted",
    "release date",
    "issued",
]);
static UPDATED: Several =
    Several::of(&["更新", "改訂", "改定", "updated", "modified", "revised", "last edited", "修订"]);
static RENDERED: Several = Several::of(&[
    "本日は",
    "今日は",
    "現在時刻",
    "現在の時刻",
    "今日の天気",
    "today is",
    "current time",
    "local time",
    "今天是",
    "现在时间",
]);
static WEATHER: Several =
    Several::of(&["天気", "晴", "曇", "くもり", "雨", "℃", "°c", "°f", "気温", "weather"]);
static PERIOD: Several = Several::of(&[
    "対象期間",
    "集計期間",
    "調査期間",
    "観測期間",
    "報告期間",
    "统计周期",
    "reporting period",
    "period covered",
    "observation period",
    "period:",
]);
static PERIODICAL: Several = Several::of(&[
    "月号",
    "月度",
    "月次",
    "月報",
    "週報",
    "週次",
    "四半期",
    "年報",
    "年次",
    "上半期",
    "下半期",
    "月刊",
    "季報",
    "マンスリー",
    "月报",
    "周报",
    "季度",
    "年度报告",
    "monthly",
    "weekly",
    "quarterly",
    "annual",
    "quarter",
    "half",
    "year in review",
    "digest",
    "roundup",
    "まとめ",
    "振り返り",
    "q1 ",
    "q2 ",
    "q3 ",
    "q4 ",
]);

/// The five dates. `absolute` are the dates found in `text` without an anchor; `to_span`
/// leads from the text that was scanned to the canonical text.
pub(crate) fn document_dates(
    document: &Document,
    text: &str,
    lines: &[Line],
    absolute: &[FoundDate],
    to_span: &dyn Fn(Range<usize>) -> Option<Span>,
) -> DocumentDates {
    let head = Head { document, text, lines: lines.get(..HEAD).unwrap_or(lines), absolute };
    let published = published(&head, to_span);
    let covers = covers(&head, published.as_ref(), to_span);
    let rendered = rendered(&head, published.as_ref(), to_span);
    let fetched = document.fetched.clone();
    let latest = latest_cited(text, lines, absolute, rendered.as_ref());
    let anchor = anchor(published.as_ref(), covers.as_ref(), latest, fetched.as_ref());
    DocumentDates { published, covers, rendered, fetched, anchor }
}

/// The part of a document where its own dates stand.
struct Head<'a> {
    document: &'a Document,
    text: &'a str,
    lines: &'a [Line],
    absolute: &'a [FoundDate],
}

/// A line of the head with the first whole date in it.
struct Candidate<'a> {
    moment: Moment,
    range: Range<usize>,
    line: &'a str,
    /// Whether the line stands at the very top.
    top: bool,
}

impl<'a> Head<'a> {
    fn title(&self) -> &'a str {
        self.document.title.as_deref().unwrap_or("").trim()
    }

    fn said(&self, line: &Line) -> &'a str {
        self.text.get(line.range.clone()).unwrap_or("").trim()
    }

    fn dates_in(&self, range: &Range<usize>) -> &'a [FoundDate] {
        let from = self.absolute.partition_point(|date| date.range.start < range.start);
        let to = self.absolute.partition_point(|date| date.range.start < range.end);
        self.absolute.get(from..to).unwrap_or(&[])
    }

    /// Short lines with a whole date, in order.
    fn candidates(&self) -> impl Iterator<Item = Candidate<'a>> {
        self.lines.iter().enumerate().flat_map(move |(at, line)| {
            let (said, dates) = (self.said(line), self.dates_in(&line.range));
            let short = || said.chars().take(SHORT + 1).count() <= SHORT && !is_sentence(said);
            let dates = if dates.is_empty() || !short() { &[] } else { dates };
            dates.iter().filter_map(move |date| {
                let moment = date.moment.filter(|moment| is_exact(*moment))?;
                let own = matches!(date.reason.rule, "absolute" | "era");
                let top = at < TOP;
                own.then(|| Candidate { moment, range: date.range.clone(), line: said, top })
            })
        })
    }
}

/// Whether a line is running text: it ends like a sentence and is more than a label.
fn is_sentence(line: &str) -> bool {
    let ended = line.ends_with(['。', '!', '?']) || (line.ends_with('.') && line.contains(' '));
    ended && line.chars().count() > 40
}

/// Whether a line holds one of the words, which are in lower case.
fn says_any(line: &str, words: &Several) -> bool {
    words.is_in(&line.to_ascii_lowercase())
}

impl Candidate<'_> {
    fn is_rendered(&self) -> bool {
        says_any(self.line, &RENDERED) || says_any(self.line, &WEATHER)
    }

    /// `Date: 26 December 2024`, but not `Creation Date:` of a registration.
    fn is_labelled_date(&self) -> bool {
        let label = self.line.get(..5).unwrap_or("");
        label.eq_ignore_ascii_case("date:") || self.line.starts_with("日付")
    }

    /// Whether the line is the date and little else.
    fn is_alone(&self) -> bool {
        self.line.len() <= self.range.len() + 12
    }

    /// How sure the line is to say when the document came out; the smaller the surer.
    fn rank(&self) -> Option<u8> {
        if self.is_rendered() || says_any(self.line, &PERIOD) {
            return None;
        }
        if says_any(self.line, &PUBLISHED) || self.is_labelled_date() {
            return Some(0);
        }
        if self.is_alone() && self.top {
            return Some(1);
        }
        says_any(self.line, &UPDATED).then_some(2)
    }
}

type ToSpan<'a> = &'a dyn Fn(Range<usize>) -> Option<Span>;

fn published(head: &Head, to_span: ToSpan) -> Option<Dated> {
    let stated = head.document.published.clone();
    let (weak, stated) = stated.map_or((None, None), |dated| match is_weak(&dated.basis) {
        true => (Some(dated), None),
        false => (None, Some(dated)),
    });
    stated
        .or_else(|| byline(head, to_span))
        .or_else(|| from_title(head))
        .or_else(|| from_file_name(&head.document.path))
        .or(weak)
}

/// A PDF's creation date is that of the file, which is often made anew long after the text.
fn is_weak(basis: &Basis) -> bool {
    matches!(basis, Basis::Metadata(field) if field.starts_with("pdf:"))
}

fn byline(head: &Head, to_span: ToSpan) -> Option<Dated> {
    let ranked = head.candidates().filter_map(|line| Some((line.rank()?, line)));
    let (_, line) = ranked.min_by_key(|(rank, _)| *rank)?;
    let span = to_span(line.range)?;
    Some(Dated { moment: line.moment, basis: Basis::Byline(span) })
}

/// A whole date in the title, or in the line of the head that is the title.
fn from_title(head: &Head) -> Option<Dated> {
    let found = dates_of(head.title(), None);
    let moment = found.iter().filter_map(|date| date.moment).find(|moment| is_exact(*moment))?;
    Some(Dated { moment, basis: Basis::Title })
}

/// The dates of one line by itself.
fn dates_of(line: &str, anchor: Option<Moment>) -> Vec<FoundDate> {
    let japanese = line.chars().any(|letter| matches!(letter, 'ぁ'..='ヿ'));
    let language = match line.is_ascii() {
        true => Language::En,
        false if japanese => Language::Ja,
        false => Language::Unknown,
    };
    scan(line, &[Line { range: 0..line.len(), language, paragraph: 0 }], anchor, None)
}

/// `2024-12-27-report.md`, `20241227.txt`, `/2024/12/27/report/`.
fn from_file_name(path: &str) -> Option<Dated> {
    let bytes = path.as_bytes();
    let from = match path.contains("://") {
        true => 0,
        false => path.rfind(['/', '\\']).map_or(0, |slash| slash + 1),
    };
    let moment = (from..bytes.len()).find_map(|at| date_at(bytes, at))?;
    Some(Dated { moment, basis: Basis::FileName })
}

/// Eight digits in a row, or with a sign between year, month and day.
fn date_at(bytes: &[u8], at: usize) -> Option<Moment> {
    let is_digit = |at: usize| bytes.get(at).is_some_and(u8::is_ascii_digit);
    if at.checked_sub(1).is_some_and(is_digit) || !is_digit(at) {
        return None;
    }
    let spread = bytes.get(at + 4).is_some_and(|sign| b"-_./".contains(sign));
    let places: [usize; 8] =
        if spread { [0, 1, 2, 3, 5, 6, 8, 9] } else { [0, 1, 2, 3, 4, 5, 6, 7] };
    let same_sign = !spread || bytes.get(at + 4) == bytes.get(at + 7);
    let end = at + if spread { 10 } else { 8 };
    if !same_sign || is_digit(end) {
        return None;
    }
    let digits = places.into_iter().try_fold(0_u32, |sum, place| {
        let digit = bytes.get(at + place).filter(|byte| byte.is_ascii_digit())?;
        Some(sum * 10 + u32::from(digit - b'0'))
    })?;
    let context = Context {
        anchor: None,
        told: None,
        told_here: false,
        recalled: None,
        lean: Lean::Past,
        zone: None,
    };
    resolve(&date_of_digits(digits)?, &context).map(|settled| settled.moment)
}

/// The period reported on: a line that says so, the title, or a line near it.
fn covers(head: &Head, published: Option<&Dated>, to_span: ToSpan) -> Option<Dated> {
    let anchor = published.or(head.document.fetched.as_ref()).map(|dated| dated.moment);
    period_line(head, anchor, to_span)
        .or_else(|| period_title(head, anchor))
        .or_else(|| period_head(head, anchor, to_span))
}

/// 対象期間: A~B.
fn period_line(head: &Head, anchor: Option<Moment>, to_span: ToSpan) -> Option<Dated> {
    let lines = head.lines.iter().filter(|line| says_any(head.said(line), &PERIOD));
    period_in(head, lines, anchor, to_span)
}

fn period_title(head: &Head, anchor: Option<Moment>) -> Option<Dated> {
    let title = head.title();
    let period = says_any(title, &PERIODICAL).then(|| period_of(title, anchor)).flatten();
    period.map(|(moment, _)| Dated { moment, basis: Basis::Title })
}

/// A short line at the very top that names a periodical.
fn period_head(head: &Head, anchor: Option<Moment>, to_span: ToSpan) -> Option<Dated> {
    let lines = head.lines.iter().take(10).filter(|line| {
        let said = head.said(line);
        said.chars().count() <= SHORT && !is_sentence(said) && says_any(said, &PERIODICAL)
    });
    period_in(head, lines, anchor, to_span)
}

fn period_in<'a>(
    head: &Head,
    mut lines: impl Iterator<Item = &'a Line>,
    anchor: Option<Moment>,
    to_span: ToSpan,
) -> Option<Dated> {
    lines.find_map(|line| {
        let said = head.text.get(line.range.clone())?;
        let (moment, range) = period_of(said, anchor)?;
        let span = to_span(line.range.start + range.start..line.range.start + range.end)?;
        Some(Dated { moment, basis: Basis::Byline(span) })
    })
}

/// The first date of a line that is longer than a day; the day of "weekly" makes a week.
fn period_of(line: &str, anchor: Option<Moment>) -> Option<(Moment, Range<usize>)> {
    static YEARLY: Several = Several::of(&["annual", "year in review", "年報", "年次", "年度报告"]);
    let yearly = says_any(line, &YEARLY);
    dates_of(line, anchor).into_iter().find_map(|date| {
        let moment = date.moment?;
        let long = moment.precision() > Precision::Day;
        (long && (yearly || moment.precision() != Precision::Year)).then_some((moment, date.range))
    })
}

/// The date that a clock of the page printed.
fn rendered(head: &Head, published: Option<&Dated>, to_span: ToSpan) -> Option<Dated> {
    let line = head.candidates().find(|line| {
        let named = says_any(line.line, &RENDERED) || says_any(line.line, &WEATHER);
        named || is_furniture(line, published, head.text)
    })?;
    let span = to_span(line.range)?;
    Some(Dated { moment: line.moment, basis: Basis::Byline(span) })
}

/// A bare date with its weekday, later than publication and apart from the byline.
fn is_furniture(line: &Candidate, published: Option<&Dated>, text: &str) -> bool {
    let surface = text.get(line.range.clone()).unwrap_or("");
    let weekday = surface.contains('(') || surface.contains("day") || line.line.contains("曜");
    let later = published.is_some_and(|known| {
        !matches!(known.basis, Basis::FileName) && known.moment.end() <= line.moment.start()
    });
    weekday && later && line.is_alone()
}

/// The latest date that the text cites as past.
fn latest_cited(
    text: &str,
    lines: &[Line],
    absolute: &[FoundDate],
    rendered: Option<&Dated>,
) -> Option<Moment> {
    let past = absolute.iter().filter(|date| is_past(text, lines, date));
    let cited = past
        .filter_map(|date| date.moment)
        .filter(|moment| is_exact(*moment) && rendered.is_none_or(|clock| clock.moment != *moment));
    cited.max_by_key(|moment| moment.start())
}

/// Whether a date is cited as something that lies behind.
fn is_past(text: &str, lines: &[Line], date: &FoundDate) -> bool {
    if date.subject == Subject::Deadline {
        return false;
    }
    let next = lines.partition_point(|line| line.range.start <= date.range.start);
    let Some(line) = next.checked_sub(1).and_then(|at| lines.get(at)) else { return true };
    let around = Around::new(text, line.range.clone(), &date.range, line.language);
    around.judged().1 == Lean::Past
}

/// The point relative words are counted from.
fn anchor(
    published: Option<&Dated>,
    covers: Option<&Dated>,
    latest: Option<Moment>,
    fetched: Option<&Dated>,
) -> Option<Dated> {
    if let Some(published) = published {
        return Some(Dated { moment: published.moment, basis: Basis::Rule("published") });
    }
    if let Some(after) = covers.and_then(|covers| after(covers.moment)) {
        let later = latest.filter(|latest| latest.start() > after.start());
        return Some(match later {
            Some(moment) => Dated { moment, basis: Basis::Rule("latest-cited") },
            None => Dated { moment: after, basis: Basis::Rule("after-covers") },
        });
    }
    fetched.map(|fetched| Dated { moment: fetched.moment, basis: Basis::Rule("fetched") })
}

/// The month that follows a period, or the week that follows a week: periodicals are
/// written after the period they cover.
fn after(period: Moment) -> Option<Moment> {
    let next = period.end().date();
    if period.end() != midnight(next) || last_day(period) >= next {
        return None;
    }
    match period.precision() {
        Precision::Week => super::calendar::week(next),
        _ => Moment::month(next.year(), next.month()),
    }
}
