//! The rules of the project, from `rules/yara/`: name and text of each file.

macro_rules! files {
    ($($name:literal)*) => {
        /// Name without its ending, and text.
        pub(super) const FILES: &[(&str, &str)] =
            &[$(($name, include_str!(concat!("../../../../../rules/yara/", $name, ".yar")))),*];
    };
}

files! {
    "agent-without-questions"
    "chain-as-letterbox"
    "code-far-to-the-right"
    "disables-defender"
    "hidden-miner"
    "invisible-code"
    "looks-for-analysts"
    "messenger-token"
    "other-runtime-on-install"
    "removes-itself"
    "republishes-itself"
    "secret-scanner-fetched"
    "text-that-runs-backwards"
    "wallet-address-swapped"
    "workflow-with-all-secrets"
}
