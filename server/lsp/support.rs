//! What the client can do, and what we say we can do for it.

use crate::text::PositionEncoding;
use tower_lsp::gen_lsp_types::{
    ClientCapabilities, CodeActionKind, CodeActionOptions, CodeActionProvider, CodeLensOptions, CompletionOptions,
    DefinitionProvider, DiagnosticOptions, DiagnosticProvider, DocumentHighlightProvider, DocumentSymbolProvider,
    HoverProvider, InlayHintProvider, MarkupKind, PositionEncodingKind, ReferencesProvider, RenameOptions,
    RenameProvider, Save, ServerCapabilities, TextDocumentSync, TextDocumentSyncKind, TextDocumentSyncOptions,
    WorkspaceFoldersServerCapabilities, WorkspaceOptions,
};

/// What the client can do, as far as we act on it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[expect(clippy::struct_excessive_bools, reason = "each is one independent capability of the protocol")]
pub(super) struct Support {
    /// What columns count.
    pub(super) encoding: PositionEncoding,
    /// It asks for diagnostics itself.
    pub(super) pulls_diagnostics: bool,
    /// It expands snippets.
    pub(super) snippets: bool,
    /// It shows Markdown in hovers.
    pub(super) hover_markdown: bool,
    /// It surely replaces what stands behind the cursor when a completion does: a client that offers to insert before it
    /// instead knows of both.
    pub(super) replaces_behind: bool,
    /// It shows Markdown beside completions.
    pub(super) completion_markdown: bool,
    /// It knows code actions, not only commands.
    pub(super) code_action_literals: bool,
    /// It knows which code action is preferred.
    pub(super) preferred_actions: bool,
    /// It takes edits with document versions.
    pub(super) document_changes: bool,
    /// It fills in places in edits that a code action brings.
    pub(super) snippet_edits: bool,
    /// It asks what can be renamed before it asks for a name.
    pub(super) prepares_rename: bool,
    /// It shows symbols as a tree.
    pub(super) symbol_tree: bool,
    /// It shows places that belong to a diagnostic.
    pub(super) related_information: bool,
    /// It follows a diagnostic's link.
    pub(super) code_description: bool,
    /// It takes the version with pushed diagnostics.
    pub(super) diagnostic_versions: bool,
    /// It watches files when asked.
    pub(super) watches_files: bool,
    /// It asks again for diagnostics when told to.
    pub(super) diagnostic_refresh: bool,
    /// It shows hints in the text.
    pub(super) inlay_hints: bool,
    /// It asks again for them when told to.
    pub(super) inlay_hint_refresh: bool,
    /// It shows lenses over lines.
    pub(super) code_lenses: bool,
    /// It asks again for them when told to.
    pub(super) code_lens_refresh: bool,
}

impl Support {
    /// Reads the client's capabilities.
    pub(super) fn new(client: &ClientCapabilities) -> Self {
        let text = client.text_document.as_ref();
        let workspace = client.workspace.as_ref();
        let item = text.and_then(|text| text.completion.as_ref()?.completion_item.as_ref());
        let action = text.and_then(|text| text.code_action.as_ref());
        let pushed = text.and_then(|text| text.publish_diagnostics.as_ref());
        let pulled = text.and_then(|text| text.diagnostic.as_ref());
        let diagnostic = pulled.map(|pulled| &pulled.diagnostics_capabilities);
        let diagnostic = diagnostic.or_else(|| pushed.map(|pushed| &pushed.diagnostics_capabilities));
        let markdown =
            |formats: Option<&Vec<MarkupKind>>| formats.is_some_and(|all| all.contains(&MarkupKind::Markdown));
        Self {
            encoding: encoding(client),
            pulls_diagnostics: pulled.is_some(),
            snippets: item.is_some_and(|item| item.snippet_support == Some(true)),
            replaces_behind: item.is_some_and(|item| item.insert_replace_support == Some(true)),
            hover_markdown: markdown(text.and_then(|text| text.hover.as_ref()?.content_format.as_ref())),
            completion_markdown: markdown(item.and_then(|item| item.documentation_format.as_ref())),
            code_action_literals: action.is_some_and(|action| action.code_action_literal_support.is_some()),
            preferred_actions: action.is_some_and(|action| action.is_preferred_support == Some(true)),
            document_changes: workspace
                .and_then(|workspace| workspace.workspace_edit.as_ref()?.document_changes)
                .unwrap_or(false),
            snippet_edits: workspace
                .and_then(|workspace| workspace.workspace_edit.as_ref()?.snippet_edit_support)
                .unwrap_or(false),
            prepares_rename: text.and_then(|text| text.rename.as_ref()?.prepare_support).unwrap_or(false),
            symbol_tree: text
                .and_then(|text| text.document_symbol.as_ref()?.hierarchical_document_symbol_support)
                .unwrap_or(false),
            related_information: diagnostic.is_some_and(|found| found.related_information == Some(true)),
            code_description: diagnostic.is_some_and(|found| found.code_description_support == Some(true)),
            diagnostic_versions: pushed.is_some_and(|pushed| pushed.version_support == Some(true)),
            watches_files: workspace
                .and_then(|workspace| workspace.did_change_watched_files.as_ref()?.dynamic_registration)
                .unwrap_or(false),
            diagnostic_refresh: workspace
                .and_then(|workspace| workspace.diagnostics.as_ref()?.refresh_support)
                .unwrap_or(false),
            inlay_hints: text.is_some_and(|text| text.inlay_hint.is_some()),
            inlay_hint_refresh: workspace
                .and_then(|workspace| workspace.inlay_hint.as_ref()?.refresh_support)
                .unwrap_or(false),
            code_lenses: text.is_some_and(|text| text.code_lens.is_some()),
            code_lens_refresh: workspace
                .and_then(|workspace| workspace.code_lens.as_ref()?.refresh_support)
                .unwrap_or(false),
        }
    }

    /// What we say we can do for this client.
    pub(super) fn answer(&self) -> ServerCapabilities {
        let kinds = [CodeActionKind::QuickFix, CodeActionKind::Refactor];
        ServerCapabilities {
            position_encoding: Some(match self.encoding {
                PositionEncoding::Utf8 => PositionEncodingKind::UTF8,
                PositionEncoding::Utf16 => PositionEncodingKind::UTF16,
                PositionEncoding::Utf32 => PositionEncodingKind::UTF32,
            }),
            text_document_sync: Some(TextDocumentSync::Options(TextDocumentSyncOptions {
                open_close: Some(true),
                change: Some(TextDocumentSyncKind::Incremental),
                save: Some(Save::Bool(true)),
                ..TextDocumentSyncOptions::default()
            })),
            completion_provider: Some(CompletionOptions {
                trigger_characters: Some(["#", " ", "|", ":", "-"].map(str::to_owned).to_vec()),
                ..CompletionOptions::default()
            }),
            hover_provider: Some(HoverProvider::Bool(true)),
            document_symbol_provider: Some(DocumentSymbolProvider::Bool(true)),
            code_action_provider: self.code_action_literals.then(|| {
                CodeActionProvider::CodeActionOptions(CodeActionOptions {
                    code_action_kinds: Some(kinds.to_vec()),
                    ..CodeActionOptions::default()
                })
            }),
            definition_provider: Some(DefinitionProvider::Bool(true)),
            document_highlight_provider: Some(DocumentHighlightProvider::Bool(true)),
            references_provider: Some(ReferencesProvider::Bool(true)),
            rename_provider: Some(if self.prepares_rename {
                let prepare_provider = Some(true);
                RenameProvider::RenameOptions(RenameOptions { prepare_provider, ..RenameOptions::default() })
            } else {
                RenameProvider::Bool(true)
            }),
            diagnostic_provider: self.pulls_diagnostics.then(|| {
                DiagnosticProvider::DiagnosticOptions(DiagnosticOptions {
                    identifier: Some("staffwork".to_owned()),
                    inter_file_dependencies: true,
                    workspace_diagnostics: false,
                    ..DiagnosticOptions::default()
                })
            }),
            inlay_hint_provider: self.inlay_hints.then_some(InlayHintProvider::Bool(true)),
            code_lens_provider: self.code_lenses.then(CodeLensOptions::default),
            workspace: Some(WorkspaceOptions {
                workspace_folders: Some(WorkspaceFoldersServerCapabilities {
                    supported: Some(true),
                    change_notifications: Some(true.into()),
                }),
                ..WorkspaceOptions::default()
            }),
            ..ServerCapabilities::default()
        }
    }
}

/// UTF-8 where the client offers it, for it costs nothing; else UTF-16, which every client knows.
fn encoding(client: &ClientCapabilities) -> PositionEncoding {
    let offered = client.general.as_ref().and_then(|general| general.position_encodings.as_deref()).unwrap_or_default();
    match () {
        () if offered.contains(&PositionEncodingKind::UTF8) => PositionEncoding::Utf8,
        () if offered.is_empty() || offered.contains(&PositionEncodingKind::UTF16) => PositionEncoding::Utf16,
        () if offered.contains(&PositionEncodingKind::UTF32) => PositionEncoding::Utf32,
        () => PositionEncoding::Utf16,
    }
}
