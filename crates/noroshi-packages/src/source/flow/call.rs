//! What calls do with their arguments: send them, run them, hand them on, keep them.

use super::super::chain::Call;
use super::super::rule::Rule;
use super::super::vocabulary::{Sink, carry, command_sends, sink};
use super::{Carried, Chain, MOST, Mark, Met, SENT, Walk, adds, between, called, is_keyword};

impl Walk<'_, '_> {
    /// Looks at each call: what it sends, what it hands on, what it adds to.
    pub(super) fn calls(&mut self, chains: &[Chain], marks: &[Mark]) {
        for chain in chains {
            for call in &chain.calls {
                let within = between(marks, call.open, call.close);
                self.note(call);
                if let Some(sink) = sink(&call.path) {
                    self.sent(sink, call, within);
                }
                if within.is_nothing() {
                    continue;
                }
                self.scopes.call(called(&call.path), within);
                self.hand_on(call, within);
                if adds(&call.path) {
                    let name = self.held_name(chain);
                    self.scopes.add(self.scope_of(&name), &name, within);
                    self.written(chain, call, within);
                }
            }
            self.retrieved(chain);
        }
    }

    /// `Thread(target=f, args=...)`, `map(f, ...)`: a function among the arguments is given the rest.
    pub(super) fn hand_on(&mut self, call: &Call, carried: Carried) {
        let end = call.close.min(call.open + 40);
        let alone = |at: &usize| {
            let next = self.tokens.get(at + 1).map_or("", |token| token.text);
            self.tokens[*at].is_name()
                && matches!(next, "," | ")")
                && self.scopes.is_function(self.tokens[*at].text)
        };
        for at in (call.open + 1..end).filter(alone).collect::<Vec<_>>() {
            self.scopes.call(self.tokens[at].text, carried);
        }
    }

    /// `open(path, "wb").write(value)`, `writeFileSync(path, value)`: the names of the path carry it.
    pub(super) fn written(&mut self, chain: &Chain, call: &Call, carried: Carried) {
        let Some(first) = chain.calls.first() else { return };
        let bare = call.path.rsplit('.').next().unwrap_or("");
        if first.open == call.open && !bare.starts_with("writeFile") {
            return;
        }
        self.give_names(first, carried);
    }

    pub(super) fn give_names(&mut self, call: &Call, carried: Carried) {
        let scope = self.scope();
        let names = self.tokens[call.open..call.close].iter().filter(|token| token.is_name());
        for name in names.take(8).map(|token| token.text).collect::<Vec<_>>() {
            if !is_keyword(name) {
                self.scopes.add(scope, name, carried);
            }
        }
    }

    /// `urlretrieve(address, path)`: the names of the path carry what was fetched.
    pub(super) fn retrieved(&mut self, chain: &Chain) {
        for call in chain.calls.iter().filter(|call| call.path.ends_with("urlretrieve")) {
            let line = self.tokens[call.open].line;
            self.give_names(call, Carried::new(carry::DOWNLOAD, line));
        }
    }

    pub(super) fn note(&mut self, call: &Call) {
        let line = self.tokens[call.open].line;
        match sink(&call.path) {
            Some(Sink::Network | Sink::Dns) => self.uses.network.get_or_insert(line),
            Some(Sink::Process) => self.uses.command.get_or_insert(line),
            _ => return,
        };
    }

    pub(super) fn sent(&mut self, sink: Sink, call: &Call, carried: Carried) {
        let has = |bits: u8| carried.bits & bits != 0;
        match sink {
            Sink::Network => {
                for (bits, rule) in SENT {
                    if has(bits) {
                        self.tell(rule, call, carried);
                    }
                }
            }
            Sink::Dns if has(carry::SECRET) => self.tell(Rule::SecretByName, call, carried),
            // A program that looks up its own address does not add to its name.
            Sink::Dns if has(carry::HOST) && self.adds_a_domain(call) => {
                self.tell(Rule::HostByName, call, carried)
            }
            Sink::Code if has(carry::ENCODED) => self.tell(Rule::EncodedRun, call, carried),
            Sink::Code if has(carry::DOWNLOAD) => self.tell(Rule::DownloadRun, call, carried),
            Sink::Process if has(carry::SECRET) && self.texts(call).any(command_sends) => {
                self.tell(Rule::SecretByCommand, call, carried);
            }
            Sink::Process if has(carry::ENCODED) => self.tell(Rule::EncodedCommand, call, carried),
            Sink::Process if has(carry::DOWNLOAD) => {
                self.tell(Rule::DownloadCommand, call, carried)
            }
            _ => {}
        }
    }

    pub(super) fn adds_a_domain(&self, call: &Call) -> bool {
        self.texts(call).any(|text| {
            let ends = text.trim_end_matches('.').rsplit_once('.').map(|(_, end)| end);
            ends.is_some_and(|end| end.len() > 1 && end != "local")
        })
    }

    pub(super) fn tell(&mut self, rule: Rule, call: &Call, carried: Carried) {
        let line = self.tokens[call.open].line;
        let told = self.met.iter().any(|other| other.rule == rule && other.line == line);
        if !told && self.met.len() < MOST {
            self.met.push(Met { rule, line, source: carried.line });
        }
    }
}
