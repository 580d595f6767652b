//! Posture runs for the contract.

use noroshi_store::{KeptResult, KeptRun};

/// A run of a tenant with every part filled.
pub(crate) fn run(id: &str, tenant: &str, at: i64) -> KeptRun {
    let word = |text: &str| text.to_owned();
    let full = KeptResult {
        policy: word("NRS.AAD.1.1v1"),
        product: word("noroshi_aad"),
        says: [word("Sign-in"), word("It SHALL be closed.")],
        verdict: [word("Omitted"), word("Fail")],
        met: Some(false),
        kind: [word("SHALL"), word("automated")],
        details: word("2 件の不適合\n- 'a'"),
        missing: vec![word("Get-Door")],
        exception: Some([word("甲"), word("乙"), word("r"), word("2026-12-31"), word("active")]),
        comments: vec![word("c")],
        remediation: Some(word("2026-11-30")),
    };
    KeptRun {
        id: word(id),
        suite: word("M365"),
        tenant: word(tenant),
        at,
        exported: Some(at - 1),
        names: [word(tenant), word("風守"), word("kazemori.example"), String::new()],
        tool: [word("own"), word("1")],
        source: [word("export.json"), word("00")],
        results: vec![full, KeptResult::default()],
    }
}
