//! Counters of Japanese and Chinese, and numbers in kanji before them: 412点, 二社, 1時間12分, 半日.

use noroshi_model::Value;

use super::FoundQuantity;
use super::number::Amount;
use crate::date::cursor::Cursor;
use crate::date::is_numeral;

/// Units, longest first where one begins another, and what behind each makes another word of it.
const UNITS: &[(&str, &[&str])] = &[
    ("日間", &[]),
    ("時間", &["帯", "外", "以", "目", "内", "割"]),
    ("週間", &["前", "以"]),
    ("年間", &["後", "売"]),
    ("分間", &[]),
    ("秒間", &[]),
    ("か月間", &[]),
    ("カ月間", &[]),
    ("ヵ月間", &[]),
    ("ヶ月間", &[]),
    ("か月", &["後", "前", "以", "ご", "ぶ", "も前"]),
    ("カ月", &["後", "前", "以", "ご", "ぶ", "も前"]),
    ("ヵ月", &["後", "前", "以", "ご", "ぶ", "も前"]),
    ("ヶ月", &["後", "前", "以", "ご", "ぶ", "も前"]),
    ("割", &["当", "引", "り", "合"]),
    ("倍", &["増"]),
    ("ポイント", &[]),
    ("%", &[]),
    ("行", &["目", "政", "動", "為", "員", "先"]),
    ("軒", &[]),
    ("冊", &["目"]),
    ("通", &["信", "話", "知", "り", "過", "常", "目", "報", "貨"]),
    ("店舗", &[]),
    ("工場", &["長"]),
    ("事業者", &[]),
    ("事業所", &[]),
    ("事務所", &[]),
    ("営業所", &[]),
    ("店", &["長", "員", "頭"]),
    ("アカウント", &[]),
    ("レコード", &[]),
    ("ファイル", &["サーバ", "名"]),
    ("ページ", &["目"]),
    ("チーム", &[]),
    ("サイト", &[]),
    ("ドメイン", &[]),
    ("グループ", &[]),
    ("サーバー", &[]),
    ("ギガビット", &[]),
    ("テラビット", &[]),
    ("ギガバイト", &[]),
    ("テラバイト", &[]),
    ("メガバイト", &[]),
    ("キロバイト", &[]),
    ("バイト", &[]),
    ("ギガ", &[]),
    ("テラ", &[]),
    ("トン", &["ネル"]),
    ("センチ", &[]),
    ("グラム", &[]),
    ("キロ", &["ロ", "バ", "メ"]),
    ("メートル", &[]),
    ("マイル", &[]),
    ("リットル", &[]),
    ("ヘクタール", &[]),
    ("自治体", &[]),
    ("市区町村", &[]),
    ("市町村", &[]),
    ("市町", &[]),
    ("図書館", &[]),
    ("診療所", &[]),
    ("会場", &[]),
    ("文字", &[]),
    ("往復", &[]),
    ("営業日", &[]),
    ("都道府県", &[]),
    ("種類", &[]),
    ("業種", &[]),
    ("分野", &[]),
    ("言語", &[]),
    ("機関", &[]),
    ("組織", &[]),
    ("団体", &[]),
    ("部隊", &[]),
    ("施設", &[]),
    ("拠点", &[]),
    ("空港", &[]),
    ("大学", &["生", "院"]),
    ("学校", &[]),
    ("試合", &[]),
    ("宛先", &[]),
    ("回線", &[]),
    ("項目", &[]),
    ("品目", &[]),
    ("銘柄", &[]),
    ("作品", &[]),
    ("口座", &[]),
    ("病院", &[]),
    ("か所", &[]),
    ("カ所", &[]),
    ("ヵ所", &[]),
    ("ヶ所", &[]),
    ("箇所", &[]),
    ("個所", &[]),
    ("カ国", &["語"]),
    ("か国", &["語"]),
    ("ヵ国", &["語"]),
    ("ヶ国", &["語"]),
    ("個国", &[]),
    ("国家", &[]),
    ("企業", &[]),
    ("法人", &[]),
    ("個人", &["情", "デ", "用", "名"]),
    ("世帯", &[]),
    ("端末", &[]),
    ("万件", &[]),
    ("人組", &[]),
    ("人連れ", &[]),
    ("枚組", &[]),
    ("誌", &["面"]),
    ("紙", &["面", "幣"]),
    ("件", &["名", "数"]),
    ("人", &["間", "材", "気", "事", "権", "工", "類", "物", "称"]),
    ("名", &["前", "称", "義", "古", "刺", "目"]),
    ("社", &["員", "会", "内", "長", "外", "債"]),
    ("台", &["湾", "帳", "頭", "風", "本"]),
    ("回", &["答", "線", "収", "避", "復", "路", "転", "目"]),
    ("個", &["性", "室", "別", "人"]),
    ("枚", &["目"]),
    ("本", &["社", "人", "部", "番", "格", "来", "体", "庁", "書", "木", "松", "町", "学", "紙"]),
    ("校", &["正", "長", "閲", "舎"]),
    ("家", &["庭", "族", "電", "宅"]),
    ("点", &["目", "検", "滅", "在", "数", "灯", "火", "差", "満", "線"]),
    ("組", &["み", "合", "織", "員", "立", "目", "長"]),
    ("基", &["本", "地", "礎", "準", "盤", "金", "調"]),
    ("部", &["隊", "署", "品", "門", "長", "屋", "分", "下", "会", "員", "数", "局", "類"]),
    ("話", &["題", "し", "者", "目"]),
    ("課", &["題", "金", "長", "税", "目"]),
    ("者", &[]),
    ("便", &["利", "乗", "宜", "箋"]),
    ("駅", &["前", "長", "員", "伝"]),
    ("戸", &["籍", "建", "別", "惑", "田", "市", "塚"]),
    ("州", &["知", "政", "立", "兵"]),
    ("府", &["省", "庁", "中", "立"]),
    ("県", &["立", "警", "庁", "民", "内", "知"]),
    ("市", &["場", "民", "内", "役", "長", "立", "販", "街", "価"]),
    ("町", &["村", "長", "立", "内", "役", "民", "工"]),
    ("村", &["長", "立", "役", "民"]),
    ("班", &["長"]),
    ("園", &["児", "長", "芸", "内"]),
    ("隻", &[]),
    ("棟", &["梁"]),
    ("床", &["面"]),
    ("艇", &[]),
    ("頭", &["部", "脳", "取"]),
    ("匹", &["敵"]),
    ("席", &["上", "巻"]),
    ("票", &["数", "差"]),
    ("議席", &[]),
    ("館", &["長", "内", "員"]),
    ("院", &["長", "内", "生", "議"]),
    ("港", &["湾", "内", "長"]),
    ("署", &["長", "員", "名"]),
    ("問", &["題", "い", "屋", "合"]),
    ("語", &["り", "学", "句"]),
    ("編", &["集", "成", "み"]),
    ("両", &["日", "者", "方", "替", "国"]),
    ("曲", &["目", "線"]),
    ("箱", &[]),
    ("袋", &[]),
    ("度", &["目", "合", "外", "数", "量", "胸"]),
    ("秒", &["速", "針", "読"]),
    ("つ", &["目", "星", "い", "か", "ま", "け", "な"]),
    ("个", &["月", "人"]),
    ("份", &[]),
    ("次", &["の", "期", "世", "回", "に", "元"]),
];

/// Units that kanji numbers count, for they are part of fewer other words there.
const KANJI_UNITS: &[&str] = &[
    "日間",
    "時間",
    "週間",
    "年間",
    "分間",
    "秒間",
    "か月",
    "カ月",
    "ヵ月",
    "ヶ月",
    "人組",
    "人連れ",
    "割",
    "倍",
    "軒",
    "冊",
    "通",
    "店舗",
    "工場",
    "事業者",
    "事業所",
    "事務所",
    "自治体",
    "市町村",
    "種類",
    "機関",
    "組織",
    "団体",
    "部隊",
    "施設",
    "拠点",
    "大学",
    "口座",
    "病院",
    "か所",
    "カ所",
    "ヵ所",
    "ヶ所",
    "箇所",
    "カ国",
    "か国",
    "ヵ国",
    "ヶ国",
    "個国",
    "企業",
    "世帯",
    "端末",
    "件",
    "人",
    "名",
    "社",
    "台",
    "回",
    "枚",
    "本",
    "校",
    "点",
    "組",
    "基",
    "者",
    "便",
    "度",
    "つ",
];

/// What behind a counter makes it an ordinal.
const NOT_COUNTED: &[&str] = &["目"];

/// A count of `amount`, which is written between the two cursors.
pub(super) fn read(start: Cursor, end: Cursor, amount: Amount) -> Option<FoundQuantity> {
    let mut end = end;
    end.eat(" ");
    time(start, end, amount).or_else(|| unit(start, end, amount, UNITS))
}

fn unit(
    start: Cursor,
    mut end: Cursor,
    amount: Amount,
    units: &[(&str, &[&str])],
) -> Option<FoundQuantity> {
    let (unit, others) = units.iter().find(|(unit, _)| end.sees(unit))?;
    end.eat(unit);
    if end.sees_any(others) || end.sees_any(NOT_COUNTED) {
        return None;
    }
    // A share counts in Japanese only: English reports are full of percentages.
    if *unit == "%" && end.next_char().is_none_or(|next| next.is_ascii()) {
        return None;
    }
    // 捜査1課 and 26165部隊 are names.
    let number = start.rest().get(..end.at() - start.at())?;
    let long = !number.contains([',', '万', '千']) && number.len() > 4 + unit.len();
    let named = match *unit {
        "課" | "班" => start.last_char().is_some_and(is_kanji),
        "部隊" => long,
        "アカウント" => start.follows("Microsoft "),
        "行" | "個人" => amount.whole() == Some(1),
        "つ" => amount.whole().is_some_and(|number| number < 3),
        _ => false,
    };
    if named {
        return None;
    }
    if *unit == "時間" {
        more(&mut end, &["分", "秒"]);
        end.eat("半");
    }
    if unit.ends_with(['月', '間']) && !end.sees("半ば") {
        end.eat("半");
    }
    Some(found(start, end, amount, unit))
}

/// Lengths of time whose units are also parts of dates and of other words: 25分, 3年2月, 41日.
fn time(start: Cursor, mut end: Cursor, amount: Amount) -> Option<FoundQuantity> {
    amount.whole()?;
    if end.eat("分") {
        return minutes(start, end, amount);
    }
    if end.eat("年") {
        return years(start, end, amount);
    }
    (end.eat("日") && !end.sees("間") && is_length_of_days(start, end))
        .then(|| found(start, end, amount, "日"))
}

/// 25分, 1分12秒, 3分の1.
fn minutes(start: Cursor, mut end: Cursor, amount: Amount) -> Option<FoundQuantity> {
    let mut ahead = end;
    if ahead.eat("の") && ahead.number(2).is_some() && !ahead.sees_any(&["分", "件", "人"]) {
        return Some(found(start, ahead, amount, "分"));
    }
    let others =
        ["野", "割", "析", "類", "布", "岐", "散", "離", "担", "配", "厘", "間", "以", "署", "前"];
    let half_past = start.last_char() == Some('時');
    if end.sees_any(&others) || end.sees_any(NOT_COUNTED) || half_past {
        return None;
    }
    more(&mut end, &["秒"]);
    Some(found(start, end, amount, "分"))
}

/// 5年, 1年半, 1年2カ月; not 中学3年, 1年生 or 令和6年.
fn years(start: Cursor, mut end: Cursor, amount: Amount) -> Option<FoundQuantity> {
    let number = start.rest().get(..end.at() - start.at())?;
    let long = number.bytes().filter(u8::is_ascii_digit).count() > 2;
    let school = ["学", "校", "大", "小", "同", "第", "和", "成", "正", "国", "毎年"];
    let others = ["生", "代", "前", "後", "以内", "度", "目", "次", "来", "式", "版", "間", "号"];
    // 21年から22年にかけて names years of this century.
    let named = (20..30).contains(&amount.whole()?) && end.sees_any(&["から", "にかけ"]);
    if long || named || start.follows_any(&school).is_some() || end.sees_any(&others) {
        return None;
    }
    let sentenced = ["懲役", "禁錮", "拘禁刑"].iter().any(|word| start.follows(word));
    let months: &[&str] = &["か月", "カ月", "ヵ月", "ヶ月", "月"];
    more(&mut end, if sentenced { months } else { &months[..4] });
    end.eat("半");
    if end.sees_any(&["前", "後", "以内"]) {
        return None;
    }
    Some(found(start, end, amount, "年"))
}

/// Steps over the smaller parts of a length: the 12分 of 1時間12分.
fn more(cursor: &mut Cursor, units: &[&str]) {
    for unit in units {
        let mut ahead = *cursor;
        if ahead.figure(2).is_some() && ahead.eat(unit) && !ahead.sees_any(&["前", "間"]) {
            *cursor = ahead;
        }
    }
}

/// Whether 日 counts days; what is no date by its surroundings is read here.
fn is_length_of_days(start: Cursor, end: Cursor) -> bool {
    const BEHIND: &[&str] = &[
        "余",
        "あまり",
        "近く",
        "ほど",
        "程度",
        "以上",
        "しか",
        "も",
        "分",
        "違い",
        "遅れ",
        "ぶり",
        "がかり",
        "か",
        "かけ",
        "かか",
        "で",
        "を要",
        "続",
        "おき",
        "連続",
        "未満",
        "超",
        "と半日",
        "と取り違",
    ];
    const BEFORE: &[&str] = &[
        "約",
        "およそ",
        "丸",
        "平均",
        "週",
        "週に",
        "要したのは",
        "日数は",
        "わずか",
        "延べ",
        "最長",
        "最大",
        "計",
    ];
    const NEVER: &[&str] = &["毎月", "年", "月", "毎年", "翌", "同", "昨"];
    if start.follows_any(NEVER).is_some() || end.sees_any(&["目", "前", "後", "以内", "付"]) {
        return false;
    }
    end.sees_any(BEHIND) || start.follows_any(BEFORE).is_some()
}

/// 200の組織: a number that the noun behind の counts. Small ones are often ordinals or labels.
pub(super) fn bare(start: Cursor, end: Cursor, amount: Amount) -> Option<FoundQuantity> {
    let mut ahead = end;
    let whole = amount.whole().filter(|number| *number >= 10)?;
    let noun = ahead.eat("の").then(|| ahead.next_char()).flatten()?;
    let is_noun = matches!(noun, '一'..='龠' | 'ァ'..='ヶ');
    let digits = start.rest().get(..end.at() - start.at())?;
    let year = digits.len() == 4 && (1900..2100).contains(&whole);
    let before = start.last_char()?;
    let counted = matches!(
        before,
        '約' | 'そ'
            | '、'
            | 'の'
            | 'は'
            | 'が'
            | 'を'
            | 'に'
            | 'で'
            | 'た'
            | 'る'
            | 'も'
            | 'と'
            | 'ら'
            | 'む'
            | '計'
            | '界'
            | '全'
    );
    if !is_noun || !counted || year || (digits.len() > 3 && !digits.contains(',')) {
        return None;
    }
    Some(found(start, end, amount, "の"))
}

/// A number in kanji with a counter, at the cursor: 二社, 四百二十名, 半日.
pub(super) fn kanji(start: Cursor) -> Option<FoundQuantity> {
    if start.last_char().is_some_and(|sign| is_numeral(sign) || sign == '第' || sign == '毎') {
        return None;
    }
    half(start).or_else(|| vague(start)).or_else(|| numeral(start))
}

/// 数時間, 数百万件, 十数枚: a number of which only the size is told.
fn vague(start: Cursor) -> Option<FoundQuantity> {
    let mut end = start;
    let few = end.eat("数");
    let powers = &["十", "百", "千", "万", "億"];
    let mut size = 0;
    while end.eat_any(powers) {
        size += 1;
    }
    let dozen = !few && size == 1 && start.sees("十数") && end.eat("数");
    if !few && !dozen {
        return None;
    }
    let lengths = ["時間", "日間", "日", "週間", "か月", "カ月", "ヶ月", "年"];
    if few && size == 0 {
        let length = end.eat_any(&lengths);
        let date = end.sees_any(&["前", "後", "以", "おき", "ごと", "来"]);
        return (length && !date).then(|| found(start, end, Amount::of(0), "数"));
    }
    let (unit, others) = UNITS.iter().find(|(unit, _)| end.sees(unit))?;
    end.eat(unit);
    (!end.sees_any(others) && !end.sees_any(NOT_COUNTED))
        .then(|| found(start, end, Amount::of(0), "数"))
}

/// 半日, 半年, 半年間, 丸一日.
fn half(start: Cursor) -> Option<FoundQuantity> {
    let mut end = start;
    let one = Amount::of(1);
    if end.eat_any(&["半年間", "半年", "半日", "半月"]) {
        let others = ["前", "後", "ごと", "ぶり", "以内", "報", "期", "板", "講"];
        let joined =
            start.last_char().is_some_and(|sign| matches!(sign, '上' | '下' | '後' | '前'))
                || start.follows("この");
        return (!joined && !end.sees_any(&others)).then(|| found(start, end, one, "半"));
    }
    if end.eat_any(&["丸一日", "丸二日", "丸三日", "丸1日", "丸2日", "丸3日"]) {
        return Some(found(start, end, one, "日"));
    }
    None
}

fn numeral(start: Cursor) -> Option<FoundQuantity> {
    let mut end = start;
    let amount = Amount::in_kanji(&mut end)?;
    let number = amount.whole()?;
    if number == 1 {
        // 一人, 一件, 一つ are mostly no counts; a length of one is.
        return end
            .eat_any(&["か月", "カ月", "ヵ月", "ヶ月", "週間", "年半"])
            .then_some(())
            .filter(|()| !end.sees_any(&["前", "後", "以", "ご"]))
            .map(|()| found(start, end, amount, "間"));
    }
    if end.eat("年") {
        let others = ["生", "代", "前", "後", "以内", "度", "目", "次", "来", "月", "貨"];
        let joined = start.last_char().is_some_and(is_kanji);
        return (!joined && number < 100 && !end.sees_any(&others)).then(|| {
            end.eat("余り");
            found(start, end, amount, "年")
        });
    }
    if end.eat("日") {
        return days(start, end, amount);
    }
    let (unit, others) =
        UNITS.iter().find(|(unit, _)| KANJI_UNITS.contains(unit) && end.sees(unit))?;
    end.eat(unit);
    // 三者 and 二件 take up what was named; 二度 is again.
    let taken_up = match *unit {
        "者" => number < 4,
        "件" | "度" => number < 3,
        _ => false,
    };
    let idle = taken_up
        || end.sees_any(others)
        || end.sees_any(NOT_COUNTED)
        || (*unit == "度" && end.sees("と"))
        || (*unit == "つ" && number < 4)
        || end.next_char().is_some_and(is_numeral);
    (!idle).then(|| found(start, end, amount, unit))
}

/// 十日余り, 三日三晩, 三日と半日.
fn days(start: Cursor, mut end: Cursor, amount: Amount) -> Option<FoundQuantity> {
    if end.eat_any(&["三晩", "と半日"]) {
        return Some(found(start, end, amount, "日"));
    }
    let joined = start.last_char().is_some_and(|sign| sign == '月' || sign == '週');
    (!joined && is_length_of_days(start, end)).then(|| found(start, end, amount, "日"))
}

fn is_kanji(sign: char) -> bool {
    matches!(sign, '一'..='龠' | '々')
}

/// A count; one that is no whole number keeps its digits as its canonical form.
fn found(start: Cursor, end: Cursor, amount: Amount, unit: &str) -> FoundQuantity {
    if unit == "数" {
        let canonical = start.rest().get(..end.at() - start.at()).unwrap_or("").to_owned();
        return FoundQuantity { range: start.at()..end.at(), value: Value::Plain, canonical };
    }
    let value = amount.whole().map_or(Value::Plain, |number| Value::Count(number, unit.to_owned()));
    let canonical = format!("{} {unit}", amount.plain());
    FoundQuantity { range: start.at()..end.at(), value, canonical }
}
