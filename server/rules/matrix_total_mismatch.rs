//! A stated total is not what the scores add up to.

use super::{Ctx, Severity};
use crate::grammar::Cue;
use crate::model::{Direction, Exact, Matrix, MatrixOption, MatrixScore, Reading, StatedTotal, figures_like};
use crate::text::{TextEdit, TextRange};

declare_rule! {
    code: "matrix-total-mismatch",
    summary: "a total of a decision matrix is not what its scores make",
    docs: "\
Scores get revised and totals stay: of published matrices that were added up again, three in four carry a wrong total. \
Whoever finds one stops believing the other numbers, too.

Totals are read in every way that people add up: the scores or the scores times their weights, as a sum or as a mean, \
with weights that are percents, and with one factor for all options (points of five told as a hundred). `N/A` is left out. \
A total is wrong only when none of these makes it within half a unit of its last digit; what cannot be read as a number \
is left alone.

Compute the total again, or mend the score that was not meant.",
    bad: "# Choose a queue\n\n## Context\n\nJobs get lost.\n\n## Options\n\n- Postgres\n- RabbitMQ\n- Do nothing\n\n\
          ## Evaluation Criteria\n\n| Criterion | Weight | Postgres | RabbitMQ | Do nothing |\n|---|---|---|---|---|\n\
          | Cost | 60% | 4 | 2 | 5 |\n| Complexity | 40% | 5 | 3 | 4 |\n| Weighted total | | 4.4 | 2.4 | 4.8 |\n\n\
          ## Recommendation\n\nChosen option: Postgres, because we run it.\n\n## Alternative Paths\n\nRabbitMQ from 500 jobs/s.\n",
    good: "# Choose a queue\n\n## Context\n\nJobs get lost.\n\n## Options\n\n- Postgres\n- RabbitMQ\n- Do nothing\n\n\
           ## Evaluation Criteria\n\n| Criterion | Weight | Postgres | RabbitMQ | Do nothing |\n|---|---|---|---|---|\n\
           | Cost | 60% | 4 | 2 | 5 |\n| Complexity | 40% | 5 | 3 | 4 |\n| Weighted total | | 4.4 | 2.4 | 4.6 |\n\n\
           ## Recommendation\n\nChosen option: Postgres, because we run it.\n\n## Alternative Paths\n\nRabbitMQ from 500 jobs/s.\n",
    severity: Severity::Error,
}

fn check(ctx: &mut Ctx<'_>) {
    for matrix in &ctx.model().matrices {
        let Some(reading) = matrix.reading.filter(|_| is_sure(ctx, matrix)) else { continue };
        for option in &matrix.options {
            if let Some(total) = option.stated_total.as_ref().filter(|total| total.agrees == Some(false)) {
                wrong(ctx, matrix, reading, option, total);
            }
        }
    }
}

/// Whether the totals are sums at all, and not somebody's opinion: most of them are right, or they are called sums and
/// nothing stands in the way of adding up.
fn is_sure(ctx: &Ctx<'_>, matrix: &Matrix) -> bool {
    if has_slipped(ctx, matrix) {
        return false;
    }
    let totals = || matrix.options.iter().filter_map(|option| option.stated_total.as_ref());
    let right = totals().filter(|total| total.agrees == Some(true)).count();
    if right * 2 > totals().count() {
        return true;
    }
    let is_called = totals().all(|total| ctx.says(Cue::Summed, total.label.of(ctx.text())));
    let lower = matrix.criteria.iter().any(|criterion| criterion.direction == Direction::Lower);
    let weighted = matrix.criteria.iter().filter(|criterion| criterion.weight.is_some()).count();
    // weights that stand somewhere else would make another total
    let is_plain = weighted == matrix.criteria.len()
        || weighted == 0 && ![Cue::Weight, Cue::Weighted].iter().any(|cue| ctx.document_says(*cue));
    let is_inverted = lower || matrix.direction == Direction::Lower || ctx.document_says(Cue::LowerBetter);
    is_called && is_plain && !is_inverted && !matrix.multiplies()
}

/// Whether a cell of a row may be missing, so that the ones behind it stand under the wrong option: the row is short, and
/// something that is no score stands where one should.
fn has_slipped(ctx: &Ctx<'_>, matrix: &Matrix) -> bool {
    let is_odd = |score: &MatrixScore| score.value.is_none() && !score.is_open && !score.is_excused;
    let odd = matrix.options.iter().flat_map(|option| &option.scores).filter(|score| is_odd(score));
    let odd: Vec<TextRange> = odd.map(|score| score.range).collect();
    let Some(table) = matrix.table(ctx.parse()).filter(|_| !odd.is_empty()) else { return false };
    let mut short = table.rows.iter().filter(|row| row.cells.len() < table.header.cells.len());
    short.any(|row| odd.iter().any(|range| row.range.contains_range(*range)))
}

fn wrong(ctx: &mut Ctx<'_>, matrix: &Matrix, reading: Reading, option: &MatrixOption, total: &StatedTotal) {
    let written = total.figures.of(ctx.text());
    let made = option.computed_total.and_then(|made| figures_like(written, made, total.places));
    let Some(made) = made else { return };
    let message = format!("the scores of `{}` make {made}, not `{written}`: compute the total again", option.name);
    let edit = TextEdit::replace(total.figures, made.clone());
    let working = working(matrix, reading, option);
    let mut report = ctx.report(total.range, message).related(option.range, "the option");
    if let Some(working) = working {
        report = report.help(format!("{working} makes {made}"));
    }
    report.fix_unsafe(format!("Write `{made}`"), vec![edit]).done();
}

/// `4 × 60 + 5 × 40, by 100`: how the total comes about.
fn working(matrix: &Matrix, reading: Reading, option: &MatrixOption) -> Option<String> {
    let cells = option.scores.iter().zip(&matrix.criteria).filter(|(score, _)| !score.is_excused);
    let terms: Option<Vec<String>> = cells
        .clone()
        .map(|(score, criterion)| {
            let value = score.value?;
            if reading.is_weighted {
                Some(format!("{value} × {}", criterion.weight?))
            } else {
                Some(value.to_string())
            }
        })
        .collect();
    let weights = || Exact::sum(cells.clone().filter_map(|(_, criterion)| criterion.weight));
    let count = || Exact::from(cells.clone().count() as u32);
    let divisor = || if reading.is_weighted { weights() } else { Some(count()) };
    let divided = divisor().filter(|divisor| reading.is_mean && *divisor != Exact::ONE);
    let divided = divided.map_or_else(String::new, |divisor| format!(", divided by {divisor}"));
    let scaled = Some(reading.factor).filter(|factor| *factor != Exact::ONE);
    let scaled = scaled.map_or_else(String::new, |factor| format!(", times {factor}"));
    Some(format!("{}{divided}{scaled}", terms?.join(" + ")))
}
