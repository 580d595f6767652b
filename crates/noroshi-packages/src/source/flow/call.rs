//! What calls do with their arguments: send them, run them, hand them on, keep them.

use super::super::chain::Call;
use super::super::rule::Rule;
use super::super::vocabulary::{Sink, carry, command_sends, is_object, sink};
use super::{
    Carried, Chain, Kind, Language, MOST, Mark, Met, Names, SENT, Walk, adds, between, called,
    is_keyword,
};

/// How many arguments of a call are taken for objects.
const PARAMETERS: usize = 8;
/// How far into a call the names and files are looked for that it writes to, in tokens.
const ARGUMENTS: usize = 60;

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
                self.objects(call, chains);
                if within.is_nothing() {
                    continue;
                }
                self.scopes.call(called(&call.path), within);
                self.resolved(&call.path, within);
                self.hand_on(call, within);
                if adds(&call.path) {
                    let name = self.held_name(chain);
                    self.scopes.add(self.scope_of(&name), &name, within);
                    self.written(chain, call, within);
                }
                if copies(&call.path) {
                    self.give_names(call, within);
                }
                if loads(&call.path) && within.bits & self.hides_names() != 0 {
                    self.tell(Rule::HiddenModule, call, within);
                }
            }
            self.retrieved(chain);
        }
    }

    /// How the name of a module is hidden. Python puts paths of modules together from their end.
    fn hides_names(&self) -> u16 {
        match self.language {
            Language::Python => carry::ENCODED,
            Language::Script => carry::ENCODED | carry::REVERSED,
        }
    }

    /// The objects that arguments stand for are known under the parameters: `send(session, text)`.
    fn objects(&mut self, call: &Call, chains: &[Chain]) {
        let name = called(&call.path);
        if self.names == Names::Packed || !self.scopes.is_function(name) {
            return;
        }
        for (at, (from, to)) in self.arguments(call.open).into_iter().enumerate().take(PARAMETERS) {
            let path = self.alias(from, to, chains).filter(|path| is_object(path));
            if let Some(path) = path {
                self.scopes.call_object(name, at, path);
            }
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
        let inside = &self.tokens[call.open..call.close.min(call.open + ARGUMENTS)];
        let files = inside.iter().filter(|token| token.kind == Kind::Text && is_file(token.text));
        files.take(4).for_each(|token| self.scopes.write_file(token.text, carried));
        let names = inside.iter().filter(|token| token.is_name());
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
        let has = |bits: u16| carried.bits & bits != 0;
        match sink {
            Sink::Network => {
                // Asking a machine of a cloud for its keys is no sending of them.
                let asked = if has(carry::METADATA) { carry::CREDENTIAL } else { 0 };
                for (bits, rule) in SENT.into_iter().filter(|(bits, _)| bits & asked == 0) {
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
            Sink::Code if has(carry::ENCODED | carry::REVERSED) => {
                self.tell(Rule::EncodedRun, call, carried)
            }
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

/// Whether a call puts a file under another name.
fn copies(path: &str) -> bool {
    const COPIES: &[&str] = &[
        "shutil.copy",
        "shutil.copy2",
        "shutil.copyfile",
        "shutil.copytree",
        "shutil.move",
        "os.rename",
        "os.replace",
        "fs.copyFile",
        "fs.copyFileSync",
        "fs.cpSync",
        "fs.renameSync",
        "fs.promises.copyFile",
        "fs/promises.copyFile",
        "fs-extra.copySync",
        "fs-extra.copy",
    ];
    COPIES.contains(&path)
}

/// Whether a call loads a module by its name.
fn loads(path: &str) -> bool {
    matches!(path, "require" | "__import__" | "importlib.import_module" | "import_module")
}

/// Whether a text could be the name of a file that was written out.
fn is_file(text: &str) -> bool {
    (4..=120).contains(&text.len()) && text.contains(['.', '/', '\\']) && !text.contains("://")
}
