//! What an editor is offered: each action with the diagnostic it mends, and only of the kinds it asks for.

use crate::session::Session;
use serde_json::{Value, json};

const URI: &str = "file:///w/docs/adr/0001-ledger.md";
const TEXT: &str =
    "# Use Postgres for the ledger\n\n## Status\n\nAccepted\n\n## Context\n\nThe ledger outgrew its file.\n";

async fn open() -> Session {
    open_with(json!({})).await
}

/// A session in which the client edits as it says.
async fn open_with(edits: Value) -> Session {
    let text_document = json!({"codeAction": {"codeActionLiteralSupport": {"codeActionKind": {"valueSet": []}}},
        "diagnostic": {"codeDescriptionSupport": true}});
    let workspace = json!({"workspaceEdit": edits});
    let mut session = Session::start(json!({"textDocument": text_document, "workspace": workspace})).await;
    let opened = json!({"textDocument": {"uri": URI, "languageId": "markdown", "version": 0, "text": TEXT}});
    session.notify("textDocument/didOpen", opened).await;
    session
}

async fn diagnostics(session: &mut Session) -> Vec<Value> {
    let answer = session.request("textDocument/diagnostic", json!({"textDocument": {"uri": URI}})).await;
    answer["result"]["items"].as_array().unwrap().clone()
}

async fn actions(session: &mut Session, context: Value) -> Vec<Value> {
    let range = json!({"start": {"line": 0, "character": 0}, "end": {"line": 9, "character": 0}});
    let params = json!({"textDocument": {"uri": URI}, "range": range, "context": context});
    session.request("textDocument/codeAction", params).await["result"].as_array().unwrap().clone()
}

#[tokio::test]
async fn an_action_names_the_one_diagnostic_that_it_mends() {
    let mut session = open().await;
    let found = diagnostics(&mut session).await;
    let missing: Vec<&Value> = found.iter().filter(|found| found["code"] == "missing-section").collect();
    assert!(missing.len() > 1 && missing.iter().all(|found| found["range"] == missing[0]["range"]), "{found:#?}");
    let offered = actions(&mut session, json!({"diagnostics": found})).await;
    for finding in missing {
        let name = finding["message"].as_str().unwrap().split('`').nth(1).unwrap();
        let title = format!("Insert the section `{name}`");
        let action = offered.iter().find(|action| action["title"] == title).unwrap();
        assert_eq!(action["diagnostics"], json!([finding]));
    }
    assert_eq!(session.end().await, 0);
}

#[tokio::test]
async fn a_kind_that_is_asked_for_brings_what_lies_below_it_and_nothing_else() {
    let mut session = open().await;
    let found = diagnostics(&mut session).await;
    for (only, expected) in [
        (json!(["quickfix"]), vec!["quickfix"]),
        (json!(["refactor"]), vec!["refactor"]),
        (json!([""]), vec!["quickfix", "refactor"]),
        (json!(["refactor.rewrite"]), vec![]),
        (json!(["ref", "source"]), vec![]),
    ] {
        let offered = actions(&mut session, json!({"diagnostics": found, "only": only})).await;
        let mut kinds: Vec<&str> = offered.iter().map(|action| action["kind"].as_str().unwrap()).collect();
        kinds.sort_unstable();
        kinds.dedup();
        assert_eq!(kinds, expected, "{only}");
    }
    assert_eq!(session.end().await, 0);
}

#[tokio::test]
async fn a_rule_without_a_page_is_linked_to_none() {
    let mut session = open().await;
    let found = diagnostics(&mut session).await;
    assert!(!found.is_empty() && found.iter().all(|found| found.get("codeDescription").is_none()), "{found:#?}");
    assert_eq!(session.end().await, 0);
}

#[tokio::test]
async fn a_waiver_has_a_place_for_its_reason_where_the_client_fills_in_places() {
    let places = json!({"documentChanges": true, "snippetEditSupport": true});
    for (edits, at, expected) in [
        (places, "/documentChanges/0/edits/0/snippet/value", "${1:[why this is all right here]}"),
        (json!({"documentChanges": true}), "/documentChanges/0/edits/0/newText", "[why this is all right here]"),
        (json!({}), "/changes/file:~1~1~1w~1docs~1adr~10001-ledger.md/0/newText", "[why this is all right here]"),
    ] {
        let mut session = open_with(edits).await;
        let offered = actions(&mut session, json!({"diagnostics": []})).await;
        let waiver = offered.last().unwrap();
        assert_eq!(waiver["title"], "Waive missing-section here…");
        let text = format!("\n\n<!-- staffwork: allow missing-section -- {expected} -->");
        assert_eq!(waiver["edit"].pointer(at), Some(&json!(text)), "{waiver:#}");
        assert_eq!(session.end().await, 0);
    }
}
