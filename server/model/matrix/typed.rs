//! A matrix while it is typed: what each column and each row is for, known from its header before there is a row.

use super::source::{Place, Source};
use super::tables::{Line, line};
use super::{Exact, Matrix, MatrixCriterion, MatrixOption, MatrixScore, Orientation, cells, evidence, totals};
use crate::grammar::{Grammars, ItemSpec, normal_name};
use crate::model::{DecisionOption, Model, OptionSource, same_option};
use crate::syntax::{Outline, Parse, Row, TypedTable};
use crate::text::TextRange;

/// A table that is a matrix, or is about to be one.
#[derive(Clone, Debug)]
pub struct TypedMatrix<'m> {
    /// Its lines.
    pub table: TypedTable,
    /// Whether a column stands for an option, and not a row.
    pub is_by_columns: bool,
    /// What each column is for.
    pub columns: Vec<MatrixPart>,
    /// What each row below the header is for.
    pub rows: Vec<MatrixPart>,
    /// The matrix that it is already.
    pub matrix: Option<&'m Matrix>,
}

/// What a column or a row of a matrix is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum MatrixPart {
    /// The names of the rows.
    Names,
    /// An option.
    Option,
    /// A criterion.
    Criterion,
    /// Weights.
    Weight,
    /// Totals.
    Total,
    /// Remarks, or nothing that is known.
    Aside,
}

/// What a cell of a matrix is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TypedCell {
    /// What an option has by a criterion.
    Score,
    /// What a criterion weighs.
    Weight,
    /// The sum of an option's scores.
    Total,
    /// The sum of all weights.
    WeightTotal,
    /// Anything else.
    Other,
}

impl<'m> TypedMatrix<'m> {
    /// The matrix around `offset`; `None` in tables that weigh nothing.
    #[must_use]
    pub fn at(grammars: &Grammars, parse: &Parse, outline: &Outline, model: &'m Model, offset: usize) -> Option<Self> {
        let table = TypedTable::around(parse, offset)?;
        let source = Source::new(grammars, parse, outline, &model.sections, &model.options.items);
        let own = table.range();
        let matrix = model.matrices.iter().find(|matrix| {
            let is_table = matches!(matrix.orientation, Orientation::OptionsAsColumns | Orientation::OptionsAsRows);
            is_table && own.contains(matrix.range.start)
        });
        let is_by_columns = match matrix {
            Some(matrix) => matrix.orientation == Orientation::OptionsAsColumns,
            None => is_by_columns(&source, &table)?,
        };
        let read = Reader { source: &source, matrix, is_by_columns };
        let heads = table.header.cells.iter().enumerate();
        let columns = heads.map(|(at, cell)| if at == 0 { MatrixPart::Names } else { read.column(cell.range) });
        let columns = columns.collect();
        let rows = table.rows.iter().map(|row| read.row(row)).collect();
        Some(Self { table, is_by_columns, columns, rows, matrix })
    }

    /// What the cell in `column` of `row` is for.
    #[must_use]
    pub fn cell(&self, row: usize, column: usize) -> TypedCell {
        let parts = (self.rows.get(row).copied(), self.columns.get(column).copied());
        let (Some(row), Some(column)) = parts else { return TypedCell::Other };
        let (option, criterion) = if self.is_by_columns { (column, row) } else { (row, column) };
        match (criterion, option) {
            (MatrixPart::Criterion, MatrixPart::Option) => TypedCell::Score,
            (MatrixPart::Criterion, MatrixPart::Weight) => TypedCell::Weight,
            (MatrixPart::Total, MatrixPart::Option) => TypedCell::Total,
            (MatrixPart::Total, MatrixPart::Weight) => TypedCell::WeightTotal,
            _ => TypedCell::Other,
        }
    }

    /// The option of the cell in `column` of `row`, where the matrix is read already.
    #[must_use]
    pub fn option(&self, row: usize, column: usize) -> Option<&'m MatrixOption> {
        let (column, row) = (self.table.header.cells.get(column)?.range, self.table.rows.get(row)?.range);
        let is_own = |range: TextRange| if self.is_by_columns { range == column } else { row.contains_range(range) };
        self.matrix?.options.iter().find(|option| is_own(option.range))
    }

    /// The criterion of the cell in `column` of `row`, where the matrix is read already, and its place in the matrix.
    #[must_use]
    pub fn criterion(&self, row: usize, column: usize) -> Option<(usize, &'m MatrixCriterion)> {
        let (column, row) = (self.table.header.cells.get(column)?.range, self.table.rows.get(row)?.range);
        let is_own = |range: TextRange| if self.is_by_columns { row.contains_range(range) } else { range == column };
        self.matrix?.criteria.iter().enumerate().find(|(_, criterion)| is_own(criterion.range))
    }

    /// Where the name of the criterion of a cell stands.
    #[must_use]
    pub fn criterion_label(&self, row: usize, column: usize) -> Option<TextRange> {
        let cells = if self.is_by_columns { &self.table.rows.get(row)?.cells } else { &self.table.header.cells };
        cells.get(if self.is_by_columns { 0 } else { column }).map(|cell| cell.range)
    }

    /// The answered cells, those of the criterion at `index` first.
    pub fn answered(&self, index: Option<usize>) -> impl Iterator<Item = &'m MatrixScore> {
        let own = index.and_then(|index| Some(self.matrix?.row(index))).into_iter().flatten().map(|(_, score)| score);
        let all = self.matrix.into_iter().flat_map(|matrix| &matrix.options).flat_map(move |option| {
            option.scores.iter().enumerate().filter(move |(at, _)| Some(*at) != index).map(|(_, score)| score)
        });
        own.chain(all).filter(|score| !score.is_open && !score.is_excused)
    }

    /// What the scores of each option make: where its name stands, and the sum. The row at `but` does not count.
    #[must_use]
    pub fn totals(&self, but: Option<usize>) -> Vec<(TextRange, Option<Exact>)> {
        let Some(matrix) = self.matrix else { return Vec::new() };
        let mut counted = matrix.clone();
        if let Some(row) = but.and_then(|row| self.table.rows.get(row)).map(|row| row.range) {
            let is_kept = |range: TextRange| !row.contains_range(range);
            counted.options.retain(|option| is_kept(option.range));
            let kept: Vec<bool> = counted.criteria.iter().map(|criterion| is_kept(criterion.range)).collect();
            for option in &mut counted.options {
                let mut all = kept.iter();
                option.scores.retain(|_| all.next().copied().unwrap_or(true));
            }
            counted.criteria.retain(|criterion| is_kept(criterion.range));
        }
        totals::compute(&mut counted);
        counted.options.iter().map(|option| (option.range, option.computed_total)).collect()
    }

    /// The options of the document that have no column, or no row, here; what stands at `but` does not count.
    #[must_use]
    pub fn missing_options<'o>(
        &self,
        grammars: &Grammars,
        parse: &Parse,
        options: &'o [DecisionOption],
        but: TextRange,
    ) -> Vec<&'o DecisionOption> {
        let is_listed = |option: &DecisionOption| {
            let apart = [OptionSource::Matrix, OptionSource::Chosen, OptionSource::Proposal];
            option.mentions.iter().any(|mention| !apart.contains(&mention.source))
        };
        let names: Vec<&str> = self.names(parse, self.is_by_columns, but);
        let is_there = |option: &DecisionOption| {
            let mut own = option.mentions.iter().map(|mention| mention.name.as_str()).chain([option.name.as_str()]);
            own.any(|name| names.iter().any(|there| same_option(grammars, name, there)))
        };
        options.iter().filter(|option| is_listed(option) && !is_there(option)).collect()
    }

    /// Whether `item` has no row, or no column, here; what stands at `but` does not count.
    #[must_use]
    pub fn lacks(&self, parse: &Parse, item: &ItemSpec, but: TextRange) -> bool {
        !self.names(parse, !self.is_by_columns, but).iter().any(|name| item.is_called(bare(name)))
    }

    /// Whether a criterion called `name` has no row, or no column, here.
    #[must_use]
    pub fn lacks_named(&self, parse: &Parse, name: &str, but: TextRange) -> bool {
        let wanted = normal_name(bare(name));
        !self.names(parse, !self.is_by_columns, but).iter().any(|there| normal_name(bare(there)) == wanted)
    }

    /// The names in the header, or in the first column.
    fn names<'p>(&self, parse: &'p Parse, in_header: bool, but: TextRange) -> Vec<&'p str> {
        let cells = if in_header {
            self.table.header.cells.iter().skip(1).collect()
        } else {
            self.table.rows.iter().filter_map(|row| row.cells.first()).collect::<Vec<_>>()
        };
        let others = cells.into_iter().filter(|cell| !but.touches(cell.range.start));
        let names = others.map(|cell| cell.range.of(parse.text()).trim_matches(['*', '_', '`', ' ']));
        names.filter(|name| !name.is_empty()).collect()
    }

    /// Whether `written` answers nothing: blank, `TBD`, a placeholder.
    #[must_use]
    pub fn is_open(grammars: &Grammars, written: &str) -> bool {
        cells::is_open(grammars, written.trim_matches(['*', '_', '`', ' '])) || grammars.placeholders().is(written)
    }
}

/// A label without what stands in brackets behind it: a weight, a scale.
fn bare(label: &str) -> &str {
    let end = label.find(['(', '[']).filter(|at| *at > 0).unwrap_or(label.len());
    label.get(..end).unwrap_or(label).trim()
}

/// How a table lies that is no matrix yet, if it is to become one.
fn is_by_columns(source: &Source<'_>, table: &TypedTable) -> Option<bool> {
    let header: Vec<String> = table.header.cells.iter().map(|cell| source.plain(cell.range)).collect();
    let corner = header.first()?;
    let names = || header.iter().skip(1).map(String::as_str);
    let place = source.place(table.header.range.start);
    let hits = evidence::hits(source, names());
    let is_apart = place == Place::Elsewhere;
    let heads_criteria = evidence::heads_criteria(source, corner);
    if hits >= 2 && (heads_criteria || !is_apart && corner.is_empty()) || hits == 1 && heads_criteria && !is_apart {
        return Some(true);
    }
    let criteria = names().filter(|name| source.grammars.is_criterion(name)).count();
    let of_options = evidence::heads_options(source, corner) && !is_apart && source.known.len() >= 2;
    (of_options && (criteria > 0 || place == Place::Criteria)).then_some(false)
}

/// Tells what columns and rows are for.
struct Reader<'s, 'm> {
    source: &'s Source<'s>,
    matrix: Option<&'m Matrix>,
    is_by_columns: bool,
}

impl Reader<'_, '_> {
    fn column(&self, head: TextRange) -> MatrixPart {
        let is_own = self.is_named(self.is_by_columns, |range| range == head);
        self.part(head, self.is_by_columns, is_own)
    }

    fn row(&self, row: &Row) -> MatrixPart {
        let Some(first) = row.cells.first() else { return MatrixPart::Aside };
        let is_own = self.is_named(!self.is_by_columns, |range| row.range.contains_range(range));
        self.part(first.range, !self.is_by_columns, is_own)
    }

    /// Whether the matrix has an option, or else a criterion, in a place.
    fn is_named(&self, of_options: bool, is_here: impl Fn(TextRange) -> bool) -> bool {
        let Some(matrix) = self.matrix else { return false };
        if of_options {
            matrix.options.iter().any(|option| is_here(option.range))
        } else {
            matrix.criteria.iter().any(|criterion| is_here(criterion.range))
        }
    }

    /// A part by what stands at its head; `is_own` where the matrix knows it already.
    fn part(&self, head: TextRange, is_option: bool, is_own: bool) -> MatrixPart {
        let named = if is_option { MatrixPart::Option } else { MatrixPart::Criterion };
        match line(self.source, &self.source.plain(head)) {
            _ if is_own => named,
            Line::Named if self.matrix.is_none() => named,
            Line::Weight => MatrixPart::Weight,
            Line::Total => MatrixPart::Total,
            Line::Named | Line::Part | Line::Aside => MatrixPart::Aside,
        }
    }
}
