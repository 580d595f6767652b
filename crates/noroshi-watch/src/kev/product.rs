//! Whether a vendor and product of the catalogue are those of an asset, by name alone.

use super::Asset;

/// Words behind a product that name an edition of it.
const EDITIONS: &[&str] = &[
    "server",
    "standard",
    "enterprise",
    "datacenter",
    "professional",
    "pro",
    "home",
    "edition",
    "r2",
    "sp1",
    "sp2",
    "x64",
    "x86",
    "64bit",
    "lts",
    "community",
    "essentials",
    "appliance",
    "software",
    "service",
    "client",
    "desktop",
    "for",
    "windows",
    "linux",
    "build",
    "update",
    "cu",
    "firmware",
    "gateway",
    "ltsc",
    "vm",
];
/// Words of legal forms in vendors' names.
const LEGAL: &[&str] = &[
    "inc",
    "corp",
    "corporation",
    "ltd",
    "llc",
    "co",
    "foundation",
    "systems",
    "software",
    "technologies",
    "networks",
    "gmbh",
    "project",
    "the",
];
/// Names of one product. Source: own observation of the catalogue and of asset lists.
const SAME: &[(&str, &str)] = &[
    ("log4j2", "log4j"),
    ("httpd", "http server"),
    ("chromium v8", "chrome"),
    ("chromium", "chrome"),
    ("adc", "netscaler"),
    ("pan os", "panos"),
    ("pulse connect secure", "connect secure"),
    ("sharepoint", "sharepoint server"),
    ("exchange", "exchange server"),
];

/// A name cut into words in lower case.
pub(super) fn words(name: &str) -> Vec<String> {
    name.to_lowercase()
        .split(|sign: char| !sign.is_alphanumeric())
        .filter(|word| !word.is_empty())
        .map(str::to_owned)
        .collect()
}

/// A vendor's name in one word: `Palo Alto Networks` and `paloaltonetworks` are one.
pub(super) fn vendor_key(vendor: &str) -> String {
    let all = words(vendor);
    let mut kept: Vec<&String> =
        all.iter().filter(|word| !LEGAL.contains(&word.as_str())).collect();
    if kept.is_empty() {
        kept = all.iter().collect();
    }
    let key: String = kept.into_iter().map(String::as_str).collect();
    LEGAL
        .iter()
        .filter(|word| word.len() > 4)
        .find_map(|word| key.strip_suffix(*word))
        .filter(|short| short.len() > 2)
        .map_or(key.clone(), str::to_owned)
}

/// Names under which the vendor of an asset may be asked for: its vendor, or the first words of its product.
pub(super) fn vendor_keys(asset: &Asset) -> Vec<String> {
    if !asset.vendor.is_empty() {
        return vec![vendor_key(&asset.vendor)];
    }
    let words = words(&asset.product);
    (1..=3.min(words.len())).map(|length| vendor_key(&words[..length].join(" "))).collect()
}

/// Whether a product of the catalogue is several: then its name says nothing about one asset.
pub(super) fn is_several(product: &str) -> bool {
    let lower = product.to_lowercase();
    lower.contains("multiple")
        || lower.contains(',')
        || lower.contains(" and ")
        || lower.contains('/')
        || lower.contains(" & ")
}

/// A product's words without those of its vendor.
pub(super) fn product_words(product: &str, vendor: &str) -> Vec<String> {
    let (mut product, vendor) = (words(product), words(vendor));
    if product.len() > vendor.len() && product.starts_with(&vendor) {
        product.drain(..vendor.len());
    }
    let joined = product.join(" ");
    SAME.iter().find(|(name, _)| *name == joined).map_or(product, |(_, same)| words(same))
}

/// Whether the words are one product: equal, or what follows names an edition or a version.
pub(super) fn is_one(catalogue: &[String], asset: &[String]) -> bool {
    let edition = |word: &String| {
        EDITIONS.contains(&word.as_str()) || word.starts_with(|sign: char| sign.is_ascii_digit())
    };
    let (short, long) =
        if catalogue.len() <= asset.len() { (catalogue, asset) } else { (asset, catalogue) };
    let glued = || catalogue.concat() == asset.concat();
    !short.is_empty()
        && (glued() || (long.starts_with(short) && long[short.len()..].iter().all(edition)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn editions_are_one_product_and_neighbours_are_not() {
        let one = |catalogue: &str, asset: &str| {
            is_one(&product_words(catalogue, "Microsoft"), &product_words(asset, "Microsoft"))
        };
        for (catalogue, asset) in [
            ("Exchange Server", "Microsoft Exchange Server 2019"),
            ("Windows", "Windows Server 2022"),
            ("Windows", "Windows 11 Pro"),
            ("Log4j2", "log4j"),
            ("FortiOS", "FortiOS"),
            ("PAN-OS", "PANOS"),
        ] {
            assert!(one(catalogue, asset), "{catalogue} {asset}");
        }
        for (catalogue, asset) in [
            ("Windows", "Windows Defender"),
            ("Office", "Office Communicator"),
            ("FortiWeb", "FortiOS"),
            ("Exchange Server", "SQL Server"),
            ("Confluence Server", "Jira Server"),
        ] {
            assert!(!one(catalogue, asset), "{catalogue} {asset}");
        }
    }

    #[test]
    fn vendors_are_compared_without_their_legal_form() {
        assert_eq!(vendor_key("Palo Alto Networks"), vendor_key("paloaltonetworks"));
        assert_eq!(vendor_key("Progress Software"), vendor_key("Progress"));
        assert_ne!(vendor_key("Citrix"), vendor_key("Cisco"));
    }

    #[test]
    fn several_products_are_told() {
        assert!(
            is_several("Multiple Products")
                && is_several("FortiOS and FortiProxy")
                && is_several("iOS, iPadOS, and macOS")
        );
        assert!(!is_several("Android") && !is_several("Exchange Server"));
    }
}
