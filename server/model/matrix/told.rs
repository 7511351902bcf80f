//! What the numbers of a matrix say, in sentences.

use super::{Direction, Exact, Matrix, MatrixCriterion, MatrixForm, MatrixOption, MatrixScore};

/// Places behind the point that a number which nobody wrote is told with.
const PLACES: u32 = 2;

impl Matrix {
    /// Who leads, and by how much: `` `Postgres` leads `MySQL` by 0.6 (8 %). ``
    #[must_use]
    pub fn lead_told(&self) -> Option<String> {
        let lead = self.lead()?;
        let (first, second) = (&lead.winner.name, &lead.runner_up.name);
        if lead.margin == Exact::ZERO {
            let total = shown_number(lead.winner.computed_total?);
            let level: Vec<String> = self.leaders().map(|option| format!("`{}`", option.name)).collect();
            return Some(format!("{} are level at {total}.", listed(&level)));
        }
        let share = lead.percent.and_then(|percent| percent.rounded(0)).map(|percent| format!(" ({percent} %)"));
        Some(format!("`{first}` leads `{second}` by {}{}.", shown_number(lead.margin), share.unwrap_or_default()))
    }

    /// Why a scoring gives its options no places: `` `MySQL` is not scored by `Cost`: … ``
    #[must_use]
    pub fn unranked_told(&self) -> Option<String> {
        let has_ranks = self.options.iter().any(|option| option.rank.is_some());
        if self.form != MatrixForm::Scoring || has_ranks {
            return None;
        }
        let without = |is_it: fn(&MatrixScore) -> bool| {
            let rows = self
                .options
                .iter()
                .flat_map(|option| option.scores.iter().zip(&self.criteria).map(move |cell| (option, cell)));
            let mut own = rows
                .filter(|(_, (score, _))| is_it(score))
                .map(|(option, (_, criterion))| (&option.name, &criterion.name));
            let (option, criterion) = own.next()?;
            Some(match own.count() {
                0 => format!("`{option}` has no score by `{criterion}`"),
                more => format!("{} scores are missing, the first that of `{option}` by `{criterion}`", more + 1),
            })
        };
        let lower = self.criteria.iter().find(|criterion| criterion.direction == Direction::Lower);
        let unweighted = || self.criteria.iter().find(|criterion| criterion.weight.is_none());
        let why = match (without(|score| score.value.is_none() && !score.is_excused), lower) {
            (Some(why), _) => why,
            (None, Some(criterion)) => format!("Low is good by `{}`", criterion.name),
            (None, None) if self.direction == Direction::Lower => "Low is good here".to_owned(),
            (None, None) if self.reading.is_none() => format!("`{}` has no weight", unweighted()?.name),
            (None, None) => without(|score| score.is_excused)?,
        };
        Some(format!("{why}: the totals make no ranks."))
    }

    /// How many hundredths of all weights the weight of `criterion` is.
    #[must_use]
    pub fn share_of(&self, criterion: &MatrixCriterion) -> Option<String> {
        let all = Exact::sum(self.criteria.iter().map(|criterion| criterion.weight).collect::<Option<Vec<_>>>()?)?;
        criterion.weight?.times(Exact::whole(100))?.over(all)?.rounded(0)
    }

    /// How little it takes to change that, a sentence each: the smallest change of a weight, and of a score.
    #[must_use]
    pub fn sensitivity_told(&self) -> Vec<String> {
        let weight = self.weight_flip().map(|flip| {
            let (criterion, from, to) = (&flip.criterion.name, shown_number(flip.from), shown_number(flip.to));
            format!("With a weight of {to} for `{criterion}` instead of {from}, `{}` draws level.", flip.winner.name)
        });
        let score = self.score_flip().map(|flip| {
            let (criterion, from, to) = (&flip.criterion.name, shown_number(flip.from), shown_number(flip.to));
            let whose = &flip.option.name;
            format!("With {to} instead of {from} for `{whose}` by `{criterion}`, `{}` draws level.", flip.winner.name)
        });
        weight.into_iter().chain(score).collect()
    }
}

impl MatrixOption {
    /// What its scores make and where that puts it: `7.4 · #1`.
    #[must_use]
    pub fn standing_told(&self) -> Option<String> {
        let total = shown_number(self.computed_total?);
        Some(self.rank.map_or_else(|| total.clone(), |rank| format!("{total} · #{rank}")))
    }
}

/// `a`, `a and b`, `a, b and c`
#[must_use]
pub fn listed(names: &[String]) -> String {
    match names {
        [] => String::new(),
        [one] => one.clone(),
        [others @ .., last] => format!("{} and {last}", others.join(", ")),
    }
}

/// A number, short enough to be read at a glance.
#[must_use]
pub fn shown_number(number: Exact) -> String {
    let places = number.places().map_or(PLACES, |places| places.min(PLACES));
    number.rounded(places).unwrap_or_else(|| number.to_string())
}
