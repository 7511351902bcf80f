//! A waiver does not say why.

use super::Ctx;
use crate::model::{Waiver, WaiverCarrier};
use crate::text::TextEdit;

declare_rule! {
    code: "waiver-without-reason",
    summary: "a waiver does not say why",
    docs: "\
A waiver says that somebody looked at a finding and lives with it. Whoever reads it next year cannot ask them: without \
a reason nobody knows whether it still holds, and the waiver stays for ever.

The reason stands behind `--`: `<!-- staffwork: allow few-options -- the only vendor certified for the region -->`. In \
front matter it is the value. A waiver without one is heeded all the same, so that one thing is told once.

Write the reason, or take the waiver out.",
    bad: "# Use Postgres for the ledger\n\n## Context and Problem Statement\n\nThe ledger outgrew its file.\n\n\
          <!-- staffwork: allow few-options -->\n\n## Considered Options\n\n* Postgres\n* MySQL\n\n## Decision Outcome\n\n\
          Chosen option: \"Postgres\", because we run it already.\n",
    good: "# Use Postgres for the ledger\n\n## Context and Problem Statement\n\nThe ledger outgrew its file.\n\n\
           <!-- staffwork: allow few-options -- the bank certified these two -->\n\n## Considered Options\n\n* Postgres\n* MySQL\n\n\
           ## Decision Outcome\n\nChosen option: \"Postgres\", because we run it already.\n",
    can_be_waived: false,
}

fn check(ctx: &mut Ctx<'_>) {
    let silent = |waiver: &&Waiver| waiver.reason.is_none() && waiver.unknown.is_none() && !waiver.codes.is_empty();
    for waiver in ctx.model().waivers.iter().filter(silent) {
        let codes: Vec<String> = waiver.codes.iter().map(|code| format!("`{}`", code.code)).collect();
        let place = match (waiver.carrier, waiver.stray) {
            (_, Some(_)) => "put `--` before it",
            (WaiverCarrier::Comment, None) => "write it behind `--`",
            (WaiverCarrier::FrontMatter, None) => "write it as the value",
        };
        let message = format!("the waiver of {} gives no reason: {place}", codes.join(", "));
        let removal = waiver.removal(ctx.parse());
        let mut report = ctx.report(waiver.place(), message);
        if let Some(stray) = waiver.stray {
            report = report.fix("Put `--` before the reason", vec![TextEdit::insert(stray.start, "-- ")]);
        }
        if let Some(removal) = removal {
            report = report.fix_unsafe("Take the waiver out", vec![removal]);
        }
        report.done();
    }
}
