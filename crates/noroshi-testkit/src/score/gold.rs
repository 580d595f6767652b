//! Annotated passages: one JSON object per line, as `devset/README.md` describes them.

use jiff::civil;
use noroshi_model::{Basis, Dated, Document, Moment};
use serde::Deserialize;

use super::same;

/// A passage and what a careful reader finds in it.
#[derive(Debug, Deserialize)]
pub struct Passage {
    /// `T001` …: tuning; `H001` …: held back.
    pub id: String,
    /// The day of publication that the metadata gives.
    pub published: Option<String>,
    /// What is read.
    pub text: String,
    /// Mentions.
    pub mentions: Vec<Mention>,
    /// Claims.
    pub claims: Vec<Claim>,
    /// Events.
    pub events: Vec<Event>,
    /// Relations.
    pub relations: Vec<Relation>,
    /// What it cites.
    pub sources: Vec<Source>,
    /// What became stronger in it.
    pub drift: Vec<Drift>,
}

/// `[start, end]` in bytes.
pub type Bytes = (usize, usize);

/// A mention.
#[derive(Debug, Deserialize)]
pub struct Mention {
    /// Its kind, in the words of `read`.
    pub kind: String,
    /// As written.
    pub text: String,
    /// Where.
    pub span: Bytes,
}

/// A claim.
#[derive(Debug, Deserialize)]
pub struct Claim {
    /// Outermost first.
    pub speaker: Vec<String>,
    /// What the speaker does with it.
    pub stance: String,
    /// The words of likelihood, as a step of the scale.
    pub level: Option<String>,
    /// Whom it holds responsible.
    pub attribution: Option<Attribution>,
    /// The statement.
    pub text: String,
    /// Where.
    pub span: Bytes,
}

/// Who is held responsible.
#[derive(Debug, Deserialize)]
pub struct Attribution {
    /// How far.
    pub level: String,
    /// Whom.
    pub candidate: String,
}

/// An event.
#[derive(Debug, Deserialize)]
pub struct Event {
    /// What happened.
    pub what: String,
    /// When.
    pub date: Option<Date>,
    /// To whom.
    pub victims: Vec<String>,
}

/// When something happened.
#[derive(Debug, PartialEq, Eq, Deserialize)]
pub struct Date {
    /// EDTF.
    pub value: String,
    /// How fine.
    pub precision: String,
}

/// A relation.
#[derive(Debug, Deserialize)]
pub struct Relation {
    /// As written.
    pub subject: String,
    /// In the words of `read`.
    pub predicate: String,
    /// As written.
    pub object: String,
}

/// A cited source.
#[derive(Debug, Deserialize)]
pub struct Source {
    /// As written.
    pub name: String,
}

/// A statement that became stronger.
#[derive(Debug, Deserialize)]
pub struct Drift {
    /// How.
    pub kind: String,
    /// The weaker sentence, then the stronger one.
    pub spans: [Bytes; 2],
}

impl Event {
    /// Whether it happened then, at the precision of the annotation; `None` is no date.
    pub fn is_dated(&self, when: Option<Moment>) -> bool {
        let found = when.map(|moment| {
            (same::stretch(&same::without_zone(&moment.edtf())), moment.precision().word())
        });
        let expected =
            self.date.as_ref().map(|it| (same::stretch(&it.value), it.precision.as_str()));
        expected == found
    }
}

impl Passage {
    /// A passage of one line.
    ///
    /// # Errors
    ///
    /// When the line is no such object, or when a span does not show the text beside it.
    pub fn parse(line: &str) -> Result<Self, String> {
        let passage: Self = serde_json::from_str(line).map_err(|error| error.to_string())?;
        let mentions = passage.mentions.iter().map(|it| (it.span, it.text.as_str()));
        let claims = passage.claims.iter().map(|it| (it.span, it.text.as_str()));
        for ((start, end), shown) in mentions.chain(claims) {
            if passage.text.get(start..end) != Some(shown) {
                return Err(format!("{}: `{shown}` does not stand at {start}..{end}", passage.id));
            }
        }
        Ok(passage)
    }

    /// The passage as a document that knows the day of its publication.
    ///
    /// # Errors
    ///
    /// When that day is none.
    pub fn document(&self) -> Result<Document, String> {
        let day = self.published.as_deref().map(str::parse::<civil::Date>).transpose();
        let day = day.map_err(|error| format!("{}: {error}", self.id))?;
        let published = day.and_then(Moment::day);
        let published = published.map(|moment| Dated { moment, basis: Basis::Given });
        Ok(Document { published, ..crate::document(&self.text) })
    }
}
