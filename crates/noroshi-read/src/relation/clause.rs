//! Which phrases of a Japanese sentence belong to a verb.

use std::ops::Range;

use noroshi_model::MentionKind;

use super::phrase::{Case, Kind, Piece, is_hiragana};
use crate::said::Said;

/// Endings with which a verb describes the noun that follows it.
const ADNOMINAL: &[char] =
    &['る', 'た', 'う', 'く', 'む', 'ぶ', 'す', 'い', 'だ', 'つ', 'ぐ', 'ぬ', 'な'];

/// Nouns for a doing: 甲を狙う攻撃. Who does it stands elsewhere.
const DEEDS: &[&str] = &[
    "攻撃",
    "サイバー攻撃",
    "手口",
    "手法",
    "活動",
    "作戦",
    "動き",
    "事例",
    "事案",
    "事件",
    "被害",
    "行為",
    "犯行",
    "侵入",
    "攻撃活動",
    "攻撃手法",
    "一連",
    "ケース",
    "攻撃キャンペーン",
    "キャンペーン",
    "詐欺",
    "フィッシング",
    "技術",
    "戦術",
];

/// Phrases around a verb, by their case.
#[derive(Debug, Default, Clone, Copy)]
pub(super) struct Arguments {
    pub(super) topic: Option<usize>,
    pub(super) subject: Option<usize>,
    pub(super) object: Option<usize>,
    pub(super) goal: Option<usize>,
    pub(super) partner: Option<usize>,
    pub(super) means: Option<usize>,
    pub(super) source: Option<usize>,
    pub(super) agent: Option<usize>,
    pub(super) via: Option<usize>,
    pub(super) until: Option<usize>,
    pub(super) role: Option<usize>,
    pub(super) ground: Option<usize>,
    pub(super) about: Option<usize>,
}

impl Arguments {
    fn slot(&mut self, case: Case) -> Option<&mut Option<usize>> {
        Some(match case {
            Case::Topic => &mut self.topic,
            Case::Subject => &mut self.subject,
            Case::Object => &mut self.object,
            Case::Goal => &mut self.goal,
            Case::Partner => &mut self.partner,
            Case::Means => &mut self.means,
            Case::Source => &mut self.source,
            Case::Agent => &mut self.agent,
            Case::Via => &mut self.via,
            Case::Until => &mut self.until,
            Case::Role => &mut self.role,
            Case::Ground => &mut self.ground,
            Case::About => &mut self.about,
            _ => return None,
        })
    }
}

/// された, 狙われた, 標的となった.
pub(super) fn is_passive(shown: &str) -> bool {
    let start: String = kana_of(shown).chars().take(5).collect();
    [
        "され",
        "われ",
        "まれ",
        "られ",
        "ばれ",
        "かれ",
        "けられ",
        "めら",
        "となっ",
        "となる",
        "になっ",
        "になる",
    ]
    .iter()
    .any(|kana| start.starts_with(kana))
}

/// The kana that end a verb.
pub(super) fn kana_of(shown: &str) -> &str {
    let stem = shown.trim_end_matches(is_hiragana);
    &shown[stem.len()..]
}

/// What a walk to the left has passed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Passed {
    Nothing,
    /// A verb that goes on: 使い、.
    Chain,
    /// A verb that describes a noun.
    Modifier,
    /// A statement that somebody makes, or a contrast.
    Break,
}

/// The pieces of a range of a sentence.
pub(super) struct Clause<'s, 'a, 'k> {
    pub(super) said: &'s Said<'a, 'k>,
    pub(super) pieces: Vec<Piece>,
}

impl<'a> Clause<'_, 'a, '_> {
    /// The words of a range.
    pub(super) fn text(&self, range: &Range<usize>) -> &'a str {
        &self.said.text[range.clone()]
    }

    /// Whether a verb describes the noun that follows it directly.
    pub(super) fn is_modifier(&self, at: usize) -> bool {
        let Some(piece) = self.pieces.get(at).filter(|piece| !piece.comma) else { return false };
        let next = self.pieces.get(at + 1);
        let joined = next
            .is_some_and(|next| !matches!(next.kind, Kind::Verb) && next.core.start == piece.end);
        joined && self.text(&piece.core).ends_with(ADNOMINAL)
    }

    /// The noun phrase that a describing verb describes: the first one behind it.
    pub(super) fn described(&self, at: usize) -> Option<usize> {
        let cleft = || {
            let piece = self.pieces.get(at)?;
            let next = self.pieces.get(at + 1)?;
            let noun = matches!(next.kind, Kind::Phrase(_)) && next.core.start == piece.end;
            (noun && self.text(&piece.core).ends_with("のは")).then_some(at + 1)
        };
        // 指示を受けて活動する集団: the last verb of the chain describes.
        let chained = || {
            let piece = self.pieces.get(at).filter(|piece| !piece.comma)?;
            let goes_on = self.text(&piece.core).ends_with(['て', 'で']);
            let next =
                self.pieces.get(at + 1).filter(|next| !matches!(next.kind, Kind::Phrase(_)))?;
            (goes_on && next.core.start == piece.end && self.is_modifier(at + 1)).then_some(at + 2)
        };
        if self.is_modifier(at) { Some(at + 1) } else { cleft().or_else(chained) }
    }

    /// The name in 「乙」と呼ばれる集団 and 乙を名乗る販売者, for the phrase 集団 or 販売者.
    pub(super) fn named_by(&self, at: usize) -> Option<Range<usize>> {
        let verb = at.checked_sub(1).filter(|verb| self.described(*verb) == Some(at))?;
        let shown = self.text(&self.pieces[verb].core);
        let calls = ["呼", "称", "名乗", "自称", "名付", "名づけ", "追跡", "いう", "いわれ"];
        if !calls.iter().any(|word| shown.contains(word)) {
            return None;
        }
        if let Some(cue) =
            verb.checked_sub(1).filter(|cue| self.text(&self.pieces[*cue].core).contains('名'))
        {
            let name = self.directly_before(cue, &[Case::Bare])?;
            return Some(self.pieces[name].core.clone());
        }
        let arguments = self.arguments(verb);
        let name = arguments.partner.or(arguments.object).or(arguments.role)?;
        Some(self.pieces[name].core.clone())
    }

    /// 置く企業のMandiant: the name behind a class noun is the head.
    pub(super) fn named_head(&self, head: usize) -> usize {
        let named = |at: usize| {
            let core = &self.pieces[at].core;
            self.said
                .mentions
                .iter()
                .any(|(place, _)| core.start <= place.start && place.end == core.end)
        };
        let joined = self.pieces.get(head + 1).is_some_and(|next| {
            self.pieces[head].kind == Kind::Phrase(Case::Of)
                && matches!(next.kind, Kind::Phrase(_))
                && next.core.start == self.pieces[head].end
        });
        let deed = self.is_deed(head);
        if joined && !deed && !named(head) && named(head + 1) { head + 1 } else { head }
    }

    /// Whether a phrase is a noun for a doing, or the words around a name of none.
    pub(super) fn is_deed(&self, at: usize) -> bool {
        let Some(piece) = self.pieces.get(at) else { return false };
        let shown = self.text(&piece.core).trim_end_matches(is_hiragana);
        DEEDS.iter().any(|noun| shown.ends_with(noun))
    }

    /// Whether a noun makes what describes it a mere thought: 悪用する可能性.
    pub(super) fn is_imagined(&self, at: usize) -> bool {
        let shown = self.text(&self.pieces[at].core).trim_end_matches(is_hiragana);
        [
            "可能性",
            "疑い",
            "恐れ",
            "見方",
            "説",
            "場合",
            "形跡",
            "痕跡",
            "証拠",
            "事実",
            "必要",
            "計画",
            "兆候",
            "懸念",
            "リスク",
            "危険",
            "危険性",
            "際",
        ]
        .iter()
        .any(|noun| shown.ends_with(noun))
    }

    /// The phrases that belong to the verb at `at`, from the right to the left.
    pub(super) fn arguments(&self, at: usize) -> Arguments {
        let mut found = Arguments::default();
        let mut passed = Passed::Nothing;
        // Whether a describing verb has its own subject: the noun that it describes.
        let mut settled = false;
        for place in (0..at).rev() {
            let piece = &self.pieces[place];
            let Kind::Phrase(case) = piece.kind else {
                passed = passed.max(self.passing(place));
                let shown = self.text(&piece.core);
                let told = ["とされ", "と呼ばれ", "とみられ", "といわれ"]
                    .iter()
                    .any(|word| shown.contains(word));
                settled |= told && self.is_modifier(place);
                continue;
            };
            let taken = match passed {
                Passed::Nothing => true,
                Passed::Chain => {
                    matches!(case, Case::Topic | Case::Subject | Case::Ground | Case::About)
                }
                Passed::Modifier => {
                    case == Case::Topic
                        || (settled && case == Case::Subject)
                        || (piece.comma
                            && matches!(case, Case::Subject | Case::Until | Case::Ground))
                }
                Passed::Break => case == Case::Topic,
            };
            settled |= passed == Passed::Modifier && case == Case::Object;
            if !taken || self.is_time(piece) {
                continue;
            }
            if let Some(slot) = found.slot(case) {
                slot.get_or_insert(place);
            }
        }
        found
    }

    fn passing(&self, place: usize) -> Passed {
        let piece = &self.pieces[place];
        let shown = self.text(&piece.core);
        if self.is_modifier(place) {
            Passed::Modifier
        } else if piece.comma && shown.ends_with(['が', 'と']) {
            Passed::Break
        } else {
            Passed::Chain
        }
    }

    fn is_time(&self, piece: &Piece) -> bool {
        let shown = self.text(&piece.core);
        let moment = ["後", "時点", "以降", "当時", "時", "前", "現在", "同日"]
            .iter()
            .any(|end| shown.ends_with(end));
        if moment && !shown.ends_with("名前") {
            return true;
        }
        let date = |kind: MentionKind| kind == MentionKind::Date;
        self.said
            .mentions
            .iter()
            .any(|(place, mention)| place.end == piece.core.end && date(mention.kind))
            && !matches!(piece.kind, Kind::Phrase(Case::Until | Case::OfUntil))
    }

    /// The items of the noun phrase that ends with the piece: 甲社の端末や乙社 are two. In
    /// order from the right.
    pub(super) fn items(&self, at: usize) -> Vec<Range<usize>> {
        let Some(last) = self.pieces.get(at) else { return Vec::new() };
        let mut items = vec![last.core.clone()];
        for place in (0..at).rev() {
            let (piece, next) = (&self.pieces[place], &self.pieces[place + 1]);
            let Kind::Phrase(case) = piece.kind else { break };
            if piece.end != next.core.start || items.len() > 12 {
                break;
            }
            let named = || {
                self.said.mentions.iter().any(|(at, mention)| {
                    piece.core.start <= at.start
                        && at.end <= piece.core.end
                        && mention.kind != MentionKind::Date
                })
            };
            match case {
                Case::And => items.push(piece.core.clone()),
                Case::Bare if piece.comma && named() => items.push(piece.core.clone()),
                Case::Partner if !piece.comma && (named() || self.is_object(at)) => {
                    items.push(piece.core.clone())
                }
                case if case.is_inner() => {
                    if let Some(item) = items.last_mut() {
                        item.start = piece.core.start;
                    }
                }
                _ => break,
            }
        }
        items
    }

    /// Where 対応 starts in 1月21日までの対応.
    pub(super) fn behind_until(&self, at: usize) -> Option<usize> {
        let mut place = at;
        while let Some(before) = place.checked_sub(1) {
            let piece = &self.pieces[before];
            match piece.kind {
                Kind::Phrase(Case::OfUntil) if piece.end == self.pieces[place].core.start => {
                    return Some(self.pieces[place].core.start);
                }
                Kind::Phrase(case) if case.is_inner() => place = before,
                _ => return None,
            }
        }
        None
    }

    fn is_object(&self, at: usize) -> bool {
        self.pieces[at].kind == Kind::Phrase(Case::Object)
    }

    /// The piece directly before, when it is a phrase of the case.
    pub(super) fn directly_before(&self, at: usize, cases: &[Case]) -> Option<usize> {
        let before = at.checked_sub(1)?;
        let piece = &self.pieces[before];
        let joined = piece.end == self.pieces[at].core.start && !piece.comma;
        matches!(piece.kind, Kind::Phrase(case) if joined && cases.contains(&case))
            .then_some(before)
    }
}
