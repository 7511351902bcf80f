//! What is known of the files of the workspace without keeping them: one summary a file.

use super::DocumentId;
use dashmap::DashMap;
use std::sync::Arc;

/// A file in short.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Summary {
    /// Its kind.
    pub kind: Option<String>,
    /// Its title.
    pub title: Option<String>,
    /// Its number, as written.
    pub number: Option<String>,
    /// Its status, normalised.
    pub status: Option<String>,
    /// The people its metadata names.
    pub people: Vec<String>,
}

/// The summaries of all files, filled from many threads. No guard of the map ever leaves this type.
#[derive(Debug, Default)]
pub struct Index {
    summaries: DashMap<DocumentId, Arc<Summary>>,
}

impl Index {
    /// What is known of a file.
    #[must_use]
    pub fn get(&self, id: &DocumentId) -> Option<Arc<Summary>> {
        self.summaries.get(id).map(|summary| Arc::clone(&summary))
    }

    /// Says what a file is now.
    pub fn set(&self, id: DocumentId, summary: Summary) {
        self.summaries.insert(id, Arc::new(summary));
    }

    /// Forgets a file.
    pub fn remove(&self, id: &DocumentId) {
        self.summaries.remove(id);
    }

    /// Every file in byte order of their names.
    #[must_use]
    pub fn all(&self) -> Vec<(DocumentId, Arc<Summary>)> {
        let mut all: Vec<_> =
            self.summaries.iter().map(|entry| (entry.key().clone(), Arc::clone(entry.value()))).collect();
        all.sort_by(|one, other| one.0.cmp(&other.0));
        all
    }
}
