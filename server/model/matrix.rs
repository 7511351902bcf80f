//! The decision matrix: options, criteria and scores, in whatever layout they are written.

use crate::grammar::{Grammars, Slot};
use crate::syntax::{Outline, Parse};
use crate::text::TextRange;
use serde::Serialize;

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
}

/// How a matrix lies.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Orientation {
    /// A column for each option.
    OptionsAsColumns,
    /// A row for each option.
    OptionsAsRows,
    /// A table for each option.
    PerOption,
    /// Labelled bullets under each option.
    Bullets,
}

/// What the cells of a matrix hold.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
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
    /// Its weight.
    pub weight: Option<f64>,
    /// Where the weight stands.
    pub weight_range: Option<TextRange>,
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
    /// The total that is stated for it, and where.
    pub stated_total: Option<(f64, TextRange)>,
}

/// A cell of a matrix.
#[derive(Clone, Debug, PartialEq)]
pub struct MatrixScore {
    /// As written.
    pub raw: String,
    /// Where it stands; where it belongs when nothing is written.
    pub range: TextRange,
    /// The number on the cell's own scale.
    pub value: Option<f64>,
    /// The upper end of the scale, where the cell says it: `8/10`.
    pub scale: Option<f64>,
    /// The unit of a measure.
    pub unit: Option<String>,
    /// Whether nothing is written that answers: blank, `TBD`, a placeholder.
    pub is_open: bool,
}

/// The matrices of a document, in document order.
#[must_use]
pub(super) fn read(_grammars: &Grammars, _parse: &Parse, _outline: &Outline, _sections: &[Slot]) -> Vec<Matrix> {
    Vec::new()
}
