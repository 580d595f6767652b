//! The demo: sample reports and an invented estate, unpacked, read, looked at, and told in two briefs.

mod estate;

use std::fs;
use std::path::{Path, PathBuf};

use noroshi_brief::Kind;
use noroshi_model::Problem;

use crate::brief::{Made, Month, brief, brief_path};
use crate::{
    BriefOrder, FlowError, MessageLanguage, Progress, Repeats, TakenIn, Workspace, gather, take_in,
};

pub use estate::Seen;

mod samples {
    //! The sample files, in order of path.
    include!(concat!(env!("OUT_DIR"), "/samples.rs"));
}

/// The file by which a demo workspace is recognised.
const MARK: &str = ".noroshi-demo";
/// Folder of the reports inside the workspace.
const REPORTS: &str = "reports";
/// The month that most samples are about.
const MONTH: &str = "2024-12";

/// A demo that has been made.
#[derive(Debug)]
pub struct Demo {
    /// Its workspace.
    pub workspace: Workspace,
    /// What was read.
    pub taken: TakenIn,
    /// What was found in the estate.
    pub seen: Seen,
    /// What of the estate could not be read.
    pub problems: Vec<Problem>,
    /// The brief in the language asked for.
    pub made: Made,
    /// The briefs that were written, the one in the language asked for first.
    pub briefs: Vec<PathBuf>,
}

/// Makes a demo workspace in a folder and writes its briefs. In a folder that is one already
/// only what is missing is added.
///
/// # Errors
/// [`FlowError::NotADemo`] when the folder holds anything else, [`FlowError::Unwritable`] when
/// a file cannot be written, and whatever reading, keeping and writing a brief can fail with.
pub async fn demo(
    folder: &Path,
    language: MessageLanguage,
    progress: &dyn Progress,
    variable: impl Fn(&str) -> Option<String>,
) -> Result<Demo, FlowError> {
    unpack(folder)?;
    let workspace = Workspace::open(folder, variable)?;
    let items = gather(&[folder.join(REPORTS)]);
    let untold = |_| Ok::<(), FlowError>(());
    let taken = take_in(&workspace, &items, None, Repeats::Skip, progress, untold).await?;
    let (seen, problems) = estate::look(&workspace, progress).await?;
    let (made, first) = write_brief(&workspace, language).await?;
    let (_, second) = write_brief(&workspace, language.other()).await?;
    Ok(Demo { workspace, taken, seen, problems, made, briefs: vec![first, second] })
}

async fn write_brief(
    workspace: &Workspace,
    language: MessageLanguage,
) -> Result<(Made, PathBuf), FlowError> {
    let month = MONTH.parse().unwrap_or_else(|_| Month::now());
    let order = BriefOrder { month, kind: Kind::Monthly, language, tlp: None };
    let made = brief(workspace, &order).await?;
    let path = brief_path(workspace, &order);
    made.write(&path)?;
    Ok((made, path))
}

fn unpack(folder: &Path) -> Result<(), FlowError> {
    let foreign = folder.exists() && !folder.join(MARK).exists() && !is_empty(folder);
    if foreign {
        return Err(FlowError::NotADemo { path: folder.display().to_string() });
    }
    write_new(&folder.join(MARK), b"A demo workspace, made by `noroshi demo`.\n")?;
    samples::FILES.iter().try_for_each(|(name, bytes)| write_new(&folder.join(name), bytes))
}

fn is_empty(folder: &Path) -> bool {
    fs::read_dir(folder).is_ok_and(|mut entries| entries.next().is_none())
}

/// Writes a file that is not there; one that is there, perhaps edited, stays.
fn write_new(path: &Path, bytes: &[u8]) -> Result<(), FlowError> {
    if path.exists() {
        return Ok(());
    }
    let folder = path.parent().map_or(Ok(()), fs::create_dir_all);
    let written = folder.and_then(|()| fs::write(path, bytes));
    written.map_err(|source| FlowError::Unwritable { path: path.display().to_string(), source })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_folder_with_other_things_is_left_alone() {
        let folder = tempfile::tempdir().expect("a folder");
        fs::write(folder.path().join("mine.txt"), "mine").expect("written");
        let refused = unpack(folder.path());
        assert!(matches!(refused, Err(FlowError::NotADemo { .. })));
        assert_eq!(fs::read_dir(folder.path()).expect("there").count(), 1);
    }

    #[test]
    fn an_edited_file_of_the_demo_stays_edited() {
        let folder = tempfile::tempdir().expect("a folder");
        unpack(folder.path()).expect("unpacked");
        let config = folder.path().join("noroshi.toml");
        fs::write(&config, "# mine").expect("written");
        unpack(folder.path()).expect("unpacked again");
        assert_eq!(fs::read_to_string(&config).expect("there"), "# mine");
    }

    #[test]
    fn the_samples_are_many_and_hold_their_estate() {
        let reports = samples::FILES.iter().filter(|(name, _)| name.starts_with(REPORTS)).count();
        assert!(reports >= 25, "{reports}");
        assert!(samples::FILES.iter().any(|(name, _)| *name == "noroshi.toml"));
    }
}
