//! What speaks for a table being a matrix. Never a guess: without options of this document, or weights and totals, a
//! table is just a table.

use super::source::{Place, Source};
use super::{MatrixCriterion, MatrixOption, MatrixScore, cells};
use crate::grammar::Cue;

/// What was found in a table that was read one way.
pub(super) struct Evidence {
    /// What its section is for.
    pub(super) place: Place,
    /// How many of its options the document knows, or look like one.
    pub(super) hits: usize,
    /// How many options it has.
    pub(super) options: usize,
    /// Whether it has weights, totals or two of the criteria that everybody uses.
    pub(super) is_strong: bool,
    /// Whether its first header names what the other axis is.
    pub(super) is_headed: bool,
    /// Whether its first header is blank.
    pub(super) is_blank_headed: bool,
    /// Whether most of its cells judge.
    pub(super) judges: bool,
    /// Whether the document names two options or more.
    pub(super) knows_options: bool,
}

impl Evidence {
    /// Whether it is a matrix.
    pub(super) fn suffices(&self) -> bool {
        let headed = self.is_headed || self.is_blank_headed;
        let covers = self.hits >= 2 && self.hits * 2 >= self.options;
        match self.place {
            Place::Criteria if self.knows_options => {
                covers && (headed || self.is_strong) || self.is_strong && (self.hits > 0 || self.is_headed)
            }
            Place::Criteria => self.is_headed && self.is_strong || covers,
            Place::Weighing => covers && (self.is_strong || headed && self.judges),
            Place::Elsewhere => covers && self.is_strong,
        }
    }
}

/// How many of `names` are options of the document, or look like options anywhere.
pub(super) fn hits<'n>(source: &Source<'_>, names: impl Iterator<Item = &'n str>) -> usize {
    names.filter(|name| source.option(name).is_some() || source.looks_like_option(name)).count()
}

/// Whether two of the criteria at least are ones that the grammars name.
pub(super) fn has_usual_criteria(source: &Source<'_>, criteria: &[MatrixCriterion]) -> bool {
    criteria.iter().filter(|criterion| source.grammars.is_criterion(&criterion.name)).count() >= 2
}

/// Whether a header says that its column holds criteria.
pub(super) fn heads_criteria(source: &Source<'_>, header: &str) -> bool {
    source.is(Cue::CriterionWord, header)
}

/// Whether a header says that its column holds options.
pub(super) fn heads_options(source: &Source<'_>, header: &str) -> bool {
    let one = header.trim_end_matches(['s', 'S']);
    source.is(Cue::OptionWord, header) || source.is(Cue::OptionWord, one)
}

/// Whether at least two thirds of the answered cells judge rather than describe.
pub(super) fn judges(options: &[MatrixOption]) -> bool {
    let answered = || options.iter().flat_map(|option| &option.scores).filter(|score: &&MatrixScore| !score.is_open);
    answered().filter(|score| cells::judges(score)).count() * 3 >= answered().count() * 2
}
