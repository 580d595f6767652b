//! Lockfiles and SBOMs against reported and look-alike packages; source that is already on disk.
//!
//! Four questions, in order of worth: [`inventory`] (which packages do we use, and on which line
//! does it say so), [`report`] (is one of them reported, by whom, for which version), [`similar`]
//! (does a name look like one that we trust) and [`source`] (what does code on disk do).
//!
//! # Invariants
//! - Nothing is ever downloaded. Bytes come in as arguments.
//! - A package that comes from a repository or a path is never matched by its name.
//! - A name alone accuses nobody: the version decides, and who says so stands beside it.
//! - Names are compared in the normal form of their ecosystem ([`Ecosystem::normal`]).

mod ecosystem;
pub mod inventory;
pub mod report;
pub mod similar;
pub mod source;

pub use ecosystem::Ecosystem;
