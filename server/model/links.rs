//! What a document refers to, and what it is to that.

use crate::grammar::{Grammars, normal_name};
use crate::syntax::{BlockKind, Fact, Inline, Moved, Parse, SpanKind};
use crate::text::TextRange;
use memchr::memchr_iter;
use std::sync::Arc;

/// A link, an image or a reference definition.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Link {
    /// The target as written.
    pub target: Arc<str>,
    /// The whole link; for a definition, its line.
    pub range: TextRange,
    /// What the document is to the target, where the words before the link say it: `supersedes`.
    pub relation: Option<Arc<str>>,
}

static LINKS: Fact<Vec<Link>> = Fact::new();

/// The inline links and images, and every reference definition, in document order.
#[must_use]
pub(super) fn read(grammars: &Grammars, parse: &Parse) -> Vec<Link> {
    parse.gather(&LINKS, 0, |piece| of_piece(grammars, piece))
}

fn of_piece(grammars: &Grammars, parse: &Parse) -> Vec<Link> {
    let text = parse.text();
    let mut links: Vec<Link> = parse
        .definitions()
        .iter()
        .map(|definition| Link { target: definition.target.as_str().into(), range: definition.range, relation: None })
        .collect();
    for (_, block) in parse.tree().iter() {
        let written = match block.kind {
            BlockKind::Heading { .. } => parse.content(block),
            BlockKind::Paragraph | BlockKind::Row => block.range,
            _ => continue,
        };
        if may_link(written.of(text)) {
            links.extend(in_block(grammars, parse, written));
        }
    }
    links.sort_by_key(|link| link.range.start);
    links
}

fn may_link(text: &str) -> bool {
    let bytes = text.as_bytes();
    memchr_iter(b']', bytes).any(|at| bytes.get(at + 1) == Some(&b'('))
}

impl Moved for Link {
    fn moved(&self, by: usize) -> Self {
        Self { range: self.range.moved(by), ..self.clone() }
    }
}

static FILES: Fact<Vec<String>> = Fact::new();

/// The names of the files in this project that links lead to and that speak for a kind, lower case, for each file once;
/// of a folder's front page, the folder's name.
#[must_use]
pub(super) fn files(grammars: &Grammars, parse: &Parse) -> Vec<String> {
    let said = parse.facts(&FILES, 0, |piece| telling_paths(grammars, &read(grammars, piece)));
    let mut paths: Vec<&String> = said.iter().flat_map(|said| said.value.iter()).collect();
    paths.sort();
    paths.dedup();
    paths.into_iter().map(|path| file_name(path).to_owned()).collect()
}

/// The paths of `links`, lower case, whose names speak for a kind.
fn telling_paths(grammars: &Grammars, links: &[Link]) -> Vec<String> {
    let targets = links.iter().map(|link| &*link.target).filter(|target| !is_elsewhere(target));
    let paths = targets.map(|target| target.split(['#', '?']).next().unwrap_or_default().to_lowercase());
    paths.filter(|path| grammars.knows_linked(file_name(path))).collect()
}

fn file_name(path: &str) -> &str {
    let path = path.trim_end_matches('/');
    match path.rsplit_once('/') {
        Some((folder, "readme.md" | "index.md")) => file_name(folder),
        Some((_, name)) => name,
        None => path,
    }
}

fn in_block(grammars: &Grammars, parse: &Parse, written: TextRange) -> Vec<Link> {
    let text = parse.text();
    let mut links = Vec::new();
    let (mut behind, mut relation): (usize, Option<Arc<str>>) = (written.start, None);
    for span in Inline::read(parse, written).spans {
        let (SpanKind::Link { target } | SpanKind::Image { target }) = &span.kind else { continue };
        if !span.range.of(text).ends_with(')') {
            continue;
        }
        let before = text.get(behind..span.range.start).unwrap_or("");
        let target = as_written(span.range.of(text), target);
        relation = related(grammars, before, is_elsewhere(&target), relation);
        behind = span.range.end;
        let own = relation.clone().filter(|_| matches!(span.kind, SpanKind::Link { .. }));
        links.push(Link { target: target.into(), range: span.range, relation: own });
    }
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

/// Whether the target is no document of the project: another host, a mail address, a place in the same document.
fn is_elsewhere(target: &str) -> bool {
    target.starts_with('#') || target.starts_with("//") || target.contains("://") || target.starts_with("mailto:")
}

/// The relation that the words between the link before and this one say: the nearest phrase, with nothing but short words
/// and numbers (`and`, `the`, `ADR 7`) behind it; of two links with only such words between them, the first one's.
/// In running text other things than documents replace and extend one another: the relation to what lies elsewhere
/// is told only where the phrase begins a sentence, a field or an item.
fn related(grammars: &Grammars, before: &str, is_elsewhere: bool, first: Option<Arc<str>>) -> Option<Arc<str>> {
    let (sentence, is_whole) = last_sentence(before);
    let words = normal_name(sentence);
    let mut words = words.as_str();
    loop {
        if let Some((relation, lead)) = grammars.relation(words) {
            return (lead.is_empty() || !is_elsewhere).then(|| relation.into());
        }
        let (rest, last) = words.rsplit_once(' ').unwrap_or(("", words));
        if last.is_empty() {
            return first.filter(|_| is_whole);
        }
        if last.chars().count() > 3 && !last.contains(|c: char| c.is_ascii_digit()) {
            return None;
        }
        words = rest;
    }
}

/// What stands behind the last end of a sentence or of a key, and whether that is all there is.
fn last_sentence(before: &str) -> (&str, bool) {
    let mut ends = before.match_indices(['.', '!', '?', ';', ':']).filter(|(at, mark)| {
        let rest = before.get(at + mark.len()..).unwrap_or("").trim_start_matches(['*', '_', '"', ')']);
        let is_end = rest.starts_with(char::is_whitespace);
        // `Supersedes: [ADR 7](…)`: the key itself is what is said
        is_end && (*mark != ":" || rest.contains(char::is_alphanumeric))
    });
    match ends.next_back() {
        Some((at, mark)) => (before.get(at + mark.len()..).unwrap_or(""), false),
        None => (before, true),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn relations(text: &str) -> Vec<Option<Arc<str>>> {
        let parse = Parse::new(text.into());
        read(&Grammars::builtin(), &parse).into_iter().map(|link| link.relation).collect()
    }

    fn relation(text: &str) -> Option<Arc<str>> {
        relations(text).into_iter().next().flatten()
    }

    #[test]
    fn the_phrase_before_a_link_is_its_relation() {
        for (text, expected) in [
            ("Supersedes [ADR 1](a.md).", "supersedes"),
            ("- **Superseded by:** [ADR 1](a.md)", "superseded-by"),
            ("Status: superceded by the [ADR](https://example.org/a)", "superseded-by"),
            ("This is replaced by ADR 7 ([text](a.md))", "superseded-by"),
            ("Accepted. Amends [1](a.md)", "amends"),
            ("Ersetzt durch [1](a.md)", "superseded-by"),
            ("| Depends on | [RFC 3](c.md) |\n|---|---|\n| a | b |", "depends-on"),
            ("See also [1](a.md)", "relates-to"),
            ("## Refines [1](a.md)", "refines"),
        ] {
            assert_eq!(relation(text).as_deref(), Some(expected), "{text}");
        }
    }

    #[test]
    fn links_in_one_enumeration_share_it_and_a_new_sentence_ends_it() {
        let of = |text| relations(text).into_iter().map(|one| one.unwrap_or_default().to_string()).collect::<Vec<_>>();
        assert_eq!(
            of("Supersedes [1](a.md), [2](b.md) and [3](c.md). [4](d.md)"),
            ["supersedes", "supersedes", "supersedes", ""]
        );
        assert_eq!(of("Supersedes [1](a.md), depends on [2](b.md)"), ["supersedes", "depends-on"]);
        assert_eq!(of("Supersedes [1](a.md)\nTemplate: [2](b.md)"), ["supersedes", ""]);
    }

    #[test]
    fn other_words_are_no_relation() {
        for text in [
            "Queues as [described](a.md) elsewhere.",
            "Kafka replaces [RabbitMQ](https://www.rabbitmq.com).",
            "It supersedes our practice that was described in [1](a.md)",
            "This was superseded. [1](a.md)",
            "Supersedes ![picture](a.png)",
        ] {
            assert_eq!(relation(text), None, "{text}");
        }
    }
}
