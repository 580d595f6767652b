//! Catching a panic in a parser, so that one file cannot end the run.

use std::cell::{Cell, RefCell};
use std::panic::{self, AssertUnwindSafe, PanicHookInfo};

thread_local! {
    static GUARDED: Cell<bool> = const { Cell::new(false) };
    static PLACE: RefCell<String> = const { RefCell::new(String::new()) };
}

/// Runs `work`; `Err` with where it panicked when it did.
pub(crate) fn guarded<T>(work: impl FnOnce() -> T) -> Result<T, String> {
    GUARDED.set(true);
    let done = panic::catch_unwind(AssertUnwindSafe(work));
    GUARDED.set(false);
    done.map_err(|_| PLACE.take())
}

/// Makes panics that are caught here silent; all others are shown as before. A surface
/// calls it once, at its start.
pub fn install_quiet_hook() {
    let shown = panic::take_hook();
    panic::set_hook(Box::new(move |info| if GUARDED.get() { remember(info) } else { shown(info) }));
}

fn remember(info: &PanicHookInfo<'_>) {
    let place = info.location().map(ToString::to_string).unwrap_or_default();
    // What stands in quotation marks may be a part of the document, and a secret.
    let words = info.payload_as_str().unwrap_or_default();
    let words = words.split(['`', '"', '\'']).next().unwrap_or_default().trim_end();
    PLACE.set(format!("{words} ({place})"));
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_panic_ends_only_its_own_work() {
        assert_eq!(guarded(|| 1), Ok(1));
        assert!(guarded(|| panic!("made for the test")).is_err());
        assert_eq!(guarded(|| 2), Ok(2));
    }

    #[test]
    fn a_panic_does_not_tell_the_text_it_was_about() {
        install_quiet_hook();
        let told = guarded(|| panic!("byte index 1 is not a char boundary of `hunter2`"));
        let told = told.expect_err("panicked");
        assert!(told.starts_with("byte index 1") && !told.contains("hunter2"), "{told}");
    }
}
