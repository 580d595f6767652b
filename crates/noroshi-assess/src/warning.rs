//! What is wrong with the way a question was worked on.

use std::collections::BTreeMap;

use crate::Tongue;
use crate::assessment::Parts;
use crate::matrix::Matrix;
use crate::posterior::middle;
use crate::question::{Question, Row, Silence};
use crate::score::{Rule, SAME, diagnosticity};
use crate::word::{Facet, Grading, Rating, RoleOfHypothesis, Status, Tag};
use crate::wording::{Slip, slips};

/// Rows from which on equal ratings down a column look like a habit.
const HABIT: usize = 6;
/// Rows from which on equal columns look copied.
const COPY: usize = 4;

/// Something an analyst should look at. It changes no score.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Warning {
    /// What kind.
    pub kind: Kind,
    /// What it is about: ids of rows or hypotheses, or a word.
    pub about: Vec<String>,
}

/// The kinds of warning.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[expect(missing_docs, reason = "each is explained by its words in `Kind::words`")]
pub enum Kind {
    NoEvidence,
    RulesDisagree,
    NoSingleWinner,
    NotExclusive,
    WinnerWithoutSupport,
    UnratedHypothesis,
    OnlyNeutral,
    ZeroDiagnostic,
    OneFacet,
    MotiveAndAbsence,
    OneRoot,
    AfterTheEvent,
    KnownBeforeEvent,
    RetractedScored,
    AbsenceWithoutCoverage,
    RoutineStatement,
    NoOther,
    NoDeception,
    SameDownColumn,
    CopiedColumn,
    Unconfirmed,
    WordingTooStrong,
    LikelihoodWithConfidence,
    ConfidenceAboveRoots,
    LevelAboveEvidence,
    MixedCluster,
    Undecided,
    SourceMissing,
    Unlogged,
}

impl Kind {
    /// All kinds.
    pub const ALL: [Self; 29] = [
        Self::NoEvidence,
        Self::RulesDisagree,
        Self::NoSingleWinner,
        Self::NotExclusive,
        Self::WinnerWithoutSupport,
        Self::UnratedHypothesis,
        Self::OnlyNeutral,
        Self::ZeroDiagnostic,
        Self::OneFacet,
        Self::MotiveAndAbsence,
        Self::OneRoot,
        Self::AfterTheEvent,
        Self::KnownBeforeEvent,
        Self::RetractedScored,
        Self::AbsenceWithoutCoverage,
        Self::RoutineStatement,
        Self::NoOther,
        Self::NoDeception,
        Self::SameDownColumn,
        Self::CopiedColumn,
        Self::Unconfirmed,
        Self::WordingTooStrong,
        Self::LikelihoodWithConfidence,
        Self::ConfidenceAboveRoots,
        Self::LevelAboveEvidence,
        Self::MixedCluster,
        Self::Undecided,
        Self::SourceMissing,
        Self::Unlogged,
    ];

    /// The word used in JSON, and its sentence in English and Japanese.
    pub fn words(self) -> [&'static str; 3] {
        match self {
            Self::NoEvidence => [
                "no-evidence",
                "no row counts: the answer is the prior",
                "採点対象の行がなく、答えは事前確率のままです",
            ],
            Self::RulesDisagree => [
                "rules-disagree",
                "the scores disagree on the winner: the choice of the rule decides",
                "採点法により首位が異なります。採点法の選択が結論を決めています",
            ],
            Self::NoSingleWinner => {
                ["no-single-winner", "no single hypothesis leads", "首位の仮説が一つに定まりません"]
            }
            Self::NotExclusive => [
                "not-exclusive",
                "these hypotheses may hold together, so their shares must not be read as alternatives",
                "両立しうる仮説があり、割合を二者択一として読めません",
            ],
            Self::WinnerWithoutSupport => [
                "winner-without-support",
                "nothing speaks for the leading hypothesis; it only has less against it",
                "首位の仮説を支持する証拠がなく、反証が少ないだけです",
            ],
            Self::UnratedHypothesis => [
                "unrated-hypothesis",
                "no row was rated for this hypothesis",
                "この仮説は一度も評定されていません",
            ],
            Self::OnlyNeutral => [
                "only-neutral",
                "every rating of this hypothesis is neutral",
                "この仮説の評定はすべて中立です",
            ],
            Self::ZeroDiagnostic => [
                "zero-diagnostic",
                "this row fits all hypotheses equally and cannot help",
                "この行はどの仮説にも等しく合い、判断の役に立ちません",
            ],
            Self::OneFacet => [
                "one-facet",
                "all rows belong to one facet",
                "すべての行が一つの観点に偏っています",
            ],
            Self::MotiveAndAbsence => [
                "motive-and-absence",
                "there is nothing but motive and absence",
                "動機と「見つかっていない」こと以外に根拠がありません",
            ],
            Self::OneRoot => [
                "one-root",
                "all rows go back to one source",
                "すべての行が一つの情報源に由来します",
            ],
            Self::AfterTheEvent => [
                "after-the-event",
                "what this row tells happened after the event that it should explain",
                "この行の出来事は、説明すべき事象より後に起きています",
            ],
            Self::KnownBeforeEvent => [
                "known-before-event",
                "this row was known before it happened: check the dates",
                "この行は起きる前に知られたことになっています。日付を確認してください",
            ],
            Self::RetractedScored => [
                "retracted-scored",
                "a retracted or disputed row still counts",
                "撤回または争いのある行が採点されています",
            ],
            Self::AbsenceWithoutCoverage => [
                "absence-without-coverage",
                "an absence without a statement of what was watched counts as neutral",
                "何を監視したかの記録がない「不在」は中立として扱います",
            ],
            Self::RoutineStatement => [
                "routine-statement",
                "a denial or routine statement that cost its speaker nothing counts as neutral",
                "話者に代償のない否定や定型の発言は中立として扱います",
            ],
            Self::NoOther => [
                "no-other",
                "there is no hypothesis for what nobody thought of",
                "想定外を受け止める仮説がありません",
            ],
            Self::NoDeception => [
                "no-deception",
                "there is no hypothesis for planted traces",
                "偽装を想定した仮説がありません",
            ],
            Self::SameDownColumn => [
                "same-down-column",
                "every row has the same rating for this hypothesis: rate across, not down",
                "この仮説の評定がすべて同じです。縦ではなく横に評定してください",
            ],
            Self::CopiedColumn => [
                "copied-column",
                "two hypotheses have the same ratings throughout",
                "二つの仮説の評定が完全に同じです",
            ],
            Self::Unconfirmed => [
                "unconfirmed",
                "graded 1 (confirmed) without two independent roots",
                "独立した情報源が二つないのに、確度が1(確認済み)です",
            ],
            Self::WordingTooStrong => [
                "wording-too-strong",
                "the conclusion says more than the range allows",
                "結論の表現が区間より強くなっています",
            ],
            Self::LikelihoodWithConfidence => [
                "likelihood-with-confidence",
                "likelihood and confidence stand in one sentence",
                "可能性と確信度が一文に混在しています",
            ],
            Self::ConfidenceAboveRoots => [
                "confidence-above-roots",
                "the confidence is above what the independent roots allow",
                "確信度が独立した情報源の数に見合いません",
            ],
            Self::LevelAboveEvidence => [
                "level-above-evidence",
                "the leading hypothesis goes further than the evidence that supports it",
                "首位の仮説の帰属段階が、それを支える証拠より高くなっています",
            ],
            Self::MixedCluster => [
                "mixed-cluster",
                "rows of one cluster speak for and against the same hypothesis; both sides are kept",
                "同じまとまりの行が同じ仮説への賛否に分かれています。両方を残しています",
            ],
            Self::Undecided => [
                "undecided",
                "suggestions wait for a decision; they do not count",
                "判断待ちの提案があります。採点には入りません",
            ],
            Self::SourceMissing => [
                "source-missing",
                "a source of this row could not be compared with its original",
                "この行の出典を原文と照合できません",
            ],
            Self::Unlogged => [
                "unlogged",
                "the file differs from its log: record the changes",
                "ファイルが記録と異なります。変更を記録してください",
            ],
        }
    }

    /// The word used in JSON.
    pub fn word(self) -> &'static str {
        self.words()[0]
    }
}

impl Warning {
    /// A warning.
    pub fn new(kind: Kind, about: Vec<String>) -> Self {
        Self { kind, about }
    }

    /// The sentence, with what it is about.
    pub fn text(&self, tongue: Tongue) -> String {
        let [_, en, ja] = self.kind.words();
        let words = tongue.pick(en, ja);
        if self.about.is_empty() {
            return words.to_owned();
        }
        let about = self.about.join(tongue.pick(", ", "、"));
        let explained = matches!(
            self.kind,
            Kind::NoOther | Kind::NoDeception | Kind::RulesDisagree | Kind::Unlogged
        );
        if explained { format!("{words} ({about})") } else { format!("{about}: {words}") }
    }
}

/// Warnings for people: those of one kind about several things told together.
pub fn grouped(warnings: &[Warning]) -> Vec<Warning> {
    let mut grouped: Vec<Warning> = Vec::new();
    for one in warnings {
        let pair = matches!(one.kind, Kind::CopiedColumn);
        match grouped.iter_mut().find(|it| it.kind == one.kind && !pair) {
            Some(own) => own.about.extend(one.about.iter().cloned()),
            None => grouped.push(one.clone()),
        }
    }
    grouped
}

/// All warnings of a question with its scores.
pub(crate) fn warnings(question: &Question, parts: &Parts) -> Vec<Warning> {
    let desk = Desk { question, parts };
    let mut found = Vec::new();
    desk.answer(&mut found);
    desk.hypotheses(&mut found);
    desk.columns(&mut found);
    desk.rows(&mut found);
    desk.whole(&mut found);
    desk.conclusion(&mut found);
    found.sort();
    found.dedup();
    found
}

struct Desk<'a> {
    question: &'a Question,
    parts: &'a Parts,
}

impl<'a> Desk<'a> {
    fn counted(&self) -> impl Iterator<Item = &'a Row> + 'a {
        let question = self.question;
        self.parts.lines.iter().map(move |at| &question.rows[*at])
    }

    fn id(&self, hypothesis: usize) -> String {
        self.question.hypotheses[hypothesis].id.clone()
    }

    fn leader(&self) -> Option<usize> {
        match self.parts.leaders[3][..] {
            [one] => Some(one),
            _ => None,
        }
    }

    fn answer(&self, found: &mut Vec<Warning>) {
        if self.parts.lines.is_empty() {
            return found.push(Warning::new(Kind::NoEvidence, Vec::new()));
        }
        if !self.parts.agree() {
            let told = Rule::ALL.into_iter().zip(&self.parts.leaders);
            let ids =
                |all: &[usize]| all.iter().map(|at| self.id(*at)).collect::<Vec<_>>().join("=");
            let told = told.map(|(rule, all)| format!("{} {}", rule.word(), ids(all)));
            found.push(Warning::new(Kind::RulesDisagree, told.collect()));
        }
        let Some(leader) = self.leader() else {
            let all = self.parts.leaders[3].iter().map(|at| self.id(*at)).collect();
            return found.push(Warning::new(Kind::NoSingleWinner, all));
        };
        let supports = |row: &&Row| row.silent().is_none() && supports(row, leader);
        if !self.counted().any(|row| supports(&row)) {
            found.push(Warning::new(Kind::WinnerWithoutSupport, vec![self.id(leader)]));
        }
        let reach = self.counted().filter(supports).filter_map(|row| row.level).max();
        let wanted = self.question.hypotheses[leader].level;
        if wanted.is_some() && reach.is_some() && wanted > reach {
            found.push(Warning::new(Kind::LevelAboveEvidence, vec![self.id(leader)]));
        }
    }

    fn hypotheses(&self, found: &mut Vec<Warning>) {
        let all = &self.question.hypotheses;
        let open: Vec<String> = all
            .iter()
            .filter(|one| !one.compatible.is_empty() || !one.includes.is_empty())
            .map(|one| one.id.clone())
            .collect();
        if !open.is_empty() {
            found.push(Warning::new(Kind::NotExclusive, open));
        }
        let has = |role| all.iter().any(|one| one.role == role);
        if !has(RoleOfHypothesis::Other) {
            found.push(Warning::new(
                Kind::NoOther,
                self.question.without_other.clone().into_iter().collect(),
            ));
        }
        if !has(RoleOfHypothesis::Deception) {
            let why = self.question.without_deception.clone().into_iter().collect();
            found.push(Warning::new(Kind::NoDeception, why));
        }
    }

    fn columns(&self, found: &mut Vec<Warning>) {
        if self.parts.lines.is_empty() {
            return;
        }
        let width = self.question.hypotheses.len();
        let columns: Vec<Vec<Option<Rating>>> =
            (0..width).map(|at| self.counted().map(|row| row.ratings[at]).collect()).collect();
        for (at, column) in columns.iter().enumerate() {
            let given = self.counted().any(|row| row.likelihood[at].is_some());
            let rated: Vec<Rating> = column.iter().flatten().copied().collect();
            let neutral = |it: &Rating| it.value() == 0;
            let kind = if rated.is_empty() && !given {
                Kind::UnratedHypothesis
            } else if rated.iter().all(neutral) && !given {
                Kind::OnlyNeutral
            } else if rated.len() >= HABIT && rated.iter().all(|it| *it == rated[0]) {
                Kind::SameDownColumn
            } else {
                continue;
            };
            found.push(Warning::new(kind, vec![self.id(at)]));
        }
        for one in 0..width {
            let telling = columns[one].iter().flatten().filter(|it| it.value() != 0).count();
            for other in one + 1..width {
                if telling >= COPY && columns[one] == columns[other] {
                    found
                        .push(Warning::new(Kind::CopiedColumn, vec![self.id(one), self.id(other)]));
                }
            }
        }
    }

    fn rows(&self, found: &mut Vec<Warning>) {
        let mut add = |kind, row: &Row| found.push(Warning::new(kind, vec![row.id.clone()]));
        for (line, row) in self.counted().enumerate() {
            if diagnosticity(&self.parts.matrix.lines[line]) < SAME {
                match row.silent() {
                    Some(Silence::NoCoverage) => add(Kind::AbsenceWithoutCoverage, row),
                    Some(Silence::Routine) => add(Kind::RoutineStatement, row),
                    None => add(Kind::ZeroDiagnostic, row),
                }
            }
            if row.event.zip(self.question.event).is_some_and(|(own, asked)| own > asked) {
                add(Kind::AfterTheEvent, row);
            }
            if row.event.is_some_and(|event| row.known < event) {
                add(Kind::KnownBeforeEvent, row);
            }
            if row.is(Tag::Retracted) || row.is(Tag::Disputed) {
                add(Kind::RetractedScored, row);
            }
            if row.information == Some(1) && row.roots().len() < 2 {
                add(Kind::Unconfirmed, row);
            }
        }
        self.mixed_clusters(found);
        let open = self.question.rows.iter().filter(|row| row.status == Status::Suggested);
        let open: Vec<String> = open.map(|row| row.id.clone()).collect();
        if !open.is_empty() {
            found.push(Warning::new(Kind::Undecided, open));
        }
    }

    fn mixed_clusters(&self, found: &mut Vec<Warning>) {
        let matrix: &Matrix = &self.parts.matrix;
        let mut signs: BTreeMap<(usize, usize), [bool; 2]> = BTreeMap::new();
        for line in &matrix.lines {
            let middle = middle(line);
            for (at, cell) in line.cells.iter().enumerate() {
                let log = cell.chance.point.ln() - middle;
                let sides = signs.entry((line.cluster, at)).or_default();
                sides[0] |= log > SAME && cell.value > 0;
                sides[1] |= log < -SAME && cell.value < 0;
            }
        }
        let mixed = signs.into_iter().filter(|(_, sides)| sides[0] && sides[1]);
        let mut clusters: Vec<usize> = mixed.map(|((cluster, _), _)| cluster).collect();
        clusters.dedup();
        for cluster in clusters {
            let member = matrix.lines.iter().position(|line| line.cluster == cluster);
            let name =
                member.map(|line| self.question.rows[self.parts.lines[line]].cluster.clone());
            found.push(Warning::new(Kind::MixedCluster, name.into_iter().collect()));
        }
    }

    fn whole(&self, found: &mut Vec<Warning>) {
        let filled = &self.parts.filled;
        if let [facet] = filled[..]
            && self.parts.lines.len() > 1
        {
            found.push(Warning::new(Kind::OneFacet, vec![facet.word().to_owned()]));
        }
        let motive = |row: &Row| row.facet == Facet::CuiBono || row.is(Tag::Absence);
        if !self.parts.lines.is_empty() && self.counted().all(motive) {
            found.push(Warning::new(Kind::MotiveAndAbsence, Vec::new()));
        }
        if let [(root, _)] = &self.parts.roots[..]
            && self.parts.lines.len() > 1
        {
            found.push(Warning::new(Kind::OneRoot, vec![root.clone()]));
        }
        let roots = self.parts.telling_roots();
        let above = match self.question.confidence {
            Some(Grading::High) => roots < 3 || filled.len() < 3,
            Some(Grading::Medium) => roots < 2,
            _ => false,
        };
        if above {
            found.push(Warning::new(Kind::ConfidenceAboveRoots, Vec::new()));
        }
    }

    fn conclusion(&self, found: &mut Vec<Warning>) {
        let (Some(conclusion), Some(leader)) = (&self.question.conclusion, self.leader()) else {
            return;
        };
        let answer = self.parts.scores[leader].bayes;
        for words in [&conclusion.ja, &conclusion.en] {
            for slip in slips(words, answer) {
                found.push(match slip {
                    Slip::TooStrong { phrase } => {
                        Warning::new(Kind::WordingTooStrong, vec![phrase.to_owned()])
                    }
                    Slip::Mixed { sentence } => {
                        Warning::new(Kind::LikelihoodWithConfidence, vec![sentence])
                    }
                });
            }
        }
    }
}

fn supports(row: &Row, hypothesis: usize) -> bool {
    let best = |all: &[Option<crate::Chance>], own: crate::Chance| {
        all.iter().flatten().all(|other| other.point <= own.point + SAME)
            && all.iter().flatten().any(|other| other.point < own.point - SAME)
    };
    row.ratings[hypothesis].is_some_and(|it| it.value() > 0)
        || row.likelihood[hypothesis].is_some_and(|own| best(&row.likelihood, own))
}
