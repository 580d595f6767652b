//! Text to mentions, dates and claims, in Japanese, English and Chinese.
#![cfg_attr(
    not(test),
    expect(dead_code, unused_imports, reason = "called by the reader, which lands next")
)]

mod date;
mod quantity;
