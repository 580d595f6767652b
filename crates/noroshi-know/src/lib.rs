//! The knowledge pack: entities, their names, and who says so.
//!
//! The facts stand in `knowledge/` as TOML and are compiled into the binary. A folder of
//! the same shape can replace them, and imported sources can add to them; nothing that is
//! curated is ever overwritten.

mod lookup;
mod merge;
mod overlay;
mod pack;
mod raw;
pub mod roots;
mod same;
mod spelling;
mod stated;

use noroshi_model::{Knowledge, Problem};

pub use lookup::{Lookup, fold};
pub use merge::with_imported;
pub use overlay::{LexiconFile, with_lexicon};
pub use same::{Reported, SameEvent, SameReason, same_events};
pub use stated::with_stated;

/// The pack that is compiled into the binary. Takes some milliseconds: call it once, and
/// only in a verb that needs it.
pub fn pack() -> (Knowledge, Vec<Problem>) {
    let bytes = include_bytes!(concat!(env!("OUT_DIR"), "/pack.bin"));
    match postcard::from_bytes(bytes) {
        Ok(raw) => pack::knowledge(raw),
        Err(error) => (Knowledge::default(), vec![Problem::new("NRS-KNOW-002").fact("why", error)]),
    }
}

/// One TOML file of a pack: its folder, its name without the ending, its text.
pub struct PackFile<'a> {
    /// Name of the folder: a kind, `sources` or `lexicon`.
    pub folder: &'a str,
    /// Name of the file without `.toml`.
    pub stem: &'a str,
    /// Content.
    pub text: &'a str,
}

/// A pack from files, for a folder that replaces the compiled one. A file that does not
/// parse is named and left out.
pub fn pack_from<'a>(files: impl IntoIterator<Item = PackFile<'a>>) -> (Knowledge, Vec<Problem>) {
    let mut raw = raw::RawPack::default();
    let mut problems = Vec::new();
    for file in files {
        if let Err(error) = raw.take(file.folder, file.stem, file.text) {
            let place = format!("{}/{}.toml", file.folder, file.stem);
            problems.push(Problem::new("NRS-KNOW-003").at(place).fact("why", error.message()));
        }
    }
    let (knowledge, further) = pack::knowledge(raw);
    problems.extend(further);
    (knowledge, problems)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_compiled_spellings_are_those_of_the_entities() {
        let (mut knowledge, problems) = pack();
        assert_eq!(problems, []);
        let compiled = knowledge.forms.clone();
        pack::index(&mut knowledge);
        assert_eq!(compiled.len(), knowledge.forms.len());
        assert!(
            compiled == knowledge.forms,
            "the build script sorts kinds in another order than the model"
        );
    }
}
