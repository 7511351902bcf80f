//! Remarks of a template: what it says to its author in comments, which no reader sees.

use crate::grammar::Placeholders;
use crate::syntax::{BlockKind, Fact, Inline, Parse, SpanKind};
use crate::text::TextRange;

/// Where remarks of `known` templates stand in `parse`, in document order: as comments, and as lines of comment in
/// front matter.
#[must_use]
pub fn remarks(known: &Placeholders, parse: &Parse) -> Vec<TextRange> {
    let mut found = in_front_matter(known, parse);
    found.extend(parse.gather(&REMARKS, 0, |piece| in_piece(known, piece)));
    found.sort();
    found.dedup();
    found
}

static REMARKS: Fact<Vec<TextRange>> = Fact::new();

/// The remarks in comments.
fn in_piece(known: &Placeholders, parse: &Parse) -> Vec<TextRange> {
    let mut found = Vec::new();
    for (_, block) in parse.tree().iter() {
        match block.kind {
            BlockKind::Html => found.extend(comments(parse.text(), block.range)),
            BlockKind::Heading { .. } | BlockKind::Paragraph => found.extend(inline(parse, parse.content(block))),
            BlockKind::Table => found.extend(inline(parse, block.range)),
            _ => {}
        }
    }
    found.retain(|comment| known.is_remark(comment.of(parse.text())));
    found
}

/// The comments among the HTML in a line of text.
fn inline(parse: &Parse, range: TextRange) -> Vec<TextRange> {
    if !range.of(parse.text()).contains("<!--") {
        return Vec::new();
    }
    let spans = Inline::read(parse, range).spans.into_iter();
    let html = spans.filter(|span| span.kind == SpanKind::Html).map(|span| span.range);
    html.filter(|range| range.of(parse.text()).starts_with("<!--")).collect()
}

/// The comments in a block of HTML.
fn comments(text: &str, block: TextRange) -> Vec<TextRange> {
    let mut found = Vec::new();
    let mut at = block.start;
    while let Some(begin) = TextRange::new(at, block.end).of(text).find("<!--") {
        let start = at + begin;
        let Some(length) = TextRange::new(start, block.end).of(text).find("-->") else { break };
        at = start + length + "-->".len();
        found.push(TextRange::new(start, at));
    }
    found
}

/// The lines of comment in front matter.
fn in_front_matter(known: &Placeholders, parse: &Parse) -> Vec<TextRange> {
    let Some(found) = parse.front_matter() else { return Vec::new() };
    let mut start = found.body.start;
    let lines = found.body.of(parse.text()).split_inclusive(['\n', '\r']).map(|line| {
        start += line.len();
        TextRange::new(start - line.len(), start).trim(parse.text())
    });
    lines.filter(|line| line.of(parse.text()).starts_with('#') && known.is_remark(line.of(parse.text()))).collect()
}
