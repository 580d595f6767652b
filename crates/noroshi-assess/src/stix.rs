//! A question as STIX 2.1: a grouping that holds it together, a note for each hypothesis and
//! each row, an opinion for each rating. Source: OASIS, STIX Version 2.1 (2021), 4.3, 4.12, 4.13.
//!
//! An opinion is about two notes, a row's and a hypothesis's: `strongly-agree` for CC to
//! `strongly-disagree` for II. What STIX has no field for stands in labels and in
//! `external_references` of the source name `noroshi`.

use serde_json::{Map, Value, json};
use sha1::{Digest, Sha1};

use noroshi_model::{Problem, Tlp};

use crate::Tongue;
use crate::question::Question;
use crate::word::{Rating, Status};
use crate::write::quoted;

/// Name space of our ids: UUIDv5 of the URL name space and the project's name.
const SPACE: [u8; 16] = [
    0x6b, 0xa7, 0xb8, 0x11, 0x9d, 0xad, 0x11, 0xd1, 0x80, 0xb4, 0x00, 0xc0, 0x4f, 0xd4, 0x30, 0xc8,
];
/// The name by which our external references are recognised.
const OURS: &str = "noroshi";

/// The question as a bundle. Suggestions and refused rows are left out.
pub fn stix(question: &Question, tlp: Tlp, tongue: Tongue) -> Value {
    let page = Page { question, tongue, tlp };
    let mut objects = Vec::new();
    let notes: Vec<Value> = (0..question.hypotheses.len()).map(|at| page.hypothesis(at)).collect();
    let accepted: Vec<usize> = (0..question.rows.len())
        .filter(|at| question.rows[*at].status == Status::Accepted)
        .collect();
    objects.extend(notes);
    for at in accepted {
        objects.push(page.row(at));
        objects.extend((0..question.hypotheses.len()).filter_map(|it| page.opinion(at, it)));
    }
    let grouping = page.grouping(&objects);
    objects.insert(0, grouping);
    json!({ "type": "bundle", "id": id("bundle", &question.id), "objects": objects })
}

struct Page<'q> {
    question: &'q Question,
    tongue: Tongue,
    tlp: Tlp,
}

impl Page<'_> {
    /// What all objects share. The times are days of the question: nothing here asks the clock.
    fn object(&self, kind: &str, name: &str) -> Map<String, Value> {
        let at = format!("{}T00:00:00.000Z", self.question.asked);
        let mut object = Map::new();
        object.insert("type".to_owned(), json!(kind));
        object.insert("spec_version".to_owned(), json!("2.1"));
        object.insert("id".to_owned(), json!(self.id(kind, name)));
        object.insert("created".to_owned(), json!(at));
        object.insert("modified".to_owned(), json!(at));
        let label = format!("tlp:{}", self.tlp.label().trim_start_matches("TLP:").to_lowercase());
        object.insert("labels".to_owned(), json!([label]));
        object.insert(
            "external_references".to_owned(),
            json!([{ "source_name": OURS, "external_id": name }]),
        );
        object
    }

    fn id(&self, kind: &str, name: &str) -> String {
        id(kind, &format!("{}/{name}", self.question.id))
    }

    fn group(&self) -> String {
        self.id("grouping", "question")
    }

    fn grouping(&self, objects: &[Value]) -> Value {
        let mut object = self.object("grouping", "question");
        object.insert("name".to_owned(), json!(self.question.text.of(self.tongue)));
        object.insert("context".to_owned(), json!("suspicious-activity"));
        let refs: Vec<&Value> = objects.iter().filter_map(|it| it.get("id")).collect();
        object.insert("object_refs".to_owned(), json!(refs));
        object.into()
    }

    fn note(&self, name: &str, heading: &str, content: &str) -> Map<String, Value> {
        let mut object = self.object("note", name);
        object.insert("abstract".to_owned(), json!(heading));
        object.insert("content".to_owned(), json!(content));
        object.insert("object_refs".to_owned(), json!([self.group()]));
        object
    }

    fn hypothesis(&self, at: usize) -> Value {
        let one = &self.question.hypotheses[at];
        self.note(&format!("hypothesis:{}", one.id), &one.id, one.title.of(self.tongue)).into()
    }

    fn row(&self, at: usize) -> Value {
        let row = &self.question.rows[at];
        let mut object = self.note(&format!("row:{}", row.id), &row.id, row.text.of(self.tongue));
        let mut references =
            vec![json!({ "source_name": OURS, "external_id": format!("row:{}", row.id) })];
        for source in &row.sources {
            let title = source.title.clone().unwrap_or_else(|| source.root.clone());
            let mut one = Map::new();
            one.insert("source_name".to_owned(), json!(title));
            let place =
                format!("{} {}-{}", source.document, source.span.start(), source.span.end());
            one.insert("description".to_owned(), json!(place));
            source.url.iter().for_each(|url| drop(one.insert("url".to_owned(), json!(url))));
            if source.document.len() == 64 {
                one.insert("hashes".to_owned(), json!({ "SHA-256": source.document }));
            }
            references.push(one.into());
        }
        object.insert("external_references".to_owned(), json!(references));
        object.into()
    }

    fn opinion(&self, row: usize, hypothesis: usize) -> Option<Value> {
        let rating = self.question.rows[row].ratings[hypothesis]?;
        let word = match rating {
            Rating::VeryConsistent => "strongly-agree",
            Rating::Consistent => "agree",
            Rating::Neutral => "neutral",
            Rating::Inconsistent => "disagree",
            Rating::VeryInconsistent => "strongly-disagree",
            Rating::NotApplicable => return None,
        };
        let (row, one) = (&self.question.rows[row].id, &self.question.hypotheses[hypothesis].id);
        let mut object = self.object("opinion", &format!("rating:{row}:{one}"));
        object.insert("opinion".to_owned(), json!(word));
        object.insert("explanation".to_owned(), json!(format!("{row} / {one}: {}", rating.word())));
        let refs =
            [self.id("note", &format!("row:{row}")), self.id("note", &format!("hypothesis:{one}"))];
        object.insert("object_refs".to_owned(), json!(refs));
        Some(object.into())
    }
}

/// A STIX id: UUIDv5 of kind and name, so that the same question gives the same ids.
fn id(kind: &str, name: &str) -> String {
    let mut hash = Sha1::new();
    hash.update(SPACE);
    hash.update(format!("noroshi:{kind}:{name}"));
    let mut bytes = [0_u8; 16];
    bytes.iter_mut().zip(hash.finalize()).for_each(|(to, from)| *to = from);
    bytes[6] = bytes[6] & 0x0f | 0x50;
    bytes[8] = bytes[8] & 0x3f | 0x80;
    let hex: String = bytes.iter().map(|byte| format!("{byte:02x}")).collect();
    format!(
        "{kind}--{}-{}-{}-{}-{}",
        &hex[..8],
        &hex[8..12],
        &hex[12..16],
        &hex[16..20],
        &hex[20..]
    )
}

/// A question file made from a bundle: a grouping, and notes and opinions in it. The notes on
/// which an opinion stands first are rows, the others hypotheses; ours say which they are.
/// Rows are suggestions until somebody adds a source.
///
/// # Errors
/// NRS-ASSESS-012 when the bundle holds no question that can be told.
pub fn from_stix(text: &str, path: &str, today: jiff::civil::Date) -> Result<String, Problem> {
    let fault = |reason: &str| Problem::new("NRS-ASSESS-012").at(path).fact("reason", reason);
    let bundle: Value = serde_json::from_str(text).map_err(|error| fault(&error.to_string()))?;
    let objects = bundle.get("objects").and_then(Value::as_array);
    let objects = objects.ok_or_else(|| fault("it has no `objects`"))?;
    let of = |kind: &'static str| objects.iter().filter(move |it| text_of(it, "type") == kind);
    let grouping = of("grouping").next().ok_or_else(|| fault("it has no grouping"))?;
    let (mut rows, mut hypotheses) = (Vec::new(), Vec::new());
    for note in of("note") {
        match ours(note).as_deref().and_then(|name| name.split_once(':')) {
            Some(("row", id)) => rows.push((note, id.to_owned())),
            Some(("hypothesis", id)) => hypotheses.push((note, id.to_owned())),
            _ => {}
        }
    }
    if hypotheses.len() < 2 {
        return Err(fault("fewer than two notes are hypotheses"));
    }
    let name = text_of(grouping, "name");
    let mut out = format!(
        "# Made from a STIX bundle. Add `sources` to the rows and accept them one by one.\nid = {}\nquestion = {}\nasked = {today}\n",
        quoted(&slug(name)),
        quoted(name)
    );
    for (note, id) in &hypotheses {
        let role = if matches!(id.as_str(), "other" | "deception") {
            format!("role = {}\n", quoted(id))
        } else {
            String::new()
        };
        out.push_str(&format!(
            "\n[[hypothesis]]\nid = {}\ntitle = {}\n{role}",
            quoted(id),
            quoted(text_of(note, "content"))
        ));
    }
    for (note, id) in &rows {
        let own = text_of(note, "id");
        let ratings = of("opinion").filter(|it| refs(it).contains(&own)).filter_map(|it| {
            let about =
                hypotheses.iter().find(|(one, _)| refs(it).contains(&text_of(one, "id")))?;
            Some(format!("{} = {}", quoted(&about.1), quoted(rating(text_of(it, "opinion"))?)))
        });
        let ratings = ratings.collect::<Vec<_>>().join(", ");
        out.push_str(&format!(
            "\n[[row]]\nid = {}\nstatus = \"suggested\"\ntext = {}\nknown = {today}\nfacet = \"intelligence\"\nratings = {{ {ratings} }}\n",
            quoted(id),
            quoted(text_of(note, "content"))
        ));
    }
    Ok(out)
}

fn text_of<'v>(object: &'v Value, key: &str) -> &'v str {
    object.get(key).and_then(Value::as_str).unwrap_or_default()
}

fn refs(object: &Value) -> Vec<&str> {
    let all = object.get("object_refs").and_then(Value::as_array);
    all.into_iter().flatten().filter_map(Value::as_str).collect()
}

fn ours(note: &Value) -> Option<String> {
    let all = note.get("external_references")?.as_array()?;
    let own = all.iter().find(|it| text_of(it, "source_name") == OURS)?;
    Some(text_of(own, "external_id").to_owned())
}

fn rating(opinion: &str) -> Option<&'static str> {
    match opinion {
        "strongly-agree" => Some("CC"),
        "agree" => Some("C"),
        "neutral" => Some("N"),
        "disagree" => Some("I"),
        "strongly-disagree" => Some("II"),
        _ => None,
    }
}

fn slug(name: &str) -> String {
    let sign = |sign: char| if sign.is_alphanumeric() { sign } else { '-' };
    let slug: String = name.chars().map(sign).take(40).collect();
    let slug = slug.trim_matches('-').to_lowercase();
    if slug.is_empty() { "imported".to_owned() } else { slug }
}
