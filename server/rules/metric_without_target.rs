//! A success metric names what is measured, and no value that would be a success.

use super::{Class, Ctx, Severity};
use crate::grammar::{Cue, Head, Role, Slot, SlotState};
use crate::model::{Entry, EntryForm, is_quantified};

declare_rule! {
    code: "metric-without-target",
    summary: "a success metric has no target",
    docs: "\
A metric without a number cannot be missed, so it cannot be met either. Half a year later everybody remembers another \
goal.

A number, a word for one (`zero`, `half`), a test that is passed or not (`every team`, `no order is lost`), a link to the \
objective, or a box to tick is a target. Only sections that the template has and that are called metrics are looked at; where they are told in \
prose, that is left alone.

Say from which value on it is a success.",
    bad: "# RFC: Cache rendered pages\n\nAuthor: Ada Brandt\nStatus: Draft\nCreated: 2026-02-01\n\n## Summary\n\nWe cache rendered pages.\n\n\
          ## Motivation\n\nRendering takes 900 ms.\n\n## Proposal\n\nWe will cache pages for a minute.\n\n\
          ## Success Metrics\n\n- Render time of the start page\n- Support calls below 5 a week\n",
    good: "# RFC: Cache rendered pages\n\nAuthor: Ada Brandt\nStatus: Draft\nCreated: 2026-02-01\n\n## Summary\n\nWe cache rendered pages.\n\n\
           ## Motivation\n\nRendering takes 900 ms.\n\n## Proposal\n\nWe will cache pages for a minute.\n\n\
           ## Success Metrics\n\n- Render time of the start page: 900 ms → 90 ms\n- Support calls below 5 a week\n",
    severity: Severity::Warning,
    class: Class::Completeness,
}

/// So many metrics that all lack a target are told once, at their heading.
const MANY: usize = 3;

fn check(ctx: &mut Ctx<'_>) {
    let is_own = |slot: &&Slot| {
        let title = slot.title.as_deref().unwrap_or_default();
        slot.spec.is_some()
            && slot.roles.contains(&Role::SuccessMetrics)
            && matches!(slot.head, Head::Section(_) | Head::Label(_))
            && slot.state == SlotState::Filled
            && ctx.says(Cue::MetricWord, title)
    };
    let slots: Vec<&Slot> = ctx.model().sections.iter().filter(is_own).collect();
    for slot in slots {
        let entries = ctx.model().entries(ctx.parse(), ctx.outline(), slot);
        let bare: Vec<&Entry> = entries.iter().filter(|entry| !has_target(ctx, entry)).collect();
        if bare.len() >= MANY && bare.len() == entries.len() {
            let message = format!("none of the {} metrics has a target: say from which value on each is a success", bare.len());
            ctx.report(slot.head_range, message).framework_demand().done();
            continue;
        }
        for entry in bare {
            let message = format!("`{}` has no target: say from which value on it is a success", entry.shown(ctx.parse()));
            ctx.report(entry.name, message).framework_demand().done();
        }
    }
}

fn has_target(ctx: &Ctx<'_>, entry: &Entry) -> bool {
    let text = entry.range.of(ctx.text());
    let column = entry.parts.iter().find(|part| ctx.grammars().is(Cue::TargetWord, &part.label));
    let is_empty = column.is_some_and(|part| !part.value.of(ctx.text()).contains(char::is_alphanumeric));
    let is_tested = ctx.says_in(Cue::Test, entry.range) || text.contains("](") || matches!(entry.form, EntryForm::Item { task: Some(_) });
    let says = is_quantified(ctx.grammars(), text) || is_tested || entry.parts.iter().any(|part| part.label.is_empty());
    (says && !is_empty) || ctx.is_unwritten(entry.range)
}
