//! What is nobody's business: nothing outside of a project is read, and nothing is written unasked.

use super::{Folder, RECORD};
use serde_json::{Value, json};
use std::collections::BTreeMap;
use std::fs::{self, File, FileTimes};
use std::path::{Path, PathBuf};
use std::time::{Duration, SystemTime};

/// A document that names everything around it.
const CURIOUS: &str = "# Use Postgres\n\n## Status\n\nSuperseded by [ADR 2](../../outside.md#x)\n\n## Context\n\nSee [b](link.md#x), \
                       [c](../../staffwork.toml), [d](/etc/passwd), [e](far/inside.md#x) and ![f](../../image.png).\n";

/// A project in a folder, and around it whatever could tempt somebody to look.
fn tempting() -> (Folder, Vec<PathBuf>) {
    let folder = Folder::new();
    let outside = [
        "outside.md",
        "staffwork.toml",
        ".staffwork/kinds/a.toml",
        "kep.yaml",
        "README.md",
        "far/inside.md",
        "own.toml",
    ];
    let traps: Vec<PathBuf> = outside.iter().map(|name| folder.write(name, "# x\n")).collect();
    folder.write("project/docs/0001-a.md", CURIOUS);
    folder.write("project/docs/README.md", "# KEP-1: x\n");
    folder.write("project/.git/HEAD", "ref: refs/heads/main\n");
    folder.link("project/docs/link.md", "../../outside.md");
    folder.link("project/docs/far", "../../far");
    folder.link("project/docs/kep.yaml", "../../kep.yaml");
    folder.link("project/.staffwork/kinds/own.toml", "../../../own.toml");
    (folder, traps)
}

/// Says that `path` was last read long ago; the next read is written down, as the file system does it once a day.
fn forget_reading(path: &Path) {
    let long_ago = SystemTime::UNIX_EPOCH + Duration::from_secs(1_000_000_000);
    File::options().write(true).open(path).unwrap().set_times(FileTimes::new().set_accessed(long_ago)).unwrap();
}

fn was_read(path: &Path) -> bool {
    let read = fs::metadata(path).unwrap().accessed().unwrap();
    read > SystemTime::UNIX_EPOCH + Duration::from_secs(1_100_000_000)
}

/// Whether this file system writes down that a file was read.
fn reads_are_noticed(folder: &Folder) -> bool {
    let path = folder.write("control", "x");
    forget_reading(&path);
    fs::read(&path).unwrap();
    let noticed = was_read(&path);
    if !noticed {
        eprintln!("skipped: this file system does not say when a file was read");
    }
    noticed
}

#[test]
fn nothing_outside_of_the_project_is_read() {
    let (folder, traps) = tempting();
    if !reads_are_noticed(&folder) {
        return;
    }
    let project = folder.path.join("project");
    let run = |what: &str, work: &dyn Fn()| {
        for trap in &traps {
            forget_reading(trap);
        }
        let own = project.join("docs/0001-a.md");
        forget_reading(&own);
        work();
        let read: Vec<_> = traps.iter().filter(|trap| was_read(trap)).collect();
        assert!(read.is_empty(), "{what} reads {read:?}");
        was_read(&own)
    };
    let command = |command: &'static str| {
        let folder = &folder;
        move || drop(folder.run(&[command, "--format", "json", "project"]))
    };
    assert!(run("check", &command("check")), "the document itself is read");
    assert!(run("inspect", &command("inspect")), "the document itself is read");
    run("explain", &|| drop(folder.run(&["explain", "project/docs/0001-a.md"])));
    let inner = Folder { path: project.clone(), _kept: tempfile::tempdir().unwrap() };
    run("the server", &|| {
        let (answers, _) = inner.serve(&session(&inner), "info");
        assert!(answers.iter().any(|answer| answer["id"] == 10 && answer["result"].is_array()), "{answers:?}");
    });
}

/// Everything that a client does to a document.
fn session(folder: &Folder) -> Vec<Value> {
    let name = "docs/0001-a.md";
    let uri = folder.uri(name);
    let notify = |method: &str, params: Value| json!({"jsonrpc": "2.0", "method": method, "params": params});
    let edit =
        json!({"range": {"start": {"line": 0, "character": 2}, "end": {"line": 0, "character": 5}}, "text": "Keep"});
    let change = json!({"textDocument": {"uri": uri, "version": 2}, "contentChanges": [edit]});
    let mut messages = vec![
        notify("initialized", json!({})),
        folder.opened(name, CURIOUS),
        folder.opened("docs/README.md", "# KEP-1: x\n"),
        notify("textDocument/didChange", change),
    ];
    let methods = ["documentSymbol", "hover", "completion", "codeAction", "diagnostic"];
    messages.extend((10..).zip(methods).map(|(id, method)| folder.asked(id, &format!("textDocument/{method}"), name)));
    messages.push(notify("textDocument/didSave", json!({"textDocument": {"uri": uri}})));
    messages.push(notify("workspace/didChangeWatchedFiles", json!({"changes": [{"uri": uri, "type": 2}]})));
    messages.push(notify("textDocument/didClose", json!({"textDocument": {"uri": uri}})));
    messages
}

#[test]
fn nothing_is_written_unasked() {
    let (folder, _) = tempting();
    folder.write("project/broken.md", "---\nstatus: [a\n---\n# x\n");
    folder.write("project/docs/0002-b.md", RECORD);
    let before = tree(&folder.path);
    for arguments in [
        &["check", "project"][..],
        &["check", "--format", "json", "project"],
        &["inspect", "project"],
        &["explain", "project/docs/0001-a.md"],
        &["kinds"],
        &["config", "schema"],
        &["init", "--help"],
    ] {
        folder.run(arguments);
        assert_eq!(tree(&folder.path), before, "{arguments:?} writes");
    }
    let inner = Folder { path: folder.path.join("project"), _kept: tempfile::tempdir().unwrap() };
    inner.serve(&session(&inner), "debug");
    assert_eq!(tree(&folder.path), before, "the server writes");
}

/// Every file and folder below `folder`: what it holds, and when it was last written.
fn tree(folder: &Path) -> BTreeMap<PathBuf, (SystemTime, Vec<u8>)> {
    let mut all = BTreeMap::new();
    let mut folders = vec![folder.to_owned()];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).unwrap() {
            let entry = entry.unwrap();
            let (path, kind) = (entry.path(), entry.file_type().unwrap());
            let written = fs::symlink_metadata(&path).unwrap().modified().unwrap();
            let content = if kind.is_file() { fs::read(&path).unwrap() } else { Vec::new() };
            all.insert(path.clone(), (written, content));
            if kind.is_dir() {
                folders.push(path);
            }
        }
    }
    all
}
