//! Small changes of a question file that leave everything else in it as it is.

use noroshi_model::Problem;

use crate::raw;
use crate::word::Status;

/// The same file with another status of some rows. Comments and order stay.
///
/// # Errors
/// NRS-ASSESS-016 when a row is not there or is no suggestion. The text must have been parsed.
pub fn decide(text: &str, path: &str, ids: &[String], status: Status) -> Result<String, Problem> {
    let file: raw::File = toml::from_str(text).map_err(|error| {
        Problem::new("NRS-ASSESS-001")
            .at(path)
            .fact("line", 1)
            .fact("column", 1)
            .fact("reason", error.message())
    })?;
    let mut places = Vec::new();
    for id in ids {
        let row = file.rows.iter().map(toml::Spanned::as_ref).find(|row| row.id.as_ref() == id);
        let place = row.and_then(|row| row.status.as_ref());
        let place = place.filter(|word| word.as_ref() == Status::Suggested.word());
        let missing = || Problem::new("NRS-ASSESS-016").at(path).fact("row", id);
        places.push(place.ok_or_else(missing)?.span());
    }
    places.sort_by_key(|place| place.start);
    places.dedup();
    let mut out = String::with_capacity(text.len());
    let mut from = 0;
    for place in places {
        out.push_str(&text[from..place.start]);
        out.push_str(&format!("\"{}\"", status.word()));
        from = place.end;
    }
    out.push_str(&text[from..]);
    Ok(out)
}
