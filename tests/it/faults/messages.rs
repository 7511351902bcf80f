//! Messages that are JSON and still wrong: no messages at all, unknown methods, wrong parameters, requests that panic.

use super::client::{Client, at, framed, of};
use serde_json::{Value, json};

const INVALID_REQUEST: i64 = -32600;
const NO_SUCH_METHOD: i64 = -32601;
const INVALID_PARAMS: i64 = -32602;
const INTERNAL: i64 = -32603;

/// Every request that is served.
const REQUESTS: [&str; 5] = [
    "textDocument/hover",
    "textDocument/completion",
    "textDocument/documentSymbol",
    "textDocument/codeAction",
    "textDocument/diagnostic",
];

/// Every notification that is served.
const NOTIFICATIONS: [&str; 8] = [
    "initialized",
    "textDocument/didOpen",
    "textDocument/didChange",
    "textDocument/didSave",
    "textDocument/didClose",
    "workspace/didChangeWatchedFiles",
    "workspace/didChangeWorkspaceFolders",
    "$/cancelRequest",
];

/// Parameters of the wrong shape for any of them.
fn rubbish() -> Vec<Value> {
    let deep = (0..100).fold(json!(0), |inner, _| json!([inner]));
    vec![
        json!("text"),
        json!(7),
        json!([]),
        json!([1, 2]),
        json!(null),
        json!(true),
        json!({}),
        json!({"textDocument": 7}),
        json!({"textDocument": {"uri": 7}}),
        json!({"textDocument": {"uri": null}}),
        deep,
    ]
}

#[test]
fn batches_are_refused() {
    let mut client = Client::ready();
    let call = json!({"jsonrpc": "2.0", "id": 900, "method": "textDocument/hover", "params": at("untitled:a", 0, 0)});
    for batch in [json!([]), json!([call]), json!([call, call, 1]), json!([[], [[]]])] {
        client.send(&batch);
        client.refused(Value::Null, INVALID_REQUEST);
        client.lives();
    }
    client.leave();
}

#[test]
fn json_that_is_no_message_is_refused() {
    let mut client = Client::ready();
    for (body, id) in [
        (json!("text"), json!(null)),
        (json!(7), json!(null)),
        (json!(null), json!(null)),
        (json!({}), json!(null)),
        (json!({"jsonrpc": "2.0"}), json!(null)),
        (json!({"jsonrpc": "2.0", "id": 900}), json!(900)),
        (json!({"jsonrpc": "2.0", "id": 901, "method": 7}), json!(901)),
        (json!({"jsonrpc": "1.0", "id": 902, "method": "textDocument/hover"}), json!(902)),
        (json!({"id": "seven", "method": "textDocument/hover"}), json!("seven")),
        (json!({"jsonrpc": "2.0", "id": 7.5, "method": "textDocument/hover"}), json!(null)),
        (json!({"jsonrpc": "2.0", "id": [1], "method": "textDocument/hover"}), json!(null)),
        (json!({"jsonrpc": "2.0", "id": {"a": 1}, "method": "textDocument/hover"}), json!(null)),
        (json!({"jsonrpc": "2.0", "id": true, "method": "textDocument/hover"}), json!(null)),
    ] {
        client.send(&body);
        client.refused(id, INVALID_REQUEST);
        client.lives();
    }
    client.leave();
}

#[test]
fn an_id_comes_back_as_it_was_sent() {
    let mut client = Client::ready();
    for id in [json!(0), json!(-1), json!(i64::MAX), json!(""), json!("é𝄞\u{0}"), json!("1"), json!("x".repeat(10_000))]
    {
        let place = at("untitled:none", 0, 0);
        client.send(&json!({"jsonrpc": "2.0", "id": id, "method": "textDocument/hover", "params": place}));
        assert!(client.answer(id)["error"].is_null());
    }
    client.lives();
    client.leave();
}

#[test]
fn replies_that_nobody_waits_for_are_passed_over() {
    let mut client = Client::ready();
    for id in [json!(1), json!(0), json!(-7), json!("strange"), json!(null)] {
        client.send(&json!({"jsonrpc": "2.0", "id": id, "result": {"a": [1]}}));
        client.send(&json!({"jsonrpc": "2.0", "id": id, "error": {"code": -1, "message": "no"}}));
        client.send(&json!({"jsonrpc": "2.0", "id": id, "error": "rubbish"}));
        client.lives();
    }
    client.leave();
}

#[test]
fn unknown_requests_are_refused_by_name() {
    let mut client = Client::ready();
    for method in
        ["no/such", "$/noSuch", "$/", "", "textDocument/", "é𝄞", "exit2", "textDocument/Hover", "staffwork/drill"]
    {
        let id = client.ask(method, json!({"any": 1}));
        client.refused(id, NO_SUCH_METHOD);
        client.lives();
    }
    client.leave();
}

#[test]
fn unknown_notifications_are_passed_over() {
    let mut client = Client::ready();
    for method in [
        "no/such",
        "$/noSuch",
        "$/setTrace",
        "$/progress",
        "",
        "textDocument/hover",
        "initialize",
        "shutdown",
        "workspace/didChangeConfiguration",
        "window/workDoneProgress/cancel",
        "workspace/didRenameFiles",
    ] {
        client.notify(method, json!({"any": 1}));
    }
    client.lives();
    assert_eq!(client.unasked(), [Value::Null; 0]);
    client.leave();
}

#[test]
fn wrong_params_of_a_request_are_refused() {
    let mut client = Client::ready();
    for method in REQUESTS {
        for params in rubbish() {
            let answer = client.request(method, params.clone());
            assert_eq!(answer["error"]["code"], INVALID_PARAMS, "{method} {params}: {answer}");
        }
        client.send(&json!({"jsonrpc": "2.0", "id": 900, "method": method}));
        client.refused(900, INVALID_PARAMS);
        client.lives();
    }
    client.leave();
}

#[test]
fn wrong_params_of_a_notification_are_passed_over() {
    let mut client = Client::ready();
    for method in NOTIFICATIONS {
        for params in rubbish() {
            client.notify(method, params);
        }
        client.send(&json!({"jsonrpc": "2.0", "method": method}));
        client.lives();
    }
    client.leave();
}

#[test]
fn wrong_positions_of_a_request_are_refused() {
    let mut client = Client::ready();
    client.open("untitled:a", "# A\n");
    for wrong in [json!(-1), json!(1.5), json!("1"), json!(null), json!(9_007_199_254_740_991_i64)] {
        let place = json!({"textDocument": {"uri": "untitled:a"}, "position": {"line": 0, "character": wrong}});
        let id = client.ask("textDocument/hover", place);
        client.refused(id, INVALID_PARAMS);
        client.lives();
    }
    client.leave();
}

#[test]
fn a_change_whose_range_is_rubbish_changes_nothing() {
    let mut client = Client::ready();
    client.open("untitled:a", "# A title\n\n## Context\n");
    let before = client.symbols("untitled:a");
    for wrong in [json!(-1), json!(1.5), json!("1"), json!(null), json!(9_007_199_254_740_991_i64)] {
        let range = json!({"start": {"line": 0, "character": wrong}, "end": {"line": 0, "character": 1}});
        client.change("untitled:a", 1, json!([{"range": range, "text": "all that is left"}]));
        client.change("untitled:a", 2, json!([{"range": wrong, "text": 7}]));
        assert_eq!(client.symbols("untitled:a"), before, "{wrong}");
        client.lives();
    }
    client.leave();
}

#[test]
fn a_notification_sent_as_a_request_is_refused() {
    let mut client = Client::ready();
    for method in ["textDocument/didOpen", "textDocument/didChange", "textDocument/didClose"] {
        let id = client.ask(method, of("untitled:a"));
        client.refused(id, INVALID_REQUEST);
        client.lives();
    }
    client.leave();
}

#[test]
fn a_doubled_id_is_refused_and_both_are_answered() {
    let mut client = Client::ready();
    client.open("untitled:large", &"# Long\n\nSome words of it, and [a link](x.md).\n\n".repeat(5_000));
    let ask = json!({"jsonrpc": "2.0", "id": 900, "method": "textDocument/diagnostic", "params": of("untitled:large")});
    client.raw([framed(ask.to_string()), framed(ask.to_string())].concat());
    let codes = [client.answer(900), client.answer(900)].map(|answer| answer["error"]["code"].clone());
    assert!(codes.contains(&json!(INVALID_REQUEST)) && codes.contains(&json!(null)), "{codes:?}");
    client.lives();
    client.leave();
}

#[test]
fn a_panicking_request_is_an_internal_error() {
    let mut client = Client::start_with(&[("STAFFWORK_DRILL", "1")]);
    client.begin(json!({"processId": null, "rootUri": null, "capabilities": {}}));
    for place in ["at-once", "later", "computing", "holding-the-state"] {
        let id = client.ask("staffwork/drill", json!({"panic": place}));
        client.refused(id, INTERNAL);
        client.lives();
    }
    let log = client.log();
    assert!(log.contains("panicked") && !log.contains("the words of a panic"), "{log}");
    client.leave();
}

#[test]
fn no_request_panics_on_demand_unless_the_environment_says_so() {
    for variables in [&[][..], &[("STAFFWORK_DRILL", "")], &[("STAFFWORK_DRILL", "0")]] {
        let mut client = Client::start_with(variables);
        client.begin(json!({"processId": null, "rootUri": null, "capabilities": {}}));
        let id = client.ask("staffwork/drill", json!({"panic": "at-once"}));
        client.refused(id, NO_SUCH_METHOD);
        client.lives();
        client.leave();
    }
}
