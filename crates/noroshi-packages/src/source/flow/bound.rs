//! Names that a statement binds inside itself: parameters of functions without a block, loops inside brackets.

use super::super::import;
use super::{AT_HAND, Carried, Kind, Language, MARKS, Mark, Walk, between_inclusive};
use crate::source::scope::Function;

/// How far a function without a block is looked for its parameters, in tokens.
const HEAD: usize = 40;

impl Walk<'_, '_> {
    /// Binds such names; whether any of them now stands for something.
    pub(super) fn bound(&mut self, start: usize, end: usize, marks: &[Mark]) -> bool {
        let any = match self.language {
            Language::Script => !marks.is_empty() && self.arrows(start, end, marks),
            Language::Python => {
                let loops = !marks.is_empty() && self.comprehensions(start, end, marks);
                self.called_at_once(start, end) || loops
            }
        };
        self.one_line_function(start, end);
        any
    }

    /// Parameters of functions without a block (`r => r.text()`) carry what stands before them.
    fn arrows(&mut self, start: usize, end: usize, marks: &[Mark]) -> bool {
        let scope = self.scope();
        let mut any = false;
        let arrows = (start..end).filter(|at| self.tokens[*at].is("=>")).take(MARKS);
        for at in arrows.collect::<Vec<_>>() {
            let carried = between_inclusive(marks, at.saturating_sub(AT_HAND).max(start), at);
            let from = at.saturating_sub(HEAD).max(start);
            for name in import::arrow(&self.tokens[from..at]) {
                self.scopes.add(scope, name, carried);
                any |= !carried.is_nothing();
            }
        }
        any
    }

    /// `f(x) for x in values`: `x` carries what the values carry.
    fn comprehensions(&mut self, start: usize, end: usize, marks: &[Mark]) -> bool {
        let scope = self.scope();
        let mut any = false;
        let loops = (start + 1..end).filter(|at| self.tokens[*at].named("for")).take(MARKS);
        for at in loops.collect::<Vec<_>>() {
            let head = &self.tokens[at..(at + HEAD).min(end)];
            let Some(word) = head.iter().position(|token| token.named("in")) else { continue };
            let values = at + word + 1;
            let carried = between_inclusive(marks, values, self.end_of_value(values, end));
            if carried.is_nothing() {
                continue;
            }
            any = true;
            let names = head[1..word].iter().filter(|token| token.is_name());
            names.for_each(|token| self.scopes.add(scope, token.text, carried));
        }
        any
    }

    /// The end of the value that begins here: the bracket around it, or the next condition or loop.
    fn end_of_value(&self, from: usize, end: usize) -> usize {
        let mut at = from;
        while at < end {
            let token = &self.tokens[at];
            match token.text {
                "(" | "[" | "{" if token.kind == Kind::Sign => at = self.close[at].max(at),
                ")" | "]" | "}" if token.kind == Kind::Sign => return at,
                "if" | "for" if token.is_name() => return at,
                _ => {}
            }
            at += 1;
        }
        end
    }

    /// `(lambda a, b: ...)(x, y)`: each parameter stands for its argument.
    fn called_at_once(&mut self, start: usize, end: usize) -> bool {
        let scope = self.scope();
        let mut any = false;
        for at in start + 1..end {
            if !(self.tokens[at].named("lambda") && self.tokens[at - 1].is("(")) {
                continue;
            }
            let open = self.close[at - 1] + 1;
            if !self.tokens.get(open).is_some_and(|token| token.is("(")) || open >= end {
                continue;
            }
            let names = lambda(&self.tokens[at + 1..end.min(at + HEAD)]);
            for (name, (from, to)) in names.into_iter().zip(self.arguments(open)) {
                if to - from > HEAD {
                    continue;
                }
                let chains = self.chains(from, to);
                let carried = self.marks(&chains, from, to);
                let path = self.alias(from, to, &chains);
                any |= path.is_some() || !carried.is_empty();
                self.scopes.assign(scope, name, super::all(&carried), path);
            }
        }
        any
    }

    /// The places of the arguments between brackets.
    pub(super) fn arguments(&self, open: usize) -> Vec<(usize, usize)> {
        let close = self.close[open];
        let (mut all, mut from, mut at) = (Vec::new(), open + 1, open + 1);
        while at < close {
            match self.tokens[at].text {
                "(" | "[" | "{" => at = self.close[at].max(at),
                "," => {
                    all.push((from, at));
                    from = at + 1;
                }
                _ => {}
            }
            at += 1;
        }
        all.push((from, close));
        all
    }

    /// `f = lambda a: ...`, `const f = (a) => ...`: a call of it hands its arguments to the parameters.
    fn one_line_function(&mut self, start: usize, end: usize) {
        let Some(sign) = (start + 1..end.min(start + HEAD)).find(|at| self.tokens[*at].is("="))
        else {
            return;
        };
        let body = &self.tokens[sign + 1..end];
        let parameters = match (self.language, body.first()) {
            (Language::Python, Some(first)) if first.named("lambda") => lambda(&body[1..]),
            (Language::Script, Some(_)) => {
                let head = &body[..body.len().min(HEAD)];
                match head.iter().position(|token| token.is("=>")) {
                    // An arrow inside a call is no function of that name.
                    Some(at) if import::arrow_starts(&head[..at]) => import::arrow(&head[..at]),
                    _ => return,
                }
            }
            _ => return,
        };
        let name = self.tokens[sign - 1];
        if name.is_name() && !self.scopes.is_function(name.text) {
            let scope = self.scope();
            let function = Function { scope, parameters, gives: Carried::default() };
            self.scopes.functions.insert(name.text, function);
        }
    }
}

/// The parameters of a lambda.
fn lambda<'a>(tokens: &[super::Token<'a>]) -> Vec<&'a str> {
    let head = tokens.split(|token| token.is(":")).next().unwrap_or(&[]);
    let parts = head.split(|token| token.is(","));
    parts
        .filter_map(|part| part.iter().find(|token| token.is_name()))
        .map(|token| token.text)
        .collect()
}
