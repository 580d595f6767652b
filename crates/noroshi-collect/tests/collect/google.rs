//! Google Workspace against a server of this machine. The answers have the shape that the public
//! reference of Google describes; the organisation is invented.

use crate::dns::NameServer;
use crate::server::{Answer, Question, Server, client, codes};
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use jiff::Timestamp;
use noroshi_collect::{
    CollectError, Collected, Dns, Google, Limits, ServiceAccount, State, google,
};
use noroshi_model::{Diagnosis as _, Secret};
use ring::signature::{RSA_PKCS1_2048_8192_SHA256, RsaKeyPair, UnparsedPublicKey};
use serde_json::{Value, json};

const ADMIN: &str = "kanri@kazemori.example";

fn account() -> ServiceAccount {
    let file = json!({
        "type": "service_account",
        "client_email": "reader@project.example",
        "private_key_id": "k1",
        "private_key": crate::key::pem(),
    });
    ServiceAccount::read(&Secret::new(file.to_string())).expect("an account")
}

/// What a well-behaved organisation answers.
fn good(path: &str) -> Value {
    let bare = path.split('?').next().unwrap_or_default();
    match bare {
        "/admin/directory/v1/customer/my_customer/orgunits" => {
            json!({"kind": "admin#directory#orgUnits", "organizationUnits": [
            {"name": "風守HD", "orgUnitPath": "/", "orgUnitId": "id:top"},
            {"name": "営業", "orgUnitPath": "/営業", "orgUnitId": "id:sales"},
            {"name": "東", "orgUnitPath": "/営業/東", "orgUnitId": "id:east"}]})
        }
        "/admin/directory/v1/customer/my_customer/domains" => json!({"domains": [
            {"domainName": "kazemori.example", "isPrimary": true, "verified": true}, {"domainName": "open.example", "verified": false}]}),
        "/admin/directory/v1/customer/my_customer/domainaliases" => {
            json!({"domainAliases": [{"domainAliasName": "kzm.example", "verified": true}]})
        }
        "/admin/directory/v1/customers/my_customer" => {
            json!({"id": "C0abc1234", "customerDomain": "kazemori.example"})
        }
        "/admin/directory/v1/groups" if path.contains("userKey") => {
            json!({"groups": [{"id": "G1", "email": "Admins@kazemori.example"}]})
        }
        "/admin/directory/v1/groups" if path.contains("pageToken") => {
            json!({"groups": [{"id": "g2", "email": "all@kazemori.example"}]})
        }
        "/admin/directory/v1/groups" => {
            json!({"groups": [{"id": "g1", "email": "admins@kazemori.example"}], "nextPageToken": "p&2"})
        }
        "/v1/policies" => policies(),
        "/apps/licensing/v1/product/Google-Apps/users" => {
            let given = |user: &str| json!({"userId": user, "productId": "Google-Apps", "skuId": "1010020020", "skuName": "Enterprise Plus"});
            json!({"items": [given(ADMIN), given("helpdesk@kazemori.example")]})
        }
        "/admin/reports/v1/activity/users/all/applications/admin"
            if path.contains("CHANGE_APPLICATION_SETTING") =>
        {
            json!({"items": [
            {"id": {"time": "2026-11-01T00:00:00Z"}, "events": [{"name": "CHANGE_APPLICATION_SETTING", "parameters": [{"name": "APPLICATION_NAME", "value": "Gmail"}]}]}]})
        }
        "/admin/reports/v1/activity/users/all/applications/admin" => {
            json!({"kind": "admin#reports#activities"})
        }
        "/admin/directory/v1/users" if path.contains("isAdmin") => {
            json!({"users": [{"id": "1", "primaryEmail": ADMIN, "orgUnitPath": "/"}]})
        }
        "/admin/directory/v1/users" => json!({"users": []}),
        "/admin/directory/v1/users/2" => {
            json!({"id": "2", "primaryEmail": "helpdesk@kazemori.example", "orgUnitPath": "/営業"})
        }
        "/admin/directory/v1/customer/my_customer/roles" => json!({"items": [
            {"roleId": "r1", "roleName": "Helpdesk", "rolePrivileges": [{"privilegeName": "USERS_SECURITY"}]},
            {"roleId": "r2", "roleName": "Reader", "rolePrivileges": [{"privilegeName": "REPORTS_ACCESS"}]}]}),
        "/admin/directory/v1/customer/my_customer/roleassignments" => json!({"items": [
            {"roleId": "r1", "assignedTo": "2", "assigneeType": "user"}, {"roleId": "r2", "assignedTo": "3"}, {"roleId": "r1", "assignedTo": "gone"}]}),
        "/v1/inboundSsoAssignments" => {
            json!({"inboundSsoAssignments": [{"name": "inboundSsoAssignments/x", "ssoMode": "SAML_SSO"}]})
        }
        "/groups/v1/groups/admins%40kazemori.example"
        | "/groups/v1/groups/all%40kazemori.example" => {
            json!({"kind": "groupsSettings#groups", "email": "x", "whoCanJoin": "INVITED_CAN_JOIN"})
        }
        _ => Value::Null,
    }
}

fn policies() -> Value {
    let policy = |unit: &str, group: &str, order: f64, section: &str, value: Value| {
        let mut query = json!({"orgUnit": format!("orgUnits/{unit}"), "sortOrder": order});
        if !group.is_empty() {
            query["group"] = json!(format!("groups/{group}"));
        }
        json!({"policyQuery": query, "setting": {"type": format!("settings/{section}"), "value": value}})
    };
    json!({"policies": [
        policy("top", "", 1.0, "gmail.pop_access", json!({"enablePopAccess": true})),
        policy("top", "", 2.0, "gmail.pop_access", json!({"enablePopAccess": false})),
        policy("top", "", 2.0, "chat.chat_history", json!({"historyOnByDefault": true})),
        policy("east", "", 1.0, "gmail.imap_access", json!({"enableImapAccess": true})),
        policy("top", "g1", 1.0, "security.password", json!({"minimumLength": 12})),
        policy("gone", "", 1.0, "gmail.imap_access", json!({"enableImapAccess": true})),
        policy("top", "", 1.0, "rule.dlp", json!({"displayName": "x"})),
    ]})
}

/// The scope that a statement asks for.
fn scope(question: &Question) -> String {
    let statement = question.body.split("assertion=").nth(1).expect("a statement");
    let claims = statement.split('.').nth(1).expect("claims");
    let claims = URL_SAFE_NO_PAD.decode(claims).expect("base64");
    let claims: Value = serde_json::from_slice(&claims).expect("JSON");
    claims["scope"].as_str().expect("a scope").rsplit('/').next().expect("a word").to_owned()
}

pub(crate) fn organisation(
    change: impl Fn(&Question, &str) -> Option<Answer> + Send + Sync + 'static,
) -> Server {
    Server::start(move |question| {
        if question.path == "/token" {
            let scope = scope(question);
            return change(question, &scope)
                .unwrap_or_else(|| Answer::json(&json!({"access_token": format!("t-{scope}"), "token_type": "Bearer", "expires_in": 3599})));
        }
        if let Some(answer) = change(question, &question.path) {
            return answer;
        }
        match good(&question.path) {
            Value::Null => Answer::status(
                404,
                &json!({"error": {"code": 404, "message": "Not Found", "status": "NOT_FOUND"}}),
            ),
            value => Answer::json(&value),
        }
    })
}

fn try_collect(server: &Server, dns: &Dns) -> Result<Collected, CollectError> {
    let account = account();
    let origin = || server.origin.clone();
    let of = Google {
        login: origin(),
        admin: origin(),
        identity: origin(),
        groups: origin(),
        licensing: origin(),
        dns,
        account: &account,
        administrator: ADMIN,
    };
    let (http, _) = client(Limits::default());
    let clock = || "2026-11-22T00:00:00Z".parse::<Timestamp>().expect("a moment");
    google(&of, &http, &mut State::forgetful(), &clock, &mut |_| {})
}

pub(crate) fn collect(server: &Server) -> Collected {
    let names = NameServer::start(&[]);
    collect_with(server, &names.dns())
}

pub(crate) fn collect_with(server: &Server, dns: &Dns) -> Collected {
    try_collect(server, dns).expect("collected")
}

pub(crate) fn holds(value: &Value, text: &str) -> bool {
    value.as_array().is_some_and(|list| list.contains(&json!(text)))
}

#[test]
fn an_organisation_becomes_an_export_as_the_rules_read_it() {
    let server = organisation(|_, _| None);
    let found = collect(&server);
    assert_eq!(found.problems, []);
    let export = &found.export;
    assert_eq!(
        export["tenant_info"],
        json!({"ID": "C0abc1234", "domain": "kazemori.example", "topLevelOU": "風守HD"})
    );
    assert_eq!(export["domains"], json!(["kazemori.example"]));
    assert_eq!(export["super_admins"], json!([{"primaryEmail": ADMIN, "orgUnitPath": ""}]));
    let users = export["privileged_users"].as_array().expect("users");
    assert_eq!(users.len(), 2);
    assert_eq!(
        users[1],
        json!({"primaryEmail": "helpdesk@kazemori.example", "orgUnitPath": "営業", "groupKeys": ["admins@kazemori.example", "g1"]})
    );
    assert_eq!(export["gmail_logs"]["items"].as_array().map(Vec::len), Some(1));
    assert_eq!(export["chat_logs"], json!({"items": []}));
    assert_eq!(export["group_settings"].as_array().map(Vec::len), Some(2));
    assert!(export.get("group_list").is_none());
    assert!(holds(&export["successful_calls"], "reports/v1/activities/list"));
    let licence = json!({"product_name": "Enterprise Plus", "sku_id": "1010020020", "product_id": "Google-Apps", "status": "Active", "assigned": 2});
    assert_eq!(export["license_data"], json!([licence]));
}

#[test]
fn policies_are_reduced_named_and_filled_with_defaults() {
    let found = collect(&organisation(|_, _| None)).export;
    let policies = &found["policies"];
    let top = &policies["風守HD"];
    assert_eq!(top["gmail_pop_access"], json!({"enablePopAccess": false}));
    assert_eq!(
        top["chat_chat_history"],
        json!({"historyOnByDefault": true, "allowUserModification": true})
    );
    assert_eq!(top["drive_and_docs_external_sharing"]["externalSharingMode"], "ALLOWED");
    assert_eq!(top["keep_service_status"]["serviceState"], "DISABLED");
    assert_eq!(policies["東 (in 営業)"], json!({"gmail_imap_access": {"enableImapAccess": true}}));
    assert_eq!(
        policies["風守HD (group admins@kazemori.example)"]["security_password"]["minimumLength"],
        12
    );
    assert_eq!(policies.as_object().map(serde_json::Map::len), Some(3));
    let missing = &found["missing_policies"];
    for name in [
        "gmail_imap_access.enableImapAccess",
        "gmail_imap_access",
        "rule_dlp",
        "gmail_blocked_sender_lists",
        "security_password.minimumLength",
    ] {
        assert!(holds(missing, name), "{name}");
    }
    for name in ["gmail_pop_access.enablePopAccess", "chat_chat_history.historyOnByDefault"] {
        assert!(!holds(missing, name), "{name}");
    }
}

#[test]
fn a_scope_that_was_not_delegated_costs_only_its_sections() {
    let refused =
        json!({"error": "unauthorized_client", "error_description": "Client is unauthorized"});
    let server = organisation(move |question, scope| {
        let closed =
            ["cloud-identity.policies.readonly", "admin.reports.audit.readonly"].contains(&scope);
        (question.path == "/token" && closed).then(|| Answer::status(401, &refused))
    });
    let found = collect(&server);
    let denied = |section: &str| ("NRS-COLLECT-010", section.to_owned());
    assert_eq!(codes(&found.problems), [denied("policies"), denied("logs")]);
    assert!(holds(&found.export["unsuccessful_calls"], "reports/v1/activities/list"));
    assert_eq!(found.export["policies"], json!({}));
    assert!(found.export.get("gmail_logs").is_none());
    // Without policies every setting is missing, so that nothing passes.
    assert!(found.export["missing_policies"].as_array().is_some_and(|list| list.len() > 150));
    assert!(holds(&found.export["missing_policies"], "gmail_pop_access.enablePopAccess"));
}

#[test]
fn an_administrator_without_rights_is_told_by_section() {
    let refused = json!({"error": {"code": 403, "message": "Not Authorized to access this resource/API", "status": "PERMISSION_DENIED"}});
    let server =
        organisation(move |_, path| path.contains("/roles").then(|| Answer::status(403, &refused)));
    let found = collect(&server);
    assert_eq!(codes(&found.problems), [("NRS-COLLECT-010", "privileged-users".to_owned())]);
    assert!(holds(&found.export["unsuccessful_calls"], "directory/v1/roles/list"));
    assert!(found.export.get("super_admins").is_none());
}

#[test]
fn an_account_that_may_do_nothing_ends_it() {
    let server = organisation(|question, _| {
        (question.path == "/token").then(|| Answer::status(400, &json!({"error": "invalid_grant"})))
    });
    let error = try_collect(&server, &Dns::of(&[], None).expect("none")).expect_err("refused");
    assert_eq!(error.code(), "NRS-COLLECT-002");
    assert!(format!("{:?}", error.facts()).contains("invalid_grant"));
}

#[test]
fn each_question_carries_the_token_of_its_own_scope_and_patience() {
    use std::sync::atomic::{AtomicUsize, Ordering};
    static TRIES: AtomicUsize = AtomicUsize::new(0);
    let quota = json!({"error": {"code": 429, "message": "Quota exceeded", "status": "RESOURCE_EXHAUSTED"}});
    let server = organisation(move |_, path| {
        let first = path.starts_with("/v1/policies") && TRIES.fetch_add(1, Ordering::SeqCst) < 3;
        first.then(|| Answer::status(429, &quota).with("retry-after", 30))
    });
    assert_eq!(collect(&server).problems, []);
    let told = server.told();
    let bearer = |words: &str| {
        let mut tokens: Vec<&str> = told
            .iter()
            .filter(|it| it.path.starts_with(words))
            .map(|it| it.bearer.as_str())
            .collect();
        tokens.dedup();
        tokens.join(" ")
    };
    assert_eq!(bearer("/v1/policies"), "Bearer t-cloud-identity.policies.readonly");
    assert_eq!(bearer("/groups/v1"), "Bearer t-apps.groups.settings");
    assert_eq!(server.asked("/v1/policies"), 4);
}

#[test]
fn a_page_token_is_escaped_and_a_circle_ends() {
    let server = organisation(|_, _| None);
    collect(&server);
    assert_eq!(server.asked("customer=my_customer&maxResults=200&pageToken=p%262"), 1);
    let circle = organisation(|_, path| {
        path.starts_with("/v1/policies")
            .then(|| Answer::json(&json!({"policies": [], "nextPageToken": "same"})))
    });
    let found = collect(&circle);
    assert_eq!(codes(&found.problems), [("NRS-COLLECT-014", "policies".to_owned())]);
    assert_eq!(circle.asked("/v1/policies"), 2);
}

#[test]
fn a_statement_is_signed_and_names_one_scope_and_the_administrator() {
    let server = organisation(|_, _| None);
    collect(&server);
    let asked: Vec<Question> = server.told().into_iter().filter(|it| it.path == "/token").collect();
    let pem = ureq::tls::PrivateKey::from_pem(crate::key::pem().as_bytes()).expect("a key");
    let pair = RsaKeyPair::from_pkcs8(pem.der()).expect("a key");
    let public =
        UnparsedPublicKey::new(&RSA_PKCS1_2048_8192_SHA256, pair.public().as_ref().to_vec());
    for question in &asked {
        let statement = question.body.split("assertion=").nth(1).expect("a statement");
        let (signed, signature) = statement.rsplit_once('.').expect("three parts");
        let signature = URL_SAFE_NO_PAD.decode(signature).expect("base64");
        assert!(public.verify(signed.as_bytes(), &signature).is_ok());
        let part = |at: usize| -> Value {
            let text = signed.split('.').nth(at).expect("a part");
            serde_json::from_slice(&URL_SAFE_NO_PAD.decode(text).expect("base64")).expect("JSON")
        };
        assert_eq!(part(0), json!({"alg": "RS256", "typ": "JWT", "kid": "k1"}));
        let claims = part(1);
        assert_eq!(claims["aud"], "https://oauth2.googleapis.com/token");
        assert_eq!(
            claims["exp"].as_i64().zip(claims["iat"].as_i64()).map(|(end, start)| end - start),
            Some(3_600)
        );
        let scope = claims["scope"].as_str().expect("a scope");
        assert!(
            ["readonly", "apps.groups.settings", "apps.licensing"]
                .iter()
                .any(|it| scope.ends_with(it)),
            "{scope}"
        );
        assert_eq!(claims.get("sub").is_some(), scope.ends_with("readonly"));
    }
    assert_eq!(asked.len(), 11);
    assert!(server.told().iter().all(|it| it.path == "/token" || it.method == "GET"));
}

#[test]
fn a_key_file_that_is_none_is_told_without_its_words() {
    let fault = |text: String| {
        let error = ServiceAccount::read(&Secret::new(text)).expect_err("no account");
        let said = format!("{error} {error:?} {:?}", error.facts());
        assert!(!said.contains("geheim"), "{said}");
        error.code()
    };
    let with = |key: &str| {
        json!({"type": "service_account", "client_email": "a@b.example", "private_key": key})
            .to_string()
    };
    assert_eq!(fault("geheim".to_owned()), "NRS-COLLECT-003");
    assert_eq!(fault(with("geheim")), "NRS-COLLECT-003");
    assert_eq!(
        fault(with("-----BEGIN PRIVATE KEY-----\nZ2VoZWlt\n-----END PRIVATE KEY-----\n")),
        "NRS-COLLECT-003"
    );
    assert_eq!(
        fault(
            json!({"type": "authorized_user", "client_email": "geheim", "private_key": "x"})
                .to_string()
        ),
        "NRS-COLLECT-003"
    );
    assert!(!format!("{:?}", account()).contains("MII"));
}
