//! Markdown as a small tree of blocks with exact byte ranges. Knows no kinds.
//!
//! Two builders make the same tree: the [`bulk`] one (pulldown-cmark) for texts that are read once or opened, and the
//! incremental one ([`tree_sitter`]) for the piece of an open document that is being edited. Where `CommonMark`
//! decides, its answer is the right one. The inline structure of a block is asked for when it is needed, from [`inline`].
//!
//! An open document is read in [`Piece`]s, and what is read of a piece alone is a [`Fact`]: an edit pays for the piece
//! that it falls in.

mod anchor;
mod block;
mod bulk;
mod facts;
mod fields;
mod front_matter;
mod grid;
mod html_table;
mod inline;
mod marks;
mod outline;
mod parse;
mod plain;
mod segments;
mod table;
mod tree_sitter;
mod typed_table;

pub use anchor::{anchors, heading_anchors, slug};
pub use block::{Block, BlockId, BlockKind, BlockTree};
pub use facts::{ByRange, Fact, Moved};
pub use fields::{Field, FieldCarrier, fields};
pub use front_matter::{Entry, FrontMatter, Scalar};
pub use grid::Grid;
pub use html_table::html_tables;
pub use inline::{Inline, Span, SpanKind};
pub use outline::{Outline, Section, SectionId, anchor, headings};
pub use parse::{Definition, Parse, Said};
pub use plain::{plain_text, without_comments};
pub use segments::{Kept, Piece, Segment};
pub use table::{Cell, Row, Table};
pub use typed_table::TypedTable;
