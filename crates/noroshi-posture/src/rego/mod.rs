//! Rego as others publish it, made to fit the engine without touching it on disk.

mod engine;
mod fit;
mod need;
mod token;

pub(crate) use engine::{Engine, Fault};
pub(crate) use fit::{package, rules};
pub(crate) use need::Needs;

use fit::{PINNED, fit, nesting};
