//! The rules: what is told, how grave it is, and in which words.

use std::borrow::Cow;
use std::sync::Arc;

use noroshi_model::Bilingual;

use super::yara::YaraRule;

/// How grave a sighting is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Grade {
    /// Honest packages do it too; it says where to look.
    Low,
    /// Unusual.
    Medium,
    /// Hardly any honest package does it.
    High,
}

impl Grade {
    /// The word used in JSON.
    pub fn word(self) -> &'static str {
        match self {
            Self::Low => "low",
            Self::Medium => "medium",
            Self::High => "high",
        }
    }
}

/// What a sighting goes by.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum AnyRule {
    /// A rule of the program.
    Built(Rule),
    /// A rule in the language of YARA.
    Yara(Arc<YaraRule>),
}

impl AnyRule {
    /// The id: in JSON, and in suppressions.
    pub fn word(&self) -> &str {
        match self {
            Self::Built(rule) => rule.word(),
            Self::Yara(rule) => &rule.word,
        }
    }

    /// What it means, for a person; foreign words when the rule is.
    pub fn says(&self) -> Cow<'_, Bilingual> {
        match self {
            Self::Built(rule) => Cow::Owned(rule.says()),
            Self::Yara(rule) => Cow::Borrowed(&rule.says),
        }
    }

    /// Who wrote it.
    pub fn author(&self) -> &str {
        match self {
            Self::Built(_) => "Noroshi",
            Self::Yara(rule) => &rule.author,
        }
    }

    /// The file of rules that it stands in.
    pub fn file(&self) -> Option<&str> {
        match self {
            Self::Built(_) => None,
            Self::Yara(rule) => Some(&rule.file),
        }
    }

    /// Where its author says more.
    pub fn link(&self) -> Option<&str> {
        match self {
            Self::Built(_) => None,
            Self::Yara(rule) => rule.link.as_deref(),
        }
    }
}

macro_rules! rules {
    ($($id:ident $word:literal $grade:ident $en:literal $ja:literal;)*) => {
        /// A rule, by what it sees.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
        #[expect(missing_docs, reason = "each has words of its own: `says`")]
        pub enum Rule { $($id),* }

        impl Rule {
            /// All rules.
            pub const ALL: &[Self] = &[$(Self::$id),*];

            /// The id: in JSON, and in suppressions.
            pub fn word(self) -> &'static str {
                match self { $(Self::$id => $word),* }
            }

            /// How grave it is by itself.
            pub fn grade(self) -> Grade {
                match self { $(Self::$id => Grade::$grade),* }
            }

            /// What it means, for a person.
            pub fn says(self) -> Bilingual {
                match self { $(Self::$id => Bilingual::new($en, $ja)),* }
            }
        }
    };
}

rules! {
    EnvironmentSent "environment-to-network" High "all environment variables are sent to another machine" "環境変数の全体が外部に送られる";
    CredentialSent "credential-file-to-network" High "a file with keys or logins is sent to another machine" "鍵や認証情報のファイルが外部に送られる";
    BrowserSent "browser-store-to-network" High "stores of a browser, messenger or wallet are sent to another machine" "ブラウザ・メッセンジャー・ウォレットの保存データが外部に送られる";
    ScreenSent "screen-to-network" Medium "the screen or clipboard is sent to another machine" "画面やクリップボードが外部に送られる";
    SecretByName "secret-to-dns" High "environment, keys or logins go into the look-up of a name" "環境変数や認証情報がDNS問い合わせに載せられる";
    SecretByCommand "secret-to-command" High "environment, keys or logins are handed to a command that sends" "環境変数や認証情報が送信コマンドに渡される";
    HostSent "host-to-network" Low "host or user name is sent to another machine" "ホスト名やユーザー名が外部に送られる";
    HostSentOnInstall "host-to-network-on-install" High "host or user name is sent to another machine while installing" "導入時にホスト名やユーザー名が外部に送られる";
    HostByName "host-to-dns" Medium "host or user name goes into the look-up of a name" "ホスト名やユーザー名がDNS問い合わせに載せられる";
    EncodedRun "encoded-code" High "decoded or unpacked text is run as code" "復号・展開した文字列がコードとして実行される";
    EncodedCommand "encoded-command" Medium "decoded text is run as a command" "復号した文字列がコマンドとして実行される";
    HiddenModule "hidden-module" Medium "a module is loaded under a name that was hidden" "隠された名前でモジュールが読み込まれる";
    DownloadRun "download-run" High "what was downloaded is run as code" "取得したものがコードとして実行される";
    DownloadCommand "download-command" Medium "what was downloaded is run as a program" "取得したものがプログラムとして実行される";
    InstallNetwork "network-on-install" Medium "the network is used while installing" "導入時に通信する";
    InstallCommand "command-on-install" Low "a command is run while installing" "導入時にコマンドを実行する";
    InstallScript "install-script" Low "a script runs when the package is installed" "パッケージ導入時にスクリプトが走る";
    InstallScriptStrange "install-script-strange" High "a script runs on install that downloads, decodes or hides" "導入時に取得・復号・隠蔽を行うスクリプトが走る";
    PathFile "pth-import" Low "a `.pth` file runs code at every start of Python" "`.pth`ファイルがPython起動のたびにコードを実行する";
    PathFileStrange "pth-strange" High "a `.pth` file decodes, downloads or starts programs" "`.pth`ファイルが復号・取得・起動を行う";
    ReverseShell "reverse-shell" High "a shell is connected to another machine" "シェルが外部の端末につながれる";
    PipedShell "piped-shell" Medium "a download is piped into a shell" "取得したものがそのままシェルに渡される";
    HiddenPowershell "hidden-powershell" High "PowerShell is run with encoded or hidden content" "PowerShellが符号化・隠蔽された内容で実行される";
    MemoryCode "memory-code" High "machine code is put into memory and started" "機械語がメモリに置かれ起動される";
    Collector "collector" Medium "a host that only collects what is sent to it is named" "送られたものを集めるだけの宛先が書かれている";
    Persistence "persistence" Medium "something is made to start again by itself" "自動で再び起動する仕掛けがある";
    Obfuscated "obfuscated" Medium "names are scrambled as by an obfuscator" "難読化ツールによる名前が並んでいる";
    LongBlob "long-blob" Low "a long encoded text stands in the source" "長い符号化文字列がソースにある";
}
