//! Foreign bytes to documents: text, Markdown, HTML, mail, PDF, conversations, tables and
//! workbooks, one file per format; and to knowledge: STIX bundles and clusters of MISP galaxy.
//!
//! What the bytes are is decided by their content, never by the name they came under. The
//! crate opens no file and asks no clock: same bytes, same document. A file that cannot be
//! read at all is one [`Problem`]; a part that had to be left out is one [`Problem`] beside
//! the document, so nothing is dropped in silence.

mod chat;
mod csv;
mod date;
mod draft;
mod encoding;
mod fault;
mod html;
mod knowledge;
mod leaked;
mod limit;
mod mail;
mod markdown;
mod material;
mod media;
mod misp_galaxy;
mod pdf;
mod secret;
mod stix;
mod table;
mod text;
mod tlp;
mod worklog;
mod xlsx;

pub use chat::stamp::written_moment;
pub use fault::SECRETS_MASKED;
pub use knowledge::{Imported, knowledge};
pub use leaked::{Column, column, currency, is_target_key, speaks_of_targets};
pub use limit::Limits;
pub use material::Material;
pub use secret::MaskKey;

use noroshi_model::{Dated, Document, Problem};

use crate::draft::Draft;
use crate::media::Kind;

/// Bytes of a file or message, and what the caller knows of them.
#[derive(Debug, Clone)]
pub struct Received<'a> {
    /// Where the bytes were found: a path or URL, for people.
    pub path: &'a str,
    /// The bytes, unchanged.
    pub bytes: &'a [u8],
    /// When they were taken, if the caller knows.
    pub fetched: Option<Dated>,
}

/// The document that these bytes hold, and what had to be left out of it. Secrets are masked;
/// without a key their marks do not tell which are equal: see [`document_with_key`].
///
/// # Errors
/// One [`Problem`] when there is nothing to read: an empty file, a type that Noroshi does
/// not read, a file beyond the limits, an encrypted or damaged one, one without text.
pub fn document(
    received: &Received<'_>,
    limits: &Limits,
) -> Result<(Document, Vec<Problem>), Problem> {
    document_with_key(received, limits, None)
}

/// The same, and the mark of each secret carries a hash made with this key: equal secrets have
/// equal marks, in all files that are read with it.
///
/// # Errors
/// As [`document`].
pub fn document_with_key(
    received: &Received<'_>,
    limits: &Limits,
    key: Option<&MaskKey>,
) -> Result<(Document, Vec<Problem>), Problem> {
    let mut draft = read(received, limits).map_err(|problem| problem.at(received.path))?;
    secret::mask(&mut draft, key);
    Ok(draft.finish(received))
}

fn read(received: &Received<'_>, limits: &Limits) -> Result<Draft, Problem> {
    limits.check_bytes(received.bytes)?;
    let draft = match media::binary(received.bytes)? {
        Some(Kind::Pdf) => pdf::read(received.bytes, limits)?,
        Some(Kind::Mail) => mail::read(received.bytes, limits)?,
        Some(Kind::Xlsx) => xlsx::read(received.bytes, limits)?,
        None => written(received, limits)?,
    };
    limits.check_text(&draft.text)?;
    draft.not_blank()
}

/// Whatever is text once its encoding is known.
fn written(received: &Received<'_>, limits: &Limits) -> Result<Draft, Problem> {
    let decoded = encoding::decode(received.bytes, html::declared_encoding(received.bytes))?;
    limits.check_text(&decoded.text)?;
    let mut draft = match media::written(&decoded.text, received.path) {
        media::Written::Html => html::read(&decoded.text, limits),
        media::Written::Markdown => markdown::read(decoded.text),
        media::Written::Text => plain(decoded.text, received.path, limits),
    };
    draft.problems.splice(0..0, decoded.problems);
    Ok(draft)
}

/// Text without markup: a conversation, a table, a work log, or simply text.
fn plain(text: String, path: &str, limits: &Limits) -> Draft {
    let known = chat::json::read(&text, limits).or_else(|| chat::read(&text));
    let known = known.or_else(|| csv::read(&text, path, limits)).or_else(|| worklog::read(&text));
    known.unwrap_or_else(|| text::read(text))
}
