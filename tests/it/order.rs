//! Every answer belongs to its place in the order of the wire.

use crate::session::Session;
use proptest::prelude::*;
use proptest::strategy::ValueTree;
use proptest::test_runner::{Config, RngAlgorithm, TestRng, TestRunner};
use serde_json::{Value, json};
use staffwork::text::{LineColumn, LineIndex, PositionEncoding, TextEdit, TextRange, apply};
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

/// A random edit of `text`: where, and what comes.
fn edit(runner: &mut TestRunner, text: &str) -> (TextRange, String) {
    let places: Vec<usize> = text.char_indices().map(|(at, _)| at).chain([text.len()]).collect();
    let pieces = ["", "a", "é", "𝄞", "\n", "\r\n", "\r", "# ", "- x\n", "|", "```\n", "\u{2028}", "text "];
    let strategy = (0..places.len(), 0..12_usize, 0..pieces.len());
    let (start, length, piece) = strategy.new_tree(runner).expect("a value").current();
    let end = (start + length).min(places.len() - 1);
    (TextRange::new(places[start], places[end]), pieces[piece].to_owned())
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn random_edits_leave_the_text_of_a_fresh_document() {
    for (name, encoding) in
        [("utf-8", PositionEncoding::Utf8), ("utf-16", PositionEncoding::Utf16), ("utf-32", PositionEncoding::Utf32)]
    {
        let capabilities = json!({"general": {"positionEncodings": [name]}, "textDocument": {"diagnostic": {}}});
        let mut session = Session::start(capabilities).await;
        let mut runner = TestRunner::new_with_rng(Config::default(), TestRng::deterministic_rng(RngAlgorithm::ChaCha));
        let mut text = "# Use Postgres\n\n## Context\n\nö𝄞x\r\n## Decision\rWe will.\n".to_owned();
        let opened = json!({"textDocument": {"uri": URI, "languageId": "markdown", "version": 0, "text": text}});
        session.notify("textDocument/didOpen", opened).await;
        for version in 1..=2_000 {
            let (range, insert) = edit(&mut runner, &text);
            let index = LineIndex::new(&text);
            let place = |offset| {
                let LineColumn { line, column } = index.line_column(&text, offset, encoding);
                json!({"line": line, "character": column})
            };
            let whole = index.offset(&text, index.line_column(&text, range.start, encoding), encoding) == range.start
                && index.offset(&text, index.line_column(&text, range.end, encoding), encoding) == range.end;
            if !whole {
                continue; // between \r and \n there is no position
            }
            let change = json!({"range": {"start": place(range.start), "end": place(range.end)}, "text": insert});
            text = apply(&text, &[TextEdit::replace(range, insert)]);
            session
                .notify(
                    "textDocument/didChange",
                    json!({"textDocument": {"uri": URI, "version": version}, "contentChanges": [change]}),
                )
                .await;
        }
        let fresh_uri = "file:///w/docs/adr/0001-fresh.md";
        let fresh = json!({"textDocument": {"uri": fresh_uri, "languageId": "markdown", "version": 0, "text": text}});
        session.notify("textDocument/didOpen", fresh).await;
        let ask = |uri: &str| json!({"textDocument": {"uri": uri}});
        let edited = session.request("textDocument/documentSymbol", ask(URI)).await;
        let opened = session.request("textDocument/documentSymbol", ask(fresh_uri)).await;
        assert_eq!(edited["result"].to_string().replace(URI, fresh_uri), opened["result"].to_string(), "{name}");
        let edited = session.request("textDocument/diagnostic", ask(URI)).await;
        let opened = session.request("textDocument/diagnostic", ask(fresh_uri)).await;
        assert_eq!(edited["result"]["items"], opened["result"]["items"], "{name}");
        assert_eq!(session.end().await, 0);
    }
}
