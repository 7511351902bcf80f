//! What a document refers to.

use crate::syntax::{BlockKind, Inline, Parse, SpanKind};
use crate::text::TextRange;

/// A link, an image or a reference definition.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Link {
    /// The target as written.
    pub target: String,
    /// The whole link; for a definition, its line.
    pub range: TextRange,
}

/// The inline links and images, and every reference definition, in document order.
#[must_use]
pub(super) fn read(parse: &Parse) -> Vec<Link> {
    let text = parse.text();
    let mut links: Vec<Link> = parse
        .definitions()
        .iter()
        .map(|definition| Link { target: definition.target.clone(), range: definition.range })
        .collect();
    for (_, block) in parse.tree().iter() {
        let written = match block.kind {
            BlockKind::Heading { .. } => parse.content(block),
            BlockKind::Paragraph | BlockKind::Row => block.range,
            _ => continue,
        };
        if !written.of(text).contains("](") && !written.of(text).contains("](<") {
            continue;
        }
        for span in Inline::read(parse, written).spans {
            if let SpanKind::Link { target } | SpanKind::Image { target } = span.kind
                && span.range.of(text).ends_with(')')
            {
                links.push(Link { target: as_written(span.range.of(text), &target), range: span.range });
            }
        }
    }
    links.sort_by_key(|link| link.range.start);
    links
}

/// The target as it stands in `[text](target "title")`: parsers undo escapes and entities.
fn as_written(link: &str, target: &str) -> String {
    let behind = link.rfind(target).map(|_| target);
    if let Some(target) = behind {
        return target.to_owned();
    }
    let inner = link.rsplit_once("](").map_or("", |(_, rest)| rest.trim_end_matches(')'));
    inner.split_whitespace().next().unwrap_or(target).trim_matches(['<', '>']).to_owned()
}
