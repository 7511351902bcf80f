//! Weights that are shares of a whole do not make the whole.

use super::{Ctx, Severity};
use crate::model::{Exact, WeightShares};
use crate::text::TextRange;

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
        let Some(shares) = WeightShares::of(ctx.text(), matrix).filter(|shares| is_off(shares) == Some(true)) else {
            continue;
        };
        // two tables may share one table of weights
        let Some(place) = shares.weights.first().map(|(_, range)| *range).filter(|place| !told.contains(place)) else {
            continue;
        };
        told.push(place);
        let mark = if shares.is_percent { "%" } else { "" };
        let message = format!("the weights make {}{mark}, not {}{mark}: agree on them again", shares.sum, shares.whole);
        let edits = shares.normalised(ctx.parse(), &ctx.model().matrices);
        let report = ctx.report(place, message);
        match edits {
            Some(edits) => report.fix_unsafe("Scale the weights to a whole, in proportion", edits).done(),
            None => report.done(),
        }
    }
}

/// Whether weights that are shares come near a whole, and do not make it.
fn is_off(shares: &WeightShares) -> Option<bool> {
    let off = shares.sum.minus(shares.whole)?.distance();
    let hundredth = shares.whole.over(Exact::whole(100))?;
    // importance by itself, from 0 to 100 each, comes nowhere near a whole
    let is_near = off.times(Exact::whole(3))? <= shares.whole;
    let is_wrong = off > hundredth.over(Exact::whole(2))? && !is_rounded(&shares.weights, off)?;
    Some((shares.is_percent || shares.is_parts) && is_near && is_wrong)
}

/// Whether `off` is no more than what is lost where a whole is cut into equal parts: three times 33 %.
fn is_rounded(weights: &[(Exact, TextRange)], off: Exact) -> Option<bool> {
    let (first, _) = weights.first()?;
    let half = Exact::half_unit(first.places()?)?.times(Exact::from(weights.len() as u32))?;
    Some(weights.iter().all(|(weight, _)| weight == first) && off <= half)
}
