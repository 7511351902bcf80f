//! What is wrong in a document.

use crate::rules::{self, Diagnostic};
use crate::workspace::{DocumentId, Snapshot};
use jiff::civil::Date;

/// What the rules find in the open document `id`, in document order; `None` where an edit made the answer worthless
/// before it was there.
#[must_use]
pub fn diagnostic(snapshot: &Snapshot, id: &DocumentId, today: Date) -> Option<Vec<Diagnostic>> {
    let Some(document) = snapshot.document(id) else { return Some(Vec::new()) };
    let found = rules::find_while(document, today, || !document.is_superseded())?;
    Some(found.told.clone())
}
