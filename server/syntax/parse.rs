//! A text and its blocks.

use super::block::BlockTree;
use super::facts::{ByRange, Fact, Facts, Moved};
use super::segments::{Kept, Piece, Pieces};
use super::{Block, BlockId, BlockKind, FrontMatter, bulk};
use crate::text::{LineIndex, TextRange};
use std::collections::HashMap;
use std::sync::Arc;

/// A text, its front matter and its blocks. Never fails: any text is some Markdown.
#[derive(Clone, Debug)]
pub struct Parse {
    text: Arc<str>,
    lines: LineIndex,
    front_matter: Option<FrontMatter>,
    tree: BlockTree,
    definitions: Vec<Definition>,
    labels: Arc<Labels>,
    pieces: Pieces,
    facts: Facts,
}

/// What a fact is of a piece, and where in the document that stands.
#[derive(Debug)]
pub struct Said<'p, T> {
    /// The first byte of the piece.
    pub start: usize,
    /// How many blocks stand before it.
    pub first_block: usize,
    /// The piece as a text of its own.
    pub piece: &'p Parse,
    /// What is said of it, at places in the piece.
    pub value: Arc<T>,
}

/// The targets of reference definitions by their labels, as these are compared.
pub(super) type Labels = HashMap<String, String>;

/// `[label]: target`
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Definition {
    /// The label as written.
    pub label: String,
    /// The target as written.
    pub target: String,
    /// The whole line.
    pub range: TextRange,
    /// Where the target stands.
    pub target_range: TextRange,
}

impl Parse {
    /// Reads `text` in one piece.
    #[must_use]
    pub fn new(text: Arc<str>) -> Self {
        let (front_matter, from) = front_matter(&text);
        let tree = bulk::build(&text, from);
        let lines = LineIndex::new(&text);
        let definitions = definitions(&text, &lines, &tree, from);
        let labels = Arc::new(labels(&definitions));
        Self {
            text,
            lines,
            front_matter,
            tree,
            definitions,
            labels,
            pieces: Pieces::default(),
            facts: Facts::default(),
        }
    }

    /// Reads `text`, which is going to be edited, in pieces that are kept as long as no edit touches them.
    #[must_use]
    pub fn open(text: Arc<str>) -> Self {
        let (front_matter, from) = front_matter(&text);
        let pieces = Pieces::open(&text, from);
        Self::of_pieces(text, front_matter, pieces)
    }

    /// Reads `text`, which is this text but for what lies between the bytes that were `kept`.
    #[must_use]
    pub fn edited(&self, text: Arc<str>, kept: Kept) -> Self {
        let (front_matter, from) = front_matter(&text);
        let pieces = self.pieces.edited(&text, from, self.text.len(), kept);
        Self::of_pieces(text, front_matter, pieces)
    }

    fn of_pieces(text: Arc<str>, front_matter: Option<FrontMatter>, pieces: Pieces) -> Self {
        let mut tree = BlockTree::default();
        let mut definitions = Vec::new();
        let count = pieces.list.last().map_or(0, |last| last.first_block + last.segment.parse().tree.len());
        tree.reserve(count);
        let from = pieces.list.first().map_or(text.len(), |first| first.start);
        let mut lines = LineIndex::new(text.get(..from).unwrap_or(""));
        for piece in &pieces.list {
            let parse = piece.segment.parse();
            tree.append(&parse.tree, piece.start);
            lines.append(&parse.lines, piece.start);
            definitions.extend(parse.definitions.iter().map(|definition| definition.moved(piece.start)));
        }
        let labels = Arc::clone(pieces.labels());
        Self { text, lines, front_matter, tree, definitions, labels, pieces, facts: Facts::default() }
    }

    /// A piece of a document, whose blocks are known.
    pub(super) fn piece(text: &str, tree: BlockTree, labels: Arc<Labels>) -> Self {
        let lines = LineIndex::new(text);
        let definitions = definitions(text, &lines, &tree, 0);
        Self {
            text: text.into(),
            lines,
            front_matter: None,
            tree,
            definitions,
            labels,
            pieces: Pieces::default(),
            facts: Facts::default(),
        }
    }

    /// The same piece in a document where references mean something else.
    pub(super) fn with_labels(&self, labels: Arc<Labels>) -> Self {
        Self { labels, ..self.clone() }
    }

    pub(super) const fn labels(&self) -> &Arc<Labels> {
        &self.labels
    }

    /// The pieces that an edit keeps or takes; none in a text that is read once.
    #[must_use]
    pub fn pieces(&self) -> &[Piece] {
        &self.pieces.list
    }

    /// What `fact` is of this text as a whole; `given` stands for all beside the text that `read` looks at. It is read
    /// once for as long as the text stays as it is and the same is given.
    pub fn fact<T: Send + Sync + 'static>(
        &self,
        fact: &'static Fact<T>,
        given: u64,
        read: impl FnOnce(&Self) -> T,
    ) -> Arc<T> {
        self.facts.get(fact, given, || read(self))
    }

    /// The same, unless `read` gives up.
    pub fn fact_if<T: Send + Sync + 'static>(
        &self,
        fact: &'static Fact<T>,
        given: u64,
        read: impl FnOnce(&Self) -> Option<T>,
    ) -> Option<Arc<T>> {
        self.facts.get_if(fact, given, || read(self))
    }

    /// What `fact` is of each piece, in document order. A text that is read once is one piece.
    pub fn facts<T: Send + Sync + 'static>(
        &self,
        fact: &'static Fact<T>,
        given: u64,
        read: impl Fn(&Self) -> T,
    ) -> Vec<Said<'_, T>> {
        self.facts_near(fact, given, TextRange::new(0, self.text.len()), read)
    }

    /// What `fact` is of each piece that holds some of `range`, in document order.
    pub fn facts_near<T: Send + Sync + 'static>(
        &self,
        fact: &'static Fact<T>,
        given: u64,
        range: TextRange,
        read: impl Fn(&Self) -> T,
    ) -> Vec<Said<'_, T>> {
        if self.pieces.list.is_empty() {
            return vec![Said { start: 0, first_block: 0, piece: self, value: self.fact(fact, given, read) }];
        }
        let pieces = self.pieces_near(range).iter().map(|piece| (piece, piece.segment.parse()));
        let said = pieces.map(|(Piece { start, first_block, .. }, piece)| {
            let value = piece.fact(fact, given, &read);
            Said { start: *start, first_block: *first_block, piece, value }
        });
        said.collect()
    }

    /// The pieces that hold some of `range`.
    fn pieces_near(&self, range: TextRange) -> &[Piece] {
        let first = self.pieces.list.partition_point(|piece| piece.start <= range.start).saturating_sub(1);
        let behind = self.pieces.list.partition_point(|piece| piece.start < range.end);
        self.pieces.list.get(first..behind.max(first)).unwrap_or(&[])
    }

    /// What `read` finds in each piece, all of it in document order, at its place in the document.
    pub fn gather<T: Moved + Send + Sync + 'static>(
        &self,
        fact: &'static Fact<Vec<T>>,
        given: u64,
        read: impl Fn(&Self) -> Vec<T>,
    ) -> Vec<T> {
        let mut all = Vec::new();
        for said in self.facts(fact, given, read) {
            all.extend(said.value.iter().map(|one| one.moved(said.start)));
        }
        all
    }

    /// What `fact` is of what stands in `range`. `read` is handed the piece that the range lies in and its place there. A
    /// range that no piece holds alone is remembered for as long as the text stays as it is.
    pub fn fact_in<T: Send + Sync + 'static>(
        &self,
        fact: &'static Fact<ByRange<T>>,
        given: u64,
        range: TextRange,
        read: impl FnOnce(&Self, TextRange) -> T,
    ) -> Said<'_, T> {
        let behind = self.pieces.list.partition_point(|piece| piece.start <= range.start);
        let piece = behind.checked_sub(1).and_then(|at| self.pieces.list.get(at));
        let piece = piece.filter(|piece| range.end <= piece.start + piece.segment.parse().text.len());
        if let Some(piece) = piece {
            return piece.say_in(fact, given, range, read);
        }
        let known = self.fact(fact, 0, |_| ByRange::default());
        let value = known.get(range, given, || read(self, range));
        Said { start: 0, first_block: 0, piece: self, value }
    }

    /// What `read` finds in `range` of each piece, all of it in document order, at its place in the document.
    pub fn gather_in<T: Moved + Send + Sync + 'static>(
        &self,
        fact: &'static Fact<ByRange<Vec<T>>>,
        given: u64,
        range: TextRange,
        read: impl Fn(&Self, TextRange) -> Vec<T>,
    ) -> Vec<T> {
        if self.pieces.list.is_empty() {
            let known = self.fact(fact, 0, |_| ByRange::default());
            return known.get(range, given, || read(self, range)).iter().map(|one| one.moved(0)).collect();
        }
        let mut all = Vec::new();
        for piece in self.pieces_near(range) {
            let (start, end) = (piece.start, piece.start + piece.segment.parse().text.len());
            let own = TextRange::new(range.start.clamp(start, end), range.end.clamp(start, end));
            let said = piece.say_in(fact, given, own, &read);
            all.extend(said.value.iter().map(|one| one.moved(start)));
        }
        all
    }

    /// The text.
    #[must_use]
    pub fn text(&self) -> &str {
        &self.text
    }

    /// The text, shared.
    #[must_use]
    pub fn shared_text(&self) -> Arc<str> {
        Arc::clone(&self.text)
    }

    /// Its lines.
    #[must_use]
    pub fn lines(&self) -> &LineIndex {
        &self.lines
    }

    /// Its front matter.
    #[must_use]
    pub fn front_matter(&self) -> Option<&FrontMatter> {
        self.front_matter.as_ref()
    }

    /// Its blocks; front matter is none.
    #[must_use]
    pub fn tree(&self) -> &BlockTree {
        &self.tree
    }

    /// Its link reference definitions in document order.
    #[must_use]
    pub fn definitions(&self) -> &[Definition] {
        &self.definitions
    }

    /// The target that `label` is defined to mean, compared as `CommonMark` does; the first definition wins.
    #[must_use]
    pub fn target_of(&self, label: &str) -> Option<&str> {
        if self.labels.is_empty() {
            return None;
        }
        self.labels.get(&fold(label)).map(String::as_str)
    }

    /// What is written in `block`: the text of a heading or a paragraph without markers, the code between fences.
    #[must_use]
    pub fn content(&self, block: &Block) -> TextRange {
        match block.kind {
            BlockKind::Heading { .. } => heading_content(&self.text, block.range),
            BlockKind::Code { fenced: true } => fenced_content(&self.text, block.range),
            _ => block.range,
        }
    }

    /// The text of the blocks in `range`, HTML and comments left out.
    #[must_use]
    pub fn written(&self, range: TextRange) -> String {
        let blocks = self.tree().within(range).filter(|(_, block)| block.kind != BlockKind::Html);
        blocks.map(|(_, block)| block.range.of(&self.text)).collect::<Vec<_>>().join("\n")
    }

    /// Whether `offset` stands in code, in an HTML block or in front matter.
    #[must_use]
    pub fn is_verbatim(&self, offset: usize) -> bool {
        if self.front_matter.as_ref().is_some_and(|found| found.range.contains(offset)) {
            return true;
        }
        let innermost: Option<BlockId> = self.tree.at(offset);
        innermost
            .and_then(|id| self.tree.get(id))
            .is_some_and(|block| matches!(block.kind, BlockKind::Code { .. } | BlockKind::Html))
    }
}

impl Piece {
    fn say_in<T: Send + Sync + 'static>(
        &self,
        fact: &'static Fact<ByRange<T>>,
        given: u64,
        range: TextRange,
        read: impl FnOnce(&Parse, TextRange) -> T,
    ) -> Said<'_, T> {
        let piece = self.segment.parse();
        let own = TextRange::new(range.start - self.start, range.end - self.start);
        let known = piece.fact(fact, 0, |_| ByRange::default());
        let value = known.get(own, given, || read(piece, own));
        Said { start: self.start, first_block: self.first_block, piece, value }
    }
}

fn bom(text: &str) -> usize {
    if text.starts_with('\u{feff}') { '\u{feff}'.len_utf8() } else { 0 }
}

fn next_line(text: &str, at: usize) -> usize {
    let rest = text.get(at..).unwrap_or("");
    at + if rest.starts_with("\r\n") { 2 } else { usize::from(rest.starts_with(['\n', '\r'])) }
}

impl Moved for Definition {
    fn moved(&self, by: usize) -> Self {
        Self { range: self.range.moved(by), target_range: self.target_range.moved(by), ..self.clone() }
    }
}

/// The front matter of `text`, and where what follows it begins.
fn front_matter(text: &str) -> (Option<FrontMatter>, usize) {
    let found = FrontMatter::find(text);
    let from = found.as_ref().map_or_else(|| bom(text), |found| next_line(text, found.range.end));
    (found, from)
}

/// What references mean: of several definitions of a label the first.
pub(super) fn labels<'d>(definitions: impl IntoIterator<Item = &'d Definition>) -> Labels {
    let mut labels = Labels::new();
    for definition in definitions {
        labels.entry(fold(&definition.label)).or_insert_with(|| definition.target.clone());
    }
    labels
}

/// A label as it is compared.
fn fold(label: &str) -> String {
    label.split_whitespace().collect::<Vec<_>>().join(" ").to_lowercase()
}

fn heading_content(text: &str, range: TextRange) -> TextRange {
    let written = range.of(text);
    let marks = written.len() - written.trim_start_matches('#').len();
    let after = written.get(marks..).unwrap_or("");
    if (1..=6).contains(&marks) && (after.is_empty() || after.starts_with([' ', '\t'])) {
        let inner = TextRange::new(range.start + marks, range.end).trim(text);
        let body = inner.of(text);
        let bare = body.trim_end_matches('#');
        let closed = bare.is_empty() || bare.ends_with([' ', '\t']);
        return if closed { TextRange::new(inner.start, inner.start + bare.trim_end().len()) } else { inner };
    }
    let underline = written.rfind(['\n', '\r']).unwrap_or(written.len());
    TextRange::new(range.start, range.start + underline).trim(text)
}

fn fenced_content(text: &str, range: TextRange) -> TextRange {
    let written = range.of(text);
    let first = written.find('\n').map_or(written.len(), |at| at + 1);
    let last = written.rfind('\n').map_or(written.len(), |at| at + 1);
    let closing = written.get(last..).unwrap_or("").trim_start_matches([' ', '\t', '>']);
    let closed = last >= first && (closing.starts_with("```") || closing.starts_with("~~~"));
    TextRange::new(range.start + first, range.start + if closed { last } else { written.len() })
}

/// Definitions stand on lines that no block covers: neither parser makes a block of them.
fn definitions(text: &str, lines: &LineIndex, tree: &BlockTree, from: usize) -> Vec<Definition> {
    let mut found = Vec::new();
    if !text.contains("]:") {
        return found;
    }
    let leaves = tree.iter().filter(|(_, block)| is_leaf(block.kind)).map(|(_, block)| block.range);
    let mut leaves = leaves.peekable();
    for line in lines.line(from)..lines.lines() {
        let start = lines.start(line).max(from);
        let written = lines.text(text, line);
        let range = TextRange::new(start, lines.start(line) + written.len()).trim(text);
        while leaves.next_if(|leaf| leaf.end <= range.start && leaf.end < start + 1).is_some() {}
        while leaves.next_if(|leaf| leaf.end <= start).is_some() {}
        let covered = leaves.peek().is_some_and(|leaf| leaf.start < range.end);
        if !covered && let Some(definition) = definition(text, range) {
            found.push(definition);
        }
    }
    found
}

const fn is_leaf(kind: BlockKind) -> bool {
    matches!(
        kind,
        BlockKind::Heading { .. }
            | BlockKind::Paragraph
            | BlockKind::Code { .. }
            | BlockKind::Html
            | BlockKind::Table
            | BlockKind::Rule
    )
}

fn definition(text: &str, line: TextRange) -> Option<Definition> {
    let written = line.of(text);
    let label_start = written.len() - written.trim_start_matches(['>', ' ', '\t']).len() + 1;
    let label_end = written.find("]:")?;
    let label = written.get(label_start..label_end)?;
    if written.as_bytes().get(label_start - 1) != Some(&b'[') || label.trim().is_empty() {
        return None;
    }
    let rest = TextRange::new(line.start + label_end + 2, line.end).trim(text);
    let target = rest.of(text);
    let (skip, length) = match target.strip_prefix('<') {
        Some(inner) => (1, inner.find('>')?),
        None => (0, target.find(char::is_whitespace).unwrap_or(target.len())),
    };
    let target_range = TextRange::new(rest.start + skip, rest.start + skip + length);
    (length > 0).then(|| Definition {
        label: label.to_owned(),
        target: target_range.of(text).to_owned(),
        range: line,
        target_range,
    })
}

#[cfg(test)]
mod tests {
    use super::super::tree_sitter;
    use super::*;

    fn both(text: &str) -> [Parse; 2] {
        let (tree, _) = tree_sitter::build_again(text, None, false).unwrap();
        [Parse::new(text.into()), Parse::piece(text, tree, Arc::default())]
    }

    fn shape(parse: &Parse) -> Vec<(BlockKind, &str)> {
        parse.tree().iter().map(|(_, block)| (block.kind, block.range.of(parse.text()))).collect()
    }

    #[test]
    fn both_builders_make_one_tree() {
        let texts = [
            "# A #\n\ntext\nmore\n\n- a\n- [x] b\n  1. c\n\n> q\n> r\n\n```rust\nx\n```\n",
            "# T\n\nSet\n===\n\n| a | b |\n|---|---|\n| 1 | 2 |\n\n<!-- c -->\n\n***\n",
            "a\r\n\r\n* b\r\n\r\n  c\r\n* d",
            "---\n\ntext",
            "> - a\n>\n>   b\n\n    code\n",
        ];
        for text in texts {
            let [bulk, incremental] = both(text);
            assert_eq!(shape(&bulk), shape(&incremental), "{text:?}");
        }
    }

    #[test]
    fn contents_come_without_markers() {
        let text = "# A `b` ##\n\nC\nd\n---\n\n#\n\n~~~\nx\ny\n~~~\n";
        for parse in both(text) {
            let contents: Vec<_> = parse.tree().iter().map(|(_, block)| parse.content(block).of(text)).collect();
            assert_eq!(contents, ["A `b`", "C\nd", "", "x\ny\n"]);
        }
    }

    #[test]
    fn definitions_are_found_used_or_not() {
        let text = "para\n\n[a]: b.md \"t\"\n[c d]: <e f.md>\n\n```\n[x]: y\n```\n- item\n\n  [g]: h\n";
        for parse in both(text) {
            let targets: Vec<_> = parse.definitions().iter().map(|d| (d.label.as_str(), d.target.as_str())).collect();
            assert_eq!(targets, [("a", "b.md"), ("c d", "e f.md"), ("g", "h")]);
        }
    }
}
