//! Names of sources brought to one key, and the documents that each published.

use std::collections::{HashMap, HashSet};

use noroshi_model::{EntityKind, Knowledge, SourceKind};

use super::Read;
use crate::lookup::fold;

/// Legal forms and articles that writers leave out.
const FORMS: &[&str] = &[
    "株式会社",
    "(株)",
    "㈱",
    "有限会社",
    "合同会社",
    "新聞社",
    "通信社",
    "の報道",
    "電子版",
    "社",
];
const LATIN_FORMS: &[&str] =
    &[", inc.", " inc.", " inc", " ltd.", " ltd", " llc", " gmbh", " corp.", " corp", " co."];

/// Keys of publishers and the documents of each.
pub(super) struct Publishers<'k> {
    /// Folded names of organisations of the pack and their id; shared names are left out.
    known: HashMap<String, &'k str>,
    by_key: HashMap<String, Vec<usize>>,
    by_title: HashMap<String, Vec<usize>>,
    by_address: HashMap<String, usize>,
    words: Vec<HashSet<u64>>,
    own: Vec<String>,
}

impl<'k> Publishers<'k> {
    pub(super) fn new(set: &[Read<'_>], knowledge: &'k Knowledge) -> Self {
        let mut made = Self {
            known: names(knowledge),
            by_key: HashMap::new(),
            by_title: HashMap::new(),
            by_address: HashMap::new(),
            words: Vec::new(),
            own: Vec::new(),
        };
        for (at, read) in set.iter().enumerate() {
            made.by_address.entry(address(&read.document.path)).or_insert(at);
            let key = read
                .document
                .publisher
                .as_deref()
                .map(|name| made.key(name, SourceKind::Organization));
            if let Some(key) = key.clone() {
                made.by_key.entry(key).or_default().push(at);
            }
            made.own.push(key.unwrap_or_default());
            let title = read.document.title.as_ref().or(read.reading.title.as_ref());
            if let Some(title) =
                title.map(|title| fold(title)).filter(|title| title.chars().count() >= 6)
            {
                made.by_title.entry(title).or_default().push(at);
            }
            made.words.push(story(*read));
        }
        made
    }

    /// One key for all spellings of a name: an id of the pack, or the folded name without its
    /// legal form.
    pub(super) fn key(&self, name: &str, kind: SourceKind) -> String {
        let bare = bare(name);
        match self.known.get(&bare) {
            Some(id) => (*id).to_owned(),
            None if kind == SourceKind::Person => format!("person:{bare}"),
            None => bare,
        }
    }

    /// A document as a root: its publisher, or itself.
    pub(super) fn of_document(&self, set: &[Read<'_>], at: usize) -> (String, String) {
        let document = set[at].document;
        match self.own.get(at).filter(|key| !key.is_empty()) {
            Some(key) => (key.clone(), document.publisher.clone().unwrap_or_default()),
            None => (format!("document:{}", document.id.short()), document.path.clone()),
        }
    }

    /// The documents of a publisher, or with this title.
    pub(super) fn documents(&self, key: &str, name: &str) -> &[usize] {
        let titled = || self.by_title.get(&fold(name)).map_or(&[][..], Vec::as_slice);
        self.by_key.get(key).map_or_else(titled, Vec::as_slice)
    }

    /// The document at an address.
    pub(super) fn at(&self, address: &str) -> Option<usize> {
        self.by_address.get(address).copied().filter(|_| address.contains('/'))
    }

    /// Of several documents of a publisher the one that shares most with the citing one. One
    /// that shares nothing is another story: then only the publisher is cited.
    pub(super) fn likest(
        &self,
        from: usize,
        holders: &[usize],
        near: impl Fn(usize, usize) -> bool,
    ) -> Option<usize> {
        let own = &self.words[from];
        let scored = holders.iter().rev().take(64).filter_map(|to| {
            let shared = own.intersection(&self.words[*to]).count();
            let least = own.len().min(self.words[*to].len());
            let same = near(from, *to) || (shared >= 5 && shared * 4 >= least);
            same.then_some((shared, std::cmp::Reverse(*to)))
        });
        scored.max().map(|(_, to)| to.0)
    }

    pub(super) fn into_known(self) -> HashMap<String, String> {
        self.known.into_iter().map(|(name, id)| (name, id.to_owned())).collect()
    }
}

/// What a document tells: its facts and the words of its statements.
fn story(read: Read<'_>) -> HashSet<u64> {
    let mut story = super::likeness::facts(read);
    for claim in read.reading.claims.iter().take(200) {
        story.extend(super::statement::words(read, claim).keys);
    }
    story
}

/// Names of organisations that only one of them carries.
fn names(knowledge: &Knowledge) -> HashMap<String, &str> {
    let mut known: HashMap<String, &str> = HashMap::new();
    let mut shared = HashSet::new();
    let organisations =
        knowledge.entities.iter().filter(|one| one.id.kind == EntityKind::Organization);
    for entity in organisations {
        for name in &entity.names {
            let folded = bare(&name.text);
            let before = known.insert(folded.clone(), entity.id.slug());
            if before.is_some_and(|id| id != entity.id.slug()) {
                shared.insert(folded);
            }
        }
    }
    known.retain(|name, _| !shared.contains(name));
    known
}

/// A name without what writers leave out or add.
pub(super) fn bare(name: &str) -> String {
    let lower = name.trim().to_lowercase();
    let lower = lower.strip_prefix("the ").unwrap_or(&lower);
    let lower = LATIN_FORMS.iter().find_map(|form| lower.strip_suffix(form)).unwrap_or(lower);
    let mut shown = lower.trim_matches(['「', '」', '『', '』', '"', ' ', ',']);
    for form in FORMS {
        let cut = shown.strip_prefix(form).or_else(|| shown.strip_suffix(form));
        shown = cut.filter(|rest| rest.chars().count() >= 2).unwrap_or(shown);
    }
    fold(shown)
}

/// An address without what does not matter: scheme, `www.`, query, fragment, last slash.
pub(super) fn address(url: &str) -> String {
    let rest = url.split_once("://").map_or(url, |(_, rest)| rest);
    let rest = rest.strip_prefix("www.").unwrap_or(rest);
    let rest = rest.split(['?', '#']).next().unwrap_or(rest);
    rest.trim_end_matches(['/', ')', '.', '。']).to_ascii_lowercase()
}
