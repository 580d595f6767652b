//! About whom an offer is: as labelled, as watched, as an organisation is written, or a known service.

use std::sync::OnceLock;

use regex::Regex;

use super::GoodsClass;
use super::jargon::{Hit, Told};
use crate::name::Sighting;

/// What organisations are called in Japanese and Chinese. Only behind a name of its own: 某大学 names nobody.
const ENDS: &[&str] = &[
    "株式会社", "ホールディングス", "フィナンシャルグループ", "グループ", "銀行", "信用金庫", "信金", "証券", "生命保険", "損害保険", "保険", "総合病院", "大学病院", "病院", "医療センター", "クリニック",
    "大学", "高校", "学園", "市役所", "県庁", "区役所", "町役場", "市", "製作所", "工業", "産業", "電機", "電力", "電鉄", "鉄道", "交通", "港運", "運輸", "物流", "商事", "物産", "建設", "重工", "製薬", "薬品",
    "食品", "百貨店", "新聞", "放送", "通信", "システム", "サービス", "ソフトウェア", "ペイ", "カード", "モバイル", "庁", "省", "協会", "財団", "研究所", "機構", "航空", "海運", "ガス", "水道局", "研究センター",
    "银行", "集团", "公司", "医院", "大学", "证券", "支付", "制作所", "港运", "电力", "工业", "控股", "交通", "省", "厅", "市", "信用金库", "研究所", "医药", "科技", "物流", "航空", "株式會社", "證券", "醫院", "銀行",
];
const NOBODY: &[&str] = &[
    "某", "国内", "日本の", "大手", "有名", "企業", "当社", "弊社", "各種", "複数", "自治体", "日本某", "知名", "国产", "ネット銀行", "都市", "地方", "全国", "在日", "上市", "海外", "外資", "他社", "中小", "公立", "私立", "本市", "以内", "関東", "関西", "東京都",
    "ゲーム会社", "电商", "游戏公司", "银行", "銀行", "大学", "病院", "多家", "各大", "任意", "所有", "クレジットカード", "キャッシュカード", "プリペイドカード", "在留カード", "カード", "マイナンバーカード", "ポイントカード", "simカード", "サービス", "システム",
];

/// The subject of a posting.
pub(super) fn subject(text: &str, class: GoodsClass, hits: &[Hit], sightings: &[Sighting]) -> Option<String> {
    if class == GoodsClass::None {
        return None;
    }
    let watched = || sightings.first().and_then(|one| one.span.of(text)).map(str::to_owned);
    let found = labelled(text).or_else(watched).or_else(|| organization(text));
    let found = found.or_else(|| brand(text, hits));
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

fn names_nobody(found: &str) -> bool {
    let lower = found.to_lowercase();
    NOBODY.iter().any(|word| lower == *word) || lower.contains('某') || ["国内", "大手", "日本企業", "日本の", "海外"].iter().any(|word| lower.starts_with(word))
}

fn organization(text: &str) -> Option<String> {
    let japanese = eastern().and_then(|pattern| pattern.find_iter(text).map(|it| it.as_str()).find(|name| is_somebody(name)));
    let latin = || western().and_then(|pattern| pattern.find_iter(text).map(|it| it.as_str()).find(|name| is_named(name)));
    japanese.or_else(latin).map(str::to_owned)
}

fn is_somebody(name: &str) -> bool {
    let longest = ENDS.iter().filter(|end| name.ends_with(**end)).map(|end| end.len()).max().unwrap_or_default();
    let own = &name[..name.len() - longest];
    let least = if longest <= 3 { 2 } else { 1 };
    own.chars().count() >= least && !names_nobody(name) && !names_nobody(own)
}

fn eastern() -> Option<&'static Regex> {
    static PATTERN: OnceLock<Option<Regex>> = OnceLock::new();
    let build = || {
        let mut ends: Vec<&str> = ENDS.to_vec();
        ends.sort_by_key(|end| std::cmp::Reverse(end.len()));
        let ends = ends.join("|");
        let kanji = r"\p{Han}々";
        Regex::new(&format!(r"[{kanji}ァ-ヴーぁ-ん]{{0,2}}[{kanji}ァ-ヴー]{{1,14}}?(?:{ends})|[A-Z][A-Za-z0-9&]{{1,15}}(?:{ends})")).ok()
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
    let plain = ["Japanese", "Japan", "Selling", "WTS", "The", "Any", "JP", "US", "EU", "Verified", "Fresh", "New", "Corporate", "Internal", "Premium", "Online", "Apple", "Google", "Cash"];
    let words: Vec<&str> = name.split_whitespace().collect();
    words.len() >= 2 && words.first().is_some_and(|word| !plain.contains(word))
}

fn brand(text: &str, hits: &[Hit]) -> Option<String> {
    let hit = hits.iter().find(|hit| matches!(hit.told, Told::Brand(_)) && hit.span.bytes() > 1)?;
    hit.span.of(text).map(str::to_owned)
}

/// What an exploit is for: a product of this list, else the vulnerability.
fn product(text: &str) -> Option<String> {
    static PATTERN: OnceLock<Option<Regex>> = OnceLock::new();
    let build = || {
        let products = "FortiOS|FortiGate|Fortinet|FortiWeb|FortiManager|Windows|Chrome|Chromium|Android|iOS|macOS|Ivanti|Cisco|Citrix|NetScaler|Exchange|SharePoint|WordPress|Outlook|Office|Linux|VMware|ESXi|vCenter|Confluence|Jira|GitLab|Jenkins|Apache|Tomcat|Struts|nginx|PAN-OS|Palo Alto|SonicWall|Juniper|Pulse Secure|F5|BIG-IP|Zimbra|MOVEit|Oracle|WebLogic|SAP|Telegram|WhatsApp|Signal|Firefox|Safari|WinRAR|Adobe|Log4j|Spring|PHP|MySQL|Drupal|Joomla|Magento|QNAP|Synology|MikroTik|D-Link|TP-Link|NETGEAR|Array AG|Zyxel|Sophos|Check Point|Veeam|Hyper-V|Docker|Kubernetes";
        Regex::new(&format!(r"\b(?:{products})\b|(?i:CVE-\d{{4}}-\d{{4,7}})")).ok()
    };
    PATTERN.get_or_init(build).as_ref()?.find(text).map(|it| it.as_str().to_owned())
}
