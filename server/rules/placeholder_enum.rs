//! A template's list of values stands where one of them belongs.

use super::{Class, Ctx, Severity};
use crate::text::TextEdit;

declare_rule! {
    code: "placeholder-enum",
    summary: "a list to choose from, and nothing was chosen",
    docs: "\
`Draft/Under Review/Accepted/Rejected` is how templates say which values there are. Left as it is, the document has \
no status at all, and whoever filters by status does not find it.

Three values of one vocabulary, or all of them, in a place that takes one are such a list. Two states side by side, \
`Accepted/Implemented`, are not.

Keep one value; there is a fix for each.",
    bad: "# Use Postgres for the ledger\n\n## Status\n\nProposed | Accepted | Rejected\n\n## Context\n\nThe ledger outgrew its file.\n\n\
          ## Decision\n\nWe will use Postgres, because the team runs it already.\n\n## Consequences\n\nBackups move.\n",
    good: "# Use Postgres for the ledger\n\n## Status\n\nProposed\n\n## Context\n\nThe ledger outgrew its file.\n\n\
           ## Decision\n\nWe will use Postgres, because the team runs it already.\n\n## Consequences\n\nBackups move.\n",
    severity: Severity::Warning,
    class: Class::Completeness,
}

fn check(ctx: &mut Ctx<'_>) {
    for list in &ctx.model().choices {
        let written = list.range.of(ctx.text()).trim_matches(['"', '\'']).replace('`', "'");
        let message = format!("`{written}` is a list to choose from: keep one");
        let mut report = ctx.report(list.range, message);
        for value in &list.values {
            report = report.fix_unsafe(format!("Choose `{value}`"), vec![TextEdit::replace(list.range, value.as_str())]);
        }
        report.done();
    }
}
