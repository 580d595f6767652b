//! Who was spoken of last, so that 同社 and 该公司 find their name.

use std::collections::VecDeque;
use std::ops::Range;

use noroshi_model::{Attribution, AttributionLevel, Claim, Mention, MentionKind, Span, Speaker};

use crate::word;

/// A name and where it stands.
type Name = (String, Span);

/// The last company, publication and office that a paragraph spoke of. What stands in an
/// earlier paragraph is forgotten: a wrong name is worse than 同社 as written.
#[derive(Debug, Default)]
pub(crate) struct Memory {
    paragraph: u32,
    /// Whether somebody has spoken: then the last one who spoke is meant.
    spoken: bool,
    company: Option<Name>,
    publication: Option<Name>,
    office: Option<Name>,
    /// The actor, malware, package, vulnerability and person spoken of last.
    things: [Option<Name>; 5],
    /// The chain of the last claim of the paragraph; empty when the author spoke.
    speaking: Option<Vec<Speaker>>,
    /// The last chain that was not empty.
    quoted: Vec<Speaker>,
    /// Bodies of the document, the last one at the end.
    bodies: VecDeque<Name>,
    /// Persons of the document with the title behind their name.
    persons: VecDeque<(&'static str, Name)>,
    /// Who was charged last, and by whom it was said.
    charged: Option<(Vec<Speaker>, Attribution)>,
    /// Who has the floor in the minutes of a sitting.
    turn: Option<Name>,
    /// The last one who spoke without a name.
    unnamed: Option<(String, Option<Span>)>,
}

/// Kinds of which the last one is meant by 同グループ, 同マルウェア and their like.
const THINGS: [MentionKind; 5] = [
    MentionKind::ThreatActor,
    MentionKind::Malware,
    MentionKind::Package,
    MentionKind::Vulnerability,
    MentionKind::Person,
];

/// How many bodies and persons are remembered.
const KEPT: usize = 16;

/// Titles that stand behind a name, and later for it: 山田社長, 社長. Longer ones first.
const TITLES: &[&str] = &[
    "主任研究員",
    "上級研究員",
    "官房長官",
    "副大統領",
    "特命全権大使",
    "最高経営責任者",
    "代表取締役",
    "研究員",
    "副総裁",
    "副社長",
    "副会長",
    "副長官",
    "副知事",
    "副市長",
    "事務局長",
    "事務総長",
    "理事長",
    "報道官",
    "准教授",
    "大統領",
    "弁護士",
    "容疑者",
    "被告人",
    "警視総監",
    "社長",
    "会長",
    "館長",
    "院長",
    "局長",
    "部長",
    "課長",
    "室長",
    "所長",
    "署長",
    "総裁",
    "知事",
    "市長",
    "町長",
    "村長",
    "長官",
    "大臣",
    "首相",
    "教授",
    "被告",
    "議員",
    "代表",
    "校長",
    "学長",
    "大使",
    "次官",
    "氏",
    "さん",
];

/// What a name is, by its ending.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Body {
    Company,
    Publication,
    Office,
}

impl Memory {
    /// Goes on to a paragraph.
    pub(crate) fn enter(&mut self, paragraph: u32) {
        if self.paragraph != paragraph {
            let (bodies, persons) =
                (std::mem::take(&mut self.bodies), std::mem::take(&mut self.persons));
            *self = Self { paragraph, bodies, persons, ..Self::default() };
        }
    }

    /// Keeps the organisations of a sentence, and who spoke in it.
    pub(crate) fn learn(
        &mut self,
        text: &str,
        sentence: &Range<usize>,
        mentions: &[(Range<usize>, Mention)],
        claims: &[Claim],
    ) {
        let shown = &text[sentence.clone()];
        if shown.starts_with(['○', '◯', '●']) {
            self.turn = labelled(shown).and_then(|label| {
                let first = claims.iter().flat_map(|claim| claim.speakers.iter());
                first.filter_map(named).find(|(name, _)| label.contains(name.as_str()))
            });
        }
        let speakers = claims.iter().flat_map(|claim| claim.speakers.iter());
        let spoken = speakers.filter_map(|speaker| match speaker {
            Speaker::Named { name, span } => Some((name.as_str(), (*span)?)),
            Speaker::Unnamed { .. } | Speaker::Author => None,
        });
        let organisations = mentions
            .iter()
            .filter(|(_, mention)| mention.kind == MentionKind::Organization)
            .map(|(range, mention)| (&text[range.clone()], mention.span));
        let repeated =
            |kind: MentionKind| kind == MentionKind::ThreatActor && speaks_of_same(shown);
        for (known, kind) in self.things.iter_mut().zip(THINGS) {
            if known.is_some() && repeated(kind) {
                continue;
            }
            let mut named = mentions.iter().filter(|(_, mention)| mention.kind == kind);
            let Some((range, first)) = named.next() else { continue };
            let name = &text[range.clone()];
            // Of two different ones nobody knows which is meant; other names in brackets are
            // those of the first.
            let alone = named.all(|(place, other)| {
                let between = text.get(range.end..place.start).unwrap_or_default();
                other.canonical == first.canonical || is_open_bracket(between)
            });
            *known = alone.then(|| (name.to_owned(), first.span));
        }
        if !self.spoken {
            organisations.for_each(|(name, span)| self.keep(name, span));
        }
        for (name, span) in spoken {
            self.spoken = true;
            self.keep(name, span);
        }
        self.learn_persons(text, mentions);
        let nameless = claims.iter().flat_map(|claim| claim.speakers.iter()).filter_map(
            |speaker| match speaker {
                Speaker::Unnamed { as_written, span } => Some((as_written.clone(), *span)),
                Speaker::Named { .. } | Speaker::Author => None,
            },
        );
        self.unnamed = nameless.last().or(self.unnamed.take());
        let of_persons = |claim: &&Claim| {
            claim.attribution.as_ref().is_some_and(|it| it.level == AttributionLevel::Persons)
        };
        if let Some(claim) = claims.iter().rfind(of_persons) {
            let chain = claim.speakers.iter().filter(|one| **one != Speaker::Author).cloned();
            self.charged = claim.attribution.clone().map(|held| (chain.collect(), held));
        }
        if let Some(last) = claims.last() {
            let chain = last.speakers.iter().filter(|speaker| **speaker != Speaker::Author);
            let chain: Vec<Speaker> = chain.cloned().collect();
            if !chain.is_empty() {
                self.quoted.clone_from(&chain);
            }
            self.speaking = Some(chain);
        }
    }

    /// Who has the floor.
    pub(crate) fn turn(&self) -> Option<Name> {
        self.turn.clone()
    }

    /// 逮捕容疑は: whom the police charged in a sentence before, and who said so.
    pub(crate) fn charged(&self) -> Option<&(Vec<Speaker>, Attribution)> {
        self.charged.as_ref()
    }

    /// Who spoke last in the paragraph; empty for the author.
    pub(crate) fn speaking(&self) -> Option<&[Speaker]> {
        self.speaking.as_deref()
    }

    /// 同高官, 同関係者: the one without a name who spoke last.
    pub(crate) fn same_unnamed(&self, shown: &str) -> Option<Speaker> {
        let ending = shown.strip_prefix('同').filter(|ending| !ending.is_empty())?;
        let (as_written, span) = self.unnamed.clone()?;
        as_written.ends_with(ending).then_some(Speaker::Unnamed { as_written, span })
    }

    /// The last one of the paragraph who was not the author; empty when there is none.
    pub(crate) fn quoted(&self) -> &[Speaker] {
        &self.quoted
    }

    /// The body named last.
    pub(crate) fn last_body(&self) -> Option<Name> {
        self.bodies.back().cloned()
    }

    /// The two bodies named last, in order: 両社.
    pub(crate) fn both(&self) -> Vec<Name> {
        self.bodies.iter().rev().take(2).rev().cloned().collect()
    }

    fn learn_persons(&mut self, text: &str, mentions: &[(Range<usize>, Mention)]) {
        for (range, mention) in mentions.iter().filter(|(_, it)| it.kind == MentionKind::Person) {
            let behind = text[range.end..].trim_start_matches(' ');
            // 佐藤花子(さとう はなこ)被告: the reading stands between.
            let close = behind.strip_prefix('(').and_then(|inner| inner.find(')'));
            let behind =
                close.filter(|at| *at <= 60).map_or(behind, |at| &behind[at + "()".len()..]);
            let behind = behind.trim_start_matches([' ', ')']);
            let Some(title) = TITLES.iter().find(|title| behind.starts_with(**title)) else {
                continue;
            };
            let name = text[range.clone()].to_owned();
            self.persons.retain(|(_, (known, _))| *known != name);
            self.persons.push_back((title, (name, mention.span)));
            if self.persons.len() > KEPT {
                self.persons.pop_front();
            }
        }
    }

    /// 社長, 山田容疑者: the person that the document has named with this title.
    fn person(&self, shown: &str) -> Option<Name> {
        let title = TITLES.iter().find(|title| word::ends(shown, title))?;
        let family = shown.strip_suffix(title)?.trim_start_matches('同');
        let fits = |(known, (name, _)): &&(&str, Name)| {
            if family.is_empty() {
                known == title
            } else {
                name.starts_with(family) && name != family
            }
        };
        self.persons.iter().rev().find(fits).map(|(_, name)| name.clone())
    }

    /// 被告, 容疑者: the person that was given this title.
    pub(crate) fn titled(&self, shown: &str) -> Option<Name> {
        self.person(shown)
    }

    /// The company of a document that names no other one.
    fn only_company(&self) -> Option<&Name> {
        let mut companies = self.bodies.iter().filter(|(name, _)| body(name) == Body::Company);
        companies.next().filter(|_| companies.next().is_none())
    }

    /// 企業団 for 白樺水道企業団: the end of a body's name.
    fn body_ending_in(&self, ending: &str) -> Option<Name> {
        let fits = |(name, _): &&Name| name.ends_with(ending) && name != ending;
        self.bodies.iter().rev().find(fits).cloned()
    }

    fn keep(&mut self, name: &str, span: Span) {
        let person = ["さん", "氏", "様", "社長", "部長", "容疑者", "被告"]
            .iter()
            .any(|end| name.ends_with(end));
        let common =
            person || name.starts_with(|sign: char| sign.is_ascii_lowercase() || sign == '同');
        if common || name.chars().count() > 24 {
            return;
        }
        self.bodies.retain(|(known, _)| known != name);
        self.bodies.push_back((name.to_owned(), span));
        if self.bodies.len() > KEPT {
            self.bodies.pop_front();
        }
        let place = match body(name) {
            Body::Company => &mut self.company,
            Body::Publication => &mut self.publication,
            Body::Office => &mut self.office,
        };
        let newer = place.as_ref().is_none_or(|(_, known)| known.start() <= span.start());
        if newer {
            *place = Some((name.to_owned(), span));
        }
    }

    /// The only one of a kind that was spoken of last.
    pub(crate) fn last(&self, kind: MentionKind) -> Option<&str> {
        let at = THINGS.iter().position(|thing| *thing == kind)?;
        self.things[at].as_ref().map(|(name, _)| name.as_str())
    }

    /// Whom a word such as 同社 means.
    pub(crate) fn meant(&self, shown: &str) -> Option<Name> {
        let place = match shown {
            "同社" | "該社" | "该公司" | "該公司" | "会社" | "会社側" => {
                self.company.as_ref().or(self.publication.as_ref()).or_else(|| self.only_company())
            }
            "同紙" | "同通信" | "同誌" => self.publication.as_ref(),
            "同省" | "同庁" | "同局" | "同府" => self.office.as_ref(),
            _ => None,
        };
        let kanji = |sign: char| matches!(sign, '\u{4e00}'..='\u{9fff}');
        let common = (2..=6).contains(&shown.chars().count()) && shown.chars().all(kanji);
        place.cloned().or_else(|| self.person(shown)).or_else(|| {
            common.then(|| self.body_ending_in(shown.trim_start_matches('同'))).flatten()
        })
    }
}

/// ○委員(甲野乙子君): what stands in the bracket of a label.
fn labelled(shown: &str) -> Option<&str> {
    let (_, inner) = shown.split_once('(')?;
    Some(inner.split_once("君)")?.0)
}

fn named(speaker: &Speaker) -> Option<Name> {
    match speaker {
        Speaker::Named { name, span } => Some((name.clone(), (*span)?)),
        Speaker::Unnamed { .. } | Speaker::Author => None,
    }
}

/// Whether a bracket opens directly behind a name and is not closed yet.
fn is_open_bracket(between: &str) -> bool {
    let open = between.trim_start_matches(['」', '』', ' ']).starts_with('(');
    open && !between.contains(')')
}

/// Whether a sentence goes on about the group of the one before.
fn speaks_of_same(shown: &str) -> bool {
    ["同グループ", "同集団", "同組織", "この集団", "このグループ", "he group", "he gang", "该组织"]
        .iter()
        .any(|word| shown.contains(word))
}

/// What kind of body a name is. Governments and persons are none that 同社 could mean.
fn body(name: &str) -> Body {
    let publication =
        ["新聞", "通信", "テレビ", "放送", "タイムズ", "日报", "日報", "NHK", "ロイター"];
    let office = [
        "省",
        "庁",
        "府",
        "局",
        "政府",
        "警察",
        "当局",
        "大使館",
        "氏",
        "国",
        "市",
        "県",
        "FBI",
        "CISA",
        "NISC",
        "CERT-UA",
        "センター",
        "機構",
        "協会",
        "大学",
        "病院",
        "研究所",
        "委員会",
    ];
    if publication.iter().any(|ending| name.ends_with(ending)) {
        Body::Publication
    } else if office.iter().any(|ending| name.ends_with(ending)) {
        Body::Office
    } else {
        Body::Company
    }
}
