//! A posting to a listing: class, subject, price, day, place, seller, contact.

use std::collections::{BTreeMap, BTreeSet};

use noroshi_model::{DocumentId, Language, Span};
use sha2::{Digest as _, Sha256};

use super::classify::{Signs, Verdict, classify, named_services, weigh};
use super::column::{Role, role};
use super::contact::{Masked, masked, masked_handle, reach_of};
use super::jargon::{Hit, Jargon};
use super::price::{price, price_in_cell};
use super::{GoodsClass, Origin, Posting, Price, day, feature, subject};
use crate::fold::{Folded, is_kana};
use crate::name::{Sighting, Watcher};

/// The most bytes of a posting that are read.
const MOST_TEXT: usize = 20_000;

/// What a posting offers. Contacts and secrets are masked in every part.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Listing {
    /// Derived from what is offered and where it stands: 24 hexadecimal digits.
    pub id: String,
    /// What is offered.
    pub class: GoodsClass,
    /// The words that told the class.
    pub words: Vec<String>,
    /// About whom, as written; `None` when the posting names nobody.
    pub subject: Option<String>,
    /// The price asked for.
    pub price: Option<Price>,
    /// The day on which it was posted, in EDTF: `2024-11-25`, `2024-11`, `XXXX-11-25`.
    pub date: Option<String>,
    /// Where it was posted: a forum, a channel.
    pub place: Option<String>,
    /// How much is offered, as written.
    pub volume: Option<String>,
    /// The seller, all but the first two signs masked.
    pub seller: Option<String>,
    /// The kinds of contact that the posting gives, such as `telegram`; never the contact itself.
    pub contact: Vec<String>,
    /// Marks by which the same contact or seller is known again, to tell reposts. Never printed; to be kept only
    /// under a key, because whoever guesses a contact can make its mark.
    pub reach: BTreeSet<u64>,
    /// The words, masked.
    pub text: String,
    /// Names of the watched in the posting, most certain first; spans are places in `text`.
    pub watched: Vec<Sighting>,
    /// The document it stands in.
    pub document: DocumentId,
    /// The file, for people.
    pub path: String,
    /// The place inside the file, for people.
    pub at: String,
    /// The place inside the text of the document, if it has one.
    pub span: Option<Span>,
}

/// What the model of classes looks at in a posting: names of features with their values. For learning weights.
pub fn features(posting: &Posting) -> BTreeMap<String, f64> {
    features_if(posting, &|_| true)
}

/// The same, as if the table had only the words that `known` lets through: a table knows the words of the postings
/// that it was made from, and not those of the next.
pub fn features_if(posting: &Posting, known: &dyn Fn(&str) -> bool) -> BTreeMap<String, f64> {
    let mut seen = Seen::of(posting, Jargon::own());
    seen.hits.retain(|hit| known(&hit.word));
    feature::features(&seen.text, &seen.hits, seen.signs(posting), &weigh(&seen.hits))
}

/// A posting with contacts and secrets masked, and what the class is told by.
struct Seen {
    text: String,
    contact: Vec<String>,
    reach: BTreeSet<u64>,
    hits: Vec<Hit>,
    price: Option<Price>,
}

impl Seen {
    fn of(posting: &Posting, jargon: &Jargon) -> Self {
        let field = |wanted: Role| field(posting, wanted);
        let Masked { mut text, kinds: mut contact, mut reach } = Masked::of(cut(&posting.text));
        if let Some(handle) = field(Role::Seller).filter(|handle| handle.chars().count() >= 3) {
            text = text.replace(handle, &masked_handle(handle));
            reach.extend(reach_of(handle));
        }
        if let Some(cell) = field(Role::Contact) {
            let Masked { kinds, reach: told, .. } = Masked::of(cell);
            reach.extend(told);
            contact.extend(if kinds.is_empty() { vec!["given".to_owned()] } else { kinds });
        }
        let folded = Folded::of(&text);
        let mut hits = jargon.hits(&text, &folded);
        hits.retain(|hit| !is_mark(&text, hit.span));
        hits.extend(named_services(&text));
        hits.sort_by_key(|hit| (hit.span, hit.told));
        let language = language(&text);
        let told = field(Role::Price)
            .and_then(|cell| with_currency(cell, field(Role::Currency), language));
        let price = told.or_else(|| price(&text, language));
        Self { text, contact, reach, hits, price }
    }

    fn signs(&self, posting: &Posting) -> Signs {
        Signs {
            price: u32::from(self.price.is_some()),
            contact: u32::from(!self.contact.is_empty()),
            listed: u32::from(posting.listed && self.price.is_some()),
            paragraph: posting.origin == Origin::Paragraph,
        }
    }
}

/// The cell of a posting that plays a part.
fn field(posting: &Posting, wanted: Role) -> Option<&str> {
    let mut fields = posting.fields.iter();
    fields.find(|(name, _)| role(name) == Some(wanted)).map(|(_, value)| value.trim())
}

/// Reads a posting by a table of words. What offers nothing has [`GoodsClass::None`].
pub fn read(posting: &Posting, watcher: &Watcher, jargon: &Jargon) -> Listing {
    let seen = Seen::of(posting, jargon);
    let Verdict { class, words } = classify(&seen.text, &seen.hits, seen.signs(posting));
    let Seen { text, contact, reach, hits, price } = seen;
    let watched = sightings(&text, watcher);
    let date = field(posting, Role::Date)
        .and_then(|cell| day::day(cell, posting.anchor))
        .or_else(|| day::day(&text, posting.anchor));
    let place = field(posting, Role::Place).map(|cell| masked(cell).0).or_else(|| place(&text));
    Listing {
        id: id(posting, &text),
        class,
        words,
        subject: about(posting, (&text, &hits), class, &watched, jargon),
        price,
        date,
        place,
        volume: field(posting, Role::Volume).map(|cell| masked(cell).0),
        seller: field(posting, Role::Seller).map(masked_handle),
        contact,
        reach,
        text,
        watched,
        document: posting.document,
        path: posting.path.clone(),
        at: posting.at.clone(),
        span: posting.span,
    }
}

fn about(
    posting: &Posting,
    (text, hits): (&str, &[Hit]),
    class: GoodsClass,
    watched: &[Sighting],
    jargon: &Jargon,
) -> Option<String> {
    let cell = field(posting, Role::Subject).map(|value| masked(value).0);
    let inner = |cell: &str| {
        let folded = Folded::of(cell);
        subject::subject(cell, class, &jargon.hits(cell, &folded), &[])
    };
    let blank = |cell: &String| {
        matches!(
            cell.to_lowercase().as_str(),
            "-" | "－"
                | "―"
                | "なし"
                | "不明"
                | "unknown"
                | "n/a"
                | "none"
                | "various"
                | "無"
                | "无"
        )
    };
    match cell.filter(|cell| !blank(cell)) {
        Some(cell) => inner(&cell).or(Some(cell)).filter(|_| class != GoodsClass::None),
        None => subject::subject(text, class, hits, watched),
    }
}

/// Whether a word is the mark that stands in place of a contact.
fn is_mark(text: &str, span: Span) -> bool {
    text[..span.start()].ends_with('[') && text[span.end()..].starts_with(']')
}

/// Names of the watched, the certain ones first.
fn sightings(text: &str, watcher: &Watcher) -> Vec<Sighting> {
    let mut found = watcher.sightings(text);
    found.sort_by_key(|one| std::cmp::Reverse(one.sureness));
    found
}

fn cut(text: &str) -> &str {
    let mut end = text.len().min(MOST_TEXT);
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    &text[..end]
}

fn with_currency(cell: &str, currency: Option<&str>, language: Language) -> Option<Price> {
    let own = price_in_cell(cell, language);
    own.or_else(|| price_in_cell(&format!("{cell} {}", currency?), language))
}

/// Kana are Japanese; kanji without kana are taken for Chinese, which decides about a yen sign.
pub(super) fn language(text: &str) -> Language {
    if text.chars().any(is_kana) {
        Language::Ja
    } else if text.chars().any(crate::fold::is_kanji) {
        Language::Zh
    } else {
        Language::En
    }
}

/// Where a posting says that it was posted.
fn place(text: &str) -> Option<String> {
    let label = [
        "場所：",
        "場所:",
        "掲載場所：",
        "フォーラム：",
        "频道：",
        "来源：",
        "forum:",
        "channel:",
        "place:",
        "source:",
    ];
    let found = label.iter().find_map(|label| {
        let at = text.find(label)? + label.len();
        text[at..].lines().next().map(str::trim).filter(|value| !value.is_empty())
    });
    let known = [
        "Telegram",
        "テレグラム",
        "ダークウェブ",
        "暗网",
        "地下フォーラム",
        "leak site",
        "リークサイト",
    ];
    found
        .or_else(|| known.into_iter().find(|word| text.contains(word)))
        .map(|place| place.chars().take(80).collect())
}

fn id(posting: &Posting, text: &str) -> String {
    let digest = Sha256::new().chain_update(posting.document.to_string()).chain_update([0]);
    let digest = digest.chain_update(&posting.at).chain_update([0]).chain_update(text).finalize();
    digest.iter().take(12).map(|byte| format!("{byte:02x}")).collect()
}
