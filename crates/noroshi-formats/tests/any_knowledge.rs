//! Whatever the bytes are: no panic, each entity once, the progress within the file.

use noroshi_formats::knowledge;
use proptest::prelude::*;

fn check(bytes: &[u8]) {
    let mut last = 0;
    let mut told = |done: u64, of: u64| {
        assert!(last <= done && done <= of && of == bytes.len() as u64);
        last = done;
    };
    let Ok((imported, _)) = knowledge("a.json", bytes, &mut told) else { return };
    assert_eq!(last, bytes.len() as u64, "the end is told");
    assert!(imported.entities.windows(2).all(|pair| pair[0].id < pair[1].id), "each once");
    for entity in &imported.entities {
        assert!(!entity.names.is_empty());
        assert!(entity.links.iter().all(|link| link.to != entity.id));
    }
    let again = knowledge("a.json", bytes, &mut |_, _| {}).expect("taken before");
    assert_eq!(again.0, imported, "same bytes, same knowledge");
}

/// Pieces that a bundle or cluster is made of, in any order.
const PIECES: &[&str] = &[
    "{",
    "}",
    "[",
    "]",
    ",",
    ":",
    "null",
    "true",
    "-1e9",
    "\"",
    "\\u0000",
    "\\ud800",
    "漢",
    "\"type\":\"malware\"",
    "\"type\":\"intrusion-set\"",
    "\"type\":\"relationship\"",
    "\"id\":\"malware--1\"",
    "\"name\":\"Frob\"",
    "\"name\":\"狐\"",
    "\"aliases\":[\"Frob\"]",
    "\"aliases\":5",
    "\"modified\":\"2024-01-02T\"",
    "\"value\":\"Frob\"",
    "\"uuid\":\"1\"",
    "\"meta\":{\"synonyms\":\"x\"}",
    "\"related\":[{\"dest-uuid\":\"1\",\"type\":\"similar\"}]",
    "\"source_ref\":\"malware--1\"",
    "\"target_ref\":\"malware--1\"",
    "\"relationship_type\":\"uses\"",
    "\"revoked\":true",
];

fn pieces() -> impl Strategy<Value = String> {
    let joined = prop::collection::vec(prop::sample::select(PIECES), 0..30);
    joined.prop_map(|pieces| pieces.concat())
}

/// Objects that are well formed, of parts in any combination.
fn objects() -> impl Strategy<Value = String> {
    let part = prop::sample::select(&PIECES[13..]);
    let object = prop::collection::btree_map(0_u8..8, part, 1..8)
        .prop_map(|parts| format!("{{{}}}", parts.into_values().collect::<Vec<_>>().join(",")));
    prop::collection::vec(object, 0..8).prop_map(|objects| objects.join(","))
}

proptest! {
    #[test]
    fn any_bytes(bytes in prop::collection::vec(any::<u8>(), 0..200)) {
        check(&bytes);
    }

    #[test]
    fn any_pieces(text in pieces()) {
        check(text.as_bytes());
        check(format!("{{\"type\":\"bundle\",\"objects\":[{text}]}}").as_bytes());
    }

    #[test]
    fn any_objects(list in objects()) {
        check(format!("{{\"type\":\"bundle\",\"objects\":[{list}]}}").as_bytes());
        check(format!("{{\"values\":[{list}],\"type\":\"tool\",\"version\":3}}").as_bytes());
    }
}
