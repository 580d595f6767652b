//! Scores the joining of reposts on pairs of postings: `cargo run -p noroshi-watch --example reposts -- FILE...`.
//!
//! A pair is joined when both postings are in one thread; `same` says whether they should be.

#![expect(
    clippy::disallowed_methods,
    reason = "an example is a program: it reads files and prints"
)]
#![expect(clippy::print_stdout, reason = "an example is a program: it reads files and prints")]
#![expect(clippy::expect_used, reason = "a program for developers: a missing file ends it")]

use noroshi_model::DocumentId;
use noroshi_watch::listing::{
    GoodsClass, Jargon, Listing, Origin, Posting, lend_classes, read, threads,
};
use noroshi_watch::name::Watcher;
use serde_json::Value;

fn listing(text: &str, watcher: &Watcher) -> Listing {
    let posting = Posting {
        document: DocumentId::of(text.as_bytes()),
        path: "devset".to_owned(),
        at: "line 1".to_owned(),
        span: None,
        text: text.to_owned(),
        fields: Vec::new(),
        origin: Origin::Posting,
        listed: false,
        anchor: None,
    };
    read(&posting, watcher, Jargon::own())
}

fn main() {
    let verbose = std::env::var("VERBOSE").is_ok();
    let (watcher, _) = Watcher::new(Vec::new());
    for path in std::env::args().skip(1) {
        let text = std::fs::read_to_string(&path)
            .expect("give a file of devset/watch, such as devset/watch/reposts-held.jsonl");
        let (mut merged, mut same, mut wrong, mut other, mut unread) = (0, 0, 0, 0, 0);
        for line in text.lines() {
            let row: Value = serde_json::from_str(line).expect("one JSON object per line");
            let mut pair =
                ["a", "b"].map(|key| listing(row[key].as_str().unwrap_or_default(), &watcher));
            lend_classes(&mut pair, Jargon::own());
            let read = pair.iter().all(|one| one.class != GoodsClass::None);
            let joined = read && threads(&pair, Jargon::own()).len() == 1;
            let should = row["same"] == true;
            unread += usize::from(!read);
            if should {
                (same, merged) = (same + 1, merged + usize::from(joined));
            } else {
                (other, wrong) = (other + 1, wrong + usize::from(joined));
            }
            if verbose && joined != should {
                println!("  {} should be {should}: {} | {}", row["id"], row["a"], row["b"]);
            }
        }
        println!(
            "{path}: merged {merged}/{same} reposts, wrong merges {wrong}/{other}; {unread} pairs with a posting of no class"
        );
    }
}
