//! Packages in use: against reported ones, against names that look alike, and what their source does.

mod check;
mod import;
mod inventory;
mod keep;
mod records;
mod sarif;
mod scan;
mod squat;
mod table;

pub use check::{Checked, check};
pub use import::{ReportsTaken, import};
pub use inventory::{Listed, inventory};
pub use noroshi_packages::inventory::Dependency;
pub use noroshi_packages::report::{
    Hit, Judgement, Matter, Side, Verdict, Voice, shown as shown_range,
};
pub use noroshi_packages::similar::{Confusion, Likeness};
pub use noroshi_packages::source::{AnyRule, Grade, Sighting};
pub use noroshi_store::ReportSum;
pub use records::{Kept, records, reported};
pub use sarif::sarif;
pub use scan::{ScanOrder, Scanned, scan};
pub use squat::{SquatOrder, Squatted, squat};
pub use table::{csv, inventory_csv};
