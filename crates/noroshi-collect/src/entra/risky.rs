//! Applications that may do much, and what users may consent to.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Value, json};

use super::{Ask, id};
use crate::error::Miss;
use crate::origin::escaped;
use crate::section::{Parts, part, word};

/// The application id of Microsoft Graph.
const GRAPH: &str = "00000003-0000-0000-c000-000000000000";

/// Delegated permissions that only sign somebody in. Any other one that is classified as low
/// risk counts as risky: rather one too many than one too few.
const HARMLESS: [&str; 5] = ["openid", "profile", "email", "offline_access", "User.Read"];

/// Permissions of Microsoft Graph by which an application reaches mail, files or the directory
/// of everybody. Noroshi's own choice, shorter than CISA's.
const POWERFUL: [&str; 24] = [
    "AppRoleAssignment.ReadWrite.All",
    "Application.ReadWrite.All",
    "Application.ReadWrite.OwnedBy",
    "Chat.Read.All",
    "Chat.ReadWrite.All",
    "ChannelMessage.Read.All",
    "Directory.ReadWrite.All",
    "Files.Read.All",
    "Files.ReadWrite.All",
    "Group.ReadWrite.All",
    "GroupMember.ReadWrite.All",
    "Mail.Read",
    "Mail.ReadWrite",
    "Mail.Send",
    "MailboxSettings.ReadWrite",
    "Policy.ReadWrite.ConditionalAccess",
    "Policy.ReadWrite.PermissionGrant",
    "PrivilegedAccess.ReadWrite.AzureAD",
    "RoleManagement.ReadWrite.Directory",
    "Sites.FullControl.All",
    "Sites.Read.All",
    "Sites.ReadWrite.All",
    "User.ReadWrite.All",
    "UserAuthenticationMethod.ReadWrite.All",
];

/// What is classified as low risk for users, besides the harmless.
pub(super) fn classifications(ask: &Ask<'_>, _: &Parts) -> Result<Parts, Miss> {
    let services = ask.list("/servicePrincipals?$select=id,appId,displayName")?;
    let question = |service: &Value| {
        let id = id(service, "Id")?;
        let path = format!("/servicePrincipals/{id}/delegatedPermissionClassifications");
        Ok((id, path))
    };
    let questions: Vec<(String, String)> =
        services.iter().map(question).collect::<Result<_, Miss>>()?;
    let mut found = Vec::new();
    for (service, rows) in ask.lists(&questions)? {
        for row in rows {
            let name = word(&row, "PermissionName");
            if !HARMLESS.contains(&name) {
                found.push(json!({
                    "ServicePrincipalId": service,
                    "PermissionName": name,
                    "Classification": word(&row, "Classification"),
                }));
            }
        }
    }
    Ok(part("risky_delegated_permission_classifications", found))
}

/// Own applications that ask for powerful permissions of Graph, with their credentials.
pub(super) fn applications(ask: &Ask<'_>, _: &Parts) -> Result<Parts, Miss> {
    let names = permissions(ask)?;
    let fields = "id,appId,displayName,signInAudience,requiredResourceAccess,keyCredentials,passwordCredentials";
    let mut found = Vec::new();
    for application in ask.list(&format!("/applications?$select={fields}"))? {
        let risky = risky(&application, &names);
        if !risky.is_empty() {
            found.push(json!({
                "ObjectId": word(&application, "Id"),
                "AppId": word(&application, "AppId"),
                "DisplayName": word(&application, "DisplayName"),
                "IsMultiTenantEnabled": word(&application, "SignInAudience") == "AzureADMultipleOrgs",
                "KeyCredentials": credentials(&application, "KeyCredentials"),
                "PasswordCredentials": credentials(&application, "PasswordCredentials"),
                "Permissions": risky,
            }));
        }
    }
    Ok(part("risky_applications", found))
}

/// Names of the permissions of Microsoft Graph by id.
fn permissions(ask: &Ask<'_>) -> Result<BTreeMap<String, String>, Miss> {
    let filter = escaped(&format!("appId eq '{GRAPH}'"));
    let path =
        format!("/servicePrincipals?$filter={filter}&$select=appRoles,oauth2PermissionScopes");
    let found = ask.list(&path)?;
    let graph =
        found.first().ok_or_else(|| Miss::Broken("Microsoft Graph is not there".to_owned()))?;
    let lists = ["AppRoles", "Oauth2PermissionScopes"].into_iter();
    let rows = lists.filter_map(|name| graph.get(name)?.as_array()).flatten();
    Ok(rows.map(|row| (word(row, "Id").to_owned(), word(row, "Value").to_owned())).collect())
}

fn risky(application: &Value, names: &BTreeMap<String, String>) -> Vec<Value> {
    let resources = application.get("RequiredResourceAccess").and_then(Value::as_array);
    let graph = resources.into_iter().flatten().filter(|it| word(it, "ResourceAppId") == GRAPH);
    let asked = graph.filter_map(|it| it.get("ResourceAccess")?.as_array()).flatten();
    let powerful: BTreeSet<&str> = POWERFUL.into_iter().collect();
    let named = asked.filter_map(|it| Some((it, names.get(word(it, "Id"))?)));
    named
        .filter(|(_, name)| powerful.contains(name.as_str()))
        .map(|(it, name)| {
            let kind = if word(it, "Type") == "Role" { "Application" } else { "Delegated" };
            json!({
                "RoleId": word(it, "Id"),
                "RoleType": kind,
                "RoleDisplayName": name,
                "ApplicationDisplayName": "Microsoft Graph",
                "IsRisky": true,
            })
        })
        .collect()
}

/// When keys begin and end. Thumbprints, hints and the keys themselves stay behind.
fn credentials(application: &Value, name: &str) -> Value {
    let rows = application.get(name).and_then(Value::as_array);
    let field = |row: &Value, name: &str| row.get(name).cloned().unwrap_or(Value::Null);
    rows.into_iter()
        .flatten()
        .map(|row| {
            json!({
                "KeyId": field(row, "KeyId"),
                "DisplayName": field(row, "DisplayName"),
                "StartDateTime": field(row, "StartDateTime"),
                "EndDateTime": field(row, "EndDateTime"),
                "IsFromApplication": true,
            })
        })
        .collect()
}
