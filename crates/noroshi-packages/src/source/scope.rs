//! Names and what they hold, by the function they stand in.

use std::collections::HashMap;

/// How many enclosing functions are asked for a name: hostile source nests without end.
const OUTWARD: usize = 24;
/// How many files are remembered by their written names.
const FILES: usize = 256;
/// Paths are cut here: nothing that is looked for is longer.
const LONGEST_PATH: usize = 160;

/// What a value carries, and where it came from.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Carried {
    /// Bits of [`super::vocabulary::carry`].
    pub(super) bits: u16,
    /// The line of the first source.
    pub(super) line: u32,
}

impl Carried {
    pub(super) fn new(bits: u16, line: u32) -> Self {
        Self { bits, line: if bits == 0 { 0 } else { line } }
    }

    pub(super) fn is_nothing(self) -> bool {
        self.bits == 0
    }

    /// Both; the first source keeps its line.
    pub(super) fn and(self, other: Self) -> Self {
        let line = if self.bits == 0 { other.line } else { self.line };
        Self { bits: self.bits | other.bits, line }
    }

    /// Without some bits.
    pub(super) fn without(self, bits: u16) -> Self {
        Self::new(self.bits & !bits, self.line)
    }
}

/// One name.
#[derive(Debug, Clone, Default)]
struct Held {
    carried: Carried,
    /// The canonical path that the name stands for: `os.environ`, `requests.Session()`.
    path: Option<String>,
    /// Names that were used to open it: the path of a file.
    opened: Vec<String>,
}

/// A function of the file.
#[derive(Debug, Clone, Default)]
pub(super) struct Function<'a> {
    pub(super) scope: u32,
    pub(super) parameters: Vec<&'a str>,
    pub(super) gives: Carried,
}

/// All names of a file.
#[derive(Debug, Default)]
pub(super) struct Scopes<'a> {
    /// The enclosing scope of each; the first is the file and encloses itself.
    parents: Vec<u32>,
    /// By name, then by scope: most names are known nowhere, which one look tells.
    held: HashMap<String, HashMap<u32, Held>>,
    pub(super) functions: HashMap<&'a str, Function<'a>>,
    /// Files by their written name, and what was written to them.
    files: HashMap<&'a str, Carried>,
    /// Whether something became known that an earlier statement could use.
    pub(super) changed: Changed,
}

fn held_in<'h>(
    held: &'h mut HashMap<String, HashMap<u32, Held>>,
    scope: u32,
    name: &str,
) -> &'h mut Held {
    held.entry(name.to_owned()).or_default().entry(scope).or_default()
}

/// Whether another pass could find more.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) enum Changed {
    /// A parameter or a returned value carries more than before.
    Yes,
    /// Nothing new.
    #[default]
    No,
}

impl<'a> Scopes<'a> {
    /// A new scope inside another.
    pub(super) fn open(&mut self, parent: u32) -> u32 {
        self.parents.push(parent);
        u32::try_from(self.parents.len() - 1).unwrap_or(0)
    }

    fn outward(&self, scope: u32) -> impl Iterator<Item = u32> + '_ {
        let mut next = Some(scope);
        let step = move || {
            let here = next?;
            let parent = self.parents.get(here as usize).copied().unwrap_or(0);
            next = (here != parent).then_some(parent);
            Some(here)
        };
        std::iter::from_fn(step).take(OUTWARD)
    }

    fn find(&self, scope: u32, name: &str) -> Option<&Held> {
        let scopes = self.held.get(name)?;
        self.outward(scope).find_map(|here| scopes.get(&here))
    }

    /// What a name carries.
    pub(super) fn carried(&self, scope: u32, name: &str) -> Carried {
        self.find(scope, name).map_or_else(Carried::default, |held| held.carried)
    }

    /// The canonical path of a name: its own when nothing else is known.
    pub(super) fn path(&self, scope: u32, name: &str) -> String {
        let known = self.find(scope, name).and_then(|held| held.path.clone());
        known.unwrap_or_else(|| name.chars().take(LONGEST_PATH).collect())
    }

    /// What a file holds, by its written name.
    pub(super) fn file(&self, name: &str) -> Carried {
        self.files.get(name).copied().unwrap_or_default()
    }

    /// Something is written to a file of this name.
    pub(super) fn write_file(&mut self, name: &'a str, carried: Carried) {
        if self.files.len() < FILES {
            let held = self.files.entry(name).or_default();
            *held = held.and(carried);
        }
    }

    /// A name is given a value, in this scope: what it held is gone.
    ///
    /// What stands in an object (`self.x`) is not forgotten when another method empties it.
    pub(super) fn assign(
        &mut self,
        scope: u32,
        name: &str,
        carried: Carried,
        path: Option<String>,
    ) {
        let path = path.filter(|path| path.len() <= LONGEST_PATH);
        if name.contains('.') {
            let held = held_in(&mut self.held, scope, name);
            if held.carried.bits | carried.bits != held.carried.bits {
                self.changed = Changed::Yes;
            }
            held.carried = held.carried.and(carried);
            held.path = path.or_else(|| held.path.take());
            return;
        }
        *held_in(&mut self.held, scope, name) = Held { carried, path, opened: Vec::new() };
    }

    /// The scope in which a name is known, this one or one around it; this one when in none.
    pub(super) fn home(&self, scope: u32, name: &str) -> u32 {
        let Some(scopes) = self.held.get(name) else { return scope };
        self.outward(scope).find(|here| scopes.contains_key(here)).unwrap_or(scope)
    }

    /// Whether a name is a function of the file.
    pub(super) fn is_function(&self, name: &str) -> bool {
        self.functions.contains_key(name)
    }

    /// A name gets more to carry: appended, updated, written to. A file gives it on to its path.
    pub(super) fn add(&mut self, scope: u32, name: &str, carried: Carried) {
        if carried.is_nothing() {
            return;
        }
        let home = self.home(scope, name);
        if let Some(held) = self.held.get_mut(name).and_then(|scopes| scopes.get_mut(&home)) {
            if name.contains('.') && held.carried.bits | carried.bits != held.carried.bits {
                self.changed = Changed::Yes;
            }
            held.carried = held.carried.and(carried);
            let opened = held.opened.clone();
            opened.iter().for_each(|path| self.add_plain(home, path, carried));
            return;
        }
        self.add_plain(scope, name, carried);
    }

    fn add_plain(&mut self, scope: u32, name: &str, carried: Carried) {
        let held = held_in(&mut self.held, scope, name);
        held.carried = held.carried.and(carried);
    }

    /// A file was opened under a name with paths that stand in these names.
    pub(super) fn opened(&mut self, scope: u32, name: &str, paths: Vec<String>) {
        if !paths.is_empty() {
            held_in(&mut self.held, scope, name).opened = paths;
        }
    }

    /// A function is called with arguments: each parameter may hold any of them.
    pub(super) fn call(&mut self, name: &str, carried: Carried) {
        let Some(function) = self.functions.get(name) else { return };
        let (scope, parameters) = (function.scope, function.parameters.clone());
        for parameter in parameters {
            let before = self.carried_here(scope, parameter);
            if before.bits | carried.bits != before.bits {
                self.changed = Changed::Yes;
                self.add_plain(scope, parameter, carried);
            }
        }
    }

    /// A parameter, by its place, stands for an object of a known kind. The first one that is known stays.
    pub(super) fn call_object(&mut self, name: &str, at: usize, path: String) {
        let Some(function) = self.functions.get(name) else { return };
        let Some(parameter) = function.parameters.get(at).filter(|name| **name != path) else {
            return;
        };
        let held = held_in(&mut self.held, function.scope, parameter);
        if held.path.is_none() && path.len() <= LONGEST_PATH {
            held.path = Some(path);
            self.changed = Changed::Yes;
        }
    }

    fn carried_here(&self, scope: u32, name: &str) -> Carried {
        let held = self.held.get(name).and_then(|scopes| scopes.get(&scope));
        held.map_or_else(Carried::default, |held| held.carried)
    }

    /// A function gives a value back.
    pub(super) fn gives(&mut self, name: &str, carried: Carried) {
        if let Some(function) = self.functions.get_mut(name)
            && function.gives.bits | carried.bits != function.gives.bits
        {
            function.gives = function.gives.and(carried);
            self.changed = Changed::Yes;
        }
    }
}
