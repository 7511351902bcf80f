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
        let shares = left(ctx, matrix, without.len()).unwrap_or_default();
        for (at, criterion) in without.iter().enumerate() {
            let message = format!("`{}` has no weight, and other criteria have: give it one", criterion.name);
            let edit = shares.get(at).and_then(|share| Some((share, filled(ctx, matrix, criterion, share)?)));
            let report = ctx.report(criterion.range, message);
            let part = if without.len() == 1 { "" } else { "its part of " };
            match edit {
                Some((share, edit)) => {
                    let title = format!("Write `{share}`: {part}what the others leave of a hundred");
                    report.fix_unsafe(title, vec![edit]).done();
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

/// What the weights of the others, percents each, leave of a hundred, in `parts` parts that are as equal as their places
/// behind the point allow.
fn left(ctx: &Ctx<'_>, matrix: &Matrix, parts: usize) -> Option<Vec<String>> {
    let others = matrix.criteria.iter().filter_map(|other| Some((other.weight?, other.weight_range?)));
    let weights: Vec<(Exact, TextRange)> = others.collect();
    let is_percent = weights.iter().all(|(_, range)| range.of(ctx.text()).contains('%'));
    let left = Exact::whole(100).minus(Exact::sum(weights.iter().map(|(weight, _)| *weight))?)?;
    let places = weights.iter().filter_map(|(weight, _)| weight.places()).max()?.max(left.places()?);
    let unit = Exact::half_unit(places)?.times(Exact::whole(2))?;
    let units: usize = left.over(unit)?.rounded(0)?.parse().ok()?;
    let share = |at: usize| {
        let own = units / parts + usize::from(at < units % parts);
        let own = unit.times(Exact::from(u32::try_from(own).ok()?))?;
        (own > Exact::ZERO).then(|| format!("{own}%"))
    };
    (0..parts).filter(|_| is_percent && parts > 0).map(share).collect()
}

/// The edit that gives `criterion` the weight `share` where the others have theirs: in a cell, or in the label.
fn filled(ctx: &Ctx<'_>, matrix: &Matrix, criterion: &MatrixCriterion, share: &str) -> Option<TextEdit> {
    let text = ctx.text();
    let other = matrix.criteria.iter().find(|other| other.weight.is_some())?;
    let place = other.weight_range?;
    let table = matrix.table(ctx.parse())?;
    if other.range.contains_range(place) {
        let (open, close) = if place.of(text).starts_with('[') { ('[', ']') } else { ('(', ')') };
        return Some(TextEdit::insert(criterion.range.end, format!(" {open}{share}{close}")));
    }
    let row_of = |range: TextRange| table.rows.iter().find(|row: &&Row| row.range.contains_range(range));
    let weights = row_of(place)?;
    let cell = match matrix.orientation {
        Orientation::OptionsAsColumns => {
            let column = weights.cells.iter().position(|cell| cell.range == place)?;
            row_of(criterion.range)?.cells.get(column)?
        }
        Orientation::OptionsAsRows => {
            let column = table.header.cells.iter().position(|cell| cell.gap.contains_range(criterion.range))?;
            weights.cells.get(column)?
        }
        Orientation::PerOption | Orientation::Bullets => return None,
    };
    Some(in_cell(text, cell.range, share))
}
