//! A waiver speaks for nothing.

use super::{Ctx, rule};
use crate::model::{WaivedCode, Waiver};
use crate::text::TextRange;

declare_rule! {
    code: "unused-waiver",
    summary: "a waiver speaks for nothing",
    docs: "\
A waiver that outlived its finding, or that stands in the wrong place, tells readers of a gap that is not there, and \
would hide the next one.

`allow` speaks for the block below it; above a heading, or as the first thing below one, for the text of that section; \
`allow-file` for the whole document. Rules that the settings turn off are not asked for.

Take the waiver out, or put it where the finding is.",
    bad: "# Use Postgres for the ledger\n\n## Context and Problem Statement\n\nThe ledger outgrew its file.\n\n\
          <!-- staffwork: allow few-options -- the bank certified these two -->\n\n## Considered Options\n\n* Postgres\n* MySQL\n\
          * Do nothing\n\n## Decision Outcome\n\nChosen option: \"Postgres\", because we run it already.\n",
    good: "# Use Postgres for the ledger\n\n## Context and Problem Statement\n\nThe ledger outgrew its file.\n\n\
           <!-- staffwork: allow few-options -- the bank certified these two -->\n\n## Considered Options\n\n* Postgres\n* MySQL\n\n\
           ## Decision Outcome\n\nChosen option: \"Postgres\", because we run it already.\n",
    can_be_waived: false,
    looks_last: true,
}

fn check(ctx: &mut Ctx<'_>) {
    for waiver in ctx.model().waivers.iter().filter(|waiver| waiver.unknown.is_none()) {
        let idle: Vec<&WaivedCode> = waiver.codes.iter().filter(|code| is_idle(ctx, code)).collect();
        if idle.len() == waiver.codes.len() {
            whole(ctx, waiver);
        } else {
            for code in &idle {
                one(ctx, waiver, code, &idle);
            }
        }
    }
}

/// Whether `code` is a rule that has nothing to say where the waiver speaks.
fn is_idle(ctx: &Ctx<'_>, code: &WaivedCode) -> bool {
    rule(&code.code).is_some_and(|rule| rule.can_be_waived) && !ctx.is_used(code)
}

fn whole(ctx: &mut Ctx<'_>, waiver: &Waiver) {
    let codes: Vec<String> = waiver.codes.iter().map(|code| format!("`{}`", code.code)).collect();
    let Some((last, before)) = codes.split_last() else { return };
    let codes = if before.is_empty() { last.clone() } else { format!("{} and {last}", before.join(", ")) };
    let is_for_all = waiver.covers == TextRange::new(0, ctx.text().len());
    let advice = if is_for_all { "" } else { ", or put it where the finding is" };
    let message = format!("{codes} would say nothing here: take the waiver out{advice}");
    let removal = waiver.removal(ctx.parse());
    let report = ctx.report(waiver.place(), message);
    match removal {
        Some(removal) => report.fix_unsafe("Take the waiver out", vec![removal]).done(),
        None => report.done(),
    }
}

fn one(ctx: &mut Ctx<'_>, waiver: &Waiver, code: &WaivedCode, idle: &[&WaivedCode]) {
    let message = format!("`{}` would say nothing here: take it out of the waiver", code.code);
    let removal = waiver.without(ctx.parse(), code, |other| !idle.contains(&other));
    let report = ctx.report(code.range, message);
    match removal {
        Some(removal) => report.fix_unsafe(format!("Take `{}` out", code.code), vec![removal]).done(),
        None => report.done(),
    }
}
