//! Nobody watches the worst risks.

use super::{Ctx, Severity};
use crate::grammar::Form;
use crate::model::{RiskSource, Risks, added_part, without_tab_stops};
use crate::text::TextRange;

declare_rule! {
    code: "risk-without-owner",
    summary: "a risk that is likely and bad has no owner",
    docs: "\
A risk that is rated high for likelihood and for impact will probably happen. Somebody has to watch for it and call \
for the mitigation in time; without a name everybody thinks that somebody else does.

A name at the risk, or an owner of the whole section, is enough.

Name one person.",
    bad: "# Three-year technical strategy 2026-2029\n\n### Executive Summary\n\nEvery team ships on its own.\n\n### Risks & Contingencies\n\n\
          Risk: the split takes twice as long\n- Likelihood: High\n- Impact: High\n- Mitigation: the read side first\n- Contingency: a larger primary\n",
    good: "# Three-year technical strategy 2026-2029\n\n### Executive Summary\n\nEvery team ships on its own.\n\n### Risks & Contingencies\n\n\
           Risk: the split takes twice as long\n- Likelihood: High\n- Impact: High\n- Owner: Mara Okafor\n- Mitigation: the read side first\n- Contingency: a larger primary\n",
    severity: Severity::Info,
}

fn check(ctx: &mut Ctx<'_>) {
    let source = RiskSource { grammars: ctx.grammars(), parse: ctx.parse(), outline: ctx.outline() };
    for risks in ctx.model().risks(source).iter().filter(|risks| risks.asked.contains(&Form::Rating)) {
        let first = risks.entries.first().map_or(risks.body.end, |entry| entry.range.start);
        if names_owner(ctx, TextRange::new(risks.body.start, first.max(risks.body.start))) {
            continue;
        }
        for entry in &risks.entries {
            let ratings = || Risks::ratings(ctx.grammars(), entry);
            let is_worst = ratings().count() >= 2 && ratings().all(|part| ctx.grammars().is_worst_rating(part.value.of(ctx.text())));
            let owner = Risks::part(ctx.grammars(), entry, Form::People).filter(|part| !part.value.of(ctx.text()).trim().is_empty());
            if !is_worst || owner.is_some() || names_owner(ctx, entry.range) {
                continue;
            }
            let name = entry.shown(ctx.parse());
            let item = ctx.grammars().items_of(Form::People).find(|item| !item.skeleton.is_empty());
            let fix = item.and_then(|item| {
                let edit = added_part(ctx.parse(), entry, &item.title, &without_tab_stops(&item.skeleton))?;
                Some((format!("Add `{}`, to be filled in", item.title), edit))
            });
            let report = ctx.report(entry.name, format!("`{name}` is likely and bad, and has no owner: name who watches it"));
            match fix {
                Some((title, edit)) => report.fix_unsafe(title, vec![edit]).done(),
                None => report.done(),
            }
        }
    }
}

/// Whether a line of `range` begins with a label for people.
fn names_owner<'d>(ctx: &Ctx<'d>, range: TextRange) -> bool {
    let mut labels = range.of(ctx.text()).lines().filter_map(|line| Some(line.split_once(':')?.0));
    let bare = |label: &'d str| label.trim_start_matches(['-', '*', '+', '_', ' ']).trim_end_matches(['*', '_']);
    labels.any(|label| ctx.grammars().is_label_of(Form::People, bare(label)))
}
