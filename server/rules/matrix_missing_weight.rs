//! Some criteria of a matrix have a weight and others none.

use super::{Class, Ctx, Severity};
use crate::grammar::Cue;
use crate::model::{Exact, Matrix, MatrixCriterion, Orientation, in_cell};
use crate::syntax::Row;
use crate::text::{TextEdit, TextRange};

declare_rule! {
    code: "matrix-missing-weight",
    summary: "a criterion of a weighted matrix has no weight",
    docs: "\
Where some criteria are weighed and one is not, it counts for nothing or for one, and every reader takes it differently. \
It is the criterion that was added last, and the totals were made without it.

What is written counts, whatever it is: a gate that every option has to pass may say so in place of a weight.

Give it a weight, or say what it is instead.",
    bad: "# Choose a queue\n\n## Context\n\nJobs get lost.\n\n## Options\n\n- Postgres\n- RabbitMQ\n- Do nothing\n\n\
          ## Evaluation Criteria\n\n| Criterion | Weight | Postgres | RabbitMQ | Do nothing |\n|---|---|---|---|---|\n\
          | Throughput | 3 | 4 | 2 | 1 |\n| Simplicity | 2 | 5 | 3 | 4 |\n| Reversibility | | 5 | 3 | 5 |\n\n\
          ## Recommendation\n\nChosen option: Postgres, because we run it.\n\n## Alternative Paths\n\nRabbitMQ from 500 jobs/s.\n",
    good: "# Choose a queue\n\n## Context\n\nJobs get lost.\n\n## Options\n\n- Postgres\n- RabbitMQ\n- Do nothing\n\n\
           ## Evaluation Criteria\n\n| Criterion | Weight | Postgres | RabbitMQ | Do nothing |\n|---|---|---|---|---|\n\
           | Throughput | 3 | 4 | 2 | 1 |\n| Simplicity | 2 | 5 | 3 | 4 |\n| Reversibility | 1 | 5 | 3 | 5 |\n\n\
           ## Recommendation\n\nChosen option: Postgres, because we run it.\n\n## Alternative Paths\n\nRabbitMQ from 500 jobs/s.\n",
    severity: Severity::Warning,
    class: Class::Completeness,
}

fn check(ctx: &mut Ctx<'_>) {
    for matrix in &ctx.model().matrices {
        let weighted = matrix.criteria.iter().filter(|criterion| criterion.weight.is_some()).count();
        let without: Vec<&MatrixCriterion> =
            matrix.criteria.iter().filter(|criterion| lacks_weight(ctx, criterion)).collect();
        // where most have none, the numbers in brackets are something else
        if weighted < 2 || weighted < without.len() {
            continue;
        }
        for criterion in &without {
            let message = format!("`{}` has no weight, and other criteria have: give it one", criterion.name);
            let edit = (without.len() == 1).then(|| filled(ctx, matrix, criterion)).flatten();
            let report = ctx.report(criterion.range, message);
            match edit {
                Some((weight, edit)) => {
                    report
                        .fix_unsafe(format!("Write `{weight}`: what the others leave of a hundred"), vec![edit])
                        .done();
                }
                None => report.done(),
            }
        }
    }
}

/// Whether nothing is written for a weight, or that it is to come; text of the template is told elsewhere.
fn lacks_weight(ctx: &Ctx<'_>, criterion: &MatrixCriterion) -> bool {
    let is_open = |range: TextRange| ctx.grammars().is(Cue::Stub, range.of(ctx.text())) && !ctx.is_unwritten(range);
    criterion.weight.is_none() && criterion.weight_range.is_none_or(is_open)
}

/// What the weights of the others, percents each, leave for the cell of this one.
fn filled(ctx: &Ctx<'_>, matrix: &Matrix, criterion: &MatrixCriterion) -> Option<(String, TextEdit)> {
    let others = matrix.criteria.iter().filter(|other| other.weight.is_some());
    let is_percent =
        |other: &MatrixCriterion| other.weight_range.is_some_and(|range| range.of(ctx.text()).contains('%'));
    let sum = Exact::sum(others.clone().filter_map(|other| other.weight))?;
    let left = Exact::whole(100).minus(sum)?;
    let is_left = others.clone().all(is_percent) && left > Exact::ZERO;
    let table = matrix.table(ctx.parse())?;
    let other = others.clone().next()?.weight_range?;
    let holds = |row: &&Row| row.range.contains_range(other);
    let column = table.rows.iter().find(holds)?.cells.iter().position(|cell| cell.range == other)?;
    let row = table.rows.iter().find(|row| row.range.contains_range(criterion.range))?;
    let weight = format!("{left}%");
    let cell = row.cells.get(column).filter(|_| is_left && matrix.orientation == Orientation::OptionsAsColumns)?;
    Some((weight.clone(), in_cell(ctx.text(), cell.range, &weight)))
}
