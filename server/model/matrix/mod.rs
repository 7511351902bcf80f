//! The decision matrix: options, criteria and scores, in whatever layout they are written.
//!
//! Tables are common in design documents and few of them weigh options. One counts as a matrix where it stands among
//! the criteria, the options or the decision *and* its columns or rows name options of this document, or where it
//! says so itself by weights, totals and the criteria that everybody uses. Everything else is left alone.

mod add;
mod built;
mod bullets;
mod cells;
mod criterion_names;
mod evidence;
mod exact;
mod labels;
mod lacking;
mod layout;
mod legend;
mod listed;
mod nested;
mod outcome;
mod per_option;
mod pick;
mod ranks;
mod recount;
mod sequels;
mod shared_cells;
mod shares;
mod source;
mod summed;
mod tables;
mod told;
mod totals;
mod typed;
mod weights;
mod words;

pub use add::{added_criterion, added_named_criterion, added_option_to_matrix};
pub use built::BuiltMatrix;
pub use bullets::{CriterionMention, Labelled, labelled};
pub use criterion_names::{CriterionName, CriterionNames};
pub use exact::Exact;
pub use lacking::NamedCriterion;
pub use layout::MatrixLayout;
pub use legend::{Direction, Scale};
pub use outcome::{Lead, ScoreFlip, WeightFlip};
pub use pick::UnexplainedPick;
pub use recount::figures_like;
pub use shares::WeightShares;
pub use totals::Reading;
pub use typed::{MatrixPart, TypedCell, TypedMatrix};

pub use told::{listed, shown_number};

use super::DecisionOption;
use crate::grammar::{Grammars, Slot};
use crate::syntax::{Moved, Outline, Parse};
use crate::text::TextRange;
use serde::Serialize;
use source::Source;

/// A decision matrix.
#[derive(Clone, Debug, PartialEq)]
pub struct Matrix {
    /// The whole of it.
    pub range: TextRange,
    /// How it lies.
    pub orientation: Orientation,
    /// Whether it scores or compares.
    pub form: MatrixForm,
    /// What is weighed by.
    pub criteria: Vec<MatrixCriterion>,
    /// What is weighed.
    pub options: Vec<MatrixOption>,
    /// What its totals are of its scores; `None` where nothing can be added up.
    pub reading: Option<Reading>,
    /// Which end of the scale the text around it calls the good one.
    pub direction: Direction,
    /// The scale that the text around it states.
    pub stated_scale: Option<Scale>,
}

/// How a matrix lies.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, schemars::JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Orientation {
    /// A column for each option.
    OptionsAsColumns,
    /// A row for each option.
    OptionsAsRows,
    /// A table for each option.
    PerOption,
    /// Labelled bullets under each option, or under each criterion.
    Bullets,
}

/// What the cells of a matrix hold.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, schemars::JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum MatrixForm {
    /// Scores: numbers on a scale, which may be summed.
    Scoring,
    /// Measures and words, which may not.
    Comparison,
}

/// A criterion of a matrix.
#[derive(Clone, Debug, PartialEq)]
pub struct MatrixCriterion {
    /// As written, without the weight in it.
    pub name: String,
    /// Where it stands.
    pub range: TextRange,
    /// Its weight, on the scale it is written in: `25 %` is 25.
    pub weight: Option<Exact>,
    /// Where the weight stands.
    pub weight_range: Option<TextRange>,
    /// Whether there is a place for its weight, and nothing in it yet.
    pub awaits_weight: bool,
    /// Which end of its scale it calls the good one.
    pub direction: Direction,
    /// The scale that it states.
    pub scale: Option<Scale>,
}

impl MatrixCriterion {
    /// Takes what stands at `range`, the place for its weight, for that: `written` as a reader sees it.
    fn weigh(&mut self, range: TextRange, written: &str) {
        if range.is_empty() {
            self.awaits_weight = self.weight.is_none();
        } else {
            self.weight = labels::weight(written);
            self.weight_range = Some(range);
        }
    }
}

/// An option of a matrix.
#[derive(Clone, Debug, PartialEq)]
pub struct MatrixOption {
    /// As written.
    pub name: String,
    /// Where it stands.
    pub range: TextRange,
    /// One for each criterion, in their order.
    pub scores: Vec<MatrixScore>,
    /// The total that is stated for it.
    pub stated_total: Option<StatedTotal>,
    /// The total that its scores make, in the reading that the stated totals use; `None` where a score is missing.
    pub computed_total: Option<Exact>,
    /// The place that the matrix gives it in a row or a column of ranks, or of winners, and where.
    pub stated_rank: Option<(usize, TextRange)>,
    /// Its place by computed total, from 1; ties share the better one. `None` unless every option has a total.
    pub rank: Option<usize>,
}

/// A total as it is stated.
#[derive(Clone, Debug, PartialEq)]
pub struct StatedTotal {
    /// The number.
    pub value: Exact,
    /// The cell.
    pub range: TextRange,
    /// Its figures alone.
    pub figures: TextRange,
    /// How many places behind the point they are printed with.
    pub places: u32,
    /// Where it says that it is a total: the head of its row or its column.
    pub label: TextRange,
    /// Whether that head calls it weighted.
    pub is_weighted: bool,
    /// Whether the scores make it, in the reading of the matrix; `None` where they make nothing.
    pub agrees: Option<bool>,
}

/// A cell of a matrix.
#[derive(Clone, Debug, PartialEq)]
pub struct MatrixScore {
    /// As written.
    pub raw: String,
    /// Where it stands; where it belongs when nothing is written.
    pub range: TextRange,
    /// The number on the cell's own scale.
    pub value: Option<Exact>,
    /// The upper end of the scale, where the cell says it: `8/10`.
    pub scale: Option<Exact>,
    /// The unit of a measure.
    pub unit: Option<String>,
    /// Whether nothing is written that answers: blank, `TBD`, a placeholder.
    pub is_open: bool,
    /// Whether it says that the criterion does not apply: totals leave it out.
    pub is_excused: bool,
}

impl Matrix {
    /// The matrix of these parts, with what they add up to; `weighs` says whether it has something to score with.
    fn new(
        range: TextRange,
        orientation: Orientation,
        criteria: Vec<MatrixCriterion>,
        mut options: Vec<MatrixOption>,
        weighs: bool,
    ) -> Self {
        cells::read_beyond(&mut options);
        let form = form(&options, weighs);
        let direction = Direction::Unsaid;
        let mut matrix =
            Self { range, orientation, form, criteria, options, reading: None, direction, stated_scale: None };
        totals::compute(&mut matrix);
        matrix
    }

    /// The share of cells that hold an answer, from 0 to 1; a matrix without cells is not filled at all.
    #[must_use]
    pub fn filled(&self) -> f64 {
        let cells = || self.options.iter().flat_map(|option| &option.scores);
        let all = cells().count();
        let answered = cells().filter(|cell| !cell.is_open).count();
        if all == 0 { 0.0 } else { f64::from(answered as u32) / f64::from(all as u32) }
    }

    /// Whether it adds up in a way of its author's: one of the stated totals is what the scores make, or each criterion
    /// has a weight.
    #[must_use]
    pub fn adds_up(&self) -> bool {
        let mut totals = self.options.iter().filter_map(|option| option.stated_total.as_ref());
        let is_weighted = self.criteria.len() >= 2 && self.criteria.iter().all(|criterion| criterion.weight.is_some());
        self.reading.is_some() && (is_weighted || totals.any(|total| total.agrees == Some(true)))
    }

    /// Whether its cells are steps up or down from a datum: up is good, whatever a criterion is called.
    #[must_use]
    pub fn compares_with_datum(&self) -> bool {
        let mut cells = self.options.iter().flat_map(|option| &option.scores).filter(|cell| !cell.is_open).peekable();
        let goes_up = self.options.iter().flat_map(|option| &option.scores).any(|cell| cell.raw.contains('+'));
        goes_up && cells.peek().is_some() && cells.all(|cell| cells::step(&cell.raw).is_some() && cell.value.is_some())
    }

    /// The one option that comes out on top.
    #[must_use]
    pub fn winner(&self) -> Option<&MatrixOption> {
        let mut first = self.options.iter().filter(|option| option.rank == Some(1));
        first.next().filter(|_| first.next().is_none())
    }

    /// The cells of the criterion at `index`, one for each option.
    pub fn row(&self, index: usize) -> impl Iterator<Item = (&MatrixOption, &MatrixScore)> {
        self.options.iter().filter_map(move |option| Some((option, option.scores.get(index)?)))
    }
}

impl Moved for Matrix {
    fn moved(&self, by: usize) -> Self {
        let mut moved = self.clone();
        moved.range = moved.range.moved(by);
        for criterion in &mut moved.criteria {
            criterion.range = criterion.range.moved(by);
            criterion.weight_range = criterion.weight_range.map(|range| range.moved(by));
        }
        for option in &mut moved.options {
            option.range = option.range.moved(by);
            if let Some(total) = &mut option.stated_total {
                (total.range, total.figures) = (total.range.moved(by), total.figures.moved(by));
                total.label = total.label.moved(by);
            }
            option.stated_rank = option.stated_rank.map(|(rank, range)| (rank, range.moved(by)));
            for score in &mut option.scores {
                score.range = score.range.moved(by);
            }
        }
        moved
    }
}

/// What a document weighs its options by: the matrices in document order, and the criteria that are named elsewhere.
#[must_use]
pub(super) fn read(
    grammars: &Grammars,
    parse: &Parse,
    outline: &Outline,
    sections: &[Slot],
    options: &[DecisionOption],
) -> (Vec<Matrix>, Vec<CriterionMention>) {
    let source = Source::new(grammars, parse, outline, sections, options);
    let mut matrices = tables::read(&source);
    if source.may_weigh() || !matrices.is_empty() {
        matrices.extend(per_option::read(&source, &matrices));
        matrices.extend(shared_cells::read(&source, &matrices));
        matrices.extend(bullets::matrices(&source, &matrices));
        matrices.sort_by_key(|matrix| (matrix.range.start, matrix.range.end));
        weights::share(&source, &mut matrices);
        words::tell(&source, &mut matrices);
        sequels::join(&source, &mut matrices);
        if !matrices.is_empty() {
            legend::tell(&source, &mut matrices);
        }
        matrices.iter_mut().for_each(totals::rank);
    }
    let mentions = bullets::mentions(&source, &matrices);
    (matrices, mentions)
}

/// Numbers without units make a scoring: in two thirds of the answered cells, or in half of them where weights or
/// totals are there to score with.
fn form(options: &[MatrixOption], weighs: bool) -> MatrixForm {
    let answered = || options.iter().flat_map(|option| &option.scores).filter(|cell| !cell.is_open);
    let scores = answered().filter(|cell| cell.value.is_some() && cell.unit.is_none()).count();
    let (share, of) = if weighs { (1, 2) } else { (2, 3) };
    let enough = scores > 0 && scores * of >= answered().count() * share;
    if enough { MatrixForm::Scoring } else { MatrixForm::Comparison }
}

#[cfg(test)]
mod tests;
