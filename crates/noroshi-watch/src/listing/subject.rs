//! About whom an offer is: as labelled, as watched, as an organisation is written, or a known service.

use std::sync::OnceLock;

use regex::Regex;

use super::GoodsClass;
use super::jargon::{Hit, Told};
use crate::name::Sighting;

/// What organisations are called in Japanese and Chinese. Only behind a name of its own: 某大学 names nobody.
const ENDS: &[&str] = &[
    "株式会社",
    "ホールディングス",
    "フィナンシャルグループ",
    "グループ",
    "銀行",
    "信用金庫",
    "信金",
    "証券",
    "生命保険",
    "損害保険",
    "保険",
    "総合病院",
    "大学病院",
    "病院",
    "医療センター",
    "クリニック",
    "大学",
    "高校",
    "学園",
    "市役所",
    "県庁",
    "区役所",
    "町役場",
    "市",
    "製作所",
    "工業",
    "産業",
    "電機",
    "電力",
    "電鉄",
    "鉄道",
    "交通",
    "港運",
    "運輸",
    "物流",
    "商事",
    "物産",
    "建設",
    "重工",
    "製薬",
    "薬品",
    "食品",
    "百貨店",
    "新聞",
    "放送",
    "通信",
    "システム",
    "サービス",
    "ソフトウェア",
    "ペイ",
    "カード",
    "モバイル",
    "庁",
    "省",
    "協会",
    "財団",
    "研究所",
    "機構",
    "航空",
    "海運",
    "ガス",
    "水道局",
    "研究センター",
    "银行",
    "集团",
    "公司",
    "医院",
    "大学",
    "证券",
    "支付",
    "制作所",
    "港运",
    "电力",
    "工业",
    "控股",
    "交通",
    "省",
    "厅",
    "市",
    "信用金库",
    "研究所",
    "医药",
    "科技",
    "物流",
    "航空",
    "株式會社",
    "證券",
    "醫院",
    "銀行",
];
const NOBODY: &[&str] = &[
    "某",
    "国内",
    "日本の",
    "大手",
    "有名",
    "企業",
    "当社",
    "弊社",
    "各種",
    "複数",
    "自治体",
    "日本某",
    "知名",
    "国产",
    "ネット銀行",
    "都市",
    "地方",
    "全国",
    "在日",
    "上市",
    "海外",
    "外資",
    "他社",
    "中小",
    "公立",
    "私立",
    "本市",
    "以内",
    "関東",
    "関西",
    "東京都",
    "ゲーム会社",
    "电商",
    "游戏公司",
    "银行",
    "銀行",
    "大学",
    "病院",
    "多家",
    "各大",
    "任意",
    "所有",
    "クレジットカード",
    "キャッシュカード",
    "プリペイドカード",
    "在留カード",
    "カード",
    "マイナンバーカード",
    "ポイントカード",
    "simカード",
    "サービス",
    "システム",
    "官公庁",
    "全市",
];
/// Words that run into the name behind them.
const BEFORE: &[&str] = &[
    "出售", "转让", "求购", "收购", "长期", "最新", "一手", "独家", "日本", "提供", "批发", "今回",
    "販売", "【", "現", "元", "旧",
];
/// Signs behind `市` and `省` that make another word of them.
const JOINED: &str = "场場面价價販售内部販場販街民営営力略政直";

/// The subject of a posting.
pub(super) fn subject(
    text: &str,
    class: GoodsClass,
    hits: &[Hit],
    sightings: &[Sighting],
) -> Option<String> {
    if class == GoodsClass::None {
        return None;
    }
    let watched = || sightings.first().and_then(|one| one.span.of(text)).map(str::to_owned);
    let found = labelled(text).or_else(watched).or_else(|| organization(text));
    let found = found.or_else(|| brand(text, class, hits)).or_else(|| undisclosed(text));
    if class == GoodsClass::ExploitSale { found.or_else(|| product(text)) } else { found }
}

fn labelled(text: &str) -> Option<String> {
    static LABEL: OnceLock<Option<Regex>> = OnceLock::new();
    let label = LABEL.get_or_init(|| {
        let labels = "対象企業|対象組織|対象|標的|被害組織|被害企業|企業名|会社名|组织|目标|对象|受害者|公司名称|公司|target|victim|company|organization|organisation|subject|brand";
        Regex::new(&format!(r"(?im)(?:^|[\s【\[|])(?:{labels})\s*[:：】\]]\s*(?P<it>[^\n,、，。|;；\t]{{2,60}})")).ok()
    });
    let found = label.as_ref()?.captures(text)?.name("it")?.as_str().trim();
    (!found.is_empty() && !names_nobody(found)).then(|| found.to_owned())
}

/// One organisation that the seller does not name: `某大手通販`, `a JP shipbuilder`.
fn undisclosed(text: &str) -> Option<String> {
    static PATTERN: OnceLock<Option<Regex>> = OnceLock::new();
    let build = || {
        let ends = "会社|企業|通販|サイト|大学|病院|銀行|メーカー|自治体|省|庁|市|公司|医院|学校|电商|银行|平台|社|店|集团|机构|企业|商社|航空|信金|証券|保険|製造業|工場|组织|団体";
        let kinds = "company|firm|bank|hospital|university|manufacturer|shipbuilder|retailer|airline|ministry|agency|city|provider|telecom|school|insurer|carmaker|supplier|contractor|operator";
        let places = r"(?i:japanese|jp|korean|taiwanese|chinese|asian|us|regional|large|major|local|national|public|private|city|car|auto|steel)";
        Regex::new(&format!(r"某[\p{{Han}}ァ-ヴーA-Z0-9]{{0,12}}?(?:{ends})|\b(?i:an?) (?:{places} ){{1,3}}(?:[a-z]+ )?(?:{kinds})\b")).ok()
    };
    PATTERN.get_or_init(build).as_ref()?.find(text).map(|it| it.as_str().to_owned())
}

fn names_nobody(found: &str) -> bool {
    let lower = found.to_lowercase();
    NOBODY.iter().any(|word| lower == *word)
        || lower.contains('某')
        || ["国内", "大手", "日本企業", "日本の", "海外"].iter().any(|word| lower.starts_with(word))
}

/// An organisation that a text names.
pub(super) fn organization(text: &str) -> Option<String> {
    let fits = |found: &regex::Match<'_>| {
        ends_there(text, found.end()) && is_somebody(bare(found.as_str()))
    };
    let japanese = eastern()
        .and_then(|pattern| pattern.find_iter(text).find(fits))
        .map(|it| bare(it.as_str()));
    let latin = || {
        western().and_then(|pattern| {
            pattern.find_iter(text).map(|it| it.as_str()).find(|name| is_named(name))
        })
    };
    japanese.or_else(latin).map(str::to_owned)
}

/// A name without the words that run into it.
fn bare(name: &str) -> &str {
    let mut name = name;
    while let Some(rest) = BEFORE.iter().find_map(|word| name.strip_prefix(word)) {
        if !is_somebody(rest) {
            break;
        }
        name = rest;
    }
    name
}

fn ends_there(text: &str, end: usize) -> bool {
    let (last, next) = (text[..end].chars().next_back(), text[end..].chars().next());
    let joined = last.is_some_and(|sign| "市省庁厅".contains(sign))
        && next.is_some_and(|sign| JOINED.contains(sign));
    let runs_on =
        last.is_some_and(crate::fold::is_katakana) && next.is_some_and(crate::fold::is_katakana);
    !joined && !runs_on
}

fn is_somebody(name: &str) -> bool {
    let longest = ENDS
        .iter()
        .filter(|end| name.ends_with(**end))
        .map(|end| end.len())
        .max()
        .unwrap_or_default();
    let own = &name[..name.len() - longest];
    let katakana = name.chars().next_back().is_some_and(crate::fold::is_katakana);
    let least = if longest <= 3 || katakana { 2 } else { 1 };
    own.chars().count() >= least && !names_nobody(name) && !names_nobody(own)
}

fn eastern() -> Option<&'static Regex> {
    static PATTERN: OnceLock<Option<Regex>> = OnceLock::new();
    let build = || {
        let mut ends: Vec<&str> = ENDS.to_vec();
        ends.sort_by_key(|end| std::cmp::Reverse(end.len()));
        let ends = ends.join("|");
        let kanji = r"\p{Han}々";
        Regex::new(&format!(r"[ぁ-ん]{{3,6}}(?:{ends})|[{kanji}ァ-ヴー]{{1,14}}?(?:{ends})|[A-Z][A-Za-z0-9&]{{1,15}}(?:{ends})")).ok()
    };
    PATTERN.get_or_init(build).as_ref()
}

fn western() -> Option<&'static Regex> {
    static PATTERN: OnceLock<Option<Regex>> = OnceLock::new();
    let build = || {
        let ends = "Bank|Hospital|University|City|Pay|Group|Holdings|Corporation|Corp|Inc|Ltd|Transport|Manufacturing|Industries|Ministry|Agency|Insurance|Securities|Airlines|Airways|Railway|Railways|Logistics|Electric|Electronics|Motors|Motor|Telecom|Foods|Pharma|Pharmaceutical|Pharmaceuticals|Steel|Energy|Power|Gas|College|School|Clinic|Medical|Systems|Software|Technologies|Services|Media|Games|Foundation|Institute|Works|Heavy|Lines|Shipping|Construction|Trading|Prefecture|Credit Union|Card|Mobile|Net|Online|Stores|Mart|Chemical|Chemicals|Precision|Robotics|Semiconductor|Cloud|Data Service|Shinkin|Hotels|Hotel|Travel|Water|Port|Space|Labs|Studio|Studios|Retail|Market|Financial|Capital|Partners";
        Regex::new(&format!(r"\b(?:[A-Z][A-Za-z0-9&'-]*\s+){{1,4}}(?:{ends})\b|\b(?:University|Ministry|City|Bank) of [A-Z][a-z]+(?:\s[A-Z][a-z]+)?")).ok()
    };
    PATTERN.get_or_init(build).as_ref()
}

fn is_named(name: &str) -> bool {
    let plain = [
        "Japanese",
        "Japan",
        "Selling",
        "WTS",
        "The",
        "Any",
        "JP",
        "US",
        "EU",
        "Verified",
        "Fresh",
        "New",
        "Corporate",
        "Internal",
        "Premium",
        "Online",
        "Apple",
        "Google",
        "Cash",
    ];
    let words: Vec<&str> = name.split_whitespace().collect();
    words.len() >= 2 && words.first().is_some_and(|word| !plain.contains(word))
}

/// A messenger is named as the way to the seller more often than as what is sold.
fn is_way_to_talk(name: &str, class: GoodsClass) -> bool {
    let sold = matches!(class, GoodsClass::ServiceAccount | GoodsClass::SmsVerification);
    !sold
        && ["telegram", "discord", "signal", "whatsapp", "wechat", "qq", "微信"]
            .contains(&name.to_lowercase().as_str())
}

fn brand(text: &str, class: GoodsClass, hits: &[Hit]) -> Option<String> {
    let named = |hit: &&Hit| {
        hit.span.of(text).filter(|name| name.len() > 1 && !is_way_to_talk(name, class))
    };
    let mut brands = hits.iter().filter(|hit| matches!(hit.told, Told::Brand(_)));
    brands.find_map(|hit| named(&hit)).map(str::to_owned)
}

/// What an exploit is for: a product of this list, else the vulnerability.
fn product(text: &str) -> Option<String> {
    static PATTERN: OnceLock<Option<Regex>> = OnceLock::new();
    let build = || {
        let products = "FortiOS|FortiGate|Fortinet|FortiWeb|FortiManager|Windows|Chrome|Chromium|Android|iOS|macOS|Ivanti|Cisco|Citrix|NetScaler|Exchange|SharePoint|WordPress|Outlook|Office|Linux|VMware|ESXi|vCenter|Confluence|Jira|GitLab|Jenkins|Apache|Tomcat|Struts|nginx|PAN-OS|Palo Alto|SonicWall|Juniper|Pulse Secure|F5|BIG-IP|Zimbra|MOVEit|Oracle|WebLogic|SAP|Telegram|WhatsApp|Signal|Firefox|Safari|WinRAR|Adobe|Log4j|Spring|PHP|MySQL|Drupal|Joomla|Magento|QNAP|Synology|MikroTik|D-Link|TP-Link|NETGEAR|Array AG|Zyxel|Sophos|Check Point|Veeam|Hyper-V|Docker|Kubernetes";
        Regex::new(&format!(r"(?-u:\b)(?:{products})(?-u:\b)|(?i:CVE-\d{{4}}-\d{{4,7}})")).ok()
    };
    PATTERN.get_or_init(build).as_ref()?.find(text).map(|it| it.as_str().to_owned())
}
