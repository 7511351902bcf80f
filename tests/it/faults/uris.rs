//! Documents and folders of every name.

use super::client::{Client, has, of};
use serde_json::{Value, json};
use std::path::Path;

const TEXT: &str = "# 2. Use a queue\n\n## Status\n\nacepted\n\n## Context\n\nWords.\n";

/// The document is known under exactly this name, and gone when it is closed; what is found in it before.
fn known(uri: &str) -> Value {
    let mut client = Client::ready();
    client.open(uri, TEXT);
    assert!(client.symbols(uri).to_string().contains("Use a queue"), "{uri}");
    let found = client.diagnostics(uri);
    client.notify("textDocument/didClose", of(uri));
    assert!(client.symbols(uri).is_null(), "{uri}");
    client.lives();
    client.leave();
    found
}

/// It is also read as the decision that its folder says it is.
fn is_read(uri: &str) {
    let found = known(uri);
    assert!(has(&found, "invalid-status"), "{uri}: {found}");
}

#[test]
fn spaces_are_no_hindrance() {
    is_read("file:///w/my%20docs/adr/0002-a%20queue.md");
    is_read("file:///w/my docs/adr/0002-a queue.md");
}

#[test]
fn unicode_is_no_hindrance() {
    is_read("file:///w/d%C3%B6cs/adr/0002-%F0%9D%84%9E.md");
    is_read("file:///w/döcs/adr/0002-𝄞.md");
    is_read("file:///w/e\u{301}/adr/0002-👩‍🚀.md");
}

#[test]
fn percent_forms_of_every_sort_are_no_hindrance() {
    for name in [
        "0002-100%25.md",
        "0002-%.md",
        "0002-%zz.md",
        "0002-%FF%FE.md",
        "0002-%00.md",
        "0002-%2F..%2F..%2Fetc.md",
        "0002-a+b.md",
        "0002-%E2%80%A8.md",
    ] {
        known(&format!("file:///w/docs/adr/{name}"));
    }
    is_read("file:///w/docs/adr/0002%2Dqueue%2emd");
    is_read("file:///w/docs%2Fadr/0002-queue.md");
}

#[test]
fn drive_letters_are_no_hindrance() {
    for uri in
        ["file:///c:/w/docs/adr/0002-a.md", "file:///C%3A/w/docs/adr/0002-a.md", "file:///c%3a/w/docs/adr/0002-a.md"]
    {
        is_read(uri);
    }
}

#[test]
fn hosts_queries_and_other_schemes_are_no_hindrance() {
    for uri in [
        "file://server/share/docs/adr/0002-a.md",
        "file:///w/docs/adr/0002-a.md?x=1#part",
        "vscode-remote://wsl%2Bubuntu/w/docs/adr/0002-a.md",
        "git:/w/docs/adr/0002-a.md?ref",
    ] {
        known(uri);
    }
    is_read("file://localhost/w/docs/adr/0002-a.md");
    is_read("file:/w/docs/adr/0002-a.md");
}

#[test]
fn untitled_documents_are_served() {
    for uri in ["untitled:Untitled-1", "untitled:/w/docs/adr/0002-a.md", "untitled:", "inmemory://model/1"] {
        known(uri);
    }
}

#[test]
fn what_is_no_uri_is_a_name_like_any_other() {
    for uri in [
        "",
        " ",
        "docs/adr/0002-a.md",
        "/w/docs/adr/0002-a.md",
        "c:\\w\\docs\\adr\\0002-a.md",
        "file:",
        "file://",
        "file:///",
        "file:///w/docs/adr/",
        "file:///../../..",
        "::::",
        "\0",
        "%",
        "é𝄞",
        &format!("file:///{}.md", "x/".repeat(10_000)),
    ] {
        known(uri);
    }
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
