//! Weights as shares of a whole: what they make together, and the same weights in proportion so that they make it.

use super::recount::{figures_like, rewritten};
use super::{Exact, Matrix, Orientation, cells, totals};
use crate::syntax::{Parse, Table};
use crate::text::{TextEdit, TextRange};

/// The weights of a matrix, all of them numbers of one sort.
#[derive(Clone, Debug, PartialEq)]
pub struct WeightShares {
    /// Each with the place where it is written.
    pub weights: Vec<(Exact, TextRange)>,
    /// What they make together.
    pub sum: Exact,
    /// What shares like these make together: 100, or 1 where all are parts of one.
    pub whole: Exact,
    /// Whether all are written as percents.
    pub is_percent: bool,
    /// Whether all are smaller than one.
    pub is_parts: bool,
}

impl WeightShares {
    /// The weights of `matrix`; `None` unless each criterion has one, and all are percents or none is.
    #[must_use]
    pub fn of(text: &str, matrix: &Matrix) -> Option<Self> {
        let all = matrix.criteria.iter().map(|criterion| Some((criterion.weight?, criterion.weight_range?)));
        let weights: Vec<(Exact, TextRange)> = all.collect::<Option<_>>()?;
        let percents = weights.iter().filter(|(_, range)| range.of(text).contains('%')).count();
        let is_percent = percents == weights.len();
        let is_part = |weight: &Exact| *weight < Exact::ONE && !weight.is_whole();
        let is_parts = !is_percent && weights.iter().all(|(weight, _)| is_part(weight));
        let whole = if is_parts { Exact::ONE } else { Exact::whole(100) };
        let sum = Exact::sum(weights.iter().map(|(weight, _)| *weight))?;
        let is_plain = weights.len() >= 2 && (is_percent || percents == 0) && sum > Exact::ZERO;
        is_plain.then_some(Self { weights, sum, whole, is_percent, is_parts })
    }

    /// Whether they are factors, `×3`, and no shares.
    #[must_use]
    pub fn are_factors(&self, text: &str) -> bool {
        self.weights.iter().any(|(_, range)| range.of(text).contains(['×', 'x', 'X']))
    }

    /// All weights in proportion, with as many places behind the point as they have, so that they make the whole to the
    /// last digit: what rounding down takes away goes to those that lose most.
    fn in_proportion(&self, text: &str) -> Option<(Vec<Exact>, u32)> {
        let written = self.weights.iter().map(|(weight, range)| Some(cells::figures(text, *range, *weight)?.1));
        let places = written.collect::<Option<Vec<_>>>()?.into_iter().max()?;
        let rounded = self.rounded(places)?;
        let vanishes = rounded.iter().zip(&self.weights).any(|(new, (old, _))| *new == Exact::ZERO && *old != *new);
        if vanishes { Some((self.rounded(places + 1)?, places + 1)) } else { Some((rounded, places)) }
    }

    fn rounded(&self, places: u32) -> Option<Vec<Exact>> {
        let unit = Exact::half_unit(places)?.times(Exact::whole(2))?;
        let mut rounded: Vec<(Exact, Exact)> = Vec::new();
        for (weight, _) in &self.weights {
            let exact = weight.times(self.whole)?.over(self.sum)?;
            let near = Exact::parse(&exact.rounded(places)?)?;
            let down = if near > exact { near.minus(unit)? } else { near };
            rounded.push((down, exact.minus(down)?));
        }
        let mut left = self.whole.minus(Exact::sum(rounded.iter().map(|(down, _)| *down))?)?;
        let mut order: Vec<usize> = (0..rounded.len()).collect();
        order.sort_by_key(|at| std::cmp::Reverse(rounded.get(*at).map(|(_, lost)| *lost)));
        for at in order {
            if left < unit {
                break;
            }
            let (down, _) = rounded.get_mut(at)?;
            *down = down.plus(unit)?;
            left = left.minus(unit)?;
        }
        Some(rounded.into_iter().map(|(weight, _)| weight).collect())
    }

    /// The edits that write the weights in proportion so that they make the whole, each in the form that it has, with what
    /// follows from them in `matrices`: the stated sum of the weights, and the totals that were right before.
    #[must_use]
    pub fn normalised(&self, parse: &Parse, matrices: &[Matrix]) -> Option<Vec<TextEdit>> {
        let text = parse.text();
        // the tables of single options state each weight again
        let is_own = |matrix: &&Matrix| matrix.range.contains_range(self.weights.first().map_or(matrix.range, |w| w.1));
        if matrices.iter().filter(is_own).any(|matrix| matrix.orientation == Orientation::PerOption) {
            return None;
        }
        let (weights, places) = self.in_proportion(text)?;
        let mut edits = Vec::new();
        for ((old, range), new) in self.weights.iter().zip(&weights) {
            let (figures, _) = cells::figures(text, *range, *old)?;
            let written = figures_like(figures.of(text), *new, places)?;
            edits.extend((written != figures.of(text)).then(|| TextEdit::replace(figures, written)));
        }
        for matrix in matrices {
            edits.extend(self.sum_cell(parse, matrix));
            edits.extend(self.totals(text, matrix, &weights)?);
        }
        // two matrices may share one table of weights, and its sum
        edits.sort_by_key(|edit| edit.range.start);
        edits.dedup();
        Some(edits)
    }

    /// The totals of `matrix` under these weights, where the ones that it states are right under the old.
    fn totals(&self, text: &str, matrix: &Matrix, weights: &[Exact]) -> Option<Vec<TextEdit>> {
        let mut changed = matrix.clone();
        for criterion in &mut changed.criteria {
            let own = self.weights.iter().position(|(_, range)| criterion.weight_range == Some(*range));
            criterion.weight = own.and_then(|at| weights.get(at).copied()).or(criterion.weight);
        }
        let is_weighted = matrix.reading.is_some_and(|reading| reading.is_weighted);
        if !is_weighted || changed.criteria == matrix.criteria {
            return Some(Vec::new());
        }
        totals::compute_as(&mut changed, matrix.reading?);
        let right = matrix.options.iter().zip(&changed.options).filter_map(|(option, changed)| {
            let total = option.stated_total.as_ref().filter(|total| total.agrees == Some(true))?;
            // what is right still is left as it is
            let agrees = changed.stated_total.as_ref().is_some_and(|total| total.agrees == Some(true));
            if agrees { None } else { rewritten(text, total, changed.computed_total?) }
        });
        Some(right.collect())
    }

    /// The edit of the cell, in a line of totals, that states what the weights make.
    fn sum_cell(&self, parse: &Parse, matrix: &Matrix) -> Option<TextEdit> {
        let text = parse.text();
        let table: Table = matrix.table(parse)?;
        let label = matrix.options.iter().find_map(|option| Some(option.stated_total.as_ref()?.label))?;
        let row_of = |range: TextRange| table.rows.iter().find(|row| row.range.contains_range(range));
        let (_, first) = self.weights.first().filter(|(_, range)| table.range.contains_range(*range))?;
        let own = row_of(*first)?;
        let cell = match row_of(label) {
            Some(total) => total.cells.get(own.cells.iter().position(|cell| cell.range == *first)?)?,
            None => own.cells.get(table.header.cells.iter().position(|cell| cell.range == label)?)?,
        };
        let (figures, places) = cells::figures(text, cell.range, self.sum)?;
        let written = figures_like(figures.of(text), self.whole, places)?;
        Some(TextEdit::replace(figures, written))
    }
}
