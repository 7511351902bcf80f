//! More at once than anyone can type, and clients that do not listen.

use super::client::{Client, at, has, of};
use serde_json::{Value, json};

const CANCELLED: i64 = -32800;
const URI: &str = "file:///w/docs/adr/0002-load.md";

/// A document that takes a while.
fn long() -> String {
    "# Long\n\nSome words of it, and [a link](x.md).\n\n## Risks\n\n- It may take long.\n\n".repeat(3_000)
}

/// A decision whose state is misspelt.
fn decision() -> String {
    format!(
        "# 2. Change 0000 of all\n\n## Status\n\nacepted\n\n## Context\n\n{}",
        "Words of no importance.\n".repeat(900)
    )
}

/// The change that writes a count of four digits into the title.
fn count(number: usize) -> Value {
    let range = json!({"start": {"line": 0, "character": 12}, "end": {"line": 0, "character": 16}});
    json!([{"range": range, "text": format!("{number:04}")}])
}

#[cfg(target_os = "linux")]
#[test]
fn a_client_that_stops_reading_and_sends_5000_changes_takes_no_memory() {
    for mut client in [Client::told(), Client::ready()] {
        client.open(URI, &decision());
        client.lives();
        let before = client.memory();
        client.stop_reading();
        let mut asked = Vec::new();
        for version in 1..=5_000 {
            client.change(URI, version, count(usize::try_from(version).unwrap()));
            if version % 50 == 0 {
                asked.push(client.ask("textDocument/documentSymbol", of(URI)));
                asked.push(client.ask("textDocument/diagnostic", of(URI)));
            }
        }
        client.settle();
        let grown = client.memory().saturating_sub(before);
        assert!(grown < 48 << 20, "it grew by {} MiB", grown >> 20);
        client.read_again();
        for id in asked {
            assert!(client.answer(id)["error"].is_null());
        }
        assert!(client.symbols(URI).to_string().contains("Change 5000"));
        client.lives();
        client.leave();
    }
}

#[test]
fn a_client_that_stopped_reading_is_told_the_latest_diagnostics() {
    let mut client = Client::told();
    client.open(URI, &decision());
    client.stop_reading();
    for version in 1..=500 {
        client.change(URI, version, count(usize::try_from(version).unwrap()));
    }
    client.read_again();
    let last = client.until("diagnostics of version 500", |message| {
        message["method"] == "textDocument/publishDiagnostics" && message["params"]["version"] == 500
    });
    assert!(has(&last["params"]["diagnostics"], "invalid-status"), "{last}");
    client.leave();
}

#[test]
fn two_hundred_requests_at_once_are_all_answered() {
    let mut client = Client::ready();
    client.open(URI, &decision());
    let methods = ["hover", "completion", "documentSymbol", "diagnostic"];
    let params = |place: usize| {
        let mut params = at(URI, place as u64, 3);
        params["context"] = json!({"diagnostics": [], "triggerKind": 1});
        params["range"] = json!({"start": {"line": 0, "character": 0}, "end": {"line": 9, "character": 0}});
        params
    };
    let methods = methods.into_iter().chain(["codeAction"]).cycle().take(200).enumerate();
    let asked: Vec<i64> =
        methods.map(|(place, method)| client.ask(&format!("textDocument/{method}"), params(place))).collect();
    for id in asked {
        let answer = client.answer(id);
        assert!(answer["error"].is_null(), "{answer}");
    }
    client.lives();
    client.leave();
}

#[test]
fn a_cancelled_request_is_answered_as_such() {
    let mut client = Client::ready();
    client.open(URI, &long());
    let asked: Vec<i64> = (0..8).map(|_| client.ask("textDocument/diagnostic", of(URI))).collect();
    for id in &asked {
        client.notify("$/cancelRequest", json!({"id": id}));
    }
    for id in asked {
        client.refused(id, CANCELLED);
    }
    client.lives();
    client.leave();
}

#[test]
fn cancelling_what_is_not_under_way_does_nothing() {
    let mut client = Client::ready();
    let id = client.ask("textDocument/hover", at("untitled:none", 0, 0));
    client.answer(id);
    for id in [json!(id), json!(4711), json!("strange"), json!(null), json!(-1), json!([1]), json!(1.5)] {
        client.notify("$/cancelRequest", json!({"id": id}));
        client.notify("$/cancelRequest", id);
        client.lives();
    }
    assert_eq!(client.unasked(), [Value::Null; 0]);
    client.leave();
}

#[test]
fn a_request_under_way_holds_no_other_up() {
    let mut client = Client::ready();
    client.open(URI, &long());
    let slow = client.ask("textDocument/diagnostic", of(URI));
    assert!(client.unasked().is_empty(), "the long document was first");
    assert!(client.answer(slow)["error"].is_null());
    client.leave();
}

#[test]
fn four_requests_under_way_hold_no_other_up() {
    let mut client = Client::ready();
    let slow: Vec<i64> = (0..4)
        .map(|name| {
            let uri = format!("file:///w/{name}.md");
            client.open(&uri, &long());
            client.ask("textDocument/documentSymbol", of(&uri))
        })
        .collect();
    assert!(client.unasked().is_empty(), "a long document was first");
    for id in slow {
        assert!(client.answer(id)["error"].is_null());
    }
    client.leave();
}

#[test]
fn requests_of_the_server_that_nobody_answers_hold_nothing_up() {
    let mut client = Client::able(json!({"workspace": {
        "diagnostics": {"refreshSupport": true}, "didChangeWatchedFiles": {"dynamicRegistration": true}}}));
    for _ in 0..4 {
        client.notify("workspace/didChangeWatchedFiles", json!({"changes": []}));
    }
    let asked: Vec<i64> = (0..150).map(|_| client.ask("textDocument/hover", at("untitled:none", 0, 0))).collect();
    for id in asked {
        assert!(client.answer(id)["error"].is_null());
    }
    let is_asked = |message: &Value| message["method"] == "workspace/diagnostic/refresh";
    for _ in 0..4 {
        let request = client.until("a request to ask again", is_asked);
        client.send(&json!({"jsonrpc": "2.0", "id": request["id"], "result": null}));
    }
    client.lives();
    client.leave();
}

#[cfg(target_os = "linux")]
#[test]
fn a_flood_of_rubbish_that_nobody_reads_the_answers_of_takes_no_memory() {
    let mut client = Client::ready();
    client.lives();
    let before = client.memory();
    client.stop_reading();
    for _ in 0..20_000 {
        client.body("{rubbish}");
    }
    client.settle();
    let grown = client.memory().saturating_sub(before);
    assert!(grown < 48 << 20, "it grew by {} MiB", grown >> 20);
    client.read_again();
    client.lives();
    client.leave();
}

#[cfg(target_os = "linux")]
#[test]
fn the_end_of_the_output_is_the_end() {
    let mut client = Client::ready();
    client.lives();
    client.close_output();
    client.ask("no/such", Value::Null);
    client.settle();
    client.ask("no/such", Value::Null);
    assert_eq!(client.ends(), Some(1));
}
