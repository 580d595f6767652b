//! Kinds of events: shape, channel, provider and number decide which rules come into question.

use std::collections::HashMap;
use std::sync::Arc;

use super::index::Index;
use crate::LogSource;
use crate::event::shape::shapes;
use crate::rule::{Origin, RuleSet, admits};

/// After so many different kinds of events, further ones are judged anew each time.
const MOST: usize = 20_000;

/// One kind of events.
pub(crate) struct Bucket {
    /// Where the events come from.
    pub(crate) origin: Arc<Origin>,
    /// The rules whose source takes the events, whatever they need further.
    pub(crate) admitted: Vec<u32>,
    /// What finds the rules worth asking.
    pub(crate) index: Arc<Index>,
    /// A bit for each rule that is asked, by its number, when the index has further ones.
    only: Option<Vec<u64>>,
    /// Whether the value of a field is asked for, by its number; of all when empty.
    pub(crate) wanted: Vec<bool>,
    /// Fields that get the values of others: from, to.
    pub(crate) variants: Vec<(u32, u32)>,
}

impl Bucket {
    /// Whether a rule of the index is asked about events of this kind.
    pub(crate) fn asks(&self, rule: u32) -> bool {
        let (word, bit) = (rule as usize / 64, rule % 64);
        let set = |only: &Vec<u64>| only.get(word).is_some_and(|word| word & (1 << bit) != 0);
        self.only.as_ref().is_none_or(set)
    }
}

/// All kinds of events seen so far.
#[derive(Default)]
pub(crate) struct Buckets {
    known: HashMap<String, usize>,
    buckets: Vec<Bucket>,
    indices: HashMap<Vec<u32>, Arc<Index>>,
    /// Fields that are asked for whatever the event; `None` for all fields.
    common: Option<Vec<usize>>,
}

impl Buckets {
    /// No kind yet. Correlations and tuning may ask for fields that the rule itself does not name.
    pub(crate) fn new<'n>(rules: &RuleSet, tuned: impl Iterator<Item = &'n str>) -> Self {
        let mut common: Vec<usize> = tuned.filter_map(|name| rules.fields.find(name)).collect();
        for one in &rules.correlations {
            let aliases = one.asked.aliases.iter().flat_map(|alias| alias.mapping.values());
            let names = one.asked.group_by.iter().chain(one.counted()).chain(aliases);
            common.extend(names.filter_map(|name| rules.fields.find(name)));
        }
        Self { common: Some(common), ..Self::default() }
    }

    /// No kind yet; every value is asked for.
    pub(crate) fn all() -> Self {
        Self::default()
    }

    /// The fields that these rules ask for.
    fn wanted(&self, rules: &RuleSet, asked: &[u32], variants: &[(u32, u32)]) -> Vec<bool> {
        let Some(common) = &self.common else { return Vec::new() };
        let mut wanted = vec![false; rules.fields.len()];
        let programs = asked.iter().filter_map(|rule| rules.programs.get(*rule as usize));
        for asked in programs.map(|program| &program.asked) {
            asked.fields.iter().chain(&asked.compared).for_each(|field| wanted[*field] = true);
        }
        common.iter().for_each(|field| wanted[*field] = true);
        for (from, to) in variants {
            if wanted[*to as usize] {
                wanted[*from as usize] = true;
            }
        }
        wanted
    }

    /// The number of the kind with this key, made by `origin` when it is new.
    pub(crate) fn number(
        &mut self,
        key: &str,
        rules: &RuleSet,
        origin: impl FnOnce() -> Origin,
    ) -> usize {
        if let Some(number) = self.known.get(key) {
            return *number;
        }
        let bucket = self.make(rules, origin());
        if self.known.len() >= MOST {
            self.buckets.truncate(MOST);
        } else {
            self.known.insert(key.to_owned(), self.buckets.len());
        }
        self.buckets.push(bucket);
        self.buckets.len() - 1
    }

    fn make(&mut self, rules: &RuleSet, origin: Origin) -> Bucket {
        let (mut admitted, mut asked, mut family) = (Vec::new(), Vec::new(), Vec::new());
        for (number, program) in (0_u32..).zip(&rules.programs) {
            if !admits(&program.rule.source, &program.gates, &origin) {
                continue;
            }
            if program.node.is_ok() {
                family.push(number);
            }
            let numbered = match (&program.ids, origin.id) {
                (Some(ids), Some(id)) => ids.contains(&id),
                _ => true,
            };
            if numbered {
                admitted.push(number);
                if program.node.is_ok() {
                    asked.push(number);
                }
            }
        }
        let variants = variants(rules, &origin);
        let wanted = self.wanted(rules, &asked, &variants);
        let mut only = None;
        // Building an index takes longer than passing over a few rules more: kinds that differ
        // by their number alone share one, unless it would be more than twice as large.
        if asked.len() < family.len() && asked.len() * 2 > family.len() {
            let mut own = vec![0; rules.programs.len().div_ceil(64)];
            asked.iter().for_each(|rule| own[*rule as usize / 64] |= 1 << (rule % 64));
            only = Some(own);
            asked = family;
        }
        let index = self.index(rules, asked);
        Bucket { origin: Arc::new(origin), admitted, index, only, wanted, variants }
    }

    fn index(&mut self, rules: &RuleSet, asked: Vec<u32>) -> Arc<Index> {
        if let Some(index) = self.indices.get(&asked) {
            return Arc::clone(index);
        }
        let index = Arc::new(Index::new(rules, &asked));
        if self.indices.len() < MOST {
            self.indices.insert(asked, Arc::clone(&index));
        }
        index
    }

    /// A kind by its number.
    pub(crate) fn get(&self, number: usize) -> Option<&Bucket> {
        self.buckets.get(number)
    }
}

fn variants(rules: &RuleSet, origin: &Origin) -> Vec<(u32, u32)> {
    let number = |name: &String| u32::try_from(rules.fields.find(name)?).ok();
    let found = shapes().variants(origin.shape, &origin.channel, origin.id);
    let pairs = found.flat_map(|variant| &variant.rename);
    pairs.filter_map(|(from, to)| Some((number(from)?, number(to)?))).collect()
}

/// The source of a kind of events in Sigma's words, for people.
pub(crate) fn source_name(origin: &Origin, admitted: &[u32], rules: &RuleSet) -> String {
    if let Some(LogSource { product, category, service }) = &origin.declared {
        let parts = [product, category, service].into_iter().flatten();
        return parts.map(String::as_str).collect::<Vec<_>>().join("/");
    }
    let categories = admitted.iter().filter_map(|rule| {
        let source = &rules.programs.get(*rule as usize)?.rule.source;
        let word = source.category.as_ref().or(source.service.as_ref())?;
        Some(format!("{}/{word}", source.product.as_deref().unwrap_or(&origin.product)))
    });
    let mut counts: std::collections::BTreeMap<String, usize> = std::collections::BTreeMap::new();
    categories.for_each(|name| *counts.entry(name).or_default() += 1);
    let most =
        counts.into_iter().max_by(|one, other| one.1.cmp(&other.1).then(other.0.cmp(&one.0)));
    let own = if origin.channel.is_empty() { &origin.provider } else { &origin.channel };
    most.map_or_else(|| format!("{}/{own}", origin.product), |(name, _)| name)
}
