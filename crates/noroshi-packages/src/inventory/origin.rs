//! Where a package comes from: only a registry's name is a name.

/// Where a package comes from.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum Origin {
    /// A registry. `None` is the public one of the ecosystem, or one that the file does not name;
    /// else the host of another.
    Registry(Option<String>),
    /// A version-control repository, by its address without login.
    Repository(String),
    /// A path on disk.
    Path(String),
    /// An archive at an address that is no registry's.
    Address(String),
}

impl Default for Origin {
    fn default() -> Self {
        Self::Registry(None)
    }
}

impl Origin {
    /// The word used in JSON.
    pub fn word(&self) -> &'static str {
        match self {
            Self::Registry(_) => "registry",
            Self::Repository(_) => "repository",
            Self::Path(_) => "path",
            Self::Address(_) => "address",
        }
    }

    /// Where exactly, if it is not the ecosystem's public registry.
    pub fn place(&self) -> Option<&str> {
        match self {
            Self::Registry(host) => host.as_deref(),
            Self::Repository(place) | Self::Path(place) | Self::Address(place) => Some(place),
        }
    }

    /// The origin that the address of an archive or index tells.
    pub(super) fn of_address(address: &str) -> Self {
        let plain = without_login(address);
        let bare = plain.strip_prefix("registry+").or_else(|| plain.strip_prefix("sparse+"));
        let is_registry = bare.is_some();
        let bare = bare.unwrap_or(&plain);
        if is_repository(bare) {
            return if is_registry { Self::Registry(other(bare)) } else { Self::Repository(plain) };
        }
        if is_path(bare) {
            return Self::Path(bare.to_owned());
        }
        if is_registry || is_public(bare) || is_npm_archive(bare) {
            return Self::Registry(other(bare));
        }
        Self::Address(plain)
    }

    /// The registry that an index address names.
    pub(super) fn of_index(address: &str) -> Self {
        Self::Registry(other(&without_login(address)))
    }

    pub(super) fn repository(address: &str) -> Self {
        Self::Repository(without_login(address))
    }
}

/// Hosts of the public registries, and of their archives.
const PUBLIC: &[&str] = &[
    "registry.npmjs.org",
    "registry.npmjs.com",
    "registry.yarnpkg.com",
    "pypi.org",
    "pypi.python.org",
    "files.pythonhosted.org",
    "index.crates.io",
    "static.crates.io",
    "crates.io",
    "rubygems.org",
    "index.rubygems.org",
    "proxy.golang.org",
    "api.nuget.org",
    "repo.maven.apache.org",
    "repo1.maven.org",
];

/// The index of crates.io is a repository by its address.
const CRATES_INDEX: &str = "github.com/rust-lang/crates.io-index";

fn host(address: &str) -> &str {
    let rest = address.split_once("://").map_or(address, |(_, rest)| rest);
    let end = rest.find(['/', '?', '#']).unwrap_or(rest.len());
    rest[..end].split(':').next().unwrap_or_default()
}

fn is_public(address: &str) -> bool {
    PUBLIC.contains(&host(address)) || address.contains(CRATES_INDEX)
}

fn other(address: &str) -> Option<String> {
    let host = host(address);
    (!is_public(address) && !host.is_empty()).then(|| host.to_owned())
}

/// Registries of npm give archives as `…/NAME/-/NAME-VERSION.tgz`.
fn is_npm_archive(address: &str) -> bool {
    address.starts_with("http") && address.contains("/-/")
}

fn is_repository(address: &str) -> bool {
    let scheme =
        ["git+", "git:", "git@", "ssh:", "hg+", "svn+", "bzr+", "github:", "gitlab:", "bitbucket:"];
    scheme.iter().any(|start| address.starts_with(start))
        || address.contains("codeload.github.com/")
        || address.contains("crates.io-index")
        || address.split(['?', '#']).next().is_some_and(|path| path.ends_with(".git"))
}

fn is_path(address: &str) -> bool {
    let scheme = ["file:", "link:", "portal:", "workspace:", "path+", "./", "../", "/", "~/"];
    scheme.iter().any(|start| address.starts_with(start))
        || !address.contains("://") && (address.contains('/') || address.contains('\\'))
}

/// An address without user and password.
pub(super) fn without_login(address: &str) -> String {
    let Some((scheme, rest)) = address.split_once("://") else { return address.to_owned() };
    let end = rest.find('/').unwrap_or(rest.len());
    let (host, path) = rest.split_at(end);
    let host = host.rsplit_once('@').map_or(host, |(_, host)| host);
    format!("{scheme}://{host}{path}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(address: &str, expected: &Origin) {
        assert_eq!(&Origin::of_address(address), expected, "{address}");
    }

    #[test]
    fn an_address_tells_registry_repository_and_path_apart() {
        let registry = |host: &str| Origin::Registry(Some(host.to_owned()));
        check("https://registry.npmjs.org/a/-/a-1.0.0.tgz", &Origin::Registry(None));
        check("registry+https://github.com/rust-lang/crates.io-index", &Origin::Registry(None));
        check(
            "sparse+https://crates.kazemori.example/index/",
            &registry("crates.kazemori.example"),
        );
        check("https://npm.kazemori.example/a/-/a-1.0.0.tgz", &registry("npm.kazemori.example"));
        check(
            "git+ssh://git@git.kazemori.example/a.git#abc",
            &Origin::Repository("git+ssh://git.kazemori.example/a.git#abc".to_owned()),
        );
        check(
            "https://codeload.github.com/a/b/tar.gz/abc",
            &Origin::Repository("https://codeload.github.com/a/b/tar.gz/abc".to_owned()),
        );
        check("file:../a", &Origin::Path("file:../a".to_owned()));
        check("../a", &Origin::Path("../a".to_owned()));
        check(
            "https://u:p@files.kazemori.example/a.tar.gz",
            &Origin::Address("https://files.kazemori.example/a.tar.gz".to_owned()),
        );
    }
}
