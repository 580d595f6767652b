//! A progress bar, when somebody is there to see it.

use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use indicatif::{ProgressBar, ProgressStyle};
use noroshi_flow::{MessageLanguage, Progress, Step};

use crate::console::Console;
use crate::style::safe;

/// Shows a bar on standard error while long work lasts.
pub(crate) struct Bar {
    shown: bool,
    language: MessageLanguage,
    bar: Mutex<Option<ProgressBar>>,
}

impl Bar {
    /// A bar that is shown only on a terminal, and not when quiet.
    pub(crate) fn new(console: &Console) -> Self {
        let shown = console.streams().talk.terminal && !console.is_quiet();
        Self { shown, language: console.language(), bar: Mutex::new(None) }
    }

    /// The same, but not where it would run into results on the same terminal.
    pub(crate) fn beside_results(console: &Console) -> Self {
        let bar = Self::new(console);
        Self { shown: bar.shown && !console.streams().data.terminal, ..bar }
    }

    fn with(&self, change: impl FnOnce(&mut Option<ProgressBar>)) {
        change(&mut self.bar.lock().unwrap_or_else(PoisonError::into_inner));
    }
}

impl Progress for Bar {
    fn start(&self, step: Step, items: usize) {
        if self.shown && items > 1 {
            let bar = ProgressBar::new(items as u64).with_style(look(step));
            bar.set_prefix(name(step, self.language));
            // One item may take minutes: the time that passes shows that something is done.
            if step == Step::Judging {
                bar.enable_steady_tick(Duration::from_millis(500));
            }
            self.with(|place| *place = Some(bar));
        }
    }

    fn advance(&self, item: &str) {
        self.with(|place| {
            if let Some(bar) = place {
                bar.set_message(safe(item));
                bar.inc(1);
            }
        });
    }

    fn move_on(&self, item: &str, by: u64) {
        self.with(|place| {
            if let Some(bar) = place {
                bar.set_message(safe(item));
                bar.inc(by);
            }
        });
    }

    fn finish(&self) {
        self.with(|place| {
            if let Some(bar) = place.take() {
                bar.finish_and_clear();
            }
        });
    }
}

fn look(step: Step) -> ProgressStyle {
    let template = match step {
        Step::Hunting => {
            "{prefix} [{bar:30}] {bytes}/{total_bytes} {bytes_per_sec} {eta} {wide_msg}"
        }
        Step::Judging => "{prefix} [{bar:30}] {pos}/{len} {elapsed} {wide_msg}",
        _ => "{prefix} [{bar:30}] {pos}/{len} {wide_msg}",
    };
    let look = ProgressStyle::with_template(template);
    look.map_or_else(|_| ProgressStyle::default_bar(), |look| look.progress_chars("=> "))
}

fn name(step: Step, language: MessageLanguage) -> &'static str {
    match (step, language) {
        (Step::Reading, MessageLanguage::Ja) => "読み取り",
        (Step::Reading, MessageLanguage::En) => "reading",
        (Step::Keeping, MessageLanguage::Ja) => "読み取りと保存",
        (Step::Keeping, MessageLanguage::En) => "keeping",
        (Step::Comparing, MessageLanguage::Ja) => "照合",
        (Step::Comparing, MessageLanguage::En) => "comparing",
        (Step::Judging, MessageLanguage::Ja) => "判定",
        (Step::Judging, MessageLanguage::En) => "judging",
        (Step::Parsing, MessageLanguage::Ja) => "解析",
        (Step::Parsing, MessageLanguage::En) => "parsing",
        (Step::Importing, MessageLanguage::Ja) => "取り込み",
        (Step::Importing, MessageLanguage::En) => "importing",
        (Step::Hunting, MessageLanguage::Ja) => "ログ照合",
        (Step::Hunting, MessageLanguage::En) => "hunting",
    }
}
