//! Follows values from where they are read to where they are sent or run.
//!
//! Statement by statement, in order, with the names of each function apart. A call of a function of
//! the same file hands its arguments to all parameters. Up to three passes, because a function may
//! be called before what it hands on is known. What no statement of this file connects (another
//! file, a stored object) is not followed.

use std::collections::HashSet;

mod assign;
mod bound;
mod call;
mod carried;
mod worth;

pub(super) use worth::worth;

use super::chain::{Chain, Reader, brackets};
use super::rule::Rule;
use super::scope::{Carried, Changed, Function, Scopes};
use super::token::{Kind, Token};
use super::vocabulary::{carry, names_secret};
use super::{Language, import};

/// How often a file is gone over.
const PASSES: usize = 3;
/// From this length on a name of a packed file was chosen by somebody.
const CHOSEN: usize = 4;
/// How far back, in tokens, a function that stands in a call is given what stands before it.
const AT_HAND: usize = 60;
/// How many functions around a call are asked whether it keeps their promise.
const OUTWARD: usize = 24;
/// How many carrying places of one statement are looked at for one call.
const MARKS: usize = 64;

/// A rule that was met at a line; the line of the source, if it is another.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Met {
    pub(super) rule: Rule,
    pub(super) line: u32,
    pub(super) source: u32,
}

/// What names of the file are worth.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Names {
    /// Somebody chose them.
    Chosen,
    /// A packer did: a short name stands for many things, and is not followed.
    Packed,
}

/// What else a file does, for rules about installing.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Uses {
    /// The line of the first call into the network.
    pub(super) network: Option<u32>,
    /// The line of the first command.
    pub(super) command: Option<u32>,
}

/// Goes over the tokens of a file.
pub(super) fn follow(tokens: &[Token<'_>], language: Language, names: Names) -> (Vec<Met>, Uses) {
    let close = brackets(tokens);
    let mut walk = Walk {
        tokens,
        close: &close,
        language,
        names,
        scopes: Scopes::default(),
        met: Vec::new(),
        uses: Uses::default(),
        stack: Vec::new(),
        made: Vec::new(),
        at_hand: Carried::default(),
        many_secrets: false,
    };
    walk.scopes.open(0);
    let secrets: HashSet<&str> =
        texts(tokens).filter(|text| names_secret(text)).take(SECRETS).collect();
    walk.many_secrets = secrets.len() >= SECRETS;
    for pass in 0..PASSES {
        walk.scopes.changed = Changed::No;
        walk.pass(pass);
        if walk.scopes.changed == Changed::No {
            break;
        }
    }
    (walk.met, walk.uses)
}

struct Walk<'r, 'a> {
    tokens: &'r [Token<'a>],
    close: &'r [usize],
    language: Language,
    names: Names,
    scopes: Scopes<'a>,
    met: Vec<Met>,
    uses: Uses,
    /// Open functions and classes.
    stack: Vec<Open<'a>>,
    /// The scope of each function by the place of its head: the same in every pass.
    made: Vec<(usize, u32)>,
    /// What the last statement carried.
    at_hand: Carried,
    /// Whether the file names several variables that hold secrets.
    many_secrets: bool,
}

/// A function or class that is open.
struct Open<'a> {
    /// The depth of its head.
    depth: u32,
    scope: u32,
    name: &'a str,
    /// The scope of the class around, where `self.x` is held.
    object: u32,
    /// What a promise is kept with: the first parameter of the function that makes it.
    resolves: Option<&'a str>,
}

/// A place of a statement that carries something.
type Mark = (usize, Carried);

impl<'a> Walk<'_, 'a> {
    fn pass(&mut self, pass: usize) {
        self.stack.clear();
        let (mut start, mut heads) = (0, 0);
        for end in 0..self.tokens.len() {
            if self.tokens[end].kind != Kind::End {
                continue;
            }
            if end > start {
                self.close_scopes(self.tokens[start].depth);
                self.statement(start, end);
                self.head(start, end, pass, &mut heads);
            }
            start = end + 1;
        }
    }

    fn scope(&self) -> u32 {
        self.stack.last().map_or(0, |open| open.scope)
    }

    /// The scope of the class around, or of the file if there is none.
    fn object(&self) -> u32 {
        self.stack.last().map_or(0, |open| open.object)
    }

    /// The scope in which a name of this spelling is held.
    fn scope_of(&self, name: &str) -> u32 {
        if name.contains('.') { self.object() } else { self.scope() }
    }

    fn close_scopes(&mut self, depth: u32) {
        while self.stack.last().is_some_and(|open| depth <= open.depth) {
            self.stack.pop();
        }
    }

    /// Opens the scope of a function or class whose head this statement is.
    fn head(&mut self, start: usize, end: usize, pass: usize, heads: &mut usize) {
        let Some(head) = import::head(&self.tokens[start..=end], self.language) else { return };
        let depth = self.tokens[start].depth;
        let scope = if pass == 0 {
            let scope = self.scopes.open(self.scope());
            self.made.push((start, scope));
            scope
        } else {
            self.made.get(*heads).map_or(0, |(_, scope)| *scope)
        };
        *heads += 1;
        // A function that stands in a call is given what is at hand there: `get(url, r => {`.
        if head.name.is_empty() && !self.at_hand.is_nothing() {
            head.parameters.iter().for_each(|name| self.scopes.add(scope, name, self.at_hand));
        }
        let promises = |tokens: &[Token<'_>]| tokens.iter().any(|token| token.named("Promise"));
        let resolves = (head.name.is_empty() && promises(&self.tokens[start..end]))
            .then(|| head.parameters.first().copied())
            .flatten();
        if pass == 0 && !head.name.is_empty() {
            let function =
                Function { scope, parameters: head.parameters, gives: Carried::default() };
            self.scopes.functions.insert(head.name, function);
        }
        // The block of a JavaScript function is one deeper than its head, and so is an indented line.
        let object = if head.name == import::CLASS { scope } else { self.object() };
        self.stack.push(Open { depth, scope, name: head.name, object, resolves });
    }

    fn statement(&mut self, start: usize, end: usize) {
        if let Some(names) = import::imports(&self.tokens[start..end], self.language) {
            let scope = self.scope();
            for (name, path) in names {
                self.scopes.assign(scope, name, Carried::default(), Some(path));
            }
            return;
        }
        let mut chains = self.chains(start, end);
        let mut marks = self.marks(&chains, start, end);
        if self.bound(start, end, &marks) {
            chains = self.chains(start, end);
            marks = self.marks(&chains, start, end);
        }
        let near = end - start <= AT_HAND;
        self.at_hand = if near { all(&marks) } else { Carried::default() };
        self.calls(&chains, &marks);
        self.assignments(start, end, &chains, &marks);
        if self.tokens[start].named("return") || self.tokens[start].named("yield") {
            let carried = self.fetched(all(&marks), &chains);
            if let Some(open) = self.stack.last() {
                self.scopes.gives(open.name, carried);
            }
        }
    }

    /// `new Promise(done => { ... done(value) })`: what the promise is kept with is what the function around gives.
    fn resolved(&mut self, path: &str, carried: Carried) {
        let near = &self.stack[self.stack.len().saturating_sub(OUTWARD)..];
        let Some(at) = near.iter().rposition(|open| open.resolves == Some(path)) else { return };
        let around = near[..at].iter().rfind(|open| !open.name.is_empty());
        if let Some(around) = around {
            self.scopes.gives(around.name, carried);
        }
    }

    fn chains(&self, start: usize, end: usize) -> Vec<Chain> {
        let (tokens, close) = (self.tokens, self.close);
        let reader = Reader {
            tokens,
            close,
            scopes: &self.scopes,
            scope: self.scope(),
            object: self.object(),
        };
        let begins = |at: &usize| {
            let after_dot = *at > start && (tokens[at - 1].is(".") || tokens[at - 1].is("?."));
            tokens[*at].is_name() && !after_dot && !is_keyword(tokens[*at].text)
        };
        (start..end).filter(begins).map(|at| reader.chain(at, end)).collect()
    }
}

/// The most sightings of one file that are kept.
const MOST: usize = 100;

/// What is sent, and by which rule that is told.
const SENT: [(u16, Rule); 5] = [
    (carry::ENVIRONMENT, Rule::EnvironmentSent),
    (carry::CREDENTIAL, Rule::CredentialSent),
    (carry::BROWSER, Rule::BrowserSent),
    (carry::SCREEN, Rule::ScreenSent),
    (carry::HOST, Rule::HostSent),
];

/// So many variables with secrets, read together, are as good as all of them.
const SECRETS: usize = 3;

fn texts<'t, 'a>(tokens: &'t [Token<'a>]) -> impl Iterator<Item = &'a str> + 't {
    tokens.iter().filter(|token| token.kind == Kind::Text).map(|token| token.text)
}

fn all(marks: &[Mark]) -> Carried {
    marks.iter().take(MARKS).fold(Carried::default(), |sum, (_, carried)| sum.and(*carried))
}

fn between(marks: &[Mark], open: usize, close: usize) -> Carried {
    between_inclusive(marks, open + 1, close)
}

/// What is carried from one place up to another. At most [`MARKS`] places are looked at.
fn between_inclusive(marks: &[Mark], from: usize, to: usize) -> Carried {
    let start = marks.partition_point(|(at, _)| *at < from);
    let end = marks.partition_point(|(at, _)| *at < to);
    all(&marks[start..end.max(start)])
}

/// The name of a function of the same file that a path calls: `f`, `self.f`, `this.f`.
fn called(path: &str) -> &str {
    let bare = path.strip_prefix("self.").or_else(|| path.strip_prefix("this.")).unwrap_or(path);
    let bare = bare.strip_suffix("().start").unwrap_or(bare);
    if bare.contains(['.', '(', '[']) { "" } else { bare }
}

/// Whether a call adds its arguments to what it is called on.
fn adds(path: &str) -> bool {
    let last = path.rsplit('.').next().unwrap_or("");
    path.contains('.')
        && matches!(
            last,
            "write_bytes"
                | "write_text"
                | "writeFile"
                | "writeFileSync"
                | "append"
                | "extend"
                | "add"
                | "update"
                | "insert"
                | "write"
                | "writelines"
                | "push"
                | "unshift"
                | "set"
                | "setdefault"
                | "writestr"
                | "concat"
                | "set_content"
                | "set_payload"
                | "attach"
                | "add_attachment"
        )
}

fn is_keyword(name: &str) -> bool {
    matches!(
        name,
        "if" | "else"
            | "elif"
            | "for"
            | "while"
            | "in"
            | "not"
            | "and"
            | "or"
            | "is"
            | "return"
            | "yield"
            | "def"
            | "class"
            | "lambda"
            | "with"
            | "as"
            | "try"
            | "except"
            | "finally"
            | "raise"
            | "pass"
            | "del"
            | "assert"
            | "await"
            | "async"
            | "const"
            | "let"
            | "var"
            | "function"
            | "new"
            | "typeof"
            | "of"
            | "case"
            | "switch"
            | "throw"
            | "catch"
            | "export"
            | "default"
            | "extends"
            | "void"
    )
}
