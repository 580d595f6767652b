//! Exploited vulnerabilities on own assets.

use std::collections::BTreeMap;

use jiff::civil::Date;
use noroshi_model::{Artefact, Bilingual, Citation, CveId, Finding, FindingKind, Level};

use super::moment;
use crate::kev::{
    Asset, Catalogue, Epss, Exposure, Joined, KevEntry, Match, Ransomware, Standing, Tier,
};

/// Days after an entry was added during which an exact match is for today.
const NEW: i32 = 30;

/// What the due dates of the catalogue are for the reader. They bind agencies of the United States.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash)]
pub enum Duty {
    /// A yardstick: shown, and without weight.
    #[default]
    Yardstick,
    /// A duty of the reader: a due date that has passed is for today.
    Own,
}

/// A finding for each match of at least a tier.
///
/// Levels: an exact match is for today when the asset can be reached from the internet, ransomware groups use the
/// vulnerability, or the catalogue added it within 30 days; else for this week, and so is a range. A match by name
/// is good to know. A disputed record is one level lower.
pub fn asset_findings(
    joined: &Joined,
    catalogue: &Catalogue,
    assets: &[Asset],
    epss: &Epss,
    (least, duty, today): (Tier, Duty, Date),
) -> Vec<Finding> {
    let wanted = joined.matches.iter().filter(|one| one.tier >= least);
    let known = wanted
        .filter_map(|one| Some((one, catalogue.entries.get(&one.cve)?, assets.get(one.asset)?)));
    let mut once: BTreeMap<String, Finding> = BTreeMap::new();
    for (one, entry, asset) in known {
        // Matches come surest first: of an asset that stands in two lists, the surer one is told.
        let made = finding(
            one,
            entry,
            asset,
            epss.scores.get(&one.cve).map(|score| (*score, epss.date.as_str())),
            (duty, today),
        );
        once.entry(made.key.clone()).or_insert(made);
    }
    once.into_values().collect()
}

fn finding(
    one: &Match,
    entry: &KevEntry,
    asset: &Asset,
    epss: Option<(f64, &str)>,
    (duty, today): (Duty, Date),
) -> Finding {
    Finding {
        kind: FindingKind::Asset,
        key: format!("kev {} {}", one.cve, asset.label()),
        level: level(one, entry, asset, duty, today),
        subject: asset.label(),
        title: Bilingual::new(
            format!("{} is exploited: {}", one.cve, entry.name),
            format!("{}（{}）は悪用が確認されている", one.cve, entry.name),
        ),
        reason: reason(one, entry, epss),
        ours: vec![Artefact { path: asset.path.clone(), at: asset.at.clone(), text: ours(asset) }],
        theirs: vec![citation(one.cve, entry)],
        time: entry.added.and_then(moment),
        techniques: Vec::new(),
        unknown: unknown(one),
        next: next(one, entry, duty),
    }
}

fn ours(asset: &Asset) -> String {
    let owner = if asset.owner.is_empty() { String::new() } else { format!(", {}", asset.owner) };
    format!("{}{owner}", asset.label())
}

fn level(one: &Match, entry: &KevEntry, asset: &Asset, duty: Duty, today: Date) -> Level {
    let age = entry
        .added
        .and_then(|day| day.until((jiff::Unit::Day, today)).ok())
        .map_or(i32::MAX, |span| span.get_days());
    let overdue = duty == Duty::Own && entry.due.is_some_and(|due| due < today);
    let presses = asset.exposure == Exposure::Internet
        || entry.ransomware == Ransomware::Known
        || age <= NEW
        || overdue;
    let level = match one.tier {
        Tier::Exact if presses => Level::Now,
        Tier::Exact | Tier::Range => Level::Soon,
        Tier::Product | Tier::Vendor => Level::Know,
    };
    match (one.standing, level) {
        (Standing::Disputed, Level::Now) => Level::Soon,
        (Standing::Disputed, _) => Level::Know,
        (_, level) => level,
    }
}

fn reason(one: &Match, entry: &KevEntry, epss: Option<(f64, &str)>) -> Bilingual {
    let (mut en, mut ja) = (one.reason.en.clone(), one.reason.ja.clone());
    let mut more = |english: String, japanese: String| {
        en.push_str(&format!("; {english}"));
        ja.push_str(&format!("。{japanese}"));
    };
    if let Some(added) = entry.added {
        more(format!("in the catalogue since {added}"), format!("カタログ掲載 {added}"));
    }
    if let Some(days) = one.days {
        more(format!("{days} days after its publication"), format!("公表から{days}日"));
    }
    if entry.ransomware == Ransomware::Known {
        more("used in ransomware campaigns".to_owned(), "ランサムウェアでの悪用あり".to_owned());
    }
    if let Some((score, date)) = epss {
        more(format!("EPSS {score:.3} of {date}"), format!("EPSS {score:.3}（{date}）"));
    }
    if !one.jvn.is_empty() {
        let ids: Vec<String> = one.jvn.iter().map(ToString::to_string).collect();
        more(ids.join(", "), ids.join("、"));
    }
    Bilingual { en, ja }
}

fn citation(cve: CveId, entry: &KevEntry) -> Citation {
    let text = format!("{} {}: {}", entry.vendor, entry.product, entry.name);
    Citation {
        who: "CISA".to_owned(),
        what: format!("Known Exploited Vulnerabilities, {cve}"),
        text,
        place: None,
        link: Some(format!("https://nvd.nist.gov/vuln/detail/{cve}")),
        attitude: None,
    }
}

fn unknown(one: &Match) -> Vec<Bilingual> {
    let mut all = Vec::new();
    if one.tier <= Tier::Product {
        all.push(Bilingual::new(
            "whether the installed version is affected",
            "導入しているバージョンが影響を受けるか",
        ));
    }
    if one.tier == Tier::Range {
        all.push(Bilingual::new(
            "whether the rough comparison of versions holds",
            "バージョンの大まかな比較が正しいか",
        ));
    }
    if one.standing == Standing::Disputed {
        all.push(Bilingual::new(
            "whether it is a vulnerability at all: the record is disputed",
            "脆弱性といえるか（記録に異議がある）",
        ));
    }
    all.push(Bilingual::new("whether it was exploited here", "自組織で悪用されたか"));
    all
}

fn next(one: &Match, entry: &KevEntry, duty: Duty) -> Vec<Bilingual> {
    let due = entry.due.map(|due| due.to_string()).unwrap_or_else(|| "-".to_owned());
    let until = match duty {
        Duty::Own => Bilingual::new(format!("until {due}"), format!("期限 {due}")),
        Duty::Yardstick => Bilingual::new(
            format!("agencies of the United States had until {due}"),
            format!("米国政府機関の期限は {due}（目安）"),
        ),
    };
    let first = match one.tier {
        Tier::Exact | Tier::Range => Bilingual::new(
            format!("update or shield it; {}", until.en),
            format!("更新または防護する。{}", until.ja),
        ),
        _ => Bilingual::new(
            format!("find out the version and compare it with the advisory; {}", until.en),
            format!("バージョンを確かめ、ベンダーの情報と照合する。{}", until.ja),
        ),
    };
    vec![
        first,
        Bilingual::new(
            "look for signs of exploitation since its publication",
            "公表以降の悪用の痕跡を調べる",
        ),
    ]
}
