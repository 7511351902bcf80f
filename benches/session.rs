//! A client of the real server: the program, its pipes, and what the system says of it.

use crate::clock;
use serde_json::{Value, json};
use std::io::{BufRead, BufReader, Read, Write};
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};
use std::time::Duration;

/// The program.
pub(crate) const PROGRAM: &str = env!("CARGO_BIN_EXE_staffwork");

/// A server that has answered `initialize`.
pub(crate) struct Session {
    server: Child,
    input: ChildStdin,
    output: BufReader<ChildStdout>,
    next: i64,
}

impl Session {
    /// Starts a server and shakes hands.
    pub(crate) fn start() -> Self {
        let mut command = Command::new(PROGRAM);
        let piped = command.arg("lsp").stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::null());
        let mut server = piped.spawn().expect("the program starts");
        let input = server.stdin.take().expect("a pipe was asked for");
        let output = BufReader::new(server.stdout.take().expect("a pipe was asked for"));
        let mut session = Self { server, input, output, next: 0 };
        let capabilities = json!({"textDocument": {"hover": {"contentFormat": ["markdown"]}}});
        session.request("initialize", &json!({"processId": null, "rootUri": null, "capabilities": capabilities}));
        session
    }

    /// Says that it may begin, and opens `text` at `uri`; its diagnostics have come when this returns.
    pub(crate) fn open(&mut self, uri: &str, text: &str) {
        self.notify("initialized", &json!({}));
        let document = json!({"uri": uri, "languageId": "markdown", "version": 1, "text": text});
        self.notify("textDocument/didOpen", &json!({"textDocument": document}));
        self.until(|message| message["method"] == "textDocument/publishDiagnostics");
    }

    /// Sends a notification.
    pub(crate) fn notify(&mut self, method: &str, params: &Value) {
        self.send(&json!({"jsonrpc": "2.0", "method": method, "params": params}));
    }

    /// Sends a request and waits for its answer.
    pub(crate) fn request(&mut self, method: &str, params: &Value) -> Value {
        self.next += 1;
        let id = self.next;
        self.send(&json!({"jsonrpc": "2.0", "id": id, "method": method, "params": params}));
        self.until(|message| message["id"] == id && message.get("method").is_none())
    }

    /// The next message for which `wanted` holds.
    pub(crate) fn until(&mut self, wanted: impl Fn(&Value) -> bool) -> Value {
        loop {
            let message = self.receive();
            if wanted(&message) {
                return message;
            }
        }
    }

    fn send(&mut self, message: &Value) {
        let body = message.to_string();
        write!(self.input, "Content-Length: {}\r\n\r\n{body}", body.len()).expect("the server reads");
        self.input.flush().expect("the server reads");
    }

    fn receive(&mut self) -> Value {
        let mut length = 0;
        loop {
            let mut line = String::new();
            assert!(self.output.read_line(&mut line).expect("the server writes") > 0, "the server is gone");
            match line.trim().strip_prefix("Content-Length: ") {
                Some(bytes) => length = bytes.parse().expect("a length is a number"),
                None if line.trim().is_empty() => break,
                None => {}
            }
        }
        let mut body = vec![0; length];
        self.output.read_exact(&mut body).expect("the server writes all of it");
        serde_json::from_slice(&body).expect("the server writes JSON")
    }

    /// The CPU time that the server has used.
    pub(crate) fn cpu(&self) -> Duration {
        clock::of(self.server.id())
    }

    /// The memory of the server that is resident: all of it, and what is not a copy of its file, in MB.
    pub(crate) fn resident(&self) -> Option<(f64, f64)> {
        let status = std::fs::read_to_string(format!("/proc/{}/status", self.server.id())).ok()?;
        let megabytes = |name: &str| {
            let line = status.lines().find_map(|line| line.strip_prefix(name))?;
            Some(line.trim().trim_end_matches("kB").trim().parse::<f64>().ok()? / 1024.0)
        };
        Some((megabytes("VmRSS:")?, megabytes("RssAnon:")?))
    }
}

impl Drop for Session {
    fn drop(&mut self) {
        let _ = self.server.kill();
        let _ = self.server.wait();
    }
}
