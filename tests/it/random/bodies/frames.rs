//! A stream of bytes at the server's door: whatever came before, the next messages are read, and what is asked is
//! answered once, however the bytes are cut.

use super::pieces;
use super::tape::Tape;
use serde_json::{Map, Value, json};
use staffwork::lsp::{self, Why};
use std::collections::BTreeMap;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::runtime::{Builder, Runtime};

/// What a broken client could send between messages.
const RUBBISH: &[&str] = &[
    "\r\n",
    "\n",
    "Content-Length: 12\r\n\r\n",
    "Content-Length: 0\r\n\r\n",
    "Content-Length: -1\r\n\r\n",
    "Content-Length: 5",
    "Content-Length: 99999999999999999999\r\n\r\n",
    "content-length : 2\r\n\r\n{}",
    "Content-Length: 3\r\nContent-Length: 4\r\n\r\n",
    "Content-Type: text\r\n\r\n",
    "{\"jsonrpc\":\"2.0\"}",
    "Content-Length: 4\r\n\r\nnull",
    "Content-Length: 2\r\n\r\n[]",
    "{",
    "\0\0\0",
    "Content-Length: 1000\r\n\r\n{\"jsonrpc\"",
    "X: y\r\n",
    "Content-Length: 5\r\n\r\n\"a\u{301}\"",
    "Content-",
    "Length: 3",
    "Content-Length: 1 2\r\n\r\n",
    "\u{feff}",
];

const METHODS: &[&str] = &[
    "initialize",
    "initialized",
    "shutdown",
    "textDocument/didOpen",
    "textDocument/didChange",
    "textDocument/didClose",
    "textDocument/didSave",
    "textDocument/hover",
    "textDocument/completion",
    "textDocument/documentSymbol",
    "textDocument/codeAction",
    "textDocument/diagnostic",
    "workspace/didChangeWatchedFiles",
    "workspace/didChangeWorkspaceFolders",
    "workspace/didChangeConfiguration",
    "$/cancelRequest",
    "$/setTrace",
    "$/unknown",
    "window/workDoneProgress/cancel",
    "no/such",
    "",
];

const URIS: &[&str] = &[
    "untitled:Untitled-1",
    "untitled:docs/decisions/0001-a.md",
    "file:///nowhere/docs/adr/0001-a.md",
    "file:///nowhere/staffwork.toml",
    "file:///nowhere/.staffwork/kinds/a.toml",
    "file:",
    "",
    "%",
    "file:///c%3A/x.md",
    "http://example.org/a.md",
];

/// The ids of the requests that must be answered.
const LAST: [i64; 3] = [900_001, 900_002, 900_003];

/// Holds everything that must hold of the stream that `bytes` are.
pub(crate) fn frames(bytes: &[u8]) {
    let mut tape = Tape::new(bytes);
    let mut stream = Vec::new();
    let mut asked = 0;
    for _ in 0..tape.below(10) {
        match tape.below(4) {
            0 => stream.extend_from_slice(tape.pick(RUBBISH).as_bytes()),
            1 => stream.extend((0..tape.below(12)).map(|_| tape.byte())),
            _ => stream.extend(frame(&message(&mut tape, &mut asked), &mut tape)),
        }
    }
    for id in LAST {
        let request = json!({"jsonrpc": "2.0", "id": id, "method": "textDocument/documentSymbol",
            "params": {"textDocument": {"uri": "untitled:1"}}});
        stream.extend(frame(&request, &mut Tape::new(&[])));
    }
    let sizes: Vec<usize> = (0..8).map(|_| 1 + tape.below(40)).collect();
    let (Some(whole), Some(cut)) = (answers(&stream, &[stream.len()]), answers(&stream, &sizes)) else { return };
    let shown = || String::from_utf8_lossy(&stream).into_owned();
    // a header that was cut off may take the first message with it, and no more
    for id in &LAST[1..] {
        assert_eq!(whole.get(&id.to_string()), Some(&1), "{id} is not answered in {:?}", shown());
    }
    // what is wrong with the bytes may be told earlier, and once more or less, where fewer of them are there
    let of_requests = |mut all: BTreeMap<String, usize>| {
        all.remove("null");
        all
    };
    let (whole, cut) = (of_requests(whole), of_requests(cut));
    assert_eq!(whole, cut, "answers of the whole and of pieces of {sizes:?} bytes: {:?}", shown());
}

/// A message of some sort.
fn message(tape: &mut Tape<'_>, asked: &mut i64) -> Value {
    let mut message = Map::new();
    message.insert("jsonrpc".to_owned(), if tape.once_in(16) { json!(2) } else { json!("2.0") });
    message.insert("method".to_owned(), json!(tape.pick(METHODS)));
    *asked += 1;
    match tape.below(8) {
        0 => drop(message.insert("id".to_owned(), json!(tape.pick(&["x", "", "1"])))),
        1..=4 => drop(message.insert("id".to_owned(), json!(*asked))),
        5 => drop(message.insert("id".to_owned(), anything(tape, 1))),
        _ => {}
    }
    let params = params(tape);
    message.insert("params".to_owned(), if tape.once_in(10) { anything(tape, 3) } else { params });
    Value::Object(message)
}

/// Parameters that some method could have, with something else in the place of one of them, perhaps.
fn params(tape: &mut Tape<'_>) -> Value {
    let place = |tape: &mut Tape<'_>| json!({"line": number(tape), "character": number(tape)});
    let range = |tape: &mut Tape<'_>| json!({"start": place(tape), "end": place(tape)});
    let uri = tape.pick(URIS);
    let mut params = json!({
        "textDocument": {"uri": uri, "languageId": "markdown", "version": number(tape), "text": pieces::blocks(tape, 3)},
        "position": place(tape),
        "range": range(tape),
        "context": {"diagnostics": [], "triggerKind": 1},
        "contentChanges": [{"range": range(tape), "text": pieces::piece(tape)}, {"text": pieces::piece(tape)}],
        "changes": [{"uri": uri, "type": 2}],
        "event": {"added": [{"uri": uri, "name": "a"}], "removed": []},
        "capabilities": {}, "processId": null, "rootUri": null, "id": 1, "value": "off", "token": 1, "settings": {},
    });
    if tape.once_in(4) {
        let keys: Vec<String> = params.as_object().into_iter().flat_map(Map::keys).cloned().collect();
        params[&keys[tape.below(keys.len())]] = anything(tape, 3);
    }
    params
}

fn number(tape: &mut Tape<'_>) -> i64 {
    match tape.below(12) {
        0 => i64::from(u32::MAX),
        1 => i64::from(i32::MAX),
        2 => -1,
        3 => 1_000,
        _ => i64::from(tape.byte() % 16),
    }
}

/// Any JSON.
fn anything(tape: &mut Tape<'_>, depth: usize) -> Value {
    match tape.below(if depth == 0 { 5 } else { 7 }) {
        0 => Value::Null,
        1 => json!(number(tape)),
        2 => json!(pieces::piece(tape)),
        3 => json!(tape.once_in(2)),
        4 => json!(1e300),
        5 => (0..tape.below(4)).map(|_| anything(tape, depth - 1)).collect(),
        _ => Value::Object((0..tape.below(4)).map(|_| (pieces::piece(tape), anything(tape, depth - 1))).collect()),
    }
}

/// A message as it goes over the wire, perhaps with headers of another spelling.
fn frame(message: &Value, tape: &mut Tape<'_>) -> Vec<u8> {
    let body = message.to_string();
    let length = body.len();
    let head = match tape.below(8) {
        5 => format!("CONTENT-LENGTH:{length}\r\n\r\n"),
        6 => format!("Content-Type: application/vscode-jsonrpc; charset=utf-8\r\nContent-Length: {length}\r\n\r\n"),
        7 => format!("content-length: {length}\n\n"),
        _ => format!("Content-Length: {length}\r\n\r\n"),
    };
    (head + &body).into_bytes()
}

thread_local! {
    static RUNTIME: Runtime = Builder::new_current_thread().enable_all().build().expect("a runtime");
}

/// How often each id is answered by a server that is sent `stream` in pieces of `sizes`, over and over; `None` where the
/// stream told it to leave, or named a parent that is gone. An answer of the server's own failure is a panic here.
fn answers(stream: &[u8], sizes: &[usize]) -> Option<BTreeMap<String, usize>> {
    let (ended, output) = RUNTIME.with(|runtime| {
        runtime.block_on(async {
            let (client, server) = tokio::io::duplex(1 << 16);
            let (input, output) = tokio::io::split(server);
            let (service, socket, outbox) = lsp::service();
            let serving = tokio::spawn(lsp::serve(service, socket, outbox, input, output));
            let (mut from_server, mut to_server) = tokio::io::split(client);
            let send = async move {
                let mut rest = stream;
                for size in sizes.iter().cycle() {
                    let (piece, behind) = rest.split_at((*size).min(rest.len()));
                    if piece.is_empty() || to_server.write_all(piece).await.is_err() {
                        break;
                    }
                    rest = behind;
                    tokio::task::yield_now().await;
                }
                let _ = to_server.shutdown().await;
            };
            let mut said = Vec::new();
            let receive = from_server.read_to_end(&mut said);
            let (ended, (), _) = tokio::join!(serving, send, receive);
            (ended.expect("serving ends"), said)
        })
    });
    // a process that the stream names as the server's parent is most likely dead
    if matches!(ended.why, Why::Exit | Why::ParentGone) {
        return None;
    }
    let mut all = BTreeMap::new();
    for message in messages(&output) {
        if let Some(id) = message.get("id").filter(|_| message.get("method").is_none()) {
            assert_ne!(message["error"]["code"], json!(-32603), "the server broke down: {message}");
            *all.entry(id.to_string()).or_insert(0) += 1;
        }
    }
    Some(all)
}

/// The messages that the server wrote; they are well formed.
fn messages(mut output: &[u8]) -> Vec<Value> {
    let mut all = Vec::new();
    while !output.is_empty() {
        let head = output.windows(4).position(|window| window == b"\r\n\r\n").expect("headers end");
        let header = std::str::from_utf8(&output[..head]).expect("headers are text");
        let length: usize = header.strip_prefix("Content-Length: ").expect("one header").parse().expect("a number");
        let body = &output[head + 4..head + 4 + length];
        all.push(serde_json::from_slice(body).expect("a message is JSON"));
        output = &output[head + 4 + length..];
    }
    all
}
