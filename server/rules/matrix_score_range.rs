//! A score lies outside its scale.

use super::{Ctx, Severity};
use crate::model::{Exact, Matrix, MatrixForm, MatrixScore, Scale};

declare_rule! {
    code: "matrix-score-range",
    summary: "a score lies outside its scale",
    docs: "\
One score of 45 among fours and fives decides the matrix alone, and was most likely meant to be another.

The scale is what the text states (`scores from 1 to 5`), what the label does (`Complexity (1-10)`), or what four cells \
in five say (`8/10`). Without any of these, a number above 10 is told where a matrix adds up and all its other scores, eight at \
least, are ten or less.

Mend the score, or state the scale that it is on.",
    bad: "# Choose a queue\n\n## Context\n\nJobs get lost.\n\n## Options\n\n- Postgres\n- RabbitMQ\n- Do nothing\n\n\
          ## Evaluation Criteria\n\nScores from 1 to 5, higher is better.\n\n| Criterion | Postgres | RabbitMQ | Do nothing |\n\
          |---|---|---|---|\n| Throughput | 4 | 2 | 1 |\n| Simplicity | 5 | 33 | 4 |\n\n\
          ## Recommendation\n\nChosen option: Postgres, because we run it.\n\n## Alternative Paths\n\nRabbitMQ from 500 jobs/s.\n",
    good: "# Choose a queue\n\n## Context\n\nJobs get lost.\n\n## Options\n\n- Postgres\n- RabbitMQ\n- Do nothing\n\n\
           ## Evaluation Criteria\n\nScores from 1 to 5, higher is better.\n\n| Criterion | Postgres | RabbitMQ | Do nothing |\n\
           |---|---|---|---|\n| Throughput | 4 | 2 | 1 |\n| Simplicity | 5 | 3 | 4 |\n\n\
           ## Recommendation\n\nChosen option: Postgres, because we run it.\n\n## Alternative Paths\n\nRabbitMQ from 500 jobs/s.\n",
    severity: Severity::Error,
}

/// So many other scores show what a scale is that nobody states.
const ENOUGH: usize = 8;

fn check(ctx: &mut Ctx<'_>) {
    for matrix in ctx.model().matrices.iter().filter(|matrix| matrix.form == MatrixForm::Scoring) {
        let inferred = inferred(matrix);
        for (index, criterion) in matrix.criteria.iter().enumerate() {
            let Some((scale, whose)) = stated(matrix, index).or(inferred.map(|scale| (scale, "of the other scores")))
            else {
                continue;
            };
            let wrong = matrix.row(index).filter(|(_, score)| is_outside(score, scale));
            for (option, score) in wrong {
                let value = score.value.map_or_else(String::new, |value| value.to_string());
                let message = format!(
                    "`{value}` for `{}` lies outside the scale {whose}, {} to {}: mend it, or state its scale",
                    criterion.name, scale.low, scale.high
                );
                ctx.report(score.range, message)
                    .related(option.range, "the option")
                    .related(criterion.range, "the criterion")
                    .done();
            }
        }
    }
}

/// The scale of a criterion, and who states it. A whole row beside it is on a scale of its own.
fn stated(matrix: &Matrix, index: usize) -> Option<(Scale, &'static str)> {
    let scale = matrix.scale(index)?;
    let of_label = matrix.criteria.get(index).is_some_and(|criterion| criterion.scale.is_some());
    let whose = match () {
        () if of_label => "of the criterion",
        () if matrix.stated_scale.is_some() => "of the matrix",
        () => "of the other cells",
    };
    let is_apart = || {
        let mut cells = matrix.row(index).filter(|(_, score)| score.value.is_some());
        cells.all(|(_, score)| is_outside(score, scale))
    };
    (of_label || !is_apart()).then_some((scale, whose))
}

/// Zero to ten, where all scores but one keep to it.
fn inferred(matrix: &Matrix) -> Option<Scale> {
    let scale = Scale { low: Exact::ZERO, high: Exact::whole(10) };
    let scores = || matrix.options.iter().flat_map(|option| &option.scores).filter(|score| score.value.is_some());
    let outside = scores().filter(|score| is_outside(score, scale)).count();
    let is_plain = scores().all(|score| score.unit.is_none() && score.value >= Some(Exact::ZERO));
    (outside == 1 && scores().count() > ENOUGH && is_plain && matrix.adds_up()).then_some(scale)
}

/// A cell that says its own scale is held against that one only.
fn is_outside(score: &MatrixScore, scale: Scale) -> bool {
    let is_own = score.scale.is_some_and(|own| own != scale.high);
    let is_score = score.unit.is_none() && !is_own && !score.is_open;
    is_score && score.value.is_some_and(|value| value < scale.low || value > scale.high)
}
