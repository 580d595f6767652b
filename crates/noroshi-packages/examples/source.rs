//! Reads the source of installed packages and says how many have sightings.
//!
//! ```console
//! $ pip install --only-binary :all: --no-compile --target FOLDER PACKAGE...
//! $ npm install --ignore-scripts --prefix FOLDER PACKAGE...
//! $ cargo run --release -p noroshi-packages --example source -- FOLDER... FOLDER/node_modules
//! ```
//!
//! A package is what one `RECORD` lists, or a folder below `node_modules`. Each name is counted once,
//! whichever folder it stands in.
#![expect(
    clippy::disallowed_methods,
    clippy::print_stdout,
    reason = "a tool: it reads files, takes the time and prints"
)]

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::time::Instant;

use noroshi_packages::source::{Acceptances, Grade, Hooks, Reader, Sighting};

fn main() -> ExitCode {
    let folders: Vec<PathBuf> = std::env::args().skip(1).map(PathBuf::from).collect();
    let packages = packages(&folders);
    if packages.is_empty() {
        println!("no package found\nfix: give folders that `pip install --target` filled");
        return ExitCode::from(2);
    }
    let reader = Reader::new(Acceptances::default());
    let mut total = Total::default();
    for (name, files) in &packages {
        let sightings = total.read(&reader, files);
        total.count(name, &sightings);
    }
    total.print(packages.len());
    ExitCode::SUCCESS
}

/// Name of each package and its files.
fn packages(folders: &[PathBuf]) -> BTreeMap<String, Vec<PathBuf>> {
    let mut packages = BTreeMap::new();
    for folder in folders {
        if folder.ends_with("node_modules") {
            node_packages(folder, "", &mut packages);
            continue;
        }
        let Ok(entries) = fs::read_dir(folder) else { continue };
        for entry in entries.flatten() {
            let Ok(record) = fs::read_to_string(entry.path().join("RECORD")) else { continue };
            let name = entry.file_name().to_string_lossy().to_ascii_lowercase();
            let name = name.split_once('-').map_or(name.clone(), |(name, _)| name.to_owned());
            let files = record.lines().filter_map(|line| line.split(',').next());
            let files =
                files.map(|file| folder.join(file)).filter(|file| Reader::reads(&shown(file)));
            packages.entry(name).or_insert_with(|| files.collect());
        }
    }
    packages
}

/// The folders of a `node_modules`, those of scopes one level deeper.
fn node_packages(folder: &Path, scope: &str, packages: &mut BTreeMap<String, Vec<PathBuf>>) {
    let Ok(entries) = fs::read_dir(folder) else { return };
    for entry in entries.flatten() {
        let (name, path) = (entry.file_name().to_string_lossy().into_owned(), entry.path());
        if name.starts_with('@') {
            node_packages(&path, &format!("{name}/"), packages);
        } else if path.join("package.json").is_file() {
            let mut files = Vec::new();
            below(&path, &mut files);
            packages.entry(format!("{scope}{name}")).or_insert(files);
        }
    }
}

/// Files that are read below a folder; packages inside it are counted by themselves.
fn below(folder: &Path, files: &mut Vec<PathBuf>) {
    let Ok(entries) = fs::read_dir(folder) else { return };
    for path in entries.flatten().map(|entry| entry.path()) {
        if path.is_dir() && !path.ends_with("node_modules") {
            below(&path, files);
        } else if path.is_file() && Reader::reads(&shown(&path)) {
            files.push(path);
        }
    }
}

fn shown(path: &Path) -> String {
    path.to_string_lossy().into_owned()
}

#[derive(Default)]
struct Total {
    bytes: usize,
    files: usize,
    seconds: f64,
    slowest: (f64, usize, String),
    /// Packages by the gravest of their sightings.
    packages: BTreeMap<&'static str, usize>,
    /// Sightings by rule.
    rules: BTreeMap<String, usize>,
}

impl Total {
    fn read(&mut self, reader: &Reader, files: &[PathBuf]) -> Vec<Sighting> {
        let read = files.iter().filter_map(|file| Some((shown(file), fs::read(file).ok()?)));
        let read: Vec<(String, Vec<u8>)> = read.collect();
        let start = Instant::now();
        let mut hooks = Hooks::default();
        read.iter().for_each(|(path, bytes)| hooks.note(path, bytes));
        let mut sightings = Vec::new();
        for (path, bytes) in &read {
            let before = Instant::now();
            sightings.extend(reader.read(path, bytes, &hooks).0);
            let took = before.elapsed().as_secs_f64();
            if took > self.slowest.0 {
                self.slowest = (took, bytes.len(), path.clone());
            }
        }
        self.seconds += start.elapsed().as_secs_f64();
        self.bytes += read.iter().map(|(_, bytes)| bytes.len()).sum::<usize>();
        self.files += read.len();
        sightings
    }

    fn count(&mut self, name: &str, sightings: &[Sighting]) {
        let gravest = sightings.iter().map(|one| one.grade).max();
        *self.packages.entry(gravest.map_or("nothing", Grade::word)).or_default() += 1;
        for one in sightings {
            *self.rules.entry(format!("{} {}", one.grade.word(), one.rule.word())).or_default() +=
                1;
            if one.grade > Grade::Low {
                println!(
                    "{name}: {} {} {}:{}: {}",
                    one.grade.word(),
                    one.rule.word(),
                    one.path,
                    one.line,
                    one.evidence
                );
            }
        }
    }

    fn print(&self, packages: usize) {
        let megabytes = self.bytes as f64 / 1e6;
        println!(
            "packages {packages}, files {}, {megabytes:.1} MB, {:.1} MB/s (wall clock, one thread)",
            self.files,
            megabytes / self.seconds
        );
        println!(
            "slowest: {:.2} s for {} bytes, {}",
            self.slowest.0, self.slowest.1, self.slowest.2
        );
        for (grade, count) in &self.packages {
            println!(
                "{count:>6} packages with {grade} ({:.2} %)",
                100.0 * *count as f64 / packages as f64
            );
        }
        for (rule, count) in &self.rules {
            println!("{count:>6} {rule}");
        }
    }
}
