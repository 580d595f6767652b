//! The own rules on logs of a day on which nothing happened.

use noroshi_hunt::{Hunter, Limits, Log, RuleSet, pack};
use noroshi_testkit::ordinary;

/// No rule hits, and some could have.
fn check(name: &str, text: &str) {
    let texts = pack();
    let (set, _) = RuleSet::load(texts.iter().map(|(path, text)| (path.as_str(), text.as_str())));
    let mut hunter = Hunter::new(&set, Limits::default());
    let mut hits: Vec<String> = Vec::new();
    let mut log = Log::open(name, text.as_bytes(), Limits::default()).expect("it is a log");
    while let Some(chunk) = log.chunk() {
        let (found, problems) = hunter.chunk(&chunk);
        assert!(problems.is_empty(), "{name} {problems:?}");
        hits.extend(found.into_iter().map(|hit| hit.rule.title.clone()));
    }
    let outcome = hunter.finish();
    hits.extend(outcome.correlations.into_iter().map(|hit| hit.rule.title.clone()));
    assert_eq!(hits, Vec::<String>::new(), "{name}");
    let asked = outcome.coverage.iter().filter(|row| row.verdict.evaluable()).count();
    assert!(asked > 0, "{name} {:?}", outcome.seen);
}

#[test]
fn an_ordinary_day_is_quiet() {
    check("m365.jsonl", &ordinary::m365_day());
    check("proxy.log", &ordinary::proxy_day());
    check("dns.jsonl", &ordinary::dns_day());
    check("conn.jsonl", &ordinary::connections_day());
}
