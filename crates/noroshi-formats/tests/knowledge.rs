//! Knowledge about invented groups: what is taken, what is left out, what stays curated.

use noroshi_formats::{Imported, knowledge};
use noroshi_model::{Entity, Knowledge, Language, LinkKind, NameRule, Problem};

const NEW: &[u8] = include_bytes!("knowledge/stix21.json");
const OLD: &[u8] = include_bytes!("knowledge/stix20.json");
const GALAXY: &[u8] = include_bytes!("knowledge/galaxy.json");

#[track_caller]
fn taken(bytes: &[u8]) -> (Imported, Vec<Problem>) {
    knowledge("given.json", bytes, &mut |_, _| {}).expect("taken")
}

#[track_caller]
fn entity<'a>(imported: &'a Imported, id: &str) -> &'a Entity {
    let found = imported.entities.iter().find(|entity| entity.id.to_string() == id);
    found.unwrap_or_else(|| panic!("{id} is missing"))
}

fn names(entity: &Entity) -> Vec<&str> {
    entity.names.iter().map(|name| name.text.as_str()).collect()
}

fn links(entity: &Entity) -> Vec<(LinkKind, String)> {
    entity.links.iter().map(|link| (link.kind, link.to.to_string())).collect()
}

fn facts(entity: &Entity) -> Vec<(&str, &str)> {
    entity.facts.iter().map(|fact| (fact.key.as_str(), fact.value.as_str())).collect()
}

fn ids(imported: &Imported) -> Vec<String> {
    imported.entities.iter().map(|entity| entity.id.to_string()).collect()
}

fn codes(problems: &[Problem]) -> Vec<&str> {
    problems.iter().map(|problem| problem.code).collect()
}

#[track_caller]
fn refused(bytes: &[u8], code: &str) -> Problem {
    let problem = knowledge("given.json", bytes, &mut |_, _| {}).expect_err("refused");
    assert_eq!(problem.code, code, "{problem}");
    told(&problem);
    problem
}

/// Every problem has its words in both languages.
#[track_caller]
fn told(problem: &Problem) {
    for language in [Language::En, Language::Ja] {
        let words = noroshi_model::words(problem.code, language);
        let what = words.what(&problem.all_facts());
        assert!(what.contains("given.json") && !what.contains('{'), "{what}");
        assert!(!words.fix(&problem.all_facts()).is_empty());
    }
}

#[test]
fn a_bundle_with_a_collection_names_its_version() {
    let (imported, _) = taken(NEW);
    let [source] = imported.sources.as_slice() else { panic!("one source") };
    assert_eq!(source.id, "import-attack-enterprise-99.1");
    assert_eq!(source.title, "MITRE ATT&CK Enterprise, version 99.1");
    assert_eq!(source.publisher, "Invented Publisher");
    assert_eq!(source.licence, "Free to test with.");
}

#[test]
fn groups_tools_campaigns_and_techniques_are_taken() {
    let (imported, problems) = taken(NEW);
    assert_eq!(
        ids(&imported),
        [
            "threat-actor/id-00000000dddd",
            "threat-actor/velvet-lantern",
            "malware/frobloader",
            "tool/page",
            "campaign/operation-paper-crane",
            "technique/T9901",
            "technique/T9901.001",
            "tactic/TA9901",
        ]
    );
    let group = entity(&imported, "threat-actor/velvet-lantern");
    assert_eq!(names(group), ["Velvet Lantern", "G-LANTERN", "UNC99901"]);
    assert_eq!(facts(group), [("attack-id", "G9901"), ("matrix", "enterprise")]);
    assert!(group.names.iter().all(|name| name.seen == "2025-03-04"));
    let campaign = entity(&imported, "campaign/operation-paper-crane");
    assert_eq!(facts(campaign)[1..], [("first_seen", "2024-01-01"), ("last_seen", "2024-05-01")]);
    assert_eq!(codes(&problems), ["NRS-FORMAT-021", "NRS-FORMAT-023", "NRS-FORMAT-024"]);
    problems.iter().for_each(told);
}

#[test]
fn relationships_become_links_of_who_is_used() {
    let (imported, _) = taken(NEW);
    let user = || (LinkKind::UsedBy, "threat-actor/velvet-lantern".to_owned());
    let malware = entity(&imported, "malware/frobloader");
    assert_eq!(links(malware), [(LinkKind::RelatedTo, "technique/T9901".to_owned()), user()]);
    assert_eq!(malware.links[1].seen, "2025-02-02", "said twice, at the later date");
    assert_eq!(links(entity(&imported, "technique/T9901")), [user()]);
    let part = (LinkKind::PartOf, "technique/T9901".to_owned());
    assert_eq!(links(entity(&imported, "technique/T9901.001")), [part]);
    let group = (LinkKind::RelatedTo, "threat-actor/velvet-lantern".to_owned());
    assert_eq!(links(entity(&imported, "campaign/operation-paper-crane")), [group]);
}

#[test]
fn an_ordinary_word_is_never_searched_alone() {
    let (imported, _) = taken(NEW);
    let rules = |id| entity(&imported, id).names.iter().map(|name| name.rule).collect::<Vec<_>>();
    assert_eq!(rules("tool/page"), [NameRule::Context, NameRule::Never, NameRule::Never]);
    assert_eq!(rules("malware/frobloader"), [NameRule::Word]);
    assert_eq!(rules("tactic/TA9901"), [NameRule::Never]);
    assert_eq!(rules("technique/T9901"), [NameRule::Context]);
}

#[test]
fn a_bundle_of_stix_2_0_without_a_collection_has_the_latest_date() {
    let (imported, problems) = taken(OLD);
    assert_eq!(imported.sources[0].id, "import-attack-mobile-2023-09-09");
    let [first, second] = &ids(&imported)[..] else { panic!("two entities") };
    assert_eq!(first, "malware/frobdroid");
    assert!(second.starts_with("malware/frobdroid-"), "{second}");
    assert_eq!(names(&imported.entities[0]), ["FrobDroid", "Frob for Android"]);
    assert_eq!(facts(&imported.entities[0])[0], ("attack-id", "S9902"));
    assert_eq!(codes(&problems), [""; 0]);
}

#[test]
fn the_order_of_the_objects_does_not_matter() {
    let text = String::from_utf8(NEW.to_vec()).expect("text");
    let (head, list) = text.split_once("\"objects\": [\n").expect("a list");
    let list = list.trim_end().strip_suffix("\n]}").expect("its end");
    let mut lines: Vec<&str> = list.split(",\n").collect();
    lines.reverse();
    let turned = format!("{head}\"objects\": [\n{}\n]}}", lines.join(",\n"));
    assert_eq!(taken(turned.as_bytes()).0, taken(NEW).0);
}

#[test]
fn a_cluster_has_synonyms_countries_and_links_within_itself() {
    let (imported, problems) = taken(GALAXY);
    assert_eq!(imported.sources[0].id, "import-misp-threat-actor-7");
    assert_eq!(ids(&imported), ["threat-actor/brass-kettle", "threat-actor/velvet-lantern"]);
    let kettle = entity(&imported, "threat-actor/brass-kettle");
    assert_eq!(names(kettle), ["Brass Kettle", "Teapot"]);
    assert_eq!(links(kettle), [(LinkKind::RelatedTo, "threat-actor/velvet-lantern".to_owned())]);
    let lantern = entity(&imported, "threat-actor/velvet-lantern");
    assert_eq!(facts(lantern), [("country", "XA"), ("country", "XB")]);
    assert_eq!(
        codes(&problems),
        ["NRS-FORMAT-021", "NRS-FORMAT-021", "NRS-FORMAT-023", "NRS-FORMAT-025"]
    );
    problems.iter().for_each(told);
}

#[test]
fn clusters_of_att_ck_and_of_countries_have_their_ids() {
    let technique = br#"{"type":"mitre-attack-pattern","version":"3","values":[
        {"value":"Frob the Knob - T9901","uuid":"A","meta":{"external_id":"T9901","kill_chain":["mitre-attack:impact"]}},
        {"value":"Knob - T9901.001","uuid":"B","meta":{"external_id":"T9901.001"},"related":[{"dest-uuid":"a","type":"subtechnique-of"}]}]}"#;
    let (imported, _) = taken(technique);
    assert_eq!(ids(&imported), ["technique/T9901", "technique/T9901.001"]);
    assert_eq!(names(&imported.entities[0]), ["Frob the Knob"]);
    assert_eq!(facts(&imported.entities[0]), [("attack-id", "T9901"), ("tactic", "impact")]);
    assert_eq!(imported.entities[1].links[0].kind, LinkKind::PartOf);
    let country = br#"{"type":"country","version":3,"values":[
        {"value":"frob and knob","description":"Frob and Knob","meta":{"ISO":"XA","ISO3":"XAA"}}]}"#;
    let (imported, _) = taken(country);
    assert_eq!(ids(&imported), ["country/xa"]);
    assert_eq!(names(&imported.entities[0]), ["Frob and Knob"]);
}

#[test]
fn what_is_neither_is_refused() {
    refused(b"", "NRS-FORMAT-001");
    for bytes in
        [&b"hello"[..], b"[]", b"{}", b"\xef\xbb\xbf{}", br#"{"type":"bundle","objects":{}}"#]
    {
        refused(bytes, "NRS-FORMAT-018");
    }
    refused(br#"{"type":"threat-actor","values":[]}"#, "NRS-FORMAT-018");
    let kind =
        refused(br#"{"type":"surveillance-vendor","version":1,"values":[]}"#, "NRS-FORMAT-020");
    assert!(kind.to_string().contains("surveillance-vendor"));
}

#[test]
fn malformed_json_is_refused_with_its_place() {
    let cut = &NEW[..NEW.len() - 40];
    refused(cut, "NRS-FORMAT-019");
    let problem = refused(b"{\"type\": \"bundle\",\n  \"objects\": [}", "NRS-FORMAT-019");
    assert!(problem.to_string().contains("line 2, column 15"), "{problem}");
}

#[test]
fn a_million_brackets_do_not_reach_the_stack() {
    let deep = "[".repeat(1_000_000);
    refused(format!("{{\"type\":\"bundle\",\"objects\":[{deep}").as_bytes(), "NRS-FORMAT-019");
    let closed = "]".repeat(1_000_000);
    let within = format!("{{\"type\":\"bundle\",\"objects\":[{deep}{closed}]}}");
    assert_eq!(codes(&taken(within.as_bytes()).1), ["NRS-FORMAT-021"]);
    let nested = format!(
        "{{\"type\":\"tool\",\"version\":1,\"values\":[{{\"value\":\"Frob\",\"meta\":{{\"synonyms\":{deep}{closed}}}}}]}}"
    );
    assert_eq!(codes(&taken(nested.as_bytes()).1), ["NRS-FORMAT-021"]);
}

#[test]
fn many_bad_objects_are_counted_and_the_rest_is_taken() {
    let bad = "5,".repeat(3_000);
    let text = format!(
        "{{\"type\":\"bundle\",\"objects\":[{bad}{{\"type\":\"tool\",\"id\":\"tool--1\",\"name\":\"Frob\"}}]}}"
    );
    let (imported, problems) = taken(text.as_bytes());
    assert_eq!(ids(&imported), ["tool/frob"]);
    assert_eq!(problems.len(), 21);
    assert!(problems[20].to_string().starts_with("2980 further"), "{}", problems[20]);
}

/// A curated pack of one group.
fn curated() -> Knowledge {
    let text = "[[entity]]\nid = \"lantern\"\nname = \"Velvet Lantern\"\nsource = \"own\"\n\
        seen = \"2026-01-01\"\nmatch = \"never\"\n\
        facts = [{ key = \"attack-id\", value = \"G9901\", source = \"own\", seen = \"2026-01-01\" }]\n";
    let file = noroshi_know::PackFile { folder: "threat-actor", stem: "own", text };
    noroshi_know::pack_from([file]).0
}

#[test]
fn what_is_curated_stays_and_sources_that_disagree_both_stay() {
    let before = curated();
    let mut after = before.clone();
    for bytes in [NEW, GALAXY] {
        let (imported, _) = taken(bytes);
        after = noroshi_know::with_imported(after, imported.entities, imported.sources);
    }
    let group = after.entity(&before.entities[0].id).expect("still there");
    assert_eq!(group.names[0], before.entities[0].names[0]);
    assert_eq!(group.facts[0], before.entities[0].facts[0]);
    let said: Vec<(&str, &str)> =
        group.names.iter().map(|name| (name.text.as_str(), name.source.as_str())).collect();
    assert!(said.contains(&("Velvet Lantern", "import-attack-enterprise-99.1")), "{said:?}");
    assert!(said.contains(&("Velvet Lantern", "import-misp-threat-actor-7")), "{said:?}");
    assert_eq!(after.sources.len(), 2);
}

#[test]
fn importing_again_changes_nothing() {
    let import = |into: Knowledge| {
        let (imported, _) = taken(NEW);
        noroshi_know::with_imported(into, imported.entities, imported.sources)
    };
    let once = import(curated());
    assert_eq!(import(once.clone()), once);
}
