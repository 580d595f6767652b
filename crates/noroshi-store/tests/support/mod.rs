//! What the tests of the store share.

#![expect(dead_code, reason = "each test binary uses a part of it")]

pub(crate) mod finding;
pub(crate) mod package;
pub(crate) mod postgres;
pub(crate) mod posture;
pub(crate) mod sample;
pub(crate) mod strategy;
