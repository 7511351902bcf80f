//! Documents and folders of every name.

use super::client::{Client, has, of};
use serde_json::{Value, json};
use std::path::Path;

const TEXT: &str = "# 2. Use a queue\n\n## Status\n\nacepted\n\n## Context\n\nWords.\n";

/// Documents of these names are known under exactly these, and gone when they are closed; what is found in each before.
fn known<U: AsRef<str>>(uris: impl IntoIterator<Item = U>) -> Vec<Value> {
    let mut client = Client::ready();
    let mut all = Vec::new();
    for uri in uris {
        let uri = uri.as_ref();
        client.open(uri, TEXT);
        assert!(client.symbols(uri).to_string().contains("Use a queue"), "{uri}");
        all.push(client.diagnostics(uri));
        client.notify("textDocument/didClose", of(uri));
        assert!(client.symbols(uri).is_null(), "{uri}");
        client.lives();
    }
    client.leave();
    all
}

/// They are also read as the decisions that their folders say they are.
fn are_read(uris: &[&str]) {
    for (uri, found) in uris.iter().zip(known(uris)) {
        assert!(has(&found, "invalid-status"), "{uri}: {found}");
    }
}

#[test]
fn spaces_are_no_hindrance() {
    are_read(&["file:///w/my%20docs/adr/0002-a%20queue.md", "file:///w/my docs/adr/0002-a queue.md"]);
}

#[test]
fn unicode_is_no_hindrance() {
    are_read(&[
        "file:///w/d%C3%B6cs/adr/0002-%F0%9D%84%9E.md",
        "file:///w/döcs/adr/0002-𝄞.md",
        "file:///w/e\u{301}/adr/0002-👩‍🚀.md",
    ]);
}

#[test]
fn percent_forms_of_every_sort_are_no_hindrance() {
    are_read(&["file:///w/docs/adr/0002%2Dqueue%2emd", "file:///w/docs%2Fadr/0002-queue.md"]);
    let names = ["100%25", "%", "%zz", "%FF%FE", "%00", "%2F..%2F..%2Fetc", "a+b", "%E2%80%A8"];
    known(names.map(|name| format!("file:///w/docs/adr/0002-{name}.md")));
}

#[test]
fn drive_letters_are_no_hindrance() {
    are_read(&[
        "file:///c:/w/docs/adr/0002-a.md",
        "file:///C%3A/w/docs/adr/0002-a.md",
        "file:///c%3a/w/docs/adr/0002-a.md",
    ]);
}

#[test]
fn hosts_queries_and_other_schemes_are_no_hindrance() {
    are_read(&[
        "file://localhost/w/docs/adr/0002-a.md",
        "file:/w/docs/adr/0002-a.md",
        "file:///w/docs/adr/0002-a.md?x#y",
    ]);
    known([
        "file://server/share/docs/adr/0002-a.md",
        "vscode-remote://wsl%2Bubuntu/w/0002-a.md",
        "git:/w/0002-a.md?ref",
    ]);
}

#[test]
fn untitled_documents_are_served() {
    known(["untitled:Untitled-1", "untitled:/w/docs/adr/0002-a.md", "untitled:", "inmemory://model/1"]);
}

#[test]
fn what_is_no_uri_is_a_name_like_any_other() {
    let long = format!("file:///{}.md", "x/".repeat(10_000));
    known(["", " ", "docs/adr/0002-a.md", "/w/0002-a.md", "c:\\w\\0002-a.md", "file:", "file://", "file:///", &long]);
    known(["file:///w/docs/adr/", "file:///../../..", "::::", "\0", "%", "é𝄞"]);
}

fn folder(path: &Path) -> Value {
    json!({"uri": format!("file://{}", path.display()), "name": "one"})
}

fn move_folders(client: &mut Client, added: &[Value], removed: &[Value]) {
    client.notify("workspace/didChangeWorkspaceFolders", json!({"event": {"added": added, "removed": removed}}));
}

#[test]
fn folders_are_added_and_removed() {
    let home = tempfile::tempdir().unwrap();
    std::fs::create_dir_all(home.path().join("one/docs/adr")).unwrap();
    std::fs::write(home.path().join("staffwork.toml"), "[rules]\ninvalid-status = \"off\"\n").unwrap();
    let uri = format!("file://{}", home.path().join("one/docs/adr/0002-a.md").display());
    let mut client = Client::ready();
    client.open(&uri, TEXT);
    assert!(!has(&client.diagnostics(&uri), "invalid-status"), "no folder: the configuration above is found");
    let one = folder(&home.path().join("one"));
    move_folders(&mut client, std::slice::from_ref(&one), &[]);
    assert!(
        has(&client.diagnostics(&uri), "invalid-status"),
        "what lies above a folder of the client counts for nothing"
    );
    move_folders(&mut client, &[], &[one]);
    assert!(!has(&client.diagnostics(&uri), "invalid-status"), "and does so again");
    client.lives();
    client.leave();
}

#[test]
fn folders_that_are_strange_or_come_and_go_without_reason_are_no_hindrance() {
    let mut client = Client::ready();
    let strange = [
        "",
        "untitled:",
        "file:///no/such/folder",
        "file:///etc/passwd",
        "rubbish",
        "file:///%FF",
        "file:///c:/",
        "file:///",
    ];
    let strange = strange.map(|uri| json!({"uri": uri, "name": ""}));
    for _ in 0..3 {
        move_folders(&mut client, &strange, &strange);
        move_folders(&mut client, &[], &strange);
        move_folders(&mut client, &strange, &[]);
        client.lives();
    }
    client.leave();
}
