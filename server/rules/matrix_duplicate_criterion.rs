//! A matrix weighs by the same criterion twice.

use super::{Ctx, Severity};
use crate::grammar::{Cue, normal_name};
use crate::model::{Matrix, MatrixCriterion, OptionName};
use crate::text::TextRange;
use std::collections::BTreeSet;

declare_rule! {
    code: "matrix-duplicate-criterion",
    summary: "a matrix weighs by the same criterion twice",
    docs: "\
What stands in two rows counts twice, whatever its weight says. It happens when two lists of criteria are put together, and \
it favours the option that is good at that one thing.

Names are compared word for word; one letter off in a long word is the same name. Rows in different groups of a matrix may \
share a name.

Take one of the two out, or say in the names what tells them apart.",
    bad: "# Choose a queue\n\n## Context\n\nJobs get lost.\n\n## Options\n\n- Postgres\n- RabbitMQ\n- Do nothing\n\n\
          ## Evaluation Criteria\n\n| Criterion | Postgres | RabbitMQ | Do nothing |\n|---|---|---|---|\n\
          | Throughput | 4 | 2 | 1 |\n| Simplicity | 5 | 3 | 4 |\n| throughput | 4 | 2 | 1 |\n\n\
          ## Recommendation\n\nChosen option: Postgres, because we run it.\n\n## Alternative Paths\n\nRabbitMQ from 500 jobs/s.\n",
    good: "# Choose a queue\n\n## Context\n\nJobs get lost.\n\n## Options\n\n- Postgres\n- RabbitMQ\n- Do nothing\n\n\
           ## Evaluation Criteria\n\n| Criterion | Postgres | RabbitMQ | Do nothing |\n|---|---|---|---|\n\
           | Throughput | 4 | 2 | 1 |\n| Simplicity | 5 | 3 | 4 |\n| Reversibility | 4 | 2 | 5 |\n\n\
           ## Recommendation\n\nChosen option: Postgres, because we run it.\n\n## Alternative Paths\n\nRabbitMQ from 500 jobs/s.\n",
    severity: Severity::Info,
}

/// More criteria than anybody weighs by are not compared with one another.
const MOST: usize = 60;

fn check(ctx: &mut Ctx<'_>) {
    for matrix in &ctx.model().matrices {
        if matrix.criteria.len() > MOST || is_grouped(ctx, matrix) {
            continue;
        }
        let names: Vec<(&MatrixCriterion, OptionName)> = matrix
            .criteria
            .iter()
            .map(|criterion| (criterion, OptionName::new(ctx.grammars(), &criterion.name)))
            .collect();
        for (at, (criterion, name)) in names.iter().enumerate() {
            let before = names.get(..at).unwrap_or(&[]);
            let is_same = |(other, known): &&(&MatrixCriterion, OptionName)| {
                known.repeats(name) || same_words(ctx, &other.name, &criterion.name)
            };
            let Some((first, _)) = before.iter().find(is_same) else { continue };
            let message = format!("`{}` is weighed twice: take one out, or say what tells them apart", criterion.name);
            ctx.report(criterion.range, message).related(first.range, "the first").done();
        }
    }
}

/// Whether two names are the same words in another order: `Message size`, `Size of a message`.
fn same_words(ctx: &Ctx<'_>, one: &str, other: &str) -> bool {
    let words = |name: &str| {
        let name = normal_name(name);
        let telling = name.split(' ').filter(|word| !ctx.grammars().is(Cue::Between, word));
        telling.map(str::to_owned).collect::<BTreeSet<_>>()
    };
    let (one, other) = (words(one), words(other));
    one.len() >= 2 && one == other
}

/// Whether rows that are no criteria stand between the criteria: titles of groups.
fn is_grouped(ctx: &Ctx<'_>, matrix: &Matrix) -> bool {
    let Some(table) = matrix.table(ctx.parse()) else { return false };
    let (Some(first), Some(last)) = (matrix.criteria.first(), matrix.criteria.last()) else { return false };
    let between = TextRange::new(first.range.start, last.range.end);
    let holds = |range: TextRange| matrix.criteria.iter().any(|criterion| range.contains_range(criterion.range));
    table.rows.iter().any(|row| between.contains_range(row.range) && !holds(row.range))
}
