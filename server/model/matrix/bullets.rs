//! Criteria as labelled items: under each option, under each criterion, or in one list that names them.

use super::source::Source;
use super::tables::{Line, line, option};
use super::{Matrix, MatrixCriterion, MatrixScore, Orientation, cells, labels};
use crate::grammar::{Cue, Slot, normal_name};
use crate::syntax::{Block, BlockId, BlockKind, Fact, Inline, Moved, Parse, Said, SpanKind, Table};
use crate::text::TextRange;
use std::collections::{HashMap, HashSet};

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

static LABELLED: Fact<Vec<Labelled>> = Fact::new();

/// The labelled items and bold lead-ins in `range`, at any depth, in document order.
#[must_use]
pub fn labelled(parse: &Parse, range: TextRange) -> Vec<Labelled> {
    let mut found = Vec::new();
    for said in parse.facts_near(&LABELLED, 0, range, of_piece) {
        let first = said.value.partition_point(|item| said.start + item.label.start < range.start);
        let inside = said.value.iter().skip(first).map(|item| item.moved(&said));
        let inside = inside.take_while(|item| item.label.start < range.end);
        found.extend(
            inside.filter(|item| parse.tree().get(item.block).is_some_and(|block| range.contains_range(block.range))),
        );
    }
    found
}

fn of_piece(piece: &Parse) -> Vec<Labelled> {
    let found = piece.tree().iter().flat_map(|(id, block)| match block.kind {
        BlockKind::Item { .. } => of_item_block(piece, id, block).into_iter().collect(),
        BlockKind::Paragraph if !is_in_item(piece, block) => of_paragraph(piece, id, block.range),
        _ => Vec::new(),
    });
    found.collect()
}

impl Labelled {
    /// The same in the document that the piece is of.
    fn moved<T>(&self, said: &Said<'_, T>) -> Self {
        Self {
            label: self.label.moved(said.start),
            value: self.value.moved(said.start),
            block: self.block.moved(said.first_block),
        }
    }
}

/// The labelled items that speak of an option, each with that option.
fn of_options(source: &Source<'_>) -> Vec<(usize, Labelled)> {
    if source.areas.is_empty() {
        return Vec::new();
    }
    let tree = source.parse.tree();
    let items = labelled(source.parse, TextRange::new(0, source.text().len())).into_iter();
    let own = items.filter(|item| {
        let begins = tree.get(item.block).is_some_and(|block| source.area(block.range.start).is_some());
        begins && !source.is_quoted(item.block)
    });
    own.filter_map(|item| Some((source.area(item.label.start)?, item))).collect()
}

fn is_in_item(parse: &Parse, block: &Block) -> bool {
    let parent = block.parent.and_then(|id| parse.tree().get(id));
    parent.is_some_and(|parent| matches!(parent.kind, BlockKind::Item { .. }))
}

fn of_item_block(parse: &Parse, id: BlockId, block: &Block) -> Option<Labelled> {
    let (_, first) = parse.tree().children(id).find(|(_, child)| child.kind == BlockKind::Paragraph)?;
    let (label, behind) = label(parse, first.range)?;
    Some(Labelled { label, value: value(parse, behind, block.range.end), block: id })
}

/// The lines of a paragraph that begin with a label in bold type; each goes on until the next.
fn of_paragraph(parse: &Parse, id: BlockId, range: TextRange) -> Vec<Labelled> {
    let text = parse.text();
    let mut found: Vec<Labelled> = Vec::new();
    for line in range.lines(text) {
        let written = line.of(text).trim_start();
        if !written.starts_with("**") && !written.starts_with("__") {
            continue;
        }
        let place = line.trim(text);
        let Some((label, behind)) = label(parse, place) else { continue };
        if let Some(last) = found.last_mut() {
            last.value = value(parse, last.value.start, place.start);
        }
        found.push(Labelled { label, value: value(parse, behind, range.end), block: id });
    }
    found
}

/// What stands between `start` and `end`, line breaks written out left aside.
fn value(parse: &Parse, start: usize, end: usize) -> TextRange {
    let text = parse.text();
    let inner = TextRange::new(start, end.max(start)).trim(text);
    let written = inner.of(text);
    let bare = ["<br>", "<br/>", "<br />", "\\"].iter().find_map(|mark| written.strip_suffix(mark)).unwrap_or(written);
    let inner = TextRange::new(inner.start, inner.start + bare.trim_end().len());
    if inner.is_empty() { TextRange::empty(start) } else { inner }
}

/// The label that a paragraph begins with, and where what it labels begins: behind a colon, or behind bold type that
/// a dash or nothing follows.
fn label(parse: &Parse, lead: TextRange) -> Option<(TextRange, usize)> {
    let text = parse.text();
    let written = lead.of(text);
    if !written.trim_start().starts_with(['*', '_']) {
        return label_before_colon(text, lead);
    }
    let inline = Inline::read(parse, lead);
    let first = inline.first(text).filter(|first| matches!(first.kind, SpanKind::Strong | SpanKind::Emphasis))?;
    let inner = first.inner.of(text).trim_end().trim_end_matches(':');
    let label = TextRange::new(first.inner.start, first.inner.start + inner.len()).trim(text);
    let rest = TextRange::new(first.range.end, lead.end).of(text);
    let bare = rest.trim_start_matches([' ', ':']);
    let bare = ["—", "–", "--", "- "].iter().find_map(|dash| bare.strip_prefix(dash)).unwrap_or(bare);
    let is_apart = rest.len() > bare.trim_start().len() || rest.is_empty();
    (is_apart && !label.is_empty()).then_some((label, lead.end - bare.len()))
}

/// The few words before a colon that stand for what is behind it.
fn label_before_colon(text: &str, lead: TextRange) -> Option<(TextRange, usize)> {
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

impl Answer {
    fn name(&self) -> String {
        normal_name(&self.criterion.name)
    }
}

/// Criteria as labelled items, or as headings, under each of two options at least; two criteria that the grammars
/// name, one of them under two options.
fn under_options(source: &Source<'_>) -> Option<Matrix> {
    let mut answers: Vec<Answer> = Vec::new();
    for (option, item) in of_options(source) {
        let name = labels::name(source, item.label);
        if source.grammars.is_criterion(&name) && source.option(&name) != Some(option) {
            let (criterion, end) = (labels::criterion(source, item.label), end_of_list(source, &item));
            answers.push(Answer { option, criterion, value: item.value, end });
        }
    }
    for (_, section) in source.outline.iter().skip(1) {
        let Some(option) = source.area(section.heading_range.start) else { continue };
        if source.grammars.is_criterion(&labels::name(source, section.title_range)) {
            let criterion = labels::criterion(source, section.title_range);
            let value = section.own.trim(source.text());
            answers.push(Answer { option, criterion, value, end: section.range.trim(source.text()).end });
        }
    }
    let mut options: HashMap<String, HashSet<usize>> = HashMap::new();
    let mut ends: HashMap<usize, usize> = HashMap::new();
    for answer in &answers {
        options.entry(answer.name()).or_default().insert(answer.option);
        let end = ends.entry(answer.option).or_default();
        *end = answer.end.max(*end);
    }
    let is_shared = options.values().any(|options| options.len() >= 2);
    if options.len() < 2 || !is_shared {
        return None;
    }
    assemble(source, &answers, |_, option| ends.get(&option).copied())
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
        let behind = items.get(at + 1..).unwrap_or(&[]).iter();
        let inner = behind.take_while(|inner| item.value.contains_range(inner.label));
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
    for (_, section) in source.outline.within(slot.body) {
        let first = items.partition_point(|item| item.label.start < section.own.start);
        let behind = items.get(first..).unwrap_or(&[]).iter();
        let within = behind.take_while(|item| section.own.contains_range(item.label));
        let told = within.filter_map(|item| Some((source.option(item.label.of(source.text()))?, item.value)));
        let criterion = || labels::criterion(source, section.title_range);
        let end = section.own.trim(source.text()).end;
        answers.extend(told.map(|(option, value)| Answer { option, criterion: criterion(), value, end }));
    }
    let ends: HashMap<TextRange, usize> = answers.iter().map(|answer| (answer.criterion.range, answer.end)).collect();
    let speaks_of_two = answers.len() > ends.len();
    speaks_of_two.then(|| assemble(source, &answers, |criterion, _| ends.get(&criterion.range).copied()))?
}

/// `Postgres 90 ms; OpenSearch: 35 ms`: every part begins with an option, two parts at least.
pub(super) fn told(source: &Source<'_>, value: TextRange) -> Vec<(usize, TextRange)> {
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
    let is_told = parts.len() >= 2 && parts.iter().any(|(_, value)| !value.is_empty());
    if is_told { parts } else { Vec::new() }
}

/// The option whose whole name `part` begins with, and the rest.
fn of_part(source: &Source<'_>, part: TextRange) -> Option<(usize, TextRange)> {
    let written = part.of(source.text());
    if let Some((name, rest)) = written.split_once(':')
        && let Some(index) = source.option(name.trim_matches(['*', '_', '`', ' ']))
    {
        // nothing behind the colon is still to be written
        return Some((index, TextRange::new(part.end - rest.len(), part.end).trim(source.text())));
    }
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
    place: impl Fn(&MatrixCriterion, usize) -> Option<usize>,
) -> Option<Matrix> {
    let mut criteria: Vec<MatrixCriterion> = Vec::new();
    let mut of_options: Vec<usize> = Vec::new();
    let mut numbers: HashMap<String, usize> = HashMap::new();
    let mut given: HashMap<(usize, usize), TextRange> = HashMap::new();
    for answer in answers {
        let number = *numbers.entry(answer.name()).or_insert(criteria.len());
        if number == criteria.len() {
            criteria.push(answer.criterion.clone());
        }
        if !of_options.contains(&answer.option) {
            of_options.push(answer.option);
        }
        given.entry((answer.option, number)).or_insert(answer.value);
    }
    let score = |option: usize, (number, criterion): (usize, &MatrixCriterion)| {
        let end = || place(criterion, option).unwrap_or(criterion.range.end);
        given.get(&(option, number)).map_or_else(|| cells::absent(end()), |value| cells::read(source, *value))
    };
    let options: Vec<_> = of_options
        .iter()
        .filter_map(|index| {
            let known = source.known.get(*index)?;
            let scores = criteria.iter().enumerate().map(|criterion| score(*index, criterion)).collect();
            Some(option(known.name.clone(), known.range, scores, None))
        })
        .collect();
    let ranges = answers.iter().map(|answer| answer.criterion.range.cover(answer.value));
    let range = ranges.reduce(TextRange::cover)?;
    let weighs = criteria.iter().all(|criterion| criterion.weight.is_some());
    (options.len() >= 2).then(|| Matrix::new(range, Orientation::Bullets, criteria, options, weighs))
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
    let mut end = 0;
    for item in &items {
        if item.label.start >= end {
            found.push(of_item(source, item));
        }
        end = item.value.end.max(end);
    }
    let has_label = |text: TextRange| {
        let first = items.partition_point(|item| item.label.start < text.start);
        items.get(first).is_some_and(|item| text.contains_range(item.label))
    };
    let bare = |range: TextRange| CriterionMention { name: source.plain(range), range, answer: None };
    let titles = source.outline.within(slot.body).map(|(_, section)| bare(section.title_range));
    found.extend(titles.filter(|title| !is_part(source, &title.name)));
    for (id, block) in tree.iter().filter(|(_, block)| slot.body.contains_range(block.range)) {
        match block.kind {
            BlockKind::Item { .. } => {
                let first = tree.children(id).find(|(_, child)| child.kind == BlockKind::Paragraph);
                let plain = first.filter(|(_, text)| !has_label(text.range));
                found.extend(plain.map(|(_, text)| bare(text.range)));
            }
            BlockKind::Table | BlockKind::Html => {
                for table in Table::of_block(source.parse, id) {
                    let labels = table.rows.iter().filter_map(|row| row.cells.first());
                    let named = labels.chain(table.header.cells.iter().skip(1)).map(|cell| bare(cell.range));
                    found.extend(named.filter(|mention| line(source, &mention.name) == Line::Named));
                }
            }
            _ => {}
        }
    }
}

/// Whether a heading among the criteria names a part of the weighing: `Weights`, `Scores`.
fn is_part(source: &Source<'_>, title: &str) -> bool {
    [Cue::Weight, Cue::Total, Cue::ScoreWord, Cue::ScaleWord].iter().any(|cue| source.is(*cue, title))
}

fn of_item(source: &Source<'_>, item: &Labelled) -> CriterionMention {
    let name = source.plain(item.label);
    let has_list =
        source.parse.tree().descendants(item.block).any(|(_, block)| matches!(block.kind, BlockKind::List { .. }));
    let answer = (!has_list).then(|| cells::read(source, item.value));
    CriterionMention { name, range: item.label, answer }
}
