//! Question files as text: a new one, and blocks that are added to one.

use std::fmt::Write as _;

use jiff::civil::Date;

use crate::Text;
use crate::suggest::Suggestion;

/// A text as a TOML string.
pub(crate) fn quoted(text: &str) -> String {
    toml::Value::String(text.to_owned()).to_string()
}

/// Words in one language or two.
pub(crate) fn words(text: &Text) -> String {
    if text.ja == text.en {
        return quoted(&text.en);
    }
    format!("{{ en = {}, ja = {} }}", quoted(&text.en), quoted(&text.ja))
}

/// A list of strings.
pub(crate) fn list<'a>(all: impl IntoIterator<Item = &'a str>) -> String {
    let all: Vec<String> = all.into_iter().map(quoted).collect();
    format!("[{}]", all.join(", "))
}

/// A new question file with an example of each part in comments.
pub fn new_question(id: &str, question: &str, asked: Date, subject: &[String]) -> String {
    let subject = list(subject.iter().map(String::as_str));
    let (id, question) = (quoted(id), quoted(question));
    format!(
        "# A question for `noroshi assess`. All keys: docs/reference/assess.md
id = {id}
question = {question}
asked = {asked}
# event = {asked}                 # the day on which it happened
subject = {subject}
# confidence = \"low\"               # low, medium, high: how well founded, in your own judgement
# conclusion = \"...\"               # your own words for the answer; they are checked against the range
open = []

# Two hypotheses stand beside yours without being written: `other` and `deception`.
# To switch one off, say why:
# without-deception = \"...\"

# [[hypothesis]]
# id = \"first\"
# title = \"...\"
# prior = 0.3                      # or [low, high]; equal shares without it
# expects = [{{ id = \"X1\", text = \"...\", all = [\"word\", \"word\"] }}]

# [[row]]
# id = \"E1\"
# text = \"...\"
# known = {asked}
# facet = \"telemetry\"             # malware, infrastructure, control-server, telemetry, intelligence, cui-bono
# source-grade = \"B\"
# information-grade = 2
# forgeability = 0.4
# ratings = {{ first = \"C\", other = \"N\" }}
# sources = [{{ document = \"...\", span = [0, 10], quote = \"...\", root = \"...\" }}]

[[hypothesis]]
id = \"H1\"
title = \"(the first explanation)\"

[[hypothesis]]
id = \"H2\"
title = \"(a second one)\"
"
    )
}

/// Suggestions as blocks of a question file: rows marked as suggested, hypotheses in comments.
pub fn suggested_blocks(suggestion: &Suggestion) -> String {
    let mut out = String::new();
    for one in &suggestion.hypotheses {
        let (id, title) = (quoted(&one.id), quoted(&one.title));
        let _ = write!(
            out,
            "\n# Suggested hypothesis ({} claims): take the marks away to add it.\n# [[hypothesis]]\n# id = {id}\n# title = {title}\n",
            one.claims
        );
    }
    for row in &suggestion.rows {
        let source = &row.source;
        let _ = write!(
            out,
            "\n[[row]]\nid = {}\nstatus = \"suggested\"\ntext = {}\nknown = {}\nfacet = {}\nforgeability = {:.1}\ncluster = {}\n",
            quoted(&row.id),
            words(&row.text),
            row.known,
            quoted(row.facet.word()),
            row.forgeability,
            quoted(&row.cluster),
        );
        if !row.tags.is_empty() {
            let tags = list(row.tags.iter().map(|tag| tag.word()));
            let _ = writeln!(out, "tags = {tags}");
        }
        if let Some(note) = &row.note {
            let _ = writeln!(out, "note = {}", quoted(note));
        }
        let _ = writeln!(out, "ratings = {{}}");
        let _ = write!(
            out,
            "sources = [{{ document = {}, span = [{}, {}], quote = {}, root = {}",
            quoted(&source.document),
            source.span.start(),
            source.span.end(),
            quoted(source.quote.as_deref().unwrap_or_default()),
            quoted(&source.root),
        );
        for (key, value) in [("title", &source.title), ("publisher", &source.publisher)] {
            let told = value.as_ref().map(|value| format!(", {key} = {}", quoted(value)));
            out.push_str(&told.unwrap_or_default());
        }
        let day = source.published.map(|day| format!(", published = {day}"));
        out.push_str(&day.unwrap_or_default());
        out.push_str(" }]\n");
    }
    out
}
