//! Inventory, calendar, readiness and bundle: what the directive asks, and for whom.

use jiff::Timestamp;
use jiff::civil::{Date, date};
use noroshi_model::{Language, Problem};
use noroshi_posture::bod::{
    Authorisation, Inventory, Rhythm, Scope, Standard, Standing, Submission, bundle, calendar, ics,
    readiness,
};
use noroshi_posture::facts::Facts;
use noroshi_posture::{
    Criticality, Exception, ExceptionState, Kind, PolicyId, PolicyResult, Run, Suite, Tenant,
    Verdict,
};

const ID: &str = "00000000-0000-4000-8000-00000000face";
const TODAY: Date = date(2026, 11, 22);

fn inventory(rows: &str) -> (Inventory, Vec<Problem>) {
    let head = "Bureau,Product,Service plan,Tenant ID,Tenant FQDN,In scope,ATO\n";
    Inventory::from_csv(format!("{head}{rows}").as_bytes(), "inv.csv")
}

fn one(scope: &str, ato: &str) -> Inventory {
    let (inventory, problems) =
        inventory(&format!("情報システム部,M365,E5,{ID},kazemori.example,{scope},{ato}\n"));
    assert_eq!(problems, []);
    inventory
}

fn codes(problems: &[Problem]) -> Vec<&str> {
    problems.iter().map(|problem| problem.code).collect()
}

#[test]
fn a_table_is_read_and_written_alike() {
    let (read, problems) = inventory(
        "情報システム部,Microsoft 365,E5,00000000-0000-4000-8000-00000000FACE,Kazemori.example.,はい,2024-05-01\n\
         \"=HYPERLINK(\"\"http://x.example\"\")\",GWS,Business Plus,C0abc1234,kazemori-pay.example,対象外,申請中\n\n",
    );
    assert_eq!(problems, []);
    let [first, second] = read.entries.as_slice() else { panic!("two rows") };
    assert_eq!((first.tenant_id.as_str(), first.fqdn.as_str()), (ID, "kazemori.example"));
    assert_eq!((first.suite, first.scope), (Suite::M365, Scope::In));
    assert_eq!(first.ato, Authorisation::Granted(Some(date(2024, 5, 1))));
    assert_eq!((second.scope, second.ato), (Scope::Out, Authorisation::Pending));
    let text = read.to_csv();
    assert!(text.contains("\"'=HYPERLINK(\"\"http://x.example\"\")\""), "{text}");
    let (again, problems) = Inventory::from_csv(text.as_bytes(), "again.csv");
    assert_eq!((again, problems), (read, Vec::new()));
}

#[test]
fn japanese_headings_in_any_order_are_understood() {
    let text = "テナントID,製品,部局,対象\r\nC0abc1234,Google Workspace,営業部,○\r\n";
    let (read, problems) = Inventory::from_csv(text.as_bytes(), "inv.csv");
    assert_eq!(problems, []);
    assert_eq!(read.entries[0].bureau, "営業部");
    assert_eq!(read.entries[0].ato, Authorisation::Unstated);
}

#[test]
fn a_bad_row_costs_only_itself() {
    let (read, problems) = inventory(&format!(
        "a,M365,E5,{ID},a.example,yes,yes\n\
         b,M365,E5,not-a-guid,b.example,yes,yes\n\
         c,Slack,x,{ID},c.example,yes,yes\n\
         d,M365,E5,00000000-0000-4000-8000-000000000001,no domain,yes,yes\n\
         e,M365,E5,00000000-0000-4000-8000-000000000002,e.example,perhaps,yes\n\
         f,M365,E5,{ID},f.example,yes,yes\n\
         g,M365,E5,00000000-0000-4000-8000-000000000003,g.example,yes,no\n"
    ));
    let bureaus: Vec<&str> = read.entries.iter().map(|entry| entry.bureau.as_str()).collect();
    assert_eq!(bureaus, ["a", "g"]);
    let wrong = "NRS-POSTURE-051";
    assert_eq!(codes(&problems), [wrong, wrong, wrong, wrong, "NRS-POSTURE-052"]);
    assert_eq!(problems[0].facts[0], ("line", "3".to_owned()));
}

#[test]
fn what_is_no_inventory_is_refused() {
    let refused = |bytes: &[u8]| {
        let (read, problems) = Inventory::from_csv(bytes, "inv.csv");
        assert!(read.entries.is_empty());
        codes(&problems).join(" ")
    };
    assert_eq!(refused(b""), "NRS-POSTURE-050 NRS-POSTURE-050");
    assert_eq!(refused(b"a,b\n1,2\n"), "NRS-POSTURE-050 NRS-POSTURE-050");
    assert_eq!(refused(&[0xff, 0xfe, b'a', 0, b',', 0]), "NRS-POSTURE-054");
    assert_eq!(refused(&vec![b'a'; 5 << 20]), "NRS-POSTURE-053");
    let long = format!("Product,Tenant ID,Bureau\nM365,{ID},{}\n", "x".repeat(400));
    assert_eq!(refused(long.as_bytes()), "NRS-POSTURE-051");
}

#[test]
fn a_yardstick_never_shows_the_dates_of_the_directive() {
    for today in [date(2025, 1, 2), date(2025, 6, 1), TODAY] {
        let entries = calendar(Standing::Yardstick, &one("yes", "no"), today, 24);
        assert!(entries.iter().all(|entry| entry.standing == Standing::Yardstick));
        for day in [date(2025, 2, 21), date(2025, 4, 25), date(2025, 6, 20)] {
            assert!(entries.iter().all(|entry| entry.due != Some(day)));
        }
        let says = |entry: &noroshi_posture::bod::Entry| format!("{:?}", entry.title);
        assert!(entries.iter().all(|entry| !says(entry).contains("BOD")));
    }
    assert_eq!(Standing::of(None), Standing::Yardstick);
}

#[test]
fn a_duty_has_its_dates_its_years_and_its_quarters() {
    let entries = calendar(Standing::Duty, &one("yes", "pending"), TODAY, 12);
    let keys: Vec<&str> = entries.iter().map(|entry| entry.key.as_str()).collect();
    assert_eq!(
        keys,
        [
            "results-2026-q4",
            "inventory-2027",
            "results-2027-q1",
            "results-2027-q2",
            "results-2027-q3",
            "new-00000000-0000-4000-8000-00000000face"
        ]
    );
    assert_eq!(entries[0].due, Some(date(2026, 12, 31)));
    assert_eq!(entries[0].days_left(TODAY), Some(39));
    assert_eq!(entries[1].rhythm, Rhythm::Yearly);
    let first = calendar(Standing::Duty, &Inventory::default(), date(2025, 1, 2), 6);
    let once = first.iter().filter(|entry| entry.rhythm == Rhythm::Once).count();
    assert_eq!(once, 3);
    assert!(calendar(Standing::Duty, &Inventory::default(), date(9999, 12, 31), 120).len() <= 1);
}

#[test]
fn a_calendar_file_is_folded_escaped_and_without_entries_that_have_no_day() {
    let entries = calendar(Standing::Duty, &one("yes", "pending"), TODAY, 6);
    let made: Timestamp = "2026-11-22T00:00:00Z".parse().expect("a moment");
    for language in [Language::Ja, Language::En] {
        let file = ics(&entries, language, made);
        assert!(file.starts_with("BEGIN:VCALENDAR\r\nVERSION:2.0\r\n"));
        assert!(file.ends_with("END:VCALENDAR\r\n"));
        assert!(file.split("\r\n").all(|line| line.len() <= 75 && !line.contains('\n')));
        assert_eq!(file.matches("BEGIN:VEVENT").count(), 3);
        assert!(file.contains("DTSTART;VALUE=DATE:20261231\r\nDTEND;VALUE=DATE:20270101\r\n"));
        assert!(file.contains("DTSTAMP:20261122T000000Z\r\n"));
        assert_eq!(file, ics(&entries, language, made));
    }
}

fn result(policy: &str, verdict: Verdict) -> PolicyResult {
    PolicyResult {
        policy: PolicyId::read(policy).expect("an id"),
        product: "aad".to_owned(),
        group: String::new(),
        requirement: String::new(),
        verdict,
        found: verdict,
        requirement_met: None,
        criticality: Criticality::Shall,
        kind: Kind::Automated,
        details: String::new(),
        raw_details: String::new(),
        missing: Vec::new(),
        exception: None,
        comments: Vec::new(),
        remediation: None,
    }
}

fn run(day: &str, results: Vec<PolicyResult>) -> Run {
    let tenant = Tenant { id: ID.to_uppercase(), ..Tenant::default() };
    Run {
        suite: Suite::M365,
        tenant,
        tool: "ScubaGear".to_owned(),
        tool_version: "1.8.0".to_owned(),
        at: format!("{day}T00:00:00Z").parse().expect("a moment"),
        exported: None,
        source: "x.json".to_owned(),
        sha256: String::new(),
        results,
    }
}

fn stands(found: &noroshi_posture::bod::Readiness, policy: &str) -> Standard {
    let policies = &found.tenants[0].policies;
    policies.iter().find(|(id, _)| id.stem() == policy).expect("mandatory").1
}

#[test]
fn each_mandatory_policy_stands_somewhere() {
    let mut excepted = result("MS.AAD.2.1v1", Verdict::Fail);
    excepted.exception = Some(Exception {
        owner: "砂原".to_owned(),
        approver: "水無瀬".to_owned(),
        reason: "ライセンス更新待ち".to_owned(),
        until: None,
        state: ExceptionState::Active,
    });
    let results = vec![
        result("MS.AAD.1.1v1", Verdict::Fail),
        excepted,
        result("MS.AAD.2.3v1", Verdict::Pass),
        result("MS.AAD.3.2v1", Verdict::Pass),
        result("MS.AAD.3.4v1", Verdict::Error),
        result("MS.DEFENDER.6.1v1", Verdict::Pass),
        result("MS.EXO.17.1v1", Verdict::Fail),
    ];
    let runs = [run("2026-01-01", Vec::new()), run("2026-11-01", results)];
    let facts = Facts::compiled_in();
    let found = readiness(Standing::Yardstick, &one("yes", "yes"), &runs, facts, TODAY);
    assert_eq!(stands(&found, "MS.AAD.1.1"), Standard::NotMet);
    assert_eq!(stands(&found, "MS.AAD.2.1"), Standard::Excepted);
    assert_eq!(stands(&found, "MS.AAD.2.3"), Standard::Met);
    // Another wording of the policy was judged.
    assert_eq!(stands(&found, "MS.AAD.3.2"), Standard::NotAssessed);
    assert_eq!(stands(&found, "MS.AAD.3.4"), Standard::NotAssessed);
    // Two policies of an older release became one: the worse of both counts.
    assert_eq!(stands(&found, "MS.SECURITYSUITE.5.1"), Standard::NotMet);
    assert_eq!(stands(&found, "MS.TEAMS.4.1"), Standard::NotAssessed);
    let tenant = &found.tenants[0];
    assert_eq!(tenant.assessed, Some(date(2026, 11, 1)));
    assert_eq!(tenant.policies[0].1, Standard::NotMet);
    assert!(tenant.policies.iter().all(|(id, _)| !id.stem().starts_with("MS.DEFENDER")));
    let counted: usize = Standard::ALL.map(|it| tenant.count(it)).iter().sum();
    assert_eq!(counted, tenant.policies.len());
    assert!(!found.is_ready());
}

#[test]
fn a_tenant_is_ready_when_all_is_met_and_fresh() {
    let facts = Facts::compiled_in();
    let all: Vec<PolicyResult> = facts
        .policies()
        .filter(|fact| fact.bod && fact.policy.stem().starts_with("MS."))
        .map(|fact| result(&fact.policy.to_string(), Verdict::Pass))
        .collect();
    let ready = |inventory: &Inventory, day: &str| {
        readiness(Standing::Duty, inventory, &[run(day, all.clone())], facts, TODAY)
    };
    assert!(ready(&one("yes", "yes"), "2026-11-01").is_ready());
    let old = ready(&one("yes", "yes"), "2026-05-01");
    assert!(!old.is_ready() && old.tenants[0].gaps[0].en.contains("205 days"));
    let pending = ready(&one("yes", "pending"), "2026-11-01");
    assert!(!pending.is_ready());
    // Nobody said whether it is in scope: it is not left out, and the gap is told.
    let unstated = ready(&one("", "yes"), "2026-11-01");
    assert_eq!((unstated.tenants.len(), unstated.is_ready()), (1, false));
    let out = ready(&one("no", "yes"), "2026-11-01");
    assert!(out.tenants.is_empty() && out.is_ready());
    let stranger = ready(&Inventory::default(), "2026-11-01");
    assert_eq!(stranger.strangers, [ID.to_uppercase()]);
    assert!(!stranger.is_ready());
    assert!(
        ready(&one("yes", "yes"), "2026-11-01")
            .preface()
            .ja
            .contains("遵守を証明するものではありません")
    );
    let empty = readiness(Standing::Yardstick, &one("yes", "yes"), &[], facts, TODAY);
    assert_eq!(empty.tenants[0].gaps[0].ja, "一度も評価していない");
}

fn results_file(meta: &str, result: &str) -> String {
    format!(
        "{{\"MetaData\":{{{meta}}},\"Summary\":{{}},\"Results\":{{\"AAD\":[{{\"GroupName\":\"g\",\
         \"Controls\":[{{\"Control ID\":\"MS.AAD.1.1v1\",\"Result\":\"{result}\"}}]}}]}},\
         \"Raw\":{{\"n\": 1.0e2 }}}}"
    )
}

fn bundled(text: &str) -> (noroshi_posture::bod::Bundle, Vec<Problem>) {
    let submission = Submission { path: "r.json", bytes: text.as_bytes() };
    let now = "2026-11-22T12:00:00Z".parse().expect("a moment");
    bundle("風守ホールディングス株式会社", &one("yes", "yes"), &[submission], now)
}

fn meta(id: &str, time: &str, organisation: &str) -> String {
    format!("\"TenantId\":\"{id}\",\"TimestampZulu\":\"{time}\",\"OrgName\":\"{organisation}\"")
}

#[test]
fn a_bundle_has_results_inventory_and_digests() {
    let (made, problems) =
        bundled(&results_file(&meta(ID, "2026-11-20T01:02:03.000Z", ""), "Pass"));
    assert_eq!(problems, []);
    let names: Vec<&str> = made.files.iter().map(|file| file.name.as_str()).collect();
    let results = "ScubaResults_M365_00000000-0000-4000-8000-00000000face_2026-11-20.json";
    assert_eq!(names, [results, "inventory.csv", "manifest.json"]);
    let text = String::from_utf8(made.files[0].bytes.clone()).expect("text");
    assert!(text.contains("\"OrgName\":\"風守ホールディングス株式会社\""), "{text}");
    assert!(text.contains("{\"n\": 1.0e2 }"), "the rest stays as it was: {text}");
    let manifest = String::from_utf8(made.files[2].bytes.clone()).expect("text");
    assert_eq!(manifest.matches("\"sha256\"").count(), 2);
}

#[test]
fn what_is_not_fit_for_handing_in_is_left_out_or_told() {
    let check = |text: &str| {
        let (made, problems) = bundled(text);
        (made.files.len(), codes(&problems).join(" "))
    };
    let good = "2026-11-20T01:02:03Z";
    let nothing = |code: &str| (0, format!("{code} NRS-POSTURE-057"));
    assert_eq!(check("{\"a\":"), nothing("NRS-POSTURE-055"));
    assert_eq!(check("[]"), nothing("NRS-POSTURE-055"));
    assert_eq!(check("{\"MetaData\":{}}"), nothing("NRS-POSTURE-055"));
    assert_eq!(check(&"[".repeat(5000)), nothing("NRS-POSTURE-055"));
    let foreign = "00000000-0000-4000-8000-000000000bad";
    assert_eq!(check(&results_file(&meta(foreign, good, ""), "Pass")), nothing("NRS-POSTURE-056"));
    let future = results_file(&meta(ID, "2027-11-20T01:02:03Z", ""), "Pass");
    assert_eq!(check(&future), nothing("NRS-POSTURE-055"));
    let old = results_file(&meta(ID, "2026-05-20T01:02:03Z", ""), "Pass");
    assert_eq!(check(&old), (3, "NRS-POSTURE-058".to_owned()));
    let other = results_file(&meta(ID, good, "別会社"), "Pass");
    assert_eq!(check(&other), (3, "NRS-POSTURE-059".to_owned()));
    let open = results_file(&meta(ID, good, ""), "Error - Test results missing");
    assert_eq!(check(&open), (3, "NRS-POSTURE-060".to_owned()));
}

#[test]
fn results_that_name_no_organisation_are_handed_in_only_under_a_name() {
    let now = "2026-11-22T12:00:00Z".parse().expect("a moment");
    let found = |organisation: &str, named: &str| {
        let text = results_file(&meta(ID, "2026-11-20T01:02:03Z", named), "Pass");
        let submission = Submission { path: "r.json", bytes: text.as_bytes() };
        let (made, problems) = bundle(organisation, &one("yes", "yes"), &[submission], now);
        (made.files.len(), codes(&problems).join(" "))
    };
    assert_eq!(found("", ""), (0, "NRS-POSTURE-061 NRS-POSTURE-057".to_owned()));
    assert_eq!(found("", "風守"), (3, String::new()));
    assert_eq!(found("風守", ""), (3, String::new()));
}
