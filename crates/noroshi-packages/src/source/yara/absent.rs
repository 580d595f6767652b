//! A build without `yara-x`: no rule can be compiled, and none is met.

use noroshi_model::Problem;

use super::RuleFile;
use crate::source::{Acceptances, Sighting};

/// Compiled rules; here always none.
#[derive(Debug, Default)]
pub struct YaraRules(());

/// Reads files; here without a result.
#[derive(Debug)]
pub struct YaraScanner<'r>(std::marker::PhantomData<&'r YaraRules>);

impl YaraRules {
    /// The rules of the project; none in this build.
    pub fn own() -> Self {
        Self::default()
    }

    /// Refuses files of rules, and says how to get a build that takes them.
    pub fn compile(files: &[RuleFile]) -> (Self, Vec<Problem>) {
        let refused = files.first().map(|file| Problem::new("NRS-PACKAGE-025").at(&file.path));
        (Self::default(), refused.into_iter().collect())
    }

    /// How many rules there are.
    pub fn count(&self) -> usize {
        0
    }

    /// A scanner that meets nothing.
    pub fn scanner(&self) -> YaraScanner<'_> {
        YaraScanner(std::marker::PhantomData)
    }
}

impl YaraScanner<'_> {
    /// Nothing.
    pub fn read(
        &mut self,
        _path: &str,
        _bytes: &[u8],
        _accepted: &Acceptances,
    ) -> (Vec<Sighting>, Vec<Problem>) {
        (Vec::new(), Vec::new())
    }
}
