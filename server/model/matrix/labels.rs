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

/// `Cost (0.4)`, `Speed (0.6)`
fn shares(source: &Source<'_>, ranges: &[TextRange]) -> Option<Vec<MatrixCriterion>> {
    let read = numbered(source, ranges)?;
    let whole = Exact::sum(read.iter().filter_map(|criterion| criterion.weight))?;
    (read.len() >= 2 && (whole == Exact::ONE || whole == Exact::whole(100))).then_some(read)
}

/// Criteria with a number in brackets each, taken for their weights: `Cost (3)`, `Speed (2)`.
pub(super) fn numbered(source: &Source<'_>, ranges: &[TextRange]) -> Option<Vec<MatrixCriterion>> {
    let read = |range: TextRange| {
        let (inner, open, group) = brackets(source, range)?;
        let weight = weight(inner).filter(|_| open == '(')?;
        let (name, weight) = named(source, range, Some((weight, group)));
        let (weight, weight_range) = weight.unzip();
        Some(MatrixCriterion { weight, weight_range, ..unweighted(source, name, range) })
    };
    ranges.iter().map(|range| read(*range)).collect()
}

fn name_and_weight(source: &Source<'_>, range: TextRange) -> (String, Option<(Exact, TextRange)>) {
    named(source, range, weight_in(source, range))
}

fn named(
    source: &Source<'_>,
    range: TextRange,
    weight: Option<(Exact, TextRange)>,
) -> (String, Option<(Exact, TextRange)>) {
    let name = source.plain(range).trim_end_matches(':').trim().to_owned();
    let Some((weight, group)) = weight else { return (name, None) };
    let bare = name.strip_suffix(group.of(source.text())).unwrap_or(&name).trim_end_matches([' ', ':', '-', '–', '—']);
    (bare.to_owned(), Some((weight, group)))
}

fn unweighted(source: &Source<'_>, name: String, range: TextRange) -> MatrixCriterion {
    let label = range.of(source.text());
    let direction = legend::direction(source.grammars, label);
    let scale = legend::of_label(source.grammars, label);
    MatrixCriterion { name, range, weight: None, weight_range: None, awaits_weight: false, direction, scale }
}

/// The criteria at `ranges`. A number in brackets is a weight only where several labels carry one, and one without any sign
/// of it where each label carries one and all make a whole.
pub(super) fn criteria(source: &Source<'_>, ranges: &[TextRange]) -> Vec<MatrixCriterion> {
    let read: Vec<_> = ranges.iter().map(|range| criterion(source, *range)).collect();
    if read.iter().filter(|criterion| criterion.weight.is_some()).count() >= 2 {
        return read;
    }
    if let Some(shares) = shares(source, ranges) {
        return shares;
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
    let (inner, open, group) = brackets(source, range)?;
    let figures = inner.trim_start_matches(|c: char| c.is_alphabetic() && c != 'x' || matches!(c, ' ' | ':' | '='));
    let word = inner.get(..inner.len() - figures.len())?.trim_matches([' ', ':', '=']);
    let is_weight =
        if word.is_empty() { open == '[' || inner.contains(['%', '×', 'x']) } else { source.is(Cue::Weight, word) };
    Some((weight(figures).filter(|_| is_weight)?, group))
}

/// What stands in brackets at the end of a label, which brackets they are, and where they stand.
fn brackets<'d>(source: &Source<'d>, range: TextRange) -> Option<(&'d str, char, TextRange)> {
    let written = range.of(source.text()).trim_end_matches(['*', '_', ':', ' ', '`']);
    let (open, close) = if written.ends_with(']') { ('[', ']') } else { ('(', ')') };
    let inner = written.strip_suffix(close)?;
    let at = inner.rfind(open).filter(|at| *at > 0)?;
    Some((inner.get(at + 1..)?, open, TextRange::new(range.start + at, range.start + written.len())))
}
