//! Parts of a page that yield nothing: related articles, rankings, share bars, notices,
//! contact blocks, tables of contents.

use crate::cue::Cues;
use crate::layout::{Line, LineKind};
use crate::several::Several;

/// What a heading of such a part opens.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Part {
    /// A list of headlines: to the next heading, or to running text.
    Section,
    /// A legal text or a portrait: to the next heading.
    Notice,
    /// An address: to the next blank line behind it.
    Contact,
    /// A table of contents: as long as lines are short.
    Contents,
}

/// Marks the lines that yield nothing.
pub(crate) fn mark(text: &str, lines: &mut [Line], cues: &Cues) {
    let mut open: Option<(Part, u32, usize)> = None;
    for at in 0..lines.len() {
        let shown = &text[lines[at].range.clone()];
        let bare = bare(shown);
        let opened = opens(shown, &bare, cues);
        let closed = open.is_some_and(|(part, paragraph, taken)| {
            closes(part, &lines[at], shown, paragraph, taken)
        });
        if closed || opened.is_some() {
            open = None;
        }
        let share = is_share_bar(shown, &bare, cues)
            || is_paywall(shown)
            || (is_contents_line(shown) && neighbour_is_contents(text, lines, at));
        lines[at].boilerplate = lines[at].navigation || share || opened.is_some() || open.is_some();
        open = match (opened, open) {
            (Some(part), _) => Some((part, lines[at].paragraph, 0)),
            (None, Some((part, _, taken))) => Some((part, lines[at].paragraph, taken + 1)),
            (None, None) => None,
        };
    }
}

fn closes(part: Part, line: &Line, shown: &str, paragraph: u32, taken: usize) -> bool {
    let heading = line.kind == LineKind::Heading;
    let gap = line.paragraph != paragraph && taken > 0;
    match part {
        Part::Section => (heading && !is_ranked(shown)) || (gap && is_running_text(shown)),
        Part::Notice => heading,
        Part::Contact => heading || gap,
        Part::Contents => gap || is_running_text(shown),
    }
}

/// A sentence of some length, not a headline.
fn is_running_text(shown: &str) -> bool {
    let sentence = shown.contains('。') || shown.ends_with('.');
    sentence && shown.len() >= 120
}

/// `1. headline`: an entry of a ranking, though it looks like a heading.
fn is_ranked(shown: &str) -> bool {
    shown.as_bytes().first().is_some_and(u8::is_ascii_digit)
}

/// The part that a heading, `bare` of its marks, opens, when the line is nothing but such a heading.
fn opens(shown: &str, bare: &str, cues: &Cues) -> Option<Part> {
    if shown.len() > 120 {
        return None;
    }
    let part = match cues.boilerplate(bare)? {
        "section" => Part::Section,
        "notice" => Part::Notice,
        "contact" => Part::Contact,
        "contents" => Part::Contents,
        _ => return None,
    };
    Some(part)
}

/// A heading without its marks and numbers, in lower case as far as it is ASCII; nothing of a line too long for one.
fn bare(shown: &str) -> String {
    if shown.len() > LONGEST_SHARE_BAR {
        return String::new();
    }
    let decoration = |sign: char| {
        sign.is_whitespace()
            || sign.is_ascii_digit()
            || "#*-=_~.:;|>()[]<■□◆◇●○▼▽▲△★☆【】《》〔〕「」『』・※→：＝―─━…".contains(sign)
    };
    shown.trim_matches(decoration).to_ascii_lowercase()
}

/// Bytes of a line that only offers to share the page, at most; headings are shorter.
const LONGEST_SHARE_BAR: usize = 160;

/// A line, `bare` of its marks, that only offers to share the page.
fn is_share_bar(shown: &str, bare: &str, cues: &Cues) -> bool {
    static WORDS: Several = Several::of(&[
        "tweet",
        "facebook",
        "twitter",
        "line",
        "はてな",
        "pocket",
        "linkedin",
        "シェア",
        "ツイート",
        "ポスト",
        "share",
        "rss",
        "note",
        "微信",
        "微博",
    ]);
    if shown.len() > LONGEST_SHARE_BAR || shown.contains('。') {
        return false;
    }
    if cues.boilerplate(bare) == Some("share") {
        return true;
    }
    WORDS.count(bare) >= 3
}

/// A line that only says that the rest must be paid for.
fn is_paywall(shown: &str) -> bool {
    static ENGLISH: Several =
        Several::of(&["to continue reading", "ubscribe to continue", "lready a subscriber"]);
    static WIDE: Several = Several::of(&[
        "会員限定",
        "会員登録",
        "有料記事",
        "続きを読",
        "続きをお読み",
        "登录后阅读",
    ]);
    if shown.len() > 240 {
        return false;
    }
    if shown.is_ascii() { ENGLISH.is_in(shown) } else { WIDE.is_in(shown) }
}

/// `2. 概要 ........ 3`
fn is_contents_line(shown: &str) -> bool {
    let rest = shown.trim_end_matches(|sign: char| sign.is_ascii_digit());
    let page = shown.len() - rest.len();
    let leader = rest.trim_end();
    (1..=3).contains(&page)
        && (leader.ends_with("...")
            || leader.ends_with('…')
            || leader.ends_with("・・・")
            || leader.ends_with("‥"))
}

fn neighbour_is_contents(text: &str, lines: &[Line], at: usize) -> bool {
    let before = at.checked_sub(1).and_then(|at| lines.get(at));
    let mut neighbours = before.into_iter().chain(lines.get(at + 1));
    neighbours.any(|line| is_contents_line(&text[line.range.clone()]))
}
