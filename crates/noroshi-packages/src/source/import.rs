//! Statements that give names a meaning: imports, heads of functions, assignments.

use super::Language;
use super::chain::module;
use super::token::{Kind, Token};

/// Stands for the name of a class: no function can be called so.
pub(super) const CLASS: &str = "class";

/// The head of a function or class.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Head<'a> {
    /// [`CLASS`] for a class, empty for a function without a name.
    pub(super) name: &'a str,
    pub(super) parameters: Vec<&'a str>,
}

/// Names with the canonical path that each stands for, when the statement is an import.
pub(super) fn imports<'a>(
    tokens: &[Token<'a>],
    language: Language,
) -> Option<Vec<(&'a str, String)>> {
    match (language, tokens.first()?.text, tokens.first()?.kind) {
        (Language::Python, "import", Kind::Name) => Some(plain_imports(&tokens[1..])),
        (Language::Python, "from", Kind::Name) => from_imports(tokens),
        (Language::Script, "import", Kind::Name) => script_imports(tokens),
        _ => None,
    }
}

/// `import a.b as c, d`.
fn plain_imports<'a>(tokens: &[Token<'a>]) -> Vec<(&'a str, String)> {
    let parts = tokens.split(|token| token.is(","));
    let part = |part: &[Token<'a>]| -> Option<(&'a str, String)> {
        let named = part.iter().position(|token| token.named("as"));
        let path: String =
            part[..named.unwrap_or(part.len())].iter().map(|token| token.text).collect();
        let name = part.get(named? + 1)?.text;
        Some((name, path))
    };
    parts.filter_map(part).collect()
}

/// `from a.b import c as d, e`.
fn from_imports<'a>(tokens: &[Token<'a>]) -> Option<Vec<(&'a str, String)>> {
    let at = tokens.iter().position(|token| token.named("import"))?;
    let path: String = tokens[1..at].iter().map(|token| token.text).collect();
    let names = tokens[at + 1..].split(|token| token.is(","));
    let name = |part: &[Token<'a>]| {
        let mut names = part.iter().filter(|token| token.is_name() && token.text != "as");
        let first = names.next()?.text;
        Some((names.next().map_or(first, |alias| alias.text), format!("{path}.{first}")))
    };
    Some(names.filter_map(name).collect())
}

/// `import x, {a as b} from "m"`, `import * as x from "m"`.
fn script_imports<'a>(tokens: &[Token<'a>]) -> Option<Vec<(&'a str, String)>> {
    let from = tokens.iter().position(|token| token.named("from"))?;
    let path = module(tokens.get(from + 1).filter(|token| token.kind == Kind::Text)?.text);
    let mut inside = false;
    let mut names: Vec<(&str, String)> = Vec::new();
    let mut at = 1;
    while at < from {
        let token = &tokens[at];
        match token.text {
            "{" => inside = true,
            "}" => inside = false,
            "as" if tokens[at - 1].is("*") => {
                names.push((tokens[at + 1].text, path.clone()));
                at += 1;
            }
            _ if token.is_name() && inside => {
                let renamed = tokens.get(at + 1).is_some_and(|token| token.named("as"));
                let name = if renamed { tokens.get(at + 2)?.text } else { token.text };
                names.push((name, format!("{path}.{}", token.text)));
                at += if renamed { 2 } else { 0 };
            }
            _ if token.is_name() => names.push((token.text, path.clone())),
            _ => {}
        }
        at += 1;
    }
    Some(names)
}

/// The head of a function or class; the last token is the end of the statement.
pub(super) fn head<'a>(tokens: &[Token<'a>], language: Language) -> Option<Head<'a>> {
    match language {
        Language::Python => python_head(tokens),
        Language::Script => script_head(tokens),
    }
}

fn python_head<'a>(tokens: &[Token<'a>]) -> Option<Head<'a>> {
    let at = usize::from(tokens.first()?.named("async"));
    let first = tokens.get(at)?;
    if first.named("class") {
        return Some(Head { name: CLASS, parameters: Vec::new() });
    }
    if !first.named("def") {
        return None;
    }
    let name = tokens.get(at + 1)?.text;
    Some(Head { name, parameters: parameters(&tokens[at + 2..]) })
}

/// How many parameters of one function are followed.
const PARAMETERS: usize = 32;

/// Names that stand first in their place between commas of the first bracket.
fn parameters<'a>(tokens: &[Token<'a>]) -> Vec<&'a str> {
    let (mut depth, mut first, mut names) = (0u32, false, Vec::new());
    for token in tokens {
        match (token.kind, token.text) {
            (Kind::Sign, "(" | "[" | "{") => {
                depth += 1;
                first = depth == 1 || token.text == "{" && depth == 2;
            }
            (Kind::Sign, ")" | "]" | "}") => {
                depth = depth.saturating_sub(1);
                if depth == 0 {
                    break;
                }
            }
            (Kind::Sign, ",") => first = depth <= 2,
            (Kind::Sign, "*" | "**" | "...") => {}
            (Kind::Name, "self" | "cls" | "this") => first = false,
            (Kind::Name, name) if first && names.len() < PARAMETERS => {
                names.push(name);
                first = false;
            }
            _ => first = false,
        }
    }
    names
}

fn script_head<'a>(tokens: &[Token<'a>]) -> Option<Head<'a>> {
    let (end, body) = tokens.split_last()?;
    if end.text != "{" || body.is_empty() {
        return None;
    }
    if body.iter().any(|token| token.named("class")) {
        return Some(Head { name: CLASS, parameters: Vec::new() });
    }
    if body.last().is_some_and(|token| token.is("=>")) {
        return Some(Head { name: given_name(body), parameters: arrow(&body[..body.len() - 1]) });
    }
    if let Some(at) = body.iter().rposition(|token| token.named("function")) {
        let named = body.get(at + 1).filter(|token| token.is_name());
        let name = named.map_or_else(|| given_name(body), |token| token.text);
        return Some(Head { name, parameters: parameters(&body[at + 1..]) });
    }
    method(body)
}

/// `name(parameters)` before a block, unless the name is a word of the language.
fn method<'a>(body: &[Token<'a>]) -> Option<Head<'a>> {
    let at = body.iter().position(|token| token.is("("))?;
    let name = body.get(at.checked_sub(1)?)?;
    let control =
        matches!(name.text, "if" | "for" | "while" | "switch" | "catch" | "with" | "await");
    let returns = || body.iter().rposition(|token| token.is(")")).and_then(|at| body.get(at + 1));
    let ends = body.last()?.is(")") || returns().is_some_and(|next| next.is(":"));
    (name.is_name() && !control && ends)
        .then(|| Head { name: name.text, parameters: parameters(&body[at..]) })
}

/// `const f = (...) =>`, `f: function`.
fn given_name<'a>(body: &[Token<'a>]) -> &'a str {
    let at = body.iter().take(6).position(|token| token.is("=") || token.is(":"));
    let name = at.and_then(|at| body.get(at.checked_sub(1)?)).filter(|token| token.is_name());
    name.map_or("", |token| token.text)
}

/// Whether the parameters of an arrow are all that stands here: `x`, `async (a, b)`.
pub(super) fn arrow_starts(before: &[Token<'_>]) -> bool {
    let before = match before {
        [first, rest @ ..] if first.named("async") => rest,
        all => all,
    };
    match before {
        [one] => one.is_name(),
        [open, .., close] => open.is("(") && close.is(")"),
        [] => false,
    }
}

/// The parameters before an arrow.
pub(super) fn arrow<'a>(before: &[Token<'a>]) -> Vec<&'a str> {
    match before.last() {
        Some(last) if last.is_name() => vec![last.text],
        Some(last) if last.is(")") => {
            let mut depth = 0;
            let open = before.iter().rposition(|token| {
                depth += i32::from(token.is(")")) - i32::from(token.is("("));
                depth == 0
            });
            open.map_or_else(Vec::new, |open| parameters(&before[open..]))
        }
        _ => Vec::new(),
    }
}

/// What is given a value.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Target {
    /// A name, or `self.x`: it holds the value and nothing else.
    Whole(String),
    /// A part of what a name holds: `x[...]`, `x.y`.
    Part(String),
    /// A name is given one part of the value: `{key: name} = value`.
    Picked {
        /// The name.
        name: String,
        /// The part.
        key: String,
    },
}

/// An assignment, places counted from the beginning of the statement.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Assigned {
    pub(super) targets: Vec<Target>,
    pub(super) value: (usize, usize),
    /// The name that may be an open file.
    pub(super) opens: Option<String>,
}

/// The assignments of a statement.
pub(super) fn assigned(tokens: &[Token<'_>], language: Language) -> Vec<Assigned> {
    let first = tokens.first().map_or("", |token| token.text);
    match language {
        Language::Python => match first {
            "for" | "async" if tokens.iter().take(2).any(|token| token.named("for")) => {
                loops(tokens, &["in"])
            }
            "with" | "async" => withs(tokens),
            _ => python_assigned(tokens),
        },
        Language::Script => {
            let mut all = script_assigned(tokens);
            if first == "for" {
                all.extend(loops(tokens, &["of", "in"]));
            }
            all
        }
    }
}

fn loops(tokens: &[Token<'_>], words: &[&str]) -> Vec<Assigned> {
    let Some(at) = tokens.iter().position(|token| token.is_name() && words.contains(&token.text))
    else {
        return Vec::new();
    };
    let is_target = |token: &&Token<'_>| {
        token.is_name()
            && !matches!(token.text, "for" | "async" | "const" | "let" | "var" | "await")
    };
    let targets =
        tokens[..at].iter().filter(is_target).map(|token| Target::Whole(token.text.to_owned()));
    vec![Assigned { targets: targets.collect(), value: (at + 1, tokens.len()), opens: None }]
}

fn withs(tokens: &[Token<'_>]) -> Vec<Assigned> {
    let mut from = 1 + usize::from(tokens.first().is_some_and(|token| token.named("async")));
    let mut all = Vec::new();
    for (at, token) in tokens.iter().enumerate() {
        if token.named("as")
            && let Some(name) = tokens.get(at + 1).filter(|name| name.is_name())
        {
            let name = name.text.to_owned();
            all.push(Assigned {
                targets: vec![Target::Whole(name.clone())],
                value: (from, at),
                opens: Some(name),
            });
            from = (at + 3).min(tokens.len());
        }
    }
    all
}

fn python_assigned(tokens: &[Token<'_>]) -> Vec<Assigned> {
    let mut all = walrus(tokens);
    let mut depth = 0i32;
    let mut equals = Vec::new();
    let mut more = false;
    for (at, token) in tokens.iter().enumerate().filter(|(_, token)| token.kind == Kind::Sign) {
        match token.text {
            "(" | "[" | "{" => depth += 1,
            ")" | "]" | "}" => depth -= 1,
            "=" if depth == 0 => equals.push(at),
            "+=" | "|=" if depth == 0 => {
                more = true;
                equals.push(at);
            }
            _ => {}
        }
    }
    let Some(last) = equals.last().copied() else { return all };
    let sides = tokens[..last].split(|token| token.is("="));
    let targets: Vec<Target> = sides.flat_map(|side| python_targets(side, more)).collect();
    let opens = targets.iter().find_map(|target| match target {
        Target::Whole(name) => Some(name.clone()),
        _ => None,
    });
    all.push(Assigned { targets, value: (last + 1, tokens.len()), opens });
    all
}

/// `a, b`, `self.x`, `x[...]`, `x: T`.
fn python_targets(side: &[Token<'_>], more: bool) -> Vec<Target> {
    let mut depth = 0i32;
    let mut targets = Vec::new();
    let mut at = 0;
    while at < side.len() {
        let token = &side[at];
        match (token.kind, token.text) {
            (Kind::Sign, ":") if depth == 0 => break,
            (Kind::Sign, "(" | "[" | "{") => depth += 1,
            (Kind::Sign, ")" | "]" | "}") => depth -= 1,
            (Kind::Name, name)
                if at == 0
                    || side[at - 1].is(",")
                    || side[at - 1].is("(")
                    || side[at - 1].is("*") =>
            {
                targets.push(target(name, &side[at + 1..], more));
            }
            _ => {}
        }
        at += 1;
    }
    targets
}

/// The target that begins with a name.
fn target(name: &str, rest: &[Token<'_>], more: bool) -> Target {
    let next = rest.first().filter(|token| token.kind == Kind::Sign).map_or("", |token| token.text);
    let part = rest.get(1).filter(|token| token.is_name());
    match (next, part) {
        (".", Some(part)) if matches!(name, "self" | "this" | "cls") => {
            let whole = !more && !rest.get(2).is_some_and(|token| token.is("[") || token.is("."));
            let name = format!("{name}.{}", part.text);
            if whole { Target::Whole(name) } else { Target::Part(name) }
        }
        ("." | "[", _) => Target::Part(name.to_owned()),
        _ if more => Target::Part(name.to_owned()),
        _ => Target::Whole(name.to_owned()),
    }
}

/// `name := value`, up to the end of the bracket.
fn walrus(tokens: &[Token<'_>]) -> Vec<Assigned> {
    if !tokens.iter().any(|token| token.is(":=")) {
        return Vec::new();
    }
    let ends = segment_ends(tokens);
    let found =
        tokens.iter().enumerate().filter(|(at, token)| token.is(":=") && *at > 0).take(CHAINED);
    let one = |(at, _): (usize, &Token<'_>)| {
        let name = tokens[at - 1].text.to_owned();
        Assigned { targets: vec![Target::Whole(name)], value: (at + 1, ends[at + 1]), opens: None }
    };
    found.map(one).collect()
}

/// For each place the end of the value that begins there: the next comma or closing bracket around it.
fn segment_ends(tokens: &[Token<'_>]) -> Vec<usize> {
    let mut ends = vec![tokens.len(); tokens.len() + 1];
    let mut around = vec![tokens.len()];
    for (at, token) in tokens.iter().enumerate().rev() {
        let sign = if token.kind == Kind::Sign { token.text } else { "" };
        match sign {
            ")" | "]" | "}" => around.push(at),
            "(" | "[" | "{" if around.len() > 1 => {
                around.pop();
            }
            "," => {
                if let Some(end) = around.last_mut() {
                    *end = at;
                }
            }
            _ => {}
        }
        let own = matches!(sign, ")" | "]" | "}" | ",");
        ends[at] = if own { at } else { around.last().copied().unwrap_or(at) };
    }
    ends
}

/// How many assignments of one statement are followed.
const CHAINED: usize = 256;

fn script_assigned(tokens: &[Token<'_>]) -> Vec<Assigned> {
    let signs = tokens
        .iter()
        .enumerate()
        .filter(|(at, token)| *at > 0 && (token.is("=") || token.is("+=")));
    let ends = segment_ends(tokens);
    let one = |(at, sign): (usize, &Token<'_>)| {
        let targets = script_targets(&tokens[..at], sign.is("+="));
        let value = (at + 1, ends[at + 1]);
        let opens = targets.iter().find_map(|target| match target {
            Target::Whole(name) => Some(name.clone()),
            _ => None,
        });
        Assigned { targets, value, opens }
    };
    signs.take(CHAINED).map(one).collect()
}

fn script_targets(before: &[Token<'_>], more: bool) -> Vec<Target> {
    let before = without_type(before);
    let Some(last) = before.last() else { return Vec::new() };
    if last.is("}") {
        return picked(before);
    }
    // Back to the first name of the chain that ends here.
    let mut at = before.len() - 1;
    let limit = at.saturating_sub(60);
    let mut depth = 0i32;
    while at > limit {
        let previous = &before[at - 1];
        depth += i32::from(before[at].is("]")) - i32::from(before[at].is("["));
        let joined = depth > 0 || before[at].is(".") || previous.is(".") || before[at].is("[");
        if !joined {
            break;
        }
        at -= 1;
    }
    if before[at].is_name() {
        vec![target(before[at].text, &before[at + 1..], more)]
    } else {
        Vec::new()
    }
}

/// What is declared, without the type behind it: `private readonly http: Client`.
fn without_type<'t, 'a>(before: &'t [Token<'a>]) -> &'t [Token<'a>] {
    const DECLARES: &[&str] =
        &["const", "let", "var", "private", "public", "protected", "readonly", "static", "declare"];
    if !before.first().is_some_and(|token| DECLARES.contains(&token.text)) {
        return before;
    }
    let mut depth = 0;
    let colon = before.iter().position(|token| {
        depth +=
            i32::from(token.is("{") || token.is("[")) - i32::from(token.is("}") || token.is("]"));
        depth == 0 && token.is(":")
    });
    &before[..colon.unwrap_or(before.len())]
}

/// `{a, b: c, ...d} =`.
fn picked(before: &[Token<'_>]) -> Vec<Target> {
    let mut depth = 0;
    let open = before.iter().rposition(|token| {
        depth += i32::from(token.is("}")) - i32::from(token.is("{"));
        depth == 0
    });
    let Some(open) = open else { return Vec::new() };
    let parts = before[open + 1..before.len() - 1].split(|token| token.is(","));
    let part = |part: &[Token<'_>]| -> Option<Target> {
        if part.first()?.is("...") {
            return Some(Target::Whole(part.get(1)?.text.to_owned()));
        }
        let mut names = part.iter().filter(|token| token.is_name());
        let key = names.next()?.text.to_owned();
        let name = names.next().map_or_else(|| key.clone(), |token| token.text.to_owned());
        Some(Target::Picked { name, key })
    };
    parts.filter_map(part).collect()
}
