//! From the field names of a log to the fields that rules name, looked up once for each name.

use std::collections::HashMap;

use crate::Event;
use crate::event::Field;
use crate::event::shape::{Role, shapes};
use crate::rule::RuleSet;

/// After so many different names the rest is looked up anew each time: nobody else's log fills
/// the memory.
const MOST: usize = 200_000;

/// What is known of field names.
#[derive(Debug, Default)]
pub(crate) struct Names {
    known: HashMap<Box<str>, usize>,
    infos: Vec<Info>,
}

/// What is known of one name.
#[derive(Debug, Default)]
struct Info {
    name: Box<str>,
    /// The name that came after this one last: it mostly does so again.
    next: usize,
    /// Which shapes it helps to tell.
    bits: u128,
    /// By shape: the rules' fields, and the role.
    meant: Vec<Option<Meant>>,
}

/// What a name means in a shape.
#[derive(Debug, Default, Clone)]
pub(crate) struct Meant {
    /// The rules' fields.
    pub(crate) fields: Vec<u32>,
    /// What else it is for.
    pub(crate) role: Option<(Role, usize)>,
}

impl Names {
    /// The number of the name of a field; `before` is that of the field before it.
    pub(crate) fn number(&mut self, event: &Event, field: &Field, before: Option<usize>) -> usize {
        let name = event.part(field.name);
        let guess = before.and_then(|before| self.infos.get(before)).map_or(0, |info| info.next);
        if self.infos.get(guess).is_some_and(|info| *info.name == *name) {
            return guess;
        }
        let number = match self.known.get(name) {
            Some(number) => *number,
            None => self.learn(name),
        };
        if let Some(info) = before.and_then(|before| self.infos.get_mut(before)) {
            info.next = number;
        }
        number
    }

    fn learn(&mut self, name: &str) -> usize {
        let bits = shapes().bit(&crate::event::shape::plain_path(name));
        self.infos.truncate(MOST);
        let number = self.infos.len();
        self.infos.push(Info { name: name.into(), next: 0, bits, meant: Vec::new() });
        if number < MOST {
            self.known.insert(name.into(), number);
        }
        number
    }

    /// Which shapes the name helps to tell.
    pub(crate) fn bits(&self, number: usize) -> u128 {
        self.infos.get(number).map_or(0, |info| info.bits)
    }

    /// What the name means in a shape.
    pub(crate) fn meant(
        &mut self,
        number: usize,
        name: &str,
        shape: usize,
        rules: &RuleSet,
    ) -> Option<&Meant> {
        let info = self.infos.get_mut(number)?;
        if info.meant.len() <= shape {
            info.meant.resize(shape + 1, None);
        }
        let meant = info.meant.get_mut(shape)?;
        if meant.is_none() {
            *meant = Some(resolve(name, shape, rules));
        }
        meant.as_ref()
    }
}

fn resolve(name: &str, shape: usize, rules: &RuleSet) -> Meant {
    let Some(shape) = shapes().get(shape) else { return Meant::default() };
    let mut names = shape.names(name);
    names.push(name.to_owned());
    let fields = names.iter().filter_map(|name| rules.fields.find(name));
    let mut fields: Vec<u32> = fields.filter_map(|field| u32::try_from(field).ok()).collect();
    fields.sort_unstable();
    fields.dedup();
    Meant { fields, role: shape.role(name) }
}
