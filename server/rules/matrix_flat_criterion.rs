//! A heavy criterion of a matrix tells the options apart by nothing.

use super::{Ctx, Severity};
use crate::model::{Exact, Matrix, MatrixForm};

declare_rule! {
    code: "matrix-flat-criterion",
    summary: "all options score the same by a criterion that weighs something",
    docs: "\
A criterion by which all options are equal decides nothing, and its weight waters down what the others say. Either it is a \
gate that all of them pass, and is better told above the matrix, or the scores were given without looking.

Only criteria of a tenth of the weight or more are told, and only where three options or more are scored.

Look again at what tells the options apart, or take the criterion out.",
    bad: "# Choose a queue\n\n## Context\n\nJobs get lost.\n\n## Options\n\n- Postgres\n- RabbitMQ\n- Do nothing\n\n\
          ## Evaluation Criteria\n\n| Criterion | Weight | Postgres | RabbitMQ | Do nothing |\n|---|---|---|---|---|\n\
          | Throughput | 60% | 4 | 2 | 1 |\n| Licence | 40% | 5 | 5 | 5 |\n\n\
          ## Recommendation\n\nChosen option: Postgres, because we run it.\n\n## Alternative Paths\n\nRabbitMQ from 500 jobs/s.\n",
    good: "# Choose a queue\n\n## Context\n\nJobs get lost.\n\n## Options\n\n- Postgres\n- RabbitMQ\n- Do nothing\n\n\
           ## Evaluation Criteria\n\n| Criterion | Weight | Postgres | RabbitMQ | Do nothing |\n|---|---|---|---|---|\n\
           | Throughput | 60% | 4 | 2 | 1 |\n| Licence | 40% | 5 | 4 | 5 |\n\n\
           ## Recommendation\n\nChosen option: Postgres, because we run it.\n\n## Alternative Paths\n\nRabbitMQ from 500 jobs/s.\n",
    severity: Severity::Hint,
}

fn check(ctx: &mut Ctx<'_>) {
    for matrix in
        ctx.model().matrices.iter().filter(|matrix| matrix.form == MatrixForm::Scoring && matrix.options.len() >= 3)
    {
        for (index, criterion) in matrix.criteria.iter().enumerate().filter(|(index, _)| is_flat(matrix, *index)) {
            if is_heavy(matrix, index) {
                let message = format!("`{}` tells no option apart: all score the same", criterion.name);
                ctx.report(criterion.range, message).hint();
            }
        }
    }
}

fn is_flat(matrix: &Matrix, index: usize) -> bool {
    let first = matrix.row(index).next().and_then(|(_, score)| score.value);
    first.is_some() && matrix.row(index).all(|(_, score)| score.value == first && score.unit.is_none())
}

/// Whether a tenth of the weight or more is on the criterion at `index`.
fn is_heavy(matrix: &Matrix, index: usize) -> bool {
    let weights: Option<Vec<Exact>> = matrix.criteria.iter().map(|criterion| criterion.weight).collect();
    let Some(own) = matrix.criteria.get(index).and_then(|criterion| criterion.weight) else { return false };
    let sum = weights.and_then(Exact::sum);
    own.times(Exact::whole(10)).zip(sum).is_some_and(|(ten_times, sum)| ten_times >= sum)
}
