//! Weights that are shares of a whole do not make the whole.

use super::{Ctx, Severity};
use crate::model::{Exact, Matrix, figures};
use crate::text::{TextEdit, TextRange};

declare_rule! {
    code: "matrix-weights-sum",
    summary: "weights that are shares do not add up to a whole",
    docs: "\
Weights in percent say what part of the decision a criterion is. When they make 95 or 110 a criterion was added, dropped \
or changed after the others were agreed on, and nobody can tell which of them still means what it meant.

Weights on a scale of their own (1 to 5, 1 to 10) need no sum, and neither do percents that say how important each one is \
by itself.

Agree on the weights again; scaling all of them keeps their proportions.",
    bad: "# Choose a queue\n\n## Context\n\nJobs get lost.\n\n## Options\n\n- Postgres\n- RabbitMQ\n- Do nothing\n\n\
          ## Evaluation Criteria\n\n| Criterion | Weight | Postgres | RabbitMQ | Do nothing |\n|---|---|---|---|---|\n\
          | Throughput | 40% | 4 | 2 | 1 |\n| Simplicity | 40% | 5 | 3 | 4 |\n| Reversibility | 30% | 5 | 3 | 5 |\n\n\
          ## Recommendation\n\nChosen option: Postgres, because we run it.\n\n## Alternative Paths\n\nRabbitMQ from 500 jobs/s.\n",
    good: "# Choose a queue\n\n## Context\n\nJobs get lost.\n\n## Options\n\n- Postgres\n- RabbitMQ\n- Do nothing\n\n\
           ## Evaluation Criteria\n\n| Criterion | Weight | Postgres | RabbitMQ | Do nothing |\n|---|---|---|---|---|\n\
           | Throughput | 40% | 4 | 2 | 1 |\n| Simplicity | 35% | 5 | 3 | 4 |\n| Reversibility | 25% | 5 | 3 | 5 |\n\n\
           ## Recommendation\n\nChosen option: Postgres, because we run it.\n\n## Alternative Paths\n\nRabbitMQ from 500 jobs/s.\n",
    severity: Severity::Error,
}

fn check(ctx: &mut Ctx<'_>) {
    let mut told = Vec::new();
    for matrix in &ctx.model().matrices {
        let Some(shares) = Shares::read(ctx, matrix) else { continue };
        // two tables may share one table of weights
        let Some(place) = shares.place().filter(|place| !told.contains(place)) else { continue };
        told.push(place);
        let mark = if shares.is_percent { "%" } else { "" };
        let message = format!("the weights make {}{mark}, not {}{mark}: agree on them again", shares.sum, shares.whole);
        let edits = shares.scaled(ctx);
        let report = ctx.report(place, message);
        match edits {
            Some(edits) => report.fix_unsafe("Scale the weights to a whole, in proportion", edits).done(),
            None => report.done(),
        }
    }
}

/// The weights of a matrix, where they are shares that do not make a whole.
struct Shares {
    weights: Vec<(Exact, TextRange)>,
    sum: Exact,
    whole: Exact,
    is_percent: bool,
}

impl Shares {
    fn read(ctx: &Ctx<'_>, matrix: &Matrix) -> Option<Self> {
        let all = matrix.criteria.iter().map(|criterion| Some((criterion.weight?, criterion.weight_range?)));
        let weights: Vec<(Exact, TextRange)> = all.collect::<Option<_>>()?;
        let is_percent = weights.iter().all(|(_, range)| range.of(ctx.text()).contains('%'));
        let is_part = |weight: &Exact| *weight < Exact::ONE && !weight.is_whole();
        let whole = match () {
            () if is_percent => Exact::whole(100),
            () if weights.iter().all(|(weight, _)| is_part(weight)) => Exact::ONE,
            () => return None,
        };
        let sum = Exact::sum(weights.iter().map(|(weight, _)| *weight))?;
        let off = sum.minus(whole)?.distance();
        let hundredth = whole.over(Exact::whole(100))?;
        // importance by itself, from 0 to 100 each, comes nowhere near a whole
        let is_near = off.times(Exact::whole(3))? <= whole;
        let is_wrong = off > hundredth.over(Exact::whole(2))? && !is_rounded(&weights, off)?;
        (weights.len() >= 2 && is_near && is_wrong).then_some(Self { weights, sum, whole, is_percent })
    }

    /// From the first weight on, to the end of the last where they stand in one line.
    fn place(&self) -> Option<TextRange> {
        Some(self.weights.first()?.1)
    }

    /// All weights in proportion, with the places that they have, so that they make the whole.
    fn scaled(&self, ctx: &Ctx<'_>) -> Option<Vec<TextEdit>> {
        let written: Vec<(Exact, TextRange, u32)> = self
            .weights
            .iter()
            .map(|(weight, range)| {
                figures(ctx.text(), *range, *weight).map(|(figures, places)| (*weight, figures, places))
            })
            .collect::<Option<_>>()?;
        let places = written.iter().map(|(_, _, places)| *places).max()?;
        let unit = Exact::half_unit(places)?.times(Exact::whole(2))?;
        let mut rounded: Vec<(Exact, Exact)> = Vec::new();
        for (weight, ..) in &written {
            let exact = weight.times(self.whole)?.over(self.sum)?;
            let down = Exact::parse(&exact.rounded(places)?)?;
            let down = if down > exact { down.minus(unit)? } else { down };
            rounded.push((down, exact.minus(down)?));
        }
        // what rounding down took away goes to those that lost most
        let mut left = self.whole.minus(Exact::sum(rounded.iter().map(|(down, _)| *down))?)?;
        let mut order: Vec<usize> = (0..rounded.len()).collect();
        order.sort_by_key(|at| std::cmp::Reverse(rounded.get(*at).map(|(_, lost)| *lost)));
        for at in order {
            if left < unit {
                break;
            }
            let (down, _) = rounded.get_mut(at)?;
            *down = down.plus(unit)?;
            left = left.minus(unit)?;
        }
        let edits = written
            .iter()
            .zip(rounded)
            .map(|((_, range, _), (weight, _))| Some(TextEdit::replace(*range, weight.rounded(places)?)));
        edits.collect()
    }
}

/// Whether `off` is no more than what is lost where a whole is cut into equal parts: three times 33 %.
fn is_rounded(weights: &[(Exact, TextRange)], off: Exact) -> Option<bool> {
    let (first, _) = weights.first()?;
    let half = Exact::half_unit(first.places()?)?.times(Exact::from(weights.len() as u32))?;
    Some(weights.iter().all(|(weight, _)| weight == first) && off <= half)
}
