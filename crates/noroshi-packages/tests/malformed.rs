//! Damaged files of every format: cut, with bytes changed, repeated, nested. Nothing panics, every
//! line is one of the file, and what cannot be read is told.

#![expect(clippy::disallowed_methods, reason = "a test reads its own cases")]

use std::fs;
use std::path::{Path, PathBuf};

use noroshi_packages::inventory::read;
use noroshi_packages::report::{Book, Records};

fn files() -> Vec<(String, Vec<u8>)> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("cases/lookup/files");
    let berry = folder.join("berry/yarn.lock");
    let entries = fs::read_dir(&folder).expect("the cases are there").flatten();
    let mut paths: Vec<PathBuf> =
        entries.map(|entry| entry.path()).filter(|it| it.is_file()).collect();
    paths.push(berry);
    paths.sort();
    let load = |path: PathBuf| {
        let name = path.file_name().expect("has one").to_string_lossy().into_owned();
        (name, fs::read(path).expect("readable"))
    };
    paths.into_iter().map(load).collect()
}

/// What holds for any bytes under any name; the number of packages and of problems.
fn check(name: &str, bytes: &[u8], book: &Book) -> (usize, usize) {
    let lines = bytes.iter().filter(|byte| **byte == b'\n').count() + 1;
    let Some((inventory, problems)) = read(name, bytes, &mut |_, _| None) else { return (0, 0) };
    for one in &inventory.dependencies {
        assert!((1..=lines).contains(&one.line), "{name}: line {} of {lines}", one.line);
        assert!(!one.name.trim().is_empty(), "{name}: a package without a name");
        assert!(one.purl().starts_with("pkg:"), "{name}: {}", one.purl());
        drop(book.judge(one).map(|hit| hit.finding()));
    }
    (inventory.dependencies.len(), problems.len())
}

/// A number that looks random and is the same every time.
fn next(state: &mut u64) -> usize {
    *state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
    usize::try_from(*state >> 33).expect("fits")
}

#[test]
fn files_cut_anywhere_give_what_stands_before() {
    let book = Book::default();
    for (name, bytes) in files() {
        let (all, _) = check(&name, &bytes, &book);
        assert!(all > 10, "{name}");
        for part in 0..60 {
            let cut = &bytes[..bytes.len() * part / 60];
            let (found, _) = check(&name, cut, &book);
            assert!(found <= all, "{name}");
        }
    }
}

#[test]
fn files_with_changed_bytes_do_no_harm() {
    let book = Book::default();
    let mut state = 7;
    for (name, bytes) in files() {
        for _ in 0..120 {
            let mut damaged = bytes.clone();
            for _ in 0..1 + next(&mut state) % 12 {
                let at = next(&mut state) % damaged.len();
                match next(&mut state) % 3 {
                    0 => damaged[at] = b"\n\"{}[]:,@#\\ -/\0\xff"[next(&mut state) % 16],
                    1 => drop(damaged.remove(at)),
                    _ => {
                        let end = (at + next(&mut state) % 40).min(damaged.len());
                        let part = damaged[at..end].to_vec();
                        damaged.splice(at..at, part);
                    }
                }
            }
            check(&name, &damaged, &book);
        }
    }
}

#[test]
fn a_file_under_another_name_does_no_harm() {
    let book = Book::default();
    let files = files();
    for (name, _) in &files {
        for (_, bytes) in &files {
            check(name, bytes, &book);
        }
    }
}

#[test]
fn deep_and_long_files_end_soon() {
    let book = Book::default();
    let deep = |open: &str, head: &str| format!("{head}{}", open.repeat(200_000)).into_bytes();
    let cases = [
        ("a.cdx.json", deep("{\"components\":[", "{\"bomFormat\":\"CycloneDX\",\"components\":[")),
        (
            "package-lock.json",
            deep("{\"a\":{\"dependencies\":", "{\"lockfileVersion\":1,\"dependencies\":"),
        ),
        ("Pipfile.lock", deep("[", "{\"_meta\":")),
        ("uv.lock", deep("[", "a = ")),
        ("uv.lock", deep("{a=", "a = ")),
        ("pnpm-lock.yaml", deep("a:\n  ", "lockfileVersion: 9\npackages:\n")),
        ("requirements.txt", deep("a==1\\\n", "")),
        ("requirements.txt", deep("[", "a")),
        ("yarn.lock", deep("a@1, ", "# yarn lockfile v1\n")),
        ("go.mod", deep("require (\n", "module a\n")),
        ("Gemfile.lock", deep("    a (1)\n", "GEM\n  specs:\n")),
        ("bun.lock", deep("[", "{\"packages\":{\"a\":")),
        ("bun.lock", deep(",", "{\"packages\":[")),
        ("composer.lock", deep("[", "{\"packages\":")),
        ("packages.lock.json", deep("{\"a\":", "{\"dependencies\":")),
        ("gradle.lockfile", deep("a:b:", "")),
        (
            "bom.xml",
            deep("<component>", "<bom xmlns=\"http://cyclonedx.org/schema/bom/1.6\"><components>"),
        ),
        (
            "bom.xml",
            deep(
                "&amp;",
                "<bom xmlns=\"http://cyclonedx.org/schema/bom/1.6\"><components><component><purl>",
            ),
        ),
    ];
    for (name, bytes) in &cases {
        check(name, bytes, &book);
    }
    let records = deep("[", "");
    assert!(Records::new(records.as_slice(), "x").all(|it| it.is_err()));
}

#[test]
fn what_is_damaged_is_told_with_its_line() {
    for (name, text, code) in [
        ("Cargo.lock", "[[package]]\nname = \"a\"\nversion = ", "NRS-PACKAGE-002"),
        ("Pipfile.lock", "{\"default\": {\n", "NRS-PACKAGE-002"),
        ("package-lock.json", "{\n\"packages\": 7, x", "NRS-PACKAGE-002"),
        ("pnpm-lock.yaml", "hello\n", "NRS-PACKAGE-002"),
        ("yarn.lock", "hello\n", "NRS-PACKAGE-004"),
        ("go.mod", "hello\n", "NRS-PACKAGE-002"),
        ("go.sum", "hello\n", "NRS-PACKAGE-004"),
        ("Gemfile.lock", "GEM\n  specs:\n    a\n", "NRS-PACKAGE-004"),
        ("bun.lock", "{\n\"packages\": 7, x", "NRS-PACKAGE-002"),
        ("gradle.lockfile", "hello\n", "NRS-PACKAGE-004"),
        ("composer.lock", "{\"packages\": [\n", "NRS-PACKAGE-002"),
        ("packages.lock.json", "{\"dependencies\": {\n", "NRS-PACKAGE-002"),
        (
            "bom.xml",
            "<bom xmlns=\"http://cyclonedx.org/schema/bom/1.6\">\n<components>",
            "NRS-PACKAGE-002",
        ),
        ("requirements.txt", "???\n", "NRS-PACKAGE-004"),
        ("a.spdx", "hello\n", "NRS-PACKAGE-002"),
    ] {
        let (_, problems) = read(name, text.as_bytes(), &mut |_, _| None).expect("a known name");
        assert_eq!(problems.first().map(|it| it.code), Some(code), "{name}");
        assert!(problems[0].facts.iter().any(|(fact, _)| *fact == "line"), "{name}");
    }
}
