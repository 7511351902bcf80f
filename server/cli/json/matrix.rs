//! What `matrix --format json` prints, and `inspect` of a matrix.

use super::Number;
use crate::model::{self, MatrixForm, Orientation};
use schemars::JsonSchema;
use serde::Serialize;

/// Everything that was computed.
#[derive(Debug, Serialize, JsonSchema)]
#[schemars(title = "staffwork matrix")]
pub struct Computed {
    /// The version of this format.
    pub schema: u8,
    /// The files, in the order in which they were named or found; those without a matrix are left out.
    pub files: Vec<ComputedFile>,
}

/// A file with matrices.
#[derive(Debug, Default, Serialize, JsonSchema)]
pub struct ComputedFile {
    /// As it was named.
    pub path: String,
    /// Its matrices in document order.
    pub matrices: Vec<ComputedMatrix>,
    /// Why it could not be read.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub error: Option<String>,
}

/// A decision matrix.
#[derive(Debug, Serialize, JsonSchema)]
pub struct Matrix {
    /// The line it begins in, from 1.
    pub line: usize,
    /// How it lies.
    pub orientation: Orientation,
    /// Whether it scores or compares.
    pub form: MatrixForm,
    /// The share of its cells that hold an answer.
    pub filled: f64,
    /// The option with the best total; null where several are level.
    pub winner: Option<String>,
    /// What is weighed by.
    pub criteria: Vec<Criterion>,
    /// What is weighed.
    pub options: Vec<MatrixOption>,
}

/// A criterion of a matrix.
#[derive(Debug, Serialize, JsonSchema)]
pub struct Criterion {
    /// As written, without its weight.
    pub name: String,
    /// Its weight.
    pub weight: Option<Number>,
}

/// An option of a matrix.
#[derive(Debug, Serialize, JsonSchema)]
pub struct MatrixOption {
    /// As written.
    pub name: String,
    /// The number in each cell on the cell's own scale, in the order of the criteria; null where there is none.
    pub scores: Vec<Option<Number>>,
    /// The text of each cell.
    pub raw: Vec<String>,
    /// The unit that all its measures share.
    pub unit: Option<String>,
    /// The total that is written.
    pub stated_total: Option<Number>,
    /// The total that its scores make.
    pub computed_total: Option<Number>,
    /// Its place, 1 for the best; equals share the better one.
    pub rank: Option<usize>,
}

/// A matrix, and what its numbers say.
#[derive(Debug, Serialize, JsonSchema)]
pub struct ComputedMatrix {
    /// As `inspect` tells it.
    #[serde(flatten)]
    pub matrix: Matrix,
    /// How far the best option is ahead; null where several are level, or not every option has a total.
    pub lead: Option<Lead>,
    /// The options that are level with the best total; empty where one is ahead.
    pub level: Vec<String>,
    /// The smallest change of one weight that takes the lead away.
    pub weight_flip: Option<WeightFlip>,
    /// The smallest change of one score that takes the lead away.
    pub score_flip: Option<ScoreFlip>,
    /// Options that another one is at least as good as by every criterion.
    pub dominated: Vec<Dominated>,
}

/// How far the best option is ahead.
#[derive(Debug, Serialize, JsonSchema)]
pub struct Lead {
    /// The best option.
    pub winner: String,
    /// The next.
    pub runner_up: String,
    /// The difference of their totals.
    pub margin: Number,
    /// The same as hundredths of the best total.
    pub percent: Option<Number>,
}

/// A change of a weight.
#[derive(Debug, Serialize, JsonSchema)]
pub struct WeightFlip {
    /// Whose weight it is.
    pub criterion: String,
    /// What it is.
    pub from: Number,
    /// At this weight the two are level.
    pub to: Number,
    /// Who leads beyond it.
    pub winner: String,
}

/// A change of a score.
#[derive(Debug, Serialize, JsonSchema)]
pub struct ScoreFlip {
    /// Whose score it is.
    pub option: String,
    /// By what it is scored.
    pub criterion: String,
    /// What it is.
    pub from: Number,
    /// At this score the two are level.
    pub to: Number,
    /// Who leads beyond it.
    pub winner: String,
}

/// An option that another one is at least as good as.
#[derive(Debug, Serialize, JsonSchema)]
pub struct Dominated {
    /// The option.
    pub option: String,
    /// The other one.
    pub by: String,
}

impl Matrix {
    /// What there is to tell of `matrix`, which begins in `line`.
    #[must_use]
    pub fn of(matrix: &model::Matrix, line: usize) -> Self {
        let criterion = |criterion: &model::MatrixCriterion| Criterion {
            name: criterion.name.clone(),
            weight: criterion.weight.map(Number::of),
        };
        Self {
            line,
            orientation: matrix.orientation,
            form: matrix.form,
            filled: (matrix.filled() * 100.0).round() / 100.0,
            winner: matrix.winner().map(|option| option.name.clone()),
            criteria: matrix.criteria.iter().map(criterion).collect(),
            options: matrix.options.iter().map(MatrixOption::of).collect(),
        }
    }
}

impl MatrixOption {
    fn of(option: &model::MatrixOption) -> Self {
        let mut units = option.scores.iter().filter(|cell| cell.value.is_some()).map(|cell| cell.unit.as_deref());
        let first = units.next().flatten();
        Self {
            name: option.name.clone(),
            scores: option.scores.iter().map(|cell| cell.value.map(Number::of)).collect(),
            raw: option.scores.iter().map(|cell| cell.raw.clone()).collect(),
            unit: first.filter(|first| units.all(|unit| unit == Some(first))).map(str::to_owned),
            stated_total: option.stated_total.as_ref().map(|total| Number::of(total.value)),
            computed_total: option.computed_total.map(Number::of),
            rank: option.rank,
        }
    }
}

impl ComputedMatrix {
    /// What there is to tell of `matrix`, which begins in `line`, and of its numbers.
    #[must_use]
    pub fn of(matrix: &model::Matrix, line: usize) -> Self {
        let is_level = matrix.winner().is_none();
        let lead = matrix.lead().filter(|_| !is_level);
        Self {
            matrix: Matrix::of(matrix, line),
            level: matrix.leaders().filter(|_| is_level).map(|option| option.name.clone()).collect(),
            lead: lead.map(|lead| Lead {
                winner: lead.winner.name.clone(),
                runner_up: lead.runner_up.name.clone(),
                margin: Number::of(lead.margin),
                percent: lead.percent.map(Number::of),
            }),
            weight_flip: matrix.weight_flip().map(|flip| WeightFlip {
                criterion: flip.criterion.name.clone(),
                from: Number::of(flip.from),
                to: Number::of(flip.to),
                winner: flip.winner.name.clone(),
            }),
            score_flip: matrix.score_flip().map(|flip| ScoreFlip {
                option: flip.option.name.clone(),
                criterion: flip.criterion.name.clone(),
                from: Number::of(flip.from),
                to: Number::of(flip.to),
                winner: flip.winner.name.clone(),
            }),
            dominated: matrix
                .dominated()
                .into_iter()
                .map(|(option, by)| Dominated { option: option.name.clone(), by: by.name.clone() })
                .collect(),
        }
    }
}
