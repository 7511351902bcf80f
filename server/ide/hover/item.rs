//! Criteria and other labelled parts, in lines and in tables: what an answer looks like.

use super::{Hover, Place, capitalised, paragraphs, quoted};
use crate::grammar::{ItemSpec, Role, SectionSpec, Slot};
use crate::model::{MatrixCriterion, MatrixOption, MatrixScore, item_named, items, values};
use crate::text::TextRange;

pub(super) fn hover(at: &Place<'_>) -> Option<Hover> {
    of_line(at).or_else(|| of_matrix(at))
}

/// A label, or what stands behind it, in a section that has such parts.
fn of_line(at: &Place<'_>) -> Option<Hover> {
    let text = at.document.text();
    let mut slots: Vec<&Slot> =
        at.document.model().sections.iter().filter(|slot| slot.body.touches(at.offset)).collect();
    slots.sort_by_key(|slot| slot.body.len());
    let specs = slots.into_iter().filter_map(|slot| Some((slot, at.document.section_spec(slot)?)));
    specs.filter(|(_, spec)| !spec.items.is_empty()).find_map(|(slot, spec)| {
        let found = items(at.document.parse(), spec, slot.body);
        let is_cell = |value: &str| value.contains('|');
        let on_label = found.iter().find(|item| at.touches(item.label)).map(|item| (item, item.label));
        let on_value = || {
            let mut behind = found.iter().filter(|item| !is_cell(item.value.of(text)));
            behind.find(|item| at.touches(item.value)).map(|item| (item, item.value))
        };
        let (item, range) = on_label.or_else(on_value)?;
        Some(Hover { range, markdown: about(at, spec.items.get(item.spec)?, None) })
    })
}

/// A criterion or a cell of a matrix.
fn of_matrix(at: &Place<'_>) -> Option<Hover> {
    let matrices = at.document.model().matrices.iter().filter(|matrix| matrix.range.touches(at.offset));
    matrices.into_iter().find_map(|matrix| {
        let on_name = || matrix.criteria.iter().find(|criterion| at.touches(criterion.range));
        let cells = matrix.options.iter().flat_map(|option| {
            matrix.criteria.iter().zip(&option.scores).map(move |(criterion, score)| (option, criterion, score))
        });
        let mut cells = cells.filter(|(_, _, score)| around(at, score.range).touches(at.offset));
        match on_name() {
            Some(criterion) => of_criterion(at, criterion),
            None => cells.next().map(|(option, criterion, score)| of_cell(at, option, criterion, score)),
        }
    })
}

fn of_criterion(at: &Place<'_>, criterion: &MatrixCriterion) -> Option<Hover> {
    let item = criteria_spec(at).and_then(|spec| item_named(spec, &criterion.name));
    let markdown = match (item, criterion.weight) {
        (Some(item), weight) => about(at, item, weight.map(|weight| format!("Weight {weight}."))),
        (None, Some(weight)) => format!("**{}** · weight {weight}", criterion.name),
        (None, None) => return None,
    };
    Some(Hover { range: criterion.range, markdown })
}

fn of_cell(at: &Place<'_>, option: &MatrixOption, criterion: &MatrixCriterion, score: &MatrixScore) -> Hover {
    let item = criteria_spec(at).and_then(|spec| item_named(spec, &criterion.name));
    let markdown = paragraphs([
        Some(format!("**{}** of {}", criterion.name, option.name)),
        score.is_open.then(|| "Not answered yet.".to_owned()),
        item.and_then(|item| item.form.words()).map(|words| format!("{}.", capitalised(words))),
        item.map(|item| item.guidance.clone()),
    ]);
    Hover { range: around(at, score.range), markdown }
}

/// Where nothing is written a cell is a place, and a cursor is rarely on it by a byte.
fn around(at: &Place<'_>, cell: TextRange) -> TextRange {
    let is_beside = cell.is_empty() && cell.start.abs_diff(at.offset) <= 1;
    if is_beside { cell.cover(TextRange::empty(at.offset)) } else { cell }
}

fn criteria_spec<'d>(at: &Place<'d>) -> Option<&'d SectionSpec> {
    let slot = at.document.model().section(Role::Criteria)?;
    at.document.section_spec(slot)
}

fn about(at: &Place<'_>, item: &ItemSpec, more: Option<String>) -> String {
    let need = if item.required { " · required" } else { "" };
    let found = values(at.document.grammars(), item.form, &item.values, &item.skeleton);
    paragraphs([
        Some(format!("**{}**{need}", item.title)),
        Some(item.guidance.clone()),
        item.form.words().map(|words| format!("{}.", capitalised(words))),
        quoted(found.iter().map(String::as_str)).map(|values| format!("Allowed: {values}")),
        more,
    ])
}
