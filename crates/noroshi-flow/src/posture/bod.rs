//! Inventory, calendar, readiness and bundle for BOD 25-01, as a duty or as a yardstick.

use std::fs;
use std::path::{Path, PathBuf};

use jiff::Timestamp;
use jiff::civil::Date;
use noroshi_model::{Language, Problem};
use noroshi_posture::bod::{
    Bundle, Entry, Inventory, Readiness, Standing, Submission, bundle, calendar as entries,
    ics as ics_of, readiness as measure,
};
use noroshi_posture::{Facts, MOST_EXPORT, Run};
use noroshi_store::PostureStore as _;

use super::keep::unkept;
use crate::clock::{now, today};
use crate::file::{Item, load};
use crate::{FlowError, Workspace};

/// The inventory of a workspace.
const INVENTORY: &str = "tenants.csv";
/// Runs that are looked at.
const MOST_RUNS: usize = 1_000;
/// An inventory is at most so large; the table itself says more exactly why it is refused.
const MOST_INVENTORY: usize = 8 << 20;

/// Which inventory, and whether the directive binds.
#[derive(Debug, Clone, Default)]
pub struct Register {
    /// The table; `tenants.csv` of the workspace without it.
    pub inventory: Option<PathBuf>,
    /// Instead of what the settings say.
    pub standing: Option<Standing>,
}

impl Register {
    pub(super) fn standing(&self, workspace: &Workspace) -> Standing {
        Standing::of(self.standing.or(workspace.config.bod))
    }

    /// The inventory; one that was not named and is not there is empty.
    pub(super) fn read(
        &self,
        workspace: &Workspace,
    ) -> Result<(Inventory, Vec<Problem>), FlowError> {
        let usual = workspace.folder().join(INVENTORY);
        let path = match &self.inventory {
            Some(path) => path,
            None if usual.exists() => &usual,
            None => return Ok((Inventory::default(), Vec::new())),
        };
        let size = fs::metadata(path).map(|found| found.len()).unwrap_or_default();
        let bytes = load(&Item::File(path.clone(), size), MOST_INVENTORY);
        let bytes = bytes.map_err(FlowError::Unread)?;
        let (inventory, problems) = Inventory::from_csv(&bytes, &path.display().to_string());
        if inventory.entries.is_empty() && !problems.is_empty() {
            return Err(FlowError::Refused(problems));
        }
        Ok((inventory, problems))
    }
}

/// The inventory of a workspace, and what was left out of it.
///
/// # Errors
/// [`FlowError::Unread`] when it cannot be read, [`FlowError::Refused`] when nothing of it can be
/// used.
pub fn inventory(
    workspace: &Workspace,
    register: &Register,
) -> Result<(Inventory, Vec<Problem>), FlowError> {
    register.read(workspace)
}

/// What is to be done when.
#[derive(Debug, Clone)]
pub struct Dates {
    /// Duty or yardstick.
    pub standing: Standing,
    /// The day from which it is counted.
    pub today: Date,
    /// What is to be done, by day.
    pub entries: Vec<Entry>,
    /// What was left out of the inventory.
    pub problems: Vec<Problem>,
}

/// What is to be done in the months to come.
///
/// # Errors
/// Those of [`inventory`].
pub fn calendar(
    workspace: &Workspace,
    register: &Register,
    months: u32,
) -> Result<Dates, FlowError> {
    let (inventory, problems) = register.read(workspace)?;
    let (standing, today) = (register.standing(workspace), today());
    let entries = entries(standing, &inventory, today, months);
    Ok(Dates { standing, today, entries, problems })
}

/// The same as a file for calendar programs.
pub fn ics(dates: &Dates, language: Language) -> String {
    ics_of(&dates.entries, language, moment())
}

/// How far the tenants of the inventory are, by the newest kept run of each.
///
/// # Errors
/// Those of [`inventory`], and [`FlowError::Store`] when the store fails.
pub async fn readiness(
    workspace: &Workspace,
    register: &Register,
) -> Result<(Readiness, Vec<Problem>), FlowError> {
    let (inventory, problems) = register.read(workspace)?;
    let mut runs: Vec<Run> = Vec::new();
    if let Some(store) = workspace.store_if_any().await? {
        runs = store.runs(None, MOST_RUNS).await?.into_iter().filter_map(unkept).collect();
        store.close().await;
    }
    let standing = register.standing(workspace);
    let found = measure(standing, &inventory, &runs, Facts::compiled_in(), today());
    Ok((found, problems))
}

/// Checks results and writes those that may be handed in, with the inventory and a list of
/// digests, into a new folder. Gives the paths that were written.
///
/// # Errors
/// Those of [`inventory`]; [`FlowError::Refused`] when no file may be handed in;
/// [`FlowError::Exists`] when the folder is there already; [`FlowError::Unwritable`] when it
/// cannot be written.
pub fn hand_in(
    workspace: &Workspace,
    register: &Register,
    organisation: Option<&str>,
    files: &[PathBuf],
    folder: &Path,
) -> Result<(Vec<PathBuf>, Vec<Problem>), FlowError> {
    if folder.exists() {
        return Err(FlowError::Exists { path: folder.display().to_string() });
    }
    let (inventory, mut problems) = register.read(workspace)?;
    let mut read: Vec<(String, Vec<u8>)> = Vec::new();
    for item in crate::gather(files) {
        match load(&item, MOST_EXPORT) {
            Ok(bytes) => read.push((item.path(), bytes)),
            Err(problem) => problems.push(problem),
        }
    }
    let submissions: Vec<Submission<'_>> =
        read.iter().map(|(path, bytes)| Submission { path, bytes }).collect();
    let organisation = organisation.unwrap_or(&workspace.config.estate.name);
    let (made, told) = bundle(organisation, &inventory, &submissions, moment());
    problems.extend(told);
    if made.files.is_empty() {
        return Err(FlowError::Refused(problems));
    }
    Ok((written(&made, folder)?, problems))
}

fn written(made: &Bundle, folder: &Path) -> Result<Vec<PathBuf>, FlowError> {
    let fault =
        |path: &Path, source| FlowError::Unwritable { path: path.display().to_string(), source };
    fs::create_dir_all(folder).map_err(|source| fault(folder, source))?;
    let write = |file: &noroshi_posture::bod::BundleFile| {
        let path = folder.join(&file.name);
        fs::write(&path, &file.bytes).map_err(|source| fault(&path, source))?;
        Ok(path)
    };
    made.files.iter().map(write).collect()
}

fn moment() -> Timestamp {
    Timestamp::from_second(now()).unwrap_or_default()
}
