//! Matrices that are one table: criteria against options, either way round.

use super::evidence::{self, Corner, Evidence};
use super::source::{Place, Source};
use super::{
    Exact, Matrix, MatrixCriterion, MatrixOption, MatrixScore, Orientation, StatedTotal, cells, labels, ranks, summed,
};
use crate::grammar::{Cue, normal_name};
use crate::syntax::{Fact, Inline, Moved, Row, Said, SpanKind, Table};
use crate::text::TextRange;
use std::hash::{DefaultHasher, Hash, Hasher};

static MATRICES: Fact<Vec<Matrix>> = Fact::new();

static HTML_MATRICES: Fact<Vec<Matrix>> = Fact::new();

/// The matrices among the tables of a document.
pub(super) fn read(source: &Source<'_>) -> Vec<Matrix> {
    let mut found = among(source, &Table::own(source.parse), &MATRICES);
    found.extend(among(source, &Table::own_html(source.parse), &HTML_MATRICES));
    found
}

fn among(source: &Source<'_>, tables: &[Said<'_, Vec<Table>>], fact: &'static Fact<Vec<Matrix>>) -> Vec<Matrix> {
    let options = source.given();
    let mut found = Vec::new();
    for said in tables.iter().filter(|said| !said.value.is_empty()) {
        let place = |table: &Table| source.place(said.start + table.range.start);
        let places: Vec<Place> = said.value.iter().map(place).collect();
        let mut given = DefaultHasher::new();
        (options, &places).hash(&mut given);
        let matrices = said.piece.fact(fact, given.finish(), |piece| {
            let own = source.piece(piece);
            let tables = said.value.iter().zip(places);
            tables.filter_map(|(table, place)| of_table(&own, table, place)).collect()
        });
        found.extend(matrices.iter().map(|matrix| matrix.moved(said.start)));
    }
    found
}

fn of_table(source: &Source<'_>, table: &Table, place: Place) -> Option<Matrix> {
    let is_elsewhere = place == Place::Elsewhere && source.known.len() < 2;
    let may_speak = || summed::may_speak_for_itself(source, table);
    if is_elsewhere && !may_speak() {
        return None;
    }
    let header: Vec<String> = table.header.cells.iter().map(|cell| source.plain(cell.range)).collect();
    let is_unnamed = is_elsewhere || place != Place::Criteria && !may_name_options(source, table, &header);
    // most tables are read no further
    if is_unnamed && !is_elsewhere && !may_speak() {
        return None;
    }
    let grid = Grid { source, table, header, place };
    if is_unnamed {
        let (matrix, _) = grid.options_as_columns()?;
        return summed::speaks_for_itself(&matrix).then_some(matrix);
    }
    let both = [grid.options_as_columns(), grid.options_as_rows()];
    let best = both.into_iter().flatten().filter(|(_, evidence)| evidence.suffices());
    best.max_by_key(|(matrix, evidence)| (evidence.hits, matrix.orientation == Orientation::OptionsAsColumns))
        .map(|(matrix, _)| matrix)
}

/// Whether two columns or two rows at least are headed by an option: without, no table beside the criteria is a matrix.
fn may_name_options(source: &Source<'_>, table: &Table, header: &[String]) -> bool {
    let rows = || table.rows.iter().filter_map(|row| Some(source.plain(row.cells.first()?.range)));
    evidence::hits(source, header.iter().skip(1).map(String::as_str)) >= 2
        || rows().filter(|name| evidence::hits(source, std::iter::once(name.as_str())) > 0).nth(1).is_some()
}

/// A table and the words of its header.
struct Grid<'s, 'd> {
    source: &'s Source<'d>,
    table: &'s Table,
    header: Vec<String>,
    place: Place,
}

/// What a column or a row of a matrix is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Line {
    /// An option or a criterion.
    Named,
    /// Weights.
    Weight,
    /// Totals.
    Total,
    /// Sums of some of the scores: how many are above a datum, and how many below.
    Part,
    /// Remarks, arguments, a winner, or nothing.
    Aside,
}

/// What the words at the head of a column or a row make of it.
pub(super) fn line(source: &Source<'_>, name: &str) -> Line {
    let asides = [Cue::MatrixNote, Cue::Winner, Cue::Rank, Cue::Pro, Cue::Con, Cue::Neutral];
    match () {
        () if name.trim().is_empty() => Line::Aside,
        () if source.grammars.is_criterion(name) => Line::Named,
        () if source.is(Cue::Weight, name) => Line::Weight,
        () if is_part(source, name) => Line::Part,
        () if source.is(Cue::Total, name) => Line::Total,
        () if asides.iter().any(|cue| source.is(*cue, name)) => Line::Aside,
        () => Line::Named,
    }
}

/// `Sum of +`, `Total −`, `Sum of positives`
fn is_part(source: &Source<'_>, name: &str) -> bool {
    let bare = name.trim_end_matches(['+', '-', '−', '–', '"', ' ', '`']);
    let has_sign = bare.len() < name.trim_end().len();
    source.is(Cue::PartSum, name) || has_sign && (source.is(Cue::PartSum, bare) || source.is(Cue::Total, bare))
}

type Read = (Matrix, Evidence);

impl Grid<'_, '_> {
    fn options_as_columns(&self) -> Option<Read> {
        let columns = self.option_columns();
        let mut rows: Vec<(&Row, Line)> = self.table.rows.iter().map(|row| (row, self.row_line(row))).collect();
        let weight_column = self.header.iter().position(|name| line(self.source, name) == Line::Weight);
        let total = rows.iter().position(|(_, line)| *line == Line::Total).unwrap_or_default();
        for (at, (row, line)) in rows.iter_mut().enumerate().filter(|(_, (_, line))| *line == Line::Aside) {
            let Some(label) = row.cells.first().map(|cell| cell.range) else { continue };
            let weight = weight_column.and_then(|column| row.cells.get(column)).map(|cell| cell.range);
            let cells: Vec<_> = columns.iter().map(|(at, _)| row.cells.get(*at).map(|cell| cell.range)).collect();
            let is_weighed = self.is_weight(weight) || labels::criterion(self.source, label).weight.is_some();
            if (at < total || is_weighed) && self.holds_scores(label, &cells, is_weighed) {
                *line = Line::Named;
            }
        }
        if let Some(at) = self.unnamed_total_row(&rows, &columns, weight_column) {
            rows.iter_mut().skip(at).take(1).for_each(|(_, line)| *line = Line::Total);
        }
        let named: Vec<&Row> = rows.iter().filter(|(_, line)| *line == Line::Named).map(|(row, _)| *row).collect();
        let named = self.without_group_rows(&named, &columns);
        if columns.len() < 2 || named.is_empty() {
            return None;
        }
        let mut criteria = labels::criteria(self.source, &ranges_of(&named));
        for (criterion, row) in criteria.iter_mut().zip(&named) {
            self.weigh(criterion, weight_column.and_then(|column| row.cells.get(column)).map(|cell| cell.range));
        }
        let totals: Vec<&Row> = rows.iter().filter(|(_, line)| *line == Line::Total).map(|(row, _)| *row).collect();
        let mut options: Vec<_> = columns
            .iter()
            .filter_map(|(column, name)| {
                let scores = named.iter().map(|row| self.score(row, *column)).collect();
                let total = totals.iter().rev().find_map(|row| self.total(row, *column, row.cells.first()?.range));
                Some(option(name.clone(), self.table.header.cells.get(*column)?.range, scores, total))
            })
            .collect();
        for row in rows.iter().filter(|(_, line)| *line == Line::Aside).map(|(row, _)| *row) {
            let cells: Vec<_> = columns.iter().map(|(at, _)| row.cells.get(*at).map(|cell| cell.range)).collect();
            ranks::read(self.source, row.cells.first().map(|cell| cell.range), &cells, &mut options);
        }
        let weighs = weight_column.is_some() || has_totals(&options);
        Some(self.finish(Orientation::OptionsAsColumns, criteria, options, weighs, evidence::heads_criteria))
    }

    fn options_as_rows(&self) -> Option<Read> {
        let total = (1..self.header.len())
            .rfind(|at| self.header.get(*at).is_some_and(|n| line(self.source, n) == Line::Total));
        let named: Vec<&Row> = self.table.rows.iter().filter(|row| self.row_line(row) == Line::Named).collect();
        let is_criterion = |column: &usize| match self.header.get(*column).map(|name| line(self.source, name)) {
            Some(Line::Aside) => {
                let cells: Vec<_> = named.iter().map(|row| row.cells.get(*column).map(|cell| cell.range)).collect();
                let Some(head) = self.table.header.cells.get(*column).map(|cell| cell.range) else { return false };
                let mut weights = self.table.rows.iter().filter(|row| self.row_line(row) == Line::Weight);
                let is_weighed = labels::criterion(self.source, head).weight.is_some()
                    || weights.any(|row| self.is_weight(row.cells.get(*column).map(|cell| cell.range)));
                (is_weighed || total.is_some_and(|total| *column < total))
                    && self.holds_scores(head, &cells, is_weighed)
            }
            line => line == Some(Line::Named),
        };
        let mut columns: Vec<usize> = (1..self.header.len()).filter(is_criterion).collect();
        let total = total.or_else(|| self.unnamed_total_column(&columns, &named));
        columns.retain(|column| Some(*column) != total);
        let header: Vec<TextRange> =
            columns.iter().filter_map(|column| Some(self.table.header.cells.get(*column)?.range)).collect();
        let mut criteria = labels::criteria(self.source, &header);
        let mut options = Vec::new();
        let mut rows: Vec<&Row> = Vec::new();
        let mut has_weights = false;
        for row in &self.table.rows {
            match self.row_line(row) {
                Line::Weight => {
                    has_weights = true;
                    for (criterion, column) in criteria.iter_mut().zip(&columns) {
                        self.weigh(criterion, row.cells.get(*column).map(|cell| cell.range));
                    }
                }
                Line::Named => {
                    let Some(cell) = row.cells.first() else { continue };
                    let scores = columns.iter().map(|column| self.score(row, *column)).collect();
                    let total = total.and_then(|at| self.total(row, at, self.table.header.cells.get(at)?.range));
                    options.push(option(self.source.plain(cell.range), cell.range, scores, total));
                    rows.push(row);
                }
                Line::Total | Line::Part | Line::Aside => {}
            }
        }
        if options.len() < 2 || criteria.is_empty() {
            return None;
        }
        let asides = self.table.header.cells.iter().enumerate().skip(1).filter(|(at, _)| !columns.contains(at));
        for (at, head) in asides {
            let cells: Vec<_> = rows.iter().map(|row| row.cells.get(at).map(|cell| cell.range)).collect();
            ranks::read(self.source, Some(head.range), &cells, &mut options);
        }
        let weighs = has_weights || has_totals(&options);
        Some(self.finish(Orientation::OptionsAsRows, criteria, options, weighs, evidence::heads_options))
    }

    fn finish(
        &self,
        orientation: Orientation,
        criteria: Vec<MatrixCriterion>,
        mut options: Vec<MatrixOption>,
        weighs: bool,
        is_named: fn(&Source<'_>, &str) -> bool,
    ) -> Read {
        read_steps(&mut options);
        let criteria = summed::weighed_by_numbers(self.source, criteria, &options);
        let labelled = criteria.iter().filter(|criterion| criterion.weight.is_some()).count() >= 2;
        let evidence = Evidence {
            place: self.place,
            hits: evidence::hits(self.source, options.iter().map(|option| option.name.as_str())),
            options: options.len(),
            is_strong: weighs || labelled || evidence::has_usual_criteria(self.source, &criteria),
            corner: self.corner(is_named),
            judges: evidence::judges(&options),
            known: self.source.known.len(),
        };
        let weighs = weighs || labelled;
        (Matrix::new(self.table.range, orientation, criteria, options, weighs), evidence)
    }

    fn corner(&self, is_named: fn(&Source<'_>, &str) -> bool) -> Corner {
        match self.header.first() {
            Some(first) if is_named(self.source, first) => Corner::Named,
            Some(first) if first.is_empty() => Corner::Blank,
            _ => Corner::Other,
        }
    }

    /// The columns that name options, and their names. `A (weighted)` beside `A` repeats it.
    fn option_columns(&self) -> Vec<(usize, String)> {
        let source = self.source;
        let candidates: Vec<(usize, &String)> = self
            .header
            .iter()
            .enumerate()
            .skip(1)
            .filter(|(_, name)| line(source, name) == Line::Named || source.option(name).is_some())
            .collect();
        let base = |name: &str| {
            let words = normal_name(name.trim_end_matches([')', ']']));
            let kept = words.split(' ').filter(|w| !source.is(Cue::Weighted, w) && !source.is(Cue::ScoreWord, w));
            kept.collect::<Vec<_>>().join(" ")
        };
        let repeats = |name: &String| {
            let twins = candidates.iter().filter(|(_, other)| base(other) == base(name)).count();
            let is_weighted =
                normal_name(name.trim_end_matches([')', ']'])).split(' ').any(|w| source.is(Cue::Weighted, w));
            twins > 1 && is_weighted
        };
        candidates.iter().filter(|(_, name)| !repeats(name)).map(|(at, name)| (*at, (*name).clone())).collect()
    }

    fn row_line(&self, row: &Row) -> Line {
        row.cells.first().map_or(Line::Aside, |cell| line(self.source, &self.source.plain(cell.range)))
    }

    /// The last row, where it is called by a word for scores and is their total: `Points`, `Score (of 100)`.
    fn unnamed_total_row(
        &self,
        rows: &[(&Row, Line)],
        columns: &[(usize, String)],
        weight_column: Option<usize>,
    ) -> Option<usize> {
        if rows.iter().any(|(_, line)| *line == Line::Total) {
            return None;
        }
        let at = rows.iter().rposition(|(_, line)| *line == Line::Named)?;
        let read = |row: &Row| {
            let weight = weight_column.and_then(|column| row.cells.get(column)).map(|cell| cell.range);
            let label = row.cells.first()?.range;
            let cells = columns.iter().map(|(column, _)| row.cells.get(*column).map(|cell| cell.range)).collect();
            let is_weighed = weight.is_some_and(|weight| !weight.is_empty()) || summed::is_numbered(self.source, label);
            Some(summed::Scores { label, is_weighed, cells })
        };
        let others: Vec<_> =
            rows.get(..at)?.iter().filter(|(_, line)| *line == Line::Named).filter_map(|(row, _)| read(row)).collect();
        summed::is_total(self.source, &read(rows.get(at)?.0)?, &others).then_some(at)
    }

    /// The same of the last of `columns` over the rows of options.
    fn unnamed_total_column(&self, columns: &[usize], named: &[&Row]) -> Option<usize> {
        let weights = || self.table.rows.iter().filter(|row| self.row_line(row) == Line::Weight);
        let read = |column: usize| {
            let label = self.table.header.cells.get(column)?.range;
            let cells = named.iter().map(|row| row.cells.get(column).map(|cell| cell.range)).collect();
            let is_weighed = summed::is_numbered(self.source, label)
                || weights().any(|row| row.cells.get(column).is_some_and(|cell| !cell.range.is_empty()));
            Some(summed::Scores { label, is_weighed, cells })
        };
        let (last, others) = columns.split_last()?;
        let others: Vec<_> = others.iter().filter_map(|column| read(*column)).collect();
        summed::is_total(self.source, &read(*last)?, &others).then_some(*last)
    }

    fn is_weight(&self, cell: Option<TextRange>) -> bool {
        cell.is_some_and(|range| labels::weight(&self.source.plain(range)).is_some())
    }

    /// Whether what is called like a remark holds a score in each of its cells, a criterion called `Scale`. Without a weight,
    /// `Ranking` may hold ranks; with one, cells may still be open.
    fn holds_scores(&self, label: TextRange, cells: &[Option<TextRange>], is_weighed: bool) -> bool {
        let value = |cell: &Option<TextRange>| {
            let reading = cells::reading(self.source.grammars, &self.source.plain((*cell)?));
            reading.value.filter(|_| reading.unit.is_none())
        };
        let is_open = |cell: &Option<TextRange>| {
            is_weighed && cell.is_none_or(|range| cells::is_open(self.source.grammars, &self.source.plain(range)))
        };
        let values: Option<Vec<Exact>> = cells.iter().filter(|cell| !is_open(cell)).map(value).collect();
        let label = self.source.plain(label);
        let places = Exact::ONE..=Exact::from(cells.len() as u32);
        let is_place = |value: &Exact| value.is_whole() && places.contains(value);
        let are_ranks =
            |values: &[Exact]| !is_weighed && self.source.is(Cue::Rank, &label) && values.iter().all(is_place);
        !label.trim().is_empty() && values.is_some_and(|values| !values.is_empty() && !are_ranks(&values))
    }

    /// Without rows that are only a bold title over the rows below.
    fn without_group_rows<'r>(&self, rows: &[&'r Row], columns: &[(usize, String)]) -> Vec<&'r Row> {
        let is_bold = |row: &Row| {
            let label = row.cells.first().map(|cell| Inline::read(self.source.parse, cell.range));
            label.is_some_and(|label| label.first(self.source.text()).is_some_and(|s| s.kind == SpanKind::Strong))
        };
        let blank = |row: &Row| {
            let cell = |column: usize| row.cells.get(column).map_or("", |cell| cell.range.of(self.source.text()));
            columns.iter().all(|(column, _)| cell(*column).is_empty())
        };
        let bold = rows.iter().filter(|row| is_bold(row)).count();
        rows.iter().copied().filter(|row| bold == rows.len() || !(is_bold(row) && blank(row))).collect()
    }

    fn score(&self, row: &Row, column: usize) -> MatrixScore {
        match row.cells.get(column) {
            Some(cell) => cells::read(self.source, cell.range),
            None => cells::absent(row.range.end),
        }
    }

    fn total(&self, row: &Row, column: usize, label: TextRange) -> Option<StatedTotal> {
        cells::total(self.source, row.cells.get(column)?.range, label)
    }

    fn weigh(&self, criterion: &mut MatrixCriterion, range: Option<TextRange>) {
        if let Some(range) = range {
            criterion.weigh(range, &self.source.plain(range));
        }
    }
}

/// An option before anything is computed for it.
pub(super) fn option(
    name: String,
    range: TextRange,
    scores: Vec<MatrixScore>,
    stated_total: Option<StatedTotal>,
) -> MatrixOption {
    MatrixOption { name, range, scores, stated_total, computed_total: None, stated_rank: None, rank: None }
}

fn has_totals(options: &[MatrixOption]) -> bool {
    options.iter().filter(|option| option.stated_total.is_some()).count() >= 2
}

fn ranges_of(rows: &[&Row]) -> Vec<TextRange> {
    rows.iter().filter_map(|row| Some(row.cells.first()?.range)).collect()
}

/// Where every cell is a step up or down from a datum, the steps are the scores.
fn read_steps(options: &mut [MatrixOption]) {
    let mut answered = options.iter().flat_map(|option| &option.scores).filter(|score| !score.is_open).peekable();
    let has_up = options.iter().flat_map(|option| &option.scores).any(|score| score.raw.trim_matches('*') == "+");
    if !has_up || answered.peek().is_none() || !answered.all(|score| cells::step(&score.raw).is_some()) {
        return;
    }
    for score in options.iter_mut().flat_map(|option| &mut option.scores).filter(|score| !score.is_open) {
        score.value = cells::step(&score.raw);
        score.unit = None;
    }
}
