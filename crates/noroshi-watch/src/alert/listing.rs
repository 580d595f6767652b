//! Offers that name us.

use jiff::civil::Date;
use noroshi_model::{Artefact, Bilingual, Citation, Finding, FindingKind, Level};

use super::moment;
use crate::listing::{GoodsClass, Listing};
use crate::name::{Sighting, Sureness, Watched};

/// Days after which an offer presses one level less.
const OLD: i32 = 180;
/// The most signs of a posting that an alert shows.
const MOST_SHOWN: usize = 600;

/// An offer over time: its postings, oldest first, and the name under which the store keeps it.
#[derive(Debug, Clone)]
pub struct Offer<'a> {
    /// The same for every posting of the offer, always.
    pub key: &'a str,
    /// Its postings, oldest first.
    pub postings: Vec<&'a Listing>,
}

/// A finding for each offer and each of the watched that it names. `today` decides how old an offer is.
///
/// Levels: access, people's data, internal documents, identity documents and exploits of ours are for today; accounts,
/// codes and kits that use our name for this week; a name of which most signs are left out is good to know. What was
/// last posted more than 180 days ago is one level lower.
pub fn listing_findings(offers: &[Offer<'_>], watched: &[Watched], today: Date) -> Vec<Finding> {
    offers.iter().flat_map(|offer| findings(offer, watched, today)).collect()
}

fn findings(offer: &Offer<'_>, watched: &[Watched], today: Date) -> Vec<Finding> {
    let Some(last) = offer.postings.last() else { return Vec::new() };
    let mut seen: Vec<(&Listing, &Sighting)> = Vec::new();
    for posting in offer.postings.iter().rev() {
        for sighting in &posting.watched {
            if seen.iter().all(|(_, one)| one.watched != sighting.watched) {
                seen.push((posting, sighting));
            }
        }
    }
    let named = seen.into_iter().filter_map(|(posting, sighting)| {
        Some((posting, sighting, watched.get(sighting.watched)?))
    });
    named
        .map(|(posting, sighting, own)| finding(offer, (last, posting), sighting, own, today))
        .collect()
}

fn finding(
    offer: &Offer<'_>,
    (last, named): (&Listing, &Listing),
    sighting: &Sighting,
    own: &Watched,
    today: Date,
) -> Finding {
    let day = last.date.as_deref().and_then(|day| day.parse::<Date>().ok());
    Finding {
        kind: FindingKind::Listing,
        key: format!("{} {}", offer.key, own.canonical),
        level: level(last.class, sighting.sureness, day, today),
        subject: own.canonical.clone(),
        title: title(last, own),
        reason: reason(offer, named, sighting),
        ours: vec![Artefact {
            path: "noroshi.toml".to_owned(),
            at: "profile".to_owned(),
            text: sighting.spelling.clone(),
        }],
        theirs: offer.postings.iter().rev().take(5).map(|posting| citation(posting)).collect(),
        time: day.and_then(moment),
        techniques: Vec::new(),
        unknown: unknown(last, sighting),
        next: next(last.class),
    }
}

fn level(class: GoodsClass, sureness: Sureness, day: Option<Date>, today: Date) -> Level {
    let fresh = match (sureness, class) {
        (Sureness::Possible, _) => Level::Know,
        (
            _,
            GoodsClass::AccessSale
            | GoodsClass::PersonalData
            | GoodsClass::SourceCodeOrInternalDocument
            | GoodsClass::IdentityDocument
            | GoodsClass::ExploitSale,
        ) => Level::Now,
        _ => Level::Soon,
    };
    let age = day
        .and_then(|day| day.until((jiff::Unit::Day, today)).ok())
        .map_or(0, |span| span.get_days());
    match (age > OLD, fresh) {
        (false, level) => level,
        (true, Level::Now) => Level::Soon,
        (true, _) => Level::Know,
    }
}

/// What a class is called in a sentence.
pub(crate) fn goods(class: GoodsClass) -> Bilingual {
    let (en, ja) = match class {
        GoodsClass::PaymentAccount => ("payment accounts", "決済サービスのアカウント"),
        GoodsClass::BankAccount => ("bank or securities accounts", "銀行・証券口座"),
        GoodsClass::IdentityDocument => ("identity documents", "本人確認書類"),
        GoodsClass::PersonalData => ("people's data", "個人情報"),
        GoodsClass::SmsVerification => ("SMS verification", "SMS認証"),
        GoodsClass::ServiceAccount => ("accounts", "サービスのアカウント"),
        GoodsClass::AccessSale => ("access to a network", "ネットワークへのアクセス権"),
        GoodsClass::ExploitSale => ("an exploit", "攻撃コード・脆弱性"),
        GoodsClass::MalwareService => {
            ("malware or a service for crime", "マルウェア・犯罪用サービス")
        }
        GoodsClass::SourceCodeOrInternalDocument => {
            ("source code or internal documents", "ソースコード・内部文書")
        }
        GoodsClass::None => ("nothing", "なし"),
    };
    Bilingual::new(en, ja)
}

fn title(last: &Listing, own: &Watched) -> Bilingual {
    let goods = goods(last.class);
    let price = last.price.as_ref().map(ToString::to_string);
    let (en, ja) = match &price {
        Some(price) => (format!(", {price}"), format!("（{price}）")),
        None => (String::new(), String::new()),
    };
    Bilingual::new(
        format!("{} offered under the name {}{en}", goods.en, own.canonical),
        format!("{}の名で{}の出品{ja}", own.canonical, goods.ja),
    )
}

fn reason(offer: &Offer<'_>, named: &Listing, sighting: &Sighting) -> Bilingual {
    let written = sighting.span.of(&named.text).unwrap_or(&sighting.spelling);
    let first = offer.postings.first().and_then(|one| one.date.clone());
    let times = offer.postings.len();
    let since = first.clone().unwrap_or_else(|| "an unknown day".to_owned());
    let since_ja = first.unwrap_or_else(|| "日付不明".to_owned());
    let (how, goods) = (how(sighting), goods(named.class));
    let (words, words_ja) = (named.words.join(", "), named.words.join("、"));
    Bilingual::new(
        format!(
            "`{written}` stands in the posting ({}); told as {} by: {words}. Posted {times}x since {since}. Source grade F6",
            how.en, goods.en
        ),
        format!(
            "投稿に「{written}」とある（{}）。{}の出品と見た根拠の語: {words_ja}。{since_ja}から{times}回の投稿。情報源の評価 F6",
            how.ja, goods.ja
        ),
    )
}

/// How a name was recognised, and how surely.
fn how(sighting: &Sighting) -> Bilingual {
    let (en, ja) = match sighting.rule {
        "name" => ("as in the profile", "登録名と一致"),
        "variant" => ("a spelling of the profile's name", "登録名の表記違い"),
        "masked" => ("masked", "一部を伏せた表記"),
        "domain" => ("an own domain", "自組織のドメイン"),
        "subdomain" => ("below an own domain", "自組織のサブドメイン"),
        "lookalike" => ("a look-alike domain of the list", "一覧にある紛らわしいドメイン"),
        "same" => ("it means the organisation named before", "直前に挙がった組織を指す"),
        other => (other, other),
    };
    match sighting.sureness {
        Sureness::Certain => Bilingual::new(en, ja),
        Sureness::Possible => Bilingual::new(
            format!("{en}; fits others too"),
            format!("{ja}、ほかの組織にも当てはまる"),
        ),
    }
}

fn citation(posting: &Listing) -> Citation {
    let who = match (&posting.seller, &posting.place) {
        (Some(seller), Some(place)) => format!("{seller} ({place})"),
        (Some(seller), None) => seller.clone(),
        (None, Some(place)) => format!("unnamed seller ({place})"),
        (None, None) => "unnamed seller".to_owned(),
    };
    let mut what = format!("listing {}", posting.id);
    what.extend(posting.date.iter().map(|date| format!(", {date}")).collect::<Vec<_>>());
    let place = posting.span.map(|span| (posting.document, span));
    let text = posting.text.chars().take(MOST_SHOWN).collect();
    let link = Some(format!("{} ({})", posting.path, posting.at));
    Citation { who, what, text, place, link, attitude: None }
}

fn unknown(last: &Listing, sighting: &Sighting) -> Vec<Bilingual> {
    let mut all = vec![Bilingual::new(
        "whether the seller has what is offered: a listing is a claim, and repeating it makes it no truer",
        "出品者が実際に持っているかどうか。出品は主張にすぎず、繰り返しても確かさは増さない",
    )];
    if last.date.is_none() {
        all.push(Bilingual::new("when it was posted", "投稿日"));
    }
    if sighting.sureness == Sureness::Possible {
        all.push(Bilingual::new(
            "which organisation is meant: most signs of the name are left out",
            "どの組織を指すか。名前の大半が伏せられている",
        ));
    }
    if matches!(last.class, GoodsClass::PersonalData | GoodsClass::ServiceAccount) {
        all.push(Bilingual::new(
            "whether it comes from an older leak or from somewhere else",
            "以前の流出や別の出所のものかどうか",
        ));
    }
    all
}

fn next(class: GoodsClass) -> Vec<Bilingual> {
    let own = match class {
        GoodsClass::AccessSale => Bilingual::new(
            "look through remote access for sign-ins that nobody can explain, and end all sessions",
            "リモートアクセスの不審なサインインを調べ、全セッションを無効にする",
        ),
        GoodsClass::PersonalData => Bilingual::new(
            "compare the described fields and counts with own systems; prepare for the duty to report",
            "書かれた項目と件数を自社のシステムと照合し、報告義務に備える",
        ),
        GoodsClass::SourceCodeOrInternalDocument => Bilingual::new(
            "find out which share or repository holds such files, and who read them",
            "該当するファイルの保管場所と閲覧者を特定する",
        ),
        GoodsClass::ExploitSale => Bilingual::new(
            "find out where the product runs, and shield it until a fix is there",
            "対象製品の稼働箇所を特定し、修正まで防護する",
        ),
        GoodsClass::IdentityDocument => Bilingual::new(
            "tell those who check identities; compare with own upload storage",
            "本人確認の担当に伝え、自社の受付データと照合する",
        ),
        GoodsClass::MalwareService => Bilingual::new(
            "look for the copied site or kit, and ask for its takedown",
            "偽サイトやキットを探し、停止を依頼する",
        ),
        _ => Bilingual::new(
            "ask fraud prevention to look for accounts that were opened or taken over in this way",
            "不正対策の担当に、この手口で開設・乗っ取られたアカウントの確認を依頼する",
        ),
    };
    vec![
        own,
        Bilingual::new(
            "ask the publisher of the letter for the original; do not contact the seller",
            "レターの発行元に原文を求める。出品者には接触しない",
        ),
    ]
}
