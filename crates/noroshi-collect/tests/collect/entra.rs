//! Entra ID against a server of this machine. The answers have the shape that the public
//! reference of Microsoft Graph describes; the organisation is invented.

use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use crate::graph::{ADMIN, SECRET, collect, collect_with, list, tenant};
use crate::server::{Answer, Server, client, codes};
use jiff::Timestamp;
use noroshi_collect::{Collected, Entra, Limits, State, entra};
use noroshi_model::{Diagnosis as _, Secret};
use serde_json::{Value, json};

fn failed(collected: &Collected) -> Vec<&str> {
    let list = collected.export["aad_unsuccessful_commands"].as_array().expect("a list");
    list.iter().map(|one| one.as_str().expect("a name")).collect()
}

const NEVER: &str = "Get-ServicePrincipalsWithRiskyPermissions";

#[test]
fn a_tenant_becomes_an_export_as_the_rules_read_it() {
    let server = tenant(|_, _| None);
    let found = collect(&server);
    assert_eq!(found.problems, []);
    let export = &found.export;
    assert_eq!(export["tenant_details"][0]["DomainName"], "kazemori.onmicrosoft.example");
    let policy = &export["conditional_access_policies"][0];
    assert_eq!(policy["Conditions"]["Users"]["IncludeUsers"], json!(["All"]));
    assert_eq!(policy["Conditions"]["Users"]["ExcludeGuestsOrExternalUsers"], Value::Null);
    assert_eq!(export["service_plans"].as_array().map(Vec::len), Some(1));
    assert_eq!(export["total_user_count"], 812);
    assert_eq!(
        export["authentication_method"][0]["authentication_method_feature_settings"][0]["Id"],
        "Sms"
    );
    assert_eq!(
        export["app_management_policies"][0]["Restrictions"]["PasswordCredentials"][0]["AppliesTo"]
            [0]["DisplayName"],
        "CI app"
    );
    assert_eq!(
        export["risky_delegated_permission_classifications"].as_array().map(Vec::len),
        Some(1)
    );
    let application = &export["risky_applications"][0];
    assert_eq!(application["Permissions"].as_array().map(Vec::len), Some(1));
    assert_eq!(application["PasswordCredentials"][0]["EndDateTime"], "2027-10-01T00:00:00Z");
    assert_eq!(application["PasswordCredentials"][0].get("Hint"), None);
    assert_eq!(failed(&found), [NEVER]);
    let good = export["aad_successful_commands"].as_array().expect("a list");
    assert!(good.contains(&json!("Get-PrivilegedRole")) && good.len() > 10);
    assert!(
        server.told().iter().all(|it| it.method == "GET"
            || it.path.ends_with("token")
            || it.path.ends_with("$batch"))
    );
}

#[test]
fn privileged_users_come_directly_through_groups_and_on_call() {
    let found = collect(&tenant(|_, _| None)).export;
    let users = found["privileged_users"].as_object().expect("users");
    assert_eq!(users.keys().collect::<Vec<_>>(), ["u1", "u2", "u3", "u4"]);
    assert_eq!(users["u2"]["OnPremisesImmutableId"], "YQ==");
    assert_eq!(users["u4"]["roles"], json!(["Global Administrator"]));
    assert_eq!(found["privileged_service_principals"]["sp1"]["DisplayName"], "Robot");
    let role = &found["privileged_roles"][0];
    assert_eq!(role["RoleTemplateId"], ADMIN);
    assert_eq!(role["Assignments"].as_array().map(Vec::len), Some(2));
    let rules = role["Rules"].as_array().expect("rules");
    let sources: Vec<&str> = rules.iter().filter_map(|rule| rule["RuleSource"].as_str()).collect();
    assert_eq!(sources, ["Global Administrator", "管理者グループ"]);
    assert_eq!(rules[1]["Setting"]["IsApprovalRequired"], false);
}

#[test]
fn what_may_not_be_read_is_not_assessed_and_the_rest_goes_on() {
    let refused = json!({"error": {"code": "Authorization_RequestDenied", "message": "Insufficient privileges\u{1b}[31m"}});
    let server = tenant(move |_, path| {
        let closed =
            path.starts_with("/roleManagement") || path == "/identity/conditionalAccess/policies";
        closed.then(|| Answer::status(403, &refused))
    });
    let found = collect(&server);
    let denied = |section: &str| ("NRS-COLLECT-010", section.to_owned());
    assert_eq!(
        codes(&found.problems),
        [denied("conditional-access"), denied("privileged-users"), denied("privileged-roles")]
    );
    assert_eq!(
        failed(&found),
        [
            "Get-MgBetaIdentityConditionalAccessPolicy",
            "Get-PrivilegedRole",
            "Get-PrivilegedUser",
            NEVER
        ]
    );
    assert_eq!(found.export.get("conditional_access_policies"), None);
    assert_eq!(found.export.get("privileged_users"), None);
    assert!(found.export.get("domain_settings").is_some());
    assert!(!format!("{:?}", found.problems).contains('\u{1b}'));
}

#[test]
fn a_question_inside_a_batch_that_is_refused_fails_its_section() {
    let server = tenant(|_, path| {
        path.starts_with("/users/u3")
            .then(|| Answer::status(403, &json!({"error": {"code": "x", "message": "y"}})))
    });
    let found = collect(&server);
    assert_eq!(codes(&found.problems), [("NRS-COLLECT-010", "privileged-users".to_owned())]);
    assert_eq!(failed(&found), ["Get-PrivilegedUser", NEVER]);
}

#[test]
fn rules_that_read_more_than_they_name_are_not_assessed_either() {
    let server = tenant(|_, path| {
        let closed = path.contains("delegatedPermissionClassifications")
            || path.starts_with("/policies/appManagementPolicies");
        closed.then(|| Answer::status(403, &json!({})))
    });
    let found = collect(&server);
    // Users may consent to what is classified as low, and nobody knows what that is.
    assert!(failed(&found).contains(&"Get-MgBetaPolicyAuthorizationPolicy"));
    assert!(failed(&found).contains(&"Get-MgBetaPolicyDefaultAppManagementPolicy"));
    let good = found.export["aad_successful_commands"].to_string();
    assert!(!good.contains("AuthorizationPolicy") && !good.contains("DefaultAppManagement"));
}

#[test]
fn without_licences_nobody_says_who_is_privileged() {
    let server = tenant(|_, path| {
        path.starts_with("/subscribedSkus").then(|| Answer::status(403, &json!({})))
    });
    let found = collect(&server);
    assert_eq!(
        failed(&found),
        ["Get-MgBetaSubscribedSku", "Get-PrivilegedRole", "Get-PrivilegedUser", NEVER]
    );
}

#[test]
fn too_many_questions_are_asked_again_when_the_server_says() {
    static TRIES: AtomicUsize = AtomicUsize::new(0);
    let server = tenant(|_, path| {
        let first = path.starts_with("/domains") && TRIES.fetch_add(1, Ordering::SeqCst) < 2;
        first.then(|| {
            Answer::status(429, &json!({"error": {"code": "TooManyRequests"}}))
                .with("Retry-After", 17)
        })
    });
    let secret = Secret::new(SECRET.to_owned());
    let of = Entra {
        login: server.origin.clone(),
        graph: server.origin.clone(),
        tenant: "t1",
        client: "app",
        secret: &secret,
    };
    let (http, waits) = client(Limits::default());
    let found = entra(&of, &http, &mut State::forgetful(), Timestamp::UNIX_EPOCH, &mut |_| {})
        .expect("collected");
    assert_eq!(found.problems, []);
    assert_eq!(*waits.lock().expect("waits"), [Duration::from_secs(17); 2]);
}

#[test]
fn too_many_questions_inside_a_batch_are_asked_again_alone() {
    static TRIES: AtomicUsize = AtomicUsize::new(0);
    let server = tenant(|_, path| {
        let first = path.starts_with("/users/u2") && TRIES.fetch_add(1, Ordering::SeqCst) == 0;
        first.then(|| Answer::status(429, &json!({})).with("Retry-After", 3))
    });
    let found = collect(&server);
    assert_eq!(found.problems, []);
    assert!(found.export["privileged_users"]["u2"].is_object());
}

#[test]
fn a_server_that_asks_for_too_long_a_wait_costs_its_section_only() {
    let server = tenant(|_, path| {
        path.starts_with("/settings")
            .then(|| Answer::status(429, &json!({})).with("Retry-After", 86_400))
    });
    let found = collect(&server);
    assert_eq!(codes(&found.problems), [("NRS-COLLECT-012", "directory-settings".to_owned())]);
    assert_eq!(server.asked("/beta/settings"), 1);
    let always =
        tenant(|_, path| path.starts_with("/settings").then(|| Answer::status(503, &json!({}))));
    let found = collect(&always);
    assert_eq!(codes(&found.problems), [("NRS-COLLECT-012", "directory-settings".to_owned())]);
    assert_eq!(always.asked("/beta/settings"), 6);
}

#[test]
fn an_expired_token_is_renewed_once() {
    static TOKENS: AtomicUsize = AtomicUsize::new(0);
    let server = tenant(|question, path| {
        if path == "token" {
            let number = TOKENS.fetch_add(1, Ordering::SeqCst);
            return Some(Answer::json(
                &json!({"token_type": "Bearer", "access_token": format!("t{number}")}),
            ));
        }
        let expired = json!({"error": {"code": "InvalidAuthenticationToken", "message": "Lifetime validation failed"}});
        let over = question.bearer == "Bearer t0" && path.starts_with("/domains");
        over.then(|| Answer::status(401, &expired))
    });
    let found = collect(&server);
    assert_eq!(found.problems, []);
    assert_eq!(TOKENS.load(Ordering::SeqCst), 2);
}

#[test]
fn wrong_credentials_end_it_and_the_secret_is_nowhere() {
    let words = json!({"error": "invalid_client", "error_codes": [7_000_215],
        "error_description": format!("AADSTS7000215: Invalid client secret provided: {SECRET}")});
    let server = tenant(move |_, path| (path == "token").then(|| Answer::status(401, &words)));
    let error =
        collect_with(&server, &mut State::forgetful(), Limits::default()).expect_err("refused");
    assert_eq!(error.code(), "NRS-COLLECT-002");
    let said = format!("{error} {error:?} {:?}", error.facts());
    assert!(said.contains("AADSTS7000215") && !said.contains("hemlich"), "{said}");
    // It was sent escaped, once, to the login server only.
    let told = server.told();
    assert_eq!(told.len(), 1);
    assert!(
        told[0].body.contains("client_secret=hemlich~Q.%C3%A4%C3%B6%2B%2F%3D"),
        "{}",
        told[0].body
    );
    let never = tenant(|_, path| (path != "token").then(|| Answer::status(401, &json!({}))));
    let error =
        collect_with(&never, &mut State::forgetful(), Limits::default()).expect_err("refused");
    assert_eq!(error.code(), "NRS-COLLECT-002");
}

#[test]
fn pages_are_followed_on_the_same_server_only() {
    let second = Server::start(|_| Answer::json(&json!({"value": []})));
    let elsewhere = second.origin.to_string();
    let paged = |link: String| {
        tenant(move |question, path| match path {
            "/domains" => {
                let host = question.path.len();
                assert!(host > 0);
                Some(Answer::json(
                    &json!({"value": [{"id": "a.example"}], "@odata.nextLink": link}),
                ))
            }
            _ => None,
        })
    };
    for link in [
        format!("{elsewhere}/beta/domains?$skiptoken=x"),
        "http://169.254.169.254/beta/latest".to_owned(),
        "https://graph.microsoft.com.evil.example/beta/domains".to_owned(),
        "file:///etc/passwd".to_owned(),
        "not an address".to_owned(),
    ] {
        let found = collect(&paged(link.clone()));
        assert_eq!(codes(&found.problems), [("NRS-COLLECT-014", "domains".to_owned())], "{link}");
        assert!(failed(&found).contains(&"Get-MgBetaDomain"));
    }
    assert_eq!(second.told().len(), 0);
}

#[test]
fn a_list_of_several_pages_is_whole_and_a_circle_ends() {
    let make = |circle: bool| {
        let own = std::sync::Arc::new(std::sync::OnceLock::<String>::new());
        let kept = std::sync::Arc::clone(&own);
        let server = tenant(move |_, path| {
            let next =
                |page: &str| format!("{}/beta/domains?$skiptoken={page}", kept.get().expect("set"));
            let link = match path {
                "/domains" => Some(next("2")),
                "/domains?$skiptoken=2" if circle => Some(next("2")),
                "/domains?$skiptoken=2" => None,
                _ => return None,
            };
            Some(Answer::json(&json!({"value": [{"id": path}], "@odata.nextLink": link})))
        });
        own.set(server.origin.to_string()).expect("once");
        server
    };
    let found = collect(&make(false));
    assert_eq!(found.export["domain_settings"].as_array().map(Vec::len), Some(2));
    assert_eq!(codes(&collect(&make(true)).problems), [("NRS-COLLECT-014", "domains".to_owned())]);
}

#[test]
fn answers_that_are_none_cost_their_section_only() {
    let huge = Limits { body: 4_096, ..Limits::default() };
    let cases: [(Vec<u8>, &str); 6] = [
        (vec![b' '; 10_000], "NRS-COLLECT-013"),
        (b"<html>".to_vec(), "NRS-COLLECT-015"),
        (b"[]".to_vec(), "NRS-COLLECT-015"),
        (b"{\"value\": {}}".to_vec(), "NRS-COLLECT-015"),
        ("[".repeat(4_000).into_bytes(), "NRS-COLLECT-015"),
        (Vec::new(), "NRS-COLLECT-015"),
    ];
    for (body, code) in cases {
        let server = tenant(move |_, path| {
            (path == "/domains").then(|| Answer {
                status: 200,
                headers: Vec::new(),
                body: body.clone(),
            })
        });
        let found = collect_with(&server, &mut State::forgetful(), huge).expect("collected");
        assert_eq!(codes(&found.problems), [(code, "domains".to_owned())]);
    }
}

#[test]
fn a_redirect_is_not_followed() {
    let second = Server::start(|_| Answer::json(&json!({"value": []})));
    let elsewhere = second.origin.to_string();
    let server = tenant(move |_, path| {
        (path == "/domains").then(|| Answer::status(302, &json!({})).with("Location", &elsewhere))
    });
    let found = collect(&server);
    assert_eq!(codes(&found.problems), [("NRS-COLLECT-014", "domains".to_owned())]);
    assert_eq!(second.told().len(), 0);
}

#[test]
fn an_id_that_would_change_the_question_is_refused() {
    let server = tenant(|_, path| {
        path.starts_with("/directoryRoles/role1").then(|| {
            Answer::json(&list(
                json!([{"@odata.type": "#microsoft.graph.user", "id": "../../domains?x"}]),
            ))
        })
    });
    let found = collect(&server);
    assert_eq!(codes(&found.problems), [("NRS-COLLECT-015", "privileged-users".to_owned())]);
}

#[test]
fn a_broken_collection_goes_on_where_it_stopped() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("state.json");
    let now: Timestamp = "2026-11-22T00:00:00Z".parse().expect("a moment");
    let open = |at: Timestamp, of: &str| State::open(&path, of, at);
    let first =
        tenant(|_, path| path.starts_with("/settings").then(|| Answer::status(403, &json!({}))));
    let mut state = open(now, "entra t1").expect("a state");
    let before = collect_with(&first, &mut state, Limits::default()).expect("collected");
    assert_eq!(before.problems.len(), 1);
    drop(state);
    let text = std::fs::read_to_string(&path).expect("kept");
    assert!(!text.contains("hemlich") && !text.contains("t0\""));
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt as _;
        assert_eq!(std::fs::metadata(&path).expect("kept").permissions().mode() & 0o777, 0o600);
    }
    let second = tenant(|_, _| None);
    let mut state = open(now, "entra t1").expect("a state");
    let after = collect_with(&second, &mut state, Limits::default()).expect("collected");
    assert_eq!(after.problems, []);
    let asked: Vec<String> = second.told().into_iter().map(|it| it.path).collect();
    assert_eq!(asked, ["/t1/oauth2/v2.0/token", "/beta/settings"]);
    assert_eq!(after.export, collect(&second).export);
    state.finish().expect("removed");
    assert!(!path.exists());
    // Another tenant, a broken file, and yesterday's state.
    std::fs::write(&path, &text).expect("written");
    assert_eq!(open(now, "entra t2").expect_err("another").code(), "NRS-COLLECT-006");
    assert!(
        open("2026-11-24T00:00:00Z".parse().expect("a moment"), "entra t1")
            .expect("anew")
            .is_empty()
    );
    std::fs::write(&path, "{").expect("written");
    assert_eq!(open(now, "entra t1").expect_err("broken").code(), "NRS-COLLECT-006");
}

#[test]
fn a_server_that_is_not_there_is_told() {
    let server = tenant(|_, _| None);
    let closed = std::net::TcpListener::bind("127.0.0.1:0").expect("a port");
    let address = format!("http://{}", closed.local_addr().expect("an address"));
    drop(closed);
    let secret = Secret::new(SECRET.to_owned());
    let login = noroshi_collect::Origin::read(&address).expect("an origin");
    let of =
        Entra { login, graph: server.origin.clone(), tenant: "t1", client: "app", secret: &secret };
    let (http, _) = client(Limits::default());
    let error = entra(&of, &http, &mut State::forgetful(), Timestamp::UNIX_EPOCH, &mut |_| {})
        .expect_err("nobody");
    assert_eq!(error.code(), "NRS-COLLECT-001");
    assert_eq!(server.told().len(), 0);
}
