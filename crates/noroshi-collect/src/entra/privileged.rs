//! Who holds a privileged role, directly, through a group or on call, and how roles are guarded.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Map, Value, json};

use super::{Ask, id};
use crate::error::Miss;
use crate::section::{Parts, part, word};

/// The roles that the baseline calls highly privileged.
const PRIVILEGED: [&str; 8] = [
    "Global Administrator",
    "Privileged Role Administrator",
    "User Administrator",
    "SharePoint Administrator",
    "Exchange Administrator",
    "Hybrid Identity Administrator",
    "Application Administrator",
    "Cloud Application Administrator",
];

/// Groups inside groups are followed so deep.
const DEPTH: usize = 2;

/// Whether roles can be given on call at all: Entra ID P2. Without the licences nobody knows.
fn premium(before: &Parts) -> Result<bool, Miss> {
    let plans = before.get("service_plans").and_then(Value::as_array);
    let plans =
        plans.ok_or_else(|| Miss::Absent("the licences of the tenant were not read".to_owned()))?;
    Ok(plans.iter().any(|plan| word(plan, "ServicePlanName") == "AAD_PREMIUM_P2"))
}

fn is_privileged(role: &Value) -> bool {
    PRIVILEGED.contains(&word(role, "DisplayName"))
}

/// What an object is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Holder {
    User,
    Service,
    Group,
}

/// The kind of an object, if it can hold a role.
fn holder(object: &Value) -> Option<Holder> {
    match word(object, "@odata.type") {
        "#microsoft.graph.user" => Some(Holder::User),
        "#microsoft.graph.servicePrincipal" => Some(Holder::Service),
        "#microsoft.graph.group" => Some(Holder::Group),
        _ => None,
    }
}

type Held = BTreeSet<(String, Holder, String)>;

pub(super) fn users(ask: &Ask<'_>, before: &Parts) -> Result<Parts, Miss> {
    let premium = premium(before)?;
    let roles: Vec<Value> =
        ask.list("/directoryRoles")?.into_iter().filter(is_privileged).collect();
    let mut held = members(ask, &roles)?;
    if premium {
        held.extend(on_call(ask, &roles)?);
    }
    let held = through_groups(ask, held, premium)?;
    describe(ask, &held)
}

/// Who holds the roles now.
fn members(ask: &Ask<'_>, roles: &[Value]) -> Result<Held, Miss> {
    let question = |role: &Value| {
        let id = id(role, "Id")?;
        let path = format!("/directoryRoles/{id}/members?$select=id");
        Ok((id, path))
    };
    let questions: Vec<(String, String)> =
        roles.iter().map(question).collect::<Result<_, Miss>>()?;
    let lists: BTreeMap<String, Vec<Value>> = ask.lists(&questions)?.into_iter().collect();
    let mut held = Held::new();
    for role in roles {
        for member in lists.get(word(role, "Id")).into_iter().flatten() {
            if let Some(kind) = holder(member) {
                held.insert((id(member, "Id")?, kind, word(role, "DisplayName").to_owned()));
            }
        }
    }
    Ok(held)
}

/// Who may take the roles up.
fn on_call(ask: &Ask<'_>, roles: &[Value]) -> Result<Held, Miss> {
    let names: BTreeMap<&str, &str> = roles
        .iter()
        .map(|role| (word(role, "RoleTemplateId"), word(role, "DisplayName")))
        .collect();
    let mut wanted: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    for one in ask.list("/roleManagement/directory/roleEligibilityScheduleInstances")? {
        if let Some(name) = names.get(word(&one, "RoleDefinitionId")) {
            wanted.entry(id(&one, "PrincipalId")?).or_default().insert((*name).to_owned());
        }
    }
    let kinds = kinds(ask, wanted.keys())?;
    let with_kind =
        wanted.into_iter().filter_map(|(id, names)| Some((*kinds.get(&id)?, id, names)));
    Ok(with_kind
        .flat_map(|(kind, id, names)| names.into_iter().map(move |name| (id.clone(), kind, name)))
        .collect())
}

/// What objects are. One that is gone holds nothing.
fn kinds<'a>(
    ask: &Ask<'_>,
    ids: impl Iterator<Item = &'a String>,
) -> Result<BTreeMap<String, Holder>, Miss> {
    let questions: Vec<(String, String)> =
        ids.map(|id| (id.clone(), format!("/directoryObjects/{id}"))).collect();
    let mut kinds = BTreeMap::new();
    for (id, answer) in ask.each(&questions)? {
        match answer {
            Ok(object) => kinds.extend(holder(&object).map(|kind| (id, kind))),
            Err(Miss::Absent(_)) => {}
            Err(miss) => return Err(miss),
        }
    }
    Ok(kinds)
}

/// Groups replaced by those who are in them, or may join them on call.
fn through_groups(ask: &Ask<'_>, mut held: Held, premium: bool) -> Result<Held, Miss> {
    let mut seen: BTreeSet<(String, String)> = BTreeSet::new();
    for _ in 0..DEPTH {
        let groups: Vec<(String, String)> = held
            .iter()
            .filter(|(_, kind, _)| *kind == Holder::Group)
            .map(|(id, _, role)| (id.clone(), role.clone()))
            .filter(|group| !seen.contains(group))
            .collect();
        let ids: BTreeSet<&String> = groups.iter().map(|(id, _)| id).collect();
        let inside = inside(ask, &ids, premium)?;
        for (group, role) in groups {
            let members = inside.get(&group).into_iter().flatten();
            held.extend(members.map(|(id, kind)| (id.clone(), *kind, role.clone())));
            seen.insert((group, role));
        }
    }
    held.retain(|(_, kind, _)| *kind != Holder::Group);
    Ok(held)
}

fn inside(
    ask: &Ask<'_>,
    groups: &BTreeSet<&String>,
    premium: bool,
) -> Result<BTreeMap<String, BTreeSet<(String, Holder)>>, Miss> {
    let questions = |path: &dyn Fn(&str) -> String| -> Vec<(String, String)> {
        groups.iter().map(|id| ((*id).clone(), path(id))).collect()
    };
    let mut inside: BTreeMap<String, BTreeSet<(String, Holder)>> = BTreeMap::new();
    for (group, members) in
        ask.lists(&questions(&|id| format!("/groups/{id}/members?$select=id")))?
    {
        for member in members {
            if let Some(kind) = holder(&member) {
                inside.entry(group.clone()).or_default().insert((id(&member, "Id")?, kind));
            }
        }
    }
    if premium {
        let path = |id: &str| {
            format!(
                "/identityGovernance/privilegedAccess/group/eligibilityScheduleInstances?$filter=groupId%20eq%20'{id}'"
            )
        };
        let mut waiting: Vec<(String, String)> = Vec::new();
        for (group, rows) in ask.lists(&questions(&path))? {
            for row in rows.iter().filter(|row| word(row, "AccessId") == "member") {
                waiting.push((group.clone(), id(row, "PrincipalId")?));
            }
        }
        let kinds =
            kinds(ask, waiting.iter().map(|(_, id)| id).collect::<BTreeSet<_>>().into_iter())?;
        for (group, id) in waiting {
            if let Some(kind) = kinds.get(&id) {
                inside.entry(group).or_default().insert((id, *kind));
            }
        }
    }
    Ok(inside)
}

/// Names and origins of all that hold a role, people and services apart.
fn describe(ask: &Ask<'_>, held: &Held) -> Result<Parts, Miss> {
    let mut roles: BTreeMap<(String, Holder), Vec<String>> = BTreeMap::new();
    for (id, kind, role) in held {
        roles.entry((id.clone(), *kind)).or_default().push(role.clone());
    }
    let question = |(id, kind): &(String, Holder)| {
        let path = match kind {
            Holder::Service => format!("/servicePrincipals/{id}?$select=id,appId,displayName"),
            _ => format!("/users/{id}?$select=id,displayName,onPremisesImmutableId"),
        };
        (id.clone(), path)
    };
    let questions: Vec<(String, String)> = roles.keys().map(question).collect();
    let answers: BTreeMap<String, Result<Value, Miss>> =
        ask.each(&questions)?.into_iter().collect();
    let (mut people, mut services) = (Map::new(), Map::new());
    for ((id, kind), roles) in roles {
        let found = match answers.get(&id) {
            Some(Ok(found)) => found,
            Some(Err(Miss::Absent(_))) => continue,
            Some(Err(miss)) => return Err(miss.clone()),
            None => return Err(Miss::Broken("batch: an answer is missing".to_owned())),
        };
        let name = word(found, "DisplayName");
        if kind == Holder::Service {
            let app = word(found, "AppId");
            let one = json!({"DisplayName": name, "ServicePrincipalId": id, "AppId": app, "roles": roles});
            services.insert(id, one);
        } else {
            let origin = found.get("OnPremisesImmutableId").cloned().unwrap_or(Value::Null);
            let one = json!({"id": id, "DisplayName": name, "OnPremisesImmutableId": origin, "roles": roles});
            people.insert(id, one);
        }
    }
    let mut parts = part("privileged_users", people);
    parts.insert("privileged_service_principals".to_owned(), Value::Object(services));
    Ok(parts)
}

pub(super) fn roles(ask: &Ask<'_>, before: &Parts) -> Result<Parts, Miss> {
    let premium = premium(before)?;
    let templates = ask.list("/directoryRoleTemplates")?;
    let mut roles: Vec<Value> = templates
        .iter()
        .filter(|role| is_privileged(role))
        .map(|role| json!({"DisplayName": word(role, "DisplayName"), "RoleTemplateId": word(role, "Id")}))
        .collect();
    if premium {
        let active = ask.list("/roleManagement/directory/roleAssignmentScheduleInstances")?;
        let on_call = ask.list("/roleManagement/directory/roleEligibilityScheduleInstances")?;
        let rules = rules_of_roles(ask)?;
        let grouped = rules_of_groups(ask, active.iter().chain(&on_call))?;
        for role in &mut roles {
            let template = word(role, "RoleTemplateId").to_owned();
            let of = |one: &&Value| word(one, "RoleDefinitionId") == template;
            let mine: Vec<&Value> = active.iter().filter(of).collect();
            let own = rules
                .get(&template)
                .ok_or_else(|| Miss::Broken(format!("no rules for the role `{template}`")))?;
            let mut all = sourced(own, word(role, "DisplayName"), "Directory Role");
            for one in active.iter().chain(&on_call).filter(of) {
                all.extend(grouped.get(word(one, "PrincipalId")).into_iter().flatten().cloned());
            }
            role["Assignments"] = json!(mine);
            role["Rules"] = json!(all);
        }
    }
    Ok(part("privileged_roles", roles))
}

/// The rules under which each role is taken up, by template.
fn rules_of_roles(ask: &Ask<'_>) -> Result<BTreeMap<String, Vec<Value>>, Miss> {
    let path = "/policies/roleManagementPolicyAssignments?$filter=scopeId%20eq%20'/'%20and%20scopeType%20eq%20'DirectoryRole'";
    let mut policies = BTreeMap::new();
    for one in ask.list(path)? {
        policies.insert(word(&one, "RoleDefinitionId").to_owned(), id(&one, "PolicyId")?);
    }
    let rules = rules(ask, policies.values())?;
    Ok(policies
        .into_iter()
        .filter_map(|(role, policy)| Some((role, rules.get(&policy)?.clone())))
        .collect())
}

fn rules<'a>(
    ask: &Ask<'_>,
    policies: impl Iterator<Item = &'a String>,
) -> Result<BTreeMap<String, Vec<Value>>, Miss> {
    let policies: BTreeSet<&String> = policies.collect();
    let questions: Vec<(String, String)> = policies
        .into_iter()
        .map(|policy| (policy.clone(), format!("/policies/roleManagementPolicies/{policy}/rules")))
        .collect();
    Ok(ask.lists(&questions)?.into_iter().collect())
}

/// The rules under which members join groups that hold a role, by group.
fn rules_of_groups<'a>(
    ask: &Ask<'_>,
    assignments: impl Iterator<Item = &'a Value>,
) -> Result<BTreeMap<String, Vec<Value>>, Miss> {
    let holders: BTreeSet<&str> = assignments.map(|one| word(one, "PrincipalId")).collect();
    let groups = ask.list("/privilegedAccess/aadGroups/resources")?;
    let mut names = BTreeMap::new();
    for group in groups.iter().filter(|group| holders.contains(word(group, "Id"))) {
        names.insert(id(group, "Id")?, word(group, "DisplayName").to_owned());
    }
    let path = |id: &String| {
        format!(
            "/policies/roleManagementPolicyAssignments?$filter=scopeId%20eq%20'{id}'%20and%20scopeType%20eq%20'Group'%20and%20roleDefinitionId%20eq%20'member'"
        )
    };
    let questions: Vec<(String, String)> = names.keys().map(|id| (id.clone(), path(id))).collect();
    let mut policies = BTreeMap::new();
    for (group, assigned) in ask.lists(&questions)? {
        let first = assigned
            .first()
            .ok_or_else(|| Miss::Broken(format!("no policy for the group `{group}`")))?;
        policies.insert(group, id(first, "PolicyId")?);
    }
    let rules = rules(ask, policies.values())?;
    let mut found = BTreeMap::new();
    for (group, policy) in policies {
        let own = rules
            .get(&policy)
            .ok_or_else(|| Miss::Broken("rules of a group are missing".to_owned()))?;
        let name = names.get(&group).filter(|name| !name.is_empty()).unwrap_or(&group);
        found.insert(group.clone(), sourced(own, name, "PIM Group"));
    }
    Ok(found)
}

/// Rules that say where they come from.
fn sourced(rules: &[Value], source: &str, kind: &str) -> Vec<Value> {
    let mark = |rule: &Value| {
        let mut rule = rule.clone();
        if let Some(fields) = rule.as_object_mut() {
            fields.insert("RuleSource".to_owned(), source.into());
            fields.insert("RuleSourceType".to_owned(), kind.into());
        }
        rule
    };
    rules.iter().map(mark).collect()
}
