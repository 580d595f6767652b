//! Which techniques kept reports tell of, with the sentence and who stands behind it.

use jiff::Timestamp;
use jiff::tz::TimeZone;
use noroshi_know::roots::{Graph, Read};
use noroshi_model::{EntityKind, Knowledge, Mention, Stance, TagBasis, TechniqueTag};
use noroshi_posture::Reported;
use noroshi_store::{AnyStore, DocumentStore as _, Kept};

use crate::know::Known;
use crate::progress::{Progress, Step};
use crate::shelf::Pages;
use crate::{FlowError, Workspace};

/// Sentences of kept reports that tell of a technique. Guesses of the model are left out, and so
/// is what a speaker denies, declines to say or only thinks possible.
pub(super) async fn reported(
    workspace: &Workspace,
    store: &AnyStore,
    progress: &dyn Progress,
) -> Result<Vec<Reported>, FlowError> {
    let known = Known::with(workspace, Some(store)).await?;
    Ok(told_in(&with_techniques(store, progress).await?, &known.knowledge))
}

/// The same, of these documents.
pub(super) fn told_in(kept: &[Kept], knowledge: &Knowledge) -> Vec<Reported> {
    let set: Vec<Read<'_>> =
        kept.iter().map(|one| Read { document: &one.document, reading: &one.reading }).collect();
    let graph = Graph::new(&set, knowledge);
    let mut reported = Vec::new();
    for (at, one) in kept.iter().enumerate() {
        let own = || one.document.id.to_string();
        let root = graph.roots_of(at).keys().next().cloned().unwrap_or_else(own);
        let tags = one.reading.techniques.iter().filter(|tag| stated(one, tag));
        reported.extend(tags.filter_map(|tag| sentence(one, tag, &root)));
    }
    reported
}

async fn with_techniques(
    store: &AnyStore,
    progress: &dyn Progress,
) -> Result<Vec<Kept>, FlowError> {
    let documents = usize::try_from(store.count().await?).unwrap_or(usize::MAX);
    progress.start(Step::Comparing, documents);
    let mut kept = Vec::new();
    let mut pages = Pages::of(store);
    while let Some(page) = pages.next().await? {
        for listed in &page {
            let found = store.find(listed.key.document).await?;
            kept.extend(found.filter(|one| !one.reading.techniques.is_empty()));
            progress.advance(&listed.path);
        }
    }
    progress.finish();
    Ok(kept)
}

fn stated(one: &Kept, tag: &TechniqueTag) -> bool {
    let mut claims = one.reading.claims.iter().filter(|claim| claim.sentence.overlaps(tag.span));
    let unsaid = claims.any(|claim| claim.stance != Stance::Asserts);
    !matches!(tag.basis, TagBasis::Model { .. }) && !unsaid
}

fn sentence(one: &Kept, tag: &TechniqueTag, root: &str) -> Option<Reported> {
    let (document, reading) = (&one.document, &one.reading);
    let title = reading.title.clone().or_else(|| document.title.clone());
    let published = reading.dates.published.as_ref().map(|dated| dated.moment.start());
    let time = published.and_then(|start| start.to_zoned(TimeZone::UTC).ok());
    let actor = reading.mentions.iter().find(|it| names_actor(it) && it.span.overlaps(tag.span));
    let words = tag.span.of(&document.text)?;
    let who = document.publisher.clone().or_else(|| title.clone());
    Some(Reported {
        technique: tag.technique.slug().parse().ok()?,
        actor: actor.map(|it| it.canonical.clone()).unwrap_or_default(),
        who: who.unwrap_or_else(|| document.path.clone()),
        title: title.unwrap_or_else(|| document.path.clone()),
        text: words.split_whitespace().collect::<Vec<_>>().join(" "),
        place: Some((document.id, tag.span)),
        link: Some(document.path.clone()),
        root: root.to_owned(),
        time: time.map(|zoned| zoned.timestamp()).filter(|it| *it > Timestamp::MIN),
    })
}

/// Whether a mention names who did it; a name that several share names nobody.
fn names_actor(mention: &Mention) -> bool {
    let actor = |kind: EntityKind| matches!(kind, EntityKind::ThreatActor | EntityKind::Campaign);
    mention.candidates.len() == 1 && mention.candidates.iter().any(|id| actor(id.kind))
}
