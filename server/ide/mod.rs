//! What an editor shows: one function a feature, from a frozen workspace and a place in it to plain data.
//!
//! Each bears the name of the protocol's method and knows nothing else of the protocol: places are bytes, texts are
//! Markdown, and what cannot be answered is `None` or empty.

mod code_action;
mod code_lens;
mod completion;
mod diagnostic;
mod document_highlight;
mod document_symbol;
mod hover;
mod inlay_hint;
mod rename;

pub use code_action::{CodeAction, CodeActionKind, Mended, SourceChange, code_action};
pub use code_lens::{CodeLens, code_lens};
pub use completion::{CompletionEdit, CompletionItem, CompletionItemKind, completion};
pub use diagnostic::diagnostic;
pub use document_highlight::document_highlight;
pub use document_symbol::{DocumentSymbol, SymbolKind, document_symbol};
pub use hover::{Hover, hover};
pub use inlay_hint::{InlayHint, inlay_hint};
pub use rename::{Rename, RenameTarget, prepare_rename, rename};
