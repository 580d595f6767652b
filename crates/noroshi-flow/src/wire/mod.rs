//! The JSON that Noroshi prints. These types belong to the edge: a change of the model does
//! not change them by accident.

mod assess;
mod bod;
mod checked;
mod concern;
mod entity;
mod explained;
mod hit;
mod hunt;
mod lookalike;
mod made;
mod message;
mod packages;
mod posture;
mod problem;
mod reading;
mod source;
mod summary;
mod watch;

pub use assess::{ScoreLine, SuggestionLine, TeamLine};
pub use bod::{DateLine, ReadinessLine, StrangersLine, TenantLine};
pub use checked::CheckedLine;
pub use concern::{ConcernLine, LookedLines};
pub use entity::{EntityLine, sources};
pub use explained::ExplainedLine;
pub use hit::HitLine;
pub use hunt::{FoundLine, HuntedLine, RuleExplainedLine, TechniqueLine, WrittenRulesLine};
pub use lookalike::{ConfusionLine, SightingLine, SquatLine};
pub use made::{BriefLine, DemoLine, ImportLine};
pub(crate) use packages::source as package_source;
pub use packages::{DependencyLine, PackageHitLine, ReportLine, ReportSumLine, ReportsLine};
pub use posture::{PostureChangeLine, PostureLine, PostureRunLine, PostureSummaryLine};
pub use problem::ProblemLine;
pub use reading::FileLine;
pub use source::SourcesLine;
pub use summary::SummaryLine;
pub use watch::{AlertLine, KevChecked, KevLine, ListingLine, NameLine};
