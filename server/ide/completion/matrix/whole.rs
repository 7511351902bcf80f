//! A whole matrix where options stand and nothing weighs them yet, and the rest of one whose header is there.

use super::{CompletionItemKind, Criterion, Here, Offer, criteria_spec, in_cell, named_criteria, short};
use crate::grammar::{Head, Role};
use crate::ide::completion::{Cursor, Lead, Rank, item};
use crate::model::{MatrixPart, OptionSource, escaped, joined};
use crate::text::TextRange;

/// So few options are nothing to weigh.
const FEWEST: usize = 2;

/// A row for each criterion and a column for each option, without weights and with; `None` where it does not belong.
pub(super) fn offers(cursor: &Cursor<'_>) -> Option<Vec<Offer>> {
    let slots = cursor.slots();
    let slot = slots.iter().find(|slot| slot.roles.contains(&Role::Criteria) && slot.head != Head::Field)?;
    let document = cursor.document;
    let is_bare = |range: TextRange| range.of(document.text()).trim() == cursor.line.of(document.text()).trim();
    let has_matrix = document.model().matrices.iter().any(|matrix| slot.body.contains_range(matrix.range));
    if has_matrix || cursor.lead == Lead::Blank && !is_bare(slot.body) {
        return None;
    }
    let names: Vec<String> = listed(cursor).map(in_cell).collect();
    let spec = criteria_spec(cursor);
    let labels = spec.map(item::labels).unwrap_or_default();
    let criteria = || named_criteria(cursor, spec, &labels).map(|(_, criterion)| criterion);
    let (measured, scored): (Vec<Criterion<'_>>, Vec<Criterion<'_>>) =
        (criteria().collect(), criteria().map(Criterion::scored).collect());
    if names.len() < FEWEST || measured.is_empty() {
        return None;
    }
    let words = &document.grammars().vocabulary.matrix;
    let plain: Vec<&str> = names.iter().map(String::as_str).collect();
    let weighted: Vec<&str> = std::iter::once(words.weight.as_str()).chain(plain.iter().copied()).collect();
    let guidance = spec.map(|spec| spec.guidance.trim().to_owned());
    let offer = |criteria: &[Criterion<'_>], columns: &[&str], detail: &str| {
        let label = format!("| {} | {} |", words.criterion, columns.join(" | "));
        let rows = rows(criteria, columns.len());
        let parts = [escaped(&label), format!("\n|{}", "---|".repeat(columns.len() + 1))];
        let parts: Vec<String> = parts.into_iter().chain(rows).collect();
        Offer {
            filter: label.clone(),
            label,
            kind: CompletionItemKind::Criterion,
            detail: Some(detail.to_owned()),
            documentation: guidance.clone(),
            range: cursor.replaced(),
            snippet: joined(parts.iter().map(String::as_str)),
            elsewhere: Vec::new(),
            rank: Rank::RequiredHere,
        }
    };
    Some(vec![offer(&measured, &plain, "the whole table"), offer(&scored, &weighted, "the whole table, with weights")])
}

/// The line of dashes, with a row for each criterion and without.
pub(super) fn below_header(here: &Here<'_, '_>) -> Vec<Offer> {
    let (cursor, columns) = (here.cursor, here.matrix.table.header.cells.len());
    let is_short = here.matrix.columns.iter().filter(|part| **part == MatrixPart::Option).count() < FEWEST;
    if !cursor.rest().trim().is_empty() || cursor.word.contains(char::is_alphanumeric) {
        return Vec::new();
    }
    let dashes = format!("|{}", "---|".repeat(columns));
    let criteria = here.missing_criteria(cursor.line);
    let rows = rows(&criteria, columns.saturating_sub(1));
    let parts: Vec<String> = std::iter::once(dashes.clone()).chain(rows).collect();
    let whole = joined(parts.iter().map(String::as_str));
    let offer = |snippet: String, detail: &str| {
        let offer = here.offer(CompletionItemKind::Criterion, dashes.clone(), cursor.replaced(), snippet);
        Offer { filter: dashes.clone(), detail: Some(detail.to_owned()), ..offer }
    };
    let with_rows =
        (here.matrix.is_by_columns && !is_short && !criteria.is_empty()).then(|| offer(whole, "the rest of the table"));
    with_rows.into_iter().chain([offer(dashes.clone(), "the line below the header")]).collect()
}

fn rows(criteria: &[Criterion<'_>], columns: usize) -> Vec<String> {
    let cells = (1..=columns).fold(String::new(), |cells, stop| cells + " $" + &stop.to_string() + " |");
    criteria.iter().map(|criterion| format!("\n| {} |{cells}", escaped(&in_cell(&criterion.label)))).collect()
}

/// The options that the document lists.
fn listed<'d>(cursor: &Cursor<'d>) -> impl Iterator<Item = &'d str> {
    let apart = [OptionSource::Matrix, OptionSource::Chosen, OptionSource::Proposal];
    let is_listed = move |source: OptionSource| !apart.contains(&source);
    let options = cursor.document.model().options.items.iter();
    let listed = options.filter(move |option| option.mentions.iter().any(|mention| is_listed(mention.source)));
    listed.map(|option| short(&option.name))
}
