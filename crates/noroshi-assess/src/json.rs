//! An assessment as JSON. The words of its keys are part of the interface.

use serde_json::{Value, json};

use crate::assessment::Assessment;
use crate::flip::{Change, FlipSet};
use crate::question::Chance;
use crate::score::Rule;
use crate::sensitivity::LeftOut;
use crate::{Tongue, wording};

/// The whole assessment as one object; `tongue` is that of the words for people.
pub fn json(assessment: &Assessment<'_>, tongue: Tongue) -> Value {
    let page = Page { assessment, tongue };
    let question = assessment.question;
    let warnings = assessment.warnings.iter().map(
        |one| json!({ "code": one.kind.word(), "about": one.about, "text": one.text(tongue) }),
    );
    let empty: Vec<&str> = assessment.parts.empty().into_iter().map(|one| one.word()).collect();
    json!({
        "question": { "id": question.id, "text": question.text.of(tongue) },
        "as_of": assessment.as_of.map(|day| day.to_string()),
        "hypotheses": page.hypotheses(),
        "agreement": page.agreement(),
        "diagnosticity": page.diagnosticity(),
        "posterior": page.posteriors(),
        "sensitivity": page.sensitivity(),
        "warnings": warnings.collect::<Vec<_>>(),
        "empty_facets": empty,
        "roots": page.roots(),
    })
}

struct Page<'a> {
    assessment: &'a Assessment<'a>,
    tongue: Tongue,
}

impl Page<'_> {
    fn id(&self, hypothesis: usize) -> &str {
        &self.assessment.question.hypotheses[hypothesis].id
    }

    fn ids(&self, hypotheses: &[usize]) -> Vec<&str> {
        hypotheses.iter().map(|at| self.id(*at)).collect()
    }

    fn hypotheses(&self) -> Vec<Value> {
        let one = |(at, hypothesis): (usize, &crate::Hypothesis)| {
            let scores = &self.assessment.parts.scores[at];
            let rank = |rule: usize| self.assessment.ranks[rule][at];
            json!({
                "id": hypothesis.id,
                "title": hypothesis.title.of(self.tongue),
                "role": hypothesis.role.word(),
                "prior": chance(hypothesis.prior),
                "scores": {
                    "count": scores.count,
                    "parc": rounded(scores.parc),
                    "squares": rounded(scores.squares),
                    "net": rounded(scores.net),
                    "bayes": chance(scores.bayes),
                },
                "rank": {
                    "count": rank(0), "parc": rank(1), "squares": rank(2), "bayes": rank(3),
                },
                "words": wording::said(scores.bayes, self.tongue),
            })
        };
        self.assessment.question.hypotheses.iter().enumerate().map(one).collect()
    }

    fn agreement(&self) -> Value {
        let parts = &self.assessment.parts;
        let told = Rule::ALL.into_iter().zip(&parts.leaders);
        let leaders: serde_json::Map<String, Value> =
            told.map(|(rule, all)| (rule.word().to_owned(), json!(self.ids(all)))).collect();
        json!({ "agree": parts.agree(), "winners": leaders, "text": self.agreement_text() })
    }

    fn agreement_text(&self) -> &'static str {
        if self.assessment.parts.agree() {
            self.tongue
                .pick("all scores have the same winner", "すべての採点法で首位が一致しています")
        } else {
            self.tongue.pick(
                "the scores disagree on the winner: the choice of the rule decides",
                "採点法により首位が異なります。採点法の選択が結論を決めています",
            )
        }
    }

    fn diagnosticity(&self) -> Vec<Value> {
        let all = self.assessment.parts.diagnosticity();
        let one = |(line, (ratio, spread)): (usize, (f64, f64))| {
            let row = &self.assessment.question.rows[self.assessment.parts.lines[line]];
            json!({
                "row": row.id, "log_ratio": rounded(ratio), "spread": rounded(spread),
                "facet": row.facet.word(), "cluster": row.cluster, "roots": row.roots(),
            })
        };
        all.into_iter().enumerate().map(one).collect()
    }

    fn posteriors(&self) -> Value {
        let by_id = |all: &[Chance]| -> serde_json::Map<String, Value> {
            let told = all.iter().enumerate();
            told.map(|(at, one)| (self.id(at).to_owned(), chance(*one))).collect()
        };
        let all = self.assessment.posteriors.iter();
        all.map(|(weighing, all)| (weighing.word().to_owned(), json!(by_id(all))))
            .collect::<serde_json::Map<String, Value>>()
            .into()
    }

    fn sensitivity(&self) -> Value {
        let told = &self.assessment.sensitivity;
        let all = |list: &[LeftOut]| list.iter().map(|one| self.left_out(one)).collect::<Vec<_>>();
        let softened = told.softened.iter().take(20).map(|one| {
            json!({ "change": self.change(one.change), "lead": rounded(one.lead), "winners": self.ids(&one.leaders) })
        });
        let sweeps = told.sweeps.iter().map(|one| {
            let points = one.points.iter().map(|(prior, posterior)| [rounded(*prior), rounded(*posterior)]);
            json!({ "hypothesis": self.id(one.hypothesis), "leads_from": rounded(one.tipping), "points": points.collect::<Vec<_>>() })
        });
        json!({
            "lead": rounded(told.lead),
            "rows": all(&told.rows),
            "roots": all(&told.roots),
            "facets": all(&told.facets),
            "clusters": all(&told.clusters),
            "absence": told.absence.as_ref().map(|one| self.left_out(one)),
            "softened": softened.collect::<Vec<_>>(),
            "prior_sweep": sweeps.collect::<Vec<_>>(),
            "flip": self.flip(),
            "rests_on": told.rests.as_ref().map(|one| json!({ "row": one.row, "cluster": one.cluster, "lead_without": rounded(one.lead) })),
        })
    }

    fn left_out(&self, one: &LeftOut) -> Value {
        let flips: Vec<&str> = one.flips.iter().map(|rule| rule.word()).collect();
        json!({
            "id": one.name, "winners": self.ids(&one.leaders), "former": rounded(one.former),
            "lead": rounded(one.lead), "flips": flips,
        })
    }

    fn flip(&self) -> Value {
        let flip = &self.assessment.sensitivity.flip;
        json!({
            "size": flip.size,
            "sets": flip.sets.iter().map(|one| self.set(one)).collect::<Vec<_>>(),
            "complete": flip.complete,
            "exact": flip.exact,
            "beyond": flip.beyond.as_ref().map(|one| self.set(one)),
        })
    }

    fn set(&self, set: &FlipSet) -> Value {
        let changes: Vec<Value> = set.changes.iter().map(|one| self.change(*one)).collect();
        json!({ "changes": changes, "challenger": self.id(set.challenger) })
    }

    fn change(&self, change: Change) -> Value {
        let row = self.assessment.row_id(change.line());
        match change {
            Change::LeaveOut { .. } => json!({ "row": row, "change": "leave-out" }),
            Change::Soften { hypothesis, .. } => {
                json!({ "row": row, "change": "soften", "hypothesis": self.id(hypothesis) })
            }
        }
    }

    fn roots(&self) -> Vec<Value> {
        let all = self.assessment.parts.roots.iter();
        all.map(|(root, lines)| {
            let rows: Vec<&str> = lines.iter().map(|line| self.assessment.row_id(*line)).collect();
            json!({ "root": root, "rows": rows })
        })
        .collect()
    }
}

fn chance(chance: Chance) -> Value {
    json!({ "point": rounded(chance.point), "low": rounded(chance.low), "high": rounded(chance.high) })
}

/// Six decimals: more would pretend, and differ between machines.
fn rounded(value: f64) -> f64 {
    let rounded = (value * 1e6).round() / 1e6;
    if rounded == 0.0 { 0.0 } else { rounded }
}
