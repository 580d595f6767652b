//! Text to mentions, dates and claims, in Japanese, English and Chinese.

mod date;
mod quantity;
