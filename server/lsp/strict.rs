//! What the protocol's types let pass although it is wrong.

use serde::Deserialize;
use serde_json::Value;
use tower_lsp::gen_lsp_types::Range;
use tower_lsp::jsonrpc::Request;

/// Whether this is a change of a document with a range that is none. By its type it would be a change without a range:
/// one that leaves nothing of the text but what it brings.
pub(super) fn is_broken_change(call: &Request) -> bool {
    let changes = || call.params()?.get("contentChanges")?.as_array();
    let is_broken = |range: &Value| !range.is_null() && Range::deserialize(range).is_err();
    call.method() == "textDocument/didChange"
        && changes().is_some_and(|changes| changes.iter().filter_map(|change| change.get("range")).any(is_broken))
}
