//! A criterion, a weight, an option or a total of a matrix: what the numbers say there.

use super::{Hover, Place, paragraphs};
use crate::model::{Matrix, MatrixCriterion, MatrixForm, MatrixOption};
use crate::text::TextRange;

pub(super) fn hover(at: &Place<'_>) -> Option<Hover> {
    at.document.model().matrices.iter().filter(|matrix| matrix.form == MatrixForm::Scoring).find_map(|matrix| {
        let of_criterion = || matrix.criteria.iter().find_map(|criterion| of_criterion(at, matrix, criterion));
        of_criterion().or_else(|| matrix.options.iter().find_map(|option| of_option(at, matrix, option)))
    })
}

/// A criterion or its weight: what it weighs, and how much more or less of that would matter.
fn of_criterion(at: &Place<'_>, matrix: &Matrix, criterion: &MatrixCriterion) -> Option<Hover> {
    let range =
        [Some(criterion.range), criterion.weight_range].into_iter().flatten().find(|range| at.touches(*range))?;
    let weight = criterion.weight.map(|weight| match matrix.share_of(criterion) {
        Some(share) if share == weight.to_string() => format!("weighs {weight} %"),
        Some(share) => format!("weighs {weight} ({share} % of all)"),
        None => format!("weighs {weight}"),
    })?;
    let flips = matrix.weight_flip().filter(|flip| flip.criterion.range == criterion.range);
    let flip = flips.and_then(|_| matrix.sensitivity_told().into_iter().next());
    let markdown = paragraphs([Some(format!("**{}** {weight}", criterion.name)), flip]);
    Some(Hover { range, markdown })
}

/// An option where it is scored, or its total: what its scores make, who leads, and what would change that.
fn of_option(at: &Place<'_>, matrix: &Matrix, option: &MatrixOption) -> Option<Hover> {
    let stated = option.stated_total.as_ref().map(|total| total.range);
    let range: TextRange = [Some(option.range), stated].into_iter().flatten().find(|range| at.touches(*range))?;
    let standing = format!("**{}** scores {}", option.name, option.standing_told()?);
    let sentences = matrix.lead_told().into_iter().chain(matrix.sensitivity_told());
    let sentences = sentences.map(|sentence| format!("- {sentence}")).collect::<Vec<_>>().join("\n");
    Some(Hover { range, markdown: paragraphs([Some(standing), Some(sentences)]) })
}
