//! Hits as a table in order of time, as analysts lay timelines beside each other.

use std::fmt::Write as _;

use jiff::Timestamp;

use super::library::techniques;
use super::timeline::Found;

/// The columns.
const HEAD: &str = "time,host,user,level,rule,rule_id,author,techniques,log,record,matched,report,speaker,attitude,sentence";

/// A table that is put in order of time at its end.
#[derive(Debug, Default)]
pub struct Table {
    rows: Vec<(Option<Timestamp>, String)>,
}

impl Table {
    /// Adds a row.
    pub fn add(&mut self, found: &Found) {
        let hit = &found.hit;
        let said = found.said.first();
        let matched = hit.matched.iter().map(|it| match it.field.is_empty() {
            true => it.value.clone(),
            false => format!("{}={}", it.field, it.value),
        });
        let cells = [
            hit.time.map(|time| time.to_string()).unwrap_or_default(),
            hit.host.clone(),
            hit.user.clone(),
            hit.level.word().to_owned(),
            hit.rule.title.clone(),
            hit.rule.id.clone(),
            hit.rule.author.clone(),
            techniques(&hit.rule.tags).collect::<Vec<_>>().join(" "),
            hit.log.to_string(),
            hit.at(),
            matched.collect::<Vec<_>>().join(" | "),
            said.map(|it| it.report().to_owned()).unwrap_or_default(),
            said.map(|it| it.speaker.clone()).unwrap_or_default(),
            said.and_then(|it| it.attitude).map(|it| it.word().to_owned()).unwrap_or_default(),
            said.map(|it| it.sentence.clone()).unwrap_or_default(),
        ];
        self.rows.push((hit.time, cells.map(|text| cell(&text)).join(",")));
    }

    /// The table; rows without a time come last, equal times in the order of the logs.
    pub fn text(mut self) -> String {
        self.rows.sort_by_key(|(time, _)| (time.is_none(), *time));
        let mut text = format!("{HEAD}\n");
        for (_, row) in self.rows {
            let written = writeln!(text, "{row}");
            debug_assert!(written.is_ok(), "writing to a string cannot fail");
        }
        text
    }
}

/// A cell that no spreadsheet takes for a formula: a sign that begins one gets an apostrophe.
fn cell(text: &str) -> String {
    let line: String = text.chars().map(|it| if it.is_control() { ' ' } else { it }).collect();
    let formula = line.trim_start().starts_with(['=', '+', '-', '@', '＝', '＋', '－', '＠']);
    let safe = if formula { format!("'{line}") } else { line };
    match safe.contains([',', '"', '\'']) {
        true => format!("\"{}\"", safe.replace('"', "\"\"")),
        false => safe,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cell_is_never_a_formula_and_never_two_cells() {
        assert_eq!(cell("=HYPERLINK(\"x\")"), "\"'=HYPERLINK(\"\"x\"\")\"");
        assert_eq!(cell(" -1"), "\"' -1\"");
        assert_eq!(cell("a,\nb"), "\"a, b\"");
        assert_eq!(cell("plain"), "plain");
    }
}
