//! Postings of files to offers, with the history that is kept.

use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;

use jiff::Timestamp;
use noroshi_formats::MaskKey;
use noroshi_model::{Bilingual, Check, Finding, FindingKind, Problem};
use noroshi_store::{
    AnyStore, CheckStore as _, FindingStore as _, KeptCount, KeptListing, KeptReach,
    ListingStore as _,
};
use noroshi_watch::alert::{Offer, listing_findings};
use noroshi_watch::listing::{
    GoodsClass, Jargon, Listing, Price, Thread, json_postings, lend_classes, postings, read_all,
    threads,
};
use noroshi_watch::name::Watcher;

use super::jargon::jargon;
use super::{Own, Taken, Whose, gaps, masked, take, watcher};
use crate::clock::{now, today};
use crate::progress::Progress;
use crate::{FlowError, Workspace};

/// Kept postings with which new ones are compared, newest first.
const HISTORY: usize = 20_000;

/// One offer: its newest posting, and the others.
#[derive(Debug, Clone)]
pub struct Posted {
    /// The newest posting.
    pub listing: Listing,
    /// The other postings of the same offer, oldest first, kept ones among them.
    pub others: Vec<Listing>,
    /// Changes of the price: day, before, now.
    pub changes: Vec<(Option<String>, Price, Price)>,
    /// Names of ours in it: the name, the words there, the rule, how sure.
    pub watched: Vec<(String, String, &'static str, &'static str)>,
}

/// What the files offer.
#[derive(Debug, Clone, Default)]
pub struct ListingResult {
    /// Offers that stand in the files given, in the order of their first posting there.
    pub offers: Vec<Posted>,
    /// Those that name us, as findings.
    pub findings: Vec<Finding>,
    /// Postings that were read.
    pub postings: usize,
    /// Of them, those that offer nothing.
    pub nothing: usize,
    /// What keeping changed, if it was asked for.
    pub kept: Option<KeptCount>,
    /// When it was looked at.
    pub at: Timestamp,
    /// What could not be read.
    pub problems: Vec<Problem>,
}

/// Reads postings out of files and joins reposts, also with those that are kept.
///
/// # Errors
/// [`FlowError::Unread`] when the list of look-alikes cannot be read, [`FlowError::Store`] when the store fails,
/// [`FlowError::Unwritable`] when the key for masks cannot be made.
pub async fn listings(
    workspace: &Workspace,
    paths: &[PathBuf],
    whose: &Whose,
    keep: Keeping,
    progress: &dyn Progress,
) -> Result<ListingResult, FlowError> {
    let mut problems = Vec::new();
    let own = watcher(workspace, whose, &mut problems)?;
    let jargon = jargon(workspace, &mut problems);
    let mut found = Vec::new();
    take(workspace, paths, progress, &mut problems, |path, taken, problems| {
        found.extend(of_file(workspace, path, taken, (&own.watcher, &jargon), problems));
    });
    let contacts = Contacts::of(workspace, keep)?;
    found.iter_mut().for_each(|listing| contacts.mark(listing));
    let read = found.len();
    lend_classes(&mut found, &jargon);
    found.retain(|listing: &Listing| listing.class != GoodsClass::None);
    let mut result = ListingResult {
        postings: read,
        nothing: read - found.len(),
        problems,
        at: moment(),
        ..ListingResult::default()
    };
    let store = if keep == Keeping::Keep {
        Some(workspace.store().await?)
    } else {
        workspace.store_if_any().await?
    };
    let history = match &store {
        Some(store) => store.listings(HISTORY).await?,
        None => Vec::new(),
    };
    let joined = Joined::new(history, found, contacts, (&own.watcher, &jargon));
    result.offers = joined.posted(&own);
    result.findings = joined.findings(&own);
    if let Some(store) = store {
        if keep == Keeping::Keep {
            result.kept = Some(keep_all(&store, &joined, &result).await?);
        }
        store.close().await;
    }
    Ok(result)
}

/// Whether what was found is kept.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Keeping {
    /// Only look.
    Look,
    /// Keep it.
    Keep,
}

fn moment() -> Timestamp {
    Timestamp::from_second(now()).unwrap_or_default()
}

fn of_file(
    workspace: &Workspace,
    path: &str,
    taken: Taken,
    (watcher, jargon): (&Watcher, &Jargon),
    problems: &mut Vec<Problem>,
) -> Vec<Listing> {
    let (found, told) = match taken {
        Taken::Document(document) => postings(&document),
        Taken::Json(bytes) => {
            let (mut found, told) = json_postings(&bytes, path);
            for posting in &mut found {
                posting.text = masked(workspace, &posting.text);
            }
            (found, told)
        }
    };
    problems.extend(told);
    if found.is_empty() {
        problems.push(Problem::new("NRS-FLOW-080").at(path));
    }
    read_all(&found, watcher, jargon)
}

/// Contacts under the key of the workspace, so that a contact of last month is known again and nobody
/// who only has the store can try out contacts. Without a key they are compared within one run.
struct Contacts {
    key: Option<(MaskKey, u64)>,
}

impl Contacts {
    /// Keeping makes a key; looking takes the one there is.
    fn of(workspace: &Workspace, keep: Keeping) -> Result<Self, FlowError> {
        let key = match keep {
            Keeping::Keep => workspace.keyed_config()?.mask_key,
            Keeping::Look => workspace.config.mask_key.clone(),
        };
        let key = key.and_then(|key| key.number("key", b"").map(|number| (key, number)));
        Ok(Self { key })
    }

    fn mark(&self, listing: &mut Listing) {
        if let Some((key, _)) = &self.key {
            let keyed = |mark: &u64| key.number("contact", &mark.to_be_bytes());
            listing.reach = listing.reach.iter().filter_map(keyed).collect();
        }
    }

    fn kept(&self, listing: &Listing) -> Option<KeptReach> {
        let (_, key) = self.key.as_ref().filter(|_| !listing.reach.is_empty())?;
        Some(KeptReach { key: *key, marks: listing.reach.iter().copied().collect() })
    }

    /// The contacts that were kept under the same key; under another one they say nothing.
    fn restored(&self, reach: Option<KeptReach>) -> BTreeSet<u64> {
        let known =
            reach.filter(|reach| self.key.as_ref().is_some_and(|(_, key)| *key == reach.key));
        known.map(|reach| reach.marks.into_iter().collect()).unwrap_or_default()
    }
}

/// Kept postings and new ones, joined.
struct Joined {
    all: Vec<Listing>,
    /// How many of `all` were kept before; they come first.
    kept: usize,
    keys: Vec<String>,
    seen: Vec<i64>,
    threads: Vec<Thread>,
    contacts: Contacts,
}

impl Joined {
    fn new(
        history: Vec<KeptListing>,
        found: Vec<Listing>,
        contacts: Contacts,
        (watcher, jargon): (&Watcher, &Jargon),
    ) -> Self {
        let known: BTreeSet<String> = found.iter().map(|listing| listing.id.clone()).collect();
        let mut before: BTreeMap<String, (String, i64)> = BTreeMap::new();
        let mut all = Vec::new();
        for kept in history.into_iter().rev() {
            before.insert(kept.id.clone(), (kept.thread.clone(), kept.seen));
            if !known.contains(&kept.id) {
                all.extend(restored(kept, &contacts, watcher));
            }
        }
        let kept = all.len();
        let mut once = BTreeSet::new();
        all.extend(found.into_iter().filter(|listing| once.insert(listing.id.clone())));
        let threads = threads(&all, jargon);
        let mut keys = vec![String::new(); all.len()];
        for thread in &threads {
            let old = thread
                .listings
                .iter()
                .filter_map(|at| before.get(&all[*at].id).map(|(thread, _)| thread.clone()));
            let first =
                || thread.listings.first().map(|at| all[*at].id.clone()).unwrap_or_default();
            let key = old.min().unwrap_or_else(first);
            for at in &thread.listings {
                keys[*at].clone_from(&key);
            }
        }
        let today = now();
        let seen = all
            .iter()
            .map(|listing| before.get(&listing.id).map_or(today, |(_, seen)| *seen))
            .collect();
        Self { all, kept, keys, seen, threads, contacts }
    }

    /// Threads that have a posting of the files given.
    fn fresh(&self) -> impl Iterator<Item = &Thread> {
        self.threads.iter().filter(|thread| thread.listings.iter().any(|at| *at >= self.kept))
    }

    fn posted(&self, own: &Own) -> Vec<Posted> {
        let mut fresh: Vec<&Thread> = self.fresh().collect();
        fresh.sort_by_key(|thread| {
            thread.listings.iter().filter(|at| **at >= self.kept).min().copied()
        });
        fresh.into_iter().filter_map(|thread| self.offer(thread, own)).collect()
    }

    fn offer(&self, thread: &Thread, own: &Own) -> Option<Posted> {
        let (last, others) = thread.listings.split_last()?;
        let listing = self.all[*last].clone();
        let changes = thread
            .changes
            .iter()
            .map(|one| (self.all[one.listing].date.clone(), one.from.clone(), one.to.clone()));
        let named = listing.watched.iter().filter(|one| own.concerns(one.watched, listing.class));
        let watched = named.map(|one| {
            let name = own
                .watcher
                .watched()
                .get(one.watched)
                .map(|it| it.canonical.clone())
                .unwrap_or_default();
            let written = one.span.of(&listing.text).unwrap_or_default().to_owned();
            (name, written, one.rule, one.sureness.word())
        });
        let watched = watched.collect();
        Some(Posted {
            others: others.iter().map(|at| self.all[*at].clone()).collect(),
            changes: changes.collect(),
            watched,
            listing,
        })
    }

    fn findings(&self, own: &Own) -> Vec<Finding> {
        let only: Vec<Listing> = self.all.iter().map(|listing| own.only(listing)).collect();
        let offers: Vec<Offer<'_>> = self
            .fresh()
            .map(|thread| Offer {
                key: thread.listings.first().map(|at| self.keys[*at].as_str()).unwrap_or_default(),
                postings: thread.listings.iter().map(|at| &only[*at]).collect(),
            })
            .collect();
        listing_findings(&offers, own.watcher.watched(), today())
    }
}

impl Own {
    /// Whether a name in an offer of a class concerns us: a product in use does when an exploit for it is sold.
    fn concerns(&self, watched: usize, class: GoodsClass) -> bool {
        !self.products.contains(&watched) || class == GoodsClass::ExploitSale
    }

    fn only(&self, listing: &Listing) -> Listing {
        let mut listing = listing.clone();
        let class = listing.class;
        listing.watched.retain(|one| self.concerns(one.watched, class));
        listing
    }
}

/// A kept posting as the engine knows it; names are looked for anew, because the profile may have changed.
fn restored(kept: KeptListing, contacts: &Contacts, watcher: &Watcher) -> Option<Listing> {
    let price = kept.price.and_then(|(amount, currency)| Price::new(&amount, &currency));
    let watched = watcher.sightings(&kept.text);
    Some(Listing {
        id: kept.id,
        class: GoodsClass::from_word(&kept.class)?,
        words: kept.words,
        subject: kept.subject,
        price,
        date: kept.date,
        place: kept.place,
        volume: kept.volume,
        seller: kept.seller,
        contact: kept.contact,
        reach: contacts.restored(kept.reach),
        text: kept.text,
        watched,
        document: kept.document,
        path: kept.path,
        at: kept.at,
        span: kept.span,
    })
}

async fn keep_all(
    store: &AnyStore,
    joined: &Joined,
    result: &ListingResult,
) -> Result<KeptCount, FlowError> {
    let kept: Vec<KeptListing> = (0..joined.all.len()).map(|at| kept(joined, at)).collect();
    store.keep_listings(&kept).await?;
    let count = store.keep_findings(&result.findings, now()).await?;
    let gaps = gaps(&result.problems);
    let check = Check {
        kind: FindingKind::Listing,
        scope: Bilingual::new("the profile in listings", "出品とプロファイルの照合"),
        document: None,
        at: result.at,
        looked_at: result.postings,
        found: result.findings.len(),
        gaps,
    };
    store.keep_check(&check).await?;
    Ok(count)
}

fn kept(joined: &Joined, at: usize) -> KeptListing {
    let listing = &joined.all[at];
    KeptListing {
        id: listing.id.clone(),
        thread: joined.keys[at].clone(),
        seen: joined.seen[at],
        class: listing.class.word().to_owned(),
        words: listing.words.clone(),
        subject: listing.subject.clone(),
        price: listing
            .price
            .as_ref()
            .map(|price| (price.amount.clone(), price.currency.to_owned())),
        date: listing.date.clone(),
        place: listing.place.clone(),
        volume: listing.volume.clone(),
        seller: listing.seller.clone(),
        contact: listing.contact.clone(),
        reach: joined.contacts.kept(listing),
        text: listing.text.clone(),
        document: listing.document,
        path: listing.path.clone(),
        at: listing.at.clone(),
        span: listing.span,
    }
}
