//! CPE names and package URLs, as far as a comparison needs them.

/// Vendor, product and version of a CPE name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Cpe {
    /// Vendor, in lower case.
    pub vendor: String,
    /// Product, in lower case.
    pub product: String,
    /// Version with its update, if it names one.
    pub version: Option<String>,
}

impl Cpe {
    /// Reads `cpe:2.3:a:vendor:product:version:update:…` and `cpe:/a:vendor:product:version:update`.
    pub fn parse(text: &str) -> Option<Self> {
        let text = text.trim();
        let parts = match text.strip_prefix("cpe:2.3:") {
            Some(rest) => split(rest),
            None => text
                .strip_prefix("cpe:/")?
                .split(':')
                .map(|part| part.replace("%20", " "))
                .collect(),
        };
        let given = |nth: usize| {
            parts.get(nth).filter(|part| !matches!(part.as_str(), "" | "*" | "-" | "ANY"))
        };
        let version = given(3).map(|version| match given(4) {
            Some(update) => format!("{version} {update}"),
            None => version.clone(),
        });
        Some(Self { vendor: given(1)?.to_lowercase(), product: given(2)?.to_lowercase(), version })
    }
}

/// Parts of a bound CPE 2.3; a backslash takes the next sign as it is.
fn split(text: &str) -> Vec<String> {
    let mut parts = vec![String::new()];
    let mut signs = text.chars();
    while let Some(sign) = signs.next() {
        match (sign, parts.last_mut()) {
            ('\\', Some(last)) => last.extend(signs.next()),
            (':', _) => parts.push(String::new()),
            (_, Some(last)) => last.push(sign),
            _ => {}
        }
    }
    parts
}

/// A package URL cut into its package and its version: `pkg:pypi/requests` and `2.31.0`.
pub(super) fn purl(text: &str) -> Option<(String, Option<String>)> {
    let text = text.trim().split(['?', '#']).next()?;
    let rest = text.strip_prefix("pkg:")?;
    let slash = rest.rfind('/')?;
    let (name, version) = match rest[slash..].rsplit_once('@') {
        Some((name, version)) if !name.trim_matches('/').is_empty() => {
            (format!("{}{name}", &rest[..slash]), Some(version.to_owned()))
        }
        _ => (rest.to_owned(), None),
    };
    let name = name.to_lowercase().replace("%40", "@");
    let name = if name.starts_with("pypi/") { name.replace('_', "-") } else { name };
    Some((format!("pkg:{name}"), version.map(|version| version.replace("%2B", "+"))))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_forms_of_a_cpe_are_read() {
        let new = Cpe::parse("cpe:2.3:o:fortinet:fortios:7.0.12:*:*:*:*:*:*:*").expect("reads");
        assert_eq!(
            (new.vendor.as_str(), new.product.as_str(), new.version.as_deref()),
            ("fortinet", "fortios", Some("7.0.12"))
        );
        let old = Cpe::parse("cpe:/a:apache:http_server:2.4.49").expect("reads");
        assert_eq!((old.product.as_str(), old.version.as_deref()), ("http_server", Some("2.4.49")));
        let patched =
            Cpe::parse("cpe:2.3:a:ivanti:connect_secure:22.7:r2.4:*:*:*:*:*:*").expect("reads");
        assert_eq!(patched.version.as_deref(), Some("22.7 r2.4"));
        assert_eq!(
            Cpe::parse(r"cpe:2.3:a:c\:d:p\-q:*:*:*:*:*:*:*:*").map(|cpe| (cpe.vendor, cpe.product)),
            Some(("c:d".to_owned(), "p-q".to_owned()))
        );
        assert_eq!(Cpe::parse("cpe:2.3:a"), None);
    }

    #[test]
    fn a_package_url_is_cut() {
        assert_eq!(
            purl("pkg:npm/%40scope/name@1.2.3?arch=x"),
            Some(("pkg:npm/@scope/name".to_owned(), Some("1.2.3".to_owned())))
        );
        assert_eq!(purl("pkg:pypi/Some_Thing"), Some(("pkg:pypi/some-thing".to_owned(), None)));
        assert_eq!(purl("requests"), None);
    }
}
