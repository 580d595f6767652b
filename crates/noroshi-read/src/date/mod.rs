//! Dates in running text, and the five dates of a document.
