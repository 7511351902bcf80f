//! The title: what the document is for, and how far it has come.

use super::{Hover, Place, paragraphs};
use crate::grammar::SlotState;
use crate::model::OptionsState;

pub(super) fn hover(at: &Place<'_>) -> Option<Hover> {
    let title = at.document.model().metadata.title.as_ref().filter(|title| at.touches(title.range))?;
    let kind = at.document.kind()?;
    let dialect = at.document.dialect().map(|dialect| format!(" · {}", dialect.spec.title)).unwrap_or_default();
    let markdown = paragraphs([
        Some(format!("**{}**{dialect}", kind.spec.title)),
        Some(format!("`{}`", progress(at))),
        Some(kind.spec.summary.clone()),
        Some(kind.spec.guidance.clone()),
    ]);
    Some(Hover { range: title.range, markdown })
}

/// `7/9 sections · 2 of 3 options · 4 placeholders`
fn progress(at: &Place<'_>) -> String {
    let model = at.document.model();
    let is_written = |state: SlotState| matches!(state, SlotState::Filled | SlotState::NoneStated);
    let sections = at.document.dialect().map(|dialect| {
        let required = || dialect.spec.sections.iter().filter(|spec| spec.required);
        let written = required().filter(|spec| model.sections_for(spec).any(|slot| is_written(slot.state)));
        format!("{}/{} sections", written.count(), required().count())
    });
    let least = at.document.kind().and_then(|kind| at.document.config().min_options(&kind.spec));
    let options = least.filter(|_| matches!(model.options.state, OptionsState::Counted | OptionsState::Empty));
    let options = options.map(|least| format!("{} of {least} options", model.options.items.len()));
    let open = model.placeholders.len();
    let placeholders = format!("{open} placeholder{}", if open == 1 { "" } else { "s" });
    [sections, options, Some(placeholders)].into_iter().flatten().collect::<Vec<_>>().join(" · ")
}
