//! The labelled parts of a section that it does not have: criteria, and lines such as `Teams affected: …`.

use super::{CompletionItemKind, Cursor, Lead, Offer, Rank};
use crate::grammar::{ItemSpec, Role, SectionSpec, Slot};
use crate::model::{Item, escaped, items, without_tab_stops};
use crate::syntax::{BlockKind, Parse, TypedTable};
use crate::text::TextRange;

/// The parts that are missing in the section at the cursor, written as those that are there.
pub(super) fn offers(cursor: &Cursor<'_>) -> Vec<Offer> {
    let of = |slot| cursor.document.section_spec(slot).filter(|spec| !spec.items.is_empty()).map(|spec| (slot, spec));
    let Some((slot, spec)) = cursor.slots().into_iter().find_map(of) else { return Vec::new() };
    let section = Section::new(cursor, slot, spec);
    match columns_behind_first(cursor) {
        Some(columns) if !cursor.word.contains('|') => section.rows(columns),
        None if !section.is_tabular() => section.lines(),
        _ => Vec::new(),
    }
}

/// A section with labelled parts.
struct Section<'c, 'd> {
    cursor: &'c Cursor<'d>,
    spec: &'d SectionSpec,
    kind: CompletionItemKind,
    /// The parts that are there.
    found: Vec<Item>,
    /// What the template has there.
    skeleton: Parse,
    in_skeleton: Vec<Item>,
}

/// How a part begins its line.
struct Style {
    /// `- `, `### `, or nothing.
    marker: String,
    bold: bool,
}

impl<'c, 'd> Section<'c, 'd> {
    fn new(cursor: &'c Cursor<'d>, slot: &Slot, spec: &'d SectionSpec) -> Self {
        let mut found = items(cursor.document.parse(), spec, slot.body);
        found.retain(|item| !cursor.is_on_line(item.label));
        let is_criterion = slot.roles.contains(&Role::Criteria);
        let skeleton = Parse::new(without_tab_stops(spec.skeleton.trim()).into());
        let in_skeleton = items(&skeleton, spec, TextRange::new(0, skeleton.text().len()));
        let kind = if is_criterion { CompletionItemKind::Criterion } else { CompletionItemKind::Field };
        Self { cursor, spec, kind, found, skeleton, in_skeleton }
    }

    /// Whether its parts stand in a table.
    fn is_tabular(&self) -> bool {
        let text = self.cursor.document.text();
        self.found.iter().any(|item| before(text, item.label).trim_start().starts_with('|'))
    }

    /// The parts that are not there. A list is looked at by itself: the parts of a risk come back for the next.
    fn missing(&self) -> impl Iterator<Item = (usize, &'d ItemSpec)> {
        let around = (self.cursor.lead == Lead::Bullet).then(|| around(self.cursor));
        let is_there = move |index: usize| {
            let here = |item: &&Item| around.is_none_or(|around| around.contains_range(item.label));
            self.found.iter().filter(here).any(|item| item.spec == index)
        };
        self.spec.items.iter().enumerate().filter(move |(index, _)| !is_there(*index))
    }

    fn lines(&self) -> Vec<Offer> {
        self.missing().filter_map(|(index, item)| self.line(index, item)).collect()
    }

    /// `- Label: …` as the other parts are written, or as the template has it.
    fn line(&self, index: usize, item: &ItemSpec) -> Option<Offer> {
        let style = self.style(index);
        let is_heading = style.marker.starts_with('#');
        let fits = match self.cursor.lead {
            Lead::Blank => true,
            Lead::Bullet => !is_heading && !style.marker.is_empty(),
            Lead::Heading => is_heading,
            Lead::Text => style.marker.is_empty() && self.cursor.indent.is_empty(),
            Lead::Row => false,
        };
        if !fits {
            return None;
        }
        let label = self.label(index, item);
        let marker = match self.cursor.lead {
            Lead::Bullet => format!("{} ", self.cursor.marker),
            _ => style.marker,
        };
        let name = if style.bold { format!("**{label}**") } else { label.to_owned() };
        let line = if is_heading { format!("{marker}{name}") } else { format!("{marker}{name}:") };
        let skeleton = item.skeleton.trim_end();
        let gap = match () {
            () if is_heading && !skeleton.is_empty() => "\n\n",
            () if is_heading || skeleton.starts_with('\n') => "",
            () => " ",
        };
        let filter = match self.cursor.lead {
            Lead::Heading => format!("{} {label}", self.cursor.marker),
            Lead::Text if !self.cursor.word.starts_with('*') => label.to_owned(),
            _ => line.clone(),
        };
        let snippet = format!("{}{gap}{}", escaped(&line), if is_heading { skeleton.trim() } else { skeleton });
        Some(self.offer(label, item, filter, snippet))
    }

    /// A row for each part that is not there.
    fn rows(&self, columns: usize) -> Vec<Offer> {
        if !matches!(self.cursor.lead, Lead::Row | Lead::Blank) {
            return Vec::new();
        }
        let rows = self.missing().map(|(index, item)| {
            let label = self.label(index, item);
            self.offer(label, item, format!("| {label}"), row(label, columns))
        });
        rows.collect()
    }

    /// The label as the template's skeleton writes it, else as the template names it.
    fn label<'l>(&'l self, index: usize, item: &'l ItemSpec) -> &'l str {
        let written = self.in_skeleton.iter().find(|item| item.spec == index);
        written.map_or(item.title.as_str(), |written| written.label.of(self.skeleton.text()))
    }

    /// How other parts are written here, else how this one is in the template.
    fn style(&self, index: usize) -> Style {
        let here = self.found.last().map(|item| before(self.cursor.document.text(), item.label));
        let there = self.in_skeleton.iter().find(|item| item.spec == index);
        let there = there.map(|item| before(self.skeleton.text(), item.label));
        let prefix = here.or(there).filter(|prefix| !prefix.trim_start().starts_with('|')).unwrap_or("- ");
        Style { marker: prefix.trim_start().trim_end_matches('*').to_owned(), bold: prefix.ends_with("**") }
    }

    fn offer(&self, label: &str, item: &ItemSpec, filter: String, snippet: String) -> Offer {
        Offer {
            label: label.to_owned(),
            kind: self.kind,
            detail: item.form.words().map(str::to_owned),
            documentation: Some(item.guidance.trim().to_owned()),
            filter,
            range: self.cursor.replaced(),
            snippet,
            elsewhere: Vec::new(),
            rank: if item.required { Rank::RequiredHere } else { Rank::Here },
        }
    }
}

/// What stands before `range` on its line.
fn before(text: &str, range: TextRange) -> &str {
    let above = text.get(..range.start).unwrap_or("");
    above.rsplit(['\n', '\r']).next().unwrap_or("")
}

/// The list around the cursor, and the lines around it that no blank line parts from it.
fn around(cursor: &Cursor<'_>) -> TextRange {
    let tree = cursor.document.parse().tree();
    let at = tree.at(cursor.line.start + cursor.indent.len());
    let lists = at.into_iter().flat_map(|id| tree.ancestors(id).map(|(_, block)| block).chain(tree.get(id)));
    let list = lists.filter(|block| matches!(block.kind, BlockKind::List { .. })).map(|block| block.range);
    let is_text = |line: &&str| !line.trim().is_empty();
    let above = cursor.above().split_inclusive('\n').rev().take_while(is_text).map(str::len).sum::<usize>();
    let below = cursor.below().split_inclusive('\n').skip(1).take_while(is_text).map(str::len).sum::<usize>();
    let end = (cursor.line.end + below + 1).min(cursor.document.text().len());
    list.fold(TextRange::new(cursor.line.start - above, end), TextRange::cover)
}

/// How many columns follow the first in the table whose next row the cursor is in, or could begin.
fn columns_behind_first(cursor: &Cursor<'_>) -> Option<usize> {
    let table = TypedTable::around(cursor.document.parse(), cursor.offset)?;
    let is_below = table.header.range.end < cursor.line.start;
    is_below.then(|| table.header.cells.len().saturating_sub(1))
}

/// The labels of the parts of `spec`, as its skeleton writes them, else as it names them.
pub(super) fn labels(spec: &SectionSpec) -> Vec<String> {
    let skeleton = Parse::new(without_tab_stops(spec.skeleton.trim()).into());
    let written = items(&skeleton, spec, TextRange::new(0, skeleton.text().len()));
    let label = |(index, item): (usize, &ItemSpec)| {
        let found = written.iter().find(|item| item.spec == index).map(|item| item.label.of(skeleton.text()));
        found.unwrap_or(&item.title).to_owned()
    };
    spec.items.iter().enumerate().map(label).collect()
}

/// A row with an empty cell for each of `columns`.
fn row(label: &str, columns: usize) -> String {
    let cells: Vec<String> = (1..=columns).map(|stop| format!(" ${stop} |")).collect();
    format!("| {} |{}", escaped(label), cells.concat())
}
