//! Names in quotation marks or Latin letters beside a word for what they are, in Japanese and
//! Chinese: ランサムウェア「…」, 「…」と呼ばれるグループ, 黑客组织“…”.

use std::ops::Range;

use noroshi_model::MentionKind;

use super::{New, Strength};
use crate::several::Several;
use crate::word;

/// What a word says of the name beside it. Where one word ends another, the longer is first.
const CLASSES: &[(&str, MentionKind)] = &[
    ("遠隔操作ツール", MentionKind::Malware),
    ("遠隔アクセスツール", MentionKind::Malware),
    ("犯罪組織", MentionKind::ThreatActor),
    ("販売者", MentionKind::ThreatActor),
    ("投稿者", MentionKind::ThreatActor),
    ("ランサムウェアグループ", MentionKind::ThreatActor),
    ("ランサムウエアグループ", MentionKind::ThreatActor),
    ("サイバー攻撃グループ", MentionKind::ThreatActor),
    ("サイバー犯罪グループ", MentionKind::ThreatActor),
    ("サイバー犯罪集団", MentionKind::ThreatActor),
    ("攻撃者グループ", MentionKind::ThreatActor),
    ("ハッカーグループ", MentionKind::ThreatActor),
    ("ハッキンググループ", MentionKind::ThreatActor),
    ("脅威グループ", MentionKind::ThreatActor),
    ("攻撃グループ", MentionKind::ThreatActor),
    ("犯罪グループ", MentionKind::ThreatActor),
    ("APTグループ", MentionKind::ThreatActor),
    ("ハッカー集団", MentionKind::ThreatActor),
    ("ハッキング集団", MentionKind::ThreatActor),
    ("ハクティビスト集団", MentionKind::ThreatActor),
    ("ハクティビスト", MentionKind::ThreatActor),
    ("犯罪集団", MentionKind::ThreatActor),
    ("攻撃集団", MentionKind::ThreatActor),
    ("脅威アクター", MentionKind::ThreatActor),
    ("攻撃主体", MentionKind::ThreatActor),
    ("攻撃クラスタ", MentionKind::ThreatActor),
    ("集団", MentionKind::ThreatActor),
    ("新たな一団", MentionKind::ThreatActor),
    ("一団", MentionKind::ThreatActor),
    ("攻撃者", MentionKind::ThreatActor),
    ("マルウェア", MentionKind::Malware),
    ("マルウエア", MentionKind::Malware),
    ("ランサムウェア", MentionKind::Malware),
    ("ランサムウエア", MentionKind::Malware),
    ("ランサム", MentionKind::Malware),
    ("バックドア", MentionKind::Malware),
    ("トロイの木馬", MentionKind::Malware),
    ("インフォスティーラー", MentionKind::Malware),
    ("スティーラー", MentionKind::Malware),
    ("ダウンローダー", MentionKind::Malware),
    ("ダウンローダ", MentionKind::Malware),
    ("ローダー", MentionKind::Malware),
    ("ドロッパー", MentionKind::Malware),
    ("ボットネット", MentionKind::Malware),
    ("ワイパー", MentionKind::Malware),
    ("スパイウェア", MentionKind::Malware),
    ("遠隔操作ウイルス", MentionKind::Malware),
    ("ウイルス", MentionKind::Malware),
    ("ワーム", MentionKind::Malware),
    ("RAT", MentionKind::Malware),
    ("攻撃キャンペーン", MentionKind::Campaign),
    ("キャンペーン", MentionKind::Campaign),
    ("攻撃活動", MentionKind::Campaign),
    ("作戦", MentionKind::Campaign),
    ("攻撃ツール", MentionKind::Tool),
    ("ツール", MentionKind::Tool),
    ("フレームワーク", MentionKind::Tool),
    ("会社", MentionKind::Organization),
    ("企業", MentionKind::Organization),
    ("団体", MentionKind::Organization),
    ("メーカー", MentionKind::Organization),
    ("ソフトウェア", MentionKind::Product),
    ("ソフト", MentionKind::Product),
    ("製品", MentionKind::Product),
    ("アプリ", MentionKind::Product),
    ("悪性パッケージ", MentionKind::Package),
    ("不正パッケージ", MentionKind::Package),
    ("不正なパッケージ", MentionKind::Package),
    ("悪意のあるパッケージ", MentionKind::Package),
    ("恶意软件包", MentionKind::Package),
    ("黑客组织", MentionKind::ThreatActor),
    ("駭客組織", MentionKind::ThreatActor),
    ("攻击组织", MentionKind::ThreatActor),
    ("APT组织", MentionKind::ThreatActor),
    ("勒索组织", MentionKind::ThreatActor),
    ("勒索团伙", MentionKind::ThreatActor),
    ("黑客团伙", MentionKind::ThreatActor),
    ("威胁行为者", MentionKind::ThreatActor),
    ("恶意软件", MentionKind::Malware),
    ("惡意軟體", MentionKind::Malware),
    ("勒索软件", MentionKind::Malware),
    ("勒索軟體", MentionKind::Malware),
    ("恶意程序", MentionKind::Malware),
    ("木马", MentionKind::Malware),
    ("木馬", MentionKind::Malware),
    ("后门", MentionKind::Malware),
    ("後門", MentionKind::Malware),
    ("僵尸网络", MentionKind::Malware),
    ("攻击活动", MentionKind::Campaign),
    ("行动", MentionKind::Campaign),
    ("黑客工具", MentionKind::Tool),
    ("攻击工具", MentionKind::Tool),
];

/// Further words behind a name that was given, which say less by themselves.
const GROUPS: &[(&str, MentionKind)] = &[
    ("グループ", MentionKind::ThreatActor),
    ("集団", MentionKind::ThreatActor),
    ("组织", MentionKind::ThreatActor),
    ("亜種", MentionKind::Malware),
];

const QUOTES: &[(char, char)] = &[('「', '」'), ('『', '』'), ('“', '”'), ('"', '"'), ('‘', '’')];

/// Between a quoted name and the word behind it.
const GIVEN: &[&str] = &[
    "と呼ばれる",
    "と称される",
    "と称する",
    "と名乗る",
    "を名乗る",
    "と名付けられた",
    "と名付けた",
    "と命名された",
    "と命名した",
    "と呼称される",
    "と呼ぶ",
    "と呼んでいる",
    "として知られる",
    "という名の",
    "という",
    "なる",
    "的",
];

/// Adds the names that a line gives.
pub(super) fn scan(text: &str, line: &Range<usize>, found: &mut Vec<New>) {
    let mut busy = line.start;
    for (offset, sign) in text[line.clone()].char_indices() {
        let at = line.start + offset;
        if at < busy {
            continue;
        }
        let Some((_, close)) = QUOTES.iter().find(|(open, _)| *open == sign) else { continue };
        let from = at + sign.len_utf8();
        let inner = text[from..line.end].char_indices().take(42);
        let Some((length, _)) = inner.clone().find(|(_, sign)| sign == close) else { continue };
        let range = from..from + length;
        let outside = at..range.end + close.len_utf8();
        let kind = before(text, line, at)
            .or_else(|| behind(text, line, outside.end))
            .or_else(|| text[range.clone()].ends_with("作戦").then_some(MentionKind::Campaign));
        let Some(kind) = kind else { continue };
        if is_name(&text[range.clone()], kind) {
            found.push(New::context(range, kind, Strength::Quoted));
        }
        busy = outside.end;
    }
    bare(text, line, found);
    called(text, line, found);
    aliases(text, line, found);
    infecting(text, line, found);
}

/// 夜鷹と称する集団, Xを名乗る販売者: a name without quotation marks before such words.
fn called(text: &str, line: &Range<usize>, found: &mut Vec<New>) {
    static ANY: Several = Several::of(&["と呼", "と称", "名乗る"]);
    let given = ["と呼ばれる", "と称される", "と称する", "と名乗る", "を名乗る", "と呼ぶ"];
    if !ANY.is_in(&text[line.clone()]) {
        return;
    }
    for word in given {
        for (at, _) in text[line.clone()].match_indices(word) {
            let end = line.start + at;
            let Some(kind) = behind(text, line, end) else { continue };
            let Some(range) = run_before(text, line.start, end) else { continue };
            if is_name(&text[range.clone()], kind) && written_as_name(&text[range.clone()]) {
                found.push(New::context(range, kind, Strength::Named));
            }
        }
    }
}

/// (別名凍狐), (別名:A、B): a further name of what stands before the bracket; which kind, say
/// the words of the line.
fn aliases(text: &str, line: &Range<usize>, found: &mut Vec<New>) {
    static ANY: Several = Several::of(&["(別", "(通称", "(又", "(别名"]);
    let openings = ["(別名", "(別称", "(通称", "(又名", "(别名", "(又称"];
    if !ANY.is_in(&text[line.clone()]) {
        return;
    }
    for opening in openings {
        for (at, _) in text[line.clone()].match_indices(opening) {
            let at = line.start + at;
            let from = at + opening.len();
            let Some(length) = text[from..line.end].find(')').filter(|length| *length < 120) else {
                continue;
            };
            let Some(kind) = kind_near(text, line, at) else { continue };
            let head = run_before(text, line.start, at).filter(|range| {
                text[range.clone()].starts_with(|sign: char| sign.is_ascii_uppercase())
            });
            let inner = text[from..from + length].split([',', '、', '/', '，']);
            let places = inner.filter_map(|part| {
                let bare = part.trim_matches([' ', ':', '：', '「', '」', '“', '”']);
                let start = bare.as_ptr() as usize - text.as_ptr() as usize;
                (!bare.is_empty()).then_some(start..start + bare.len())
            });
            for range in head.into_iter().chain(places) {
                if is_name(&text[range.clone()], kind) {
                    found.push(New::context(range, kind, Strength::Quoted));
                }
            }
        }
    }
}

/// The kind that the nearest word of a line tells, actors and malware only.
fn kind_near(text: &str, line: &Range<usize>, at: usize) -> Option<MentionKind> {
    let place = crate::boundary::window(text, &(at..at), 180);
    let near = &text[place.start.max(line.start)..place.end.min(line.end)];
    let here = at - place.start.max(line.start);
    let words = [
        ("集団", MentionKind::ThreatActor),
        ("グループ", MentionKind::ThreatActor),
        ("アクター", MentionKind::ThreatActor),
        ("攻撃者", MentionKind::ThreatActor),
        ("が実行", MentionKind::ThreatActor),
        ("组织", MentionKind::ThreatActor),
        ("团伙", MentionKind::ThreatActor),
        ("マルウェア", MentionKind::Malware),
        ("ランサムウェア", MentionKind::Malware),
        ("スパイウェア", MentionKind::Malware),
        ("バックドア", MentionKind::Malware),
        ("トロイの木馬", MentionKind::Malware),
        ("検体", MentionKind::Malware),
        ("RAT", MentionKind::Malware),
        ("恶意软件", MentionKind::Malware),
        ("木马", MentionKind::Malware),
    ];
    let found =
        words.iter().filter_map(|(word, kind)| Some((near.find(word)?.abs_diff(here), *kind)));
    found.min_by_key(|(distance, kind)| (*distance, *kind)).map(|(_, kind)| kind)
}

/// SilentWagonに感染させる: what infects is malware.
fn infecting(text: &str, line: &Range<usize>, found: &mut Vec<New>) {
    for (at, word) in text[line.clone()].match_indices("に感染") {
        let end = line.start + at;
        let Some(range) = run_before(text, line.start, end) else { continue };
        let shown = &text[range.clone()];
        let odd = shown.bytes().skip(1).any(|byte| byte.is_ascii_uppercase())
            && shown.bytes().any(|byte| byte.is_ascii_lowercase())
            && shown.starts_with(|sign: char| sign.is_ascii_uppercase());
        if odd && !shown.contains(' ') && !word.is_empty() {
            found.push(New::context(range, MentionKind::Malware, Strength::Named));
        }
    }
}

/// The run of name characters before a place; Latin words may have a space between them.
fn run_before(text: &str, from: usize, end: usize) -> Option<Range<usize>> {
    let mut start = end;
    let mut latin = true;
    for (at, sign) in text[from..end].char_indices().rev().take(40) {
        let ascii = sign.is_ascii_alphanumeric() || matches!(sign, '-' | '_' | '.');
        let wide = matches!(sign, '\u{4e00}'..='\u{9fff}' | '\u{30a1}'..='\u{30fc}');
        let space = sign == ' '
            && latin
            && text[start..end].starts_with(|sign: char| sign.is_ascii_uppercase());
        if !(ascii || wide || space) {
            break;
        }
        latin = ascii || space;
        start = from + at;
    }
    let shown = &text[start..end];
    let start = start + (shown.len() - shown.trim_start().len());
    (end > start).then_some(start..end)
}

/// Latin letters with a capital, or katakana or kanji of some length.
fn written_as_name(shown: &str) -> bool {
    let latin = shown.bytes().any(|byte| byte.is_ascii_uppercase())
        && !shown.bytes().all(|byte| byte.is_ascii_uppercase());
    let signs = shown.chars().count();
    let kana = shown.chars().all(|sign| matches!(sign, '\u{30a1}'..='\u{30fc}'));
    let general = [
        "スピアフィッシング",
        "ソーシャルエンジニアリング",
        "サプライチェーン",
        "ラテラルムーブメント",
        "ゼロデイ",
        "フィッシング",
        "ランサムウェア",
        "マルウェア",
        "ウェブシェル",
        "ビーコン",
        "ハッカー",
        "ブローカー",
    ];
    latin || (kana && signs >= 4 && !general.iter().any(|word| shown.contains(word)))
}

/// The word before an opening quotation mark.
fn before(text: &str, line: &Range<usize>, at: usize) -> Option<MentionKind> {
    class_before(&text[line.start..at])
}

fn class_before(head: &str) -> Option<MentionKind> {
    let named =
        ["名为", "名為", "称为", "稱為", "叫做"].iter().find_map(|word| head.strip_suffix(word));
    if named.is_some() {
        return None;
    }
    CLASSES.iter().find(|(class, _)| word::ends(head, class)).map(|(_, kind)| *kind)
}

/// The word behind a closing quotation mark: 」と呼ばれる攻撃グループ, 」作戦.
fn behind(text: &str, line: &Range<usize>, at: usize) -> Option<MentionKind> {
    let rest = &text[at..line.end];
    let given =
        GIVEN.iter().find(|given| word::starts(rest, given)).map(|given| &rest[given.len()..]);
    let Some(rest) = given else {
        let direct = CLASSES.iter().find(|(class, _)| word::starts(rest, class))?.1;
        return matches!(direct, MentionKind::Campaign | MentionKind::ThreatActor)
            .then_some(direct);
    };
    let end = rest.char_indices().nth(16).map_or(rest.len(), |(at, _)| at);
    let stop = rest[..end].find(['、', '。', '「', '，', 'を', 'は', 'が']).unwrap_or(end);
    let near = &rest[..stop];
    // The first place where one stands; of several there the longest.
    near.char_indices().find_map(|(at, _)| {
        let here =
            CLASSES.iter().chain(GROUPS).filter(|(class, _)| word::starts(&near[at..], class));
        here.min_by_key(|(class, _)| std::cmp::Reverse(class.len())).map(|it| it.1)
    })
}

/// ランサムウェアXyzが: Latin letters right behind the word.
fn bare(text: &str, line: &Range<usize>, found: &mut Vec<New>) {
    let bytes = text.as_bytes();
    let mut at = line.start;
    while at < line.end {
        let opens = bytes[at].is_ascii_uppercase() && at > line.start && bytes[at - 1] >= 0x80;
        if !opens {
            at += 1;
            continue;
        }
        let inside = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'-' || byte == b'_';
        let length = bytes[at..line.end].iter().take_while(|byte| inside(**byte)).count();
        let next = text[at + length..].chars().next();
        let alone = next.is_none_or(|sign| !sign.is_ascii() || matches!(sign, ')' | '(' | ','));
        let kind = class_before(&text[line.start..at]).filter(|_| alone);
        let shown = &text[at..at + length];
        if let Some(kind) = kind.filter(|kind| is_name(shown, *kind) && length >= 4) {
            let strong = matches!(kind, MentionKind::ThreatActor | MentionKind::Malware);
            let acronym = shown.bytes().all(|byte| byte.is_ascii_uppercase());
            if strong && !acronym {
                found.push(New::context(at..at + length, kind, Strength::Named));
            }
        }
        at += length.max(1);
    }
}

/// A name, not a clause: no particles or stops inside.
fn is_name(shown: &str, kind: MentionKind) -> bool {
    let signs = shown.chars().count();
    let clause = shown.chars().any(|sign| "。、をはがにでも!?「」，！？；：".contains(sign))
        && !shown.is_ascii();
    let letters = shown.chars().any(char::is_alphabetic);
    let package = kind != MentionKind::Package
        || shown.bytes().all(|byte| {
            byte.is_ascii_lowercase()
                || byte.is_ascii_digit()
                || matches!(byte, b'-' | b'_' | b'.' | b'@' | b'/')
        });
    let address = shown.contains("://") || shown.contains("[.]") || shown.contains('\\');
    (2..=36).contains(&signs) && letters && !clause && package && !address && shown == shown.trim()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, expected: &[(&str, &str)]) {
        let mut found = Vec::new();
        scan(text, &(0..text.len()), &mut found);
        let got: Vec<(&str, &str)> =
            found.iter().map(|new| (new.kind.word(), &text[new.range.clone()])).collect();
        assert_eq!(got, expected, "{text}");
    }

    #[test]
    fn a_word_beside_a_quoted_name_says_what_it_is() {
        check(
            "ハッカー集団「灰狐」がランサムウェア「Kasumi」を",
            &[("threat-actor", "灰狐"), ("malware", "Kasumi")],
        );
        check("「海霧」と呼ばれる新たな攻撃グループ", &[("threat-actor", "海霧")]);
        check(
            "「青嵐」作戦と攻撃ツール「KazeScan」",
            &[("campaign", "青嵐"), ("tool", "KazeScan")],
        );
        check(
            "名为“灰狐”的黑客组织使用勒索软件“KASUMI”",
            &[("threat-actor", "灰狐"), ("malware", "KASUMI")],
        );
        check("ランサムウェアKasumiLockが", &[("malware", "KasumiLock")]);
        check("同社は「マルウェアに感染した」と述べ、「攻撃を受けた」という企業", &[]);
    }
}
