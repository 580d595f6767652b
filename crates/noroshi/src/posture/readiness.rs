//! `noroshi posture readiness`: how far each tenant is.

use std::io::Write;

use noroshi_flow::posture::{Readiness, Standard, readiness};
use noroshi_flow::wire::{ReadinessLine, StrangersLine};

use super::{Tenants, safe_lines, wants_json};
use crate::console::Console;
use crate::failure::CliError;
use crate::json;
use crate::outcome::Outcome;

/// Say how far each tenant of the inventory meets what BOD 25-01 makes mandatory
#[derive(Debug, clap::Args)]
#[command(after_help = AFTER)]
pub(crate) struct Args {
    #[command(flatten)]
    tenants: Tenants,
}

const AFTER: &str = "\
Examples:
  noroshi posture run --baseline ScubaGear/ --keep ProviderSettingsExport.json
  noroshi posture readiness
  noroshi posture readiness --format json

Measured by the newest kept run of each tenant. This is no statement of compliance.
Exit code: 0 nothing is open, 10 something is, 2 could not be done.";

pub(crate) fn run(
    args: &Args,
    console: &mut Console,
    out: &mut impl Write,
) -> Result<Outcome, CliError> {
    let wants_json = wants_json(console)?;
    let workspace = console.workspace()?;
    let register = args.tenants.register();
    let (found, problems) = console.runtime()?.block_on(readiness(&workspace, &register))?;
    console.problems(&problems);
    if wants_json {
        let language = console.language().language();
        for tenant in &found.tenants {
            json::line(&ReadinessLine::new(&found, tenant, language), out)?;
        }
        json::line(&StrangersLine::new(&found), out)?;
    } else {
        shown(&found, console, out)?;
    }
    Ok(Outcome::of(usize::from(!found.is_ready())))
}

fn shown(found: &Readiness, console: &Console, out: &mut impl Write) -> Result<(), CliError> {
    let language = console.language().language();
    let japanese = console.language().code() == "ja";
    safe_lines(found.preface().pick(language), out)?;
    for tenant in &found.tenants {
        let entry = &tenant.entry;
        let name = if entry.fqdn.is_empty() { &entry.tenant_id } else { &entry.fqdn };
        let counts =
            Standard::ALL.map(|one| format!("{} {}", word(one, japanese), tenant.count(one)));
        safe_lines(&format!("\n{name}  {}  {}", entry.bureau, counts.join(" · ")), out)?;
        for gap in &tenant.gaps {
            safe_lines(&format!("  ! {}", gap.pick(language)), out)?;
        }
        for standard in [Standard::NotMet, Standard::NotAssessed, Standard::ByHand] {
            let ids = tenant.policies.iter().filter(|(_, one)| *one == standard);
            let ids: Vec<&str> = ids.map(|(id, _)| id.stem()).collect();
            if !ids.is_empty() {
                safe_lines(&format!("  {}: {}", word(standard, japanese), ids.join(", ")), out)?;
            }
        }
    }
    if !found.strangers.is_empty() {
        let head = if japanese { "一覧にないテナント" } else { "not in the inventory" };
        safe_lines(&format!("\n{head}: {}", found.strangers.join(", ")), out)?;
    }
    Ok(())
}

fn word(standard: Standard, japanese: bool) -> &'static str {
    match (standard, japanese) {
        (Standard::NotMet, true) => "不適合",
        (Standard::NotAssessed, true) => "未評価",
        (Standard::ByHand, true) => "手動確認",
        (Standard::Excepted, true) => "例外",
        (Standard::Met, true) => "適合",
        (Standard::NotMet, false) => "not met",
        (Standard::NotAssessed, false) => "not assessed",
        (Standard::ByHand, false) => "by hand",
        (Standard::Excepted, false) => "excepted",
        (Standard::Met, false) => "met",
    }
}
