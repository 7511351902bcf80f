//! A table is written so that readers see something else than its author.

use super::{Ctx, Severity};
use crate::grammar::{Cue, Role};
use crate::model::{Matrix, MatrixForm, MatrixScore};
use crate::syntax::{BlockKind, Cell, Row, Table};
use crate::text::{TextEdit, TextRange};
use std::collections::BTreeSet;

declare_rule! {
    code: "matrix-malformed",
    summary: "a row of a matrix has too many or too few cells, or the line of dashes is missing",
    docs: "\
Markdown is strict about tables and silent about mistakes: cells beyond the last column are not shown at all, a row that ends \
early shows blanks under other headings than its author thought, and without a line of dashes that has as many columns as \
the header there is no table, only a paragraph of pipes.

Rows are looked at in matrices; lines of pipes wherever options are weighed. A row that lacks a remark only is left alone.

Write every row with as many cells as the header, and a line of dashes below it.",
    bad: "# Choose a queue\n\n## Context\n\nJobs get lost.\n\n## Options\n\n- Postgres\n- RabbitMQ\n- Do nothing\n\n\
          ## Evaluation Criteria\n\n| Criterion | Postgres | RabbitMQ | Do nothing |\n|---|---|---|---|\n\
          | Throughput | 4 | 2 | 1 |\n| Simplicity | 5 | 3 | 4 | 2 |\n\n\
          ## Recommendation\n\nChosen option: Postgres, because we run it.\n\n## Alternative Paths\n\nRabbitMQ from 500 jobs/s.\n",
    good: "# Choose a queue\n\n## Context\n\nJobs get lost.\n\n## Options\n\n- Postgres\n- RabbitMQ\n- Do nothing\n\n\
           ## Evaluation Criteria\n\n| Criterion | Postgres | RabbitMQ | Do nothing |\n|---|---|---|---|\n\
           | Throughput | 4 | 2 | 1 |\n| Simplicity | 5 | 3 | 4 |\n\n\
           ## Recommendation\n\nChosen option: Postgres, because we run it.\n\n## Alternative Paths\n\nRabbitMQ from 500 jobs/s.\n",
    severity: Severity::Warning,
}

fn check(ctx: &mut Ctx<'_>) {
    for matrix in &ctx.model().matrices {
        let Some(table) = matrix.table(ctx.parse()) else { continue };
        for row in &table.rows {
            ragged(ctx, matrix, &table, row);
        }
    }
    for paragraph in paragraphs(ctx) {
        unseparated(ctx, paragraph);
    }
}

fn ragged(ctx: &mut Ctx<'_>, matrix: &Matrix, table: &Table, row: &Row) {
    let (columns, cells) = (table.header.cells.len(), row.cells.len());
    if cells > columns {
        let beyond = row.cells.get(columns).zip(row.cells.last()).map(|(first, last)| first.range.cover(last.range));
        let Some(place) = beyond.filter(|range| !range.of(ctx.text()).trim().is_empty()) else { return };
        let written = place.of(ctx.text()).replace('`', "");
        ctx.report(place, format!("`{written}` stands beyond the last column and is not shown: put it into a cell"))
            .done();
        return;
    }
    // a line of text below a table is read as a row of it, too
    if cells == columns || !row.range.of(ctx.text()).contains('|') {
        return;
    }
    // where only remarks are missing nothing has slipped
    let is_note = |cell: &Cell| ctx.grammars().is(Cue::MatrixNote, cell.range.of(ctx.text()));
    let own = matrix.options.iter().flat_map(|option| &option.scores).filter(|s| row.range.contains_range(s.range));
    let is_score = |score: &MatrixScore| matrix.form == MatrixForm::Comparison || score.value.is_some() || score.is_open;
    if table.header.cells.iter().skip(cells).all(is_note) && own.into_iter().all(is_score) {
        return;
    }
    let message = format!("the row ends after {cells} of {columns} cells: write the others");
    let end = TextRange::new(row.range.start, row.range.end).trim(ctx.text()).end;
    let open = if row.range.of(ctx.text()).trim_end().ends_with('|') { "" } else { " |" };
    let edit = TextEdit::insert(end, format!("{open}{}", "  |".repeat(columns - cells)));
    let place = row.cells.first().map_or(row.range, |cell| cell.range);
    let place = if place.is_empty() { row.range } else { place };
    ctx.report(place, message).fix("Add blank cells", vec![edit]).done();
}

/// The paragraphs where options are weighed.
fn paragraphs(ctx: &Ctx<'_>) -> Vec<TextRange> {
    let roles = [Role::Criteria, Role::Options, Role::Decision];
    let own = ctx.model().sections.iter().filter(|slot| slot.roles.iter().any(|role| roles.contains(role)));
    let tree = ctx.parse().tree();
    let blocks = own.flat_map(|slot| tree.inside(slot.body)).filter(|(_, block)| block.kind == BlockKind::Paragraph);
    let of_pipes = blocks.filter(|(id, block)| block.range.of(ctx.text()).starts_with('|') && !tree.is_quoted(*id));
    // a section within another is looked at with either
    let ranges: BTreeSet<TextRange> = of_pipes.map(|(_, block)| block.range).collect();
    ranges.into_iter().collect()
}

/// Lines of pipes that are no table: nothing separates the first from the others, or something with other columns does.
fn unseparated(ctx: &mut Ctx<'_>, paragraph: TextRange) {
    let text = ctx.text();
    let mut lines: Vec<TextRange> = Vec::new();
    let mut start = paragraph.start;
    for line in paragraph.of(text).split_inclusive(['\n', '\r']) {
        lines.push(TextRange::new(start, start + line.len()).trim(text));
        start += line.len();
    }
    lines.retain(|line| !line.is_empty());
    let is_row = |line: &TextRange| {
        let written = line.of(text);
        written.starts_with('|') && written.ends_with('|') && written.matches('|').count() >= 3
    };
    let (Some(first), Some(second)) = (lines.first(), lines.get(1)) else { return };
    if lines.len() < 3 || !lines.iter().all(is_row) {
        return;
    }
    let columns =
        |line: &TextRange| (line.of(text).matches('|').count() - line.of(text).matches("\\|").count()).max(1) - 1;
    let dashes = format!("|{}", "---|".repeat(columns(first)));
    let is_dashes = |line: &TextRange| line.of(text).chars().all(|c| matches!(c, '|' | '-' | ':' | ' ' | '\t'));
    // there is a table, whoever reads this one as text
    if is_dashes(second) && columns(second) == columns(first) {
        return;
    }
    let (message, edit) = if is_dashes(second) {
        (
            "the line of dashes has other columns than the header, so this is no table: give it as many",
            TextEdit::replace(*second, dashes),
        )
    } else {
        (
            "no line of dashes stands below the header, so this is no table: add one",
            TextEdit::insert(first.end, format!("\n{dashes}")),
        )
    };
    ctx.report(*first, message).fix("Write the line of dashes", vec![edit]).done();
}
