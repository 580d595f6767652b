//! Offers, names, exploited vulnerabilities and alerts in JSON.

use jiff::Timestamp;
use noroshi_model::{Bilingual, Language};
use noroshi_store::KeptFinding;
use noroshi_watch::kev::{Asset, Exposure, KevEntry, Match, Ransomware, Standing};
use noroshi_watch::listing::{Listing, Price};
use serde::Serialize;

use crate::watch::{Duty, KevResult, NameHit, Posted};

/// An offer: `watch listings`.
#[derive(Debug, Serialize)]
pub struct ListingLine<'a> {
    id: &'a str,
    class: &'static str,
    subject: Option<&'a str>,
    price: Option<PriceLine<'a>>,
    date: Option<&'a str>,
    merged_from: Vec<&'a str>,
    evidence: PlaceLine<'a>,
    words: &'a [String],
    tags: &'static [&'static str],
    volume: Option<&'a str>,
    place: Option<&'a str>,
    seller: Option<&'a str>,
    contact: &'a [String],
    grade: &'static str,
    first_date: Option<&'a str>,
    history: Vec<ChangeLine<'a>>,
    watched: Vec<WatchedLine<'a>>,
}

#[derive(Debug, Serialize)]
struct PriceLine<'a> {
    amount: &'a str,
    currency: Option<&'a str>,
}

#[derive(Debug, Serialize)]
struct PlaceLine<'a> {
    document: String,
    span: Option<[usize; 2]>,
    path: &'a str,
    at: &'a str,
    text: &'a str,
}

#[derive(Debug, Serialize)]
struct ChangeLine<'a> {
    date: Option<&'a str>,
    from: PriceLine<'a>,
    to: PriceLine<'a>,
}

#[derive(Debug, Serialize)]
struct WatchedLine<'a> {
    name: &'a str,
    written: &'a str,
    rule: &'a str,
    sureness: &'a str,
}

fn price(price: &Price) -> PriceLine<'_> {
    let currency = Some(price.currency).filter(|currency| !currency.is_empty());
    PriceLine { amount: &price.amount, currency }
}

impl<'a> From<&'a Posted> for ListingLine<'a> {
    fn from(posted: &'a Posted) -> Self {
        let listing = &posted.listing;
        let change = |(date, from, to): &'a (Option<String>, Price, Price)| ChangeLine {
            date: date.as_deref(),
            from: price(from),
            to: price(to),
        };
        let watched =
            |(name, written, rule, sureness): &'a (String, String, &'static str, &'static str)| {
                WatchedLine { name, written, rule, sureness }
            };
        let first = posted.others.first().unwrap_or(listing);
        Self {
            id: &listing.id,
            class: listing.class.word(),
            subject: listing.subject.as_deref(),
            price: listing.price.as_ref().map(price),
            date: listing.date.as_deref(),
            merged_from: posted.others.iter().map(|other| other.id.as_str()).collect(),
            evidence: place(listing),
            words: &listing.words,
            tags: listing.class.tags(),
            volume: listing.volume.as_deref(),
            place: listing.place.as_deref(),
            seller: listing.seller.as_deref(),
            contact: &listing.contact,
            // An anonymous seller: reliability and credibility cannot be judged.
            grade: "F6",
            first_date: first.date.as_deref(),
            history: posted.changes.iter().map(change).collect(),
            watched: posted.watched.iter().map(watched).collect(),
        }
    }
}

fn place(listing: &Listing) -> PlaceLine<'_> {
    PlaceLine {
        document: listing.document.to_string(),
        span: listing.span.map(|span| [span.start(), span.end()]),
        path: &listing.path,
        at: &listing.at,
        text: &listing.text,
    }
}

/// A name where it stands: `watch names`.
#[derive(Debug, Serialize)]
pub struct NameLine<'a> {
    name: &'a str,
    written: &'a str,
    spelling: &'a str,
    rule: &'a str,
    sureness: &'a str,
    path: &'a str,
    document: String,
    span: [usize; 2],
    around: &'a str,
}

impl<'a> From<&'a NameHit> for NameLine<'a> {
    fn from(hit: &'a NameHit) -> Self {
        Self {
            name: &hit.name,
            written: &hit.written,
            spelling: &hit.spelling,
            rule: hit.rule,
            sureness: hit.sureness,
            path: &hit.path,
            document: hit.document.to_string(),
            span: [hit.span.start(), hit.span.end()],
            around: &hit.around,
        }
    }
}

/// A vulnerability on an asset: `watch kev`.
#[derive(Debug, Serialize)]
pub struct KevLine<'a> {
    cve: String,
    asset: String,
    tier: &'static str,
    reason: &'a str,
    due: Option<String>,
    due_is: &'static str,
    points: u8,
    name: &'a str,
    vendor: &'a str,
    product: &'a str,
    version: Option<&'a str>,
    owner: Option<&'a str>,
    exposure: &'static str,
    ransomware: &'static str,
    added: Option<String>,
    days_to_exploitation: Option<i32>,
    epss: Option<f64>,
    epss_date: Option<&'a str>,
    standing: &'static str,
    jvn: Vec<String>,
    evidence: AssetPlace<'a>,
}

#[derive(Debug, Serialize)]
struct AssetPlace<'a> {
    path: &'a str,
    at: &'a str,
}

impl<'a> KevLine<'a> {
    /// A match as one line, in a language.
    pub fn new(
        (one, entry, asset, epss): (&'a Match, &'a KevEntry, &'a Asset, Option<f64>),
        result: &'a KevResult,
        duty: Duty,
        language: Language,
    ) -> Self {
        Self {
            cve: one.cve.to_string(),
            asset: asset.label(),
            tier: one.tier.word(),
            reason: one.reason.pick(language),
            due: entry.due.map(|due| due.to_string()),
            due_is: if duty == Duty::Own { "duty" } else { "yardstick" },
            points: one.tier.points(),
            name: &entry.name,
            vendor: &entry.vendor,
            product: &entry.product,
            version: asset.version.as_deref(),
            owner: Some(asset.owner.as_str()).filter(|owner| !owner.is_empty()),
            exposure: match asset.exposure {
                Exposure::Internet => "internet",
                Exposure::Internal => "internal",
                Exposure::Unknown => "unknown",
            },
            ransomware: if entry.ransomware == Ransomware::Known { "known" } else { "unknown" },
            added: entry.added.map(|added| added.to_string()),
            days_to_exploitation: one.days,
            epss,
            epss_date: epss.map(|_| result.epss.date.as_str()),
            standing: match one.standing {
                Standing::Published => "published",
                Standing::Disputed => "disputed",
                Standing::Rejected => "rejected",
            },
            jvn: one.jvn.iter().map(ToString::to_string).collect(),
            evidence: AssetPlace { path: &asset.path, at: &asset.at },
        }
    }
}

/// What was looked at: the last line of `watch kev`.
#[derive(Debug, Serialize)]
pub struct KevChecked<'a> {
    checked_at: String,
    catalogue: &'a str,
    entries: usize,
    assets: usize,
    assets_touched: usize,
    less_sure: usize,
    outside_of_affected_versions: usize,
    rejected: Vec<String>,
}

impl<'a> From<&'a KevResult> for KevChecked<'a> {
    fn from(result: &'a KevResult) -> Self {
        Self {
            checked_at: result.at.to_string(),
            catalogue: &result.catalogue.version,
            entries: result.catalogue.entries.len(),
            assets: result.assets.len(),
            assets_touched: result.touched(),
            less_sure: result.less_sure(),
            outside_of_affected_versions: result.joined.outside,
            rejected: result.joined.rejected.iter().map(ToString::to_string).collect(),
        }
    }
}

/// An alert: `watch alerts`.
#[derive(Debug, Serialize)]
pub struct AlertLine<'a> {
    id: String,
    state: &'static str,
    level: &'static str,
    kind: &'static str,
    subject: &'a str,
    title: &'a str,
    reason: &'a str,
    theirs: Vec<CitedLine<'a>>,
    ours: Vec<OwnLine<'a>>,
    time: Option<String>,
    first_seen: Option<String>,
    last_seen: Option<String>,
    unknown: Vec<&'a str>,
    next: Vec<&'a str>,
    marks: Vec<MarkLine<'a>>,
}

#[derive(Debug, Serialize)]
struct CitedLine<'a> {
    who: &'a str,
    what: &'a str,
    text: &'a str,
    link: Option<&'a str>,
}

#[derive(Debug, Serialize)]
struct OwnLine<'a> {
    path: &'a str,
    at: &'a str,
    text: &'a str,
}

#[derive(Debug, Serialize)]
struct MarkLine<'a> {
    state: &'static str,
    who: &'a str,
    at: Option<String>,
    note: &'a str,
}

impl<'a> AlertLine<'a> {
    /// A kept finding as one line, in a language.
    pub fn new(kept: &'a KeptFinding, language: Language) -> Self {
        let finding = &kept.finding;
        let pick = |text: &'a Bilingual| text.pick(language);
        let cited = finding.theirs.iter().map(|one| CitedLine {
            who: &one.who,
            what: &one.what,
            text: &one.text,
            link: one.link.as_deref(),
        });
        let own = finding.ours.iter().map(|one| OwnLine {
            path: &one.path,
            at: &one.at,
            text: &one.text,
        });
        let marks = kept.marks.iter().map(|mark| MarkLine {
            state: mark.state.word(),
            who: &mark.who,
            at: moment(mark.at),
            note: &mark.note,
        });
        Self {
            id: finding.id().to_string(),
            state: kept.state.word(),
            level: finding.level.word(),
            kind: finding.kind.word(),
            subject: &finding.subject,
            title: pick(&finding.title),
            reason: pick(&finding.reason),
            theirs: cited.collect(),
            ours: own.collect(),
            time: finding.time.map(|time| time.to_string()),
            first_seen: moment(kept.first),
            last_seen: moment(kept.last),
            unknown: finding.unknown.iter().map(pick).collect(),
            next: finding.next.iter().map(pick).collect(),
            marks: marks.collect(),
        }
    }
}

fn moment(seconds: i64) -> Option<String> {
    Some(Timestamp::from_second(seconds).ok()?.to_string())
}
