//! An option with another name, wherever its document names it.

use super::SourceChange;
use crate::model::{NameFault, Renaming};
use crate::text::TextRange;
use crate::workspace::{FilePosition, Snapshot};

/// What can be renamed at a place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RenameTarget {
    /// Where the name stands.
    pub range: TextRange,
    /// The name as it is written there.
    pub name: String,
}

/// What comes of another name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Rename {
    /// The edits that write it.
    Change(SourceChange),
    /// Why it cannot be the name, in a sentence for a person.
    Refused(String),
}

/// The option's name under the cursor; nothing where none stands.
#[must_use]
pub fn prepare_rename(snapshot: &Snapshot, at: &FilePosition) -> Option<RenameTarget> {
    let document = snapshot.document(&at.id).filter(|document| document.kind().is_some())?;
    let (_, range) = document.model().option_at(document.grammars(), document.parse(), at.offset)?;
    Some(RenameTarget { range, name: range.of(document.text()).to_owned() })
}

/// Calls the option under the cursor `name`; nothing where none stands.
#[must_use]
pub fn rename(snapshot: &Snapshot, at: &FilePosition, name: &str) -> Option<Rename> {
    let document = snapshot.document(&at.id).filter(|document| document.kind().is_some())?;
    let (model, parse, grammars) = (document.model(), document.parse(), document.grammars());
    let named = model.option_at(grammars, parse, at.offset)?;
    Some(match model.renamed_option(grammars, parse, document.outline(), named, name) {
        Renaming::Edits(edits) => Rename::Change(SourceChange { edits: vec![(at.id.clone(), edits)], snippet: None }),
        Renaming::Refused(fault) => Rename::Refused(told(&fault)),
    })
}

fn told(fault: &NameFault) -> String {
    match fault {
        NameFault::Blank => "an option needs a name with a letter or a digit in it".to_owned(),
        NameFault::LineBreak => "the name of an option stands in one line".to_owned(),
        NameFault::LeadInOnly => "this is only a lead-in: write the name that stands behind it".to_owned(),
        NameFault::Taken(other) => format!("`{other}` is another option of this document"),
    }
}
