//! A linear model over [`features`](super::feature): which class a posting offers, or none.
//!
//! The weights are a table of words and numbers that a person can read, `rules/watch/listing-weights.tsv`, written by
//! `cargo run --release -p noroshi-watch --example train_listings`.

use std::collections::{BTreeMap, HashMap};
use std::sync::OnceLock;

use super::GoodsClass;

/// Weights by feature: one for each class of [`GoodsClass::ALL`].
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Model {
    weights: HashMap<String, [f64; GoodsClass::ALL.len()]>,
}

impl Model {
    /// The model that is compiled in.
    pub(super) fn own() -> &'static Self {
        static OWN: OnceLock<Model> = OnceLock::new();
        OWN.get_or_init(|| Self::parse(include_str!("../../../../rules/watch/listing-weights.tsv")))
    }

    /// A model out of weights.
    pub fn new(weights: HashMap<String, [f64; GoodsClass::ALL.len()]>) -> Self {
        Self { weights }
    }

    /// Reads what [`Model::print`] wrote. A line that is none is left out.
    pub fn parse(table: &str) -> Self {
        let mut weights: HashMap<String, [f64; GoodsClass::ALL.len()]> = HashMap::new();
        for line in table.lines().filter(|line| !line.starts_with('#')) {
            let Some((feature, values)) = line.split_once('\t') else { continue };
            let row = weights.entry(feature.to_owned()).or_default();
            for (class, value) in values.split(' ').filter_map(|one| one.rsplit_once(':')) {
                let at = GoodsClass::ALL.iter().position(|one| one.word() == class);
                if let (Some(at), Ok(value)) = (at, value.parse()) {
                    row[at] = value;
                }
            }
        }
        Self { weights }
    }

    /// One line per feature, a tab, and `class:weight` for each class with a weight of at least `least`, rounded to
    /// two digits behind the point.
    pub fn print(&self, least: f64) -> String {
        let mut lines = BTreeMap::new();
        for (feature, row) in &self.weights {
            let told = GoodsClass::ALL.iter().zip(row).filter(|(_, value)| value.abs() >= least);
            let told: Vec<String> =
                told.map(|(class, value)| format!("{}:{value:.2}", class.word())).collect();
            if !told.is_empty() {
                lines.insert(feature, format!("{feature}\t{}\n", told.join(" ")));
            }
        }
        lines.into_values().collect()
    }

    /// Scores by class, in the order of [`GoodsClass::ALL`]. They are no probabilities.
    pub fn scores(&self, features: &BTreeMap<String, f64>) -> [f64; GoodsClass::ALL.len()] {
        let mut scores = [0.0; GoodsClass::ALL.len()];
        for (feature, value) in features {
            let Some(row) = self.weights.get(feature.as_str()) else { continue };
            scores.iter_mut().zip(row).for_each(|(score, weight)| *score += weight * value);
        }
        scores
    }

    /// The class with the highest score.
    pub fn class(&self, features: &BTreeMap<String, f64>) -> GoodsClass {
        let scores = self.scores(features);
        let best =
            GoodsClass::ALL.into_iter().zip(scores).max_by(|one, other| one.1.total_cmp(&other.1));
        best.map_or(GoodsClass::None, |(class, _)| class)
    }

    /// The words and pieces that speak most for a class, at most three.
    pub(super) fn pieces(
        &self,
        features: &BTreeMap<String, f64>,
        class: GoodsClass,
    ) -> Vec<String> {
        let at = GoodsClass::ALL.iter().position(|one| *one == class).unwrap_or_default();
        let mut told: Vec<(f64, &str)> = features
            .iter()
            .filter_map(|(feature, value)| {
                let (kind, words) = feature.split_once(' ')?;
                let weight = self.weights.get(feature)?[at] * value;
                (matches!(kind, "word" | "piece") && weight > 0.0).then_some((weight, words))
            })
            .collect();
        told.sort_by(|one, other| other.0.total_cmp(&one.0));
        told.into_iter().take(3).map(|(_, words)| words.to_owned()).collect()
    }
}
