//! What became of the policies of earlier releases: kept, changed, moved, gone.

use std::collections::BTreeMap;

use super::file::MovedRow;
use crate::PolicyId;

/// What became of a policy.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fate<'a> {
    /// It is the policy of today, in the version of today or without one.
    Current,
    /// Same id, but another version: the meaning changed, so verdicts cannot be compared.
    Changed {
        /// The policy of today.
        now: &'a PolicyId,
    },
    /// It has another id today, or is a part of several policies. Ids without version.
    Moved(&'a [String]),
    /// It was taken out and nothing took its place.
    Removed,
    /// No release that was read knows it.
    Unknown,
}

/// Old ids to new ones, without versions. Chains are followed when it is built.
#[derive(Debug, Default)]
pub struct Migrations {
    to: BTreeMap<String, Vec<String>>,
}

impl Migrations {
    /// From the rows; a circle is refused.
    pub(super) fn new(rows: Vec<MovedRow>) -> Result<Self, String> {
        let mut direct: BTreeMap<String, Vec<String>> = BTreeMap::new();
        for row in rows {
            let from = stem(&row.from)?;
            let to: Vec<String> = row.to.iter().map(|id| stem(id)).collect::<Result<_, _>>()?;
            // Only the version changed: the id itself says that.
            if to.len() == 1 && to.contains(&from) {
                continue;
            }
            direct.entry(from).or_default().extend(to);
        }
        let mut to = BTreeMap::new();
        for from in direct.keys() {
            to.insert(from.clone(), ends(from, &direct)?);
        }
        Ok(Self { to })
    }

    /// Where a policy went: stems, in order. `None` when it did not move.
    pub fn to(&self, id: &PolicyId) -> Option<&[String]> {
        self.to.get(id.stem()).map(Vec::as_slice)
    }

    /// Stems of policies of older releases that a policy of today stands for.
    pub fn earlier(&self, id: &PolicyId) -> Vec<&str> {
        let came = self.to.iter().filter(|(_, to)| to.iter().any(|it| it == id.stem()));
        came.map(|(from, _)| from.as_str()).collect()
    }

    pub(super) fn fate<'a>(&'a self, id: &PolicyId, today: Option<&'a PolicyId>) -> Fate<'a> {
        // The move comes first: the table of today still lists what was moved.
        match (self.to(id), today) {
            (Some([]), _) => Fate::Removed,
            (Some(to), _) => Fate::Moved(to),
            (None, None) => Fate::Unknown,
            (None, Some(now)) if id.version().is_empty() || id.version() == now.version() => {
                Fate::Current
            }
            (None, Some(now)) => Fate::Changed { now },
        }
    }
}

fn stem(id: &str) -> Result<String, String> {
    let id = PolicyId::read(id).ok_or_else(|| format!("`{id}` is no id"))?;
    Ok(id.stem().to_owned())
}

/// Where an id ends when every step is followed, in order and once each.
fn ends(from: &str, direct: &BTreeMap<String, Vec<String>>) -> Result<Vec<String>, String> {
    let mut ends = Vec::new();
    let mut open = vec![(from.to_owned(), 0_usize)];
    while let Some((id, steps)) = open.pop() {
        if steps > direct.len() {
            return Err(format!("`{from}` moves in a circle"));
        }
        match direct.get(&id) {
            Some(next) => open.extend(next.iter().rev().map(|to| (to.clone(), steps + 1))),
            None if !ends.contains(&id) => ends.push(id),
            None => {}
        }
    }
    Ok(ends)
}
