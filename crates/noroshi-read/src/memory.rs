//! Who was spoken of last, so that 同社 and 该公司 find their name.

use std::ops::Range;

use noroshi_model::{Claim, Mention, MentionKind, Span, Speaker};

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
}

/// Kinds of which the last one is meant by 同グループ, 同マルウェア and their like.
const THINGS: [MentionKind; 5] = [
    MentionKind::ThreatActor,
    MentionKind::Malware,
    MentionKind::Package,
    MentionKind::Vulnerability,
    MentionKind::Person,
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
            *self = Self { paragraph, ..Self::default() };
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
    }

    fn keep(&mut self, name: &str, span: Span) {
        let common = name.starts_with(|sign: char| sign.is_ascii_lowercase() || sign == '同');
        if common || name.chars().count() > 24 {
            return;
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
            "同社" | "該社" | "该公司" | "該公司" => {
                self.company.as_ref().or(self.publication.as_ref())
            }
            "同紙" | "同通信" | "同誌" => self.publication.as_ref(),
            "同省" | "同庁" | "同局" | "同府" => self.office.as_ref(),
            "同行" | "同院" | "同病院" | "同大学" | "同協会" | "同団体" => {
                let ending = shown.trim_start_matches('同');
                self.company.as_ref().filter(|(name, _)| name.ends_with(ending))
            }
            _ => None,
        };
        place.cloned()
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
