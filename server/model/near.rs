//! Headings that were meant to be another.

use super::Model;
use crate::grammar::{Grammars, Head, SectionSpec, Slot, normal_name};

/// The heading that is a slip away from the section `spec`, which the document lacks, and the name that was meant. A
/// heading that is a section of its own is never taken for another, and short ones may differ by one letter only.
#[must_use]
pub fn near_miss<'m>(grammars: &'m Grammars, model: &'m Model, spec: &'m SectionSpec) -> Option<(&'m Slot, &'m str)> {
    let names = names(grammars, spec);
    let unknown = |slot: &&Slot| {
        matches!(slot.head, Head::Section(_)) && slot.spec.is_none() && slot.family.is_none() && slot.roles.len() == 1
    };
    let distance = |slot: &Slot| {
        let written = normal_name(slot.title.as_deref().unwrap_or(""));
        names.iter().filter_map(|name| Some((slip(&written, &normal_name(name))?, *name))).min_by_key(|near| near.0)
    };
    let near = model.sections.iter().filter(unknown).filter_map(|slot| Some((distance(slot)?, slot)));
    let nearest = near.min_by_key(|((distance, _), slot)| (*distance, slot.head_range.start));
    nearest.map(|((_, name), slot)| (slot, name))
}

/// The names of a section: its title, its aliases, its family's.
fn names<'m>(grammars: &'m Grammars, spec: &'m SectionSpec) -> Vec<&'m str> {
    let family = spec.family.as_deref().and_then(|family| grammars.family(family));
    let of_family = family.map_or(&[][..], |family| family.aliases.as_slice());
    std::iter::once(&spec.title).chain(&spec.aliases).chain(of_family).map(String::as_str).collect()
}

/// By how many letters two names differ, where that is a slip: one from five letters on, two from ten. What begins
/// otherwise (`Demotivation`) or counts (`Proposed option 1`) is meant as it is.
fn slip(written: &str, name: &str) -> Option<usize> {
    if written.chars().next() != name.chars().next() || written.contains(|c: char| c.is_ascii_digit()) {
        return None;
    }
    let most = match written.chars().count().min(name.chars().count()) {
        0..5 => return None,
        5..10 => 1,
        _ => 2,
    };
    let distance = strsim::osa_distance(written, name);
    (distance > 0 && distance <= most).then_some(distance)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn short_names_may_slip_once() {
        assert_eq!(slip("contxt", "context"), Some(1));
        assert_eq!(slip("conetxt", "context"), Some(1));
        assert_eq!(slip("contest", "contxt"), None);
        assert_eq!(slip("consdered optons", "considered options"), Some(2));
        assert_eq!(slip("cost", "costs"), None);
        assert_eq!(slip("context", "context"), None);
        assert_eq!(slip("demotivation", "motivation"), None);
        assert_eq!(slip("proposed option 1", "proposed options"), None);
    }
}
