//! What is wrong in a document.

use crate::rules::{self, Diagnostic};
use crate::workspace::{DocumentId, Snapshot};
use jiff::civil::Date;

/// What the rules find in the open document `id`, in document order.
#[must_use]
pub fn diagnostic(snapshot: &Snapshot, id: &DocumentId, today: Date) -> Vec<Diagnostic> {
    snapshot.document(id).map(|document| rules::run(document, today)).unwrap_or_default()
}
