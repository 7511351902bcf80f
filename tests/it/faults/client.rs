//! A client of the real program over real pipes: raw bytes out, frames in. Nothing it does can hang, and the program
//! never outlives it.

#![expect(clippy::needless_pass_by_value, reason = "messages are written where they are sent")]

use serde_json::{Value, json};
use std::io::{BufRead, BufReader, Read, Write};
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, channel};
use std::sync::{Arc, Condvar, Mutex};
use std::thread::{sleep, spawn};
use std::time::{Duration, Instant};

/// Longer than anything may take, on a busy machine too.
const LONG: Duration = Duration::from_secs(120);

/// The document that [`Client::lives`] asks about.
const STEADY: &str = "file:///steady/docs/adr/0001-steady.md";
const STEADY_TEXT: &str = "# 1. Cache sessions\n\n## Status\n\nacepted\n\n## Context\n\nLogins wait.\n";

/// The program, and our ends of its pipes.
pub(crate) struct Client {
    program: Child,
    input: Option<Sender<Vec<u8>>>,
    output: Receiver<Value>,
    gate: Arc<Gate>,
    log: Arc<Mutex<String>>,
    /// What came while something else was waited for.
    seen: Vec<Value>,
    next: i64,
}

/// Whether the client reads.
#[derive(Default)]
struct Gate {
    is: Mutex<Is>,
    moved: Condvar,
}

#[derive(Clone, Copy, Default, PartialEq, Eq)]
enum Is {
    #[default]
    Open,
    Shut,
    /// Nobody will read again.
    Gone,
}

impl Client {
    /// The program, started and not yet spoken to.
    pub(crate) fn start() -> Self {
        Self::start_with(&[])
    }

    /// The same, with these variables in its environment.
    pub(crate) fn start_with(variables: &[(&str, &str)]) -> Self {
        let mut program = Command::new(env!("CARGO_BIN_EXE_staffwork"))
            .arg("lsp")
            .envs(variables.iter().copied())
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .expect("the program starts");
        let (gate, log) = (Arc::<Gate>::default(), Arc::<Mutex<String>>::default());
        let input = write_to(program.stdin.take().expect("a pipe"));
        let output = read_from(program.stdout.take().expect("a pipe"), Arc::clone(&gate));
        let errors = BufReader::new(program.stderr.take().expect("a pipe"));
        let told = Arc::clone(&log);
        spawn(move || {
            for line in errors.lines().map_while(Result::ok) {
                *told.lock().expect("whole") += &(line + "\n");
            }
        });
        Self { program, input: Some(input), output, gate, log, seen: Vec::new(), next: 0 }
    }

    /// A client that asks for diagnostics and takes symbols as a tree, ready to work.
    pub(crate) fn ready() -> Self {
        Self::able(
            json!({"textDocument": {"diagnostic": {}, "documentSymbol": {"hierarchicalDocumentSymbolSupport": true}}}),
        )
    }

    /// One that is told diagnostics.
    pub(crate) fn told() -> Self {
        Self::able(json!({"textDocument": {"publishDiagnostics": {"versionSupport": true}}}))
    }

    /// One that can do what `capabilities` say.
    pub(crate) fn able(capabilities: Value) -> Self {
        let mut client = Self::start();
        client.begin(json!({"processId": null, "rootUri": null, "capabilities": capabilities}));
        client
    }

    /// Shakes hands.
    pub(crate) fn begin(&mut self, params: Value) {
        let answer = self.request("initialize", params);
        assert!(answer["result"]["capabilities"].is_object(), "{answer}");
        self.notify("initialized", json!({}));
        self.open(STEADY, STEADY_TEXT);
    }

    /// The next request is answered, and rightly.
    pub(crate) fn lives(&mut self) {
        let answer = self.request("textDocument/diagnostic", of(STEADY));
        assert!(has(&answer["result"]["items"], "invalid-status"), "{answer}");
    }

    // what goes out

    /// Sends bytes as they are, in one write.
    pub(crate) fn raw(&mut self, bytes: impl AsRef<[u8]>) {
        if let Some(input) = &self.input {
            let _ = input.send(bytes.as_ref().to_vec()); // fails when the program is gone
        }
    }

    /// Sends a body under its right length.
    pub(crate) fn body(&mut self, body: impl AsRef<[u8]>) {
        self.raw(framed(body));
    }

    /// Sends a message.
    pub(crate) fn send(&mut self, message: &Value) {
        self.body(message.to_string());
    }

    /// Sends a notification.
    pub(crate) fn notify(&mut self, method: &str, params: Value) {
        self.send(&json!({"jsonrpc": "2.0", "method": method, "params": params}));
    }

    /// Sends a request without waiting; its id.
    pub(crate) fn ask(&mut self, method: &str, params: Value) -> i64 {
        self.next += 1;
        self.send(&json!({"jsonrpc": "2.0", "id": self.next, "method": method, "params": params}));
        self.next
    }

    /// Sends a request and waits for its answer.
    pub(crate) fn request(&mut self, method: &str, params: Value) -> Value {
        let id = self.ask(method, params);
        self.answer(id)
    }

    /// Opens a document.
    pub(crate) fn open(&mut self, uri: &str, text: &str) {
        let opened = json!({"uri": uri, "languageId": "markdown", "version": 0, "text": text});
        self.notify("textDocument/didOpen", json!({"textDocument": opened}));
    }

    /// Changes a document; each of `changes` is a content change of the protocol.
    pub(crate) fn change(&mut self, uri: &str, version: i64, changes: Value) {
        let document = json!({"uri": uri, "version": version});
        self.notify("textDocument/didChange", json!({"textDocument": document, "contentChanges": changes}));
    }

    /// Says that nothing more will come.
    pub(crate) fn close_input(&mut self) {
        self.input = None;
    }

    // what comes in

    /// From now on, what the program writes is left in its pipe.
    pub(crate) fn stop_reading(&self) {
        self.gate.set(Is::Shut);
    }

    /// What was left in the pipe is read.
    pub(crate) fn read_again(&self) {
        self.gate.set(Is::Open);
    }

    /// Our end of the pipe that it writes to is closed, as soon as something has come through it once more.
    pub(crate) fn close_output(&self) {
        self.gate.set(Is::Gone);
    }

    /// Waits until the program works no more: it has done all it can, or waits for us to read.
    #[cfg(target_os = "linux")]
    pub(crate) fn settle(&self) {
        let end = Instant::now() + LONG;
        let mut before = (0, self.worked());
        while Instant::now() < end {
            sleep(Duration::from_millis(50));
            let now = self.worked();
            before = if now == before.1 { (before.0 + 1, now) } else { (0, now) };
            if before.0 == 4 {
                return;
            }
        }
        self.give_up("it does not come to rest")
    }

    /// The answer to a request.
    pub(crate) fn answer(&mut self, id: impl Into<Value>) -> Value {
        let id = id.into();
        self.until(&format!("the answer to {id}"), |message| message["id"] == id && message.get("method").is_none())
    }

    /// The answer to a request is the error `code`.
    pub(crate) fn refused(&mut self, id: impl Into<Value>, code: i64) {
        let answer = self.answer(id);
        assert_eq!(answer["error"]["code"], code, "{answer}");
    }

    /// The next message for which `wanted` holds, `what` in words; what comes before it is kept.
    pub(crate) fn until(&mut self, what: &str, wanted: impl Fn(&Value) -> bool) -> Value {
        if let Some(place) = self.seen.iter().position(&wanted) {
            return self.seen.remove(place);
        }
        let end = Instant::now() + LONG;
        loop {
            match self.output.recv_timeout(end.saturating_duration_since(Instant::now())) {
                Ok(message) if wanted(&message) => return message,
                Ok(message) => self.seen.push(message),
                Err(RecvTimeoutError::Timeout) => self.give_up(&format!("waited {LONG:?} for {what}")),
                Err(RecvTimeoutError::Disconnected) => self.give_up(&format!("the program ended before {what}")),
            }
        }
    }

    /// What has come and was not asked for; the next request has to be answered first.
    pub(crate) fn unasked(&mut self) -> Vec<Value> {
        self.lives();
        std::mem::take(&mut self.seen)
    }

    /// The items that `textDocument/diagnostic` brings.
    pub(crate) fn diagnostics(&mut self, uri: &str) -> Value {
        let answer = self.request("textDocument/diagnostic", of(uri));
        assert!(answer["result"]["items"].is_array(), "{answer}");
        answer["result"]["items"].clone()
    }

    /// The symbols of a document.
    pub(crate) fn symbols(&mut self, uri: &str) -> Value {
        let answer = self.request("textDocument/documentSymbol", of(uri));
        assert!(answer["error"].is_null(), "{answer}");
        answer["result"].clone()
    }

    // how it ends

    /// The exit code, once the program has ended.
    pub(crate) fn ends(&mut self) -> Option<i32> {
        let end = Instant::now() + LONG;
        while Instant::now() < end {
            if let Some(status) = self.program.try_wait().expect("ours") {
                return status.code();
            }
            sleep(Duration::from_millis(5));
        }
        self.give_up(&format!("it did not end in {LONG:?}"))
    }

    /// Says good-bye, as it should be done.
    pub(crate) fn leave(mut self) {
        assert!(self.request("shutdown", Value::Null)["error"].is_null());
        self.notify("exit", Value::Null);
        assert_eq!(self.ends(), Some(0), "{}", self.log());
    }

    /// How many bytes of memory it has.
    #[cfg(target_os = "linux")]
    pub(crate) fn memory(&self) -> usize {
        let status = std::fs::read_to_string(format!("/proc/{}/status", self.program.id())).expect("it runs");
        let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:")).expect("a process has memory");
        line.trim().trim_end_matches(" kB").parse::<usize>().expect("a number") << 10
    }

    /// How much processor time it has had, in ticks.
    #[cfg(target_os = "linux")]
    fn worked(&self) -> u64 {
        let stat = std::fs::read_to_string(format!("/proc/{}/stat", self.program.id())).expect("it runs");
        let fields: Vec<&str> = stat.rsplit(')').next().unwrap_or_default().split_ascii_whitespace().collect();
        fields[11..13].iter().map(|ticks| ticks.parse::<u64>().expect("a number")).sum()
    }

    /// What it told on standard error.
    pub(crate) fn log(&self) -> String {
        self.log.lock().expect("whole").clone()
    }

    fn give_up(&self, why: &str) -> ! {
        let seen: Vec<String> =
            self.seen.iter().rev().take(3).map(|message| message.to_string().chars().take(300).collect()).collect();
        panic!("{why}\nlast seen: {seen:#?}\nits log:\n{}", self.log())
    }
}

impl Gate {
    fn set(&self, is: Is) {
        *self.is.lock().expect("whole") = is;
        self.moved.notify_all();
    }

    /// Waits while it is shut.
    fn wait(&self) -> Is {
        let is = self.is.lock().expect("whole");
        *self.moved.wait_while(is, |is| *is == Is::Shut).expect("whole")
    }
}

impl Drop for Client {
    fn drop(&mut self) {
        let _ = self.program.kill();
        let _ = self.program.wait();
        self.gate.set(Is::Gone); // so that the reading thread ends
    }
}

/// A body under its right length.
pub(crate) fn framed(body: impl AsRef<[u8]>) -> Vec<u8> {
    let body = body.as_ref();
    [format!("Content-Length: {}\r\n\r\n", body.len()).as_bytes(), body].concat()
}

/// The parameters that name a document and nothing else.
pub(crate) fn of(uri: &str) -> Value {
    json!({"textDocument": {"uri": uri}})
}

/// The parameters that name a place.
pub(crate) fn at(uri: &str, line: u64, character: u64) -> Value {
    json!({"textDocument": {"uri": uri}, "position": {"line": line, "character": character}})
}

/// Whether a finding of this rule is among the diagnostics.
pub(crate) fn has(items: &Value, code: &str) -> bool {
    items.as_array().is_some_and(|items| items.iter().any(|item| item["code"] == code))
}

/// A thread that writes: the program may stop reading, we must not.
fn write_to(mut pipe: ChildStdin) -> Sender<Vec<u8>> {
    let (sender, receiver) = channel::<Vec<u8>>();
    spawn(move || {
        for bytes in receiver {
            if pipe.write_all(&bytes).and_then(|()| pipe.flush()).is_err() {
                return; // the program is gone
            }
        }
    });
    sender
}

/// A thread that reads frames while the gate is open.
fn read_from(mut pipe: ChildStdout, gate: Arc<Gate>) -> Receiver<Value> {
    let (sender, receiver) = channel();
    spawn(move || {
        let (mut bytes, mut piece) = (Vec::new(), vec![0; 64 << 10]);
        loop {
            let Some(read) = pipe.read(&mut piece).ok().filter(|read| *read > 0) else { return };
            if gate.wait() == Is::Gone {
                return;
            }
            bytes.extend_from_slice(&piece[..read]);
            while let Some(message) = take_frame(&mut bytes) {
                if sender.send(message).is_err() {
                    return;
                }
            }
        }
    });
    receiver
}

/// The first whole frame, which is taken out.
fn take_frame(bytes: &mut Vec<u8>) -> Option<Value> {
    let head = bytes.windows(4).position(|window| window == b"\r\n\r\n")?;
    let header = std::str::from_utf8(&bytes[..head]).expect("a header is text");
    let length: usize = header.strip_prefix("Content-Length: ").expect("a length").parse().expect("a number");
    let body = head + 4..head + 4 + length;
    let message = serde_json::from_slice(bytes.get(body.clone())?).expect("a body is JSON");
    bytes.drain(..body.end);
    Some(message)
}
