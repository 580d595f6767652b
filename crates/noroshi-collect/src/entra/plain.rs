//! Sections that are one question each.

use serde_json::{Value, json};

use super::{Ask, id};
use crate::error::Miss;
use crate::section::{Parts, part, word};

pub(super) fn organisation(ask: &Ask<'_>, _: &Parts) -> Result<Parts, Miss> {
    let found =
        ask.list("/organization?$select=id,displayName,verifiedDomains,countryLetterCode")?;
    let first = found.first().ok_or_else(|| Miss::Broken("no organisation".to_owned()))?;
    let domains = first.get("VerifiedDomains").and_then(Value::as_array);
    let initial =
        domains.into_iter().flatten().find(|domain| domain.get("IsInitial") == Some(&json!(true)));
    let details = json!([{
        "DisplayName": word(first, "DisplayName"),
        "DomainName": initial.map(|domain| word(domain, "Name")).unwrap_or_default(),
        "TenantId": word(first, "Id"),
        "AADAdditionalData": first,
    }]);
    Ok(part("tenant_details", details))
}

pub(super) fn conditional_access(ask: &Ask<'_>, _: &Parts) -> Result<Parts, Miss> {
    let policies = ask.list("/identity/conditionalAccess/policies")?;
    let mut parts = part("conditional_access_policies", policies);
    // A table for the report of ScubaGear; no rule reads it.
    parts.insert("cap_table_data".to_owned(), json!([]));
    Ok(parts)
}

pub(super) fn licences(ask: &Ask<'_>, _: &Parts) -> Result<Parts, Miss> {
    let found = ask.list("/subscribedSkus")?;
    let plans = found.iter().filter_map(|sku| sku.get("ServicePlans")?.as_array()).flatten();
    let active = |plan: &&Value| word(plan, "ProvisioningStatus") == "Success";
    let plans: Vec<&Value> = plans.filter(active).collect();
    let licence = |sku: &Value| {
        let field = |name: &str| sku.get(name).cloned().unwrap_or(Value::Null);
        json!({
            "SkuId": field("SkuId"),
            "SkuPartNumber": field("SkuPartNumber"),
            "ConsumedUnits": field("ConsumedUnits"),
            "PrepaidUnits": field("PrepaidUnits"),
        })
    };
    let mut parts = part("service_plans", json!(plans));
    parts.insert("license_information".to_owned(), found.iter().map(licence).collect());
    Ok(parts)
}

pub(super) fn user_count(ask: &Ask<'_>, _: &Parts) -> Result<Parts, Miss> {
    Ok(part("total_user_count", ask.number("/users/$count")?))
}

pub(super) fn authorization(ask: &Ask<'_>, _: &Parts) -> Result<Parts, Miss> {
    let found = ask.one("/policies/authorizationPolicy")?;
    // The interface gives a list of one or the one, depending on its version.
    let policies = match found.get("Value") {
        Some(Value::Array(list)) => list.clone(),
        _ => vec![found],
    };
    if policies.is_empty() {
        return Err(Miss::Broken("no authorisation policy".to_owned()));
    }
    Ok(part("authorization_policies", policies))
}

pub(super) fn directory_settings(ask: &Ask<'_>, _: &Parts) -> Result<Parts, Miss> {
    Ok(part("directory_settings", ask.list("/settings")?))
}

pub(super) fn authentication_methods(ask: &Ask<'_>, _: &Parts) -> Result<Parts, Miss> {
    let mut policy = ask.one("/policies/authenticationMethodsPolicy")?;
    let methods =
        policy.as_object_mut().and_then(|it| it.remove("AuthenticationMethodConfigurations"));
    let Some(Value::Array(methods)) = methods else {
        return Err(Miss::Broken("no authentication methods".to_owned()));
    };
    let both = json!([{
        "authentication_method_policy": policy,
        "authentication_method_feature_settings": methods,
    }]);
    Ok(part("authentication_method", both))
}

pub(super) fn domains(ask: &Ask<'_>, _: &Parts) -> Result<Parts, Miss> {
    Ok(part("domain_settings", ask.list("/domains")?))
}

pub(super) fn default_app_management(ask: &Ask<'_>, _: &Parts) -> Result<Parts, Miss> {
    let policy = ask.one("/policies/defaultAppManagementPolicy")?;
    Ok(part("default_app_management_policy", vec![policy]))
}

/// Each policy with the applications it is for, beside each of its restrictions.
pub(super) fn app_management(ask: &Ask<'_>, _: &Parts) -> Result<Parts, Miss> {
    let mut policies = ask.list("/policies/appManagementPolicies")?;
    let question = |policy: &Value| {
        let id = id(policy, "Id")?;
        let path = format!("/policies/appManagementPolicies/{id}/appliesTo");
        Ok((id, path))
    };
    let questions: Vec<(String, String)> =
        policies.iter().map(question).collect::<Result<_, Miss>>()?;
    let lists = ask.lists(&questions)?;
    for policy in &mut policies {
        let applies = lists.iter().find(|(id, _)| id == word(policy, "Id"));
        let applies: Vec<Value> =
            applies.into_iter().flat_map(|(_, list)| list).map(target).collect();
        for kind in ["PasswordCredentials", "KeyCredentials"] {
            let rows =
                policy.pointer_mut(&format!("/Restrictions/{kind}")).and_then(Value::as_array_mut);
            for row in rows.into_iter().flatten().filter_map(Value::as_object_mut) {
                row.insert("AppliesTo".to_owned(), json!(applies));
            }
        }
    }
    Ok(part("app_management_policies", policies))
}

fn target(application: &Value) -> Value {
    json!({
        "Id": word(application, "Id"),
        "AppId": word(application, "AppId"),
        "DisplayName": word(application, "DisplayName"),
    })
}
