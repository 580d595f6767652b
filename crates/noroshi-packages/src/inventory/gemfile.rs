//! `Gemfile.lock` of Bundler.

use std::collections::BTreeSet;

use super::Relation;
use super::collect::{Collector, Found};
use super::origin::Origin;
use super::place::Lines;
use crate::Ecosystem;

/// Reads the file.
pub(super) fn read(text: &str, into: &mut Collector) {
    let lines = Lines::of(text);
    let asked = asked(text);
    let mut section = "";
    let mut origin = Origin::default();
    for (at, raw) in text.lines().enumerate() {
        let line = raw.trim_end();
        if line.starts_with(['<', '=', '>']) && line.len() > 6 {
            into.skip(&into.path.clone(), at + 1, "it is a mark of a merge that was not finished");
            continue;
        }
        if !line.starts_with(' ') {
            section = line;
            origin = Origin::default();
            continue;
        }
        if let Some(address) = line.strip_prefix("  remote: ") {
            origin = remote(section, address);
        }
        let Some(spec) = line.strip_prefix("    ").filter(|spec| !spec.starts_with(' ')) else {
            continue;
        };
        if !matches!(section, "GEM" | "GIT" | "PATH" | "PLUGIN SOURCE") {
            continue;
        }
        let Some((name, version)) = parts(spec) else {
            into.skip(&into.path.clone(), at + 1, "it has no version");
            continue;
        };
        let mut found = Found::new(Ecosystem::RubyGems, name).version(version);
        found.origin = origin.clone();
        found.relation = if asked.contains(name) { Relation::Direct } else { Relation::Transitive };
        into.add(found, at + 1, &lines);
    }
}

fn remote(section: &str, address: &str) -> Origin {
    match section {
        "GIT" => Origin::repository(address),
        "PATH" => Origin::Path(address.to_owned()),
        _ => Origin::of_index(address),
    }
}

/// `name (1.0.0)`, `name (1.0.0-x86_64-linux)`: what follows `-` is a platform, because a version
/// of RubyGems has no dash.
fn parts(spec: &str) -> Option<(&str, &str)> {
    let (name, version) = spec.split_once(" (")?;
    let version = version.strip_suffix(')')?;
    Some((name, version.split('-').next().unwrap_or_default()))
}

/// Names in the section `DEPENDENCIES`.
fn asked(text: &str) -> BTreeSet<&str> {
    let section = text.lines().skip_while(|line| line.trim_end() != "DEPENDENCIES").skip(1);
    let names = section.take_while(|line| line.starts_with("  "));
    names.filter_map(|line| line.trim().split([' ', '!']).next()).collect()
}

#[cfg(test)]
mod tests {
    use super::super::row::{row, rows};

    #[test]
    fn sections_tell_where_gems_come_from() {
        let text = "GIT\n  remote: https://git.kazemori.example/gate.git\n  revision: abc\n  specs:\n    gate (0.1.0)\n      rack (>= 2)\n\nPATH\n  remote: engines/fare\n  specs:\n    fare (0.2.0)\n\nGEM\n  remote: https://rubygems.org/\n  specs:\n    nokogiri (1.16.0-x86_64-linux)\n      racc (~> 1.4)\n    racc (1.7.3)\n    rack (3.0.9.pre1)\n\nPLATFORMS\n  x86_64-linux\n\nDEPENDENCIES\n  gate!\n  nokogiri (~> 1.16)\n\nBUNDLED WITH\n   2.5.4\n";
        let (got, codes) = rows("Gemfile.lock", text, row);
        assert_eq!(codes, Vec::<&str>::new());
        assert_eq!(
            got,
            [
                "5 gate 0.1.0 direct repository",
                "11 fare 0.2.0 transitive path",
                "16 nokogiri 1.16.0 direct registry",
                "18 racc 1.7.3 transitive registry",
                "19 rack 3.0.9.pre1 transitive registry",
            ]
        );
    }
}
