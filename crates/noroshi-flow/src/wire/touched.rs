//! A concern in JSON.

use serde::Serialize;

use crate::Touched;

/// A statement that touches the organisation, and why.
#[derive(Debug, Serialize)]
pub struct ConcernLine<'a> {
    level: &'static str,
    surface: &'static str,
    ours: &'a str,
    theirs: &'a str,
    rule: &'static str,
    cue: &'a str,
    sentence: &'a str,
    sentence_span: [usize; 2],
    text: &'a str,
    span: [usize; 2],
    document: String,
    path: &'a str,
    title: Option<&'a str>,
    published: Option<&'a str>,
}

impl<'a> ConcernLine<'a> {
    /// A concern as one line.
    pub fn new(touched: &'a Touched) -> Self {
        let (concern, reason) = (&touched.concern, &touched.concern.reason);
        Self {
            level: concern.level.word(),
            surface: reason.surface.word(),
            ours: &reason.ours,
            theirs: &reason.theirs,
            rule: reason.rule,
            cue: &reason.cue,
            sentence: &touched.sentence,
            sentence_span: [concern.sentence.start(), concern.sentence.end()],
            text: &touched.matched,
            span: [concern.span.start(), concern.span.end()],
            document: concern.document.to_string(),
            path: &touched.path,
            title: touched.title.as_deref(),
            published: touched.published.as_deref(),
        }
    }
}
