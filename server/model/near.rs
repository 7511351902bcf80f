//! Headings that were meant to be another.

use super::Model;
use crate::grammar::{Grammars, Head, SectionSpec, Slot, Spelling};

/// The headings of a document that name nothing known, and may have been meant to.
#[derive(Debug)]
pub struct Strangers<'m> {
    model: &'m Model,
    headings: Vec<(Spelling, &'m Slot)>,
}

impl<'m> Strangers<'m> {
    /// Those of `model`. A heading that is a section of its own is never taken for another.
    #[must_use]
    pub fn of(model: &'m Model) -> Self {
        let unknown = |slot: &&Slot| {
            matches!(slot.head, Head::Section(_))
                && slot.spec.is_none()
                && slot.family.is_none()
                && slot.roles.len() == 1
        };
        let strangers = model.sections.iter().filter(unknown);
        let headings = strangers.map(|slot| (Spelling::new(slot.title.as_deref().unwrap_or("")), slot));
        Self { model, headings: headings.collect() }
    }

    /// The heading that is a slip away from the section `spec` of the document's dialect, which the document lacks, and
    /// the name that was meant.
    #[must_use]
    pub fn near(&self, grammars: &'m Grammars, spec: &SectionSpec) -> Option<(&'m Slot, &'m str)> {
        if self.headings.is_empty() {
            return None;
        }
        let names = self.model.verdict.dialect.as_ref()?.spellings(grammars, &spec.id);
        let distance = |written: &Spelling| {
            names.iter().filter_map(|(name, as_named)| Some((written.slip(name)?, as_named))).min_by_key(|near| near.0)
        };
        let near = self.headings.iter().filter_map(|(written, slot)| Some((distance(written)?, slot)));
        let nearest = near.min_by_key(|((distance, _), slot)| (*distance, slot.head_range.start));
        nearest.map(|((_, name), slot)| (*slot, name.as_str()))
    }
}
