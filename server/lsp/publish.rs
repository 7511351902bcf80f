//! Pushing diagnostics to clients that do not ask for them: always of the latest text, with its version.

use super::server::{Shared, diagnostics};
use crate::workspace::DocumentId;
use std::collections::BTreeSet;
use std::sync::{Arc, Mutex, PoisonError};
use tokio::sync::Notify;
use tower_lsp::gen_lsp_types::{PublishDiagnosticsParams, Uri};

/// The documents whose diagnostics are out of date.
#[derive(Debug, Default)]
pub(super) struct Publisher {
    marked: Mutex<BTreeSet<DocumentId>>,
    news: Notify,
}

impl Publisher {
    /// Says that a document's diagnostics are out of date.
    pub(super) fn mark(&self, id: DocumentId) {
        self.marked.lock().unwrap_or_else(PoisonError::into_inner).insert(id);
        self.news.notify_one();
    }

    /// Publishes what is marked, for as long as the server lives.
    pub(super) fn start(shared: Arc<Shared>) {
        tokio::spawn(async move {
            loop {
                shared.publisher.news.notified().await;
                while let Some(id) = shared.publisher.next() {
                    publish(&shared, id).await;
                }
            }
        });
    }

    fn next(&self) -> Option<DocumentId> {
        self.marked.lock().unwrap_or_else(PoisonError::into_inner).pop_first()
    }
}

/// Computes and publishes the diagnostics of one document. What is computed for a text that is no longer the latest is
/// given up: the edit that came between has marked the document again.
async fn publish(shared: &Arc<Shared>, id: DocumentId) {
    let (snapshot, support) = {
        let state = shared.state();
        (state.workspace.snapshot(), Arc::clone(&state.support))
    };
    let version = snapshot.document(&id).and_then(|document| document.version());
    let computed = tokio::task::spawn_blocking({
        let (id, support) = (id.clone(), Arc::clone(&support));
        move || diagnostics(&snapshot, &support, &id)
    });
    let Ok(Some(diagnostics)) = computed.await else { return };
    let latest = shared.state().workspace.snapshot().document(&id).and_then(|document| document.version());
    if latest == version {
        let version = version.filter(|_| support.diagnostic_versions);
        shared.outbox.publish(PublishDiagnosticsParams { uri: Uri(id.as_str().to_owned()), version, diagnostics });
    }
}
