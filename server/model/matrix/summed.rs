//! What a table says by its sums: which line is the total although it is called by a word for scores, and that a table is a
//! matrix although nothing around it speaks of options.

use super::source::Source;
use super::{Exact, Matrix, MatrixCriterion, MatrixOption, Orientation, cells, evidence, labels};
use crate::grammar::Cue;
use crate::syntax::Table;
use crate::text::TextRange;

/// A row or a column of cells, one for each option.
pub(super) struct Scores {
    /// Its head.
    pub(super) label: TextRange,
    /// Whether it has a weight.
    pub(super) is_weighed: bool,
    /// Its cells.
    pub(super) cells: Vec<Option<TextRange>>,
}

/// Whether `last` is the total of `others`: it is called so, or by a word for scores, and it alone has no weight, or it is
/// their sum for most options.
pub(super) fn is_total(source: &Source<'_>, last: &Scores, others: &[Scores]) -> bool {
    let name = source.plain(last.label);
    let name = without_scale(&name);
    let is_called = source.is(Cue::ScoreWord, name) || source.is(Cue::Total, name);
    if !is_called || last.is_weighed || others.len() < 2 {
        return false;
    }
    others.iter().all(|other| other.is_weighed) || is_sum(source, last, others)
}

/// `Score (of 100)`, `Total (max 25)`, `Points / 60` without what they are out of.
fn without_scale(name: &str) -> &str {
    let end = name.find(['(', '[', '/']).unwrap_or(name.len());
    let (bare, aside) = name.split_at(end);
    let digits: String = aside.chars().filter(char::is_ascii_digit).collect();
    let ends_so = aside.trim_end_matches([')', ']', ' ']).ends_with(|c: char| c.is_ascii_digit());
    let is_scale = ends_so && digits.parse().is_ok_and(|top: u32| top <= 1000);
    if is_scale { bare.trim_end() } else { name }
}

/// Whether a label has a weight, or a number in brackets that may be one.
pub(super) fn is_numbered(source: &Source<'_>, label: TextRange) -> bool {
    labels::criterion(source, label).weight.is_some() || labels::numbered(source, &[label]).is_some()
}

/// The criteria with the numbers in their brackets for weights, where the totals of most options are made with them:
/// `Cost (3)`, `Speed (2)`.
pub(super) fn weighed_by_numbers(
    source: &Source<'_>,
    criteria: Vec<MatrixCriterion>,
    options: &[MatrixOption],
) -> Vec<MatrixCriterion> {
    let has_weights = criteria.iter().any(|criterion| criterion.weight.is_some());
    let has_totals = options.iter().filter(|option| option.stated_total.is_some()).count() >= 2;
    if has_weights || !has_totals {
        return criteria;
    }
    let ranges: Vec<TextRange> = criteria.iter().map(|criterion| criterion.range).collect();
    let Some(read) = labels::numbered(source, &ranges) else { return criteria };
    let (whole, form) = (TextRange::empty(0), Orientation::OptionsAsColumns);
    let made = Matrix::new(whole, form, read.clone(), options.to_vec(), true);
    let is_weighted = made.reading.is_some_and(|reading| reading.is_weighted);
    if is_weighted && speaks_for_itself(&made) { read } else { criteria }
}

fn is_sum(source: &Source<'_>, last: &Scores, others: &[Scores]) -> bool {
    let value = |scores: &Scores, at: usize| {
        let cell = scores.cells.get(at).copied().flatten()?;
        cells::reading(source.grammars, &source.plain(cell)).value
    };
    let is_made = |at: &usize| {
        let own: Option<Vec<Exact>> = others.iter().map(|other| value(other, *at)).collect();
        own.and_then(Exact::sum).is_some_and(|sum| value(last, *at) == Some(sum))
    };
    let made = (0..last.cells.len()).filter(is_made).count();
    made >= 2 && made * 2 > last.cells.len()
}

/// Whether a table has what it takes to be a matrix wherever it stands: criteria by name, their weights, and totals.
pub(super) fn may_speak_for_itself(source: &Source<'_>, table: &Table) -> bool {
    let mut header = table.header.cells.iter().map(|cell| cell.range);
    let is_headed = header.next().is_some_and(|first| evidence::heads_criteria(source, &source.plain(first)));
    let first = |range: TextRange| labels::criterion(source, range).weight.is_some();
    is_headed
        && (header.any(|head| source.is(Cue::Weight, &source.plain(head)))
            || table.rows.iter().filter_map(|row| row.cells.first()).filter(|cell| first(cell.range)).count() >= 2)
}

/// Whether it is one: each criterion has a weight, and most totals are what the scores make.
pub(super) fn speaks_for_itself(matrix: &Matrix) -> bool {
    let stated = || matrix.options.iter().filter_map(|option| option.stated_total.as_ref());
    let right = stated().filter(|total| total.agrees == Some(true)).count();
    let is_weighted = matrix.criteria.len() >= 2 && matrix.criteria.iter().all(|criterion| criterion.weight.is_some());
    is_weighted && right >= 2 && right * 2 > stated().count()
}
