//! The own rules against their cases: each `NAME.case.yml` under `rules/sigma` holds logs that
//! the rule beside it must match and logs that it must not.
#![expect(clippy::disallowed_methods, reason = "a test reads its own data")]

use std::collections::HashMap;
use std::path::Path;
use std::sync::OnceLock;

use jiff::{SignedDuration, Timestamp};
use noroshi_hunt::{Hit, Hunter, Limits, Log, RuleSet, pack};
use serde::Deserialize;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Case {
    #[serde(rename = "match")]
    matching: Vec<Sample>,
    miss: Vec<Sample>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Sample {
    name: String,
    log: String,
    repeat: Option<Repeat>,
}

/// A log that is written several times with the clock going on.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Repeat {
    times: usize,
    from: String,
    step: f64,
}

/// What every rule must say about itself.
#[derive(Deserialize)]
struct Head {
    title: String,
    id: String,
    status: String,
    license: String,
    author: String,
    date: String,
    description: String,
    tags: Vec<String>,
    level: String,
    #[serde(default)]
    falsepositives: Vec<String>,
}

impl Sample {
    fn text(&self) -> Result<String, Box<dyn std::error::Error>> {
        let Some(repeat) = &self.repeat else { return Ok(self.log.clone()) };
        let zoned = repeat.from.ends_with('Z');
        let from: Timestamp = format!("{}Z", repeat.from.trim_end_matches('Z')).parse()?;
        let mut text = String::new();
        for nth in 0..repeat.times {
            let at =
                from + SignedDuration::from_secs_f64(repeat.step * f64::from(u32::try_from(nth)?));
            let time =
                at.strftime(if zoned { "%Y-%m-%dT%H:%M:%S.%3fZ" } else { "%Y-%m-%dT%H:%M:%S" });
            let line = self.log.replace("${n}", &(nth + 1).to_string());
            let line = line.replace("${time}", &time.to_string());
            let line = line.replace("${date}", &at.strftime("%Y-%m-%d").to_string());
            let line = line.replace("${clock}", &at.strftime("%H:%M:%S").to_string());
            // The directives of a W3C log stand at its beginning only.
            text.extend(
                line.lines()
                    .filter(|line| nth == 0 || !line.starts_with('#'))
                    .flat_map(|line| [line, "\n"]),
            );
        }
        Ok(text)
    }
}

fn rules() -> &'static RuleSet {
    static RULES: OnceLock<RuleSet> = OnceLock::new();
    RULES.get_or_init(|| {
        let files = pack();
        let (set, problems) = RuleSet::load(files.iter().map(|(name, text)| (&**name, &**text)));
        assert!(problems.is_empty(), "{problems:?}");
        set
    })
}

fn hits(log: &str) -> Result<Vec<Hit>, Box<dyn std::error::Error>> {
    let mut hunter = Hunter::new(rules(), Limits::default());
    let mut log = Log::open("case", log.as_bytes(), Limits::default())
        .map_err(|problem| format!("{problem:?}"))?;
    let mut hits = Vec::new();
    while let Some(chunk) = log.chunk() {
        let (found, problems) = hunter.chunk(&chunk);
        if !problems.is_empty() {
            return Err(format!("{problems:?}").into());
        }
        hits.extend(found);
    }
    hits.extend(hunter.finish().correlations);
    Ok(hits)
}

/// The only place that touches the API under test.
fn check(path: &Path) -> datatest_stable::Result<()> {
    let case: Case = yaml_serde::from_str(&std::fs::read_to_string(path)?)?;
    let beside = path.to_string_lossy().replace(".case.yml", ".yml");
    let id = heads(&std::fs::read_to_string(&beside)?)?.pop().ok_or("no rule")?.id;
    if case.matching.is_empty() || case.miss.is_empty() {
        return Err("a case needs something to match and something to miss".into());
    }
    let mut faults = Vec::new();
    for (sample, wanted) in
        case.matching.iter().map(|one| (one, true)).chain(case.miss.iter().map(|one| (one, false)))
    {
        let hits = hits(&sample.text()?)?;
        let found = hits.iter().any(|hit| hit.rule.id == id);
        if found != wanted {
            let others: Vec<&str> = hits.iter().map(|hit| &*hit.rule.title).collect();
            let word = if wanted { "is not matched" } else { "is matched" };
            faults.push(format!("`{}` {word}; hits: {others:?}", sample.name));
        }
    }
    if faults.is_empty() { Ok(()) } else { Err(faults.join("\n").into()) }
}

fn heads(text: &str) -> Result<Vec<Head>, Box<dyn std::error::Error>> {
    let documents = format!("\n{text}");
    let documents = documents.split("\n---\n").map(yaml_serde::from_str::<Head>);
    Ok(documents.collect::<Result<_, _>>()?)
}

/// Every rule says what the README asks for, has a case, and an id of its own.
fn check_head(path: &Path) -> datatest_stable::Result<()> {
    let name = path.to_string_lossy();
    if name.ends_with(".case.yml") {
        let rule = name.replace(".case.yml", ".yml");
        return if Path::new(&rule).is_file() {
            Ok(())
        } else {
            Err(format!("no rule {rule}").into())
        };
    }
    if !Path::new(&name.replace(".yml", ".case.yml")).is_file() {
        return Err("no case beside the rule".into());
    }
    for head in heads(&std::fs::read_to_string(path)?)? {
        let uuid = head.id.len() == 36
            && head.id.chars().all(|sign| sign.is_ascii_hexdigit() || sign == '-');
        let technique = head.tags.iter().any(|tag| tag.starts_with("attack.t1"));
        let said = [&head.title, &head.status, &head.date, &head.description, &head.level];
        let counted = head.level == "informational" || !head.falsepositives.is_empty();
        if !uuid || !technique || said.iter().any(|text| text.trim().is_empty()) || !counted {
            return Err(
                format!("`{}` does not say all that the README asks for", head.title).into()
            );
        }
        if (&*head.license, &*head.author) != ("Apache-2.0", "Noroshi project") {
            return Err(format!("licence and author of `{}`", head.title).into());
        }
        let bearers = ids().get(&head.id).copied().unwrap_or_default();
        if bearers != 1 {
            return Err(format!("{bearers} rules have the id {}", head.id).into());
        }
    }
    Ok(())
}

/// How many rules of the pack have each id.
fn ids() -> &'static HashMap<String, usize> {
    static IDS: OnceLock<HashMap<String, usize>> = OnceLock::new();
    IDS.get_or_init(|| {
        let mut ids = HashMap::new();
        for (_, text) in pack() {
            for head in heads(&text).unwrap_or_default() {
                *ids.entry(head.id).or_default() += 1;
            }
        }
        ids
    })
}

datatest_stable::harness! {
    { test = check, root = "../../rules/sigma", pattern = r".*\.case\.yml$" },
    { test = check_head, root = "../../rules/sigma", pattern = r".*\.yml$" },
}
