//! The document as a tree: sections, and in them options, criteria and fields.

use crate::grammar::{Head, Slot, SlotState};
use crate::model::{OptionMention, OptionSource};
use crate::syntax::{FieldCarrier, Section};
use crate::text::TextRange;
use crate::workspace::{Document, DocumentId, Snapshot};
use std::cmp::Reverse;
use std::collections::HashMap;

/// A thing in a document, and what stands in it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DocumentSymbol {
    /// As the document names it; never empty.
    pub name: String,
    /// What is worth knowing of it in a word or two.
    pub detail: Option<String>,
    /// What it is.
    pub kind: SymbolKind,
    /// All of it.
    pub range: TextRange,
    /// Its name; lies in `range`.
    pub selection_range: TextRange,
    /// What stands in it, in document order; each lies in `range`.
    pub children: Vec<DocumentSymbol>,
}

/// What a symbol is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum SymbolKind {
    /// The title, with all that stands below.
    Title,
    /// A section.
    Section,
    /// An option.
    Option,
    /// A criterion.
    Criterion,
    /// A metadata field.
    Field,
}

/// The symbols of the open document `id`. Ordinary Markdown has its headings.
#[must_use]
pub fn document_symbol(snapshot: &Snapshot, id: &DocumentId) -> Vec<DocumentSymbol> {
    let Some(document) = snapshot.document(id) else { return Vec::new() };
    let mut flat = headings(document);
    if document.kind().is_some() {
        let known = flat.len();
        flat.extend(labels(document));
        flat.extend(fields(document));
        flat.extend(options(document));
        flat.extend(criteria(document));
        without_repeats(&mut flat, known);
    }
    nested(flat)
}

fn headings(document: &Document) -> Vec<DocumentSymbol> {
    let options = option_headings(document);
    let slots: HashMap<_, _> = document
        .model()
        .sections
        .iter()
        .filter_map(|slot| match slot.head {
            Head::Section(id) => Some((id, slot)),
            _ => None,
        })
        .collect();
    let title = document.model().metadata.title.as_ref().filter(|title| title.is_heading).map(|title| title.range);
    let symbol = |id, section: &Section| {
        let is_title = Some(section.title_range) == title;
        let option = options.get(&section.title_range);
        let kind = match option {
            Some(_) => SymbolKind::Option,
            None if is_title => SymbolKind::Title,
            None => SymbolKind::Section,
        };
        let detail = if is_title {
            document.kind().map(|kind| kind.spec.title.clone())
        } else {
            let of_section = || slots.get(&id).and_then(|slot| state(slot.state));
            option.map_or_else(of_section, |detail| *detail).map(str::to_owned)
        };
        let range = section.range.trim(document.text()).cover(section.heading_range);
        named(&section.title, kind, range, section.title_range, detail)
    };
    document.outline().iter().map(|(id, section)| symbol(id, section)).collect()
}

/// The headings that name an option, and what is worth knowing of it.
fn option_headings(document: &Document) -> HashMap<TextRange, Option<&'static str>> {
    let options = &document.model().options;
    let chosen = options.chosen.as_ref().and_then(|choice| choice.option);
    let headings = options.items.iter().enumerate().flat_map(|(index, item)| {
        let detail = (chosen == Some(index)).then_some("chosen");
        let headings = item.mentions.iter();
        let headings =
            headings.filter(|mention| matches!(mention.source, OptionSource::Heading | OptionSource::ProsAndCons));
        headings.map(move |mention| (mention.range, detail))
    });
    headings.collect()
}

const fn state(state: SlotState) -> Option<&'static str> {
    match state {
        SlotState::Filled => None,
        SlotState::Empty => Some("empty"),
        SlotState::Stub => Some("to be written"),
        SlotState::Placeholder => Some("template text"),
        SlotState::NoneStated => Some("none"),
    }
}

fn labels(document: &Document) -> impl Iterator<Item = DocumentSymbol> + '_ {
    let fields = &document.model().metadata.fields;
    let is_field = |slot: &&Slot| fields.iter().any(|field| slot.head_range.contains_range(field.field.key_range));
    let slots = document.model().sections.iter().filter(|slot| matches!(slot.head, Head::Label(_)));
    let slots = slots.filter(move |slot| !is_field(slot));
    slots.map(|slot| {
        let range = slot.head_range.cover(slot.body.trim(document.text()));
        let detail = state(slot.state).map(str::to_owned);
        named(slot.title.as_deref().unwrap_or(""), SymbolKind::Section, range, slot.head_range, detail)
    })
}

fn fields(document: &Document) -> impl Iterator<Item = DocumentSymbol> + '_ {
    let in_text = |carrier: FieldCarrier| !matches!(carrier, FieldCarrier::Sibling);
    let fields = document.model().metadata.fields.iter().map(|field| &field.field);
    fields.filter(move |field| in_text(field.carrier)).map(|field| {
        let range = field.key_range.cover(field.value_range);
        let detail = (!field.value.is_empty()).then(|| field.value.clone());
        named(&field.key, SymbolKind::Field, range, field.key_range, detail)
    })
}

fn options(document: &Document) -> impl Iterator<Item = DocumentSymbol> + '_ {
    let options = &document.model().options;
    let chosen = options.chosen.as_ref().and_then(|choice| choice.option);
    let listed = |mention: &&OptionMention| {
        matches!(mention.source, OptionSource::List | OptionSource::LeadIn) && !mention.range.is_empty()
    };
    options.items.iter().enumerate().flat_map(move |(index, item)| {
        item.mentions.iter().filter(listed).map(move |mention| {
            let detail = (chosen == Some(index)).then(|| "chosen".to_owned());
            named(&item.name, SymbolKind::Option, mention.range.cover(mention.body), mention.range, detail)
        })
    })
}

fn criteria(document: &Document) -> impl Iterator<Item = DocumentSymbol> + '_ {
    let criteria = document.model().matrices.iter().flat_map(|matrix| &matrix.criteria);
    criteria.map(|criterion| {
        let detail = criterion.weight.map(|weight| format!("weight {weight}"));
        named(&criterion.name, SymbolKind::Criterion, criterion.range, criterion.range, detail)
    })
}

/// A symbol without children. A nameless one, such as a heading that is being typed, is shown as `…`.
fn named(
    name: &str,
    kind: SymbolKind,
    range: TextRange,
    selection_range: TextRange,
    detail: Option<String>,
) -> DocumentSymbol {
    let name = if name.trim().is_empty() { "…" } else { name.trim() };
    DocumentSymbol { name: name.to_owned(), detail, kind, range, selection_range, children: Vec::new() }
}

/// Of symbols with one name's range the first stays; what comes after `known` names nothing a second time.
fn without_repeats(flat: &mut Vec<DocumentSymbol>, known: usize) {
    let mut seen: Vec<TextRange> = flat.iter().take(known).map(|symbol| symbol.selection_range).collect();
    seen.sort();
    let mut later: Vec<DocumentSymbol> = flat.split_off(known);
    later.retain(|symbol| seen.binary_search(&symbol.selection_range).is_err());
    later.sort_by_key(|symbol| (symbol.selection_range, symbol.kind));
    later.dedup_by_key(|symbol| symbol.selection_range);
    flat.extend(later);
}

/// Symbols as a tree: each stands in the smallest that holds its beginning, and ends where that ends at the latest.
fn nested(mut flat: Vec<DocumentSymbol>) -> Vec<DocumentSymbol> {
    flat.sort_by_key(|symbol| (symbol.range.start, Reverse(symbol.range.end), symbol.kind));
    let mut roots = Vec::new();
    let mut open: Vec<DocumentSymbol> = Vec::new();
    for mut symbol in flat {
        while open.last().is_some_and(|last| last.range.end <= symbol.range.start) {
            close(&mut open, &mut roots);
        }
        if let Some(parent) = open.last() {
            symbol.range.end = symbol.range.end.min(parent.range.end);
        }
        symbol.range = symbol.range.cover(TextRange::empty(symbol.selection_range.start));
        symbol.selection_range.end = symbol.selection_range.end.min(symbol.range.end);
        open.push(symbol);
    }
    while !open.is_empty() {
        close(&mut open, &mut roots);
    }
    roots
}

fn close(open: &mut Vec<DocumentSymbol>, roots: &mut Vec<DocumentSymbol>) {
    let Some(done) = open.pop() else { return };
    match open.last_mut() {
        Some(parent) => parent.children.push(done),
        None => roots.push(done),
    }
}
