//! How far a document has come, in a line.

use super::Document;
use crate::grammar::SlotState;
use crate::model::OptionsState;

impl Document {
    /// How far it has come: `7/9 sections · 2 of 3 options · matrix 67 % · 4 placeholders`
    #[must_use]
    pub fn progress(&self) -> String {
        let model = self.model();
        let is_written = |state: SlotState| matches!(state, SlotState::Filled | SlotState::NoneStated);
        let sections = self.dialect().map(|dialect| {
            let required = || dialect.spec.sections.iter().filter(|spec| spec.required);
            let written = required().filter(|spec| model.sections_for(spec).any(|slot| is_written(slot.state)));
            format!("{}/{} sections", written.count(), required().count())
        });
        let least = self.kind().and_then(|kind| self.config().min_options(&kind.spec));
        let options = least.filter(|_| matches!(model.options.state, OptionsState::Counted | OptionsState::Empty));
        let options = options.map(|least| format!("{} of {least} options", model.options.items.len()));
        let open = model.placeholders.len();
        let placeholders = format!("{open} placeholder{}", if open == 1 { "" } else { "s" });
        [sections, options, matrix(self), Some(placeholders)].into_iter().flatten().collect::<Vec<_>>().join(" · ")
    }
}

/// How much of its matrices is filled; a whole one only where nothing is open.
fn matrix(document: &Document) -> Option<String> {
    let cells =
        || document.model().matrices.iter().flat_map(|matrix| &matrix.options).flat_map(|option| &option.scores);
    let (all, open) = (cells().count(), cells().filter(|score| score.is_open).count());
    (all > 0).then(|| format!("matrix {} %", (all - open) * 100 / all))
}
