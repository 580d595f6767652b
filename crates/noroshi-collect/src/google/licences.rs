//! How many licences of each product are given out. No rule reads them; reports show them.
//!
//! Source: Google, "Enterprise License Manager API"; products: CISA ScubaGoggles, provider.py,
//! main of 2026-08-21.

use std::collections::BTreeMap;

use serde_json::{Value, json};

use super::{Ask, LICENCES};
use crate::error::Miss;
use crate::origin::escaped;
use crate::section::{Parts, part, word};

const PRODUCTS: [&str; 10] = [
    "Google-Apps",
    "101047",
    "101001",
    "101005",
    "101039",
    "Google-Vault",
    "101033",
    "101040",
    "101038",
    "101035",
];

pub(super) fn licences(ask: &Ask<'_>, before: &Parts) -> Result<Parts, Miss> {
    let info = before.get("tenant_info");
    let customer = ["domain", "ID"]
        .into_iter()
        .find_map(|name| info.map(|info| word(info, name)).filter(|value| !value.is_empty()));
    let customer = customer.ok_or_else(|| Miss::Absent("the customer was not read".to_owned()))?;
    let (mut rows, mut answered, mut missed) = (Vec::new(), 0, None);
    for product in PRODUCTS {
        let path = format!(
            "/apps/licensing/v1/product/{product}/users?customerId={}&maxResults=1000",
            escaped(customer)
        );
        match ask.list(LICENCES, &ask.of.licensing, &path, "items") {
            Ok(given) => {
                answered += 1;
                rows.extend(counted(product, &given));
            }
            // A product that the organisation does not have is refused by itself.
            Err(miss @ (Miss::Absent(_) | Miss::Denied(_) | Miss::Broken(_))) => {
                missed = Some(miss);
            }
            Err(miss) => return Err(miss),
        }
    }
    match missed {
        Some(miss) if answered == 0 => Err(miss),
        _ => Ok(part("license_data", rows)),
    }
}

/// One row for each kind of licence.
fn counted(product: &str, given: &[Value]) -> Vec<Value> {
    let mut kinds: BTreeMap<&str, (&str, usize)> = BTreeMap::new();
    for one in given {
        let id = word(one, "skuId");
        let name = Some(word(one, "skuName")).filter(|name| !name.is_empty()).unwrap_or(id);
        kinds.entry(id).or_insert((name, 0)).1 += 1;
    }
    let row = |(id, (name, number)): (&str, (&str, usize))| {
        json!({
            "product_name": name, "sku_id": id, "product_id": product, "status": "Active",
            "assigned": number,
        })
    };
    kinds.into_iter().map(row).collect()
}
