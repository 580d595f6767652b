//! Which names read what an attacker wants, and which give it away or run it.
//!
//! Names are canonical: `from urllib.request import urlopen as u` makes `u` the name
//! `urllib.request.urlopen`, and a call is written `()`.

/// What a value may carry, as bits of one number.
pub(super) mod carry {
    /// The environment as a whole, or what was picked from all of it.
    pub(in crate::source) const ENVIRONMENT: u8 = 1;
    /// A file that holds keys or logins.
    pub(in crate::source) const CREDENTIAL: u8 = 2;
    /// The stores of a browser, a messenger or a wallet.
    pub(in crate::source) const BROWSER: u8 = 4;
    /// Who and where: host name, user, network cards.
    pub(in crate::source) const HOST: u8 = 8;
    /// What came from the network.
    pub(in crate::source) const DOWNLOAD: u8 = 16;
    /// What was decoded or unpacked.
    pub(in crate::source) const ENCODED: u8 = 32;
    /// The screen or the clipboard.
    pub(in crate::source) const SCREEN: u8 = 64;
    /// What somebody would steal.
    pub(in crate::source) const SECRET: u8 = ENVIRONMENT | CREDENTIAL | BROWSER | SCREEN;
}

/// Where a value goes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Sink {
    /// To another machine.
    Network,
    /// Into a look-up of a name, which reaches whoever serves that name.
    Dns,
    /// To the interpreter, as code.
    Code,
    /// To the shell or another program.
    Process,
}

/// Modules that talk to other machines; any call into them by one of [`SENDS`] counts.
const NETWORK_MODULES: &[&str] = &[
    "requests",
    "httpx",
    "aiohttp",
    "urllib.request",
    "urllib2",
    "urllib3",
    "http.client",
    "httplib",
    "socket",
    "smtplib",
    "ftplib",
    "websocket",
    "websockets",
    "pycurl",
    "treq",
    "telnetlib",
    "axios",
    "http",
    "https",
    "node-fetch",
    "got",
    "request",
    "needle",
    "superagent",
    "undici",
    "net",
    "tls",
    "dgram",
    "ws",
    "XMLHttpRequest",
    "WebSocket",
    "nodemailer",
    "request-promise",
    "follow-redirects",
    "cross-fetch",
    "isomorphic-fetch",
    "http2",
];

const SENDS: &[&str] = &[
    "get",
    "post",
    "put",
    "patch",
    "delete",
    "head",
    "request",
    "urlopen",
    "urlretrieve",
    "send",
    "sendall",
    "sendto",
    "sendmail",
    "send_message",
    "storbinary",
    "storlines",
    "connect",
    "create_connection",
    "stream",
    "write",
    "end",
    "emit",
    "fetch",
    "sendMail",
    "PoolManager",
    "ws_connect",
    "open",
    "build_opener",
    "connect_ex",
    "createConnection",
];

/// Names that send by themselves.
const NETWORK_NAMES: &[&str] = &[
    "fetch",
    "axios",
    "got",
    "needle",
    "request",
    "superagent",
    "node-fetch",
    "navigator.sendBeacon",
    "undici.fetch",
    "cross-fetch",
    "isomorphic-fetch",
    "globalThis.fetch",
    "window.fetch",
    "$.post",
    "$.get",
    "$.ajax",
    "jQuery.post",
    "request-promise",
];

const DNS_NAMES: &[&str] = &[
    "socket.gethostbyname",
    "socket.getaddrinfo",
    "socket.gethostbyname_ex",
    "dns.resolver.resolve",
    "dns.resolver.query",
    "dns.resolver.Resolver().resolve",
    "dns.resolver.Resolver().query",
    "dns.lookup",
    "dns.resolve",
    "dns.resolve4",
    "dns.resolve6",
    "dns.resolveTxt",
    "dns.promises.resolve",
    "dns.promises.lookup",
    "dns/promises.lookup",
    "dns/promises.resolve",
];

const CODE_NAMES: &[&str] = &[
    "exec",
    "eval",
    "builtins.exec",
    "builtins.eval",
    "__builtins__.exec",
    "__builtins__.eval",
    "globalThis.eval",
    "window.eval",
    "global.eval",
    "Function",
    "vm.runInThisContext",
    "vm.runInNewContext",
    "vm.runInContext",
    "vm.Script",
    "module._compile",
    "execfile",
    "types.FunctionType",
    "code.interact",
    "Function.constructor",
];

const PROCESS_MODULES: &[&str] =
    &["subprocess", "child_process", "execa", "shelljs", "sh", "commands"];

const PROCESS_NAMES: &[&str] = &[
    "os.system",
    "os.popen",
    "os.execv",
    "os.execve",
    "os.execvp",
    "os.execl",
    "os.execlp",
    "os.spawnv",
    "os.spawnl",
    "os.startfile",
    "pty.spawn",
    "asyncio.create_subprocess_shell",
    "asyncio.create_subprocess_exec",
];

/// Where a call sends its arguments.
pub(super) fn sink(path: &str) -> Option<Sink> {
    if CODE_NAMES.contains(&path) {
        return Some(Sink::Code);
    }
    if DNS_NAMES.contains(&path) {
        return Some(Sink::Dns);
    }
    if NETWORK_NAMES.contains(&path) {
        return Some(Sink::Network);
    }
    let (module, last) = ends(path);
    if PROCESS_NAMES.contains(&path) || (PROCESS_MODULES.contains(&module) && module != path) {
        return Some(Sink::Process);
    }
    let sends = SENDS.contains(&last) && module != path;
    (sends && is_network(path)).then_some(Sink::Network)
}

/// Whether a path leads into a module that talks to other machines.
pub(super) fn is_network(path: &str) -> bool {
    NETWORK_MODULES.iter().any(|module| {
        path.strip_prefix(module)
            .is_some_and(|rest| rest.starts_with('.') || rest.starts_with("()"))
    })
}

/// The first and the last part of a path: `subprocess` and `run`.
fn ends(path: &str) -> (&str, &str) {
    let first = path.split(['.', '(']).next().unwrap_or(path);
    let last = path.rsplit('.').next().unwrap_or(path);
    (first, last)
}

const HOST: &[&str] = &[
    "platform.node",
    "platform.uname",
    "platform.platform",
    "socket.gethostname",
    "socket.getfqdn",
    "getpass.getuser",
    "os.getlogin",
    "os.uname",
    "uuid.getnode",
    "os.hostname",
    "os.userInfo",
    "os.networkInterfaces",
];

const DECODES: &[&str] = &[
    "base64.b64decode",
    "base64.urlsafe_b64decode",
    "base64.standard_b64decode",
    "base64.b85decode",
    "base64.a85decode",
    "base64.b32decode",
    "base64.b16decode",
    "base64.decodebytes",
    "zlib.decompress",
    "bz2.decompress",
    "lzma.decompress",
    "gzip.decompress",
    "binascii.unhexlify",
    "binascii.a2b_base64",
    "binascii.a2b_hex",
    "bytes.fromhex",
    "bytearray.fromhex",
    "codecs.decode",
    "marshal.loads",
    "atob",
    "String.fromCharCode",
    "unescape",
    "zlib.inflateSync",
    "zlib.gunzipSync",
    "zlib.brotliDecompressSync",
    "cryptography.fernet.Fernet().decrypt",
    "pako.inflate",
    "crypto.createDecipheriv",
];

const SCREENS: &[&str] = &[
    "ImageGrab.grab",
    "PIL.ImageGrab.grab",
    "pyautogui.screenshot",
    "mss.mss().grab",
    "mss.mss().shot",
    "pyperclip.paste",
    "clipboard.paste",
    "clipboardy.readSync",
    "clipboardy.read",
    "screenshot-desktop",
];

/// What the result of a call carries, whatever its arguments.
pub(super) fn given_by(path: &str) -> u8 {
    if HOST.contains(&path) {
        return carry::HOST;
    }
    if DECODES.contains(&path) {
        return carry::ENCODED;
    }
    if SCREENS.contains(&path) {
        return carry::SCREEN;
    }
    let last = ends(path).1;
    let fetched = matches!(last, "get" | "urlopen" | "urlretrieve" | "recv" | "request" | "fetch")
        || NETWORK_NAMES.contains(&path);
    if fetched && (is_network(path) || NETWORK_NAMES.contains(&path)) { carry::DOWNLOAD } else { 0 }
}

/// Whether a path is the environment itself, and what follows it there.
pub(super) fn environment(path: &str) -> Option<&str> {
    [
        "os.environb",
        "os.environ",
        "process.env",
        "globalThis.process.env",
        "global.process.env",
        "Deno.env.toObject()",
    ]
    .iter()
    .find_map(|name| path.strip_prefix(name))
    .filter(|rest| rest.is_empty() || rest.starts_with(['.', '[', '(']))
}

/// Whether what follows the environment, or a value that holds it, picks one variable.
pub(super) fn picks_one(rest: &str) -> bool {
    const PICKS: &[&str] = &[
        "[]",
        ".get()",
        ".pop()",
        ".setdefault()",
        ".update()",
        ".has_key()",
        ".hasOwnProperty()",
        ".clear()",
        ".__contains__()",
        ".get",
        ".pop",
        ".setdefault",
        ".update",
    ];
    if PICKS.iter().any(|pick| {
        rest == *pick || (pick.ends_with(']') || pick.ends_with(')')) && rest.starts_with(pick)
    }) {
        return true;
    }
    // `process.env.NODE_ENV`: variables are written in capitals.
    let name = rest.strip_prefix('.').unwrap_or("");
    let name = name.split(['.', '(', '[']).next().unwrap_or("");
    name.bytes().any(|byte| byte.is_ascii_uppercase())
        && !name.bytes().any(|byte| byte.is_ascii_lowercase())
}

/// Endings of paths, and whole texts, that name a file with keys or logins.
const CREDENTIAL_FILES: &[&str] = &[
    ".aws/credentials",
    ".aws/config",
    ".ssh/id_rsa",
    ".ssh/id_ed25519",
    ".ssh/id_ecdsa",
    ".ssh/id_dsa",
    ".netrc",
    ".pypirc",
    ".npmrc",
    ".docker/config.json",
    ".kube/config",
    ".git-credentials",
    ".config/gh/hosts.yml",
    "application_default_credentials.json",
    ".gnupg",
    "/etc/shadow",
    ".bash_history",
    ".zsh_history",
    ".ssh",
    ".aws",
    "/etc/passwd",
    ".azure/accessTokens.json",
    ".config/gcloud/credentials.db",
    "wallet.dat",
    ".env",
    "id_rsa",
    "id_ed25519",
    ".vault-token",
    ".pgpass",
    ".my.cnf",
    ".terraform.d/credentials.tfrc.json",
    ".solana/id.json",
    ".ethereum/keystore",
    ".boto",
    ".s3cfg",
];

/// Parts of paths to what a browser, a messenger or a wallet keeps.
const BROWSER_FILES: &[&str] = &[
    "User Data/Default",
    "Login Data",
    "User Data/Local State",
    "key4.db",
    "logins.json",
    "cookies.sqlite",
    "Local Storage/leveldb",
    "Network/Cookies",
    "Local Extension Settings",
    "Exodus/exodus.wallet",
    "Web Data",
    "Google/Chrome/User Data",
    "BraveSoftware",
    "Ethereum/keystore",
    "Electrum/wallets",
    "nkbihfbeogaeaoehlefnkodbefgpgknn",
    "Telegram Desktop/tdata",
    ".mozilla/firefox",
    "atomic/Local Storage",
];

/// Whether a text is the name of a variable that holds a secret.
pub(super) fn names_secret(text: &str) -> bool {
    const WORDS: &[&str] =
        &["SECRET", "TOKEN", "KEY", "PASSWORD", "PASSWD", "DATABASE_URL", "CREDENTIAL", "MNEMONIC"];
    let capital = |byte: u8| byte.is_ascii_uppercase() || byte.is_ascii_digit() || byte == b'_';
    (6..=60).contains(&text.len())
        && text.bytes().all(capital)
        && WORDS.iter().any(|word| text.contains(word))
}

/// What a literal text carries.
pub(super) fn literal(text: &str) -> u8 {
    if text.len() > 300 || text.len() < 4 {
        return 0;
    }
    let plain: String = text.replace("\\\\", "/").replace('\\', "/");
    if CREDENTIAL_FILES.iter().any(|file| ends_with_path(&plain, file)) {
        return carry::CREDENTIAL;
    }
    let words = plain.contains('\n') || plain.matches(' ').count() > 3;
    if !words && BROWSER_FILES.iter().any(|part| plain.contains(part)) {
        return carry::BROWSER;
    }
    0
}

/// Whether a text is that file, or a path that ends with it.
fn ends_with_path(text: &str, file: &str) -> bool {
    text.strip_suffix(file).is_some_and(|head| {
        head.is_empty()
            || (file.starts_with('/') || head.ends_with(['/', '~', '}'])) && !head.contains(' ')
    })
}

/// Commands that list the environment.
pub(super) fn lists_environment(text: &str) -> bool {
    matches!(
        text.trim(),
        "env" | "printenv" | "set" | "export" | "Get-ChildItem Env:" | "gci env:" | "cmd /c set"
    )
}

/// Whether a command talks to another machine.
pub(super) fn command_sends(text: &str) -> bool {
    const SENDERS: &[&str] = &[
        "curl",
        "wget",
        "nc",
        "ncat",
        "Invoke-WebRequest",
        "Invoke-RestMethod",
        "iwr",
        "irm",
        "nslookup",
        "dig",
        "scp",
        "ftp",
    ];
    text.split(|sign: char| !sign.is_alphanumeric() && sign != '-')
        .any(|word| SENDERS.contains(&word))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn calls_are_told_apart_by_where_they_lead() {
        for (path, expect) in [
            ("requests.post", Some(Sink::Network)),
            ("requests.Session().post", Some(Sink::Network)),
            ("socket.socket().sendall", Some(Sink::Network)),
            ("https.request().write", Some(Sink::Network)),
            ("fetch", Some(Sink::Network)),
            ("socket.gethostbyname", Some(Sink::Dns)),
            ("exec", Some(Sink::Code)),
            ("child_process.execSync", Some(Sink::Process)),
            ("cache.get", None),
            ("requests", None),
            ("http.server.HTTPServer", None),
            ("re.compile", None),
        ] {
            assert_eq!(sink(path), expect, "{path}");
        }
    }

    #[test]
    fn one_variable_is_not_the_environment() {
        for rest in ["[]", ".get()", ".get().lower()", ".NODE_ENV", ".setdefault()"] {
            assert!(picks_one(rest), "{rest}");
        }
        for rest in ["", ".copy()", ".items()", ".toString"] {
            assert!(!picks_one(rest), "{rest}");
        }
    }

    #[test]
    fn files_with_keys_are_known_by_their_ends() {
        for (text, expect) in [
            ("~/.aws/credentials", carry::CREDENTIAL),
            ("/home/x/.ssh/id_rsa", carry::CREDENTIAL),
            (".ssh", carry::CREDENTIAL),
            (r"Google\\Chrome\\User Data", carry::BROWSER),
            ("see ~/.aws/credentials for more", 0),
            ("put it into ~/.netrc", 0),
            ("x.environment", 0),
        ] {
            assert_eq!(literal(text), expect, "{text}");
        }
    }
}
