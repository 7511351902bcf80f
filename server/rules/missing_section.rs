//! A section that every document of its dialect has is not there.

use super::{Class, Ctx, Severity};
use crate::grammar::SectionSpec;
use crate::model::{Strangers, insertion};

declare_rule! {
    code: "missing-section",
    summary: "a required section is not there",
    docs: "\
Readers of a decision record, an RFC or a strategy look for certain sections and trust the document less when one is \
missing: without alternatives nobody knows what was weighed, without a way back nobody dares to change course.

Any of the section's usual names counts, one level higher or lower, numbered or not, as a bold lead-in, or merged into \
another section (`Rationale and alternatives`).

Add the section; the fix puts it where the template has it, with prompts to replace. If your project does without it, \
say so once in `staffwork.toml`.",
    bad: "# Use Postgres for the ledger\n\n## Status\n\nAccepted\n\n## Context\n\nThe ledger outgrew its SQLite file.\n\n\
          ## Decision\n\nWe will use Postgres, because the team runs it already.\n",
    good: "# Use Postgres for the ledger\n\n## Status\n\nAccepted\n\n## Context\n\nThe ledger outgrew its SQLite file.\n\n\
           ## Decision\n\nWe will use Postgres, because the team runs it already.\n\n## Consequences\n\n\
           Backups move to the database team's schedule.\n",
    severity: Severity::Error,
    class: Class::Completeness,
    floor: Severity::Info,
}

fn check(ctx: &mut Ctx<'_>) {
    let missing: Vec<&SectionSpec> = ctx.model().missing().collect();
    let strangers = Strangers::of(ctx.model(), ctx.parse(), ctx.grammars());
    for spec in missing {
        let place = ctx.title_range();
        let near = strangers.near(spec);
        let edit = insertion(ctx.parse(), ctx.outline(), ctx.model(), spec);
        let written = near.and_then(|(slot, _)| slot.title.as_deref());
        let advice = written.map_or_else(|| "add it".to_owned(), |title| format!("is `{title}` meant to be it?"));
        let report = ctx
            .report(place, format!("no section `{}`: {advice}", spec.title))
            .help(spec.guidance.trim())
            .dialect_demand();
        match near {
            Some((slot, _)) => report.related(slot.head_range, "is this heading meant to be it?"),
            None => report.fix(format!("Insert the section `{}`", spec.title), vec![edit]),
        }
        .done();
    }
}
