//! What kept reports say of packages: the sentence, who says it, which version it names.

use std::collections::{BTreeMap, BTreeSet};

use daachorse::DoubleArrayAhoCorasick;
use noroshi_model::{Document, DocumentId, MentionKind, Reading, Span, Speaker, Stance};

use super::judgement::{Judgement, judgement};
use crate::Ecosystem;

/// What a sentence takes the package for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Part {
    /// It is what the report warns of, or is only named.
    Reported,
    /// It is the good one that another imitates.
    Imitated,
}

/// One sentence of a kept report that names a package.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Statement {
    /// The name, lower case, as looked for.
    pub name: String,
    /// Ecosystems named beside it, else in the report; empty when none is.
    pub ecosystems: Vec<Ecosystem>,
    /// The report.
    pub document: DocumentId,
    /// Where it was found.
    pub path: String,
    /// Its title, if it has one.
    pub title: Option<String>,
    /// When it was published, in EDTF.
    pub published: Option<String>,
    /// The sentence.
    pub span: Span,
    /// Its words, cut.
    pub text: String,
    /// Who says so; the author when nobody else does.
    pub who: String,
    /// What they do with it.
    pub stance: Stance,
    /// Versions named behind the name.
    pub versions: Vec<String>,
    /// Whether further versions are meant: "0.0.8 and others".
    pub and_more: bool,
    /// What the sentence takes it for.
    pub part: Part,
}

/// What somebody takes a package for, in a report.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Opinion {
    /// Names of the packages that it is about: those named last before it.
    pub names: BTreeSet<String>,
    /// Who says so.
    pub who: String,
    /// What they take it for.
    pub judgement: Judgement,
    /// The words.
    pub text: String,
    /// The report and the place of the words.
    pub place: (DocumentId, Span),
    /// Where the report was found.
    pub path: String,
}

/// What one report says of packages.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Said {
    /// Sentences that name them.
    pub statements: Vec<Statement>,
    /// What is said of what they are.
    pub opinions: Vec<Opinion>,
}

/// Longest text of a sentence, in bytes.
const LONGEST: usize = 600;

/// Words that name an ecosystem in running text, lower case.
const ECOSYSTEMS: &[(&str, Ecosystem)] = &[
    ("pypi", Ecosystem::PyPi),
    ("pip install", Ecosystem::PyPi),
    ("npm", Ecosystem::Npm),
    ("crates.io", Ecosystem::Cargo),
    ("rubygems", Ecosystem::RubyGems),
    ("nuget", Ecosystem::NuGet),
    ("maven", Ecosystem::Maven),
    ("packagist", Ecosystem::Composer),
    ("go module", Ecosystem::Go),
    ("proxy.golang.org", Ecosystem::Go),
];

/// What stands behind the name of the good one.
const IMITATED_AFTER: &[&str] = &[
    "に似せ",
    "に酷似",
    "を装",
    "を騙",
    "をかた",
    "になりすま",
    "に成りすま",
    "に見せかけ",
    "を模し",
    "の偽",
    "に偽装",
];

/// What stands before the name of the good one, lower case.
const IMITATED_BEFORE: &[&str] = &[
    "冒充",
    "仿冒",
    "假冒",
    "伪装成",
    "正规名称为",
    "官方的",
    "正規の",
    "公式の",
    "本物の",
    "impersonating",
    "impersonates",
    "impersonate",
    "mimics",
    "mimicking",
    "legitimate",
    "legitimate package",
    "official",
    "typosquat of",
    "typosquatting",
    "typosquats",
    "look-alike of",
    "lookalike of",
    "similar to",
    "resembles",
    "resembling",
    "posing as",
    "poses as",
    "genuine",
];

/// What a report says of packages with some names; nothing when it names no registry, because
/// then a word that is a package's name too is only a word. `names` are in lower case.
pub fn said(document: &Document, reading: &Reading, names: &BTreeSet<String>) -> Said {
    let lower = document.text.to_ascii_lowercase();
    let everywhere = ecosystems(&lower);
    if everywhere.is_empty() {
        return Said::default();
    }
    let mentioned = reading.mentions.iter().filter(|mention| mention.kind == MentionKind::Package);
    let mentioned = mentioned.map(|mention| mention.canonical.to_ascii_lowercase());
    let all: BTreeSet<String> = mentioned.chain(names.iter().cloned()).collect();
    let reader = Reader { document, reading, lower: &lower, everywhere };
    let places = places(&lower, &all);
    let mut said = Said::default();
    let mut topics: BTreeMap<usize, BTreeSet<String>> = BTreeMap::new();
    for (start, end, name) in places {
        let Some(span) = reader.sentence(start) else { continue };
        topics.entry(span.start()).or_default().insert(name.to_owned());
        if names.contains(name) {
            said.statements.push(reader.statement(name, (start, end), span));
        }
    }
    said.opinions = reader.opinions(&topics);
    said.opinions.retain(|opinion| opinion.names.iter().any(|name| names.contains(name)));
    said
}

fn ecosystems(lower: &str) -> Vec<Ecosystem> {
    let named = ECOSYSTEMS.iter().filter(|(word, _)| lower.contains(word));
    let mut all: Vec<Ecosystem> = named.map(|(_, ecosystem)| ecosystem.clone()).collect();
    all.sort();
    all.dedup();
    all
}

/// Where names stand as whole words, in order of place; of several at one place the longest.
fn places<'n>(lower: &str, names: &'n BTreeSet<String>) -> Vec<(usize, usize, &'n str)> {
    let names: Vec<&'n str> =
        names.iter().map(String::as_str).filter(|name| name.len() >= 2).collect();
    let Ok(automaton) = DoubleArrayAhoCorasick::<u32>::new(&names) else { return Vec::new() };
    let whole = |start: usize, end: usize| {
        let bytes = lower.as_bytes();
        let word = |byte: &u8| byte.is_ascii_alphanumeric() || b"-_/@".contains(byte);
        let before = start.checked_sub(1).and_then(|at| bytes.get(at));
        let dotted = bytes.get(end) == Some(&b'.')
            && bytes.get(end + 1).is_some_and(u8::is_ascii_alphanumeric);
        // `name@1.0.0` names a version.
        let after = bytes.get(end).filter(|byte| **byte != b'@');
        !before.is_some_and(|byte| word(byte) || *byte == b'.')
            && !after.is_some_and(word)
            && !dotted
    };
    let found = automaton.find_overlapping_iter(lower);
    let found = found.filter(|found| whole(found.start(), found.end()));
    let mut places: Vec<(usize, usize, &str)> = found
        .filter_map(|found| Some((found.start(), found.end(), *names.get(found.value() as usize)?)))
        .collect();
    places.sort_by_key(|(start, end, _)| (*start, usize::MAX - end));
    places.dedup_by_key(|(start, ..)| *start);
    places
}

struct Reader<'a> {
    document: &'a Document,
    reading: &'a Reading,
    lower: &'a str,
    everywhere: Vec<Ecosystem>,
}

impl Reader<'_> {
    /// The sentence at a place; the line where there is none, as in code; `None` in boilerplate.
    fn sentence(&self, at: usize) -> Option<Span> {
        let inside = |span: Span| span.start() <= at && at < span.end();
        if self.reading.boilerplate.iter().any(|span| inside(*span)) {
            return None;
        }
        let sentences = &self.reading.sentences;
        let next = sentences.partition_point(|one| one.span.start() <= at);
        if let Some(one) = next.checked_sub(1).and_then(|before| sentences.get(before))
            && inside(one.span)
        {
            return (!one.boilerplate).then_some(one.span);
        }
        let text = &self.document.text;
        let start = text[..at].rfind('\n').map_or(0, |before| before + 1);
        let end = text[at..].find('\n').map_or(text.len(), |after| at + after);
        Span::new(start, end)
    }

    fn statement(&self, name: &str, (start, end): (usize, usize), span: Span) -> Statement {
        let words = span.of(&self.document.text).unwrap_or_default();
        let beside = ecosystems(&words.to_ascii_lowercase());
        let claims = &self.reading.claims;
        let within =
            |claim: &&noroshi_model::Claim| claim.span.start() <= start && end <= claim.span.end();
        let claim = claims.iter().find(within);
        let (versions, and_more) = versions(&self.lower[end..]);
        let (before, after) = (&self.lower[span.start().min(start)..start], &self.lower[end..]);
        Statement {
            name: name.to_owned(),
            ecosystems: if beside.is_empty() { self.everywhere.clone() } else { beside },
            document: self.document.id,
            path: self.document.path.clone(),
            title: self.reading.title.clone().or_else(|| self.document.title.clone()),
            published: self.reading.dates.published.as_ref().map(|dated| dated.moment.edtf()),
            span,
            text: joined(words),
            who: claim.map_or_else(|| self.author(), |claim| self.who(claim)),
            stance: claim.map_or(Stance::Asserts, |claim| claim.stance),
            versions,
            and_more,
            part: part(before, after),
        }
    }

    fn who(&self, claim: &noroshi_model::Claim) -> String {
        match claim.speakers.innermost() {
            Speaker::Author => self.author(),
            speaker => speaker.shown().to_owned(),
        }
    }

    /// The author is known by what they published, when no publisher is known.
    fn author(&self) -> String {
        self.document.publisher.clone().unwrap_or_else(|| Speaker::Author.shown().to_owned())
    }

    /// What is said of what the packages are that were named last.
    fn opinions(&self, topics: &BTreeMap<usize, BTreeSet<String>>) -> Vec<Opinion> {
        let mut opinions = Vec::new();
        for claim in &self.reading.claims {
            let Some((_, names)) = topics.range(..claim.span.end()).next_back() else { continue };
            let text = claim.span.of(&self.document.text).unwrap_or_default();
            let judgement = judgement(text);
            let said = matches!(claim.stance, Stance::Asserts | Stance::Speculates);
            if judgement == Judgement::Unclear || !said {
                continue;
            }
            opinions.push(Opinion {
                names: names.clone(),
                who: self.who(claim),
                judgement,
                text: joined(text),
                place: (self.document.id, claim.span),
                path: self.document.path.clone(),
            });
        }
        opinions
    }
}

/// Words in one line, cut.
fn joined(words: &str) -> String {
    let words = words.split_whitespace().collect::<Vec<_>>().join(" ");
    let end = words.floor_char_boundary(LONGEST);
    if end < words.len() { format!("{}…", &words[..end]) } else { words }
}

const OPENERS: &[char] = &['「', '『', '`', '"', '\'', '“', '*', '(', '（', ' ', '\u{3000}'];
const CLOSERS: &[char] = &['」', '』', '`', '"', '\'', '”', '*', ')', '）', ' ', '\u{3000}'];

fn part(before: &str, after: &str) -> Part {
    let before = before.trim_end_matches(OPENERS);
    let after = after.trim_start_matches(CLOSERS);
    let imitated = IMITATED_AFTER.iter().any(|words| after.starts_with(words))
        || IMITATED_BEFORE.iter().any(|words| before.ends_with(words));
    if imitated { Part::Imitated } else { Part::Reported }
}

/// How far behind a name versions are looked for, in bytes.
const REACH: usize = 96;

/// What stands behind versions when further ones are meant.
const MORE: &[&str] = &[
    "など",
    "等",
    "and others",
    "and other",
    "and later",
    "or later",
    "以降",
    "以前",
    "and earlier",
    "and below",
    "及以",
];

/// Versions that follow a name: `（0.0.8 など）`, `@1.0.1`, `==1.0`, ` version 1.0 and 1.1`.
fn versions(after: &str) -> (Vec<String>, bool) {
    let near = &after[..after.floor_char_boundary(REACH)];
    let near = near.split(['\n', '。', ';']).next().unwrap_or_default();
    let lead: &[char] = &[
        '「', '」', '『', '』', '`', '"', '\'', '”', '*', '(', '（', '[', '=', '@', ':', '：', '|',
        '^', ' ', '\u{3000}',
    ];
    let mut rest = near.trim_start_matches(lead);
    for word in ["の", "versions", "version", "バージョン", "版本", "v"] {
        rest = rest.strip_prefix(word).unwrap_or(rest).trim_start_matches(lead);
    }
    let (mut versions, mut and_more) = (Vec::new(), false);
    while rest.starts_with(|sign: char| sign.is_ascii_digit()) {
        let end = rest.find(|sign: char| !(sign.is_ascii_alphanumeric() || ".-+_!".contains(sign)));
        let (version, further) = rest.split_at(end.unwrap_or(rest.len()));
        let version = version.trim_end_matches(['.', '-', '+', '_', '!']);
        // A bare number is a count or a year.
        if !version.contains('.') {
            break;
        }
        versions.push(version.to_owned());
        let between: &[char] = &[',', '、', '，', '/', '／', '・', '|', ' ', '\u{3000}', '.'];
        rest = further.trim_start_matches(between);
        and_more |= MORE.iter().any(|words| rest.starts_with(words));
        for word in ["and ", "or ", "および", "及び", "と", "和"] {
            rest = rest.strip_prefix(word).unwrap_or(rest).trim_start_matches(between);
        }
    }
    (versions, and_more)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn named(after: &str, expected: &[&str], more: bool) {
        assert_eq!(
            versions(after),
            (expected.iter().map(|it| (*it).to_owned()).collect(), more),
            "{after}"
        );
    }

    #[test]
    fn versions_stand_behind_the_name() {
        named("（0.0.8 など）", &["0.0.8"], true);
        named("（1.0.1）", &["1.0.1"], false);
        named("@1.0.1, 1.0.2 and 1.1.0-rc.1 were", &["1.0.1", "1.0.2", "1.1.0-rc.1"], false);
        named("==1.0.\n2.0", &["1.0"], false);
        named("` version 1.2.3 or later", &["1.2.3"], true);
        named("」のバージョン1.0.0と1.0.1に", &["1.0.0", "1.0.1"], false);
        named("は2025年に", &[], false);
        named(" 200 downloads", &[], false);
        named(" and 1.0", &[], false);
    }

    #[test]
    fn the_imitated_one_is_told_apart() {
        for (before, after, expected) in [
            ("社内用部品「", "」に似せた「", Part::Imitated),
            ("正规名称为 ", " |", Part::Imitated),
            ("a package impersonating `", "` steals", Part::Imitated),
            ("", "」という名前のパッケージ", Part::Reported),
        ] {
            assert_eq!(part(before, after), expected, "{before}{after}");
        }
    }

    #[test]
    fn only_whole_words_are_names() {
        let names: BTreeSet<String> = ["fare", "kazemori-fare"].map(str::to_owned).into();
        let text = "fare kazemori-fare kazemori-fares fare.py fare@1.0 @x/fare fare.";
        let found: Vec<_> =
            places(text, &names).into_iter().map(|(at, _, name)| (at, name)).collect();
        assert_eq!(found, [(0, "fare"), (5, "kazemori-fare"), (42, "fare"), (59, "fare")]);
    }
}
