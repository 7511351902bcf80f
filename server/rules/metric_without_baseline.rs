//! A metric names a change, and not from where.

use super::{Ctx, Severity};
use crate::grammar::{Cue, Head, Role, Slot};
use crate::model::{changes, is_quantified};

declare_rule! {
    code: "metric-without-baseline",
    summary: "a metric promises a change without today's value",
    docs: "\
30 % faster than what? A relative target needs the value that it starts from, or nobody can check it once the old system is \
gone.

A way from one value to another (`900 ms → 90 ms`), a second number, or words such as `today` or `compared with` are \
enough.

Add today's value.",
    bad: "# RFC: Cache rendered pages\n\nAuthor: Ada Brandt\nStatus: Draft\nCreated: 2026-02-01\n\n## Summary\n\nWe cache rendered pages.\n\n\
          ## Motivation\n\nRendering is slow.\n\n## Proposal\n\nWe will cache pages for a minute.\n\n\
          ## Success Metrics\n\n- Start page renders 40% faster\n",
    good: "# RFC: Cache rendered pages\n\nAuthor: Ada Brandt\nStatus: Draft\nCreated: 2026-02-01\n\n## Summary\n\nWe cache rendered pages.\n\n\
           ## Motivation\n\nRendering is slow.\n\n## Proposal\n\nWe will cache pages for a minute.\n\n\
           ## Success Metrics\n\n- Start page renders 40% faster: 900 ms → 540 ms\n",
    severity: Severity::Hint,
}

fn check(ctx: &mut Ctx<'_>) {
    let is_own = |slot: &&Slot| {
        slot.roles.contains(&Role::SuccessMetrics) && matches!(slot.head, Head::Section(_) | Head::Label(_))
    };
    let slots: Vec<&Slot> = ctx.model().sections.iter().filter(is_own).collect();
    for slot in slots {
        for entry in ctx.model().entries(ctx.parse(), ctx.outline(), slot) {
            let text = entry.range.of(ctx.text());
            let is_relative = text.contains('%') && ctx.says(Cue::Relative, text) && is_quantified(ctx.grammars(), text);
            if is_relative && !changes(ctx.grammars(), text) && !ctx.says(Cue::Baseline, text) && !ctx.is_unwritten(entry.range) {
                let message = format!("`{}` does not say from where: add today's value", entry.shown(ctx.parse()));
                ctx.report(entry.name, message).hint();
            }
        }
    }
}
