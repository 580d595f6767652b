//! `noroshi posture collect`: ask the servers of a tenant for its settings. The only verb that
//! goes to the network.

use std::env;
use std::io::Write;
use std::path::PathBuf;

use clap::Subcommand;
use noroshi_flow::posture::{
    EntraOrder, Gathered, GoogleOrder, Target, Way, collect_entra, collect_google, secret,
};
use noroshi_model::Secret;

use super::wants_json;
use crate::console::Console;
use crate::failure::CliError;
use crate::json;
use crate::outcome::Outcome;
use crate::progress::Bar;

/// Ask Microsoft or Google for the settings of your tenant, read-only, and write the export
#[derive(Debug, clap::Args)]
#[command(after_help = AFTER, disable_help_subcommand = true)]
pub(crate) struct Args {
    #[command(subcommand)]
    what: What,
}

const AFTER: &str = "\
Examples:
  NOROSHI_ENTRA_SECRET=… noroshi posture collect entra --tenant TENANT --client APP --out export.json
  noroshi posture collect google --key-file key.json --administrator admin@example.com --out export.json
  noroshi posture run --baseline ScubaGear/ export.json

The only verb that goes to the network. It reads and never writes. Secrets come from the
environment or a file, never from the command line. What may not be read is not assessed, never
passed. Not yet tried against a live tenant. Permissions: docs/reference/posture-collect.md.";

#[derive(Debug, Subcommand)]
enum What {
    Entra(Entra),
    Google(Google),
}

/// Where the export goes.
#[derive(Debug, clap::Args)]
struct Where {
    /// The export to write; it must not be there yet
    #[arg(long, value_name = "JSON")]
    out: PathBuf,
    /// Remember finished parts here, and go on with them after a break (settings inside)
    #[arg(long, value_name = "FILE")]
    state: Option<PathBuf>,
    /// Certificates (PEM) to trust in place of Mozilla's, where a proxy opens encryption
    #[arg(long, value_name = "FILE", env = "NOROSHI_CA", hide_env_values = true)]
    ca: Option<PathBuf>,
    /// Proxy, http://HOST:PORT; one with a password belongs into the environment [default:
    /// HTTPS_PROXY, without the hosts of NO_PROXY]
    #[arg(long, value_name = "URL", env = "NOROSHI_PROXY", hide_env_values = true)]
    proxy: Option<String>,
}

/// Entra ID over Microsoft Graph
#[derive(Debug, clap::Args)]
struct Entra {
    /// Id or domain of the tenant
    #[arg(long, value_name = "ID", env = "NOROSHI_ENTRA_TENANT", hide_env_values = true)]
    tenant: String,
    /// Id of the application
    #[arg(long, value_name = "ID", env = "NOROSHI_ENTRA_CLIENT", hide_env_values = true)]
    client: String,
    /// File with the secret of the application [default: the variable NOROSHI_ENTRA_SECRET]
    #[arg(long, value_name = "FILE")]
    secret_file: Option<PathBuf>,
    #[command(flatten)]
    place: Where,
    /// The login server
    #[arg(long, hide = true, default_value = "https://login.microsoftonline.com")]
    login_server: String,
    /// The Graph server
    #[arg(long, hide = true, default_value = "https://graph.microsoft.com")]
    graph_server: String,
}

/// Google Workspace over its administration interfaces
#[derive(Debug, clap::Args)]
struct Google {
    /// JSON key file of the service account
    #[arg(long, value_name = "FILE", env = "NOROSHI_GOOGLE_KEY_FILE", hide_env_values = true)]
    key_file: PathBuf,
    /// The administrator in whose name it is asked
    #[arg(
        long,
        value_name = "ADDRESS",
        env = "NOROSHI_GOOGLE_ADMINISTRATOR",
        hide_env_values = true
    )]
    administrator: String,
    #[command(flatten)]
    place: Where,
    /// Name server for SPF, DKIM and DMARC, up to three times [default: those of the system]
    #[arg(long, value_name = "ADDRESS")]
    dns: Vec<String>,
    /// Name server over HTTPS, asked where the others know no record; it learns your domains
    #[arg(long, value_name = "HOST")]
    doh: Option<String>,
    /// One server for all questions
    #[arg(long, hide = true)]
    server: Option<String>,
}

pub(crate) fn run(
    args: &Args,
    console: &mut Console,
    out: &mut impl Write,
) -> Result<Outcome, CliError> {
    let wants_json = wants_json(console)?;
    let bar = Bar::new(console);
    let (found, place) = match &args.what {
        What::Entra(args) => (entra(args, &bar)?, &args.place),
        What::Google(args) => (google(args, &bar)?, &args.place),
    };
    console.problems(&found.problems);
    let path = place.out.display().to_string();
    if wants_json {
        let line = serde_json::json!({
            "written": path, "sections": found.read, "not_read": found.problems.len(),
        });
        json::line(&line, out)?;
    } else {
        super::safe_lines(&path, out)?;
    }
    Ok(Outcome::of(found.problems.len()))
}

fn target(place: &Where) -> Target {
    let way = Way { authority: place.ca.clone(), proxy: place.proxy.clone().map(Secret::new) };
    Target { out: place.out.clone(), state: place.state.clone(), way }
}

fn entra(args: &Entra, bar: &Bar) -> Result<Gathered, CliError> {
    let secret = match &args.secret_file {
        Some(path) => secret(path)?,
        None => match env::var("NOROSHI_ENTRA_SECRET") {
            Ok(value) if !value.is_empty() => Secret::new(value),
            _ => return Err(CliError::NoSecret("NOROSHI_ENTRA_SECRET")),
        },
    };
    let order = EntraOrder {
        tenant: args.tenant.clone(),
        client: args.client.clone(),
        secret,
        login: args.login_server.clone(),
        graph: args.graph_server.clone(),
    };
    Ok(collect_entra(&order, &target(&args.place), bar)?)
}

fn google(args: &Google, bar: &Bar) -> Result<Gathered, CliError> {
    let usual = ["oauth2", "admin", "cloudidentity", "www", "licensing"];
    let server = |name: &str| format!("https://{name}.googleapis.com");
    let order = GoogleOrder {
        administrator: args.administrator.clone(),
        key: secret(&args.key_file)?,
        servers: usual.map(|name| args.server.clone().unwrap_or_else(|| server(name))),
        name_servers: args.dns.clone(),
        name_server_over_https: args.doh.clone(),
    };
    Ok(collect_google(&order, &target(&args.place), bar)?)
}
