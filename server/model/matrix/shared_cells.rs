//! Matrices that name the options in their cells: `| Cost | 0.4 | Postgres: 2.0, MySQL: 2.8 |`.

use super::source::Source;
use super::tables::{Line, line, option};
use super::{Matrix, MatrixOption, MatrixScore, Orientation, StatedTotal, bullets, cells, evidence, labels};
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
    let shared = Shared::of(source, table)?;
    let (rows, told): (Vec<&Row>, Vec<Told>) = shared.criteria().into_iter().unzip();
    let labels: Vec<TextRange> = rows.iter().filter_map(|row| Some(row.cells.first()?.range)).collect();
    let mut criteria = labels::criteria(source, &labels);
    for (criterion, row) in criteria.iter_mut().zip(&rows).filter(|_| !shared.is_weighted) {
        if let Some(range) = shared.weight_of(row) {
            criterion.weigh(range, &source.plain(range));
        }
    }
    let mut named: Vec<usize> = Vec::new();
    for (index, _) in told.iter().flatten() {
        if !named.contains(index) {
            named.push(*index);
        }
    }
    let options: Vec<MatrixOption> = named
        .into_iter()
        .filter_map(|index| {
            let known = source.known.get(index)?;
            let scores = rows.iter().zip(&told).map(|(row, told)| shared.score(index, row, told)).collect();
            Some(option(known.name.clone(), known.range, scores, shared.total(index)))
        })
        .collect();
    let weighs = shared.weight.is_some() || options.iter().any(|option| option.stated_total.is_some());
    Some(Matrix::new(table.range, Orientation::Bullets, criteria, options, weighs))
}

/// A table with a column in which two rows at least say what each of several options has.
struct Shared<'s, 'd> {
    source: &'s Source<'d>,
    table: &'s Table,
    column: usize,
    weight: Option<usize>,
    /// Whether the column is said to be weighted: then the scores count as they stand.
    is_weighted: bool,
}

impl<'s, 'd> Shared<'s, 'd> {
    fn of(source: &'s Source<'d>, table: &'s Table) -> Option<Self> {
        let header: Vec<String> = table.header.cells.iter().map(|cell| source.plain(cell.range)).collect();
        header.first().filter(|name| evidence::heads_criteria(source, name))?;
        let weight = header.iter().position(|name| line(source, name) == Line::Weight);
        let of = |column: usize| Self { source, table, column, weight, is_weighted: false };
        let tells = |column: &usize| table.rows.iter().filter(|row| !of(*column).told(row).is_empty()).count() >= 2;
        let column = (1..header.len()).find(tells)?;
        let is_weighted = header.get(column).is_some_and(|name| source.grammars.says(Cue::Weighted, name));
        Some(Self { is_weighted, ..of(column) })
    }

    fn told(&self, row: &Row) -> Told {
        row.cells.get(self.column).map_or_else(Vec::new, |cell| bullets::told(self.source, cell.range))
    }

    fn weight_of(&self, row: &Row) -> Option<TextRange> {
        let cell = row.cells.get(self.weight?)?;
        (!cell.range.is_empty()).then_some(cell.range)
    }

    fn line(&self, row: &Row) -> Line {
        row.cells.first().map_or(Line::Aside, |cell| line(self.source, &self.source.plain(cell.range)))
    }

    /// The rows of criteria with what they tell; one that is called like a remark is one where it has a weight.
    fn criteria(&self) -> Vec<(&'s Row, Told)> {
        let is_criterion = |row: &&Row| match self.line(row) {
            Line::Named => true,
            Line::Aside => self.weight_of(row).is_some() && !self.told(row).is_empty(),
            Line::Weight | Line::Total | Line::Part => false,
        };
        self.table.rows.iter().filter(is_criterion).map(|row| (row, self.told(row))).collect()
    }

    fn score(&self, index: usize, row: &Row, told: &Told) -> MatrixScore {
        let own = told.iter().find(|(option, _)| *option == index);
        let end = row.cells.get(self.column).map_or(row.range.end, |cell| cell.range.end);
        own.map_or_else(|| cells::absent(end), |(_, range)| cells::read(self.source, *range))
    }

    fn total(&self, index: usize) -> Option<StatedTotal> {
        let row = self.table.rows.iter().rfind(|row| self.line(row) == Line::Total)?;
        let (_, range) = self.told(row).into_iter().find(|(option, _)| *option == index)?;
        cells::total(self.source, range, row.cells.first()?.range)
    }
}
