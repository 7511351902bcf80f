//! The totals that scores make, in whole numbers: a millionth is the smallest step, and nothing is rounded before the
//! end.

use super::{Matrix, MatrixForm, MatrixOption};
use crate::grammar::{Cue, Grammars};
use crate::text::TextRange;

/// How many steps one has.
const ONE: i128 = 1_000_000;

/// A total as a fraction.
#[derive(Clone, Copy, Debug)]
struct Fraction {
    numerator: i128,
    denominator: i128,
}

/// What a total is of the scores.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Reading {
    /// Weights times scores, divided by the sum of the weights.
    WeightedMean,
    /// Weights times scores.
    Weighted,
    /// Weights times scores, the weights being hundredths.
    Percent,
    /// The scores added up.
    Sum,
    /// Their mean.
    Mean,
}

/// Computes total and rank of every option of a scoring.
pub(super) fn compute(grammars: &Grammars, text: &str, matrix: &mut Matrix) {
    if matrix.form != MatrixForm::Scoring {
        return;
    }
    let weights = weights(matrix);
    let is_weighted = matrix.criteria.iter().any(|criterion| criterion.weight.is_some());
    let Some(reading) = reading(text, matrix, weights.as_deref(), is_weighted) else { return };
    let totals: Vec<Option<Fraction>> =
        matrix.options.iter().map(|option| total(reading, option, weights.as_deref())).collect();
    for (option, total) in matrix.options.iter_mut().zip(&totals) {
        option.computed_total = total.map(Fraction::value);
    }
    let lower_is_better = matrix.criteria.iter().any(|criterion| grammars.says(Cue::LowerBetter, &criterion.name));
    let Some(all) = totals.into_iter().collect::<Option<Vec<_>>>().filter(|_| !lower_is_better) else { return };
    for (option, own) in matrix.options.iter_mut().zip(&all) {
        option.rank = Some(1 + all.iter().filter(|other| other.exceeds(*own)).count());
    }
}

/// The reading that fits the most stated totals; without any that fits, the usual one. Weights that are only partly
/// known leave nothing to say.
fn reading(text: &str, matrix: &Matrix, weights: Option<&[i128]>, is_weighted: bool) -> Option<Reading> {
    let candidates: &[Reading] = match weights {
        Some(_) => &[Reading::WeightedMean, Reading::Weighted, Reading::Percent, Reading::Sum, Reading::Mean],
        None => &[Reading::Sum, Reading::Mean],
    };
    let fits = |reading: Reading| {
        let all = matrix.options.iter().filter_map(|option| {
            let (stated, range) = option.stated_total?;
            Some(total(reading, option, weights)?.rounds_to(stated, places(text, range)))
        });
        all.filter(|fits| *fits).count()
    };
    let mut best: Option<(usize, Reading)> = None;
    for reading in candidates {
        let count = fits(*reading);
        if count > best.map_or(0, |(most, _)| most) {
            best = Some((count, *reading));
        }
    }
    best.map(|(_, reading)| reading).or_else(|| usual(weights, is_weighted))
}

fn usual(weights: Option<&[i128]>, is_weighted: bool) -> Option<Reading> {
    match weights {
        Some(weights) => {
            let sum: i128 = weights.iter().sum();
            Some(if sum == 100 * ONE || sum == ONE { Reading::WeightedMean } else { Reading::Weighted })
        }
        None => (!is_weighted).then_some(Reading::Sum),
    }
}

fn total(reading: Reading, option: &MatrixOption, weights: Option<&[i128]>) -> Option<Fraction> {
    let scores: Vec<i128> = option.scores.iter().map(|score| scaled(score.value?)).collect::<Option<_>>()?;
    let sum: i128 = scores.iter().sum();
    let of_weights: i128 = weights.unwrap_or(&[]).iter().sum();
    let weighted: i128 = scores.iter().zip(weights.unwrap_or(&[])).map(|(score, weight)| score * weight).sum();
    let (numerator, denominator) = match reading {
        Reading::Sum => (sum, ONE),
        Reading::Mean => (sum, ONE * scores.len() as i128),
        Reading::Weighted => (weighted, ONE * ONE),
        Reading::Percent => (weighted, 100 * ONE * ONE),
        Reading::WeightedMean => (weighted, ONE * of_weights),
    };
    (denominator > 0).then_some(Fraction { numerator, denominator })
}

fn weights(matrix: &Matrix) -> Option<Vec<i128>> {
    let all: Option<Vec<i128>> = matrix.criteria.iter().map(|criterion| scaled(criterion.weight?)).collect();
    all.filter(|weights| !weights.is_empty())
}

/// A number of at most six places in steps; larger numbers than a total has are none.
fn scaled(value: f64) -> Option<i128> {
    let steps = value * ONE as f64;
    (steps.abs() < 1e11).then(|| steps.round() as i128)
}

/// How many places behind the point the first number at `range` is printed with.
fn places(text: &str, range: TextRange) -> u32 {
    let written = range.of(text);
    let from = written.find(|c: char| c.is_ascii_digit()).and_then(|at| written.get(at..)).unwrap_or("");
    let number = from.split(|c: char| !c.is_ascii_digit() && c != '.').next().unwrap_or("");
    number.split_once('.').map_or(0, |(_, behind)| behind.len().min(6) as u32)
}

impl Fraction {
    fn value(self) -> f64 {
        self.numerator as f64 / self.denominator as f64
    }

    /// Whether it is more than `other`, a total of the same matrix in the same reading: their denominators are one.
    fn exceeds(self, other: Self) -> bool {
        self.numerator > other.numerator
    }

    /// Whether `stated`, printed with so many places, is this number within half a unit of its last digit.
    fn rounds_to(self, stated: f64, places: u32) -> bool {
        let Some(stated) = scaled(stated) else { return false };
        let power = 10_i128.pow(places);
        let difference = (self.numerator * ONE - stated * self.denominator).abs();
        difference.saturating_mul(2 * power) <= self.denominator * ONE
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_total_fits_within_half_a_unit_of_its_last_digit() {
        let third = Fraction { numerator: 10, denominator: 3 };
        assert!(third.rounds_to(3.33, 2) && third.rounds_to(3.0, 0) && third.rounds_to(3.3, 1));
        assert!(!third.rounds_to(3.34, 2) && !third.rounds_to(3.4, 1));
        let half = Fraction { numerator: 5, denominator: 2 };
        assert!(half.rounds_to(3.0, 0) && half.rounds_to(2.0, 0));
    }
}
