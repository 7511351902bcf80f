//! The scores of a matrix are on different scales.

use super::{Ctx, Severity};
use crate::grammar::Form;
use crate::model::{Exact, Matrix, MatrixForm, MatrixScore, Orientation};

declare_rule! {
    code: "matrix-mixed-scale",
    summary: "the scores of a matrix are on different scales",
    docs: "\
`4/5` is a better score than `6/10`, and a smaller number: added up they say nothing. A word among numbers cannot be added \
at all, and whoever made the total read some number into it.

Criteria that are measured each in its own way (milliseconds, money, weeks) make a comparison: nothing is said of those.

Put all scores on one scale.",
    bad: "# Choose a queue\n\n## Context\n\nJobs get lost.\n\n## Options\n\n- Postgres\n- RabbitMQ\n- Do nothing\n\n\
          ## Evaluation Criteria\n\n| Criterion | Postgres | RabbitMQ | Do nothing |\n|---|---|---|---|\n\
          | Throughput | 4/5 | 2/5 | 1/5 |\n| Simplicity | 5/5 | 6/10 | 4/5 |\n\n\
          ## Recommendation\n\nChosen option: Postgres, because we run it.\n\n## Alternative Paths\n\nRabbitMQ from 500 jobs/s.\n",
    good: "# Choose a queue\n\n## Context\n\nJobs get lost.\n\n## Options\n\n- Postgres\n- RabbitMQ\n- Do nothing\n\n\
           ## Evaluation Criteria\n\n| Criterion | Postgres | RabbitMQ | Do nothing |\n|---|---|---|---|\n\
           | Throughput | 4/5 | 2/5 | 1/5 |\n| Simplicity | 5/5 | 3/5 | 4/5 |\n\n\
           ## Recommendation\n\nChosen option: Postgres, because we run it.\n\n## Alternative Paths\n\nRabbitMQ from 500 jobs/s.\n",
    severity: Severity::Warning,
}

fn check(ctx: &mut Ctx<'_>) {
    for matrix in ctx.model().matrices.iter().filter(|matrix| matrix.form == MatrixForm::Scoring) {
        if let Some((odd, message)) = odd_scale(matrix).or_else(|| word(ctx, matrix)) {
            ctx.report(odd.range, message).done();
        }
    }
}

/// The first cell on another scale than most: anywhere where scores are added up, else within one criterion.
fn odd_scale(matrix: &Matrix) -> Option<(&MatrixScore, String)> {
    let all = || matrix.options.iter().flat_map(|option| &option.scores);
    let rows = (0..matrix.criteria.len()).map(|index| matrix.row(index).map(|(_, score)| score).collect::<Vec<_>>());
    let groups: Vec<Vec<&MatrixScore>> = if matrix.adds_up() { vec![all().collect()] } else { rows.collect() };
    let (odd, usual) = groups.iter().find_map(|group| {
        let usual = usual(group)?;
        let odd = group.iter().filter(|score| score.scale.is_some_and(|scale| scale != usual));
        Some((*odd.min_by_key(|score| score.range.start)?, usual))
    })?;
    let written = odd.raw.trim_matches(['*', '_', ' ']).replace('`', "");
    Some((odd, format!("`{written}` is on another scale than the scores out of {usual}: put all on one")))
}

/// The scale that most of the cells say.
fn usual(group: &[&MatrixScore]) -> Option<Exact> {
    let count = |scale: Exact| group.iter().filter(|score| score.scale == Some(scale)).count();
    let scales = group.iter().filter_map(|score| score.scale);
    scales.max_by_key(|scale| (count(*scale), *scale))
}

/// The first word for High, Medium or Low beside numbers for the same criterion.
fn word<'m>(ctx: &Ctx<'_>, matrix: &'m Matrix) -> Option<(&'m MatrixScore, String)> {
    let asked = ctx.model().demanded_criteria(ctx.grammars());
    // a score that the template asks for has a rule of its own
    let is_asked = |name: &str| {
        let mut items = asked.iter().flat_map(|section| &section.items);
        items.any(|item| item.form == Form::Score && item.is_called(name))
    };
    let is_word = |score: &MatrixScore| {
        let bare = score.raw.trim_matches(['*', '_', '`', ' ', '.']);
        let is_rating = || bare.split_whitespace().all(|word| ctx.grammars().is_in_ratings(word));
        score.value.is_none() && score.unit.is_none() && !score.is_open && !bare.is_empty() && is_rating()
    };
    let is_list = matrix.orientation == Orientation::Bullets;
    let found = matrix.criteria.iter().enumerate().filter(|(_, criterion)| !is_list && !is_asked(&criterion.name));
    let mut found = found.filter_map(|(index, criterion)| {
        let words: Vec<&MatrixScore> =
            matrix.row(index).map(|(_, score)| score).filter(|score| is_word(score)).collect();
        let numbers = matrix.row(index).filter(|(_, score)| score.value.is_some() && score.unit.is_none()).count();
        Some((criterion, *words.first().filter(|_| numbers >= 2 && numbers > words.len())?))
    });
    let (criterion, score) = found.next()?;
    let written = score.raw.trim_matches(['*', '_', '`', ' ']).replace('`', "");
    Some((score, format!("`{written}` stands among numbers for `{}`: put all scores on one scale", criterion.name)))
}
