//! What a page says of itself: title, publisher, date, language.
//!
//! Sources: schema.org `Article` in JSON-LD; The Open Graph protocol, <https://ogp.me/>;
//! Dublin Core in `meta`; the `time` element of HTML.

use dom_query::{Document, NodeRef};
use noroshi_model::{Dated, Language};
use serde_json::Value;

use super::furniture::{self, Around};
use crate::date;
use crate::draft::{Draft, one_line};

/// Names of `meta` elements that give the publication date, best first.
const DATES: [&str; 14] = [
    "article:published_time",
    "og:published_time",
    "datepublished",
    "dc.date.issued",
    "dcterms.issued",
    "dcterms.created",
    "dc.date",
    "dcterms.date",
    "citation_publication_date",
    "pubdate",
    "publishdate",
    "publish_date",
    "parsely-pub-date",
    "date",
];

/// `time` elements that are looked at.
const MOST_TIMES: usize = 200;

/// Fills what the page says of itself.
pub(super) fn fill(document: &Document, around: &Around, draft: &mut Draft) {
    let head = Head::of(document);
    draft.title = title(document, &head);
    draft.publisher =
        head.value(&["og:site_name", "publisher", "dc.publisher", "application-name"]);
    draft.publisher = draft.publisher.take().or(head.linked("publisher"));
    draft.published = published(document, around, &head);
    draft.language = language(document);
}

/// The metadata elements of a page.
struct Head {
    /// Name in lower case, and content, of each `meta`.
    metas: Vec<(String, String)>,
    /// Objects of JSON-LD blocks.
    objects: Vec<Value>,
}

impl Head {
    fn of(document: &Document) -> Self {
        let mut head = Self { metas: Vec::new(), objects: Vec::new() };
        for node in document.root().descendants_it().filter(|node| node.is_element()) {
            if node.has_name("meta") {
                head.metas.extend(meta(&node));
            } else if node.has_name("script") && is_linked_data(&node) {
                head.objects.extend(objects(&node.text()));
            }
        }
        head
    }

    fn value(&self, names: &[&str]) -> Option<String> {
        names
            .iter()
            .find_map(|name| self.metas.iter().find(|(known, _)| known == name))
            .map(|(_, content)| content.clone())
    }

    /// A string of JSON-LD, or the `name` of an object there.
    fn linked(&self, key: &str) -> Option<String> {
        let values = self.objects.iter().filter_map(|object| object.get(key));
        let named = |value: &Value| {
            value.as_str().or_else(|| value.get("name")?.as_str()).map(str::to_owned)
        };
        values.filter_map(named).find(|text| !text.trim().is_empty())
    }
}

fn meta(node: &NodeRef<'_>) -> Option<(String, String)> {
    let name = ["property", "name", "itemprop"].iter().find_map(|key| node.attr(key))?;
    let content = node.attr("content")?;
    let filled = !content.trim().is_empty();
    filled.then(|| (name.trim().to_ascii_lowercase(), content.to_string()))
}

fn is_linked_data(node: &NodeRef<'_>) -> bool {
    node.attr("type").is_some_and(|kind| kind.trim().eq_ignore_ascii_case("application/ld+json"))
}

/// The objects of a JSON-LD block: itself, the members of a list or of `@graph`. A block
/// that does not parse says nothing, which is what browsers and search engines make of it.
fn objects(json: &str) -> Vec<Value> {
    let value: Value = serde_json::from_str(json.trim()).unwrap_or(Value::Null);
    let list = match value {
        Value::Array(list) => list,
        other => vec![other],
    };
    let members = list.into_iter().flat_map(|value| match value.get("@graph") {
        Some(Value::Array(graph)) => graph.clone(),
        _ => vec![value],
    });
    members.collect()
}

/// The headline of the article, without the name of the site where that can be told.
fn title(document: &Document, head: &Head) -> Option<String> {
    let shared = head.value(&["og:title", "twitter:title"]).or_else(|| head.linked("headline"));
    let window = text_of(document, "title");
    let heading = text_of(document, "h1");
    let part =
        |heading: &String| window.as_ref().is_none_or(|window| window.contains(heading.as_str()));
    shared.or_else(|| heading.clone().filter(part)).or(window.clone()).or(heading)
}

/// The words of the first element of a name.
fn text_of(document: &Document, name: &str) -> Option<String> {
    let root = document.root();
    root.descendants_it().filter(|node| node.has_name(name)).find_map(|node| one_line(&node.text()))
}

/// The publication date by the best field that has one.
fn published(document: &Document, around: &Around, head: &Head) -> Option<Dated> {
    let linked = head.linked("datePublished");
    let linked = linked.and_then(|written| date::metadata("json-ld:datePublished", &written));
    let named = |name: &&str| date::metadata(name, &head.value(&[name])?);
    linked.or_else(|| DATES.iter().find_map(named)).or_else(|| time(document, around))
}

/// The `time` element that says it is the publication, else the first of the content.
fn time(document: &Document, around: &Around) -> Option<Dated> {
    let root = document.root();
    let times = root.descendants_it().filter(|node| node.has_name("time")).take(MOST_TIMES);
    let times: Vec<_> = times.filter(|node| !in_furniture(node, around)).collect();
    let said = times.iter().find(|node| says_published(node)).or(times.first())?;
    date::metadata("time", &said.attr("datetime")?)
}

fn says_published(node: &NodeRef<'_>) -> bool {
    let published = node.attr("itemprop").is_some_and(|kind| &*kind == "datePublished");
    published || node.has_attr("pubdate") || node.has_class("published")
}

fn in_furniture(node: &NodeRef<'_>, around: &Around) -> bool {
    let mut above = node.ancestors_it(None);
    above.any(|above| around.is_aside(&above) || furniture::is_hidden(&above))
}

fn language(document: &Document) -> Option<Language> {
    let code =
        document.html_root().attr("lang").or_else(|| document.html_root().attr("xml:lang"))?;
    Language::from_code(code.trim())
}
