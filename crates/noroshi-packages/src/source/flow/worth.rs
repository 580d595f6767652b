//! Whether following the values of a file can lead anywhere.

/// Whether a text has anything worth following: words of a source and of where it could go.
pub(in crate::source) fn worth(text: &str) -> bool {
    let has = |words: &[&str]| words.iter().any(|word| text.contains(word));
    has(RUNS) && has(FETCHES) || has(READS) && (has(FETCHES) || has(RUNS))
}

/// Words without which nothing is read that anybody would steal or hide.
const READS: &[&str] = &[
    "environ",
    "process.env",
    "\"env\"",
    "'env'",
    "printenv",
    "64",
    "decompress",
    "atob",
    "hexlify",
    "fromhex",
    "fromCharCode",
    "unescape",
    "marshal",
    "codecs",
    "chr(",
    "hostname",
    "getuser",
    "getlogin",
    "uname",
    "userInfo",
    "networkInterfaces",
    "platform.node",
    "getnode",
    "ImageGrab",
    "screenshot",
    "clip",
    ".ssh",
    ".aws",
    "netrc",
    ".npmrc",
    ".pypirc",
    "Login Data",
    "User Data",
    "Local State",
    "key4",
    "logins.json",
    "leveldb",
    ".env",
    "id_rsa",
    "id_ed",
    "/etc/",
    "history",
    "allet",
    ".kube",
    ".docker",
    "inflate",
    "brotli",
    "decrypt",
];

/// Words without which nothing is sent or fetched.
const FETCHES: &[&str] = &[
    "http",
    "requests",
    "urlopen",
    "urllib",
    "aiohttp",
    "socket",
    "smtplib",
    "ftplib",
    "fetch",
    "axios",
    "got",
    "needle",
    "superagent",
    "sendBeacon",
    "dns",
    "WebSocket",
    "net",
    "pycurl",
    "curl",
    "telnetlib",
];

/// Words without which nothing is run.
const RUNS: &[&str] = &[
    "exec",
    "eval",
    "Function",
    "system",
    "popen",
    "subprocess",
    "spawn",
    "child_process",
    "runIn",
    "vm.",
];
