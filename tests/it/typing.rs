//! What an editor gets while somebody types a decision matrix, as far as it understands it.

use crate::session::Session;
use serde_json::{Value, json};

const URI: &str = "file:///w/docs/adr/0001-queue.md";
const HEAD: &str = "# Choose a queue\n\n## Context\n\nJobs get lost.\n\n## Options\n\n- Postgres\n- RabbitMQ\n\
                    - Do nothing\n\n## Evaluation Criteria\n\n";
const FIRST_LINE: usize = 14;

async fn open(table: &str, item: Value, edits: Value) -> Session {
    let text_document = json!({
        "codeAction": {"codeActionLiteralSupport": {"codeActionKind": {"valueSet": []}}},
        "completion": {"completionItem": item},
    });
    let workspace = json!({"workspaceEdit": edits});
    let mut session = Session::start(json!({"textDocument": text_document, "workspace": workspace})).await;
    let text = format!("{HEAD}{table}");
    let opened = json!({"textDocument": {"uri": URI, "languageId": "markdown", "version": 0, "text": text}});
    session.notify("textDocument/didOpen", opened).await;
    session
}

async fn offered(session: &mut Session, line: usize, character: usize) -> Vec<Value> {
    let at = json!({"textDocument": {"uri": URI}, "position": {"line": FIRST_LINE + line, "character": character}});
    session.request("textDocument/completion", at).await["result"]["items"].as_array().unwrap().clone()
}

async fn filling(session: &mut Session) -> Option<Value> {
    let at = json!({"line": FIRST_LINE + 2, "character": 3});
    let params =
        json!({"textDocument": {"uri": URI}, "range": {"start": at, "end": at}, "context": {"diagnostics": []}});
    let answer = session.request("textDocument/codeAction", params).await;
    let actions = answer["result"].as_array().unwrap().clone();
    actions.into_iter().find(|action| action["title"] == "Fill in the open cells")
}

#[tokio::test]
async fn a_column_comes_with_edits_of_the_other_lines() {
    let table = "| Criterion | Postgres | RabbitMQ |\n|---|---|---|\n| Cost | 4 | 3 |\n";
    let mut session = open(table, json!({"snippetSupport": true}), json!({})).await;
    let items = offered(&mut session, 0, 35).await;
    assert_eq!(items.len(), 1, "{items:#?}");
    assert_eq!(items[0]["textEdit"]["newText"], " Do nothing |");
    let place = |line: usize, character: usize| json!({"line": FIRST_LINE + line, "character": character});
    let at = |line, character| json!({"start": place(line, character), "end": place(line, character)});
    let expected = json!([
        {"range": at(1, 13), "newText": "---|"},
        {"range": at(2, 16), "newText": "  |"},
    ]);
    assert_eq!(items[0]["additionalTextEdits"], expected);
    assert_eq!(session.end().await, 0);
}

#[tokio::test]
async fn what_stands_behind_the_cursor_is_replaced_only_by_who_can() {
    let table = "| Criterion | Postgres | RabbitMQ | Do nothing |\n|---|---|---|---|\n| Complexity |  | 7 | |\n";
    for (item, is_offered) in [
        (json!({"snippetSupport": true, "insertReplaceSupport": true}), true),
        (json!({"snippetSupport": true}), false),
    ] {
        let mut session = open(table, item, json!({})).await;
        let items = offered(&mut session, 2, 15).await;
        let rest = items.iter().find(|item| item["detail"] == "the rest of the row");
        assert_eq!(
            rest.map(|item| item["textEdit"]["newText"].as_str().unwrap()),
            is_offered.then_some("$1 | 7 | $2 |")
        );
        assert!(items.iter().any(|item| item["label"] == "10"), "{items:#?}");
        assert_eq!(session.end().await, 0);
    }
}

#[tokio::test]
async fn open_cells_are_places_to_fill_in_where_the_client_knows_such() {
    let comparison = "| Criterion | Postgres | RabbitMQ |\n|---|---|---|\n| Cost | $4/month | |\n";
    let scoring = "| Criterion | Postgres | RabbitMQ |\n|---|---|---|\n| Cost | 4 | |\n";
    let places = json!({"documentChanges": true, "snippetEditSupport": true});
    for (table, edits, at, expected) in [
        (comparison, places.clone(), "/documentChanges/0/edits/0/snippet/value", Some("$1 ")),
        (comparison, json!({}), "/changes/file:~1~1~1w~1docs~1adr~10001-queue.md/0/newText", Some("[Quantified] ")),
        (scoring, places, "/documentChanges/0/edits/0/snippet/value", Some("$1 ")),
        (scoring, json!({"documentChanges": true}), "", None),
    ] {
        let mut session = open(table, json!({}), edits).await;
        let action = filling(&mut session).await;
        let text = action.as_ref().map(|action| action["edit"].pointer(at).unwrap().as_str().unwrap());
        assert_eq!(text, expected, "{action:#?}");
        assert_eq!(session.end().await, 0);
    }
}
