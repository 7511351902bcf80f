//! Matrices that are cut into one small table for each option: `| Criterion | Score (1-5) | Notes |`.

use super::source::Source;
use super::tables::{Line, line, option};
use super::{Matrix, MatrixCriterion, MatrixScore, Orientation, StatedTotal, cells, evidence, labels};
use crate::grammar::{Cue, normal_name};
use crate::syntax::{Block, BlockKind, Row, Table};
use crate::text::TextRange;
use std::collections::{HashMap, HashSet};

/// The table of one option.
struct Part {
    option: usize,
    table: Table,
    score: usize,
    weight: Option<usize>,
}

/// The matrix that the tables of the options make together.
pub(super) fn read(source: &Source<'_>, taken: &[Matrix]) -> Option<Matrix> {
    let is_table = |block: &Block| matches!(block.kind, BlockKind::Table | BlockKind::Html);
    let tables = source.parse.tree().iter().filter(|(_, block)| is_table(block));
    let spoken = tables.filter(|(_, block)| source.area(block.range.start).is_some());
    let free = spoken.filter(|(_, block)| taken.iter().all(|matrix| !matrix.range.contains_range(block.range)));
    let parts = free.flat_map(|(id, _)| Table::of_block(source.parse, id)).filter_map(|table| part(source, table));
    let mut of_each: Vec<Part> = Vec::new();
    for part in parts {
        if of_each.iter().all(|other| other.option != part.option) {
            of_each.push(part);
        }
    }
    let (first, last) = (of_each.first()?, of_each.last()?);
    let range = first.table.range.cover(last.table.range);
    let criteria = criteria(source, &of_each);
    // the first of several options that are being scored is one already
    if of_each.len() < 2 && (source.known.len() < 2 || criteria.len() < 2) {
        return None;
    }
    let options: Vec<_> = of_each
        .iter()
        .filter_map(|part| {
            let known = source.known.get(part.option)?;
            let scores = scores(source, part, &criteria);
            Some(option(known.name.clone(), known.range, scores, total(source, part)))
        })
        .collect();
    let weighs = of_each.iter().any(|part| part.weight.is_some()) || options.iter().any(|o| o.stated_total.is_some());
    let scored = options.iter().filter(|option| option.scores.iter().any(|score| !score.raw.is_empty())).count();
    let enough = scored == options.len() && options.len() == 1 || scored >= 2;
    enough.then(|| Matrix::new(range, Orientation::PerOption, criteria, options, weighs))
}

fn part(source: &Source<'_>, table: Table) -> Option<Part> {
    let option = source.area(table.range.start)?;
    let header: Vec<String> = table.header.cells.iter().map(|cell| source.plain(cell.range)).collect();
    let is_headed = header.first().is_some_and(|name| evidence::heads_criteria(source, name));
    let score = header.iter().skip(1).position(|name| source.is(Cue::ScoreWord, name))? + 1;
    let weight = header.iter().position(|name| line(source, name) == Line::Weight);
    is_headed.then_some(Part { option, table, score, weight })
}

fn named<'p>(source: &'p Source<'_>, part: &'p Part, wanted: Line) -> impl Iterator<Item = (&'p Row, TextRange)> {
    part.table.rows.iter().filter_map(move |row| {
        let label = row.cells.first()?.range;
        let mut own = line(source, &source.plain(label));
        // what is called like a remark, with a weight and a score or the place for one, is a criterion
        let plain = |column: usize| Some(source.plain(row.cells.get(column)?.range));
        let number = |column: usize| cells::reading(source.grammars, &plain(column)?).value;
        let may_score = || {
            number(part.score).is_some() || plain(part.score).is_some_and(|cell| cells::is_open(source.grammars, &cell))
        };
        if own == Line::Aside && part.weight.and_then(number).is_some() && may_score() {
            own = Line::Named;
        }
        (own == wanted).then_some((row, label))
    })
}

/// The criteria of all parts as they first come.
fn criteria(source: &Source<'_>, parts: &[Part]) -> Vec<MatrixCriterion> {
    let mut all: Vec<MatrixCriterion> = Vec::new();
    let mut names: HashSet<String> = HashSet::new();
    for part in parts {
        for (mut criterion, row) in rows(source, part) {
            if let Some(cell) = part.weight.and_then(|column| row.cells.get(column)) {
                criterion.weigh(cell.range, &source.plain(cell.range));
            }
            if names.insert(normal_name(&criterion.name)) {
                all.push(criterion);
            }
        }
    }
    all
}

/// The rows of a part that are criteria.
fn rows<'p>(source: &'p Source<'_>, part: &'p Part) -> Vec<(MatrixCriterion, &'p Row)> {
    let (rows, ranges): (Vec<&Row>, Vec<TextRange>) = named(source, part, Line::Named).unzip();
    labels::criteria(source, &ranges).into_iter().zip(rows).collect()
}

/// One score for each of `criteria`.
fn scores(source: &Source<'_>, part: &Part, criteria: &[MatrixCriterion]) -> Vec<MatrixScore> {
    let mut by_name: HashMap<String, &Row> = HashMap::new();
    for (criterion, row) in rows(source, part) {
        by_name.entry(normal_name(&criterion.name)).or_insert(row);
    }
    let score = |criterion: &MatrixCriterion| match by_name.get(&normal_name(&criterion.name)) {
        Some(row) => match row.cells.get(part.score) {
            Some(cell) => cells::read(source, cell.range),
            None => cells::absent(row.range.end),
        },
        None => cells::absent(part.table.range.end),
    };
    criteria.iter().map(score).collect()
}

fn total(source: &Source<'_>, part: &Part) -> Option<StatedTotal> {
    let (row, label) = named(source, part, Line::Total).last()?;
    let behind = row.cells.iter().skip(part.score);
    behind.filter_map(|cell| cells::total(source, cell.range, label)).next_back()
}
