//! A settings export, as the tools' providers write it.

use std::borrow::Cow;

use jiff::Timestamp;
use noroshi_model::{Problem, without_secrets};
use regorus::Value;
use sha2::{Digest as _, Sha256};

use crate::plain::plain;
use crate::{Suite, Tenant};

/// Largest export in bytes.
pub const MOST_EXPORT: usize = 512 << 20;

/// The settings of one tenant on one day.
#[derive(Debug, Clone)]
pub struct Export {
    pub(crate) value: Value,
    /// The suite.
    pub suite: Suite,
    /// Whose settings.
    pub tenant: Tenant,
    /// When it was made, if it tells.
    pub exported: Option<Timestamp>,
    /// Release of the tool that made it; empty when it does not tell.
    pub tool_version: String,
    /// The file, for people.
    pub source: String,
    /// SHA-256 of the file, hexadecimal.
    pub sha256: String,
}

impl Export {
    /// Reads an export: `ProviderSettingsExport.json` of ScubaGear, the settings of ScubaGoggles,
    /// or a `ScubaResults` file of either, whose `Raw` part it is. UTF-8 or UTF-16, with or
    /// without a mark at the start.
    ///
    /// # Errors
    /// `NRS-POSTURE-010` larger than [`MOST_EXPORT`], `-011` no JSON, `-012` JSON but no settings
    /// export, `-013` results without the settings that they were made from.
    pub fn read(source: &str, bytes: &[u8]) -> Result<Self, Problem> {
        let (value, sha256) = json(source, bytes)?;
        let meta = &value["MetaData"];
        if value["Results"] != Value::Undefined && *meta != Value::Undefined {
            let raw = value["Raw"].clone();
            let filled = raw.as_object().is_ok_and(|raw| raw.iter().next().is_some());
            let suite = suite(&raw).filter(|_| filled);
            let suite = suite.ok_or_else(|| Problem::new("NRS-POSTURE-013").at(source))?;
            let mut export = Self::of(raw, suite, source, sha256);
            export.fill(meta);
            return Ok(export);
        }
        match suite(&value) {
            Some(suite) => Ok(Self::of(value, suite, source, sha256)),
            None => Err(Problem::new("NRS-POSTURE-012").at(source).fact("keys", beginning(&value))),
        }
    }

    fn of(value: Value, suite: Suite, source: &str, sha256: String) -> Self {
        let tenant = match suite {
            Suite::M365 => m365_tenant(&value),
            Suite::Gws => gws_tenant(&value),
        };
        let exported = text(&value["timestamp_zulu"]).parse().ok();
        let tool_version = plain(&text(&value["module_version"]));
        let source = source.to_owned();
        Self { value, suite, tenant, exported, tool_version, source, sha256 }
    }

    /// Adds what the head of a results file says.
    fn fill(&mut self, meta: &Value) {
        let mut tenant = head_tenant(meta);
        for (own, said) in [
            (&mut self.tenant.id, &mut tenant.id),
            (&mut self.tenant.name, &mut tenant.name),
            (&mut self.tenant.domain, &mut tenant.domain),
            (&mut self.tenant.organisation, &mut tenant.organisation),
        ] {
            if !said.is_empty() {
                *own = std::mem::take(said);
            }
        }
        self.exported = self.exported.or_else(|| text(&meta["TimestampZulu"]).parse().ok());
        if self.tool_version.is_empty() {
            self.tool_version = plain(&text(&meta["ToolVersion"]));
        }
    }

    /// Commands of a product that worked. `None` when the export has no record for it.
    pub(crate) fn worked(&self, product: &str) -> Option<Vec<String>> {
        match self.suite {
            Suite::M365 => {
                let worked = self.record(product, "_successful_commands");
                let failed = self.record(product, "_unsuccessful_commands");
                worked.or(failed.map(|_| Vec::new()))
            }
            Suite::Gws => Some(texts(&self.value["successful_calls"])),
        }
    }

    /// Commands of a product that did not work.
    pub(crate) fn failed(&self, product: &str) -> Vec<String> {
        match self.suite {
            Suite::M365 => self.record(product, "_unsuccessful_commands").unwrap_or_default(),
            Suite::Gws => texts(&self.value["unsuccessful_calls"]),
        }
    }

    fn record(&self, product: &str, end: &str) -> Option<Vec<String>> {
        let key = keys(&self.value).find(|key| {
            key.len() == product.len() + end.len()
                && key.to_ascii_lowercase().strip_suffix(end).is_some_and(|it| it == product)
        })?;
        let list = &self.value[key];
        list.as_array().is_ok().then(|| texts(list))
    }

    /// Settings that the provider should have returned and did not.
    pub(crate) fn missing_settings(&self) -> Vec<String> {
        texts(&self.value["missing_policies"])
    }

    /// Whether a key stands at the top of the export.
    pub(crate) fn has(&self, key: &str) -> bool {
        self.value[key] != Value::Undefined
    }
}

/// JSON bytes as a value, with their digest.
pub(crate) fn json(source: &str, bytes: &[u8]) -> Result<(Value, String), Problem> {
    if bytes.len() > MOST_EXPORT {
        let problem = Problem::new("NRS-POSTURE-010").at(source);
        return Err(problem.fact("size", bytes.len()).fact("most", MOST_EXPORT));
    }
    let no_json =
        |reason: String| Problem::new("NRS-POSTURE-011").at(source).fact("reason", plain(&reason));
    let text =
        decoded(bytes).ok_or_else(|| no_json("it is neither UTF-8 nor UTF-16".to_owned()))?;
    let value = Value::from_json_str(&text).map_err(|error| no_json(error.to_string()))?;
    let digest = Sha256::digest(bytes).iter().map(|byte| format!("{byte:02x}")).collect();
    Ok((value, digest))
}

fn decoded(bytes: &[u8]) -> Option<Cow<'_, str>> {
    let wide = |bytes: &[u8], of: fn([u8; 2]) -> u16| {
        let units = bytes.chunks_exact(2).map(|pair| of([pair[0], pair[1]]));
        char::decode_utf16(units).collect::<Result<String, _>>().ok().map(Cow::Owned)
    };
    match bytes {
        [0xef, 0xbb, 0xbf, rest @ ..] => std::str::from_utf8(rest).ok().map(Cow::Borrowed),
        [0xff, 0xfe, rest @ ..] => wide(rest, u16::from_le_bytes),
        [0xfe, 0xff, rest @ ..] => wide(rest, u16::from_be_bytes),
        _ => std::str::from_utf8(bytes).ok().map(Cow::Borrowed),
    }
}

fn suite(value: &Value) -> Option<Suite> {
    let ends = ["_successful_commands", "_unsuccessful_commands"];
    if keys(value).any(|key| ends.iter().any(|end| key.to_ascii_lowercase().ends_with(end))) {
        return Some(Suite::M365);
    }
    let gws = value["policies"].as_object().is_ok() && value["successful_calls"].as_array().is_ok();
    gws.then_some(Suite::Gws)
}

fn m365_tenant(value: &Value) -> Tenant {
    let details = match &value["tenant_details"] {
        Value::Array(all) => all.iter().next().cloned().unwrap_or(Value::Undefined),
        other => other.clone(),
    };
    let part = |names: &[&str]| {
        let found = names
            .iter()
            .map(|name| without_secrets(&text(&details[*name])))
            .find(|it| !it.is_empty());
        plain(&found.unwrap_or_default())
    };
    let id = part(&["TenantId", "Id"]);
    let fallback = if id.is_empty() { plain(&text(&value["tenant_id"])) } else { id };
    Tenant {
        id: fallback,
        name: part(&["DisplayName"]),
        domain: part(&["DomainName", "InitialDomain"]),
        organisation: plain(&text(&value["scuba_config"]["OrgName"])),
    }
}

fn gws_tenant(value: &Value) -> Tenant {
    let info = &value["tenant_info"];
    Tenant {
        id: plain(&text(&info["ID"])),
        name: plain(&text(&info["topLevelOU"])),
        domain: plain(&text(&info["domain"])),
        organisation: plain(&text(&value["scuba_config"]["orgname"])),
    }
}

/// The tenant in the head of a results file.
pub(crate) fn head_tenant(meta: &Value) -> Tenant {
    let part = |name: &str| plain(&text(&meta[name]));
    Tenant {
        id: part("TenantId"),
        name: part("DisplayName"),
        domain: part("DomainName"),
        organisation: part("OrgName"),
    }
}

/// How JSON that is no export begins. Values are left out: they may be secret.
fn beginning(value: &Value) -> String {
    if value.as_array().is_ok() {
        return "[…]".to_owned();
    }
    let first = keys(value).take(5).map(plain).collect::<Vec<_>>().join(", ");
    if first.is_empty() { "{}".to_owned() } else { first }
}

/// The keys of an object, in order.
pub(crate) fn keys(value: &Value) -> impl Iterator<Item = &str> {
    let object = value.as_object().ok();
    object.into_iter().flat_map(|object| object.iter()).filter_map(|(key, _)| match key {
        Value::String(key) => Some(&**key),
        _ => None,
    })
}

/// A text or number as text; empty for anything else.
pub(crate) fn text(value: &Value) -> String {
    match value {
        Value::String(text) => text.to_string(),
        Value::Number(_) => value.to_string(),
        _ => String::new(),
    }
}

/// The texts of a list or set.
pub(crate) fn texts(value: &Value) -> Vec<String> {
    members(value).filter_map(|one| one.as_string().ok().map(|it| it.to_string())).collect()
}

/// The members of a list or set.
pub(crate) fn members(value: &Value) -> Box<dyn Iterator<Item = &Value> + '_> {
    match value {
        Value::Array(list) => Box::new(list.iter()),
        Value::Set(set) => Box::new(set.iter()),
        _ => Box::new(std::iter::empty()),
    }
}
