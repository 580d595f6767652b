//! The JSON that Noroshi prints. These types belong to the edge: a change of the model does
//! not change them by accident.

mod assess;
mod bod;
mod checked;
mod concern;
mod entity;
mod explained;
mod hit;
mod made;
mod message;
mod posture;
mod problem;
mod reading;
mod source;
mod summary;

pub use assess::{ScoreLine, SuggestionLine, TeamLine};
pub use bod::{DateLine, ReadinessLine, StrangersLine, TenantLine};
pub use checked::CheckedLine;
pub use concern::{ConcernLine, LookedLines};
pub use entity::{EntityLine, sources};
pub use explained::ExplainedLine;
pub use hit::HitLine;
pub use made::{BriefLine, DemoLine, ImportLine};
pub use posture::{PostureChangeLine, PostureLine, PostureRunLine, PostureSummaryLine};
pub use problem::ProblemLine;
pub use reading::FileLine;
pub use source::SourcesLine;
pub use summary::SummaryLine;
