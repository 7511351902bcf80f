//! A cell of a decision matrix is still open.

use super::{Class, Ctx, Rule, Severity};
use crate::model::{Matrix, MatrixCriterion, MatrixOption, MatrixScore};
use crate::text::{TextEdit, TextRange};

pub(super) const RULE: Rule = Rule {
    code: "matrix-missing-score",
    summary: "a cell of a decision matrix is still open",
    docs: "\
A matrix with a hole compares what was looked at with what was not. Blank cells, `TBD`, `___` and template text are \
open; so is an option that lacks a labelled item which the others have.

Fill the cell in. Where a criterion does not apply to an option, write `N/A`: it is an answer, and totals leave it out.",
    bad: "# Choose a queue\n\n## Context\n\nJobs get lost.\n\n## Options\n\n- Postgres\n- RabbitMQ\n- Do nothing\n\n\
          ## Evaluation Criteria\n\n| Criterion | Postgres | RabbitMQ | Do nothing |\n|---|---|---|---|\n\
          | Cost | $0/month | | $0/month |\n| Complexity | 2 | TBD | 1 |\n\n\
          ## Recommendation\n\nChosen option: Postgres, because we run it.\n\n## Alternative Paths\n\nRabbitMQ from 500 jobs/s.\n",
    good: "# Choose a queue\n\n## Context\n\nJobs get lost.\n\n## Options\n\n- Postgres\n- RabbitMQ\n- Do nothing\n\n\
           ## Evaluation Criteria\n\n| Criterion | Postgres | RabbitMQ | Do nothing |\n|---|---|---|---|\n\
           | Cost | $0/month | $90/month | $0/month |\n| Complexity | 2 | 5 | N/A |\n\n\
           ## Recommendation\n\nChosen option: Postgres, because we run it.\n\n## Alternative Paths\n\nRabbitMQ from 500 jobs/s.\n",
    severity: Severity::Warning,
    class: Class::Completeness,
    floor: Severity::Hint,
    kinds: &[],
    check,
};

fn check(ctx: &mut Ctx<'_>) {
    for matrix in &ctx.model().matrices {
        if matrix.filled() == 0.0 {
            nothing_filled(ctx, matrix);
            continue;
        }
        for (index, criterion) in matrix.criteria.iter().enumerate() {
            for (option, score) in matrix.row(index).filter(|(_, score)| score.is_open) {
                open_cell(ctx, criterion, option, score);
            }
        }
    }
}

fn nothing_filled(ctx: &mut Ctx<'_>, matrix: &Matrix) {
    let length = matrix.range.of(ctx.text()).lines().next().map_or(0, str::len);
    let place = TextRange::new(matrix.range.start, matrix.range.start + length);
    ctx.report(place, "no cell of the matrix is filled: weigh every option by every criterion")
        .framework_demand()
        .done();
}

fn open_cell(ctx: &mut Ctx<'_>, criterion: &MatrixCriterion, option: &MatrixOption, score: &MatrixScore) {
    let message = format!("`{}` is not weighed by `{}`: fill it in, or write `N/A`", option.name, criterion.name);
    let is_cell = is_cell(ctx.text(), score.range);
    let mut report = ctx
        .report(score.range, message)
        .related(option.range, "the option")
        .related(criterion.range, "the criterion");
    if is_cell {
        report = report.fix_unsafe("Write `N/A`: it does not apply", vec![TextEdit::replace(score.range, "N/A")]);
    }
    report.framework_demand().done();
}

/// Whether `range` is what stands between two pipes.
fn is_cell(text: &str, range: TextRange) -> bool {
    let before = text.get(..range.start).unwrap_or("").trim_end_matches([' ', '\t']);
    let behind = text.get(range.end..).unwrap_or("").trim_start_matches([' ', '\t']);
    before.ends_with('|') && behind.starts_with('|')
}
