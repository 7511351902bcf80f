//! The totals that scores make, and which way of adding up the stated ones follow. Every number is exact.

use super::{Direction, Exact, Matrix, MatrixCriterion, MatrixForm, MatrixOption, MatrixScore, StatedTotal};

/// What a total is of the scores.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Reading {
    /// Whether each score counts by its weight.
    pub is_weighted: bool,
    /// Whether the sum is divided by what was added up: by the weights, or by the number of scores.
    pub is_mean: bool,
    /// What all totals are multiplied by: 20 for five points told as a hundred.
    pub factor: Exact,
}

/// The scores of an option, added up.
#[derive(Clone, Copy, Debug)]
struct Sums {
    scores: Exact,
    count: Exact,
    /// The same where scores that do not apply are counted.
    count_of_all: Exact,
    weighted: Option<Weighted>,
}

#[derive(Clone, Copy, Debug)]
struct Weighted {
    scores: Exact,
    weights: Exact,
    weights_of_all: Exact,
}

/// Computes the total of every option of a scoring, and holds the stated ones against them.
pub(super) fn compute(matrix: &mut Matrix) {
    if matrix.form != MatrixForm::Scoring {
        return;
    }
    let weights: Option<Vec<Exact>> = matrix.criteria.iter().map(|criterion| criterion.weight).collect();
    let weights = weights.filter(|weights| !weights.is_empty());
    let sums: Vec<Option<Sums>> = matrix.options.iter().map(|option| Sums::new(option, weights.as_deref())).collect();
    // weights that are words, or still to come, weigh, too: nobody knows what the scores make then
    let has_weight = |criterion: &MatrixCriterion| {
        criterion.weight.is_some() || criterion.weight_range.is_some() || criterion.awaits_weight
    };
    let is_weighted = matrix.criteria.iter().any(has_weight);
    matrix.reading = followed(matrix, &sums).or_else(|| usual(weights.as_deref(), is_weighted));
    if let Some(reading) = matrix.reading {
        hold(matrix, reading, sums);
    }
}

/// Computes the totals in `reading`, and holds the stated ones against them.
pub(super) fn compute_as(matrix: &mut Matrix, reading: Reading) {
    let weights: Option<Vec<Exact>> = matrix.criteria.iter().map(|criterion| criterion.weight).collect();
    let sums = matrix.options.iter().map(|option| Sums::new(option, weights.as_deref())).collect();
    hold(matrix, reading, sums);
}

fn hold(matrix: &mut Matrix, reading: Reading, sums: Vec<Option<Sums>>) {
    for (option, sums) in matrix.options.iter_mut().zip(sums) {
        option.computed_total = sums.and_then(|sums| reading.total(&sums));
        if let Some(total) = &mut option.stated_total {
            total.agrees = sums.map(|sums| reading.makes(&sums, total));
        }
    }
}

/// Gives every option its rank, where each has a total and none of the scores is better for being low. A sum is no
/// rank where a score was left out of it.
pub(super) fn rank(matrix: &mut Matrix) {
    let lower = matrix.criteria.iter().any(|criterion| criterion.direction == Direction::Lower);
    let is_short = matrix.options.iter().flat_map(|option| &option.scores).any(|score| score.is_excused);
    let compares = !lower && matrix.direction != Direction::Lower;
    let is_fair =
        matrix.options.len() >= 2 && compares && (!is_short || matrix.reading.is_some_and(|reading| reading.is_mean));
    let totals: Option<Vec<Exact>> = matrix.options.iter().map(|option| option.computed_total).collect();
    let totals = totals.filter(|_| is_fair);
    for option in &mut matrix.options {
        let better = |own: Exact, all: &[Exact]| all.iter().filter(|other| **other > own).count();
        option.rank = totals.as_deref().zip(option.computed_total).map(|(all, own)| 1 + better(own, all));
    }
}

/// Without a stated total to follow: weights that are shares make a mean, other weights a sum; weights that are only
/// partly known leave nothing to say.
fn usual(weights: Option<&[Exact]>, is_weighted: bool) -> Option<Reading> {
    let plain = Reading { is_weighted: false, is_mean: false, factor: Exact::ONE };
    match weights {
        Some(weights) => {
            let sum = Exact::sum(weights.iter().copied())?;
            let is_mean = sum == Exact::whole(100) || sum == Exact::ONE;
            Some(Reading { is_weighted: true, is_mean, ..plain })
        }
        None => (!is_weighted).then_some(plain),
    }
}

/// The reading that makes the most of the stated totals, the plainest of those. Where it makes no more than some of them by
/// accident, one constant factor that makes them all.
fn followed(matrix: &Matrix, sums: &[Option<Sums>]) -> Option<Reading> {
    let stated: Vec<(&StatedTotal, &Sums)> = matrix
        .options
        .iter()
        .zip(sums)
        .filter_map(|(option, sums)| Some((option.stated_total.as_ref()?, sums.as_ref()?)))
        .collect();
    if stated.is_empty() {
        return None;
    }
    let mut best: Option<(usize, Reading)> = None;
    for reading in candidates(matrix, &stated) {
        let count = stated.iter().filter(|(total, sums)| reading.makes(sums, total)).count();
        if count == stated.len() {
            return Some(reading);
        }
        if count > best.map_or(0, |(most, _)| most) {
            best = Some((count, reading));
        }
    }
    let is_plain = |reading: &Reading| reading.factor == Exact::ONE;
    let is_meant =
        |(most, reading): &(usize, Reading)| most * 2 > stated.len() || most * 2 == stated.len() && is_plain(reading);
    best.filter(is_meant).map(|(_, reading)| reading).or_else(|| scaled(&stated))
}

/// The ways of adding up that people use, the plainest first.
fn candidates(matrix: &Matrix, stated: &[(&StatedTotal, &Sums)]) -> Vec<Reading> {
    let is_weighted = stated.iter().all(|(_, sums)| sums.weighted.is_some());
    let is_called = stated.iter().any(|(total, _)| total.is_weighted);
    let mut factors: Vec<Exact> = [10, 20, 2, 5, 100].map(Exact::whole).to_vec();
    factors.extend([5, 10, 100].into_iter().filter_map(|part| Exact::ONE.over(Exact::whole(part))));
    let own = matrix.options.iter().flat_map(|option| &option.scores).find_map(|score| score.scale);
    factors.extend(own.into_iter().flat_map(|scale| [100, 10, 1].map(|top| Exact::whole(top).over(scale))).flatten());
    let of_weights = [(true, true), (true, false)].into_iter().filter(|_| is_weighted);
    let of_scores = [(false, false), (false, true)].into_iter().filter(|_| !(is_called && is_weighted));
    let shapes: Vec<(bool, bool)> = of_weights.chain(of_scores).collect();
    let plain = shapes.iter().map(|shape| (*shape, Exact::ONE));
    let factored = factors.iter().flat_map(|factor| shapes.iter().map(|shape| (*shape, *factor)));
    let all = plain.chain(factored);
    all.map(|((is_weighted, is_mean), factor)| Reading { is_weighted, is_mean, factor }).collect()
}

/// The reading with the one factor that makes all of two stated totals or more, whatever the factor is.
fn scaled(stated: &[(&StatedTotal, &Sums)]) -> Option<Reading> {
    let shapes = [(true, true), (true, false), (false, false), (false, true)];
    let differ = stated.iter().any(|(total, _)| stated.first().is_some_and(|(first, _)| first.value != total.value));
    let scaled = |(is_weighted, is_mean): (bool, bool)| {
        let plain = Reading { is_weighted, is_mean, factor: Exact::ONE };
        let (mut least, mut most) = (Exact::ZERO, None);
        for (total, sums) in stated {
            let half = Exact::half_unit(total.places)?;
            let own = plain.total(sums).filter(|own| *own > Exact::ZERO)?;
            least = least.max(total.value.minus(half)?.over(own)?);
            let end = total.value.plus(half)?.over(own)?;
            most = Some(most.map_or(end, |most: Exact| most.min(end)));
        }
        let factor = least.plus(most?)?.over(Exact::whole(2))?;
        (least <= most? && factor > Exact::ZERO).then_some(Reading { factor, ..plain })
    };
    shapes.into_iter().filter(|_| differ).find_map(scaled)
}

impl Sums {
    /// `None` where a score is missing, cannot be read, or is a measure.
    fn new(option: &MatrixOption, weights: Option<&[Exact]>) -> Option<Self> {
        let applied = || option.scores.iter().enumerate().filter(|(_, score)| !score.is_excused);
        let value = |score: &MatrixScore| score.value.filter(|_| score.unit.as_deref().is_none_or(|unit| unit == "%"));
        let scores: Vec<Exact> = applied().map(|(_, score)| value(score)).collect::<Option<_>>()?;
        let of_cells: Option<Vec<Exact>> =
            weights.map(|weights| applied().filter_map(|(at, _)| weights.get(at).copied()).collect());
        let weighted = of_cells.and_then(|own| {
            let products = scores.iter().zip(&own).map(|(score, weight)| score.times(*weight));
            let weights_of_all = Exact::sum(weights?.iter().copied())?;
            let scores = Exact::sum(products.collect::<Option<Vec<_>>>()?)?;
            Some(Weighted { scores, weights: Exact::sum(own)?, weights_of_all })
        });
        let count = |count: usize| Exact::from(count as u32);
        let (of_all, count) = (count(option.scores.len()), count(scores.len()));
        let sum = Exact::sum(scores.iter().copied())?;
        (!scores.is_empty()).then_some(Self { scores: sum, count, count_of_all: of_all, weighted })
    }
}

impl Reading {
    /// The total of the scores; one that does not apply is left out.
    fn total(self, sums: &Sums) -> Option<Exact> {
        match sums.weighted.filter(|_| self.is_weighted) {
            Some(weighted) => self.of(weighted.scores, weighted.weights),
            None if self.is_weighted => None,
            None => self.of(sums.scores, sums.count),
        }
    }

    /// The same where the scores that do not apply are counted as nothing.
    fn total_of_all(self, sums: &Sums) -> Option<Exact> {
        match sums.weighted.filter(|_| self.is_weighted) {
            Some(weighted) => self.of(weighted.scores, weighted.weights_of_all),
            None if self.is_weighted => None,
            None => self.of(sums.scores, sums.count_of_all),
        }
    }

    fn of(self, sum: Exact, divisor: Exact) -> Option<Exact> {
        let sum = sum.times(self.factor)?;
        if self.is_mean { sum.over(divisor) } else { Some(sum) }
    }

    /// Whether the scores make the stated total, within half a unit of its last digit.
    fn makes(self, sums: &Sums, total: &StatedTotal) -> bool {
        let near = |made: Exact| Some(made.minus(total.value)?.distance() <= Exact::half_unit(total.places)?);
        [self.total(sums), self.total_of_all(sums)].into_iter().flatten().any(|made| near(made) == Some(true))
    }
}
