//! From what was read to a brief that people act on: one view model, two outputs.
//!
//! Nothing here opens a file or asks the clock: the same material and the same order give
//! the same bytes. Every sentence of a brief is a quote with its place, or a template over
//! facts that are cited or counted; [`lint`] refuses anything else.

mod actors;
mod advice;
mod assemble;
mod concerns;
mod defang;
mod desk;
mod error;
mod estate;
mod html;
mod lint;
mod logs;
mod material;
mod matters;
mod observables;
mod positions;
mod prose;
mod roundup;
mod scoring;
mod settings;
mod show;
mod similarity;
mod summary;
mod svg;
mod terminal;
mod terms;
mod timeline;
mod topics;
mod unread;
mod view;
mod words;

pub use assemble::brief;
pub use error::BriefError;
pub use html::html;
pub use lint::{Flaw, lint};
pub use material::{Found, Kind, Language, Material, Order, Source};
pub use matters::Matter;
pub use settings::{
    ChangeItem, PressingItem, PressingSetting, SettingChange, SettingCounts, SettingDate, Settings,
    SettingsChapter, SettingsItem, TenantSettings,
};
pub use terminal::terminal;
pub use view::{
    About, Actor, Alias, Basis, Brief, Bullet, BulletRole, Citation, ConcernItem, Counts,
    EstateItem, EstateOurs, EstateTheirs, Flash, Heading, HostLog, LogRow, LogTimeline, LookedItem,
    Mark, Observable, OtherDocument, Passage, Question, Quote, RoleGroup, SourceEntry, Statement,
    Timeline, Topic, TopicName, Unread, Wording,
};
