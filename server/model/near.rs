//! Headings that were meant to be another.

use super::Model;
use crate::grammar::{Dialect, Grammars, Head, SectionSpec, Slot, Spelling};
use crate::syntax::{ByRange, Fact, Parse};
use std::cell::LazyCell;

/// The headings of a document that name nothing known, and may have been meant to.
#[derive(Debug)]
pub struct Strangers<'m> {
    near: Vec<(Slip, &'m Slot)>,
}

/// How near a heading comes to a section.
#[derive(Clone, Debug)]
struct Slip {
    /// The section's id.
    section: String,
    /// Which of its names comes nearest.
    name: String,
    /// By how many letters the heading misses it.
    distance: usize,
}

static SLIPS: Fact<ByRange<Vec<Slip>>> = Fact::new();

impl<'m> Strangers<'m> {
    /// Those of `model`. A heading that is a section of its own is never taken for another.
    #[must_use]
    pub fn of(model: &'m Model, parse: &Parse, grammars: &Grammars) -> Self {
        let Some(dialect) = &model.verdict.dialect else { return Self { near: Vec::new() } };
        // dialects outlive every document they are asked for
        let given = std::ptr::from_ref(&**dialect).addr() as u64;
        let unknown = |slot: &&Slot| {
            matches!(slot.head, Head::Section(_))
                && slot.spec.is_none()
                && slot.family.is_none()
                && slot.roles.len() == 1
        };
        let names = LazyCell::new(|| names(dialect, grammars));
        let mut near = Vec::new();
        for slot in model.sections.iter().filter(unknown) {
            // a title is what its heading says
            let title = slot.title.as_deref().unwrap_or("");
            let said = parse.fact_in(&SLIPS, given, slot.head_range, |_, _| slips(&names, title));
            near.extend(said.value.iter().map(|slip| (slip.clone(), slot)));
        }
        Self { near }
    }

    /// The heading that is a slip away from the section `spec` of the document's dialect, which the document lacks, and
    /// the name that was meant.
    #[must_use]
    pub fn near(&self, spec: &SectionSpec) -> Option<(&'m Slot, &str)> {
        let near = self.near.iter().filter(|(slip, _)| slip.section == spec.id);
        let nearest = near.min_by_key(|(slip, slot)| (slip.distance, slot.head_range.start));
        nearest.map(|(slip, slot)| (*slot, slip.name.as_str()))
    }
}

/// A section and how its names are spelt.
type Names<'g> = (&'g SectionSpec, &'g [(Spelling, String)]);

fn names<'g>(dialect: &'g Dialect, grammars: &Grammars) -> Vec<Names<'g>> {
    let sections = dialect.spec.sections.iter();
    sections.map(|section| (section, dialect.spellings(grammars, &section.id))).collect()
}

/// The sections that `title` comes near to, of those with these names.
fn slips(names: &[Names<'_>], title: &str) -> Vec<Slip> {
    let written = Spelling::new(title);
    let near = names.iter().filter_map(|(section, names)| {
        let alike = names.iter().filter(|(name, _)| written.begins_like(name));
        let slips = alike.filter_map(|(name, as_named)| Some((written.slip(name)?, as_named)));
        let (distance, name) = slips.min_by_key(|slip| slip.0)?;
        Some(Slip { section: section.id.clone(), name: name.clone(), distance })
    });
    near.collect()
}
