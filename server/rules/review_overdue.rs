//! The day on which the document was to be looked at again has passed.

use super::{Class, Ctx, Severity};
use crate::grammar::{Form, Maturity};
use crate::model::{Day, date_at_start, items};
use crate::syntax::FieldCarrier;
use crate::text::TextRange;

declare_rule! {
    code: "review-overdue",
    summary: "the review date has passed",
    docs: "\
Whoever wrote a review date promised to look again when more is known. Once it has passed, readers cannot tell whether \
the decision was confirmed or forgotten.

`review-by` and its other names are read in the metadata, and the next decision point in the text where it is a day. A \
superseded, rejected or withdrawn document needs no review.

Look again, then move the date, or change the status.",
    bad: "---\nstatus: accepted\ndate: 2020-01-10\nreview-by: 2021-01-10\n---\n\n# Use Postgres for the ledger\n\n## Context\n\n\
          The ledger outgrew its file.\n\n## Decision\n\nWe will use Postgres, because the team runs it already.\n",
    good: "---\nstatus: accepted\ndate: 2020-01-10\nreview-by: 2190-01-10\n---\n\n# Use Postgres for the ledger\n\n## Context\n\n\
           The ledger outgrew its file.\n\n## Decision\n\nWe will use Postgres, because the team runs it already.\n",
    severity: Severity::Warning,
    class: Class::Correctness,
}

fn check(ctx: &mut Ctx<'_>) {
    let status = ctx.model().metadata.status.as_ref().and_then(|status| status.normal.as_deref());
    let is_in_force = matches!(ctx.grammars().maturity(status), Maturity::Settled | Maturity::Proposed);
    if !is_in_force {
        return;
    }
    let mut places: Vec<(TextRange, TextRange, String)> = Vec::new();
    if let Some(field) = ctx.model().metadata.get("review-by") {
        let is_beside = field.carrier == FieldCarrier::Sibling;
        let value = if is_beside { field.value.clone() } else { field.value_range.of(ctx.text()).to_owned() };
        places.push((if is_beside { ctx.title_range() } else { field.value_range }, field.value_range, value));
    }
    for slot in &ctx.model().sections {
        let Some(spec) = ctx.model().spec(slot) else { continue };
        let asked = items(ctx.parse(), spec, slot.body).into_iter();
        let own = asked.filter(|item| spec.items.get(item.spec).is_some_and(|own| own.form == Form::DateOrTrigger));
        places.extend(own.map(|item| (item.value, item.value, item.value.of(ctx.text()).to_owned())));
    }
    for (place, range, value) in places {
        let Some(written) = date_at_start(ctx.grammars(), &value) else { continue };
        let is_over = matches!(written.day, Day::On(day) if day < ctx.today());
        let own = TextRange::new(range.start + written.range.start, range.start + written.range.end);
        let at = if place == range { own } else { place };
        if is_over {
            let day = written.range.of(&value);
            ctx.report(at, format!("the review of `{day}` is overdue: look at it again, then move the date")).done();
        }
    }
}
