//! What stands over the title of a document: how far it has come.

use crate::text::TextRange;
use crate::workspace::{DocumentId, Snapshot};

/// A line over a line of the text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CodeLens {
    /// What it stands over, in bytes, on one line.
    pub range: TextRange,
    /// What it says.
    pub title: String,
}

/// The lenses of the open document `id`. Ordinary Markdown, templates and documents of a silent kind have none.
#[must_use]
pub fn code_lens(snapshot: &Snapshot, id: &DocumentId) -> Vec<CodeLens> {
    let of_title = || {
        let document = snapshot.document(id)?;
        let is_told = !document.kind()?.spec.silent && !document.model().is_template;
        let title = document.model().metadata.title.as_ref().filter(|_| is_told && document.config().hints.progress)?;
        let end =
            title.range.of(document.text()).find(['\n', '\r']).map_or(title.range.end, |at| title.range.start + at);
        Some(CodeLens { range: TextRange::new(title.range.start, end), title: document.progress() })
    };
    of_title().into_iter().collect()
}
