//! From our words to the protocol's, as far as the client understands them.

use super::support::Support;
use crate::ide;
use crate::rules::{self, Severity};
use crate::syntax::plain_text;
use crate::text::{LineIndex, TextRange};
use crate::workspace::{Document, DocumentId, Snapshot};
use tower_lsp::gen_lsp_types::{
    BaseSymbolInformation, Code, CodeAction, CodeActionContext, CodeActionKind, CodeActionResponse, CodeDescription,
    CodeLens, Command, CompletionItem, CompletionItemKind, CompletionItemTextEdit, CompletionList, CompletionResponse,
    Diagnostic, DiagnosticRelatedInformation, DiagnosticSeverity, DocumentChange, DocumentHighlight,
    DocumentHighlightKind, DocumentSymbol, DocumentSymbolResponse, Edit, Hover, InlayHint, InsertTextFormat, Location,
    MarkupContent, MarkupKind, Message, OptionalVersionedTextDocumentIdentifier, Position, PrepareRenamePlaceholder,
    PrepareRenameResult, Range, SnippetTextEdit, StringValue, SymbolInformation, SymbolKind, TextDocumentEdit,
    TextDocumentIdentifier, TextEdit, Uri, WorkspaceEdit,
};

/// The name that findings go by in an editor.
const SOURCE: &str = "staffwork";

/// A range as the client counts.
pub(super) fn range(support: &Support, document: &Document, range: TextRange) -> Range {
    range_in(support, document.text(), document.parse().lines(), range)
}

fn range_in(support: &Support, text: &str, lines: &LineIndex, range: TextRange) -> Range {
    let place = |offset| {
        let found = lines.line_column(text, offset, support.encoding);
        Position { line: found.line as u32, character: found.column as u32 }
    };
    Range { start: place(range.start), end: place(range.end) }
}

/// A finding.
pub(super) fn diagnostic(support: &Support, document: &Document, finding: &rules::Diagnostic) -> Diagnostic {
    let related = finding.related.iter().map(|related| DiagnosticRelatedInformation {
        location: Location {
            uri: uri(related.document.as_ref().unwrap_or(document.id())),
            range: range(support, document, related.range),
        },
        message: related.message.clone(),
    });
    let related: Vec<_> = related.filter(|_| support.related_information).collect();
    let found = of_settings(support, document.text(), document.parse().lines(), finding);
    Diagnostic { related_information: (!related.is_empty()).then_some(related), ..found }
}

/// A finding in `text` that belongs to no other place.
pub(super) fn of_settings(support: &Support, text: &str, lines: &LineIndex, finding: &rules::Diagnostic) -> Diagnostic {
    let href = rules::rule(finding.code).filter(|_| support.code_description).and_then(rules::Rule::url).map(Uri);
    Diagnostic {
        range: range_in(support, text, lines, finding.range),
        severity: Some(match finding.severity {
            Severity::Error => DiagnosticSeverity::Error,
            Severity::Warning => DiagnosticSeverity::Warning,
            Severity::Info => DiagnosticSeverity::Information,
            Severity::Hint => DiagnosticSeverity::Hint,
        }),
        code: Some(Code::String(finding.code.to_owned())),
        code_description: href.map(|href| CodeDescription { href }),
        source: Some(SOURCE.to_owned()),
        message: Message::String(finding.message.clone()),
        tags: None,
        related_information: None,
        data: None,
    }
}

/// A hover.
pub(super) fn hover(support: &Support, document: &Document, hover: &ide::Hover) -> Hover {
    let contents = if support.hover_markdown { markdown(&hover.markdown) } else { plain(&hover.markdown) };
    let contents = contents.into();
    Hover { contents, range: Some(range(support, document, hover.range)) }
}

/// Hints in the text.
pub(super) fn inlay_hints(support: &Support, document: &Document, hints: &[ide::InlayHint]) -> Vec<InlayHint> {
    let hint = |hint: &ide::InlayHint| {
        let tooltip =
            |text: &String| if support.hover_markdown { markdown(text).into() } else { plain_text(text).into() };
        InlayHint {
            position: range(support, document, TextRange::empty(hint.offset)).start,
            label: hint.label.clone().into(),
            kind: None,
            text_edits: None,
            tooltip: hint.tooltip.as_ref().map(tooltip),
            padding_left: Some(true),
            padding_right: Some(true),
            data: None,
        }
    };
    hints.iter().map(hint).collect()
}

/// Lenses over lines. They only tell: their command does nothing.
pub(super) fn code_lenses(support: &Support, document: &Document, lenses: &[ide::CodeLens]) -> Vec<CodeLens> {
    let lens = |lens: &ide::CodeLens| CodeLens {
        range: range(support, document, lens.range),
        command: Some(Command { title: lens.title.clone(), ..Command::default() }),
        data: None,
    };
    lenses.iter().map(lens).collect()
}

/// What may be typed next at `cursor`. The list is whole: clients filter it themselves while the word grows.
pub(super) fn completion(
    support: &Support,
    document: &Document,
    cursor: usize,
    items: &[ide::CompletionItem],
) -> CompletionResponse {
    // Neovim inserts and leaves what stands behind the cursor
    let stays = |item: &&ide::CompletionItem| {
        let behind = TextRange::new(cursor, item.edit.range.end).of(document.text());
        support.replaces_behind || behind.trim().is_empty()
    };
    let items = items.iter().filter(stays).map(|item| completion_item(support, document, cursor, item)).collect();
    CompletionResponse::CompletionList(CompletionList {
        is_incomplete: false,
        item_defaults: None,
        apply_kind: None,
        items,
    })
}

fn completion_item(
    support: &Support,
    document: &Document,
    cursor: usize,
    item: &ide::CompletionItem,
) -> CompletionItem {
    let as_word = is_word(support, document, cursor, item);
    // Neovim takes an edit of plain text only up to its first blank.
    let has_blank = item.edit.text.contains(char::is_whitespace) && !as_word;
    let as_snippet = support.snippets && (item.is_snippet || has_blank);
    let new_text = if as_snippet { &item.edit.snippet } else { &item.edit.text };
    let format = if as_snippet { InsertTextFormat::Snippet } else { InsertTextFormat::PlainText };
    let elsewhere = item
        .elsewhere
        .iter()
        .map(|edit| TextEdit { range: range(support, document, edit.range), new_text: edit.text.clone() });
    CompletionItem {
        label: item.label.clone(),
        kind: Some(match item.kind {
            ide::CompletionItemKind::Section => CompletionItemKind::Module,
            ide::CompletionItemKind::Field => CompletionItemKind::Field,
            ide::CompletionItemKind::Value => CompletionItemKind::Value,
            ide::CompletionItemKind::Option => CompletionItemKind::EnumMember,
            ide::CompletionItemKind::Criterion => CompletionItemKind::Property,
            ide::CompletionItemKind::Template => CompletionItemKind::Snippet,
            ide::CompletionItemKind::Person => CompletionItemKind::Reference,
        }),
        detail: item.detail.clone(),
        documentation: item
            .documentation
            .as_ref()
            .map(|text| if support.completion_markdown { markdown(text).into() } else { plain_text(text).into() }),
        sort_text: Some(item.sort_text.clone()),
        filter_text: Some(item.filter_text.clone()),
        insert_text_format: Some(format),
        insert_text: as_word.then(|| new_text.clone()),
        text_edit: (!as_word).then(|| {
            let range = range(support, document, item.edit.range);
            CompletionItemTextEdit::TextEdit(TextEdit { range, new_text: new_text.clone() })
        }),
        additional_text_edits: (!item.elsewhere.is_empty()).then(|| elsewhere.collect()),
        ..CompletionItem::default()
    }
}

/// Places that say the same.
pub(super) fn highlights(support: &Support, document: &Document, places: &[TextRange]) -> Vec<DocumentHighlight> {
    let of = |place: &TextRange| DocumentHighlight {
        range: range(support, document, *place),
        kind: Some(DocumentHighlightKind::Text),
    };
    places.iter().map(of).collect()
}

/// Places in a document.
pub(super) fn locations(support: &Support, document: &Document, places: &[TextRange]) -> Vec<Location> {
    places.iter().map(|place| Location { uri: uri(document.id()), range: range(support, document, *place) }).collect()
}

/// What can be renamed.
pub(super) fn rename_target(support: &Support, document: &Document, target: ide::RenameTarget) -> PrepareRenameResult {
    PrepareRenameResult::PrepareRenamePlaceholder(PrepareRenamePlaceholder {
        range: range(support, document, target.range),
        placeholder: target.name,
    })
}

/// Whether plain text with blanks goes where any client's own idea of a word puts it. As a snippet it would end the one that
/// it is taken in, in clients that know no snippet within another: those that replace nothing behind the cursor.
fn is_word(support: &Support, document: &Document, cursor: usize, item: &ide::CompletionItem) -> bool {
    let typed = TextRange::new(item.edit.range.start, cursor).of(document.text());
    let is_line = !item.edit.text.contains(['\n', '\r']) && item.elsewhere.is_empty();
    let is_plain = !item.is_snippet && item.edit.text.contains(char::is_whitespace) && is_line;
    is_plain && !support.replaces_behind && typed.chars().all(char::is_alphanumeric)
}

/// The symbols of a document: a tree, or one after the other for clients that know no tree.
pub(super) fn symbols(
    support: &Support,
    document: &Document,
    symbols: &[ide::DocumentSymbol],
) -> DocumentSymbolResponse {
    if support.symbol_tree {
        let tree = symbols.iter().map(|symbol| document_symbol(support, document, symbol)).collect();
        return DocumentSymbolResponse::DocumentSymbolList(tree);
    }
    let mut flat = Vec::new();
    for symbol in symbols {
        flatten(support, document, symbol, None, &mut flat);
    }
    DocumentSymbolResponse::SymbolInformationList(flat)
}

fn document_symbol(support: &Support, document: &Document, symbol: &ide::DocumentSymbol) -> DocumentSymbol {
    let children: Vec<_> = symbol.children.iter().map(|child| document_symbol(support, document, child)).collect();
    let (own, name) = (range(support, document, symbol.range), range(support, document, symbol.selection_range));
    #[expect(deprecated, reason = "the field is part of the type")]
    DocumentSymbol {
        name: symbol.name.clone(),
        detail: symbol.detail.clone(),
        kind: symbol_kind(symbol.kind),
        tags: None,
        deprecated: None,
        range: own,
        selection_range: name,
        children: (!children.is_empty()).then_some(children),
    }
}

fn flatten(
    support: &Support,
    document: &Document,
    symbol: &ide::DocumentSymbol,
    container: Option<&str>,
    flat: &mut Vec<SymbolInformation>,
) {
    let location = Location { uri: uri(document.id()), range: range(support, document, symbol.range) };
    #[expect(deprecated, reason = "the field is part of the type")]
    flat.push(SymbolInformation {
        deprecated: None,
        location,
        base_symbol_information: BaseSymbolInformation {
            name: symbol.name.clone(),
            kind: symbol_kind(symbol.kind),
            tags: None,
            container_name: container.map(str::to_owned),
        },
    });
    for child in &symbol.children {
        flatten(support, document, child, Some(&symbol.name), flat);
    }
}

const fn symbol_kind(kind: ide::SymbolKind) -> SymbolKind {
    match kind {
        ide::SymbolKind::Title => SymbolKind::File,
        ide::SymbolKind::Section => SymbolKind::String,
        ide::SymbolKind::Option => SymbolKind::EnumMember,
        ide::SymbolKind::Criterion => SymbolKind::Property,
        ide::SymbolKind::Field => SymbolKind::Field,
    }
}

/// What can be done, of the kinds the client asked for, each with the client's own diagnostic that it mends.
pub(super) fn code_actions(
    support: &Support,
    snapshot: &Snapshot,
    actions: &[ide::CodeAction],
    context: &CodeActionContext,
) -> Vec<CodeActionResponse> {
    let wanted = |action: &&ide::CodeAction| {
        let kind = code_action_kind(action.kind);
        context.only.as_ref().is_none_or(|only| only.iter().any(|wanted| is_of(&kind, wanted)))
    };
    let knows_places = support.snippet_edits && support.document_changes;
    let changes = |action: &&ide::CodeAction| knows_places || changes_text(snapshot, &action.edit);
    let offered = actions.iter().filter(wanted).filter(changes);
    offered.map(|action| code_action(support, snapshot, action, context).into()).collect()
}

/// Whether a change leaves something else than what was there, places to fill in apart.
fn changes_text(snapshot: &Snapshot, change: &ide::SourceChange) -> bool {
    change.edits.iter().any(|(id, edits)| {
        let text = snapshot.document(id).map_or("", |document| document.text());
        edits.iter().any(|edit| edit.range.of(text) != edit.text)
    })
}

/// Whether `kind` is the one that is wanted or lies below it: `refactor.rewrite` is a `refactor`.
fn is_of(kind: &CodeActionKind, wanted: &CodeActionKind) -> bool {
    let (kind, wanted) = (String::from(kind.clone()), String::from(wanted.clone()));
    let below = kind.strip_prefix(&wanted);
    wanted.is_empty() || below.is_some_and(|rest| rest.is_empty() || rest.starts_with('.'))
}

fn code_action(
    support: &Support,
    snapshot: &Snapshot,
    action: &ide::CodeAction,
    context: &CodeActionContext,
) -> CodeAction {
    let document = action.edit.edits.first().and_then(|(id, _)| snapshot.document(id));
    let mends = action.fixes.as_ref().zip(document).map(|(finding, document)| {
        let place = range(support, document, finding.range);
        let code = Some(Code::String(finding.code.to_owned()));
        let message = Message::String(finding.message.clone());
        let same = |found: &&Diagnostic| found.range == place && found.code == code && found.message == message;
        context.diagnostics.iter().filter(same).cloned().collect::<Vec<_>>()
    });
    CodeAction {
        title: action.title.clone(),
        kind: Some(code_action_kind(action.kind)),
        diagnostics: mends.filter(|mends| !mends.is_empty()),
        is_preferred: (support.preferred_actions && action.is_preferred).then_some(true),
        edit: Some(workspace_edit(support, snapshot, &action.edit)),
        ..CodeAction::default()
    }
}

const fn code_action_kind(kind: ide::CodeActionKind) -> CodeActionKind {
    match kind {
        ide::CodeActionKind::QuickFix => CodeActionKind::QuickFix,
        ide::CodeActionKind::Refactor => CodeActionKind::Refactor,
    }
}

/// Edits of documents.
pub(super) fn workspace_edit(support: &Support, snapshot: &Snapshot, change: &ide::SourceChange) -> WorkspaceEdit {
    let edits = change.edits.iter().filter_map(|(id, edits)| {
        let document = snapshot.document(id)?;
        let edits = edits
            .iter()
            .map(|edit| TextEdit { range: range(support, document, edit.range), new_text: edit.text.clone() });
        Some((document, edits.collect::<Vec<_>>()))
    });
    let snippet = change.snippet.as_ref().filter(|_| support.snippet_edits);
    if !support.document_changes {
        let changes = edits.map(|(document, edits)| (uri(document.id()), edits)).collect();
        return WorkspaceEdit { changes: Some(changes), ..WorkspaceEdit::default() };
    }
    let changes = edits.map(|(document, edits)| {
        let text_document = OptionalVersionedTextDocumentIdentifier {
            version: document.version(),
            text_document_identifier: TextDocumentIdentifier { uri: uri(document.id()) },
        };
        DocumentChange::TextDocumentEdit(TextDocumentEdit {
            text_document,
            edits: edits.into_iter().map(|edit| with_places(edit, snippet)).collect(),
        })
    });
    WorkspaceEdit { document_changes: Some(changes.collect()), ..WorkspaceEdit::default() }
}

/// `edit` with the places to fill in of its snippet.
fn with_places(edit: TextEdit, snippet: Option<&String>) -> Edit {
    match snippet {
        Some(value) => {
            let snippet = StringValue { value: value.clone() };
            Edit::SnippetTextEdit(SnippetTextEdit { range: edit.range, snippet, annotation_id: None })
        }
        None => Edit::TextEdit(edit),
    }
}

fn uri(id: &DocumentId) -> Uri {
    Uri(id.as_str().to_owned())
}

fn plain(text: &str) -> MarkupContent {
    MarkupContent { kind: MarkupKind::PlainText, value: plain_text(text) }
}

fn markdown(text: &str) -> MarkupContent {
    MarkupContent { kind: MarkupKind::Markdown, value: text.to_owned() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn kinds_of_actions_lie_below_one_another() {
        let is_of = |kind: CodeActionKind, wanted: CodeActionKind| super::is_of(&kind, &wanted);
        assert!(is_of(CodeActionKind::RefactorRewrite, CodeActionKind::Refactor));
        assert!(is_of(CodeActionKind::Refactor, CodeActionKind::Refactor));
        assert!(is_of(CodeActionKind::QuickFix, CodeActionKind::Empty));
        assert!(!is_of(CodeActionKind::Refactor, CodeActionKind::RefactorRewrite));
        assert!(!is_of(CodeActionKind::Refactor, CodeActionKind::Source));
    }
}
