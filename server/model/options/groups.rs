//! The questions that a document decides: one, as most do, or several, each with options of its own.

use super::{Source, find, is_pros_and_cons};
use crate::grammar::{Head, Slot};
use crate::syntax::SectionId;
use crate::text::TextRange;

/// A list of options that answer one question.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OptionGroup {
    /// What heads the list.
    pub head: Head,
    /// Where that stands.
    pub head_range: TextRange,
    /// What stands below.
    pub body: TextRange,
    /// The part of the document that is about the question; all of it where it is the only one.
    pub area: TextRange,
    /// The options, as places in [`super::Options::items`].
    pub items: Vec<usize>,
}

/// The groups of a document without their options: none but the first section of options, unless several questions are
/// told apart.
pub(super) fn groups(source: Source<'_>, own: &[&Slot]) -> Vec<OptionGroup> {
    let lists: Vec<&Slot> =
        own.iter().copied().filter(|slot| slot.head != Head::Field && !is_pros_and_cons(slot)).collect();
    let nested: Vec<OptionGroup> = lists.iter().flat_map(|slot| within(source, slot)).collect();
    if nested.len() >= 2 {
        return nested;
    }
    let questions: Vec<OptionGroup> = lists.iter().filter_map(|slot| question(source, slot)).collect();
    let apart = |pair: &[OptionGroup]| matches!(pair, [one, other] if one.area.end <= other.area.start);
    if questions.len() >= 2 && questions.len() == lists.len() && questions.windows(2).all(apart) {
        return questions;
    }
    let whole = TextRange::new(0, source.parse.text().len());
    let first = lists.first().copied().or_else(|| own.iter().copied().find(|slot| slot.head != Head::Field));
    first.map(|slot| of_slot(slot, whole)).into_iter().collect()
}

fn of_slot(slot: &Slot, area: TextRange) -> OptionGroup {
    OptionGroup { head: slot.head, head_range: slot.head_range, body: slot.body, area, items: Vec::new() }
}

/// The subheadings of a section of options that gather options of their own: `Options for storage`.
fn within(source: Source<'_>, slot: &Slot) -> Vec<OptionGroup> {
    let Head::Section(id) = slot.head else { return Vec::new() };
    let gathers = source.outline.children(id).filter(|(id, section)| find::gathers(source, *id, &section.title));
    gathers
        .map(|(id, section)| OptionGroup {
            head: Head::Section(id),
            head_range: section.heading_range,
            body: TextRange::new(section.heading_range.end, section.range.end),
            area: section.range,
            items: Vec::new(),
        })
        .collect()
}

/// A section of options below a heading that is a question of its own: not the title, and no other section of options.
fn question(source: Source<'_>, slot: &Slot) -> Option<OptionGroup> {
    let Head::Section(id) = slot.head else { return None };
    let parent = source.outline.get(id)?.parent?;
    let above = source.outline.get(parent).filter(|_| !is_title(source, parent))?;
    Some(of_slot(slot, above.range))
}

/// Whether a section is the document's title: the first heading, with everything below it.
fn is_title(source: Source<'_>, id: SectionId) -> bool {
    let last = source.outline.iter().next_back().map(|(_, section)| section.range.end);
    id == SectionId(0) && source.outline.get(id).map(|section| section.range.end) == last
}
