//! A cell of a decision matrix is still open.

use super::{Class, Ctx, Severity};
use crate::grammar::normal_name;
use crate::model::{
    Matrix, MatrixCriterion, MatrixOption, MatrixScore, Orientation, in_cell, same_option, without_tab_stops,
};
use crate::text::TextRange;

declare_rule! {
    code: "matrix-missing-score",
    summary: "a cell of a decision matrix is still open",
    docs: "\
A matrix with a hole compares what was looked at with what was not. Blank cells, `TBD` and `?` are open; so is an \
option that lacks a labelled item which the others have. A cell in which text of the template is left is told by \
`placeholder`.

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
}

fn check(ctx: &mut Ctx<'_>) {
    for matrix in &ctx.model().matrices {
        let mut cells = matrix.options.iter().flat_map(|option| &option.scores);
        if matrix.filled() == 0.0 && !cells.all(|score| ctx.is_unwritten(score.range)) {
            nothing_filled(ctx, matrix);
            continue;
        }
        for (index, criterion) in matrix.criteria.iter().enumerate() {
            for (option, score) in matrix.row(index).filter(|(_, score)| score.is_open) {
                if !ctx.is_unwritten(score.range) {
                    open_cell(ctx, matrix, criterion, option, score);
                }
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

fn open_cell(ctx: &mut Ctx<'_>, matrix: &Matrix, criterion: &MatrixCriterion, option: &MatrixOption, score: &MatrixScore) {
    let message = format!("`{}` is not weighed by `{}`: fill it in, or write `N/A`", option.name, criterion.name);
    let text = ctx.text();
    let is_cell = is_cell(text, score.range);
    let prompt = prompt(ctx, &criterion.name).filter(|_| is_cell);
    let mut report = ctx
        .report(place(ctx, matrix, criterion, option, score), message)
        .related(option.range, "the option")
        .related(criterion.range, "the criterion");
    if let Some(prompt) = prompt {
        report = report.fix_unsafe(format!("Write `{prompt}`, to be filled in"), vec![in_cell(text, score.range, &prompt)]);
    }
    if is_cell {
        report = report.fix_unsafe("Write `N/A`: it does not apply", vec![in_cell(text, score.range, "N/A")]);
    }
    report.framework_demand().done();
}

/// Where an open cell is told: at the cell; at the label that nothing follows; for an item that is not there, at the
/// nearest label above the place where it belongs.
fn place(ctx: &Ctx<'_>, matrix: &Matrix, criterion: &MatrixCriterion, option: &MatrixOption, score: &MatrixScore) -> TextRange {
    let is_table = !matches!(matrix.orientation, Orientation::Bullets | Orientation::PerOption);
    if !score.range.is_empty() || is_table || is_cell(ctx.text(), score.range) {
        return score.range;
    }
    if let Some(label) = bare_label(ctx, score.range.start) {
        let name = normal_name(label.of(ctx.text()));
        if name == normal_name(&criterion.name) || name == normal_name(&option.name) {
            return label;
        }
    }
    let known = ctx.model().options.items.iter().filter(|item| same_option(ctx.grammars(), &item.name, &option.name));
    let mentions = known.flat_map(|item| &item.mentions).map(|mention| mention.range);
    let labels = mentions.chain([option.range, criterion.range]).filter(|label| label.end <= score.range.start);
    labels.max_by_key(|label| label.start).unwrap_or(option.range)
}

/// The label that ends its line, and behind which `offset` stands.
fn bare_label(ctx: &Ctx<'_>, offset: usize) -> Option<TextRange> {
    let lines = ctx.parse().lines();
    let line = TextRange::new(lines.start(lines.line(offset)), offset).trim(ctx.text());
    let is_mark = |c: char| c.is_whitespace() || matches!(c, '-' | '*' | '+' | '_' | ':');
    let written = line.of(ctx.text());
    let start = line.start + written.len() - written.trim_start_matches(is_mark).len();
    let label = TextRange::new(start, start + written.trim_matches(is_mark).len());
    (written.trim_end_matches(['*', '_', ' ']).contains(':') && !label.is_empty()).then_some(label)
}

/// What the template has in a cell of this criterion.
fn prompt(ctx: &Ctx<'_>, criterion: &str) -> Option<String> {
    let section = ctx.model().demanded_criteria(ctx.grammars())?;
    let item = section.items.iter().find(|item| item.is_called(criterion))?;
    Some(without_tab_stops(&item.skeleton)).filter(|prompt| !prompt.is_empty())
}

/// Whether `range` is what stands between two pipes.
fn is_cell(text: &str, range: TextRange) -> bool {
    let before = text.get(..range.start).unwrap_or("").trim_end_matches([' ', '\t']);
    let behind = text.get(range.end..).unwrap_or("").trim_start_matches([' ', '\t']);
    before.ends_with('|') && behind.starts_with('|')
}
