//! Observables in a form that nothing turns into a link.

use noroshi_model::MentionKind;

/// The value as it is displayed: `hxxps[://]a[.]example/x`, `a[@]b[.]example`.
pub(crate) fn defang(kind: MentionKind, value: &str) -> String {
    match kind {
        MentionKind::Url => url(value),
        MentionKind::Domain | MentionKind::Ip | MentionKind::Cidr => dots(value),
        MentionKind::Email => dots(&value.replace('@', "[@]")),
        _ => value.to_owned(),
    }
}

fn url(value: &str) -> String {
    let Some((scheme, rest)) = value.split_once("://") else { return dots(value) };
    let end = rest.find(['/', '?', '#']).unwrap_or(rest.len());
    let (host, path) = rest.split_at(end);
    format!("{}://{}{path}", scheme.replace("tt", "xx").replace("TT", "XX"), dots(host))
}

fn dots(value: &str) -> String {
    value.replace("[.]", ".").replace('.', "[.]").replace("::", "[::]")
}

/// Whether a text names a scheme that a viewer may turn into a link.
#[cfg(test)]
fn live(text: &str) -> bool {
    text.contains("http://") || text.contains("https://")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_defanged_is_live() {
        let shown = defang(MentionKind::Url, "https://c2.evil.example/a.php?x=1.2");
        assert_eq!(shown, "hxxps://c2[.]evil[.]example/a.php?x=1.2");
        assert!(!live(&shown));
        assert_eq!(defang(MentionKind::Ip, "192.0.2.7"), "192[.]0[.]2[.]7");
        assert_eq!(defang(MentionKind::Email, "a@b.example"), "a[@]b[.]example");
        assert_eq!(defang(MentionKind::Domain, "b[.]example"), "b[.]example");
    }

    #[test]
    fn hashes_and_paths_stay_as_they_are() {
        assert_eq!(defang(MentionKind::Path, "C:\\a.exe"), "C:\\a.exe");
    }
}
