//! What the domains say about their mail in the DNS: SPF, DKIM, DMARC.
//!
//! Source: RFC 7208 (SPF), RFC 6376 (DKIM), RFC 7489 (DMARC); which domains and selectors are
//! asked for: CISA ScubaGoggles, provider.py, main of 2026-08-21.

use serde_json::{Value, json};

use super::Ask;
use crate::dns::Told;
use crate::error::Miss;
use crate::section::{Parts, part};

/// Selectors that are tried: Google's own, and two that are common. One's own cannot be asked of
/// any interface.
const SELECTORS: [&str; 3] = ["google", "selector1", "selector2"];
/// More domains than this no organisation has.
const MOST_DOMAINS: usize = 1_000;
/// A policy for mail is looked for at so many parents.
const MOST_PARENTS: usize = 8;

pub(super) fn spf(ask: &Ask<'_>, before: &Parts) -> Result<Parts, Miss> {
    let records = domains(before, &["domains"])?.into_iter().map(|domain| {
        let told = ask.texts(domain)?;
        let spf: Vec<&String> =
            told.texts.iter().filter(|text| text.starts_with("v=spf1")).collect();
        let result = match (told.no_name, spf.len()) {
            (true, _) => "Query returned NXDOMAIN".to_owned(),
            (_, 0) => "Query returned no SPF records".to_owned(),
            (_, 1) => "Query returned 1 SPF record".to_owned(),
            (_, number) => format!("Query returned {number} SPF records"),
        };
        Ok(record(domain, json!(spf), vec![log(domain, &told, &result, json!(spf))]))
    });
    Ok(part("spf_records", records.collect::<Result<Value, Miss>>()?))
}

pub(super) fn dkim(ask: &Ask<'_>, before: &Parts) -> Result<Parts, Miss> {
    let records = domains(before, &["domains"])?.into_iter().map(|domain| {
        let names = SELECTORS.iter().map(|selector| format!("{selector}._domainkey.{domain}"));
        first_of(ask, domain, names, |_| true)
    });
    Ok(part("dkim_records", records.collect::<Result<Value, Miss>>()?))
}

pub(super) fn dmarc(ask: &Ask<'_>, before: &Parts) -> Result<Parts, Miss> {
    let records = domains(before, &["domains", "alias_domains"])?.into_iter().map(|domain| {
        // The parents down to two labels: the organisational domain is one of them, whatever the
        // public suffix. A record for a public suffix itself says nothing about its owner.
        let labels = |name: &&str| name.contains('.');
        let parents =
            std::iter::successors(Some(domain), |name| name.split_once('.').map(|it| it.1));
        let names = parents.take_while(labels).take(MOST_PARENTS);
        let own = |text: &str| !text.to_ascii_lowercase().replace(' ', "").contains("psd=y");
        first_of(ask, domain, names.map(|name| format!("_dmarc.{name}")), own)
    });
    Ok(part("dmarc_records", records.collect::<Result<Value, Miss>>()?))
}

/// The records of the first name that has any that count.
fn first_of(
    ask: &Ask<'_>,
    domain: &str,
    names: impl Iterator<Item = String>,
    counts: impl Fn(&str) -> bool,
) -> Result<Value, Miss> {
    let mut logs = Vec::new();
    for name in names {
        let mut told = ask.texts(&name)?;
        told.texts.retain(|text| counts(text));
        let result = if told.no_name {
            "Query returned NXDOMAIN".to_owned()
        } else {
            format!("Query returned {} txt records", told.texts.len())
        };
        logs.push(log(&name, &told, &result, json!(told.texts)));
        if !told.texts.is_empty() {
            return Ok(record(domain, json!(told.texts), logs));
        }
    }
    Ok(record(domain, json!([]), logs))
}

fn record(domain: &str, data: Value, log: Vec<Value>) -> Value {
    json!({"domain": domain, "rdata": data, "log": log})
}

fn log(name: &str, told: &Told, result: &str, answers: Value) -> Value {
    json!({
        "query_name": name, "query_method": told.way, "query_result": result, "query_answers": answers,
    })
}

/// Domains that were read before, each once.
fn domains<'a>(before: &'a Parts, parts: &[&str]) -> Result<Vec<&'a str>, Miss> {
    let mut names = Vec::new();
    for part in parts {
        let list = before.get(*part).and_then(Value::as_array);
        let list = list.ok_or_else(|| Miss::Absent("the domains were not read".to_owned()))?;
        names.extend(list.iter().filter_map(Value::as_str));
    }
    names.sort_unstable();
    names.dedup();
    if names.len() > MOST_DOMAINS {
        return Err(Miss::TooMuch(format!("more than {MOST_DOMAINS} domains")));
    }
    Ok(names)
}
