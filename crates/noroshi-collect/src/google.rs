//! Google Workspace over its read-only interfaces: what the rules of ScubaGoggles read.
//!
//! A service account acts in the name of an administrator (domain-wide delegation), one token for
//! each scope, so that a scope that was not delegated costs only its own sections. What domains
//! say about their mail is asked of the DNS.
//! Not tried against a live tenant: the answers of the tests are written after the public
//! reference of Google.

mod directory;
mod licences;
mod logs;
mod mail;
mod policies;
mod treat;

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::rc::Rc;

use jiff::Timestamp;
use serde_json::{Value, json};

use crate::dns::Told;
use crate::error::{Miss, plain};
use crate::http::Http;
use crate::section::{Collected, Gathered, Parts, Section, Step, word};
use crate::session::{Paging, Session};
use crate::token::{Delegated, ServiceAccount};
use crate::{CollectError, Dns, Origin, State};

/// Who asks, and whom.
#[derive(Debug)]
pub struct Google<'a> {
    /// The login server, usually `https://oauth2.googleapis.com`.
    pub login: Origin,
    /// Directory and reports, usually `https://admin.googleapis.com`.
    pub admin: Origin,
    /// Policies and sign-on, usually `https://cloudidentity.googleapis.com`.
    pub identity: Origin,
    /// Settings of groups, usually `https://www.googleapis.com`.
    pub groups: Origin,
    /// Licences, usually `https://licensing.googleapis.com`.
    pub licensing: Origin,
    /// Who is asked for text records of domains.
    pub dns: &'a Dns,
    /// The account that signs.
    pub account: &'a ServiceAccount,
    /// The administrator in whose name it asks.
    pub administrator: &'a str,
}

/// Collects what the rules of ScubaGoggles read. `clock` gives the present moment: tokens are
/// dated with it.
///
/// # Errors
/// When no scope at all is granted, the servers cannot be reached, or the state cannot be kept.
pub fn google(
    of: &Google<'_>,
    http: &Http,
    state: &mut State,
    clock: &dyn Fn() -> Timestamp,
    told: &mut dyn FnMut(&Step),
) -> Result<Collected, CollectError> {
    let ask = Ask { of, http, clock, sessions: RefCell::default(), refused: RefCell::default() };
    let mut gathered = Gathered::all(&ask, &sections(), state, told)?;
    if let (0, Some(refused)) = (gathered.read, ask.refused.take()) {
        return Err(refused);
    }
    if !gathered.parts.contains_key("policies") {
        // An export without the part is none; an empty one names all that is missing.
        gathered.parts.insert("policies".to_owned(), json!({}));
        gathered.parts.insert("missing_policies".to_owned(), json!(policies::everything()));
    }
    gathered.parts.remove(GROUP_LIST);
    let fixed = [
        ("baseline_suffix", json!("v1")),
        ("baseline_versions", json!({})),
        ("break_glass_accounts", json!([])),
        ("imap_exclusions", json!([])),
        ("sites_exclusions", json!([])),
        ("scuba_config", json!({})),
        ("timestamp_zulu", json!(clock().to_string())),
        ("collected_by", json!(concat!("Noroshi ", env!("CARGO_PKG_VERSION")))),
    ];
    gathered.parts.extend(fixed.map(|(name, value)| (name.to_owned(), value)));
    Ok(gathered.export("successful_calls", "unsuccessful_calls"))
}

/// Groups are read for the names in policies; they are no part of the export.
const GROUP_LIST: &str = "group_list";

/// The sections in the order in which they need each other.
fn sections<'a>() -> Vec<Section<Ask<'a>>> {
    vec![
        Section {
            name: "organizational-units",
            commands: &["directory/v1/orgunits/list"],
            ask: directory::units,
        },
        Section {
            name: "domains",
            commands: &["directory/v1/domains/list"],
            ask: directory::domains,
        },
        Section {
            name: "domain-aliases",
            commands: &["directory/reference/rest/v1/domainAliases/list"],
            ask: directory::aliases,
        },
        Section { name: "mail-spf", commands: &["get_spf_records"], ask: mail::spf },
        Section { name: "mail-dkim", commands: &["get_dkim_records"], ask: mail::dkim },
        Section { name: "mail-dmarc", commands: &["get_dmarc_records"], ask: mail::dmarc },
        Section {
            name: "customer",
            commands: &["directory/v1/customer/get"],
            ask: directory::customer,
        },
        Section { name: "groups", commands: &["directory/v1/groups/list"], ask: directory::groups },
        Section { name: "policies", commands: &[], ask: policies::policies },
        Section { name: "logs", commands: &["reports/v1/activities/list"], ask: logs::logs },
        Section {
            name: "privileged-users",
            commands: &[
                "directory/v1/users/list",
                "directory/v1/roles/list",
                "directory/v1/roleAssignments/list",
            ],
            ask: directory::privileged,
        },
        Section {
            name: "sign-on",
            commands: &["cloudidentity/v1/inboundSsoAssignments/list"],
            ask: directory::sign_on,
        },
        Section {
            name: "group-settings",
            commands: &["groups-settings/v1/groups/get"],
            ask: directory::group_settings,
        },
        Section {
            name: "licences",
            commands: &["licensing/v1/product/{productId}/sku/{skuId}/users/list"],
            ask: licences::licences,
        },
    ]
}

/// Questions to Google.
pub(crate) struct Ask<'a> {
    of: &'a Google<'a>,
    http: &'a Http,
    clock: &'a dyn Fn() -> Timestamp,
    sessions: RefCell<BTreeMap<&'static str, Rc<Session<'a>>>>,
    /// The first refusal of a token.
    refused: RefCell<Option<CollectError>>,
}

impl<'a> Ask<'a> {
    /// The text records of a name.
    fn texts(&self, name: &str) -> Result<Told, Miss> {
        self.of.dns.texts(self.http, name)
    }

    /// The session of a scope. Acting for itself, without an administrator, is what settings of
    /// groups and licences want.
    fn session(&self, scope: &'static str) -> Result<Rc<Session<'a>>, Miss> {
        if let Some(session) = self.sessions.borrow().get(scope) {
            return Ok(Rc::clone(session));
        }
        let itself = matches!(scope, GROUP_SETTINGS | LICENCES);
        let tokens = Delegated {
            account: self.of.account,
            login: &self.of.login,
            subject: if itself { "" } else { self.of.administrator },
            scope,
            clock: self.clock,
        };
        match Session::open(self.http, tokens) {
            Ok(session) => {
                let session = Rc::new(session);
                self.sessions.borrow_mut().insert(scope, Rc::clone(&session));
                Ok(session)
            }
            Err(error @ CollectError::Credentials { .. }) => {
                let miss = Miss::Denied(plain(&format!("{scope}: {}", reason(&error))));
                self.refused.borrow_mut().get_or_insert(error);
                Err(miss)
            }
            Err(error) => {
                let miss = Miss::Broken(plain(&format!("{error}: {}", reason(&error))));
                self.refused.borrow_mut().get_or_insert(error);
                Err(miss)
            }
        }
    }

    fn one(&self, scope: &'static str, origin: &Origin, path: &str) -> Result<Value, Miss> {
        self.session(scope)?.get(origin, path).map_err(softened)
    }

    fn list(
        &self,
        scope: &'static str,
        origin: &Origin,
        path: &str,
        items: &str,
    ) -> Result<Vec<Value>, Miss> {
        let session = self.session(scope)?;
        session.list(origin, path, Paging::Token { items }).map_err(softened)
    }
}

/// A token of one scope that is refused says nothing about the others.
fn softened(miss: Miss) -> Miss {
    match miss {
        Miss::Credentials(reason) => Miss::Denied(reason),
        other => other,
    }
}

fn reason(error: &CollectError) -> String {
    let facts = noroshi_model::Diagnosis::facts(error);
    facts.into_iter().filter(|(name, _)| *name == "reason").map(|(_, value)| value).collect()
}

const DOMAIN: &str = "https://www.googleapis.com/auth/admin.directory.domain.readonly";
const UNIT: &str = "https://www.googleapis.com/auth/admin.directory.orgunit.readonly";
const USER: &str = "https://www.googleapis.com/auth/admin.directory.user.readonly";
const ROLE: &str = "https://www.googleapis.com/auth/admin.directory.rolemanagement.readonly";
const GROUP: &str = "https://www.googleapis.com/auth/admin.directory.group.readonly";
const CUSTOMER: &str = "https://www.googleapis.com/auth/admin.directory.customer.readonly";
const REPORTS: &str = "https://www.googleapis.com/auth/admin.reports.audit.readonly";
const POLICIES: &str = "https://www.googleapis.com/auth/cloud-identity.policies.readonly";
const SIGN_ON: &str = "https://www.googleapis.com/auth/cloud-identity.inboundsso.readonly";
const LICENCES: &str = "https://www.googleapis.com/auth/apps.licensing";
const GROUP_SETTINGS: &str = "https://www.googleapis.com/auth/apps.groups.settings";

/// The name of the unit above all others.
fn top(before: &Parts) -> Result<String, Miss> {
    let units = before.get("organizational_units").and_then(|it| it.get("organizationUnits"));
    let units = units.and_then(Value::as_array).into_iter().flatten();
    let top = units.into_iter().find(|unit| word(unit, "orgUnitPath") == "/");
    let name = top.map(|unit| word(unit, "name").to_owned()).filter(|name| !name.is_empty());
    name.ok_or_else(|| Miss::Absent("the organisational units were not read".to_owned()))
}
