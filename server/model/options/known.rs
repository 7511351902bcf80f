//! The options found so far, and which of them a further mention names. An exact name is looked up; only few names are
//! compared letter by letter, so that the time grows with the number of mentions and not with its square.

use super::names::{ENOUGH, OptionName};
use super::{DecisionOption, OptionGroup, OptionMention, OptionSource};
use crate::grammar::{Cue, Grammars};
use crate::text::TextRange;
use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};

/// With more options than this that a mention might name, only the ones of its very name are looked at.
pub(in crate::model) const MOST_COMPARED: usize = 100;

/// Whether `name` says that everything stays as it is: `Do nothing`, `Cron as it is`, `Paper (baseline)`.
#[must_use]
pub fn is_status_quo(grammars: &Grammars, name: &str) -> bool {
    let aside = name.trim_end().strip_suffix(')').and_then(|name| name.rsplit_once('('));
    grammars.says(Cue::StatusQuo, name) || aside.is_some_and(|(_, aside)| grammars.is(Cue::StatusQuo, aside))
}

pub(super) struct Known<'g> {
    grammars: &'g Grammars,
    items: Vec<DecisionOption>,
    /// The names of each item's mentions.
    names: Vec<Vec<OptionName>>,
    /// The items by the keys of their names.
    by_key: HashMap<String, Vec<usize>>,
    /// The items that have no mention of a source, by source.
    open: BTreeMap<OptionSource, BTreeSet<usize>>,
    /// Where each question is dealt with, if there are several.
    areas: Vec<TextRange>,
    /// The question that each item answers.
    areas_of: Vec<Option<usize>>,
    /// Where the mentions stand.
    seen: HashSet<TextRange>,
    /// Names that matrices have called options by: many matrices call them the same.
    called: HashMap<String, OptionName>,
}

impl<'g> Known<'g> {
    pub(super) fn new(grammars: &'g Grammars, groups: &[OptionGroup]) -> Self {
        Self {
            grammars,
            items: Vec::new(),
            names: Vec::new(),
            by_key: HashMap::new(),
            open: BTreeMap::new(),
            areas: groups.iter().map(|group| group.area).collect(),
            areas_of: Vec::new(),
            seen: HashSet::new(),
            called: HashMap::new(),
        }
    }

    /// The question that what stands at `range` is about.
    fn area(&self, range: TextRange) -> Option<usize> {
        self.areas.iter().position(|area| area.contains_range(range))
    }

    /// The options; `groups` get the ones that answer their question.
    pub(super) fn into_items(self, groups: &mut [OptionGroup]) -> Vec<DecisionOption> {
        for (index, group) in groups.iter_mut().enumerate() {
            let own = self.areas_of.iter().enumerate().filter(|(_, area)| **area == Some(index));
            group.items = own.map(|(item, _)| item).collect();
        }
        self.items
    }

    /// Puts a mention to the option it names, or makes it a new one.
    pub(super) fn add(&mut self, mention: OptionMention) {
        // a section of options within another is read with either
        if !self.seen.insert(mention.range) {
            return;
        }
        let name = OptionName::new(self.grammars, &mention.name);
        match self.named(&name, &mention) {
            Some(index) => self.push(index, name, mention),
            None => self.insert(name, mention),
        }
    }

    /// Puts a mention to the option it names, if there is one.
    pub(super) fn add_to_known(&mut self, mention: OptionMention) {
        let name = self.called.remove(&mention.name);
        let name = name.unwrap_or_else(|| OptionName::new(self.grammars, &mention.name));
        let written = mention.name.clone();
        if let Some(index) = self.named(&name, &mention) {
            self.push(index, name.clone(), mention);
        }
        self.called.insert(written, name);
    }

    /// The option that `name` names; none that answers another question, and none that has a mention of the same
    /// source, which names each option once.
    fn named(&mut self, name: &OptionName, mention: &OptionMention) -> Option<usize> {
        let source = mention.source;
        let area = self.area(mention.range);
        let open = self.open(source);
        let few = if open.len() <= MOST_COMPARED { open.iter().copied().collect() } else { Vec::new() };
        let exact = name.keys().filter_map(|key| self.by_key.get(&key)).flatten().copied();
        let apart = |index: &usize| area.is_some() && self.areas_of.get(*index) != Some(&area);
        let candidates: BTreeSet<usize> = exact.chain(few).filter(|index| !apart(index)).collect();
        let scored = candidates.into_iter().map(|index| (index, self.likeness(index, name, source)));
        let best =
            scored.filter(|(_, likeness)| *likeness >= ENOUGH).max_by(|(_, one), (_, other)| one.total_cmp(other));
        best.map(|(index, _)| index).filter(|index| self.is_open(*index, source))
    }

    fn likeness(&self, index: usize, name: &OptionName, source: OptionSource) -> f64 {
        let names = self.names.get(index).map_or(&[][..], Vec::as_slice);
        let best = names.iter().map(|other| other.likeness(name)).fold(0.0, f64::max);
        if best < 1.0 && !self.is_open(index, source) { 0.0 } else { best }
    }

    fn is_open(&self, index: usize, source: OptionSource) -> bool {
        self.open.get(&source).is_some_and(|open| open.contains(&index))
    }

    fn open(&mut self, source: OptionSource) -> &BTreeSet<usize> {
        let lacks = |item: &DecisionOption| !item.mentions.iter().any(|mention| mention.source == source);
        let items = &self.items;
        self.open
            .entry(source)
            .or_insert_with(|| (0..).zip(items).filter(|(_, item)| lacks(item)).map(|(index, _)| index).collect())
    }

    fn push(&mut self, index: usize, name: OptionName, mention: OptionMention) {
        if let Some(open) = self.open.get_mut(&mention.source) {
            open.remove(&index);
        }
        self.remember(index, &name);
        let is_status_quo = is_status_quo(self.grammars, &mention.name);
        if let (Some(names), Some(item)) = (self.names.get_mut(index), self.items.get_mut(index)) {
            item.is_status_quo |= is_status_quo;
            names.push(name);
            item.mentions.push(mention);
        }
    }

    fn insert(&mut self, name: OptionName, mention: OptionMention) {
        let index = self.items.len();
        for (_, open) in self.open.iter_mut().filter(|(source, _)| **source != mention.source) {
            open.insert(index);
        }
        self.remember(index, &name);
        self.areas_of.push(self.area(mention.range));
        self.items.push(DecisionOption {
            name: name.shown(&mention.name),
            range: mention.range,
            is_status_quo: is_status_quo(self.grammars, &mention.name),
            mentions: vec![mention],
        });
        self.names.push(vec![name]);
    }

    fn remember(&mut self, index: usize, name: &OptionName) {
        for key in name.keys() {
            let found = self.by_key.entry(key).or_default();
            // an option that stands in a list many times over is found by the first few
            if found.len() < MOST_COMPARED && !found.contains(&index) {
                found.push(index);
            }
        }
    }
}
