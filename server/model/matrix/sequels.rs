//! Tables that go on with a matrix: its scores times their weights, or nothing but its totals.

use super::source::Source;
use super::tables::{Line, line};
use super::{Exact, Matrix, MatrixOption, Orientation, StatedTotal, cells, ranks, totals};
use crate::grammar::{Cue, normal_name};
use crate::syntax::{Moved, Table};
use crate::text::TextRange;

/// Takes over what tables behind a matrix say of it.
pub(super) fn join(source: &Source<'_>, matrices: &mut Vec<Matrix>) {
    join_products(matrices);
    if matrices.iter().any(is_waiting) {
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
    for said in Table::own(source.parse).into_iter().chain(Table::own_html(source.parse)) {
        for table in said.value.iter() {
            let range = table.range.moved(said.start);
            let waiting = |matrix: &&mut Matrix| matrix.range.end <= range.start && is_waiting(matrix);
            let Some(matrix) = matrices.iter_mut().filter(waiting).last() else { continue };
            if taken.iter().any(|taken| taken.meets(range)) {
                continue;
            }
            if let Some(results) = Results::of(source, matrix, table, said.start) {
                results.told(matrix);
            }
        }
    }
}

/// A table that holds totals, ranks and remarks of options, and nothing else.
struct Results<'s, 'd> {
    source: &'s Source<'d>,
    table: &'s Table,
    /// Where its piece begins.
    by: usize,
    /// Whether the options are its rows.
    has_rows: bool,
    /// The rows or columns of the options of the matrix, in their order.
    places: Vec<usize>,
}

impl<'s, 'd> Results<'s, 'd> {
    /// The one of `table` for `matrix`, where it names every option and no other.
    fn of(source: &'s Source<'d>, matrix: &Matrix, table: &'s Table, by: usize) -> Option<Self> {
        let plain = |range: TextRange| source.plain(range.moved(by));
        let heads: Vec<String> = table.header.cells.iter().skip(1).map(|cell| plain(cell.range)).collect();
        let labels: Vec<String> = table.rows.iter().filter_map(|row| Some(plain(row.cells.first()?.range))).collect();
        let are_results = |names: &[String]| names.iter().all(|name| is_result(source, name));
        let has_rows = are_results(&heads);
        let names = if has_rows { labels.as_slice() } else { heads.as_slice() };
        if has_rows == are_results(&labels) || names.len() != matrix.options.len() {
            return None;
        }
        let place = |option: &MatrixOption| names.iter().position(|name| is_called(source, option, name));
        let places = matrix.options.iter().map(place).collect::<Option<_>>()?;
        Some(Self { source, table, by, has_rows, places })
    }

    /// The cell at `line` of what is told, of the option at `place`; without one, the line's head.
    fn cell(&self, line: usize, place: Option<usize>) -> Option<TextRange> {
        let (row, column) = if self.has_rows {
            (place.map_or(Some(&self.table.header), |place| self.table.rows.get(place)), line + 1)
        } else {
            (self.table.rows.get(line), place.map_or(0, |place| place + 1))
        };
        row?.cells.get(column).map(|cell| cell.range.moved(self.by))
    }

    fn heads(&self) -> Vec<TextRange> {
        (0..).map_while(|line| self.cell(line, None)).collect()
    }

    /// Tells `matrix` its totals and ranks, where each option has a total.
    fn told(&self, matrix: &mut Matrix) {
        let heads = self.heads();
        let is = |wanted: fn(&Source<'_>, &str) -> bool| {
            heads.iter().enumerate().rfind(|(_, head)| wanted(self.source, &self.source.plain(**head)))
        };
        let found = is(|source, name| line(source, name) == Line::Total).or_else(|| is(is_score));
        let Some((at, label)) = found else { return };
        let total = |place: &usize| cells::total(self.source, self.cell(at, Some(*place))?, *label);
        let Some(totals) = self.places.iter().map(total).collect::<Option<Vec<StatedTotal>>>() else { return };
        for (option, total) in matrix.options.iter_mut().zip(totals) {
            option.stated_total = Some(total);
        }
        for (line, head) in heads.iter().enumerate().filter(|(line, _)| *line != at) {
            let cells: Vec<_> = self.places.iter().map(|place| self.cell(line, Some(*place))).collect();
            ranks::read(self.source, Some(*head), &cells, &mut matrix.options);
        }
        totals::compute(matrix);
    }
}

/// Whether a row or a column of this name tells what came out.
fn is_result(source: &Source<'_>, name: &str) -> bool {
    match line(source, name) {
        Line::Total | Line::Part => true,
        Line::Aside => !name.trim().is_empty(),
        Line::Named | Line::Weight => is_score(source, name),
    }
}

/// Whether a row or a column of this name holds what each option was given, and is no remark that is called alike.
fn is_score(source: &Source<'_>, name: &str) -> bool {
    line(source, name) == Line::Named && source.is(Cue::ScoreWord, name)
}

fn is_called(source: &Source<'_>, option: &MatrixOption, name: &str) -> bool {
    normal_name(&option.name) == normal_name(name)
        || source.option(name).is_some_and(|index| source.option(&option.name) == Some(index))
}
