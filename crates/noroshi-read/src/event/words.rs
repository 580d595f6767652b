//! What a Japanese noun phrase is: an organisation, an actor, a thing.

use std::ops::Range;

use noroshi_model::MentionKind;

use super::phrase::{Class, Phrase};
use crate::said::Said;

/// How the organisation that writes speaks of itself.
pub(super) const OWN: &[&str] = &[
    "当社", "弊社", "当行", "当院", "当庁", "当省", "当学", "本学", "本校", "当校", "本市", "本県", "本会", "当会",
    "本協会", "当協会", "当機構", "本機構", "当財団", "当法人", "本法人", "当組合", "当金庫", "当店", "当館", "当園",
    "自社", "自行", "自院", "自校", "当社グループ", "弊社グループ", "当グループ", "当センター", "当研究所", "当病院", "本院",
];

/// Who was spoken of before.
const AGAIN: &[&str] = &[
    "同社", "同行", "同大", "同大学", "同院", "同病院", "同市", "同県", "同町", "同村", "同庁", "同省", "同校", "同協会",
    "同団体", "同機構", "同組合", "同金庫", "同法人", "同センター", "同紙", "同公社", "同局", "該社",
];

/// Somebody who acts and has no name.
const NOBODY: &[&str] = &[
    "攻撃者", "第三者", "犯人", "何者", "犯行グループ", "攻撃グループ", "犯罪グループ", "ハッカー", "ハッカー集団", "侵入者", "実行者",
    "攻撃者側", "犯罪者", "同グループ", "同集団", "グループ", "集団", "犯人グループ", "サイバー犯罪者", "脅威アクター", "アクター", "容疑者",
    "被疑者", "外部", "部外者", "海外", "国外", "攻撃側",
];

/// How a body ends that acts and may have a name before it.
const GROUPS: &[&str] = &[
    "攻撃グループ", "攻撃者グループ", "ハッカー集団", "ハッカーグループ", "犯罪グループ", "犯罪集団", "犯行グループ", "ランサムウェアグループ",
    "ランサムウェア集団", "ランサムウエア集団", "ハクティビスト", "ハッキング集団", "ハッキンググループ", "攻撃集団", "脅迫グループ", "脅迫集団", "を名乗る集団",
    "ランサム集団", "ランサムグループ", "サイバー犯罪集団", "活動家集団", "グループ", "集団", "クラスター", "アクター",
];

/// How organisations end.
const BODIES: &[&str] = &[
    "株式会社", "有限会社", "合同会社", "会社", "公社", "公団", "社", "庁", "省", "銀行", "信用金庫", "金庫", "証券", "生命", "損保",
    "保険", "新聞", "新聞社", "警察", "県警", "警視庁", "警察庁", "大学", "大", "学園", "学院", "高校", "高等学校", "中学校", "小学校",
    "学校", "協会", "連盟", "連合会", "委員会", "機構", "研究所", "病院", "医院", "医療センター", "診療所", "クリニック", "市", "県",
    "町", "村", "区", "市役所", "役場", "県庁", "府", "政府", "外務省", "財団", "法人", "組合", "生協", "農協", "航空", "鉄道", "電鉄",
    "電力", "ガス", "水道局", "水道企業団", "交通局", "教育委員会", "物流", "運輸", "運送", "通運", "海運", "港運", "倉庫", "製薬", "薬品",
    "化学", "工業", "重工", "重工業", "産業", "商事", "商会", "商店", "物産", "建設", "工務店", "不動産", "精機", "電機", "電器", "電子",
    "電気", "製作所", "製鋼", "製鉄", "鋼業", "特殊鋼", "自動車", "石油", "食品", "飲料", "酒造", "製菓", "水産", "印刷", "製紙",
    "繊維", "紡績", "百貨店", "書店", "薬局", "ホテル", "旅館", "観光", "放送", "テレビ", "出版", "ホールディングス", "HD", "テクノロジー",
    "テクノロジーズ", "ソリューションズ", "システムズ", "オンライン", "ネット", "図書館", "博物館", "美術館", "空港", "港", "工場", "支店", "子会社", "関連会社",
    "グループ会社", "現地法人", "委託先", "取引先", "委託先企業", "事業者", "企業", "団体", "自治体", "機関", "大使館", "政党", "議会", "裁判所", "メーカー",
    "ベンダー", "商工会", "商工会議所", "連合", "議員", "公庫", "農業", "林業", "漁業", "牧場", "農園", "酪農", "乳業", "製粉", "製糖", "醸造",
    "硝子", "ガラス", "ゴム", "金属", "鉱業", "造船", "車両", "機械", "器械", "計器", "測器", "光学", "技研", "工機", "工務", "通商", "貿易", "交易", "交通", "バス",
    "タクシー", "航海", "汽船", "郵便", "郵船", "通販", "薬業", "介護", "福祉会", "医科大学", "学会", "チェーン", "スーパー", "ストア", "クラブ", "球団",
    "党", "寺", "神社", "教会", "取引所", "交換所", "情報技術", "企業団", "給食", "旅行", "計装", "事務所", "港湾局", "機関", "会",
];

/// How things end that are no victim and no actor.
const THINGS: &[&str] = &[
    "システム", "サーバー", "サーバ", "サーバー群", "端末", "サイト", "ウェブサイト", "ホームページ", "ページ", "ネットワーク", "社内網", "網", "情報",
    "個人情報", "データ", "ファイル", "名簿", "台帳", "アカウント", "メール", "メールアドレス", "アドレス", "パスワード", "ID", "機器", "装置",
    "製品", "環境", "基盤", "インフラ", "部門", "部署", "部", "課", "社員", "職員", "従業員", "顧客", "会員", "利用者", "ユーザー", "お客様", "お客さま",
    "攻撃", "被害", "侵入", "不正アクセス", "漏えい", "漏洩", "流出", "感染", "暗号化", "改ざん", "経路", "手口", "手法", "可能性", "恐れ", "おそれ",
    "疑い", "事実", "痕跡", "形跡", "調査", "結果", "原因", "影響", "対応", "復旧", "作業", "業務", "サービス", "アプリ", "画面", "口座", "資金", "金",
    "円", "件", "人", "台", "回", "社分", "人分", "件分", "内", "外", "内部", "国内", "海外", "国外", "全国", "世界", "各国", "各地", "時点", "今回",
    "一連", "一部", "大量", "多数", "全て", "すべて", "最大", "取材", "会見", "声明", "発表", "報告", "報告書", "記事", "報道", "文書", "資料", "価格表",
    "書類", "図面", "設計図", "契約書", "設定", "通信", "接続", "接続元", "送信元", "攻撃元", "ログ", "記録", "履歴", "脆弱性", "欠陥", "マルウェア",
    "ウイルス", "ランサムウェア", "ランサム", "バックドア", "プログラム", "ソフト", "ソフトウェア", "コード", "ツール", "スクリプト", "検体", "パッケージ", "ドメイン",
    "権限", "認証", "認証情報", "資格情報", "身代金", "生産", "出荷", "受注", "発注", "配送", "運航", "運行", "診療", "営業", "販売", "受付", "操業",
    "稼働", "工程", "ライン", "設備", "施設内", "障害", "停止", "不具合", "異常", "アラート", "警告", "通報", "連絡", "指摘", "申告", "問い合わせ", "問合せ",
    "時間", "期間", "日", "月", "年", "時", "頃", "当時", "現在", "以降", "以前", "その後", "後", "前", "中", "間", "上", "下", "際", "場合", "ため",
    "こと", "もの", "点", "件数", "規模", "範囲", "内容", "詳細", "状況", "状態", "背景", "目的", "動機", "時期", "理由", "方法", "手段", "機能", "番号",
    "氏名", "住所", "電話番号", "生年月日", "カード番号", "クレジットカード番号", "カード情報", "機密情報", "顧客情報", "会員情報", "職員名簿", "本体",
    "クラウド", "ストレージ", "バックアップ", "VPN", "VPN装置", "ルーター", "ファイアウォール", "ゲートウェイ", "パソコン", "PC", "スマートフォン", "USBメモリー", "USBメモリ",
    "電子カルテ", "カルテ", "闇サイト", "リークサイト", "ダークウェブ", "投稿", "掲示板", "SNS", "チャット", "活動", "作戦", "キャンペーン", "事件", "事案", "事故",
    "主張", "責任", "関与", "犯行", "容疑", "法", "罪", "違反", "対策", "対象", "標的", "目標", "手順", "更新", "修正", "パッチ", "バージョン", "複数",
    "同様", "同日", "同時", "一時", "不正", "新た", "実際", "主", "特", "直接", "結局", "今後", "引き続き", "全体", "半数", "以上", "約", "種", "種類", "型",
    "窓口", "担当者", "関係者", "専門家", "研究者", "幹部", "広報", "社長", "会長", "理事長", "学長", "院長", "市長", "知事", "大臣", "長官", "報道官", "氏",
    "従業員分", "顧客分", "会員分", "取引", "注文", "予約", "決済", "送金", "入金", "支払い", "配信", "放映", "開発", "運用", "管理", "保守", "監視", "委託",
    "勤務先", "自宅", "国", "地域", "市場", "社会", "生活", "市民", "住民", "患者", "学生", "生徒", "教員", "教職員", "株価", "業績", "決算", "費用", "損失",
    "これ", "それ", "うち", "ほか", "他", "次", "以下", "上記", "下記", "本件", "別", "側", "元", "先", "方", "者", "本人", "家族", "物", "量", "率", "事例", "問題", "用", "的", "型", "製", "性", "化", "同僚", "フォルダー", "フォルダ", "特定", "外来", "名", "見方", "数", "判決", "被告人", "弁護側", "院内", "全社", "社内", "校内", "学内", "庁内", "局内", "店舗", "全店舗", "本社", "入口", "入り口", "侵入口", "送信先", "通信先", "配布元", "契約者", "構成員", "販売者", "交渉役", "表示", "設定値", "値", "一式", "相当", "最初", "生", "員", "客", "民", "地図", "ライン", "遅れ", "掲載", "要求", "脅迫", "コード", "引き金", "発端", "契機", "拠点", "最後", "次回", "前回", "当初", "本名", "正体", "捜査", "振込", "録", "帳", "簿", "書", "票", "PyPI", "npm", "GitHub", "図", "写真", "室", "科", "係", "券", "納入", "部品", "ドメイン名", "匿名", "映像", "音声", "動画", "技術者", "責任者",
];

/// Kanji, katakana, Latin letters, digits and the signs inside names.
pub(super) fn is_noun_sign(sign: char) -> bool {
    matches!(sign, '\u{30a1}'..='\u{30fc}' | '\u{3400}'..='\u{9fff}' | 'a'..='z' | 'A'..='Z' | '0'..='9' | '々' | '&' | '_' | '-' | '.' | '\u{ff21}'..='\u{ff5a}')
}

/// The phrase of a run of noun signs.
pub(super) fn phrase(said: &Said<'_, '_>, run: Range<usize>) -> Phrase {
    if let Some(named) = named_by_quotes(said, &run) {
        return named;
    }
    if let Some(known) = known(said, &run) {
        return known;
    }
    let shown = &said.text[run.clone()];
    let (class, range) = match person(shown) {
        Some(length) => (Class::Person, run.start..run.start + length),
        None => (class(shown), run),
    };
    Phrase { range, class }
}

/// 攻撃グループ「甲」, ECサイト「乙」: the name stands in quotation marks.
fn named_by_quotes(said: &Said<'_, '_>, run: &Range<usize>) -> Option<Phrase> {
    let shown = &said.text[run.clone()];
    let open = shown.find(['「', '『'])?;
    let (front, quoted) = (&shown[..open], &shown[open..]);
    let inner = quoted.trim_matches(['「', '」', '『', '』']);
    let start = run.start + open + '「'.len_utf8();
    let range = start..start + inner.len();
    if GROUPS.iter().any(|ending| front.ends_with(ending)) {
        return Some(Phrase { range, class: Class::Actor });
    }
    let known = known(said, &range);
    known.or_else(|| {
        let body = matches!(class(front), Class::Organization | Class::Generic);
        let class = if body { Class::Organization } else { Class::Thing };
        Some(Phrase { range, class })
    })
}

/// What the mentions inside say: the last one decides, unless a thing stands behind it.
fn known(said: &Said<'_, '_>, run: &Range<usize>) -> Option<Phrase> {
    let inside = |place: &Range<usize>| run.start <= place.start && place.end <= run.end;
    let mut mentions = said.mentions.iter().filter(|(place, _)| inside(place));
    let (place, mention) = mentions.next_back()?;
    let behind = &said.text[place.end..run.end];
    let fronted = place.start > run.start;
    if fronted && matches!(mention.kind, MentionKind::Sector | MentionKind::Country | MentionKind::Product) {
        return None;
    }
    let registry = ["PyPI", "npm", "GitHub", "RubyGems", "NuGet", "Maven Central", "crates.io"];
    let class = match mention.kind {
        _ if registry.contains(&&said.text[place.clone()]) => Class::Thing,
        MentionKind::ThreatActor | MentionKind::Campaign => Class::Actor,
        MentionKind::Malware if is_brand(behind) => Class::Actor,
        MentionKind::Organization => Class::Organization,
        MentionKind::Person => Class::Person,
        MentionKind::Sector if behind.is_empty() || behind.starts_with("関連") || is_branch(behind) => Class::Sector,
        MentionKind::Country if behind.is_empty() || behind == "系" => Class::Place,
        MentionKind::Country | MentionKind::Sector => return None,
        _ => Class::Thing,
    };
    if class == Class::Organization && longer_name(behind) {
        return Some(Phrase { range: run.clone(), class });
    }
    let whole = fronted && matches!(class, Class::Organization | Class::Person);
    let start = if whole { run.start } else { place.start };
    Some(Phrase { range: start..place.end, class })
}

/// 物流各社, 鉄道関係者: a branch with a word for those in it.
fn is_branch(behind: &str) -> bool {
    ["各社", "業界", "企業", "関連企業", "関係者", "業", "大手", "会社", "各行", "団体", "事業者", "機関", "サイト", "分野", "各社名"].contains(&behind)
}

/// LockBit, LockBitグループ: a brand of extortion acts.
fn is_brand(behind: &str) -> bool {
    behind.is_empty() || GROUPS.iter().any(|ending| behind.starts_with(ending))
}

/// Whether what stands behind a known name makes a longer one: 霞台 + 電力株式会社.
fn longer_name(behind: &str) -> bool {
    !behind.is_empty() && class(behind) == Class::Organization
}

const TITLES: &[&str] = &["容疑者", "被告", "氏", "氏ら", "さん", "元社員", "社長", "会長", "知事", "市長"];

/// A title that stands apart from its name: 甲(こう)被告.
pub(super) fn is_title(shown: &str) -> bool {
    TITLES.contains(&shown)
}

/// Length of the name before a title of a person.
fn person(shown: &str) -> Option<usize> {
    let title = TITLES.iter().find(|title| shown.ends_with(**title))?;
    let name = shown.strip_suffix(title)?;
    let length = name.chars().filter(|sign| *sign != ' ').count();
    (2..=10).contains(&length).then_some(name.trim_end().len())
}

/// What a run without mentions is, by its ending.
pub(super) fn class(shown: &str) -> Class {
    let bare = shown.trim();
    if OWN.contains(&bare) {
        return Class::Own;
    }
    if AGAIN.contains(&bare) {
        return Class::Again;
    }
    let of_own = bare.strip_prefix('本').or_else(|| bare.strip_prefix('当'));
    if of_own.is_some_and(|rest| BODIES.contains(&rest)) {
        return Class::Own;
    }
    if NOBODY.contains(&bare) {
        return Class::Nobody;
    }
    if bare.chars().all(|sign| sign.is_ascii_digit()) || bare.chars().count() < 2 {
        return Class::Thing;
    }
    let body = longest(BODIES, bare);
    let thing = longest(THINGS, bare);
    if is_generic_compound(bare) {
        return Class::Generic;
    }
    match (body, thing) {
        (Some(body), thing) if thing.is_none_or(|thing| thing < body) && bare.len() > body => {
            Class::Organization
        }
        (Some(body), None) if bare.len() == body => generic(bare),
        (Some(body), Some(thing)) if body >= thing && bare.len() == body => generic(bare),
        (_, Some(_)) => Class::Thing,
        _ if GROUPS.iter().any(|ending| bare.ends_with(ending)) => Class::Nobody,
        _ if is_short_katakana(bare) => Class::Thing,
        _ => Class::Name,
    }
}

/// 部品会社, 日本企業, 海外子会社: a kind of organisation, no name.
fn is_generic_compound(shown: &str) -> bool {
    let legal = ["株式会社", "有限会社", "合同会社", "合資会社", "相互会社"].iter().any(|form| shown.contains(form));
    let kinds = ["会社", "企業", "子会社", "各社", "事業者", "委託先", "取引先", "自治体", "業者", "数社", "グループ会社"];
    !legal && kinds.iter().any(|kind| shown.ends_with(kind)) && shown.chars().count() <= 10
}

/// ポンプ, ライン: a thing more often than a name.
fn is_short_katakana(shown: &str) -> bool {
    shown.chars().count() <= 4 && shown.chars().all(|sign| matches!(sign, '\u{30a1}'..='\u{30fc}'))
}

/// Words for organisations without a name: 委託先, 子会社.
fn generic(bare: &str) -> Class {
    let alone = [
        "委託先", "取引先", "子会社", "関連会社", "グループ会社", "現地法人", "自治体", "委託先企業", "政府", "病院", "大学", "図書館", "学校", "企業",
        "事業者", "団体", "機関", "空港", "工場", "警視庁", "警察庁", "財務省", "外務省", "市役所",
        "企業団", "協会", "組合", "銀行", "会社", "研究機関", "保険会社", "運送会社", "給食会社",
    ];
    if alone.contains(&bare) { Class::Generic } else { Class::Thing }
}

/// Length of the longest ending of a list.
fn longest(endings: &[&str], shown: &str) -> Option<usize> {
    endings.iter().filter(|ending| shown.ends_with(**ending)).map(|ending| ending.len()).max()
}
