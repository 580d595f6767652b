//! New names among the names that are known.

use std::ops::Range;

use noroshi_model::{Mention, MentionKind, Reason, Span, Value};

use super::{New, Strength};

/// What is left of a longer name when it only adds the form of a company.
const FORMS: &[&str] = &[
    "Inc",
    "Inc.",
    "Ltd",
    "Ltd.",
    "LLC",
    "Corp",
    "Corp.",
    "Corporation",
    "Co., Ltd.",
    "Co., Ltd",
    "Limited",
    "GmbH",
    "PLC",
    "Company",
    "株式会社",
    "(株)",
    "有限会社",
    "合同会社",
    "有限公司",
    "股份有限公司",
    "公司",
    "社",
    "Technologies",
    "Bank",
];

/// Puts new names where nothing was found; a longer new name takes the place of shorter known
/// ones inside it, and a short form that the document defines that of any name.
pub(crate) fn merge(
    text: &str,
    mentions: &mut Vec<(Range<usize>, Mention)>,
    new: Vec<New>,
    place: impl Fn(&Range<usize>) -> Option<(Span, String)>,
) {
    if new.is_empty() {
        return;
    }
    let mut merged: Vec<(Range<usize>, Mention)> = Vec::with_capacity(mentions.len() + new.len());
    let mut known = std::mem::take(mentions).into_iter().peekable();
    for one in new {
        while let Some(before) = known.next_if(|(range, _)| range.end <= one.range.start) {
            merged.push(before);
        }
        let mut covered = Vec::new();
        while let Some(inside) = known.next_if(|(range, _)| range.start < one.range.end) {
            covered.push(inside);
        }
        match mention(text, &one, &covered, &place) {
            Some(mention) => merged.push((one.range, mention)),
            None => merged.append(&mut covered),
        }
    }
    merged.extend(known);
    *mentions = merged;
}

/// The mention of a new name, if it may stand there.
fn mention(
    text: &str,
    new: &New,
    covered: &[(Range<usize>, Mention)],
    place: impl Fn(&Range<usize>) -> Option<(Span, String)>,
) -> Option<Mention> {
    if !covered.iter().all(|one| gives_way(new, one)) {
        return None;
    }
    let (span, shown) = place(&new.range)?;
    let plain = Mention {
        kind: new.kind,
        span,
        canonical: shown,
        role: None,
        reason: Reason::rule(new.rule()),
        candidates: Vec::new(),
        value: Value::Plain,
    };
    let Some((range, only)) = covered.first().filter(|_| covered.len() == 1) else {
        return Some(plain);
    };
    if new.strength == Strength::Government {
        return Some(Mention { candidates: only.candidates.clone(), ..plain });
    }
    let rest =
        format!("{}{}", &text[new.range.start..range.start], &text[range.end..new.range.end]);
    let same = only.kind == new.kind && FORMS.contains(&rest.trim_matches([' ', ',']));
    let longer = |only: &Mention| Mention { span, ..only.clone() };
    Some(if same { longer(only) } else { plain })
}

/// Whether a known mention leaves its place to a new name.
fn gives_way(new: &New, (range, mention): &(Range<usize>, Mention)) -> bool {
    let inside = new.range.start <= range.start && range.end <= new.range.end;
    let same = new.range == *range;
    let general = matches!(
        mention.kind,
        MentionKind::Organization | MentionKind::Country | MentionKind::Sector
    );
    let name = mention.role.is_none() && mention.kind != MentionKind::Vulnerability;
    match new.strength {
        Strength::Short | Strength::ShortRepeat if same => {
            name && mention.kind != MentionKind::Organization
        }
        Strength::Quoted if inside && !same => name && general,
        Strength::Government | Strength::Shape | Strength::Short => inside && !same && general,
        Strength::ShortRepeat | Strength::Repeat => {
            inside && !same && general && new.kind == MentionKind::Organization
        }
        Strength::Quoted | Strength::Named | Strength::Beside => false,
    }
}
