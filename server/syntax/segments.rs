//! A document in pieces that are parsed alone: what stands between two safe borders means the same whatever the rest
//! of the document says. An edit is paid for by the piece that it falls in.
//!
//! A border is safe before a heading at the beginning of a line, and, where a piece would get long, before a paragraph
//! or its like below a blank line, unless what stands above can go on (a list, indented code). When it is unsure there
//! is no border.

use super::block::{Block, BlockKind, BlockTree};
use super::parse::{Labels, Parse, labels};
use super::tree_sitter::Warm;
use super::{bulk, tree_sitter};
use crate::text::TextRange;
use std::collections::HashMap;
use std::hash::{BuildHasher, RandomState};
use std::ops::Range;
use std::sync::{Arc, LazyLock, Mutex, PoisonError};

/// Bytes: a piece that has so many is cut at the next border below a blank line.
const LONG: usize = 2 << 10;

/// About so many pieces a document has at most: whoever puts together what is known of them visits each.
const MOST_PIECES: usize = 256;

/// Bytes: a piece of a very long document has no more than so many before it is cut at the next heading.
const MOST_BEFORE_HEADING: usize = 4 << 10;

/// Bytes: what is larger is not worth the incremental parser, which takes longer for it than the bulk builder.
const MOST_INCREMENTAL: usize = 8 << 10;

/// From so many pieces on that an edit takes away, they are kept: what was swallowed by a fence comes back with its end.
const MANY: usize = 4;

/// Put behind a text to see whether what stands in it has come to its end.
pub(super) const SENTINEL: &str = "# a\n";

/// A piece of text between two borders, and what is known of it.
#[derive(Debug)]
pub struct Segment {
    parse: Parse,
    /// The incremental parser's tree, from the first edit of this piece on.
    warm: Mutex<Option<Warm>>,
    /// Whether whatever begins a line behind it begins a block: it ends with a blank line, and with nothing that goes on.
    is_closed: bool,
}

/// A segment and where it stands in its document.
#[derive(Clone, Debug)]
pub struct Piece {
    /// Its first byte.
    pub start: usize,
    /// How many blocks stand before it.
    pub first_block: usize,
    /// What it is.
    pub segment: Arc<Segment>,
}

/// The pieces of a document.
#[derive(Clone, Debug, Default)]
pub(super) struct Pieces {
    pub(super) list: Vec<Piece>,
    /// What references mean, wherever they stand.
    labels: Arc<Labels>,
    /// Pieces that the last large edit took away, by their text.
    gone: Arc<HashMap<u64, Arc<Segment>>>,
    /// Bytes: a shorter piece is not cut. As the length of the document at its opening asks for.
    least: usize,
}

/// What an edit left as it was: bytes at the beginning, and bytes at the end.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Kept {
    /// At the beginning.
    pub before: usize,
    /// At the end.
    pub behind: usize,
}

static HASHER: LazyLock<RandomState> = LazyLock::new(RandomState::new);

fn hash(text: &str) -> u64 {
    HASHER.hash_one(text)
}

impl Segment {
    fn new(parse: Parse, warm: Option<Warm>) -> Self {
        let is_closed = is_closed(parse.text(), parse.tree());
        Self { parse, warm: Mutex::new(warm), is_closed }
    }

    /// The piece as a text of its own.
    #[must_use]
    pub const fn parse(&self) -> &Parse {
        &self.parse
    }

    /// Whether the incremental parser has read it.
    #[must_use]
    pub fn is_incremental(&self) -> bool {
        self.warm.lock().unwrap_or_else(PoisonError::into_inner).is_some()
    }

    fn len(&self) -> usize {
        self.parse.text().len()
    }
}

impl Piece {
    fn end(&self) -> usize {
        self.start + self.segment.len()
    }
}

impl Pieces {
    /// The pieces of `text` from byte `from` on.
    pub(super) fn open(text: &str, from: usize) -> Self {
        let body = text.get(from..).unwrap_or("");
        let least = (text.len() / MOST_PIECES).min(MOST_BEFORE_HEADING);
        let none = Self { least, ..Self::default() };
        let built = none.cut(body, &bulk::build(body, 0), 0..0);
        none.with(from, 0..0, built).labelled()
    }

    /// The pieces of `text`, which is the text of these but for what lies between the bytes that were `kept`; `from` is
    /// where its front matter ends, and `length` how long it was.
    pub(super) fn edited(&self, text: &str, from: usize, length: usize, kept: Kept) -> Self {
        let damage = TextRange::new(kept.before, length - kept.behind);
        let old_from = self.list.first().map_or(length, |piece| piece.start);
        let moved = |old: usize| (old + text.len()).saturating_sub(length);
        if damage.end < old_from && moved(old_from) == from {
            return Self { list: placed(self.list.clone(), from), ..self.clone() };
        }
        if damage.start < old_from || old_from != from {
            let body = text.get(from..).unwrap_or("");
            let all = 0..self.list.len();
            let built = self.cut(body, &bulk::build(body, 0), all.clone());
            return self.with(from, all, built).labelled();
        }
        let mut first = self.list.partition_point(|piece| piece.end() < damage.start);
        let mut last = self.list.partition_point(|piece| piece.start <= damage.end);
        let mut more = 1;
        loop {
            let start = self.list.get(first).map_or(from, |piece| piece.start);
            let end = self.list.get(last).map_or(text.len(), |piece| moved(piece.start));
            let region = text.get(start..end).unwrap_or("");
            let before = first.checked_sub(1).and_then(|index| self.list.get(index));
            if before.is_some_and(|before| !begins_apart(&before.segment, region)) {
                first -= 1;
                continue;
            }
            let next = self.list.get(last);
            let Some(built) = self.built(region, first..last, next) else {
                last = (last + more).min(self.list.len());
                more *= 2;
                continue;
            };
            return self.with(from, first..last, built).labelled();
        }
    }

    /// The segments of `region`, which takes the place of those in `range`; `None` where it does not end before `next`.
    fn built(&self, region: &str, range: Range<usize>, next: Option<&Piece>) -> Option<Vec<Arc<Segment>>> {
        let only = (range.len() == 1).then(|| self.list.get(range.start)).flatten();
        if let Some(found) = only.and_then(|piece| incremental(&piece.segment, region, next, self.least)) {
            return Some(found);
        }
        let built = self.cut(region, &bulk_before(region, next)?, range);
        let is_apart = match (built.last(), next) {
            (Some(last), Some(next)) => begins_apart(last, next.segment.parse.text()),
            _ => true,
        };
        is_apart.then_some(built)
    }

    /// `text` cut at its borders; pieces that were in `range` before, or not long ago, with the same text, are kept.
    fn cut(&self, text: &str, tree: &BlockTree, range: Range<usize>) -> Vec<Arc<Segment>> {
        let known = self.known(range);
        let is_first = known.is_empty() && self.gone.is_empty();
        let again = |text: &str| {
            if is_first {
                return None;
            }
            let hash = hash(text);
            let found = known.get(&hash).or_else(|| self.gone.get(&hash))?;
            (found.parse.text() == text).then(|| Arc::clone(found))
        };
        let borders = borders(text, tree, self.least);
        let starts = std::iter::once(0).chain(borders.iter().copied());
        let ends = borders.iter().copied().chain(std::iter::once(text.len()));
        let segment = |(start, end): (usize, usize)| {
            let range = TextRange::new(start, end);
            let piece = range.of(text);
            again(piece).unwrap_or_else(|| {
                let parse = Parse::piece(piece, tree.cut(range), Arc::clone(&self.labels));
                Arc::new(Segment::new(parse, None))
            })
        };
        starts.zip(ends).filter(|(start, end)| start < end).map(segment).collect()
    }

    fn known(&self, range: Range<usize>) -> HashMap<u64, Arc<Segment>> {
        let pieces = self.list.get(range).unwrap_or(&[]).iter();
        pieces.map(|piece| (hash(piece.segment.parse.text()), Arc::clone(&piece.segment))).collect()
    }

    pub(super) const fn labels(&self) -> &Arc<Labels> {
        &self.labels
    }

    /// These pieces with `built` in the place of those in `range`.
    fn with(&self, from: usize, range: Range<usize>, built: Vec<Arc<Segment>>) -> Self {
        let swallows = range.len() > built.len() + MANY;
        let gone = if swallows { Arc::new(self.known(range.clone())) } else { Arc::clone(&self.gone) };
        let before = self.list.get(..range.start).unwrap_or(&[]).iter().cloned();
        let behind = self.list.get(range.end..).unwrap_or(&[]).iter().cloned();
        let built = built.into_iter().map(|segment| Piece { start: 0, first_block: 0, segment });
        let list = placed(before.chain(built).chain(behind).collect(), from);
        Self { list, labels: Arc::clone(&self.labels), gone, least: self.least }
    }

    /// The same pieces where references mean what the definitions say now. What was known of a piece that may refer to
    /// something is not known any more.
    fn labelled(self) -> Self {
        let labels = labels(self.list.iter().flat_map(|piece| piece.segment.parse.definitions()));
        if labels == *self.labels {
            return self;
        }
        let labels = Arc::new(labels);
        let list = self.list.iter().map(|piece| {
            if !piece.segment.parse.text().contains('[') {
                return piece.clone();
            }
            let warm = piece.segment.warm.lock().unwrap_or_else(PoisonError::into_inner).take();
            let parse = piece.segment.parse.with_labels(Arc::clone(&labels));
            Piece { segment: Arc::new(Segment::new(parse, warm)), ..*piece }
        });
        Self { list: list.collect(), labels, gone: Arc::default(), least: self.least }
    }
}

/// `pieces` one behind the other from byte `from` on.
fn placed(mut pieces: Vec<Piece>, from: usize) -> Vec<Piece> {
    let (mut start, mut first_block) = (from, 0);
    for piece in &mut pieces {
        (piece.start, piece.first_block) = (start, first_block);
        start += piece.segment.len();
        first_block += piece.segment.parse.tree().len();
    }
    pieces
}

/// `region` as the next version of `segment`, by the incremental parser; `None` where that is not sure to read it as
/// `CommonMark` does, where it takes too long, and where the piece does not end before `next`.
fn incremental(segment: &Segment, region: &str, next: Option<&Piece>, least: usize) -> Option<Vec<Arc<Segment>>> {
    if region.len() > MOST_INCREMENTAL || !tree_sitter::is_sure(region) {
        return None;
    }
    let warm = segment.warm.lock().unwrap_or_else(PoisonError::into_inner).take();
    let (tree, warm) = tree_sitter::build_again(region, warm, next.is_some())?;
    let borders = borders(region, &tree, least);
    let parse = Parse::piece(region, tree, Arc::clone(segment.parse.labels()));
    let only = Segment::new(parse, Some(warm));
    let is_apart = next.is_none_or(|next| begins_apart(&only, next.segment.parse.text()));
    (is_apart && borders.is_empty()).then(|| vec![Arc::new(only)])
}

/// The blocks of `region`; `None` where what stands in it goes on behind it.
fn bulk_before(region: &str, next: Option<&Piece>) -> Option<BlockTree> {
    if next.is_none() {
        return Some(bulk::build(region, 0));
    }
    let tree = bulk::build(&format!("{region}{SENTINEL}"), 0);
    before_sentinel(&tree, region.len())
}

/// What stands before the sentinel at `end`, where that is a heading of its own.
pub(super) fn before_sentinel(tree: &BlockTree, end: usize) -> Option<BlockTree> {
    let is_apart = tree.roots().last().is_some_and(|(_, block)| block.range.start == end);
    is_apart.then(|| tree.cut(TextRange::new(0, end)))
}

/// Where `text` can be cut, its beginning apart, so that each piece has so many bytes at `least`.
fn borders(text: &str, tree: &BlockTree, least: usize) -> Vec<usize> {
    let mut borders = Vec::new();
    let mut start = 0;
    let mut above: Option<&Block> = None;
    for (_, block) in tree.roots() {
        let at = block.range.start;
        let is_border = at > 0 && at - start >= least && begins_line(text, at) && {
            let rest = text.get(at..).unwrap_or("");
            begins_heading(rest) && matches!(block.kind, BlockKind::Heading { .. })
                || at - start >= LONG.max(2 * least)
                    && above.is_some_and(|above| !goes_on(above))
                    && is_below_blank(text, at)
        };
        if is_border {
            borders.push(at);
            start = at;
        }
        above = Some(block);
    }
    borders
}

/// Whether `text`, put behind `before`, begins a block of its own.
fn begins_apart(before: &Segment, text: &str) -> bool {
    begins_line(before.parse.text(), before.len())
        && (begins_heading(text) || before.is_closed && !text.is_empty() && !text.starts_with(char::is_whitespace))
}

/// `## …` at the very beginning.
fn begins_heading(text: &str) -> bool {
    let behind = text.trim_start_matches('#');
    (1..=6).contains(&(text.len() - behind.len())) && behind.starts_with([' ', '\t', '\n', '\r'])
}

fn begins_line(text: &str, at: usize) -> bool {
    at.checked_sub(1).and_then(|before| text.as_bytes().get(before)).is_some_and(|byte| matches!(byte, b'\n' | b'\r'))
}

/// Whether a blank line stands right before `at`, the beginning of a line.
fn is_below_blank(text: &str, at: usize) -> bool {
    let above = text.get(..at).unwrap_or("");
    let above = above.strip_suffix('\n').map_or(above, |rest| rest.strip_suffix('\r').unwrap_or(rest));
    let above = if above.len() == at { above.strip_suffix('\r').unwrap_or(above) } else { above };
    let line = above.rfind(['\n', '\r']).map_or(above, |end| above.get(end + 1..).unwrap_or(""));
    line.bytes().all(|byte| matches!(byte, b' ' | b'\t'))
}

/// Whether what stands below a blank line may still belong to `block`.
const fn goes_on(block: &Block) -> bool {
    matches!(block.kind, BlockKind::List { .. } | BlockKind::Code { fenced: false })
}

fn is_closed(text: &str, tree: &BlockTree) -> bool {
    let last = tree.roots().last();
    last.is_some_and(|(_, block)| !goes_on(block)) && begins_line(text, text.len()) && is_below_blank(text, text.len())
}
