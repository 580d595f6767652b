//! Cross-validation in five folds of whole reports.

use std::cmp::Reverse;
use std::collections::{BTreeMap, HashMap};
use std::error::Error;
use std::io::Write;

use crate::Asked;
use crate::corpus::{Held, Item, Origin};
use crate::learn;

const FOLDS: usize = 5;

/// Right, wrongly said, and missed.
#[derive(Default, Clone, Copy)]
struct Count {
    right: u32,
    wrong: u32,
    missed: u32,
}

impl Count {
    fn f1(self) -> f64 {
        let all = f64::from(2 * self.right + self.wrong + self.missed);
        if all > 0.0 { f64::from(2 * self.right) / all } else { 0.0 }
    }
}

/// Prints micro and macro F1.
pub(crate) fn check(asked: &Asked, each: bool, out: &mut impl Write) -> Result<(), Box<dyn Error>> {
    let folds = folds(&asked.items);
    let mut counts: BTreeMap<&str, Count> = BTreeMap::new();
    let odd = |odd: usize| -> Vec<(usize, usize)> {
        let own = (0..FOLDS).filter(|fold| fold % 2 == odd);
        own.flat_map(|fold| told(asked, &folds, fold)).collect()
    };
    let (first, second) = std::thread::scope(|scope| {
        let second = scope.spawn(|| odd(1));
        (odd(0), second.join())
    });
    let second = second.map_err(|_| "a fold failed")?;
    for (at, class) in first.into_iter().chain(second) {
        let (said, meant) = (asked.classes[class].as_str(), asked.items[at].techniques[0].as_str());
        if said == meant {
            counts.entry(meant).or_default().right += 1;
        } else {
            counts.entry(meant).or_default().missed += 1;
            counts.entry(said).or_default().wrong += 1;
        }
    }
    if each {
        for (id, count) in &counts {
            writeln!(out, "{id:10} F1 {:.3} of {}", count.f1(), count.right + count.missed)?;
        }
    }
    let sum = |part: fn(&Count) -> u32| counts.values().map(part).sum::<u32>();
    let all = Count {
        right: sum(|one| one.right),
        wrong: sum(|one| one.wrong),
        missed: sum(|one| one.missed),
    };
    let average = counts.values().map(|count| count.f1()).sum::<f64>() / counts.len() as f64;
    writeln!(out, "micro F1 {:.4}, macro F1 {average:.4}, {} techniques", all.f1(), counts.len())?;
    Ok(())
}

/// The fold of each report: the largest first, each to the emptiest fold.
fn folds(items: &[Item]) -> HashMap<&str, usize> {
    let mut sizes: BTreeMap<&str, usize> = BTreeMap::new();
    for report in items.iter().filter_map(report) {
        *sizes.entry(report).or_default() += 1;
    }
    let mut reports: Vec<(&str, usize)> = sizes.into_iter().collect();
    reports.sort_by_key(|(report, size)| (Reverse(*size), *report));
    let mut loads = [0_usize; FOLDS];
    reports
        .into_iter()
        .map(|(report, size)| {
            let fold = (0..FOLDS).min_by_key(|fold| loads[*fold]).unwrap_or(0);
            loads[fold] += size;
            (report, fold)
        })
        .collect()
}

fn report(item: &Item) -> Option<&str> {
    match &item.origin {
        Origin::Report(report) => Some(report),
        Origin::Attack { .. } => None,
    }
}

/// What is told of each sentence of one fold: its place and the class.
fn told(asked: &Asked, folds: &HashMap<&str, usize>, fold: usize) -> Vec<(usize, usize)> {
    let is_held = |item: &Item| report(item).is_some_and(|report| folds[report] == fold);
    let held = Held::new(asked.items.iter().filter(|item| is_held(item)), &asked.sources);
    let learned: Vec<&Item> =
        asked.items.iter().filter(|item| !is_held(item) && !held.excludes(item)).collect();
    let rarity = learn::rarity(learned.iter().copied());
    let lessons: Vec<_> =
        learned.iter().map(|item| learn::lesson(item, &asked.classes, &rarity)).collect();
    let mut model = learn::learn(&lessons, asked.classes.len(), &rarity, asked.most);
    model.round(&rarity);
    let meant: Vec<bool> = asked
        .classes
        .iter()
        .map(|class| {
            asked.items.iter().any(|item| report(item).is_some() && item.techniques[0] == *class)
        })
        .collect();
    let all = asked.items.iter().enumerate().filter(|(_, item)| is_held(item));
    all.filter_map(|(at, item)| {
        let scores = model.scores(&learn::bag(&item.text, &rarity));
        let known = (0..scores.len()).filter(|class| meant[*class]);
        Some((at, known.max_by(|a, b| scores[*a].total_cmp(&scores[*b]))?))
    })
    .collect()
}
