//! Something is to be done, and nobody is named who does it.

use super::{Class, Ctx, Severity};
use crate::grammar::{Cue, Form};
use crate::model::{Entry, EntryForm, RiskSource};
use crate::text::TextEdit;

/// So many entries that all lack it are told once, at their heading.
const MANY: usize = 3;

declare_rule! {
    code: "missing-owner",
    summary: "an initiative or an action has no owner",
    docs: "\
What everybody should do, nobody does. An action without a name is still open at the next incident, and an initiative \
without one loses every argument about people.

Actions are read however they are written: rows, bullets, boxes, headings, lines. A name may stand in a column, behind \
`Owner:`, as `@mara`, `(Mara)`, `→ Mara` or `Mara:`, and one line under the heading may name the owner of all.

Name one person, or one team.",
    bad: "# Postmortem: Checkout down for 40 minutes\n\nDate: 2026-02-10\nStatus: Final\n\n## Summary\n\nCheckout failed for 40 minutes.\n\n## Impact\n\n3,100 orders failed.\n\n## Root Causes\n\nThe pool was too small for ten servers.\n\n## Action Items\n\n| Action | Type | Owner | Due |\n| --- | --- | --- | --- |\n| Derive the limit from the number of servers | prevent |  | 2026-02-20 |\n| Alert on payments that fail | detect | Lena Sow | 2026-02-13 |\n",
    good: "# Postmortem: Checkout down for 40 minutes\n\nDate: 2026-02-10\nStatus: Final\n\n## Summary\n\nCheckout failed for 40 minutes.\n\n## Impact\n\n3,100 orders failed.\n\n## Root Causes\n\nThe pool was too small for ten servers.\n\n## Action Items\n\n| Action | Type | Owner | Due |\n| --- | --- | --- | --- |\n| Derive the limit from the number of servers | prevent | Jun Okafor | 2026-02-20 |\n| Alert on payments that fail | detect | Lena Sow | 2026-02-13 |\n",
    severity: Severity::Warning,
    class: Class::Completeness,
}

fn check(ctx: &mut Ctx<'_>) {
    let source = RiskSource { grammars: ctx.grammars(), parse: ctx.parse(), outline: ctx.outline() };
    for actions in ctx.model().actions(source) {
        let Some(item) = actions.required(Form::People) else { continue };
        let open: Vec<&Entry> = actions.entries.iter().filter(|entry| is_open(ctx, entry)).collect();
        let bare: Vec<&Entry> = open.iter().copied().filter(|entry| !actions.names_owner(source, entry)).collect();
        let mended = |entry: &&Entry| actions.mended(source, entry, item);
        if bare.len() >= MANY && bare.len() == open.len() {
            let message = format!("none of the {} entries has an owner: name one person for each", bare.len());
            let edits: Vec<TextEdit> = bare.iter().filter_map(mended).collect();
            let report = ctx.report(actions.slot.head_range, message).help(item.guidance.trim()).dialect_demand();
            let title = format!("Add `{}` to each, to be filled in", item.title);
            if edits.is_empty() { report.done() } else { report.fix_unsafe(title, edits).done() }
            continue;
        }
        for entry in bare {
            let message = format!("`{}` has no owner: name one person", entry.shown(ctx.parse()));
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
