//! PDF: the text of each page, in reading order, pages joined with a form feed.
//!
//! Nothing is joined or de-hyphenated here: the canonical text is what stands on the pages,
//! line by line. Running headers, footers and page numbers stay in it as blocks of their own,
//! so that reading can step over them.
//!
//! The reader underneath, `pdf_oxide`, unfolds at most 100 MiB and a hundredfold of a stream.

mod rows;
mod running;

use std::panic::{AssertUnwindSafe, catch_unwind};

use jiff::civil::DateTime;
use noroshi_model::{Basis, Dated, Media, Problem};
use pdf_oxide::PdfDocument;
use pdf_oxide::error::Error;
use pdf_oxide::layout::{TextChar, TextSpan};
use pdf_oxide::object::Object;

use crate::draft::Draft;
use crate::{Limits, date, fault};

/// Dates that programs write when they do not want to say one: the Unix epoch, and what
/// ReportLab writes in its reproducible mode.
const PLACEHOLDERS: [DateTime; 2] =
    [DateTime::constant(1970, 1, 1, 0, 0, 0, 0), DateTime::constant(2000, 1, 1, 0, 0, 0, 0)];

/// Between two pages.
const PAGE_BREAK: char = '\u{c}';

/// A PDF document.
///
/// # Errors
/// One that needs a password, one that is damaged beyond recovery, one without text.
pub(crate) fn read(bytes: &[u8], limits: &Limits) -> Result<Draft, Problem> {
    let pdf = open(bytes)?;
    let count = guarded(|| pdf.page_count())?;
    let mut pages = Pages::default();
    for number in 0..count.min(limits.pages) {
        pages.take(number, guarded(|| page(&pdf, number)));
        limits.check_text(&pages.text)?;
    }
    let mut draft = pages.draft().map_err(|problem| said_better(problem, bytes))?;
    information(&pdf, &mut draft);
    draft.problems.extend(cut_off(bytes));
    draft
        .problems
        .extend((count > limits.pages).then(|| fault::rest_unread("pages", limits.pages)));
    Ok(draft)
}

/// A file that was cut off has no text for that reason.
fn said_better(problem: Problem, bytes: &[u8]) -> Problem {
    let cut = cut_off(bytes).map(|_| fault::damaged("its end is missing"));
    cut.unwrap_or(problem)
}

/// Opens a document that needs no password.
fn open(bytes: &[u8]) -> Result<PdfDocument, Problem> {
    let pdf = guarded(|| PdfDocument::from_bytes(bytes.to_vec()))?;
    let open = !pdf.is_encrypted() || pdf.is_authenticated();
    let open = open || guarded(|| pdf.authenticate(b"")).unwrap_or(false);
    if open { Ok(pdf) } else { Err(fault::encrypted()) }
}

/// Calls the reader.
///
/// It is much code fed with hostile bytes. A panic in it must cost one page or one document,
/// not the whole run; nothing of ours is changed inside, and the reader is not used for that
/// page again, so no broken state is looked at.
fn guarded<T>(call: impl FnOnce() -> Result<T, Error>) -> Result<T, Problem> {
    match catch_unwind(AssertUnwindSafe(call)) {
        Ok(Ok(value)) => Ok(value),
        Ok(Err(Error::EncryptedPdf)) => Err(fault::encrypted()),
        Ok(Err(error)) => Err(fault::damaged(&error.to_string())),
        Err(_) => Err(fault::damaged("the PDF reader stopped at it")),
    }
}

/// The text of one page. The glyphs come from the library's runs: its list of single glyphs
/// (`extract_chars`) gives the bytes of UTF-8 as letters for some fonts of Chromium.
fn page(pdf: &PdfDocument, number: usize) -> Result<String, Error> {
    let runs = pdf.extract_spans(number)?;
    let glyphs: Vec<TextChar> = runs.iter().flat_map(TextSpan::to_chars).collect();
    match rows::lines(&glyphs) {
        Some(lines) => Ok(lines),
        None => pdf.extract_text(number),
    }
}

/// The pages read so far.
#[derive(Debug, Default)]
struct Pages {
    text: String,
    /// Where each page starts.
    starts: Vec<usize>,
    without_text: Vec<usize>,
    unreadable: Vec<usize>,
    /// Why the first unreadable page was.
    reason: Option<Problem>,
}

impl Pages {
    fn take(&mut self, number: usize, page: Result<String, Problem>) {
        if number > 0 {
            self.text.push(PAGE_BREAK);
        }
        self.starts.push(self.text.len());
        match page {
            Ok(page) if page.trim().is_empty() => self.without_text.push(number + 1),
            Ok(page) => self.text.push_str(&page.trim_end().replace(PAGE_BREAK, "\n")),
            Err(reason) => {
                self.unreadable.push(number + 1);
                self.reason.get_or_insert(reason);
            }
        }
    }

    /// The draft; an error when no page has text.
    fn draft(self) -> Result<Draft, Problem> {
        let unread = self.without_text.len() + self.unreadable.len();
        if unread == self.starts.len() {
            return Err(self.reason.unwrap_or_else(fault::no_text));
        }
        let mut draft = Draft::new(Media::Pdf, self.text);
        running::mark(&mut draft, &self.starts);
        draft
            .problems
            .extend(listed(&self.without_text).map(|list| fault::page_without_text(&list)));
        draft.problems.extend(listed(&self.unreadable).map(|list| fault::page_unreadable(&list)));
        Ok(draft)
    }
}

/// `3, 5-9, 12`; `None` for no pages.
fn listed(pages: &[usize]) -> Option<String> {
    let runs = pages.chunk_by(|one, next| one + 1 == *next);
    let shown = runs.filter_map(|run| match (run.first()?, run.last()?) {
        (first, last) if first == last => Some(first.to_string()),
        (first, last) => Some(format!("{first}-{last}")),
    });
    let shown: Vec<String> = shown.collect();
    (!shown.is_empty()).then(|| shown.join(", "))
}

/// Title and creation date of the information dictionary. The date is the weakest of all:
/// it is when the file was made, so reading uses it only when nothing else is there.
///
/// Source: ISO 32000-1:2008, 14.3.3, "Document information dictionary".
fn information(pdf: &PdfDocument, draft: &mut Draft) {
    let entry = |key: &str| guarded(|| information_entry(pdf, key)).ok().flatten();
    draft.title = entry("Title").filter(|title| !is_file_name(title));
    let created = entry("CreationDate").and_then(|written| date::pdf(&written));
    let created = created.filter(|moment| !PLACEHOLDERS.contains(&moment.start()));
    let basis = Basis::Metadata("pdf:CreationDate".to_owned());
    draft.published = created.map(|moment| Dated { moment, basis });
}

fn information_entry(pdf: &PdfDocument, key: &str) -> Result<Option<String>, Error> {
    let Some(info) = pdf.trailer().as_dict().and_then(|trailer| trailer.get("Info")) else {
        return Ok(None);
    };
    let info = pdf.resolve_object(info)?;
    let Some(value) = info.as_dict().and_then(|entries| entries.get(key)) else { return Ok(None) };
    Ok(match pdf.resolve_object(value)? {
        Object::String(bytes) => Some(text_string(&bytes)),
        _ => None,
    })
}

/// A text string: UTF-16BE or UTF-8 with a mark, else PDFDocEncoding, of which the part that
/// titles use is Latin-1.
///
/// Source: ISO 32000-2:2020, 7.9.2.2, "Text string type".
fn text_string(bytes: &[u8]) -> String {
    match bytes {
        [0xfe, 0xff, rest @ ..] => {
            encoding_rs::UTF_16BE.decode_without_bom_handling(rest).0.into_owned()
        }
        [0xef, 0xbb, 0xbf, rest @ ..] => String::from_utf8_lossy(rest).into_owned(),
        _ => bytes.iter().map(|byte| char::from(*byte)).collect(),
    }
}

/// Word processors write the name of the source file as title.
fn is_file_name(title: &str) -> bool {
    let title = title.trim().to_ascii_lowercase();
    let ends = [".doc", ".docx", ".html", ".indd", ".odt", ".pdf", ".txt", ".xlsx", ".pptx"];
    let placeholder = title.is_empty() || title == "untitled" || title == "(anonymous)";
    placeholder || ends.iter().any(|end| title.ends_with(end))
}

/// A file without its end marker was cut off, even if the reader recovered pages from it.
///
/// Source: ISO 32000-1:2008, 7.5.5, and Annex H, implementation note 18 (1,024 bytes).
fn cut_off(bytes: &[u8]) -> Option<Problem> {
    let end = &bytes[bytes.len().saturating_sub(1_024)..];
    let marked = end.windows(5).any(|window| window == b"%%EOF");
    (!marked).then(fault::cut_off)
}
