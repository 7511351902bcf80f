//! An accepted decision puts its question off.

use super::{Class, Ctx, Severity};
use crate::grammar::{Cue, Grammars, Head, Maturity, Role, Slot, SlotState, normal_name};
use crate::model::sentences;
use crate::text::TextRange;

declare_rule! {
    code: "non-committal-decision",
    summary: "an accepted decision commits to nothing",
    docs: "\
\"We will consider a cache\" is a plan to decide. Once it is accepted, one team builds the cache, the next does not, and \
both point at the same record.

Told where the first sentence of an accepted decision hedges (\"might\", \"should probably\", \"will look into\") and no \
other sentence there says what is done. A decision that is only proposed may hedge.

Say what is done from now on, or take the status back until it is known.",
    bad: "# Cache sessions\n\n## Status\n\nAccepted\n\n## Context\n\nLogins wait for 3 seconds.\n\n## Decision\n\n\
          We will consider a cache for sessions.\n\n## Consequences\n\nOne more server.\n",
    good: "# Cache sessions\n\n## Status\n\nAccepted\n\n## Context\n\nLogins wait for 3 seconds.\n\n## Decision\n\n\
           We will cache sessions in Redis. For profiles we might do the same later.\n\n## Consequences\n\nOne more server.\n",
    severity: Severity::Info,
    class: Class::Correctness,
    kinds: &["adr"],
}

fn check(ctx: &mut Ctx<'_>) {
    let model = ctx.model();
    let status = model.metadata.status.as_ref().map(|status| status.raw.as_str());
    let settled = status.is_some() && ctx.grammars().maturity(status) == Maturity::Settled;
    let decides = |slot: &&Slot| slot.roles.contains(&Role::Decision) && !slot.roles.contains(&Role::Options);
    let Some(decision) = model.sections.iter().find(decides).filter(|slot| settled && slot.state == SlotState::Filled)
    else {
        return;
    };
    if model.options.chosen.as_ref().is_some_and(|choice| choice.is_explicit) {
        return;
    }
    let said = sentences(ctx.grammars(), ctx.parse(), own(ctx, decision));
    let Some(first) = said.first().filter(|first| hedges(ctx.grammars(), &first.words)) else { return };
    if said.iter().any(|sentence| commits(ctx.grammars(), &sentence.words)) {
        return;
    }
    let line = first.range.of(ctx.text()).lines().next().unwrap_or("");
    let place = TextRange::new(first.range.start, first.range.start + line.len()).trim(ctx.text());
    let message = "accepted, but the decision commits to nothing: say what is done, or take the status back";
    ctx.report(place, message).done();
}

/// The text of the decision itself, its subsections apart.
fn own(ctx: &Ctx<'_>, decision: &Slot) -> TextRange {
    match decision.head {
        Head::Section(id) => ctx.outline().get(id).map_or(decision.body, |section| section.own),
        _ => decision.body,
    }
}

/// Among so many words a sentence says what it is about: a hedge further on is about something else.
const OPENING: usize = 6;

fn hedges(grammars: &Grammars, sentence: &str) -> bool {
    let words = normal_name(sentence);
    let starts = std::iter::once(0).chain(words.match_indices(' ').map(|(at, _)| at + 1));
    starts.take(OPENING).any(|at| words.get(at..).is_some_and(|rest| grammars.begins(Cue::Hedged, rest)))
}

/// Whether a sentence decides something once its hedges are taken away: `we will consider` does not.
fn commits(grammars: &Grammars, sentence: &str) -> bool {
    grammars.says(Cue::Decided, &grammars.without(Cue::Hedged, sentence))
}
