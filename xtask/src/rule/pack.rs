//! The knowledge pack keeps its word: every fact has a source and a date, every link leads
//! somewhere, and what was promised is there.

use std::collections::{BTreeMap, BTreeSet};

use crate::fault::Fault;
use crate::knowledge::{Pack, Row};
use crate::repository::Repository;

/// Least number of entities, of all these kinds together.
const LEAST: &[(&[&str], usize)] = &[
    (&["threat-actor"], 250),
    (&["malware", "tool"], 350),
    (&["organization"], 400),
    (&["technique"], 600),
    (&["sector"], 16),
];

/// ISO 3166-1 alpha-2 codes, officially assigned. Source: ISO 3166 Maintenance Agency.
const COUNTRIES: &str = "ad ae af ag ai al am ao aq ar as at au aw ax az ba bb bd be bf bg bh bi \
    bj bl bm bn bo bq br bs bt bv bw by bz ca cc cd cf cg ch ci ck cl cm cn co cr cu cv cw cx cy \
    cz de dj dk dm do dz ec ee eg eh er es et fi fj fk fm fo fr ga gb gd ge gf gg gh gi gl gm gn \
    gp gq gr gs gt gu gw gy hk hm hn hr ht hu id ie il im in io iq ir is it je jm jo jp ke kg kh \
    ki km kn kp kr kw ky kz la lb lc li lk lr ls lt lu lv ly ma mc md me mf mg mh mk ml mm mn mo \
    mp mq mr ms mt mu mv mw mx my mz na nc ne nf ng ni nl no np nr nu nz om pa pe pf pg ph pk pl \
    pm pn pr ps pt pw py qa re ro rs ru rw sa sb sc sd se sg sh si sj sk sl sm sn so sr ss st sv \
    sx sy sz tc td tf tg th tj tk tl tm tn to tr tt tv tw tz ua ug um us uy uz va vc ve vg vi vn \
    vu wf ws ye yt za zm zw";

/// Rows that say something without a source, a date or a target, and what is missing.
pub fn faults(repository: &Repository) -> Vec<Fault> {
    let pack = match Pack::read(repository) {
        Ok(pack) => pack,
        Err(fault) => return vec![fault],
    };
    let mut found = missing(&pack);
    found.extend(rows(&pack));
    found
}

/// Everything that one row can break.
fn rows(pack: &Pack) -> Vec<Fault> {
    let ids: BTreeSet<String> = pack.rows.iter().map(Row::id).collect();
    let sources: BTreeSet<&str> = pack.sources.iter().map(|(_, one)| one.id.as_str()).collect();
    let mut faults = twice(pack.rows.iter().map(|row| (row.path.as_str(), row.id())));
    faults.extend(twice(pack.sources.iter().map(|(path, one)| (path.as_str(), one.id.clone()))));
    for row in &pack.rows {
        faults.extend(identity(row));
        faults.extend(evidence(row, &sources));
        faults.extend(repeated_names(row));
        faults.extend(dangling(row, &ids));
    }
    faults.extend(unused(pack));
    faults
}

fn twice<'a>(named: impl Iterator<Item = (&'a str, String)>) -> Vec<Fault> {
    let mut seen = BTreeSet::new();
    let again = named.filter(|(_, id)| !seen.insert(id.clone()));
    let fault =
        |(path, id)| Fault::new(path, format!("`{id}` is there twice"), "put both into one");
    again.map(fault).collect()
}

fn identity(row: &Row) -> Option<Fault> {
    let id = row.entity.id.as_str();
    let attack = matches!(row.kind.as_str(), "technique" | "tactic");
    let fine = if attack { is_attack_id(id) } else { is_kebab(id) };
    let fix = "use small letters, digits and single hyphens; ATT&CK ids for techniques and tactics";
    (!fine).then(|| Fault::new(row.path.as_str(), format!("`{id}` is no id"), fix))
}

fn is_kebab(id: &str) -> bool {
    let part = |part: &str| {
        !part.is_empty()
            && part.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit())
    };
    id.split(['-', '.']).all(part)
}

fn is_attack_id(id: &str) -> bool {
    let number = id.strip_prefix("TA").or_else(|| id.strip_prefix('T')).unwrap_or_default();
    let digits = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    number.split('.').all(digits)
}

/// Each statement of a row: its words, its source, its date.
fn statements(row: &Row) -> impl Iterator<Item = (&str, &str, &str)> {
    let entity = &row.entity;
    let names =
        entity.names.iter().map(|one| (one.text.as_str(), one.source.as_str(), one.seen.as_str()));
    let links = entity
        .relations
        .iter()
        .map(|one| (one.to.as_str(), one.source.as_str(), one.seen.as_str()));
    let facts =
        entity.facts.iter().map(|one| (one.key.as_str(), one.source.as_str(), one.seen.as_str()));
    let main = (entity.name.as_str(), entity.source.as_str(), entity.seen.as_str());
    std::iter::once(main).chain(names).chain(links).chain(facts)
}

fn evidence(row: &Row, sources: &BTreeSet<&str>) -> Vec<Fault> {
    let fault = |(words, source, seen): (&str, &str, &str)| {
        let what = if !sources.contains(source) {
            format!("source `{source}` is defined nowhere")
        } else if !is_date(seen) {
            format!("`{seen}` is no date of the form YYYY-MM-DD")
        } else {
            return None;
        };
        let fix = "give `source` (an id of knowledge/sources/) and `seen`";
        Some(Fault::new(row.path.as_str(), format!("{}, `{words}`: {what}", row.id()), fix))
    };
    statements(row).filter_map(fault).collect()
}

fn is_date(text: &str) -> bool {
    let number = |text: &str| {
        text.bytes().all(|byte| byte.is_ascii_digit()).then(|| text.parse::<u16>().ok())
    };
    let parts: Vec<&str> = text.split('-').collect();
    let [year, month, day] = parts[..] else { return false };
    let sized = year.len() == 4 && month.len() == 2 && day.len() == 2;
    let within = |text, range: std::ops::RangeInclusive<u16>| {
        number(text).flatten().is_some_and(|value| range.contains(&value))
    };
    sized && within(year, 1990..=2100) && within(month, 1..=12) && within(day, 1..=31)
}

fn repeated_names(row: &Row) -> Vec<Fault> {
    let main = (row.entity.name.as_str(), row.entity.source.as_str());
    let further = row.entity.names.iter().map(|name| (name.text.as_str(), name.source.as_str()));
    let mut seen = BTreeSet::new();
    let again = std::iter::once(main).chain(further).filter(|name| !seen.insert(*name));
    let fault = |(text, source)| {
        let what = format!("{}: `{text}` stands twice with source `{source}`", row.id());
        Fault::new(row.path.as_str(), what, "take one out")
    };
    again.map(fault).collect()
}

fn dangling(row: &Row, ids: &BTreeSet<String>) -> Vec<Fault> {
    let lost = row.entity.relations.iter().filter(|link| !ids.contains(&link.to));
    let fault = |link: &crate::knowledge::Relation| {
        let what = format!("{} {} `{}`, which does not exist", row.id(), link.kind, link.to);
        Fault::new(row.path.as_str(), what, "add the entity, or take the relation out")
    };
    lost.map(fault).collect()
}

fn unused(pack: &Pack) -> Vec<Fault> {
    let used: BTreeSet<&str> =
        pack.rows.iter().flat_map(|row| statements(row).map(|(_, source, _)| source)).collect();
    let idle = pack.sources.iter().filter(|(_, source)| !used.contains(source.id.as_str()));
    let fault = |(path, source): &(String, crate::knowledge::Source)| {
        Fault::new(
            path.as_str(),
            format!("nothing comes from `{}`", source.id),
            "take the source out",
        )
    };
    idle.map(fault).collect()
}

fn missing(pack: &Pack) -> Vec<Fault> {
    let counts: BTreeMap<&str, usize> = pack.counts();
    let few = LEAST.iter().filter_map(|(kinds, least)| {
        let count: usize = kinds.iter().filter_map(|kind| counts.get(kind)).sum();
        let what = format!("{count} of {}, fewer than {least}", kinds.join(" and "));
        (count < *least).then(|| Fault::new("knowledge", what, "add what is missing"))
    });
    let known: BTreeSet<&str> = pack
        .rows
        .iter()
        .filter(|row| row.kind == "country")
        .map(|row| row.entity.id.as_str())
        .collect();
    let absent = COUNTRIES.split_whitespace().filter(|code| !known.contains(code)).map(|code| {
        Fault::new("knowledge/country", format!("country `{code}` is missing"), "add it")
    });
    few.chain(absent).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(entity: &str, expected: usize) {
        let sources = "[[source]]\nid = \"s\"\n[[source]]\nid = \"t\"\n";
        let other = "[[entity]]\nid = \"o\"\nname = \"O\"\nsource = \"t\"\nseen = \"2024-01-02\"\n";
        let files = [
            ("knowledge/sources/s.toml", sources),
            ("knowledge/malware/o.toml", other),
            ("knowledge/malware/a.toml", entity),
        ];
        let pack = Pack::read(&Repository::of(&files)).expect("the pack parses");
        let found = rows(&pack);
        assert_eq!(found.len(), expected, "{found:?}");
    }

    const GOOD: &str =
        "[[entity]]\nid = \"a-b\"\nname = \"A\"\nsource = \"s\"\nseen = \"2024-01-31\"\n";

    #[test]
    fn a_row_with_source_date_and_target_is_fine() {
        check(GOOD, 0);
        let link = r#"relations = [{ kind = "used-by", to = "malware/o", source = "s", seen = "2024-01-31" }]"#;
        check(&format!("{GOOD}{link}"), 0);
    }

    #[test]
    fn a_row_that_cannot_be_checked_is_found() {
        check(&GOOD.replace("a-b", "A_b"), 1);
        check(&GOOD.replace("2024-01-31", "January"), 1);
        check(&GOOD.replace("\"s\"", "\"x\""), 2);
        check(&GOOD.replace("a-b", "o"), 1);
        check(
            &format!("{GOOD}names = [{{ text = \"A\", source = \"s\", seen = \"2024-01-31\" }}]"),
            1,
        );
        let lost = r#"relations = [{ kind = "used-by", to = "malware/x", source = "s", seen = "2024-01-31" }]"#;
        check(&format!("{GOOD}{lost}"), 1);
        check(&format!("{GOOD}facts = [{{ key = \"k\", value = \"v\" }}]"), 1);
    }

    #[test]
    fn what_was_promised_is_asked_for() {
        assert!(missing(&Pack::default()).len() > 200);
    }
}
