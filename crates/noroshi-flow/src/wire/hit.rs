//! A search hit in JSON.

use serde::Serialize;

use crate::Hit;

/// A document that a search found, and the best place in it.
#[derive(Debug, Serialize)]
pub struct HitLine<'a> {
    document: String,
    title: Option<&'a str>,
    path: &'a str,
    published: Option<&'a str>,
    span: [usize; 2],
    before: &'a str,
    found: &'a str,
    after: &'a str,
}

impl<'a> HitLine<'a> {
    /// A hit as one line.
    pub fn new(hit: &'a Hit) -> Self {
        Self {
            document: hit.document.to_string(),
            title: hit.title.as_deref(),
            path: &hit.path,
            published: hit.published.as_deref(),
            span: [hit.span.start(), hit.span.end()],
            before: &hit.snippet.before,
            found: &hit.snippet.found,
            after: &hit.snippet.after,
        }
    }
}
