//! A sentence as the model of blame sees it: everybody in it who may be held responsible. Shared with the command that
//! trains it.

use std::collections::VecDeque;
use std::ops::Range;

use noroshi_model::{Claim, EntityKind, Mention, MentionKind};

use super::super::feature::class;
use super::super::letter::Letters;

/// Letters of the longest sentence that is gone over. What is longer is a table or a dump.
const LONGEST: usize = 400;

/// Letters of the longest noun.
const NOUN: usize = 24;

/// What somebody is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Sort {
    /// A name of attackers.
    Group,
    /// A name of malware, which may be that of a gang as well.
    Brand,
    Campaign,
    Country,
    /// An organisation whose name is like that of an office of a state.
    Office,
    Person,
    /// A noun for persons: 元社員の男.
    People,
    /// A noun for attackers: 犯人グループ.
    Band,
    /// A noun for a state or an office of one: 隣国の情報機関.
    State,
}

impl Sort {
    /// Sorts that are alike in what is told of them.
    pub(crate) fn coarse(self) -> u64 {
        match self {
            Self::Group | Self::Brand | Self::Campaign => 0,
            Self::Country | Self::Office | Self::State => 1,
            Self::Person | Self::People => 2,
            Self::Band => 3,
        }
    }
}

/// Somebody in a sentence.
#[derive(Debug)]
pub(crate) struct Named {
    /// The letters.
    pub(crate) range: Range<usize>,
    pub(crate) sort: Sort,
    pub(crate) name: String,
    /// 同グループ: the name stands in a sentence before.
    pub(crate) again: bool,
    /// Whether the knowledge pack has the name.
    pub(crate) known: bool,
}

/// A sentence with everybody in it, in order of place, the nouns behind the names.
pub(crate) struct Scene {
    pub(crate) line: Letters,
    pub(crate) named: Vec<Named>,
}

impl Scene {
    /// A sentence; `None` when it is too long or too short to tell anything.
    pub(crate) fn new(
        text: &str,
        sentence: &Range<usize>,
        mentions: &[&Mention],
        trail: &Trail,
    ) -> Option<Self> {
        let line = Letters::new(text, sentence);
        if !(4..=LONGEST).contains(&line.letters.len()) {
            return None;
        }
        let named = mentions.iter().filter_map(|mention| {
            let bytes = mention.span.start()..mention.span.end();
            let name = text.get(bytes.clone())?;
            let range = Some(line.within(&bytes)).filter(|range| !range.is_empty())?;
            let sort = sort(mention, name)?;
            let known = !mention.candidates.is_empty();
            Some(Named { range, sort, name: name.to_owned(), again: false, known })
        });
        let mut named: Vec<Named> = named.collect();
        let taken: Vec<(Range<usize>, MentionKind)> = mentions
            .iter()
            .map(|one| (line.within(&(one.span.start()..one.span.end())), one.kind))
            .collect();
        for (range, sort) in nouns(&line.letters, &taken) {
            named.push(noun(text, &line, range, sort, trail));
        }
        Some(Self { line, named })
    }

    pub(crate) fn letters(&self) -> &[char] {
        &self.line.letters
    }
}

/// What a mention is, when it may be held responsible.
fn sort(mention: &Mention, name: &str) -> Option<Sort> {
    let state = || mention.candidates.iter().any(|id| id.kind == EntityKind::Country);
    Some(match mention.kind {
        MentionKind::ThreatActor => Sort::Group,
        MentionKind::Malware => Sort::Brand,
        MentionKind::Campaign => Sort::Campaign,
        MentionKind::Country => Sort::Country,
        MentionKind::Person => Sort::Person,
        MentionKind::Organization if state() || is_office(name) => Sort::Office,
        _ => return None,
    })
}

/// Whether a name may be that of an office of a state: 偵察総局, GRU.
fn is_office(name: &str) -> bool {
    let ends = ["局", "省", "庁", "軍", "部", "隊", "機関", "政府", "当局", "委員会"];
    let short = name.len() <= 5 && name.bytes().all(|byte| byte.is_ascii_uppercase());
    short || ends.iter().any(|end| name.ends_with(end))
}

/// A noun; 同グループ and 同容疑者 are those who were named before.
fn noun(text: &str, line: &Letters, range: Range<usize>, sort: Sort, trail: &Trail) -> Named {
    let shown = &text[line.bytes(&range)];
    let again = ["同", "この", "その"].iter().any(|word| shown.starts_with(word))
        && !["同じ", "同一"].iter().any(|word| shown.starts_with(word));
    let meant = match sort {
        Sort::Band if again => trail.last(Sort::Group),
        Sort::People if again => trail.last(Sort::Person),
        _ => None,
    };
    let (name, sort) = meant.map_or((shown, sort), |past| (past.name.as_str(), past.sort));
    Named { range, sort, name: name.to_owned(), again: meant.is_some(), known: false }
}

/// Nouns for persons, attackers and states that no mention ends in.
fn nouns(letters: &[char], taken: &[(Range<usize>, MentionKind)]) -> Vec<(Range<usize>, Sort)> {
    let mut found = Vec::new();
    for at in 1..letters.len() {
        let Some(sort) = sort_of(&letters[..=at]) else { continue };
        let end = at + 1 + plural(&letters[at + 1..]);
        if !is_led(&letters[end..]) {
            continue;
        }
        let counted = |kind: MentionKind| matches!(kind, MentionKind::Count | MentionKind::Date);
        let names = taken.iter().filter(|(_, kind)| !counted(*kind));
        if names.clone().any(|(range, _)| range.contains(&at)) {
            continue;
        }
        let range = phrase(letters, at)..end;
        let mut inside = names.filter(|(one, _)| range.start <= one.start && one.end <= range.end);
        // 山田太郎容疑者, 夜鴉グループ: the name stands for itself.
        let named = inside.any(|(one, kind)| match kind {
            MentionKind::Person => one.end + 4 >= range.end,
            MentionKind::ThreatActor | MentionKind::Malware => one.end + 5 >= range.end,
            _ => false,
        });
        if range.len() > 1 && !named {
            found.push((range, sort));
        }
    }
    found
}

/// What a noun stands for by its last letters.
fn sort_of(letters: &[char]) -> Option<Sort> {
    let (last, rest) = letters.split_last()?;
    let before = *rest.last()?;
    let sort = match (before, *last) {
        ('害' | '用' | '当' | '係' | '記' | '患' | '医', '者') | ('会' | '全', '員') => {
            return None;
        }
        ('顧' | '乗', '客') | ('発', '生') | ('全', '国') => return None,
        ('国', '家') => Sort::State,
        (_, '国' | '軍' | '庁' | '局') | ('政', '府') | ('機', '関') | ('部', '隊' | '門') => {
            Sort::State
        }
        ('集', '団') | ('一', '味' | '派' | '団' | '群') | ('組', '織') | ('勢', '力') => {
            Sort::Band
        }
        ('ー', 'プ') | (_, '団' | '組') => Sort::Band,
        (_, '者' | '人' | '男' | '女' | '員' | '犯' | '生' | '徒' | '役' | '客' | '家') => {
            Sort::People
        }
        (_, '告' | '校' | '師' | '士' | '僚' | '歳' | '敵') => Sort::People,
        ('少' | '青', '年') | ('男' | '女', '性' | '子') | ('人', '物') | ('連', '中') => {
            Sort::People
        }
        ('内' | '外' | '幹', '部') | ('身', '内') | ('陣', '営') | ('カ', 'ー') => {
            Sort::People
        }
        (digit, '名') if digit.is_ascii_digit() || "二三四五六両数".contains(digit) => {
            Sort::People
        }
        _ => return None,
    };
    Some(sort)
}

/// Letters of ら and たち.
fn plural(behind: &[char]) -> usize {
    match behind {
        ['ら', ..] => 1,
        ['た', 'ち', ..] | ['ど', 'も', ..] => 2,
        _ => 0,
    }
}

/// Whether a particle or a mark follows.
fn is_led(behind: &[char]) -> bool {
    behind.first().is_none_or(|letter| "のがはをにともやでだらかへ、。)(」』・".contains(*letter))
}

/// Where the noun begins that ends with a letter: back over kanji, katakana, Latin, digits and の.
fn phrase(letters: &[char], last: usize) -> usize {
    let noun = |letter: &char| *letter == 'の' || matches!(class(*letter), 'K' | 'T' | 'A' | 'N');
    let low = (last + 1).saturating_sub(NOUN);
    let back = letters[low..last].iter().rev().take_while(|letter| noun(letter)).count();
    let start = last - back;
    start + letters[start..last].iter().take_while(|letter| matches!(letter, 'の' | '・')).count()
}

/// Groups, and persons, that are remembered.
const KEPT: usize = 4;

/// Somebody in a sentence before.
#[derive(Debug)]
pub(crate) struct Past {
    pub(crate) name: String,
    pub(crate) sort: Sort,
    /// The number of the sentence.
    pub(crate) sentence: usize,
    /// The letter behind it.
    pub(crate) particle: char,
    /// Whether the rules held this one responsible there.
    pub(crate) ruled: bool,
}

/// Who was named in the sentences before.
#[derive(Debug, Default)]
pub(crate) struct Trail {
    pub(crate) sentence: usize,
    /// Names of attackers, the last one at the end.
    pub(crate) groups: VecDeque<Past>,
    /// Persons, and nouns for them.
    pub(crate) persons: VecDeque<Past>,
}

impl Trail {
    /// The last one of a sort.
    fn last(&self, sort: Sort) -> Option<&Past> {
        let all = if sort == Sort::Group { &self.groups } else { &self.persons };
        all.iter().rev().find(|past| past.sort == sort)
    }

    /// Goes on to the next sentence.
    pub(crate) fn pass(&mut self, scene: Option<&Scene>, claims: &[Claim]) {
        for named in scene.iter().flat_map(|scene| &scene.named) {
            let letters = scene.map_or(&[][..], Scene::letters);
            let particle = letters.get(named.range.end).copied().unwrap_or('。');
            let held = claims.iter().filter_map(|claim| claim.attribution.as_ref());
            let ruled = held.into_iter().any(|held| held.candidate == named.name);
            let kept = match named.sort {
                Sort::Group => &mut self.groups,
                Sort::Person => &mut self.persons,
                Sort::People if ruled || "はがを".contains(particle) => &mut self.persons,
                _ => continue,
            };
            kept.retain(|past| past.name != named.name);
            kept.push_back(Past {
                name: named.name.clone(),
                sort: named.sort,
                sentence: self.sentence,
                particle,
                ruled,
            });
            if kept.len() > KEPT {
                kept.pop_front();
            }
        }
        self.sentence += 1;
    }
}
