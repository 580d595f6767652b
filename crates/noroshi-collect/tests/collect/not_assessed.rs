//! What could not be read is an error of assessment in the results, never a pass.

use std::collections::{BTreeMap, BTreeSet};
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
    let cases: [(&'static [&'static str], &[&str]); 6] = [
        (&["/identity/conditionalAccess"], &["1.1", "1.2", "1.3", "1.4"]),
        (&["/policies/authenticationMethodsPolicy"], &["1.5"]),
        (&["/policies/authorizationPolicy"], &["2.1", "2.2", "4.1", "4.2"]),
        (&["/applications"], &["2.3"]),
        (&["/subscribedSkus"], &["1.3", "3.1", "3.2", "3.3", "6.1", "6.2"]),
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

/// The official rules of a checkout that a variable names: not in the repository, so run by hand.
fn official(variable: &str) -> Baseline {
    let folder = std::env::var(variable).expect("set it to an unpacked release or checkout");
    let mut open = vec![Path::new(&folder).to_owned()];
    let mut files = Vec::new();
    while let Some(folder) = open.pop() {
        for path in fs::read_dir(&folder).expect("a folder").map(|it| it.expect("entry").path()) {
            let name = path.to_string_lossy().replace('\\', "/");
            if path.is_dir() {
                open.push(path);
            } else if Baseline::wants(&name) && !name.contains("/Testing/") {
                files.push((name, fs::read_to_string(&path).expect("text")));
            }
        }
    }
    Baseline::load(files.iter().map(|(path, text)| (path.as_str(), text.as_str()))).0
}

fn passes(baseline: &Baseline, export: &serde_json::Value) -> Vec<String> {
    let export = Export::read("collected.json", export.to_string().as_bytes()).expect("an export");
    let (run, _) = evaluate(baseline, &export, None, Timestamp::UNIX_EPOCH);
    assert!(run.results.len() > 20, "{}", run.results.len());
    let passed = run.results.into_iter().filter(|it| it.verdict == Verdict::Pass);
    passed.map(|it| it.policy.stem().to_owned()).collect()
}

/// What the rules of product `aad` read of an export; read from ScubaGear 4d34e9a by
/// [`the_keys_that_are_collected_are_those_that_the_rules_read`].
const READ_BY_AAD: [&str; 11] = [
    "app_management_policies",
    "authentication_method",
    "authorization_policies",
    "conditional_access_policies",
    "default_app_management_policy",
    "directory_settings",
    "domain_settings",
    "privileged_roles",
    "privileged_users",
    "risky_delegated_permission_classifications",
    "service_plans",
];

#[test]
fn every_key_that_the_rules_of_entra_read_is_collected_and_holds_something() {
    let export = collect(&tenant(|_, _| None)).export;
    for key in READ_BY_AAD {
        let value = export.get(key).unwrap_or_else(|| panic!("{key} is not collected"));
        let holds = match value {
            serde_json::Value::Array(rows) => !rows.is_empty() || key == "directory_settings",
            serde_json::Value::Object(fields) => !fields.is_empty(),
            _ => false,
        };
        assert!(holds, "{key}: {value}");
    }
}

#[test]
#[ignore = "needs a checkout of ScubaGear: NOROSHI_SCUBAGEAR=DIR"]
fn the_keys_that_are_collected_are_those_that_the_rules_read() {
    let folder = std::env::var("NOROSHI_SCUBAGEAR").expect("set it to a checkout");
    let rules = Path::new(&folder).join("PowerShell/ScubaGear/Rego");
    let own = ["AADConfig.rego", "Utils/AAD.rego"].map(|name| fs::read_to_string(rules.join(name)));
    let text = own.map(|text| text.expect("rules")).concat();
    let code = text.lines().map(|line| line.split('#').next().unwrap_or_default());
    let reads = code.flat_map(|line| line.split("input.").skip(1)).map(|rest| {
        let end = rest.find(|c: char| !c.is_ascii_alphanumeric() && c != '_');
        rest[..end.unwrap_or(rest.len())].to_owned()
    });
    // How to judge, which is no setting of the tenant.
    let keys: BTreeSet<String> = reads.filter(|key| key != "scuba_config").collect();
    assert_eq!(keys.iter().map(String::as_str).collect::<Vec<_>>(), READ_BY_AAD);
}

#[test]
#[ignore = "needs a checkout of ScubaGear: NOROSHI_SCUBAGEAR=DIR"]
fn the_rules_of_scubagear_judge_a_collected_export_and_pass_nothing_that_was_closed() {
    let baseline = official("NOROSHI_SCUBAGEAR");
    let passed = passes(&baseline, &collect(&tenant(|_, _| None)).export);
    for policy in ["MS.AAD.3.4", "MS.AAD.3.5", "MS.AAD.7.1"] {
        assert!(passed.contains(&policy.to_owned()), "{passed:?}");
    }
    for policy in ["MS.AAD.1.1", "MS.AAD.2.1", "MS.AAD.5.2", "MS.AAD.7.3", "MS.AAD.7.6"] {
        assert!(!passed.contains(&policy.to_owned()), "{passed:?}");
    }
    // One section after the other is closed: what passed before passes or is not assessed, and
    // with all of them closed nothing passes.
    let sections = [
        "/identity",
        "/subscribedSkus",
        "/policies/authorizationPolicy",
        "/settings",
        "/domains",
        "/policies/authenticationMethodsPolicy",
        "/policies/defaultAppManagementPolicy",
        "/policies/appManagementPolicies",
        "/servicePrincipals",
        "/directoryRoles",
        "/directoryRoleTemplates",
    ];
    for closed in sections {
        let server = tenant(move |_, path| {
            path.starts_with(closed).then(|| Answer::status(403, &json!({})))
        });
        let fewer = passes(&baseline, &collect(&server).export);
        assert!(fewer.iter().all(|policy| passed.contains(policy)), "{closed}: {fewer:?}");
    }
    let server = tenant(move |_, path| {
        let closed = sections.iter().any(|section| path.starts_with(section));
        closed.then(|| Answer::status(403, &json!({})))
    });
    assert_eq!(passes(&baseline, &collect(&server).export), Vec::<String>::new());
}

#[test]
#[ignore = "needs a checkout of ScubaGoggles: NOROSHI_SCUBAGOGGLES=DIR"]
fn the_rules_of_scubagoggles_judge_a_collected_export_and_pass_nothing_that_was_closed() {
    use crate::dns::{NameServer, Says};
    use crate::google::{collect as collect_google, collect_with, organisation};
    use noroshi_collect::Dns;
    let baseline = official("NOROSHI_SCUBAGOGGLES");
    let passed = passes(&baseline, &collect_google(&organisation(|_, _| None)).export);
    assert!(passed.contains(&"GWS.CALENDAR.2.1".to_owned()), "{passed:?}");
    // The organisation has no records of mail, and an alert that is off.
    let failing = ["GWS.GMAIL.2.1", "GWS.GMAIL.3.1", "GWS.GMAIL.4.1", "GWS.COMMONCONTROLS.13.1"];
    assert!(failing.iter().all(|policy| !passed.contains(&(*policy).to_owned())), "{passed:?}");
    let verdicts = |export: &serde_json::Value| -> BTreeMap<String, Verdict> {
        let export = Export::read("c.json", export.to_string().as_bytes()).expect("an export");
        let (run, _) = evaluate(&baseline, &export, None, Timestamp::UNIX_EPOCH);
        run.results.into_iter().map(|it| (it.policy.stem().to_owned(), it.verdict)).collect()
    };
    let found = verdicts(&collect_google(&organisation(|_, _| None)).export);
    for policy in failing {
        assert!(found[policy].fails(), "{policy} is assessed: {:?}", found[policy]);
    }
    // With records, and lists of senders without domains, they pass.
    let zone = [
        ("kazemori.example", Says::Texts(&["v=spf1 -all"])),
        ("google._domainkey.kazemori.example", Says::Texts(&["v=DKIM1; k=rsa; p=AAAA"])),
        ("_dmarc.kazemori.example", Says::Texts(&["v=DMARC1; p=reject;"])),
        ("_dmarc.kzm.example", Says::Texts(&["v=DMARC1; p=reject;"])),
    ];
    let names = NameServer::start(&zone);
    let found = verdicts(&collect_with(&organisation(|_, _| None), &names.dns()).export);
    for policy in ["2.1", "3.1", "4.1", "4.2", "18.1", "18.2", "18.3"] {
        let verdict = found[&format!("GWS.GMAIL.{policy}")];
        assert_eq!(verdict, Verdict::Pass, "{policy}");
    }
    // What nobody answered for is not assessed.
    let nobody = collect_with(&organisation(|_, _| None), &Dns::of(&[], None).expect("none"));
    let found = verdicts(&nobody.export);
    for policy in ["2.1", "3.1", "4.1", "4.2", "4.3", "4.4"] {
        let verdict = found[&format!("GWS.GMAIL.{policy}")];
        assert_eq!(verdict, Verdict::Error, "{policy}");
    }
    let closed = organisation(|_, path| {
        (path.contains("/v1/policies") || path.contains("/reports/"))
            .then(|| Answer::status(403, &json!({})))
    });
    let fewer = passes(&baseline, &collect_google(&closed).export);
    assert!(fewer.iter().all(|policy| policy.starts_with("GWS.COMMONCONTROLS.6.")), "{fewer:?}");
}

#[test]
#[ignore = "needs a checkout of ScubaGoggles: NOROSHI_SCUBAGOGGLES=DIR"]
fn every_call_that_the_rules_of_scubagoggles_name_is_made() {
    use crate::google::{collect as collect_google, organisation};
    let export = collect_google(&organisation(|_, _| None)).export;
    let export = Export::read("c.json", export.to_string().as_bytes()).expect("an export");
    let baseline = official("NOROSHI_SCUBAGOGGLES");
    let (run, _) = evaluate(&baseline, &export, None, Timestamp::UNIX_EPOCH);
    let missing: BTreeSet<&str> =
        run.results.iter().flat_map(|it| &it.missing).map(String::as_str).collect();
    // What the invented organisation does not say is a setting, never a call.
    assert!(missing.iter().all(|need| need.starts_with("policy/")), "{missing:?}");
    assert!(!missing.is_empty());
}
