//! Follows values from where they are read to where they are sent or run.
//!
//! Statement by statement, in order, with the names of each function apart. A call of a function of
//! the same file hands its arguments to all parameters. Up to three passes, because a function may
//! be called before what it hands on is known. What no statement of this file connects (another
//! file, a stored object) is not followed.

use super::chain::{Call, Chain, Reader, brackets};
use super::rule::Rule;
use super::scope::{Carried, Changed, Function, Scopes};
use super::token::{Kind, Token};
use super::vocabulary::{
    Sink, carry, command_sends, environment, given_by, lists_environment, literal, picks_one, sink,
};
use super::{Language, import};

/// How often a file is gone over.
const PASSES: usize = 3;
/// From this length on a name of a packed file was chosen by somebody.
const CHOSEN: usize = 4;
/// How far back, in tokens, a function that stands in a call is given what stands before it.
const AT_HAND: usize = 60;
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
    };
    walk.scopes.open(0);
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
    /// Open functions and classes: the depth of their head, their scope, their name.
    stack: Vec<(u32, u32, &'a str)>,
    /// The scope of each function by the place of its head: the same in every pass.
    made: Vec<(usize, u32)>,
    /// What the last statement carried.
    at_hand: Carried,
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
        self.stack.last().map_or(0, |(_, scope, _)| *scope)
    }

    /// The scope of the class around, or of the function if there is none.
    fn object(&self) -> u32 {
        let class = self.stack.iter().rev().find(|(_, _, name)| *name == import::CLASS);
        class.map_or(0, |(_, scope, _)| *scope)
    }

    /// The scope in which a name of this spelling is held.
    fn scope_of(&self, name: &str) -> u32 {
        if name.contains('.') { self.object() } else { self.scope() }
    }

    fn close_scopes(&mut self, depth: u32) {
        while self.stack.last().is_some_and(|(head, _, _)| depth <= *head) {
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
        if pass == 0 && !head.name.is_empty() {
            let function =
                Function { scope, parameters: head.parameters, gives: Carried::default() };
            self.scopes.functions.insert(head.name, function);
        }
        // The block of a JavaScript function is one deeper than its head, and so is an indented line.
        self.stack.push((depth, scope, head.name));
    }

    fn statement(&mut self, start: usize, end: usize) {
        if let Some(names) = import::imports(&self.tokens[start..end], self.language) {
            let scope = self.scope();
            for (name, path) in names {
                self.scopes.assign(scope, name, Carried::default(), Some(path));
            }
            return;
        }
        let chains = self.chains(start, end);
        let mut marks = self.marks(&chains, start, end);
        if !marks.is_empty() && self.arrows(start, end, &marks) {
            marks = self.marks(&chains, start, end);
        }
        let near = end - start <= AT_HAND;
        self.at_hand = if near { all(&marks) } else { Carried::default() };
        self.calls(&chains, &marks);
        self.assignments(start, end, &chains, &marks);
        if self.tokens[start].named("return") || self.tokens[start].named("yield") {
            let carried = all(&marks);
            if let Some((_, _, name)) = self.stack.last() {
                self.scopes.gives(name, carried);
            }
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

    /// Parameters of functions without a block (`r => r.text()`) carry what stands before them.
    fn arrows(&mut self, start: usize, end: usize, marks: &[Mark]) -> bool {
        let scope = self.scope();
        let mut any = false;
        let arrows = (start..end).filter(|at| self.tokens[*at].is("=>")).take(MARKS);
        for at in arrows.collect::<Vec<_>>() {
            let carried = between_inclusive(marks, at.saturating_sub(AT_HAND).max(start), at);
            let from = at.saturating_sub(40).max(start);
            for name in import::arrow(&self.tokens[from..at]) {
                self.scopes.add(scope, name, carried);
                any |= !carried.is_nothing();
            }
        }
        any
    }

    /// The places of a statement that carry something by themselves.
    fn marks(&self, chains: &[Chain], start: usize, end: usize) -> Vec<Mark> {
        let mut marks = Vec::new();
        for (at, token) in self.tokens[start..end].iter().enumerate() {
            if token.kind == Kind::Text {
                let carried = Carried::new(literal(token.text), token.line);
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

    /// What a chain carries: the environment, what its first name holds, what its calls give.
    fn carried(&self, chain: &Chain, start: usize) -> Carried {
        let line = self.tokens[chain.start].line;
        let mut bits = 0;
        if let Some(rest) = environment(&chain.path)
            && !picks_one(rest)
            && !self.is_asked(chain, start)
        {
            bits |= carry::ENVIRONMENT;
        }
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
            let called = called(&call.path);
            if let Some(function) = self.scopes.functions.get(called)
                && !(self.names == Names::Packed && called.len() < CHOSEN)
            {
                given = given.and(function.gives);
            }
        }
        if chain.path == "chr" || chain.path == "chr()" {
            bits |= self.joined(chain.start);
        }
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

    /// Signs made from numbers and joined: a text that does not want to be read.
    fn joined(&self, at: usize) -> u8 {
        let before = &self.tokens[at.saturating_sub(8)..at];
        if before.iter().any(|token| token.named("join")) { carry::ENCODED } else { 0 }
    }

    /// The name under which a chain is held: `self.x` for what stands in an object.
    fn held_name(&self, chain: &Chain) -> String {
        let first = self.tokens[chain.start].text;
        match self.tokens.get(chain.start + 2) {
            Some(next) if matches!(first, "self" | "this" | "cls") && next.is_name() => {
                format!("{first}.{}", next.text)
            }
            _ => first.to_owned(),
        }
    }

    /// `"X" in os.environ`, `process.env && ...`: asked about, not handed on.
    fn is_asked(&self, chain: &Chain, start: usize) -> bool {
        let Some(before) = chain.start.checked_sub(1).filter(|at| *at >= start) else {
            return false;
        };
        if !self.tokens[before].named("in") {
            return false;
        }
        let from = before.saturating_sub(6).max(start);
        !self.tokens[from..before].iter().any(|token| token.named("for"))
    }

    fn texts(&self, call: &Call) -> impl Iterator<Item = &'a str> {
        let end = call.close.min(call.open + 40).max(call.open);
        let tokens = &self.tokens[call.open..end];
        tokens.iter().filter(|token| token.kind == Kind::Text).map(|token| token.text)
    }

    /// Looks at each call: what it sends, what it hands on, what it adds to.
    fn calls(&mut self, chains: &[Chain], marks: &[Mark]) {
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
    fn hand_on(&mut self, call: &Call, carried: Carried) {
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
    fn written(&mut self, chain: &Chain, call: &Call, carried: Carried) {
        let Some(first) = chain.calls.first() else { return };
        let bare = call.path.rsplit('.').next().unwrap_or("");
        if first.open == call.open && !bare.starts_with("writeFile") {
            return;
        }
        self.give_names(first, carried);
    }

    fn give_names(&mut self, call: &Call, carried: Carried) {
        let scope = self.scope();
        let names = self.tokens[call.open..call.close].iter().filter(|token| token.is_name());
        for name in names.take(8).map(|token| token.text).collect::<Vec<_>>() {
            if !is_keyword(name) {
                self.scopes.add(scope, name, carried);
            }
        }
    }

    /// `urlretrieve(address, path)`: the names of the path carry what was fetched.
    fn retrieved(&mut self, chain: &Chain) {
        for call in chain.calls.iter().filter(|call| call.path.ends_with("urlretrieve")) {
            let line = self.tokens[call.open].line;
            self.give_names(call, Carried::new(carry::DOWNLOAD, line));
        }
    }

    fn note(&mut self, call: &Call) {
        let line = self.tokens[call.open].line;
        match sink(&call.path) {
            Some(Sink::Network | Sink::Dns) => self.uses.network.get_or_insert(line),
            Some(Sink::Process) => self.uses.command.get_or_insert(line),
            _ => return,
        };
    }

    fn sent(&mut self, sink: Sink, call: &Call, carried: Carried) {
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

    fn adds_a_domain(&self, call: &Call) -> bool {
        self.texts(call).any(|text| {
            let ends = text.trim_end_matches('.').rsplit_once('.').map(|(_, end)| end);
            ends.is_some_and(|end| end.len() > 1 && end != "local")
        })
    }

    fn tell(&mut self, rule: Rule, call: &Call, carried: Carried) {
        let line = self.tokens[call.open].line;
        let told = self.met.iter().any(|other| other.rule == rule && other.line == line);
        if !told && self.met.len() < MOST {
            self.met.push(Met { rule, line, source: carried.line });
        }
    }

    /// Gives names their new values.
    fn assignments(&mut self, start: usize, end: usize, chains: &[Chain], marks: &[Mark]) {
        let scope = self.scope();
        for assigned in import::assigned(&self.tokens[start..end], self.language) {
            let (from, to) = (start + assigned.value.0, start + assigned.value.1);
            let carried = between_inclusive(marks, from, to);
            let path = self.alias(from, to, chains);
            for target in assigned.targets {
                match target {
                    import::Target::Whole(name) => {
                        let scope = self.home(start, scope, &name);
                        self.scopes.assign(scope, &name, carried, path.clone());
                    }
                    import::Target::Part(name) => {
                        self.scopes.add(self.scope_of(&name), &name, carried)
                    }
                    import::Target::Picked { name, key } => {
                        // One variable out of the environment is not the environment.
                        let one = path.as_deref().is_some_and(|path| environment(path).is_some());
                        let carried = if one { Carried::default() } else { carried };
                        let path = path.as_ref().map(|path| format!("{path}.{key}"));
                        self.scopes.assign(scope, &name, carried, path);
                    }
                }
            }
            self.files(assigned.opens, from, to, chains, scope);
        }
    }

    /// Where an assigned name is held: JavaScript assigns to the name around unless it declares one.
    fn home(&self, start: usize, scope: u32, name: &str) -> u32 {
        let declares =
            matches!(self.tokens[start].text, "const" | "let" | "var" | "export" | "for");
        match self.language {
            _ if name.contains('.') => self.object(),
            Language::Script if !declares => self.scopes.home(scope, name),
            _ => scope,
        }
    }

    /// The path of a value that is one chain alone: a module, an object of a known kind.
    fn alias(&self, from: usize, to: usize, chains: &[Chain]) -> Option<String> {
        let skip = |name: &str| matches!(name, "await" | "new" | "async");
        let first = (from..to).find(|at| !skip(self.tokens[*at].text))?;
        let chain = chains.iter().find(|chain| chain.start == first)?;
        if chain.end < to {
            return None;
        }
        if chain.path.ends_with("promisify()") {
            let call = chain.calls.last()?;
            return chains
                .iter()
                .find(|chain| chain.start > call.open)
                .map(|chain| chain.path.clone());
        }
        Some(chain.path.clone())
    }

    /// `open(path, "wb")`: what is written to the file is at the path.
    fn files(
        &mut self,
        opens: Option<String>,
        from: usize,
        to: usize,
        chains: &[Chain],
        scope: u32,
    ) {
        let Some(name) = opens else { return };
        let inside = chains.iter().filter(|chain| chain.start >= from && chain.start < to);
        let is_open = |chain: &&Chain| {
            chain.calls.iter().any(|call| {
                matches!(
                    call.path.as_str(),
                    "open" | "io.open" | "fs.createWriteStream" | "os.fdopen"
                )
            })
        };
        let Some(call) = inside.clone().find(is_open).and_then(|chain| chain.calls.first()) else {
            return;
        };
        let paths =
            chains.iter().filter(|chain| chain.start > call.open && chain.start < call.close);
        let paths: Vec<String> =
            paths.take(4).map(|chain| self.tokens[chain.start].text.to_owned()).collect();
        self.scopes.opened(scope, &name, paths);
    }
}

/// The most sightings of one file that are kept.
const MOST: usize = 100;

/// What is sent, and by which rule that is told.
const SENT: [(u8, Rule); 5] = [
    (carry::ENVIRONMENT, Rule::EnvironmentSent),
    (carry::CREDENTIAL, Rule::CredentialSent),
    (carry::BROWSER, Rule::BrowserSent),
    (carry::SCREEN, Rule::ScreenSent),
    (carry::HOST, Rule::HostSent),
];

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
            | "global"
            | "nonlocal"
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

/// Whether a text has anything worth following: words of a source and of where it could go.
pub(super) fn worth(text: &str) -> bool {
    let has = |words: &[&str]| words.iter().any(|word| text.contains(word));
    has(RUNS) && has(FETCHES) || has(READS) && (has(FETCHES) || has(RUNS))
}

/// Words without which nothing is read that anybody would steal or hide.
const READS: &[&str] = &[
    "environ",
    "process.env",
    "\"env\"",
    "'env'",
    "printenv",
    "64",
    "decompress",
    "atob",
    "hexlify",
    "fromhex",
    "fromCharCode",
    "unescape",
    "marshal",
    "codecs",
    "chr(",
    "hostname",
    "getuser",
    "getlogin",
    "uname",
    "userInfo",
    "networkInterfaces",
    "platform.node",
    "getnode",
    "ImageGrab",
    "screenshot",
    "clip",
    ".ssh",
    ".aws",
    "netrc",
    ".npmrc",
    ".pypirc",
    "Login Data",
    "User Data",
    "Local State",
    "key4",
    "logins.json",
    "leveldb",
    ".env",
    "id_rsa",
    "id_ed",
    "/etc/",
    "history",
    "allet",
    ".kube",
    ".docker",
    "inflate",
    "brotli",
    "decrypt",
];

/// Words without which nothing is sent or fetched.
const FETCHES: &[&str] = &[
    "http",
    "requests",
    "urlopen",
    "urllib",
    "aiohttp",
    "socket",
    "smtplib",
    "ftplib",
    "fetch",
    "axios",
    "got",
    "needle",
    "superagent",
    "sendBeacon",
    "dns",
    "WebSocket",
    "net",
    "pycurl",
    "curl",
    "telnetlib",
];

/// Words without which nothing is run.
const RUNS: &[&str] =
    &["exec", "eval", "Function", "system", "popen", "subprocess", "spawn", "child_process"];
