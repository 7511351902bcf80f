//! A matrix weighs by the same criterion twice.

use super::{Ctx, Severity};
use crate::grammar::normal_name;
use crate::model::{Matrix, MatrixCriterion, OptionName};
use crate::text::TextRange;

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
                known.repeats(name) || are_turned(&other.name, &criterion.name)
            };
            let Some((first, _)) = before.iter().find(is_same) else { continue };
            let message = format!("`{}` is weighed twice: take one out, or say what tells them apart", criterion.name);
            ctx.report(criterion.range, message).related(first.range, "the first").done();
        }
    }
}

/// Whether two names are the same words in another order, but for small ones between them: `Message size`, `Size of a message`.
fn are_turned(one: &str, other: &str) -> bool {
    let (one, other) = (normal_name(one), normal_name(other));
    let (mut short, mut long): (Vec<&str>, Vec<&str>) = (one.split(' ').collect(), other.split(' ').collect());
    if short.len() > long.len() {
        std::mem::swap(&mut short, &mut long);
    }
    let common: Vec<&str> = long.iter().copied().filter(|word| short.contains(word)).collect();
    let is_small = |word: &&str| word.chars().count() <= 3;
    let are_small = long.iter().filter(|word| !short.contains(word)).all(is_small);
    let mut sorted = (short.clone(), common.clone());
    sorted.0.sort_unstable();
    sorted.1.sort_unstable();
    short.len() >= 2 && are_small && sorted.0 == sorted.1 && short != common
}

/// Whether rows that are no criteria stand between the criteria: titles of groups.
fn is_grouped(ctx: &Ctx<'_>, matrix: &Matrix) -> bool {
    let Some(table) = matrix.table(ctx.parse()) else { return false };
    let (Some(first), Some(last)) = (matrix.criteria.first(), matrix.criteria.last()) else { return false };
    let between = TextRange::new(first.range.start, last.range.end);
    let holds = |range: TextRange| matrix.criteria.iter().any(|criterion| range.contains_range(criterion.range));
    table.rows.iter().any(|row| between.contains_range(row.range) && !holds(row.range))
}
