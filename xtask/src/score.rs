//! How well reading does on the development set, held against the floors in `devset/floor.toml`.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::{fs, io};

use crate::fault::Fault;
use crate::repository::Repository;

/// The splits of the set, in the order of the table.
const SPLITS: [&str; 5] = ["tune", "more", "third", "held", "fourth"];
/// Splits whose errors nobody looks at.
const UNSEEN: [&str; 2] = ["held", "fourth"];
const FLOORS: &str = "devset/floor.toml";
/// How far a figure may lie below its floor.
const SLACK: f64 = 0.005;
/// Figures that count mistakes; all others are shares, where more is better.
const COUNTS: [&str; 1] = ["denials read as assertions"];

/// Figures by name.
type Figures = BTreeMap<String, f64>;
/// Figures of each split.
type Splits = BTreeMap<String, Figures>;

/// What is done with the floors.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Floors {
    /// The figures are held against them.
    Hold,
    /// They are raised to the figures; none is lowered.
    Raise,
}

/// Scores every split, prints the figures side by side, and holds or raises the floors.
///
/// # Errors
/// Every figure below its floor; or why there are no figures or no floors.
pub fn run(
    repository: &Repository,
    floors: Floors,
    out: &mut impl io::Write,
) -> Result<(), Vec<Fault>> {
    let one = |fault| vec![fault];
    let mut figures = Splits::new();
    for split in SPLITS {
        figures.insert(split.to_owned(), measured(repository, split).map_err(one)?);
    }
    out.write_all(table(&figures).as_bytes()).map_err(|error| {
        one(Fault::new("output", error.to_string(), "free some room, or check the permissions"))
    })?;
    let held = parsed(repository.text(FLOORS).unwrap_or_default()).map_err(one)?;
    match floors {
        Floors::Hold => {
            let faults = below(&figures, &held);
            if faults.is_empty() { Ok(()) } else { Err(faults) }
        }
        Floors::Raise => {
            let text = written(&raised(&figures, &held));
            fs::write(repository.root().join(FLOORS), text).map_err(|error| {
                one(Fault::new(FLOORS, error.to_string(), "check the permissions of the folder"))
            })
        }
    }
}

/// The figures that the scorer prints for a split.
fn measured(repository: &Repository, split: &str) -> Result<Figures, Fault> {
    let path = format!("devset/ja/{split}.jsonl");
    let cargo = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    let done = crate::clean::command(cargo)
        .args(["run", "--release", "--quiet", "--locked", "-p", "noroshi-read"])
        .args(["--example", "score", "--", &path, "--figures"])
        .current_dir(repository.root())
        .output();
    let fault = |what: String| Fault::new(&path, what, "correct the line, or the scorer");
    let done = done.map_err(|error| fault(format!("the scorer does not start: {error}")))?;
    if !done.status.success() {
        let said = String::from_utf8_lossy(&done.stderr);
        return Err(fault(format!("the scorer ends with {}: {}", done.status, said.trim())));
    }
    figures(&String::from_utf8_lossy(&done.stdout))
        .ok_or_else(|| fault("the scorer prints something else than `name = figure`".to_owned()))
}

/// Lines such as `claims F1 = 0.793`; `None` when there are none or one is something else.
fn figures(shown: &str) -> Option<Figures> {
    let line = |line: &str| {
        let (name, figure) = line.rsplit_once(" = ")?;
        Some((name.to_owned(), figure.parse().ok().filter(|figure: &f64| figure.is_finite())?))
    };
    let figures: Option<Figures> = shown.lines().map(line).collect();
    figures.filter(|figures| !figures.is_empty())
}

fn parsed(text: &str) -> Result<Splits, Fault> {
    toml::from_str(text).map_err(|error| {
        let line = text.get(..error.span().map_or(0, |span| span.start)).unwrap_or(text);
        let fix = "write it anew: `cargo run -p xtask -- score --write`";
        Fault::at_line(FLOORS, line.matches('\n').count() + 1, error.message(), fix)
    })
}

fn is_count(name: &str) -> bool {
    COUNTS.contains(&name)
}

fn below(figures: &Splits, floors: &Splits) -> Vec<Fault> {
    let mut faults = Vec::new();
    for split in SPLITS.iter().filter(|split| !floors.contains_key(**split)) {
        let what = format!("there are no floors for `{split}`");
        faults.push(Fault::new(FLOORS, what, "`cargo run -p xtask -- score --write`"));
    }
    let all = floors.iter().flat_map(|(split, floors)| {
        floors.iter().map(move |(name, floor)| (split.as_str(), name.as_str(), *floor))
    });
    faults.extend(all.filter_map(|(split, name, floor)| {
        let figure = figures.get(split).and_then(|figures| figures.get(name));
        fallen(split, name, figure.copied(), floor)
    }));
    faults
}

fn fallen(split: &str, name: &str, figure: Option<f64>, floor: f64) -> Option<Fault> {
    let place = format!("{FLOORS}: [{split}] \"{name}\"");
    let Some(figure) = figure else {
        let fix = "take the floor out if nothing in the split is of this kind any more";
        return Some(Fault::new(place, "the scorer gives no such figure", fix));
    };
    let (what, fallen) = if is_count(name) {
        (format!("the count rose from {floor:.0} to {figure:.0}"), figure > floor)
    } else {
        // Figures have three places: half a place more keeps the edge itself allowed.
        (format!("it fell from {floor:.3} to {figure:.3}"), figure < floor - SLACK - 0.0005)
    };
    let fix = if UNSEEN.contains(&split) {
        "find the cause with `--errors` on tune.jsonl, more.jsonl and third.jsonl; never ask for those of held.jsonl and fourth.jsonl"
    } else {
        "see what differs: `cargo run --release -p noroshi-read --example score -- devset/ja/tune.jsonl --errors claim`"
    };
    fallen.then(|| Fault::new(place, what, fix))
}

/// The floors, each raised to the figure where that is better.
fn raised(figures: &Splits, floors: &Splits) -> Splits {
    let mut raised = Splits::new();
    for (split, figures) in figures {
        let old = floors.get(split);
        let best = figures.iter().map(|(name, figure)| {
            let old = old.and_then(|old| old.get(name)).copied().unwrap_or(*figure);
            let best = if is_count(name) { figure.min(old) } else { figure.max(old) };
            (name.clone(), best)
        });
        raised.insert(split.clone(), best.collect());
    }
    raised
}

fn written(floors: &Splits) -> String {
    let mut text = String::from(
        "# What reading reached on the development set. CI fails when a figure falls below its floor.\n\
         # Made by `cargo run -p xtask -- score --write`, which raises floors and never lowers one.\n",
    );
    for split in SPLITS {
        let Some(floors) = floors.get(split) else { continue };
        let lines = floors.iter().map(|(name, floor)| format!("\"{name}\" = {floor:.3}\n"));
        let lines: String = lines.collect();
        // Writing to a string cannot fail.
        let _ = write!(text, "\n[{split}]\n{lines}");
    }
    text
}

fn table(figures: &Splits) -> String {
    let names: BTreeSet<&String> = figures.values().flat_map(BTreeMap::keys).collect();
    let mut text = format!("{:32}", "");
    for split in SPLITS {
        let _ = write!(text, "{split:>8}");
    }
    text.push('\n');
    for name in names {
        let _ = write!(text, "{name:32}");
        for split in SPLITS {
            let figure = figures.get(split).and_then(|figures| figures.get(name));
            let _ = match figure {
                Some(figure) if is_count(name) => write!(text, "{figure:>8.0}"),
                Some(figure) => write!(text, "{figure:>8.3}"),
                None => write!(text, "{:>8}", "-"),
            };
        }
        text.push('\n');
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    fn splits(claims: f64, denials: f64) -> Splits {
        let of = || {
            let rows = [("claims F1", claims), ("denials read as assertions", denials)];
            rows.into_iter().map(|(name, figure)| (name.to_owned(), figure)).collect()
        };
        SPLITS.into_iter().map(|split| (split.to_owned(), of())).collect()
    }

    #[test]
    fn a_figure_may_lie_a_little_below_its_floor_and_no_more() {
        let floors = splits(0.790, 1.0);
        assert_eq!(below(&splits(0.785, 1.0), &floors), []);
        let faults = below(&splits(0.784, 1.0), &floors);
        assert_eq!(faults.len(), SPLITS.len());
        assert!(faults[0].what.contains("from 0.790 to 0.784"), "{}", faults[0]);
    }

    #[test]
    fn a_count_of_mistakes_must_not_rise() {
        let floors = splits(0.790, 1.0);
        assert_eq!(below(&splits(0.790, 0.0), &floors), []);
        assert_eq!(below(&splits(0.790, 2.0), &floors).len(), SPLITS.len());
    }

    #[test]
    fn a_split_without_floors_and_a_floor_without_a_figure_are_faults() {
        let mut floors = splits(0.790, 0.0);
        floors.remove("held");
        assert_eq!(below(&splits(0.790, 0.0), &floors).len(), 1);
        let mut figures = splits(0.790, 0.0);
        figures.get_mut("tune").map(|tune| tune.remove("claims F1"));
        assert_eq!(below(&figures, &splits(0.790, 0.0)).len(), 1);
    }

    #[test]
    fn writing_raises_and_never_lowers() {
        let raised = raised(&splits(0.8, 2.0), &splits(0.79, 1.0));
        assert_eq!(raised, splits(0.8, 1.0));
        assert_eq!(parsed(&written(&raised)), Ok(raised));
    }

    #[test]
    fn the_output_of_the_scorer_is_understood_or_refused() {
        let shown = "claims F1 = 0.793\nlevel within one step = 1.000\n";
        assert_eq!(figures(shown).map(|figures| figures["claims F1"]), Some(0.793));
        assert_eq!(figures(""), None);
        assert_eq!(figures("a table\n"), None);
        assert_eq!(figures("claims F1 = NaN\n"), None);
    }

    #[test]
    fn figures_stand_side_by_side() {
        let shown = table(&splits(0.79, 1.0));
        let row = shown.lines().nth(1).expect("a row");
        assert_eq!(row.split_whitespace().skip(2).collect::<Vec<_>>(), ["0.790"; SPLITS.len()]);
    }
}
