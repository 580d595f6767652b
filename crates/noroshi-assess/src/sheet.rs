//! The attribution sheet: one page that says what the answer is, on what it rests and what
//! would turn it round; behind it the matrix and the sentences it cites. One HTML file.

use std::fmt::Write as _;

use askama::Template;
use noroshi_model::Tlp;

use crate::Tongue;
use crate::assessment::Assessment;
use crate::question::Row;
use crate::say::{Say, facet_word};
use crate::terminal::cut;
use crate::word::{Facet, Status};
use crate::wording::{per_cent, said};

/// Hypotheses on the first page, the most probable first; the matrix has all.
const MOST_HYPOTHESES: usize = 8;
/// Rows of evidence on the first page.
const MOST_FACTS: usize = 4;
/// Flip sets on the first page.
const MOST_SETS: usize = 3;
/// Warnings on the first page.
const MOST_WARNINGS: usize = 6;

/// A source as it was found in the store.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Resolved {
    /// Row of the question.
    pub row: usize,
    /// Which of its sources.
    pub source: usize,
    /// The words in the kept original, and the rest of their sentence before and after.
    pub words: [String; 3],
    /// Title of the document.
    pub title: Option<String>,
    /// Who published it.
    pub publisher: Option<String>,
    /// When, in EDTF.
    pub published: Option<String>,
    /// Where it was found.
    pub path: String,
    /// Its label.
    pub tlp: Option<Tlp>,
    /// The whole id of the document.
    pub document: String,
}

/// What the sheet needs besides the assessment.
#[derive(Debug, Clone, Default)]
pub struct Setting {
    /// Sources that were found; one that is missing is shown as the file gives it.
    pub resolved: Vec<Resolved>,
    /// Digest of the log, if there is one.
    pub log: Option<String>,
    /// Documents that match an expectation.
    pub notices: Vec<String>,
}

/// The label of a sheet: the strictest of what it cites and of the question.
pub fn label(assessment: &Assessment<'_>, setting: &Setting) -> Tlp {
    let cited = setting.resolved.iter().filter(|one| assessment.parts.lines.contains(&one.row));
    Tlp::strictest(cited.filter_map(|one| one.tlp).chain(assessment.question.tlp))
}

/// The sheet as one self-contained HTML file.
pub fn sheet(assessment: &Assessment<'_>, setting: &Setting, tongue: Tongue) -> String {
    let page = Page { assessment, setting, tongue, say: Say { assessment, tongue } };
    let tlp = label(assessment, setting);
    let view = View {
        lang: tongue.code(),
        w: Labels::of(tongue),
        tlp: tlp.label(),
        colour: tlp.colour(),
        question: assessment.question.text.of(tongue).to_owned(),
        about: page.about(),
        judged: page.judged(),
        hypotheses: page.hypotheses(),
        facets: page.facets(),
        facet_sentence: page.say.facets(),
        root_sentence: page.say.roots(),
        roots: page.roots(),
        support: page.facts(Side::For),
        counter: page.facts(Side::Against),
        rests: page.say.rests().into_iter().chain([page.say.flip()]).collect(),
        sets: page.sets(),
        open: page.open(),
        warnings: page.warnings(),
        further: page.told().len().saturating_sub(MOST_WARNINGS),
        notices: setting.notices.clone(),
        log: setting.log.clone().unwrap_or_default(),
        matrix: table(assessment, tongue),
        sources: page.sources(),
    };
    // Writing into a string fails only when a `Display` does, and none of ours does.
    view.render().unwrap_or_default()
}

#[derive(Template)]
#[template(path = "sheet.html")]
struct View {
    lang: &'static str,
    w: Labels,
    tlp: &'static str,
    colour: &'static str,
    question: String,
    about: String,
    judged: Vec<String>,
    hypotheses: Vec<HypothesisView>,
    facets: Vec<(&'static str, Vec<String>)>,
    facet_sentence: String,
    root_sentence: String,
    roots: Vec<(String, Vec<Ref>)>,
    support: Vec<Fact>,
    counter: Vec<Fact>,
    rests: Vec<String>,
    sets: Vec<String>,
    open: Vec<String>,
    warnings: Vec<String>,
    further: usize,
    notices: Vec<String>,
    log: String,
    matrix: String,
    sources: Vec<SourceView>,
}

struct HypothesisView {
    id: String,
    title: String,
    words: String,
    point: String,
    range: String,
    naive: String,
    unforged: String,
    scores: [String; 3],
    /// Left end, width and point of the range bar, in per cent.
    bar: [String; 3],
    leads: bool,
}

/// A link to a source.
struct Ref {
    number: usize,
}

/// A row of evidence in words, with its sources.
struct Fact {
    id: String,
    text: String,
    notes: String,
    refs: Vec<Ref>,
}

struct SourceView {
    number: usize,
    row: String,
    words: [String; 3],
    whence: String,
    place: String,
    missing: bool,
}

#[derive(Clone, Copy, PartialEq)]
enum Side {
    For,
    Against,
}

struct Page<'a> {
    assessment: &'a Assessment<'a>,
    setting: &'a Setting,
    tongue: Tongue,
    say: Say<'a>,
}

impl Page<'_> {
    fn about(&self) -> String {
        let question = self.assessment.question;
        let (id, asked) = (&question.id, question.asked);
        let day = self
            .assessment
            .as_of
            .map(|day| self.tongue.pick(format!(", as known on {day}"), format!("、{day}時点")));
        let day = day.unwrap_or_default();
        self.tongue.pick(format!("{id}, asked {asked}{day}"), format!("{id}、設問日 {asked}{day}"))
    }

    fn judged(&self) -> Vec<String> {
        let own =
            self.assessment.question.conclusion.as_ref().map(|it| it.of(self.tongue).to_owned());
        let say = &self.say;
        let all =
            [Some(say.answer()), own, say.confidence(), say.base_rate(), Some(say.agreement())];
        all.into_iter().flatten().collect()
    }

    fn hypotheses(&self) -> Vec<HypothesisView> {
        let parts = &self.assessment.parts;
        let mut order: Vec<usize> = (0..parts.scores.len()).collect();
        order.sort_by_key(|at| self.assessment.ranks[3][*at]);
        let [_, (_, naive), (_, unforged)] = &self.assessment.posteriors;
        let view = |at: usize| {
            let scores = &parts.scores[at];
            let bayes = scores.bayes;
            HypothesisView {
                id: self.assessment.question.hypotheses[at].id.clone(),
                title: self.say.title(at).to_owned(),
                words: said(bayes, self.tongue),
                point: per_cent(bayes.point),
                range: format!(
                    "{}–{}",
                    per_cent(bayes.low).trim_end_matches(" %"),
                    per_cent(bayes.high)
                ),
                naive: per_cent(naive[at].point),
                unforged: per_cent(unforged[at].point),
                scores: [
                    scores.count.to_string(),
                    format!("{:.2}", scores.parc),
                    format!("{:.0}", scores.squares),
                ],
                bar: [bayes.low, bayes.high - bayes.low, bayes.point]
                    .map(|it| format!("{:.1}", it * 100.0)),
                leads: parts.leaders[3].contains(&at),
            }
        };
        order.into_iter().take(MOST_HYPOTHESES).map(view).collect()
    }

    fn counted(&self) -> impl Iterator<Item = (usize, &Row)> {
        let rows = &self.assessment.question.rows;
        self.assessment.parts.lines.iter().map(move |at| (*at, &rows[*at]))
    }

    fn facets(&self) -> Vec<(&'static str, Vec<String>)> {
        let of = |facet: Facet| {
            let rows = self.counted().filter(|(_, row)| row.facet == facet);
            (facet_word(facet, self.tongue), rows.map(|(_, row)| row.id.clone()).collect())
        };
        Facet::ALL.iter().map(|facet| of(*facet)).collect()
    }

    fn roots(&self) -> Vec<(String, Vec<Ref>)> {
        let numbered = self.numbered();
        let of = |root: &str| {
            let own = numbered.iter().filter(|(row, source, _)| {
                self.assessment.question.rows[*row].sources[*source].root == root
            });
            own.map(|(_, _, number)| Ref { number: *number }).collect()
        };
        self.assessment.parts.roots.iter().map(|(root, _)| (root.clone(), of(root))).collect()
    }

    /// All cited sources with their numbers: row, source, number.
    fn numbered(&self) -> Vec<(usize, usize, usize)> {
        let all =
            self.counted().flat_map(|(at, row)| (0..row.sources.len()).map(move |it| (at, it)));
        all.zip(1..).map(|((row, source), number)| (row, source, number)).collect()
    }

    fn refs(&self, row: usize) -> Vec<Ref> {
        let own = self.numbered().into_iter().filter(|(at, _, _)| *at == row);
        own.map(|(_, _, number)| Ref { number }).collect()
    }

    /// Rows for or against the leader, the most telling first.
    fn facts(&self, side: Side) -> Vec<Fact> {
        let Some(leader) = self.assessment.leader() else { return Vec::new() };
        let telling = self.assessment.parts.diagnosticity();
        let on_side = |row: &Row| {
            let value = row.ratings[leader].map_or(0, |it| it.value());
            row.silent().is_none() && if side == Side::For { value > 0 } else { value < 0 }
        };
        let mut rows: Vec<(f64, usize, &Row)> = self
            .counted()
            .zip(telling)
            .filter(|((_, row), _)| on_side(row))
            .map(|((at, row), (ratio, _))| (ratio, at, row))
            .collect();
        rows.sort_by(|a, b| b.0.total_cmp(&a.0).then(a.1.cmp(&b.1)));
        let fact = |(_, at, row): &(f64, usize, &Row)| Fact {
            id: row.id.clone(),
            text: row.text.of(self.tongue).to_owned(),
            notes: self.notes(row),
            refs: self.refs(*at),
        };
        rows.iter().take(MOST_FACTS).map(fact).collect()
    }

    fn notes(&self, row: &Row) -> String {
        let mut notes = vec![facet_word(row.facet, self.tongue).to_owned()];
        let digit = row.information.map(|it| it.to_string()).unwrap_or_default();
        notes.extend(row.reliability.map(|letter| format!("{letter:?}{digit}")));
        notes.extend(row.tags.iter().map(|tag| self.say.tag(*tag).to_owned()));
        let forge = self.tongue.pick("forgeability", "偽装の容易さ");
        notes.push(format!("{forge} {:.1}", row.forgeability));
        notes.join(", ")
    }

    fn sets(&self) -> Vec<String> {
        let flip = &self.assessment.sensitivity.flip;
        flip.sets.iter().take(MOST_SETS).map(|set| self.say.set(set)).collect()
    }

    fn open(&self) -> Vec<String> {
        let own = self.assessment.question.open.iter().map(|it| it.of(self.tongue).to_owned());
        let waiting =
            self.assessment.question.rows.iter().filter(|row| row.status == Status::Suggested);
        let waiting = waiting.count();
        let told = (waiting > 0).then(|| {
            self.tongue.pick(
                format!("{waiting} suggested rows wait for a decision."),
                format!("判断待ちの提案が{waiting}行ある。"),
            )
        });
        own.chain(told).collect()
    }

    fn warnings(&self) -> Vec<String> {
        self.told().iter().take(MOST_WARNINGS).map(|one| one.text(self.tongue)).collect()
    }

    /// Warnings that the sentences of the answer do not give already.
    fn told(&self) -> Vec<crate::Warning> {
        let mut told = crate::grouped(&self.assessment.warnings);
        told.retain(|one| one.kind != crate::WarningKind::RulesDisagree);
        told
    }

    fn sources(&self) -> Vec<SourceView> {
        self.numbered()
            .into_iter()
            .map(|(row, source, number)| self.source(row, source, number))
            .collect()
    }

    fn source(&self, row: usize, at: usize, number: usize) -> SourceView {
        let own = &self.assessment.question.rows[row];
        let source = &own.sources[at];
        let kept = self.setting.resolved.iter().find(|one| (one.row, one.source) == (row, at));
        let quote = || [String::new(), source.quote.clone().unwrap_or_default(), String::new()];
        let title = kept.and_then(|it| it.title.clone()).or_else(|| source.title.clone());
        let publisher =
            kept.and_then(|it| it.publisher.clone()).or_else(|| source.publisher.clone());
        let published = kept.and_then(|it| it.published.clone());
        let published = published.or_else(|| source.published.map(|day| day.to_string()));
        let path = kept.map(|it| it.path.clone()).or_else(|| source.url.clone());
        let label = kept.and_then(|it| it.tlp).map(|it| it.to_string());
        let whence = [publisher, title, published, label, path];
        let document = kept.map_or(source.document.as_str(), |it| it.document.as_str());
        SourceView {
            number,
            row: own.id.clone(),
            words: kept.map_or_else(quote, |it| it.words.clone()),
            whence: whence.into_iter().flatten().collect::<Vec<_>>().join(" | "),
            place: format!(
                "{} {}–{}",
                &document[..12.min(document.len())],
                source.span.start(),
                source.span.end()
            ),
            missing: kept.is_none(),
        }
    }
}

/// The matrix as an HTML table that stays readable with many rows: the first row and column
/// stay in view, a rating is told by its letters as well as by its colour.
pub fn table(assessment: &Assessment<'_>, tongue: Tongue) -> String {
    let question = assessment.question;
    let mut out = String::from("<table class=\"matrix\"><thead><tr><th></th><th></th>");
    for one in &question.hypotheses {
        let (id, title) = (escape(&one.id), escape(one.title.of(tongue)));
        let _ = write!(out, "<th scope=\"col\" title=\"{title}\">{id}</th>");
    }
    out.push_str("</tr></thead><tbody>");
    for at in &assessment.parts.lines {
        let row = &question.rows[*at];
        let (id, text) = (escape(&row.id), escape(row.text.of(tongue)));
        let _ = write!(out, "<tr><th scope=\"row\">{id}</th><td class=\"text\">{text}</td>");
        for (rating, given) in row.ratings.iter().zip(&row.likelihood) {
            let word = rating.map_or("?", |it| it.word());
            let shown = given.map_or_else(|| word.to_owned(), |it| format!("{:.2}", it.point));
            let (class, shown) = match row.silent() {
                // Rated, and counted as neutral.
                Some(_) => ("n", format!("({shown})")),
                None => (class(word), shown),
            };
            let _ = write!(out, "<td class=\"{class}\">{shown}</td>");
        }
        out.push_str("</tr>");
    }
    out + "</tbody></table>"
}

fn class(word: &str) -> &'static str {
    match word {
        "CC" => "cc",
        "C" => "c",
        "I" => "i",
        "II" => "ii",
        "?" => "q",
        _ => "n",
    }
}

/// The matrix as a picture of its own: SVG without outside references.
pub fn svg(assessment: &Assessment<'_>, tongue: Tongue) -> String {
    let (left, cell, line, head) = (430, 46, 22, 120);
    let question = assessment.question;
    let (columns, rows) = (question.hypotheses.len(), assessment.parts.lines.len());
    let (width, height) = (left + cell * columns + 90, head + line * rows + 10);
    let mut out = format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" role=\"img\" viewBox=\"0 0 {width} {height}\" width=\"{width}\" height=\"{height}\" font-family=\"sans-serif\" font-size=\"12\"><title>{}</title><rect width=\"100%\" height=\"100%\" fill=\"#fff\"/>",
        escape(question.text.of(tongue))
    );
    for (at, one) in question.hypotheses.iter().enumerate() {
        let x = left + cell * at + cell / 2;
        let name = escape(&cut(one.title.of(tongue), 20));
        let _ = write!(
            out,
            "<text x=\"{x}\" y=\"{}\" transform=\"rotate(-60 {x} {})\">{name}</text>",
            head - 8,
            head - 8
        );
    }
    for (at, row) in assessment.parts.lines.iter().map(|at| &question.rows[*at]).enumerate() {
        let y = head + line * at;
        let name = escape(&cut(&format!("{} {}", row.id, row.text.of(tongue)), 62));
        let _ = write!(out, "<text x=\"8\" y=\"{}\">{name}</text>", y + 15);
        for (place, rating) in row.ratings.iter().enumerate() {
            let word = rating.map_or("?", |it| it.word());
            let (x, silent) = (left + cell * place, row.silent().is_some());
            let fill = if silent { fill("N") } else { fill(word) };
            let word = if silent { format!("({word})") } else { word.to_owned() };
            let _ = write!(
                out,
                "<rect x=\"{x}\" y=\"{y}\" width=\"{cell}\" height=\"{line}\" fill=\"{fill}\" stroke=\"#fff\"/><text x=\"{}\" y=\"{}\" text-anchor=\"middle\">{word}</text>",
                x + cell / 2,
                y + 15
            );
        }
    }
    out + "</svg>\n"
}

fn fill(word: &str) -> &'static str {
    match word {
        "CC" => "#7fb3d9",
        "C" => "#cfe3f2",
        "I" => "#f7d3c4",
        "II" => "#e58e6f",
        _ => "#f0f1f3",
    }
}

fn escape(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for sign in text.chars() {
        match sign {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&#39;"),
            sign if sign.is_control() => out.push(' '),
            sign => out.push(sign),
        }
    }
    out
}

/// The fixed words of the sheet.
#[derive(Clone, Copy)]
struct Labels {
    heading: &'static str,
    judged: &'static str,
    mark: &'static str,
    hypotheses: [&'static str; 9],
    facets: &'static str,
    roots: &'static str,
    support: &'static str,
    counter: &'static str,
    rests: &'static str,
    open: &'static str,
    warnings: &'static str,
    further: &'static str,
    notices: &'static str,
    matrix: &'static str,
    sources: &'static str,
    missing: &'static str,
    none: &'static str,
    log: &'static str,
    method: &'static str,
}

impl Labels {
    fn of(tongue: Tongue) -> Self {
        tongue.pick(ENGLISH, JAPANESE)
    }
}

const ENGLISH: Labels = Labels {
    heading: "Attribution sheet",
    judged: "Answer",
    mark: "assessment",
    hypotheses: [
        "Hypothesis",
        "In words",
        "Posterior",
        "Range",
        "If independent",
        "By forgeability",
        "Inconsistent",
        "PARC",
        "Squares",
    ],
    facets: "Facets (MICTIC)",
    roots: "Roots",
    support: "Strongest evidence for it",
    counter: "Strongest evidence against it",
    rests: "What would have to be wrong",
    open: "Open questions",
    warnings: "To look at",
    further: "further",
    notices: "Expected and seen since",
    matrix: "Matrix",
    sources: "Sources: the sentences as they stand in the originals",
    missing: "not compared with the original",
    none: "none",
    log: "Log",
    method: "CC .9, C .7, N .5, I .3, II .1 unless the file says otherwise; lower is better for the last three scores. Noroshi does the arithmetic; the judgements are the analyst's.",
};

const JAPANESE: Labels = Labels {
    heading: "帰属評価シート",
    judged: "答え",
    mark: "評価",
    hypotheses: [
        "仮説",
        "表現",
        "事後確率",
        "区間",
        "独立とみなすと",
        "偽装の難しさで加重",
        "不整合数",
        "PARC",
        "二乗和",
    ],
    facets: "観点(MICTIC)",
    roots: "情報の根源",
    support: "これを支える主な証拠",
    counter: "これに反する主な証拠",
    rests: "何が誤りなら覆るか",
    open: "未解決の問い",
    warnings: "確認すべき点",
    further: "件ほか",
    notices: "予期された事象の観測",
    matrix: "対照表",
    sources: "出典: 原文のままの文",
    missing: "原文と未照合",
    none: "なし",
    log: "記録",
    method: "評定の値は、ファイルに指定がなければ CC .9、C .7、N .5、I .3、II .1。後の三つの得点は小さいほどよい。計算は Noroshi、判断は分析者による。",
};
