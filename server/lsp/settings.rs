//! What is wrong in a project's settings, told in the files themselves: also in those that nobody has open.

use super::server::{Shared, State};
use super::support::Support;
use super::{to_proto, uri};
use crate::host::{self, WrongFile};
use crate::rules::of_settings;
use crate::text::LineIndex;
use crate::workspace::DocumentId;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use tower_lsp::gen_lsp_types::{Diagnostic, PublishDiagnosticsParams, Uri};

/// The diagnostics that were pushed, by URI.
pub(super) type Told = BTreeMap<String, Vec<Diagnostic>>;

/// The path of a file of settings; `None` for every other document.
pub(super) fn path_of(id: &DocumentId) -> Option<PathBuf> {
    uri::to_path(id.as_str()).filter(|path| host::is_settings(path))
}

impl Shared {
    /// Pushes what is wrong in settings, as far as the client does not know it yet, and takes back what is mended. A
    /// client that asks for diagnostics does so for the files that it has open.
    pub(super) fn tell_of_settings(&self) {
        let mut state = self.state();
        let found = state.found_in_settings();
        let gone = state.told.keys().filter(|uri| !found.contains_key(*uri)).map(|uri| (uri.clone(), Vec::new()));
        let new = found.iter().filter(|(uri, all)| state.told.get(*uri) != Some(*all));
        let news: Told = gone.chain(new.map(|(uri, all)| (uri.clone(), all.clone()))).collect();
        state.told = found;
        for (uri, diagnostics) in news {
            self.outbox.publish(PublishDiagnosticsParams { uri: Uri(uri), version: None, diagnostics });
        }
    }
}

impl State {
    /// What is wrong in the settings at `path`.
    pub(super) fn of_settings(&self, path: &Path) -> Vec<Diagnostic> {
        let wrong = self.projects.wrong().find(|(wrong, _)| wrong.path == path);
        wrong.map_or_else(Vec::new, |(wrong, is_kind)| diagnostics(&self.support, wrong, is_kind))
    }

    /// What is wrong in all settings that the client does not ask about itself.
    fn found_in_settings(&self) -> Told {
        let open: BTreeMap<PathBuf, String> = self
            .settings
            .snapshot()
            .documents()
            .filter_map(|document| Some((path_of(document.id())?, document.id().as_str().to_owned())))
            .collect();
        let asks = |path: &Path| self.support.pulls_diagnostics && open.contains_key(path);
        let wrong = self.projects.wrong().filter(|(wrong, _)| !asks(&wrong.path));
        wrong
            .map(|(wrong, is_kind)| {
                let uri = open.get(&wrong.path).cloned().unwrap_or_else(|| uri::of_path(&wrong.path));
                (uri, diagnostics(&self.support, wrong, is_kind))
            })
            .collect()
    }
}

fn diagnostics(support: &Support, wrong: &WrongFile, is_kind: bool) -> Vec<Diagnostic> {
    let lines = LineIndex::new(&wrong.text);
    let found = wrong.mistakes.iter().map(|mistake| of_settings(mistake, is_kind));
    found.map(|finding| to_proto::of_settings(support, &wrong.text, &lines, &finding)).collect()
}
