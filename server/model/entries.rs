//! What a section lists one by one: risks, initiatives, action items, metrics, each with its labelled parts.
//!
//! People write one thing in many ways: a heading, a bullet, a numbered line, a row of a table, a bold name with bullets
//! below it. All of them become an [`Entry`].

use super::{Labelled, labelled};
use crate::grammar::normal_name;
use crate::syntax::{
    Block, BlockId, BlockKind, ByRange, Fact, Inline, Moved, Outline, Parse, Section, SectionId, SpanKind, Table,
};
use crate::text::TextRange;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::sync::Arc;

/// One of the things that a section lists.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    /// How it is written.
    pub form: EntryForm,
    /// What it is called: its heading, the beginning of its item, its first telling cell.
    pub name: TextRange,
    /// All of it.
    pub range: TextRange,
    /// Its labelled parts, in document order.
    pub parts: Vec<Part>,
}

/// How an entry is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum EntryForm {
    /// A heading and what stands below.
    Heading,
    /// An item of a list.
    Item {
        /// Whether its box is ticked, where it has one.
        task: Option<bool>,
    },
    /// A line or a paragraph that begins with a name, and the list below.
    Lead,
    /// A row of a table.
    Row,
}

/// A labelled part of an entry: `Owner: Mara`, the cell below `Owner`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Part {
    /// The label, normalised.
    pub label: Arc<str>,
    /// Where the label stands; for a cell, the head of its column.
    pub range: TextRange,
    /// What it says; empty where that would be written.
    pub value: TextRange,
}

impl Entry {
    /// Its name without markup, short enough for a message.
    #[must_use]
    pub fn shown(&self, parse: &Parse) -> String {
        let first = self.parts.iter().map(|part| part.range.start).find(|start| *start > self.name.start);
        let name = TextRange::new(self.name.start, first.unwrap_or(self.name.end).min(self.name.end));
        let plain = Inline::plain(parse, name);
        let mut shown = String::new();
        for word in plain.split_whitespace() {
            if shown.len() + word.len() > MOST_OF_A_SHOWN_NAME {
                shown.push_str(" …");
                break;
            }
            if !shown.is_empty() {
                shown.push(' ');
            }
            shown.push_str(word);
        }
        shown.trim_end_matches([' ', '.', ':', ';', ',', '-', '–', '—', '(']).replace('`', "")
    }

    /// The part that one of `names`, normalised, labels.
    #[must_use]
    pub fn part(&self, names: &[String]) -> Option<&Part> {
        self.parts.iter().find(|part| names.iter().any(|name| **name == *part.label))
    }
}

impl Moved for Entry {
    fn moved(&self, by: usize) -> Self {
        let parts = self.parts.iter().map(|part| part.moved(by)).collect();
        Self { form: self.form, name: self.name.moved(by), range: self.range.moved(by), parts }
    }
}

impl Moved for Part {
    fn moved(&self, by: usize) -> Self {
        Self { label: Arc::clone(&self.label), range: self.range.moved(by), value: self.value.moved(by) }
    }
}

/// What stands in `body` one by one. `head` is the heading above it, where it has one. `labels` are the normalised names of
/// the parts that an entry may have: a list of nothing but these belongs to what stands above it.
#[must_use]
pub fn entries(
    parse: &Parse,
    outline: &Outline,
    head: Option<SectionId>,
    body: TextRange,
    labels: &[String],
) -> Vec<Entry> {
    let mut hasher = DefaultHasher::new();
    labels.hash(&mut hasher);
    let given = hasher.finish();
    Sections { parse, outline, labels, given }.below(head, body)
}

static IN_TEXT: Fact<ByRange<Vec<Entry>>> = Fact::new();
static PARTS: Fact<ByRange<Vec<Part>>> = Fact::new();

/// Sections, and what their entries may have.
struct Sections<'s> {
    parse: &'s Parse,
    outline: &'s Outline,
    labels: &'s [String],
    /// Stands for the labels.
    given: u64,
}

impl Sections<'_> {
    fn below(&self, head: Option<SectionId>, body: TextRange) -> Vec<Entry> {
        let own = head.and_then(|id| self.outline.get(id)).map_or(body, |section| section.own);
        let labels = self.labels;
        let said = self.parse.fact_in(&IN_TEXT, self.given, own, |parse, own| Source { parse, labels }.in_text(own));
        let mut found: Vec<Entry> = said.value.iter().map(|entry| entry.moved(said.start)).collect();
        for (id, child) in head.into_iter().flat_map(|id| self.outline.children(id)) {
            found.extend(self.in_subsection(id, child));
        }
        found.sort_by_key(|entry| entry.range.start);
        found
    }

    /// A subheading is an entry, unless it only gathers several.
    fn in_subsection(&self, id: SectionId, section: &Section) -> Vec<Entry> {
        let body = TextRange::new(section.heading_range.end, section.range.end);
        let labels = self.labels;
        let said = self.parse.fact_in(&PARTS, self.given, body, |parse, body| Source { parse, labels }.parts(body));
        if !labels.is_empty() && said.value.is_empty() {
            let inner = self.below(Some(id), body);
            if inner.len() >= 2 {
                return inner;
            }
        }
        let parts = said.value.iter().map(|part| part.moved(said.start)).collect();
        vec![Entry { form: EntryForm::Heading, name: section.title_range, range: section.range, parts }]
    }
}

struct Source<'s> {
    parse: &'s Parse,
    labels: &'s [String],
}

impl Source<'_> {
    fn in_text(&self, range: TextRange) -> Vec<Entry> {
        let mut found: Vec<Entry> = Vec::new();
        let mut above: Option<TextRange> = None;
        for (id, block) in self.parse.tree().within(range) {
            match block.kind {
                BlockKind::List { .. } if self.is_parts(id) => self.belongs_above(block, above, &mut found),
                BlockKind::List { .. } => found.extend(self.of_list(id)),
                BlockKind::Table => found.extend(self.of_table(id)),
                BlockKind::Paragraph => found.extend(self.of_lines(block.range)),
                _ => {}
            }
            above = (block.kind == BlockKind::Paragraph).then_some(block.range);
        }
        found
    }

    /// Whether every item of a list is a labelled part.
    fn is_parts(&self, list: BlockId) -> bool {
        let mut items = self.parse.tree().children(list).peekable();
        items.peek().is_some() && items.all(|(_, item)| self.begins_with_label(item.range))
    }

    fn begins_with_label(&self, item: TextRange) -> bool {
        let text = self.parse.text();
        let line = item.of(text).trim_start_matches(|c: char| !c.is_alphabetic()).lines().next().unwrap_or_default();
        line.find([':', '*', '—', '–']).is_some_and(|end| self.is_label(line.get(..end).unwrap_or_default()))
    }

    fn is_named(&self, part: &Part) -> bool {
        self.labels.iter().any(|label| **label == *part.label)
    }

    fn is_label(&self, written: &str) -> bool {
        self.labels.contains(&normal_name(written))
    }

    /// A list of parts belongs to the entry above it, or makes one of the paragraph above it.
    fn belongs_above(&self, list: &Block, above: Option<TextRange>, found: &mut Vec<Entry>) {
        let parts = self.parts(list.range);
        let open = found.last_mut().filter(|entry| above.is_none_or(|above| above.meets(entry.range)));
        if let (Some(entry), Some(_)) = (open, above) {
            entry.range = entry.range.cover(list.range);
            entry.parts.extend(parts);
        } else {
            let name = above.unwrap_or_else(|| parts.first().map_or(list.range, |part| part.range));
            let name = self.first_line(name);
            found.push(Entry { form: EntryForm::Lead, name, range: name.cover(list.range), parts });
        }
    }

    fn of_list(&self, list: BlockId) -> Vec<Entry> {
        let items = self.parse.tree().children(list).filter_map(|(id, item)| {
            let BlockKind::Item { task } = item.kind else { return None };
            let (_, first) = self.parse.tree().children(id).find(|(_, block)| block.kind == BlockKind::Paragraph)?;
            let name = self.first_line(first.range);
            let mut parts = self.parts(item.range);
            parts.retain(|part| self.is_named(part) || !name.contains(part.range.start));
            Some(Entry { form: EntryForm::Item { task }, name, range: item.range, parts })
        });
        items.collect()
    }

    /// The lines of a paragraph that begin with a bold name or a numbered word, or carry a labelled part; each goes on
    /// until the next.
    fn of_lines(&self, range: TextRange) -> Vec<Entry> {
        let text = self.parse.text();
        let mut found: Vec<Entry> = Vec::new();
        for line in range.lines(text).map(|line| line.trim(text)) {
            if line.is_empty() {
                continue;
            }
            let begins = self.begins_entry(line);
            match found.last_mut() {
                Some(last) if !begins => last.range = last.range.cover(line),
                _ if begins => {
                    found.push(Entry { form: EntryForm::Lead, name: line, range: line, parts: Vec::new() });
                }
                _ => {}
            }
        }
        for entry in &mut found {
            entry.parts = self.parts(entry.range);
            entry.parts.retain(|part| self.is_named(part) || !entry.name.contains(part.range.start));
        }
        found
    }

    fn begins_entry(&self, line: TextRange) -> bool {
        let text = self.parse.text();
        let written = line.of(text);
        if written.starts_with("**") || written.starts_with("__") {
            let inline = Inline::read(self.parse, line);
            let is_bold = |first: &crate::syntax::Span| {
                first.kind == SpanKind::Strong
                    && first.inner.len() < MOST_OF_A_NAME
                    && !self.is_label(first.inner.of(text))
            };
            return inline.first(text).is_some_and(is_bold);
        }
        let lead = written.split(':').next().unwrap_or_default();
        let mut words = lead.split_whitespace();
        let number = words.next().and(words.next()).is_some_and(|word| word.chars().all(|c| c.is_ascii_digit()));
        let is_numbered = number && words.next().is_none() && lead.len() < written.len();
        is_numbered || (!self.begins_with_label(line) && !self.inline_parts(line).is_empty())
    }

    /// A row for each entry, the heads of its columns as labels.
    fn of_table(&self, id: BlockId) -> Vec<Entry> {
        let Some(table) = Table::read(self.parse, id) else { return Vec::new() };
        let text = self.parse.text();
        let heads: Vec<(Arc<str>, TextRange)> =
            table.header.cells.iter().map(|cell| (normal_name(cell.range.of(text)).into(), cell.range)).collect();
        let rows = table.rows.iter().filter_map(|row| {
            let counts = |cell: &str| cell.len() <= 4 && !cell.chars().any(char::is_lowercase);
            let telling = row.cells.iter().find(|cell| !counts(cell.range.of(text)));
            let name = telling.or(row.cells.first())?.range;
            let parts = heads.iter().zip(&row.cells).map(|((label, range), cell)| Part {
                label: Arc::clone(label),
                range: *range,
                value: cell.range,
            });
            let is_blank = row.cells.iter().all(|cell| cell.range.is_empty());
            (!is_blank).then(|| Entry { form: EntryForm::Row, name, range: row.range, parts: parts.collect() })
        });
        rows.collect()
    }

    /// The labelled parts in `range`: items and bold lead-ins, tables of two columns, and labels within a line.
    fn parts(&self, range: TextRange) -> Vec<Part> {
        let text = self.parse.text();
        let part = |item: Labelled| Part {
            label: normal_name(item.label.of(text)).into(),
            range: item.label,
            value: TextRange::new(item.value.start.min(range.end), item.value.end.min(range.end)),
        };
        let mut found: Vec<Part> = labelled(self.parse, range).into_iter().map(part).collect();
        for line in self.inline_parts(range) {
            if !found.iter().any(|part| part.range.meets(line.range)) {
                found.push(line);
            }
        }
        found.sort_by_key(|part| part.range.start);
        found
    }

    /// Labels that stand within a line, or begin one without any mark: `… - Mitigation: dual writes`.
    fn inline_parts(&self, range: TextRange) -> Vec<Part> {
        let text = self.parse.text();
        let written = range.of(text);
        let mut found: Vec<Part> = Vec::new();
        for (at, _) in written.match_indices(':') {
            let before = written.get(..at).unwrap_or_default();
            let Some(start) = self.label_before(before) else { continue };
            let label = TextRange::new(range.start + start, range.start + at);
            if let Some(last) = found.last_mut() {
                last.value = bare(text, TextRange::new(last.value.start.min(label.start), label.start));
            }
            let value = bare(text, TextRange::new((label.end + 1).min(range.end), range.end));
            found.push(Part { label: normal_name(label.of(text)).into(), range: label, value });
        }
        found
    }

    /// Where the label begins that `before` ends with.
    fn label_before(&self, before: &str) -> Option<usize> {
        let bare = before.trim_end_matches(['*', '_']);
        let starts = bare.char_indices().rev().take(MOST_OF_A_LABEL).filter(|(at, _)| {
            let outside = bare.get(..*at).and_then(|rest| rest.chars().next_back());
            outside.is_none_or(|c| !c.is_alphanumeric())
        });
        let mut labels = starts.map(|(at, _)| at).filter(|at| {
            bare.get(*at..).is_some_and(|label| label.starts_with(char::is_alphabetic) && self.is_label(label))
        });
        labels.next()
    }

    fn first_line(&self, range: TextRange) -> TextRange {
        let text = self.parse.text();
        let line = range.of(text).lines().next().unwrap_or_default();
        TextRange::new(range.start, range.start + line.trim_end().len())
    }
}

/// `range` without the marks and the punctuation that set a part off from its neighbours.
fn bare(text: &str, range: TextRange) -> TextRange {
    let is_mark = |c: char| c.is_whitespace() || matches!(c, '*' | '_' | '-' | '–' | '—' | ';' | ',' | '(' | '|');
    let written = range.of(text);
    let start = range.start + written.len() - written.trim_start_matches(is_mark).len();
    TextRange::new(start, start + written.trim_matches(is_mark).len())
}

/// Bytes: bold type that is longer is no name.
const MOST_OF_A_NAME: usize = 100;
/// Bytes that a message has room for.
const MOST_OF_A_SHOWN_NAME: usize = 60;
/// Characters that a label within a line has at most.
const MOST_OF_A_LABEL: usize = 40;

#[cfg(test)]
mod tests {
    use super::*;

    fn seen(text: &str) -> Vec<String> {
        let labels = ["likelihood", "impact", "mitigation", "owner"].map(str::to_owned);
        let parse = Parse::new(text.into());
        let outline = Outline::new(&parse);
        let head = outline.iter().next().map(|(id, _)| id);
        let body = outline.iter().next().map_or(TextRange::new(0, text.len()), |(_, section)| {
            TextRange::new(section.heading_range.end, section.range.end)
        });
        let shown = |entry: Entry| {
            let parts = entry.parts.iter().map(|part| format!(" | {}={}", part.label, part.value.of(text).trim()));
            format!("{}{}", entry.name.of(text), parts.collect::<String>())
        };
        entries(&parse, &outline, head, body, &labels).into_iter().map(shown).collect()
    }

    #[test]
    fn entries_are_found_however_they_are_written() {
        let lead =
            "Risk: it takes longer\n- Likelihood: Low\n- Impact: High\n\nRisk: people leave\n- Mitigation: pairs\n";
        assert_eq!(
            seen(lead),
            ["Risk: it takes longer | likelihood=Low | impact=High", "Risk: people leave | mitigation=pairs"]
        );
        let inline = "Risk 1: failover - Mitigation: a second node\nRisk 2: cost. Mitigation: a budget\n";
        assert_eq!(
            seen(inline),
            [
                "Risk 1: failover - Mitigation: a second node | mitigation=a second node",
                "Risk 2: cost. Mitigation: a budget | mitigation=a budget",
            ]
        );
        let items = "# Risks\n\nTwo matter:\n\n- **Failover** loses writes\n  - Mitigation: a journal\n  - Owner: Ada\n- Cost\n";
        assert_eq!(seen(items), ["**Failover** loses writes | mitigation=a journal | owner=Ada", "Cost"]);
        let bold = "**Initiative 1**: Release on demand\n- Owner: Mara\n- Impact: every team\n\n**Initiative 2**: Ledger\n- Owner: Ben\n";
        assert_eq!(
            seen(bold),
            [
                "**Initiative 1**: Release on demand | owner=Mara | impact=every team",
                "**Initiative 2**: Ledger | owner=Ben"
            ]
        );
        let table =
            "| # | Risk | Impact | Owner |\n|---|---|---|---|\n| R1 | failover | High | Ada |\n| R2 | cost | Low | |\n";
        assert_eq!(
            seen(table),
            [
                "failover | =R1 | risk=failover | impact=High | owner=Ada",
                "cost | =R2 | risk=cost | impact=Low | owner=",
            ]
        );
    }

    #[test]
    fn headings_are_entries_and_groups_are_not() {
        let headings =
            "# Risks\n\n## Failover\n\nIt loses writes.\n\n- Mitigation: a journal\n\n## Cost\n\nIt grows.\n";
        assert_eq!(seen(headings), ["Failover | mitigation=a journal", "Cost"]);
        let groups = "# Risks\n\n## Technical\n\n- failover\n- cost\n\n## People\n\n- they leave\n- they stay\n";
        assert_eq!(seen(groups), ["failover", "cost", "they leave", "they stay"]);
    }

    #[test]
    fn prose_is_no_entry() {
        assert_eq!(seen("We may lose writes: it happened twice. The cost grows.\n"), [""; 0]);
    }
}
