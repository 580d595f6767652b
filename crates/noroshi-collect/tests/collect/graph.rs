//! An invented tenant behind a server of this machine, as Microsoft Graph would answer for it.

use jiff::Timestamp;
use noroshi_collect::{CollectError, Collected, Entra, Limits, State, entra};
use noroshi_model::Secret;
use serde_json::{Value, json};

use crate::server::{Answer, Question, Server, client};

pub(crate) const SECRET: &str = "hemlich~Q.äö+/=";
pub(crate) const ADMIN: &str = "62e90394-69f5-4237-9190-012177145e10";

pub(crate) fn list(items: Value) -> Value {
    json!({"@odata.context": "https://graph.microsoft.com/beta/$metadata#x", "value": items})
}

/// What a well-behaved tenant answers, by path without `/beta`.
pub(crate) fn good(path: &str) -> Value {
    let bare = path.split('?').next().unwrap_or_default();
    match bare {
        "/organization" => {
            list(json!([{"id": "t1", "displayName": "風守ホールディングス", "verifiedDomains": [
            {"name": "kazemori.example", "isInitial": false}, {"name": "kazemori.onmicrosoft.example", "isInitial": true}]}]))
        }
        "/identity/conditionalAccess/policies" => {
            list(json!([{"id": "p1", "displayName": "Block legacy", "state": "enabled",
            "conditions": {"clientAppTypes": ["exchangeActiveSync", "other"], "users": {"includeUsers": ["All"], "excludeGuestsOrExternalUsers": null}},
            "grantControls": {"operator": "OR", "builtInControls": ["block"]}}]))
        }
        "/subscribedSkus" => list(
            json!([{"skuId": "s", "skuPartNumber": "SPE_E5", "consumedUnits": 3, "prepaidUnits": {"enabled": 5},
            "servicePlans": [{"servicePlanName": "AAD_PREMIUM_P2", "servicePlanId": "e", "provisioningStatus": "Success"},
                             {"servicePlanName": "OTHER", "servicePlanId": "o", "provisioningStatus": "Disabled"}]}]),
        ),
        "/policies/authorizationPolicy" => {
            json!({"id": "authorizationPolicy", "allowInvitesFrom": "everyone",
            "permissionGrantPolicyIdsAssignedToDefaultUserRole": ["ManagePermissionGrantsForSelf.microsoft-user-default-low"]})
        }
        "/settings" => list(json!([])),
        "/policies/authenticationMethodsPolicy" => {
            json!({"id": "authenticationMethodsPolicy", "policyMigrationState": "migrationComplete",
            "authenticationMethodConfigurations": [{"@odata.type": "#microsoft.graph.smsAuthenticationMethodConfiguration", "id": "Sms", "state": "disabled"}]})
        }
        "/domains" => list(json!([{"id": "kazemori.example", "isRoot": true, "isVerified": true}])),
        "/policies/defaultAppManagementPolicy" => json!({"id": "d", "isEnabled": true}),
        "/policies/appManagementPolicies" => {
            list(json!([{"id": "a1", "displayName": "CI", "isEnabled": true,
            "restrictions": {"passwordCredentials": [{"restrictionType": "passwordAddition", "state": "disabled"}], "keyCredentials": []}}]))
        }
        "/policies/appManagementPolicies/a1/appliesTo" => {
            list(json!([{"id": "o1", "appId": "i1", "displayName": "CI app"}]))
        }
        "/servicePrincipals" if path.contains("appRoles") => {
            list(json!([{"appRoles": [{"id": "r1", "value": "Mail.Read"}],
            "oauth2PermissionScopes": [{"id": "r2", "value": "User.Read"}]}]))
        }
        "/servicePrincipals" => list(json!([{"id": "sp1", "appId": "x", "displayName": "Graph"}])),
        "/servicePrincipals/sp1/delegatedPermissionClassifications" => list(json!([
            {"permissionName": "User.Read", "classification": "low"}, {"permissionName": "Mail.Read", "classification": "low"}])),
        "/applications" => list(json!([
            {"id": "ap1", "appId": "i1", "displayName": "運賃連携", "signInAudience": "AzureADMyOrg",
             "requiredResourceAccess": [{"resourceAppId": "00000003-0000-0000-c000-000000000000", "resourceAccess": [{"id": "r1", "type": "Role"}, {"id": "r2", "type": "Scope"}]}],
             "passwordCredentials": [{"keyId": "k", "displayName": "d", "startDateTime": "2022-10-01T00:00:00Z", "endDateTime": "2027-10-01T00:00:00Z", "hint": "abc", "secretText": null}], "keyCredentials": []},
            {"id": "ap2", "appId": "i2", "displayName": "harmless", "requiredResourceAccess": []}])),
        "/directoryRoles" => list(
            json!([{"id": "role1", "displayName": "Global Administrator", "roleTemplateId": ADMIN},
            {"id": "role2", "displayName": "Directory Readers", "roleTemplateId": "x"}]),
        ),
        "/directoryRoles/role1/members" => {
            list(json!([{"@odata.type": "#microsoft.graph.user", "id": "u1"},
            {"@odata.type": "#microsoft.graph.servicePrincipal", "id": "sp1"}, {"@odata.type": "#microsoft.graph.group", "id": "g1"}]))
        }
        "/groups/g1/members" => list(json!([{"@odata.type": "#microsoft.graph.user", "id": "u2"}])),
        "/identityGovernance/privilegedAccess/group/eligibilityScheduleInstances" => list(
            json!([{"accessId": "member", "principalId": "u3"}, {"accessId": "owner", "principalId": "u9"}]),
        ),
        "/directoryObjects/u3" | "/directoryObjects/u4" => {
            json!({"@odata.type": "#microsoft.graph.user", "id": "u"})
        }
        "/roleManagement/directory/roleEligibilityScheduleInstances" => list(
            json!([{"principalId": "u4", "roleDefinitionId": ADMIN}, {"principalId": "gone", "roleDefinitionId": ADMIN}]),
        ),
        "/users/u1" => {
            json!({"id": "u1", "displayName": "水無瀬 透", "onPremisesImmutableId": null})
        }
        "/users/u2" => {
            json!({"id": "u2", "displayName": "砂原 涼", "onPremisesImmutableId": "YQ=="})
        }
        "/users/u3" => json!({"id": "u3", "displayName": "帆足 航", "onPremisesImmutableId": null}),
        "/users/u4" => json!({"id": "u4", "displayName": "浜坂 岳", "onPremisesImmutableId": null}),
        "/servicePrincipals/sp1" => json!({"id": "sp1", "appId": "x", "displayName": "Robot"}),
        "/directoryRoleTemplates" => list(
            json!([{"id": ADMIN, "displayName": "Global Administrator"}, {"id": "x", "displayName": "Directory Readers"}]),
        ),
        "/roleManagement/directory/roleAssignmentScheduleInstances" => list(json!([
            {"principalId": "u1", "roleDefinitionId": ADMIN, "startDateTime": null, "endDateTime": null, "assignmentType": "Assigned"},
            {"principalId": "g1", "roleDefinitionId": ADMIN, "startDateTime": null, "endDateTime": null, "assignmentType": "Assigned"}])),
        "/policies/roleManagementPolicyAssignments" if path.contains("Group") => {
            list(json!([{"policyId": "Group_g1_1", "roleDefinitionId": "member"}]))
        }
        "/policies/roleManagementPolicyAssignments" => {
            list(json!([{"policyId": "DirectoryRole_1", "roleDefinitionId": ADMIN}]))
        }
        "/policies/roleManagementPolicies/DirectoryRole_1/rules" => list(
            json!([{"id": "Approval_EndUser_Assignment", "setting": {"isApprovalRequired": true}}]),
        ),
        "/policies/roleManagementPolicies/Group_g1_1/rules" => list(
            json!([{"id": "Approval_EndUser_Assignment", "setting": {"isApprovalRequired": false}}]),
        ),
        "/privilegedAccess/aadGroups/resources" => list(
            json!([{"id": "g1", "displayName": "管理者グループ"}, {"id": "g2", "displayName": "unused"}]),
        ),
        _ => Value::Null,
    }
}

pub(crate) fn absent() -> Value {
    json!({"error": {"code": "Request_ResourceNotFound", "message": "not there"}})
}

/// A tenant: the good answers, but for what a test changes.
pub(crate) fn tenant(
    change: impl Fn(&Question, &str) -> Option<Answer> + Send + Sync + 'static,
) -> Server {
    Server::start(move |question| {
        if question.path.ends_with("/oauth2/v2.0/token") {
            return change(question, "token").unwrap_or_else(|| {
                Answer::json(
                    &json!({"token_type": "Bearer", "expires_in": 3599, "access_token": "t0"}),
                )
            });
        }
        let path = question.path.strip_prefix("/beta").unwrap_or("?");
        if let Some(answer) = change(question, path) {
            return answer;
        }
        if path == "/$batch" {
            return batch(&question.body, &|path| change(question, path));
        }
        if path.starts_with("/users/$count") {
            return Answer { status: 200, headers: Vec::new(), body: "\u{feff}812".into() };
        }
        match good(path) {
            Value::Null => Answer::status(404, &absent()),
            value => Answer::json(&value),
        }
    })
}

pub(crate) fn batch(body: &str, change: &dyn Fn(&str) -> Option<Answer>) -> Answer {
    let body: Value = serde_json::from_str(body).expect("a batch");
    let requests = body["requests"].as_array().expect("requests");
    assert!(requests.len() <= 20, "a batch has at most twenty questions");
    // Answers come in any order.
    let responses = requests.iter().rev().map(|request| {
        let url = request["url"].as_str().expect("an address");
        let answer = change(url).unwrap_or_else(|| match good(url) {
            Value::Null => Answer::status(404, &absent()),
            value => Answer::json(&value),
        });
        let headers: serde_json::Map<String, Value> =
            answer.headers.iter().map(|(name, value)| ((*name).to_owned(), json!(value))).collect();
        let body: Value = serde_json::from_slice(&answer.body).unwrap_or_default();
        json!({"id": request["id"], "status": answer.status, "headers": headers, "body": body})
    });
    Answer::json(&json!({"responses": responses.collect::<Vec<_>>()}))
}

pub(crate) fn collect_with(
    server: &Server,
    state: &mut State,
    limits: Limits,
) -> Result<Collected, CollectError> {
    let secret = Secret::new(SECRET.to_owned());
    let of = Entra {
        login: server.origin.clone(),
        graph: server.origin.clone(),
        tenant: "t1",
        client: "app",
        secret: &secret,
    };
    let (http, _) = client(limits);
    let now: Timestamp = "2026-11-22T00:00:00Z".parse().expect("a moment");
    entra(&of, &http, state, now, &mut |_| {})
}

pub(crate) fn collect(server: &Server) -> Collected {
    collect_with(server, &mut State::forgetful(), Limits::default()).expect("collected")
}
