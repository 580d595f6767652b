//! Settings of a tenant, asked for over the network: the only use case that opens a connection
//! besides the store, and only when it is called.

use std::fs;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::thread;

use jiff::Timestamp;
use noroshi_collect::{
    CollectError, Collected, Dns, Entra, Google, Http, Limits, Origin, Route, ServiceAccount,
    State, Step as Part, entra, google, name_servers,
};
use noroshi_model::{Problem, Secret};

use crate::FlowError;
use crate::clock::now;
use crate::file::{Item, load};
use crate::progress::{Progress, Step};

/// A file with a secret is at most so large.
const MOST_SECRET: usize = 64 << 10;
/// A file with certificates is at most so large.
const MOST_AUTHORITIES: usize = 4 << 20;

/// Where the export goes, and where finished parts are remembered.
#[derive(Debug, Clone)]
pub struct Target {
    /// The export; it must not be there yet.
    pub out: PathBuf,
    /// Finished parts, so that a collection that broke off can go on.
    pub state: Option<PathBuf>,
    /// How servers elsewhere are reached.
    pub way: Way,
}

/// How servers elsewhere are reached.
#[derive(Debug, Clone, Default)]
pub struct Way {
    /// Certificates (PEM) that are trusted in place of Mozilla's.
    pub authority: Option<PathBuf>,
    /// A proxy in place of that of the environment; it may hold a password.
    pub proxy: Option<Secret>,
}

/// A tenant of Entra ID.
#[derive(Debug)]
pub struct EntraOrder {
    /// Id or domain of the tenant.
    pub tenant: String,
    /// Id of the application.
    pub client: String,
    /// Its secret.
    pub secret: Secret,
    /// The login server.
    pub login: String,
    /// The Graph server.
    pub graph: String,
}

/// An organisation of Google Workspace.
#[derive(Debug)]
pub struct GoogleOrder {
    /// The administrator in whose name it is asked.
    pub administrator: String,
    /// The JSON key file of the service account.
    pub key: Secret,
    /// The servers: login, directory, identity, groups, licensing.
    pub servers: [String; 5],
    /// Name servers for the records of mail; those of the system when there are none.
    pub name_servers: Vec<String>,
    /// A name server over HTTPS, asked where the others know no record.
    pub name_server_over_https: Option<String>,
}

/// What was collected, and written.
#[derive(Debug)]
pub struct Gathered {
    /// Sections that were read.
    pub read: usize,
    /// What could not be read; what depends on it is not assessed.
    pub problems: Vec<Problem>,
}

/// A secret from a file, without the line break at its end.
///
/// # Errors
/// [`FlowError::Unread`] when the file cannot be read.
pub fn secret(path: &Path) -> Result<Secret, FlowError> {
    let size = fs::metadata(path).map(|found| found.len()).unwrap_or_default();
    let bytes = load(&Item::File(path.to_owned(), size), MOST_SECRET).map_err(FlowError::Unread)?;
    let text = String::from_utf8_lossy(&bytes);
    Ok(Secret::new(text.trim_end_matches(['\r', '\n']).trim_start_matches('\u{feff}').to_owned()))
}

/// Collects the settings of a tenant of Entra ID.
///
/// # Errors
/// [`FlowError::Exists`] when the export is there already, [`FlowError::Collect`] when nobody
/// could be asked, [`FlowError::Refused`] when not one section was read, [`FlowError::Unwritable`] when the export cannot be written.
pub fn collect_entra(
    order: &EntraOrder,
    target: &Target,
    progress: &dyn Progress,
) -> Result<Gathered, FlowError> {
    let of = Entra {
        login: Origin::read(&order.login)?,
        graph: Origin::read(&order.graph)?,
        tenant: &order.tenant,
        client: &order.client,
        secret: &order.secret,
    };
    let name = format!("entra {} {}", order.graph, order.tenant);
    collected(target, &name, progress, |http, state, told| entra(&of, http, state, moment(), told))
}

/// Collects the settings of an organisation of Google Workspace.
///
/// # Errors
/// Those of [`collect_entra`].
pub fn collect_google(
    order: &GoogleOrder,
    target: &Target,
    progress: &dyn Progress,
) -> Result<Gathered, FlowError> {
    let account = ServiceAccount::read(&order.key)?;
    let [login, admin, identity, groups, licensing] = &order.servers;
    let dns = dns(order)?;
    let of = Google {
        login: Origin::read(login)?,
        admin: Origin::read(admin)?,
        identity: Origin::read(identity)?,
        groups: Origin::read(groups)?,
        licensing: Origin::read(licensing)?,
        dns: &dns,
        account: &account,
        administrator: &order.administrator,
    };
    let name = format!("google {admin} {}", order.administrator);
    collected(target, &name, progress, |http, state, told| google(&of, http, state, &moment, told))
}

fn collected(
    target: &Target,
    name: &str,
    progress: &dyn Progress,
    collect: impl FnOnce(&Http, &mut State, &mut dyn FnMut(&Part)) -> Result<Collected, CollectError>,
) -> Result<Gathered, FlowError> {
    // Before anybody is asked: an hour of questions must not end in a file that cannot be written.
    if target.out.exists() {
        return Err(FlowError::Exists { path: target.out.display().to_string() });
    }
    let http = Http::new(Limits::default(), &route(&target.way)?, thread::sleep);
    let mut state = match &target.state {
        Some(path) => State::open(path, name, moment())?,
        None => State::forgetful(),
    };
    let mut told = |part: &Part| {
        if part.done == 0 {
            progress.start(Step::Reading, part.of);
        }
        progress.advance(part.section);
    };
    let found = collect(&http, &mut state, &mut told);
    progress.finish();
    let found = found?;
    if found.read == 0 {
        return Err(FlowError::Refused(found.problems));
    }
    write(&target.out, &found).map_err(|source| FlowError::Unwritable {
        path: target.out.display().to_string(),
        source,
    })?;
    // What is missing may be asked for again, so only a whole collection ends the state.
    if found.problems.is_empty() {
        state.finish()?;
    }
    Ok(Gathered { read: found.read, problems: found.problems })
}

fn route(way: &Way) -> Result<Route, FlowError> {
    let mut route = Route::default();
    if let Some(path) = &way.authority {
        let size = fs::metadata(path).map(|found| found.len()).unwrap_or_default();
        let pem = load(&Item::File(path.clone(), size), MOST_AUTHORITIES);
        route = route.trusting(&path.display().to_string(), &pem.map_err(FlowError::Unread)?)?;
    }
    if let Some(proxy) = &way.proxy {
        route = route.through(proxy)?;
    }
    Ok(route)
}

/// The name servers of the order, or those of the system.
fn dns(order: &GoogleOrder) -> Result<Dns, FlowError> {
    let over_https = order.name_server_over_https.as_deref().map(|host| {
        Origin::read(&if host.contains("://") {
            host.to_owned()
        } else {
            format!("https://{host}")
        })
    });
    let mut servers = order.name_servers.clone();
    if servers.is_empty() {
        // Where there is no such file, none is known, and each section says so.
        let text = fs::read_to_string("/etc/resolv.conf").unwrap_or_default();
        servers = name_servers(&text).iter().map(ToString::to_string).collect();
    }
    Ok(Dns::of(&servers, over_https.transpose()?)?)
}

/// Only the owner may read the settings of a tenant.
fn write(path: &Path, found: &Collected) -> std::io::Result<()> {
    let mut options = fs::OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    let mut file = options.open(path)?;
    let done = serde_json::to_writer_pretty(&mut file, &found.export).map_err(std::io::Error::from);
    let done = done.and_then(|()| file.flush()).and_then(|()| file.sync_all());
    if done.is_err() {
        // Half an export would be judged as a whole one.
        drop(fs::remove_file(path));
    }
    done
}

fn moment() -> Timestamp {
    Timestamp::from_second(now()).unwrap_or_default()
}
