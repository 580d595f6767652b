//! What of the kept documents touches the organisation.

use noroshi_model::{Concern, DocumentId, Level, Problem};
use noroshi_store::{AnyStore, ConcernStore as _, DocumentKey, DocumentStore as _, Kept};

use crate::know::Known;
use crate::progress::{Progress, Step};
use crate::{FlowError, Workspace};

/// Documents listed in one question.
const PAGE: usize = 200;

/// A concern with the words it stands in.
#[derive(Debug, Clone, PartialEq)]
pub struct Touched {
    /// The concern.
    pub concern: Concern,
    /// Where its document was found, for people.
    pub path: String,
    /// Title of its document.
    pub title: Option<String>,
    /// When its document was published, in EDTF.
    pub published: Option<String>,
    /// Its sentence, as written.
    pub sentence: String,
    /// What matched, as written.
    pub matched: String,
}

/// What the comparison with the profile gave.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Compared {
    /// What touches the organisation.
    pub touched: Vec<Touched>,
    /// What is wrong with the knowledge or the profile.
    pub problems: Vec<Problem>,
}

/// All concerns of at least a level, most pressing first, then newest document first. They
/// are worked out against the profile as it is now, and kept so.
///
/// # Errors
/// [`FlowError::NoStore`] when nothing was kept yet, [`FlowError::Store`] when the store fails.
pub async fn concerns(
    workspace: &Workspace,
    at_least: Level,
    progress: &dyn Progress,
) -> Result<Compared, FlowError> {
    let store = workspace.kept_store().await?;
    let known = Known::with(workspace, Some(&store)).await?;
    let documents = usize::try_from(store.count().await?).unwrap_or(usize::MAX);
    progress.start(Step::Comparing, documents);
    let mut compared = Compared { problems: known.problems.clone(), ..Compared::default() };
    let mut after: Option<DocumentKey> = None;
    loop {
        let page = store.list(after.as_ref(), PAGE).await?;
        for listed in &page {
            compared.add(&store, workspace, &known, listed.key.document).await?;
            progress.advance(&listed.path);
        }
        after = match page.into_iter().next_back() {
            Some(last) => Some(last.key),
            None => break,
        };
    }
    progress.finish();
    store.close().await;
    compared.touched.retain(|one| one.concern.level >= at_least);
    compared.touched.sort_by(|a, b| b.urgency().cmp(&a.urgency()));
    Ok(compared)
}

impl Compared {
    async fn add(
        &mut self,
        store: &AnyStore,
        workspace: &Workspace,
        known: &Known,
        id: DocumentId,
    ) -> Result<(), FlowError> {
        let Some(kept) = store.find(id).await? else { return Ok(()) };
        let (estate, problems) = (&workspace.config.estate, &mut self.problems);
        let now = known.concerns(&kept.document, &kept.reading, estate, problems);
        if store.concerns_of(id).await? != now {
            store.replace_concerns(id, &now).await?;
        }
        self.touched.extend(now.into_iter().map(|concern| Touched::new(concern, &kept)));
        Ok(())
    }
}

impl Touched {
    fn new(concern: Concern, kept: &Kept) -> Self {
        let text =
            |span: noroshi_model::Span| span.of(&kept.document.text).unwrap_or_default().to_owned();
        let published = kept.reading.dates.published.as_ref();
        Self {
            path: kept.document.path.clone(),
            title: kept.reading.title.clone().or_else(|| kept.document.title.clone()),
            published: published.map(|dated| dated.moment.edtf()),
            sentence: text(concern.sentence),
            matched: text(concern.span),
            concern,
        }
    }

    /// The sort is stable, so places within a document stay in order.
    fn urgency(&self) -> (Level, Option<&str>) {
        (self.concern.level, self.published.as_deref())
    }
}
