//! Matrices that name the options in their cells: `| Cost | 0.4 | Postgres: 2.0, MySQL: 2.8 |`.

use super::source::Source;
use super::tables::{Line, line, option};
use super::{Matrix, MatrixScore, Orientation, StatedTotal, bullets, cells, evidence, labels};
use crate::grammar::Cue;
use crate::syntax::{BlockKind, Row, Table};
use crate::text::TextRange;

/// The scores of a row: an option each, and where what is said of it stands.
type Told = Vec<(usize, TextRange)>;

/// The matrices among the tables that are not `taken`.
pub(super) fn read(source: &Source<'_>, taken: &[Matrix]) -> Vec<Matrix> {
    if source.known.len() < 2 {
        return Vec::new();
    }
    let tables = source.of_criteria().flat_map(|slot| source.parse.tree().inside(slot.body));
    let tables = tables.filter(|(id, block)| block.kind == BlockKind::Table && !source.is_quoted(*id));
    let free = tables.filter(|(_, block)| taken.iter().all(|matrix| !matrix.range.meets(block.range)));
    free.filter_map(|(id, _)| of_table(source, &Table::read(source.parse, id)?)).collect()
}

fn of_table(source: &Source<'_>, table: &Table) -> Option<Matrix> {
    let header: Vec<String> = table.header.cells.iter().map(|cell| source.plain(cell.range)).collect();
    header.first().filter(|name| evidence::heads_criteria(source, name))?;
    let weight = header.iter().position(|name| line(source, name) == Line::Weight);
    let told =
        |row: &Row, column: usize| row.cells.get(column).map_or_else(Vec::new, |c| bullets::told(source, c.range));
    let column =
        (1..header.len()).find(|column| table.rows.iter().filter(|row| told(row, *column).len() >= 2).count() >= 2)?;
    let label = |row: &Row| row.cells.first().map(|cell| cell.range);
    let is = |row: &&Row, wanted: Line| label(row).is_some_and(|range| line(source, &source.plain(range)) == wanted);
    let rows: Vec<(&Row, Told)> =
        table.rows.iter().filter(|row| is(row, Line::Named)).map(|row| (row, told(row, column))).collect();
    let mut criteria = labels::criteria(source, &rows.iter().filter_map(|(row, _)| label(row)).collect::<Vec<_>>());
    // scores that are said to be weighted count as they stand
    let is_weighted = header.get(column).is_some_and(|name| source.grammars.says(Cue::Weighted, name));
    for (criterion, (row, _)) in criteria.iter_mut().zip(&rows) {
        let cell = weight.and_then(|column| row.cells.get(column)).filter(|cell| !cell.range.is_empty());
        criterion.weight = cell.and_then(|cell| labels::weight(&source.plain(cell.range))).filter(|_| !is_weighted);
        criterion.weight_range = cell.map(|cell| cell.range).filter(|_| !is_weighted);
    }
    let mut named: Vec<usize> = Vec::new();
    for (index, _) in rows.iter().flat_map(|(_, told)| told) {
        if !named.contains(index) {
            named.push(*index);
        }
    }
    let totals = table
        .rows
        .iter()
        .filter(|row| is(row, Line::Total))
        .filter_map(|row| Some((label(row)?, told(row, column))))
        .next_back();
    let score = |index: usize, row: &Row, told: &Told| -> MatrixScore {
        let own = told.iter().find(|(option, _)| *option == index);
        let end = row.cells.get(column).map_or(row.range.end, |cell| cell.range.end);
        own.map_or_else(|| cells::absent(end), |(_, range)| cells::read(source, *range))
    };
    let total = |index: usize| -> Option<StatedTotal> {
        let (label, told) = totals.as_ref()?;
        let (_, range) = told.iter().find(|(option, _)| *option == index)?;
        cells::total(source, *range, *label)
    };
    let options = named.iter().filter_map(|index| {
        let known = source.known.get(*index)?;
        let scores = rows.iter().map(|(row, told)| score(*index, row, told)).collect();
        Some(option(known.name.clone(), known.range, scores, total(*index)))
    });
    let weighs = weight.is_some() || totals.is_some();
    Some(Matrix::new(table.range, Orientation::Bullets, criteria, options.collect(), weighs))
}
