//! Where a package comes from, and how its names are compared there.

use std::borrow::Cow;
use std::fmt;

/// A registry with names of its own. The same word in two ecosystems is two packages.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Ecosystem {
    /// npm, for JavaScript.
    Npm,
    /// The Python Package Index.
    PyPi,
    /// crates.io, for Rust.
    Cargo,
    /// Modules of Go.
    Go,
    /// rubygems.org.
    RubyGems,
    /// NuGet, for .NET.
    NuGet,
    /// Maven: group and artefact joined by `:`.
    Maven,
    /// Packagist, for PHP.
    Composer,
    /// Any other, by its purl type, lower case.
    Other(String),
}

impl Ecosystem {
    /// Those that are known by name.
    pub const KNOWN: [Self; 8] = [
        Self::Npm,
        Self::PyPi,
        Self::Cargo,
        Self::Go,
        Self::RubyGems,
        Self::NuGet,
        Self::Maven,
        Self::Composer,
    ];

    /// The type in a package URL.
    ///
    /// Source: the purl specification, "PURL types".
    pub fn purl_type(&self) -> &str {
        match self {
            Self::Npm => "npm",
            Self::PyPi => "pypi",
            Self::Cargo => "cargo",
            Self::Go => "golang",
            Self::RubyGems => "gem",
            Self::NuGet => "nuget",
            Self::Maven => "maven",
            Self::Composer => "composer",
            Self::Other(word) => word,
        }
    }

    /// The ecosystem of a purl type, upper or lower case.
    pub fn from_purl_type(word: &str) -> Self {
        match word.to_ascii_lowercase().as_str() {
            "npm" => Self::Npm,
            "pypi" => Self::PyPi,
            "cargo" => Self::Cargo,
            "golang" => Self::Go,
            "gem" => Self::RubyGems,
            "nuget" => Self::NuGet,
            "maven" => Self::Maven,
            "composer" => Self::Composer,
            other => Self::Other(other.to_owned()),
        }
    }

    /// The ecosystem named in an OSV record; what follows a `:` says a release and is left out.
    ///
    /// Source: OSV schema, "affected[].package field".
    pub fn from_osv(word: &str) -> Self {
        match word.split(':').next().unwrap_or_default().to_ascii_lowercase().as_str() {
            "npm" => Self::Npm,
            "pypi" => Self::PyPi,
            "crates.io" => Self::Cargo,
            "go" => Self::Go,
            "rubygems" => Self::RubyGems,
            "nuget" => Self::NuGet,
            "maven" => Self::Maven,
            "packagist" => Self::Composer,
            other => Self::Other(other.to_owned()),
        }
    }

    /// A name in the form in which this ecosystem compares names.
    ///
    /// `PyPI`: PEP 503 (runs of `-`, `_`, `.` are one `-`, lower case). crates.io: `_` is `-`, lower
    /// case. npm, `NuGet`, Packagist, Go: lower case. Registries of npm hold a few old names that
    /// differ by case alone, and paths of Go may; package URLs write both in lower case, so a
    /// bill of materials could not be compared otherwise. Go's `!x` for `X` is undone. Others: as written.
    pub fn normal<'a>(&self, name: &'a str) -> Cow<'a, str> {
        match self {
            Self::PyPi => normal_pypi(name),
            Self::Cargo => lower(name, |byte| byte == b'_').map_or(Cow::Borrowed(name), Cow::Owned),
            Self::Npm | Self::NuGet | Self::Composer => {
                lower(name, |_| false).map_or(Cow::Borrowed(name), Cow::Owned)
            }
            Self::Go if name.contains('!') => Cow::Owned(name.replace('!', "").to_lowercase()),
            Self::Go => lower(name, |_| false).map_or(Cow::Borrowed(name), Cow::Owned),
            _ => Cow::Borrowed(name),
        }
    }
}

impl fmt::Display for Ecosystem {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(self.purl_type())
    }
}

/// Lower case, and `-` for what `is_dash` names; nothing when the name is so already.
fn lower(name: &str, is_dash: impl Fn(u8) -> bool) -> Option<String> {
    let changes = name.bytes().any(|byte| byte.is_ascii_uppercase() || is_dash(byte));
    let one = |sign: char| match u8::try_from(sign) {
        Ok(byte) if is_dash(byte) => '-',
        _ => sign.to_ascii_lowercase(),
    };
    changes.then(|| name.chars().map(one).collect())
}

fn normal_pypi(name: &str) -> Cow<'_, str> {
    let plain = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit();
    if name.bytes().all(plain) {
        return Cow::Borrowed(name);
    }
    let mut normal = String::with_capacity(name.len());
    let mut dash = false;
    for sign in name.trim().chars() {
        if matches!(sign, '-' | '_' | '.') {
            dash = true;
            continue;
        }
        if dash {
            normal.push('-');
            dash = false;
        }
        normal.push(sign.to_ascii_lowercase());
    }
    if dash {
        normal.push('-');
    }
    Cow::Owned(normal)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_compared_as_their_registry_does() {
        let same = [
            (Ecosystem::PyPi, "Foo__Bar.baz", "foo-bar-baz"),
            (Ecosystem::PyPi, "ruamel.yaml", "ruamel-yaml"),
            (Ecosystem::Cargo, "Serde_JSON", "serde-json"),
            (Ecosystem::Npm, "@Scope/Name_x", "@scope/name_x"),
            (Ecosystem::NuGet, "Newtonsoft.Json", "newtonsoft.json"),
            (Ecosystem::Go, "github.com/Azure/x", "github.com/azure/x"),
            (Ecosystem::Go, "github.com/!azure/x", "github.com/azure/x"),
            (Ecosystem::RubyGems, "Foo_bar", "Foo_bar"),
        ];
        for (ecosystem, name, normal) in same {
            assert_eq!(ecosystem.normal(name), normal);
            assert_eq!(ecosystem.normal(normal), normal);
        }
    }

    #[test]
    fn both_vocabularies_name_the_same_ecosystems() {
        for (osv, purl) in
            [("PyPI", "pypi"), ("crates.io", "cargo"), ("Go", "golang"), ("npm", "npm")]
        {
            assert_eq!(Ecosystem::from_osv(osv), Ecosystem::from_purl_type(purl));
            assert_eq!(Ecosystem::from_osv(osv).purl_type(), purl);
        }
        assert_eq!(Ecosystem::from_osv("Debian:12").purl_type(), "debian");
    }
}
