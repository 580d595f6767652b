//! Units, domains, groups, and who administers.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Value, json};

use super::{
    Ask, CUSTOMER, DOMAIN, GROUP, GROUP_LIST, GROUP_SETTINGS, ROLE, SIGN_ON, UNIT, USER, top,
};
use crate::error::Miss;
use crate::origin::escaped;
use crate::section::{Parts, part, word};

const ROOT: &str = "/admin/directory/v1";

pub(super) fn units(ask: &Ask<'_>, _: &Parts) -> Result<Parts, Miss> {
    let path =
        format!("{ROOT}/customer/my_customer/orgunits?orgUnitPath=%2F&type=allIncludingParent");
    let units = ask.one(UNIT, &ask.of.admin, &path)?;
    let list = units.get("organizationUnits").and_then(Value::as_array);
    let list = list.ok_or_else(|| Miss::Broken("no organisational units".to_owned()))?;
    // Some settings belong to no unit.
    let names: BTreeSet<&str> = list.iter().map(|unit| word(unit, "name")).chain([""]).collect();
    let mut parts = part("organizational_unit_names", json!(names));
    parts.insert("organizational_units".to_owned(), units);
    top(&parts)?;
    Ok(parts)
}

/// Names of verified domains. One of which nothing is said counts.
fn verified<'a>(list: &'a [Value], name: &str) -> Vec<&'a str> {
    let counts = |one: &&Value| one.get("verified") != Some(&json!(false));
    list.iter().filter(counts).map(|one| word(one, name)).filter(|name| !name.is_empty()).collect()
}

pub(super) fn domains(ask: &Ask<'_>, _: &Parts) -> Result<Parts, Miss> {
    let path = format!("{ROOT}/customer/my_customer/domains");
    let list = ask.list(DOMAIN, &ask.of.admin, &path, "domains")?;
    let primary = list.iter().find(|one| one.get("isPrimary") == Some(&json!(true)));
    let mut parts = part("domains", json!(verified(&list, "domainName")));
    let primary = primary.map(|one| word(one, "domainName")).unwrap_or_default();
    parts.insert("tenant_info".to_owned(), json!({"ID": "", "domain": primary, "topLevelOU": ""}));
    Ok(parts)
}

pub(super) fn aliases(ask: &Ask<'_>, _: &Parts) -> Result<Parts, Miss> {
    let path = format!("{ROOT}/customer/my_customer/domainaliases");
    let list = ask.list(DOMAIN, &ask.of.admin, &path, "domainAliases")?;
    Ok(part("alias_domains", json!(verified(&list, "domainAliasName"))))
}

pub(super) fn customer(ask: &Ask<'_>, before: &Parts) -> Result<Parts, Miss> {
    let customer = ask.one(CUSTOMER, &ask.of.admin, &format!("{ROOT}/customers/my_customer"))?;
    let known = before.get("tenant_info").map(|info| word(info, "domain")).unwrap_or_default();
    let domain = if known.is_empty() { word(&customer, "customerDomain") } else { known };
    let top = top(before).unwrap_or_default();
    let info = json!({"ID": word(&customer, "id"), "domain": domain, "topLevelOU": top});
    Ok(part("tenant_info", info))
}

pub(super) fn groups(ask: &Ask<'_>, _: &Parts) -> Result<Parts, Miss> {
    let path = format!("{ROOT}/groups?customer=my_customer&maxResults=200");
    let list = ask.list(GROUP, &ask.of.admin, &path, "groups")?;
    let group = |one: &Value| json!({"id": word(one, "id"), "email": word(one, "email")});
    Ok(part(GROUP_LIST, list.iter().map(group).collect::<Value>()))
}

/// Super administrators, and all who hold a role that reaches far.
pub(super) fn privileged(ask: &Ask<'_>, _: &Parts) -> Result<Parts, Miss> {
    let users = |query: &str| {
        let query = escaped(query);
        let path = format!("{ROOT}/users?customer=my_customer&maxResults=500&query={query}");
        ask.list(USER, &ask.of.admin, &path, "users")
    };
    let supers = users("isAdmin=true")?;
    let mut known: BTreeMap<String, Value> = BTreeMap::new();
    for user in supers.iter().cloned().chain(users("isDelegatedAdmin=true")?) {
        known.insert(word(&user, "id").to_owned(), user);
    }
    let mut further = assigned(ask)?;
    further.retain(|id| !known.contains_key(id));
    for id in further {
        // Roles of accounts that are gone, and of service accounts, name nobody here.
        match ask.one(USER, &ask.of.admin, &format!("{ROOT}/users/{}", escaped(&id))) {
            Ok(user) => drop(known.insert(id, user)),
            Err(Miss::Absent(_)) => {}
            Err(miss) => return Err(miss),
        }
    }
    let mut privileged = Vec::new();
    for user in known.values() {
        let email = word(user, "primaryEmail");
        privileged.push(json!({
            "primaryEmail": email,
            "orgUnitPath": unit(user),
            "groupKeys": group_keys(ask, email)?,
        }));
    }
    let one = |user: &Value| json!({"primaryEmail": word(user, "primaryEmail"), "orgUnitPath": unit(user)});
    let mut parts = part("super_admins", supers.iter().map(one).collect::<Value>());
    parts.insert("privileged_users".to_owned(), json!(privileged));
    parts.insert("privileged_users_error".to_owned(), Value::Null);
    Ok(parts)
}

fn unit(user: &Value) -> &str {
    let path = word(user, "orgUnitPath");
    path.strip_prefix('/').unwrap_or(path)
}

/// Ids of users with a role that reaches far.
fn assigned(ask: &Ask<'_>) -> Result<BTreeSet<String>, Miss> {
    let path = |what: &str| format!("{ROOT}/customer/my_customer/{what}");
    let roles = ask.list(ROLE, &ask.of.admin, &path("roles"), "items")?;
    let far: BTreeSet<&str> =
        roles.iter().filter(|role| reaches_far(role)).map(|role| word(role, "roleId")).collect();
    let given = ask.list(ROLE, &ask.of.admin, &path("roleassignments"), "items")?;
    let user = |one: &&Value| matches!(word(one, "assigneeType"), "" | "USER" | "user");
    let mine = given.iter().filter(user).filter(|one| far.contains(word(one, "roleId")));
    Ok(mine.map(|one| word(one, "assignedTo").to_owned()).filter(|id| !id.is_empty()).collect())
}

/// Whether a role may change accounts, roles, units or services.
fn reaches_far(role: &Value) -> bool {
    const FAR: [&str; 11] = [
        "ADMIN_OAUTH_PRIVILEGE_GROUP",
        "ADMIN_ROLE_MANAGEMENT",
        "GROUPS_ALL",
        "MANAGE_USER_LICENSES",
        "MOBILE_ALL",
        "ORGANIZATION_UNITS_ALL",
        "SERVICES_ALL",
        "USERS_ALL",
        "USERS_CREATE",
        "USERS_SECURITY",
        "USERS_UPDATE",
    ];
    let privileges = role.get("rolePrivileges").and_then(Value::as_array).into_iter().flatten();
    role.get("isSuperAdminRole") == Some(&json!(true))
        || word(role, "roleName") == "_SEED_ADMIN_ROLE"
        || privileges.into_iter().any(|one| FAR.contains(&word(one, "privilegeName")))
}

/// Ids and addresses of the groups of a user, in lower case, sorted.
fn group_keys(ask: &Ask<'_>, email: &str) -> Result<BTreeSet<String>, Miss> {
    let path = format!("{ROOT}/groups?userKey={}&maxResults=200", escaped(email));
    let list = ask.list(GROUP, &ask.of.admin, &path, "groups")?;
    let keys = list.iter().flat_map(|group| [word(group, "id"), word(group, "email")]);
    Ok(keys.map(|key| key.trim().to_lowercase()).filter(|key| !key.is_empty()).collect())
}

pub(super) fn sign_on(ask: &Ask<'_>, before: &Parts) -> Result<Parts, Miss> {
    let id = before.get("tenant_info").map(|info| word(info, "ID")).unwrap_or_default();
    if id.is_empty() {
        return Err(Miss::Absent("the id of the customer was not read".to_owned()));
    }
    let filter = escaped(&format!("customer==\"customers/{id}\""));
    let path = format!("/v1/inboundSsoAssignments?pageSize=100&filter={filter}");
    let list = ask.list(SIGN_ON, &ask.of.identity, &path, "inboundSsoAssignments")?;
    let mut parts = part("inbound_sso_assignments", list);
    parts.insert("inbound_sso_assignments_error".to_owned(), Value::Null);
    Ok(parts)
}

pub(super) fn group_settings(ask: &Ask<'_>, before: &Parts) -> Result<Parts, Miss> {
    let groups = before.get(GROUP_LIST).and_then(Value::as_array);
    let groups = groups.ok_or_else(|| Miss::Absent("the groups were not read".to_owned()))?;
    let setting = |group: &Value| {
        let path = format!("/groups/v1/groups/{}?alt=json", escaped(word(group, "email")));
        ask.one(GROUP_SETTINGS, &ask.of.groups, &path)
    };
    let settings = groups.iter().map(setting).collect::<Result<Vec<_>, Miss>>()?;
    Ok(part("group_settings", settings))
}
