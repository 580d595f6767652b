//! What names are given: assignments, files that are opened.

use super::super::import;
use super::super::vocabulary::environment;
use super::{Carried, Chain, Kind, Language, Mark, Walk, between_inclusive};

impl Walk<'_, '_> {
    /// Gives names their new values.
    pub(super) fn assignments(
        &mut self,
        start: usize,
        end: usize,
        chains: &[Chain],
        marks: &[Mark],
    ) {
        let scope = self.scope();
        for assigned in import::assigned(&self.tokens[start..end], self.language) {
            let (from, to) = (start + assigned.value.0, start + assigned.value.1);
            let within = &chains[chains.partition_point(|chain| chain.start < from)..];
            let within = &within[..within.partition_point(|chain| chain.start < to)];
            let carried = self.fetched(between_inclusive(marks, from, to), within);
            let path = self.alias(from, to, chains);
            for target in assigned.targets {
                match target {
                    import::Target::Whole(name) => {
                        let scope = self.home(start, scope, &name);
                        self.field(&name, carried, path.as_ref());
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

    /// A name that stands in the body of a class is a field of its objects.
    fn field(&mut self, name: &str, carried: Carried, path: Option<&String>) {
        let Some(class) = self.stack.last().filter(|open| open.name == import::CLASS) else {
            return;
        };
        let scope = class.scope;
        for object in ["self", "this", "cls"] {
            self.scopes.assign(scope, &format!("{object}.{name}"), carried, path.cloned());
        }
    }

    /// Where an assigned name is held: JavaScript assigns to the name around unless it declares one.
    pub(super) fn home(&self, start: usize, scope: u32, name: &str) -> u32 {
        let declares =
            matches!(self.tokens[start].text, "const" | "let" | "var" | "export" | "for");
        match self.language {
            _ if name.contains('.') => self.object(),
            Language::Script if !declares => self.scopes.home(scope, name),
            _ => scope,
        }
    }

    /// The path of a value that is one chain alone: a module, an object of a known kind.
    pub(super) fn alias(&self, from: usize, to: usize, chains: &[Chain]) -> Option<String> {
        if self.makes_functions(from, to) {
            return Some("Function".to_owned());
        }
        let skip = |name: &str| matches!(name, "await" | "new" | "async");
        let first = (from..to).find(|at| !skip(self.tokens[*at].text))?;
        let chain = chains.get(chains.partition_point(|chain| chain.start < first))?;
        if chain.start != first {
            return None;
        }
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

    /// `[].filter.constructor`, `Object.getPrototypeOf(async function () {}).constructor`: the maker of functions, reached
    /// through a value that is written out.
    fn makes_functions(&self, from: usize, to: usize) -> bool {
        let last = self.tokens.get(to.saturating_sub(1)).filter(|_| to > from + 2);
        let written_out = self.tokens[from].is("[") || self.tokens[from].kind == Kind::Text;
        let head = &self.tokens[from..to.min(from + 4)];
        last.is_some_and(|token| token.named("constructor"))
            && (written_out || head.iter().any(|token| token.named("getPrototypeOf")))
    }

    /// `open(path, "wb")`: what is written to the file is at the path.
    pub(super) fn files(
        &mut self,
        opens: Option<String>,
        from: usize,
        to: usize,
        chains: &[Chain],
        scope: u32,
    ) {
        let Some(name) = opens else { return };
        let inside = chains[chains.partition_point(|chain| chain.start < from)..].iter();
        let inside = inside.take_while(|chain| chain.start < to);
        let is_open = |chain: &&Chain| {
            chain.calls.iter().any(|call| {
                matches!(
                    call.path.as_str(),
                    "open"
                        | "io.open"
                        | "fs.createWriteStream"
                        | "os.fdopen"
                        | "tarfile.open"
                        | "tarfile.TarFile"
                        | "zipfile.ZipFile"
                        | "gzip.open"
                )
            })
        };
        let Some(call) = inside.clone().find(is_open).and_then(|chain| chain.calls.first()) else {
            return;
        };
        let paths = inside.filter(|chain| chain.start > call.open && chain.start < call.close);
        let paths: Vec<String> =
            paths.take(4).map(|chain| self.tokens[chain.start].text.to_owned()).collect();
        self.scopes.opened(scope, &name, paths);
    }
}
