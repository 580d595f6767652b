//! Look-alike names and dependency confusion, on names that everybody knows and on invented ones.

use noroshi_model::Level;
use noroshi_packages::Ecosystem;
use noroshi_packages::inventory::{Dependency, Origin, Relation, Scope};
use noroshi_packages::similar::{
    ConfusionKind, House, Lookalikes, Operation, Protected, Why, confusions,
};

const POPULAR: &[&str] = &[
    "requests",
    "numpy",
    "pandas",
    "flask",
    "colorama",
    "cryptography",
    "python-dateutil",
    "prompt-toolkit",
    "aiohttp",
    "beautifulsoup4",
    "scikit-learn",
    "django",
    "setuptools",
    "pillow",
    "pytest",
    "click",
];

fn names(names: &[&str]) -> Vec<String> {
    names.iter().map(|name| (*name).to_owned()).collect()
}

fn lookalikes(brands: &[&str], own: &[&str]) -> Lookalikes {
    let protected = Protected { popular: names(POPULAR), own: names(own), brands: names(brands) };
    Lookalikes::new(Ecosystem::PyPi, &protected)
}

/// The protected name and operation, and whether it is flagged.
fn check(lookalikes: &Lookalikes, name: &str, of: &str, operation: Operation, flagged: bool) {
    let found = lookalikes.check(name).unwrap_or_else(|| panic!("{name} resembles nothing"));
    let got = (found.of.as_str(), found.operation, found.flagged);
    assert_eq!(got, (of, operation, flagged), "{name} {:.3} {:?}", found.score, found.reasons);
}

#[test]
fn slips_and_tricks_are_named_for_what_they_are() {
    let lookalikes = lookalikes(&[], &[]);
    for (name, of, operation) in [
        ("prompttoolkit", "prompt-toolkit", Operation::Delimiter),
        ("dateutil", "python-dateutil", Operation::Python),
        ("learn-scikit", "scikit-learn", Operation::Order),
        ("reqeusts", "requests", Operation::Swapped),
        ("requestss", "requests", Operation::Repeated),
        ("colurama", "colorama", Operation::Replaced),
        ("cryptograpy", "cryptography", Operation::Dropped),
        ("beautifulsoup44", "beautifulsoup4", Operation::Repeated),
        ("c0lorama", "colorama", Operation::Glyph),
        ("rеquеsts", "requests", Operation::Foreign),
    ] {
        check(&lookalikes, name, of, operation, true);
    }
}

#[test]
fn words_that_honest_names_add_are_told_and_not_flagged() {
    let lookalikes = lookalikes(&[], &[]);
    for (name, of, operation) in
        [("awesome-flask", "flask", Operation::Front), ("flask-login", "flask", Operation::Back)]
    {
        let found = lookalikes.check(name).unwrap_or_else(|| panic!("{name} resembles nothing"));
        assert_eq!(found.operation, operation, "{name} ~ {}", found.of);
        assert_eq!(found.of, of);
        assert!(!found.flagged, "{name} {:.3}", found.score);
    }
}

#[test]
fn a_brand_word_finds_what_popularity_cannot() {
    let without = lookalikes(&[], &[]);
    assert_eq!(without.check("deepseeek"), None);
    let with = lookalikes(&["deepseek"], &[]);
    check(&with, "deepseeek", "deepseek", Operation::Repeated, true);
    check(&with, "deepseekai", "deepseek", Operation::Back, true);
    check(&with, "deep-seek", "deepseek", Operation::Delimiter, true);
    check(&with, "deepseek-sdk", "deepseek", Operation::Back, true);
    check(&with, "py-deepseek", "deepseek", Operation::Python, true);
    assert_eq!(with.check("deepseek"), None);
}

#[test]
fn protected_names_resemble_nothing() {
    let lookalikes = lookalikes(&[], &["in-house-tool"]);
    for name in ["requests", "Requests", "python_dateutil", "in-house-tool", "", "   ", "狼煙"] {
        assert_eq!(lookalikes.check(name), None, "{name}");
    }
    let found = lookalikes.check("in-house-toool").map(|found| (found.why, found.flagged));
    assert_eq!(found, Some((Why::Own, true)));
}

#[test]
fn names_from_hostile_files_cost_no_more_than_others() {
    let lookalikes = lookalikes(&["a", ""], &[]);
    for name in ["a".repeat(1_000_000), "-".repeat(10_000), "é".repeat(500), "\u{0}\n".to_owned()]
    {
        let found = lookalikes.check(&name);
        assert!(found.is_none_or(|found| found.score.is_finite()));
    }
}

#[test]
fn the_reasons_add_up_in_words() {
    let found = lookalikes(&[], &[]).check("requestss").unwrap();
    assert!(found.reasons.iter().any(|(mark, part)| mark.word == "repeated" && *part > 0.0));
    let finding = found.finding(&used("requestss", Some("1.0"), Origin::default()), "a list");
    assert_eq!(finding.subject, "pkg:pypi/requestss@1.0");
    assert!(finding.reason.en.contains("a letter is repeated"), "{}", finding.reason.en);
    assert!(!finding.ours.is_empty() && !finding.theirs.is_empty());
    assert!(finding.level < Level::Now);
}

fn used(name: &str, version: Option<&str>, origin: Origin) -> Dependency {
    let ecosystem = if name.starts_with('@') { Ecosystem::Npm } else { Ecosystem::PyPi };
    Dependency {
        ecosystem,
        name: name.to_owned(),
        version: version.map(str::to_owned),
        demand: None,
        origin,
        relation: Relation::Direct,
        scope: Scope::Runtime,
        path: "lock".to_owned(),
        line: 3,
        text: name.to_owned(),
    }
}

fn house() -> House {
    House { scopes: vec!["@example".to_owned()], prefixes: vec!["example_".to_owned()] }
}

#[test]
fn a_private_name_from_a_public_registry_is_told_by_how_far_it_went() {
    let own = Origin::Registry(Some("packages.example".to_owned()));
    let listed = [
        used("@example/billing", Some("1.4.0"), Origin::default()),
        used("example-core", Some("99.0.1"), Origin::default()),
        used("ledger", Some("2.1"), own.clone()),
        used("ledger", Some("30.0"), Origin::default()),
        used("example-safe", Some("99.9"), own),
        used("requests", Some("2.32.0"), Origin::default()),
        used("@examples/other", Some("99.9"), Origin::default()),
    ];
    let found = confusions(&listed, &house());
    let got: Vec<(&str, ConfusionKind, Level)> = found
        .iter()
        .map(|one| (one.dependency.name.as_str(), *one.kinds.last().unwrap(), one.finding().level))
        .collect();
    assert_eq!(
        got,
        [
            ("@example/billing", ConfusionKind::Public, Level::Know),
            ("example-core", ConfusionKind::Nines, Level::Now),
            ("ledger", ConfusionKind::FarAbove, Level::Now),
        ]
    );
}

#[test]
fn calendar_versions_are_not_far_above() {
    let listed = [
        used("example-core", Some("2024.8.30"), Origin::default()),
        used("example-core", Some("2024.1.1"), Origin::Path("../core".to_owned())),
    ];
    let found = confusions(&listed, &house());
    assert_eq!(found[0].kinds, [ConfusionKind::Public, ConfusionKind::TwoOrigins]);
    assert_eq!(found[0].finding().level, Level::Soon);
}
