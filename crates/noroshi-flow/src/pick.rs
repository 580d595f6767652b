//! One kept document, named by a person: its file, or the beginning of its id.

use std::path::Path;

use noroshi_model::{DocumentId, Problem};
use noroshi_store::{AnyStore, DocumentStore as _, Kept};

use crate::file::load;
use crate::{FlowError, Item};

/// Fewest digits of an id that are taken for one.
const DIGITS: usize = 4;

/// The kept document of a name.
///
/// # Errors
/// [`FlowError::Unread`] when the name is a file that cannot be read,
/// [`FlowError::Refused`] when no kept document, or more than one, answers to it.
pub(crate) async fn document(store: &AnyStore, name: &str, most: usize) -> Result<Kept, FlowError> {
    let path = Path::new(name);
    if path.is_file() {
        let size = path.metadata().map_or(0, |file| file.len());
        let bytes = load(&Item::File(path.to_path_buf(), size), most).map_err(FlowError::Unread)?;
        return store.find(DocumentId::of(&bytes)).await?.ok_or_else(|| unknown(name));
    }
    let digits = name.len() >= DIGITS && name.bytes().all(|byte| byte.is_ascii_hexdigit());
    let listed = if digits { store.find_by_prefix(name).await? } else { Vec::new() };
    match listed.as_slice() {
        [one] => {
            let kept = store.find(one.key.document).await?;
            kept.ok_or_else(|| unknown(name))
        }
        [] => Err(unknown(name)),
        several => {
            let ids = several.iter().map(|listed| listed.key.document.short());
            let ids = ids.collect::<Vec<_>>().join(", ");
            let problem = Problem::new("NRS-FLOW-046").fact("name", name).fact("ids", ids);
            Err(FlowError::Refused(vec![problem]))
        }
    }
}

fn unknown(name: &str) -> FlowError {
    FlowError::Refused(vec![Problem::new("NRS-FLOW-045").fact("name", name)])
}
