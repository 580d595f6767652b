//! What a Japanese noun phrase is: an organisation, an actor, a thing. The words are data of
//! the pack (`party` in `knowledge/lexicon/`).

use std::collections::HashMap;
use std::ops::Range;

use noroshi_model::{CueKind, Knowledge, MentionKind};

use super::phrase::{Class, Phrase};
use crate::quick::Quickly;
use crate::said::Said;

/// What a word of the lexicon says of a phrase that is it, or that ends in it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Sign {
    /// 当社
    Own,
    /// 同社
    Again,
    /// 攻撃者
    Nobody,
    /// 委託先
    Generic,
    /// Ends a group: ハッカー集団.
    Group,
    /// Ends a body: 銀行.
    Body,
    /// Ends a thing: サーバー.
    Thing,
    /// Ends a body without a name: 企業.
    Kind,
}

impl Sign {
    fn from_word(word: &str) -> Option<Self> {
        Some(match word {
            "own" => Self::Own,
            "again" => Self::Again,
            "nobody" => Self::Nobody,
            "generic" => Self::Generic,
            "group" => Self::Group,
            "body" => Self::Body,
            "thing" => Self::Thing,
            "kind" => Self::Kind,
            _ => return None,
        })
    }
}

/// Legal forms inside names.
const FORMS: &[&str] = &["株式会社", "有限会社", "合同会社", "合資会社", "相互会社"];

/// Signs of an ending that is looked for, in bytes.
const LONGEST: usize = 48;

/// The words that tell who and what somebody is.
#[derive(Debug, Default)]
pub(crate) struct Parties<'k> {
    signs: HashMap<&'k str, Vec<Sign>, Quickly>,
}

impl<'k> Parties<'k> {
    /// Takes the words of the lexicon.
    pub(crate) fn new(knowledge: &'k Knowledge) -> Self {
        let mut signs: HashMap<&str, Vec<Sign>, Quickly> = HashMap::default();
        for cue in knowledge.lexicon.cues.iter().filter(|cue| cue.kind == CueKind::Party) {
            signs.entry(&cue.text).or_default().extend(Sign::from_word(&cue.value));
        }
        Self { signs }
    }

    fn is(&self, shown: &str, sign: Sign) -> bool {
        self.signs.get(shown).is_some_and(|known| known.contains(&sign))
    }

    /// Bytes of the longest ending of a kind.
    fn ending(&self, shown: &str, sign: Sign) -> Option<usize> {
        let from = shown.ceil_char_boundary(shown.len().saturating_sub(LONGEST));
        let places = shown[from..].char_indices().map(|(at, _)| from + at);
        let mut endings = places.filter_map(|at| shown.get(at..));
        endings.find(|ending| self.is(ending, sign)).map(str::len)
    }

    fn ends(&self, shown: &str, sign: Sign) -> bool {
        self.ending(shown, sign).is_some()
    }

    /// What a run without mentions is, by its ending.
    pub(super) fn class(&self, shown: &str) -> Class {
        let bare = shown.trim().trim_end_matches(|sign: char| sign.is_ascii_digit());
        let of_own = bare.strip_prefix('本').or_else(|| bare.strip_prefix('当'));
        if self.is(bare, Sign::Own) || of_own.is_some_and(|rest| self.is(rest, Sign::Body)) {
            return Class::Own;
        }
        if self.is(bare, Sign::Again) {
            return Class::Again;
        }
        if self.is(bare, Sign::Nobody) {
            return Class::Nobody;
        }
        if bare.chars().all(|sign| sign.is_ascii_digit()) || bare.chars().count() < 2 {
            return Class::Thing;
        }
        if self.is_generic(bare) {
            return Class::Generic;
        }
        if FORMS.iter().any(|form| bare.starts_with(form) && bare.len() > form.len()) {
            return Class::Organization;
        }
        if let Some(counted) = self.counted(bare) {
            return counted;
        }
        let body = self.ending(bare, Sign::Body);
        let thing = self.ending(bare, Sign::Thing);
        match (body, thing) {
            (Some(body), thing) if bare.len() > body && thing.is_none_or(|thing| thing < body) => {
                Class::Organization
            }
            (Some(_), _) if body == Some(bare.len()) => Class::Thing,
            (_, Some(_)) => Class::Thing,
            _ if self.ends(bare, Sign::Group) => Class::Nobody,
            _ if is_short_katakana(bare) => Class::Thing,
            _ => Class::Name,
        }
    }

    /// 国内3工場, 6市: so many of a kind, no name; works and shops are the owner's.
    fn counted(&self, shown: &str) -> Option<Class> {
        let body = self.ending(shown, Sign::Body)?;
        let places = ["工場", "支店", "店舗", "拠点"];
        shown[..shown.len() - body].ends_with(|sign: char| sign.is_ascii_digit()).then(|| {
            if places.contains(&&shown[shown.len() - body..]) {
                Class::Thing
            } else {
                Class::Generic
            }
        })
    }

    /// 部品会社, 日本企業, 海外子会社: a kind of organisation, no name.
    fn is_generic(&self, shown: &str) -> bool {
        let legal = FORMS.iter().any(|form| shown.contains(form));
        let compound = !legal && shown.chars().count() <= 10 && self.ends(shown, Sign::Kind);
        self.is(shown, Sign::Generic) || compound
    }
}

/// Kanji, katakana, Latin letters, digits and the signs inside names.
pub(super) fn is_noun_sign(sign: char) -> bool {
    matches!(sign, '\u{30a1}'..='\u{30fc}' | '\u{3400}'..='\u{9fff}' | 'a'..='z' | 'A'..='Z' | '0'..='9')
        || matches!(sign, '々' | '&' | '_' | '-' | '.')
}

/// The phrase of a run of noun signs.
pub(super) fn phrase(said: &Said<'_, '_>, run: Range<usize>) -> Phrase {
    if let Some(named) = named_by_quotes(said, &run) {
        return named;
    }
    if let Some(known) = known(said, &run) {
        return known;
    }
    let run = behind_its_kind(said, run);
    let shown = &said.text[run.clone()];
    let (class, range) = match person(shown) {
        Some(length) => (Class::Person, run.start..run.start + length),
        None => (said.parties.class(shown), run),
    };
    Phrase { range, class }
}

/// 機械メーカー・甲機工: the name stands behind the dot.
fn behind_its_kind(said: &Said<'_, '_>, run: Range<usize>) -> Range<usize> {
    let shown = &said.text[run.clone()];
    let Some((front, rest)) = shown.split_once('・') else { return run };
    let kind = rest.chars().count() >= 2
        && (said.parties.ends(front, Sign::Kind) || said.parties.is(front, Sign::Generic));
    if kind { run.end - rest.len()..run.end } else { run }
}

/// 攻撃グループ「甲」, ECサイト「乙」: the name stands in quotation marks.
fn named_by_quotes(said: &Said<'_, '_>, run: &Range<usize>) -> Option<Phrase> {
    let shown = &said.text[run.clone()];
    let open = shown.find(['「', '『'])?;
    let (front, quoted) = (&shown[..open], &shown[open..]);
    let inner = quoted.trim_matches(['「', '」', '『', '』']);
    let start = run.start + open + '「'.len_utf8();
    let range = start..start + inner.len();
    if said.parties.ends(front, Sign::Group) {
        return Some(Phrase { range, class: Class::Actor });
    }
    let known = known(said, &range);
    known.or_else(|| {
        let body = matches!(said.parties.class(front), Class::Organization | Class::Generic);
        let class = if body { Class::Organization } else { Class::Thing };
        Some(Phrase { range, class })
    })
}

/// What the mentions inside say: the last one decides, unless a thing stands behind it.
fn known(said: &Said<'_, '_>, run: &Range<usize>) -> Option<Phrase> {
    let from = said.mentions.partition_point(|(place, _)| place.start < run.start);
    let inside = said.mentions[from..].iter().take_while(|(place, _)| place.end <= run.end);
    let (place, mention) = inside.last()?;
    let behind = &said.text[place.end..run.end];
    let fronted = place.start > run.start;
    if fronted
        && matches!(mention.kind, MentionKind::Sector | MentionKind::Country | MentionKind::Product)
    {
        return None;
    }
    let registry = ["PyPI", "npm", "GitHub", "RubyGems", "NuGet", "Maven Central", "crates.io"];
    let class = match mention.kind {
        _ if registry.contains(&&said.text[place.clone()]) => Class::Thing,
        MentionKind::ThreatActor | MentionKind::Campaign => Class::Actor,
        MentionKind::Malware if is_brand(said, behind) => Class::Actor,
        // A name that only its form makes one yields to the words of the lexicon: 案内システム.
        MentionKind::Organization
            if mention.reason.rule == "new-organization"
                && matches!(
                    said.parties.class(&said.text[run.clone()]),
                    Class::Thing | Class::Generic
                ) =>
        {
            said.parties.class(&said.text[run.clone()])
        }
        MentionKind::Organization => Class::Organization,
        MentionKind::Person => Class::Person,
        MentionKind::Sector
            if behind.is_empty() || behind.starts_with("関連") || is_branch(behind) =>
        {
            Class::Sector
        }
        MentionKind::Country if behind.is_empty() || behind == "系" => Class::Place,
        MentionKind::Country | MentionKind::Sector => return None,
        _ => Class::Thing,
    };
    if class == Class::Organization && longer_name(said, behind) {
        return Some(Phrase { range: run.clone(), class });
    }
    // 機械メーカー・甲機工: the name stands behind the dot.
    let dotted = said.text[run.start..place.start].ends_with('・');
    let whole = fronted && !dotted && matches!(class, Class::Organization | Class::Person);
    let start = if whole { run.start } else { place.start };
    Some(Phrase { range: start..place.end, class })
}

/// 物流各社, 鉄道関係者: a branch with a word for those in it.
fn is_branch(behind: &str) -> bool {
    let words =
        "各社 業界 企業 関連企業 関係者 業 大手 会社 各行 団体 事業者 機関 サイト 分野 各社名";
    words.split(' ').any(|word| word == behind)
}

/// LockBit, LockBitグループ: a brand of extortion acts.
fn is_brand(said: &Said<'_, '_>, behind: &str) -> bool {
    behind.is_empty() || said.parties.ends(behind, Sign::Group)
}

/// Whether what stands behind a known name makes a longer one: 霞台 + 電力株式会社.
fn longer_name(said: &Said<'_, '_>, behind: &str) -> bool {
    !behind.is_empty() && said.parties.class(behind) == Class::Organization
}

const TITLES: &[&str] =
    &["容疑者", "被告", "氏", "氏ら", "さん", "元社員", "社長", "会長", "知事", "市長"];

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

/// ポンプ, ライン: a thing more often than a name.
fn is_short_katakana(shown: &str) -> bool {
    shown.chars().count() <= 4 && shown.chars().all(|sign| matches!(sign, '\u{30a1}'..='\u{30fc}'))
}
