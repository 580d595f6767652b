//! One report, named by a person: its file, the end of its path, or the beginning of its id.

use std::path::Path;

use noroshi_model::{DocumentId, Problem};
use noroshi_store::{AnyStore, DocumentStore as _, Kept};

use crate::file::load;
use crate::shelf::Pages;
use crate::{FlowError, Item, Workspace};

/// Fewest digits of an id that are taken for one.
const DIGITS: usize = 4;
/// Reports named when a name fits several.
const NEAR: usize = 5;

/// A report that somebody named.
pub(crate) enum Report {
    /// It is kept.
    Kept(Box<Kept>),
    /// A file that is not.
    Unkept(Item),
}

/// The report of a name, which need not be kept when it is a file.
///
/// # Errors
/// Those of [`document`] but for a file that is not kept, and [`FlowError::NoStore`] when the
/// name is no file and nothing was kept.
pub(crate) async fn report(workspace: &Workspace, name: &str) -> Result<Report, FlowError> {
    let most = workspace.config.limits.bytes;
    let Some((item, id)) = file(name, most)? else {
        let store = workspace.kept_store().await?;
        let kept = document(&store, name, most).await;
        store.close().await;
        return kept.map(|kept| Report::Kept(Box::new(kept)));
    };
    let Some(store) = workspace.store_if_any().await? else { return Ok(Report::Unkept(item)) };
    let kept = store.find(id).await;
    store.close().await;
    Ok(kept?.map_or(Report::Unkept(item), |kept| Report::Kept(Box::new(kept))))
}

/// The kept document of a name.
///
/// # Errors
/// [`FlowError::Unread`] when the name is a file that cannot be read,
/// [`FlowError::Refused`] when no kept document, or more than one, answers to it.
pub(crate) async fn document(store: &AnyStore, name: &str, most: usize) -> Result<Kept, FlowError> {
    let found = match file(name, most)? {
        Some((item, id)) => vec![(id, item.path())],
        None => named(store, name).await?,
    };
    match found.as_slice() {
        [(id, _)] => store.find(*id).await?.ok_or_else(|| unknown(name)),
        [] => Err(unknown(name)),
        several => {
            let shown =
                several.iter().take(NEAR).map(|(id, path)| format!("{path} ({})", id.short()));
            let shown = shown.collect::<Vec<_>>().join(", ");
            let problem = Problem::new("NRS-FLOW-046").fact("name", name).fact("near", shown);
            Err(FlowError::Refused(vec![problem]))
        }
    }
}

/// The file of a name, and the id that it has when it is kept.
fn file(name: &str, most: usize) -> Result<Option<(Item, DocumentId)>, FlowError> {
    let path = Path::new(name);
    if !path.is_file() {
        return Ok(None);
    }
    let size = path.metadata().map_or(0, |file| file.len());
    let item = Item::File(path.to_path_buf(), size);
    let bytes = load(&item, most).map_err(FlowError::Unread)?;
    Ok(Some((item, DocumentId::of(&bytes))))
}

/// Kept documents whose id begins so, else those whose path ends so.
async fn named(store: &AnyStore, name: &str) -> Result<Vec<(DocumentId, String)>, FlowError> {
    let mut found = Vec::new();
    if name.len() >= DIGITS && name.bytes().all(|byte| byte.is_ascii_hexdigit()) {
        let listed = store.find_by_prefix(name).await?;
        found.extend(listed.into_iter().map(|it| (it.key.document, it.path)));
    }
    if !found.is_empty() {
        return Ok(found);
    }
    let mut pages = Pages::of(store);
    while let Some(page) = pages.next().await? {
        let fits = page.into_iter().filter(|it| ends(&it.path.replace('\\', "/"), name));
        found.extend(fits.map(|it| (it.key.document, it.path)));
    }
    Ok(found)
}

/// Whether a path ends with a name, not in the middle of a word.
fn ends(path: &str, name: &str) -> bool {
    let front = path.strip_suffix(name);
    !name.is_empty() && front.is_some_and(|front| !front.ends_with(char::is_alphanumeric))
}

fn unknown(name: &str) -> FlowError {
    FlowError::Refused(vec![Problem::new("NRS-FLOW-045").fact("name", name)])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_end_of_a_path_is_whole_words() {
        assert!(ends("reports/2024/silt-heron.md", "silt-heron.md"));
        assert!(ends("reports/2024/silt-heron.md", "heron.md"));
        assert!(!ends("reports/2024/silt-heron.md", "eron.md"));
        assert!(!ends("reports/a.md", ""));
    }
}
