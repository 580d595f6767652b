//! `noroshi posture inventory`: which tenants there are, checked.

use std::io::Write;
use std::path::PathBuf;

use noroshi_flow::posture::{Register, inventory};
use noroshi_flow::wire::TenantLine;

use super::safe_lines;
use crate::console::{Console, Wish};
use crate::failure::CliError;
use crate::json;
use crate::outcome::Outcome;

/// Check the inventory of tenants, and print it as text, JSON or CSV
#[derive(Debug, clap::Args)]
#[command(after_help = AFTER)]
pub(crate) struct Args {
    /// The table (CSV) [default: tenants.csv in the workspace]
    #[arg(value_name = "CSV")]
    file: Option<PathBuf>,
    /// Print an empty table to fill in
    #[arg(long, conflicts_with = "file")]
    template: bool,
}

const AFTER: &str = "\
Examples:
  noroshi posture inventory --template > tenants.csv
  noroshi posture inventory tenants.csv
  noroshi posture inventory old.csv --format csv > tenants.csv     cleaned; no cell is a formula

Columns: Bureau, Product (M365 or GWS), Service plan, Tenant ID, Tenant FQDN, In scope, ATO.
Exit code: 0 good, 10 rows were left out, 2 could not be read.";

pub(crate) fn run(
    args: &Args,
    console: &mut Console,
    out: &mut impl Write,
) -> Result<Outcome, CliError> {
    if args.template {
        out.write_all(noroshi_flow::posture::Inventory::default().to_csv().as_bytes())?;
        return Ok(Outcome::Quiet);
    }
    let register = Register { inventory: args.file.clone(), standing: None };
    let workspace = console.workspace()?;
    let (found, problems) = inventory(&workspace, &register)?;
    console.problems(&problems);
    if found.entries.is_empty() {
        let words = if console.language().code() == "ja" {
            "テナントの登録がありません。ひな型: noroshi posture inventory --template > tenants.csv"
        } else {
            "no tenant yet; a table to fill in: noroshi posture inventory --template > tenants.csv"
        };
        console.remark(words);
    }
    match console.wish() {
        Wish::Csv => out.write_all(found.to_csv().as_bytes())?,
        Wish::Json => {
            for entry in &found.entries {
                json::line(&TenantLine::new(entry), out)?;
            }
        }
        Wish::Text => {
            for one in &found.entries {
                let scope = (one.scope.word(), one.ato.to_string());
                let line = format!(
                    "{:<5} {:<38} {:<28} {:<8} {:<11} {}",
                    one.suite.word(),
                    one.tenant_id,
                    one.fqdn,
                    scope.0,
                    scope.1,
                    one.bureau
                );
                safe_lines(&line, out)?;
            }
        }
        Wish::Sarif => return Err(CliError::Form("sarif")),
        Wish::Html => return Err(CliError::Form("html")),
    }
    Ok(Outcome::of(problems.len()))
}
