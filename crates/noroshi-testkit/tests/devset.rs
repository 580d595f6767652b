//! The development set is what its README says: every line is a passage with an id of its own.

use std::collections::BTreeSet;
use std::path::Path;

use noroshi_testkit::score::Passage;

const SPLITS: [(&str, char, usize); 3] = [("tune", 'T', 80), ("more", 'M', 60), ("held", 'H', 40)];

/// The ids of a split. A fault names the line, never its content.
fn ids(split: &str) -> Vec<String> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../devset/ja");
    let text = std::fs::read_to_string(folder.join(format!("{split}.jsonl"))).expect("is there");
    let id = |(at, line): (usize, &str)| match Passage::parse(line) {
        Ok(passage) => passage.id,
        Err(error) => panic!("{split}.jsonl:{}: {error}", at + 1),
    };
    text.lines().enumerate().map(id).collect()
}

#[test]
fn every_split_has_its_passages() {
    for (split, letter, count) in SPLITS {
        let expected: Vec<String> = (1..=count).map(|at| format!("{letter}{at:03}")).collect();
        let found: BTreeSet<String> = ids(split).into_iter().collect();
        assert_eq!(found.into_iter().collect::<Vec<_>>(), expected, "{split}.jsonl");
    }
}

#[test]
fn the_second_annotation_is_of_the_held_passages() {
    assert_eq!(ids("held-second"), ids("held"));
}

#[test]
fn no_id_is_used_twice() {
    let all: Vec<String> = SPLITS.iter().flat_map(|(split, ..)| ids(split)).collect();
    let once: BTreeSet<&String> = all.iter().collect();
    assert_eq!(once.len(), all.len());
}
