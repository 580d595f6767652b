//! Cloud settings against the SCuBA baselines, with memory of every run.
//!
//! The baselines are CISA's own Rego, or any Rego of the same shape, as published and unchanged
//! on disk. This crate reads their text, makes it fit the engine ([`Baseline`]), judges a settings
//! export ([`evaluate`]), takes finished results in ([`import`]), compares two runs ([`diff`]),
//! and joins what fails with the techniques that reports tell of ([`join`]).
//!
//! # Invariants
//! - Nothing passes by mistake: a policy whose command failed, whose rule gave no result or whose
//!   section is missing is [`Verdict::Error`], never [`Verdict::Pass`].
//! - Nothing is judged before the engine has shown that patterns and the clock work.
//! - Foreign HTML ends here: what leaves this crate as text is plain, what leaves it as HTML,
//!   CSV or SARIF is escaped.
//! - Problems of this crate are `NRS-POSTURE-001..049`; those of inventory and collectors begin
//!   at `NRS-POSTURE-050`.

mod baseline;
pub mod bod;
mod config;
mod diff;
mod evaluate;
mod exceptions;
mod export;
pub mod facts;
mod import;
mod join;
mod markdown;
mod plain;
mod policy;
mod rego;
pub mod report;
mod run;
mod unit;

pub use baseline::Baseline;
pub use config::{Config, MOST_CONFIG};
pub use diff::{Change, Changed, diff};
pub use evaluate::{evaluate, evaluate_telling};
pub use exceptions::{Agreed, MOST_EXCEPTIONS, except, exceptions};
pub use export::{Export, MOST_EXPORT};
pub use facts::{Facts, PolicyFact};
pub use import::import;
pub use join::{Pressing, Reported, join, pressing};
pub use policy::{Criticality, Exception, ExceptionState, Kind, PolicyId, PolicyResult, Verdict};
pub use run::{Run, Suite, Summary, Tenant};
pub use unit::UnitTests;
