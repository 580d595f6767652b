//! From the text of a question file to a [`Question`]; every fault has its line and column.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

use jiff::civil::Date;
use noroshi_model::{AttributionLevel, Problem, Reliability, Span, Tlp};
use toml::Spanned;
use toml::value::Datetime;

use crate::place::place;
use crate::question::{
    Chance, Expectation, Hypothesis, Question, Resolution, Row, Scale, Source, Text,
};
use crate::raw;
use crate::word::{Facet, Grading, Rating, RoleOfHypothesis, Status, Tag, Vertex};

/// Most hypotheses of a question.
pub const MOST_HYPOTHESES: usize = 100;
/// Most rows of a question.
pub const MOST_ROWS: usize = 10_000;
/// Largest file in bytes.
pub const MOST_BYTES: usize = 16 << 20;
/// Dependence within one root, unless the file says otherwise: rows that cite one another.
const DEPENDENCE: f64 = 0.9;
/// The least chance that may be given: a chance of zero could never be mended by evidence.
const LEAST: f64 = 0.0001;

/// Reads a question file; `path` is for the messages.
///
/// # Errors
/// All faults of the file, each with line, column and what to do; the first fault alone when
/// the file is no TOML or a key is unknown.
pub fn parse(text: &str, path: &str) -> Result<Question, Vec<Problem>> {
    let mut page = Page { text, path, problems: Vec::new() };
    if text.len() > MOST_BYTES {
        return Err(vec![
            page.problem("NRS-ASSESS-008", 0).fact("what", "bytes").fact("limit", MOST_BYTES),
        ]);
    }
    let file: raw::File = toml::from_str(text).map_err(|error| {
        let at = error.span().map_or(0, |span| span.start);
        vec![page.problem("NRS-ASSESS-001", at).fact("reason", error.message().trim())]
    })?;
    let question = page.question(file);
    if page.problems.is_empty() { Ok(question) } else { Err(page.problems) }
}

/// A file that is being read, and what is wrong with it so far.
struct Page<'t> {
    text: &'t str,
    path: &'t str,
    problems: Vec<Problem>,
}

/// Ids of one kind, and where they are.
type Ids = BTreeMap<String, usize>;

impl Page<'_> {
    fn problem(&self, code: &'static str, at: usize) -> Problem {
        let (line, column) = place(self.text, at);
        Problem::new(code).at(self.path).fact("line", line).fact("column", column)
    }

    fn fault(&mut self, code: &'static str, at: Range<usize>, facts: &[(&'static str, &str)]) {
        let problem = self.problem(code, at.start);
        self.problems.push(facts.iter().fold(problem, |it, (name, value)| it.fact(name, value)));
    }

    fn question(&mut self, file: raw::File) -> Question {
        self.limits(&file);
        self.id(&file.id);
        let standing = self.standing(&file);
        let mut raw_hypotheses = file.hypotheses;
        let given = raw_hypotheses.len();
        raw_hypotheses.extend(standing);
        if raw_hypotheses.len() < 2 {
            self.fault("NRS-ASSESS-009", file.id.span(), &[]);
        }
        let ids = self.ids(raw_hypotheses.iter().map(|one| &one.id));
        let row_ids = self.ids(file.rows.iter().map(|row| &row.as_ref().id));
        let priors = self.priors(&raw_hypotheses, given);
        let clusters = self.clusters(&file.clusters);
        let hypotheses = raw_hypotheses.into_iter().zip(priors);
        let hypotheses = hypotheses.map(|(one, prior)| self.hypothesis(one, prior, &ids)).collect();
        let rows = file.rows.into_iter().map(|row| self.row(row, &ids, &row_ids)).collect();
        Question {
            id: file.id.into_inner(),
            text: file.question,
            asked: self.day(&file.asked),
            event: file.event.map(|day| self.day(&day)),
            subject: file.subject,
            tlp: file.tlp.and_then(|label| self.label(&label)),
            without_other: file.without_other.map(Spanned::into_inner),
            without_deception: file.without_deception.map(Spanned::into_inner),
            confidence: self.word(file.confidence.as_ref(), Grading::from_word, Grading::allowed),
            conclusion: file.conclusion,
            open: file.open,
            scale: self.scale(&file.scale),
            dependence: file.dependence.map_or(DEPENDENCE, |it| self.share(&it, "dependence")),
            clusters,
            hypotheses,
            rows,
            resolution: file.resolution.and_then(|it| self.resolution(it, &ids)),
        }
    }

    fn limits(&mut self, file: &raw::File) {
        let sizes = [
            ("hypotheses", file.hypotheses.len(), MOST_HYPOTHESES),
            ("rows", file.rows.len(), MOST_ROWS),
        ];
        for (what, size, limit) in sizes {
            if size > limit {
                let limit = limit.to_string();
                self.fault("NRS-ASSESS-008", file.id.span(), &[("what", what), ("limit", &limit)]);
            }
        }
    }

    fn id(&mut self, id: &Spanned<String>) {
        let fits = |sign: char| sign.is_alphanumeric() || "-_.".contains(sign);
        if id.as_ref().is_empty() || !id.as_ref().chars().all(fits) {
            let allowed = "letters, digits, `-`, `_`, `.`";
            self.fault(
                "NRS-ASSESS-005",
                id.span(),
                &[("value", id.as_ref()), ("allowed", allowed)],
            );
        }
    }

    fn ids<'r>(&mut self, given: impl Iterator<Item = &'r Spanned<String>>) -> Ids {
        let mut ids = Ids::new();
        for (at, id) in given.enumerate() {
            self.id(id);
            if ids.insert(id.as_ref().clone(), at).is_some() {
                self.fault("NRS-ASSESS-004", id.span(), &[("id", id.as_ref())]);
            }
        }
        ids
    }

    /// The two hypotheses that are always there, as far as the file neither has them nor
    /// switches them off with a reason.
    fn standing(&mut self, file: &raw::File) -> Vec<raw::Hypothesis> {
        let all = [
            (RoleOfHypothesis::Other, &file.without_other, "other / unknown", "その他・不明"),
            (
                RoleOfHypothesis::Deception,
                &file.without_deception,
                "deception / false flag",
                "欺瞞・偽旗",
            ),
        ];
        let mut standing = Vec::new();
        for (role, without, en, ja) in all {
            if let Some(reason) = without {
                if reason.as_ref().trim().is_empty() {
                    self.fault("NRS-ASSESS-010", reason.span(), &[("role", role.word())]);
                }
                continue;
            }
            let own = |one: &raw::Hypothesis| {
                one.role.as_ref().is_some_and(|word| word.as_ref() == role.word())
            };
            if !file.hypotheses.iter().any(own) {
                let title = Text { ja: ja.to_owned(), en: en.to_owned() };
                standing.push(standing_hypothesis(role, title));
            }
        }
        standing
    }

    /// Priors: those given, and equal shares of what is left for the others.
    fn priors(&mut self, hypotheses: &[raw::Hypothesis], given: usize) -> Vec<Chance> {
        let own = |one: &raw::Hypothesis| one.prior.as_ref().map(|it| it.as_ref().point);
        let sum: f64 = hypotheses.iter().filter_map(own).sum();
        let missing = hypotheses.iter().filter(|one| one.prior.is_none()).count();
        for prior in hypotheses[..given].iter().filter_map(|one| one.prior.as_ref()) {
            self.chance(prior, "prior", LEAST);
        }
        let fits = if missing == 0 { (sum - 1.0).abs() < 0.001 } else { sum < 1.0 - LEAST };
        if let Some(last) = hypotheses.iter().filter_map(|one| one.prior.as_ref()).next_back()
            && !fits
        {
            let sum = format!("{sum:.3}");
            self.fault("NRS-ASSESS-011", last.span(), &[("sum", &sum)]);
        }
        let share = Chance::exactly((1.0 - sum) / number(missing.max(1)));
        let of = |one: &raw::Hypothesis| one.prior.as_ref().map_or(share, |it| *it.as_ref());
        hypotheses.iter().map(of).collect()
    }

    fn clusters(&mut self, clusters: &[raw::Cluster]) -> BTreeMap<String, f64> {
        self.ids(clusters.iter().map(|one| &one.id));
        let own = |one: &raw::Cluster| {
            (one.id.as_ref().clone(), self.share(&one.dependence, "dependence"))
        };
        clusters.iter().map(own).collect()
    }

    fn hypothesis(&mut self, one: raw::Hypothesis, prior: Chance, ids: &Ids) -> Hypothesis {
        let role =
            self.word(one.role.as_ref(), RoleOfHypothesis::from_word, RoleOfHypothesis::allowed);
        self.ids(one.expects.iter().map(|expectation| &expectation.id));
        Hypothesis {
            title: one.title,
            role: role.unwrap_or(RoleOfHypothesis::Answer),
            level: self.level(one.level.as_ref()),
            prior,
            excludes: self.known(&one.excludes, ids, "hypothesis"),
            includes: self.known(&one.includes, ids, "hypothesis"),
            compatible: self.known(&one.compatible, ids, "hypothesis"),
            expects: one.expects.into_iter().map(|it| self.expectation(it)).collect(),
            id: one.id.into_inner(),
        }
    }

    fn expectation(&mut self, one: raw::Expectation) -> Expectation {
        if one.all.as_ref().iter().all(|word| word.trim().is_empty()) {
            let allowed = "at least one word";
            self.fault("NRS-ASSESS-005", one.all.span(), &[("value", "all"), ("allowed", allowed)]);
        }
        Expectation {
            id: one.id.into_inner(),
            text: one.text,
            all: one.all.into_inner(),
            any: one.any,
            until: one.until.map(|day| self.day(&day)),
        }
    }

    fn row(&mut self, row: Spanned<raw::Row>, ids: &Ids, row_ids: &Ids) -> Row {
        let row = row.into_inner();
        let status = self.word(row.status.as_ref(), Status::from_word, Status::allowed);
        let status = status.unwrap_or(Status::Accepted);
        if row.sources.is_empty() && status == Status::Accepted {
            self.fault("NRS-ASSESS-002", row.id.span(), &[("row", row.id.as_ref())]);
        }
        let sources: Vec<Source> =
            row.sources.into_iter().filter_map(|it| self.source(it)).collect();
        let reliability = self.reliability(row.source_grade.as_ref());
        let information = row.information_grade.and_then(|it| self.digit(&it));
        let credibility = self.word(row.credibility.as_ref(), Grading::from_word, Grading::allowed);
        let relevance = self.word(row.relevance.as_ref(), Grading::from_word, Grading::allowed);
        let cluster = row.cluster.or_else(|| sources.first().map(|it| it.root.clone()));
        Row {
            text: row.text,
            known: self.day(&row.known),
            event: row.event.map(|day| self.day(&day)),
            facet: self
                .word(Some(&row.facet), Facet::from_word, Facet::allowed)
                .unwrap_or(Facet::Intelligence),
            vertex: self.word(row.vertex.as_ref(), Vertex::from_word, Vertex::allowed),
            reliability,
            information,
            credibility: credibility.unwrap_or_else(|| graded(reliability, information)),
            relevance: relevance.unwrap_or(Grading::Medium),
            forgeability: row.forgeability.map_or(0.5, |it| self.share(&it, "forgeability")),
            weight: row.weight.map_or(1.0, |it| self.share(&it, "weight")),
            cluster: cluster.unwrap_or_else(|| row.id.as_ref().clone()),
            tags: row
                .tags
                .iter()
                .filter_map(|it| self.word(Some(it), Tag::from_word, Tag::allowed))
                .collect(),
            coverage: self.reason(row.coverage),
            costly: self.reason(row.costly),
            replaces: self.known(&row.replaces, row_ids, "row"),
            suspended: self.reason(row.suspended),
            level: self.level(row.level.as_ref()),
            status,
            note: row.note,
            ratings: self.ratings(&row.ratings, ids),
            likelihood: self.likelihood(&row.likelihood, ids),
            sources,
            id: row.id.into_inner(),
        }
    }

    fn source(&mut self, source: raw::Source) -> Option<Source> {
        let id = source.document.as_ref();
        if !(12..=64).contains(&id.len()) || !id.bytes().all(|it| it.is_ascii_hexdigit()) {
            let facts = [("value", id.as_str()), ("allowed", "12 to 64 hexadecimal digits")];
            self.fault("NRS-ASSESS-005", source.document.span(), &facts);
        }
        let [start, end] = *source.span.as_ref();
        let span = Span::new(start, end).or_else(|| {
            let facts =
                [("value", &*format!("[{start}, {end}]")), ("allowed", "start < end, in bytes")];
            self.fault("NRS-ASSESS-005", source.span.span(), &facts);
            Span::new(0, 1)
        })?;
        let document = source.document.into_inner().to_ascii_lowercase();
        let root = self.reason(source.root).or_else(|| source.publisher.clone());
        Some(Source {
            span,
            quote: source.quote,
            root: root.unwrap_or_else(|| document.clone()),
            title: source.title,
            publisher: source.publisher,
            published: source.published.map(|day| self.day(&day)),
            url: source.url,
            document,
        })
    }

    /// A text that must not be empty when it is there.
    fn reason(&mut self, given: raw::Word) -> Option<String> {
        let given = given?;
        if given.as_ref().trim().is_empty() {
            let facts = [("value", ""), ("allowed", "words, or leave the key out")];
            self.fault("NRS-ASSESS-005", given.span(), &facts);
        }
        Some(given.into_inner())
    }

    fn ratings(
        &mut self,
        given: &BTreeMap<Spanned<String>, Spanned<String>>,
        ids: &Ids,
    ) -> Vec<Option<Rating>> {
        let mut ratings = vec![None; ids.len()];
        for (id, word) in given {
            let at = self.known(std::slice::from_ref(id), ids, "hypothesis");
            let word_of = |word: &str| match word {
                "n/a" | "N/A" => Some(Rating::NotApplicable),
                other => Rating::from_word(other),
            };
            let rating = self.word(Some(word), word_of, Rating::allowed);
            at.into_iter().for_each(|at| ratings[at] = rating);
        }
        ratings
    }

    fn likelihood(
        &mut self,
        given: &BTreeMap<Spanned<String>, Spanned<Chance>>,
        ids: &Ids,
    ) -> Vec<Option<Chance>> {
        let mut chances = vec![None; ids.len()];
        for (id, chance) in given {
            self.chance(chance, "likelihood", LEAST);
            let at = self.known(std::slice::from_ref(id), ids, "hypothesis");
            at.into_iter().for_each(|at| chances[at] = Some(*chance.as_ref()));
        }
        chances
    }

    fn scale(&mut self, given: &BTreeMap<Spanned<String>, Spanned<Chance>>) -> Scale {
        let mut scale = Scale::default();
        for (word, chance) in given {
            self.chance(chance, "scale", LEAST);
            let rating = self.word(Some(word), Rating::from_word, Rating::allowed);
            let place = match rating {
                Some(Rating::VeryConsistent) => &mut scale.very_consistent,
                Some(Rating::Consistent) => &mut scale.consistent,
                Some(Rating::Inconsistent) => &mut scale.inconsistent,
                Some(Rating::VeryInconsistent) => &mut scale.very_inconsistent,
                _ => &mut scale.neutral,
            };
            *place = *chance.as_ref();
        }
        scale
    }

    fn resolution(&mut self, given: raw::Resolution, ids: &Ids) -> Option<Resolution> {
        let answer = self.known(std::slice::from_ref(&given.answer), ids, "hypothesis");
        let on = self.day(&given.on);
        Some(Resolution { answer: *answer.first()?, on, text: given.text })
    }

    fn known(&mut self, given: &[Spanned<String>], ids: &Ids, kind: &str) -> Vec<usize> {
        let mut found = BTreeSet::new();
        for id in given {
            match ids.get(id.as_ref()) {
                Some(at) => drop(found.insert(*at)),
                None => {
                    let known = ids.keys().take(12).map(|id| format!("`{id}`"));
                    let known = known.collect::<Vec<_>>().join(", ");
                    let facts = [("kind", kind), ("id", id.as_ref()), ("known", known.as_str())];
                    self.fault("NRS-ASSESS-003", id.span(), &facts);
                }
            }
        }
        found.into_iter().collect()
    }

    fn word<T>(
        &mut self,
        given: Option<&Spanned<String>>,
        of: impl Fn(&str) -> Option<T>,
        allowed: impl Fn() -> String,
    ) -> Option<T> {
        let given = given?;
        let found = of(given.as_ref());
        if found.is_none() {
            let facts = [("value", given.as_ref().as_str()), ("allowed", &*allowed())];
            self.fault("NRS-ASSESS-005", given.span(), &facts);
        }
        found
    }

    fn level(&mut self, given: Option<&Spanned<String>>) -> Option<AttributionLevel> {
        self.word(given, level_of, || {
            LEVELS.iter().map(|one| format!("`{}`", one.word())).collect::<Vec<_>>().join(", ")
        })
    }

    fn reliability(&mut self, given: Option<&Spanned<String>>) -> Option<Reliability> {
        self.word(given, reliability_of, || "`A` to `F`".to_owned())
    }

    fn label(&mut self, given: &Spanned<String>) -> Option<Tlp> {
        let allowed = || Tlp::ALL.map(|one| format!("`{one}`")).join(", ");
        self.word(Some(given), |text| text.parse().ok(), allowed)
    }

    fn digit(&mut self, given: &Spanned<i64>) -> Option<u8> {
        let digit = u8::try_from(*given.as_ref()).ok().filter(|it| (1..=6).contains(it));
        if digit.is_none() {
            let value = given.as_ref().to_string();
            self.fault("NRS-ASSESS-005", given.span(), &[("value", &value), ("allowed", "1 to 6")]);
        }
        digit
    }

    fn share(&mut self, given: &Spanned<f64>, key: &str) -> f64 {
        let value = *given.as_ref();
        if !(0.0..=1.0).contains(&value) {
            let value = value.to_string();
            let facts = [("key", key), ("value", value.as_str()), ("allowed", "0.0 to 1.0")];
            self.fault("NRS-ASSESS-006", given.span(), &facts);
        }
        value
    }

    fn chance(&mut self, given: &Spanned<Chance>, key: &str, least: f64) {
        let Chance { low, point, high } = *given.as_ref();
        let value = format!("[{low}, {point}, {high}]");
        if !(low <= point && point <= high) {
            self.fault("NRS-ASSESS-007", given.span(), &[("key", key), ("value", &value)]);
        } else if low < least || high > 1.0 {
            let allowed = format!("{least} to 1.0");
            let facts = [("key", key), ("value", value.as_str()), ("allowed", &*allowed)];
            self.fault("NRS-ASSESS-006", given.span(), &facts);
        }
    }

    fn day(&mut self, given: &Spanned<Datetime>) -> Date {
        let day = given.as_ref().date.and_then(|day| {
            let (year, month, day) =
                (i16::try_from(day.year), i8::try_from(day.month), i8::try_from(day.day));
            Date::new(year.ok()?, month.ok()?, day.ok()?).ok()
        });
        if day.is_none() {
            let value = given.as_ref().to_string();
            let facts = [("value", value.as_str()), ("allowed", "a day, such as 2024-12-26")];
            self.fault("NRS-ASSESS-005", given.span(), &facts);
        }
        day.unwrap_or_default()
    }
}

const LEVELS: [AttributionLevel; 5] = [
    AttributionLevel::Infrastructure,
    AttributionLevel::ActivityCluster,
    AttributionLevel::NamedGroup,
    AttributionLevel::Sponsor,
    AttributionLevel::Persons,
];

/// The level of a word of [`AttributionLevel::word`].
pub(crate) fn level_of(word: &str) -> Option<AttributionLevel> {
    LEVELS.into_iter().find(|one| one.word() == word)
}

/// The letter of an Admiralty grade.
pub(crate) fn reliability_of(word: &str) -> Option<Reliability> {
    use Reliability::{A, B, C, D, E, F};
    [A, B, C, D, E, F].into_iter().find(|one| format!("{one:?}") == word)
}

/// Credibility for the weighted score where the analyst gives none: from a grade whose letter
/// and digit are both good, or either of them bad. F and 6 say nothing.
fn graded(letter: Option<Reliability>, digit: Option<u8>) -> Grading {
    let bad_letter = matches!(letter, Some(Reliability::D | Reliability::E));
    let good_letter = matches!(letter, Some(Reliability::A | Reliability::B));
    match digit {
        _ if bad_letter => Grading::Low,
        Some(4 | 5) => Grading::Low,
        Some(1 | 2) if good_letter => Grading::High,
        _ => Grading::Medium,
    }
}

fn standing_hypothesis(role: RoleOfHypothesis, title: Text) -> raw::Hypothesis {
    let word = |text: &str| Spanned::new(0..0, text.to_owned());
    raw::Hypothesis {
        id: word(role.word()),
        title,
        role: Some(word(role.word())),
        level: None,
        prior: None,
        excludes: Vec::new(),
        includes: Vec::new(),
        compatible: Vec::new(),
        expects: Vec::new(),
    }
}

#[expect(clippy::cast_precision_loss, reason = "there are at most some thousand of anything")]
pub(crate) fn number(count: usize) -> f64 {
    count as f64
}
