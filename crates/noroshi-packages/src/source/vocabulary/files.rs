//! Which files, folders and addresses hold secrets, by how they are written.

use std::collections::HashSet;
use std::sync::LazyLock;

use super::carry;

/// The length of the name of a browser's extension: lower-case letters alone.
const EXTENSION: usize = 32;

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
    ".config/gcloud",
    "gcloud/credentials.db",
    ".config/hub",
    ".azure/msal_token_cache.json",
    ".azure/azureProfile.json",
    ".cargo/credentials",
    ".cargo/credentials.toml",
    ".gem/credentials",
    ".m2/settings.xml",
    ".docker",
    ".kube",
    ".python_history",
    ".mysql_history",
    ".psql_history",
    ".node_repl_history",
    ".config/solana/id.json",
    ".claude/.credentials.json",
    "id_ecdsa",
    "id_dsa",
    ".config/rclone/rclone.conf",
    ".password-store",
    "/etc/kubernetes/admin.conf",
    "/var/run/secrets/kubernetes.io/serviceaccount/token",
];

/// The last parts of these: most texts end with none of them.
static LAST_PARTS: LazyLock<HashSet<&str>> =
    LazyLock::new(|| CREDENTIAL_FILES.iter().filter_map(|file| file.rsplit('/').next()).collect());

/// Folders in which every file is a secret, but these.
const CREDENTIAL_FOLDERS: &[&str] = &[".ssh/", ".gnupg/", ".aws/"];
const PUBLIC_FILES: &[&str] = &["config", "known_hosts", "authorized_keys", "README"];

/// Addresses at which machines of clouds give out keys, and the part that asks for them.
const METADATA: &[(&str, &[&str])] = &[
    ("169.254.169.254", &["security-credentials", "token", "identity"]),
    ("metadata.google.internal", &["token", "identity"]),
    ("169.254.170.2", &["/"]),
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

/// What a literal text carries.
pub(in crate::source) fn literal(text: &str) -> u16 {
    if text.len() > 300 || text.len() < 4 {
        return 0;
    }
    // Ordinary words, which most texts are.
    if text.len() != EXTENSION
        && !text.bytes().any(|byte| byte.is_ascii_uppercase() || b"./_\\".contains(&byte))
    {
        return 0;
    }
    let plain: String = text.replace("\\\\", "/").replace('\\', "/");
    let last = plain.rsplit('/').next().unwrap_or("");
    if LAST_PARTS.contains(last) && CREDENTIAL_FILES.iter().any(|file| ends_with_path(&plain, file))
    {
        return carry::CREDENTIAL;
    }
    if CREDENTIAL_FOLDERS.iter().any(|folder| holds_secret(&plain, folder)) {
        return carry::CREDENTIAL;
    }
    let asks = |(host, parts): &(&str, &[&str])| {
        plain.contains(host) && parts.iter().any(|part| plain.contains(part))
    };
    if METADATA.iter().any(asks) {
        return carry::METADATA;
    }
    if plain == "/proc/self/environ" {
        return carry::ENVIRONMENT;
    }
    if plain.starts_with("data:text/javascript") || plain.starts_with("data:application/javascript")
    {
        return carry::ENCODED;
    }
    let words = plain.contains('\n') || plain.matches(' ').count() > 3;
    if !words && BROWSER_FILES.iter().any(|part| plain.contains(part)) {
        return carry::BROWSER;
    }
    0
}

/// Whether a text is a path to a file in this folder that is not meant for others: `~/.ssh/id_*`.
fn holds_secret(text: &str, folder: &str) -> bool {
    let Some(at) = text.find(folder) else { return false };
    let (head, file) = (&text[..at], &text[at + folder.len()..]);
    (head.is_empty() || head.ends_with(['/', '~', '}']))
        && !text.contains([' ', '\n'])
        && !file.is_empty()
        && !file.ends_with(".pub")
        && !PUBLIC_FILES.contains(&file)
}

/// Whether a text is that file, or a path that ends with it.
fn ends_with_path(text: &str, file: &str) -> bool {
    text.strip_suffix(file).is_some_and(|head| {
        head.is_empty()
            || (file.starts_with('/') || head.ends_with(['/', '~', '}'])) && !head.contains(' ')
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn files_with_keys_are_known_by_their_ends() {
        for (text, expect) in [
            ("~/.aws/credentials", carry::CREDENTIAL),
            ("/home/x/.ssh/id_rsa", carry::CREDENTIAL),
            (".ssh", carry::CREDENTIAL),
            ("~/.ssh/id_*", carry::CREDENTIAL),
            ("~/.ssh/config", 0),
            ("/.ssh/id_rsa.pub", 0),
            ("http://169.254.169.254/latest/meta-data/iam/security-credentials/", carry::METADATA),
            ("http://169.254.169.254/latest/meta-data/placement/region", 0),
            (r"Google\\Chrome\\User Data", carry::BROWSER),
            ("see ~/.aws/credentials for more", 0),
            ("put it into ~/.netrc", 0),
            ("x.environment", 0),
        ] {
            assert_eq!(literal(text), expect, "{text}");
        }
    }
}
