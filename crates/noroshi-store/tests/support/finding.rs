//! What both engines promise of findings and of what was looked at.

use noroshi_model::{
    Artefact, Attitude, Bilingual, Check, Citation, Finding, FindingKind, FindingState, Level,
};
use noroshi_store::{AnyStore, CheckStore as _, FindingStore as _, KeptCount, Mark, Wanted};

pub(crate) async fn findings_are_one_however_often_seen(store: &AnyStore) {
    let one = finding(FindingKind::Log, "rule a", Level::Soon);
    let other = finding(FindingKind::Package, "purl", Level::Now);
    let both = [one.clone(), other.clone(), one.clone()];
    let count = store.keep_findings(&both, 10).await.expect("works");
    assert_eq!(count, KeptCount { new: 2, changed: 0, same: 0 });
    let elsewhere = Finding { ours: vec![artefact("copy.evtx")], ..one.clone() };
    let count = store.keep_findings(std::slice::from_ref(&elsewhere), 20).await.expect("works");
    assert_eq!(count, KeptCount { new: 0, changed: 0, same: 1 });

    let all = store.findings(&Wanted::default()).await.expect("works");
    assert_eq!(all.iter().map(|kept| &kept.finding).collect::<Vec<_>>(), [&other, &elsewhere]);
    assert_eq!((all[1].first, all[1].last, all[1].state), (10, 20, FindingState::New));
    let logs = Wanted { kinds: vec![FindingKind::Log], ..Wanted::default() };
    assert_eq!(store.findings(&logs).await.expect("works").len(), 1);
    let pressing = Wanted { at_least: Some(Level::Now), ..Wanted::default() };
    assert_eq!(store.findings(&pressing).await.expect("works").len(), 1);
    let few = Wanted { limit: Some(1), ..Wanted::default() };
    assert_eq!(store.findings(&few).await.expect("works").len(), 1);
}

pub(crate) async fn findings_that_say_something_else_are_raised_again(store: &AnyStore) {
    let one = finding(FindingKind::Asset, "host CVE", Level::Know);
    store.keep_findings(std::slice::from_ref(&one), 10).await.expect("works");
    let seen = mark(FindingState::Seen, 11);
    assert!(store.mark_finding(&one.id(), &seen).await.expect("works"));
    let worse = Finding { level: Level::Now, ..one.clone() };
    let count = store.keep_findings(std::slice::from_ref(&worse), 12).await.expect("works");
    assert_eq!(count.changed, 1);
    let kept = store.findings_like(&one.id().as_str()[..8]).await.expect("works").remove(0);
    assert_eq!((kept.state, kept.finding, kept.marks), (FindingState::New, worse, vec![seen]));

    let not_ours = mark(FindingState::NotUs, 13);
    store.mark_finding(&one.id(), &not_ours).await.expect("works");
    let count = store.keep_findings(&[one], 14).await.expect("works");
    assert_eq!((count.changed, count.same), (0, 1));
}

pub(crate) async fn findings_are_decided_by_people(store: &AnyStore) {
    let one = finding(FindingKind::Listing, "post 1", Level::Soon);
    assert!(!store.mark_finding(&one.id(), &mark(FindingState::Done, 5)).await.expect("works"));
    store.keep_findings(std::slice::from_ref(&one), 10).await.expect("works");
    let marks = [mark(FindingState::Seen, 11), mark(FindingState::Done, 12)];
    for mark in &marks {
        assert!(store.mark_finding(&one.id(), mark).await.expect("works"));
    }
    let done = Wanted { states: vec![FindingState::Done], ..Wanted::default() };
    let kept = store.findings(&done).await.expect("works").remove(0);
    assert_eq!(kept.marks, marks);
    let open = Wanted { states: vec![FindingState::New], ..Wanted::default() };
    assert!(store.findings(&open).await.expect("works").is_empty());
}

pub(crate) async fn findings_not_seen_again_are_retired(store: &AnyStore) {
    let here = finding(FindingKind::Setting, "tenant-a/policy 1", Level::Soon);
    let fixed = finding(FindingKind::Setting, "tenant-a/policy 2", Level::Soon);
    let elsewhere = finding(FindingKind::Setting, "tenant-b/policy 2", Level::Soon);
    let all = [here.clone(), fixed.clone(), elsewhere.clone()];
    store.keep_findings(&all, 10).await.expect("works");
    store.keep_findings(std::slice::from_ref(&here), 20).await.expect("works");
    let gone = mark(FindingState::Done, 20);
    let retired = store.retire_findings(FindingKind::Setting, "tenant-a/", 20, &gone).await;
    assert_eq!(retired.expect("works"), 1);
    let open = Wanted { states: vec![FindingState::New], ..Wanted::default() };
    let keys = store.findings(&open).await.expect("works").into_iter();
    let mut keys: Vec<String> = keys.map(|kept| kept.finding.key).collect();
    keys.sort();
    assert_eq!(keys, [here.key, elsewhere.key]);
}

pub(crate) async fn only_the_last_check_of_a_kind_is_kept(store: &AnyStore) {
    let check = |at, looked_at| Check {
        kind: FindingKind::Log,
        scope: Bilingual::new("rules in logs", "ログのルール"),
        document: None,
        at: jiff::Timestamp::from_second(at).expect("in range"),
        looked_at,
        found: 0,
        gaps: vec![Bilingual::new("no Sysmon", "Sysmon がない")],
    };
    let about = Check { document: Some(noroshi_model::DocumentId::of(b"report")), ..check(15, 7) };
    for one in [&check(10, 3), &about, &check(20, 4)] {
        store.keep_check(one).await.expect("works");
    }
    assert_eq!(store.checks().await.expect("works"), [check(20, 4), about]);
}

fn mark(state: FindingState, at: i64) -> Mark {
    Mark { state, who: "佐藤".to_owned(), at, note: "checked".to_owned() }
}

fn artefact(path: &str) -> Artefact {
    Artefact {
        path: path.to_owned(),
        at: "record 3".to_owned(),
        text: "code.exe tunnel".to_owned(),
    }
}

fn finding(kind: FindingKind, key: &str, level: Level) -> Finding {
    let document = noroshi_model::DocumentId::of(b"report");
    let cited = Citation {
        who: "Rule author".to_owned(),
        what: "a rule".to_owned(),
        text: "トンネルを使った".to_owned(),
        place: Some((document, noroshi_model::Span::new(3, 27).expect("in order"))),
        link: Some("https://example.com/rule".to_owned()),
        attitude: Some(Attitude::Denies),
    };
    Finding {
        kind,
        key: key.to_owned(),
        level,
        subject: "host-1".to_owned(),
        title: Bilingual::new("a tunnel", "トンネル"),
        reason: Bilingual::new("it matched", "一致した"),
        ours: vec![artefact("security.evtx")],
        theirs: vec![cited],
        time: jiff::Timestamp::from_second(1_700_000_000).ok(),
        techniques: vec!["T1572".parse().expect("an id")],
        unknown: vec![Bilingual::new("who did it", "誰がしたか")],
        next: vec![Bilingual::new("ask the owner", "所有者に聞く")],
    }
}
