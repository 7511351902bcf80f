//! Something is to be done, and nobody is named who does it.

use super::{Asked, Class, Ctx, Severity};
use crate::grammar::Form;

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
    ctx.tell_each(&Asked {
            form: Form::People,
            is_there: |actions, source, entry| actions.names_owner(source, entry),
            of_all: "has an owner: name one person for each",
            of_one: "has no owner: name one person",
    });
}
