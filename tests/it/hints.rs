//! Hints in the text and lenses over lines, for clients that show them.

use crate::session::Session;
use serde_json::{Value, json};

const URI: &str = "file:///project/docs/adr/0001-queue.md";

const TEXT: &str = "# Choose a queue\n\n## Context\n\nJobs get lost.\n\n## Options\n\n- Postgres\n- RabbitMQ\n\n## Evaluation Criteria\n\n\
                    | Criterion | Postgres | RabbitMQ |\n|---|---|---|\n| Cost | 8 | 6 |\n| Speed 🚀 | 7 | 9 |\n| Risk | | 3 |\n";

async fn opened() -> Session {
    let capabilities =
        json!({"textDocument": {"inlayHint": {}, "codeLens": {}, "hover": {"contentFormat": ["markdown"]}}});
    let mut session = Session::start(capabilities).await;
    let document = json!({"uri": URI, "languageId": "markdown", "version": 1, "text": TEXT});
    session.notify("textDocument/didOpen", json!({"textDocument": document})).await;
    session
}

async fn hints(session: &mut Session, first: u32, last: u32) -> Vec<(String, u64, u64)> {
    let range = json!({"start": {"line": first, "character": 0}, "end": {"line": last, "character": 0}});
    let params = json!({"textDocument": {"uri": URI}, "range": range});
    let answer = session.request("textDocument/inlayHint", params).await;
    let hint = |hint: &Value| {
        let place = &hint["position"];
        let label = hint["label"].as_str().unwrap().to_owned();
        (label, place["line"].as_u64().unwrap(), place["character"].as_u64().unwrap())
    };
    answer["result"].as_array().unwrap().iter().map(hint).collect()
}

#[tokio::test]
async fn hints_stand_where_the_client_counts() {
    let mut session = opened().await;
    let cell = |words: &str, line, column| (words.to_owned(), line, column);
    let known = [cell("18", 13, 33), cell("open: Postgres", 17, 14)];
    assert_eq!(hints(&mut session, 0, 30).await, known, "no rank while a total is missing");
    let edit =
        json!({"range": {"start": {"line": 17, "character": 8}, "end": {"line": 17, "character": 8}}, "text": " 9"});
    let change = json!({"textDocument": {"uri": URI, "version": 2}, "contentChanges": [edit]});
    session.notify("textDocument/didChange", change).await;
    let totals = [cell("24 · #1", 13, 22), cell("18 · #2", 13, 33)];
    assert_eq!(hints(&mut session, 0, 30).await, totals);
    assert_eq!(hints(&mut session, 15, 30).await, [], "only where the client looks");
}

#[tokio::test]
async fn a_lens_over_the_title_tells_how_far_the_document_has_come() {
    let mut session = opened().await;
    let answer = session.request("textDocument/codeLens", json!({"textDocument": {"uri": URI}})).await;
    let lens = &answer["result"][0];
    assert_eq!(lens["range"], json!({"start": {"line": 0, "character": 2}, "end": {"line": 0, "character": 16}}));
    assert_eq!(lens["command"]["title"], "3/5 sections · 2 of 3 options · matrix 83 % · 0 placeholders");
    assert_eq!(lens["command"]["command"], "", "it only tells");
}
