//! Sections headed by a bold lead-in, `**Context**`, or a labelled item, `1. Context:`.

use super::named::Names;
use super::written::Reading;
use super::{Head, Slot, SlotState};
use crate::grammar::schema::Role;
use crate::syntax::{BlockId, BlockKind, Fact, Inline, Moved, Outline, Parse, SectionId, Span, SpanKind};
use crate::text::TextRange;
use std::collections::{HashMap, HashSet};

static LABELS: Fact<Vec<Slot>> = Fact::new();

/// The labels of a document that head sections, where no heading of `slots` is that section.
pub(super) fn labels(
    names: Names<'_>,
    reading: Reading<'_>,
    parse: &Parse,
    outline: &Outline,
    slots: &[Slot],
) -> Vec<Slot> {
    let pieces = parse.facts(&LABELS, names.given(), |piece| of_piece(names, piece));
    let moved = |start: usize, block: usize, slot: &Slot| Slot {
        head: if let Head::Label(id) = slot.head { Head::Label(id.moved(block)) } else { slot.head },
        head_range: slot.head_range.moved(start),
        body: slot.body.moved(start),
        ..slot.clone()
    };
    let labels =
        pieces.iter().flat_map(|said| said.value.iter().map(move |slot| moved(said.start, said.first_block, slot)));
    let mut found: Vec<Slot> = labels.collect();
    if found.is_empty() {
        return found;
    }
    let ids: HashSet<&str> = slots.iter().map(|slot| slot.id.as_str()).collect();
    let by_section: HashMap<SectionId, &Slot> = slots
        .iter()
        .filter_map(|slot| match slot.head {
            Head::Section(id) => Some((id, slot)),
            _ => None,
        })
        .collect();
    found.retain(|label| {
        let around = outline
            .at(label.head_range.start)
            .into_iter()
            .flat_map(|id| std::iter::once(id).chain(outline.ancestors(id).map(|(id, _)| id)));
        let mut around = around.filter_map(|id| by_section.get(&id));
        !ids.contains(label.id.as_str()) && !around.any(|slot| holds(names, slot, label))
    });
    end_labels(reading, parse, outline, &mut found);
    found
}

fn of_piece(names: Names<'_>, piece: &Parse) -> Vec<Slot> {
    let mut found: Vec<Slot> = Vec::new();
    for (id, block) in piece.tree().roots() {
        match block.kind {
            BlockKind::Paragraph => found.extend(label(names, piece, id, block.range)),
            BlockKind::List { ordered: true } => {
                for (item, _) in piece.tree().children(id) {
                    let first = piece.tree().children(item).next();
                    found.extend(first.and_then(|(_, text)| label(names, piece, item, text.range)));
                }
            }
            _ => {}
        }
    }
    found
}

/// Whether the section that a label stands in makes it no section: the label is a part of it that the template
/// does not name.
fn holds(names: Names<'_>, slot: &Slot, label: &Slot) -> bool {
    let spec = label.spec.and_then(|index| names.dialect?.spec.sections.get(index));
    let is_part = spec.is_some_and(|spec| spec.parent.as_deref() == Some(slot.id.as_str()));
    let holds = slot.roles.first() != Some(&Role::Other) || slot.spec.is_some();
    holds && !is_part
}

fn label(names: Names<'_>, parse: &Parse, id: BlockId, range: TextRange) -> Option<Slot> {
    let text = parse.text();
    let written = range.of(text);
    let is_item = || parse.tree().get(id).is_some_and(|block| matches!(block.kind, BlockKind::Item { .. }));
    let (label, head_range) = if let Some(bold) = bold_lead_in(parse, range) {
        (bold.inner, bold.range)
    } else if is_item() {
        let colon = range.start + written.find(':').filter(|at| *at <= 40)?;
        (TextRange::new(range.start, colon), TextRange::new(range.start, colon + 1))
    } else {
        return None;
    };
    let title = label.of(text);
    let body = TextRange::new(head_range.end, range.end);
    let behind = body.of(text);
    let stands_alone = behind.trim().is_empty() || behind.trim_start().starts_with([':', '\n']) || title.ends_with(':');
    let matched = names.find(title).filter(|_| stands_alone || behind.starts_with(char::is_whitespace))?;
    Some(Slot {
        id: names.id_of(Some(&matched), title),
        spec: matched.spec,
        also: matched.also,
        family: matched.family,
        roles: matched.roles,
        head: Head::Label(id),
        title: Some(title.trim_end_matches(':').to_owned()),
        head_range,
        body,
        state: SlotState::Filled,
        allows_none: matched.allows_none,
    })
}

/// The bold type that a paragraph begins with.
fn bold_lead_in(parse: &Parse, range: TextRange) -> Option<Span> {
    let may_be = range.of(parse.text()).trim_start().starts_with(['*', '_']);
    let inline = may_be.then(|| Inline::read(parse, range))?;
    inline.first(parse.text()).filter(|first| first.kind == SpanKind::Strong).cloned()
}

/// A label's section goes on to the next label or heading.
fn end_labels(reading: Reading<'_>, parse: &Parse, outline: &Outline, labels: &mut [Slot]) {
    let length = parse.text().len();
    let headings = outline.iter().map(|(_, section)| section.heading_range.start);
    let mut starts: Vec<usize> = headings.chain(labels.iter().map(|label| label.head_range.start)).collect();
    starts.sort_unstable();
    for label in labels.iter_mut() {
        let at = label.head_range.end;
        let next = starts.get(starts.partition_point(|start| *start < at)).copied();
        label.body = TextRange::new(at, next.unwrap_or(length).max(at));
        let written = reading.behind_label(parse, label.body);
        let heads = outline.within(label.body).next().is_some();
        label.state = reading.state(&written, heads, &label.roles);
    }
}
