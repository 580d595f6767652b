//! The table of the classic tools: one row per piece of evidence, one column per hypothesis.

use noroshi_model::Problem;

use crate::Tongue;
use crate::assessment::Assessment;
use crate::word::{Grading, Rating};
use crate::write::quoted;

/// Largest table in bytes.
const MOST_BYTES: usize = 8 << 20;

/// Heads of columns that are no hypothesis, in lower case.
const OWN: [&str; 9] =
    ["id", "evidence", "type", "facet", "credibility", "relevance", "known", "date", "notes"];

/// The matrix as CSV (RFC 4180). A cell that a spreadsheet would run as a formula gets a `'`.
pub fn csv(assessment: &Assessment<'_>, tongue: Tongue) -> String {
    let question = assessment.question;
    let mut head: Vec<String> =
        ["Id", "Evidence", "Type", "Credibility", "Relevance", "Known"].map(str::to_owned).to_vec();
    head.extend(question.hypotheses.iter().map(|one| one.title.of(tongue).to_owned()));
    let mut lines = vec![head];
    for at in &assessment.parts.lines {
        let row = &question.rows[*at];
        let mut line = vec![
            row.id.clone(),
            row.text.of(tongue).to_owned(),
            row.facet.word().to_owned(),
            row.credibility.word().to_uppercase(),
            row.relevance.word().to_uppercase(),
            row.known.to_string(),
        ];
        line.extend(row.ratings.iter().map(|it| it.map_or("", Rating::word).to_owned()));
        lines.push(line);
    }
    let joined = |line: &Vec<String>| line.iter().map(|it| cell(it)).collect::<Vec<_>>().join(",");
    lines.iter().map(|line| joined(line) + "\r\n").collect()
}

fn cell(text: &str) -> String {
    let formula = text.starts_with(['=', '+', '-', '@', '\t', '\r']);
    let text = if formula { format!("'{text}") } else { text.to_owned() };
    if text.contains([',', '"', '\n', '\r']) {
        format!("\"{}\"", text.replace('"', "\"\""))
    } else {
        text
    }
}

/// A question file made from such a table. Its rows have no source, so they are suggestions
/// until somebody adds one.
///
/// # Errors
/// NRS-ASSESS-015 with line and column of the first cell that does not fit.
pub fn from_csv(
    text: &str,
    path: &str,
    id: &str,
    today: jiff::civil::Date,
) -> Result<String, Problem> {
    let table = cells(text.trim_start_matches('\u{feff}'), path)?;
    let fault = |line: usize, column: usize, reason: &str| {
        Problem::new("NRS-ASSESS-015")
            .at(path)
            .fact("line", line)
            .fact("column", column)
            .fact("reason", reason)
    };
    let mut table = table.into_iter();
    let (_, head) = table.next().ok_or_else(|| fault(1, 1, "the table is empty"))?;
    let own = |name: &str| head.iter().position(|cell| cell.trim().to_lowercase() == name);
    let evidence = own("evidence").ok_or_else(|| fault(1, 1, "no column is called `Evidence`"))?;
    let is_own = |cell: &str| OWN.contains(&cell.trim().to_lowercase().as_str());
    let columns: Vec<usize> =
        (0..head.len()).filter(|at| !is_own(&head[*at]) && !head[*at].trim().is_empty()).collect();
    if columns.len() < 2 {
        return Err(fault(1, 1, "fewer than two columns are hypotheses"));
    }
    let mut out = format!(
        "# Made from a table. The rows have no source: add `sources` and accept them one by one.\nid = {}\nquestion = \"(the question)\"\nasked = {today}\n",
        quoted(id)
    );
    for (at, column) in columns.iter().enumerate() {
        out.push_str(&format!(
            "\n[[hypothesis]]\nid = \"H{}\"\ntitle = {}\n",
            at + 1,
            quoted(head[*column].trim())
        ));
    }
    for (line, cells) in table {
        let get =
            |at: Option<usize>| at.and_then(|at| cells.get(at)).map_or("", |cell| cell.trim());
        if get(Some(evidence)).is_empty() {
            continue;
        }
        out.push_str(&format!("\n[[row]]\nid = \"E{}\"\nstatus = \"suggested\"\ntext = {}\nknown = {today}\nfacet = \"intelligence\"\n", line, quoted(get(Some(evidence)))));
        for key in ["credibility", "relevance"] {
            let word = get(own(key)).to_lowercase();
            if Grading::from_word(&word).is_some() {
                out.push_str(&format!("{key} = \"{word}\"\n"));
            }
        }
        let mut ratings = Vec::new();
        for (at, column) in columns.iter().enumerate() {
            let word = get(Some(*column)).to_uppercase();
            let word = if word == "N/A" { "NA".to_owned() } else { word };
            if word.is_empty() {
                continue;
            }
            if Rating::from_word(&word).is_none() {
                return Err(fault(line, column + 1, &format!("`{word}` is no rating")));
            }
            ratings.push(format!("H{} = \"{word}\"", at + 1));
        }
        out.push_str(&format!("ratings = {{ {} }}\n", ratings.join(", ")));
    }
    Ok(out)
}

/// Cells by line; quoted cells may hold line ends.
fn cells(text: &str, path: &str) -> Result<Vec<(usize, Vec<String>)>, Problem> {
    let fault = |line: usize, reason: &str| {
        Problem::new("NRS-ASSESS-015")
            .at(path)
            .fact("line", line)
            .fact("column", 1)
            .fact("reason", reason)
    };
    if text.len() > MOST_BYTES {
        return Err(fault(1, "the table is too large"));
    }
    let (mut table, mut row, mut cell) = (Vec::new(), Vec::new(), String::new());
    let (mut line, mut start, mut quoted) = (1, 1, false);
    let mut signs = text.chars().peekable();
    while let Some(sign) = signs.next() {
        line += usize::from(sign == '\n');
        match sign {
            '"' if quoted && signs.peek() == Some(&'"') => {
                cell.push('"');
                signs.next();
            }
            '"' if quoted || cell.is_empty() => quoted = !quoted,
            ',' if !quoted => row.push(std::mem::take(&mut cell)),
            '\r' if !quoted => {}
            '\n' if !quoted => {
                row.push(std::mem::take(&mut cell));
                table.push((start, std::mem::take(&mut row)));
                start = line;
            }
            sign => cell.push(sign),
        }
    }
    if quoted {
        return Err(fault(start, "a quote is not closed"));
    }
    if !cell.is_empty() || !row.is_empty() {
        row.push(cell);
        table.push((start, row));
    }
    Ok(table)
}
