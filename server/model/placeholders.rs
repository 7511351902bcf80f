//! Template text that is still in a document.

use super::{Metadata, labelled};
use crate::grammar::{Cue, Grammars, Placeholders};
use crate::syntax::{BlockKind, Fact, FieldCarrier, Inline, Parse, SpanKind, Table};
use crate::text::TextRange;

/// Where `known` placeholders stand in `parse`, in document order: anywhere in text, or as the whole of a field, an
/// item, a cell, a paragraph or a heading. Code, HTML and comments hold none; quotes hold fields, and a template's
/// instructions.
#[must_use]
pub fn placeholders(known: &Placeholders, parse: &Parse, metadata: &Metadata) -> Vec<TextRange> {
    let text = parse.text();
    let mut found: Vec<TextRange> = Vec::new();
    for field in metadata.fields.iter().filter(|field| field.field.carrier != FieldCarrier::Sibling) {
        let range = field.field.value_range;
        if known.is(range.of(text)) || known.is(&field.field.value) {
            found.push(range);
        } else if let Some(members) = members(known, text, range) {
            found.extend(members);
        } else if field.field.carrier == FieldCarrier::FrontMatter {
            found.extend(known.find(text, range));
        }
    }
    found.extend(parse.gather(&IN_TEXT, 0, |piece| in_piece(known, piece)));
    found.sort();
    found.dedup_by(|later, earlier| earlier.meets(*later) && earlier.contains_range(*later));
    found.retain(|range| !range.is_empty());
    found
}

static IN_TEXT: Fact<Vec<TextRange>> = Fact::new();

/// The placeholders of a text, its metadata apart, in no order.
fn in_piece(known: &Placeholders, parse: &Parse) -> Vec<TextRange> {
    let text = parse.text();
    let mut found = Vec::new();
    let is_text = |kind: BlockKind| matches!(kind, BlockKind::Heading { .. } | BlockKind::Paragraph);
    let own = parse.tree().iter().filter(|(id, block)| is_text(block.kind) && !parse.tree().is_quoted(*id));
    own.for_each(|(_, block)| in_text(known, parse, parse.content(block), &mut found));
    for table in Table::own(parse).iter().flat_map(|said| said.value.iter()) {
        let rows = std::iter::once(&table.header).chain(&table.rows);
        rows.flat_map(|row| &row.cells).for_each(|cell| in_text(known, parse, cell.range, &mut found));
    }
    found.extend(quoted(known, parse));
    let labelled = labelled(parse, TextRange::new(0, text.len())).into_iter();
    let own = labelled.filter(|item| !parse.tree().is_quoted(item.block) && known.is_known(item.value.of(text)));
    found.extend(own.map(|item| item.value));
    found
}

/// Paragraphs in quotes that are a template's instruction, word for word: shorter ones may be what a document is about.
fn quoted(known: &Placeholders, parse: &Parse) -> Vec<TextRange> {
    const EMPHASIS: [char; 3] = ['*', '_', ' '];
    let tree = parse.tree();
    let paragraphs = tree.iter().filter(|(id, block)| block.kind == BlockKind::Paragraph && tree.is_quoted(*id));
    let ranges = paragraphs.map(|(_, block)| parse.content(block));
    let is_instruction = |written: &str| written.split_whitespace().count() >= 8 && known.is_known(written);
    ranges.filter(|range| is_instruction(range.of(parse.text()).trim().trim_matches(EMPHASIS))).collect()
}

/// Where the author notes that something is to come: `TBD` as the whole of a paragraph, an item or a cell, or `TODO:` at
/// the beginning of one, in capitals. Code and quotes hold none.
#[must_use]
pub fn notes(grammars: &Grammars, parse: &Parse) -> Vec<TextRange> {
    parse.gather(&NOTES, 0, |piece| notes_in(grammars, piece))
}

static NOTES: Fact<Vec<TextRange>> = Fact::new();

fn notes_in(grammars: &Grammars, parse: &Parse) -> Vec<TextRange> {
    let (text, tree) = (parse.text(), parse.tree());
    let paragraphs = tree.iter().filter(|(id, block)| block.kind == BlockKind::Paragraph && !tree.is_quoted(*id));
    let mut found: Vec<TextRange> = paragraphs.map(|(_, block)| block.range).collect();
    let tables = Table::own(parse);
    let rows = tables.iter().flat_map(|said| said.value.iter()).flat_map(|table| &table.rows);
    found.extend(rows.flat_map(|row| &row.cells).map(|cell| cell.range));
    found.retain(|range| is_note(grammars, range.of(text)));
    found.sort();
    found
}

fn is_note(grammars: &Grammars, written: &str) -> bool {
    const MARKS: [char; 9] = ['*', '_', '(', ')', '[', ']', '.', '!', ' '];
    let written = written.trim();
    let begun = written.trim_start_matches(MARKS);
    if !begun.starts_with(char::is_uppercase) {
        return false;
    }
    let bare = begun.trim_end_matches(MARKS);
    let word = bare.split(|c: char| !c.is_alphanumeric()).next().unwrap_or("");
    let rest = bare.strip_prefix(word).unwrap_or(bare);
    word.chars().all(char::is_uppercase)
        && grammars.is(Cue::ToCome, word)
        && (rest.is_empty() || rest.starts_with([':', '(']))
}

/// The members of a list of values that nobody replaced: `@jane.doe` of `[@jane.doe, @ada]`.
fn members(known: &Placeholders, text: &str, range: TextRange) -> Option<Vec<TextRange>> {
    let separators = [',', '\n', '[', ']'];
    let mut start = range.start;
    let mut found = Vec::new();
    for part in range.of(text).split_inclusive(separators) {
        let written = part.trim_end_matches(separators);
        let bare = written.trim_start_matches([' ', '\t', '\r', '-', '"', '\'']);
        let begin = start + written.len() - bare.len();
        let member = TextRange::new(begin, begin + bare.trim_end_matches([' ', '\t', '\r', '"', '\'']).len());
        start += part.len();
        if !member.is_empty() && known.is_known(member.of(text)) {
            found.push(member);
        }
    }
    (!found.is_empty()).then_some(found)
}

fn in_text(known: &Placeholders, parse: &Parse, range: TextRange, found: &mut Vec<TextRange>) {
    let text = parse.text();
    if known.is(range.of(text)) {
        found.push(range);
        return;
    }
    let mut hits = known.find(text, range).peekable();
    if hits.peek().is_none() {
        return;
    }
    let inline = Inline::read(parse, range);
    let is_link = |hit: TextRange| {
        inline.spans.iter().any(|span| matches!(span.kind, SpanKind::Link { .. }) && span.range.contains_range(hit))
    };
    found.extend(hits.filter(|hit| !inline.is_verbatim(*hit) && !is_link(*hit)));
}

#[cfg(test)]
mod tests {
    use super::is_note;
    use crate::grammar::Grammars;

    #[test]
    fn a_note_is_in_capitals_and_says_no_more() {
        let grammars = Grammars::builtin();
        for note in ["TBD", "**TBD**", "TBD.", "[TODO]", "TODO: ask the on-call engineer", "TODO(ada)"] {
            assert!(is_note(&grammars, note), "{note}");
        }
        for text in ["Todo", "TBD until the audit ends in May", "WIP", "A todo list", "", "TODOS"] {
            assert!(!is_note(&grammars, text), "{text}");
        }
    }
}
