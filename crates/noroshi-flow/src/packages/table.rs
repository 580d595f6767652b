//! Hits and inventories as tables.

use std::fmt::Write as _;

use noroshi_model::Level;

use super::{Dependency, Hit};

/// Hits as CSV, with a head. No cell is taken for a formula by a spreadsheet.
pub fn csv(hits: &[Hit<'_>]) -> String {
    let mut table =
        String::from("level,verdict,purl,file,line,relation,scope,source,versions,reason\r\n");
    for hit in hits {
        let one = hit.dependency;
        let source = hit.evidence.first().map(|one| crate::wire::package_source(one.voice));
        let cells = [
            level(hit.level).to_owned(),
            hit.verdict.word().to_owned(),
            one.purl(),
            one.path.clone(),
            one.line.to_string(),
            one.relation.word().to_owned(),
            one.scope.word().to_owned(),
            source.unwrap_or_default(),
            hit.versions().join(" "),
            hit.reason().en,
        ];
        row(&mut table, &cells);
    }
    table
}

fn level(level: Level) -> &'static str {
    level.word()
}

/// An inventory as CSV, with a head.
pub fn inventory_csv(dependencies: &[Dependency]) -> String {
    let mut table =
        String::from("purl,name,version,demand,file,line,relation,scope,origin,place\r\n");
    for one in dependencies {
        let cells = [
            one.purl(),
            one.name.clone(),
            one.version.clone().unwrap_or_default(),
            one.demand.clone().unwrap_or_default(),
            one.path.clone(),
            one.line.to_string(),
            one.relation.word().to_owned(),
            one.scope.word().to_owned(),
            one.origin.word().to_owned(),
            one.origin.place().unwrap_or_default().to_owned(),
        ];
        row(&mut table, &cells);
    }
    table
}

fn row(table: &mut String, cells: &[String]) {
    let cells: Vec<String> = cells.iter().map(|cell| self::cell(cell)).collect();
    write!(table, "{}\r\n", cells.join(",")).unwrap_or_default();
}

/// A cell: quoted where it must be, and behind an apostrophe where it would be a formula.
fn cell(text: &str) -> String {
    let formula = text.starts_with(['=', '+', '-', '@', '\t', '\r']) && text.len() > 1;
    let text = if formula { format!("'{text}") } else { text.to_owned() };
    if text.contains([',', '"', '\n', '\r']) {
        return format!("\"{}\"", text.replace('"', "\"\""));
    }
    text
}

#[cfg(test)]
mod tests {
    use super::cell;

    #[test]
    fn no_cell_is_a_formula() {
        assert_eq!(cell("=1+1"), "'=1+1");
        assert_eq!(cell("@scope/name"), "'@scope/name");
        assert_eq!(cell("a,\"b\""), "\"a,\"\"b\"\"\"");
        assert_eq!(cell("plain"), "plain");
    }
}
