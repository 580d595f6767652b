//! Reported packages: who reports which versions, and what that means for a version in use.
//!
//! Records come from [`Records`] and [`Archive`], what kept reports say from [`said`]. A [`Book`]
//! of both is asked for each package in use.

mod details;
mod finding;
mod hit;
mod judgement;
mod osv;
mod statement;
mod stream;
mod verdict;
mod version;

pub use hit::{Book, Disagreement, Evidence, Hit, Matter, Side, Voice, shown};
pub use judgement::{Judgement, judgement};
pub use osv::record;
pub use statement::{Opinion, Part, Said, Statement, said};
pub use stream::{Archive, MOST_RECORD_BYTES, MOST_VALUE_BYTES, Next, Records};
pub use verdict::{Verdict, verdict};
pub use version::{Answer, allows, compare, is_in, is_same};
