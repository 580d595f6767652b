//! Text patterns: whole, containing, starting or ending, with `*` and `?`; linear in the value.

use memchr::memmem::Finder;
use rsigma_ir::{IrPattern, IrPatternPart, IrStrOp};

use super::fold::Fold;

/// A compiled text pattern.
#[derive(Debug, Clone)]
pub(crate) struct Pattern {
    fold: Fold,
    shape: Shape,
    /// The words of the rule, for people.
    shown: String,
}

#[derive(Debug, Clone)]
enum Shape {
    Whole(String),
    Contains(Box<Finder<'static>>),
    Starts(String),
    Ends(String),
    Glob(Glob),
}

/// Pieces between stars; a piece is text in which `None` stands for any one character.
#[derive(Debug, Clone)]
struct Glob {
    pieces: Vec<Piece>,
    open_start: bool,
    open_end: bool,
}

#[derive(Debug, Clone)]
enum Piece {
    Text(Box<Finder<'static>>),
    Mixed(Vec<Option<char>>),
}

/// A text that must stand in a value for the pattern to match, and where.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(crate) struct Literal {
    /// In lower case.
    pub(crate) text: String,
    /// Where it must stand.
    pub(crate) place: LiteralPlace,
}

/// Where a required text must stand.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(crate) enum LiteralPlace {
    /// It is the whole value.
    Whole,
    /// Anywhere.
    Inside,
    /// At the start.
    Start,
    /// At the end.
    End,
}

impl Pattern {
    /// A pattern of the rule's value.
    pub(crate) fn new(op: IrStrOp, pattern: &IrPattern, fold: Fold) -> Self {
        let shown = shown(op, &words(pattern));
        if let Some(plain) = pattern.as_plain() {
            return Self { fold, shape: plain_shape(op, fold.rule(&plain)), shown };
        }
        let open_start = matches!(op, IrStrOp::Contains | IrStrOp::EndsWith);
        let open_end = matches!(op, IrStrOp::Contains | IrStrOp::StartsWith);
        Self { fold, shape: glob(pattern, fold, open_start, open_end), shown }
    }

    /// A pattern of a plain text.
    pub(crate) fn plain(op: IrStrOp, text: &str, fold: Fold) -> Self {
        Self { fold, shape: plain_shape(op, fold.rule(text)), shown: shown(op, text) }
    }

    /// Whether a value matches; `lower` is the value in lower case.
    pub(crate) fn matches(&self, raw: &str, lower: &str) -> bool {
        let value = self.fold.event(raw, lower);
        match &self.shape {
            Shape::Whole(text) => *value == **text,
            Shape::Contains(finder) => finder.find(value.as_bytes()).is_some(),
            Shape::Starts(text) => value.starts_with(text.as_str()),
            Shape::Ends(text) => value.ends_with(text.as_str()),
            Shape::Glob(glob) => glob.matches(&value),
        }
    }

    /// The text, when it is the whole value.
    pub(crate) fn whole(&self) -> Option<&str> {
        if let Shape::Whole(text) = &self.shape { Some(text) } else { None }
    }

    /// The pattern for people.
    pub(crate) fn shown(&self) -> &str {
        &self.shown
    }

    /// A text without which no value matches; the longest there is.
    pub(crate) fn literal(&self) -> Option<Literal> {
        let (text, place) = match &self.shape {
            Shape::Whole(text) => (text.clone(), LiteralPlace::Whole),
            Shape::Contains(finder) => (needle(finder)?, LiteralPlace::Inside),
            Shape::Starts(text) => (text.clone(), LiteralPlace::Start),
            Shape::Ends(text) => (text.clone(), LiteralPlace::End),
            Shape::Glob(glob) => (glob.longest()?, LiteralPlace::Inside),
        };
        let (text, place) = match self.fold {
            Fold::Dash | Fold::DashExact if text.contains('-') => {
                (text.split('-').max_by_key(|part| part.len())?.to_owned(), LiteralPlace::Inside)
            }
            _ => (text, place),
        };
        let text = super::fold::lower(&text).into_owned();
        (!text.is_empty() || place == LiteralPlace::Whole).then_some(Literal { text, place })
    }
}

fn needle(finder: &Finder<'_>) -> Option<String> {
    std::str::from_utf8(finder.needle()).ok().map(str::to_owned)
}

fn plain_shape(op: IrStrOp, text: String) -> Shape {
    match op {
        IrStrOp::Exact => Shape::Whole(text),
        IrStrOp::Contains => Shape::Contains(Box::new(Finder::new(text.as_bytes()).into_owned())),
        IrStrOp::StartsWith => Shape::Starts(text),
        IrStrOp::EndsWith => Shape::Ends(text),
    }
}

fn words(pattern: &IrPattern) -> String {
    let part = |part: &IrPatternPart| match part {
        IrPatternPart::Literal(text) => text.replace('*', "\\*").replace('?', "\\?"),
        IrPatternPart::WildcardMulti => "*".to_owned(),
        IrPatternPart::WildcardSingle => "?".to_owned(),
    };
    pattern.parts.iter().map(part).collect()
}

fn shown(op: IrStrOp, words: &str) -> String {
    let verb = match op {
        IrStrOp::Exact => "is",
        IrStrOp::Contains => "contains",
        IrStrOp::StartsWith => "starts with",
        IrStrOp::EndsWith => "ends with",
    };
    format!("{verb} '{words}'")
}

fn glob(pattern: &IrPattern, fold: Fold, open_start: bool, open_end: bool) -> Shape {
    let mut pieces: Vec<Vec<Option<char>>> = vec![Vec::new()];
    for part in &pattern.parts {
        match part {
            IrPatternPart::WildcardMulti => pieces.push(Vec::new()),
            IrPatternPart::WildcardSingle => last(&mut pieces).push(None),
            IrPatternPart::Literal(text) => {
                last(&mut pieces).extend(fold.rule(text).chars().map(Some));
            }
        }
    }
    let open_start = open_start || pieces.first().is_some_and(Vec::is_empty);
    let open_end = open_end || pieces.last().is_some_and(Vec::is_empty);
    let pieces = pieces.into_iter().filter(|piece| !piece.is_empty()).map(Piece::new).collect();
    Shape::Glob(Glob { pieces, open_start, open_end })
}

fn last(pieces: &mut Vec<Vec<Option<char>>>) -> &mut Vec<Option<char>> {
    if pieces.is_empty() {
        pieces.push(Vec::new());
    }
    let end = pieces.len() - 1;
    &mut pieces[end]
}

impl Piece {
    fn new(characters: Vec<Option<char>>) -> Self {
        match characters.iter().copied().collect::<Option<String>>() {
            Some(text) => Self::Text(Box::new(Finder::new(text.as_bytes()).into_owned())),
            None => Self::Mixed(characters),
        }
    }

    /// The end of the piece when it stands at the start of the value.
    fn at_start(&self, value: &str) -> Option<usize> {
        match self {
            Self::Text(finder) => {
                let found = value.as_bytes().starts_with(finder.needle());
                found.then(|| finder.needle().len())
            }
            Self::Mixed(wanted) => {
                let mut found = value.char_indices();
                for want in wanted {
                    let (_, character) = found.next()?;
                    if want.is_some_and(|want| want != character) {
                        return None;
                    }
                }
                Some(found.offset())
            }
        }
    }

    /// The end of the first place where the piece stands.
    fn find(&self, value: &str) -> Option<usize> {
        if let Self::Text(finder) = self {
            return finder.find(value.as_bytes()).map(|at| at + finder.needle().len());
        }
        value
            .char_indices()
            .find_map(|(at, _)| self.at_start(value.get(at..)?).map(|length| at + length))
    }

    /// Whether the piece stands at the end of the value.
    fn at_end(&self, value: &str) -> bool {
        match self {
            Self::Text(finder) => value.as_bytes().ends_with(finder.needle()),
            Self::Mixed(wanted) => {
                let mut found = value.chars().rev();
                wanted.iter().rev().all(|want| match (want, found.next()) {
                    (_, None) => false,
                    (None, Some(_)) => true,
                    (Some(want), Some(found)) => *want == found,
                })
            }
        }
    }

    /// How many bytes it takes at least.
    fn characters(&self) -> usize {
        match self {
            Self::Text(finder) => {
                std::str::from_utf8(finder.needle()).map_or(0, |text| text.chars().count())
            }
            Self::Mixed(wanted) => wanted.len(),
        }
    }

    fn longest(&self) -> Option<String> {
        match self {
            Self::Text(finder) => needle(finder),
            Self::Mixed(wanted) => {
                let runs = wanted.split(Option::is_none);
                let runs = runs.map(|run| run.iter().copied().flatten().collect::<String>());
                runs.max_by_key(String::len).filter(|run| !run.is_empty())
            }
        }
    }
}

impl Glob {
    /// Earliest place for every piece in turn; the last one at the end, if it must be there.
    fn matches(&self, value: &str) -> bool {
        let Some((last, earlier)) = self.pieces.split_last() else {
            return self.open_start || self.open_end || value.is_empty();
        };
        let mut rest = value;
        for (number, piece) in earlier.iter().enumerate() {
            let end = if number == 0 && !self.open_start {
                piece.at_start(rest)
            } else {
                piece.find(rest)
            };
            let Some(tail) = end.and_then(|end| rest.get(end..)) else { return false };
            rest = tail;
        }
        let first = earlier.is_empty() && !self.open_start;
        match (first, self.open_end) {
            (true, true) => last.at_start(rest).is_some(),
            (true, false) => last.at_start(rest) == Some(rest.len()),
            (false, true) => last.find(rest).is_some(),
            (false, false) => rest.chars().count() >= last.characters() && last.at_end(rest),
        }
    }

    fn longest(&self) -> Option<String> {
        self.pieces.iter().filter_map(Piece::longest).max_by_key(String::len)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use rsigma_parser::SigmaString;
    use rsigma_parser::value::{SpecialChar, StringPart};

    fn pattern(text: &str, op: IrStrOp) -> Pattern {
        let parts = SigmaString::new(text).parts.into_iter().map(|part| match part {
            StringPart::Plain(text) => IrPatternPart::Literal(text),
            StringPart::Special(SpecialChar::WildcardMulti) => IrPatternPart::WildcardMulti,
            StringPart::Special(SpecialChar::WildcardSingle) => IrPatternPart::WildcardSingle,
        });
        Pattern::new(op, &IrPattern { parts: parts.collect() }, Fold::Case)
    }

    fn check(text: &str, value: &str, expect: bool) {
        let lower = value.to_lowercase();
        assert_eq!(pattern(text, IrStrOp::Exact).matches(value, &lower), expect, "{text} {value}");
    }

    #[test]
    fn stars_stand_for_any_length_and_marks_for_one_character() {
        check("*\\cmd.exe", "C:\\Windows\\CMD.exe", true);
        check("*\\cmd.exe", "cmd.exe", false);
        check("a*b*c", "aXXbYYc", true);
        check("a*b*c", "aXXcYYb", false);
        check("a*a", "a", false);
        check("a?c", "a漢c", true);
        check("a?c", "ac", false);
        check("*?x", "x", false);
        check("*?x", "漢x", true);
        check("*ab?*", "zzabc", true);
        check("*ab?*", "zzab", false);
        check("*", "", true);
        check("a*\nb", "a\nb", true);
    }

    #[test]
    fn the_required_text_is_the_longest_piece() {
        let literal = pattern("*\\Foo*bar", IrStrOp::Exact).literal();
        assert_eq!(literal.map(|literal| literal.text).as_deref(), Some("\\foo"));
    }

    proptest::proptest! {
        #[test]
        fn patterns_agree_with_a_regular_expression(
            text in "[ab?*\\\\]{0,8}", value in "[ab*\\\\]{0,10}", op in 0_usize..4,
        ) {
            let op = [IrStrOp::Exact, IrStrOp::Contains, IrStrOp::StartsWith, IrStrOp::EndsWith][op];
            let mut regex = String::new();
            for part in &SigmaString::new(&text).parts {
                match part {
                    StringPart::Plain(text) => regex.push_str(&regex::escape(text)),
                    StringPart::Special(SpecialChar::WildcardMulti) => regex.push_str(".*"),
                    StringPart::Special(SpecialChar::WildcardSingle) => regex.push('.'),
                }
            }
            let start = if matches!(op, IrStrOp::Contains | IrStrOp::EndsWith) { ".*" } else { "" };
            let end = if matches!(op, IrStrOp::Contains | IrStrOp::StartsWith) { ".*" } else { "" };
            let regex = regex::Regex::new(&format!("(?s)^{start}{regex}{end}$")).unwrap();
            let pattern = pattern(&text, op);
            proptest::prop_assert_eq!(pattern.matches(&value, &value), regex.is_match(&value));
        }
    }
}
