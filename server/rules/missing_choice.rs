//! An accepted decision does not say what was decided.

use super::{Class, Ctx, Severity};
use crate::grammar::{Cue, Head, Maturity, Role, Slot, SlotState};
use crate::syntax::without_comments;

declare_rule! {
    code: "missing-choice",
    summary: "an accepted decision does not say which option was taken",
    docs: "\
Somebody who opens an accepted decision wants one sentence: what do we do now? Where options are listed and none of \
them is named as the one that was taken, the reader has to ask the author.

A line `Chosen option: …`, a mark at the option's heading, a sentence that names one of the options, or a decision in \
plain words (\"We will …\") is enough.

Name the option in the first sentence of the decision.",
    bad: "---\nstatus: accepted\n---\n# Cache sessions\n\n## Context and Problem Statement\n\nLogins wait.\n\n\
          ## Considered Options\n\n* Redis\n* Memcached\n* No cache\n\n## Decision Outcome\n\nSee the minutes of May.\n",
    good: "---\nstatus: accepted\n---\n# Cache sessions\n\n## Context and Problem Statement\n\nLogins wait.\n\n\
           ## Considered Options\n\n* Redis\n* Memcached\n* No cache\n\n## Decision Outcome\n\nChosen option: \"Redis\", because we run it.\n",
    severity: Severity::Error,
    class: Class::Completeness,
    kinds: &["adr"],
}

/// A paragraph of so many words says something, whatever its words are.
const TELLING: usize = 15;

fn check(ctx: &mut Ctx<'_>) {
    let model = ctx.model();
    let status = model.metadata.status.as_ref().map(|status| status.raw.as_str());
    let settled = ctx.grammars().maturity(status) == Maturity::Settled && status.is_some();
    if !settled || model.options.items.len() < 2 || model.options.chosen.is_some() {
        return;
    }
    let decision = model.sections.iter().find(|slot| {
        slot.roles.contains(&Role::Decision) && !slot.roles.contains(&Role::Options) && slot.head != Head::Field
    });
    let Some(decision) = decision.filter(|slot| matches!(slot.state, SlotState::Filled | SlotState::Placeholder)) else { return };
    let body = said(ctx, decision);
    let is_template = decision.state == SlotState::Placeholder;
    if !is_template && (ctx.says(Cue::Decided, &body) || body.split_whitespace().count() >= TELLING) {
        return;
    }
    let place = decision.head_range;
    ctx.report(place, "accepted, but no option is named as the one that was taken: name it in the first sentence").done();
}

/// What a section says itself, without the sections within it that do another work: consequences, a confirmation. A label
/// with nothing behind it says nothing.
fn said(ctx: &Ctx<'_>, decision: &Slot) -> String {
    let said: String = ctx.model().own_text(decision).map(|range| range.of(ctx.text())).collect();
    let said = without_comments(&said);
    let lines = said.lines().filter(|line| !line.trim_end().trim_end_matches('*').ends_with(':'));
    lines.collect::<Vec<_>>().join("\n")
}
