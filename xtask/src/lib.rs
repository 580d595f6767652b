//! House rules as checks over the repository, and the generators of its derived files.
//!
//! A rule is a function from the repository to its faults. `tests/house.rs` runs each rule
//! as a test of its own name; `cargo run -p xtask -- check` runs them all and prints them.

mod clean;
pub mod fault;
pub mod generate;
pub mod knowledge;
pub mod picture;
pub mod readme;
pub mod repository;
pub mod rule;
pub mod rust_source;
pub mod score;
