//! Japanese names of organisations that no table holds: by the word that closes or opens
//! them, from the last change of script or particle.

use std::collections::HashMap;
use std::ops::Range;
use std::sync::LazyLock;

use crate::quick::Quickly;
use crate::word;

use super::japanese_words::{CLOSING, GENERAL, NOUNS, OPENING, ORDINARY};

/// Counters: what ends with one behind a digit is a date or a number, not part of a name.
const COUNTERS: &str = "年月日時分秒件人社名台回第本個円点項章節条号番歳代";

/// Closing words by their first character.
static BY_FIRST: LazyLock<HashMap<char, Vec<&str>, Quickly>> = LazyLock::new(|| {
    let mut words: HashMap<char, Vec<&str>, Quickly> = HashMap::default();
    for word in CLOSING.iter() {
        words.entry(word.chars().next().unwrap_or_default()).or_default().push(word);
    }
    words
});

/// Adds the organisations of a line; `taken` tells whether a known name ends inside a run.
pub(super) fn scan(text: &str, line: &Range<usize>, found: &mut Vec<Range<usize>>) {
    let mut at = line.start;
    while at < line.end {
        let Some(run) = next_run(text, at, line.end) else { return };
        if text[run.clone()].bytes().any(|byte| byte >= 0xe3) || text[run.end..].starts_with("(株)")
        {
            inside(text, &run, found);
        }
        at = run.end;
    }
}

/// The next stretch of ideographs, katakana, Latin letters and digits.
fn next_run(text: &str, from: usize, limit: usize) -> Option<Range<usize>> {
    let mut start = None;
    for (offset, sign) in text[from..limit].char_indices() {
        let inside = sign == '・' && {
            let before = text[from..from + offset].chars().next_back();
            let after = text[from + offset + sign.len_utf8()..].chars().next();
            let kana = |sign: Option<char>| sign.is_some_and(crate::boundary::is_katakana);
            kana(before) && kana(after)
        };
        match (inside || (sign != '・' && is_of_name(sign)), start) {
            (true, None) => start = Some(from + offset),
            (false, Some(start)) => return Some(start..from + offset),
            _ => {}
        }
    }
    start.map(|start| start..limit)
}

fn is_of_name(sign: char) -> bool {
    sign.is_ascii_alphanumeric()
        || matches!(sign, '\u{4e00}'..='\u{9fff}' | '々' | '〆' | '\u{30a1}'..='\u{30fc}' | '&' | '-')
}

/// The organisations in a run.
fn inside(text: &str, run: &Range<usize>, found: &mut Vec<Range<usize>>) {
    let dashes = text[run.clone()].len() - text[run.clone()].trim_start_matches('-').len();
    let start = without_front(text, run.start + dashes, run.end);
    if let Some(place) = kana_name(text, run) {
        found.push(place);
        return;
    }
    if let Some(place) = marked(text, run).or_else(|| opened(text, start, run.end)) {
        found.push(place);
        return;
    }
    let Some((head, end)) = last_closing(text, start, run.end) else {
        municipal(text, start, run.end, found);
        return;
    };
    let word = &text[head..end];
    let whole = end == run.end || !ORDINARY.contains(&word);
    let acts = !NOUNS.contains(&word) || acts(text, end);
    if whole && acts && names_one(&text[start..head], word) && follows(text, end, word) {
        found.push(start..end);
    }
}

/// 株式会社たちばな書房, 「さぎり電機」: a name that begins in hiragana, behind a legal form or a mark, and
/// closes with a word of organisations.
fn kana_name(text: &str, run: &Range<usize>) -> Option<Range<usize>> {
    let before = &text[..run.start];
    let kana = before.trim_end_matches(|sign| matches!(sign, '\u{3041}'..='\u{3096}'));
    let signs = before[kana.len()..].chars().take(8).count();
    if !(2..=7).contains(&signs) {
        return None;
    }
    let form = OPENING.iter().find(|form| kana.ends_with(**form));
    let marked = kana.is_empty() || kana.ends_with(['「', '\n', '、', ' ', '・']);
    if form.is_none() && !marked {
        return None;
    }
    let shown = &text[run.clone()];
    let words = BY_FIRST.get(&shown.chars().next()?)?;
    let word = words.iter().find(|word| shown.starts_with(**word) && !OPENING.contains(word))?;
    let whole = word.len() == shown.len() && !ORDINARY.contains(word);
    (form.is_some() || whole)
        .then(|| kana.len() - form.map_or(0, |form| form.len())..run.start + word.len())
}

/// `(株)霞台商事`, `霞台商事(株)`.
fn marked(text: &str, run: &Range<usize>) -> Option<Range<usize>> {
    let behind = text[..run.start].ends_with("(株)") || text[..run.start].ends_with("(有)");
    if behind {
        let closed = last_closing(text, run.start, run.end).map_or(run.end, |(_, end)| end);
        return Some(run.start - "(株)".len()..closed);
    }
    let before = text[run.end..].starts_with("(株)") || text[run.end..].starts_with("(有)");
    before.then(|| without_front(text, run.start, run.end)..run.end + "(株)".len())
}

/// `株式会社霞台商事`: the name goes on to the end of the run.
fn opened(text: &str, start: usize, end: usize) -> Option<Range<usize>> {
    let run = &text[start..end];
    let opening = OPENING.iter().find(|opening| word::starts(run, opening))?;
    let rest = &run[opening.len()..];
    (rest.chars().count() >= 2).then_some(start..end)
}

/// What stands before the name: dates, numbers, and words such as 大手 or 取引先.
fn without_front(text: &str, start: usize, end: usize) -> usize {
    let mut at = start;
    loop {
        let run = &text[at..end];
        let digits = run.bytes().take_while(u8::is_ascii_digit).count();
        let counter = run[digits..].chars().next();
        if let Some(counter) = counter.filter(|sign| digits > 0 && COUNTERS.contains(*sign)) {
            at += digits + counter.len_utf8();
            continue;
        }
        let behind_digit = text[..at].ends_with(|sign: char| sign.is_ascii_digit());
        if let Some(counter) = counter.filter(|sign| behind_digit && COUNTERS.contains(*sign)) {
            at += counter.len_utf8();
            continue;
        }
        let front = [
            "取引先",
            "委託先",
            "再委託先",
            "子会社",
            "親会社",
            "関連会社",
            "運営会社",
            "大手",
            "中堅",
            "複数",
            "一部",
            "国内",
            "海外",
            "現地",
            "地元",
            "当該",
            "同社",
            "当社",
            "弊社",
            "被害企業",
            "加害企業",
            "攻撃者",
            "同日",
            "昨年",
            "今年",
            "先月",
            "同月",
        ];
        match front.iter().find(|front| word::starts(run, front) && run.len() > front.len()) {
            Some(word) => at += word.len(),
            None => return at,
        }
    }
}

/// The last closing word of a run: its place and its end.
fn last_closing(text: &str, start: usize, end: usize) -> Option<(usize, usize)> {
    let run = &text[start..end];
    let mut best: Option<(usize, usize)> = None;
    for (offset, sign) in run.char_indices() {
        if offset == 0 || sign.is_ascii() {
            continue;
        }
        let rest = &run[offset..];
        let Some(words) = BY_FIRST.get(&sign) else { continue };
        let Some(word) = words.iter().find(|closing| word::starts(rest, closing)) else { continue };
        let place = (start + offset, start + offset + word.len());
        let inside = best.is_some_and(|(_, end)| end > place.0);
        if !inside && (best.is_none() || fits_behind(text, start, place, best)) {
            best = Some(place);
        }
    }
    best
}

/// A later closing word goes on with the name unless it only names an office in it.
fn fits_behind(
    text: &str,
    start: usize,
    place: (usize, usize),
    best: Option<(usize, usize)>,
) -> bool {
    if &text[place.0..place.1] == "社" {
        return company(&text[start..place.0]);
    }
    let short = matches!(&text[place.0..place.1], "省" | "庁");
    let form = best.is_some_and(|(from, to)| OPENING.contains(&&text[from..to]));
    !short && !form
}

/// Whether what stands before the closing word says which one it is.
fn names_one(name: &str, word: &str) -> bool {
    let signs = name.chars().count();
    let han = name.chars().all(|sign| matches!(sign, '\u{4e00}'..='\u{9fff}' | '々'));
    let general = GENERAL.contains(name) || only_general(name);
    match word {
        "社" => company(name),
        "署" => han && (2..=5).contains(&signs) && !general && !NO_STATIONS.contains(&name),
        "省" | "庁" | "サイバー庁" => {
            let kana = name.starts_with(|sign: char| matches!(sign, '\u{30a1}'..='\u{30fc}'));
            (han || kana) && (2..=10).contains(&signs) && !general
        }
        _ => {
            (2..=24).contains(&signs) && !general && !name.bytes().all(|byte| byte.is_ascii_digit())
        }
    }
}

/// 税務署, 消防署: offices of a kind, no names.
const NO_STATIONS: &[&str] =
    &["税務", "消防", "警察", "所轄", "部", "営林", "本", "分", "当該", "自"];

/// Two general words after each other: 国内総合病院.
fn only_general(name: &str) -> bool {
    GENERAL.iter().any(|word| name.strip_prefix(word).is_some_and(|rest| GENERAL.contains(rest)))
}

/// 甲社, A社, アクメ社; 同社 and 商社 name none.
fn company(name: &str) -> bool {
    let letter = name.chars().count() == 1
        && name.starts_with(|sign: char| sign.is_ascii_uppercase() || "甲乙丙丁".contains(sign));
    let kana = name.chars().all(|sign| matches!(sign, '\u{30a1}'..='\u{30fc}'));
    let latin = name.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-')
        && name.starts_with(|sign: char| sign.is_ascii_uppercase());
    letter
        || ((kana || latin)
            && name.chars().count() >= 3
            && !GENERAL.contains(name)
            && !name.ends_with("ベンダー")
            && !name.ends_with("メーカー")
            && !name.ends_with("グループ"))
}

/// Whether what stands behind the name is what stands behind somebody: 霜月セキュリティは…と,
/// 霞台通信の取材, 有明ソフト製.
fn acts(text: &str, end: usize) -> bool {
    let rest = &text[end..];
    let bound = rest.char_indices().nth(140).map_or(rest.len(), |(at, _)| at);
    let near = &rest[..bound];
    let sentence = near.split(['。', '\n']).next().unwrap_or(near);
    let belongs = [
        "の調査",
        "の取材",
        "の担当",
        "の社",
        "の広報",
        "の研究",
        "の分析",
        "の発表",
        "の報告",
        "の記者",
        "によると",
        "によれば",
        "製",
        "調べ",
        "調査",
        "】",
        "のシステム",
        "のサーバ",
        "の主任",
        "の工場",
        "の受注",
        "の社長",
        "から流出",
        "への攻撃",
        "への侵入",
        "を襲",
        "を狙",
        "に侵入",
    ];
    let says = [
        "発表",
        "述べ",
        "明らか",
        "公表",
        "指摘",
        "報じ",
        "分析し",
        "分析する",
        "説明",
        "コメント",
        "伝え",
        "認め",
        "否定",
        "公開し",
        "反論",
        "謝罪",
        "追跡",
        "確認した",
        "確認して",
        "呼ぶ",
        "呼んで",
        "みて",
        "停止し",
        "攻撃を受け",
        "被害を受け",
        "下げた",
        "上げた",
        "訴え",
    ];
    let topic = ["は", "が", "も"].iter().any(|word| near.starts_with(word));
    belongs.iter().any(|word| near.starts_with(word))
        || (topic && says.iter().any(|word| sentence.contains(word)))
}

/// What may not stand behind a closing word: 市場, 省略, 社員.
fn follows(text: &str, end: usize, word: &str) -> bool {
    let next = text[end..].chars().next();
    let refused = match word {
        "社" => "員長内会説債外屋団宅",
        "省" => "略エ電力令庁",
        "庁" => "舎内",
        "署" => "名長員内",
        "堂" => "々",
        "大学" => "生入",
        "電力" => "量網計系",
        "銀行" => "員口業間",
        "病院" => "船",
        "警察" => "官犬",
        "通信" | "セキュリティ" | "サイバー" | "システム" | "ガス" => {
            "量網路機器化"
        }
        _ => "",
    };
    next.is_none_or(|next| !refused.contains(next))
}

/// 霞台市は: a municipality that speaks or acts. As a mere place it is none.
fn municipal(text: &str, start: usize, end: usize, found: &mut Vec<Range<usize>>) {
    let run = &text[start..end];
    let Some(last) = run.chars().next_back().filter(|sign| "市県府都町村区".contains(*sign))
    else {
        return;
    };
    let name = &run[..run.len() - last.len_utf8()];
    let han = name.chars().all(|sign| matches!(sign, '\u{4e00}'..='\u{9fff}' | '々'));
    let rest = &text[end..];
    let speaks = ["は", "が", "によると", "によれば", "も", "では"]
        .iter()
        .any(|word| rest.starts_with(word))
        && !["はじ", "がん"].iter().any(|word| rest.starts_with(word));
    let general =
        GENERAL.contains(name) || ["首", "政", "都", "全", "地区", "近隣"].contains(&name);
    if han && (2..=6).contains(&name.chars().count()) && speaks && !general {
        found.push(start..end);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, expected: &[&str]) {
        let mut found = Vec::new();
        scan(text, &(0..text.len()), &mut found);
        let got: Vec<&str> = found.into_iter().map(|range| &text[range]).collect();
        assert_eq!(got, expected, "{text}");
    }

    #[test]
    fn a_name_begins_where_the_script_or_a_particle_says() {
        check(
            "取引先の霞台電力株式会社が12月霞台市立病院に",
            &["霞台電力株式会社", "霞台市立病院"],
        );
        check(
            "大手株式会社かすみと株式会社青嵐商事は(株)海鳴テックと",
            &["株式会社青嵐商事", "(株)海鳴テック"],
        );
        check("国内の病院や複数の銀行、大学病院の社員が省略した", &[]);
        check("甲社とA社、同社、商社、各社、アクメテック社", &["甲社", "A社", "アクメテック社"]);
        check("霞台市は霞台市の病院で、霞台県警によると都市は", &["霞台市", "霞台県警"]);
        check(
            "データセンターと霞台データセンターの霞台研究所長",
            &["霞台データセンター", "霞台研究所"],
        );
    }
}
