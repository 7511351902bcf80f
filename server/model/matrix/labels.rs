//! Criteria as they are labelled, with the weight that some carry: `Size (15%)`, `Time to deliver (×3)`, `Cost [3]`.

use super::source::Source;
use super::{Exact, MatrixCriterion, cells, legend};
use crate::grammar::Cue;
use crate::text::TextRange;

/// Reads the label at `range`.
pub(super) fn criterion(source: &Source<'_>, range: TextRange) -> MatrixCriterion {
    let (name, weight) = name_and_weight(source, range);
    let (weight, weight_range) = weight.unzip();
    MatrixCriterion { weight, weight_range, ..unweighted(source, name, range) }
}

/// What the label at `range` calls a criterion.
pub(super) fn name(source: &Source<'_>, range: TextRange) -> String {
    name_and_weight(source, range).0
}

fn name_and_weight(source: &Source<'_>, range: TextRange) -> (String, Option<(Exact, TextRange)>) {
    let name = source.plain(range).trim_end_matches(':').trim().to_owned();
    let Some((weight, group)) = weight_in(source, range) else { return (name, None) };
    let bare = name.strip_suffix(group.of(source.text())).unwrap_or(&name).trim_end_matches([' ', ':', '-', '–', '—']);
    (bare.to_owned(), Some((weight, group)))
}

fn unweighted(source: &Source<'_>, name: String, range: TextRange) -> MatrixCriterion {
    let label = range.of(source.text());
    let direction = legend::direction(source.grammars, label);
    let scale = legend::of_label(source.grammars, label);
    MatrixCriterion { name, range, weight: None, weight_range: None, direction, scale }
}

/// The criteria at `ranges`. A number in brackets is a weight only where several labels carry one.
pub(super) fn criteria(source: &Source<'_>, ranges: &[TextRange]) -> Vec<MatrixCriterion> {
    let read: Vec<_> = ranges.iter().map(|range| criterion(source, *range)).collect();
    if read.iter().filter(|criterion| criterion.weight.is_some()).count() >= 2 {
        return read;
    }
    let name = |range: TextRange| source.plain(range).trim_end_matches(':').trim().to_owned();
    ranges.iter().map(|range| unweighted(source, name(*range), *range)).collect()
}

/// The number of a weight: `25%`, `0.25`, `×3`, `3x`.
pub(super) fn weight(written: &str) -> Option<Exact> {
    let bare = written.trim().trim_matches(['*', '_', '`']).trim_start_matches(['×', 'x']).trim_start();
    let (value, rest) = cells::decimal(bare)?;
    (value >= Exact::ZERO && matches!(rest.trim(), "" | "%" | "x" | "×" | "X")).then_some(value)
}

/// The weight in brackets at the end of a label, and where the brackets stand.
fn weight_in(source: &Source<'_>, range: TextRange) -> Option<(Exact, TextRange)> {
    let written = range.of(source.text()).trim_end_matches(['*', '_', ':', ' ', '`']);
    let (open, close) = if written.ends_with(']') { ('[', ']') } else { ('(', ')') };
    let inner = written.strip_suffix(close)?;
    let at = inner.rfind(open).filter(|at| *at > 0)?;
    let inner = inner.get(at + 1..)?;
    let figures = inner.trim_start_matches(|c: char| c.is_alphabetic() && c != 'x' || matches!(c, ' ' | ':' | '='));
    let word = inner.get(..inner.len() - figures.len())?.trim_matches([' ', ':', '=']);
    let is_weight =
        if word.is_empty() { open == '[' || inner.contains(['%', '×', 'x']) } else { source.is(Cue::Weight, word) };
    let group = TextRange::new(range.start + at, range.start + written.len());
    Some((weight(figures).filter(|_| is_weight)?, group))
}
