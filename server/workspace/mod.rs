//! The one mutable thing, and its frozen view.
//!
//! One task owns the [`Workspace`] and tells it every [`Change`], in the order they came. Whoever wants to know
//! something asks a [`Snapshot`], which never changes and costs nothing to take.

mod config;
mod config_schema;
mod config_text;
mod document;
mod index;
mod places;
mod progress;

pub use config::{CloseCall, Config, FileRule, HintConfig, KindConfig, Profile, RuleLevel};
pub use config_schema::config_schema;
pub use config_text::read_config;
pub use document::{Document, DocumentId, Force};
pub use index::{Index, Summary};

use crate::model::Surroundings;
use crate::text::{LineColumn, PositionEncoding, TextRange};
use std::collections::HashMap;
use std::sync::Arc;

/// Something that happened to a document.
#[derive(Clone, Debug)]
pub enum Change {
    /// It was opened with this text.
    Opened {
        /// Which.
        id: DocumentId,
        /// The version of the text.
        version: i32,
        /// The whole text.
        text: String,
        /// What lies around it.
        around: Surroundings,
        /// What is in force for it.
        force: Force,
    },
    /// It was edited; the edits follow one another.
    Edited {
        /// Which.
        id: DocumentId,
        /// The version after all edits.
        version: i32,
        /// What was done.
        edits: Vec<Edit>,
    },
    /// It was closed.
    Closed {
        /// Which.
        id: DocumentId,
    },
}

/// One edit of an open document.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Edit {
    /// What goes; `None` for everything.
    pub range: Option<(LineColumn, LineColumn)>,
    /// What comes.
    pub text: String,
}

/// The open documents, and what is known of the files around.
#[derive(Debug, Default)]
pub struct Workspace {
    documents: Arc<HashMap<DocumentId, Arc<Document>>>,
    index: Arc<Index>,
    encoding: PositionEncoding,
}

/// A frozen view of a [`Workspace`].
#[derive(Clone, Debug)]
pub struct Snapshot {
    documents: Arc<HashMap<DocumentId, Arc<Document>>>,
    index: Arc<Index>,
}

/// A place in a document.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FilePosition {
    /// The document.
    pub id: DocumentId,
    /// The byte.
    pub offset: usize,
}

/// A range in a document.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct FileRange {
    /// The document.
    pub id: DocumentId,
    /// The bytes.
    pub range: TextRange,
}

impl Workspace {
    /// Says what the columns of edits count.
    pub fn set_encoding(&mut self, encoding: PositionEncoding) {
        self.encoding = encoding;
    }

    /// What the columns of edits count.
    #[must_use]
    pub const fn encoding(&self) -> PositionEncoding {
        self.encoding
    }

    /// Puts something else in force for each open document: what `force_of` says of it, and what lies around it now. The
    /// documents are read anew when they are next asked for.
    pub fn configure(&mut self, mut force_of: impl FnMut(&Document) -> (Force, Surroundings)) {
        let fresh = self.documents.iter().map(|(id, document)| {
            let (force, around) = force_of(document);
            (id.clone(), Arc::new(document.under(force, around)))
        });
        self.documents = Arc::new(fresh.collect());
    }

    /// Does one change. An edit of a document that is not open does nothing.
    pub fn apply(&mut self, change: Change) {
        let documents = Arc::make_mut(&mut self.documents);
        match change {
            Change::Opened { id, version, text, around, force } => {
                documents.insert(id.clone(), Arc::new(Document::open(id, version, &text, around, force)));
            }
            Change::Edited { id, version, edits } => {
                if let Some(document) = documents.get_mut(&id) {
                    let edited = document.edited(version, &edits, self.encoding);
                    std::mem::replace(document, Arc::new(edited)).supersede();
                }
            }
            Change::Closed { id } => {
                documents.remove(&id);
            }
        }
    }

    /// The view of this moment.
    #[must_use]
    pub fn snapshot(&self) -> Snapshot {
        Snapshot { documents: Arc::clone(&self.documents), index: Arc::clone(&self.index) }
    }
}

impl Snapshot {
    /// An open document.
    #[must_use]
    pub fn document(&self, id: &DocumentId) -> Option<&Arc<Document>> {
        self.documents.get(id)
    }

    /// Every open document, in no order.
    pub fn documents(&self) -> impl Iterator<Item = &Arc<Document>> {
        self.documents.values()
    }

    /// What is known of the files around.
    #[must_use]
    pub fn index(&self) -> &Index {
        &self.index
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_edit_supersedes_the_version_that_others_may_still_look_at() {
        let mut workspace = Workspace::default();
        let id = DocumentId::new("a");
        let (around, force) = (Surroundings::default(), Force::default());
        workspace.apply(Change::Opened { id: id.clone(), version: 1, text: "a".to_owned(), around, force });
        let before = workspace.snapshot();
        let is_superseded = |snapshot: &Snapshot| snapshot.document(&id).is_some_and(|one| one.is_superseded());
        assert!(!is_superseded(&before));
        let edits = vec![Edit { range: None, text: "b".to_owned() }];
        workspace.apply(Change::Edited { id: id.clone(), version: 2, edits });
        assert!(is_superseded(&before) && !is_superseded(&workspace.snapshot()));
    }
}
