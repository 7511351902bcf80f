//! The same option stands in the list twice.

use super::{Class, Ctx, Severity};
use crate::model::repeated_options;
use crate::text::TextRange;

declare_rule! {
    code: "duplicate-option",
    summary: "an option is listed twice",
    docs: "\
An option that is listed twice makes a choice of two look like a choice of three.

Names are compared without their lead-in (`Option 2:`), case and punctuation, and may differ by a letter or a blank. Names \
that differ in a number (`Postgres 15`, `Postgres 16`) are different options.

Take one of them out, or say in the name how they differ.",
    bad: "# Cache sessions\n\n## Context and Problem Statement\n\nLogins wait for the database.\n\n\
          ## Considered Options\n\n* Redis\n* Memcached\n* redis\n\n## Decision Outcome\n\nChosen option: \"Redis\", because we run it.\n",
    good: "# Cache sessions\n\n## Context and Problem Statement\n\nLogins wait for the database.\n\n\
           ## Considered Options\n\n* Redis\n* Memcached\n* No cache\n\n## Decision Outcome\n\nChosen option: \"Redis\", because we run it.\n",
    severity: Severity::Warning,
    class: Class::Correctness,
}

fn check(ctx: &mut Ctx<'_>) {
    let model = ctx.model();
    for (earlier, item) in repeated_options(ctx.grammars(), &model.options) {
        let (place, first): (TextRange, TextRange) = (item.range, earlier.range);
        let message = format!("option `{}` is listed twice: take one out, or say how they differ", item.name);
        ctx.report(place, message).related(first, format!("`{}` stands here first", earlier.name)).done();
    }
}
