//! Rules and tuning from files; the own pack without any.

use std::path::{Path, PathBuf};

use noroshi_hunt::{RuleSet, Tuning, pack};
use noroshi_model::Problem;

use crate::clock::today;
use crate::file::load;
use crate::{FlowError, Item, gather};

/// The largest file of rules, in bytes.
const MOST_BYTES: usize = 4 << 20;

/// Texts of rules, each with where it comes from.
pub(super) type Texts = Vec<(String, String)>;

/// The texts of all rules below the paths, or of the own pack when there are no paths; and
/// what could not be read.
///
/// # Errors
/// [`FlowError::Unread`] when a path holds no rule at all.
pub(super) fn texts(paths: &[PathBuf]) -> Result<(Texts, Vec<Problem>), FlowError> {
    if paths.is_empty() {
        return Ok((pack(), Vec::new()));
    }
    let (mut texts, mut problems) = (Vec::new(), Vec::new());
    for path in paths {
        let before = texts.len() + problems.len();
        for item in gather(std::slice::from_ref(path)) {
            match text(&item, path) {
                Some(Ok(text)) => texts.push((item.path(), text)),
                Some(Err(problem)) => problems.push(problem),
                None => {}
            }
        }
        if texts.len() + problems.len() == before {
            let problem = Problem::new("NRS-FLOW-050").at(path.display().to_string());
            return Err(FlowError::Unread(problem));
        }
    }
    Ok((texts, problems))
}

/// The text of a rule file; `None` for a file that is none.
fn text(item: &Item, asked: &Path) -> Option<Result<String, Problem>> {
    let path = item.path();
    let rule = path.ends_with(".yml") || path.ends_with(".yaml");
    // A case stands beside its rule and is none; a file that was named is read whatever its name.
    let case = path.ends_with(".case.yml") || path.ends_with(".case.yaml");
    let unreadable = matches!(item, Item::Unreadable(_));
    if !unreadable && (!rule || case) && Path::new(&path) != asked {
        return None;
    }
    let utf8 = |bytes| {
        String::from_utf8(bytes).map_err(|error| {
            let reason = error.utf8_error().to_string();
            Problem::new("NRS-FLOW-051").at(&path).fact("reason", reason)
        })
    };
    Some(load(item, MOST_BYTES).and_then(utf8))
}

/// Compiles texts. The problems say what could not be loaded, and why.
pub(super) fn compiled(texts: &Texts) -> (RuleSet, Vec<Problem>) {
    RuleSet::load(texts.iter().map(|(path, text)| (path.as_str(), text.as_str())))
}

/// A tuning file; what in it does not hold is a problem.
///
/// # Errors
/// [`FlowError::Unread`] when the file cannot be read.
pub(super) fn tuning(path: &Path) -> Result<(Tuning, Vec<Problem>), FlowError> {
    let text = crate::assess::text(path)?;
    Ok(Tuning::parse(&path.display().to_string(), &text, today()))
}
