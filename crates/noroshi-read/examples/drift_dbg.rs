//! temporary
fn main() {
    let t = std::env::args().nth(1).unwrap().replace("\\n", "\n");
    let (k, _) = noroshi_know::pack();
    let r = noroshi_read::Reader::new(&k);
    let x = r.read(&noroshi_testkit::document(&t));
    for c in &x.claims {
        println!(
            "{:?} {:?} {:?} {:?} roots {:?} {:?}",
            c.sentence.of(&t),
            c.speakers,
            c.stance,
            c.likelihood.map(|l| l.1.of(&t)),
            c.roots,
            c.attribution
        );
    }
    for s in &x.sources {
        println!("SRC {s:?}");
    }
    for d in &x.drift {
        println!("DRIFT {d:?}");
    }
    for m in &x.mentions {
        println!("M {:?} {:?} {:?}", m.kind, m.span.of(&t), m.value);
    }
}
