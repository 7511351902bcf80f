//! Every answer belongs to its place in the order of the wire.

use crate::session::Session;
use serde_json::{Value, json};
use std::collections::HashMap;
use std::fmt::Write as _;

const URI: &str = "file:///w/docs/adr/0001-order.md";
const CHANGES: usize = 100_000;
const EACH: usize = 100;

/// A title that counts: after change `n` it says so.
fn title(count: usize) -> String {
    format!("# Change {count:06} of the ledger\n")
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_hundred_thousand_changes_and_a_thousand_requests() {
    let capabilities = json!({"textDocument": {"documentSymbol": {"hierarchicalDocumentSymbolSupport": true},
        "diagnostic": {}}});
    let mut session = Session::start(capabilities).await;
    let text = format!("{}\n## Context\n\nçé𝄞 and more.\n\n## Decision\n\nWe will.\n", title(0));
    let opened = json!({"textDocument": {"uri": URI, "languageId": "markdown", "version": 0, "text": text}});
    session.notify("textDocument/didOpen", opened).await;

    let mut asked: HashMap<i64, usize> = HashMap::new();
    let mut script = String::new();
    let mut id = 1000;
    let mut frame = |message: Value| {
        let body = message.to_string();
        let _ = write!(script, "Content-Length: {}\r\n\r\n{body}", body.len());
    };
    for count in 1..=CHANGES {
        // the six digits of the count, and nothing else
        let range = json!({"start": {"line": 0, "character": 9}, "end": {"line": 0, "character": 15}});
        frame(json!({"jsonrpc": "2.0", "method": "textDocument/didChange", "params": {
            "textDocument": {"uri": URI, "version": count},
            "contentChanges": [{"range": range, "text": format!("{count:06}")}]}}));
        if count % EACH == 0 {
            id += 1;
            asked.insert(id, count);
            frame(json!({"jsonrpc": "2.0", "id": id, "method": "textDocument/documentSymbol",
                "params": {"textDocument": {"uri": URI}}}));
        }
    }
    let answers = session.exchange(script.into_bytes(), asked.len()).await;
    assert_eq!(answers.len(), CHANGES / EACH);
    for answer in answers {
        let count = asked[&answer["id"].as_i64().expect("an id")];
        let words = answer["result"].to_string();
        assert!(words.contains(&format!("{count:06}")), "the answer at {count} is of another time: {words}");
    }
    assert_eq!(session.end().await, 0);
}
