//! The table of `cases/lookup`: files of every format against invented records. Each row names a
//! file, a line, a package as written there, the verdict and the records behind it.

#![expect(clippy::disallowed_methods, reason = "a test reads its own cases")]

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

use jiff::Timestamp;
use noroshi_model::KnownReport;
use noroshi_packages::inventory::{Dependency, FileKind, read};
use noroshi_packages::report::{Book, Records, Voice};

const FOLDER: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/cases/lookup");

fn text(name: &str) -> String {
    fs::read_to_string(Path::new(FOLDER).join(name)).expect("the case is there")
}

fn book() -> Book {
    let records = text("records.jsonl");
    let known =
        Records::new(records.as_bytes(), "records.jsonl").flat_map(|it| it.expect("a record"));
    let first_seen = Timestamp::UNIX_EPOCH;
    let known =
        known.map(|report| KnownReport { report, first_seen, changed: None, before: Vec::new() });
    Book::new(known.collect(), Vec::new())
}

/// What the book says of a package: the verdict and the records.
fn said(book: &Book, dependency: &Dependency) -> (String, BTreeSet<String>) {
    let Some(hit) = book.judge(dependency) else { return ("-".to_owned(), BTreeSet::new()) };
    let ids = hit.evidence.iter().filter_map(|one| match one.voice {
        Voice::Record(known) => Some(known.report.id.clone()),
        Voice::Sentence(_) => None,
    });
    (hit.verdict.word().to_owned(), ids.collect())
}

#[test]
fn every_row_of_the_table_is_right() {
    let book = book();
    let mut files: BTreeMap<String, Vec<Dependency>> = BTreeMap::new();
    let mut kinds = BTreeSet::new();
    let table = text("expected.tsv");
    let mut wrong = Vec::new();
    let mut rows = 0;
    for row in table.lines().filter(|row| !row.starts_with('#')) {
        let cells: Vec<&str> = row.split('\t').collect();
        let [file, line, name, verdict] = cells[..4] else { panic!("a row of four cells: {row}") };
        let ids: BTreeSet<String> =
            cells.get(4).iter().flat_map(|ids| ids.split(' ')).map(str::to_owned).collect();
        let found = files.entry(file.to_owned()).or_insert_with(|| {
            let bytes = text(&format!("files/{file}")).into_bytes();
            let (inventory, problems) = read(file, &bytes, &mut |_, _| None).expect("a known kind");
            assert_eq!(problems, [], "{file}");
            kinds.insert(inventory.kind);
            inventory.dependencies
        });
        rows += 1;
        let line: usize = line.parse().expect("a number");
        let one = found.iter().find(|one| one.line == line && same_name(one, name));
        match one.map(|one| said(&book, one)) {
            Some(got) if got == (verdict.to_owned(), ids.clone()) => {}
            got => wrong.push(format!("{row}: got {got:?}")),
        }
    }
    assert!(wrong.is_empty(), "{} of {rows} rows are wrong:\n{}", wrong.len(), wrong.join("\n"));
    assert!(rows >= 200, "{rows} rows");
    assert_eq!(kinds.len(), FileKind::ALL.len(), "formats with rows: {kinds:?}");
}

/// Package URLs write some names in lower case.
fn same_name(one: &Dependency, name: &str) -> bool {
    one.name == name || one.normal() == one.ecosystem.normal(name)
}

/// Nothing beside the rows is found: no package is reported that the table does not name.
#[test]
fn nothing_is_found_beside_the_table() {
    let book = book();
    let table = text("expected.tsv");
    let rows: BTreeSet<(String, usize)> = table
        .lines()
        .filter(|row| !row.starts_with('#'))
        .map(|row| {
            let mut cells = row.split('\t');
            let (file, line) = (cells.next().expect("a file"), cells.next().expect("a line"));
            (file.to_owned(), line.parse().expect("a number"))
        })
        .collect();
    let files: BTreeSet<&String> = rows.iter().map(|(file, _)| file).collect();
    for file in files {
        let bytes = text(&format!("files/{file}")).into_bytes();
        let (inventory, _) = read(file, &bytes, &mut |_, _| None).expect("a known kind");
        for one in &inventory.dependencies {
            let known = rows.contains(&(file.clone(), one.line));
            assert!(known || book.judge(one).is_none(), "{file}:{} {}", one.line, one.name);
        }
    }
}
