//! Diagnostics are pushed or pulled, never both.

use crate::session::Session;
use serde_json::{Value, json};

const URI: &str = "file:///w/docs/adr/0001-cache.md";
const TEXT: &str = "# 1. Cache sessions\n\n## Status\n\nacepted\n\n## Context\n\nLogins wait for the database.\n";

async fn open(capabilities: Value) -> Session {
    let mut session = Session::start(capabilities).await;
    let opened = json!({"textDocument": {"uri": URI, "languageId": "markdown", "version": 7, "text": TEXT}});
    session.notify("textDocument/didOpen", opened).await;
    session
}

fn is_push(message: &Value) -> bool {
    message["method"] == "textDocument/publishDiagnostics"
}

fn tells_of_the_status(items: &Value) -> bool {
    items.as_array().unwrap().iter().any(|found| found["code"] == "invalid-status")
}

#[tokio::test]
async fn a_client_that_cannot_ask_is_told() {
    let mut session = open(json!({"textDocument": {"publishDiagnostics": {"versionSupport": true}}})).await;
    let pushed = session.until(is_push).await;
    assert_eq!(pushed["params"]["version"], 7);
    assert!(tells_of_the_status(&pushed["params"]["diagnostics"]), "{pushed:#}");
    session.notify("textDocument/didClose", json!({"textDocument": {"uri": URI}})).await;
    let cleared = session.until(is_push).await;
    assert_eq!(cleared["params"]["diagnostics"], json!([]));
    assert_eq!(session.end().await, 0);
}

#[tokio::test]
async fn a_client_that_asks_is_told_nothing_unasked() {
    let mut session = open(json!({"textDocument": {"diagnostic": {}, "publishDiagnostics": {}}})).await;
    let document = json!({"textDocument": {"uri": URI}});
    let report = session.request("textDocument/diagnostic", document.clone()).await;
    assert!(tells_of_the_status(&report["result"]["items"]), "{report:#}");
    let id = session.ask("textDocument/documentSymbol", document).await;
    let next = session.until(|message| is_push(message) || message["id"] == id).await;
    assert!(!is_push(&next), "{next:#}");
    assert_eq!(session.end().await, 0);
}
