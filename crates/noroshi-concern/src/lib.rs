//! Statements against the estate profile: what touches us, and why.
//!
//! A name of ours in a text is no reason by itself. A concern needs words in the sentence,
//! or beside it in the same paragraph, which say that something happens to what is ours.
//! Being written to, cited, credited or shown as an example is none; neither is a duty that
//! binds somebody else.

mod context;
mod cues;
mod fold;
mod needle;
mod place;
mod sector;
mod tell;
mod weigh;

use noroshi_model::{Concern, Document, Estate, Knowledge, Problem, Reading};

use crate::context::Context;
use crate::needle::{Needle, home, needles};

pub use tell::tell;

/// What in a document touches the organisation of the profile, in order of place.
///
/// One concern per sentence and entry of the profile. Boilerplate gives none.
pub fn concerns(
    document: &Document,
    reading: &Reading,
    knowledge: &Knowledge,
    estate: &Estate,
) -> (Vec<Concern>, Vec<Problem>) {
    if estate.is_empty() {
        return (Vec::new(), Vec::new());
    }
    let (home, problems) = home(estate, knowledge);
    let whole = fold::fold(&document.text).replace("[.]", ".");
    let occurs = |needle: &Needle| whole.contains(&needle.folded);
    let needles: Vec<Needle> = needles(estate).into_iter().filter(occurs).collect();
    let sectors: Vec<Needle> = home.sectors.iter().filter(|it| occurs(it)).cloned().collect();
    if needles.is_empty() && sectors.is_empty() {
        return (Vec::new(), problems);
    }
    let context = Context::new(document, reading, estate);
    let mut found = Vec::new();
    for at in 0..reading.sentences.len() {
        found.extend(weigh::sentence(&context, at, &needles));
        found.extend(sector::sentence(&context, at, &sectors, &home.countries));
    }
    found.sort_by_key(|concern| (concern.sentence, concern.span, concern.reason.surface));
    (found, problems)
}
