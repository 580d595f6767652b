//! Commands without what `cargo run` tells of xtask itself.
//!
//! The build scripts of some crates ask to run again when `CARGO_MANIFEST_DIR` or `CARGO_PKG_*`
//! change. A cargo that inherits ours would build them, and all that stands on them, twice.

use std::ffi::OsStr;
use std::process::Command;

/// A command for a program that may start cargo.
pub(crate) fn command(program: impl AsRef<OsStr>) -> Command {
    let mut command = Command::new(program);
    for (name, _) in std::env::vars_os() {
        let own = ["CARGO_PKG_", "CARGO_MANIFEST_"];
        if own.iter().any(|start| name.to_string_lossy().starts_with(start)) {
            command.env_remove(name);
        }
    }
    command
}
