//! Something was to be done by a day that has passed.

use super::{Class, Ctx, Severity};
use crate::grammar::Form;
use crate::model::{Day, Entry, RiskSource, date_at_start};
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
        let open: Vec<&Entry> = actions.entries.iter().filter(|entry| actions.is_open(source, entry)).collect();
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
