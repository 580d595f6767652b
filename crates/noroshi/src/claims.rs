//! Who says what in a report, for people.

use noroshi_model::{Claim, Speaker};

use crate::label::Labels;
use crate::mentions::Amount;
use crate::style::{Style, Tone, safe};

/// Claims shown, unless all are asked for.
const MOST: usize = 12;

/// The lines of all claims: speaker, stance and wording, then the sentence as written.
pub(crate) fn lines(
    claims: &[Claim],
    text: &str,
    labels: Labels,
    style: Style,
    amount: Amount,
) -> Vec<String> {
    if claims.is_empty() {
        return Vec::new();
    }
    let heading = style.paint(Tone::Accent, labels.pick("who says what", "誰が何を述べたか"));
    let mut lines = vec![format!("  {heading} ({})", claims.len())];
    let shown = claims.iter().take(amount.lines(MOST));
    lines.extend(shown.flat_map(|claim| told(claim, text, labels, style)));
    let hidden = claims.len().saturating_sub(amount.lines(MOST));
    if hidden > 0 {
        let more = labels.pick("more, all with -v", "件、-v ですべて表示");
        lines.push(style.paint(Tone::Faint, &format!("    … {hidden} {more}")));
    }
    lines
}

/// A claim on one line: speaker, stance and wording, then its words as written.
pub(crate) fn one(claim: &Claim, text: &str, labels: Labels) -> String {
    let (who, how) = (chain(claim, labels), wording(claim, text, labels).join("; "));
    format!("{who}: {how} ← “{}”", safe(claim.span.of(text).unwrap_or_default().trim()))
}

fn chain(claim: &Claim, labels: Labels) -> String {
    let chain: Vec<String> = claim.speakers.iter().map(|who| speaker(who, labels)).collect();
    chain.join(" > ")
}

fn told(claim: &Claim, text: &str, labels: Labels, style: Style) -> [String; 2] {
    let who = style.paint(Tone::Bold, &chain(claim, labels));
    let how = wording(claim, text, labels).join("; ");
    let sentence = safe(claim.span.of(text).unwrap_or_default().trim());
    [format!("    {who}: {how}"), format!("      {}", style.paint(Tone::Faint, &sentence))]
}

/// A name as written; for somebody without a name the words of the text, in quotes.
fn speaker(speaker: &Speaker, labels: Labels) -> String {
    match speaker {
        Speaker::Named { name, .. } => safe(name),
        Speaker::Unnamed { as_written, .. } => {
            format!("{} “{}”", labels.pick("unnamed", "匿名"), safe(as_written))
        }
        Speaker::Author => labels.pick("author", "筆者").to_owned(),
    }
}

fn wording(claim: &Claim, text: &str, labels: Labels) -> Vec<String> {
    let mut words = vec![labels.stance(claim.stance).to_owned()];
    words.extend(claim.likelihood.as_ref().map(|(likelihood, span)| {
        let step = labels.pick(likelihood.step().english(), likelihood.step().japanese());
        format!("“{}” = {step}", safe(span.of(text).unwrap_or_default()))
    }));
    words.extend(labels.claim(claim.kind).map(str::to_owned));
    words.extend(
        claim
            .attribution
            .as_ref()
            .map(|it| format!("→ {} ({})", safe(&it.candidate), labels.attribution(it.level))),
    );
    if claim.hearsay_depth() > 0 {
        words.push(format!("{} {}", labels.pick("hearsay", "伝聞"), claim.hearsay_depth()));
    }
    words
}

#[cfg(test)]
mod tests {
    use noroshi_flow::MessageLanguage;
    use noroshi_model::{ClaimKind, Likelihood, Span, SpeakerChain, Stance};

    use super::*;

    #[test]
    fn a_claim_shows_speaker_stance_wording_and_sentence() {
        let text = "関係者によると、漏えいの可能性が高い。";
        let at = |words: &str| {
            let start = text.find(words).expect("there");
            Span::new(start, start + words.len()).expect("not empty")
        };
        let unnamed = Speaker::Unnamed { as_written: "関係者".to_owned(), span: None };
        let claim = Claim {
            span: at("漏えいの可能性が高い。"),
            sentence: at(text),
            speakers: SpeakerChain::new(Speaker::Author, vec![unnamed]),
            stance: Stance::Speculates,
            kind: ClaimKind::Statement,
            likelihood: Likelihood::new(0.6, 0.8).map(|it| (it, at("可能性が高い"))),
            hearsay_marks: 0,
            attribution: None,
            about: "漏えい".to_owned(),
            roots: Vec::new(),
        };
        let labels = Labels(MessageLanguage::Ja);
        let shown = lines(&[claim], text, labels, Style::PLAIN, Amount::Some);
        let said = "    筆者 > 匿名 “関係者”: 推測; “可能性が高い” = 可能性が高い; 伝聞 1";
        let expected = ["  誰が何を述べたか (1)", said, "      漏えいの可能性が高い。"];
        assert_eq!(shown, expected);
    }
}
