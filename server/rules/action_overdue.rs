//! Something was to be done by a day that has passed.

use super::{Class, Ctx, Severity};
use crate::grammar::{Cue, Form, Maturity};
use crate::model::{Day, Entry, EntryForm, RiskSource, date_at_start};
use crate::text::TextRange;

declare_rule! {
    code: "action-overdue",
    summary: "an open action is past its due date",
    docs: "\
The day has passed and the action still stands there as if it were to come. Either it is done and nobody wrote it down, or \
it was dropped and the next incident will find out.

Boxes that are ticked, lines that are struck out, and rows that say done, closed or dropped are finished.

Do it and say so, or agree on a new day.",
    bad: "# Postmortem: Checkout down for 40 minutes\n\nDate: 2026-02-10\nStatus: Final\n\n## Summary\n\nCheckout failed for 40 minutes.\n\n## Impact\n\n3,100 orders failed.\n\n## Root Causes\n\nThe pool was too small for ten servers.\n\n## Action Items\n\n| Action | Type | Owner | Due |\n| --- | --- | --- | --- |\n| Derive the limit from the number of servers | prevent | Jun Okafor | 2021-02-20 |\n| Alert on payments that fail | detect | Lena Sow | 2190-02-13 |\n",
    good: "# Postmortem: Checkout down for 40 minutes\n\nDate: 2026-02-10\nStatus: Final\n\n## Summary\n\nCheckout failed for 40 minutes.\n\n## Impact\n\n3,100 orders failed.\n\n## Root Causes\n\nThe pool was too small for ten servers.\n\n## Action Items\n\n| Action | Type | Owner | Due |\n| --- | --- | --- | --- |\n| Derive the limit from the number of servers | prevent | Jun Okafor | 2190-02-20 |\n| Alert on payments that fail | detect | Lena Sow | 2190-02-13 |\n",
    severity: Severity::Warning,
    class: Class::Correctness,
}

fn check(ctx: &mut Ctx<'_>) {
    let source = RiskSource { grammars: ctx.grammars(), parse: ctx.parse(), outline: ctx.outline() };
    for actions in ctx.model().actions(source) {
        let open: Vec<&Entry> = actions.entries.iter().filter(|entry| is_open(ctx, entry)).collect();
        for entry in open {
            let Some(part) = actions.part(source, entry, Form::Date) else { continue };
            let value = part.value.of(ctx.text());
            let Some(written) = date_at_start(ctx.grammars(), value) else { continue };
            if !matches!(written.day, Day::On(day) if day < ctx.today()) {
                continue;
            }
            let place = TextRange::new(part.value.start + written.range.start, part.value.start + written.range.end);
            let name = entry.shown(ctx.parse());
            ctx.report(place, format!("`{name}` was due on `{}`: say that it is done, or give it a new day", written.range.of(value)))
                .related(entry.name, "still open")
                .done();
        }
    }
}

/// Neither ticked, nor struck out, nor with a part that says that it is over.
fn is_open(ctx: &Ctx<'_>, entry: &Entry) -> bool {
    let text = entry.range.of(ctx.text());
    let ends = |value: &str| {
        let state = ctx.grammars().state(value);
        state.is_some_and(|state| matches!(state.id.as_str(), "implemented" | "accepted") || state.maturity == Maturity::Closed)
            || ctx.grammars().is(Cue::Answered, value)
    };
    entry.form != EntryForm::Item { task: Some(true) }
        && !text.contains("~~")
        && !text.contains(['✅', '☑', '✓', '✔'])
        && !entry.parts.iter().any(|part| ends(part.value.of(ctx.text())))
}
