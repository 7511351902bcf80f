//! A log says nothing of what people write or what their files are called, unless it is asked for everything.

use super::{Folder, framed};
use serde_json::{Value, json};

/// A word that stands in every path and every text below, and nowhere else.
const MARK: &str = "Quetzalcoatl";

/// What somebody does with documents that are broken in every way, and a client that sends what nobody expects.
fn session(folder: &Folder) -> Vec<Value> {
    let notify = |method: &str, params: Value| json!({"jsonrpc": "2.0", "method": method, "params": params});
    let texts = [
        format!("# {MARK}\n\n## Status\n\n{MARK}\n\n## Context\n\n{MARK} TBD\n"),
        format!("---\nstatus: [{MARK}\n{MARK}: &a [*a, {MARK}]\n---\n# {MARK}\n"),
        format!("---\n{MARK}: {{{MARK}}}\n---\n\n<!-- staffwork: allow {MARK} -->\n"),
    ];
    let mut messages = vec![notify("initialized", json!({}))];
    for (count, text) in (0_i64..).zip(&texts) {
        let name = format!("{MARK}/000{count}-{MARK}.md");
        messages.push(folder.opened(&name, text));
        let methods = ["documentSymbol", "hover", "completion", "codeAction", "diagnostic"];
        let first = 10 * (count + 1);
        messages.extend(
            (first..).zip(methods).map(|(id, method)| folder.asked(id, &format!("textDocument/{method}"), &name)),
        );
    }
    let uri = folder.uri("staffwork.toml");
    messages.push(folder.opened("staffwork.toml", &format!("profile = \"{MARK}\"\n[{MARK}")));
    messages.push(
        folder.opened(&format!(".staffwork/kinds/{MARK}.toml"), &format!("id = \"{MARK}\"\nextends = \"{MARK}\"\n")),
    );
    messages.push(notify("textDocument/didSave", json!({"textDocument": {"uri": uri}})));
    messages.push(notify("workspace/didChangeConfiguration", json!({"settings": {MARK: MARK}})));
    messages.push(notify("textDocument/didChange", json!({"textDocument": {"uri": MARK}, "contentChanges": MARK})));
    messages.push(notify(
        "textDocument/didChange",
        json!({"textDocument": {"uri": format!("file:///{MARK}.md"), "version": 3},
        "contentChanges": [{"text": MARK}]}),
    ));
    messages.push(notify(&format!("$/{MARK}"), json!({"word": MARK})));
    messages.push(notify(MARK, json!([MARK])));
    messages.push(json!({"jsonrpc": "2.0", "id": 900, "method": MARK, "params": MARK}));
    messages
        .push(json!({"jsonrpc": "2.0", "id": 901, "method": "textDocument/hover", "params": {"textDocument": MARK}}));
    messages.push(json!({"jsonrpc": "2.0", "id": 77, "result": MARK}));
    messages.push(json!({"jsonrpc": "2.0", "id": [MARK], "method": "x"}));
    messages.push(json!([MARK]));
    messages
}

fn project() -> Folder {
    let folder = Folder::new();
    folder
        .write("staffwork.toml", format!("profile = \"{MARK}\"\nexclude = [\"{MARK}[\"]\n[rules]\n{MARK} = \"off\"\n"));
    folder
        .write(&format!(".staffwork/kinds/{MARK}.toml"), format!("id = \"{MARK}\"\nkind = \"{MARK}\"\n[[sections]]\n"));
    folder.write(&format!("{MARK}/kep.yaml"), format!("{MARK}: [{MARK}\n"));
    folder
}

#[test]
fn no_path_and_no_text_of_a_document_goes_to_a_log_above_debug() {
    let folder = project();
    for level in ["error", "warn", "info"] {
        let (answers, done) = folder.serve(&session(&folder), level);
        assert!(answers.iter().any(|answer| answer.to_string().contains(MARK)), "the documents were understood");
        assert_eq!(done.code, Some(0), "{}", done.err);
        let told: Vec<&str> =
            done.err.lines().filter(|line| line.contains(MARK) || names_path(line, &folder)).collect();
        assert!(told.is_empty(), "at {level}:\n{}", told.join("\n"));
    }
}

fn names_path(line: &str, folder: &Folder) -> bool {
    line.contains(&*folder.path.to_string_lossy())
}

#[test]
fn bytes_that_are_no_message_do_not_go_to_a_log_above_debug() {
    let folder = project();
    let child = folder.start(&["lsp"]);
    let mut input =
        format!("Content-Length: 40\r\n\r\n{{\"{MARK}\": {MARK}}}\r\n{MARK}\r\nContent-{MARK}: 4\r\n\r\n").into_bytes();
    input.extend(format!("Content-Length: {MARK}\r\n\r\n").as_bytes());
    input.extend(format!("Content-Length: 18\r\n\r\n\"{MARK}\"\r\n\r\n\u{e9}").as_bytes());
    input.extend(framed(&json!({"jsonrpc": "2.0", "id": 1, "method": "shutdown", "params": MARK})));
    let done = super::done(child, &input);
    assert!(!done.err.contains(MARK), "{}", done.err);
}

#[test]
fn a_log_that_is_asked_for_everything_may_tell_it() {
    let folder = project();
    let (_, done) = folder.serve(&session(&folder), "trace");
    assert!(!done.err.is_empty(), "there is a log to be quiet in");
}
