//! Every place of a document that names the option under the cursor.

use crate::text::TextRange;
use crate::workspace::{FilePosition, Snapshot};

/// The places that name the option at `at`, in document order; none where no option is named.
#[must_use]
pub fn document_highlight(snapshot: &Snapshot, at: &FilePosition) -> Vec<TextRange> {
    let found = || {
        let document = snapshot.document(&at.id).filter(|document| document.kind().is_some())?;
        let (model, parse) = (document.model(), document.parse());
        let (index, _) = model.option_at(document.grammars(), parse, at.offset)?;
        Some(model.option_places(document.grammars(), parse, index))
    };
    found().unwrap_or_default()
}
