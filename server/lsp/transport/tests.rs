//! One client over an in-memory pipe, against a server that does what it is told.

use std::sync::atomic::{AtomicUsize, Ordering};

use serde_json::json;
use tokio::io::{AsyncWriteExt, DuplexStream, ReadHalf, WriteHalf};
use tokio::time::{Instant, sleep, timeout};
use tower_lsp::gen_lsp_types::{InitializeParams, InitializeResult, MessageType, PublishDiagnosticsParams, Uri};
use tower_lsp::jsonrpc::Result;
use tower_lsp::{Client, LanguageServer, LspService};

use super::super::frame::encode;
use super::super::outbox::MAX_MESSAGES;
use super::*;

/// Longer than anything may take.
const LONG: Duration = Duration::from_secs(20);
/// Long enough for what must not happen to happen.
const WHILE: Duration = Duration::from_millis(60);

struct Fake {
    client: Client,
    outbox: Outbox,
    count: AtomicUsize,
}

impl LanguageServer for Fake {
    async fn initialize(&self, params: InitializeParams) -> Result<InitializeResult> {
        if params.locale.as_deref() == Some("slow") {
            sleep(WHILE).await;
        }
        Ok(InitializeResult::default())
    }

    async fn shutdown(&self) -> Result<()> {
        Ok(())
    }
}

#[expect(clippy::unused_async, reason = "handlers are async")]
impl Fake {
    async fn add(&self) {
        self.count.fetch_add(1, Ordering::SeqCst);
    }

    async fn counted(&self) -> Result<usize> {
        let count = self.count.load(Ordering::SeqCst);
        tokio::task::yield_now().await;
        Ok(count)
    }

    async fn publish(&self, version: i32) {
        self.outbox.publish(PublishDiagnosticsParams::new(Uri("file:///a".into()), Some(version), Vec::new()));
    }

    async fn rest(&self, milliseconds: u64) -> Result<u64> {
        sleep(Duration::from_millis(milliseconds)).await;
        Ok(milliseconds)
    }

    async fn work(&self, milliseconds: u64) -> Result<u64> {
        std::thread::sleep(Duration::from_millis(milliseconds));
        Ok(milliseconds)
    }

    async fn panic_at_once(&self) -> Result<()> {
        panic!("at {}", "once")
    }

    async fn panic_later(&self) -> Result<()> {
        tokio::task::yield_now().await;
        panic!("later")
    }

    async fn panic_untold(&self) {
        panic!("untold")
    }

    async fn ask(&self) -> Result<bool> {
        Ok(self.client.workspace_folders().await.is_ok())
    }

    async fn tell(&self, times: usize) {
        for _ in 0..times {
            self.client.log_message(MessageType::Info, "x".repeat(1_000)).await;
        }
    }

    async fn write(&self, bytes: usize) -> Result<String> {
        Ok("x".repeat(bytes))
    }
}

/// The client's end.
struct Peer {
    input: WriteHalf<DuplexStream>,
    output: ReadHalf<DuplexStream>,
    decoder: Decoder,
    outbox: Outbox,
    ended: JoinHandle<Ended>,
}

impl Peer {
    fn connect() -> Self {
        let outbox = Outbox::new();
        let fake = |client| Fake { client, outbox: outbox.clone(), count: AtomicUsize::new(0) };
        let (service, socket) = LspService::build(fake)
            .custom_method("test/add", Fake::add)
            .custom_method("test/counted", Fake::counted)
            .custom_method("test/publish", Fake::publish)
            .custom_method("test/rest", Fake::rest)
            .custom_method("test/work", Fake::work)
            .custom_method("test/panicAtOnce", Fake::panic_at_once)
            .custom_method("test/panicLater", Fake::panic_later)
            .custom_method("test/panicUntold", Fake::panic_untold)
            .custom_method("test/ask", Fake::ask)
            .custom_method("test/tell", Fake::tell)
            .custom_method("test/write", Fake::write)
            .finish();
        let (ours, theirs) = tokio::io::duplex(4 << 10);
        let (read, write) = tokio::io::split(theirs);
        let ended = tokio::spawn(serve(service, socket, outbox.clone(), read, write));
        let (output, input) = tokio::io::split(ours);
        Self { input, output, decoder: Decoder::default(), outbox, ended }
    }

    async fn ready() -> Self {
        let mut peer = Self::connect();
        peer.request(0, "initialize", json!({"capabilities": {}})).await;
        assert!(peer.read().await["result"].is_object());
        peer.notify("initialized", json!({})).await;
        peer
    }

    async fn raw(&mut self, bytes: impl AsRef<[u8]>) {
        timeout(LONG, self.input.write_all(bytes.as_ref())).await.expect("the server reads").unwrap();
    }

    async fn send(&mut self, message: Value) {
        self.raw(encode(&message).unwrap()).await;
    }

    async fn request(&mut self, id: i64, method: &str, params: Value) {
        self.send(json!({"jsonrpc": "2.0", "id": id, "method": method, "params": params})).await;
    }

    async fn notify(&mut self, method: &str, params: Value) {
        self.send(json!({"jsonrpc": "2.0", "method": method, "params": params})).await;
    }

    async fn exit(&mut self) {
        self.send(json!({"jsonrpc": "2.0", "method": "exit"})).await;
    }

    async fn read(&mut self) -> Value {
        timeout(LONG, self.read_some()).await.expect("the server answers").expect("the server has not ended")
    }

    async fn read_some(&mut self) -> Option<Value> {
        let mut chunk = [0; 4 << 10];
        loop {
            if let Some(frame) = self.decoder.next_frame() {
                return Some(frame.unwrap().value);
            }
            let count = self.output.read(&mut chunk).await.unwrap();
            if count == 0 {
                return None;
            }
            self.decoder.feed(&chunk[..count]);
        }
    }

    /// The next message is the error `code` for `id`.
    async fn refused(&mut self, id: impl Into<Value>, code: i64) {
        let answer = self.read().await;
        assert_eq!((&answer["id"], &answer["error"]["code"]), (&id.into(), &json!(code)), "{answer}");
    }

    /// It still works.
    async fn lives(&mut self) {
        self.request(4711, "test/counted", Value::Null).await;
        let answer = self.read().await;
        assert!(answer["id"] == 4711 && answer["result"].is_u64(), "{answer}");
    }

    async fn ends(self) -> Ended {
        timeout(LONG, self.ended).await.expect("it ends").unwrap()
    }
}

fn ended(why: Why, code: i32) -> Ended {
    Ended { why, after_shutdown: code == 0 }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn every_request_sees_the_state_at_its_place_on_the_wire() {
    let peer = Peer::ready().await;
    let Peer { mut input, output, decoder, outbox, ended } = peer;
    let writer = tokio::spawn(async move {
        let add = encode(&json!({"jsonrpc": "2.0", "method": "test/add"})).unwrap();
        for place in 1..=20_000_i64 {
            input.write_all(&add).await.unwrap();
            if place % 100 == 0 {
                let ask = json!({"jsonrpc": "2.0", "id": place, "method": "test/counted"});
                input.write_all(&encode(&ask).unwrap()).await.unwrap();
            }
        }
        input
    });
    let mut peer = Peer { input: tokio::io::split(tokio::io::duplex(1).0).1, output, decoder, outbox, ended };
    for _ in 0..200 {
        let answer = peer.read().await;
        assert_eq!(answer["id"], answer["result"]);
    }
    drop(writer.await.unwrap());
}

#[tokio::test]
async fn each_bad_frame_is_answered_and_survived() {
    let mut peer = Peer::ready().await;
    let oversized = format!("Content-Length: {}\r\n\r\n", u64::MAX);
    for bad in ["Content-Length: -1\r\n\r\n{}", "Content-Type: x\r\n\r\n{}", "Content-Length: 3\r\n\r\n{a}", &oversized]
    {
        peer.raw(bad).await;
        if bad.contains("{}") || bad.contains("{a}") || bad == oversized {
            peer.refused(Value::Null, -32700).await;
        }
        peer.lives().await;
    }
    peer.raw("a".repeat(2 << 20)).await;
    peer.refused(Value::Null, -32700).await;
    peer.lives().await;
    peer.raw(b"Content-Length: 2\r\n\r\n\xff\xfe").await;
    peer.refused(Value::Null, -32700).await;
    peer.lives().await;
}

#[tokio::test]
async fn what_is_no_message_is_answered_and_survived() {
    let mut peer = Peer::ready().await;
    for (bad, id) in [
        (json!([]), Value::Null),
        (json!([{"jsonrpc": "2.0", "id": 1, "method": "test/counted"}]), Value::Null),
        (json!("text"), Value::Null),
        (json!({"jsonrpc": "2.0"}), Value::Null),
        (json!({"jsonrpc": "2.0", "id": 6, "method": 7}), json!(6)),
        (json!({"id": "seven", "method": "test/counted"}), json!("seven")),
    ] {
        peer.send(bad).await;
        peer.refused(id, -32600).await;
        peer.lives().await;
    }
}

#[tokio::test]
async fn a_panic_is_an_internal_error() {
    let mut peer = Peer::ready().await;
    for (id, method, words) in [(5, "test/panicAtOnce", "at once"), (6, "test/panicLater", "later")] {
        peer.request(id, method, Value::Null).await;
        let answer = peer.read().await;
        assert_eq!(answer["error"], json!({"code": -32603, "message": format!("internal error: {words}")}));
        peer.lives().await;
    }
    peer.notify("test/panicUntold", Value::Null).await;
    peer.lives().await;
}

#[tokio::test]
async fn unknown_requests_are_answered_and_unknown_notifications_dropped() {
    let mut peer = Peer::ready().await;
    for (id, method) in [(1, "no/such"), (2, "$/noSuch"), (3, "")] {
        peer.request(id, method, json!({})).await;
        peer.refused(id, -32601).await;
    }
    for method in ["no/such", "$/noSuch", "$/setTrace", "textDocument/hover", "initialize", "shutdown"] {
        peer.notify(method, json!({})).await;
    }
    peer.lives().await;
    peer.request(5, "test/rest", json!("not a number")).await;
    peer.refused(5, -32602).await;
    peer.notify("test/publish", json!("not a number")).await;
    peer.request(6, "test/add", Value::Null).await; // a notification that wants an answer
    peer.refused(6, -32600).await;
    peer.lives().await;
}

#[tokio::test]
async fn before_initialize_only_initialize_is_served() {
    let mut peer = Peer::connect();
    for (id, method) in [(1, "test/counted"), (2, "shutdown"), (3, "no/such"), (4, "$/noSuch")] {
        peer.request(id, method, Value::Null).await;
        peer.refused(id, -32002).await;
    }
    peer.notify("test/add", Value::Null).await;
    peer.notify("initialize", json!({"capabilities": {}})).await;
    peer.request(5, "initialize", json!("rubbish")).await;
    peer.refused(5, -32602).await;
    peer.request(6, "initialize", json!({"capabilities": {}})).await;
    assert_eq!(peer.read().await["id"], 6);
    peer.request(7, "initialize", json!({"capabilities": {}})).await;
    peer.refused(7, -32600).await;
    peer.request(8, "test/counted", Value::Null).await;
    assert_eq!(peer.read().await["result"], 0, "the notification was dropped");
}

#[tokio::test]
async fn what_follows_a_slow_initialize_unasked_is_served_after_it() {
    let mut peer = Peer::connect();
    peer.request(1, "initialize", json!({"capabilities": {}, "locale": "slow"})).await;
    peer.notify("initialized", json!({})).await;
    peer.notify("test/add", Value::Null).await;
    peer.request(2, "initialize", json!({"capabilities": {}})).await;
    peer.request(3, "test/counted", Value::Null).await;
    assert_eq!(peer.read().await["id"], 1);
    peer.refused(2, -32600).await;
    assert_eq!(peer.read().await["result"], 1);
}

#[tokio::test]
async fn after_shutdown_only_exit_is_served() {
    let mut peer = Peer::ready().await;
    peer.request(1, "shutdown", json!({})).await;
    assert_eq!(peer.read().await["result"], Value::Null);
    for (id, method) in [(2, "test/counted"), (3, "shutdown"), (4, "no/such"), (5, "initialize")] {
        peer.request(id, method, Value::Null).await;
        peer.refused(id, -32600).await;
    }
    peer.notify("test/panicUntold", Value::Null).await;
    peer.exit().await;
    assert_eq!(peer.ends().await, ended(Why::Exit, 0));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn exit_ends_at_once_while_handlers_run_and_the_input_stays_open() {
    let mut peer = Peer::ready().await;
    for id in 0..10 {
        peer.request(id, "test/rest", json!(60_000)).await;
    }
    peer.request(10, "test/work", json!(1_500)).await;
    let start = Instant::now();
    peer.exit().await;
    let Peer { ended: end, input: _input, output: _output, .. } = peer;
    assert_eq!(timeout(LONG, end).await.unwrap().unwrap(), ended(Why::Exit, 1));
    assert!(start.elapsed() < Duration::from_secs(1), "{:?}", start.elapsed());
}

#[tokio::test]
async fn exit_before_initialize_is_code_1_and_so_is_a_shutdown_that_was_refused() {
    let mut peer = Peer::connect();
    peer.exit().await;
    assert_eq!(peer.ends().await, ended(Why::Exit, 1));
    let mut peer = Peer::connect();
    peer.request(1, "shutdown", Value::Null).await;
    peer.exit().await;
    assert_eq!(peer.ends().await.code(), 1);
}

#[tokio::test]
async fn exit_during_initialize_ends_it() {
    let mut peer = Peer::connect();
    peer.request(1, "initialize", json!({"capabilities": {}, "locale": "slow"})).await;
    peer.exit().await;
    assert_eq!(peer.ends().await, ended(Why::Exit, 1));
}

#[tokio::test]
async fn a_whole_session_sent_at_once_is_answered_whole() {
    let mut peer = Peer::connect();
    peer.request(1, "initialize", json!({"capabilities": {}})).await;
    peer.request(2, "test/counted", Value::Null).await;
    peer.request(3, "shutdown", Value::Null).await;
    peer.exit().await;
    let mut answered = Vec::new();
    for _ in 1..=3 {
        let answer = peer.read().await;
        assert!(answer["error"].is_null(), "{answer}");
        answered.extend(answer["id"].as_i64());
    }
    answered.sort_unstable();
    assert_eq!(answered, [1, 2, 3]);
    assert_eq!(peer.ends().await, ended(Why::Exit, 0));
}

#[tokio::test]
async fn the_end_of_the_input_is_the_end_once_what_is_owed_is_written() {
    let mut peer = Peer::ready().await;
    peer.request(1, "test/rest", json!(50)).await;
    peer.request(2, "test/write", json!(100_000)).await;
    peer.input.shutdown().await.unwrap();
    assert_eq!(peer.read().await["id"], 2);
    assert_eq!(peer.read().await["result"], 50);
    assert_eq!(peer.ends().await, ended(Why::InputClosed, 1));

    let mut peer = Peer::ready().await;
    peer.request(1, "shutdown", Value::Null).await;
    peer.input.shutdown().await.unwrap();
    assert_eq!(peer.ends().await, ended(Why::InputClosed, 0));
}

#[tokio::test]
async fn the_end_of_the_input_is_the_end_even_when_nobody_reads_or_handlers_hang() {
    let mut peer = Peer::ready().await;
    peer.request(1, "test/rest", json!(60_000)).await;
    peer.request(2, "test/write", json!(100_000)).await;
    peer.input.shutdown().await.unwrap();
    let start = Instant::now();
    let Peer { ended: end, output: _output, input: _input, .. } = peer;
    assert_eq!(timeout(LONG, end).await.unwrap().unwrap(), ended(Why::InputClosed, 1));
    assert!(start.elapsed() < 3 * CLOSE_GRACE);
}

#[tokio::test]
async fn the_end_of_the_output_is_the_end() {
    let (service, socket) = LspService::new(|client| Fake { client, outbox: Outbox::new(), count: 0.into() });
    let (mut input, read) = tokio::io::duplex(1 << 10);
    let (write, output) = tokio::io::duplex(1 << 10);
    drop(output);
    let end = tokio::spawn(serve(service, socket, Outbox::new(), read, write));
    input.write_all(b"rubbish\n").await.unwrap();
    assert_eq!(timeout(LONG, end).await.unwrap().unwrap(), ended(Why::OutputClosed, 1));
}

#[cfg(target_os = "linux")]
#[tokio::test]
async fn the_death_of_the_parent_is_the_end() {
    let mut child = std::process::Command::new("true").spawn().unwrap();
    child.wait().unwrap();
    let mut peer = Peer::connect();
    peer.request(1, "initialize", json!({"processId": child.id(), "capabilities": {}})).await;
    assert_eq!(peer.ends().await, ended(Why::ParentGone, 1));

    let mut peer = Peer::connect();
    peer.request(1, "initialize", json!({"processId": std::process::id(), "capabilities": {}})).await;
    peer.read().await;
    sleep(WHILE).await;
    peer.lives().await;
}

#[tokio::test]
async fn client_replies_do_not_wait_behind_requests() {
    let mut peer = Peer::ready().await;
    for id in 1..=4 {
        peer.request(id, "test/ask", Value::Null).await;
    }
    for id in 100..250 {
        peer.request(id, "test/rest", json!(60_000)).await;
    }
    for _ in 0..4 {
        let asked = peer.read().await;
        assert_eq!(asked["method"], "workspace/workspaceFolders");
        peer.send(json!({"jsonrpc": "2.0", "id": asked["id"], "result": []})).await;
    }
    let mut answered: Vec<i64> = Vec::new();
    for _ in 0..4 {
        let answer = peer.read().await;
        assert_eq!(answer["result"], true);
        answered.extend(answer["id"].as_i64());
    }
    answered.sort_unstable();
    assert_eq!(answered, [1, 2, 3, 4]);
}

#[tokio::test]
async fn a_reply_overtakes_a_dispatcher_that_waits_for_the_client_to_read() {
    let mut peer = Peer::ready().await;
    peer.request(1, "test/ask", Value::Null).await;
    let asked = peer.read().await;
    for id in 0..2 * i64::try_from(MAX_MESSAGES).unwrap() {
        peer.request(id + 10, "no/such", Value::Null).await; // the answers are not read
    }
    peer.send(json!({"jsonrpc": "2.0", "id": asked["id"], "result": []})).await;
    peer.request(2, "test/counted", Value::Null).await;
    let mut seen = 0;
    while peer.read().await["id"] != 2 {
        seen += 1;
    }
    assert_eq!(seen, 2 * MAX_MESSAGES + 1);
}

#[tokio::test]
async fn slow_handlers_hold_nobody_up() {
    let mut peer = Peer::ready().await;
    for id in 0..3_000 {
        peer.request(id, "test/rest", json!(60_000)).await;
    }
    let start = Instant::now();
    peer.lives().await;
    assert!(start.elapsed() < Duration::from_secs(5));
    peer.notify("$/cancelRequest", json!({"id": 2_000})).await;
    peer.refused(2_000, -32800).await;
}

#[tokio::test]
async fn a_client_that_does_not_read_cannot_make_us_grow() {
    let mut peer = Peer::ready().await;
    peer.notify("test/tell", json!(5_000)).await;
    for version in 0..5_000 {
        peer.notify("test/publish", json!(version)).await;
    }
    for id in 0..4_000 {
        peer.request(id, "test/write", json!(50)).await;
    }
    sleep(WHILE).await;
    let unread = peer.outbox.unread();
    assert!(unread <= MAX_MESSAGES + 1, "{unread}");
    let (mut versions, mut told, mut answers) = (Vec::new(), 0, 0);
    while told < 5_000 || answers < 4_000 || versions.last() != Some(&4_999) {
        let message = peer.read().await;
        match message["method"].as_str() {
            Some("textDocument/publishDiagnostics") => versions.extend(message["params"]["version"].as_i64()),
            Some("window/logMessage") => told += 1,
            _ => {
                assert_eq!(message["id"], answers, "in order");
                answers += 1;
            }
        }
    }
    assert!(versions.is_sorted() && versions.len() < 1_000, "{}", versions.len());
}

#[tokio::test]
async fn large_replies_stop_the_dispatcher_too() {
    let mut peer = Peer::ready().await;
    for id in 0..60 {
        peer.request(id, "test/write", json!(1 << 20)).await;
    }
    sleep(WHILE).await;
    assert!(peer.outbox.unread() <= 20, "{}", peer.outbox.unread());
    for id in 0..60 {
        assert_eq!(peer.read().await["id"], id);
    }
}

#[tokio::test]
async fn the_backlog_is_bounded_and_goes_on_when_the_client_reads() {
    let mut peer = Peer::ready().await;
    let Peer { mut input, output, decoder, outbox, ended } = peer;
    let sent = Arc::new(AtomicUsize::new(0));
    let counter = Arc::clone(&sent);
    let writer = tokio::spawn(async move {
        let rubbish = "x".repeat(1 << 20);
        for id in 0..60 {
            for n in 0..100 {
                let ask = json!({"jsonrpc": "2.0", "id": id * 100 + n, "method": "no/such", "params": "x".repeat(100)});
                input.write_all(&encode(&ask).unwrap()).await.unwrap();
            }
            let call = json!({"jsonrpc": "2.0", "method": "test/add", "params": [rubbish]});
            input.write_all(&encode(&call).unwrap()).await.unwrap();
            counter.fetch_add(1, Ordering::SeqCst);
        }
        input
    });
    sleep(Duration::from_secs(1)).await;
    let stuck = sent.load(Ordering::SeqCst);
    assert!(stuck < 40, "{stuck} MB were taken in");
    peer = Peer { input: tokio::io::split(tokio::io::duplex(1).0).1, output, decoder, outbox, ended };
    for id in 0..6_000 {
        assert_eq!(peer.read().await["id"], id);
    }
    drop(writer.await.unwrap());
}
