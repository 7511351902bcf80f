//! Keys and values at the top of a document, in whatever carries them: front matter, bullets, lines, bold lead-ins,
//! two-column tables, also within a quote.

use super::{Block, BlockId, BlockKind, FrontMatter, Inline, Outline, Parse, Table};
use crate::text::TextRange;

/// A key and its value.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Field {
    /// The key as written, without markup.
    pub key: String,
    /// Where the key stands.
    pub key_range: TextRange,
    /// The value as a reader sees it.
    pub value: String,
    /// Where the value stands; empty where it belongs when there is none.
    pub value_range: TextRange,
    /// What carries it.
    pub carrier: FieldCarrier,
}

/// What carries a field.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, serde::Serialize, schemars::JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum FieldCarrier {
    /// `key: value` between `---` lines.
    FrontMatter,
    /// `- Key: value`
    Bullet,
    /// `Key: value`
    Line,
    /// `**Key:** value`
    Bold,
    /// `| Key | value |`
    Table,
    /// The text under a heading that is the key.
    Section,
    /// `## Status: accepted`
    Heading,
    /// `# RFC 12 WIP: Title`
    Title,
    /// A file beside the document.
    Sibling,
}

/// The fields of a document in document order.
#[must_use]
pub fn fields(parse: &Parse, outline: &Outline) -> Vec<Field> {
    let mut fields = parse.front_matter().map(from_front_matter).unwrap_or_default();
    let top = top(outline);
    let mut behind_label = false;
    for (id, block) in parse.tree().roots().filter(|(_, block)| top.contains(block.range.start)) {
        let heads = heads(parse, block);
        if heads == Some(Heads::Section) {
            break;
        }
        // what a label leads to is its text, not more metadata
        if !(behind_label && matches!(block.kind, BlockKind::List { .. })) {
            from_block(parse, id, &mut fields);
        }
        behind_label = heads.is_some();
    }
    if let Some(list) = under_second_level(parse, outline) {
        from_block(parse, list, &mut fields);
    }
    fields
}

/// What a bold label heads that stands alone.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Heads {
    /// A section: `**Consequences**`.
    Section,
    /// What follows it: `**Deciders:**`.
    List,
}

fn heads(parse: &Parse, block: &Block) -> Option<Heads> {
    if block.kind != BlockKind::Paragraph {
        return None;
    }
    let written = block.range.of(parse.text());
    let inner = written.strip_prefix("**").or_else(|| written.strip_prefix("__"))?;
    let label = inner.trim_end_matches(['*', '_', ':', ' ']);
    let is_alone = !label.is_empty() && !label.contains(['*', ':', '\n']);
    let has_colon = inner.get(label.len()..)?.contains(':');
    is_alone.then_some(if has_colon { Heads::List } else { Heads::Section })
}

/// What stands before the first section: the opening, and what follows a title.
fn top(outline: &Outline) -> TextRange {
    let opening = outline.opening();
    match outline.iter().next() {
        Some((_, first)) if first.level == 1 => TextRange::new(opening.start, first.own.end),
        _ => opening,
    }
}

/// The list or the table that a document whose title is of level 2 begins with.
fn under_second_level(parse: &Parse, outline: &Outline) -> Option<BlockId> {
    let (_, first) = outline.iter().next().filter(|(_, first)| first.level == 2)?;
    let is_first = outline.opening().of(parse.text()).trim().is_empty();
    let (id, block) = parse.tree().roots().find(|(_, block)| block.range.start >= first.own.start)?;
    let carries = matches!(block.kind, BlockKind::List { .. } | BlockKind::Table);
    (is_first && carries && first.own.contains_range(block.range)).then_some(id)
}

fn from_front_matter(found: &FrontMatter) -> Vec<Field> {
    let field = |entry: &super::Entry| Field {
        key: entry.key.clone(),
        key_range: entry.key_range,
        value: entry.value.text(),
        value_range: entry.value_range,
        carrier: FieldCarrier::FrontMatter,
    };
    found.entries.iter().map(field).collect()
}

fn from_block(parse: &Parse, id: BlockId, fields: &mut Vec<Field>) {
    let Some(block) = parse.tree().get(id) else { return };
    match block.kind {
        BlockKind::Paragraph => from_lines(parse, block.range, FieldCarrier::Line, fields),
        BlockKind::Quote => parse.tree().children(id).for_each(|(child, _)| from_block(parse, child, fields)),
        // `1. Context:` is a label of a section
        BlockKind::List { ordered: false } => {
            parse.tree().children(id).for_each(|(item, _)| from_item(parse, item, fields));
        }
        BlockKind::Table => from_table(parse, id, fields),
        _ => {}
    }
}

fn from_item(parse: &Parse, item: BlockId, fields: &mut Vec<Field>) {
    let mut children = parse.tree().children(item);
    let Some((_, first)) = children.next().filter(|(_, first)| first.kind == BlockKind::Paragraph) else { return };
    from_lines(parse, first.range, FieldCarrier::Bullet, fields);
    // `- Authors:` with the names in a list below
    if let Some(field) = fields.last_mut().filter(|field| first.range.contains_range(field.key_range))
        && field.value.is_empty()
        && let Some((_, nested)) = children.next()
    {
        let lines =
            nested.range.of(parse.text()).lines().map(|line| line.trim().trim_start_matches(['-', '*', '+']).trim());
        field.value = lines.filter(|line| !line.is_empty()).collect::<Vec<_>>().join(", ");
        field.value_range = nested.range;
    }
}

fn from_table(parse: &Parse, id: BlockId, fields: &mut Vec<Field>) {
    let Some(table) = Table::read(parse, id) else { return };
    for row in std::iter::once(&table.header).chain(&table.rows) {
        let [key, value] = row.cells.as_slice() else { continue };
        let (name, key_range) = bare(parse.text(), key.range);
        if is_key(name) {
            let value_range = value.range;
            let value = Inline::plain(parse, value_range).trim().to_owned();
            fields.push(Field { key: name.to_owned(), key_range, value, value_range, carrier: FieldCarrier::Table });
        }
    }
}

fn from_lines(parse: &Parse, range: TextRange, carrier: FieldCarrier, fields: &mut Vec<Field>) {
    let text = parse.text();
    let mut start = range.start;
    let first = fields.len();
    for line in range.of(text).split_inclusive(['\n', '\r']) {
        let place = TextRange::new(start, start + line.len()).trim(text);
        start += line.len();
        if let Some(field) = from_line(parse, place, carrier) {
            fields.push(field);
        } else if fields.len() == first {
            return;
        } else if let Some(last) = fields.last_mut().filter(|_| !place.is_empty()) {
            last.value_range = last.value_range.cover(place);
        }
    }
    for field in fields.iter_mut().skip(first) {
        Inline::plain(parse, field.value_range).trim().clone_into(&mut field.value);
    }
}

fn from_line(parse: &Parse, line: TextRange, carrier: FieldCarrier) -> Option<Field> {
    let text = parse.text();
    let written = line.of(text);
    let at = written.find(':')?;
    let behind = written.get(at + 1..)?;
    if behind.starts_with("//") || behind.starts_with(|c: char| c.is_alphanumeric() || c == ':') {
        return None;
    }
    let (key, key_range) = bare(text, TextRange::new(line.start, line.start + at));
    if !is_key(key) {
        return None;
    }
    let marks = behind.len() - behind.trim_start_matches(['*', '_']).len();
    let value_range = TextRange::new(line.start + at + 1 + marks, line.end);
    let value_range = without_break(text, value_range);
    let bold = written.starts_with("**") || written.starts_with("__");
    Some(Field {
        key: key.to_owned(),
        key_range,
        value: String::new(),
        value_range,
        carrier: if bold && carrier == FieldCarrier::Line { FieldCarrier::Bold } else { carrier },
    })
}

/// A value without the `<br>` or the backslash that breaks its line. An empty one lies where it would be written.
fn without_break(text: &str, range: TextRange) -> TextRange {
    let written = range.of(text);
    let mut value = written.trim_end_matches('\\').trim_end();
    for tag in ["<br>", "<br/>", "<br />"] {
        value = value.strip_suffix(tag).unwrap_or(value).trim_end();
    }
    let value = TextRange::new(range.start, range.start + value.len());
    let inner = value.trim(text);
    if inner.is_empty() { TextRange::empty(range.start + written.len().min(1)) } else { inner }
}

/// A key without emphasis around it.
fn bare(text: &str, range: TextRange) -> (&str, TextRange) {
    let written = range.of(text);
    let key = written.trim_matches(['*', '_', ' ', '\t', '`', ':', '\\']);
    let start = range.start + written.find(key).unwrap_or(0);
    (key, TextRange::new(start, start + key.len()))
}

fn is_key(key: &str) -> bool {
    key.len() <= 40
        && key.starts_with(char::is_alphabetic)
        && key.split_whitespace().count() <= 4
        && !key.contains(['.', ',', ';', '!', '?', '(', '[', '<', '"', '|', '='])
        || key.strip_suffix("(s)").is_some_and(|key| key.chars().all(char::is_alphabetic))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn seen(text: &str) -> Vec<(String, String, FieldCarrier)> {
        let parse = Parse::new(text.into());
        let outline = Outline::new(&parse);
        fields(&parse, &outline).into_iter().map(|field| (field.key, field.value, field.carrier)).collect()
    }

    #[test]
    fn every_carrier_is_read() {
        let text = "---\nstatus: accepted\n---\n# T\n\n* Date: 2026-01-01\n* Deciders:\n  * ada\n  * bob\n\nAuthor: eve\nOwner: [sam](x)\n\n\
                    **Reviewer:** kim<br>\n**Stage**: alpha\n\n> | Scope | all |\n> |---|---|\n> | **Impact** | low |\n\n## Not: this\n";
        let expected = [
            ("status", "accepted", FieldCarrier::FrontMatter),
            ("Date", "2026-01-01", FieldCarrier::Bullet),
            ("Deciders", "ada, bob", FieldCarrier::Bullet),
            ("Author", "eve", FieldCarrier::Line),
            ("Owner", "sam", FieldCarrier::Line),
            ("Reviewer", "kim", FieldCarrier::Bold),
            ("Stage", "alpha", FieldCarrier::Bold),
            ("Scope", "all", FieldCarrier::Table),
            ("Impact", "low", FieldCarrier::Table),
        ];
        let expected = expected.map(|(key, value, carrier)| (key.to_owned(), value.to_owned(), carrier));
        assert_eq!(seen(text), expected);
    }

    #[test]
    fn below_a_label_that_heads_a_section_nothing_is_a_field() {
        let text = "# T\n\n**Status:** accepted\n\n**Deciders:**\n\n- ada: chair\n\nDate: 2026-01-01\n\n1. Context: it hurts\n\n\
                    **Consequences**\n\n- Good: fewer calls\n- Owner: ada\n";
        let expected = [("Status", "accepted"), ("Deciders", ""), ("Date", "2026-01-01")];
        let seen: Vec<_> = seen(text).into_iter().map(|(key, value, _)| (key, value)).collect();
        assert_eq!(seen, expected.map(|(key, value)| (key.to_owned(), value.to_owned())));
    }

    #[test]
    fn prose_is_no_field() {
        let text = "# T\n\nSee https://example.org: it says so, at length.\n\nThis is, as we know: prose\n\nstd::fmt is code\n";
        assert_eq!(seen(text), []);
    }
}
