//! A client at the other end of an in-memory pipe: frames out, frames in, nothing clever.

use serde_json::{Value, json};
use staffwork::lsp;
use tokio::io::{AsyncReadExt, AsyncWriteExt, DuplexStream, ReadHalf, WriteHalf};
use tokio::task::JoinHandle;

/// A client and the server it speaks to.
pub(crate) struct Session {
    input: WriteHalf<DuplexStream>,
    output: ReadHalf<DuplexStream>,
    buffer: Vec<u8>,
    next: i64,
    server: JoinHandle<lsp::Ended>,
}

impl Session {
    /// Starts a server and shakes hands; `capabilities` are the client's.
    pub(crate) async fn start(capabilities: Value) -> Self {
        let (client, server) = tokio::io::duplex(1 << 20);
        let (input, output) = tokio::io::split(server);
        let (service, socket, outbox) = lsp::service();
        let server = tokio::spawn(lsp::serve(service, socket, outbox, input, output));
        let (output, input) = tokio::io::split(client);
        let mut session = Self { input, output, buffer: Vec::new(), next: 0, server };
        session.request("initialize", json!({"processId": null, "rootUri": null, "capabilities": capabilities})).await;
        session.notify("initialized", json!({})).await;
        session
    }

    /// Sends a message as it is.
    pub(crate) async fn send(&mut self, message: &Value) {
        let body = message.to_string();
        let frame = format!("Content-Length: {}\r\n\r\n{body}", body.len());
        self.input.write_all(frame.as_bytes()).await.expect("the server reads");
    }

    /// Sends a notification.
    pub(crate) async fn notify(&mut self, method: &str, params: Value) {
        self.send(&json!({"jsonrpc": "2.0", "method": method, "params": params})).await;
    }

    /// Sends a request without waiting; its id.
    pub(crate) async fn ask(&mut self, method: &str, params: Value) -> i64 {
        self.next += 1;
        let id = self.next;
        self.send(&json!({"jsonrpc": "2.0", "id": id, "method": method, "params": params})).await;
        id
    }

    /// Sends a request and waits for its answer; what comes before it is passed over.
    pub(crate) async fn request(&mut self, method: &str, params: Value) -> Value {
        let id = self.ask(method, params).await;
        self.until(|message| message["id"] == id && message.get("method").is_none()).await
    }

    /// The next message for which `wanted` holds.
    pub(crate) async fn until(&mut self, wanted: impl Fn(&Value) -> bool) -> Value {
        loop {
            let message = self.receive().await.expect("the server speaks");
            if wanted(&message) {
                return message;
            }
        }
    }

    /// The next message; `None` when the server is gone.
    pub(crate) async fn receive(&mut self) -> Option<Value> {
        loop {
            if let Some(message) = self.take() {
                return Some(message);
            }
            let mut piece = vec![0; 1 << 16];
            let read = self.output.read(&mut piece).await.ok().filter(|read| *read > 0)?;
            self.buffer.extend_from_slice(&piece[..read]);
        }
    }

    fn take(&mut self) -> Option<Value> {
        let head = self.buffer.windows(4).position(|window| window == b"\r\n\r\n")?;
        let header = std::str::from_utf8(&self.buffer[..head]).expect("a header is text");
        let length: usize = header.split(':').nth(1)?.trim().parse().expect("a length is a number");
        let body = head + 4..head + 4 + length;
        let message = serde_json::from_slice(self.buffer.get(body.clone())?).expect("a body is JSON");
        self.buffer.drain(..body.end);
        Some(message)
    }

    /// Writes `script`, a run of frames, while reading; the first `wanted` answers to its requests.
    pub(crate) async fn exchange(&mut self, script: Vec<u8>, wanted: usize) -> Vec<Value> {
        let mut answers = Vec::new();
        let mut written = 0;
        while answers.len() < wanted {
            let mut piece = vec![0; 1 << 16];
            tokio::select! {
                sent = self.input.write(&script[written..]), if written < script.len() => {
                    written += sent.expect("the server reads");
                }
                read = self.output.read(&mut piece) => {
                    let read = read.ok().filter(|read| *read > 0).expect("the server speaks");
                    self.buffer.extend_from_slice(&piece[..read]);
                }
            }
            while let Some(message) = self.take() {
                if message.get("method").is_none() {
                    answers.push(message);
                }
            }
        }
        answers
    }

    /// Says good-bye; the server's exit code.
    pub(crate) async fn end(mut self) -> i32 {
        self.request("shutdown", Value::Null).await;
        self.notify("exit", Value::Null).await;
        self.server.await.expect("the server ends").code()
    }
}
