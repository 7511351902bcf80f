//! Something is to be done, and nobody says until when.

use super::{Class, Ctx, Severity};
use crate::grammar::{Cue, Form};
use crate::model::{Entry, EntryForm, RiskSource};
use crate::text::TextEdit;

/// So many entries that all lack it are told once, at their heading.
const MANY: usize = 3;

declare_rule! {
    code: "missing-due-date",
    summary: "an action has no due date",
    docs: "\
An action without a day is done when there is nothing else to do. With one, somebody can see that it is late, and ask.

A column, a label such as `Due:`, a day in the text, a quarter, a month or `within two weeks` will do. Ticked boxes and \
struck-out lines are done.

Give each a day.",
    bad: "# Postmortem: Checkout down for 40 minutes\n\nDate: 2026-02-10\nStatus: Final\n\n## Summary\n\nCheckout failed for 40 minutes.\n\n## Impact\n\n3,100 orders failed.\n\n## Root Causes\n\nThe pool was too small for ten servers.\n\n## Action Items\n\n| Action | Type | Owner | Due |\n| --- | --- | --- | --- |\n| Derive the limit from the number of servers | prevent | Jun Okafor |  |\n| Alert on payments that fail | detect | Lena Sow | 2026-02-13 |\n",
    good: "# Postmortem: Checkout down for 40 minutes\n\nDate: 2026-02-10\nStatus: Final\n\n## Summary\n\nCheckout failed for 40 minutes.\n\n## Impact\n\n3,100 orders failed.\n\n## Root Causes\n\nThe pool was too small for ten servers.\n\n## Action Items\n\n| Action | Type | Owner | Due |\n| --- | --- | --- | --- |\n| Derive the limit from the number of servers | prevent | Jun Okafor | 2026-02-20 |\n| Alert on payments that fail | detect | Lena Sow | 2026-02-13 |\n",
    severity: Severity::Info,
    class: Class::Completeness,
}

fn check(ctx: &mut Ctx<'_>) {
    let source = RiskSource { grammars: ctx.grammars(), parse: ctx.parse(), outline: ctx.outline() };
    for actions in ctx.model().actions(source) {
        let Some(item) = actions.required(Form::Date) else { continue };
        let open: Vec<&Entry> = actions.entries.iter().filter(|entry| is_open(ctx, entry)).collect();
        let bare: Vec<&Entry> = open.iter().copied().filter(|entry| !actions.names_day(source, entry)).collect();
        let mended = |entry: &&Entry| actions.mended(source, entry, item);
        if bare.len() >= MANY && bare.len() == open.len() {
            let message = format!("none of the {} entries has a due date: give each a day", bare.len());
            let edits: Vec<TextEdit> = bare.iter().filter_map(mended).collect();
            let report = ctx.report(actions.slot.head_range, message).help(item.guidance.trim()).dialect_demand();
            let title = format!("Add `{}` to each, to be filled in", item.title);
            if edits.is_empty() { report.done() } else { report.fix_unsafe(title, edits).done() }
            continue;
        }
        for entry in bare {
            let message = format!("`{}` has no due date: give it a day", entry.shown(ctx.parse()));
            let edit = mended(&entry);
            let report = ctx.report(entry.name, message).help(item.guidance.trim()).dialect_demand();
            match edit {
                Some(edit) => report.fix_unsafe(format!("Add `{}`, to be filled in", item.title), vec![edit]).done(),
                None => report.done(),
            }
        }
    }
}

/// Neither done nor struck out, and nobody's template text.
fn is_open(ctx: &Ctx<'_>, entry: &Entry) -> bool {
    entry.form != EntryForm::Item { task: Some(true) }
        && !entry.name.of(ctx.text()).contains("~~")
        && !ctx.is_unwritten(entry.range)
        && !ctx.grammars().begins(Cue::None, entry.name.of(ctx.text()))
}
