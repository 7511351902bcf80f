//! What can be done with the table under the cursor, and with the matrix that it is.

use super::{CodeAction, CodeActionKind, SourceChange};
use crate::model::{Matrix, Orientation};
use crate::syntax::{BlockKind, Grid, Table};
use crate::text::{TextEdit, TextRange, keep_line_ends};
use crate::workspace::Document;
use std::cmp::Reverse;

/// What stands where the name of a new criterion is to be written.
const CRITERION: &str = "[criterion]";
/// What stands where the name of a new option is to be written.
const OPTION: &str = "[option]";

/// What can be done with the table that `range` lies in.
pub(super) fn actions(document: &Document, range: TextRange) -> Vec<CodeAction> {
    let of_table = || {
        document.kind().filter(|_| !document.model().is_template)?;
        let parse = document.parse();
        let at = parse.tree().at(range.start)?;
        let mut blocks = std::iter::once((at, parse.tree().get(at)?)).chain(parse.tree().ancestors(at));
        let (id, _) = blocks.find(|(_, block)| block.kind == BlockKind::Table)?;
        let table = Table::read(parse, id)?;
        Some((Grid::of(parse, &table)?, table))
    };
    let Some((grid, table)) = of_table() else { return Vec::new() };
    let matrix = document.model().matrices.iter().find(|matrix| matrix.range == table.range);
    let mut grids: Vec<(&str, Grid)> = Vec::new();
    if let Some(layout) = matrix.and_then(|matrix| Layout::of(matrix, &table)) {
        grids.push(("Add a criterion to the matrix", layout.with_criterion(&grid)));
        grids.push(("Add an option to the matrix", layout.with_option(&grid)));
        grids.extend(layout.sorted(&grid).map(|sorted| ("Sort the options by their totals", sorted)));
    }
    grids.push(("Align the table", grid.clone()));
    let written = table.range.of(document.text());
    let changed = grids.into_iter().map(|(title, grid)| (title, grid.written())).filter(|(_, text)| text != written);
    changed.map(|(title, text)| action(document, title, table.range, text)).collect()
}

fn action(document: &Document, title: &str, range: TextRange, text: String) -> CodeAction {
    let mut edit = TextEdit::replace(range, text);
    keep_line_ends(document.text(), std::iter::once(&mut edit));
    let edits = vec![(document.id().clone(), vec![edit])];
    CodeAction {
        title: title.to_owned(),
        kind: CodeActionKind::Refactor,
        edit: SourceChange { edits, snippet: None },
        fixes: None,
        is_preferred: false,
    }
}

/// Where the options and the criteria of a matrix stand in its table.
struct Layout<'m> {
    matrix: &'m Matrix,
    /// Whether the options are columns.
    is_by_columns: bool,
    /// The columns or rows of the options, in their order.
    options: Vec<usize>,
    /// The rows or columns of the criteria, in their order.
    criteria: Vec<usize>,
}

impl<'m> Layout<'m> {
    fn of(matrix: &'m Matrix, table: &Table) -> Option<Self> {
        let column = |range: TextRange| table.header.cells.iter().position(|cell| cell.gap.contains_range(range));
        let row = |range: TextRange| table.rows.iter().position(|row| row.range.contains_range(range));
        let (options, criteria): (Vec<TextRange>, Vec<TextRange>) = (
            matrix.options.iter().map(|one| one.range).collect(),
            matrix.criteria.iter().map(|one| one.range).collect(),
        );
        let is_by_columns = match matrix.orientation {
            Orientation::OptionsAsColumns => true,
            Orientation::OptionsAsRows => false,
            Orientation::PerOption | Orientation::Bullets => return None,
        };
        let places = |ranges: Vec<TextRange>, in_header: bool| -> Option<Vec<usize>> {
            ranges.into_iter().map(|range| if in_header { column(range) } else { row(range) }).collect()
        };
        Some(Self {
            matrix,
            is_by_columns,
            options: places(options, is_by_columns)?,
            criteria: places(criteria, !is_by_columns)?,
        })
    }

    fn with_criterion(&self, grid: &Grid) -> Grid {
        let behind = self.criteria.iter().max().map_or(0, |last| last + 1);
        if self.is_by_columns { grid.with_row(behind, CRITERION) } else { grid.with_column(behind, CRITERION) }
    }

    fn with_option(&self, grid: &Grid) -> Grid {
        let behind = self.options.iter().max().map_or(0, |last| last + 1);
        if self.is_by_columns { grid.with_column(behind, OPTION) } else { grid.with_row(behind, OPTION) }
    }

    /// The options from the best to the worst, in the places that options have now; nothing where they stand so already.
    fn sorted(&self, grid: &Grid) -> Option<Grid> {
        let ranks: Vec<usize> = self.matrix.options.iter().map(|option| option.rank).collect::<Option<_>>()?;
        let mut best: Vec<(usize, usize)> = ranks.into_iter().zip(self.options.iter().copied()).collect();
        best.sort_by_key(|(rank, _)| *rank);
        let count = if self.is_by_columns { grid.columns() } else { grid.rows() };
        let mut order: Vec<usize> = (0..count).collect();
        let mut places = self.options.clone();
        places.sort_unstable_by_key(|place| Reverse(*place));
        for (_, from) in best {
            let place = places.pop()?;
            *order.get_mut(place)? = from;
        }
        let is_sorted = order.is_sorted();
        (!is_sorted).then(|| if self.is_by_columns { grid.with_columns(&order) } else { grid.with_rows(&order) })
    }
}
