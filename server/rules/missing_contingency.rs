//! A bad risk has no plan for the day on which it happens.

use super::{Ctx, Severity};
use crate::grammar::{Cue, Form};
use crate::model::{Entry, EntryForm, RiskSource, Risks, added_part, in_cell, without_tab_stops};
use crate::text::TextEdit;

declare_rule! {
    code: "missing-contingency",
    summary: "a risk of high impact has no contingency",
    docs: "\
A mitigation makes a risk smaller; a contingency is what is done when it has happened all the same. Where the impact \
is high, that plan is made beforehand, because on the day there is no time for it.

Only risks whose impact is rated high are looked at, and only where the template asks for contingencies.

Say what is done once it has happened, and what that costs.",
    bad: "# Three-year technical strategy 2026-2029\n\n### Executive Summary\n\nEvery team ships on its own.\n\n### Risks & Contingencies\n\n\
          Risk: the split takes twice as long\n- Likelihood: Low\n- Impact: High\n- Mitigation: the read side first\n",
    good: "# Three-year technical strategy 2026-2029\n\n### Executive Summary\n\nEvery team ships on its own.\n\n### Risks & Contingencies\n\n\
           Risk: the split takes twice as long\n- Likelihood: Low\n- Impact: High\n- Mitigation: the read side first\n- Contingency: a larger primary, $140k\n",
    severity: Severity::Info,
}

fn check(ctx: &mut Ctx<'_>) {
    let source = RiskSource { grammars: ctx.grammars(), parse: ctx.parse(), outline: ctx.outline() };
    for risks in ctx.model().risks(source).iter().filter(|risks| risks.asked.contains(&Form::Contingency)) {
        for entry in &risks.entries {
            if is_bad(ctx, entry) && !is_planned(ctx, entry) && !ctx.is_unwritten(entry.range) {
                told(ctx, entry);
            }
        }
    }
}

fn is_bad(ctx: &Ctx<'_>, entry: &Entry) -> bool {
    let mut harm = Risks::ratings(ctx.grammars(), entry).filter(|part| ctx.grammars().is(Cue::Harm, &part.label));
    harm.any(|part| ctx.grammars().is_worst_rating(part.value.of(ctx.text())))
}

fn is_planned(ctx: &Ctx<'_>, entry: &Entry) -> bool {
    match Risks::part(ctx.grammars(), entry, Form::Contingency) {
        Some(part) => part.value.of(ctx.text()).contains(char::is_alphanumeric),
        None => ctx.says_in(Cue::WayBack, entry.range),
    }
}

fn told(ctx: &mut Ctx<'_>, entry: &Entry) {
    let name = entry.shown(ctx.parse());
    let fix = mended(ctx, entry);
    let message = format!("`{name}` has a high impact and no contingency: say what is done once it has happened");
    let report = ctx.report(entry.name, message);
    match fix {
        Some((label, edit)) => report.fix_unsafe(format!("Add `{label}`, to be filled in"), vec![edit]).done(),
        None => report.done(),
    }
}

/// The label as the template has it, and the edit that writes it with its prompt.
fn mended(ctx: &Ctx<'_>, entry: &Entry) -> Option<(String, TextEdit)> {
    let item = ctx.grammars().items_of(Form::Contingency).next()?;
    let prompt = without_tab_stops(&item.skeleton);
    let edit = match Risks::part(ctx.grammars(), entry, Form::Contingency) {
        Some(part) if entry.form == EntryForm::Row => in_cell(ctx.text(), part.value, &prompt),
        Some(part) => TextEdit::insert(part.value.start, format!(" {prompt}")),
        None => added_part(ctx.parse(), entry, &item.title, &prompt)?,
    };
    Some((item.title.clone(), edit))
}
