//! Files as they really are: in circles, unreadable, vanishing, no text, huge, many; and none of anybody else's business.
//!
//! These tests also run as root, who may read everything: what cannot be read here can be read by nobody.

mod apart;
mod many;
mod quiet;
mod strange;

use serde_json::{Value, json};
use std::fs;
use std::io::{Read, Write};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};
use tempfile::TempDir;

/// A decision record with nothing wrong that would stop a check.
const RECORD: &str = "# Use Postgres for the ledger\n\n## Status\n\nAccepted\n\n## Context\n\nThe ledger outgrew its SQLite file.\n\n\
                      ## Decision\n\nWe will use Postgres, because the team runs it already.\n\n## Consequences\n\nBackups move.\n";

/// How long a command may take before it counts as hanging.
const PATIENCE: Duration = Duration::from_secs(60);

/// A folder that goes away, as the file system itself calls it.
struct Folder {
    path: PathBuf,
    _kept: TempDir,
}

/// What came of a command.
struct Done {
    out: String,
    err: String,
    code: Option<i32>,
    /// The most memory that it held, in kB.
    peak: u64,
}

impl Folder {
    fn new() -> Self {
        let kept = tempfile::tempdir().unwrap();
        Self { path: fs::canonicalize(kept.path()).unwrap(), _kept: kept }
    }

    /// The path of `name`, whose folder is made.
    fn at(&self, name: &str) -> PathBuf {
        let path = self.path.join(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        path
    }

    fn write(&self, name: &str, text: impl AsRef<[u8]>) -> PathBuf {
        let path = self.at(name);
        fs::write(&path, text).unwrap();
        path
    }

    fn link(&self, name: &str, target: impl AsRef<Path>) {
        std::os::unix::fs::symlink(target, self.at(name)).unwrap();
    }

    /// A pipe that nobody writes to: whoever opens it waits for good.
    fn pipe(&self, name: &str) {
        let made = Command::new("mkfifo").arg(self.at(name)).status().unwrap();
        assert!(made.success(), "mkfifo");
    }

    /// Runs staffwork here.
    fn run(&self, arguments: &[&str]) -> Done {
        done(self.start(arguments), &[])
    }

    fn start(&self, arguments: &[&str]) -> Child {
        let mut command = Command::new(env!("CARGO_BIN_EXE_staffwork"));
        command.args(arguments).current_dir(&self.path).env("STAFFWORK_LOG", "info");
        command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap()
    }

    /// What `check --format json` says of each file, by its name.
    fn check(&self, arguments: &[&str]) -> (Vec<(String, Option<String>)>, Done) {
        let done = self.run(&[&["check", "--format", "json"], arguments].concat());
        let all: Value =
            serde_json::from_str(&done.out).unwrap_or_else(|why| panic!("{why}: {}\n{}", done.out, done.err));
        let file =
            |file: &Value| (file["path"].as_str().unwrap().to_owned(), file["error"].as_str().map(str::to_owned));
        (all["files"].as_array().unwrap().iter().map(file).collect(), done)
    }

    /// Serves a client that sends `messages` after its greeting, and then leaves; what the server said to it.
    fn serve(&self, messages: &[Value], log: &str) -> (Vec<Value>, Done) {
        let greeting = json!({"jsonrpc": "2.0", "id": 1, "method": "initialize", "params": {"processId": null,
            "rootUri": self.uri(""), "capabilities": {}}});
        let goodbye = json!({"jsonrpc": "2.0", "id": 2, "method": "shutdown"});
        let mut command = Command::new(env!("CARGO_BIN_EXE_staffwork"));
        command.arg("lsp").current_dir("/").env("STAFFWORK_LOG", log);
        let child = command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
        let all = std::iter::once(&greeting).chain(messages).chain([&goodbye]);
        let input: Vec<u8> = all.flat_map(framed).collect();
        let done = done(child, &input);
        (said(&done.out), done)
    }

    fn uri(&self, name: &str) -> String {
        format!("file://{}", self.path.join(name).display()).trim_end_matches('/').to_owned()
    }

    /// A notification that the file `name` was opened with `text`.
    fn opened(&self, name: &str, text: &str) -> Value {
        json!({"jsonrpc": "2.0", "method": "textDocument/didOpen", "params": {"textDocument":
            {"uri": self.uri(name), "languageId": "markdown", "version": 1, "text": text}}})
    }

    /// The request `method` about the file `name`, at its third line.
    fn asked(&self, id: i64, method: &str, name: &str) -> Value {
        let place = json!({"line": 2, "character": 3});
        json!({"jsonrpc": "2.0", "id": id, "method": method, "params": {"textDocument": {"uri": self.uri(name)},
            "position": place, "range": {"start": place, "end": place}, "context": {"diagnostics": []}}})
    }
}

fn framed(message: &Value) -> Vec<u8> {
    let body = message.to_string();
    format!("Content-Length: {}\r\n\r\n{body}", body.len()).into_bytes()
}

/// The messages of a server's output.
fn said(mut output: &str) -> Vec<Value> {
    let mut all = Vec::new();
    while let Some((head, rest)) = output.split_once("\r\n\r\n") {
        let length: usize = head.rsplit(' ').next().unwrap().parse().unwrap();
        all.push(serde_json::from_str(&rest[..length]).unwrap());
        output = &rest[length..];
    }
    all
}

/// Gives a program its input and waits for its end, for as long as patience goes.
fn done(mut child: Child, input: &[u8]) -> Done {
    let (mut to, mut out, mut err) =
        (child.stdin.take().unwrap(), child.stdout.take().unwrap(), child.stderr.take().unwrap());
    let input = input.to_vec();
    let send = std::thread::spawn(move || drop(to.write_all(&input)));
    let read_out = std::thread::spawn(move || {
        let mut text = String::new();
        out.read_to_string(&mut text).map(|_| text).unwrap()
    });
    let read_err = std::thread::spawn(move || {
        let mut bytes = Vec::new();
        err.read_to_end(&mut bytes).map(|_| String::from_utf8_lossy(&bytes).into_owned()).unwrap()
    });
    let (began, mut peak, status) = (Instant::now(), 0, format!("/proc/{}/status", child.id()));
    let code = loop {
        if let Ok(status) = fs::read_to_string(&status) {
            let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
            let size = line.and_then(|line| line.trim().trim_end_matches(" kB").parse().ok());
            peak = size.unwrap_or(0).max(peak);
        }
        if let Some(status) = child.try_wait().unwrap() {
            break status.code();
        }
        if began.elapsed() > PATIENCE {
            child.kill().unwrap();
            child.wait().unwrap();
            panic!("it hangs");
        }
        std::thread::sleep(Duration::from_millis(5));
    };
    send.join().unwrap();
    Done { out: read_out.join().unwrap(), err: read_err.join().unwrap(), code, peak }
}
