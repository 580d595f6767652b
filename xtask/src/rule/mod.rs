//! The house rules, each a function from the repository to its faults.

pub mod architecture;
pub mod code_size;
pub mod error_code;
pub mod link;
pub mod lint;
pub mod machine;
pub mod migration;
pub mod pack;
pub mod room;

use crate::fault::Fault;
use crate::repository::Repository;

/// A rule of the house.
pub type Rule = fn(&Repository) -> Vec<Fault>;

/// All rules by name, in the order in which they are printed.
pub const ALL: &[(&str, Rule)] = &[
    ("rooms", room::faults),
    ("sources", code_size::faults),
    ("lints", lint::faults),
    ("error-codes", error_code::faults),
    ("migrations", migration::faults),
    ("knowledge", pack::faults),
    ("links", link::faults),
    ("architecture", architecture::faults),
    ("machine-paths", machine::faults),
    ("generated", crate::generate::stale_pages),
];
