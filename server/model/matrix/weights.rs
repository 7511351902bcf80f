//! Weights that stand apart from the scores: in a table of their own, in a list of criteria, in a sentence.

use super::source::Source;
use super::tables::{Line, line};
use super::{Exact, Matrix, cells, evidence, labels, legend, totals};
use crate::grammar::{Cue, normal_name};
use crate::syntax::{Block, BlockKind, Inline, Moved, Table};
use crate::text::TextRange;

/// A weight, and where it stands.
type Stated = (Exact, TextRange);

/// Gives criteria without weight the one that is stated for them elsewhere.
pub(super) fn share(source: &Source<'_>, matrices: &mut [Matrix]) {
    let unweighted = |matrix: &Matrix| matrix.criteria.iter().all(|c| c.weight.is_none() && c.weight_range.is_none());
    if !matrices.iter().any(unweighted) {
        return;
    }
    let taken: Vec<TextRange> = matrices.iter().map(|matrix| matrix.range).collect();
    for matrix in matrices.iter_mut().filter(|matrix| unweighted(matrix)) {
        let places = legend::places(source, matrix);
        let of_tables = of_tables(source, matrix, &places, &taken);
        let stated =
            if of_tables.iter().any(Option::is_some) { Some(of_tables) } else { told(source, matrix, &places, &taken) };
        for (criterion, stated) in matrix.criteria.iter_mut().zip(stated.unwrap_or_default()) {
            (criterion.weight, criterion.weight_range) = stated.unzip();
        }
        if !unweighted(matrix) {
            totals::compute(matrix);
        }
    }
}

/// What the tables of weights in `places` state for each criterion of `matrix`.
fn of_tables(source: &Source<'_>, matrix: &Matrix, places: &[TextRange], taken: &[TextRange]) -> Vec<Option<Stated>> {
    let stated: Vec<_> = places.iter().flat_map(|place| in_range(source, *place, taken)).collect();
    let of = |name: String| stated.iter().find(|(stated, _, _)| *stated == name).map(|(_, w, range)| (*w, *range));
    matrix.criteria.iter().map(|criterion| of(normal_name(&criterion.name))).collect()
}

fn in_range(source: &Source<'_>, range: TextRange, taken: &[TextRange]) -> Vec<(String, Exact, TextRange)> {
    let is_table = |block: &Block| matches!(block.kind, BlockKind::Table | BlockKind::Html);
    let tables = source.parse.tree().inside(range).filter(|(_, block)| is_table(block));
    let tables = tables.flat_map(|(id, _)| Table::of_block(source.parse, id));
    tables.filter(|table| !taken.contains(&table.range)).flat_map(|table| of_table(source, &table)).collect()
}

fn of_table(source: &Source<'_>, table: &Table) -> Vec<(String, Exact, TextRange)> {
    let header: Vec<String> = table.header.cells.iter().map(|cell| source.plain(cell.range)).collect();
    let column = header.iter().position(|name| line(source, name) == Line::Weight);
    let is_headed = header.first().is_some_and(|name| evidence::heads_criteria(source, name));
    let Some(column) = column.filter(|_| is_headed) else { return Vec::new() };
    let rows = table.rows.iter().filter_map(|row| {
        let (label, cell) = (row.cells.first()?, row.cells.get(column)?);
        let name = source.plain(label.range);
        (line(source, &name) == Line::Named).then_some(())?;
        Some((normal_name(&name), labels::weight(&source.plain(cell.range))?, cell.range))
    });
    rows.collect()
}

/// The weights that one list, or one paragraph, in `places` and outside of matrices states: one for each criterion, each behind its name.
fn told(
    source: &Source<'_>,
    matrix: &Matrix,
    places: &[TextRange],
    taken: &[TextRange],
) -> Option<Vec<Option<Stated>>> {
    let tree = source.parse.tree();
    let spoken = places.iter().flat_map(|place| tree.inside(*place)).filter(|(id, block)| {
        let is_alone = || block.parent.and_then(|id| tree.get(id)).is_none_or(|parent| !is_item(parent));
        let may_tell = match block.kind {
            BlockKind::List { .. } => true,
            BlockKind::Paragraph => is_alone(),
            _ => false,
        };
        may_tell && !taken.iter().any(|range| range.meets(block.range)) && !tree.is_quoted(*id)
    });
    let mut told = spoken.filter_map(|(_, block)| of_text(source, matrix, block.range));
    // two that differ leave nothing to say
    let first = told.next()?;
    let weights = |all: &[Stated]| all.iter().map(|(weight, _)| *weight).collect::<Vec<_>>();
    told.all(|other| weights(&other) == weights(&first)).then(|| first.into_iter().map(Some).collect())
}

fn is_item(block: &Block) -> bool {
    matches!(block.kind, BlockKind::Item { .. })
}

/// `Performance counts 60 %, cost 40 %`, `- Cost (×2)`: soon behind the name of each criterion stands a number, and all say
/// that they are weights: they make a whole, bear the sign of one, or are called so.
fn of_text(source: &Source<'_>, matrix: &Matrix, range: TextRange) -> Option<Vec<Stated>> {
    let text = range.of(source.text());
    if text.len() > LONGEST || !text.contains(|c: char| c.is_ascii_digit()) {
        return None;
    }
    let lower = text.to_ascii_lowercase();
    let ends: Vec<usize> =
        matrix.criteria.iter().map(|criterion| end_of_name(&lower, &criterion.name)).collect::<Option<_>>()?;
    let found: Vec<(Exact, bool, TextRange)> =
        ends.into_iter().map(|end| first_number(text, end)).collect::<Option<_>>()?;
    let whole = Exact::sum(found.iter().map(|(weight, _, _)| *weight))?;
    let is_whole = found.len() >= 2 && (whole == Exact::ONE || whole == Exact::whole(100));
    let is_marked = found.len() >= 2 && found.iter().all(|(_, is_marked, _)| *is_marked);
    let is_called = || source.grammars.says(Cue::Weight, &Inline::read(source.parse, range).plain);
    (is_whole || is_marked || is_called())
        .then(|| found.into_iter().map(|(weight, _, place)| (weight, place.moved(range.start))).collect())
}

/// More than a list of criteria has in bytes.
const LONGEST: usize = 4_000;

/// So many bytes may stand between a criterion and its weight: `**`, `: weight `, ` counts for `.
const APART: usize = 24;

/// Where the first mention of `name`, whole words, ends in `lower`, which is in lower case.
fn end_of_name(lower: &str, name: &str) -> Option<usize> {
    let name = name.to_ascii_lowercase();
    let is_apart = |(at, _): &(usize, &str)| {
        let before = lower.get(..*at).is_some_and(|before| !before.ends_with(char::is_alphanumeric));
        before && lower.get(at + name.len()..).is_some_and(|rest| !rest.starts_with(char::is_alphanumeric))
    };
    lower.match_indices(name.as_str()).find(is_apart).map(|(at, name)| at + name.len())
}

/// The number that begins soon behind `at`, whether it bears the sign of a weight, and where it stands; a measure is none.
fn first_number(text: &str, at: usize) -> Option<(Exact, bool, TextRange)> {
    let rest = text.get(at..)?;
    let line = rest.split(['\n', ';', '|']).next()?;
    let digit = line.find(|c: char| c.is_ascii_digit()).filter(|digit| *digit <= APART)?;
    let before = line.get(..digit)?;
    let start = if before.ends_with('.') { digit - 1 } else { digit };
    let (weight, behind) = cells::decimal(line.get(start..)?)?;
    let end = line.len() - behind.len();
    let sign = behind.trim_start();
    let is_marked = sign.starts_with('%')
        || before.trim_end().ends_with(['×', '[']) && !before.contains("](")
        || sign.starts_with(['×', 'x']) && !sign.get(1..).is_some_and(|rest| rest.starts_with(char::is_alphanumeric));
    let ends = sign.is_empty() || sign.starts_with([')', ']', ',', '.', ':', '-', '–', '—', '*', '(']);
    let names_another = before.contains([',', '.']) && start == digit;
    (is_marked || ends).then_some(())?;
    (!names_another).then(|| (weight, is_marked, TextRange::new(at + start, at + end)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_weight_stands_soon_behind_its_name() {
        for (text, found) in [
            ("Cost (40 %)", Some(("40", true))),
            ("Cost: weight 0.4, because", Some(("0.4", false))),
            ("**Cost** (×3)", Some(("3", true))),
            ("Cost [3]", Some(("3", true))),
            ("cost counts for .25", Some(("0.25", false))),
            ("Cost 3x", Some(("3", true))),
            ("Cost: at most 40 ms", None),
            ("Cost, and Speed 40 %", None),
            ("Cost is what we pay every month for it, 40 % of the budget", None),
            ("Costs 40 %", None),
            ("no price 40 %", None),
        ] {
            let read = end_of_name(&text.to_ascii_lowercase(), "Cost").and_then(|end| first_number(text, end));
            let read = read.map(|(weight, is_marked, _)| (weight.to_string(), is_marked));
            assert_eq!(read.as_ref().map(|(weight, is_marked)| (weight.as_str(), *is_marked)), found, "{text}");
        }
    }
}
