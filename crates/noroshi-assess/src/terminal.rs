//! The matrix and what follows from it, for a terminal.

use unicode_width::{UnicodeWidthChar as _, UnicodeWidthStr as _};

use crate::Tongue;
use crate::assessment::Assessment;
use crate::say::Say;
use crate::word::{Rating, Status};
use crate::wording::per_cent;

/// Columns of one hypothesis.
const CELL: usize = 4;
/// Least columns for the words of a row.
const LEAST: usize = 12;
/// Flip sets that are shown.
const SETS: usize = 5;

/// The assessment in lines of at most `width` columns, unless there are too many hypotheses.
pub fn terminal(assessment: &Assessment<'_>, tongue: Tongue, width: usize) -> String {
    let page = Page { say: Say { assessment, tongue }, assessment, tongue, width };
    let mut lines = vec![safe(assessment.question.text.of(tongue))];
    if let Some(day) = assessment.as_of {
        lines.push(tongue.pick(format!("as known on {day}"), format!("{day}時点")));
    }
    lines.push(String::new());
    lines.extend(page.scores());
    lines.push(String::new());
    lines.extend(page.matrix());
    lines.push(String::new());
    lines.extend(page.sentences());
    lines.extend(page.warnings());
    lines.join("\n") + "\n"
}

struct Page<'a> {
    say: Say<'a>,
    assessment: &'a Assessment<'a>,
    tongue: Tongue,
    width: usize,
}

impl Page<'_> {
    fn scores(&self) -> Vec<String> {
        let head = self.tongue.pick(
            ["", "", "hypothesis", "posterior", "range", "naive", "incons.", "PARC", "squares"],
            ["", "", "仮説", "事後確率", "区間", "独立なら", "不整合", "PARC", "二乗"],
        );
        let mut table = vec![head.map(str::to_owned)];
        let naive = &self.assessment.posteriors[1].1;
        let mut order: Vec<usize> = (0..self.assessment.parts.scores.len()).collect();
        order.sort_by_key(|at| self.assessment.ranks[3][*at]);
        for at in order {
            let scores = &self.assessment.parts.scores[at];
            let bayes = scores.bayes;
            table.push([
                format!("{}", self.assessment.ranks[3][at]),
                letters(at),
                self.named(at),
                per_cent(bayes.point),
                format!("{}-{}", per_cent(bayes.low).trim_end_matches(" %"), per_cent(bayes.high)),
                per_cent(naive[at].point),
                scores.count.to_string(),
                format!("{:.2}", scores.parc),
                format!("{:.0}", scores.squares),
            ]);
        }
        aligned(&table)
    }

    fn named(&self, at: usize) -> String {
        let one = &self.assessment.question.hypotheses[at];
        let most = self.width.saturating_sub(58).max(18);
        cut(&safe(one.title.of(self.tongue)), most)
    }

    fn matrix(&self) -> Vec<String> {
        let ids = &self.assessment.question.hypotheses;
        let most = self
            .assessment
            .parts
            .lines
            .iter()
            .map(|at| self.assessment.question.rows[*at].id.width());
        let id = most.max().unwrap_or(2).min(10);
        let words = self.width.saturating_sub(id + 2 + ids.len() * CELL).max(LEAST);
        let mut head = padded("", id + 1 + words);
        (0..ids.len())
            .for_each(|at| head.push_str(&format!(" {}", padded(&letters(at), CELL - 1))));
        head.truncate(head.trim_end().len());
        let mut lines = vec![head];
        for at in &self.assessment.parts.lines {
            let row = &self.assessment.question.rows[*at];
            let text = cut(&safe(row.text.of(self.tongue)), words);
            let mut line = format!("{} {}", padded(&cut(&row.id, id), id), padded(&text, words));
            for (rating, given) in row.ratings.iter().zip(&row.likelihood) {
                let word = match (rating, given) {
                    (_, Some(given)) => {
                        format!("{:.2}", given.point).trim_start_matches('0').to_owned()
                    }
                    (Some(Rating::Neutral), None) => "·".to_owned(),
                    (Some(rating), None) => rating.word().to_owned(),
                    (None, None) => "?".to_owned(),
                };
                // In small letters: rated, and counted as neutral.
                let word = if row.silent().is_some() { word.to_lowercase() } else { word };
                line.push_str(&format!(" {}", padded(&word, CELL - 1)));
            }
            lines.push(line.trim_end().to_owned());
        }
        lines
    }

    fn sentences(&self) -> Vec<String> {
        let say = &self.say;
        let mark = self.tongue.pick("assessment", "評価");
        let judged = [Some(say.answer()), say.confidence(), say.base_rate(), Some(say.agreement())];
        let mut lines: Vec<String> =
            judged.into_iter().flatten().map(|it| format!("[{mark}] {}", safe(&it))).collect();
        lines.push(say.facets());
        lines.push(say.roots());
        lines.extend(say.rests());
        lines.push(say.flip());
        let sets = self.assessment.sensitivity.flip.sets.iter().take(SETS);
        lines.extend(sets.map(|set| format!("  {}", safe(&say.set(set)))));
        let open = self.assessment.question.rows.iter();
        let open = open.filter(|row| row.status == Status::Suggested).count();
        if open > 0 {
            lines.push(self.tongue.pick(
                format!("{open} suggestions wait for a decision."),
                format!("判断待ちの提案が{open}件ある。"),
            ));
        }
        lines
    }

    fn warnings(&self) -> Vec<String> {
        let word = self.tongue.pick("warning", "注意");
        let all = crate::grouped(&self.assessment.warnings);
        all.iter().map(|one| format!("{word}: {}", safe(&one.text(self.tongue)))).collect()
    }
}

/// A, B, ... Z, AA, ... : the head of a column.
fn letters(at: usize) -> String {
    let letter = |at: usize| char::from(b'A' + u8::try_from(at % 26).unwrap_or_default());
    let before = (at >= 26).then(|| letter(at / 26 - 1));
    before.into_iter().chain([letter(at)]).collect()
}

/// A table with its columns as wide as their widest cell, two blanks apart.
fn aligned<const N: usize>(table: &[[String; N]]) -> Vec<String> {
    let widths: Vec<usize> =
        (0..N).map(|at| table.iter().map(|row| row[at].width()).max().unwrap_or(0)).collect();
    let line = |row: &[String; N]| {
        let cells: Vec<String> =
            row.iter().zip(&widths).map(|(cell, width)| padded(cell, *width)).collect();
        cells.join("  ").trim_end().to_owned()
    };
    table.iter().map(line).collect()
}

fn padded(text: &str, width: usize) -> String {
    format!("{text}{}", " ".repeat(width.saturating_sub(text.width())))
}

/// At most so many columns, with `…` where something is missing.
pub(crate) fn cut(text: &str, most: usize) -> String {
    if text.width() <= most {
        return text.to_owned();
    }
    let mut shown = String::new();
    let mut columns = 0;
    for sign in text.chars() {
        columns += sign.width().unwrap_or(0);
        if columns + 1 > most {
            break;
        }
        shown.push(sign);
    }
    shown + "…"
}

/// Text of a file fit for a terminal: control signs are shown as `?`.
fn safe(text: &str) -> String {
    let bidi = |sign| matches!(sign, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{200e}' | '\u{200f}');
    let shown = |sign: char| match sign {
        '\n' | '\r' | '\t' => ' ',
        sign if sign.is_control() || bidi(sign) => '?',
        sign => sign,
    };
    text.chars().map(shown).collect()
}
