//! Which names read what an attacker wants, and which give it away or run it.
//!
//! Names are canonical: `from urllib.request import urlopen as u` makes `u` the name
//! `urllib.request.urlopen`, and a call is written `()`.

use std::collections::{HashMap, HashSet};
use std::sync::LazyLock;

mod files;

pub(super) use files::literal;

/// What a value may carry, as bits of one number.
pub(super) mod carry {
    /// The environment as a whole, or what was picked from all of it.
    pub(in crate::source) const ENVIRONMENT: u16 = 1;
    /// A file that holds keys or logins.
    pub(in crate::source) const CREDENTIAL: u16 = 2;
    /// The stores of a browser, a messenger or a wallet.
    pub(in crate::source) const BROWSER: u16 = 4;
    /// Who and where: host name, user, network cards.
    pub(in crate::source) const HOST: u16 = 8;
    /// What came from the network.
    pub(in crate::source) const DOWNLOAD: u16 = 16;
    /// What was decoded or unpacked.
    pub(in crate::source) const ENCODED: u16 = 32;
    /// The screen or the clipboard.
    pub(in crate::source) const SCREEN: u16 = 64;
    /// The address at which a cloud machine gives out its keys: what comes from there is a credential.
    pub(in crate::source) const METADATA: u16 = 128;
    /// A text that was turned round.
    pub(in crate::source) const REVERSED: u16 = 256;
    /// What somebody would steal.
    pub(in crate::source) const SECRET: u16 = ENVIRONMENT | CREDENTIAL | BROWSER | SCREEN;
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
    "ky",
    "phin",
    "bent",
    "wretch",
    "ofetch",
    "unfetch",
    "redaxios",
    "simple-get",
    "make-fetch-happen",
    "minipass-fetch",
    "request-promise-native",
    "whatwg-fetch",
    "urllib",
    "hyperquest",
    "socket.io-client",
    "@octokit/rest",
    "@octokit/core",
    "@actions/http-client",
    "@slack/webhook",
    "basic-ftp",
    "ssh2",
    "mqtt",
    "httplib2",
    "niquests",
    "curl_cffi",
    "curl_cffi.requests",
    "cloudscraper",
    "tls_client",
    "grequests",
    "requests_html",
    "requests_toolbelt",
    "tornado.httpclient",
    "xmlrpc.client",
    "paramiko",
    "pysftp",
    "dropbox",
    "telebot",
    "discord_webhook",
    "dhooks",
    "slack_sdk",
    "socketio",
    "zmq",
    "paho.mqtt.client",
    "paho.mqtt.publish",
    "asyncio.open_connection",
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
    "publish",
    "single",
    "upload",
    "uploadFrom",
    "fput",
    "files_upload",
    "send_document",
    "json",
    "execute",
    "add_embed",
    "postMessage",
    "fastPut",
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
    "ky",
    "phin",
    "wretch",
    "ofetch",
    "ofetch.ofetch",
    "unfetch",
    "redaxios",
    "simple-get",
    "make-fetch-happen",
    "undici.request",
    "undici.stream",
    "axios.request",
    "global.fetch",
    "self.fetch",
    "window.fetch",
    "webbrowser.open",
    "urlopen",
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
    "dns.resolveAny",
    "dns.resolveCname",
    "dns.promises.resolve4",
    "dns.promises.resolveTxt",
    "dns.promises.Resolver().resolve",
    "dns.Resolver().resolve",
    "dns.Resolver().resolve4",
    "dns.resolver.resolve_name",
    "aiodns.DNSResolver().query",
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
    "worker_threads.Worker",
    "AsyncFunction",
    "GeneratorFunction",
    "builtins.compile",
    "runpy.run_path",
    "import",
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
    "os.execvpe",
    "os.spawnvp",
    "os.spawnlp",
    "os.posix_spawn",
    "ctypes.CDLL",
    "ctypes.windll.shell32.ShellExecuteW",
    "pty.spawn",
    "asyncio.create_subprocess_shell",
    "asyncio.create_subprocess_exec",
];

/// Names that are sinks by themselves.
static NAMED: LazyLock<HashMap<&str, Sink>> = LazyLock::new(|| {
    let all = [
        (PROCESS_NAMES, Sink::Process),
        (NETWORK_NAMES, Sink::Network),
        (DNS_NAMES, Sink::Dns),
        (CODE_NAMES, Sink::Code),
    ];
    all.into_iter().flat_map(|(names, sink)| names.iter().map(move |name| (*name, sink))).collect()
});

/// The first parts of network modules: most paths begin with none of them.
static NETWORK_FIRSTS: LazyLock<HashSet<&str>> =
    LazyLock::new(|| NETWORK_MODULES.iter().map(|module| ends(module).0).collect());

/// Where a call sends its arguments.
pub(super) fn sink(path: &str) -> Option<Sink> {
    if let Some(sink) = NAMED.get(path) {
        return Some(*sink);
    }
    // The maker of functions, reached through any value.
    if path.ends_with(".constructor.constructor") || path.ends_with(".getPrototypeOf().constructor")
    {
        return Some(Sink::Code);
    }
    let (module, last) = ends(path);
    if PROCESS_MODULES.contains(&module) && module != path {
        return Some(Sink::Process);
    }
    let sends = module != path && is_network(path) && SENDS.contains(&last);
    sends.then_some(Sink::Network)
}

/// Whether a path leads into a module that talks to other machines.
pub(super) fn is_network(path: &str) -> bool {
    NETWORK_FIRSTS.contains(ends(path).0)
        && NETWORK_MODULES.iter().any(|module| {
            path.strip_prefix(module)
                .is_some_and(|rest| rest.starts_with('.') || rest.starts_with("()"))
        })
}

/// Whether a path stands for something that sends, or for the environment: worth handing to a function.
pub(super) fn is_object(path: &str) -> bool {
    is_network(path) || NETWORK_MODULES.contains(&path) || environment(path) == Some("")
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
    "crypto.createDecipheriv().update",
    "crypto.createDecipher",
    "crypto.createDecipher().update",
    "CryptoJS.AES.decrypt",
    "crypto-js.AES.decrypt",
    "zlib.unzipSync",
    "zlib.inflateRawSync",
    "zlib.decompressobj().decompress",
    "pako.ungzip",
    "pako.inflateRaw",
    "fflate.decompressSync",
    "fflate.gunzipSync",
    "fflate.inflateSync",
    "lz-string.decompressFromBase64",
    "LZString.decompressFromBase64",
    "LZString.decompressFromUTF16",
    "Fernet().decrypt",
    "Crypto.Cipher.AES.new().decrypt",
    "Cryptodome.Cipher.AES.new().decrypt",
    "AES.new().decrypt",
    "ARC4.new().decrypt",
    "pyaes.AESModeOfOperationCTR().decrypt",
    "base64.b64_decode",
    "marshal.load",
    "String.fromCodePoint",
    "window.atob",
    "globalThis.atob",
    "js-base64.decode",
    "js-base64.Base64.decode",
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
    "electron.clipboard.readText",
    "navigator.clipboard.readText",
    "win32clipboard.GetClipboardData",
    "clipboard-sys.readText",
];

/// What calls of these names give.
static GIVES: LazyLock<HashMap<&str, u16>> = LazyLock::new(|| {
    let all = [(SCREENS, carry::SCREEN), (DECODES, carry::ENCODED), (HOST, carry::HOST)];
    all.into_iter().flat_map(|(names, bits)| names.iter().map(move |name| (*name, bits))).collect()
});

/// What the result of a call carries, whatever its arguments.
pub(super) fn given_by(path: &str) -> u16 {
    if let Some(bits) = GIVES.get(path) {
        return *bits;
    }
    let last = ends(path).1;
    // A window of `tkinter`, under whatever name.
    if last == "clipboard_get" {
        return carry::SCREEN;
    }
    let fetches = matches!(last, "get" | "urlopen" | "urlretrieve" | "recv" | "request" | "fetch");
    let fetched = NAMED.get(path) == Some(&Sink::Network) || fetches && is_network(path);
    if fetched { carry::DOWNLOAD } else { 0 }
}

/// Whether a path is the environment itself, and what follows it there.
pub(super) fn environment(path: &str) -> Option<&str> {
    let names: &[&str] = match ends(path).0 {
        "os" => &["os.environb", "os.environ"],
        "process" => &["process.env"],
        "posix" => &["posix.environ"],
        "nt" => &["nt.environ"],
        "globalThis" => &["globalThis.process.env"],
        "global" => &["global.process.env"],
        "Deno" => &["Deno.env.toObject()"],
        "Bun" => &["Bun.env"],
        _ => return None,
    };
    names
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

/// Whether a text is the name of a variable that holds a secret.
pub(super) fn names_secret(text: &str) -> bool {
    const WORDS: &[&str] =
        &["SECRET", "TOKEN", "KEY", "PASSWORD", "PASSWD", "DATABASE_URL", "CREDENTIAL", "MNEMONIC"];
    let capital = |byte: u8| byte.is_ascii_uppercase() || byte.is_ascii_digit() || byte == b'_';
    (6..=60).contains(&text.len())
        && text.bytes().all(capital)
        && WORDS.iter().any(|word| text.contains(word))
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
}
