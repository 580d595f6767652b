//! What a report mentions, for people: each thing once, by kind and role, with its count.

use std::collections::BTreeMap;

use noroshi_model::{Mention, MentionKind, Role};

use crate::label::Labels;
use crate::style::{Style, Tone, safe};

/// Lines shown of one kind, unless all are asked for.
const MOST: usize = 10;

/// How much is shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Amount {
    /// The first of each kind.
    Some,
    /// Everything.
    All,
}

impl Amount {
    /// How many lines of `most` are shown.
    pub(crate) fn lines(self, most: usize) -> usize {
        if self == Self::All { usize::MAX } else { most }
    }
}

/// One thing of a kind.
struct Thing<'a> {
    role: Option<Role>,
    canonical: &'a str,
    times: usize,
    shared: usize,
}

/// The lines of all mentions, kinds in the order of the documentation.
pub(crate) fn lines(
    mentions: &[Mention],
    labels: Labels,
    style: Style,
    amount: Amount,
) -> Vec<String> {
    let mut kinds: BTreeMap<MentionKind, Vec<Thing<'_>>> = BTreeMap::new();
    for mention in mentions {
        count(kinds.entry(mention.kind).or_default(), mention);
    }
    let told = |(kind, things): (MentionKind, Vec<Thing<'_>>)| {
        told(labels.kind(kind), things, labels, style, amount)
    };
    kinds.into_iter().flat_map(told).collect()
}

fn count<'a>(things: &mut Vec<Thing<'a>>, mention: &'a Mention) {
    let same = |thing: &&mut Thing<'_>| {
        (thing.role, thing.canonical) == (mention.role, mention.canonical.as_str())
    };
    match things.iter_mut().find(same) {
        Some(thing) => thing.times += 1,
        None => things.push(Thing {
            role: mention.role,
            canonical: &mention.canonical,
            times: 1,
            shared: mention.candidates.len(),
        }),
    }
}

fn told(
    kind: &str,
    mut things: Vec<Thing<'_>>,
    labels: Labels,
    style: Style,
    amount: Amount,
) -> Vec<String> {
    things.sort_by_key(|thing| thing.role);
    let hidden = things.len().saturating_sub(amount.lines(MOST));
    let mut lines = vec![format!("  {} ({})", style.paint(Tone::Accent, kind), things.len())];
    lines.extend(things.iter().take(amount.lines(MOST)).map(|thing| thing.line(labels, style)));
    if hidden > 0 {
        let more = labels.pick("more, all with -v", "件、-v ですべて表示");
        lines.push(style.paint(Tone::Faint, &format!("    … {hidden} {more}")));
    }
    lines
}

impl Thing<'_> {
    fn line(&self, labels: Labels, style: Style) -> String {
        let times = if self.times > 1 { format!(" ×{}", self.times) } else { String::new() };
        let role = self.role.map(|role| labels.role(role));
        let shared = (self.shared > 1).then(|| labels.pick("shared name", "複数が使う名前"));
        let notes: Vec<&str> = role.into_iter().chain(shared).collect();
        let notes =
            if notes.is_empty() { String::new() } else { format!("  [{}]", notes.join(", ")) };
        format!("    {}{times}{}", safe(self.canonical), style.paint(Tone::Faint, &notes))
    }
}

#[cfg(test)]
mod tests {
    use noroshi_flow::MessageLanguage;
    use noroshi_model::{Reason, Span, Value};

    use super::*;

    fn domain(canonical: &str, role: Role) -> Mention {
        Mention {
            kind: MentionKind::Domain,
            span: Span::new(0, 1).expect("not empty"),
            canonical: canonical.to_owned(),
            role: Some(role),
            reason: Reason::rule("cue"),
            candidates: Vec::new(),
            value: Value::Plain,
        }
    }

    #[test]
    fn each_thing_is_shown_once_with_its_count_and_role() {
        let mentions = [
            domain("b.example", Role::Reference),
            domain("a.example", Role::Indicator),
            domain("a.example", Role::Indicator),
        ];
        let labels = Labels(MessageLanguage::En);
        let shown = lines(&mentions, labels, Style::PLAIN, Amount::Some);
        let expected =
            ["  domain (2)", "    a.example ×2  [indicator]", "    b.example  [reference]"];
        assert_eq!(shown, expected);
    }
}
