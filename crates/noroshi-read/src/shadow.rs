//! A normalised copy of the text, with the way back.
//!
//! Reading works on the shadow; every span that leaves this crate points into the canonical
//! text. The shadow differs where writers differ without meaning anything: width, hyphens,
//! invisible characters, footnote marks, and line ends inside a sentence.

use std::borrow::Cow;
use std::ops::Range;

use noroshi_model::Span;
use unicode_normalization::UnicodeNormalization;

/// One place where the shadow differs from the canonical text.
#[derive(Debug, Clone, Copy)]
struct Edit {
    shadow: u32,
    shadow_len: u32,
    canonical: u32,
    canonical_len: u32,
}

/// The normalised text and its map back.
#[derive(Debug)]
pub(crate) struct Shadow<'a> {
    text: Cow<'a, str>,
    edits: Vec<Edit>,
}

impl<'a> Shadow<'a> {
    /// Normalises `canonical`. `cuts` are ranges of it that do not belong to running text
    /// (page furniture), in order; a sentence that they interrupt is joined.
    pub(crate) fn new(canonical: &'a str, cuts: &[Range<usize>]) -> Self {
        if cuts.is_empty() && is_plain(canonical) {
            return Self { text: Cow::Borrowed(canonical), edits: Vec::new() };
        }
        let mut build = Build::new(canonical);
        let mut at = 0;
        for (cut, joint) in page_breaks(canonical, cuts) {
            build.normalise(at, cut.start);
            build.replace(cut.clone(), joint);
            at = cut.end;
        }
        build.normalise(at, canonical.len());
        Self { text: Cow::Owned(build.out), edits: build.edits }
    }

    /// The normalised text.
    pub(crate) fn text(&self) -> &str {
        &self.text
    }

    /// Where a range of the shadow stands in the canonical text.
    pub(crate) fn span(&self, range: Range<usize>) -> Option<Span> {
        Span::new(self.back(range.start, false), self.back(range.end, true))
    }

    /// The canonical offset of a shadow offset. An offset inside a replaced part goes to its
    /// start, or to its end when it closes a range.
    fn back(&self, offset: usize, closes: bool) -> usize {
        let wanted = u32::try_from(offset).unwrap_or(u32::MAX);
        let before = self
            .edits
            .partition_point(|edit| edit.shadow < wanted || (!closes && edit.shadow == wanted));
        let Some(edit) = before.checked_sub(1).and_then(|at| self.edits.get(at)) else {
            return offset;
        };
        let (start, end) = (edit.canonical, edit.canonical + edit.canonical_len);
        let shadow_end = edit.shadow + edit.shadow_len;
        let canonical = if wanted >= shadow_end {
            end + (wanted - shadow_end)
        } else if closes {
            end
        } else {
            start
        };
        canonical as usize
    }
}

/// Whether nothing can differ: ASCII without a line that is wrapped.
fn is_plain(text: &str) -> bool {
    text.is_ascii()
        && !text.bytes().any(|byte| matches!(byte, b'\r' | 0x0c))
        && !has_wrapped_line(text)
}

fn has_wrapped_line(text: &str) -> bool {
    memchr::memchr_iter(b'\n', text.as_bytes()).any(|at| wrap(text, at).is_some())
}

struct Build<'a> {
    canonical: &'a str,
    out: String,
    edits: Vec<Edit>,
    /// Up to which canonical offset the text was copied.
    copied: usize,
}

impl<'a> Build<'a> {
    fn new(canonical: &'a str) -> Self {
        Self {
            canonical,
            out: String::with_capacity(canonical.len()),
            edits: Vec::new(),
            copied: 0,
        }
    }

    /// Copies from `from` to `to`, replacing what has another form.
    fn normalise(&mut self, from: usize, to: usize) {
        self.copied = from;
        let mut at = from;
        while let Some(next) = self.next_change(at, to) {
            at = self.change(next, to);
        }
        self.copy_up_to(to);
    }

    /// The next place that may differ: a line end, or a character outside the plain ranges.
    fn next_change(&self, from: usize, to: usize) -> Option<usize> {
        let bytes = self.canonical.as_bytes().get(from..to)?;
        let mut at = 0;
        while let Some(&byte) = bytes.get(at) {
            match byte {
                b'\n' | b'\r' => return Some(from + at),
                0..=0x7f => at += 1,
                // Kana, CJK punctuation and ideographs U+3001..U+9FFF, the bulk of Japanese.
                0xe3..=0xe9 if is_stable_cjk(bytes, at) => at += 3,
                _ => return Some(from + at),
            }
        }
        None
    }

    /// Handles the character at `at`; returns where to go on.
    fn change(&mut self, at: usize, to: usize) -> usize {
        let Some(sign) = self.canonical[at..to].chars().next() else { return to };
        let end = at + sign.len_utf8();
        match sign {
            '\n' | '\r' => return self.line_end(at, end),
            '\u{b2}' | '\u{b3}' | '\u{b9}' | '\u{2070}'..='\u{2079}' => self.replace(at..end, ""),
            '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{2060}' | '\u{feff}' => {
                self.replace(at..end, "")
            }
            '\u{2010}'..='\u{2015}' | '\u{2212}' | '\u{ff0d}' | '\u{fe63}' => {
                self.replace(at..end, "-")
            }
            '\u{30fc}' if self.between_digits(at, end) => self.replace(at..end, "-"),
            '\u{2018}' | '\u{2019}' | '\u{ff07}' => self.replace(at..end, "'"),
            '\u{201c}' | '\u{201d}' | '\u{ff02}' => self.replace(at..end, "\""),
            '\u{ff61}' => self.replace(at..end, "。"),
            // Circled numbers stay: `①2024年` must not become `12024年`.
            '\u{2460}'..='\u{24ff}' => {}
            '\u{ff65}'..='\u{ff9f}' => return self.half_width_kana(at, to),
            sign => self.compatible(sign, at..end),
        }
        end
    }

    fn compatible(&mut self, sign: char, range: Range<usize>) {
        let mut form = [sign].into_iter().nfkc();
        let (first, second) = (form.next(), form.next());
        if first == Some(sign) && second.is_none() {
            return;
        }
        let whole: String = first.into_iter().chain(second).chain(form).collect();
        self.replace(range, &whole);
    }

    /// Half-width kana with their sound marks: `ﾊﾞ` is one character of the shadow.
    fn half_width_kana(&mut self, at: usize, to: usize) -> usize {
        let mut signs = self.canonical[at..to].chars();
        let first = signs.next().unwrap_or_default();
        let marked = signs.next().filter(|sign| matches!(sign, '\u{ff9e}' | '\u{ff9f}'));
        let end = at + first.len_utf8() + marked.map_or(0, char::len_utf8);
        let whole: String = std::iter::once(first).chain(marked).nfkc().collect();
        self.replace(at..end, &whole);
        end
    }

    fn line_end(&mut self, at: usize, end: usize) -> usize {
        if self.canonical.as_bytes().get(at) == Some(&b'\r') {
            let line_end = self.canonical.as_bytes().get(end) == Some(&b'\n');
            self.replace(at..end, if line_end { "" } else { "\n" });
        } else if let Some((range, joint)) =
            wrap(self.canonical, at).filter(|(range, _)| range.start >= self.copied)
        {
            let go_on = range.end;
            self.replace(range, joint);
            return go_on;
        }
        end
    }

    fn between_digits(&self, at: usize, end: usize) -> bool {
        let digit = |sign: Option<char>| {
            sign.is_some_and(|sign| sign.is_ascii_digit() || ('０'..='９').contains(&sign))
        };
        digit(self.canonical[..at].chars().next_back())
            && digit(self.canonical[end..].chars().next())
    }

    fn copy_up_to(&mut self, to: usize) {
        if self.copied < to {
            self.out.push_str(&self.canonical[self.copied..to]);
            self.copied = to;
        }
    }

    fn replace(&mut self, range: Range<usize>, with: &str) {
        self.copy_up_to(range.start);
        let number = |length: usize| u32::try_from(length).unwrap_or(u32::MAX);
        self.edits.push(Edit {
            shadow: number(self.out.len()),
            shadow_len: number(with.len()),
            canonical: number(range.start),
            canonical_len: number(range.len()),
        });
        self.out.push_str(with);
        self.copied = range.end;
    }
}

/// U+3001 to U+30FB and U+30FD.., U+3400 to U+9FFF: three bytes that NFKC leaves alone.
fn is_stable_cjk(bytes: &[u8], at: usize) -> bool {
    match (bytes.get(at), bytes.get(at + 1), bytes.get(at + 2)) {
        // U+3000 is a space, U+309B/309C are sound marks, U+30FC may be a hyphen.
        (Some(0xe3), Some(0x80), Some(third)) => *third != 0x80,
        (Some(0xe3), Some(0x82), Some(third)) => !matches!(third, 0x99..=0x9c),
        (Some(0xe3), Some(0x83), Some(third)) => !matches!(third, 0xbc | 0xbf),
        (Some(0xe3), Some(0x81), Some(_)) => true,
        (Some(0xe3), Some(second), Some(_)) => *second >= 0x90,
        (Some(0xe4..=0xe9), Some(_), Some(_)) => true,
        _ => false,
    }
}

/// Page breaks: furniture and form feeds with the white space around them, and what joins
/// the text before to the text after.
fn page_breaks(text: &str, furniture: &[Range<usize>]) -> Vec<(Range<usize>, &'static str)> {
    let feeds = memchr::memchr_iter(0x0c, text.as_bytes()).map(|at| at..at + 1);
    let mut cuts: Vec<Range<usize>> = furniture.iter().cloned().chain(feeds).collect();
    cuts.sort_by_key(|cut| cut.start);
    let mut breaks: Vec<Range<usize>> = Vec::new();
    for cut in cuts {
        let wide = with_white_space(text, cut);
        match breaks.last_mut() {
            Some(last) if wide.start <= last.end => last.end = last.end.max(wide.end),
            _ => breaks.push(wide),
        }
    }
    breaks.into_iter().map(|cut| (cut.clone(), joint(text, &cut))).collect()
}

fn with_white_space(text: &str, cut: Range<usize>) -> Range<usize> {
    let start = text.get(..cut.start).map_or(cut.start, |before| before.trim_end().len());
    let end = text.get(cut.end..).map_or(cut.end, |after| text.len() - after.trim_start().len());
    start..end
}

fn joint(text: &str, cut: &Range<usize>) -> &'static str {
    let before = text.get(..cut.start).and_then(|text| text.chars().next_back());
    let after = text.get(cut.end..).and_then(|text| text.chars().next());
    match (before, after) {
        (Some(before), Some(after)) if (is_cjk(before) || before == '、') && is_cjk(after) => "",
        (Some(before), Some(after)) if after.is_ascii_lowercase() && before != '.' => " ",
        _ => "\n",
    }
}

/// Whether the line end at `at` only wraps a sentence; then what it is joined by.
///
/// A line is wrapped when it is long, does not end a sentence, and the next line goes on
/// without a bullet, an indent or a heading's look.
fn wrap(text: &str, at: usize) -> Option<(Range<usize>, &'static str)> {
    let bytes = text.as_bytes();
    let carriage = at > 0 && bytes.get(at - 1) == Some(&b'\r');
    let line_end = if carriage { at - 1 } else { at };
    let start = memchr::memrchr(b'\n', &bytes[..line_end]).map_or(0, |line| line + 1);
    let (line, rest) = (text.get(start..line_end)?, text.get(at + 1..)?);
    let next = rest.chars().next()?;
    let last = line.chars().next_back()?;
    if next == '\n' || next == '\r' || is_table_like(line) {
        return None;
    }
    let range = line_end..at + 1;
    if is_cjk(last) && is_cjk(next) {
        let long = columns(line) >= 56;
        return (long && !starts_item(rest)).then_some((range, ""));
    }
    let hyphen = last == '-' && next.is_ascii_lowercase() && line.len() >= 50;
    if hyphen {
        return Some((line_end - 1..at + 1, ""));
    }
    let goes_on =
        next.is_ascii_lowercase() && (last.is_ascii_alphanumeric() || matches!(last, ',' | ';'));
    let prose = || {
        (last.is_ascii_lowercase() || last == ',')
            && (next.is_ascii_alphanumeric() || next == '"')
            && line.bytes().filter(|byte| *byte == b' ').count() >= 7
            && is_long_line(rest)
    };
    let wraps = (goes_on && line.len() >= 50) || (line.len() >= 60 && line.len() <= 100 && prose());
    wraps.then_some((range, " "))
}

/// Whether the next line is no heading: it ends a sentence or is long itself.
fn is_long_line(rest: &str) -> bool {
    let line = &rest[..memchr::memchr(b'\n', rest.as_bytes()).unwrap_or(rest.len())];
    let line = line.trim_end();
    line.len() >= 40 || line.ends_with(['.', '"'])
}

fn is_table_like(line: &str) -> bool {
    line.contains('\t') || line.contains('|')
}

/// Display columns, counted only as far as it matters.
fn columns(line: &str) -> usize {
    line.chars().take(64).map(|sign| if sign.is_ascii() { 1 } else { 2 }).sum()
}

fn starts_item(rest: &str) -> bool {
    let line = &rest[..memchr::memchr(b'\n', rest.as_bytes()).unwrap_or(rest.len())];
    line.starts_with([
        '・', '●', '○', '■', '□', '◆', '◇', '▼', '※', '－', '→', '【', '第', '（', '［', '＜',
    ])
}

/// Kana and ideographs, without punctuation.
pub(crate) fn is_cjk(sign: char) -> bool {
    matches!(sign, '\u{3041}'..='\u{30ff}' | '\u{3400}'..='\u{9fff}' | '\u{f900}'..='\u{faff}' | '\u{ff66}'..='\u{ff9f}' | '々' | '〇')
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn shadow(text: &str) -> Shadow<'_> {
        Shadow::new(text, &[])
    }

    #[track_caller]
    fn check(canonical: &str, expected: &str) {
        assert_eq!(shadow(canonical).text(), expected);
    }

    #[test]
    fn width_hyphens_and_invisible_signs_are_folded() {
        check("ＡＰＴ４１とｶﾞﾙﾊﾞ", "APT41とガルバ");
        check("CVE‑2024‑3400", "CVE-2024-3400");
        check("evil\u{200b}.example", "evil.example");
        check("０３ー１２３４", "03-1234");
        check("サーバー", "サーバー");
    }

    #[test]
    fn footnote_marks_do_not_become_digits() {
        check("侵入した³。", "侵入した。");
        check("①2024年", "①2024年");
    }

    #[test]
    fn a_wrapped_line_is_joined_and_a_list_is_not() {
        let long = "海".repeat(30);
        check(&format!("{long}\n賊"), &format!("{long}賊"));
        check(&format!("{long}。\n次"), &format!("{long}。\n次"));
        check(&format!("{long}\n・次"), &format!("{long}\n・次"));
        check("短い行\n次の行", "短い行\n次の行");
    }

    #[test]
    fn a_sentence_goes_on_over_a_page_break() {
        let canonical = "攻撃者は侵\n月次報告 1\n\u{c}入した。";
        let footer = canonical.find("月次").expect("is there");
        let furniture = footer..footer + "月次報告 1".len();
        let shadow = Shadow::new(canonical, std::slice::from_ref(&furniture));
        assert_eq!(shadow.text(), "攻撃者は侵入した。");
    }

    #[test]
    fn spans_lead_back_to_the_canonical_text() {
        let canonical = "侵入³はＡＰＴ４１、ｶﾞの件";
        let shadow = shadow(canonical);
        let at = shadow.text().find("APT41").expect("is there");
        let span = shadow.span(at..at + 5).expect("not empty");
        assert_eq!(span.of(canonical), Some("ＡＰＴ４１"));
        let at = shadow.text().find('ガ').expect("is there");
        assert_eq!(shadow.span(at..at + 3).and_then(|span| span.of(canonical)), Some("ｶﾞ"));
    }

    proptest! {
        #[test]
        fn every_character_leads_back_to_a_character(text in "\\PC{0,80}") {
            let shadow = shadow(&text);
            for (at, sign) in shadow.text().char_indices() {
                let span = shadow.span(at..at + sign.len_utf8());
                prop_assert!(span.is_none_or(|span| span.of(&text).is_some()), "{sign:?}");
            }
        }
    }
}
