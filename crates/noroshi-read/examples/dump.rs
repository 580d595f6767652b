//! Temporary.
#![allow(clippy::all, clippy::disallowed_methods)]
use jiff::civil::Date;
use noroshi_model::{Basis, Dated, Document, Moment, Speaker, Value};
use noroshi_testkit::score::Passage;
use serde_json::json;
fn main() {
    let (knowledge, _) = noroshi_know::pack();
    let reader = noroshi_read::Reader::new(&knowledge);
    for path in std::env::args().skip(1) {
        for line in std::fs::read_to_string(&path).unwrap().lines() {
            let passage = Passage::parse(line).unwrap();
            let published = passage.published.as_deref().map(|it| it.parse::<Date>().unwrap());
            let published =
                published.and_then(Moment::day).map(|moment| Dated { moment, basis: Basis::Given });
            let document = Document { published, ..noroshi_testkit::document(&passage.text) };
            let r = reader.read(&document);
            let span = |s: noroshi_model::Span| json!([s.start(), s.end()]);
            let spk = |s: &Speaker| match s {
                Speaker::Unnamed { as_written, .. } => format!("unnamed:{as_written}"),
                _ => s.shown().to_owned(),
            };
            let out = json!({
                "id": passage.id,
                "sentences": r.sentences.iter().map(|s| json!({"span": span(s.span), "b": s.boilerplate})).collect::<Vec<_>>(),
                "mentions": r.mentions.iter().map(|m| json!({"kind": m.kind.word(), "span": span(m.span), "canon": m.canonical, "reason": format!("{:?}", m.reason),
                    "date": if let Value::Date(mo, su) = &m.value { json!({"edtf": mo.edtf(), "precision": mo.precision().word(), "since": mo.since().edtf(), "open": mo.is_open(), "subject": format!("{su:?}")}) } else { json!(null) }})).collect::<Vec<_>>(),
                "claims": r.claims.iter().map(|c| json!({"span": span(c.span), "speakers": c.speakers.iter().map(spk).collect::<Vec<_>>(), "stance": c.stance.word(), "level": c.likelihood.as_ref().map(|(l, _)| format!("{:?}", l.step())), "kind": format!("{:?}", c.kind),
                    "attribution": c.attribution.as_ref().map(|a| json!([a.level.word(), a.candidate]))})).collect::<Vec<_>>(),
                "events": r.events.iter().map(|e| json!({"what": e.what, "date": e.when.map(|(m, s)| json!({"edtf": m.edtf(), "precision": m.precision().word(), "subject": format!("{s:?}")})), "victims": e.victims, "actors": e.actors, "status": format!("{:?}", e.status), "spans": e.spans.iter().map(|s| span(*s)).collect::<Vec<_>>()})).collect::<Vec<_>>(),
                "relations": r.relations.iter().map(|e| json!({"s": e.subject, "p": e.predicate.word(), "o": e.object})).collect::<Vec<_>>(),
            });
            println!("{out}");
        }
    }
}
