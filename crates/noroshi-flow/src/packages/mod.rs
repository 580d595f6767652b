//! Packages in use against reported ones: import of records, inventory, check.

mod check;
mod import;
mod inventory;
mod records;
mod sarif;
mod table;

pub use check::{Checked, check};
pub use import::{ReportsTaken, import};
pub use inventory::{Listed, inventory};
pub use noroshi_packages::inventory::Dependency;
pub use noroshi_packages::report::{
    Hit, Judgement, Matter, Side, Verdict, Voice, shown as shown_range,
};
pub use noroshi_store::ReportSum;
pub use records::{Kept, records, reported};
pub use sarif::sarif;
pub use table::{csv, inventory_csv};
