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
    known: HashMap<String, usize>,
    infos: Vec<Info>,
    /// The names of the last record, by place: the next record mostly has the same.
    last: Vec<(Box<str>, usize)>,
}

/// What is known of one name.
#[derive(Debug, Default)]
pub(crate) struct Info {
    /// Which shapes it helps to tell.
    pub(crate) bits: u128,
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
    /// The number of the name of a field.
    pub(crate) fn number(&mut self, event: &Event, place: usize, field: &Field) -> usize {
        let name = event.part(field.name);
        if let Some((last, number)) = self.last.get(place)
            && **last == *name
        {
            return *number;
        }
        let number = match self.known.get(name) {
            Some(number) => *number,
            None => self.learn(name),
        };
        if place < self.last.len() {
            self.last[place] = (name.into(), number);
        } else if place == self.last.len() && place < 1_000 {
            self.last.push((name.into(), number));
        }
        number
    }

    fn learn(&mut self, name: &str) -> usize {
        let plain = crate::event::shape::plain_path(name);
        let info = Info { bits: shapes().bit(&plain), meant: Vec::new() };
        if self.known.len() >= MOST {
            self.infos.truncate(MOST);
            self.last.clear();
            self.infos.push(info);
            return self.infos.len() - 1;
        }
        let number = self.infos.len();
        self.infos.push(info);
        self.known.insert(name.to_owned(), number);
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
