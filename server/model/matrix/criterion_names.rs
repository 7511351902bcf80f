//! Names of criteria, taken apart once so that many can be compared.

use crate::grammar::{Grammars, ItemSpec, normal_name, without_numbering};
use crate::model::Model;
use std::collections::BTreeSet;

/// The criteria that a dialect asks for, each with all of its names.
#[derive(Clone, Debug, Default)]
pub struct CriterionNames<'m> {
    items: Vec<(&'m ItemSpec, Vec<String>)>,
}

/// A name of a criterion, taken apart.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CriterionName {
    normal: String,
    /// The beginnings of the words that tell something.
    stems: BTreeSet<String>,
    /// The criteria of the dialect that are called so.
    items: BTreeSet<usize>,
}

/// Words with no more letters tell nothing.
const SHORT: usize = 3;
/// So many letters of a word are the same in all of its forms.
const STEM: usize = 5;

impl Model {
    /// The names of the criteria that the dialect asks for.
    #[must_use]
    pub fn criterion_names(&self, grammars: &Grammars) -> CriterionNames<'_> {
        let items = self.demanded_criteria(grammars).map_or(&[][..], |section| section.items.as_slice());
        CriterionNames { items: items.iter().map(|item| (item, item.names().collect())).collect() }
    }

    /// The criteria that the dialect requires and no matrix, no list and, where there is neither, no text of their section
    /// speaks of. A name that is another criterion's is not this one's: `Response time` is performance, not time.
    #[must_use]
    pub fn unasked_items(&self, grammars: &Grammars, text: &str) -> Vec<&ItemSpec> {
        let Some(section) = self.demanded_criteria(grammars) else { return Vec::new() };
        let known = self.criterion_names(grammars);
        let in_matrices = self.matrices.iter().flat_map(|matrix| &matrix.criteria).map(|one| one.name.as_str());
        let in_lists = self.criteria.iter().map(|mention| mention.name.as_str());
        let said: BTreeSet<&str> = in_matrices.chain(in_lists).collect();
        let labels: Vec<String> = said.iter().map(|name| normal_name(without_numbering(name))).collect();
        let is_in = |name: &String, label: &str| format!(" {label} ").contains(&format!(" {name} "));
        let is_asked = |(item, names): &(&ItemSpec, Vec<String>)| {
            labels.iter().any(|label| {
                let of_other = || known.items.iter().any(|(other, own)| other.id != item.id && own.contains(label));
                names.contains(label) || names.iter().any(|name| is_in(name, label)) && !of_other()
            })
        };
        let is_told = |item: &ItemSpec| {
            let slot = self.sections.iter().find(|slot| self.spec(slot).is_some_and(|spec| spec.id == section.id));
            slot.is_some_and(|slot| item.is_named_in(slot.body.of(text)))
        };
        let required = known.items.iter().filter(|(item, _)| item.required);
        let unasked = required.filter(|own| if said.is_empty() { !is_told(own.0) } else { !is_asked(own) });
        unasked.map(|(item, _)| *item).collect()
    }
}

impl CriterionNames<'_> {
    /// Takes `name` apart.
    #[must_use]
    pub fn of(&self, name: &str) -> CriterionName {
        let normal = normal_name(name);
        let telling = normal.split(' ').filter(|word| word.chars().count() > SHORT);
        let stems = telling.map(|word| word.chars().take(STEM).collect()).collect();
        let called = self.items.iter().enumerate().filter(|(_, (_, names))| names.contains(&normal));
        CriterionName { items: called.map(|(at, _)| at).collect(), stems, normal }
    }
}

impl CriterionName {
    /// Whether two names are one criterion's: they are equal or share a word that tells something, or the dialect knows both
    /// for one.
    #[must_use]
    pub fn is_one(&self, other: &Self) -> bool {
        let shares = |one: &BTreeSet<String>, other: &BTreeSet<String>| !one.is_disjoint(other);
        self.normal == other.normal || shares(&self.stems, &other.stems) || !self.items.is_disjoint(&other.items)
    }
}
