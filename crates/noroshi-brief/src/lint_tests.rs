//! Tests of the strict editor.
