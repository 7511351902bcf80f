//! What may stand in the cell of a matrix that is being typed, and in the open ones behind it.

use super::{CompletionItemKind, Here, Offer, Place, cell_at, padded, score};
use crate::model::{Exact, StatedTotal, TypedCell, TypedMatrix, escaped, shown_number};
use crate::text::TextRange;
use unicode_width::UnicodeWidthStr;

/// Something that may stand in a cell.
pub(super) struct Value {
    /// As a list shows it.
    pub(super) label: String,
    /// What is written, with places to fill in.
    pub(super) snippet: String,
    /// Why it may stand there.
    pub(super) detail: Option<String>,
}

/// What is to be filled in.
pub(super) const REST: &str = "${1:…}";

impl Value {
    pub(super) fn plain(label: String, detail: &str) -> Self {
        Self { snippet: escaped(&label), label, detail: Some(detail.to_owned()) }
    }
}

/// The rest of the row, then what may stand in the cell in `place` of the row at `row`.
pub(super) fn offers(here: &Here<'_, '_>, row: usize, place: &Place) -> Vec<Offer> {
    let written = place.content.of(here.text());
    let is_open = TypedMatrix::is_open(here.cursor.document.grammars(), written);
    let is_being_typed = place.content == place.typed && !written.ends_with(char::is_whitespace);
    if !is_open && !is_being_typed {
        return Vec::new();
    }
    let (values, documentation) = match here.matrix.cell(row, place.column) {
        TypedCell::Score => score::values(here, row, place),
        TypedCell::Weight => (weights(here), None),
        TypedCell::Total => (total(here, row, place.column).into_iter().collect(), None),
        TypedCell::WeightTotal => (weight_total(here).into_iter().collect(), None),
        TypedCell::Other => return Vec::new(),
    };
    let mut offers: Vec<Offer> = rest_of_row(here, row, place).into_iter().collect();
    offers.extend(values.into_iter().map(|value| {
        let (range, snippet) = written_as(here, place, &value);
        let label = value.label;
        let offer = here.offer(CompletionItemKind::Value, label.clone(), range, snippet);
        let filter = if is_open { offer.filter.clone() } else { label };
        Offer { filter, detail: value.detail, documentation: documentation.clone(), ..offer }
    }));
    offers
}

/// A value in its cell: where pipes stand below one another, blanks behind it make room for it.
fn written_as(here: &Here<'_, '_>, place: &Place, value: &Value) -> (TextRange, String) {
    let behind = here.text().get(place.content.end..here.cursor.line.end).unwrap_or("");
    let blanks = behind.len() - behind.trim_start_matches(' ').len();
    let widths = here.matrix.table.widths(here.text(), here.cursor.line);
    let shown = value.label.width().saturating_sub(place.content.of(here.text()).width());
    let eaten = if widths.is_some() && place.is_closed { shown.min(blanks.saturating_sub(1)) } else { 0 };
    let rest = if place.is_closed { 0 } else { blanks };
    let range = TextRange::new(place.content.start, place.content.end + eaten + rest);
    // where the cell ends with the place to fill in, the cursor is there anyway
    let snippet = value.snippet.strip_suffix(REST).filter(|_| place.is_closed).unwrap_or(&value.snippet);
    (range, place.apart(here.text(), snippet))
}

/// A place to fill in for each open cell, from the cursor's on.
fn rest_of_row(here: &Here<'_, '_>, row: usize, place: &Place) -> Option<Offer> {
    let (text, table) = (here.text(), &here.matrix.table);
    let is_open = TypedMatrix::is_open(here.cursor.document.grammars(), place.content.of(text));
    let typed = Some(place.typed.of(text)).filter(|_| !is_open);
    let is_whole = table.rows.get(row)?.cells.len() <= table.header.cells.len();
    if !is_whole || typed.is_some_and(|typed| typed.contains(char::is_whitespace)) {
        return None;
    }
    let widths = table.widths(text, here.cursor.line);
    let (mut snippet, mut names) = (String::new(), Vec::new());
    for column in place.column..table.header.cells.len() {
        let written = match typed.filter(|_| column == place.column) {
            Some(typed) => Some(typed.to_owned()),
            None => written_in(here, row, column),
        };
        let (cell, shown) = match written {
            Some(written) => (escaped(&written), written.width()),
            None => {
                names.push(table.header.cells.get(column)?.range.of(text));
                (format!("${}", names.len()), 0)
            }
        };
        let width = widths.as_ref().and_then(|widths| widths.get(column)).copied();
        snippet.push_str(&padded(&cell, shown, width, table.is_right(text, column)));
    }
    // one cell alone is what the other offers are for
    if names.len() + usize::from(typed.is_some()) < 2 {
        return None;
    }
    let label = typed.into_iter().chain(names).collect::<Vec<_>>().join(" | ");
    let has_gap = text.get(..place.content.start).is_some_and(|before| !before.ends_with('|'));
    let snippet = snippet.get(usize::from(has_gap)..)?.to_owned();
    let range = TextRange::new(place.content.start, here.cursor.line.end);
    let offer = here.offer(CompletionItemKind::Value, label.clone(), range, snippet);
    let filter = if is_open { offer.filter.clone() } else { label };
    Some(Offer { filter, detail: Some("the rest of the row".to_owned()), ..offer })
}

/// What stands in a cell, or can be computed for it; `None` where it is to be filled in.
fn written_in(here: &Here<'_, '_>, row: usize, column: usize) -> Option<String> {
    let own = here.matrix.table.rows.get(row).and_then(|own| cell_at(own, column));
    let written = own.map_or("", |cell| cell.range.of(here.text()));
    if !TypedMatrix::is_open(here.cursor.document.grammars(), written) {
        return Some(written.to_owned());
    }
    let computed = match here.matrix.cell(row, column) {
        TypedCell::Total => total(here, row, column),
        TypedCell::WeightTotal => weight_total(here),
        TypedCell::Other => return Some(written.to_owned()),
        TypedCell::Score | TypedCell::Weight => None,
    };
    computed.map(|value| value.label)
}

/// What the scores of the option of a cell make, written as the other totals are.
fn total(here: &Here<'_, '_>, row: usize, column: usize) -> Option<Value> {
    let option = here.matrix.option(row, column)?;
    Some(Value::plain(as_total(here, option.computed_total?), "what its scores make"))
}

/// `total` as the stated totals of the matrix are written.
pub(super) fn as_total(here: &Here<'_, '_>, total: Exact) -> String {
    let stated = here.matrix.matrix.into_iter().flat_map(|matrix| &matrix.options);
    let written = |stated: &StatedTotal| {
        let (range, figures) = (stated.range, stated.figures);
        let before = TextRange::new(range.start, figures.start).of(here.text());
        let behind = TextRange::new(figures.end, range.end).of(here.text());
        Some(format!("{before}{}{behind}", total.rounded(stated.places)?))
    };
    let like = stated.filter_map(|option| option.stated_total.as_ref()).find_map(written);
    like.unwrap_or_else(|| shown_number(total))
}

/// What the weights leave of a hundred, where all are hundredths.
fn weights(here: &Here<'_, '_>) -> Vec<Value> {
    let Some((sum, open)) = hundredths(here) else { return Vec::new() };
    let left = Exact::whole(100).minus(sum).filter(|left| *left > Exact::ZERO);
    let sign = sign(here);
    let whole =
        left.filter(|_| open > 0).map(|left| Value::plain(format!("{left}{sign}"), "what the others leave of 100"));
    let share = left.and_then(|left| left.over(Exact::from(open))).filter(|share| open > 1 && share.is_whole());
    let share = share.map(|share| Value::plain(format!("{share}{sign}"), "an even share of what is left"));
    share.into_iter().chain(whole).collect()
}

/// The sum of the weights that are written as hundredths, and how many criteria have none.
fn hundredths(here: &Here<'_, '_>) -> Option<(Exact, u32)> {
    let criteria = &here.matrix.matrix?.criteria;
    let stated = || criteria.iter().filter(|criterion| criterion.weight.is_some());
    let is_share = stated().all(|one| one.weight_range.is_some_and(|range| range.of(here.text()).contains('%')));
    let sum = Exact::sum(stated().filter_map(|criterion| criterion.weight))?;
    let open = criteria.iter().filter(|criterion| criterion.weight.is_none()).count();
    (stated().next().is_some() && is_share).then_some((sum, open as u32))
}

/// ` %` or `%`, as the weights have it.
fn sign(here: &Here<'_, '_>) -> &'static str {
    let ranges = here.matrix.matrix.into_iter().flat_map(|matrix| &matrix.criteria);
    let mut ranges = ranges.filter_map(|criterion| criterion.weight_range);
    if ranges.any(|range| range.of(here.text()).contains(" %")) { " %" } else { "%" }
}

/// The sum of all weights.
pub(super) fn weight_total(here: &Here<'_, '_>) -> Option<Value> {
    let criteria = here.matrix.matrix?.criteria.iter();
    let stated: Vec<Exact> = criteria.filter_map(|criterion| criterion.weight).collect();
    let sum = Exact::sum(stated.iter().copied()).filter(|_| !stated.is_empty())?;
    let sign = if hundredths(here).is_some() { sign(here) } else { "" };
    Some(Value::plain(format!("{sum}{sign}"), "the sum of the weights"))
}
