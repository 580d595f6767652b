//! What is changed in Rego between the disk and the engine, so that it means the same in both.
//!
//! The reference implementation (OPA) accepts and evaluates each of these forms; `regorus` 0.14.1
//! refuses them, or gives another answer without a word. Each step rewrites the form wherever it
//! stands, by tokens, whatever the file is. What none of them touches stays byte for byte.
//!
//! | step | form | the engine's answer without it |
//! |---|---|---|
//! | [`bodiless`] | `empty(null)` | refuses the file |
//! | [`shadowing`] | `p := [p \| some p in all][0]`, `some rules in …` beside a rule `rules` | refuses the file |
//! | [`membership`] | `some x in null` | stops where the value is missing |
//! | [`membership`] | `some k, v in …` inside another loop | stops in the second round of that loop |
//! | [`heads`] | `bad contains {"a": x.y} if …` with `x.y` missing once | an empty set: passes by mistake |
//! | [`clock`] | `time.now_ns()` | the hour of the machine, not that of the export |

use std::collections::BTreeSet;
use std::ops::Range;

use super::token::{Kind, Tokens};

/// Where the pinned moment stands, in nanoseconds.
pub(crate) const PINNED: &str = "noroshi_now_ns";

/// A Rego file as the engine gets it.
pub(crate) fn fit(text: &str, rules: &BTreeSet<String>) -> String {
    let mut text = apply(text, bodiless);
    text = apply(&text, |tokens| shadowing(tokens, rules));
    text = apply(&text, membership);
    text = apply(&text, heads);
    apply(&text, clock)
}

/// Names of the rules of a file.
pub(crate) fn rules(text: &str) -> BTreeSet<String> {
    let tokens = Tokens::read(text);
    let statements = tokens.statements();
    let named = statements.iter().filter_map(|statement| {
        let at = statement.start + usize::from(tokens.text(statement.start) == "default");
        let word = tokens.text(at);
        (tokens.is_name(at) && !["package", "import"].contains(&word)).then(|| word.to_owned())
    });
    named.collect()
}

/// How deep brackets nest in a file.
pub(crate) fn nesting(text: &str) -> usize {
    let tokens = Tokens::read(text);
    tokens.list().iter().map(|token| token.depth).max().unwrap_or_default()
}

/// The package of a file: `aad`, `utils.key`.
pub(crate) fn package(text: &str) -> Option<String> {
    let tokens = Tokens::read(text);
    let at = (0..tokens.list().len()).find(|at| tokens.text(*at) == "package")?;
    let line = tokens.list()[at + 1..].iter().take_while(|token| !token.first);
    Some(line.map(|token| &text[token.at.clone()]).collect())
}

type Edit = (Range<usize>, String);

fn apply(text: &str, step: impl Fn(&Tokens) -> Vec<Edit>) -> String {
    let mut edits = step(&Tokens::read(text));
    edits.sort_by_key(|(at, _)| (at.start, at.end));
    let mut done = String::with_capacity(text.len() + 64 * edits.len());
    let mut from = 0;
    for (at, words) in edits {
        // Two edits of one place cannot both be right; the first, outer one stays.
        if at.start < from {
            continue;
        }
        done.push_str(&text[from..at.start]);
        done.push_str(&words);
        from = at.end;
    }
    done.push_str(&text[from..]);
    done
}

/// `empty(null)` becomes `empty(null) := true`.
fn bodiless(tokens: &Tokens) -> Vec<Edit> {
    let mut edits = Vec::new();
    for statement in tokens.statements() {
        let (open, last) = (statement.start + 1, statement.end - 1);
        let call = tokens.is_name(statement.start) && tokens.text(open) == "(";
        if call && tokens.list()[open].partner == Some(last) {
            let end = tokens.list()[last].at.end;
            edits.push((end..end, " := true".to_owned()));
        }
    }
    edits
}

/// Variables of `some … in` that bear the name of a rule, or of the variable that the expression
/// around them is assigned to, get a name of their own.
fn shadowing(tokens: &Tokens, rules: &BTreeSet<String>) -> Vec<Edit> {
    let mut edits = Vec::new();
    for statement in tokens.statements() {
        let assigned: BTreeSet<&str> = statement
            .clone()
            .filter(|at| tokens.is_name(*at) && tokens.text(at + 1) == ":=")
            .map(|at| tokens.text(at))
            .collect();
        let mut done = BTreeSet::new();
        for at in statement.clone().filter(|at| tokens.text(*at) == "some") {
            for variable in declared(tokens, at) {
                let word = tokens.text(variable);
                let scope = scope(tokens, at, &statement);
                let clashes = rules.contains(word) || assigned.contains(word);
                if clashes && word != "_" && done.insert((word, scope.start)) {
                    rename(tokens, word, scope, &mut edits);
                }
            }
        }
    }
    edits
}

/// The variables between `some` and `in`.
fn declared(tokens: &Tokens, some: usize) -> Vec<usize> {
    let inside = (some + 1..tokens.list().len()).take_while(|at| {
        let token = &tokens.list()[*at];
        tokens.text(*at) != "in" && (!token.first || *at == some + 1) && tokens.text(*at) != ";"
    });
    inside.filter(|at| tokens.is_name(*at)).collect()
}

/// The comprehension or body in which a declaration holds; the whole statement when that is its
/// body.
fn scope(tokens: &Tokens, some: usize, statement: &Range<usize>) -> Range<usize> {
    let Some(open) = tokens.enclosing(some).filter(|open| statement.contains(open)) else {
        return statement.clone();
    };
    let close = tokens.list()[open].partner.unwrap_or(statement.end - 1);
    let depth = tokens.list()[open].depth;
    let comprehension =
        (open + 1..close).any(|at| tokens.text(at) == "|" && tokens.list()[at].depth == depth + 1);
    let body_of_rule = depth == 0 && !comprehension;
    if body_of_rule { statement.clone() } else { open..close + 1 }
}

fn rename(tokens: &Tokens, word: &str, scope: Range<usize>, edits: &mut Vec<Edit>) {
    for at in scope {
        let head = tokens.list()[at].first && tokens.list()[at].column == 0;
        if tokens.text(at) == word && tokens.stands_alone(at) && !head {
            edits.push((tokens.list()[at].at.clone(), format!("{word}_noroshi")));
        }
    }
}

/// `some x in e` becomes `x := e[_]`, which is what it means.
fn membership(tokens: &Tokens) -> Vec<Edit> {
    let mut edits = Vec::new();
    for statement in tokens.statements() {
        for at in statement.clone().filter(|at| tokens.text(*at) == "some") {
            let looped = follows_loop(tokens, scope(tokens, at, &statement).start..at);
            edits.extend(iterated(tokens, at, looped).into_iter().flatten());
        }
    }
    edits
}

/// Whether something is iterated before the end of this part of a body, at the depth of its end.
fn follows_loop(tokens: &Tokens, part: Range<usize>) -> bool {
    let depth = |at: usize| tokens.list()[at].depth;
    let here = depth(part.end);
    part.into_iter().any(|at| match tokens.text(at) {
        "some" => depth(at) == here,
        "_" => depth(at) == here + 1,
        _ => false,
    })
}

fn iterated(tokens: &Tokens, some: usize, looped: bool) -> Option<[Edit; 2]> {
    let (key, value, within) = match (tokens.text(some + 2), tokens.text(some + 4)) {
        ("in", _) => (None, some + 1, some + 2),
        (",", "in") => (Some(some + 1), some + 3, some + 4),
        _ => return None,
    };
    let named = |at: usize| tokens.is_name(at) || tokens.text(at) == "_";
    if !named(value) || key.is_some_and(|key| !named(key)) {
        return None;
    }
    let last = reference(tokens, within + 1)?;
    let list = tokens.list();
    let (start, what, end) = (list[some].at.start, list[within + 1].at.start, list[last].at.end);
    let value = match tokens.text(value) {
        "_" => format!("noroshi_any_{start}"),
        word => word.to_owned(),
    };
    let (before, after) = match key.map(|key| tokens.text(key)) {
        None | Some("_") => (format!("{value} := "), "[_]".to_owned()),
        // Inside another loop the engine calls the next round of `some` a second definition.
        Some(key) if looped && tokens.text(last + 1) != "with" => {
            (format!("{value} := "), format!("[noroshi_at_{start}]; {key} := noroshi_at_{start}"))
        }
        Some(key) => (format!("some {key}; {value} := "), format!("[{key}]")),
    };
    // In two parts, so that what stands between can be rewritten too.
    Some([(start..what, before), (end..end, after)])
}

/// The last token of a reference or call that begins here, if the expression is nothing more.
fn reference(tokens: &Tokens, start: usize) -> Option<usize> {
    let list = tokens.list();
    if list.get(start)?.kind != Kind::Name {
        return None;
    }
    let mut at = start;
    loop {
        let Some(next) = list.get(at + 1) else { return Some(at) };
        let close = list[at].at.end == next.at.start;
        match tokens.text(at + 1) {
            "." if close => at += 2,
            "[" | "(" if close => at = next.partner?,
            ";" | "]" | "}" | ")" | "," | "with" => return Some(at),
            _ if next.first => return Some(at),
            _ => return None,
        }
    }
}

/// What stands in the head of a rule that makes a set or an object moves to the end of its body.
fn heads(tokens: &Tokens) -> Vec<Edit> {
    tokens.statements().into_iter().flat_map(|statement| head(tokens, statement)).collect()
}

fn head(tokens: &Tokens, statement: Range<usize>) -> Vec<Edit> {
    let list = tokens.list();
    let top = |word: &str, from: usize| {
        (from..statement.end).find(|at| list[*at].depth == 0 && tokens.text(*at) == word)
    };
    let Some(condition) = top("if", statement.start) else { return Vec::new() };
    let in_head = |at: &usize| *at < condition;
    // (what moves, name that stays)
    let mut moved: Vec<(Range<usize>, &str)> = Vec::new();
    if let Some(word) = top("contains", statement.start).filter(in_head) {
        moved.push((word + 1..condition, "noroshi_member"));
    } else if let Some(word) = top(":=", statement.start).filter(in_head) {
        let Some(close) = list[word - 1].partner.filter(|_| tokens.text(word - 1) == "]") else {
            return Vec::new();
        };
        moved.push((close + 1..word - 1, "noroshi_key"));
        moved.push((word + 1..condition, "noroshi_value"));
    }
    moved.retain(|(range, _)| range.len() > 1);
    if moved.is_empty() || top("else", condition).is_some() {
        return Vec::new();
    }
    let mut edits = Vec::new();
    let mut lines = String::new();
    for (range, name) in &moved {
        let bytes = list[range.start].at.start..list[range.end - 1].at.end;
        lines.push_str(&format!("\n    {name} := {}", &tokens.source()[bytes.clone()]));
        edits.push((bytes, (*name).to_owned()));
    }
    lines.push('\n');
    body(tokens, condition + 1..statement.end, &lines, &mut edits);
    edits
}

/// Adds lines at the end of a body, which gets braces if it has none.
fn body(tokens: &Tokens, range: Range<usize>, lines: &str, edits: &mut Vec<Edit>) {
    let list = tokens.list();
    let last = &list[range.end - 1];
    if tokens.text(range.start) == "{" && list[range.start].partner == Some(range.end - 1) {
        edits.push((last.at.start..last.at.start, lines.to_owned()));
    } else {
        let start = list[range.start].at.start;
        edits.push((start..start, "{ ".to_owned()));
        edits.push((last.at.end..last.at.end, format!("{lines}}}")));
    }
}

/// `time.now_ns()` becomes the pinned moment.
fn clock(tokens: &Tokens) -> Vec<Edit> {
    let list = tokens.list();
    let spells = |at: &usize| {
        ["time", ".", "now_ns", "(", ")"]
            .iter()
            .enumerate()
            .all(|(nth, word)| tokens.text(at + nth) == *word)
    };
    let found = (0..list.len()).filter(spells);
    found.map(|at| (list[at].at.start..list[at + 4].at.end, format!("data.{PINNED}"))).collect()
}

#[cfg(test)]
#[path = "fit_tests.rs"]
mod tests;
