//! A matrix names a winner that its own scores do not make.

use super::{Ctx, Severity};
use crate::grammar::Cue;
use crate::model::{Exact, Matrix, MatrixOption, same_option};
use crate::text::TextRange;

declare_rule! {
    code: "matrix-winner-mismatch",
    summary: "the winner that a decision matrix names is not the one its scores make",
    docs: "\
A row called `Winner`, a rank, one total in bold type or simply the highest total that is written there: each says who won. \
Computed from the scores it is somebody else, and then the matrix argues for an option that it does not support.

Nothing is said where scores cannot be added up, where low scores are the good ones, or where the marked option is the \
one that was chosen in spite of its score (`matrix-pick-not-top` looks at that).

Mend the scores, or the ranks and totals.",
    bad: "# Choose a queue\n\n## Context\n\nJobs get lost.\n\n## Options\n\n- Postgres\n- RabbitMQ\n- Do nothing\n\n\
          ## Evaluation Criteria\n\n| Criterion | Weight | Postgres | RabbitMQ | Do nothing |\n|---|---|---|---|---|\n\
          | Throughput | 60% | 4 | 2 | 1 |\n| Simplicity | 40% | 5 | 3 | 4 |\n| Rank | | 2 | 1 | 3 |\n\n\
          ## Recommendation\n\nChosen option: Postgres, because we run it.\n\n## Alternative Paths\n\nRabbitMQ from 500 jobs/s.\n",
    good: "# Choose a queue\n\n## Context\n\nJobs get lost.\n\n## Options\n\n- Postgres\n- RabbitMQ\n- Do nothing\n\n\
           ## Evaluation Criteria\n\n| Criterion | Weight | Postgres | RabbitMQ | Do nothing |\n|---|---|---|---|---|\n\
           | Throughput | 60% | 4 | 2 | 1 |\n| Simplicity | 40% | 5 | 3 | 4 |\n| Rank | | 1 | 2 | 3 |\n\n\
           ## Recommendation\n\nChosen option: Postgres, because we run it.\n\n## Alternative Paths\n\nRabbitMQ from 500 jobs/s.\n",
    severity: Severity::Error,
}

fn check(ctx: &mut Ctx<'_>) {
    for matrix in &ctx.model().matrices {
        let Some(best) = matrix.leaders().next().filter(|_| matrix.adds_up()) else { continue };
        let Some((option, place, said)) = told(ctx, matrix) else { continue };
        if ctx.document_says(Cue::LowerBetter) {
            continue;
        }
        let own = option.computed_total.map(|total| shown(matrix, total));
        let (Some(own), Some(top)) = (own, best.computed_total.map(|total| shown(matrix, total))) else { continue };
        let message = match said {
            Said::Best => {
                format!(
                    "`{}` is marked as the best with {own}, and `{}` has {top}: mend the scores or the mark",
                    option.name, best.name
                )
            }
            Said::Highest => {
                format!(
                    "`{}` has the highest total as it stands there, and `{}` has by the scores: compute the totals again",
                    option.name, best.name
                )
            }
            Said::Place(place) => {
                let rank = option.rank.unwrap_or_default();
                format!(
                    "`{}` is ranked {place}, and comes out {rank} by its scores: mend the scores or the ranks",
                    option.name
                )
            }
        };
        ctx.report(place, message).related(best.range, "the best by its scores").done();
    }
}

/// What is said of an option.
enum Said {
    Best,
    Highest,
    Place(usize),
}

/// The first option of which a place is told that its scores do not give it.
fn told<'m>(ctx: &Ctx<'_>, matrix: &'m Matrix) -> Option<(&'m MatrixOption, TextRange, Said)> {
    ranked(matrix).or_else(|| emphasised(ctx, matrix)).or_else(|| highest(matrix))
}

/// A rank, or a mark of the winner, that the totals contradict: another option is placed behind and has more.
fn ranked(matrix: &Matrix) -> Option<(&MatrixOption, TextRange, Said)> {
    let stated = || matrix.options.iter().filter_map(|option| Some((option, option.stated_rank?)));
    let is_mark = stated().count() == 1;
    let is_behind = |option: &MatrixOption, place: usize| {
        if is_mark {
            return option.rank.is_some_and(|rank| rank > place);
        }
        stated().any(|(other, (behind, _))| behind > place && other.computed_total > option.computed_total)
    };
    let mut wrong: Vec<_> = stated().filter(|(option, (place, _))| is_behind(option, *place)).collect();
    wrong.sort_by_key(|(_, (place, _))| *place);
    let (option, (place, range)) = wrong.into_iter().next()?;
    Some((option, range, if is_mark { Said::Best } else { Said::Place(place) }))
}

/// The one total in bold type, unless it is that of the option which was chosen.
fn emphasised<'m>(ctx: &Ctx<'_>, matrix: &'m Matrix) -> Option<(&'m MatrixOption, TextRange, Said)> {
    let totals = || matrix.options.iter().filter_map(|option| Some((option, option.stated_total.as_ref()?)));
    let is_bold = |range: TextRange| range.of(ctx.text()).starts_with("**") || range.of(ctx.text()).starts_with("__");
    let mut bold = totals().filter(|(_, total)| is_bold(total.range));
    let (option, total) = bold.next().filter(|_| bold.next().is_none() && totals().count() >= 2)?;
    let chosen = ctx.model().options.chosen.as_ref();
    let is_chosen = chosen.is_some_and(|choice| same_option(ctx.grammars(), &choice.name, &option.name));
    (option.rank > Some(1) && !is_chosen).then_some((option, total.range, Said::Best))
}

/// The highest of the stated totals, where one of them is wrong and turns the order round.
fn highest(matrix: &Matrix) -> Option<(&MatrixOption, TextRange, Said)> {
    let totals = || matrix.options.iter().filter_map(|option| Some((option, option.stated_total.as_ref()?)));
    let is_wrong = totals().count() == matrix.options.len() && totals().any(|(_, total)| total.agrees == Some(false));
    let most = totals().map(|(_, total)| total.value).max()?;
    let mut first = totals().filter(|(_, total)| total.value == most);
    let (option, total) = first.next().filter(|_| first.next().is_none() && is_wrong)?;
    (option.rank > Some(1)).then_some((option, total.range, Said::Highest))
}

/// A total with as many places as the stated ones have.
fn shown(matrix: &Matrix, total: Exact) -> String {
    let places = matrix.options.iter().filter_map(|option| Some(option.stated_total.as_ref()?.places)).max();
    places.and_then(|places| total.rounded(places)).unwrap_or_else(|| total.to_string())
}
