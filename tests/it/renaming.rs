//! An option is renamed over the wire: what can be asked for is announced, and what cannot be a name is an error.

use crate::session::Session;
use serde_json::{Value, json};

const URI: &str = "file:///w/docs/adr/0001-ledger.md";
const TEXT: &str = "# Keep the ledger\n\n## Context and Problem Statement\n\nIt outgrew its file 🚀.\n\n## Considered Options\n\n\
                    * 🚀 Postgres\n* MySQL\n* Do nothing\n\n## Decision Outcome\n\nChosen option: \"🚀 Postgres\", because we run it.\n";

async fn open(capabilities: Value) -> Session {
    let mut session = Session::start(capabilities).await;
    let opened = json!({"textDocument": {"uri": URI, "languageId": "markdown", "version": 3, "text": TEXT}});
    session.notify("textDocument/didOpen", opened).await;
    session
}

/// A place on the first option, behind a character that is two units of UTF-16.
fn place() -> Value {
    json!({"textDocument": {"uri": URI}, "position": {"line": 8, "character": 6}})
}

fn with(mut params: Value, key: &str, value: Value) -> Value {
    params[key] = value;
    params
}

fn range(line: u32, start: u32, end: u32) -> Value {
    json!({"start": {"line": line, "character": start}, "end": {"line": line, "character": end}})
}

#[tokio::test]
async fn an_option_is_renamed_in_its_versioned_document() {
    let mut session = open(json!({"workspace": {"workspaceEdit": {"documentChanges": true}}})).await;
    let target = session.request("textDocument/prepareRename", place()).await;
    assert_eq!(target["result"], json!({"range": range(8, 2, 13), "placeholder": "🚀 Postgres"}));
    let answer = session.request("textDocument/rename", with(place(), "newName", json!("Neon"))).await;
    let edit = |range: Value| json!({"range": range, "newText": "Neon"});
    let expected = json!({"documentChanges": [{
        "textDocument": {"uri": URI, "version": 3},
        "edits": [edit(range(8, 2, 13)), edit(range(14, 16, 27))],
    }]});
    assert_eq!(answer["result"], expected, "{answer:#}");
    assert_eq!(session.end().await, 0);
}

#[tokio::test]
async fn what_cannot_be_a_name_is_an_error_that_says_why() {
    let mut session = open(json!({})).await;
    for (name, why) in [
        ("", "an option needs a name with a letter or a digit in it"),
        ("a\nb", "the name of an option stands in one line"),
        ("mysql", "`MySQL` is another option of this document"),
    ] {
        let answer = session.request("textDocument/rename", with(place(), "newName", json!(name))).await;
        assert_eq!(
            (&answer["error"]["code"], &answer["error"]["message"]),
            (&json!(-32602), &json!(why)),
            "{answer:#}"
        );
    }
    let elsewhere = json!({"textDocument": {"uri": URI}, "position": {"line": 4, "character": 3}});
    let target = session.request("textDocument/prepareRename", elsewhere.clone()).await;
    let renamed = session.request("textDocument/rename", with(elsewhere, "newName", json!("Neon"))).await;
    assert_eq!((&target["result"], &renamed["result"]), (&Value::Null, &Value::Null));
    assert_eq!(session.end().await, 0);
}

#[tokio::test]
async fn the_same_places_are_highlighted_and_found() {
    let mut session = open(json!({})).await;
    let marked = session.request("textDocument/documentHighlight", place()).await;
    let (first, chosen) = (range(8, 2, 13), range(14, 16, 27));
    assert_eq!(marked["result"], json!([{"range": first, "kind": 1}, {"range": chosen, "kind": 1}]));
    for (declaration, expected) in [
        (true, json!([{"uri": URI, "range": first}, {"uri": URI, "range": chosen}])),
        (false, json!([{"uri": URI, "range": chosen}])),
    ] {
        let context = json!({"includeDeclaration": declaration});
        let found = session.request("textDocument/references", with(place(), "context", context)).await;
        assert_eq!(found["result"], expected);
    }
    assert_eq!(session.end().await, 0);
}
