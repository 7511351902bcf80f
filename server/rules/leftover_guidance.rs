//! The template's own remarks are still there.

use super::{Class, Ctx, Severity};
use crate::grammar::Maturity;
use crate::model::{remarks, without_remark};
use crate::text::{TextEdit, TextRange};

declare_rule! {
    code: "leftover-guidance",
    summary: "a remark of the template is still there",
    docs: "\
A template tells its author what belongs where in comments: \"This is an optional element. Feel free to remove.\" In a \
finished document they say nothing about it, and the next author copies them along.

Only comments that a known template publishes, word for word or by their first sentence, are told, once a document, \
at the first of them; comments of your own are not. A draft may keep them.

Remove them; the fix takes out all of them.",
    bad: "# Use Postgres for the ledger\n\n## Status\n\nProposed\n\n## Context\n\n\
          <!-- This is an optional element. Feel free to remove. -->\n\nThe ledger outgrew its SQLite file.\n\n\
          ## Decision\n\nWe will use Postgres, because the team runs it already.\n\n## Consequences\n\nBackups move.\n",
    good: "# Use Postgres for the ledger\n\n## Status\n\nProposed\n\n## Context\n\nThe ledger outgrew its SQLite file.\n\n\
           ## Decision\n\nWe will use Postgres, because the team runs it already.\n\n## Consequences\n\nBackups move.\n",
    severity: Severity::Info,
    class: Class::Correctness,
}

fn check(ctx: &mut Ctx<'_>) {
    let status = ctx.model().metadata.status.as_ref().map(|status| status.raw.as_str());
    if ctx.grammars().maturity(status) == Maturity::Draft {
        return;
    }
    let text = ctx.text();
    let left = remarks(ctx.document().placeholders(), ctx.parse());
    let Some((first, others)) = left.split_first() else { return };
    let message = match others.len() {
        0 => "a remark of the template is still there: remove it".to_owned(),
        more => format!("a remark of the template is still there, and {more} more: remove them"),
    };
    let title = if others.is_empty() { "Remove it" } else { "Remove all of them" };
    let edits = left.iter().map(|remark| TextEdit::delete(without_remark(text, *remark))).collect();
    let line = first.of(text).lines().next().unwrap_or("");
    let place = TextRange::new(first.start, first.start + line.len());
    let report = ctx.report(place, message).fix(title, edits);
    others.iter().fold(report, |report, other| report.related(*other, "another")).done();
}
