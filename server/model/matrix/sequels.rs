//! Tables that go on with a matrix: its scores times their weights, or nothing but its totals.

use super::source::Source;
use super::tables::{Line, line, own_tables};
use super::{Exact, Matrix, MatrixOption, Orientation, StatedTotal, cells, ranks, totals};
use crate::grammar::{Cue, normal_name};
use crate::syntax::{Moved, Table};
use crate::text::TextRange;

/// Takes over what tables behind a matrix say of it.
pub(super) fn join(source: &Source<'_>, matrices: &mut Vec<Matrix>) {
    join_products(matrices);
    if matrices.iter().any(|matrix| is_waiting(matrix)) {
        join_results(source, matrices);
    }
}

/// Whether a matrix scores, and states no totals.
fn is_waiting(matrix: &Matrix) -> bool {
    let is_table = matches!(matrix.orientation, Orientation::OptionsAsColumns | Orientation::OptionsAsRows);
    is_table && matrix.reading.is_some() && matrix.options.iter().all(|option| option.stated_total.is_none())
}

/// A matrix whose cells are those of an earlier one times their weights is that one with its working shown: its totals are the
/// earlier one's.
fn join_products(matrices: &mut Vec<Matrix>) {
    let mut at = 1;
    while at < matrices.len() {
        let (before, rest) = matrices.split_at_mut(at);
        let Some(later) = rest.first() else { return };
        let earlier = before.iter_mut().rev().find(|earlier| is_waiting(earlier) && multiplies(earlier, later));
        let Some(earlier) = earlier else {
            at += 1;
            continue;
        };
        for option in &mut earlier.options {
            let own = of_name(later, &option.name);
            option.stated_total = own.and_then(|own| own.stated_total.clone());
            option.stated_rank = own.and_then(|own| own.stated_rank).or(option.stated_rank);
        }
        totals::compute(earlier);
        matrices.remove(at);
    }
}

fn of_name<'m>(matrix: &'m Matrix, name: &str) -> Option<&'m MatrixOption> {
    let name = normal_name(name);
    matrix.options.iter().find(|option| normal_name(&option.name) == name)
}

/// Whether nearly all cells of `later` are those of `earlier` times their weights, or times their share of all weights.
fn multiplies(earlier: &Matrix, later: &Matrix) -> bool {
    let weights: Option<Vec<Exact>> = earlier.criteria.iter().map(|criterion| criterion.weight).collect();
    let Some(weights) = weights
        .filter(|_| earlier.criteria.len() == later.criteria.len() && earlier.options.len() == later.options.len())
    else {
        return false;
    };
    let place = |name: &str| {
        let name = normal_name(name);
        later.criteria.iter().position(|criterion| normal_name(&criterion.name) == name)
    };
    let places: Option<Vec<usize>> = earlier.criteria.iter().map(|criterion| place(&criterion.name)).collect();
    let (Some(places), Some(all)) = (places, Exact::sum(weights.iter().copied())) else { return false };
    let mut pairs: Vec<(Exact, Exact, Exact)> = Vec::new();
    for option in &earlier.options {
        let Some(other) = of_name(later, &option.name) else { return false };
        for ((score, weight), place) in option.scores.iter().zip(&weights).zip(&places) {
            let product = score.value.and_then(|value| value.times(*weight));
            let written = other.scores.get(*place).and_then(|score| Some((score.value?, unit_of(&score.raw)?)));
            let (Some(product), Some((written, half))) = (product, written) else { return false };
            pairs.push((product, written, half));
        }
    }
    let makes = |divisor: Exact| {
        let near = |(product, written, half): &(Exact, Exact, Exact)| {
            product.over(divisor).and_then(|made| made.minus(*written)).is_some_and(|off| off.distance() <= *half)
        };
        pairs.iter().filter(|pair| near(pair)).count() * 5 >= pairs.len() * 4
    };
    pairs.len() >= 4 && [Exact::ONE, Exact::whole(100), all].into_iter().any(makes)
}

/// Half a unit of the last place that a number is written with.
fn unit_of(raw: &str) -> Option<Exact> {
    let figures = raw.trim_matches(|c: char| !c.is_ascii_digit());
    Exact::half_unit(figures.rsplit_once(['.', ',']).map_or(0, |(_, places)| places.len() as u32))
}

/// Tables of totals: `| Option | Total | Rank |`, or the options as columns over a row of totals.
fn join_results(source: &Source<'_>, matrices: &mut [Matrix]) {
    let taken: Vec<TextRange> = matrices.iter().map(|matrix| matrix.range).collect();
    for said in source.parse.facts(&super::tables::TABLES, 0, own_tables) {
        for table in said.value.iter() {
            let range = table.range.moved(said.start);
            if taken.iter().any(|taken| taken.meets(range)) {
                continue;
            }
            let before = matrices.iter_mut().filter(|matrix| matrix.range.end <= range.start && is_waiting(matrix));
            if let Some(matrix) = before.last() {
                let _ = results(source, matrix, table, said.start);
            }
        }
    }
}

/// Takes over the totals and ranks of `table` for `matrix`, where it holds nothing else and names every option.
fn results(source: &Source<'_>, matrix: &mut Matrix, table: &Table, by: usize) -> Option<()> {
    let cell = |row: Option<usize>, column: usize| -> Option<TextRange> {
        let row = row.map_or(Some(&table.header), |row| table.rows.get(row))?;
        row.cells.get(column).map(|cell| cell.range.moved(by))
    };
    let plain = |range: Option<TextRange>| range.map_or_else(String::new, |range| source.plain(range));
    let (columns, rows) = (table.header.cells.len(), table.rows.len());
    let is_result = |name: &str| {
        let of = line(source, name);
        of == Line::Total
            || of == Line::Part
            || of == Line::Aside && !name.trim().is_empty()
            || source.is(Cue::ScoreWord, name)
    };
    let in_rows = (1..columns).all(|column| is_result(&plain(cell(None, column))));
    let in_columns = (0..rows).all(|row| is_result(&plain(cell(Some(row), 0))));
    let lines = if in_rows { columns } else { rows + 1 };
    // a line of results, and the cell of an option in it
    let at = |line: usize, option: Option<usize>| match (in_rows, option) {
        (true, option) => cell(option, line),
        (false, option) => cell(Some(line.checked_sub(1)?), option.map_or(0, |option| option + 1)),
    };
    let name = |option: usize| if in_rows { cell(Some(option), 0) } else { cell(None, option + 1) };
    let count = if in_rows { rows } else { columns.checked_sub(1)? };
    let places: Vec<usize> = matrix
        .options
        .iter()
        .map(|option| (0..count).find(|at| is_called(source, option, &plain(name(*at)))))
        .collect::<Option<_>>()
        .filter(|_| in_rows != in_columns && count == matrix.options.len())?;
    let total = (1..lines).rfind(|at_line| {
        let head = plain(at(*at_line, None));
        line(source, &head) == Line::Total || source.is(Cue::ScoreWord, &head)
    })?;
    let stated: Vec<StatedTotal> = places
        .iter()
        .map(|place| cells::total(source, at(total, Some(*place))?, at(total, None)?))
        .collect::<Option<_>>()?;
    for (option, stated) in matrix.options.iter_mut().zip(stated) {
        option.stated_total = Some(stated);
    }
    for other in (1..lines).filter(|other| *other != total) {
        let cells: Vec<_> = places.iter().map(|place| at(other, Some(*place))).collect();
        ranks::read(source, at(other, None), &cells, &mut matrix.options);
    }
    totals::compute(matrix);
    Some(())
}

fn is_called(source: &Source<'_>, option: &MatrixOption, name: &str) -> bool {
    normal_name(&option.name) == normal_name(name)
        || source.option(name).is_some_and(|index| source.option(&option.name) == Some(index))
}
