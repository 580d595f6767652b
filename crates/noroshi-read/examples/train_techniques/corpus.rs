//! What is learned from: sentences with their techniques, and sentences with none.

use std::collections::{HashMap, HashSet};
use std::error::Error;
use std::fs;

use serde_json::Value;

/// A sentence to learn from.
pub(crate) struct Item {
    pub(crate) text: String,
    /// ATT&CK ids; none for a sentence that tells of no technique.
    pub(crate) techniques: Vec<String>,
    pub(crate) origin: Origin,
}

/// Where a sentence comes from.
pub(crate) enum Origin {
    /// A report, by its id.
    Report(String),
    /// ATT&CK, with the addresses and titles of what it cites.
    Attack { cites: Vec<String>, titles: Vec<String> },
}

/// What a report is known by, to find it among the citations of ATT&CK.
pub(crate) struct Source {
    pub(crate) url: String,
    pub(crate) title: String,
}

type Fallible<T> = Result<T, Box<dyn Error>>;

/// Sentences of reports: `doc`, `text`, `technique` per line (TRAM).
pub(crate) fn reports(path: &str) -> Fallible<Vec<Item>> {
    let whole = fs::read_to_string(path)?;
    let item = |line: &str| -> Fallible<Item> {
        let row: Value = serde_json::from_str(line)?;
        let field = |name: &str| {
            row[name].as_str().map(str::to_owned).ok_or(format!("a line without `{name}`"))
        };
        let origin = Origin::Report(field("doc")?);
        Ok(Item { text: field("text")?, techniques: vec![current(&field("technique")?)], origin })
    };
    whole.lines().map(item).collect()
}

/// Reports by id: `id`, `url`, `title` per line (TRAM).
pub(crate) fn sources(path: &str) -> Fallible<HashMap<String, Source>> {
    let whole = fs::read_to_string(path)?;
    let source = |line: &str| -> Fallible<(String, Source)> {
        let row: Value = serde_json::from_str(line)?;
        let field = |name: &str| row[name].as_str().unwrap_or_default();
        let source = Source { url: address(field("url")), title: words(field("title")) };
        Ok((field("id").to_owned(), source))
    };
    whole.lines().map(source).collect()
}

/// ATT&CK as a STIX bundle: procedure examples and descriptions of techniques; texts on
/// mitigations, groups and software as sentences with no technique.
pub(crate) fn attack(path: &str) -> Fallible<Vec<Item>> {
    let bundle: Value = serde_json::from_str(&fs::read_to_string(path)?)?;
    let objects = bundle["objects"].as_array().ok_or("a bundle without `objects`")?;
    let live = |object: &&Value| object["revoked"] != true;
    let numbers: HashMap<&str, String> = objects.iter().filter_map(technique_number).collect();
    let mut items = Vec::new();
    for object in objects.iter().filter(live) {
        let Some(text) = object["description"].as_str() else { continue };
        match object["type"].as_str().unwrap_or_default() {
            "relationship" => items.extend(procedure(object, text, &numbers)),
            "attack-pattern" if object["x_mitre_deprecated"] != true => {
                let Some(number) = object["id"].as_str().and_then(|id| numbers.get(id)) else {
                    continue;
                };
                let name = object["name"].as_str().unwrap_or_default();
                items.push(item(name, vec![number.clone()], object));
                items.extend(sentences(text).map(|text| item(&text, vec![number.clone()], object)));
            }
            "intrusion-set" | "malware" | "tool" => {
                items.extend(sentences(text).map(|text| item(&text, Vec::new(), object)));
            }
            _ => {}
        }
    }
    Ok(items)
}

fn technique_number(object: &Value) -> Option<(&str, String)> {
    if object["type"] != "attack-pattern" {
        return None;
    }
    let references = object["external_references"].as_array()?;
    let own = references.iter().find(|one| one["source_name"] == "mitre-attack")?;
    Some((object["id"].as_str()?, own["external_id"].as_str()?.to_owned()))
}

/// "X uses technique Y" with the words about X left out; advice tells of no technique.
fn procedure(object: &Value, text: &str, numbers: &HashMap<&str, String>) -> Vec<Item> {
    let target = object["target_ref"].as_str().and_then(|id| numbers.get(id));
    match (object["relationship_type"].as_str(), target) {
        (Some("uses"), Some(number)) => {
            vec![item(&plain(without_subject(text)), vec![number.clone()], object)]
        }
        (Some("mitigates"), Some(_)) => {
            sentences(text).map(|text| item(&text, Vec::new(), object)).collect()
        }
        _ => Vec::new(),
    }
}

fn item(text: &str, techniques: Vec<String>, object: &Value) -> Item {
    let references = object["external_references"].as_array();
    let field = |name: &str| -> Vec<String> {
        let all = references.iter().flat_map(|all| all.iter());
        all.filter_map(|one| one[name].as_str().map(str::to_owned)).collect()
    };
    let cites = field("url").iter().map(|url| address(url)).collect();
    let titles = field("description").iter().map(|title| words(title)).collect();
    Item { text: text.to_owned(), techniques, origin: Origin::Attack { cites, titles } }
}

fn without_subject(text: &str) -> &str {
    let text = text.trim();
    let link = text.strip_prefix('[').and_then(|rest| rest.split_once("](https://attack"));
    link.and_then(|(_, rest)| rest.split_once(')')).map_or(text, |(_, rest)| rest)
}

/// Sentences of a description, long enough to say something.
fn sentences(text: &str) -> impl Iterator<Item = String> {
    let text = plain(text).replace('\n', " ");
    let parts: Vec<String> = text.split(". ").map(|part| part.trim().to_owned()).collect();
    parts.into_iter().filter(|part| part.len() > 20)
}

/// Text without citations, marks of code, and the addresses of links.
fn plain(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((before, behind)) = rest.split_once("(Citation:") {
        out.push_str(before);
        rest = behind.split_once(')').map_or("", |(_, rest)| rest);
    }
    out.push_str(rest);
    let text = out.replace("<code>", "").replace("</code>", "");
    let mut out = String::with_capacity(text.len());
    let mut rest = text.as_str();
    while let Some((before, behind)) = rest.split_once("](http") {
        match before.rsplit_once('[') {
            Some((before, shown)) => out.extend([before, shown]),
            None => out.push_str(before),
        }
        rest = behind.split_once(')').map_or("", |(_, rest)| rest);
    }
    out.push_str(rest);
    out.trim().to_owned()
}

/// TRAM has the number of DLL side-loading before ATT&CK 17.
fn current(number: &str) -> String {
    if number == "T1574.002" { "T1574.001" } else { number }.to_owned()
}

/// Lower-case words with one space between.
pub(crate) fn words(text: &str) -> String {
    let text = text.to_lowercase();
    let words = text.split(|sign: char| !sign.is_ascii_alphanumeric());
    words.filter(|word| !word.is_empty()).collect::<Vec<_>>().join(" ")
}

/// An address without scheme, `www.`, query and archive, so that two spellings are equal.
fn address(url: &str) -> String {
    let url = url.to_lowercase();
    let inner = url.find("web.archive.org").and_then(|_| url.rfind("http"));
    let url = inner.map_or(url.as_str(), |at| &url[at..]);
    let url = url.rsplit("://").next().unwrap_or_default();
    let url = url.split(['?', '#']).next().unwrap_or_default();
    url.trim_start_matches("www.").trim_end_matches('/').to_owned()
}

/// Texts and reports that are held back, and what must therefore not be learned from.
pub(crate) struct Held {
    texts: HashSet<String>,
    runs: HashSet<String>,
    urls: HashSet<String>,
    titles: Vec<String>,
}

/// Texts that share a run of so many words are near duplicates.
const RUN: usize = 6;

impl Held {
    pub(crate) fn new<'a>(
        items: impl Iterator<Item = &'a Item>,
        sources: &HashMap<String, Source>,
    ) -> Self {
        let mut held = Self {
            texts: HashSet::new(),
            runs: HashSet::new(),
            urls: HashSet::new(),
            titles: Vec::new(),
        };
        for item in items {
            let text = words(&item.text);
            held.runs.extend(runs(&text));
            held.texts.insert(text);
            let Origin::Report(report) = &item.origin else { continue };
            let Some(source) = sources.get(report) else { continue };
            held.urls.insert(source.url.clone());
            if source.title.split(' ').count() >= 4 && !held.titles.contains(&source.title) {
                held.titles.push(source.title.clone());
            }
        }
        held.urls.remove("");
        held
    }

    /// Whether ATT&CK took this from a held report, or the words are (nearly) those of a held
    /// sentence.
    pub(crate) fn excludes(&self, item: &Item) -> bool {
        let Origin::Attack { cites, titles } = &item.origin else { return false };
        let text = words(&item.text);
        cites.iter().any(|url| self.urls.contains(url))
            || self.titles.iter().any(|title| titles.iter().any(|cited| cited.contains(title)))
            || self.texts.contains(&text)
            || runs(&text).any(|run| self.runs.contains(&run))
    }
}

fn runs(text: &str) -> impl Iterator<Item = String> {
    let words: Vec<&str> = text.split(' ').collect();
    words.windows(RUN).map(|run| run.join(" ")).collect::<Vec<_>>().into_iter()
}
