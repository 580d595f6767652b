//! Workbooks of Office Open XML: each sheet a table with its name above.
//!
//! The archive is unfolded once with a counter before the reader underneath sees it, because
//! what an archive says of its own size may be a lie. Cells come one by one, so that a sheet
//! with one cell in its last corner takes no memory.

use std::io::{Cursor, Read};
use std::panic::{AssertUnwindSafe, catch_unwind};

use calamine::{DataRef, ExcelDateTime, Reader as _, Xlsx, XlsxError};
use noroshi_model::{Media, Problem};
use zip::ZipArchive;

use crate::draft::Draft;
use crate::table::{Grid, Whole};
use crate::{Limits, fault};

/// Unfolded bytes up to which an archive may be as small as it likes.
const HARMLESS: u64 = 16 << 20;
/// Most unfolded bytes for each byte of the archive beyond that.
const RATIO: u64 = 200;

/// A workbook.
///
/// # Errors
/// One that is damaged, that needs a password, or that unfolds beyond the limits.
pub(crate) fn read(bytes: &[u8], limits: &Limits) -> Result<Draft, Problem> {
    let read = AssertUnwindSafe(|| {
        unfold(bytes, limits)?;
        let book = Xlsx::new(Cursor::new(bytes)).map_err(|error| refused(&error))?;
        sheets(book, limits)
    });
    // The reader is much code fed with hostile bytes; nothing of ours is changed inside it.
    catch_unwind(read).unwrap_or_else(|_| Err(fault::damaged("the workbook reader stopped at it")))
}

/// Fixed words for each error: those of the reader may quote cells.
fn refused(error: &XlsxError) -> Problem {
    match error {
        XlsxError::Password => fault::encrypted(),
        XlsxError::Zip(_) | XlsxError::Io(_) => fault::damaged("its archive is broken"),
        XlsxError::FileNotFound(_) | XlsxError::RelationshipNotFound => {
            fault::damaged("a part is missing")
        }
        _ => fault::damaged("its XML is broken"),
    }
}

/// Counts what the parts unfold to, and looks at what the reader believes without asking.
fn unfold(bytes: &[u8], limits: &Limits) -> Result<(), Problem> {
    let broken = || fault::damaged("its archive is broken");
    let mut archive = ZipArchive::new(Cursor::new(bytes)).map_err(|_| broken())?;
    let most = (bytes.len() as u64).saturating_mul(RATIO).max(HARMLESS).min(limits.unfolded as u64);
    let mut left = most;
    for nth in 0..archive.len() {
        let mut part = archive.by_index(nth).map_err(|_| broken())?;
        let strings =
            part.name().is_ok_and(|name| name.to_ascii_lowercase().contains("sharedstrings"));
        let mut counter = Counter::default();
        let read =
            copy(&mut part, &mut counter, left, if strings { Keep::All } else { Keep::Nothing });
        read.map_err(|_| broken())?;
        left = left.checked_sub(counter.bytes).ok_or_else(|| fault::unfolds(limits.unfolded))?;
        counter.check_strings()?;
    }
    Ok(())
}

#[derive(Debug, Default)]
struct Counter {
    bytes: u64,
    kept: Vec<u8>,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Keep {
    All,
    Nothing,
}

/// Reads a part to its end, or to one byte beyond `left`.
fn copy(part: &mut impl Read, counter: &mut Counter, left: u64, keep: Keep) -> std::io::Result<()> {
    let mut buffer = vec![0; 1 << 16];
    loop {
        let read = part.read(&mut buffer)?;
        counter.bytes += read as u64;
        if keep == Keep::All {
            counter.kept.extend_from_slice(&buffer[..read]);
        }
        if read == 0 || counter.bytes > left {
            return Ok(());
        }
    }
}

impl Counter {
    /// The reader reserves room for as many strings as the part says it has. Each takes five
    /// bytes at least, so a larger number is a lie.
    fn check_strings(&self) -> Result<(), Problem> {
        let wide = self.kept.contains(&0);
        let name = b"uniqueCount";
        let mut from = 0;
        while let Some(at) = find(&self.kept[from..], name) {
            from += at + name.len();
            let digits =
                self.kept[from..].iter().take(64).skip_while(|byte| !byte.is_ascii_digit());
            let digits: String = digits
                .take_while(|byte| byte.is_ascii_digit())
                .map(|byte| char::from(*byte))
                .collect();
            let count =
                digits.parse::<usize>().unwrap_or(if digits.is_empty() { 0 } else { usize::MAX });
            if count > self.kept.len() {
                return Err(fault::damaged("it lies about the number of its strings"));
            }
        }
        if wide { Err(fault::damaged("its XML is not UTF-8")) } else { Ok(()) }
    }
}

fn find(bytes: &[u8], name: &[u8]) -> Option<usize> {
    let mut from = 0;
    while let Some(at) = bytes[from..].iter().position(|byte| *byte == name[0]) {
        if bytes[from + at..].starts_with(name) {
            return Some(from + at);
        }
        from += at + 1;
    }
    None
}

fn sheets(mut book: Xlsx<Cursor<&[u8]>>, limits: &Limits) -> Result<Draft, Problem> {
    let mut grid = Grid::new(Media::Xlsx, limits);
    let (mut whole, mut unread) = (Whole::Yes, None);
    let names = book.sheet_names();
    for name in names.iter().take(limits.sheets) {
        match sheet(&mut book, name, &mut grid) {
            Ok(Whole::Yes) => {}
            Ok(Whole::No) => {
                whole = Whole::No;
                break;
            }
            Err(error) => unread = unread.or_else(|| Some(refused(&error))),
        }
    }
    let mut draft = grid.finish(whole);
    if let Some(problem) = unread {
        if draft.text.trim().is_empty() {
            return Err(problem);
        }
        draft.problems.push(fault::sheet_damaged());
    }
    draft
        .problems
        .extend((names.len() > limits.sheets).then(|| fault::rest_unread("sheets", limits.sheets)));
    Ok(draft)
}

/// One sheet, row by row; the limits may end it early.
fn sheet(
    book: &mut Xlsx<Cursor<&[u8]>>,
    name: &str,
    grid: &mut Grid<'_>,
) -> Result<Whole, XlsxError> {
    let mut cells = match book.worksheet_cells_reader(name) {
        // A sheet of nothing but a picture.
        Err(XlsxError::WorksheetNotFound(_) | XlsxError::NotAWorksheet(_)) => {
            return Ok(Whole::Yes);
        }
        other => other?,
    };
    let (mut row, mut number, mut started) = (Vec::<String>::new(), 0, false);
    while let Some(cell) = cells.next_cell()? {
        let (line, column) = cell.get_position();
        let Some(words) = shown(cell.get_value()) else { continue };
        if !started {
            grid.sheet(name);
            started = true;
        }
        if line != number {
            grid.row(&row);
            row.clear();
            number = line;
        }
        if !grid.has_room() {
            return Ok(Whole::No);
        }
        place(&mut row, column as usize, words);
    }
    grid.row(&row);
    Ok(Whole::Yes)
}

/// Puts words into a column. No sheet has more than 16,384.
fn place(row: &mut Vec<String>, column: usize, words: String) {
    let column = column.min(16_383);
    if row.len() <= column {
        row.resize(column + 1, String::new());
    }
    row[column] = words;
}

/// The words of a cell; `None` for an empty one.
fn shown(value: &DataRef<'_>) -> Option<String> {
    let words = match value {
        DataRef::Empty => return None,
        DataRef::Int(number) => number.to_string(),
        DataRef::Float(number) => number.to_string(),
        DataRef::String(words) | DataRef::DateTimeIso(words) | DataRef::DurationIso(words) => {
            words.clone()
        }
        DataRef::SharedString(words) => (*words).to_owned(),
        DataRef::Bool(truth) => truth.to_string(),
        DataRef::DateTime(moment) => written(*moment),
        DataRef::Error(error) => error.to_string(),
    };
    (!words.trim().is_empty()).then_some(words)
}

/// `2024-02-16`, `2024-02-16 10:21:33`, or hours and minutes of a duration.
fn written(moment: ExcelDateTime) -> String {
    let value = moment.as_f64();
    if !value.is_finite() || !(0.0..2_958_466.0).contains(&value) {
        return value.to_string();
    }
    let (year, month, day, hour, minute, second, _) = moment.to_ymd_hms_milli();
    match (moment.is_duration() || value < 1.0, hour == 0 && minute == 0 && second == 0) {
        (true, _) => format!("{hour:02}:{minute:02}:{second:02}"),
        (false, true) => format!("{year:04}-{month:02}-{day:02}"),
        (false, false) => {
            format!("{year:04}-{month:02}-{day:02} {hour:02}:{minute:02}:{second:02}")
        }
    }
}
