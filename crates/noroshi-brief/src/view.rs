//! The view model: everything a brief shows, and where each part of it comes from.

use jiff::Timestamp;
use jiff::civil::Date;
use noroshi_model::{
    Attitude, AttributionLevel, ClaimKind, DocumentId, EntityId, FindingKind, Level, Likelihood,
    Moment, Role, ScaleStep, Span, Stance, Subject, Surface, Tlp,
};

use crate::material::{Kind, Language};
use crate::matters::Matter;
use crate::settings::SettingsChapter;

/// A brief, ready to be shown. Both outputs are made from it alone.
#[derive(Debug, Clone, PartialEq)]
pub struct Brief {
    /// Which brief.
    pub kind: Kind,
    /// Language of everything that is not a quote.
    pub language: Language,
    /// Year and month.
    pub period: (i16, i8),
    /// Last day whose documents were taken in.
    pub cut_off: Date,
    /// The label: at least as strict as each source.
    pub tlp: Tlp,
    /// Name of the organisation it is for; empty without a profile.
    pub audience: String,
    /// What was counted.
    pub counts: Counts,
    /// How it was made.
    pub method: Vec<Statement>,
    /// The single matter of a flash alert.
    pub flash: Option<Flash>,
    /// Topics, most pressing first.
    pub topics: Vec<Topic>,
    /// Documents that belong to no topic.
    pub other: Vec<OtherDocument>,
    /// What touches the organisation, most pressing first.
    pub concerns: Vec<ConcernItem>,
    /// The negative form, when nothing touches it or nothing could be checked.
    pub no_concern: Option<Statement>,
    /// What was found in the own estate, most pressing first.
    pub estate: Vec<EstateItem>,
    /// Which parts of the estate were looked at.
    pub looked: Vec<LookedItem>,
    /// What was found in the own logs, in order of time; only in a monthly brief.
    pub logs: LogTimeline,
    /// What kept runs say of cloud settings; `None` without one.
    pub settings: Option<SettingsChapter>,
    /// Dates of the topics.
    pub timeline: Timeline,
    /// Actors that the sources name.
    pub actors: Vec<Actor>,
    /// Observables by role, indicators first.
    pub observables: Vec<RoleGroup>,
    /// What was not read.
    pub unread: Vec<Unread>,
    /// Cited sources by number.
    pub sources: Vec<SourceEntry>,
    /// Cited passages by source and place.
    pub passages: Vec<Passage>,
}

/// What was counted.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Counts {
    /// Documents read.
    pub documents: usize,
    /// Different publishers among them.
    pub publishers: usize,
    /// Sentences read, without boilerplate.
    pub sentences: usize,
    /// Statements with a speaker.
    pub claims: usize,
    /// Statements that touch the organisation.
    pub concerns: usize,
    /// Items that could not be read.
    pub unread: usize,
}

/// Where something stands: source number, the words, and their sentence.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Citation {
    /// Number of the source, from 1.
    pub source: usize,
    /// The words, in bytes of the source's canonical text.
    pub span: Span,
    /// Their sentence.
    pub sentence: Span,
}

impl Citation {
    /// The anchor of the passage in the appendix.
    pub fn anchor(&self) -> String {
        format!("s{}-{}-{}", self.source, self.sentence.start(), self.sentence.end())
    }
}

/// A cited sentence with the text around it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Passage {
    /// Number of the source.
    pub source: usize,
    /// Where the sentence stands.
    pub sentence: Span,
    /// End of the sentence before; empty at the start.
    pub before: String,
    /// The sentence.
    pub text: String,
    /// Start of the sentence after; empty at the end.
    pub after: String,
    /// Its language.
    pub language: noroshi_model::Language,
}

impl Passage {
    /// The anchor of the passage in the appendix.
    pub fn anchor(&self) -> String {
        format!("s{}-{}-{}", self.source, self.sentence.start(), self.sentence.end())
    }
}

/// What stands behind a generated sentence.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Basis {
    /// Facts of sources. An empty list is refused.
    Cited(Vec<Citation>),
    /// Counting or checking the material itself; says nothing about the world.
    Counted,
}

/// A sentence that Noroshi wrote from a template.
#[derive(Debug, Clone, PartialEq)]
pub struct Statement {
    /// The sentence.
    pub text: String,
    /// What stands behind it.
    pub basis: Basis,
    /// The strongest wording of likelihood its evidence allows; `None` allows none.
    pub ceiling: Option<ScaleStep>,
}

impl Statement {
    /// A sentence about the material itself.
    pub(crate) fn counted(text: String) -> Self {
        Self { text, basis: Basis::Counted, ceiling: None }
    }
}

/// What the wording of a claim says of its likelihood.
#[derive(Debug, Clone, PartialEq)]
pub struct Wording {
    /// As written.
    pub words: String,
    /// The interval of the words.
    pub likelihood: Likelihood,
}

impl Wording {
    /// The step of the printed scale; `None` when the interval lies on both sides of even,
    /// as that of "may" does: such words give no direction.
    pub fn step(&self) -> Option<ScaleStep> {
        let (low, high) = (self.likelihood.low(), self.likelihood.high());
        let undecided = low < 0.5 && high > 0.5;
        (!undecided).then(|| self.likelihood.step())
    }
}

/// Words of a source, unchanged, and who stands behind them.
#[derive(Debug, Clone, PartialEq)]
pub struct Quote {
    /// Where they stand.
    pub citation: Citation,
    /// The words: exactly what stands at the span.
    pub text: String,
    /// Whether the sentence goes on before or after.
    pub shortened: bool,
    /// Their language.
    pub language: noroshi_model::Language,
    /// Speakers, outermost first, as shown; never empty.
    pub speakers: Vec<String>,
    /// What the speaker does; `None` when the sentence was read as no claim.
    pub stance: Option<Stance>,
    /// What kind of statement.
    pub kind: ClaimKind,
    /// What the wording says of its likelihood.
    pub wording: Option<Wording>,
    /// Whom it holds responsible, and how far it goes.
    pub attribution: Option<(AttributionLevel, String)>,
    /// Hands it went through after the first.
    pub hearsay: usize,
}

/// Title of a topic.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Heading {
    /// The title of a source, unchanged.
    Title {
        /// Number of the source.
        source: usize,
        /// The title.
        text: String,
        /// Language of the source.
        language: noroshi_model::Language,
    },
    /// Names that the sources share, each as written at its place.
    Names(Vec<(String, Citation)>),
}

impl Heading {
    /// The words.
    pub fn text(&self) -> String {
        match self {
            Self::Title { text, .. } => text.clone(),
            Self::Names(names) => {
                names.iter().map(|(name, _)| name.as_str()).collect::<Vec<_>>().join(" / ")
            }
        }
    }
}

/// What a bullet of the summary is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum BulletRole {
    /// What happened.
    What,
    /// The detail that decides.
    Detail,
    /// What is expected, or what is open.
    Open,
}

/// A bullet of the summary.
#[derive(Debug, Clone, PartialEq)]
pub enum Bullet {
    /// Words of a source.
    Quoted(BulletRole, Quote),
    /// The sources say nothing of this.
    Silent(BulletRole, Statement),
}

/// A name that a topic's sources share.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TopicName {
    /// As written at the first place.
    pub text: String,
    /// Kind of mention; `None` for a name that the pack does not know.
    pub kind: Option<noroshi_model::MentionKind>,
    /// First place in each source.
    pub citations: Vec<Citation>,
}

/// What several sources tell of.
#[derive(Debug, Clone, PartialEq)]
pub struct Topic {
    /// Its title.
    pub title: Heading,
    /// Documents that tell of it.
    pub documents: usize,
    /// Different publishers among them.
    pub publishers: usize,
    /// What, detail, open.
    pub bullets: Vec<Bullet>,
    /// Further statements, in the order of the sources.
    pub statements: Vec<Quote>,
    /// Names that tie it together.
    pub names: Vec<TopicName>,
    /// Who says what, question by question.
    pub questions: Vec<Question>,
    /// Claims of its documents that are not shown.
    pub unshown: usize,
    /// Concerns in its documents.
    pub concerns: usize,
    /// Numbers of the sources, when they are listed.
    pub sources: Vec<usize>,
}

/// What a question is about.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum About {
    /// A matter that reports contend about.
    Matter(Matter),
    /// A name, as written at its place.
    Name(String, Citation),
}

/// Claims on one question, side by side.
#[derive(Debug, Clone, PartialEq)]
pub struct Question {
    /// What they are about.
    pub about: About,
    /// Those who say it is so.
    pub asserts: Vec<Quote>,
    /// Those who say it may be so.
    pub speculates: Vec<Quote>,
    /// Those who say it is not so.
    pub denies: Vec<Quote>,
    /// Those who do not say, and what was looked for and not found.
    pub declines: Vec<Quote>,
    /// Whether they contradict each other.
    pub disagree: bool,
    /// Different sources among them.
    pub sources: usize,
}

/// A document that belongs to no topic.
#[derive(Debug, Clone, PartialEq)]
pub struct OtherDocument {
    /// Its title.
    pub title: Heading,
    /// What it says first.
    pub what: Option<Quote>,
}

/// Something of ours that sources touch.
#[derive(Debug, Clone, PartialEq)]
pub struct ConcernItem {
    /// How much it presses.
    pub level: Level,
    /// Which part of the estate.
    pub surface: Surface,
    /// The entry of the profile.
    pub ours: String,
    /// Why, in words.
    pub reason: Statement,
    /// The sentences.
    pub quotes: Vec<Quote>,
    /// Further sentences that are not shown.
    pub further: usize,
}

/// Something found in the own estate.
#[derive(Debug, Clone, PartialEq)]
pub struct EstateItem {
    /// How much it presses.
    pub level: Level,
    /// Where in the estate.
    pub kind: FindingKind,
    /// What it is.
    pub title: String,
    /// What of ours it is about.
    pub subjects: Vec<String>,
    /// Why it is one.
    pub reason: String,
    /// Findings of the same title.
    pub times: usize,
    /// Who says that it matters. Never empty: the editor refuses it.
    pub theirs: Vec<EstateTheirs>,
    /// What stands in the estate. Never empty: the editor refuses it.
    pub ours: Vec<EstateOurs>,
    /// ATT&CK techniques, by id.
    pub techniques: Vec<String>,
    /// What is not known.
    pub unknown: Vec<String>,
    /// What to do next.
    pub next: Vec<String>,
    /// The strictest label of what it cites.
    pub tlp: Option<Tlp>,
}

/// Who says that something of the estate matters.
#[derive(Debug, Clone, PartialEq)]
pub struct EstateTheirs {
    /// Who.
    pub who: String,
    /// The rule, record, policy or report.
    pub what: String,
    /// The words.
    pub text: String,
    /// Where they stand, when in a source of the brief.
    pub place: Option<Citation>,
    /// Whether it is a statement of a report, not a rule or a record.
    pub is_statement: bool,
    /// What they do with it, when the wording says so.
    pub attitude: Option<Attitude>,
}

/// What stands in the estate.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EstateOurs {
    /// File and place inside it.
    pub place: String,
    /// What stands there.
    pub text: String,
}

/// What was found in the own logs, host by host.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct LogTimeline {
    /// The hosts, most pressing first.
    pub hosts: Vec<HostLog>,
    /// Hosts that are not shown.
    pub further: usize,
}

/// What was found in the logs of one host, in order of time.
#[derive(Debug, Clone, PartialEq)]
pub struct HostLog {
    /// The host; empty when the logs name none.
    pub host: String,
    /// One row for each rule.
    pub rows: Vec<LogRow>,
    /// Rows that are not shown.
    pub further: usize,
}

/// All that one rule found on one host.
#[derive(Debug, Clone, PartialEq)]
pub struct LogRow {
    /// The first and the last time; `None` when the logs give none.
    pub when: Option<(Timestamp, Timestamp)>,
    /// What it is; the rule and the statements of reports stand on its other side.
    pub item: EstateItem,
}

/// A part of the estate, and whether anybody looked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LookedItem {
    /// Which part.
    pub kind: FindingKind,
    /// What was looked for; `None` when nobody ever looked.
    pub scope: Option<String>,
    /// The day, in UTC.
    pub day: Option<String>,
    /// Findings.
    pub found: usize,
    /// Things that could not be looked at.
    pub gaps: usize,
}

/// The single matter of a flash alert.
#[derive(Debug, Clone, PartialEq)]
pub struct Flash {
    /// Its title.
    pub title: Heading,
    /// What happens.
    pub what: Vec<Quote>,
    /// Since when: a date with the words that give it.
    pub since: Option<(Moment, Quote)>,
    /// Whether we are affected: shown from the brief's concerns; this is the check itself.
    pub checked: Statement,
    /// Advice in the words of the sources.
    pub advice: Vec<Quote>,
    /// Checks that follow from the concerns.
    pub checks: Vec<Statement>,
}

/// A dated mark of the timeline.
#[derive(Debug, Clone, PartialEq)]
pub struct Mark {
    /// Number shown in the picture, from 1.
    pub number: usize,
    /// Index of the topic.
    pub topic: usize,
    /// When.
    pub when: Moment,
    /// What is dated.
    pub subject: Subject,
    /// The sentence that gives the date.
    pub quote: Quote,
}

/// Dates of the topics.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Timeline {
    /// Lanes: titles of the topics that have marks, by index of the topic.
    pub lanes: Vec<(usize, String)>,
    /// Marks by date.
    pub marks: Vec<Mark>,
    /// Dates that are not shown.
    pub further: usize,
}

/// One name of an actor, and who uses it.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Alias {
    /// The name.
    pub name: String,
    /// Who uses it, and where that is recorded.
    pub by: String,
}

/// An actor that sources name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Actor {
    /// The name to show.
    pub name: String,
    /// Its entity; `None` when the pack does not know it or the name is shared.
    pub entity: Option<EntityId>,
    /// Names that a source says are the same.
    pub aliases: Vec<Alias>,
    /// Links that are not identity: how, to whom, who says so.
    pub related: Vec<(noroshi_model::LinkKind, String, String)>,
    /// Entities that share the name, when the context does not decide.
    pub candidates: Vec<String>,
    /// First place in each source that names it.
    pub citations: Vec<Citation>,
}

/// A value that can be searched for or blocked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Observable {
    /// Kind of mention.
    pub kind: noroshi_model::MentionKind,
    /// Defanged for display.
    pub shown: String,
    /// Why it has its role: rule and words.
    pub reason: String,
    /// First place in each source.
    pub citations: Vec<Citation>,
}

/// Observables of one role.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RoleGroup {
    /// Whose they are.
    pub role: Role,
    /// The observables, by kind and value.
    pub observables: Vec<Observable>,
}

/// Something that was not read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unread {
    /// Code.
    pub code: &'static str,
    /// What happened.
    pub what: String,
    /// Why, if there is more to say.
    pub why: String,
    /// What can be done.
    pub fix: Vec<String>,
    /// How often the same was met.
    pub times: usize,
}

/// A cited source.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SourceEntry {
    /// Its number, from 1.
    pub number: usize,
    /// Which document.
    pub document: DocumentId,
    /// Title.
    pub title: String,
    /// Publisher, if the document names one.
    pub publisher: Option<String>,
    /// Day of publication, if known.
    pub published: Option<Date>,
    /// Path or URL, defanged only in the sense that it is never a link.
    pub path: String,
    /// Label, if it carries one.
    pub tlp: Option<Tlp>,
    /// Language of the document.
    pub language: noroshi_model::Language,
}

impl Brief {
    /// The passage of a citation.
    pub fn passage(&self, citation: &Citation) -> Option<&Passage> {
        let key = (citation.source, citation.sentence);
        let at =
            self.passages.binary_search_by_key(&key, |passage| (passage.source, passage.sentence));
        self.passages.get(at.ok()?)
    }

    /// The source of a number.
    pub fn source(&self, number: usize) -> Option<&SourceEntry> {
        self.sources.get(number.checked_sub(1)?)
    }
}
