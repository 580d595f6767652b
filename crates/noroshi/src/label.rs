//! The words around results, in Japanese and English.

use noroshi_flow::{MessageLanguage, Part};
use noroshi_model::{
    Attitude, AttributionLevel, ClaimKind, EventStatus, FindingKind, FindingState, Level,
    MentionKind, Role, Stance, Surface,
};

/// Words of engines for a voice that has no name, in Japanese.
const VOICES: &[(&str, &str)] =
    &[("author", "著者"), ("unnamed seller", "名を出さない出品者"), ("listing", "出品")];
/// Places inside files, in Japanese.
const PLACES: &[(&str, &str)] = &[
    ("line ", "{} 行目"),
    ("row ", "{} 行目"),
    ("message ", "{} 件目の発言"),
    ("item ", "{} 件目"),
    ("attribute ", "{} 番目の属性"),
];

/// The words of one language.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Labels(pub(crate) MessageLanguage);

impl Labels {
    /// The word of our language.
    pub(crate) fn pick(self, en: &'static str, ja: &'static str) -> &'static str {
        match self.0 {
            MessageLanguage::En => en,
            MessageLanguage::Ja => ja,
        }
    }

    /// Who says something, or in what, as engines write it: names stay, words of ours are told in the language.
    pub(crate) fn voice(self, who: &str) -> String {
        let told = match self.0 {
            MessageLanguage::En => None,
            MessageLanguage::Ja => VOICES.iter().find_map(|(en, ja)| {
                let rest = who.strip_prefix(en)?;
                let whole = rest.is_empty() || rest.starts_with([' ', ',', '(']);
                whole.then(|| format!("{ja}{rest}"))
            }),
        };
        told.unwrap_or_else(|| who.to_owned())
    }

    /// A place inside a file as engines write it: `line 4`.
    pub(crate) fn place(self, at: &str) -> String {
        let told = match self.0 {
            MessageLanguage::En => None,
            MessageLanguage::Ja => PLACES.iter().find_map(|(en, ja)| {
                let number = at.strip_prefix(en)?;
                let digits = !number.is_empty() && number.bytes().all(|it| it.is_ascii_digit());
                digits.then(|| ja.replace("{}", number))
            }),
        };
        told.unwrap_or_else(|| at.to_owned())
    }

    /// What stands beside a statement that a model alone read.
    pub(crate) fn learned(self) -> &'static str {
        self.pick("learned model alone: read the sentence", "学習モデルのみ。原文を確認")
    }

    pub(crate) fn kind(self, kind: MentionKind) -> &'static str {
        match kind {
            MentionKind::ThreatActor => self.pick("threat actor", "攻撃主体"),
            MentionKind::Malware => self.pick("malware", "マルウェア"),
            MentionKind::Tool => self.pick("tool", "ツール"),
            MentionKind::Vulnerability => self.pick("vulnerability", "脆弱性"),
            MentionKind::Organization => self.pick("organization", "組織"),
            MentionKind::Sector => self.pick("sector", "業種"),
            MentionKind::Country => self.pick("country", "国・地域"),
            MentionKind::Campaign => self.pick("campaign", "キャンペーン"),
            MentionKind::Technique => self.pick("technique", "攻撃手法"),
            MentionKind::Package => self.pick("package", "パッケージ"),
            MentionKind::Product => self.pick("product", "製品"),
            MentionKind::Person => self.pick("person", "人物"),
            MentionKind::Regulation => self.pick("regulation", "法令・指令"),
            MentionKind::Date => self.pick("date", "日付"),
            MentionKind::Money => self.pick("money", "金額"),
            MentionKind::Count => self.pick("count", "数"),
            observable => self.observable(observable),
        }
    }

    fn observable(self, kind: MentionKind) -> &'static str {
        match kind {
            MentionKind::Url => "URL",
            MentionKind::Domain => self.pick("domain", "ドメイン"),
            MentionKind::Ip => self.pick("IP address", "IPアドレス"),
            MentionKind::Cidr => self.pick("network", "ネットワーク"),
            MentionKind::Hash => self.pick("hash", "ハッシュ値"),
            MentionKind::Email => self.pick("e-mail", "メール"),
            MentionKind::Path => self.pick("path", "パス"),
            MentionKind::Registry => self.pick("registry", "レジストリ"),
            MentionKind::Bitcoin => self.pick("bitcoin", "ビットコイン"),
            other => other.word(),
        }
    }

    pub(crate) fn role(self, role: Role) -> &'static str {
        match role {
            Role::Indicator => self.pick("indicator", "攻撃の痕跡"),
            Role::Reference => self.pick("reference", "参照"),
            Role::Victim => self.pick("victim", "被害側"),
            Role::Example => self.pick("example", "例示"),
            Role::Contact => self.pick("contact", "連絡先"),
            Role::Abused => self.pick("abused service", "悪用された正規サービス"),
        }
    }

    pub(crate) fn part(self, part: Part) -> &'static str {
        match part {
            Part::Text => self.pick("text", "本文"),
            Part::Heading => self.pick("heading", "見出し"),
            Part::Row => self.pick("table row", "表の行"),
            Part::Code => self.pick("code", "コード"),
            Part::Boilerplate => self.pick("boilerplate, nothing is read", "定型部・読み取らない"),
        }
    }

    pub(crate) fn status(self, status: EventStatus) -> &'static str {
        match status {
            EventStatus::Claimed => self.pick("only claimed", "主張のみ"),
            EventStatus::Observed => self.pick("observed", "確認"),
            EventStatus::Both => self.pick("observed and claimed", "確認・主張"),
        }
    }

    pub(crate) fn stance(self, stance: Stance) -> &'static str {
        match stance {
            Stance::Asserts => self.pick("asserts", "断定"),
            Stance::Speculates => self.pick("speculates", "推測"),
            Stance::Denies => self.pick("denies", "否定"),
            Stance::Declines => self.pick("declines to say", "回答せず"),
        }
    }

    pub(crate) fn attitude(self, attitude: Attitude) -> &'static str {
        match attitude {
            Attitude::Asserts => self.stance(Stance::Asserts),
            Attitude::Speculates => self.stance(Stance::Speculates),
            Attitude::Denies => self.stance(Stance::Denies),
            Attitude::Declines => self.stance(Stance::Declines),
            Attitude::FoundNothing => self.pick("no evidence found", "証拠は見つからず"),
        }
    }

    pub(crate) fn claim(self, kind: ClaimKind) -> Option<&'static str> {
        match kind {
            ClaimKind::Statement => None,
            ClaimKind::AbsenceOfEvidence => {
                Some(self.pick("no evidence found", "証拠は見つからず"))
            }
            ClaimKind::Reasoning => Some(self.pick("own reasoning", "発言者の考察")),
        }
    }

    pub(crate) fn attribution(self, level: AttributionLevel) -> &'static str {
        match level {
            AttributionLevel::Infrastructure => self.pick("infrastructure", "基盤"),
            AttributionLevel::ActivityCluster => self.pick("activity cluster", "活動群"),
            AttributionLevel::NamedGroup => self.pick("named group", "名前のある集団"),
            AttributionLevel::Sponsor => self.pick("sponsor", "支援国・機関"),
            AttributionLevel::Persons => self.pick("persons", "個人"),
        }
    }

    pub(crate) fn level(self, level: Level) -> &'static str {
        match level {
            Level::Now => self.pick("today", "本日"),
            Level::Soon => self.pick("this week", "今週"),
            Level::Know => self.pick("to know", "参考"),
        }
    }

    pub(crate) fn finding_kind(self, kind: FindingKind) -> &'static str {
        match kind {
            FindingKind::Report => self.pick("report", "レポート"),
            FindingKind::Log => self.pick("logs", "ログ"),
            FindingKind::Setting => self.pick("cloud settings", "クラウド設定"),
            FindingKind::Package => self.pick("packages", "パッケージ"),
            FindingKind::Listing => self.pick("listings", "出品・投稿"),
            FindingKind::Asset => self.pick("assets", "資産"),
        }
    }

    pub(crate) fn finding_state(self, state: FindingState) -> &'static str {
        match state {
            FindingState::New => self.pick("new", "未対応"),
            FindingState::Seen => self.pick("seen", "確認済み"),
            FindingState::Done => self.pick("done", "対応済み"),
            FindingState::NotUs => self.pick("not us", "該当せず"),
        }
    }

    pub(crate) fn surface(self, surface: Surface) -> &'static str {
        match surface {
            Surface::Name => self.pick("our name", "自組織名"),
            Surface::Domain => self.pick("our domain", "自組織のドメイン"),
            Surface::Supplier => self.pick("supplier", "取引先"),
            Surface::Product => self.pick("product", "利用製品"),
            Surface::Package => self.pick("package", "利用パッケージ"),
            Surface::Sector => self.pick("our sector", "自組織の業種"),
        }
    }
}
