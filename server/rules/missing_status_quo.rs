//! Leaving things as they are is not among the options.

use super::{Class, Ctx, Severity};
use crate::grammar::{Cue, Head, Role, normal_name};
use crate::model::{OptionsState, added_everywhere, is_status_quo};

declare_rule! {
    code: "missing-status-quo",
    summary: "leaving things as they are is not among the options",
    docs: "\
What happens if we do nothing? It is the first question of everybody who pays, and the answer is the measure of all \
other options: what they cost is only worth what leaving things as they are would cost.

\"Do nothing\", \"status quo\", \"keep the current system\" and their like count, also in the text of the section. Where \
nothing is there yet that could be left as it is (\"a new service\"), this is a hint.

Add the option, with what it costs.",
    bad: "# RFC: Move sessions to Valkey\n\n- Author: Ada Brandt\n- Status: proposed\n\n## Summary\n\nSessions leave Postgres.\n\n## Motivation\n\nThey take 61 % of its CPU.\n\n\
          ## Proposal\n\nA pair of nodes.\n\n## Alternatives Considered\n\n- **Larger cluster**: $7,400 a month more\n- **Signed cookies**: no way to end a session\n",
    good: "# RFC: Move sessions to Valkey\n\n- Author: Ada Brandt\n- Status: proposed\n\n## Summary\n\nSessions leave Postgres.\n\n## Motivation\n\nThey take 61 % of its CPU.\n\n\
           ## Proposal\n\nA pair of nodes.\n\n## Alternatives Considered\n\n- **Larger cluster**: $7,400 a month more\n- **Signed cookies**: no way to end a session\n\
           - **Do nothing**: 2,000 lost orders in each sale\n",
    severity: Severity::Info,
    class: Class::Completeness,
}

fn check(ctx: &mut Ctx<'_>) {
    let (Some(kind), Some(slot)) = (ctx.document().kind(), ctx.section(Role::Options)) else { return };
    let options = &ctx.model().options;
    let mut weighed = ctx.model().matrices.iter().flat_map(|matrix| &matrix.options);
    let named = options.items.iter().any(|item| item.is_status_quo)
        || weighed.any(|option| is_status_quo(ctx.grammars(), &option.name));
    let is_counted = options.state == OptionsState::Counted && options.items.len() >= 2 && slot.head != Head::Field;
    // an RFC of another template argues for a change, and its motivation says what is without it
    let is_asked = ctx.is_default_dialect() && ctx.model().spec(slot).is_some_and(|spec| spec.required);
    if kind.spec.proposal_is_option && !is_asked || ctx.config().min_options(&kind.spec).is_none() {
        return;
    }
    // too few options are told already, with the same way to mend it
    if !is_counted || named || is_spoken_of(ctx) || !ctx.few_options().is_empty() {
        return;
    }
    // where several questions are decided, the first list stands for them all
    let Some(group) = options.groups.first() else { return };
    let name = kind.spec.status_quo_option.clone();
    let edits = added_everywhere(ctx.parse(), ctx.outline(), group, options, &ctx.model().matrices, &name);
    let mut contexts = ctx.model().sections.iter().filter(|slot| slot.roles.contains(&Role::Context));
    let begins_anew = contexts.any(|slot| ctx.says_in(Cue::Greenfield, slot.body));
    let report = ctx
        .report(group.head_range, "no option leaves things as they are: add it, with what it costs")
        .framework_demand()
        .fix_unsafe(format!("Add the option `{name}`"), edits);
    if begins_anew { report.hint() } else { report.done() }
}

/// Whether the sections of options speak of leaving things as they are, in more than one word.
fn is_spoken_of(ctx: &Ctx<'_>) -> bool {
    let mut sections = ctx.model().sections.iter().filter(|slot| slot.roles.contains(&Role::Options));
    sections.any(|slot| {
        let text = format!(" {} ", normal_name(&ctx.parse().written(slot.body)));
        let mut phrases = ctx.grammars().words(Cue::StatusQuo).iter().filter(|phrase| phrase.contains(' '));
        phrases.any(|phrase| text.contains(&format!(" {phrase} ")))
    })
}
