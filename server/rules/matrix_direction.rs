//! A criterion of which less is better is scored, and nobody says which end of the scale is the good one.

use super::{Ctx, Severity};
use crate::grammar::Cue;
use crate::model::{Direction, Matrix, MatrixCriterion, MatrixForm};
use crate::text::{TextEdit, TextRange};

declare_rule! {
    code: "matrix-direction",
    summary: "a score for cost, risk or effort without a word on which end is the good one",
    docs: "\
Is 5 for cost dear or cheap? Whoever scored it knew, and half of the readers take it the other way. In a sum the mistake is \
silent: the dearest option gets the most points.

Criteria such as cost, risk, complexity and effort are told where a matrix adds up its scores and neither the label nor the \
text around it says that higher, or lower, is better. Measures with a unit need no such word.

Say it once above the matrix (`higher is better on every line`), or in the label.",
    bad: "# Choose a queue\n\n## Context\n\nJobs get lost.\n\n## Options\n\n- Postgres\n- RabbitMQ\n- Do nothing\n\n\
          ## Evaluation Criteria\n\n| Criterion | Weight | Postgres | RabbitMQ | Do nothing |\n|---|---|---|---|---|\n\
          | Throughput | 60% | 4 | 2 | 1 |\n| Cost | 40% | 5 | 3 | 4 |\n\n\
          ## Recommendation\n\nChosen option: Postgres, because we run it.\n\n## Alternative Paths\n\nRabbitMQ from 500 jobs/s.\n",
    good: "# Choose a queue\n\n## Context\n\nJobs get lost.\n\n## Options\n\n- Postgres\n- RabbitMQ\n- Do nothing\n\n\
           ## Evaluation Criteria\n\nHigher is better on every line.\n\n| Criterion | Weight | Postgres | RabbitMQ | Do nothing |\n\
           |---|---|---|---|---|\n| Throughput | 60% | 4 | 2 | 1 |\n| Cost | 40% | 5 | 3 | 4 |\n\n\
           ## Recommendation\n\nChosen option: Postgres, because we run it.\n\n## Alternative Paths\n\nRabbitMQ from 500 jobs/s.\n",
    severity: Severity::Hint,
}

fn check(ctx: &mut Ctx<'_>) {
    let adds_up = |matrix: &&Matrix| matrix.form == MatrixForm::Scoring && matrix.adds_up();
    for matrix in ctx.model().matrices.iter().filter(adds_up).filter(|matrix| !matrix.compares_with_datum()) {
        let unclear: Vec<(usize, &MatrixCriterion)> =
            matrix.criteria.iter().enumerate().filter(|(index, _)| is_unclear(ctx, matrix, *index)).collect();
        let Some((_, first)) = unclear.first().filter(|_| !is_told(ctx)) else { continue };
        let names: Vec<String> = unclear.iter().map(|(_, criterion)| format!("`{}`", criterion.name)).collect();
        let message =
            format!("nobody says which end of the scale is the good one for {}: say so once", names.join(", "));
        let edits: Vec<TextEdit> = unclear.iter().map(|(_, criterion)| marked(ctx, criterion)).collect();
        ctx.report(first.range, message).fix_unsafe("Write `(higher = better)` beside it", edits).hint();
    }
}

/// Whether the document says it anywhere; an aside in brackets counts.
fn is_told(ctx: &Ctx<'_>) -> bool {
    let text = ctx.text().replace(['(', ')', '[', ']'], " ");
    [Cue::HigherBetter, Cue::LowerBetter].iter().any(|cue| ctx.says(*cue, &text))
}

fn is_unclear(ctx: &Ctx<'_>, matrix: &Matrix, index: usize) -> bool {
    let Some(criterion) = matrix.criteria.get(index) else { return false };
    let is_scored = || matrix.row(index).all(|(_, score)| score.unit.is_none());
    criterion.direction == Direction::Unsaid && ctx.grammars().is(Cue::Inverse, &criterion.name) && is_scored()
}

/// The label with the mark behind its name, before a weight that it carries.
fn marked(ctx: &Ctx<'_>, criterion: &MatrixCriterion) -> TextEdit {
    let weight = criterion.weight_range.filter(|weight| criterion.range.contains_range(*weight));
    let written = weight.map_or(criterion.range.of(ctx.text()), |weight| {
        TextRange::new(criterion.range.start, weight.start).of(ctx.text())
    });
    let end = criterion.range.start + written.trim_end().trim_end_matches(['*', '_', ':']).len();
    TextEdit::insert(end, " (higher = better)")
}
