//! The day on which a posting was made.

use std::sync::OnceLock;

use jiff::civil::Date;
use regex::Regex;
use unicode_normalization::UnicodeNormalization as _;

const POSTED: &[&str] = &[
    "掲載",
    "投稿",
    "出品日",
    "日付",
    "日時",
    "更新",
    "posted",
    "date",
    "published",
    "发布",
    "發布",
    "日期",
    "时间",
    "发表",
    "上架",
    "listed",
];
const OTHER: &[&str] = &[
    "流出",
    "取得",
    "作成",
    "有効",
    "期限",
    "まで",
    "breach",
    "dump",
    "deadline",
    "until",
    "as of",
    "expires",
    "expiry",
    "valid",
    "leaked in",
    "from",
    "fresh",
    "泄露于",
    "截至",
    "截止",
    "有效期",
    "導出",
    "导出",
    "生年",
    "born",
];

/// The day that a text says it was posted on; else its first date that dates nothing else. In EDTF: `2024-11-25`,
/// `2024-11` without a day, `XXXX-11-25` without a year when the document has none either.
pub(super) fn day(text: &str, anchor: Option<Date>) -> Option<String> {
    let text: String = text.nfkc().collect::<String>().to_lowercase();
    let mut best: Option<(u8, String)> = None;
    for found in pattern()?.captures_iter(&text) {
        let (Some(whole), Some(date)) = (found.get(0), read(&found, anchor)) else { continue };
        let rank = rank(&text, whole.start());
        if rank > 0 && best.as_ref().is_none_or(|(held, _)| rank > *held) {
            best = Some((rank, date));
        }
    }
    best.map(|(_, date)| date)
}

fn pattern() -> Option<&'static Regex> {
    static PATTERN: OnceLock<Option<Regex>> = OnceLock::new();
    let build = || {
        let month = "jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec";
        let forms = [
            r"(?P<y>20\d\d)\s?[-/.年]\s?(?P<m>\d{1,2})\s?[-/.月]\s?(?P<d>\d{1,2})".to_owned(),
            r"令和\s?(?P<ry>\d{1,2}|元)年\s?(?P<rm>\d{1,2})月\s?(?P<rd>\d{1,2})日".to_owned(),
            format!(
                r"\b(?P<ed>\d{{1,2}})(?:st|nd|rd|th)?\s+(?P<em>{month})[a-z]*\.?,?\s+(?P<ey>20\d\d)"
            ),
            format!(
                r"\b(?P<um>{month})[a-z]*\.?\s+(?P<ud>\d{{1,2}})(?:st|nd|rd|th)?,?\s+(?P<uy>20\d\d)"
            ),
            r"\b(?P<sm>\d{1,2})/(?P<sd>\d{1,2})/(?P<sy>20\d\d)".to_owned(),
            r"\b(?P<nm>\d{1,2})月(?P<nd>\d{1,2})[日号]".to_owned(),
            r"(?P<my>20\d\d)\s?(?:年\s?(?P<mm>\d{1,2})月|-(?P<mn>\d{2})\b)".to_owned(),
            format!(r"\b(?P<fm>{month})[a-z]*\.?,?\s+(?P<fy>20\d\d)"),
            format!(r"\b(?P<ad>\d{{1,2}})(?:st|nd|rd|th)?\s+(?P<am>{month})[a-z]*\b"),
            format!(r"\b(?P<bm>{month})[a-z]*\.?\s+(?P<bd>\d{{1,2}})(?:st|nd|rd|th)?\b"),
            r"\b(?P<tm>\d{1,2})/(?P<td>\d{1,2})\b".to_owned(),
        ];
        Regex::new(&forms.join("|")).ok()
    };
    PATTERN.get_or_init(build).as_ref()
}

fn read(found: &regex::Captures<'_>, anchor: Option<Date>) -> Option<String> {
    let text = |name: &str| found.name(name).map(|it| it.as_str());
    let number = |name: &str| text(name).and_then(|digits| digits.parse::<i16>().ok());
    let named = |name: &str| text(name).and_then(month);
    if let Some(given) = number("y") {
        return edtf(Some(given), number("m"), number("d"));
    }
    if let Some(era) = text("ry") {
        let years = if era == "元" { 1 } else { era.parse::<i16>().ok()? };
        return edtf(Some(2018 + years), number("rm"), number("rd"));
    }
    if let Some(given) = number("ey").or(number("uy")) {
        return edtf(Some(given), named("em").or(named("um")), number("ed").or(number("ud")));
    }
    if let Some(given) = number("sy") {
        let (one, other) = (number("sm")?, number("sd")?);
        let (month, day) = if one > 12 { (other, one) } else { (one, other) };
        return edtf(Some(given), Some(month), Some(day));
    }
    if let Some(given) = number("my").or(number("fy")) {
        let month = number("mm").or(number("mn")).or(named("fm"))?;
        return (1..=12).contains(&month).then(|| format!("{given:04}-{month:02}"));
    }
    let month = number("nm").or(number("tm")).or(named("am")).or(named("bm"));
    let year = || {
        anchored(anchor?, month?, number("nd").or(number("td")).or(number("ad")).or(number("bd"))?)
    };
    edtf(year(), month, number("nd").or(number("td")).or(number("ad")).or(number("bd")))
}

/// The year of a day of which the document gives none: the last such day before the document, or a month behind it.
fn anchored(anchor: Date, month: i16, day: i16) -> Option<i16> {
    let (month, day) = (i8::try_from(month).ok()?, i8::try_from(day).ok()?);
    let year = anchor.year();
    let later =
        Date::new(year, month, day).ok()?.since((jiff::Unit::Day, anchor)).ok()?.get_days() > 31;
    Some(if later { year - 1 } else { year })
}

fn month(name: &str) -> Option<i16> {
    let all = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];
    all.iter().zip(1_i16..).find(|(word, _)| **word == name).map(|(_, number)| number)
}

/// A day; without a year one that may stand in a leap year.
fn edtf(year: Option<i16>, month: Option<i16>, day: Option<i16>) -> Option<String> {
    let (month, day) = (i8::try_from(month?).ok()?, i8::try_from(day?).ok()?);
    let date = Date::new(year.unwrap_or(2024), month, day).ok()?;
    Some(if year.is_some() { date.to_string() } else { format!("XXXX-{month:02}-{day:02}") })
}

fn rank(text: &str, start: usize) -> u8 {
    let mut from = start.saturating_sub(24);
    while !text.is_char_boundary(from) {
        from += 1;
    }
    let head = &text[from..start];
    let head = head.rfind('\n').map_or(head, |at| &head[at..]);
    let place = |words: &[&str]| words.iter().filter_map(|word| head.rfind(word)).max();
    match (place(POSTED), place(OTHER)) {
        (Some(posted), Some(other)) if posted > other => 2,
        (_, Some(_)) => 0,
        (Some(_), None) => 2,
        (None, None) => 1,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The only place that touches what is tested.
    fn check(text: &str, document: Option<&str>, expected: Option<&str>) {
        let anchor = document.and_then(|day| day.parse().ok());
        assert_eq!(day(text, anchor).as_deref(), expected, "{text}");
    }

    #[test]
    fn days_of_three_languages_are_read() {
        check("掲載日 2024-11-11", None, Some("2024-11-11"));
        check("２０２４年１１月２５日に出品", None, Some("2024-11-25"));
        check("令和6年11月25日", None, Some("2024-11-25"));
        check("Posted: Nov 5, 2024", None, Some("2024-11-05"));
        check("5 November 2024", None, Some("2024-11-05"));
        check("发布时间：2024/3/9 12:30", None, Some("2024-03-09"));
        check("11月25日に出品", Some("2024-12-10"), Some("2024-11-25"));
        check("12月30日に出品", Some("2025-01-14"), Some("2024-12-30"));
        check("11月25日に出品", None, Some("XXXX-11-25"));
        check("2026年10月の新入荷", None, Some("2026-10"));
        check("seen Oct 2026", None, Some("2026-10"));
        check("listed 3 Oct", None, Some("XXXX-10-03"));
    }

    #[test]
    fn the_day_of_posting_goes_before_other_days() {
        check("2023年5月1日流出。掲載日：2024-11-11", None, Some("2024-11-11"));
        check("有効期限 2027/12/31", None, None);
        check("2024-13-40", None, None);
    }
}
