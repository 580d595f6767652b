//! Text to mentions, dates and claims, in Japanese, English and Chinese.
#![expect(dead_code, unused_imports, reason = "called by the reader, which lands next")]

mod date;
mod quantity;
