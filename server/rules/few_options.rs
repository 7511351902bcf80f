//! Fewer options are weighed than a decision needs.

use super::{Class, Ctx, Rule, Severity};

pub(super) const RULE: Rule = Rule {
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
    kinds: &[],
    check,
};

fn check(_ctx: &mut Ctx<'_>) {}
