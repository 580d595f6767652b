//! A run as a table for spreadsheets.

use noroshi_model::Language;

use super::Material;
use crate::ExceptionState;

const HEAD: [&str; 15] = [
    "tenant",
    "product",
    "policy",
    "title",
    "requirement",
    "result",
    "requirement_met",
    "criticality",
    "kind",
    "bod_25_01",
    "techniques",
    "details",
    "exception",
    "exception_until",
    "exception_reason",
];

/// The results as CSV (RFC 4180). A cell that a spreadsheet would run as a formula begins with `'`.
pub fn csv(materials: &[Material<'_>], language: Language) -> String {
    let mut lines = vec![HEAD.map(str::to_owned).to_vec()];
    for material in materials {
        for one in &material.run.results {
            let exception = one.exception.as_ref();
            let state = exception.map(|it| match it.state {
                ExceptionState::Active => "active",
                ExceptionState::Expired => "expired",
            });
            let met = one.requirement_met.map(|met| met.to_string());
            lines.push(vec![
                material.run.tenant.title().to_owned(),
                one.product.clone(),
                one.policy.to_string(),
                material.title(one, language).to_owned(),
                one.requirement.clone(),
                one.verdict.word().to_owned(),
                met.unwrap_or_default(),
                one.criticality.word().to_owned(),
                one.kind.word().to_owned(),
                material.bod(one).to_string(),
                material.techniques(one).join(" "),
                one.details.clone(),
                state.unwrap_or_default().to_owned(),
                exception.and_then(|it| it.until).map(|it| it.to_string()).unwrap_or_default(),
                exception.map(|it| it.reason.clone()).unwrap_or_default(),
            ]);
        }
    }
    let joined = |line: &Vec<String>| line.iter().map(|it| cell(it)).collect::<Vec<_>>().join(",");
    lines.iter().map(|line| joined(line) + "\r\n").collect()
}

fn cell(text: &str) -> String {
    // A dash alone is no formula.
    let begins = text.trim_start_matches([' ', '\u{3000}']);
    let formula =
        begins.starts_with(['=', '+', '-', '@', '\t', '\r', '\n', '＝', '＋', '－', '＠']);
    let text = if formula && text != "-" { format!("'{text}") } else { text.to_owned() };
    if text.contains([',', '"', '\n', '\r']) {
        format!("\"{}\"", text.replace('"', "\"\""))
    } else {
        text
    }
}

#[cfg(test)]
mod tests {
    use super::cell;

    #[test]
    fn no_cell_begins_a_formula() {
        for formula in ["=cmd|'/c calc'!A1", "+1", "@SUM(A1)", "-2+3", "\t=1", " =1", "＝1"] {
            assert!(cell(formula).trim_matches('"').starts_with('\''), "{formula}");
        }
        assert_eq!(cell("-"), "-");
        assert_eq!(cell("a,\"b\"\nc"), "\"a,\"\"b\"\"\nc\"");
    }
}
