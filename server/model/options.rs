//! The options that a document weighs.

use super::{Matrix, Metadata};
use crate::grammar::{Grammars, Kind, Slot};
use crate::syntax::{Outline, Parse};
use crate::text::TextRange;
use serde::Serialize;

/// What a document weighs, and what it takes.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Options {
    /// Whether they can be counted.
    pub state: OptionsState,
    /// Each option once, however often it is named.
    pub items: Vec<DecisionOption>,
    /// Whether one of the items is the proposal that the document makes itself.
    pub includes_proposal: bool,
    /// The option that is taken.
    pub chosen: Option<Choice>,
}

/// Whether options can be counted.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum OptionsState {
    /// They are named one by one.
    Counted,
    /// A section speaks of them in prose only.
    Prose,
    /// Their section is empty.
    Empty,
    /// There is no section of options.
    #[default]
    None,
}

/// An option.
#[derive(Clone, Debug, PartialEq)]
pub struct DecisionOption {
    /// As first written, without a lead-in such as `Option 2:`.
    pub name: String,
    /// Where it is first named.
    pub range: TextRange,
    /// Every place that names it, the first included.
    pub mentions: Vec<OptionMention>,
    /// Whether it is leaving things as they are.
    pub is_status_quo: bool,
}

/// A place that names an option.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OptionMention {
    /// What names it.
    pub source: OptionSource,
    /// As written there.
    pub name: String,
    /// Where the name stands.
    pub range: TextRange,
    /// Everything said of it there.
    pub body: TextRange,
}

/// What names an option.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum OptionSource {
    /// An item of a list.
    List,
    /// A heading of its own.
    Heading,
    /// A bold or lettered lead-in.
    LeadIn,
    /// A heading among the pros and cons.
    ProsAndCons,
    /// A column or a row of a matrix.
    Matrix,
    /// The choice.
    Chosen,
    /// The proposal itself.
    Proposal,
}

/// What is taken.
#[derive(Clone, Debug, PartialEq)]
pub struct Choice {
    /// As written.
    pub name: String,
    /// Where it stands.
    pub range: TextRange,
    /// The item it is, where it is one of them.
    pub option: Option<usize>,
}

/// Whether two names name one option.
#[must_use]
pub fn same_option(_grammars: &Grammars, one: &str, other: &str) -> bool {
    one == other
}

/// Reads the options of a document.
#[must_use]
pub(super) fn read(
    _grammars: &Grammars,
    _kind: &Kind,
    _parse: &Parse,
    _outline: &Outline,
    _sections: &[Slot],
    _matrices: &[Matrix],
    _metadata: &Metadata,
) -> Options {
    Options::default()
}
