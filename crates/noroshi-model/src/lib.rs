//! The nouns of Noroshi, and the invariants that hold between them.
//!
//! Every other crate speaks in these words. Nothing here opens a file, asks the clock or
//! names a database: a value of this crate is the same for the same input, always.

mod assertion;
mod concern;
mod conversation;
mod date;
mod diagnosis;
mod document;
mod estate;
mod finding;
mod grade;
mod grounds;
mod id;
mod identifier;
mod knowledge;
mod language;
mod lexicon;
mod likelihood;
mod mention;
mod message;
mod package;
mod problem;
mod quantity;
mod reading;
mod secret;
mod span;
mod speaker;
mod table;
mod technique;
mod tlp;
mod veil;

pub use assertion::{
    Attitude, Attribution, AttributionLevel, CitedSource, Claim, ClaimKind, Drift, DriftKind,
    Event, EventStatus, Predicate, Relation, SourceKind, Stance,
};
pub use concern::{Concern, ConcernReason, Level, Surface};
pub use conversation::Message;
pub use date::{Basis, Dated, DocumentDates, Moment, Precision, Subject};
pub use diagnosis::Diagnosis;
pub use document::{Block, BlockKind, Document, Link, Media};
pub use estate::Estate;
pub use finding::{
    Artefact, Bilingual, Check, Citation, Finding, FindingId, FindingKind, FindingState,
};
pub use grade::{Credibility, Grade, Reliability};
pub use grounds::{Chance, Grounds};
pub use id::{DocumentId, EntityId, IdError};
pub use identifier::{CveId, JvnId, TechniqueId};
pub use knowledge::{
    Entity, EntityKind, Fact, Form, Knowledge, Link as EntityLink, LinkKind, Name, NameRule, Source,
};
pub use language::Language;
pub use lexicon::{Cue, CueKind, Lexicon};
pub use likelihood::{Likelihood, ScaleStep};
pub use mention::{Mention, MentionKind, Reason, Role, Value};
pub use message::{Words, words};
pub use package::{
    KnownReport, PackageClaim, PackageReport, RangeEnd, ReportKind, VersionRange, package_key,
};
pub use problem::{Place, Problem};
pub use quantity::{Currency, Money};
pub use reading::{Reading, Sentence};
pub use secret::Secret;
pub use span::Span;
pub use speaker::{Speaker, SpeakerChain};
pub use table::{Cell, TableRow};
pub use technique::{KILL_CHAIN, TagBasis, TechniqueTag, tactics};
pub use tlp::Tlp;
pub use veil::without_secrets;
