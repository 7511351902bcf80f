//! Where the option under the cursor is first named: its item, its heading.

use crate::text::TextRange;
use crate::workspace::{FilePosition, Snapshot};

/// Where the option that is named at `at` is first named; nothing where none is.
#[must_use]
pub fn definition(snapshot: &Snapshot, at: &FilePosition) -> Option<TextRange> {
    let document = snapshot.document(&at.id).filter(|document| document.kind().is_some())?;
    let (model, parse) = (document.model(), document.parse());
    let (index, _) = model.option_at(document.grammars(), parse, at.offset)?;
    model.option_definition(document.grammars(), parse, index)
}
