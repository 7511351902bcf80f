//! The incremental builder: tree-sitter's block grammar, lowered into our tree. Only the block grammar: on a user's
//! text the inline grammar can take seconds and gigabytes.

use super::block::{BlockKind, BlockTree, TreeBuilder};
use super::segments::{SENTINEL, before_sentinel};
use crate::text::TextRange;
use std::cell::RefCell;
use std::ops::ControlFlow;
use std::time::{Duration, Instant};
use tree_sitter::{InputEdit, Node, ParseOptions, ParseState, Parser, Point, Tree};

/// How long one parse may take before the bulk builder takes over.
const BUDGET: Duration = Duration::from_millis(50);

thread_local! {
    static PARSER: RefCell<Option<Parser>> = RefCell::new(new_parser());
}

fn new_parser() -> Option<Parser> {
    let mut parser = Parser::new();
    parser.set_language(&tree_sitter_md::LANGUAGE.into()).ok()?;
    Some(parser)
}

/// A text that was parsed, and its tree: the next version of the text is parsed from here.
#[derive(Debug)]
pub(super) struct Warm {
    source: String,
    tree: Tree,
}

/// The blocks of `text`, the next version of what `warm` is of; `None` when the budget ran out. Where something follows the text, `None` says that what
/// stands in it may go on there, too.
pub(super) fn build_again(text: &str, warm: Option<Warm>, is_followed: bool) -> Option<(BlockTree, Warm)> {
    let source = Source::new(text, if is_followed { SENTINEL } else { "" });
    let before = warm.map(|warm| edited(warm, &source.text));
    let tree = parse(&source, before.as_ref())?;
    let shown = format!("{text}{}", if is_followed { SENTINEL } else { "" });
    let mut blocks = lowered(&shown, &source, &tree);
    if is_followed {
        blocks = before_sentinel(&blocks, text.len())?;
    }
    Some((blocks, Warm { source: source.text.into_owned(), tree }))
}

/// The tree of `warm`, told what `text` has in its place.
fn edited(warm: Warm, text: &str) -> Tree {
    let Warm { source, mut tree } = warm;
    let (old, new) = (source.as_bytes(), text.as_bytes());
    let start = old.iter().zip(new).take_while(|(one, other)| one == other).count();
    let most = old.len().min(new.len()) - start;
    let end = old.iter().rev().zip(new.iter().rev()).take(most).take_while(|(one, other)| one == other).count();
    let place = |bytes: &[u8], at: usize| {
        let before = bytes.get(..at).unwrap_or(&[]);
        let lines = before.split(|byte| *byte == b'\n');
        let (row, column) = lines.fold((0, 0), |(row, _), line| (row + 1, line.len()));
        let row = usize::saturating_sub(row, 1);
        Point { row, column }
    };
    tree.edit(&InputEdit {
        start_byte: start,
        old_end_byte: old.len() - end,
        new_end_byte: new.len() - end,
        start_position: place(old, start),
        old_end_position: place(old, old.len() - end),
        new_end_position: place(new, new.len() - end),
    });
    tree
}

fn lowered(text: &str, source: &Source<'_>, tree: &Tree) -> BlockTree {
    let mut lowering = Lowering { builder: TreeBuilder::new(text), text, lead: source.lead };
    lowering.children(tree.root_node());
    lowering.builder.finish()
}

/// Whether `text` holds nothing that the grammar is known to read otherwise than `CommonMark`: tables, HTML and
/// definitions that begin a line, numbers that do (they may interrupt a paragraph, or not), deep indentation, line ends
/// that are none to it, and blanks that are none to others.
pub(super) fn is_sure(text: &str) -> bool {
    let is_odd = |byte: u8| matches!(byte, b'|' | b'\r' | b'\t' | 0..=8 | 11 | 12 | 14..=31);
    let is_plain = |line: &str| {
        let content = line.trim_start_matches([' ', '>', '-', '*', '+']);
        !line.starts_with("    ") && !content.starts_with(|c: char| c.is_ascii_digit() || matches!(c, '<' | '['))
    };
    !text.bytes().any(is_odd) && text.lines().all(is_plain)
}

fn parse(source: &Source<'_>, before: Option<&Tree>) -> Option<Tree> {
    PARSER.with_borrow_mut(|parser| {
        let parser = parser.as_mut()?;
        let deadline = Instant::now() + BUDGET;
        let mut progress = |_: &ParseState| {
            if Instant::now() > deadline { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
        };
        let options = ParseOptions::new().progress_callback(&mut progress);
        let tree = parser.parse_with_options(&mut |at, _| source.from(at), before, Some(options));
        if tree.is_none() {
            parser.reset();
        }
        tree
    })
}

/// A text as the grammar likes it: a line end at its end, no NUL, and at its beginning nothing that it would take
/// for front matter (front matter was taken off before).
struct Source<'t> {
    text: std::borrow::Cow<'t, str>,
    /// Bytes put in front.
    lead: usize,
}

impl<'t> Source<'t> {
    /// `text`, with `behind` put behind it.
    fn new(text: &'t str, behind: &str) -> Self {
        let begun = text.trim_start_matches(' ');
        let lead = usize::from(begun.starts_with("---") || begun.starts_with("+++"));
        let whole = lead == 0 && behind.is_empty() && text.ends_with('\n') && !text.contains('\0');
        let text = if whole {
            text.into()
        } else {
            format!("{}{}{behind}\n", if lead == 1 { "\n" } else { "" }, text.replace('\0', "\u{1}")).into()
        };
        Self { text, lead }
    }

    fn from(&self, at: usize) -> &[u8] {
        self.text.as_bytes().get(at..).unwrap_or(&[])
    }
}

struct Lowering<'t> {
    builder: TreeBuilder<'t>,
    text: &'t str,
    /// Bytes that were put in front of it.
    lead: usize,
}

impl Lowering<'_> {
    fn range(&self, node: Node<'_>) -> TextRange {
        let moved = |offset: usize| offset.saturating_sub(self.lead).min(self.text.len());
        TextRange::new(moved(node.start_byte()), moved(node.end_byte()))
    }

    fn children(&mut self, node: Node<'_>) {
        let mut cursor = node.walk();
        for child in node.children(&mut cursor) {
            self.node(child);
        }
    }

    fn node(&mut self, node: Node<'_>) {
        let range = self.range(node);
        let kind = match node.kind() {
            "section" => return self.children(node),
            "atx_heading" | "setext_heading" => BlockKind::Heading { level: Self::level(node) },
            "paragraph" => BlockKind::Paragraph,
            "block_quote" => BlockKind::Quote,
            "list" => BlockKind::List { ordered: ordered(node) },
            "list_item" => BlockKind::Item { task: None },
            "fenced_code_block" => BlockKind::Code { fenced: true },
            "indented_code_block" => BlockKind::Code { fenced: false },
            "html_block" => BlockKind::Html,
            "pipe_table" => BlockKind::Table,
            "thematic_break" => BlockKind::Rule,
            "task_list_marker_checked" => return self.builder.set_task(true, range.end),
            "task_list_marker_unchecked" => return self.builder.set_task(false, range.end),
            _ => return,
        };
        self.builder.open(kind, range);
        match kind {
            BlockKind::Quote | BlockKind::List { .. } | BlockKind::Item { .. } => self.children(node),
            BlockKind::Table => self.rows(range),
            _ => {}
        }
        self.builder.close();
    }

    /// A row is a line, the second line, of dashes, apart. (The grammar takes some rows together.)
    fn rows(&mut self, table: TextRange) {
        let mut start = table.start;
        for (index, line) in table.of(self.text).split_inclusive(['\n', '\r']).enumerate() {
            let marks = line.len() - line.trim_start_matches(['>', ' ', '\t']).len();
            let row = TextRange::new(start + if index == 0 { 0 } else { marks }, start + line.len()).trim(self.text);
            start += line.len();
            if index != 1 && !row.is_empty() {
                self.builder.leaf(BlockKind::Row, row);
            }
        }
    }

    fn level(heading: Node<'_>) -> u8 {
        let mut cursor = heading.walk();
        let marker = heading.children(&mut cursor).find_map(|child| match child.kind() {
            "atx_h1_marker" | "setext_h1_underline" => Some(1),
            "atx_h2_marker" | "setext_h2_underline" => Some(2),
            "atx_h3_marker" => Some(3),
            "atx_h4_marker" => Some(4),
            "atx_h5_marker" => Some(5),
            "atx_h6_marker" => Some(6),
            _ => None,
        });
        marker.unwrap_or(1)
    }
}

fn ordered(list: Node<'_>) -> bool {
    let mut cursor = list.walk();
    let first = list.children(&mut cursor).find(|child| child.kind() == "list_item");
    let Some(first) = first else { return false };
    let mut cursor = first.walk();
    first.children(&mut cursor).any(|child| matches!(child.kind(), "list_marker_dot" | "list_marker_parenthesis"))
}
