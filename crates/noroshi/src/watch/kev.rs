//! `noroshi watch kev`: exploited vulnerabilities on own assets.

use std::io::Write;
use std::path::PathBuf;

use clap::ValueEnum;
use noroshi_flow::MessageLanguage;
use noroshi_flow::watch::{Duty, Keeping, KevOrder, KevResult, Ransomware, Standing, Tier, kev};
use noroshi_flow::wire::{KevChecked, KevLine};

use super::is_json;
use crate::console::Console;
use crate::failure::CliError;
use crate::json;
use crate::outcome::Outcome;
use crate::progress::Bar;
use crate::style::{Tone, safe};

/// Join known-exploited vulnerabilities with your assets, and say how sure each match is
#[derive(Debug, clap::Args)]
#[command(override_usage = "noroshi watch kev [OPTIONS] <CATALOGUE> --assets <FILE>...")]
#[command(after_help = AFTER)]
pub(super) struct Args {
    /// The catalogue of CISA in JSON (known_exploited_vulnerabilities.json)
    #[arg(value_name = "CATALOGUE")]
    catalogue: PathBuf,
    /// Asset lists: CSV or XLSX, scanner exports with CVE and host, CycloneDX, lists of purl or CPE
    #[arg(long, required = true, value_name = "FILE", num_args = 1..)]
    assets: Vec<PathBuf>,
    /// Records with affected versions: NVD, CVE JSON, OSV; files or folders
    #[arg(long, value_name = "FILE", num_args = 1..)]
    records: Vec<PathBuf>,
    /// Scores of EPSS in CSV
    #[arg(long, value_name = "FILE")]
    epss: Option<PathBuf>,
    /// The least sure match that is told
    #[arg(long, value_enum, default_value = "product")]
    tier: Sure,
    /// The due dates of the catalogue bind you too
    #[arg(long)]
    own_duty: bool,
    /// Keep matches as alerts
    #[arg(long)]
    keep: bool,
}

const AFTER: &str = "\
Examples:
  noroshi watch kev kev.json --assets assets.csv
  noroshi watch kev kev.json --assets scan.csv bom.json --records nvd/ --epss epss.csv
  noroshi watch kev kev.json --assets assets.csv --tier vendor --format json

Tiers: exact (100) a scanner names the CVE, or the version lies in the affected range; range (80) by
a rough comparison; product (50) by name; vendor (10) by vendor. Due dates bind agencies of the
United States; for others they are a yardstick unless --own-duty is given.
Exit code: 0 no match, 10 matches, 2 could not be done.";

/// A tier on the command line.
#[derive(Debug, Clone, Copy, ValueEnum)]
enum Sure {
    /// A scanner names it, or the version is affected
    Exact,
    /// The version is affected by a rough comparison
    Range,
    /// The product is the same by name
    Product,
    /// The vendor is the same
    Vendor,
}

impl Sure {
    fn tier(self) -> Tier {
        match self {
            Self::Exact => Tier::Exact,
            Self::Range => Tier::Range,
            Self::Product => Tier::Product,
            Self::Vendor => Tier::Vendor,
        }
    }
}

pub(super) fn run(
    args: &Args,
    console: &mut Console,
    out: &mut impl Write,
) -> Result<Outcome, CliError> {
    let workspace = console.workspace()?;
    let duty = if args.own_duty { Duty::Own } else { Duty::Yardstick };
    let order = KevOrder {
        catalogue: args.catalogue.clone(),
        assets: args.assets.clone(),
        records: args.records.clone(),
        epss: args.epss.clone(),
        tier: args.tier.tier(),
        duty,
        keep: if args.keep { Keeping::Keep } else { Keeping::Look },
    };
    let bar = Bar::new(console);
    let result = console.runtime()?.block_on(kev(&workspace, &order, &bar))?;
    console.problems(&result.problems);
    if is_json(console) {
        for told in result.told() {
            json::line(&KevLine::new(told, &result, duty, console.language().language()), out)?;
        }
        json::line(&KevChecked::from(&result), out)?;
    } else {
        print(&result, duty, console, out)?;
    }
    let failed = result.assets.is_empty() && !result.problems.is_empty();
    Ok(if failed { Outcome::Failed } else { Outcome::of(result.told().count()) })
}

fn print(
    result: &KevResult,
    duty: Duty,
    console: &Console,
    out: &mut impl Write,
) -> Result<(), CliError> {
    let style = console.streams().data;
    let japanese = console.language() == MessageLanguage::Ja;
    for (one, entry, asset, epss) in result.told() {
        let tone = if one.tier >= Tier::Range { Tone::Error } else { Tone::Accent };
        let tier = style.paint(tone, &format!("{} {}", one.tier.word(), one.tier.points()));
        writeln!(
            out,
            "{tier} | {} | {} | {}",
            one.cve,
            style.paint(Tone::Bold, &safe(&asset.label())),
            safe(&entry.name)
        )?;
        let mut words = vec![one.reason.pick(console.language().language()).to_owned()];
        let due = entry.due.map(|due| due.to_string()).unwrap_or_else(|| "-".to_owned());
        words.push(match (japanese, duty) {
            (false, Duty::Own) => format!("due {due}"),
            (false, Duty::Yardstick) => format!("due for US agencies {due}"),
            (true, Duty::Own) => format!("期限 {due}"),
            (true, Duty::Yardstick) => format!("米国政府機関の期限 {due}"),
        });
        if entry.ransomware == Ransomware::Known {
            words.push(
                if japanese {
                    "ランサムウェアでの悪用あり"
                } else {
                    "used by ransomware"
                }
                .to_owned(),
            );
        }
        words.extend(one.days.map(|days| {
            if japanese {
                format!("公表から悪用確認まで {days} 日")
            } else {
                format!("{days} days from publication to exploitation")
            }
        }));
        words.extend(epss.map(|score| format!("EPSS {score:.3} ({})", safe(&result.epss.date))));
        words.extend(one.jvn.iter().map(ToString::to_string));
        if one.standing == Standing::Disputed {
            words.push(
                if japanese { "異議のある記録" } else { "the record is disputed" }.to_owned(),
            );
        }
        let place = style.paint(Tone::Faint, &format!("({} {})", safe(&asset.path), asset.at));
        writeln!(out, "  {} {place}", safe(&words.join("; ")))?;
    }
    Ok(writeln!(out, "{}", summary(result, japanese))?)
}

fn summary(result: &KevResult, japanese: bool) -> String {
    let at = result.at.to_string();
    let (touched, assets, entries) =
        (result.touched(), result.assets.len(), result.catalogue.entries.len());
    let (version, less) = (safe(&result.catalogue.version), result.less_sure());
    let (outside, rejected) = (result.joined.outside, result.joined.rejected.len());
    if japanese {
        return format!(
            "確認 {at}：資産 {assets} 件中 {touched} 件が該当（カタログ {version}、{entries} 件）。影響範囲外 {outside} 組、取り下げられた記録 {rejected} 件、より不確かな一致 {less} 件は表示していない。"
        );
    }
    format!(
        "checked at {at}: {touched} of {assets} assets (catalogue {version}, {entries} entries); outside of the affected versions: {outside}; records taken back: {rejected}; less sure matches not shown: {less}"
    )
}
