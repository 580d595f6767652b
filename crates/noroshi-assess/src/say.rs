//! Sentences about an assessment, in both languages, used by the terminal and the sheet.

use crate::assessment::Assessment;
use crate::flip::{Change, FlipSet};
use crate::posterior::needed_ratio;
use crate::word::{Facet, Rating, Tag};
use crate::wording::{per_cent, said};
use crate::{Tongue, WarningKind};

/// Turns parts of an assessment into sentences.
pub(crate) struct Say<'a> {
    pub(crate) assessment: &'a Assessment<'a>,
    pub(crate) tongue: Tongue,
}

impl Say<'_> {
    pub(crate) fn title(&self, hypothesis: usize) -> &str {
        self.assessment.question.hypotheses[hypothesis].title.of(self.tongue)
    }

    pub(crate) fn titles(&self, hypotheses: &[usize]) -> String {
        let titles: Vec<&str> = hypotheses.iter().map(|at| self.title(*at)).collect();
        titles.join(self.tongue.pick(" = ", " = "))
    }

    /// The answer with its range in words and numbers.
    pub(crate) fn answer(&self) -> String {
        let parts = &self.assessment.parts;
        let Some(leader) = self.assessment.leader() else {
            let all = self.titles(&parts.leaders[3]);
            return self.tongue.pick(
                format!("No single hypothesis leads: {all}."),
                format!("首位の仮説は一つに定まらない: {all}。"),
            );
        };
        let chance = parts.scores[leader].bayes;
        let (words, point) = (said(chance, self.tongue), per_cent(chance.point));
        let (low, high, title) = (per_cent(chance.low), per_cent(chance.high), self.title(leader));
        self.tongue.pick(
            format!("“{title}” leads: {words} ({point}, range {low} to {high})."),
            format!("首位は「{title}」で、{words}({point}、区間 {low}～{high})。"),
        )
    }

    /// From prior to posterior, and how much evidence a scale word would need.
    pub(crate) fn base_rate(&self) -> Option<String> {
        let leader = self.assessment.leader()?;
        let prior = self.assessment.question.hypotheses[leader].prior.point;
        let posterior = self.assessment.parts.scores[leader].bayes.point;
        let (given, needed) = (needed_ratio(prior, posterior)?, needed_ratio(prior, 0.8)?);
        let (from, to) = (per_cent(prior), per_cent(posterior));
        Some(self.tongue.pick(
            format!("The evidence multiplies the odds by {given:.1}, from a prior of {from} to {to}; 80 % would need a factor of {needed:.1}."),
            format!("証拠はオッズを{given:.1}倍にし、事前確率{from}を{to}にした。80 %には{needed:.1}倍が必要である。"),
        ))
    }

    pub(crate) fn agreement(&self) -> String {
        if self.assessment.parts.agree() {
            return self
                .tongue
                .pick("All scores have the same winner.", "すべての採点法で首位が一致している。")
                .to_owned();
        }
        let mut grouped: Vec<(Vec<&str>, &Vec<usize>)> = Vec::new();
        for (rule, all) in crate::Rule::ALL.into_iter().zip(&self.assessment.parts.leaders) {
            match grouped.iter_mut().find(|(_, own)| *own == all) {
                Some((rules, _)) => rules.push(self.rule(rule)),
                None => grouped.push((vec![self.rule(rule)], all)),
            }
        }
        let comma = self.tongue.pick(", ", "・");
        let told = grouped
            .iter()
            .map(|(rules, all)| format!("{}: {}", rules.join(comma), self.titles(all)));
        let told: Vec<String> = told.collect();
        let told = told.join(self.tongue.pick("; ", "、"));
        self.tongue.pick(
            format!(
                "The scores disagree on the winner, so the choice of the rule decides ({told})."
            ),
            format!("採点法により首位が異なり、採点法の選択が結論を決める({told})。"),
        )
    }

    pub(crate) fn rule(&self, rule: crate::Rule) -> &'static str {
        match rule {
            crate::Rule::Count => self.tongue.pick("inconsistencies", "不整合数"),
            crate::Rule::Parc => self.tongue.pick("weighted (PARC)", "加重(PARC)"),
            crate::Rule::Squares => self.tongue.pick("squares", "二乗和"),
            crate::Rule::Bayes => self.tongue.pick("posterior", "事後確率"),
        }
    }

    pub(crate) fn facet(&self, facet: Facet) -> &'static str {
        facet_word(facet, self.tongue)
    }

    /// "filled: ...; empty: ..."
    pub(crate) fn facets(&self) -> String {
        let join = |all: &[Facet]| {
            let words: Vec<&str> = all.iter().map(|one| self.facet(*one)).collect();
            if words.is_empty() {
                self.tongue.pick("none", "なし").to_owned()
            } else {
                words.join(self.tongue.pick(", ", "、"))
            }
        };
        let (filled, empty) =
            (join(&self.assessment.parts.filled), join(&self.assessment.parts.empty()));
        let thin = self.has(WarningKind::MotiveAndAbsence);
        let only = match thin {
            true => self
                .tongue
                .pick(" There is nothing but motive and absence.", "動機と不在以外に根拠がない。"),
            false => "",
        };
        self.tongue.pick(
            format!("Filled: {filled}. Empty: {empty}.{only}"),
            format!("証拠のある観点: {filled}。空の観点: {empty}。{only}"),
        )
    }

    fn has(&self, kind: WarningKind) -> bool {
        self.assessment.warnings.iter().any(|one| one.kind == kind)
    }

    /// Rows against roots, and the answer naive against clustered.
    pub(crate) fn roots(&self) -> String {
        let parts = &self.assessment.parts;
        let (rows, roots, telling) = (parts.lines.len(), parts.roots.len(), parts.telling_roots());
        let clusters = self.assessment.sensitivity.clusters.len();
        let both = self.assessment.leader().map(|leader| {
            let [(_, clustered), (_, naive), _] = &self.assessment.posteriors;
            (per_cent(clustered[leader].point), per_cent(naive[leader].point))
        });
        let (clustered, naive) = both.unwrap_or_default();
        self.tongue.pick(
            format!("{rows} rows go back to {roots} roots in {clusters} clusters, and {telling} of the roots tell hypotheses apart; the leader stands at {clustered} with dependence, {naive} if all rows were independent."),
            format!("{rows}行の根源は{roots}件(うち仮説を見分けるもの{telling}件)、まとまりは{clusters}件。首位は依存を考慮して{clustered}、すべて独立とみなすと{naive}。"),
        )
    }

    /// On what the answer rests.
    pub(crate) fn rests(&self) -> Option<String> {
        let told = &self.assessment.sensitivity;
        let rests = told.rests.as_ref()?;
        let (before, after) = (signed(told.lead), signed(rests.lead));
        let row = &rests.row;
        Some(match &rests.cluster {
            Some(cluster) => self.tongue.pick(
                format!("The answer rests on row {row} and cluster “{cluster}”; without both the lead goes from {before} to {after} points."),
                format!("結論は行{row}とまとまり「{cluster}」に支えられている。両方を除くと差は{before}から{after}ポイントになる。"),
            ),
            None => self.tongue.pick(
                format!("The answer rests on row {row}; without it the lead goes from {before} to {after} points."),
                format!("結論は行{row}に支えられている。除くと差は{before}から{after}ポイントになる。"),
            ),
        })
    }

    /// What it takes to take the lead away.
    pub(crate) fn flip(&self) -> String {
        let flip = &self.assessment.sensitivity.flip;
        match flip.size {
            Some(0) => self.tongue.pick("There is no lead to take away.", "覆すべき首位がない。").to_owned(),
            Some(size) => {
                let sets = flip.sets.len();
                let more = if flip.complete { "" } else { "+" };
                self.tongue.pick(
                    format!("{size} changed judgement(s) take the lead away ({sets}{more} such sets)."),
                    format!("{size}件の判断の変更で首位が入れ替わる(該当する組 {sets}{more}件)。"),
                )
            }
            None if !flip.exact => self.tongue.pick(
                "No set of up to two changes takes the lead away; sets of three were not all tried.",
                "2件以下の変更では首位は変わらない。3件の組はすべては調べていない。",
            ).to_owned(),
            None => self.beyond(flip.beyond.as_ref()),
        }
    }

    fn beyond(&self, set: Option<&FlipSet>) -> String {
        match set {
            Some(set) => {
                let size = set.changes.len();
                self.tongue.pick(
                    format!("No set of up to three changes takes the lead away; leaving out {size} rows does."),
                    format!("3件以下の変更では首位は変わらない。{size}行を除くと変わる。"),
                )
            }
            None => self
                .tongue
                .pick(
                    "No set of up to three changes takes the lead away.",
                    "3件以下の変更では首位は変わらない。",
                )
                .to_owned(),
        }
    }

    pub(crate) fn set(&self, set: &FlipSet) -> String {
        let changes: Vec<String> = set.changes.iter().map(|one| self.change(*one)).collect();
        let to = self.title(set.challenger);
        let changes = changes.join(self.tongue.pick(" + ", " + "));
        format!("{changes} → {to}")
    }

    fn change(&self, change: Change) -> String {
        let row = &self.assessment.question.rows[self.assessment.parts.lines[change.line()]];
        match change {
            Change::LeaveOut { .. } => {
                self.tongue.pick(format!("without {}", row.id), format!("{}を除く", row.id))
            }
            Change::Soften { hypothesis, .. } => {
                let rating = row.ratings[hypothesis];
                let from = rating.map_or("", Rating::word);
                let to = rating.and_then(Rating::softened).map_or("", Rating::word);
                format!(
                    "{} / {}: {from} → {to}",
                    row.id, self.assessment.question.hypotheses[hypothesis].id
                )
            }
        }
    }

    pub(crate) fn tag(&self, tag: Tag) -> &'static str {
        match tag {
            Tag::Retracted => self.tongue.pick("retracted", "撤回"),
            Tag::Disputed => self.tongue.pick("disputed", "争いあり"),
            Tag::SecondHand => self.tongue.pick("second-hand", "伝聞"),
            Tag::Preliminary => self.tongue.pick("preliminary", "暫定"),
            Tag::Absence => self.tongue.pick("absence", "不在"),
            Tag::Denial => self.tongue.pick("denial", "否定"),
            Tag::Routine => self.tongue.pick("routine", "定型"),
        }
    }

    /// The confidence of the analyst, in a sentence of its own.
    pub(crate) fn confidence(&self) -> Option<String> {
        let roots = self.assessment.parts.telling_roots();
        let word = match self.assessment.question.confidence? {
            crate::Grading::Low => self.tongue.pick("low", "低い"),
            crate::Grading::Medium => self.tongue.pick("moderate", "中程度である"),
            crate::Grading::High => self.tongue.pick("high", "高い"),
        };
        Some(self.tongue.pick(
            format!(
                "Confidence in this assessment is {word}; it rests on {roots} roots that tell hypotheses apart."
            ),
            format!("この評価の確信度は{word}。仮説を見分ける情報源は{roots}件である。"),
        ))
    }
}

/// A difference of probabilities in points.
fn signed(lead: f64) -> String {
    format!("{:+.0}", lead * 100.0)
}

/// The word of a facet.
pub(crate) fn facet_word(facet: Facet, tongue: Tongue) -> &'static str {
    match facet {
        Facet::Malware => tongue.pick("malware", "マルウェア"),
        Facet::Infrastructure => tongue.pick("infrastructure", "インフラ"),
        Facet::ControlServer => tongue.pick("control server", "C2サーバー"),
        Facet::Telemetry => tongue.pick("telemetry", "テレメトリー"),
        Facet::Intelligence => tongue.pick("intelligence", "情報活動"),
        Facet::CuiBono => tongue.pick("cui bono", "動機・受益者"),
    }
}
