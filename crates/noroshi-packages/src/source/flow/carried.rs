//! What the places of a statement carry.

use super::super::chain::Call;
use super::super::token::Made;
use super::super::vocabulary::{
    Sink, carry, environment, given_by, lists_environment, literal, names_secret, picks_one, sink,
};
use super::{CHOSEN, Carried, Chain, Kind, Mark, Names, SECRETS, Token, Walk, called, texts};

/// How far around a secret others are looked for, in tokens.
const NEAR: usize = 60;
/// So many numbers in a row are a text that does not want to be read.
const NUMBERS: usize = 8;
/// The longest part of a path that is put together.
const PIECE: usize = 60;

impl<'a> Walk<'_, 'a> {
    /// The places of a statement that carry something by themselves.
    pub(super) fn marks(&self, chains: &[Chain], start: usize, end: usize) -> Vec<Mark> {
        let mut marks = Vec::new();
        for (at, token) in self.tokens[start..end].iter().enumerate() {
            if token.kind == Kind::Text {
                let carried = self.text(start + at);
                if !carried.is_nothing() {
                    marks.push((start + at, carried));
                }
            }
        }
        for chain in chains {
            let carried = self.carried(chain, start);
            if !carried.is_nothing() {
                marks.push((chain.start, carried));
            }
        }
        marks.sort_unstable_by_key(|(at, _)| *at);
        marks
    }

    /// What a text carries: as a path, with the texts behind it as one path, as a file that was written.
    fn text(&self, at: usize) -> Carried {
        let token = &self.tokens[at];
        let mut bits = literal(token.text);
        if token.made == Made::Hidden {
            bits |= carry::ENCODED;
        }
        if bits == 0
            && let Some(path) = self.path_from(at)
        {
            bits |= literal(&path);
        }
        Carried::new(bits, token.line).and(self.scopes.file(token.text))
    }

    /// `join(home, "Local Storage", "leveldb")`, `home / ".config" / "gcloud"`: the path from here on.
    fn path_from(&self, at: usize) -> Option<String> {
        let piece = |at: usize| {
            self.tokens.get(at).filter(|token| {
                token.kind == Kind::Text && token.text.len() <= PIECE && !token.text.contains(' ')
                    || token.kind == Kind::Text && token.text == "Local Storage"
            })
        };
        let sign =
            |at: usize| self.tokens.get(at).is_some_and(|token| token.is(",") || token.is("/"));
        let followed = |at: usize| sign(at + 1) && piece(at + 2).is_some();
        if piece(at).is_none() || !followed(at) {
            return None;
        }
        let mut path = self.tokens[at].text.to_owned();
        let mut next = at;
        while path.len() < 4 * PIECE && followed(next) {
            next += 2;
            path.push('/');
            path.push_str(self.tokens[next].text);
        }
        Some(path)
    }

    /// What a value carries that calls gave: what was fetched from an address is not the address.
    pub(super) fn fetched(&self, carried: Carried, chains: &[Chain]) -> Carried {
        if carried.bits & carry::METADATA == 0 {
            return carried;
        }
        let asks = |chain: &Chain| {
            chain.calls.iter().any(|call| given_by(&call.path) & carry::DOWNLOAD != 0)
        };
        if !chains.iter().any(asks) {
            return carried;
        }
        Carried { bits: carried.bits & !carry::METADATA | carry::CREDENTIAL, ..carried }
    }

    /// What a chain carries: the environment, what its first name holds, what its calls give.
    pub(super) fn carried(&self, chain: &Chain, start: usize) -> Carried {
        let line = self.tokens[chain.start].line;
        let mut bits = 0;
        if let Some(rest) = environment(&chain.path)
            && !picks_one(rest)
            && !self.is_asked(chain, start)
        {
            bits |= carry::ENVIRONMENT;
        }
        bits |= self.picked_by_list(chain);
        let mut given = Carried::default();
        for call in &chain.calls {
            bits |= given_by(&call.path);
            if sink(&call.path) == Some(Sink::Process) && self.texts(call).any(lists_environment) {
                bits |= carry::ENVIRONMENT;
            }
            if call.path.ends_with("Buffer.from")
                && self.texts(call).any(|text| matches!(text, "base64" | "hex"))
            {
                bits |= carry::ENCODED;
            }
            bits |= self.hidden(call);
            let called = called(&call.path);
            if let Some(function) = self.scopes.functions.get(called)
                && !(self.names == Names::Packed && called.len() < CHOSEN)
            {
                given = given.and(function.gives);
            }
        }
        if chain.path.ends_with(".reverse().join()") && chain.path.contains(".split()") {
            bits |= carry::REVERSED;
        }
        if chain.path == "chr" || chain.path == "chr()" {
            bits |= self.joined(chain.start);
        }
        bits |= self.reversed(chain);
        let name = self.held_name(chain);
        let mut held = self.scopes.carried(self.scope_of(&name), &name);
        if self.names == Names::Packed && name.len() < CHOSEN {
            held = Carried::default();
        }
        if picks_one(
            chain
                .rest
                .strip_prefix(name.strip_prefix(self.tokens[chain.start].text).unwrap_or(""))
                .unwrap_or(&chain.rest),
        ) {
            held = held.without(carry::ENVIRONMENT);
        }
        Carried::new(bits, line).and(held).and(given)
    }

    /// `source[::-1]`: a text turned round.
    fn reversed(&self, chain: &Chain) -> u16 {
        let tokens = &self.tokens[chain.start..chain.end];
        let words = tokens.iter().rev().take(6).map(|token| token.text);
        if words.eq(["]", "1", "-", ":", ":", "["]) { carry::REVERSED } else { 0 }
    }

    /// Bytes made from numbers by a key, or from many numbers: `bytes(x ^ 7 for x in data)`.
    fn hidden(&self, call: &Call) -> u16 {
        if !matches!(
            call.path.as_str(),
            "bytes" | "bytearray" | "chr" | "Buffer.from" | "Uint8Array.from"
        ) {
            return 0;
        }
        let inside = &self.tokens[call.open..call.close.min(call.open + NEAR)];
        let numbers = inside.iter().filter(|token| token.kind == Kind::Other).count();
        let keyed = inside.iter().any(|token| token.is("^"));
        if keyed || numbers >= NUMBERS { carry::ENCODED } else { 0 }
    }

    /// Signs made from numbers and joined: a text that does not want to be read.
    pub(super) fn joined(&self, at: usize) -> u16 {
        let before = &self.tokens[at.saturating_sub(8)..at];
        if before.iter().any(|token| token.named("join")) { carry::ENCODED } else { 0 }
    }

    /// A variable whose name stands in a variable, in a file that names several secrets; or one of several
    /// secrets that are read in one statement.
    fn picked_by_list(&self, chain: &Chain) -> u16 {
        let asks = environment(&chain.path).is_some() || chain.path.starts_with("os.getenv");
        if !self.many_secrets || !asks {
            return 0;
        }
        let open = self.tokens[chain.start..chain.end]
            .iter()
            .rposition(|token| token.is("(") || token.is("["));
        let argument = open.and_then(|at| self.tokens.get(chain.start + at + 1));
        match argument {
            Some(name) if name.is_name() => carry::ENVIRONMENT,
            Some(text) if self.reads_several(text, chain.start) => carry::ENVIRONMENT,
            _ => 0,
        }
    }

    /// Whether further secrets are read close by: within one object or call.
    fn reads_several(&self, text: &Token<'_>, at: usize) -> bool {
        let near = &self.tokens[at.saturating_sub(NEAR)..(at + NEAR).min(self.tokens.len())];
        let near = near.split(|token| token.kind == Kind::End && token.line != text.line);
        let most = near.map(|part| texts(part).filter(|text| names_secret(text)).count()).max();
        text.kind == Kind::Text && names_secret(text.text) && most.unwrap_or(0) >= SECRETS
    }

    /// The name under which a chain is held: `self.x` for what stands in an object.
    pub(super) fn held_name(&self, chain: &Chain) -> String {
        let first = self.tokens[chain.start].text;
        match self.tokens.get(chain.start + 2) {
            Some(next) if matches!(first, "self" | "this" | "cls") && next.is_name() => {
                format!("{first}.{}", next.text)
            }
            _ => first.to_owned(),
        }
    }

    /// `"X" in os.environ`, `process.env && ...`: asked about, not handed on.
    pub(super) fn is_asked(&self, chain: &Chain, start: usize) -> bool {
        let Some(before) = chain.start.checked_sub(1).filter(|at| *at >= start) else {
            return false;
        };
        if !self.tokens[before].named("in") {
            return false;
        }
        let from = before.saturating_sub(6).max(start);
        !self.tokens[from..before].iter().any(|token| token.named("for"))
    }

    pub(super) fn texts(&self, call: &Call) -> impl Iterator<Item = &'a str> {
        let end = call.close.min(call.open + 40).max(call.open);
        let tokens = &self.tokens[call.open..end];
        tokens.iter().filter(|token| token.kind == Kind::Text).map(|token| token.text)
    }
}
