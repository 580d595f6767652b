//! What stands outside sentences: labels (出典：…), notes, lists of references, headlines of
//! the form `…：甲社調査`, links.

use std::collections::HashMap;

use noroshi_model::{CitedSource, Claim, Document, Language, SourceKind, Span};

use super::phrase::{self, Around, Named};
use super::words::Words;
use super::{Whole, holds, is_authors, shown_at};
use crate::layout::{Line, LineKind};

/// What notes and labels name.
#[derive(Default)]
pub(super) struct Notes {
    pub(super) sources: Vec<CitedSource>,
    /// Names that the whole document goes back to.
    whole: Vec<String>,
    /// Names by the number of their note.
    by_number: HashMap<u32, String>,
    /// Places of superscript numbers in the canonical text that are no note themselves.
    marks: Vec<(usize, u32)>,
}

/// Most roots that labels give: more is a reading list.
const MOST_WHOLE: usize = 3;

/// How a line cites.
enum Label {
    /// 出典：X
    Origin,
    /// 参考：X
    Reference,
    /// `[1] X`
    Note(u32),
    /// `（Xから）`
    From,
    /// `…：X調査`
    Headline,
}

impl Notes {
    /// Reads all lines once.
    pub(super) fn read(whole: &Whole<'_>, words: &Words<'_>) -> Self {
        let mut notes = Self::default();
        let text = whole.shadow.text();
        let mut list: Option<u32> = None;
        let mut first = true;
        for line in whole.lines.iter().filter(|line| !line.boilerplate) {
            let shown = &text[line.range.clone()];
            if list.is_some_and(|paragraph| line.paragraph > paragraph + 1 || is_heading(line)) {
                list = None;
            }
            if first && !starts_like_a_label(shown) {
                notes.headline(whole, words, line, shown);
                first = false;
            }
            let around = Around { words, text, language: line.language };
            if is_list_head(words, shown) {
                list = Some(line.paragraph);
            } else if list.is_some() || starts_like_a_label(shown) || words.is_label_start(shown) {
                notes.line(whole, &around, line, list.is_some());
            }
            if list.is_some() {
                list = Some(line.paragraph);
            }
        }
        notes.superscripts(whole, words);
        notes
    }

    fn headline(&mut self, whole: &Whole<'_>, words: &Words<'_>, line: &Line, shown: &str) {
        if shown.len() > 200 || shown.ends_with(['。', '.']) {
            return;
        }
        let around = Around { words, text: whole.shadow.text(), language: line.language };
        let Some(sign) = shown
            .char_indices()
            .rev()
            .find(|(_, sign)| matches!(sign, ':' | '=' | '―' | '—' | '–' | '|' | '、' | ','))
        else {
            return;
        };
        let start = sign.0 + sign.1.len_utf8();
        let tail = shown[start..].trim();
        let Some(word) = words.ending(tail, "tail") else { return };
        let name = tail[..tail.len() - word.len()].trim_end_matches(['の', ' ']).trim();
        let named = around.name(
            name,
            line.range.start + start + (shown[start..].len() - shown[start..].trim_start().len()),
        );
        self.push(whole, &Label::Headline, named, sign.0 + line.range.start..line.range.end);
    }

    fn line(&mut self, whole: &Whole<'_>, around: &Around<'_>, line: &Line, listed: bool) {
        let shown = &around.text[line.range.clone()];
        let (label, body, sure) = match label(around.words, shown) {
            Some((label, at, sure)) => (label, at, sure || listed),
            None if listed => (Label::Reference, list_mark(shown), true),
            None => return,
        };
        let via = line.range.clone();
        let inner = &shown[body..];
        if matches!(label, Label::From) {
            let inner = from_whom(inner);
            let work = around.name(inner, via.start + body);
            let work = work.filter(|named| named.kind == SourceKind::Document);
            let named = entry(around, inner, via.start + body, sure);
            let same = named.as_ref().zip(work.as_ref()).is_some_and(|(a, b)| a.start == b.start);
            self.push(whole, &Label::From, named, via.clone());
            self.push(whole, &Label::Reference, work.filter(|_| !same), via);
            return;
        }
        for (at, part) in parts(inner) {
            let named = entry(around, part, via.start + body + at, sure);
            self.push(whole, &label, named, via.clone());
        }
    }

    fn push(
        &mut self,
        whole: &Whole<'_>,
        label: &Label,
        named: Option<Named>,
        via: std::ops::Range<usize>,
    ) {
        let Some(named) = named else { return };
        let Some(span) = whole.shadow.span(named.start..named.end) else { return };
        match label {
            Label::Origin | Label::From | Label::Headline => self.whole.push(named.name.clone()),
            Label::Note(number) => drop(self.by_number.insert(*number, named.name.clone())),
            Label::Reference => {}
        }
        let via: String =
            whole.shadow.text().get(via).unwrap_or_default().chars().take(120).collect();
        self.sources.push(CitedSource { name: named.name, kind: named.kind, via, span });
    }

    /// `侵入した³。 … ³ 霞台新聞、2024年8月2日。`: the last of a number is the note.
    fn superscripts(&mut self, whole: &Whole<'_>, words: &Words<'_>) {
        let canonical = whole.document.text.as_str();
        let marks = superscripts(canonical);
        let mut last: HashMap<u32, usize> = HashMap::new();
        let mut seen: HashMap<u32, usize> = HashMap::new();
        for (at, mark) in marks.iter().enumerate() {
            last.insert(mark.number, at);
            *seen.entry(mark.number).or_default() += 1;
        }
        for (at, mark) in marks.iter().enumerate() {
            let opens =
                canonical[..mark.start].ends_with(['\n', '。', ' ', '\u{3000}']) || mark.start == 0;
            let note = last.get(&mark.number) == Some(&at)
                && opens
                && seen
                    .get(&mark.number)
                    .is_some_and(|count| *count > 1 || line_start(canonical, mark.start));
            if !note {
                self.marks.push((mark.start, mark.number));
                continue;
            }
            let until = marks.get(at + 1).map_or(canonical.len(), |next| next.start);
            let rest = &canonical[mark.end..until];
            let rest = rest.split('\n').next().unwrap_or(rest);
            let body = rest.trim_start();
            let start = mark.end + (rest.len() - body.len());
            let around = Around { words, text: canonical, language: Language::Ja };
            let Some(named) = entry(&around, body.trim_end(), start, false) else { continue };
            let Some(span) = Span::new(named.start, named.end) else { continue };
            self.by_number.insert(mark.number, named.name.clone());
            let via =
                canonical[mark.start..start + body.trim_end().len()].chars().take(120).collect();
            self.sources.push(CitedSource { name: named.name, kind: named.kind, via, span });
        }
    }

    /// Gives the author's claims their roots: of the note they carry, else what the whole
    /// document goes back to.
    pub(super) fn give_roots(&self, document: &Document, claims: &mut [Claim]) {
        let whole: &[String] = if self.whole.len() <= MOST_WHOLE { &self.whole } else { &[] };
        if whole.is_empty() && self.by_number.is_empty() {
            return;
        }
        let mut marks = self.marks.iter().peekable();
        for claim in claims {
            while marks.next_if(|(at, _)| *at < claim.sentence.start()).is_some() {}
            if !claim.roots.is_empty() || !is_authors(claim) {
                continue;
            }
            let near =
                marks.clone().take_while(|(at, _)| holds(claim, *at)).map(|(_, number)| *number);
            let numbers = near.chain(bracket_marks(shown_at(document, claim.sentence)));
            let mut roots: Vec<String> =
                numbers.filter_map(|number| self.by_number.get(&number).cloned()).collect();
            if roots.is_empty() {
                roots = whole.to_vec();
            }
            let mut seen = Vec::new();
            roots.retain(|root| {
                !seen.contains(root) && {
                    seen.push(root.clone());
                    true
                }
            });
            claim.roots = roots;
        }
    }
}

fn is_heading(line: &Line) -> bool {
    line.kind == LineKind::Heading
}

/// `[1]` and `[2]` in a sentence.
fn bracket_marks(shown: &str) -> Vec<u32> {
    let numbers = shown.match_indices('[').filter_map(|(at, _)| {
        let rest = &shown[at + 1..];
        let end = rest.find(']').filter(|end| (1..=3).contains(end))?;
        rest[..end].parse().ok()
    });
    numbers.take(8).collect()
}

/// A superscript number of the canonical text.
struct Mark {
    start: usize,
    end: usize,
    number: u32,
}

fn superscripts(canonical: &str) -> Vec<Mark> {
    let mut marks: Vec<Mark> = Vec::new();
    for at in memchr::memchr2_iter(0xc2, 0xe2, canonical.as_bytes()) {
        let Some(sign) = canonical.get(at..).and_then(|rest| rest.chars().next()) else { continue };
        let Some(digit) = digit(sign) else { continue };
        let end = at + sign.len_utf8();
        match marks.last_mut().filter(|last| last.end == at && last.number < 1000) {
            Some(last) => (last.end, last.number) = (end, last.number * 10 + digit),
            None => marks.push(Mark { start: at, end, number: digit }),
        }
    }
    marks
}

fn digit(sign: char) -> Option<u32> {
    match sign {
        '¹' => Some(1),
        '²' => Some(2),
        '³' => Some(3),
        '⁰' => Some(0),
        '⁴'..='⁹' => Some(u32::from(sign) - 0x2070),
        _ => None,
    }
}

fn line_start(text: &str, at: usize) -> bool {
    text[..at].trim_end_matches([' ', '\u{3000}']).ends_with('\n') || text[..at].trim().is_empty()
}

/// A line that starts with a bracket, a note mark or a list mark.
fn starts_like_a_label(shown: &str) -> bool {
    shown.starts_with(['[', '(', '※', '*', '注', '・', '-', '•', '^'])
}

impl Words<'_> {
    /// Whether a line starts with a label word.
    fn is_label_start(&self, shown: &str) -> bool {
        shown.len() <= 600 && label_word(self, shown).is_some()
    }
}

/// The label word at the start, whether it is an origin, and where the rest begins; a colon
/// must follow.
fn label_word(words: &Words<'_>, shown: &str) -> Option<(Label, usize)> {
    // Hardly any line of running text has the sign.
    memchr::memchr2(b':', b'=', shown.as_bytes())?;
    let find = |value: &str| {
        words.citing(value).iter().find_map(|word| {
            let head = shown.get(..word.len())?;
            let rest = shown[word.len()..].trim_start();
            let labelled = head.eq_ignore_ascii_case(word) && rest.starts_with([':', '=']);
            labelled.then(|| shown.len() - rest.len() + 1)
        })
    };
    find("origin")
        .map(|at| (Label::Origin, at))
        .or_else(|| find("reference").map(|at| (Label::Reference, at)))
}

/// A line that is nothing but the heading of a list of references.
fn is_list_head(words: &Words<'_>, shown: &str) -> bool {
    if shown.len() > 60 {
        return false;
    }
    let bare = shown.trim_matches(|sign: char| "#■□◆◇●○▼【】[]<>()*=- :".contains(sign));
    words.is(bare, "reference")
        || (words.is(bare, "origin")
            && !bare.eq_ignore_ascii_case("from")
            && !bare.eq_ignore_ascii_case("via"))
}

/// Where the text behind a list mark begins.
fn list_mark(shown: &str) -> usize {
    shown.len()
        - shown
            .trim_start_matches(|sign: char| {
                "・-*•[]()※".contains(sign) || sign.is_ascii_digit() || sign == '.' || sign == ' '
            })
            .len()
}

/// How a line cites, where what it names begins, and whether a word says that it cites.
fn label(words: &Words<'_>, shown: &str) -> Option<(Label, usize, bool)> {
    let front = shown.len() - shown.trim_start_matches(['・', '-', '*', '•', ' ', '(', '※']).len();
    if let Some((label, at)) = label_word(words, &shown[front..]) {
        return Some((label, front + at, true));
    }
    if let Some((number, at)) = note_number(shown) {
        let rest = shown[at..].trim_start();
        let gap = shown.len() - rest.len();
        let inner = label_word(words, rest).map(|(_, inside)| inside);
        return Some((Label::Note(number), gap + inner.unwrap_or(0), inner.is_some()));
    }
    let from = shown.starts_with('(')
        && ["から)", "より)", "による)", "から引用)", "より引用)"]
            .iter()
            .any(|end| shown.ends_with(end));
    from.then_some((Label::From, 1, true))
}

/// `[1]`, `(1)`, `※1`, `注1`, `*1`, and where the note begins.
fn note_number(shown: &str) -> Option<(u32, usize)> {
    let rest = shown.trim_start_matches(['[', '(', '※', '注', '*', '^']);
    let front = shown.len() - rest.len();
    let digits = rest.bytes().take_while(u8::is_ascii_digit).count();
    if front == 0 || !(1..=3).contains(&digits) {
        return None;
    }
    let behind = &rest[digits..];
    let skipped = behind.trim_start_matches([']', ')', ':', '.', '^']);
    let closed = behind.len() > skipped.len() || behind.starts_with(' ');
    closed
        .then(|| rest[..digits].parse().ok())
        .flatten()
        .map(|number| (number, shown.len() - skipped.len()))
}

/// `ブルーマスト社の報告書「…」から)` without its end.
fn from_whom(inner: &str) -> &str {
    ["から引用)", "より引用)", "から)", "より)", "による)"]
        .iter()
        .find_map(|end| inner.strip_suffix(end))
        .unwrap_or(inner)
}

/// `X、Y` behind a label are two names unless the first is followed by a title or a date.
fn parts(inner: &str) -> Vec<(usize, &str)> {
    let front = inner.len() - inner.trim_start().len();
    let whole = vec![(front, inner.trim())];
    let plain = !inner.contains(['「', '『', '"', '/'])
        && !inner.contains(|sign: char| sign.is_ascii_digit());
    if !plain || !inner.contains('、') {
        return whole;
    }
    let mut at = 0;
    let mut found = Vec::new();
    for part in inner.split('、') {
        found.push((at + (part.len() - part.trim_start().len()), part.trim()));
        at += part.len() + '、'.len_utf8();
    }
    found
}

/// One entry of a list or a note: `霜月セキュリティ「…」 https://…`, `霞台サイバー調べ`. `sure` says
/// that the line is known to cite.
fn entry(around: &Around<'_>, part: &str, at: usize, sure: bool) -> Option<Named> {
    let part = part.trim_end_matches(['。', ' ', ')']);
    let url = part.find("http://").or_else(|| part.find("https://")).or_else(|| part.find("hxxp"));
    let title = part.find(['「', '『', '"', '“']);
    let comma = part.find(['、', ',', '(']);
    let end = [url, title, comma].into_iter().flatten().min().unwrap_or(part.len());
    let head = part[..end].trim_end_matches([' ', ':', '-', '|', ',', '、', '—', '–']).trim_end();
    if head.is_empty() {
        return alone(part, url, title, at);
    }
    let tail = around.words.ending(head, "tail");
    let bare =
        tail.map_or(head, |tail| head[..head.len() - tail.len()].trim_end_matches(['の', ' ']));
    let named = around.name(if bare.is_empty() { head } else { bare }, at)?;
    let cited = sure
        || url.is_some()
        || (title.is_some() && phrase::bracketed(part).is_some())
        || tail.is_some()
        || named.kind == SourceKind::Publication;
    let long = named.name.chars().count() > 40;
    (cited && !long && named.kind != SourceKind::Unnamed).then_some(named)
}

/// An entry without a name: its title, or its address.
fn alone(part: &str, url: Option<usize>, title: Option<usize>, at: usize) -> Option<Named> {
    let start = title.or(url)?;
    let rest = &part[start..];
    let (skip, name) = if title.is_some() {
        let inner = rest.trim_start_matches(['「', '『', '"', '“']);
        let end = inner.find(['」', '』', '"', '”']).unwrap_or(inner.len());
        (rest.len() - inner.len(), &inner[..end])
    } else {
        (0, rest.split_whitespace().next().unwrap_or(rest))
    };
    let start = at + start + skip;
    (!name.is_empty()).then(|| Named {
        name: name.to_owned(),
        kind: SourceKind::Document,
        start,
        end: start + name.len(),
    })
}

/// Links whose words name a work or a publication: `[霜月セキュリティの報告書](…)`.
pub(super) fn links(
    whole: &Whole<'_>,
    words: &Words<'_>,
    known: &[CitedSource],
) -> Vec<CitedSource> {
    let document = whole.document;
    let mut places: Vec<Span> = known.iter().map(|source| source.span).collect();
    places.sort_unstable();
    let busy = |span: Span| {
        let at = places.partition_point(|place| place.end() <= span.start());
        places.get(at).is_some_and(|place| place.overlaps(span))
    };
    let navigation = |span: Span| {
        let at = document.blocks.partition_point(|block| block.span.end() <= span.start());
        document.blocks.get(at).is_some_and(|block| {
            matches!(
                block.kind,
                noroshi_model::BlockKind::Navigation | noroshi_model::BlockKind::PageFurniture
            )
        })
    };
    let mut found = Vec::new();
    for link in document.links.iter().filter(|link| link.target.starts_with("http")) {
        let shown = shown_at(document, link.span).trim();
        if shown.is_empty() || shown.len() > 240 || busy(link.span) || navigation(link.span) {
            continue;
        }
        let around = Around { words, text: &document.text, language: Language::Unknown };
        let work =
            words.ends(shown, "work") || words.ends(shown, "document") || words.ends(shown, "tail");
        let kind = if around.is_publication(shown) {
            SourceKind::Publication
        } else {
            SourceKind::Document
        };
        if work || kind == SourceKind::Publication {
            let named = around.name(shown, link.span.start());
            let (name, kind) =
                named.map_or((shown.to_owned(), kind), |named| (named.name, named.kind));
            found.push(CitedSource { name, kind, via: shown.to_owned(), span: link.span });
        }
    }
    found
}
