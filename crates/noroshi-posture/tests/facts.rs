//! The facts about policies hold together, and say what CISA's tables say.

#![expect(clippy::disallowed_methods, reason = "a test reads the knowledge pack and the data")]

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use noroshi_posture::facts::{Badge, Facts, Fate};
use noroshi_posture::{Criticality, PolicyId};

fn from_root(path: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..").join(path)
}

fn id(text: &str) -> PolicyId {
    PolicyId::read(text).expect("an id")
}

fn facts() -> &'static Facts {
    Facts::compiled_in()
}

/// Ids of techniques that the knowledge pack has.
fn known_techniques() -> BTreeSet<String> {
    let folder = from_root("knowledge/technique");
    let files = fs::read_dir(&folder).expect("the pack has techniques");
    let texts = files.map(|file| fs::read_to_string(file.expect("entry").path()).expect("text"));
    let ids = |text: String| -> Vec<String> {
        let lines = text.lines().filter_map(|line| line.strip_prefix("id = \"T"));
        lines.map(|rest| format!("T{}", rest.trim_end_matches('"'))).collect()
    };
    texts.flat_map(ids).collect()
}

#[test]
fn every_policy_has_two_titles_that_no_other_of_its_product_has() {
    let mut seen = BTreeSet::new();
    for fact in facts().policies() {
        let group = facts().group(fact).expect("a group");
        assert!(
            fact.policy.stem().starts_with(&format!("{}.", group.id)),
            "{} in {}",
            fact.policy,
            group.id
        );
        for title in [&fact.title.en, &fact.title.ja] {
            assert!(
                !title.trim().is_empty() && title.trim() == title,
                "{}: {title:?}",
                fact.policy
            );
            assert!(title.chars().count() <= 90, "{}: {title} is long", fact.policy);
            assert!(
                seen.insert((group.id.split('.').next(), &group.product, title)),
                "{}: {title} stands twice",
                fact.policy
            );
        }
        let japanese = |c: char| ('\u{3040}'..='\u{30ff}').contains(&c);
        assert!(fact.title.ja.contains(japanese), "{}: {}", fact.policy, fact.title.ja);
        assert!(fact.title.en.is_ascii(), "{}: {}", fact.policy, fact.title.en);
        assert!(fact.has(Badge::Automated) != fact.has(Badge::Manual), "{}", fact.policy);
    }
}

#[test]
fn every_technique_is_one_of_the_knowledge_pack() {
    let known = known_techniques();
    assert!(known.len() > 500, "only {} techniques found", known.len());
    let named =
        facts().policies().flat_map(|fact| fact.techniques.iter().map(move |id| (id, fact)));
    let strange: BTreeSet<String> =
        named.map(|(id, _)| id.to_string()).filter(|id| !known.contains(id)).collect();
    // Named by GWS.GMAIL.9.1 as published: a mobile technique that ATT&CK has withdrawn since.
    assert_eq!(strange, BTreeSet::from(["T1434".to_owned()]));
}

#[test]
fn a_directive_badge_stands_on_duties_only() {
    let bod = |suite: &str| {
        let of = facts().policies().filter(|fact| fact.policy.stem().starts_with(suite));
        of.filter(|fact| fact.has(Badge::Bod2501))
            .inspect(|fact| {
                assert_eq!(fact.criticality, Criticality::Shall, "{}", fact.policy);
            })
            .count()
    };
    assert_eq!((bod("MS."), bod("GWS.")), (64, 74));
}

#[test]
fn migrations_end_at_policies_of_today() {
    let mut moved = 0;
    for row in include_str!("../facts/migrations.toml").lines() {
        let Some(from) = row.strip_prefix("from = ") else { continue };
        let from = from.trim_matches('"');
        match facts().fate(&id(from)) {
            Fate::Moved(to) => {
                moved += 1;
                assert!(
                    to.iter().all(|id| facts().policy(&self::id(id)).is_some()),
                    "{from} -> {to:?}"
                );
            }
            Fate::Removed | Fate::Changed { .. } => {}
            strange => panic!("{from}: {strange:?}"),
        }
    }
    assert!(moved > 40, "{moved}");
}

#[test]
fn what_became_of_a_policy() {
    assert_eq!(facts().fate(&id("MS.AAD.1.1v1")), Fate::Current);
    assert_eq!(facts().fate(&id("MS.AAD.1.1")), Fate::Current);
    assert_eq!(facts().fate(&id("MS.AAD.3.2v1")), Fate::Changed { now: &id("MS.AAD.3.2v2") });
    assert_eq!(facts().fate(&id("MS.EXO.8.3v1")), Fate::Removed);
    assert_eq!(
        facts().fate(&id("MS.EXO.17.1v1")),
        Fate::Moved(&["MS.SECURITYSUITE.5.1".to_owned()])
    );
    assert_eq!(facts().fate(&id("NRS.AAD.99.1")), Fate::Unknown);
    let Fate::Moved(to) = facts().fate(&id("MS.DEFENDER.1.3v1")) else { panic!("moved") };
    assert_eq!(to.len(), 4);
    let earlier = facts().migrations().earlier(&id("MS.SECURITYSUITE.5.1v1"));
    assert_eq!(earlier, ["MS.DEFENDER.6.1", "MS.EXO.17.1"]);
    let now = facts().policy_or_successor(&id("MS.EXO.17.1v1")).expect("a successor");
    assert_eq!(now.title.ja, "統合監査ログを有効にする");
}

#[test]
fn policies_of_a_product_come_in_the_order_of_their_numbers() {
    let drive = facts().of_product("GWS", "drive");
    let drive: Vec<&str> = drive.iter().map(|it| it.policy.stem()).collect();
    let expected = ["GWS.DRIVEDOCS.1.9", "GWS.DRIVEDOCS.1.10", "GWS.DRIVEDOCS.1.11"];
    assert_eq!(drive.get(8..11), Some(&expected[..]));
}

#[test]
fn the_source_is_named() {
    for source in facts().sources() {
        let ours = source.publisher == "Noroshi";
        assert_eq!(source.licence, if ours { "Apache-2.0" } else { "CC0-1.0" });
        assert!(ours || source.publisher.contains("CISA"));
        assert!(source.seen.starts_with("2026-"));
    }
    assert_eq!(facts().sources().len(), 4);
}

#[test]
#[ignore = "needs ../shared/data/posture beside the checkout"]
fn the_facts_are_those_of_the_published_tables() {
    let path = from_root("../shared/data/posture/policies.csv");
    // A worktree may lie one folder deeper than the main checkout.
    let other = from_root("../../shared/data/posture/policies.csv");
    let text = fs::read_to_string(&path).or_else(|_| fs::read_to_string(other)).expect(
        "put the table of policies at ../shared/data/posture/policies.csv: columns policy, \
         version, criticality, bod_25_01, attack_techniques of both baselines",
    );
    let mut reader = csv::Reader::from_reader(text.as_bytes());
    let head = reader.headers().expect("head").clone();
    let at = |name: &str| head.iter().position(|it| it == name).expect("column");
    let mut rows = 0;
    for row in reader.records() {
        let row = row.expect("row");
        let fact = facts().policy(&id(&row[at("policy")])).expect("policy");
        let techniques: Vec<String> = fact.techniques.iter().map(ToString::to_string).collect();
        assert_eq!(fact.policy.to_string(), row[at("policy_id")]);
        assert_eq!(fact.criticality.word(), &row[at("criticality")]);
        assert_eq!(fact.has(Badge::Bod2501), &row[at("bod_25_01")] == "1", "{}", fact.policy);
        assert_eq!(techniques.join(" "), row[at("attack_techniques")], "{}", fact.policy);
        rows += 1;
    }
    let theirs = facts().policies().filter(|fact| !fact.policy.stem().starts_with("NRS."));
    assert_eq!(rows, theirs.count());
}
