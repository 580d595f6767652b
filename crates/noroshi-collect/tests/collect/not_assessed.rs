//! What could not be read is an error of assessment in the results, never a pass.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use crate::graph::{collect, tenant};
use crate::server::Answer;
use jiff::Timestamp;
use noroshi_posture::{Baseline, Export, Verdict, evaluate};
use serde_json::json;

fn baseline() -> Baseline {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../rules/rego");
    let entries = fs::read_dir(&folder).expect("rules").map(|entry| entry.expect("entry").path());
    let files: Vec<(String, String)> = entries
        .filter(|path| path.is_file())
        .map(|path| {
            let name = path.file_name().expect("a name").to_string_lossy().into_owned();
            (name, fs::read_to_string(path).expect("text"))
        })
        .collect();
    let files = files.iter().map(|(path, text)| (path.as_str(), text.as_str()));
    let (baseline, problems) = Baseline::load(files);
    assert!(problems.iter().all(|it| it.code == "NRS-POSTURE-006"), "{problems:?}");
    baseline
}

/// Verdicts of the sample baseline on what a server lets be read.
fn verdicts(closed: &'static [&'static str]) -> BTreeMap<String, Verdict> {
    let server = tenant(move |_, path| {
        let refused = json!({"error": {"code": "Authorization_RequestDenied", "message": "no"}});
        let is_closed = closed.iter().any(|start| path.starts_with(start));
        is_closed.then(|| Answer::status(403, &refused))
    });
    let export = collect(&server).export.to_string();
    let export = Export::read("collected.json", export.as_bytes()).expect("an export");
    let (run, _) = evaluate(&baseline(), &export, None, Timestamp::UNIX_EPOCH);
    assert_eq!(run.tenant.id, "t1");
    run.results.into_iter().map(|it| (it.policy.stem().to_owned(), it.verdict)).collect()
}

#[test]
fn a_collected_export_is_judged() {
    let found = verdicts(&[]);
    assert_eq!(found["NRS.AAD.1.1"], Verdict::Fail);
    assert_eq!(found["NRS.AAD.1.5"], Verdict::Pass);
    assert_eq!(found["NRS.AAD.2.3"], Verdict::Warning);
    assert_eq!(found["NRS.AAD.3.1"], Verdict::Pass);
    assert_eq!(found["NRS.AAD.3.2"], Verdict::Fail);
    assert!(found.values().all(|verdict| *verdict != Verdict::Error), "{found:?}");
}

#[test]
fn each_permission_that_is_missing_makes_its_policies_errors() {
    let whole = verdicts(&[]);
    let cases: [(&'static [&'static str], &[&str]); 5] = [
        (&["/identity/conditionalAccess"], &["1.1", "1.2", "1.3", "1.4"]),
        (&["/policies/authenticationMethodsPolicy"], &["1.5"]),
        (&["/policies/authorizationPolicy"], &["2.1", "2.2", "4.1", "4.2"]),
        (&["/applications"], &["2.3"]),
        (&["/directoryRoles", "/directoryRoleTemplates"], &["1.3", "3.1", "3.2", "3.3"]),
    ];
    for (closed, policies) in cases {
        let found = verdicts(closed);
        for (policy, verdict) in &found {
            let touched = policies.iter().any(|it| *policy == format!("NRS.AAD.{it}"));
            let expected = if touched { Verdict::Error } else { whole[policy] };
            assert_eq!(*verdict, expected, "{policy} without {closed:?}");
        }
    }
}
