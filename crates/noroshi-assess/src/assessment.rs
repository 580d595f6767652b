//! Everything that is worked out about a question, in one value.

use std::collections::BTreeMap;

use jiff::civil::Date;

use crate::flip::{Flip, flip};
use crate::matrix::Matrix;
use crate::posterior::{Weighing, posterior};
use crate::question::{Chance, Question};
use crate::score::{Rule, SAME, Scores, diagnosticity, leaders, ranks, scores, spread};
use crate::sensitivity::{LeftOut, Probe, Softened, Sweep};
use crate::warning::{Warning, warnings};
use crate::word::{Facet, Tag};

/// Flip sets that are kept.
const SETS: usize = 20;

/// A question as it stands on a day, with all that follows from it.
#[derive(Debug, Clone)]
pub struct Assessment<'q> {
    /// The question.
    pub question: &'q Question,
    /// The day; `None` for everything that is known.
    pub as_of: Option<Date>,
    /// Scores and what they are made of.
    pub parts: Parts,
    /// Places under each rule of [`Rule::ALL`], by hypothesis.
    pub ranks: [Vec<usize>; 4],
    /// Posterior with clusters, as if independent, and weighted by how hard to forge.
    pub posteriors: [(Weighing, Vec<Chance>); 3],
    /// What is left of the answer.
    pub sensitivity: Sensitivity,
    /// What an analyst should look at.
    pub warnings: Vec<Warning>,
}

/// Scores and what they are made of.
#[derive(Debug, Clone)]
pub struct Parts {
    /// The numbers.
    pub matrix: Matrix,
    /// The row of the question behind each line of the matrix.
    pub lines: Vec<usize>,
    /// Scores by hypothesis.
    pub scores: Vec<Scores>,
    /// Who is first under each rule of [`Rule::ALL`].
    pub leaders: [Vec<usize>; 4],
    /// Facets that a counted row fills.
    pub filled: Vec<Facet>,
    /// Roots with their rows (places in `lines`).
    pub roots: Vec<(String, Vec<usize>)>,
}

impl Parts {
    /// Whether all rules have the same leaders.
    pub fn agree(&self) -> bool {
        self.leaders.iter().all(|one| *one == self.leaders[0])
    }

    /// Facets that no counted row fills.
    pub fn empty(&self) -> Vec<Facet> {
        Facet::ALL.iter().copied().filter(|one| !self.filled.contains(one)).collect()
    }

    /// How many roots have a row that tells hypotheses apart: the others support nothing.
    pub fn telling_roots(&self) -> usize {
        let telling = |line: &usize| diagnosticity(&self.matrix.lines[*line]) > SAME;
        self.roots.iter().filter(|(_, lines)| lines.iter().any(telling)).count()
    }

    /// How far each line tells hypotheses apart, and how its ratings spread.
    pub fn diagnosticity(&self) -> Vec<(f64, f64)> {
        self.matrix.lines.iter().map(|line| (diagnosticity(line), spread(line))).collect()
    }
}

/// What is left of an answer when something is left out, softened or believed otherwise.
#[derive(Debug, Clone)]
pub struct Sensitivity {
    /// Lead of the first over the second, as it is.
    pub lead: f64,
    /// Without each row.
    pub rows: Vec<LeftOut>,
    /// Without each root.
    pub roots: Vec<LeftOut>,
    /// Without each facet.
    pub facets: Vec<LeftOut>,
    /// Without each cluster.
    pub clusters: Vec<LeftOut>,
    /// Without all rows of absence.
    pub absence: Option<LeftOut>,
    /// Each extreme judgement softened, the most harmful first.
    pub softened: Vec<Softened>,
    /// Other priors.
    pub sweeps: Vec<Sweep>,
    /// The smallest sets of changes that take the lead away.
    pub flip: Flip,
    /// The two inputs on which the answer rests.
    pub rests: Option<Rests>,
}

/// The row and the cluster beside it without which the lead shrinks most.
#[derive(Debug, Clone, PartialEq)]
pub struct Rests {
    /// The row.
    pub row: String,
    /// The cluster; never the row's own.
    pub cluster: Option<String>,
    /// Lead without both.
    pub lead: f64,
}

/// Works out everything about a question on a day.
pub fn assess(question: &Question, as_of: Option<Date>) -> Assessment<'_> {
    let (matrix, lines) = Matrix::of(question, as_of);
    let scores = scores(&matrix);
    let parts = Parts {
        leaders: Rule::ALL.map(|rule| leaders(&scores, rule)),
        filled: filled(question, &lines),
        roots: groups(question, &lines, |row| row.roots().into_iter().map(str::to_owned).collect()),
        matrix,
        lines,
        scores,
    };
    let posteriors = [Weighing::Clustered, Weighing::Naive, Weighing::Unforged]
        .map(|weighing| (weighing, posterior(&parts.matrix, weighing)));
    let warnings = warnings(question, &parts);
    Assessment {
        question,
        as_of,
        ranks: Rule::ALL.map(|rule| ranks(&parts.scores, rule)),
        posteriors,
        sensitivity: sensitivity(question, &parts),
        warnings,
        parts,
    }
}

impl Assessment<'_> {
    /// The one hypothesis with the highest posterior, if there is one.
    pub fn leader(&self) -> Option<usize> {
        match self.parts.leaders[3][..] {
            [one] => Some(one),
            _ => None,
        }
    }

    /// The id of the row behind a line.
    pub fn row_id(&self, line: usize) -> &str {
        &self.question.rows[self.parts.lines[line]].id
    }
}

fn filled(question: &Question, lines: &[usize]) -> Vec<Facet> {
    let mut filled: Vec<Facet> = lines.iter().map(|at| question.rows[*at].facet).collect();
    filled.sort_unstable();
    filled.dedup();
    filled
}

/// Lines by a name of their row, in order of name.
fn groups(
    question: &Question,
    lines: &[usize],
    names: impl Fn(&crate::Row) -> Vec<String>,
) -> Vec<(String, Vec<usize>)> {
    let mut groups: BTreeMap<String, Vec<usize>> = BTreeMap::new();
    for (line, row) in lines.iter().enumerate() {
        for name in names(&question.rows[*row]) {
            groups.entry(name).or_default().push(line);
        }
    }
    groups.into_iter().collect()
}

fn sensitivity(question: &Question, parts: &Parts) -> Sensitivity {
    let probe = Probe::new(&parts.matrix, &parts.scores);
    let rows = &question.rows;
    let names: Vec<&str> = parts.lines.iter().map(|at| rows[*at].id.as_str()).collect();
    let without = |groups: Vec<(String, Vec<usize>)>| -> Vec<LeftOut> {
        groups.into_iter().map(|(name, lines)| probe.without(&name, lines)).collect()
    };
    let own =
        |name: fn(&crate::Row) -> String| groups(question, &parts.lines, |row| vec![name(row)]);
    // A row that stands on another root too stays when one of them goes.
    let only = |root: &str| {
        let lines = parts.lines.iter().enumerate();
        lines.filter(|(_, row)| rows[**row].roots() == [root]).map(|(line, _)| line).collect()
    };
    let roots = parts.roots.iter().map(|(root, _)| (root.clone(), only(root))).collect();
    let absent: Vec<usize> =
        (0..parts.lines.len()).filter(|at| rows[parts.lines[*at]].is(Tag::Absence)).collect();
    let left_rows = probe.without_each(&names);
    let clusters = without(own(|row| row.cluster.clone()));
    Sensitivity {
        lead: probe.lead(),
        rests: rests(&probe, &left_rows, &clusters),
        rows: left_rows,
        roots: without(roots),
        facets: without(own(|row| row.facet.word().to_owned())),
        clusters,
        absence: (!absent.is_empty()).then(|| probe.without("absence", absent)),
        softened: probe.softened(),
        sweeps: probe.sweeps(),
        flip: flip(&parts.matrix, SETS),
    }
}

/// The row whose loss costs most of the lead, and the cluster of others whose loss does.
fn rests(probe: &Probe<'_>, rows: &[LeftOut], clusters: &[LeftOut]) -> Option<Rests> {
    let least = |one: &&LeftOut, other: &&LeftOut| one.lead.total_cmp(&other.lead);
    let row = rows.iter().min_by(least)?;
    let apart = |one: &&LeftOut| !one.lines.iter().any(|line| row.lines.contains(line));
    let cluster = clusters.iter().filter(apart).min_by(least);
    let mut lines = row.lines.clone();
    lines.extend(cluster.iter().flat_map(|one| &one.lines));
    let lead = probe.without("", lines).lead;
    Some(Rests { row: row.name.clone(), cluster: cluster.map(|one| one.name.clone()), lead })
}
