//! Something is to be done, and nobody says until when.

use super::{Asked, Class, Ctx, Severity};
use crate::grammar::Form;

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
    ctx.tell_each(&Asked {
            form: Form::Date,
            is_there: |actions, source, entry| actions.names_day(source, entry),
            of_all: "has a due date: give each a day",
            of_one: "has no due date: give it a day",
    });
}
