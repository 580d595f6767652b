//! The problems of this crate, by code. Their words stand in `messages/{ja,en}.toml`.

use noroshi_model::Problem;

/// The code by which a document says that secrets in it were masked. Nothing was lost by it.
pub const SECRETS_MASKED: &str = "NRS-FORMAT-026";

pub(crate) fn empty() -> Problem {
    Problem::new("NRS-FORMAT-001")
}

/// A type that is known, and not read.
pub(crate) fn foreign(kind: &str) -> Problem {
    Problem::new("NRS-FORMAT-002").fact("kind", kind)
}

/// Bytes that are no text and no type we know.
pub(crate) fn binary() -> Problem {
    Problem::new("NRS-FORMAT-003")
}

pub(crate) fn too_large(bytes: usize, limit: usize) -> Problem {
    Problem::new("NRS-FORMAT-004").fact("size", shown(bytes)).fact("limit", shown(limit))
}

pub(crate) fn encrypted() -> Problem {
    Problem::new("NRS-FORMAT-005")
}

/// `reason` is the parser's own word, in English.
pub(crate) fn damaged(reason: &str) -> Problem {
    Problem::new("NRS-FORMAT-006").fact("reason", reason)
}

pub(crate) fn no_text() -> Problem {
    Problem::new("NRS-FORMAT-007")
}

pub(crate) fn too_much_text(limit: usize) -> Problem {
    Problem::new("NRS-FORMAT-008").fact("limit", shown(limit))
}

pub(crate) fn unknown_encoding() -> Problem {
    Problem::new("NRS-FORMAT-009")
}

/// `offset` is the byte of the file at which the first unreadable stretch starts.
pub(crate) fn replaced(count: usize, offset: usize, encoding: &str) -> Problem {
    let problem = Problem::new("NRS-FORMAT-010").fact("count", count).fact("offset", offset);
    problem.fact("encoding", encoding)
}

pub(crate) fn part_unread(part: &str) -> Problem {
    Problem::new("NRS-FORMAT-011").fact("part", part)
}

pub(crate) fn part_damaged(part: &str) -> Problem {
    Problem::new("NRS-FORMAT-012").fact("part", part)
}

pub(crate) fn page_without_text(pages: &str) -> Problem {
    Problem::new("NRS-FORMAT-013").fact("pages", pages)
}

pub(crate) fn page_unreadable(pages: &str) -> Problem {
    Problem::new("NRS-FORMAT-014").fact("pages", pages)
}

pub(crate) fn flattened(count: usize, depth: usize) -> Problem {
    Problem::new("NRS-FORMAT-015").fact("count", count).fact("depth", depth)
}

/// `unit` is the English plural of what was counted, such as `pages`.
pub(crate) fn rest_unread(unit: &str, limit: usize) -> Problem {
    Problem::new("NRS-FORMAT-016").fact("unit", unit).fact("limit", limit)
}

/// The file ends before its format does.
pub(crate) fn cut_off() -> Problem {
    Problem::new("NRS-FORMAT-017")
}

/// Neither a STIX bundle nor a cluster of MISP galaxy.
pub(crate) fn no_knowledge() -> Problem {
    Problem::new("NRS-FORMAT-018")
}

/// `reason` is the parser's own word, in English; line and column count from 1.
pub(crate) fn malformed(line: usize, column: usize, reason: &str) -> Problem {
    let problem = Problem::new("NRS-FORMAT-019").fact("line", line).fact("column", column);
    problem.fact("reason", reason)
}

pub(crate) fn foreign_cluster(kind: &str) -> Problem {
    Problem::new("NRS-FORMAT-020").fact("kind", kind)
}

/// `number` counts from 1 in the list of the file.
pub(crate) fn object_left_out(number: usize, reason: &str) -> Problem {
    Problem::new("NRS-FORMAT-021").fact("number", number).fact("reason", reason)
}

pub(crate) fn objects_left_out(count: usize) -> Problem {
    Problem::new("NRS-FORMAT-022").fact("count", count)
}

/// Revoked or deprecated by their source.
pub(crate) fn withdrawn(count: usize) -> Problem {
    Problem::new("NRS-FORMAT-023").fact("count", count)
}

pub(crate) fn links_left_out(count: usize) -> Problem {
    Problem::new("NRS-FORMAT-024").fact("count", count)
}

pub(crate) fn names_left_out(count: usize) -> Problem {
    Problem::new("NRS-FORMAT-025").fact("count", count)
}

/// Secrets were masked: how many, of which kinds, and the line of the first one.
pub(crate) fn masked(count: usize, kinds: &str, line: &str) -> Problem {
    let problem = Problem::new(SECRETS_MASKED).fact("count", count).fact("kinds", kinds);
    problem.fact("line", line)
}

/// An archive that unfolds to much more than it says or than anybody needs.
pub(crate) fn unfolds(limit: usize) -> Problem {
    Problem::new("NRS-FORMAT-027").fact("limit", shown(limit))
}

/// A quotation mark of a table that is never closed; the line counts from 1.
pub(crate) fn unclosed(line: usize) -> Problem {
    Problem::new("NRS-FORMAT-028").fact("line", line)
}

/// Rows that have another number of cells than the first.
pub(crate) fn ragged(count: usize) -> Problem {
    Problem::new("NRS-FORMAT-029").fact("count", count)
}

/// At least one sheet of a workbook could not be read to its end.
pub(crate) fn sheet_damaged() -> Problem {
    Problem::new("NRS-FORMAT-030")
}

/// A size for people: `64 MiB`, `900 bytes`.
fn shown(bytes: usize) -> String {
    match bytes {
        0..1024 => format!("{bytes} bytes"),
        1024..1_048_576 => format!("{} KiB", bytes.div_ceil(1024)),
        _ => format!("{} MiB", bytes.div_ceil(1_048_576)),
    }
}
