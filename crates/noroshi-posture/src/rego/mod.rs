//! Rego as others publish it, made to fit the engine without touching it on disk.

mod engine;
mod fit;
mod token;

pub(crate) use engine::{Engine, Fault, MOST_REGO};
pub(crate) use fit::{PINNED, fit, package, rules};
