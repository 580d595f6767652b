//! Which date of a sentence belongs to which of its events.

use std::ops::Range;

use noroshi_model::{CueKind, Language, Moment, Subject, Value};

use crate::said::Said;

/// A date and what it dates.
pub(super) type When = (Moment, Subject);

/// What the dates of a sentence give to one event.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Dates {
    /// The date of the event itself.
    pub(super) own: Option<When>,
    /// The date on which the sentence was said.
    pub(super) said: Option<Moment>,
    /// 昨年10月にも: it happened before, too.
    pub(super) another: bool,
}

/// The dates of each event, in the order of the events' places; `nouns` are those that are only
/// spoken of.
pub(super) fn dates(said: &Said<'_, '_>, places: &[Range<usize>], nouns: &[bool]) -> Vec<Dates> {
    let mut given = vec![Dates::default(); places.len()];
    let mut near = vec![usize::MAX; places.len()];
    let mut reported = None;
    for (range, mention) in said.mentions {
        let Value::Date(moment, subject) = mention.value else { continue };
        let until = behind_date(&said.text[range.end..]).starts_with("まで");
        if subject == Subject::Deadline
            && (until || said.language != Language::Ja)
            && !said.shown().trim_end_matches('。').ends_with('た')
        {
            continue;
        }
        if is_of_speech(said, range, places) {
            reported = reported.or(Some(moment));
        } else if let Some(at) = owner(said, range, places, nouns) {
            let found = subject == Subject::Discovery
                || is_found(&said.text[places[at].end..said.range.end]);
            let dated = if found { Subject::Discovery } else { Subject::Occurrence };
            let distance = range.start.abs_diff(places[at].start);
            let nearer = given[at].own.is_none()
                || (distance < near[at]
                    && (range.end <= places[at].start || said.language == Language::En));
            if nearer {
                near[at] = distance;
                given[at].another =
                    ["にも", "も、"].iter().any(|too| said.text[range.end..].starts_with(too));
                given[at].own = Some((half_open(said, range, moment), dated));
            }
        }
    }
    given.iter_mut().for_each(|one| one.said = reported);
    given
}

/// 2022年から, 7日以降: the start of something whose end nobody tells. 30日から3日間 has one.
fn half_open(said: &Said<'_, '_>, date: &Range<usize>, moment: Moment) -> Moment {
    let shown = &said.text[date.clone()];
    let behind = behind_date(&said.text[date.end..said.range.end]);
    let since =
        ["から", "以降", "以来", "より続"].iter().find_map(|word| behind.strip_prefix(word));
    let ended = |rest: &str| rest.starts_with(|sign: char| sign.is_ascii_digit());
    let open = since.is_some_and(|rest| !ended(rest.trim_start_matches(['、', '約', '丸'])));
    let told = ["以降", "以来"].iter().any(|word| shown.ends_with(word));
    if said.language == Language::Ja && (open || told) && !moment.is_open() {
        moment.since()
    } else {
        moment
    }
}

/// What stands behind a date without the 頃 that is no part of it.
fn behind_date(after: &str) -> &str {
    let about = ["ごろ", "頃", "ころ", "あたり"].iter().find_map(|word| after.strip_prefix(word));
    about.unwrap_or(after)
}

/// The predicate says that it was found, not that it happened.
fn is_found(behind: &str) -> bool {
    ["を検知", "を発見", "に気付", "に気づ", "が発覚", "が判明", "を把握", "の発覚", "が見つか"]
        .iter()
        .any(|word| behind.starts_with(word))
}

/// Words at the end of a sentence that make its first date the day on which it was told.
const CLOSING: &[&str] = &[
    "公表",
    "発表",
    "報じ",
    "書き込",
    "投稿",
    "主張",
    "伝え",
    "見方を",
    "考えを示",
    "認識を示",
    "見解を示",
    "方針を示",
    "陳謝",
    "謝罪",
    "釈明",
    "レポート",
    "報告書",
    "勧告",
    "分析結果",
    "注意喚起",
    "注意を呼び",
    "警告し",
    "指導を行",
    "説明した",
    "説明し、",
];

/// 甲社は3日、…と発表した; 3日の会見で; 3日付の報告書: the date on which it was said.
fn is_of_speech(said: &Said<'_, '_>, date: &Range<usize>, places: &[Range<usize>]) -> bool {
    let last = places.last().map_or(said.range.start, |place| place.end);
    let after = behind_date(&said.text[date.end..said.range.end]);
    let next = places.iter().find(|place| place.start >= date.end);
    let between = next.map_or(after, |next| behind_date(&said.text[date.end..next.start]));
    let telling = [
        "発表",
        "公表",
        "報じ",
        "報道",
        "明らかに",
        "述べ",
        "会見",
        "取材",
        "声明",
        "報告書",
        "朝刊",
        "夕刊",
    ];
    let printed = after.starts_with('付') || after.starts_with("の朝刊");
    let told = telling.iter().filter_map(|word| between.find(word)).min();
    // 30日に見つかったことを明らかにした: the date is that of what was found.
    let of_told =
        told.is_some_and(|at| between[..at].contains("たこと") && !between.starts_with('、'));
    if printed || is_dateline(said, date) || (told.is_some() && !of_told) {
        return true;
    }
    // 昨年春、甲社で起きた停電: the clause dates the noun.
    let relative = ["で起きた", "であった", "で発生した", "が受けた", "が被った"];
    if next.is_some()
        && relative.iter().any(|verb| between.trim_end_matches("一連の").ends_with(verb))
    {
        return false;
    }
    if !matches!(said.language, Language::Ja | Language::Zh) {
        return is_of_english_speech(said, date, between);
    }
    let behind = &said.text[last..said.range.end];
    let closing = CLOSING.iter().any(|word| behind.contains(word));
    let saying = closing
        || said
            .hits
            .iter()
            .any(|hit| matches!(hit.cue.kind, CueKind::Speech) && hit.range.start >= last);
    if said.language != Language::Ja {
        return false;
    }
    let admitted = next.is_some_and(|next| {
        let rest = &said.text[next.end..said.range.end];
        ["を公表", "を発表", "を報告", "を認め", "を明らかに"]
            .iter()
            .any(|word| rest.starts_with(word))
    });
    if admitted {
        return true;
    }
    let apart = after.starts_with('、') || after.starts_with(',');
    let of_medium = after.starts_with('の') && between.contains('は');
    let before = &said.text[said.range.start..date.start];
    let fronted = before.is_empty() || before.ends_with(['は', '、', 'が']);
    saying && ((apart && fronted) || of_medium)
}

/// [ソウル 8日 東都通信]: where and when the paper writes.
fn is_dateline(said: &Said<'_, '_>, date: &Range<usize>) -> bool {
    let before = &said.text[said.range.start..date.start];
    let open = before.rfind(['[', '［', '【', '〔']);
    let within = open.is_some_and(|at| !before[at..].contains([']', '］', '】', '〕']));
    let after = &said.text[date.end..said.range.end];
    let rest = after.find([']', '］', '】', '〕']).map(|end| &after[..end]);
    let medium = |text: &str| {
        ["通信", "新聞", "共同", "時事", "ロイター", "記者"].iter().any(|word| text.contains(word))
    };
    within && rest.is_some_and(|rest| medium(rest) || medium(before))
}

/// "said on June 10 that", "announced on Tuesday".
fn is_of_english_speech(said: &Said<'_, '_>, date: &Range<usize>, between: &str) -> bool {
    let verb = |hit: &&crate::cue::Hit<'_>| {
        hit.cue.kind == CueKind::Speech
            && hit.range.end <= date.start
            && date.start - hit.range.end <= 16
    };
    let right_behind = said.hits.iter().any(|hit| verb(&hit));
    right_behind || between.contains(" that ") || between.trim_start().starts_with("said")
}

/// The event a date belongs to: the next one, unless another predicate stands between; the
/// one before when the date follows it closely (攻撃は2019年から続いた).
fn owner(
    said: &Said<'_, '_>,
    date: &Range<usize>,
    places: &[Range<usize>],
    nouns: &[bool],
) -> Option<usize> {
    if said.language != Language::Ja {
        return nearest(said, date, places);
    }
    let next = places.iter().position(|place| place.start >= date.end);
    // 攻撃があったのは1月下旬で: the date is the predicate of the word before.
    let before = places.iter().rposition(|place| place.end <= date.start);
    let cleft = |at: &usize| {
        let between = &said.text[places[*at].end..date.start];
        between.chars().count() <= 24
            && between.ends_with("のは")
            && !between.contains(['、', '。'])
    };
    if let Some(at) = before.filter(cleft) {
        return Some(at);
    }
    // 12日、甲社への侵入に関わったとして…起訴した: a date set apart goes to what is told.
    let apart = behind_date(&said.text[date.end..]).starts_with('、');
    let told = next.filter(|_| apart).and_then(|next| {
        nouns.iter().skip(next).position(|noun| !noun).map(|further| next + further)
    });
    // 25日までに、侵入したとして…書類送検した: the date is that of what is told, not of its ground.
    let ground = |at: usize| {
        let behind = &said.text[places[at].end..said.range.end];
        let near = &behind[..behind.floor_char_boundary(30)];
        near.split(['、', '。']).next().is_some_and(|near| near.ends_with("として"))
            && near.contains('、')
            && at + 1 < places.len()
    };
    let next = told.or(next).map(|at| if ground(at) { at + 1 } else { at });
    if let Some(at) = next
        && !is_cut(behind_date(&said.text[date.end..places[at].start]))
    {
        return Some(at);
    }
    let before = places.iter().rposition(|place| place.end <= date.start)?;
    let between = &said.text[places[before].end..date.start];
    let most = if between.ends_with("のは") { 24 } else { 12 };
    let close = between.chars().count() <= most && !between.contains(['、', '。']);
    close.then_some(before)
}

/// Another predicate ends between: 3日に申告し、….
fn is_cut(between: &str) -> bool {
    if between.starts_with('、') {
        return false;
    }
    between.char_indices().any(|(at, sign)| {
        let front = &between[..at];
        let adverb = ["に対し", "にかけ", "により"].iter().any(|word| front.ends_with(word));
        sign == '、'
            && !adverb
            && front.chars().count() > 5
            && front.ends_with(['し', 'て', 'り', 'た', 'れ', 'め', 'い', 'ち', 'き', 'が', 'み'])
    })
}

/// The event whose word is nearest, within the same clause where there is one.
fn nearest(said: &Said<'_, '_>, date: &Range<usize>, places: &[Range<usize>]) -> Option<usize> {
    let gap = |place: &Range<usize>| {
        let (from, to) = if place.end <= date.start {
            (place.end, date.start)
        } else {
            (date.end.min(place.start), place.start.max(date.end))
        };
        let between = said.text.get(from..to).unwrap_or("");
        let breaks = between.matches([',', ';', '，', '；']).count();
        (breaks * 40 + between.len(), place.start)
    };
    (0..places.len()).min_by_key(|at| gap(&places[*at]))
}
