//! What the numbers of a matrix say: who leads and by how much, and how little it takes to change that.

use super::{Direction, Exact, Matrix, MatrixCriterion, MatrixForm, MatrixOption, MatrixScore, Scale};
use std::cmp::Ordering;

/// How far the best option is ahead of the next one.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Lead<'m> {
    /// The best; of equals the first.
    pub winner: &'m MatrixOption,
    /// The next.
    pub runner_up: &'m MatrixOption,
    /// The difference of their totals; nothing where they are level.
    pub margin: Exact,
    /// The same as hundredths of the best total; `None` where one of both is not above nothing.
    pub percent: Option<Exact>,
}

/// The smallest change of one weight that takes the lead away from the winner.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct WeightFlip<'m> {
    /// Whose weight it is.
    pub criterion: &'m MatrixCriterion,
    /// What it is.
    pub from: Exact,
    /// At this weight the two are level; beyond it the other one leads.
    pub to: Exact,
    /// The other one.
    pub winner: &'m MatrixOption,
}

/// The smallest change of one score that takes the lead away from the winner.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct ScoreFlip<'m> {
    /// Whose score it is.
    pub option: &'m MatrixOption,
    /// By what it is scored.
    pub criterion: &'m MatrixCriterion,
    /// What it is.
    pub from: Exact,
    /// At this score the two are level; beyond it the other one leads.
    pub to: Exact,
    /// The other one.
    pub winner: &'m MatrixOption,
}

impl Matrix {
    /// The options that come out best: one, or those that are level.
    pub fn leaders(&self) -> impl Iterator<Item = &MatrixOption> {
        self.options.iter().filter(|option| option.rank == Some(1))
    }

    /// How far the best option is ahead of the next one.
    #[must_use]
    pub fn lead(&self) -> Option<Lead<'_>> {
        let winner = self.leaders().next()?;
        let others = self.options.iter().filter(|option| option.range != winner.range);
        let runner_up = others.min_by_key(|option| option.rank)?;
        let margin = winner.computed_total?.minus(runner_up.computed_total?)?;
        let hundredths = || margin.times(Exact::whole(100))?.over(winner.computed_total?);
        let is_share = [winner, runner_up].iter().all(|option| option.computed_total > Some(Exact::ZERO));
        let percent = if is_share { hundredths() } else { None };
        Some(Lead { winner, runner_up, margin, percent })
    }

    /// The options that another one beats or equals by every criterion, and beats by one at least; each with the best
    /// of those. What is better for being low is taken so where the criterion says it.
    #[must_use]
    pub fn dominated(&self) -> Vec<(&MatrixOption, &MatrixOption)> {
        let says_which = self.criteria.iter().any(|criterion| criterion.direction == Direction::Lower);
        if self.form != MatrixForm::Scoring || self.direction == Direction::Lower && !says_which {
            return Vec::new();
        }
        let better = |own: &MatrixOption| {
            let all = self.options.iter().filter(|other| self.beats(other, own));
            all.min_by_key(|other| other.rank.unwrap_or(usize::MAX))
        };
        self.options.iter().filter_map(|option| Some((option, better(option)?))).collect()
    }

    /// Whether `one` is at least as good as `other` by every criterion, and better by one.
    fn beats(&self, one: &MatrixOption, other: &MatrixOption) -> bool {
        let compare = |one: &MatrixScore, other: &MatrixScore, criterion: &MatrixCriterion| {
            let order = one.value?.cmp(&other.value?);
            (one.unit == other.unit).then_some(())?;
            Some(if criterion.direction == Direction::Lower { order.reverse() } else { order })
        };
        let mut is_better = false;
        for ((one, other), criterion) in one.scores.iter().zip(&other.scores).zip(&self.criteria) {
            match compare(one, other, criterion) {
                None | Some(Ordering::Less) => return false,
                Some(order) => is_better |= order == Ordering::Greater,
            }
        }
        is_better
    }

    /// The smallest change of one weight that takes the lead away from the winner. Weights that are shares of a whole
    /// stay shares: what one gains, the others give in proportion.
    #[must_use]
    pub fn weight_flip(&self) -> Option<WeightFlip<'_>> {
        let winner = self.winner().filter(|_| self.is_sensitive())?;
        self.reading.filter(|reading| reading.is_weighted)?;
        let whole = Exact::sum(self.criteria.iter().filter_map(|criterion| criterion.weight))?;
        let is_shared = whole == Exact::ONE || whole == Exact::whole(100);
        let rivals = self.options.iter().filter(|option| option.range != winner.range);
        let flips = rivals.filter_map(|rival| Some((rival, self.ahead(winner, rival)?))).flat_map(|(rival, ahead)| {
            self.criteria.iter().enumerate().filter_map(move |(at, criterion)| {
                let from = criterion.weight?;
                let by = winner.scores.get(at)?.value?.minus(rival.scores.get(at)?.value?)?;
                let level = from.minus(ahead.over(by)?)?;
                let to = if is_shared { share(whole, from, level)? } else { level };
                (level >= Exact::ZERO).then_some(WeightFlip { criterion, from, to, winner: rival })
            })
        });
        flips
            .filter_map(|flip| Some((flip.to.minus(flip.from)?.distance(), flip)))
            .min_by_key(|(far, _)| *far)
            .map(|(_, flip)| flip)
    }

    /// The smallest change of one score, within its scale where that is known, that takes the lead away from the winner.
    #[must_use]
    pub fn score_flip(&self) -> Option<ScoreFlip<'_>> {
        let winner = self.winner().filter(|_| self.is_sensitive())?;
        let is_weighted = self.reading.is_some_and(|reading| reading.is_weighted);
        let scales: Vec<Option<Scale>> = (0..self.criteria.len()).map(|at| self.scale(at)).collect();
        let rivals = self.options.iter().filter(|option| option.range != winner.range);
        let flips = rivals.filter_map(|rival| Some((rival, self.ahead(winner, rival)?))).flat_map(|(rival, ahead)| {
            self.criteria.iter().zip(&scales).enumerate().flat_map(move |(at, (criterion, scale))| {
                let weight = if is_weighted { criterion.weight } else { Some(Exact::ONE) };
                let by = weight.and_then(|weight| ahead.over(weight));
                let changed = move |option: &'_ MatrixOption, sign: i64| {
                    let from = option.scores.get(at)?.value?;
                    let to = from.plus(by?.times(Exact::whole(sign))?)?;
                    let is_possible = scale.is_none_or(|scale| (scale.low..=scale.high).contains(&to));
                    is_possible.then_some((from, to))
                };
                let flip = move |option, sign| {
                    let (from, to) = changed(option, sign)?;
                    Some(ScoreFlip { option, criterion, from, to, winner: rival })
                };
                [flip(winner, -1), flip(rival, 1)].into_iter().flatten()
            })
        });
        flips
            .filter_map(|flip| Some((flip.to.minus(flip.from)?.distance(), flip)))
            .min_by_key(|(far, _)| *far)
            .map(|(_, flip)| flip)
    }

    /// Whether its totals are sums over all its scores, so that one more point here is one more point there.
    fn is_sensitive(&self) -> bool {
        !self.options.iter().flat_map(|option| &option.scores).any(|score| score.is_excused || score.value.is_none())
    }

    /// By how much the sum of `one` is above that of `other`, weighted where the matrix weighs.
    fn ahead(&self, one: &MatrixOption, other: &MatrixOption) -> Option<Exact> {
        let is_weighted = self.reading?.is_weighted;
        let cells = one.scores.iter().zip(&other.scores).zip(&self.criteria).map(|((one, other), criterion)| {
            let weight = if is_weighted { criterion.weight? } else { Exact::ONE };
            one.value?.minus(other.value?)?.times(weight)
        });
        Exact::sum(cells.collect::<Option<Vec<_>>>()?)
    }

    /// The scale of the criterion at `index`: as its label states it, as the text does, or as most cells do (`8/10`).
    #[must_use]
    pub fn scale(&self, index: usize) -> Option<Scale> {
        let stated = self.criteria.get(index).and_then(|criterion| criterion.scale).or(self.stated_scale);
        stated.or_else(|| {
            let scored = || self.options.iter().flat_map(|option| &option.scores).filter(|score| score.value.is_some());
            let high = scored().find_map(|score| score.scale)?;
            let same = scored().filter(|score| score.scale == Some(high)).count();
            (same * 5 >= scored().count() * 4).then_some(Scale { low: Exact::ZERO, high })
        })
    }
}

/// The share of `whole` that the weight `own` comes to when it is raised or lowered to `level` and the others shrink or
/// grow in proportion, so that all are `whole` again.
fn share(whole: Exact, own: Exact, level: Exact) -> Option<Exact> {
    level.times(whole)?.over(whole.minus(own)?.plus(level)?)
}

#[cfg(test)]
mod tests {
    use super::super::Orientation;
    use super::*;
    use crate::text::TextRange;
    use proptest::prelude::*;

    /// A matrix of these scores, by option, then by criterion; without weights where none are given.
    fn matrix(scores: &[Vec<i64>], weights: Option<&[i64]>) -> Matrix {
        let range = |at: usize| TextRange::new(at, at + 1);
        let score = |value: &i64| MatrixScore {
            raw: value.to_string(),
            range: range(0),
            value: Some(Exact::whole(*value)),
            scale: None,
            unit: None,
            is_open: false,
            is_excused: false,
        };
        let criterion = |at: usize| MatrixCriterion {
            name: format!("c{at}"),
            range: range(at),
            weight: weights.and_then(|weights| weights.get(at)).copied().map(Exact::whole),
            weight_range: None,
            awaits_weight: false,
            direction: Direction::Unsaid,
            scale: None,
        };
        let criteria = (0..scores[0].len()).map(criterion).collect();
        let option = |(at, scores): (usize, &Vec<i64>)| {
            super::super::tables::option(format!("o{at}"), range(at), scores.iter().map(score).collect(), None)
        };
        let options = scores.iter().enumerate().map(option).collect();
        let mut matrix = Matrix::new(range(0), Orientation::OptionsAsColumns, criteria, options, weights.is_some());
        super::super::totals::rank(&mut matrix);
        matrix
    }

    /// The totals under these weights, by brute force.
    fn totals(scores: &[Vec<Exact>], weights: &[Exact]) -> Vec<Exact> {
        let total = |own: &Vec<Exact>| Exact::sum(own.iter().zip(weights).map(|(s, w)| s.times(*w).unwrap())).unwrap();
        scores.iter().map(total).collect()
    }

    /// The one option whose total is above all others.
    fn winner(totals: &[Exact]) -> Option<usize> {
        let best = totals.iter().max()?;
        let mut first = totals.iter().enumerate().filter(|(_, total)| *total == best);
        first.next().filter(|_| first.next().is_none()).map(|(at, _)| at)
    }

    fn exact(scores: &[Vec<i64>]) -> Vec<Vec<Exact>> {
        scores.iter().map(|own| own.iter().copied().map(Exact::whole).collect()).collect()
    }

    /// `weights` with the one at `at` set to `to`; shares stay shares.
    fn changed(weights: &[i64], at: usize, to: Exact, is_shared: bool) -> Option<Vec<Exact>> {
        let mut all: Vec<Exact> = weights.iter().copied().map(Exact::whole).collect();
        if is_shared {
            let rest = Exact::whole(100).minus(all[at])?;
            let left = Exact::whole(100).minus(to)?.over(rest)?;
            for weight in &mut all {
                *weight = weight.times(left)?;
            }
        }
        all[at] = to;
        Some(all)
    }

    fn at(name: &str) -> usize {
        name[1..].parse().unwrap()
    }

    #[test]
    fn a_lead_and_what_would_turn_it() {
        let made = matrix(&[vec![4, 5], vec![5, 2], vec![1, 1]], Some(&[60, 40]));
        let lead = made.lead().unwrap();
        assert_eq!((lead.winner.name.as_str(), lead.runner_up.name.as_str()), ("o0", "o1"));
        assert_eq!((lead.margin.to_string(), lead.percent.unwrap().to_string()), ("0.6".into(), "13.6364".into()));
        let flip = made.weight_flip().unwrap();
        // at three quarters both have 4.25
        assert_eq!((flip.criterion.name.as_str(), flip.from, flip.to), ("c0", Exact::whole(60), Exact::whole(75)));
        assert_eq!(flip.winner.name, "o1");
        let flip = made.score_flip().unwrap();
        assert_eq!((flip.option.name.as_str(), flip.criterion.name.as_str(), flip.to), ("o0", "c0", Exact::whole(3)));
        assert_eq!(
            made.dominated().iter().map(|(one, by)| (&*one.name, &*by.name)).collect::<Vec<_>>(),
            [("o2", "o0")]
        );
    }

    #[test]
    fn equals_lead_together_and_nothing_turns_them() {
        let made = matrix(&[vec![4, 5], vec![5, 4]], None);
        assert_eq!(made.leaders().count(), 2);
        assert_eq!(made.lead().map(|lead| lead.margin), Some(Exact::ZERO));
        assert_eq!((made.weight_flip(), made.score_flip()), (None, None));
    }

    #[test]
    fn a_score_stays_on_its_scale() {
        let mut made = matrix(&[vec![5, 5], vec![4, 5]], None);
        for criterion in &mut made.criteria {
            criterion.scale = Some(Scale { low: Exact::ONE, high: Exact::whole(5) });
        }
        let flip = made.score_flip().unwrap();
        assert_eq!((flip.option.name.as_str(), flip.from, flip.to), ("o0", Exact::whole(5), Exact::whole(4)));
    }

    #[test]
    fn what_is_better_for_being_low_is_compared_so() {
        let mut made = matrix(&[vec![4, 1], vec![4, 3]], None);
        assert_eq!(made.dominated()[0].0.name, "o0");
        made.criteria[1].direction = Direction::Lower;
        assert_eq!(made.dominated()[0].0.name, "o1");
        made.criteria[1].direction = Direction::Unsaid;
        made.direction = Direction::Lower;
        assert_eq!(made.dominated(), []);
    }

    fn scores() -> impl Strategy<Value = Vec<Vec<i64>>> {
        (2_usize..5, 1_usize..5).prop_flat_map(|(options, criteria)| {
            prop::collection::vec(prop::collection::vec(0_i64..6, criteria), options)
        })
    }

    /// Weights from 0 to 5; or shares of a hundred.
    fn weighed() -> impl Strategy<Value = (Vec<Vec<i64>>, Vec<i64>, bool)> {
        (scores(), prop::collection::vec(0_i64..6, 5), any::<bool>()).prop_map(|(scores, mut weights, is_shared)| {
            weights.truncate(scores[0].len());
            if is_shared {
                weights = weights.iter().map(|weight| weight * 5).collect();
                let last = weights.len() - 1;
                weights[last] = 0;
                weights[last] = 100 - weights.iter().sum::<i64>();
            } else if [1, 100].contains(&weights.iter().sum::<i64>()) {
                weights[0] += 2;
            }
            (scores, weights, is_shared)
        })
    }

    proptest! {
        #[test]
        fn no_smaller_change_of_a_weight_takes_the_lead((scores, weights, is_shared) in weighed()) {
            let made = matrix(&scores, Some(&weights));
            let values = exact(&scores);
            let before = winner(&totals(&values, &weights.iter().copied().map(Exact::whole).collect::<Vec<_>>()));
            prop_assert_eq!(made.winner().map(|option| at(&option.name)), before);
            let Some(before) = before else { return Ok(()) };
            let flip = made.weight_flip();
            // half of a step short of the flip, and all the way where there is none
            let reach = flip.map_or(Exact::whole(100), |flip| flip.to.minus(flip.from).unwrap().distance());
            for index in 0..weights.len() {
                for step in -39_i64..40 {
                    let by = reach.times(Exact::whole(step)).unwrap().over(Exact::whole(40)).unwrap();
                    let to = Exact::whole(weights[index]).plus(by).unwrap();
                    let most = if is_shared { Exact::whole(100) } else { Exact::whole(200) };
                    if to < Exact::ZERO || to >= most {
                        continue;
                    }
                    let Some(all) = changed(&weights, index, to, is_shared) else { continue };
                    prop_assert_eq!(winner(&totals(&values, &all)), Some(before), "c{} to {}", index, to);
                }
            }
            if let Some(flip) = flip {
                let (index, other) = (at(&flip.criterion.name), at(&flip.winner.name));
                let level = totals(&values, &changed(&weights, index, flip.to, is_shared).unwrap());
                prop_assert_eq!(level[before], level[other]);
                prop_assert_eq!(level.iter().max(), Some(&level[other]));
            }
        }

        #[test]
        fn no_smaller_change_of_a_score_takes_the_lead((scores, weights, _) in weighed()) {
            let made = matrix(&scores, Some(&weights));
            let weights: Vec<Exact> = weights.iter().copied().map(Exact::whole).collect();
            let Some(before) = winner(&totals(&exact(&scores), &weights)) else { return Ok(()) };
            let flip = made.score_flip();
            let reach = flip.map_or(Exact::whole(1000), |flip| flip.to.minus(flip.from).unwrap().distance());
            for (option, criterion) in (0..scores.len()).flat_map(|o| (0..weights.len()).map(move |c| (o, c))) {
                for sign in [-1, 1] {
                    let mut all = exact(&scores);
                    let by = reach.times(Exact::whole(sign * 39)).unwrap().over(Exact::whole(40)).unwrap();
                    all[option][criterion] = all[option][criterion].plus(by).unwrap();
                    prop_assert_eq!(winner(&totals(&all, &weights)), Some(before));
                }
            }
            if let Some(flip) = flip {
                let mut all = exact(&scores);
                all[at(&flip.option.name)][at(&flip.criterion.name)] = flip.to;
                let level = totals(&all, &weights);
                prop_assert_eq!(level[before], level[at(&flip.winner.name)]);
                prop_assert_eq!(level.iter().max(), Some(&level[before]));
            }
        }

        #[test]
        fn ranks_and_dominance_are_as_counted(scores in scores()) {
            let made = matrix(&scores, None);
            let sums: Vec<i64> = scores.iter().map(|own| own.iter().sum()).collect();
            for (option, own) in made.options.iter().zip(&sums) {
                prop_assert_eq!(option.rank, Some(1 + sums.iter().filter(|other| *other > own).count()));
            }
            let beaten = |own: &Vec<i64>| {
                scores.iter().any(|other| other != own && other.iter().zip(own).all(|(other, own)| other >= own))
            };
            let expected: Vec<usize> = (0..scores.len()).filter(|at| beaten(&scores[*at])).collect();
            let told: Vec<usize> = made.dominated().iter().map(|(option, _)| at(&option.name)).collect();
            prop_assert_eq!(told, expected);
        }
    }
}
