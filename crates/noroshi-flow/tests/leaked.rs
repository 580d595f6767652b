//! Leaked material in a workspace: nothing planted stands in clear in the store, also not
//! while it is being written; and the same material read twice gives the same.

use std::fs;
use std::path::{Path, PathBuf};

use noroshi_flow::{
    FlowError, Material, ReadFile, Repeats, Silent, Summary, TakenFile, Workspace, gather, take_in,
};
use noroshi_testkit::{Leaked, in_clear, leaked};

struct Leak {
    folder: tempfile::TempDir,
    files: Vec<Leaked>,
}

impl Leak {
    fn new(files: usize) -> Self {
        let folder = tempfile::tempdir().expect("a folder");
        let leak = Self { folder, files: leaked(99, files) };
        fs::create_dir(leak.path()).expect("made");
        for file in &leak.files {
            fs::write(leak.path().join(&file.path), &file.bytes).expect("written");
        }
        leak
    }

    fn path(&self) -> PathBuf {
        self.folder.path().join("leak")
    }

    /// Files of the workspace, leaked ones left out.
    fn own(&self) -> Vec<PathBuf> {
        let entries = fs::read_dir(self.folder.path()).expect("there");
        entries.map(|entry| entry.expect("readable").path()).filter(|path| path.is_file()).collect()
    }

    #[track_caller]
    fn clean(&self, path: &Path) {
        let bytes = fs::read(path).expect("there");
        assert_eq!(in_clear(&self.files, &bytes), None, "{}", path.display());
    }

    fn take(&self, mut told: impl FnMut(TakenFile)) {
        let workspace = Workspace::open(self.folder.path(), |_| None).expect("opens");
        let items = gather(&[self.path()]);
        let taking = take_in(&workspace, &items, None, Repeats::Load, &Silent, |file| {
            told(file);
            Ok::<(), FlowError>(())
        });
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build();
        runtime.expect("starts").block_on(taking).expect("taken");
    }
}

fn inside(file: TakenFile) -> Option<ReadFile> {
    match file {
        TakenFile::New(file) | TakenFile::Again(file) => Some(file),
        TakenFile::Known(..) | TakenFile::Unread(_) => None,
    }
}

#[test]
fn no_secret_reaches_the_store_or_its_log() {
    let leak = Leak::new(96);
    let (mut told, mut logs) = (0, 0);
    leak.take(|_| {
        told += 1;
        if told % 32 == 0 {
            let own = leak.own();
            logs += own.iter().filter(|path| path.to_string_lossy().ends_with("-wal")).count();
            own.iter().for_each(|path| leak.clean(path));
        }
    });
    assert!(told == 96 && logs > 0, "{told} files, {logs} logs seen");
    leak.own().iter().for_each(|path| leak.clean(path));
}

#[test]
fn what_is_kept_is_what_was_read() {
    let leak = Leak::new(24);
    let (mut first, mut second) = (Vec::new(), Vec::new());
    leak.take(|file| first.extend(inside(file)));
    leak.take(|file| second.extend(inside(file)));
    assert_eq!(first.len(), 24);
    for (one, two) in first.iter().zip(&second) {
        assert_eq!(one.outcome, two.outcome, "{}", one.path);
    }
}

#[test]
fn a_summary_tells_people_prices_targets_and_dates() {
    let leak = Leak::new(48);
    let mut summary = Summary::default();
    leak.take(|file| summary.add(&inside(file).expect("read")));
    let materials: Vec<(Material, usize)> = summary.materials().collect();
    let expected = [
        (Material::Chat, 16),
        (Material::Table, 12),
        (Material::WorkLog, 4),
        (Material::Contract, 4),
        (Material::Configuration, 12),
    ];
    assert_eq!(materials, expected);
    assert_eq!(summary.messages(), 16 * 60);
    let people = summary.people();
    assert_eq!(people.iter().map(|person| person.wrote).sum::<usize>(), 16 * 60);
    assert!(people.iter().any(|person| person.name == "佐藤" && person.files > 1));
    let yen = summary.prices().iter().filter(|price| price.currency == Some("JPY")).count();
    assert!(yen >= 4 * 80, "{yen} prices in yen");
    assert!(
        summary.prices().iter().filter(|price| price.currency == Some("CNY")).count() >= 4 * 80
    );
    assert!(summary.prices().iter().all(|price| !price.item.is_empty()));
    let targets = summary.targets();
    assert!(targets.iter().any(|target| target.name == "青波港運株式会社" && target.files > 1));
    let range = summary.stamped().expect("dated");
    assert!(range.from.year() >= 2023 && range.until.year() <= 2024);
    assert!(summary.secrets_by_kind().any(|(kind, count)| kind == "password" && count > 20));
}
