//! A PostgreSQL server for the contract: the one named by `NOROSHI_TEST_POSTGRES`, or a private
//! one, started from the binaries of this machine and stopped again.

use std::fs;
use std::io;
use std::os::unix::fs::chown;
use std::os::unix::process::CommandExt;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::thread::sleep;
use std::time::{Duration, Instant};

/// Names the server to use, as a URL of a user who may make databases.
pub(crate) const VARIABLE: &str = "NOROSHI_TEST_POSTGRES";

/// How long a private server may take to start.
const PATIENCE: Duration = Duration::from_secs(60);

/// What to do when there is none.
pub(crate) const HOW_TO_GET: &str = "install the server (Debian: `apt-get install -y postgresql`), or \
     set NOROSHI_TEST_POSTGRES to the URL of a server, such as postgres://user@localhost/postgres";

/// A running server.
pub(crate) struct Server {
    /// URL of the database from which others are made.
    pub(crate) url: String,
    private: Option<Private>,
}

/// A server of our own, in a folder of its own, on a unix socket only.
struct Private {
    process: Child,
    _folder: tempfile::TempDir,
}

/// A server, if one is named or can be started.
pub(crate) fn server() -> Option<Server> {
    if let Ok(url) = std::env::var(VARIABLE) {
        return Some(Server { url, private: None });
    }
    let binaries = binaries()?;
    Some(start(&binaries).expect("the binaries of PostgreSQL start"))
}

/// The folder with `initdb` and `postgres`: in `PATH`, or where Debian has it.
fn binaries() -> Option<PathBuf> {
    let path = std::env::var_os("PATH").unwrap_or_default();
    let mut folders: Vec<PathBuf> = std::env::split_paths(&path).collect();
    let versions = fs::read_dir("/usr/lib/postgresql").into_iter().flatten().flatten();
    let mut versions: Vec<PathBuf> = versions.map(|one| one.path().join("bin")).collect();
    versions.sort();
    folders.extend(versions.into_iter().rev());
    folders.into_iter().find(|at| at.join("initdb").exists() && at.join("postgres").exists())
}

fn start(binaries: &Path) -> io::Result<Server> {
    let folder = tempfile::Builder::new().prefix("noroshi-pg-").tempdir()?;
    let owner = owner();
    if let Some((user, group)) = owner {
        chown(folder.path(), Some(user), Some(group))?;
    }
    let data = folder.path().join("data");
    let mut make = as_owner(&binaries.join("initdb"), owner);
    make.args(["--no-locale", "--encoding=UTF8", "--auth=trust", "--username=postgres"]);
    make.args(["--no-sync", "-D"]).arg(&data).current_dir(folder.path()).stdout(Stdio::null());
    assert!(make.status()?.success(), "initdb makes a cluster");
    let mut serve = as_owner(&binaries.join("postgres"), owner);
    serve.arg("-D").arg(&data).arg("-k").arg(folder.path());
    serve.args(["-c", "listen_addresses=", "-c", "fsync=off", "-c", "log_min_messages=fatal"]);
    let process = serve.current_dir(folder.path()).stderr(Stdio::null()).spawn()?;
    let url = format!("postgres://postgres@localhost/postgres?host={}", folder.path().display());
    let socket = folder.path().join(".s.PGSQL.5432");
    let server = Server { url, private: Some(Private { process, _folder: folder }) };
    wait_for(&socket);
    Ok(server)
}

/// PostgreSQL refuses to run as root; then somebody else has to own the cluster.
fn owner() -> Option<(u32, u32)> {
    (number("id", &["-u"])? == 0).then_some(())?;
    let user =
        ["postgres", "nobody"].into_iter().find(|user| number("id", &["-u", user]).is_some())?;
    Some((number("id", &["-u", user])?, number("id", &["-g", user])?))
}

fn number(program: &str, arguments: &[&str]) -> Option<u32> {
    let output = Command::new(program).args(arguments).output().ok()?;
    String::from_utf8(output.stdout).ok()?.trim().parse().ok()
}

fn as_owner(program: &Path, owner: Option<(u32, u32)>) -> Command {
    let mut command = Command::new(program);
    command.stdin(Stdio::null());
    if let Some((user, group)) = owner {
        command.uid(user).gid(group);
    }
    command
}

fn wait_for(socket: &Path) {
    let begun = Instant::now();
    while std::os::unix::net::UnixStream::connect(socket).is_err() {
        assert!(begun.elapsed() < PATIENCE, "the server opens {}", socket.display());
        sleep(Duration::from_millis(50));
    }
}

impl Drop for Private {
    /// SIGQUIT is PostgreSQL's immediate shutdown: it ends its own children first.
    fn drop(&mut self) {
        let id = self.process.id().to_string();
        let asked = Command::new("kill").args(["-QUIT", &id]).status();
        if !asked.is_ok_and(|status| status.success()) {
            self.process.kill().unwrap_or_default();
        }
        self.process.wait().map(drop).unwrap_or_default();
    }
}
