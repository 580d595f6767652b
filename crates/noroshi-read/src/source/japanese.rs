//! What a Japanese sentence cites.

use std::ops::Range;

use noroshi_model::{CueKind, SourceKind};

use super::Cite;
use super::phrase::Around;
use crate::said::Said;
use crate::several::Several;

/// Everything that the sentence cites, in order of place.
pub(super) fn cites(said: &Said<'_, '_>, around: &Around<'_>) -> Vec<Cite> {
    let mut found = Vec::new();
    let mut from = said.range.start;
    for hit in said.hits.iter().filter(|hit| hit.cue.kind == CueKind::Attribution) {
        if hit.range.start < from {
            continue;
        }
        let before = around.before(from, hit.range.start);
        found.extend(before.map(|named| cite(named, hit.range.end)));
        if hit.cue.text.starts_with("が引用") {
            found.extend(quoted(said, around, &hit.range));
        }
        from = hit.range.end;
    }
    found.extend(press(said, around));
    found.extend(works(said, around));
    found.extend(asked(said, around));
    found.extend(relayed(said, around));
    found.extend(interviewed(said, around));
    found.extend(documents(said, around));
    found.extend(credit(said, around));
    found.sort_by_key(|cite| (cite.named.start, cite.named.end));
    found.dedup_by_key(|cite| cite.named.start);
    found
}

fn cite(named: super::Named, end: usize) -> Cite {
    Cite { via: named.start..end, named, carries: true }
}

/// 同紙が引用した米当局者の説明: whom the publication cites.
fn quoted(said: &Said<'_, '_>, around: &Around<'_>, hit: &Range<usize>) -> Option<Cite> {
    let rest = &said.text[hit.end..said.range.end];
    let end = rest.find(['、', '。', '「', 'は', 'に', 'で'])?;
    let named = around.name(rest[..end].trim(), hit.end)?;
    Some(Cite { via: hit.start..named.end, named, carries: true })
}

/// A publication that is the subject of a verb of reporting: 霞台新聞は…と報じた.
fn press(said: &Said<'_, '_>, around: &Around<'_>) -> Option<Cite> {
    let shown = said.shown();
    let verb = report(said, around)?;
    let head = &shown[..verb - said.range.start];
    let subjects = ["は", "が", "も"].into_iter().flat_map(|particle| {
        head.match_indices(particle).take(4).map(move |(at, _)| (at, particle.len()))
    });
    let mut subjects: Vec<(usize, usize)> = subjects.collect();
    subjects.sort_unstable();
    subjects.into_iter().find_map(|(at, length)| {
        let named = around.before(said.range.start, said.range.start + at)?;
        let medium = around.is_medium(said.mentions, &named);
        (medium || named.kind == SourceKind::Publication).then_some(())?;
        Some(Cite { via: named.start..said.range.start + at + length, named, carries: true })
    })
}

/// Where the last verb stands by which a publication passes on something.
fn report(said: &Said<'_, '_>, around: &Around<'_>) -> Option<usize> {
    let shown = said.shown();
    let verb = around.words.report.last_start(shown);
    verb.map(|at| said.range.start + at)
}

/// ブルーマスト社の報告書: whose work is spoken of.
fn works(said: &Said<'_, '_>, around: &Around<'_>) -> Option<Cite> {
    let shown = said.shown();
    let spoken = |behind: &str| {
        ["で", "に", "から", "を", "は", "「", "『", "も"]
            .iter()
            .any(|particle| behind.starts_with(particle))
    };
    let words = around.words.citing("work");
    around.words.work.first_start(shown)?;
    words.iter().filter(|word| !word.is_ascii()).find_map(|word| {
        let at = shown.find(word)?;
        let head = shown[..at].strip_suffix('の')?;
        spoken(&shown[at + word.len()..]).then_some(())?;
        let named = around.before(said.range.start, said.range.start + head.len())?;
        let body = matches!(named.kind, SourceKind::Organization | SourceKind::Publication);
        let end = said.range.start + at + word.len();
        (body && named.name.chars().count() >= 2).then_some(Cite {
            via: named.start..end,
            named,
            carries: false,
        })
    })
}

/// 霞台通信の取材に, and 霞台通信に、…と説明した: to whom it was said.
fn asked(said: &Said<'_, '_>, around: &Around<'_>) -> Option<Cite> {
    let shown = said.shown();
    let interview = shown.find("の取材に").map(|at| (at, "の取材に".len()));
    let told = || {
        let spoken = said.hits.iter().any(|hit| hit.cue.kind == CueKind::Speech);
        spoken.then(|| shown.find("に、").map(|at| (at, "に".len()))).flatten()
    };
    [interview, told()].into_iter().flatten().find_map(|(at, length)| {
        let named = around.before(said.range.start, said.range.start + at)?;
        let medium = around.is_medium(said.mentions, &named);
        (medium || named.kind == SourceKind::Publication).then_some(())?;
        let end = said.range.start + at + length;
        Some(Cite { via: named.start..end, named, carries: false })
    })
}

/// 甲野氏は取材に「…」と話した, ある幹部は本紙に…: who was asked; 関係者への取材で: who told it.
fn interviewed(said: &Said<'_, '_>, around: &Around<'_>) -> Option<Cite> {
    static ASKS: Several = Several::of(&[
        "取材",
        "聞き取り",
        "本紙に",
        "本誌に",
        "小紙に",
        "同紙に",
        "同誌に",
        "の質問に",
    ]);
    let shown = said.shown();
    ASKS.is_in(shown).then_some(())?;
    let told = ["への取材で", "への取材による", "への取材から", "への聞き取りで"];
    if let Some(at) = told.iter().find_map(|words| shown.find(words)) {
        let named = around.before(said.range.start, said.range.start + at)?;
        let end = said.range.start + at + "への取材で".len();
        return Some(Cite { via: named.start..end, named, carries: true });
    }
    let asked = ["取材に", "本紙に", "本誌に", "小紙に", "同紙に", "同誌に", "の質問に"];
    let asked = asked.iter().filter_map(|words| shown.find(words)).min()?;
    let topic =
        ["は", "が", "も"].iter().filter_map(|particle| shown[..asked].find(particle)).min()?;
    let silent = said.hits.iter().any(|hit| hit.cue.value == "declines");
    let named = around.before(said.range.start, said.range.start + topic)?;
    (asked - topic <= 60 && !silent).then(|| Cite {
        via: named.start..said.range.start + asked + "取材に".len(),
        named,
        carries: false,
    })
}

/// 起訴状は…としている, 公表した報告書には…とある: a document that tells something.
fn documents(said: &Said<'_, '_>, around: &Around<'_>) -> Option<Cite> {
    static TELLING: Several = Several::of(&[
        "と記",
        "とある",
        "と書",
        "とし",
        "と指摘",
        "と結論",
        "と述べ",
        "と評価",
        "と認定",
        "と明記",
        "を指摘",
        "によ",
    ]);
    let shown = said.shown();
    TELLING.is_in(shown).then_some(())?;
    let words = around.words.citing("document");
    let tops = ["では", "には", "は", "によると", "によれば", "も"];
    let ends = shown.char_indices().filter(|(at, sign)| {
        matches!(sign, 'で' | 'に' | 'は' | 'も')
            && tops.iter().any(|top| shown[*at..].starts_with(top))
    });
    // 文書は公開された: the thing is spoken of; 文書では is what it says.
    let things = ["文書", "資料", "メモ", "リリース"];
    let (at, word) = ends.into_iter().find_map(|(end, sign)| {
        let word = words.iter().find(|word| !word.is_ascii() && shown[..end].ends_with(**word))?;
        let spoken = matches!(sign, 'は' | 'も') && things.contains(word);
        (!spoken).then_some((end - word.len(), word))
    })?;
    let free = shown[..at]
        .chars()
        .next_back()
        .is_none_or(|sign| matches!(sign, '、' | 'の' | 'た' | 'る' | '(' | '」' | '同' | ' '));
    free.then_some(())?;
    let start = said.range.start + at;
    let named = around.name(word, start)?;
    Some(Cite { via: named.start..start + word.len() + 'は'.len_utf8(), named, carries: false })
}

/// …との関係者の見方を伝えた, and ある高官は同紙に…と語った: who stands behind the report.
fn relayed(said: &Said<'_, '_>, around: &Around<'_>) -> Option<Cite> {
    static RELAYS: Several = Several::of(&[
        "の見方を伝え",
        "の話を伝え",
        "の証言を伝え",
        "の説明を伝え",
        "の見方を報じ",
        "の証言を報じ",
        "は同紙に",
        "は同通信に",
        "は同誌に",
        "は同局に",
    ]);
    let shown = said.shown();
    let at = RELAYS.first_start(shown)?;
    let from = shown[..at].rfind("との").map_or(0, |place| place + "との".len());
    let named = around.before(said.range.start + from, said.range.start + at)?;
    let end = shown[at..].find(['、', '「', '。']).map_or(shown.len(), |length| at + length);
    let unnamed = named.kind == SourceKind::Unnamed;
    unnamed.then(|| Cite { via: named.start..said.range.start + end, named, carries: false })
}

/// ロイター通信が伝えた: a sentence that only says who reported the one before.
fn credit(said: &Said<'_, '_>, around: &Around<'_>) -> Option<Cite> {
    (is_credit(said.shown()) && said.range.len() <= 90).then_some(())?;
    let at = said.shown().find('が')?;
    let named = around.before(said.range.start, said.range.start + at)?;
    // 甲社が明らかにした announces; only somebody without a name is cited so.
    let announces = ["明らかに", "証言"].iter().any(|verb| said.shown().contains(verb));
    (!announces || named.kind == SourceKind::Unnamed).then_some(())?;
    Some(Cite { via: named.start..said.range.end, named, carries: true })
}

/// A short sentence of a name and a verb of passing on.
pub(super) fn is_credit(shown: &str) -> bool {
    let ends = [
        "が明らかにした。",
        "が証言した。",
        "が伝えた。",
        "が報じた。",
        "が報じている。",
        "が伝えている。",
        "が報道した。",
    ];
    let short = shown.len() <= 90 && ends.iter().any(|end| shown.ends_with(end));
    short || shown.ends_with("」と断じた。") || shown.ends_with("」と書いている。")
}

/// Whether the sentence goes on with what a publication reports: と伝えている.
pub(super) fn passes_on(said: &Said<'_, '_>) -> bool {
    ["と伝え", "と報じ", "という", "とのこと"].iter().any(|verb| said.shown().contains(verb))
}
