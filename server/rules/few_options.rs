//! Fewer options are weighed than a decision needs.

use super::{Class, Ctx, Severity};
use crate::grammar::{Cue, Head, Role};
use crate::model::{OptionGroup, Options, OptionsState, added_everywhere};
use crate::text::{TextEdit, TextRange};

declare_rule! {
    code: "few-options",
    summary: "fewer than three options are weighed",
    docs: "\
With two options a decision is a yes or a no; the third is what makes people look at the problem instead of at each \
other. Leaving things as they are is an option too, and often the one that readers will ask about.

Options are counted however they are written: headings, bullets, numbers, tables, lettered lead-ins. An RFC's own \
proposal counts as one. Options that are described in prose only cannot be counted, and get a hint.

Add an option, or say why there is no other: \"the only viable option, because …\" in the same section is enough.",
    bad: "# Use Postgres for the ledger\n\n## Context and Problem Statement\n\nThe ledger outgrew its file.\n\n\
          ## Considered Options\n\n* Postgres\n* MySQL\n\n## Decision Outcome\n\nChosen option: \"Postgres\", because we run it already.\n",
    good: "# Use Postgres for the ledger\n\n## Context and Problem Statement\n\nThe ledger outgrew its file.\n\n\
           ## Considered Options\n\n* Postgres\n* MySQL\n* Do nothing\n\n## Decision Outcome\n\n\
           Chosen option: \"Postgres\", because we run it already.\n",
    severity: Severity::Warning,
    class: Class::Completeness,
    floor: Severity::Info,
}

fn check(ctx: &mut Ctx<'_>) {
    let options = &ctx.model().options;
    let few = ctx.few_options();
    if !few.is_empty() {
        for (group, counted) in few {
            too_few(ctx, group, options, counted);
        }
        return;
    }
    let Some(slot) = ctx.section(Role::Options).filter(|slot| slot.head != Head::Field) else { return };
    let is_asked = ctx.document().kind().is_some_and(|kind| ctx.config().min_options(&kind.spec).is_some());
    let is_prose = options.state == OptionsState::Prose && !ctx.says_in(Cue::OnlyOption, slot.body);
    if is_asked && is_prose {
        let message = "the options are told in prose: list them, so that they can be weighed";
        ctx.report(slot.head_range, message).hint();
    }
}

fn too_few(ctx: &mut Ctx<'_>, group: &OptionGroup, options: &Options, counted: usize) {
    let Some(kind) = ctx.document().kind() else { return };
    let Some(least) = ctx.config().min_options(&kind.spec) else { return };
    let status_quo = kind.spec.status_quo_option.clone();
    let prompt = kind.spec.option_prompt.clone();
    let (another, nothing) = (edits(ctx, group, options, &prompt), edits(ctx, group, options, &status_quo));
    let is_own = |index: usize| options.groups.len() < 2 || group.items.contains(&index);
    let has_status_quo = options.items.iter().enumerate().any(|(index, item)| is_own(index) && item.is_status_quo);
    let setting = ctx.config().min_options_setting(&kind.spec.id);
    let place: TextRange = group.head_range;
    let mut report = ctx
        .report(place, format!("{counted} of {least} options: add one, or say why there is no other"))
        .help("leaving things as they are is an option too: say what it costs")
        .framework_demand()
        .fix("Add an option", another);
    if let Some(setting) = setting {
        report = report.demanded_by(setting);
    }
    if !has_status_quo {
        report = report.fix_unsafe(format!("Add the option `{status_quo}`"), nothing);
    }
    report.done();
}

fn edits(ctx: &Ctx<'_>, group: &OptionGroup, options: &Options, name: &str) -> Vec<TextEdit> {
    added_everywhere(ctx.parse(), ctx.outline(), group, options, &ctx.model().matrices, name)
}
