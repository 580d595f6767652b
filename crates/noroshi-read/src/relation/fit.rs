//! Which things a predicate can join.

use noroshi_model::{MentionKind, Predicate};

use super::term::{Term, is_unnamed_actor};

/// Verbs of which an attacker who was named before is the subject.
pub(super) fn is_attack(predicate: Predicate) -> bool {
    matches!(
        predicate,
        Predicate::Targets
            | Predicate::Uses
            | Predicate::Exploits
            | Predicate::Steals
            | Predicate::DistributedVia
    )
}

/// Use of a vulnerability is an exploit; a part of a state's service is sponsored by it.
pub(super) fn refine(predicate: Predicate, subject: &Term, object: &Term) -> Option<Predicate> {
    let actor = subject.kind == Some(MentionKind::ThreatActor);
    let unnamed = is_unnamed_actor(&subject.text);
    // A name that nothing is known of does something only to what is known.
    if subject.kind.is_none() && object.kind.is_none() && is_coined(&subject.text) {
        let taken = predicate == Predicate::Steals;
        if !taken && is_attack(predicate) {
            return None;
        }
    }
    if predicate == Predicate::Targets && object.kind.is_none() && (unnamed || !actor) {
        return None;
    }
    if unnamed && !is_attack(predicate) {
        return None;
    }
    let state = object.kind == Some(MentionKind::Country)
        || [
            "軍",
            "政府",
            "情報総局",
            "情報局",
            "国家",
            "総参謀",
            "連邦保安庁",
            "省",
            "国防",
            "警察",
            "intelligence",
            "government",
            "military",
        ]
        .iter()
        .any(|word| object.text.contains(word));
    // A service can have a group as its part; a state sponsors it.
    let rules = object.kind == Some(MentionKind::Country)
        || (state && ["政府", "国家", "government"].iter().any(|end| object.text.ends_with(end)));
    match predicate {
        Predicate::Uses | Predicate::Exploits => {
            let hole = object.kind == Some(MentionKind::Vulnerability)
                || object.text.ends_with("脆弱性")
                || object.text.contains("vulnerabilit");
            let known = hole || object.kind.is_some();
            known.then_some(if hole { Predicate::Exploits } else { Predicate::Uses })
        }
        Predicate::PartOf if actor && rules => Some(Predicate::SponsoredBy),
        Predicate::SponsoredBy if !state && !actor => None,
        // 公安庁を「一番の常連」と呼ぶ describes and names nothing.
        Predicate::SameAs if object.kind.is_none() && object.text.contains('の') => None,
        Predicate::SameAs => same_kind(subject, object).then_some(predicate),
        _ => Some(predicate),
    }
}

/// Two names can be of one thing only when nothing says that they are of two kinds.
fn same_kind(subject: &Term, object: &Term) -> bool {
    match (subject.kind, object.kind) {
        (Some(one), Some(two)) => one == two || (soft(one) && soft(two)),
        _ => true,
    }
}

/// Names of gangs and of their malware are mixed in practice.
fn soft(kind: MentionKind) -> bool {
    matches!(kind, MentionKind::ThreatActor | MentionKind::Malware | MentionKind::Tool)
}

/// Whether a term can be the subject of a predicate.
pub(super) fn is_fit_subject(predicate: Predicate, term: &Term) -> bool {
    match (predicate, term.kind) {
        (Predicate::LocatedIn, None) => is_seat(&term.text),
        (Predicate::Offers | Predicate::Requires, None) => true,
        (Predicate::OperatedBy | Predicate::PartOf | Predicate::SponsoredBy, None) => true,
        (Predicate::Impersonates | Predicate::Denies, None) => true,
        (Predicate::DistributedVia, None) => is_harmful(&term.text),
        (Predicate::Steals, None) => is_trap(&term.text) || is_coined(&term.text),
        (Predicate::Targets | Predicate::Uses | Predicate::Exploits, None) => is_coined(&term.text),
        (_, None) => false,
        (predicate, Some(kind)) => is_subject(predicate, kind),
    }
}

/// Whether a term can be the object of a predicate.
pub(super) fn is_fit_object(predicate: Predicate, term: &Term) -> bool {
    match (predicate, term.kind) {
        (Predicate::Exploits, _) => true,
        (Predicate::DeadlineOf | Predicate::SameAs, None) => !term.text.is_empty(),
        (Predicate::LocatedIn | Predicate::Uses, None) => false,
        (Predicate::Impersonates, None) => is_role(&term.text),
        (Predicate::RelatedTo, None) => false,
        (_, None) => true,
        (Predicate::Steals | Predicate::Requires | Predicate::Offers, Some(_)) => true,
        (Predicate::Uses, Some(MentionKind::Vulnerability)) => true,
        (predicate, Some(kind)) => is_object(predicate, kind),
    }
}

/// Words for somebody or something that can be imitated, as a name is.
fn is_role(shown: &str) -> bool {
    let named = shown.chars().any(|sign| sign.is_ascii_alphabetic());
    let ends = [
        "者",
        "員",
        "社",
        "省",
        "庁",
        "銀行",
        "機関",
        "担当",
        "教授",
        "大学",
        "サポート",
        "企業",
        "当局",
        "政府",
        "アプリ",
        "サイト",
        "ソフト",
        "サービス",
        "ブランド",
        "団体",
        "警察",
        "会社",
        "窓口",
        "プログラム",
    ];
    named || ends.iter().any(|end| shown.ends_with(end))
}

/// Things and bodies of which it matters where they stand.
fn is_seat(shown: &str) -> bool {
    [
        "サーバ",
        "サーバー",
        "IPアドレス",
        "拠点",
        "社",
        "グループ",
        "集団",
        "データセンター",
        "銀行",
        "組織",
        "機関",
        "病院",
        "大学",
        "企業",
    ]
    .iter()
    .any(|word| shown.ends_with(word))
        || ["IPアドレス", "サーバー", "サーバ"].iter().any(|word| shown.contains(word))
}

/// A coined name in Latin letters that no list has: GreyTern, Black Petrel, vesper_07. An
/// abbreviation in capitals may be anything.
fn is_coined(shown: &str) -> bool {
    let signs = || shown.chars().filter(|sign| *sign != ' ');
    let latin = signs().all(|sign| sign.is_ascii_alphanumeric() || "-_@".contains(sign));
    let lower = signs().filter(char::is_ascii_lowercase).count();
    let words = shown.split(' ');
    let titled = words.clone().all(|word| word.starts_with(|sign: char| sign.is_ascii_uppercase()));
    let inner = shown.chars().skip(1).any(|sign| sign.is_ascii_uppercase());
    let handle = shown.contains('_') || shown.chars().any(|sign| sign.is_ascii_digit());
    latin
        && lower >= 3
        && words.count() <= 3
        && ((titled && (inner || shown.contains(' '))) || handle)
}

/// Sites and programs made to take what people enter.
fn is_trap(shown: &str) -> bool {
    let bad =
        ["偽", "フィッシング", "不正", "悪性", "悪意"].iter().any(|word| shown.contains(word));
    let ends =
        ["サイト", "アプリ", "ページ", "画面", "プログラム", "フォーム", "コード", "スクリプト"];
    bad && ends.iter().any(|end| shown.ends_with(end))
}

/// Words for something that harms: only that is said to be distributed.
fn is_harmful(shown: &str) -> bool {
    [
        "マルウェア",
        "ウイルス",
        "ランサム",
        "トロイ",
        "パッケージ",
        "不正",
        "悪性",
        "悪意",
        "偽",
        "ローダ",
        "バックドア",
        "スティーラ",
        "RAT",
        "ボット",
        "検体",
        "malware",
        "payload",
        "package",
        "恶意",
    ]
    .iter()
    .any(|word| shown.contains(word))
}

/// Kinds that can do what a predicate says.
pub(super) fn is_subject(predicate: Predicate, kind: MentionKind) -> bool {
    use MentionKind as K;
    let acts = matches!(
        kind,
        K::ThreatActor | K::Malware | K::Campaign | K::Tool | K::Package | K::Person
    );
    match predicate {
        Predicate::Targets | Predicate::Uses | Predicate::Exploits | Predicate::Steals => {
            acts || (predicate == Predicate::Targets && kind == K::Country)
        }
        Predicate::Impersonates => {
            acts || matches!(kind, K::Domain | K::Url | K::Email | K::Technique)
        }
        Predicate::DistributedVia => {
            matches!(kind, K::Malware | K::Tool | K::Package | K::Campaign | K::Path | K::Hash)
        }
        Predicate::SponsoredBy => {
            matches!(kind, K::ThreatActor | K::Malware | K::Campaign | K::Organization | K::Person)
        }
        Predicate::SameAs | Predicate::RelatedTo => is_name(kind),
        Predicate::PartOf => {
            matches!(kind, K::ThreatActor | K::Organization | K::Person | K::Malware | K::Campaign)
        }
        Predicate::LocatedIn => {
            matches!(
                kind,
                K::Organization | K::ThreatActor | K::Person | K::Ip | K::Domain | K::Url
            )
        }
        Predicate::OperatedBy => {
            matches!(
                kind,
                K::Malware | K::Tool | K::Domain | K::Url | K::Campaign | K::Ip | K::ThreatActor
            )
        }
        Predicate::Offers | Predicate::Denies => {
            matches!(kind, K::ThreatActor | K::Person | K::Organization | K::Country | K::Malware)
        }
        Predicate::DeadlineOf => false,
        Predicate::Requires => matches!(kind, K::Regulation | K::Organization | K::Country),
    }
}

/// Kinds to which a predicate can lead.
pub(super) fn is_object(predicate: Predicate, kind: MentionKind) -> bool {
    use MentionKind as K;
    match predicate {
        Predicate::Targets => {
            matches!(kind, K::Organization | K::Sector | K::Country | K::Product | K::Person)
        }
        Predicate::Uses => matches!(
            kind,
            K::Malware
                | K::Tool
                | K::Technique
                | K::Package
                | K::Product
                | K::Domain
                | K::Url
                | K::Ip
                | K::Vulnerability
        ),
        Predicate::Exploits => kind == K::Vulnerability,
        Predicate::Impersonates => matches!(
            kind,
            K::Organization
                | K::Sector
                | K::Product
                | K::Person
                | K::Package
                | K::Tool
                | K::Domain
                | K::Url
        ),
        Predicate::DistributedVia => matches!(
            kind,
            K::Organization
                | K::Product
                | K::Domain
                | K::Url
                | K::Tool
                | K::Malware
                | K::Email
                | K::Technique
        ),
        Predicate::SponsoredBy | Predicate::PartOf => {
            matches!(kind, K::Country | K::Organization | K::ThreatActor)
        }
        Predicate::SameAs | Predicate::RelatedTo => is_name(kind) || kind == K::Country,
        Predicate::LocatedIn => kind == K::Country,
        Predicate::OperatedBy => {
            matches!(kind, K::ThreatActor | K::Person | K::Organization)
        }
        Predicate::Offers => matches!(kind, K::Malware | K::Tool | K::Product),
        Predicate::Steals | Predicate::Requires | Predicate::Denies => false,
        Predicate::DeadlineOf => kind == K::Date,
    }
}

/// Kinds whose names can be other names of each other.
pub(super) fn is_name(kind: MentionKind) -> bool {
    use MentionKind as K;
    matches!(
        kind,
        K::ThreatActor
            | K::Malware
            | K::Tool
            | K::Campaign
            | K::Organization
            | K::Package
            | K::Vulnerability
            | K::Product
            | K::Person
    )
}
