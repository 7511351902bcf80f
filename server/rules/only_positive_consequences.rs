//! Consequences that are all good.

use super::{Ctx, Severity};
use crate::grammar::{Cue, Head, Role, Slot, SlotState};
use crate::model::{Arguments, arguments};

declare_rule! {
    code: "only-positive-consequences",
    summary: "the consequences are all good",
    docs: "\
Every decision worth a record has a price. Consequences that name only what gets better read like an advertisement, \
and the price is found later by somebody who was not asked.

Looked at are consequences that are marked as good, by `Good, because`, a label or a heading, two at least. A section \
of drawbacks or risks counts as the other side.

Name what gets harder, and for whom.",
    bad: "# Cache sessions\n\n## Context and Problem Statement\n\nLogins wait for the database.\n\n## Considered Options\n\n* Redis\n* Memcached\n* No cache\n\n\
          ## Decision Outcome\n\nChosen option: \"Redis\", because we run it.\n\n### Consequences\n\n* Good, because logins take 40 ms\n* Good, because the database rests\n",
    good: "# Cache sessions\n\n## Context and Problem Statement\n\nLogins wait for the database.\n\n## Considered Options\n\n* Redis\n* Memcached\n* No cache\n\n\
           ## Decision Outcome\n\nChosen option: \"Redis\", because we run it.\n\n### Consequences\n\n* Good, because logins take 40 ms\n* Good, because the database rests\n\
           * Bad, because Redis becomes a part of signing in\n",
    severity: Severity::Info,
    kinds: &["adr"],
}

fn check(ctx: &mut Ctx<'_>) {
    let sections = || ctx.model().sections.iter().filter(|slot| matches!(slot.head, Head::Section(_) | Head::Label(_)));
    let is_of = |slot: &&Slot, role: Role| slot.roles.contains(&role);
    let Some(slot) = sections().find(|slot| is_of(slot, Role::Consequences) && !is_of(slot, Role::Options)) else { return };
    let others = || sections().filter(|other| other.state == SlotState::Filled && other.head_range != slot.head_range);
    let has_other_side = others().any(|other| is_of(&other, Role::Risks) || is_of(&other, Role::Consequences) && !slot.body.contains_range(other.head_range));
    let Arguments { pros, cons, neutral, plain } = arguments(ctx.grammars(), ctx.parse(), slot.body);
    let weighs = ctx.says_in(Cue::Contrast, slot.body);
    if pros < 2 || cons + neutral + plain > 0 || weighs || has_other_side || is_of(&slot, Role::Risks) || ctx.is_unwritten(slot.body) {
        return;
    }
    let place = slot.head_range;
    ctx.report(place, format!("all {pros} consequences are good ones: name what gets harder, and for whom")).done();
}
