//! Where the options and the criteria of a matrix stand in its table, and the table with more of either.

use super::{Exact, Matrix, MatrixForm, Orientation};
use crate::grammar::{Cue, Grammars};
use crate::syntax::{Cell, Grid, Inline, Parse, Row, Table};
use crate::text::{TextEdit, TextRange};
use std::cmp::Reverse;

/// A matrix that is one table, and where its parts stand there.
#[derive(Debug)]
pub struct MatrixLayout<'m> {
    matrix: &'m Matrix,
    /// The table.
    pub table: Table,
    grid: Grid,
    is_by_columns: bool,
    /// The columns or rows of the options, in their order.
    options: Vec<usize>,
    /// The rows or columns of the criteria, in their order.
    criteria: Vec<usize>,
}

/// Places behind the point that new totals are written with at most.
const PLACES: u32 = 2;

impl<'m> MatrixLayout<'m> {
    /// The layout of `matrix`; `None` where it is no table, or one that cannot be written anew.
    #[must_use]
    pub fn of(parse: &Parse, matrix: &'m Matrix) -> Option<Self> {
        let table = matrix.table(parse)?;
        let grid = Grid::of(parse, &table)?;
        let column = |range: TextRange| table.header.cells.iter().position(|cell| cell.gap.contains_range(range));
        let row = |range: TextRange| table.rows.iter().position(|row| row.range.contains_range(range));
        let is_by_columns = match matrix.orientation {
            Orientation::OptionsAsColumns => true,
            Orientation::OptionsAsRows => false,
            Orientation::PerOption | Orientation::Bullets => return None,
        };
        let places = |ranges: Vec<TextRange>, in_header: bool| -> Option<Vec<usize>> {
            ranges.into_iter().map(|range| if in_header { column(range) } else { row(range) }).collect()
        };
        let options = places(matrix.options.iter().map(|one| one.range).collect(), is_by_columns)?;
        let criteria = places(matrix.criteria.iter().map(|one| one.range).collect(), !is_by_columns)?;
        Some(Self { matrix, table, grid, is_by_columns, options, criteria })
    }

    /// The texts of the table as they are.
    #[must_use]
    pub const fn grid(&self) -> &Grid {
        &self.grid
    }

    /// The table with more criteria behind the last one, called `names`, which are escaped for cells.
    #[must_use]
    pub fn with_criteria(&self, names: &[String]) -> Grid {
        self.with(names, &self.criteria, !self.is_by_columns)
    }

    /// The table with more options behind the last one, called `names`, which are escaped for cells.
    #[must_use]
    pub fn with_options(&self, names: &[String]) -> Grid {
        self.with(names, &self.options, self.is_by_columns)
    }

    fn with(&self, names: &[String], places: &[usize], as_columns: bool) -> Grid {
        let behind = places.iter().max().map_or(0, |last| last + 1);
        names.iter().rev().fold(self.grid.clone(), |grid, name| {
            if as_columns { grid.with_column(behind, name) } else { grid.with_row(behind, name) }
        })
    }

    /// The options from the best to the worst, in the places that options have now; nothing where they stand so already.
    #[must_use]
    pub fn sorted(&self) -> Option<Grid> {
        let ranks: Vec<usize> = self.matrix.options.iter().map(|option| option.rank).collect::<Option<_>>()?;
        let mut best: Vec<(usize, usize)> = ranks.into_iter().zip(self.options.iter().copied()).collect();
        best.sort_by_key(|(rank, _)| *rank);
        let count = if self.is_by_columns { self.grid.columns() } else { self.grid.rows() };
        let mut order: Vec<usize> = (0..count).collect();
        let mut places = self.options.clone();
        places.sort_unstable_by_key(|place| Reverse(*place));
        for (_, from) in best {
            let place = places.pop()?;
            *order.get_mut(place)? = from;
        }
        let is_sorted = order.is_sorted();
        (!is_sorted)
            .then(|| if self.is_by_columns { self.grid.with_columns(&order) } else { self.grid.with_rows(&order) })
    }

    /// The table with a line of totals behind the last criterion, where it has none and each option has a total by which
    /// the options can be compared.
    #[must_use]
    pub fn with_totals(&self, parse: &Parse, grammars: &Grammars) -> Option<Grid> {
        let is_ranked = self.matrix.options.iter().all(|option| option.rank.is_some());
        let has_totals = self.matrix.options.iter().any(|option| option.stated_total.is_some());
        if !is_ranked || has_totals || self.total_line(parse, grammars).is_some() {
            return None;
        }
        let totals: Vec<Exact> = self.matrix.options.iter().map(|one| one.computed_total).collect::<Option<_>>()?;
        let places = places_for(totals.iter().copied());
        let at = self.criteria.iter().max()? + 1;
        let mut grid =
            self.with(std::slice::from_ref(&grammars.vocabulary.matrix.total), &self.criteria, !self.is_by_columns);
        for (place, total) in self.options.iter().zip(totals) {
            let (row, column) = if self.is_by_columns { (at, *place) } else { (*place, at) };
            grid = grid.with_cell(row, column, &total.rounded(places)?);
        }
        Some(grid)
    }

    /// The edits that write totals into the blank cells of a line of totals.
    #[must_use]
    pub fn filled_totals(&self, parse: &Parse, grammars: &Grammars) -> Vec<TextEdit> {
        if self.matrix.form != MatrixForm::Scoring {
            return Vec::new();
        }
        let Some(line) = self.total_line(parse, grammars) else { return Vec::new() };
        let stated = || self.matrix.options.iter().filter_map(|option| option.stated_total.as_ref());
        let computed = self.matrix.options.iter().filter_map(|option| option.computed_total);
        let places = stated().map(|total| total.places).max().unwrap_or_else(|| places_for(computed));
        let options = self.matrix.options.iter().zip(&self.options);
        let blank = options.filter(|(option, _)| option.stated_total.is_none()).filter_map(|(option, place)| {
            let (row, column) = if self.is_by_columns { (line, *place) } else { (*place, line) };
            let cell = self.table.cell(row, column)?;
            let is_open = super::cells::is_open(grammars, cell.range.of(parse.text()));
            let total = option.computed_total.filter(|_| is_open)?.rounded(places)?;
            Some(crate::model::in_cell(parse.text(), cell.range, &total))
        });
        blank.collect()
    }

    /// The row or the column of totals: the one whose totals are read, else the last that is called so.
    fn total_line(&self, parse: &Parse, grammars: &Grammars) -> Option<usize> {
        let label = self.matrix.options.iter().find_map(|option| Some(option.stated_total.as_ref()?.label));
        let is_total = |cell: &Cell| {
            let name = Inline::read(parse, cell.range).plain;
            Some(cell.range) == label
                || label.is_none() && grammars.is(Cue::Total, &name) && !grammars.is_criterion(&name)
        };
        if self.is_by_columns {
            self.table.rows.iter().rposition(|row: &Row| row.cells.first().is_some_and(is_total))
        } else {
            self.table.header.cells.iter().rposition(is_total)
        }
    }
}

/// As few places behind the point as write all `totals` exactly, and no more than anybody reads.
fn places_for(totals: impl Iterator<Item = Exact>) -> u32 {
    totals.map(|total| total.places().map_or(PLACES, |places| places.min(PLACES))).max().unwrap_or(0)
}
