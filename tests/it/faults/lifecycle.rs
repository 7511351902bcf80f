//! Messages at the wrong time of a session, and all the ways in which it can end.

use super::client::{Client, at, of};
use serde_json::{Value, json};
#[cfg(unix)]
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

const NOT_INITIALIZED: i64 = -32002;
const INVALID_REQUEST: i64 = -32600;
const INVALID_PARAMS: i64 = -32602;

fn bare() -> Value {
    json!({"processId": null, "rootUri": null, "capabilities": {}})
}

/// A document that takes a while.
fn long() -> String {
    "# Long\n\nSome words of it, and [a link](x.md).\n\n## Risks\n\n- It may take long.\n\n".repeat(4_000)
}

#[test]
fn requests_before_initialize_are_refused() {
    let mut client = Client::start();
    for method in ["textDocument/hover", "shutdown", "no/such", "$/noSuch"] {
        let id = client.ask(method, at("untitled:a", 0, 0));
        client.refused(id, NOT_INITIALIZED);
    }
    client.begin(bare());
    client.lives();
    client.leave();
}

#[test]
fn notifications_before_initialize_are_dropped() {
    let mut client = Client::start();
    client.open("untitled:early", "# Early\n");
    client.notify("initialized", json!({}));
    client.notify("$/setTrace", json!({"value": "verbose"}));
    client.notify("initialize", bare());
    client.begin(bare());
    assert!(client.symbols("untitled:early").is_null(), "it was opened");
    client.lives();
    client.leave();
}

#[test]
fn a_wrong_initialize_is_refused_and_the_next_one_is_taken() {
    let mut client = Client::start();
    for params in
        [json!("rubbish"), json!([]), json!({"capabilities": 7}), json!({"processId": "x", "capabilities": {}})]
    {
        let id = client.ask("initialize", params);
        client.refused(id, INVALID_PARAMS);
    }
    client.begin(bare());
    client.lives();
    client.leave();
}

#[test]
fn a_second_initialize_is_refused() {
    let mut client = Client::ready();
    for _ in 0..3 {
        let id = client.ask("initialize", bare());
        client.refused(id, INVALID_REQUEST);
        client.lives();
    }
    client.leave();
}

#[test]
fn initialize_with_values_of_later_protocols_is_taken() {
    for params in [
        json!({"capabilities": {}}),
        json!({"capabilities": {"workspace": {"workspaceEdit": {"resourceOperations": ["create", "link"]}}}}),
        json!({"capabilities": {"workspace": {"workspaceEdit": {"failureHandling": "hope"}}}}),
        json!({"capabilities": {"textDocument": {"hover": {"contentFormat": ["markdown", "asciidoc"]}}}}),
        json!({"capabilities": {"textDocument": {"completion": {"completionItem": {"tagSupport": {"valueSet": [1, 99]}}}}}}),
        json!({"capabilities": {"textDocument": {"codeAction": {"codeActionLiteralSupport": {"codeActionKind": {"valueSet":
            ["quickfix", "wish"]}}}}}}),
        json!({"capabilities": {"general": {"positionEncodings": ["utf-64", "utf-16"]}}}),
        json!({"capabilities": {"future": {"all": [1, {}]}, "textDocument": {"future": true}}, "future": 1}),
        json!({"capabilities": {}, "trace": "compact"}),
        json!({"capabilities": {}, "rootUri": "file:///c:/a b/é", "rootPath": "c:\\a b\\é"}),
        json!({"capabilities": {}, "workspaceFolders": [{"uri": "file:///a b", "name": "é"}, {"uri": "rubbish", "name": ""}]}),
        json!({"capabilities": {}, "workspaceFolders": null, "clientInfo": {"name": "x"}, "locale": "xx-klingon"}),
        json!({"capabilities": {}, "initializationOptions": [1, "rubbish", {"rules": 7}], "workDoneToken": 7}),
    ] {
        let mut client = Client::start();
        client.begin(params);
        client.lives();
        client.leave();
    }
}

#[test]
fn requests_after_shutdown_are_refused() {
    let mut client = Client::ready();
    assert!(client.request("shutdown", Value::Null)["error"].is_null());
    for method in ["textDocument/hover", "shutdown", "initialize", "no/such", "$/noSuch"] {
        let id = client.ask(method, at("untitled:a", 0, 0));
        client.refused(id, INVALID_REQUEST);
    }
    client.open("untitled:late", "# Late\n");
    let id = client.ask("textDocument/documentSymbol", of("untitled:late"));
    client.refused(id, INVALID_REQUEST);
    client.notify("exit", Value::Null);
    assert_eq!(client.ends(), Some(0));
}

#[test]
fn shutdown_with_params_is_taken() {
    for params in [json!({}), json!([]), json!(null), json!("now")] {
        let mut client = Client::ready();
        assert!(client.request("shutdown", params)["error"].is_null());
        client.notify("exit", json!({"at": "once"}));
        assert_eq!(client.ends(), Some(0));
    }
}

#[test]
fn exit_before_initialize_is_code_1() {
    let mut client = Client::start();
    client.notify("exit", Value::Null);
    assert_eq!(client.ends(), Some(1));
}

#[test]
fn exit_right_behind_initialize_is_code_1() {
    let mut client = Client::start();
    client.ask("initialize", bare());
    client.notify("exit", Value::Null);
    assert_eq!(client.ends(), Some(1));
}

#[test]
fn exit_without_shutdown_is_code_1() {
    let mut client = Client::ready();
    client.lives();
    client.notify("exit", Value::Null);
    assert_eq!(client.ends(), Some(1));
}

#[test]
fn exit_after_a_shutdown_that_was_refused_is_code_1() {
    let mut client = Client::start();
    let id = client.ask("shutdown", Value::Null);
    client.refused(id, NOT_INITIALIZED);
    client.notify("exit", Value::Null);
    assert_eq!(client.ends(), Some(1));
}

#[test]
fn exit_after_shutdown_is_code_0_with_the_input_still_open() {
    let mut client = Client::ready();
    client.request("shutdown", Value::Null);
    client.notify("exit", Value::Null);
    assert_eq!(client.ends(), Some(0));
}

#[test]
fn exit_ends_at_once_while_requests_are_under_way() {
    let mut client = Client::ready();
    for name in 0..4 {
        let uri = format!("untitled:{name}");
        client.open(&uri, &long());
        client.ask("textDocument/diagnostic", of(&uri));
    }
    client.lives();
    let start = Instant::now();
    client.notify("exit", Value::Null);
    assert_eq!(client.ends(), Some(1));
    assert!(start.elapsed() < Duration::from_secs(2), "it took {:?}", start.elapsed());
}

#[test]
fn exit_ends_a_program_whose_client_does_not_read() {
    let mut client = Client::ready();
    client.lives();
    client.stop_reading();
    for _ in 0..5_000 {
        client.ask("no/such/method/with/a/long/name", Value::Null);
    }
    client.ask("shutdown", Value::Null);
    client.notify("exit", Value::Null);
    assert_eq!(client.ends(), Some(0));
}

#[test]
fn exit_ends_a_program_that_waits_for_rubbish_to_end() {
    let mut client = Client::ready();
    client.raw("Content-Length: -7\r\n\r\n");
    client.raw("X-Header-Without-End: ".to_owned() + &"x".repeat(100_000));
    client.notify("exit", Value::Null);
    assert_eq!(client.ends(), Some(1));
}

#[test]
fn a_whole_session_sent_at_once_is_answered_whole() {
    let mut client = Client::start();
    let first = client.ask("initialize", bare());
    client.notify("initialized", json!({}));
    let second = client.ask("textDocument/hover", at("untitled:none", 0, 0));
    let third = client.ask("shutdown", Value::Null);
    client.notify("exit", Value::Null);
    for id in [first, second, third] {
        assert!(client.answer(id)["error"].is_null());
    }
    assert_eq!(client.ends(), Some(0));
}

#[test]
fn the_end_of_the_input_is_the_end() {
    let mut client = Client::start();
    client.close_input();
    assert_eq!(client.ends(), Some(1), "before `initialize`");

    let mut client = Client::ready();
    client.lives();
    client.close_input();
    assert_eq!(client.ends(), Some(1), "without `shutdown`");

    let mut client = Client::ready();
    client.request("shutdown", Value::Null);
    client.close_input();
    assert_eq!(client.ends(), Some(0), "after `shutdown`");
}

#[test]
fn the_end_of_the_input_inside_a_frame_is_the_end() {
    for piece in ["Content-Len", "Content-Length: 700\r\n\r\n{\"jsonrpc\"", "Content-Length: x\r\n\r\n{"] {
        let mut client = Client::ready();
        client.raw(piece);
        client.close_input();
        assert_eq!(client.ends(), Some(1), "{piece}");
    }
}

#[test]
fn what_is_owed_is_written_before_the_end_of_the_input_ends_it() {
    let mut client = Client::ready();
    let ids: Vec<i64> = (0..50).map(|_| client.ask("textDocument/hover", at("untitled:none", 0, 0))).collect();
    client.close_input();
    for id in ids {
        assert!(client.answer(id)["error"].is_null());
    }
    assert_eq!(client.ends(), Some(1));
}

#[cfg(unix)]
#[test]
fn a_dead_parent_ends_it() {
    let mut dead = Command::new("true").spawn().unwrap();
    dead.wait().unwrap();
    let mut client = Client::start();
    client.ask("initialize", json!({"processId": dead.id(), "capabilities": {}}));
    assert_eq!(client.ends(), Some(1));
}

#[cfg(unix)]
#[test]
fn the_death_of_the_parent_ends_it() {
    let mut parent = Command::new("cat").stdin(Stdio::piped()).spawn().unwrap();
    let mut client = Client::start();
    client.begin(json!({"processId": parent.id(), "capabilities": {}}));
    client.lives();
    drop(parent.stdin.take()); // it ends, and nobody buries it yet
    assert_eq!(client.ends(), Some(1));
    parent.wait().unwrap();
}

#[test]
fn a_living_parent_and_one_that_cannot_be_are_no_reason_to_end() {
    for pid in [json!(std::process::id()), json!(0), json!(-1), json!(null)] {
        let mut client = Client::start();
        client.begin(json!({"processId": pid, "capabilities": {}}));
        client.lives();
        client.leave();
    }
}
