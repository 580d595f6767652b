//! What is kept of reported packages.

use noroshi_model::KnownReport;
use noroshi_packages::Ecosystem;
use noroshi_store::{PackageStore as _, ReportSum};

use crate::{FlowError, Workspace};

/// How many reports are kept, by ecosystem and kind.
pub type Kept = Vec<ReportSum>;

/// How many reports are kept.
///
/// # Errors
/// [`FlowError::NoStore`] when nothing was kept yet, [`FlowError::Store`] when the store fails.
pub async fn records(workspace: &Workspace) -> Result<Kept, FlowError> {
    let store = workspace.kept_store().await?;
    let sums = store.report_sums().await?;
    store.close().await;
    Ok(sums)
}

/// Reports on a name in every ecosystem, or of a record's id, with their history.
///
/// A name may be given as `pypi:name` or as a package URL without version.
///
/// # Errors
/// As [`records`].
pub async fn reported(workspace: &Workspace, name: &str) -> Result<Vec<KnownReport>, FlowError> {
    let store = workspace.kept_store().await?;
    let mut found = store.reports_of(name).await?;
    if found.is_empty() {
        found = store.reports_on(&keys(name)).await?;
    }
    store.close().await;
    Ok(found)
}

fn keys(name: &str) -> Vec<String> {
    let plain = name.strip_prefix("pkg:").unwrap_or(name).replace("%40", "@");
    let known = |word: &str| {
        let ecosystem = Ecosystem::from_purl_type(word);
        (!matches!(ecosystem, Ecosystem::Other(_))).then_some(ecosystem)
    };
    let sign = if name.starts_with("pkg:") { '/' } else { ':' };
    if let Some((word, bare)) = plain.split_once(sign)
        && let Some(ecosystem) = known(word)
    {
        let bare = bare
            .char_indices()
            .skip(1)
            .find(|(_, sign)| *sign == '@')
            .map_or(bare, |(at, _)| &bare[..at]);
        return vec![key(&ecosystem, bare)];
    }
    Ecosystem::KNOWN.iter().map(|ecosystem| key(ecosystem, &plain)).collect()
}

fn key(ecosystem: &Ecosystem, name: &str) -> String {
    noroshi_model::package_key(ecosystem.purl_type(), &ecosystem.normal(name))
}

#[cfg(test)]
mod tests {
    use super::keys;

    #[test]
    fn a_name_is_looked_up_wherever_it_may_be() {
        assert!(keys("Kazemori_Fares").contains(&"pypi/kazemori-fares".to_owned()));
        assert_eq!(keys("pypi:Kazemori_Fares"), ["pypi/kazemori-fares"]);
        assert_eq!(keys("pkg:npm/%40kazemori/fare@1.0.0"), ["npm/@kazemori/fare"]);
        assert!(keys("@kazemori/fare").contains(&"npm/@kazemori/fare".to_owned()));
    }
}
