//! The bulk builder: pulldown-cmark's events, lowered into our tree. Forty times the speed of an incremental
//! parser on a text that is read once.

use super::block::{BlockKind, BlockTree, TreeBuilder};
use crate::text::TextRange;
use pulldown_cmark::{CodeBlockKind, Event, Options, Parser, Tag, TagEnd};
use std::borrow::Cow;

/// The blocks of `text` from byte `from` on, which is the beginning of a line.
pub(super) fn build(text: &str, from: usize) -> BlockTree {
    let body = line_feeds(text.get(from..).unwrap_or(""));
    let mut lowering = Lowering { builder: TreeBuilder::new(text), text, from, run: None };
    let options = Options::ENABLE_TABLES | Options::ENABLE_TASKLISTS;
    for (event, range) in Parser::new_ext(&body, options).into_offset_iter() {
        lowering.event(&event, TextRange::new(range.start, range.end));
    }
    lowering.end_run();
    lowering.builder.finish()
}

/// The same text, byte for byte, with each lone `\r` as `\n`: pulldown-cmark knows only the latter.
fn line_feeds(text: &str) -> Cow<'_, str> {
    let bytes = text.as_bytes();
    let lone = |at: usize| bytes.get(at) == Some(&b'\r') && bytes.get(at + 1) != Some(&b'\n');
    if !text.contains('\r') || !(0..bytes.len()).any(lone) {
        return Cow::Borrowed(text);
    }
    let mut at = 0;
    Cow::Owned(
        text.chars()
            .map(|character| {
                let ends = lone(at);
                at += character.len_utf8();
                if ends { '\n' } else { character }
            })
            .collect(),
    )
}

struct Lowering<'t> {
    builder: TreeBuilder<'t>,
    text: &'t str,
    from: usize,
    /// Text that stands directly in an item: a paragraph that pulldown-cmark does not announce.
    run: Option<TextRange>,
}

impl Lowering<'_> {
    fn event(&mut self, event: &Event<'_>, range: TextRange) {
        let range = TextRange::new(range.start + self.from, range.end + self.from);
        match event {
            Event::Start(tag) => self.start(tag, range),
            Event::End(tag) => self.end(*tag, range),
            Event::TaskListMarker(ticked) => self.builder.set_task(*ticked, range.end),
            Event::Rule => {
                self.end_run();
                self.builder.leaf(BlockKind::Rule, range);
            }
            _ => self.inline(range),
        }
    }

    fn start(&mut self, tag: &Tag<'_>, range: TextRange) {
        let kind = match tag {
            Tag::Heading { level, .. } => BlockKind::Heading { level: *level as u8 },
            Tag::Paragraph => BlockKind::Paragraph,
            Tag::BlockQuote(_) => BlockKind::Quote,
            Tag::List(first) => BlockKind::List { ordered: first.is_some() },
            Tag::Item => BlockKind::Item { task: None },
            Tag::CodeBlock(kind) => BlockKind::Code { fenced: matches!(kind, CodeBlockKind::Fenced(_)) },
            Tag::HtmlBlock => BlockKind::Html,
            Tag::Table(_) => BlockKind::Table,
            Tag::TableHead | Tag::TableRow => BlockKind::Row,
            _ => return self.inline(range),
        };
        self.end_run();
        self.builder.open(kind, range);
    }

    fn end(&mut self, tag: TagEnd, range: TextRange) {
        match tag {
            TagEnd::Heading(_)
            | TagEnd::Paragraph
            | TagEnd::BlockQuote(_)
            | TagEnd::List(_)
            | TagEnd::Item
            | TagEnd::CodeBlock
            | TagEnd::HtmlBlock
            | TagEnd::Table
            | TagEnd::TableHead
            | TagEnd::TableRow => {
                self.end_run();
                self.builder.close();
            }
            _ => self.inline(range),
        }
    }

    fn inline(&mut self, range: TextRange) {
        if matches!(self.builder.innermost(), Some(BlockKind::Item { .. })) {
            self.run = Some(self.run.map_or(range, |run| run.cover(range)));
        }
    }

    fn end_run(&mut self) {
        if let Some(run) = self.run.take() {
            let run = self.whole(run);
            self.builder.leaf(BlockKind::Paragraph, run);
        }
    }

    /// Events leave out a backslash and a bracket that links nothing: a run begins with its word and ends with its line.
    fn whole(&self, run: TextRange) -> TextRange {
        let before = self.text.get(..run.start).unwrap_or("");
        let behind = self.text.get(run.end..).unwrap_or("");
        let start = before.trim_end_matches(|character: char| !character.is_whitespace()).len();
        let end = run.end + behind.find(['\n', '\r']).unwrap_or(behind.len());
        TextRange::new(
            start,
            if self.text.get(run.start..run.end).is_some_and(|t| t.ends_with('\n')) { run.end } else { end },
        )
    }
}
