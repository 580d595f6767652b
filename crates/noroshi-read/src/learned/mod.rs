//! Linear models that go over what the rules found in Japanese text.
//!
//! Rules find what their authors thought of; a stranger names companies, tells of deeds and holds people responsible in
//! words that nobody thought of. The models look at the same text and at what the rules said of it, and were trained
//! on annotated passages of many hands (`devset/README.md`) by `cargo run --release -p noroshi-read --example
//! train_japanese`. They are linear, and their weights are a file in this folder.

mod feature;
mod letter;
mod name;
mod sequence;
mod tag;
mod weights;

pub(crate) use name::names;
