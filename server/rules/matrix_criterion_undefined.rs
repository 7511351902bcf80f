//! The criteria of a matrix are not those that the document lists.

use super::{Ctx, Severity};
use crate::model::{CriterionMention, CriterionName, added_named_criterion, as_markdown};

declare_rule! {
    code: "matrix-criterion-undefined",
    summary: "a matrix weighs by other criteria than the document lists",
    docs: "\
Criteria are agreed on before anything is scored. One that turns up in the matrix only was added later, perhaps because \
of what it favours; one that is listed and never scored was dropped without a word.

Only lists of criteria are looked at of which the matrix takes at least half, and three or more: a list of other \
things is none. Names are compared by their words, so `Read latency` and `Latency of reads` are one.

Score the criterion, define it, or take it out.",
    bad: "# Choose a queue\n\n## Context\n\nJobs get lost.\n\n## Options\n\n- Postgres\n- RabbitMQ\n- Do nothing\n\n\
          ## Evaluation Criteria\n\n- **Throughput**: jobs a second on one node\n- **Simplicity**: what is new to run\n\
          - **Ordering**: jobs of one customer in order\n- **Price**: a month\n\n| Criterion | Postgres | RabbitMQ | Do nothing |\n|---|---|---|---|\n\
          | Throughput | 4 | 2 | 1 |\n| Simplicity | 5 | 3 | 4 |\n| Ordering | 4 | 4 | 1 |\n\n\
          ## Recommendation\n\nChosen option: Postgres, because we run it.\n\n## Alternative Paths\n\nRabbitMQ from 500 jobs/s.\n",
    good: "# Choose a queue\n\n## Context\n\nJobs get lost.\n\n## Options\n\n- Postgres\n- RabbitMQ\n- Do nothing\n\n\
           ## Evaluation Criteria\n\n- **Throughput**: jobs a second on one node\n- **Simplicity**: what is new to run\n\
           - **Ordering**: jobs of one customer in order\n- **Price**: a month\n\n| Criterion | Postgres | RabbitMQ | Do nothing |\n|---|---|---|---|\n\
           | Throughput | 4 | 2 | 1 |\n| Simplicity | 5 | 3 | 4 |\n| Ordering | 4 | 4 | 1 |\n| Price | 5 | 3 | 5 |\n\n\
           ## Recommendation\n\nChosen option: Postgres, because we run it.\n\n## Alternative Paths\n\nRabbitMQ from 500 jobs/s.\n",
    severity: Severity::Info,
    kinds: &["adr"],
}

/// So many criteria of a list at least are in the matrix, or it is a list of something else.
const ENOUGH: usize = 3;

fn check(ctx: &mut Ctx<'_>) {
    let model = ctx.model();
    // where several matrices share one list, it is not told which of them takes what
    let [matrix] = model.matrices.as_slice() else { return };
    let names = model.criterion_names(ctx.grammars());
    let listed: Vec<(&CriterionMention, CriterionName)> =
        model.named_criteria().into_iter().map(|mention| (mention, names.of(&mention.name))).collect();
    let scored: Vec<CriterionName> = matrix.criteria.iter().map(|criterion| names.of(&criterion.name)).collect();
    let is_scored = |name: &CriterionName| scored.iter().any(|own| own.is_one(name));
    let taken = listed.iter().filter(|(_, name)| is_scored(name)).count();
    if taken < ENOUGH || taken * 2 < listed.len() || taken * 2 < matrix.criteria.len() {
        return;
    }
    for (mention, _) in listed.iter().filter(|(_, name)| !is_scored(name)) {
        let message = format!("`{}` is a criterion and scored nowhere: add it to the matrix, or take it out", mention.name);
        let edits = added_named_criterion(ctx.parse(), matrix, &as_markdown(&mention.name), "");
        let report = ctx.report(mention.range, message);
        if edits.is_empty() { report.done() } else { report.fix_unsafe("Add it to the matrix", edits).done() }
    }
    for (criterion, name) in matrix.criteria.iter().zip(&scored) {
        if !listed.iter().any(|(_, own)| own.is_one(name)) {
            let message = format!("`{}` is scored and not among the criteria: say what it means", criterion.name);
            ctx.report(criterion.range, message).done();
        }
    }
}
