//! A waiver names no rule.

use super::{Ctx, rule};
use crate::grammar::nearest;
use crate::model::{WaivedCode, Waiver, waiver_words};
use crate::text::{TextEdit, TextRange};

declare_rule! {
    code: "unknown-waiver",
    summary: "a waiver names something that is no rule",
    docs: "\
A waiver with a misspelt rule waives nothing, and says to its readers that it does.

`staffwork explain` lists all rules. Those about waivers cannot be waived: they have settings like every other. A \
comment that begins with another word than `allow` or `allow-file` is told where a rule follows, or where one of the \
two was meant.

Write the rule's name; there is a fix where one comes close.",
    bad: "# Use Postgres for the ledger\n\n## Context and Problem Statement\n\nThe ledger outgrew its file.\n\n\
          <!-- staffwork: allow few-option -- the bank certified these two -->\n\n## Considered Options\n\n* Postgres\n* MySQL\n\n\
          ## Decision Outcome\n\nChosen option: \"Postgres\", because we run it already.\n",
    good: "# Use Postgres for the ledger\n\n## Context and Problem Statement\n\nThe ledger outgrew its file.\n\n\
           <!-- staffwork: allow few-options -- the bank certified these two -->\n\n## Considered Options\n\n* Postgres\n* MySQL\n\n\
           ## Decision Outcome\n\nChosen option: \"Postgres\", because we run it already.\n",
    can_be_waived: false,
}

fn check(ctx: &mut Ctx<'_>) {
    for waiver in &ctx.model().waivers {
        match waiver.unknown {
            Some(word) => unknown_word(ctx, waiver, word),
            None if waiver.codes.is_empty() => {
                ctx.report(waiver.place(), "the waiver names no rule: write which one it is about").done();
            }
            None => waiver.codes.iter().for_each(|code| unknown_code(ctx, waiver, code)),
        }
    }
}

fn unknown_word(ctx: &mut Ctx<'_>, waiver: &Waiver, range: TextRange) {
    let word = range.of(ctx.text());
    let words = waiver_words(waiver.carrier);
    let near = nearest(word, words.iter().copied());
    let names_rule = waiver.codes.iter().any(|code| rule(&code.code).is_some());
    let Some(right) = near.or(words.first().copied()).filter(|_| near.is_some() || names_rule) else { return };
    ctx.report(range, format!("`{word}` waives nothing: write `{right}`"))
        .fix(format!("Write `{right}`"), vec![TextEdit::replace(range, right)])
        .done();
}

fn unknown_code(ctx: &mut Ctx<'_>, waiver: &Waiver, code: &WaivedCode) {
    let known = rule(&code.code);
    if known.is_some_and(|rule| rule.can_be_waived) {
        return;
    }
    let removal = waiver.without(ctx.parse(), code, |_| true);
    let codes = super::ALL.iter().filter(|rule| rule.can_be_waived).map(|rule| rule.code);
    let near = nearest(&code.code, codes).filter(|_| known.is_none());
    let message = match (known, near) {
        (Some(_), _) => format!("`{}` cannot be waived: take it out, or turn it off in the settings", code.code),
        (None, Some(near)) => format!("`{}` is no rule: write `{near}`", code.code),
        (None, None) => format!("`{}` is no rule: take it out, or write the rule that is meant", code.code),
    };
    let report = ctx.report(code.range, message);
    match (near, removal) {
        (Some(near), _) => {
            report.fix(format!("Write `{near}`"), vec![TextEdit::replace(code.range, near)]).done();
        }
        (None, Some(removal)) => report.fix_unsafe(format!("Take `{}` out", code.code), vec![removal]).done(),
        (None, None) => report.done(),
    }
}
