//! Entra ID over Microsoft Graph: the settings that the rules of product `aad` read.
//!
//! Read-only application permissions: Policy.Read.All, Directory.Read.All, User.Read.All,
//! RoleManagement.Read.Directory, RoleManagementPolicy.Read.AzureADGroup,
//! PrivilegedAccess.Read.AzureADGroup, PrivilegedEligibilitySchedule.Read.AzureADGroup.
//! Not tried against a live tenant: the answers of the tests are written after the public
//! reference of Microsoft Graph.

mod plain;
mod privileged;
mod risky;

use jiff::Timestamp;
use noroshi_model::Secret;
use serde_json::{Map, Value, json};

use crate::error::Miss;
use crate::http::Http;
use crate::section::{Collected, Gathered, Parts, Section, Step};
use crate::session::{Paging, Session};
use crate::token::ClientSecret;
use crate::{CollectError, Origin, State};

/// Who asks, and whom.
#[derive(Debug)]
pub struct Entra<'a> {
    /// The login server, usually `https://login.microsoftonline.com`.
    pub login: Origin,
    /// The Graph server, usually `https://graph.microsoft.com`.
    pub graph: Origin,
    /// Id or domain of the tenant.
    pub tenant: &'a str,
    /// Id of the application.
    pub client: &'a str,
    /// Its secret.
    pub secret: &'a Secret,
}

/// Collects what the rules of product `aad` read. `now` is what the export is dated with.
///
/// # Errors
/// When the credentials are refused, the servers cannot be reached, or the state cannot be kept.
pub fn entra(
    of: &Entra<'_>,
    http: &Http,
    state: &mut State,
    now: Timestamp,
    told: &mut dyn FnMut(&Step),
) -> Result<Collected, CollectError> {
    let tokens = ClientSecret {
        login: &of.login,
        tenant: of.tenant,
        client: of.client,
        secret: of.secret,
        scope: format!("https://{}/.default", of.graph.host()),
    };
    let session = Session::open(http, tokens)?;
    let ask = Ask { session, graph: &of.graph };
    let mut gathered = Gathered::all(&ask, &sections(), state, told)?;
    depend(&mut gathered);
    gathered.parts.insert("timestamp_zulu".to_owned(), json!(now.to_string()));
    gathered.parts.insert("scuba_config".to_owned(), json!({}));
    gathered
        .parts
        .insert("collected_by".to_owned(), json!(concat!("Noroshi ", env!("CARGO_PKG_VERSION"))));
    Ok(gathered.export("aad_successful_commands", "aad_unsuccessful_commands"))
}

/// The sections in the order in which they need each other.
fn sections<'a>() -> Vec<Section<Ask<'a>>> {
    vec![
        Section { name: "organisation", commands: &[], ask: plain::organisation },
        Section {
            name: "conditional-access",
            commands: &["Get-MgBetaIdentityConditionalAccessPolicy"],
            ask: plain::conditional_access,
        },
        Section { name: "licences", commands: &["Get-MgBetaSubscribedSku"], ask: plain::licences },
        Section { name: "user-count", commands: &["Get-MgBetaUserCount"], ask: plain::user_count },
        Section {
            name: "authorization",
            commands: &["Get-MgBetaPolicyAuthorizationPolicy"],
            ask: plain::authorization,
        },
        Section {
            name: "directory-settings",
            commands: &["Get-MgBetaDirectorySetting"],
            ask: plain::directory_settings,
        },
        Section {
            name: "authentication-methods",
            commands: &["Get-MgBetaPolicyAuthenticationMethodPolicy"],
            ask: plain::authentication_methods,
        },
        Section { name: "domains", commands: &["Get-MgBetaDomain"], ask: plain::domains },
        Section {
            name: "app-management-default",
            commands: &["Get-MgBetaPolicyDefaultAppManagementPolicy"],
            ask: plain::default_app_management,
        },
        Section {
            name: "app-management",
            commands: &["Get-MgBetaPolicyAppManagementPolicy", "Get-AppManagementPolicies"],
            ask: plain::app_management,
        },
        Section {
            name: "consent-classifications",
            commands: &["Get-ServicePrincipalsWithRiskyDelegatedPermissionClassifications"],
            ask: risky::classifications,
        },
        Section {
            name: "privileged-users",
            commands: &["Get-PrivilegedUser"],
            ask: privileged::users,
        },
        Section {
            name: "privileged-roles",
            commands: &["Get-PrivilegedRole"],
            ask: privileged::roles,
        },
        Section {
            name: "risky-applications",
            commands: &["Get-ApplicationsWithRiskyPermissions"],
            ask: risky::applications,
        },
    ]
}

/// Rules name the command of the main section only; what they read besides must count too.
fn depend(gathered: &mut Gathered) {
    // Not collected: applications of other tenants.
    gathered.fail(&["Get-ServicePrincipalsWithRiskyPermissions"]);
    if !gathered.worked.contains("Get-MgBetaPolicyAppManagementPolicy") {
        gathered.fail(&["Get-MgBetaPolicyDefaultAppManagementPolicy"]);
    }
    let classified = gathered
        .worked
        .contains("Get-ServicePrincipalsWithRiskyDelegatedPermissionClassifications");
    if !classified && consents_to_low_risk(&gathered.parts) {
        gathered.fail(&["Get-MgBetaPolicyAuthorizationPolicy"]);
    }
}

/// Whether users may consent to what is classified as low risk: then the classes decide.
fn consents_to_low_risk(parts: &Parts) -> bool {
    let policies = parts.get("authorization_policies").map(ToString::to_string).unwrap_or_default();
    policies.to_lowercase().contains("microsoft-user-default-low")
}

/// An id, and what is known of it or why nothing is.
type Answered = (String, Result<Value, Miss>);

/// Questions to Graph.
pub(crate) struct Ask<'a> {
    session: Session<'a>,
    graph: &'a Origin,
}

impl Ask<'_> {
    /// All objects of a list, with names as the rules write them.
    fn list(&self, path: &str) -> Result<Vec<Value>, Miss> {
        let list = self.session.list(self.graph, &format!("/beta{path}"), Paging::OData)?;
        Ok(list.into_iter().map(named).collect())
    }

    /// One object.
    fn one(&self, path: &str) -> Result<Value, Miss> {
        Ok(named(self.session.get(self.graph, &format!("/beta{path}"))?))
    }

    /// One number.
    fn number(&self, path: &str) -> Result<u64, Miss> {
        let text = self.session.text(self.graph, &format!("/beta{path}"))?;
        text.parse().map_err(|_| Miss::Broken(format!("`{text}` is no number")))
    }

    /// One object for each id.
    fn each(&self, questions: &[(String, String)]) -> Result<Vec<Answered>, Miss> {
        let found = self.session.batch(self.graph, "/beta/$batch", questions)?;
        Ok(found.into_iter().map(|(id, answer)| (id, answer.map(named))).collect())
    }

    /// A list for each id, further pages included. One that is refused ends the section.
    fn lists(&self, questions: &[(String, String)]) -> Result<Vec<(String, Vec<Value>)>, Miss> {
        let found = self.session.batch(self.graph, "/beta/$batch", questions)?;
        found.into_iter().map(|(id, answer)| Ok((id, self.whole(answer?)?))).collect()
    }

    fn whole(&self, first: Value) -> Result<Vec<Value>, Miss> {
        let Value::Object(mut page) = first else {
            return Err(Miss::Broken("a page that is no object".to_owned()));
        };
        let Some(Value::Array(mut items)) = page.remove("value") else {
            return Err(Miss::Broken("a page without a list".to_owned()));
        };
        match page.remove("@odata.nextLink") {
            None | Some(Value::Null) => {}
            Some(Value::String(link)) => {
                let path = self.graph.path_of(&link).filter(|path| path.starts_with("/beta/"));
                let path = path.ok_or_else(|| Miss::Foreign(crate::error::plain(&link)))?;
                items.extend(self.session.list(self.graph, &path, Paging::OData)?);
            }
            Some(_) => return Err(Miss::Broken("a next page that is no address".to_owned())),
        }
        Ok(items.into_iter().map(named).collect())
    }
}

/// The same value with names that begin with a capital, as PowerShell writes them.
fn named(value: Value) -> Value {
    match value {
        Value::Array(items) => items.into_iter().map(named).collect(),
        Value::Object(fields) => {
            let fields = fields.into_iter().map(|(name, value)| (capital(&name), named(value)));
            Value::Object(Map::from_iter(fields))
        }
        plain => plain,
    }
}

fn capital(name: &str) -> String {
    let mut letters = name.chars();
    letters
        .next()
        .map_or_else(String::new, |first| first.to_ascii_uppercase().to_string() + letters.as_str())
}

/// An id as it may stand in a path: anything else would change the question.
fn id(value: &Value, name: &str) -> Result<String, Miss> {
    let text = crate::section::word(value, name);
    let fits = |c: char| c.is_ascii_alphanumeric() || "-_.".contains(c);
    let good = !text.is_empty() && text.len() <= 200 && text.chars().all(fits);
    if good && !text.contains("..") {
        return Ok(text.to_owned());
    }
    Err(Miss::Broken(format!("`{}` is no id", crate::error::plain(text))))
}
