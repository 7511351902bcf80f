//! The server: one method a message. What changes the workspace, and the snapshot of a request, happen before the first
//! await; the transport polls every handler once in the order of the wire.

use super::projects::{Belongs, Projects};
use super::publish::Publisher;
use super::settings::{self, Told};
use super::support::Support;
use super::{Outbox, from_proto, to_proto, uri};
use crate::model::Surroundings;
use crate::text::TextRange;
use crate::workspace::{Change, Document, DocumentId, FilePosition, Force, Snapshot, Workspace};
use crate::{host, ide};
use std::collections::hash_map::DefaultHasher;
use std::hash::{Hash, Hasher};
use std::path::PathBuf;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use tokio::sync::Semaphore;
use tower_lsp::gen_lsp_types::{
    CodeActionParams, CodeActionResponse, CodeLens, CodeLensParams, CompletionParams, CompletionResponse,
    DefinitionParams, DefinitionResponse, DidChangeTextDocumentParams, DidChangeWatchedFilesParams,
    DidChangeWorkspaceFoldersParams, DidCloseTextDocumentParams, DidOpenTextDocumentParams, DidSaveTextDocumentParams,
    DocumentDiagnosticParams, DocumentDiagnosticReport, DocumentHighlight, DocumentHighlightParams,
    DocumentSymbolParams, DocumentSymbolResponse, FullDocumentDiagnosticReport, Hover, HoverParams, InitializeParams,
    InitializeResult, InitializedParams, InlayHint, InlayHintParams, Location, MessageType, Position,
    PrepareRenameResult, ReferenceParams, Registration, RelatedFullDocumentDiagnosticReport,
    RelatedUnchangedDocumentDiagnosticReport, RenameParams, ServerInfo, TextDocumentPositionParams,
    UnchangedDocumentDiagnosticReport, Uri, WorkspaceEdit, WorkspaceFolders,
};
use tower_lsp::jsonrpc::{Error, Result};
use tower_lsp::{Client, LanguageServer};

/// The server of one client.
#[derive(Debug)]
pub struct Server {
    client: Client,
    pub(super) shared: Arc<Shared>,
}

/// What the server and its publisher share.
#[derive(Debug)]
pub(super) struct Shared {
    pub(super) outbox: Outbox,
    pub(super) publisher: Publisher,
    state: Mutex<State>,
    turns: Arc<Semaphore>,
}

/// As many requests are worked on at once; the others wait their turn. A burst must not start a thread for each.
pub(super) const TURNS: usize = 16;

#[derive(Debug, Default)]
pub(super) struct State {
    pub(super) workspace: Workspace,
    /// The settings that somebody is editing: texts, and no documents.
    pub(super) settings: Workspace,
    /// What was said of settings.
    pub(super) told: Told,
    pub(super) support: Arc<Support>,
    pub(super) projects: Projects,
}

impl Shared {
    /// The state; nobody awaits while holding it.
    pub(super) fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// What a request about the document at `uri` looks at if it looks now.
    fn view(&self, uri: &Uri) -> View {
        let state = self.state();
        View { snapshot: state.workspace.snapshot(), support: Arc::clone(&state.support), id: DocumentId::new(&uri.0) }
    }

    /// Runs `work` where it blocks nobody, when it is its turn. Its panic is the request's error.
    pub(super) async fn compute<T: Send + 'static>(&self, work: impl FnOnce() -> T + Send + 'static) -> Result<T> {
        let turn = Arc::clone(&self.turns).acquire_owned().await.map_err(|_| Error::internal_error())?;
        let work = move || {
            let _turn = turn; // until the work is done, also when nobody waits for it any more
            work()
        };
        tokio::task::spawn_blocking(work).await.map_err(|_| Error::internal_error())
    }
}

/// What a request looks at: the workspace as it was at the request's place in the order.
struct View {
    snapshot: Snapshot,
    support: Arc<Support>,
    id: DocumentId,
}

impl View {
    fn document(&self) -> Option<&Arc<Document>> {
        self.snapshot.document(&self.id)
    }
}

impl Server {
    pub(super) fn new(client: Client, outbox: Outbox) -> Self {
        let turns = Arc::new(Semaphore::new(TURNS));
        let shared = Shared { outbox, publisher: Publisher::default(), state: Mutex::default(), turns };
        Self { client, shared: Arc::new(shared) }
    }

    fn view(&self, uri: &Uri) -> View {
        self.shared.view(uri)
    }

    /// The view of a request about a place, and the place in bytes; `None` for a document that is not open.
    fn view_at(&self, uri: &Uri, position: Position) -> Option<(View, FilePosition)> {
        let view = self.view(uri);
        let document = view.document()?;
        let at = FilePosition { id: view.id.clone(), offset: from_proto::offset(&view.support, document, position) };
        Some((view, at))
    }

    /// A document's diagnostics are out of date: push them, unless the client asks for them itself.
    fn diagnose(&self, id: DocumentId) {
        let pulls = self.shared.state().support.pulls_diagnostics;
        if !pulls {
            self.shared.publisher.mark(id);
        }
    }

    /// Reads the settings of every project anew, and tells what is wrong with them. A broken configuration leaves the last
    /// good one in force.
    fn configure(&self) -> Option<String> {
        let complaint = {
            let mut state = self.shared.state();
            let State { workspace, projects, .. } = &mut *state;
            let mut complaint = projects.reread();
            workspace.configure(|document| {
                let (Belongs { force, around }, another) = projects.of(document.id().as_str());
                complaint = complaint.take().or(another);
                (force, around)
            });
            complaint
        };
        self.shared.tell_of_settings();
        complaint
    }

    /// Does a change of the settings at `path` that somebody is editing. They are in force once they are saved.
    fn edit_settings(&self, path: PathBuf, id: &DocumentId, change: Change) {
        {
            let mut state = self.shared.state();
            state.settings.apply(change);
            let text = state.settings.snapshot().document(id).map(|document| document.written());
            state.projects.edit(path, text);
            state.projects.of(id.as_str());
            state.projects.look_again();
        }
        self.shared.tell_of_settings();
    }

    async fn complain(&self, message: Option<String>) {
        if let Some(message) = message {
            self.client.show_message(MessageType::Warning, message).await;
        }
    }

    /// Every open document is to be read anew: the configuration is another.
    async fn refresh(&self) {
        let (ids, support) = {
            let state = self.shared.state();
            let snapshot = state.workspace.snapshot();
            (snapshot.documents().map(|document| document.id().clone()).collect::<Vec<_>>(), Arc::clone(&state.support))
        };
        for id in ids {
            self.diagnose(id);
        }
        if support.diagnostic_refresh {
            let _ = self.client.workspace_diagnostic_refresh().await;
        }
        if support.inlay_hint_refresh {
            let _ = self.client.inlay_hint_refresh().await;
        }
        if support.code_lens_refresh {
            let _ = self.client.code_lens_refresh().await;
        }
    }
}

impl LanguageServer for Server {
    async fn initialize(&self, params: InitializeParams) -> Result<InitializeResult> {
        let support = Arc::new(Support::new(&params.capabilities));
        {
            let mut state = self.shared.state();
            state.projects.set_roots(roots(&params));
            state.workspace.set_encoding(support.encoding);
            state.settings.set_encoding(support.encoding);
            state.support = Arc::clone(&support);
        }
        Publisher::start(Arc::clone(&self.shared));
        let version = env!("CARGO_PKG_VERSION").to_owned();
        let info = ServerInfo { name: env!("CARGO_PKG_NAME").to_owned(), version: Some(version) };
        Ok(InitializeResult { capabilities: support.answer(), server_info: Some(info) })
    }

    async fn initialized(&self, _: InitializedParams) {
        let watches = self.shared.state().support.watches_files;
        if watches {
            let options = serde_json::json!({"watchers": [
                {"globPattern": format!("**/{}", host::CONFIG_FILE)},
                {"globPattern": format!("**/{}/*.toml", host::KINDS_FOLDER)},
            ]});
            let registration = Registration {
                id: "configuration".to_owned(),
                method: "workspace/didChangeWatchedFiles".to_owned(),
                register_options: serde_json::from_value(options).ok(),
            };
            let _ = self.client.register_capability(vec![registration]).await;
        }
    }

    async fn shutdown(&self) -> Result<()> {
        Ok(())
    }

    async fn did_open(&self, params: DidOpenTextDocumentParams) {
        let opened = params.text_document;
        let id = DocumentId::new(&opened.uri.0);
        let (version, text) = (opened.version, opened.text);
        if let Some(path) = settings::path_of(&id) {
            let (force, around) = (Force::default(), Surroundings::default());
            let change = Change::Opened { id: id.clone(), version, text, around, force };
            return self.edit_settings(path, &id, change);
        }
        let complaint = {
            let mut state = self.shared.state();
            let (Belongs { force, around }, complaint) = state.projects.of(id.as_str());
            state.workspace.apply(Change::Opened { id: id.clone(), version, text, around, force });
            complaint
        };
        self.shared.tell_of_settings();
        self.diagnose(id);
        self.complain(complaint).await;
    }

    async fn did_change(&self, params: DidChangeTextDocumentParams) {
        let id = DocumentId::new(&params.text_document.text_document_identifier.uri.0);
        let edits = params.content_changes.into_iter().map(from_proto::edit).collect();
        let version = params.text_document.version;
        let change = Change::Edited { id: id.clone(), version, edits };
        if let Some(path) = settings::path_of(&id) {
            return self.edit_settings(path, &id, change);
        }
        self.shared.state().workspace.apply(change);
        self.diagnose(id);
    }

    async fn did_save(&self, params: DidSaveTextDocumentParams) {
        if settings::path_of(&DocumentId::new(&params.text_document.uri.0)).is_some() {
            let complaint = self.configure();
            self.complain(complaint).await;
            self.refresh().await;
        }
    }

    async fn did_close(&self, params: DidCloseTextDocumentParams) {
        let id = DocumentId::new(&params.text_document.uri.0);
        let change = Change::Closed { id: id.clone() };
        if let Some(path) = settings::path_of(&id) {
            return self.edit_settings(path, &id, change);
        }
        self.shared.state().workspace.apply(change);
        self.diagnose(id);
    }

    async fn did_change_watched_files(&self, _: DidChangeWatchedFilesParams) {
        let complaint = self.configure();
        self.complain(complaint).await;
        self.refresh().await;
    }

    async fn did_change_workspace_folders(&self, params: DidChangeWorkspaceFoldersParams) {
        {
            let mut state = self.shared.state();
            let path = |uri: &Uri| uri::to_path(&uri.0);
            let gone: Vec<PathBuf> = params.event.removed.iter().filter_map(|folder| path(&folder.uri)).collect();
            let added = params.event.added.iter().filter_map(|folder| path(&folder.uri));
            state.projects.change_roots(&gone, added);
        }
        let complaint = self.configure();
        self.complain(complaint).await;
        self.refresh().await;
    }

    async fn hover(&self, params: HoverParams) -> Result<Option<Hover>> {
        let place = params.text_document_position_params;
        let Some((view, at)) = self.view_at(&place.text_document.uri, place.position) else { return Ok(None) };
        self.shared
            .compute(move || {
                let hover = ide::hover(&view.snapshot, &at)?;
                Some(to_proto::hover(&view.support, view.document()?, &hover))
            })
            .await
    }

    async fn completion(&self, params: CompletionParams) -> Result<Option<CompletionResponse>> {
        let place = params.text_document_position_params;
        let Some((view, at)) = self.view_at(&place.text_document.uri, place.position) else { return Ok(None) };
        self.shared
            .compute(move || {
                let items = ide::completion(&view.snapshot, &at, host::today());
                Some(to_proto::completion(&view.support, view.document()?, at.offset, &items))
            })
            .await
    }

    async fn document_symbol(&self, params: DocumentSymbolParams) -> Result<Option<DocumentSymbolResponse>> {
        let view = self.view(&params.text_document.uri);
        self.shared
            .compute(move || {
                let symbols = ide::document_symbol(&view.snapshot, &view.id);
                Some(to_proto::symbols(&view.support, view.document()?, &symbols))
            })
            .await
    }

    async fn code_action(&self, params: CodeActionParams) -> Result<Option<Vec<CodeActionResponse>>> {
        let view = self.view(&params.text_document.uri);
        self.shared
            .compute(move || {
                let document = view.document()?;
                let range: TextRange = from_proto::range(&view.support, document, params.range);
                let actions = ide::code_action(&view.snapshot, &view.id, range, host::today());
                Some(to_proto::code_actions(&view.support, &view.snapshot, &actions, &params.context))
            })
            .await
    }

    async fn document_highlight(&self, params: DocumentHighlightParams) -> Result<Option<Vec<DocumentHighlight>>> {
        let place = params.text_document_position_params;
        let Some((view, at)) = self.view_at(&place.text_document.uri, place.position) else { return Ok(None) };
        self.shared
            .compute(move || {
                let places = ide::document_highlight(&view.snapshot, &at);
                Some(to_proto::highlights(&view.support, view.document()?, &places))
            })
            .await
    }

    async fn goto_definition(&self, params: DefinitionParams) -> Result<Option<DefinitionResponse>> {
        let place = params.text_document_position_params;
        let Some((view, at)) = self.view_at(&place.text_document.uri, place.position) else { return Ok(None) };
        self.shared
            .compute(move || {
                let place = ide::definition(&view.snapshot, &at)?;
                let all = to_proto::locations(&view.support, view.document()?, &[place]);
                Some(DefinitionResponse::Definition(all.into_iter().next()?.into()))
            })
            .await
    }

    async fn references(&self, params: ReferenceParams) -> Result<Option<Vec<Location>>> {
        let place = params.text_document_position_params;
        let Some((view, at)) = self.view_at(&place.text_document.uri, place.position) else { return Ok(None) };
        self.shared
            .compute(move || {
                let mut places = ide::document_highlight(&view.snapshot, &at);
                if !params.context.include_declaration {
                    let first = ide::definition(&view.snapshot, &at);
                    places.retain(|place| Some(*place) != first);
                }
                Some(to_proto::locations(&view.support, view.document()?, &places))
            })
            .await
    }

    async fn prepare_rename(&self, params: TextDocumentPositionParams) -> Result<Option<PrepareRenameResult>> {
        let Some((view, at)) = self.view_at(&params.text_document.uri, params.position) else { return Ok(None) };
        self.shared
            .compute(move || {
                let target = ide::prepare_rename(&view.snapshot, &at)?;
                Some(to_proto::rename_target(&view.support, view.document()?, target))
            })
            .await
    }

    async fn rename(&self, params: RenameParams) -> Result<Option<WorkspaceEdit>> {
        let place = params.text_document_position_params;
        let Some((view, at)) = self.view_at(&place.text_document.uri, place.position) else { return Ok(None) };
        let renamed = self
            .shared
            .compute(move || {
                let renamed = ide::rename(&view.snapshot, &at, &params.new_name)?;
                Some(match renamed {
                    ide::Rename::Change(change) => Ok(to_proto::workspace_edit(&view.support, &view.snapshot, &change)),
                    ide::Rename::Refused(why) => Err(why),
                })
            })
            .await?;
        renamed.transpose().map_err(Error::invalid_params)
    }

    async fn inlay_hint(&self, params: InlayHintParams) -> Result<Option<Vec<InlayHint>>> {
        let view = self.view(&params.text_document.uri);
        self.shared
            .compute(move || {
                let document = view.document()?;
                let range: TextRange = from_proto::range(&view.support, document, params.range);
                let hints = ide::inlay_hint(&view.snapshot, &view.id, range);
                Some(to_proto::inlay_hints(&view.support, document, &hints))
            })
            .await
    }

    async fn code_lens(&self, params: CodeLensParams) -> Result<Option<Vec<CodeLens>>> {
        let view = self.view(&params.text_document.uri);
        self.shared
            .compute(move || {
                let lenses = ide::code_lens(&view.snapshot, &view.id);
                Some(to_proto::code_lenses(&view.support, view.document()?, &lenses))
            })
            .await
    }

    async fn diagnostic(&self, params: DocumentDiagnosticParams) -> Result<DocumentDiagnosticReport> {
        let shared = Arc::clone(&self.shared);
        self.shared
            .compute(move || {
                let items = latest_diagnostics(&shared, &params.text_document.uri);
                let result_id = fingerprint(&items);
                if params.previous_result_id.as_deref() == Some(result_id.as_str()) {
                    let unchanged = UnchangedDocumentDiagnosticReport { result_id };
                    return DocumentDiagnosticReport::from(RelatedUnchangedDocumentDiagnosticReport {
                        related_documents: None,
                        unchanged_document_diagnostic_report: unchanged,
                    });
                }
                let full = FullDocumentDiagnosticReport { result_id: Some(result_id), items };
                let report = RelatedFullDocumentDiagnosticReport {
                    related_documents: None,
                    full_document_diagnostic_report: full,
                };
                DocumentDiagnosticReport::from(report)
            })
            .await
    }
}

/// The diagnostics of the latest version of a document. The version is taken when the work begins, and anew when an
/// edit comes between: requests that waited while the text moved on share what is known of it, and nobody reads the
/// versions between.
fn latest_diagnostics(shared: &Shared, uri: &Uri) -> Vec<tower_lsp::gen_lsp_types::Diagnostic> {
    loop {
        let view = shared.view(uri);
        if let Some(path) = settings::path_of(&view.id) {
            return shared.state().of_settings(&path);
        }
        if let Some(found) = diagnostics(&view.snapshot, &view.support, &view.id) {
            return found;
        }
    }
}

/// The diagnostics of a document as the client takes them; none for one that is not open, and `None` where an edit came
/// between.
pub(super) fn diagnostics(
    snapshot: &Snapshot,
    support: &Support,
    id: &DocumentId,
) -> Option<Vec<tower_lsp::gen_lsp_types::Diagnostic>> {
    let Some(document) = snapshot.document(id) else { return Some(Vec::new()) };
    let found = ide::diagnostic(snapshot, id, host::today())?;
    Some(found.iter().map(|finding| to_proto::diagnostic(support, document, finding)).collect())
}

/// A short name for exactly these diagnostics.
fn fingerprint(items: &[tower_lsp::gen_lsp_types::Diagnostic]) -> String {
    let mut hasher = DefaultHasher::new();
    serde_json::to_string(items).unwrap_or_default().hash(&mut hasher);
    format!("{:016x}", hasher.finish())
}

/// The folders that the client works in.
fn roots(params: &InitializeParams) -> Vec<PathBuf> {
    let folders = match &params.workspace_folders_initialize_params.workspace_folders {
        Some(WorkspaceFolders::WorkspaceFolderList(folders)) => {
            folders.iter().map(|folder| folder.uri.clone()).collect()
        }
        _ => Vec::new(),
    };
    #[expect(deprecated, reason = "older clients name their only folder here")]
    let uris = if folders.is_empty() { params.root_uri.iter().cloned().collect() } else { folders };
    uris.iter().filter_map(|uri: &Uri| uri::to_path(&uri.0)).collect()
}
