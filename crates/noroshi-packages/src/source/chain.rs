//! Chains of names, calls and picks: `requests.Session().post(...)`, with their canonical path.

use super::scope::Scopes;
use super::token::{Kind, NESTED, Token};
use super::vocabulary::environment;

/// A path that grows no further from here on.
const LONG: usize = 160;

/// A call inside a chain.
#[derive(Debug)]
pub(super) struct Call {
    /// The canonical path of what is called.
    pub(super) path: String,
    /// The opening bracket, and the closing one.
    pub(super) open: usize,
    pub(super) close: usize,
}

/// A chain, from its first name.
#[derive(Debug)]
pub(super) struct Chain {
    pub(super) start: usize,
    /// One behind its last token.
    pub(super) end: usize,
    /// The canonical path with calls as `()` and picks by a value as `[]`.
    pub(super) path: String,
    /// What follows the first name, as written: `.items()`.
    pub(super) rest: String,
    pub(super) calls: Vec<Call>,
}

/// The bracket that closes each opening one; the end of the tokens for one that is never closed.
pub(super) fn brackets(tokens: &[Token<'_>]) -> Vec<usize> {
    let mut close = vec![0; tokens.len()];
    let mut open = Vec::new();
    for (at, token) in tokens.iter().enumerate().filter(|(_, token)| token.kind == Kind::Sign) {
        match token.text {
            "(" | "[" | "{" => open.push(at),
            ")" | "]" | "}" => {
                if let Some(opened) = open.pop() {
                    close[opened] = at;
                }
            }
            _ => {}
        }
    }
    for opened in open {
        close[opened] = tokens.len().saturating_sub(1);
    }
    close
}

/// Where chains are read.
pub(super) struct Reader<'r, 'a> {
    pub(super) tokens: &'r [Token<'a>],
    pub(super) close: &'r [usize],
    pub(super) scopes: &'r Scopes<'a>,
    pub(super) scope: u32,
    /// The scope of the class around, where `self.x` stands.
    pub(super) object: u32,
}

impl Reader<'_, '_> {
    /// The chain that begins at a name.
    pub(super) fn chain(&self, start: usize, limit: usize) -> Chain {
        let (path, mut at) = match self.loaded(start, limit, NESTED) {
            Some(loaded) => loaded,
            None => self.named(start, limit),
        };
        let mut chain = Chain { start, end: at, path, rest: String::new(), calls: Vec::new() };
        let mut indirect = self.is_indirect(start);
        while at < limit {
            if indirect && self.tokens[at].is(")") {
                indirect = false;
                at += 1;
                continue;
            }
            let Some(next) = self.part(&mut chain, at, limit) else { break };
            at = next;
        }
        chain.end = at;
        chain
    }

    /// `(0, eval)(text)`, `(0, fs_1.readFileSync)(path)`: a call of the last value, as compilers write it.
    fn is_indirect(&self, start: usize) -> bool {
        let Some(before) = start.checked_sub(3).and_then(|from| self.tokens.get(from..start))
        else {
            return false;
        };
        before[0].is("(")
            && before[1].text == "0"
            && before[2].is(",")
            && self.tokens.get(self.close[start - 3] + 1).is_some_and(|next| next.is("("))
    }

    /// The path of the first name, or of what stands in an object: `self.session`.
    fn named(&self, start: usize, limit: usize) -> (String, usize) {
        let name = self.tokens[start].text;
        if matches!(name, "self" | "this" | "cls")
            && start + 2 < limit
            && self.tokens[start + 1].is(".")
            && self.tokens[start + 2].is_name()
        {
            let part = format!("{name}.{}", self.tokens[start + 2].text);
            let path = self.scopes.path(self.object, &part);
            if path != part {
                return (path, start + 3);
            }
        }
        (self.scopes.path(self.scope, name), start + 1)
    }

    /// One more part of a chain; the place behind it.
    fn part(&self, chain: &mut Chain, at: usize, limit: usize) -> Option<usize> {
        let token = &self.tokens[at];
        if token.kind != Kind::Sign {
            return None;
        }
        match token.text {
            "." | "?." if self.tokens.get(at + 1)?.is_name() && at + 1 < limit => {
                // `require("x").default` is what `import x` gives.
                if self.tokens[at + 1].text == "default" {
                    return Some(at + 2);
                }
                push(chain, ".");
                push(chain, self.tokens[at + 1].text);
                Some(at + 2)
            }
            "?." => Some(at + 1),
            "(" => {
                let close = self.close[at];
                chain.calls.push(Call { path: chain.path.clone(), open: at, close });
                push(chain, "()");
                (close > at).then_some(close + 1)
            }
            "[" => {
                let close = self.close[at];
                let inner = self.tokens.get(at + 1)?;
                // A variable is picked out of the environment, whatever its spelling.
                let variable = environment(&chain.path) == Some("");
                let text = close == at + 2 && inner.kind == Kind::Text && is_word(inner.text);
                if text && !variable {
                    push(chain, ".");
                    push(chain, inner.text);
                } else {
                    push(chain, "[]");
                }
                (close > at).then_some(close + 1)
            }
            _ => None,
        }
    }

    /// A module named by a text: `__import__("os")`, `require("fs")`, `getattr(os, "system")`.
    fn loaded(&self, start: usize, limit: usize, nested: usize) -> Option<(String, usize)> {
        let mut open = start + 1;
        let name = self.tokens[start].text;
        if name == "importlib" && self.tokens.get(start + 2)?.named("import_module") {
            open = start + 3;
        }
        if !self.tokens.get(open)?.is("(") || open >= limit {
            return None;
        }
        let close = self.close[open];
        match name {
            "__import__" | "importlib" | "import_module" | "require" | "import" => {
                let text = self.tokens.get(open + 1).filter(|token| token.kind == Kind::Text)?;
                let alone =
                    self.tokens.get(open + 2).is_some_and(|next| next.is(")") || next.is(","));
                let code = text.text.starts_with("data:");
                (alone && !code).then(|| (module(text.text), close + 1))
            }
            "getattr" => {
                let picked = self.tokens.get(close.checked_sub(1)?)?;
                let from = self.tokens.get(open + 1).filter(|token| token.is_name())?;
                let inner = nested.checked_sub(1)?;
                let nested = self.loaded(open + 1, limit, inner).map(|(path, _)| path);
                let path = nested.unwrap_or_else(|| self.scopes.path(self.scope, from.text));
                (picked.kind == Kind::Text && is_word(picked.text))
                    .then(|| (format!("{path}.{}", picked.text), close + 1))
            }
            _ => None,
        }
    }
}

/// The name of a module without the prefix of those of Node.
pub(super) fn module(text: &str) -> String {
    text.strip_prefix("node:").unwrap_or(text).chars().take(LONG).collect()
}

fn is_word(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'_')
}

fn push(chain: &mut Chain, part: &str) {
    if chain.path.len() + part.len() <= LONG {
        chain.path.push_str(part);
    }
    if chain.rest.len() + part.len() <= LONG {
        chain.rest.push_str(part);
    }
}
