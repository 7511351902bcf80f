//! Criteria as labelled items: under each option, under each criterion, or in one list that names them.

use super::source::Source;
use super::tables::{Line, line, option};
use super::{Matrix, MatrixCriterion, MatrixScore, Orientation, cells, form, labels};
use crate::grammar::{Slot, normal_name};
use crate::syntax::{Block, BlockId, BlockKind, Inline, Parse, SpanKind, Table};
use crate::text::TextRange;

/// A criterion that is named outside a matrix, with what is said of it there.
#[derive(Clone, Debug, PartialEq)]
pub struct CriterionMention {
    /// As written.
    pub name: String,
    /// Where it stands.
    pub range: TextRange,
    /// What is said of it in the same item; `None` where it is only named.
    pub answer: Option<MatrixScore>,
}

/// A labelled item: `- Cost: $4k/month`, `**Cost:** $4k/month`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Labelled {
    /// Where the label stands, without emphasis and colon.
    pub label: TextRange,
    /// What follows in the item, items below it included; empty where it would be written.
    pub value: TextRange,
    /// The item or the paragraph.
    pub block: BlockId,
}

/// The labelled items and bold lead-ins in `range`, at any depth, in document order.
#[must_use]
pub fn labelled(parse: &Parse, range: TextRange) -> Vec<Labelled> {
    labelled_where(parse, |block| range.contains_range(block))
}

fn labelled_where(parse: &Parse, wanted: impl Fn(TextRange) -> bool) -> Vec<Labelled> {
    let inside = parse.tree().iter().filter(|(_, block)| wanted(block.range));
    inside.filter_map(|(id, block)| of_block(parse, id, block)).collect()
}

/// The labelled items that speak of an option, each with that option.
fn of_options(source: &Source<'_>) -> Vec<(usize, Labelled)> {
    if source.areas.is_empty() {
        return Vec::new();
    }
    let items = labelled_where(source.parse, |block| source.area(block.start).is_some());
    let own = items.into_iter().filter(|item| !source.is_quoted(item.block));
    own.filter_map(|item| Some((source.area(item.label.start)?, item))).collect()
}

fn of_block(parse: &Parse, id: BlockId, block: &Block) -> Option<Labelled> {
    let is_item = |kind: BlockKind| matches!(kind, BlockKind::Item { .. });
    let (lead, end) = match block.kind {
        BlockKind::Item { .. } => {
            let first = parse.tree().children(id).find(|(_, child)| child.kind == BlockKind::Paragraph)?;
            (first.1.range, block.range.end)
        }
        BlockKind::Paragraph
            if !block.parent.and_then(|up| parse.tree().get(up)).is_some_and(|up| is_item(up.kind)) =>
        {
            block.range.of(parse.text()).starts_with(['*', '_']).then_some((block.range, block.range.end))?
        }
        _ => return None,
    };
    let (label, behind) = label(parse, lead)?;
    let text = parse.text();
    let value = TextRange::new(behind, end.max(behind)).trim(text);
    let value = if value.is_empty() { TextRange::empty(behind) } else { value };
    Some(Labelled { label, value, block: id })
}

/// The label that a paragraph begins with, and where what it labels begins: behind a colon, or behind bold type that
/// a dash or nothing follows.
fn label(parse: &Parse, lead: TextRange) -> Option<(TextRange, usize)> {
    let text = parse.text();
    let may_be = lead.of(text).starts_with(['*', '_']) || lead.of(text).bytes().take(61).any(|byte| byte == b':');
    let inline = may_be.then(|| Inline::read(parse, lead))?;
    let first = inline.first(text)?;
    let marks = |at: usize| {
        let rest = TextRange::new(at, lead.end).of(text);
        let bare = rest.trim_start_matches([' ', ':']);
        let bare = ["—", "–", "--", "- "].iter().find_map(|dash| bare.strip_prefix(dash)).unwrap_or(bare);
        (at + rest.len() - bare.len(), rest.len() > bare.trim_start().len() || rest.is_empty())
    };
    if first.kind == SpanKind::Strong {
        let inner = first.inner.of(text).trim_end().trim_end_matches(':');
        let label = TextRange::new(first.inner.start, first.inner.start + inner.len()).trim(text);
        let (behind, is_apart) = marks(first.range.end);
        return (is_apart && !label.is_empty()).then_some((label, behind));
    }
    if lead.of(text).starts_with(['*', '_']) {
        return None;
    }
    let written = lead.of(text);
    let colon = written.find(':').filter(|at| (2..=60).contains(at))?;
    let before = written.get(..colon)?;
    let is_label = !before.contains(['\n', '`', '[', '.', '|']) && before.split_whitespace().count() <= 7;
    let follows = written.get(colon + 1..)?.starts_with([' ', '\n', '\t', '\r']) || colon + 1 == written.len();
    (is_label && follows).then(|| (TextRange::new(lead.start, lead.start + colon).trim(text), lead.start + colon + 1))
}

/// The matrices that lists make: criteria under options, then options under criteria.
pub(super) fn matrices(source: &Source<'_>, taken: &[Matrix]) -> Vec<Matrix> {
    let free = |matrix: &Matrix| taken.iter().all(|other| !other.range.meets(matrix.range));
    under_options(source)
        .into_iter()
        .chain(source.of_criteria().filter_map(|slot| under_criteria(source, slot)))
        .filter(free)
        .collect()
}

/// One answer of a list: an option, a criterion, what is said.
struct Answer {
    option: usize,
    criterion: MatrixCriterion,
    value: TextRange,
    /// Where one more answer for the same option, or of the same criterion, would stand.
    end: usize,
}

/// Criteria as labelled items, or as headings, under each of two options at least; two criteria that the grammars
/// name, one of them under two options.
fn under_options(source: &Source<'_>) -> Option<Matrix> {
    let mut answers: Vec<Answer> = Vec::new();
    for (option, item) in of_options(source) {
        let criterion = labels::criterion(source, item.label);
        if source.grammars.is_criterion(&criterion.name) && source.option(&criterion.name) != Some(option) {
            let end = end_of_list(source, &item);
            answers.push(Answer { option, criterion, value: item.value, end });
        }
    }
    for (_, section) in source.outline.iter().skip(1) {
        let Some(option) = source.area(section.heading_range.start) else { continue };
        let criterion = labels::criterion(source, section.title_range);
        if source.grammars.is_criterion(&criterion.name) {
            let value = section.own.trim(source.text());
            answers.push(Answer { option, criterion, value, end: section.range.trim(source.text()).end });
        }
    }
    let name = |answer: &Answer| normal_name(&answer.criterion.name);
    let options = |wanted: &str| {
        let mut of =
            answers.iter().filter(|answer| name(answer) == wanted).map(|answer| answer.option).collect::<Vec<_>>();
        of.dedup();
        of.len()
    };
    let mut names: Vec<String> = answers.iter().map(name).collect();
    names.sort();
    names.dedup();
    let is_shared = names.iter().any(|name| options(name) >= 2);
    if names.len() < 2 || !is_shared {
        return None;
    }
    assemble(source, &answers, |_, option, answers| {
        answers.iter().filter(|answer| answer.option == option).map(|answer| answer.end).max()
    })
}

/// Options as labelled items under each criterion of a section of criteria, or told in the item itself:
/// `Cost: Postgres $620, OpenSearch $2,150`.
fn under_criteria(source: &Source<'_>, slot: &Slot) -> Option<Matrix> {
    let items = labelled(source.parse, slot.body);
    let mut answers: Vec<Answer> = Vec::new();
    for (at, item) in items.iter().enumerate() {
        let name = item.label.of(source.text());
        if source.option(name).is_some() {
            continue;
        }
        let criterion = || labels::criterion(source, item.label);
        let inner = items.get(at + 1..).unwrap_or(&[]).iter().filter(|inner| item.value.contains_range(inner.label));
        let inner: Vec<_> =
            inner.filter_map(|inner| Some((source.option(inner.label.of(source.text()))?, inner.value))).collect();
        let told = if inner.is_empty() { told(source, item.value) } else { inner };
        answers.extend(told.into_iter().map(|(option, value)| Answer {
            option,
            criterion: criterion(),
            value,
            end: item.value.end,
        }));
    }
    for (_, section) in source.outline.iter().filter(|(_, section)| slot.body.contains_range(section.heading_range)) {
        let within = items.iter().filter(|item| section.own.contains_range(item.label));
        let told = within.filter_map(|item| Some((source.option(item.label.of(source.text()))?, item.value)));
        let criterion = || labels::criterion(source, section.title_range);
        let end = section.own.trim(source.text()).end;
        answers.extend(told.map(|(option, value)| Answer { option, criterion: criterion(), value, end }));
    }
    let mut per_criterion: Vec<usize> = answers.iter().map(|answer| answer.criterion.range.start).collect();
    per_criterion.dedup_by(|later, earlier| later == earlier);
    if answers.len() <= per_criterion.len() {
        return None;
    }
    assemble(source, &answers, |criterion, _, answers| {
        let own = answers.iter().find(|answer| answer.criterion.range == criterion.range);
        own.map(|answer| answer.end)
    })
}

/// `Postgres 90 ms; OpenSearch: 35 ms`: every part begins with an option, two parts at least.
fn told(source: &Source<'_>, value: TextRange) -> Vec<(usize, TextRange)> {
    let written = value.of(source.text());
    if written.contains('\n') {
        return Vec::new();
    }
    let separator = if written.contains(';') { ";" } else { ", " };
    let mut start = value.start;
    let mut parts = Vec::new();
    for part in written.split(separator) {
        let place = TextRange::new(start, start + part.len()).trim(source.text());
        start += part.len() + separator.len();
        let Some(found) = of_part(source, place) else { return Vec::new() };
        parts.push(found);
    }
    if parts.len() >= 2 { parts } else { Vec::new() }
}

/// The option whose whole name `part` begins with, and the rest.
fn of_part(source: &Source<'_>, part: TextRange) -> Option<(usize, TextRange)> {
    let written = part.of(source.text());
    let bare = written.trim_start_matches(['*', '_', '`']);
    let lower = bare.to_lowercase();
    let begins = source.known.iter().enumerate().filter_map(|(index, known)| {
        let behind = lower.strip_prefix(&known.name.to_lowercase())?;
        let is_whole = !behind.starts_with(char::is_alphanumeric);
        is_whole.then_some((known.name.len(), index, behind.len()))
    });
    let (_, index, rest) = begins.max()?;
    let start = part.end.checked_sub(rest).filter(|start| *start >= part.start)?;
    let rest = TextRange::new(start, part.end);
    let skip = rest.of(source.text());
    let skip = skip.len() - skip.trim_start_matches(['*', '_', '`', ':', '=', ' ', '(', '–', '—']).len();
    let value = TextRange::new(rest.start + skip, rest.end);
    (!value.is_empty()).then_some((index, value))
}

/// The end of the list that an item stands in.
fn end_of_list(source: &Source<'_>, item: &Labelled) -> usize {
    let list =
        source.parse.tree().ancestors(item.block).find(|(_, block)| matches!(block.kind, BlockKind::List { .. }));
    list.map_or(item.value.end, |(_, list)| list.range.end)
}

/// Puts answers in order: options and criteria as they first come. `place` says where an answer that is not there
/// belongs.
fn assemble(
    source: &Source<'_>,
    answers: &[Answer],
    place: impl Fn(&MatrixCriterion, usize, &[Answer]) -> Option<usize>,
) -> Option<Matrix> {
    let mut criteria: Vec<MatrixCriterion> = Vec::new();
    let mut of_options: Vec<usize> = Vec::new();
    for answer in answers {
        if criteria.iter().all(|other| normal_name(&other.name) != normal_name(&answer.criterion.name)) {
            criteria.push(answer.criterion.clone());
        }
        if !of_options.contains(&answer.option) {
            of_options.push(answer.option);
        }
    }
    let score = |option: usize, criterion: &MatrixCriterion| {
        let same = |answer: &&Answer| normal_name(&answer.criterion.name) == normal_name(&criterion.name);
        let own = answers.iter().filter(|answer| answer.option == option).find(same);
        let end = || place(criterion, option, answers).unwrap_or(criterion.range.end);
        own.map_or_else(|| cells::absent(end()), |answer| cells::read(source, answer.value))
    };
    let options: Vec<_> = of_options
        .iter()
        .filter_map(|index| {
            let known = source.known.get(*index)?;
            let scores = criteria.iter().map(|criterion| score(*index, criterion)).collect();
            Some(option(known.name.clone(), known.range, scores, None))
        })
        .collect();
    let ranges = answers.iter().map(|answer| answer.criterion.range.cover(answer.value));
    let range = ranges.reduce(TextRange::cover)?;
    let form = form(&options, criteria.iter().all(|criterion| criterion.weight.is_some()));
    (options.len() >= 2).then_some(Matrix { range, orientation: Orientation::Bullets, form, criteria, options })
}

/// The criteria that sections of criteria and single options name outside matrices: items, headings, rows.
pub(super) fn mentions(source: &Source<'_>, matrices: &[Matrix]) -> Vec<CriterionMention> {
    let taken = |range: TextRange| {
        let of_matrix = |matrix: &Matrix| matrix.range.contains_range(range);
        matrices.iter().any(of_matrix)
    };
    let mut found = Vec::new();
    for slot in source.of_criteria() {
        of_slot(source, slot, &mut found);
    }
    let of_options = of_options(source).into_iter().map(|(_, item)| item);
    let usual = of_options.filter(|item| source.grammars.is_criterion(item.label.of(source.text())));
    found.extend(usual.map(|item| of_item(source, &item)));
    found.retain(|mention| !taken(mention.range));
    found.sort_by_key(|mention| mention.range.start);
    found.dedup_by_key(|mention| mention.range);
    found
}

fn of_slot(source: &Source<'_>, slot: &Slot, found: &mut Vec<CriterionMention>) {
    let tree = source.parse.tree();
    let items = labelled(source.parse, slot.body);
    let is_inner = |item: &Labelled| items.iter().any(|outer| outer.value.contains_range(item.label));
    found.extend(items.iter().filter(|item| !is_inner(item)).map(|item| of_item(source, item)));
    let bare = |range: TextRange| CriterionMention { name: source.plain(range), range, answer: None };
    let headings = source.outline.iter().map(|(_, section)| section.title_range);
    found.extend(headings.filter(|title| slot.body.contains_range(*title)).map(bare));
    for (id, block) in tree.iter().filter(|(_, block)| slot.body.contains_range(block.range)) {
        match block.kind {
            BlockKind::Item { .. } => {
                let first = tree.children(id).find(|(_, child)| child.kind == BlockKind::Paragraph);
                let plain = first.filter(|(_, text)| items.iter().all(|item| !text.range.contains_range(item.label)));
                found.extend(plain.map(|(_, text)| bare(text.range)));
            }
            BlockKind::Table => {
                let Some(table) = Table::read(source.parse, id) else { continue };
                let labels = table.rows.iter().filter_map(|row| row.cells.first());
                let named = labels.chain(table.header.cells.iter().skip(1)).map(|cell| bare(cell.range));
                found.extend(named.filter(|mention| line(source, &mention.name) == Line::Named));
            }
            _ => {}
        }
    }
}

fn of_item(source: &Source<'_>, item: &Labelled) -> CriterionMention {
    let name = source.plain(item.label);
    let has_list =
        source.parse.tree().descendants(item.block).any(|(_, block)| matches!(block.kind, BlockKind::List { .. }));
    let answer = (!has_list).then(|| cells::read(source, item.value));
    CriterionMention { name, range: item.label, answer }
}
