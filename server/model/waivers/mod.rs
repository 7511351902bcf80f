//! Waivers: the findings that a document's author lives with, and why.
//!
//! `<!-- staffwork: allow few-options -- the only certified vendor -->` speaks for the next block, for a section where
//! that is its heading; `allow-file` speaks for the document, and so does front matter under `staffwork`.

mod comment;
mod edit;
mod front_matter;

pub use comment::{WaiverBegun, waiver_begun};
pub use edit::{WAIVER_PROMPT, waiving};

use crate::syntax::{Outline, Parse};
use crate::text::TextRange;

/// The name that a waiver begins with.
const OURS: &str = "staffwork";
/// What a waiver says that speaks for a place.
const ALLOW: &str = "allow";
/// What a comment says that speaks for the document.
const ALLOW_FILE: &str = "allow-file";

/// One waiver.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Waiver {
    /// The comment, or the entry of front matter.
    pub range: TextRange,
    /// What carries it.
    pub carrier: WaiverCarrier,
    /// The word that it begins with, where that is none that waives.
    pub unknown: Option<TextRange>,
    /// The rules that it names, in order.
    pub codes: Vec<WaivedCode>,
    /// Why, where it says so.
    pub reason: Option<String>,
    /// Words behind the rules that nothing sets apart: a reason that is taken for none.
    pub stray: Option<TextRange>,
    /// Where it speaks for findings.
    pub covers: TextRange,
}

/// What carries a waiver.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum WaiverCarrier {
    /// `<!-- staffwork: allow … -->`
    Comment,
    /// `staffwork: {allow: {…}}`
    FrontMatter,
}

/// A rule that a waiver names.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WaivedCode {
    /// As it is written.
    pub code: String,
    /// Where it stands.
    pub range: TextRange,
}

impl Waiver {
    /// Whether it speaks for a finding at `range`.
    #[must_use]
    pub fn is_about(&self, range: TextRange) -> bool {
        self.unknown.is_none() && (self.covers.contains_range(range) || self.covers.contains(range.start))
    }

    /// Where its rules stand, or what stands in their place.
    #[must_use]
    pub fn place(&self) -> TextRange {
        let codes = self.codes.iter().map(|code| code.range).reduce(TextRange::cover);
        self.unknown.or(codes).unwrap_or(self.range)
    }
}

/// The words that may stand where [`Waiver::unknown`] does.
#[must_use]
pub const fn waiver_words(carrier: WaiverCarrier) -> &'static [&'static str] {
    match carrier {
        WaiverCarrier::Comment => &[ALLOW, ALLOW_FILE],
        WaiverCarrier::FrontMatter => &[ALLOW],
    }
}

/// The waivers of a document in document order.
pub(super) fn read(parse: &Parse, outline: &Outline, labels: &[(TextRange, TextRange)]) -> Vec<Waiver> {
    let mut waivers = front_matter::read(parse);
    waivers.extend(comment::read(parse, outline, labels));
    waivers
}

/// A reason that somebody has written: the prompt for one is none.
fn reason(written: &str) -> Option<String> {
    let written = written.trim();
    let is_written = written.contains(char::is_alphanumeric) && written != WAIVER_PROMPT;
    is_written.then(|| written.split_whitespace().collect::<Vec<_>>().join(" "))
}
