//! What the bytes are, decided by content.
//!
//! A file name lies easily, so it is asked only where content cannot tell: Markdown has no
//! signature, and a `.md` file with little markup is Markdown all the same.

use noroshi_model::Problem;

use crate::{fault, mail};

/// A type that is recognised before any decoding.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kind {
    /// PDF.
    Pdf,
    /// An RFC 5322 message.
    Mail,
    /// An Office Open XML workbook.
    Xlsx,
}

/// A type that is recognised in the decoded text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Written {
    /// HTML.
    Html,
    /// Markdown.
    Markdown,
    /// Anything else.
    Text,
}

/// First bytes of types that are not read, and their names for people.
///
/// Source: Gary Kessler, "File Signatures Table"; the formats' own specifications.
const FOREIGN: [(&[u8], &str); 26] = [
    (b"MZ", "a Windows program"),
    (b"\x7fELF", "a Linux program"),
    (b"\xfe\xed\xfa\xce", "a macOS program"),
    (b"\xcf\xfa\xed\xfe", "a macOS program"),
    (b"\xca\xfe\xba\xbe", "a Java class or macOS program"),
    (b"\x89PNG", "a PNG image"),
    (b"\xff\xd8\xff", "a JPEG image"),
    (b"GIF8", "a GIF image"),
    (b"II*\0", "a TIFF image"),
    (b"MM\0*", "a TIFF image"),
    (b"RIFF", "a RIFF image, sound or film"),
    (b"SQLite format 3\0", "an SQLite database"),
    (b"\x1f\x8b", "a gzip archive"),
    (b"BZh", "a bzip2 archive"),
    (b"\xfd7zXZ\0", "an xz archive"),
    (b"\x28\xb5\x2f\xfd", "a Zstandard archive"),
    (b"7z\xbc\xaf\x27\x1c", "a 7-Zip archive"),
    (b"Rar!\x1a\x07", "a RAR archive"),
    (b"MSCF\0\0\0\0", "a cabinet archive"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "an old Office document or Outlook message"),
    (b"{\\rtf", "an RTF document"),
    (b"ElfFile\0", "a Windows event log"),
    (b"\xd4\xc3\xb2\xa1", "a packet capture"),
    (b"\x0a\x0d\x0d\x0a", "a packet capture"),
    (b"\0asm", "a WebAssembly program"),
    (b"OggS", "a sound or film"),
];

/// Recognises types that have a signature.
///
/// # Errors
/// A type that Noroshi does not read, named.
pub(crate) fn binary(bytes: &[u8]) -> Result<Option<Kind>, Problem> {
    if is_pdf(bytes) {
        return Ok(Some(Kind::Pdf));
    }
    if is_workbook(bytes) {
        return Ok(Some(Kind::Xlsx));
    }
    if is_encrypted_office(bytes) {
        return Err(fault::encrypted());
    }
    if let Some(kind) = foreign(bytes) {
        return Err(fault::foreign(kind));
    }
    Ok(mail::is_mail(bytes).then_some(Kind::Mail))
}

/// Readers accept a header within the first 1,024 bytes; before it we accept only what is
/// no text, so that a report *about* PDF stays a text.
///
/// Source: ISO 32000-1:2008, Annex H, implementation note 13.
fn is_pdf(bytes: &[u8]) -> bool {
    let start = &bytes[..bytes.len().min(1_024)];
    let at = start.windows(5).position(|window| window == b"%PDF-");
    at.is_some_and(|at| start[..at].iter().all(|byte| !byte.is_ascii_graphic()))
}

/// A zip archive with the main part of a workbook; its directory stands at the end.
fn is_workbook(bytes: &[u8]) -> bool {
    let holds = |part: &[u8]| part.windows(15).any(|window| window == b"xl/workbook.xml");
    let end = &bytes[bytes.len().saturating_sub(1 << 16)..];
    bytes.starts_with(b"PK\x03\x04") && (holds(&bytes[..bytes.len().min(4_096)]) || holds(end))
}

/// A compound file that holds an encrypted document.
///
/// Source: [MS-OFFCRYPTO] 2.3.4.4, the stream `EncryptedPackage`, its name in UTF-16.
fn is_encrypted_office(bytes: &[u8]) -> bool {
    let name: Vec<u8> = "EncryptedPackage".encode_utf16().flat_map(u16::to_le_bytes).collect();
    let start = &bytes[..bytes.len().min(1 << 20)];
    bytes.starts_with(b"\xd0\xcf\x11\xe0") && start.windows(name.len()).any(|it| it == name)
}

fn foreign(bytes: &[u8]) -> Option<&'static str> {
    let known = FOREIGN.iter().find(|(start, _)| bytes.starts_with(start));
    let known = known.filter(|(start, _)| start.len() > 3 || holds_control(bytes));
    known.map(|(_, name)| *name).or_else(|| zip(bytes))
}

/// A short signature such as `MZ` counts only with control bytes behind it.
fn holds_control(bytes: &[u8]) -> bool {
    bytes.iter().take(64).any(|byte| *byte < 9 || *byte > 0x7e)
}

/// A zip archive, and which of the many formats inside one.
fn zip(bytes: &[u8]) -> Option<&'static str> {
    if !bytes.starts_with(b"PK\x03\x04") && !bytes.starts_with(b"PK\x05\x06") {
        return None;
    }
    let start = String::from_utf8_lossy(&bytes[..bytes.len().min(4_096)]);
    let inside = [
        ("word/", "a Word document"),
        ("xl/", "an Excel workbook"),
        ("ppt/", "a PowerPoint presentation"),
        ("mimetypeapplication/vnd.oasis", "an OpenDocument file"),
        ("mimetypeapplication/epub", "an EPUB book"),
        ("META-INF/", "a Java archive"),
    ];
    let known = inside.iter().find(|(name, _)| start.contains(name));
    Some(known.map_or("a zip archive", |(_, name)| name))
}

/// What a text is. `path` only breaks a tie.
pub(crate) fn written(text: &str, path: &str) -> Written {
    let named = [".md", ".markdown", ".mkd"].iter().any(|end| {
        path.len() >= end.len()
            && path.as_bytes()[path.len() - end.len()..].eq_ignore_ascii_case(end.as_bytes())
    });
    if is_html(text, named) {
        Written::Html
    } else if named || is_markdown(text) {
        Written::Markdown
    } else {
        Written::Text
    }
}

/// Elements that open an HTML document and nothing else.
const DOCUMENT: [&str; 5] = ["!doctype html", "html", "head", "body", "meta"];
/// Elements that open a fragment, unless the file is named as Markdown.
const FRAGMENT: [&str; 12] = [
    "title", "link", "script", "style", "div", "article", "section", "main", "table", "h1", "p",
    "header",
];

/// Whether the first tag is one of HTML.
///
/// Source: WHATWG, MIME Sniffing Standard, section 7.1.
fn is_html(text: &str, named_markdown: bool) -> bool {
    let opens = |name: &&str| first_tag_is(text, name);
    if DOCUMENT.iter().any(opens) {
        return true;
    }
    let closes = text.trim_end().ends_with('>');
    !named_markdown && closes && FRAGMENT.iter().any(opens)
}

fn first_tag_is(text: &str, name: &str) -> bool {
    let Some(tag) = after_preamble(text).strip_prefix('<') else { return false };
    let Some(start) = tag.get(..name.len()) else { return false };
    let ends = tag[name.len()..].starts_with(|next: char| next == '>' || next.is_whitespace());
    start.eq_ignore_ascii_case(name) && ends
}

/// The text behind a byte order mark, white space, comments and an XML declaration.
fn after_preamble(text: &str) -> &str {
    let mut rest = text.trim_start_matches('\u{feff}').trim_start();
    loop {
        let skipped = skip(rest, "<!--", "-->").or_else(|| skip(rest, "<?xml", "?>"));
        match skipped {
            Some(behind) => rest = behind.trim_start(),
            None => return rest,
        }
    }
}

fn skip<'a>(text: &'a str, start: &str, end: &str) -> Option<&'a str> {
    let inside = text.strip_prefix(start)?;
    inside.find(end).map(|at| &inside[at + end.len()..])
}

/// Headings and one more thing that only Markdown has.
fn is_markdown(text: &str) -> bool {
    let (mut heading, mut other) = (false, false);
    for line in text.lines().take(400) {
        heading |= is_heading(line);
        other |= line.contains("](") || line.starts_with("```") || is_table_rule(line);
    }
    heading && other
}

fn is_heading(line: &str) -> bool {
    let marks = line.len() - line.trim_start_matches('#').len();
    (1..=6).contains(&marks) && line[marks..].starts_with(' ')
}

/// `| --- | :-: |`
fn is_table_rule(line: &str) -> bool {
    let line = line.trim();
    line.contains("--") && line.contains('|') && line.chars().all(|letter| "|-: ".contains(letter))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn content_decides_and_the_name_breaks_a_tie() {
        assert_eq!(written("<!-- x -->\n<!DOCTYPE html><p>", "a.txt"), Written::Html);
        assert_eq!(written("本文だけ。", "a.MD"), Written::Markdown);
        assert_eq!(written("# 題\n\n[語](https://example.com)", "a.txt"), Written::Markdown);
        assert_eq!(written("# a comment\nkey = 1", "a.txt"), Written::Text);
        assert_eq!(written("<div align=center>\n</div>\n# 題", "a.md"), Written::Markdown);
        assert_eq!(written("<p>a</p>", "あ"), Written::Html);
    }

    #[test]
    fn a_text_about_pdf_is_no_pdf() {
        assert_eq!(binary(b"%PDF-1.4"), Ok(Some(Kind::Pdf)));
        assert_eq!(binary(b"A file starts with %PDF-1.4"), Ok(None));
        assert_eq!(binary(b"MZ is the start of a program"), Ok(None));
        assert!(binary(b"MZ\x90\0\x03\0").is_err());
    }
}
