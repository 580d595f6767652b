//! Postings out of documents: rows of tables, messages, items and paragraphs of letters.

use noroshi_model::{Document, DocumentId, Problem, Span};

use super::column::{is_of_offers, is_of_words, role};

/// A posting as it was received, before anything is made of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Posting {
    /// The document it stands in.
    pub document: DocumentId,
    /// The file, for people.
    pub path: String,
    /// The place inside the file, for people: `row 4`, `attribute 17`.
    pub at: String,
    /// The place inside the text of the document, if it has one.
    pub span: Option<Span>,
    /// The words of the posting.
    pub text: String,
    /// Further cells or attributes: the name of the column and what stands there.
    pub fields: Vec<(String, String)>,
    /// Whether it is a posting by its form, or a paragraph of a longer text.
    pub origin: Origin,
    /// Whether it stands in a table whose columns are those of offers.
    pub listed: bool,
    /// The day of the document, for days without a year.
    pub anchor: Option<jiff::civil::Date>,
}

/// What a posting was cut out of.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Origin {
    /// A row, a message, an object: somebody posted it as it is.
    Posting,
    /// One of several paragraphs: it may be anything.
    Paragraph,
}

/// The most postings that are taken from one document.
pub(super) const MOST_POSTINGS: usize = 200_000;

/// The postings of a document, in order of place.
pub fn postings(document: &Document) -> (Vec<Posting>, Vec<Problem>) {
    let taker = Taker { document, anchor: anchor(document) };
    let mut found = taker.messages();
    found.extend(taker.rows());
    let taken: Vec<Span> = document
        .blocks
        .iter()
        .filter(|block| is_taken(block.kind))
        .map(|block| block.span)
        .collect();
    found.extend(taker.written(&taken));
    found.sort_by_key(|posting| posting.span.map(Span::start));
    let mut problems = Vec::new();
    if found.len() > MOST_POSTINGS {
        let problem = Problem::new("NRS-WATCH-003").at(&document.path);
        problems.push(problem.fact("found", found.len()).fact("most", MOST_POSTINGS));
        found.truncate(MOST_POSTINGS);
    }
    (found, problems)
}

fn is_taken(kind: noroshi_model::BlockKind) -> bool {
    use noroshi_model::BlockKind as Kind;
    kind.is_of_message()
        || matches!(kind, Kind::Row | Kind::HeaderRow | Kind::PageFurniture | Kind::Navigation)
}

fn anchor(document: &Document) -> Option<jiff::civil::Date> {
    let published = document.published.as_ref().map(|dated| dated.moment.start().date());
    let head = head(&document.text);
    published.or_else(|| head.lines().find_map(|line| super::day::day(line, None)?.parse().ok()))
}

/// The first lines of a text: the date of a letter stands there.
fn head(text: &str) -> String {
    text.chars().take(600).collect()
}

struct Taker<'a> {
    document: &'a Document,
    anchor: Option<jiff::civil::Date>,
}

impl Taker<'_> {
    fn posting(
        &self,
        at: String,
        span: Span,
        text: String,
        fields: Vec<(String, String)>,
    ) -> Posting {
        let listed = is_of_offers(fields.iter().map(|(name, _)| name.as_str()));
        let (document, path) = (self.document.id, self.document.path.clone());
        Posting {
            origin: Origin::Posting,
            document,
            path,
            at,
            span: Some(span),
            text,
            fields,
            listed,
            anchor: self.anchor,
        }
    }

    fn messages(&self) -> Vec<Posting> {
        let text = &self.document.text;
        let part = |name: &str, span: Option<Span>| {
            let words = span.and_then(|span| span.of(text))?;
            Some((name.to_owned(), words.to_owned()))
        };
        let messages = self.document.messages().into_iter().zip(1..);
        let taken = messages.filter_map(|(message, nth)| {
            let said = message.said?;
            let when = part("date", message.when).or_else(|| part("date", message.day));
            let fields = when.into_iter().chain(part("seller", Some(message.from))).collect();
            Some(self.posting(format!("message {nth}"), said, said.of(text)?.to_owned(), fields))
        });
        taken.collect()
    }

    fn rows(&self) -> Vec<Posting> {
        let rows = self.document.rows().zip(1..);
        let taken = rows.map(|(row, nth)| {
            let named = row
                .cells
                .iter()
                .filter_map(|cell| Some((cell.column?.to_owned(), cell.text.to_owned())));
            let whole = || row.cells.iter().map(|cell| cell.text).collect::<Vec<_>>().join(" | ");
            let fields: Vec<(String, String)> = named.collect();
            let text = words(&fields).unwrap_or_else(whole);
            self.posting(format!("row {nth}"), row.span, text, fields)
        });
        taken.collect()
    }

    /// Paragraphs and items outside of tables and messages, and tables that are drawn with `|`.
    fn written(&self, taken: &[Span]) -> Vec<Posting> {
        let mut found = Vec::new();
        let mut drawn = Drawn::default();
        // The open paragraph, and the number of its first line.
        let mut open: Option<(Span, usize)> = None;
        let mut next = taken.iter().peekable();
        for ((line, span), number) in lines(&self.document.text).zip(1..) {
            while next.peek().is_some_and(|block| block.end() <= span.start()) {
                next.next();
            }
            let outside = next.peek().is_none_or(|block| !block.overlaps(span));
            let cells = drawn.take(line);
            let blank = line.trim().is_empty() || is_rule(line);
            if !outside || blank || cells.is_some() || starts_item(line) {
                found.extend(open.take().and_then(|open| self.paragraph(open)));
            }
            match cells {
                Some(fields) if !fields.is_empty() => {
                    let text = words(&fields).unwrap_or_else(|| line.trim().to_owned());
                    found.push(self.posting(format!("line {number}"), span, text, fields));
                }
                None if outside && !blank => {
                    open =
                        Some(open.map_or((span, number), |(open, first)| (open.join(span), first)));
                }
                _ => {}
            }
        }
        found.extend(open.and_then(|open| self.paragraph(open)));
        if found.len() > 1 {
            let prose = found.iter_mut().filter(|posting| !posting.listed);
            prose.for_each(|posting| posting.origin = Origin::Paragraph);
        }
        found
    }

    fn paragraph(&self, (span, number): (Span, usize)) -> Option<Posting> {
        let text = span.of(&self.document.text)?.trim();
        let fields = labelled(text);
        (text.chars().count() >= 4)
            .then(|| self.posting(format!("line {number}"), span, text.to_owned(), fields))
    }
}

/// The cells of a table of offers that are its words; `None` when it is no such table or has none.
fn words(fields: &[(String, String)]) -> Option<String> {
    let offers = is_of_offers(fields.iter().map(|(name, _)| name.as_str()));
    let cells: Vec<&str> = fields
        .iter()
        .filter(|(name, _)| is_of_words(name))
        .map(|(_, cell)| cell.as_str())
        .collect();
    (offers && !cells.is_empty()).then(|| cells.join(" | "))
}

/// Lines with their places.
fn lines(text: &str) -> impl Iterator<Item = (&str, Span)> {
    let mut at = 0;
    text.split_inclusive('\n').filter_map(move |line| {
        let start = at;
        at += line.len();
        let kept = line.trim_end_matches(['\n', '\r']);
        Some((kept, Span::new(start, start + line.len())?))
    })
}

fn is_rule(line: &str) -> bool {
    let line = line.trim();
    line.chars().count() >= 3 && line.chars().all(|sign| "-=*_+|─━＝—―・ 　#~".contains(sign))
}

/// Whether a line begins an item of a list: a bullet, or a number with a sign behind it.
fn starts_item(line: &str) -> bool {
    let line = line.trim_start();
    let mut signs = line.chars();
    let Some(first) = signs.next() else { return false };
    if "・●■◆▼★☆◎○【①②③④⑤⑥⑦⑧⑨⑩□◇※#".contains(first) {
        return true;
    }
    if "-*•".contains(first) {
        return signs.next() == Some(' ');
    }
    let rest = line.trim_start_matches("No.").trim_start_matches(['(', '（', '[']);
    let digits = rest.chars().take_while(char::is_ascii_digit).count();
    (1..=3).contains(&digits)
        && rest[digits..].starts_with([')', '）', '.', ']', '．', '、'])
        && !rest[digits + 1..].starts_with(|sign: char| sign.is_ascii_digit())
}

/// Labels and values of a posting that is written line by line: `価格：300ドル`.
fn labelled(text: &str) -> Vec<(String, String)> {
    let pair = |line: &str| {
        let (label, value) = line.split_once([':', '：'])?;
        let label =
            label.trim().trim_matches(['【', '】', '[', ']', '*', '・', '-', '■', '●']).trim();
        let known = label.chars().count() <= 16 && role(label).is_some();
        (known && !value.trim().is_empty()).then(|| (label.to_owned(), value.trim().to_owned()))
    };
    text.lines().filter_map(pair).collect()
}

/// A table drawn with `|`, line by line.
#[derive(Debug, Default)]
struct Drawn {
    header: Vec<String>,
}

impl Drawn {
    /// The named cells of a line of such a table: none for its header, `None` for any other line.
    fn take(&mut self, line: &str) -> Option<Vec<(String, String)>> {
        let cells: Vec<&str> = line.trim().trim_matches('|').split('|').map(str::trim).collect();
        if cells.len() < 3 {
            if !line.contains("-+-") && !line.trim().is_empty() {
                self.header.clear();
            }
            return is_rule(line).then(Vec::new);
        }
        if is_of_offers(cells.iter().copied()) && self.header.is_empty() {
            self.header = cells.iter().map(|cell| (*cell).to_owned()).collect();
            return Some(Vec::new());
        }
        if self.header.is_empty() || is_rule(line) {
            return is_rule(line).then(Vec::new);
        }
        let named = self.header.iter().zip(cells).filter(|(_, cell)| !cell.is_empty());
        Some(named.map(|(name, cell)| (name.clone(), cell.to_owned())).collect())
    }
}
