//! An option of a matrix is no better than another one by any criterion.

use super::{Ctx, Severity};
use crate::grammar::Cue;
use crate::model::{Direction, Matrix, MatrixOption};

declare_rule! {
    code: "matrix-dominated-option",
    summary: "another option is as good by every criterion, and better by some",
    docs: "\
No weights can make such an option win. That may be the very point of naming it; often it is a rival that was put up to be \
beaten, or a criterion is missing by which it is good after all.

Leaving things as they are is not told of, and neither are matrices of two options, or with criteria of which nobody says \
which end of the scale is the good one.

Ask what speaks for the option, and add that as a criterion; or drop it.",
    bad: "# Choose a queue\n\n## Context\n\nJobs get lost.\n\n## Options\n\n- Postgres\n- RabbitMQ\n- Redis\n\n\
          ## Evaluation Criteria\n\n| Criterion | Weight | Postgres | RabbitMQ | Redis |\n|---|---|---|---|---|\n\
          | Throughput | 40% | 4 | 3 | 5 |\n| Simplicity | 40% | 5 | 2 | 3 |\n| Reversibility | 20% | 4 | 4 | 3 |\n\n\
          ## Recommendation\n\nChosen option: Postgres, because we run it.\n\n## Alternative Paths\n\nRabbitMQ from 500 jobs/s.\n",
    good: "# Choose a queue\n\n## Context\n\nJobs get lost.\n\n## Options\n\n- Postgres\n- RabbitMQ\n- Redis\n\n\
           ## Evaluation Criteria\n\n| Criterion | Weight | Postgres | RabbitMQ | Redis |\n|---|---|---|---|---|\n\
           | Throughput | 40% | 3 | 5 | 4 |\n| Simplicity | 40% | 5 | 2 | 3 |\n| Reversibility | 20% | 4 | 3 | 5 |\n\n\
           ## Recommendation\n\nChosen option: Postgres, because we run it.\n\n## Alternative Paths\n\nRabbitMQ from 500 jobs/s.\n",
    severity: Severity::Hint,
}

fn check(ctx: &mut Ctx<'_>) {
    for matrix in &ctx.model().matrices {
        let dominated = matrix.dominated();
        if dominated.is_empty() || !is_clear(ctx, matrix) {
            continue;
        }
        for (option, other) in dominated {
            if ctx.says(Cue::StatusQuo, &option.name) || is_status_quo(ctx, option) {
                continue;
            }
            let message = format!(
                "`{}` is no better than `{}` by any criterion: ask what speaks for it",
                option.name, other.name
            );
            ctx.report(option.range, message).related(other.range, "as good by every criterion").hint();
        }
    }
}

/// Whether the document says elsewhere that an option is what there is.
fn is_status_quo(ctx: &Ctx<'_>, option: &MatrixOption) -> bool {
    let mut items = ctx.model().options.items.iter().filter(|item| item.is_status_quo);
    items.any(|item| item.mentions.iter().any(|mention| mention.range == option.range))
}

/// Whether there is something to compare, and it is known which end of each scale is the good one.
fn is_clear(ctx: &Ctx<'_>, matrix: &Matrix) -> bool {
    let is_told = matrix.direction == Direction::Higher
        || matrix
            .options
            .iter()
            .any(|option| option.stated_total.as_ref().is_some_and(|total| total.agrees == Some(true)));
    let is_known = is_told
        || matrix.criteria.iter().all(|criterion| {
            criterion.direction != Direction::Unsaid || !ctx.grammars().is(Cue::Inverse, &criterion.name)
        });
    let says_lower = matrix.criteria.iter().all(|criterion| criterion.direction == Direction::Unsaid)
        && ctx.document_says(Cue::LowerBetter);
    matrix.options.len() >= 3 && matrix.criteria.len() >= 3 && is_known && !says_lower
}
