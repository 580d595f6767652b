//! Money and counts in running text.
