//! Scratch.
use noroshi_model::*;
fn main() -> Result<(), Box<dyn std::error::Error>> {
    let path = std::env::args().nth(1).unwrap();
    let text = std::fs::read_to_string(path)?;
    let (knowledge, _) = noroshi_know::pack();
    let mut all = std::collections::BTreeMap::new();
    for line in text.lines() {
        let v: serde_json::Value = serde_json::from_str(line)?;
        for m in v["mentions"].as_array().unwrap() {
            let kind = m["kind"].as_str().unwrap();
            if let Some(kind) = EntityKind::from_word(kind) {
                if matches!(kind, EntityKind::Technique|EntityKind::Country) { continue; }
                all.insert((m["text"].as_str().unwrap().to_owned()), kind);
            }
        }
    }
    let mut entities = vec![];
    for (n, (text, kind)) in all.into_iter().enumerate() {
        let Some(id) = EntityId::new(kind, &format!("zz-{n}")) .ok().or(None) else { continue };
        entities.push(Entity { id, names: vec![Name { text, language: Language::Unknown, by: None, rule: NameRule::Word, source: "x".into(), seen: "2026-01-01".into() }], links: vec![], facts: vec![] });
    }
    let knowledge = noroshi_know::with_imported(knowledge, entities, vec![Source{id:"x".into(),title:"x".into(),publisher:"x".into(),url:"".into(),licence:"".into()}]);
    let reader = noroshi_read::Reader::new(&knowledge);
    let mut score = noroshi_testkit::score::Score::default();
    for line in text.lines() {
        let passage = noroshi_testkit::score::Passage::parse(line)?;
        let doc = Document { id: DocumentId::of(passage.text.as_bytes()), path: "x".into(), media: Media::Text, title: None, publisher: None, text: passage.text.clone(), blocks: vec![], links: vec![], published: None, fetched: None, declared_language: None, tlp: None };
        score.add(&passage, &reader.read(&doc));
    }
    let want = std::env::args().nth(2).unwrap_or("relation".into());
    for one in score.differences.iter().filter(|one| one.what == want) { println!("{} {} {}", one.passage, if one.missed {'-'} else {'+'}, one.shown); }
    println!("{score}");
    Ok(())
}
