//! The tree of blocks: an arena in document order.

use super::facts::Moved;
use crate::text::TextRange;

/// A block's place in its tree.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct BlockId(u32);

impl BlockId {
    /// Its index in document order.
    #[must_use]
    pub const fn index(self) -> usize {
        self.0 as usize
    }
}

impl Moved for BlockId {
    /// The same block, with `by` more before it.
    fn moved(&self, by: usize) -> Self {
        Self(self.0 + by as u32)
    }
}

/// What a block is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum BlockKind {
    /// `# Title`, or a line underlined with `===` or `---`.
    Heading {
        /// 1 to 6.
        level: u8,
    },
    /// Running text; also the text of a list item.
    Paragraph,
    /// `> …`
    Quote,
    /// A list.
    List {
        /// Whether its items are numbered.
        ordered: bool,
    },
    /// One item of a list.
    Item {
        /// `Some(ticked)` for `[ ]` and `[x]`.
        task: Option<bool>,
    },
    /// Code, fenced or indented.
    Code {
        /// Whether it stands between fences.
        fenced: bool,
    },
    /// HTML, comments included.
    Html,
    /// A table of pipes.
    Table,
    /// One row of a table; the row of dashes is none.
    Row,
    /// A line across the page.
    Rule,
}

/// One block.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Block {
    /// What it is.
    pub kind: BlockKind,
    /// From its first marker to its last character, without white space at the ends.
    pub range: TextRange,
    /// The block it stands in.
    pub parent: Option<BlockId>,
    /// One past its last descendant.
    end: u32,
    /// Whether it stands in a quote.
    is_quoted: bool,
}

/// All blocks of a text in document order.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct BlockTree {
    blocks: Vec<Block>,
}

impl BlockTree {
    /// The block behind `id`; ids come from this tree.
    #[must_use]
    pub fn get(&self, id: BlockId) -> Option<&Block> {
        self.blocks.get(id.index())
    }

    /// Every block with its id, in document order.
    #[must_use]
    pub fn iter(&self) -> impl DoubleEndedIterator<Item = (BlockId, &Block)> + '_ {
        self.blocks.iter().enumerate().map(|(index, block)| (BlockId(index as u32), block))
    }

    /// The blocks that stand in no other.
    pub fn roots(&self) -> impl Iterator<Item = (BlockId, &Block)> + '_ {
        Siblings { tree: self, next: 0, end: self.blocks.len() as u32 }
    }

    /// The blocks that stand directly in `id`.
    pub fn children(&self, id: BlockId) -> impl Iterator<Item = (BlockId, &Block)> + '_ {
        let end = self.get(id).map_or(0, |block| block.end);
        Siblings { tree: self, next: id.0 + 1, end }
    }

    /// All blocks that lie in `range`, at any depth, in document order.
    pub fn inside(&self, range: TextRange) -> impl Iterator<Item = (BlockId, &Block)> + '_ {
        let first = self.blocks.partition_point(|block| block.range.start < range.start);
        let behind = self.iter().skip(first).take_while(move |(_, block)| block.range.start <= range.end);
        behind.filter(move |(_, block)| range.contains_range(block.range))
    }

    /// The blocks that lie in `range` and in no other block that does, in document order.
    pub fn within(&self, range: TextRange) -> impl Iterator<Item = (BlockId, &Block)> + '_ {
        let mut next = self.blocks.partition_point(|block| block.range.start < range.start);
        std::iter::from_fn(move || {
            loop {
                let block = self.blocks.get(next).filter(|block| block.range.start < range.end.max(range.start + 1))?;
                let id = BlockId(next as u32);
                if range.contains_range(block.range) {
                    next = block.end as usize;
                    return Some((id, block));
                }
                next += 1;
            }
        })
    }

    /// The blocks that stand in `id`, at any depth, in document order.
    pub fn descendants(&self, id: BlockId) -> impl Iterator<Item = (BlockId, &Block)> + '_ {
        let end = self.get(id).map_or(0, |block| block.end as usize);
        let first = (id.index() + 1).min(end);
        self.blocks
            .get(first..end)
            .unwrap_or(&[])
            .iter()
            .enumerate()
            .map(move |(index, block)| (BlockId((first + index) as u32), block))
    }

    /// The blocks that hold `id`, innermost first.
    pub fn ancestors(&self, id: BlockId) -> impl Iterator<Item = (BlockId, &Block)> + '_ {
        let mut at = self.get(id).and_then(|block| block.parent);
        std::iter::from_fn(move || {
            let id = at?;
            let block = self.get(id)?;
            at = block.parent;
            Some((id, block))
        })
    }

    /// Whether `id` stands in a quote.
    #[must_use]
    pub fn is_quoted(&self, id: BlockId) -> bool {
        self.get(id).is_some_and(|block| block.is_quoted)
    }

    /// The innermost block that `offset` touches.
    #[must_use]
    pub fn at(&self, offset: usize) -> Option<BlockId> {
        let last = self.blocks.partition_point(|block| block.range.start <= offset);
        let candidate = BlockId(last.checked_sub(1)? as u32);
        std::iter::once((candidate, self.get(candidate)?))
            .chain(self.ancestors(candidate))
            .find(|(_, block)| block.range.touches(offset))
            .map(|(id, _)| id)
    }

    /// Puts the blocks of `other` behind these, as of a text that begins at byte `offset` of this one.
    pub(super) fn append(&mut self, other: &Self, offset: usize) {
        let first = self.blocks.len() as u32;
        self.blocks.extend(other.blocks.iter().map(|block| Block {
            range: TextRange { start: block.range.start + offset, end: block.range.end + offset },
            parent: block.parent.map(|parent| BlockId(parent.0 + first)),
            end: block.end + first,
            ..*block
        }));
    }

    /// The root blocks that begin in `range`, and all that stands in them, as of a text that begins where `range` does.
    pub(super) fn cut(&self, range: TextRange) -> Self {
        let place = |offset: usize| self.blocks.partition_point(|block| block.range.start < offset);
        let (first, last) = (place(range.start), place(range.end));
        let blocks = self.blocks.get(first..last).unwrap_or(&[]).iter().map(|block| Block {
            range: TextRange { start: block.range.start - range.start, end: block.range.end - range.start },
            parent: block.parent.map(|parent| BlockId(parent.0 - first as u32)),
            end: block.end - first as u32,
            ..*block
        });
        Self { blocks: blocks.collect() }
    }

    /// Makes room for `more` blocks.
    pub(super) fn reserve(&mut self, more: usize) {
        self.blocks.reserve(more);
    }

    /// How many blocks there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.blocks.len()
    }

    /// Whether there is none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.blocks.is_empty()
    }
}

struct Siblings<'t> {
    tree: &'t BlockTree,
    next: u32,
    end: u32,
}

impl<'t> Iterator for Siblings<'t> {
    type Item = (BlockId, &'t Block);

    fn next(&mut self) -> Option<Self::Item> {
        if self.next >= self.end {
            return None;
        }
        let id = BlockId(self.next);
        let block = self.tree.get(id)?;
        self.next = block.end.max(self.next + 1);
        Some((id, block))
    }
}

/// Builds a tree from blocks that open and close in document order. Both parsers speak to it, so what is normalised
/// here is equal by construction.
#[derive(Debug)]
pub(super) struct TreeBuilder<'t> {
    text: &'t str,
    tree: BlockTree,
    open: Vec<Open>,
}

/// A block that is not closed yet.
#[derive(Clone, Copy, Debug)]
struct Open {
    id: BlockId,
    /// Where the last of the blocks in it ends that are closed.
    last_end: Option<usize>,
}

impl<'t> TreeBuilder<'t> {
    pub(super) fn new(text: &'t str) -> Self {
        Self { text, tree: BlockTree::default(), open: Vec::new() }
    }

    /// Opens a block; `range` may have white space at its ends.
    pub(super) fn open(&mut self, kind: BlockKind, range: TextRange) {
        let id = BlockId(self.tree.blocks.len() as u32);
        let parent = self.open.last().map(|open| open.id);
        let outer = parent.and_then(|parent| self.tree.get(parent));
        let is_quoted = outer.is_some_and(|outer| outer.is_quoted || outer.kind == BlockKind::Quote);
        let range = trim(self.text, range);
        let range = if is_quoted { self.without_blank_quote_lines(range) } else { range };
        self.tree.blocks.push(Block { kind, range, parent, end: id.0 + 1, is_quoted });
        self.open.push(Open { id, last_end: None });
    }

    /// In a quote, a line of `>` alone is a blank line; a block ends before it.
    fn without_blank_quote_lines(&self, mut range: TextRange) -> TextRange {
        while let Some(line) = range.of(self.text).rfind(['\n', '\r']) {
            let last = TextRange::new(range.start + line, range.end).of(self.text);
            if !last.trim_matches(['>', ' ', '\t', '\n', '\r']).is_empty() {
                break;
            }
            range = trim(self.text, TextRange::new(range.start, range.start + line));
        }
        range
    }

    /// Closes the block that was opened last. What holds others ends where the last of them ends, and what can
    /// only hold others goes when it holds none.
    pub(super) fn close(&mut self) {
        let Some(Open { id, last_end }) = self.open.pop() else { return };
        let end = self.tree.blocks.len() as u32;
        let Some(block) = self.tree.blocks.get_mut(id.index()) else { return };
        block.end = end;
        match (block.kind, last_end) {
            (BlockKind::Quote | BlockKind::List { .. } | BlockKind::Item { .. } | BlockKind::Table, Some(end)) => {
                block.range = TextRange::new(block.range.start, end.max(block.range.start));
            }
            (BlockKind::Quote | BlockKind::Item { .. }, None) => {
                let first = block.range.of(self.text).lines().next().unwrap_or("").trim_end().len();
                block.range.end = block.range.start + first;
            }
            (BlockKind::Paragraph, None) if block.range.is_empty() => {
                self.tree.blocks.truncate(id.index());
                return;
            }
            _ => {}
        }
        let own_end = block.range.end.max(last_end.unwrap_or(0));
        if let Some(outer) = self.open.last_mut() {
            outer.last_end = Some(outer.last_end.map_or(own_end, |end| end.max(own_end)));
        }
    }

    /// A block that holds no other.
    pub(super) fn leaf(&mut self, kind: BlockKind, range: TextRange) {
        self.open(kind, range);
        self.close();
    }

    /// The kind of the innermost open block.
    pub(super) fn innermost(&self) -> Option<BlockKind> {
        self.tree.get(self.open.last()?.id).map(|block| block.kind)
    }

    /// Says of the innermost open item that it is a task, ticked or not, whose box ends at `end`: the item's text
    /// begins behind it.
    pub(super) fn set_task(&mut self, ticked: bool, end: usize) {
        for open in self.open.iter().rev() {
            let Some(block) = self.tree.blocks.get_mut(open.id.index()) else { return };
            match &mut block.kind {
                BlockKind::Item { task } => {
                    *task = Some(ticked);
                    return;
                }
                BlockKind::Paragraph | BlockKind::Heading { .. } => {
                    block.range = trim(self.text, TextRange::new(end.min(block.range.end), block.range.end));
                }
                _ => return,
            }
        }
    }

    pub(super) fn finish(mut self) -> BlockTree {
        while !self.open.is_empty() {
            self.close();
        }
        self.tree
    }
}

/// `range` without the blanks and line ends at its ends. No other white space is blank to `CommonMark`.
fn trim(text: &str, range: TextRange) -> TextRange {
    let is_blank = |c: char| matches!(c, ' ' | '\t' | '\n' | '\r' | '\u{b}' | '\u{c}');
    let inner = range.of(text);
    let start = range.start + inner.len() - inner.trim_start_matches(is_blank).len();
    TextRange::new(start, start + inner.trim_matches(is_blank).len())
}
