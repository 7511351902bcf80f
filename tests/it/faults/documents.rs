//! Documents that no person writes, and messages about documents that are not there.

use super::client::{Client, at, has, of};
use serde_json::{Value, json};
use std::fmt::Write as _;

const URI: &str = "file:///w/docs/adr/0002-shape.md";

/// A decision with a misspelt state, with `body` behind it.
fn decision(body: &str) -> String {
    format!("# 2. Use a queue\n\n## Status\n\nacepted\n\n## Context\n\n{body}\n\n## Decision\n\nWe will.\n")
}

/// Documents with such bodies are read, asked about, edited, and asked about again; the next request is answered.
fn survives<B: AsRef<str>>(bodies: impl IntoIterator<Item = B>) {
    let mut client = Client::ready();
    for body in bodies {
        use_it(&mut client, body.as_ref());
        client.lives();
    }
    client.leave();
}

fn use_it(client: &mut Client, body: &str) {
    client.open(URI, &decision(body));
    let found = client.diagnostics(URI);
    assert!(has(&found, "invalid-status"), "{found:.300}");
    assert!(client.symbols(URI).is_array());
    assert!(client.request("textDocument/hover", at(URI, 2, 4))["error"].is_null());
    let range = json!({"start": {"line": 4, "character": 0}, "end": {"line": 4, "character": 7}});
    client.change(URI, 1, json!([{"range": range, "text": "Accepted"}]));
    assert!(!has(&client.diagnostics(URI), "invalid-status"));
    assert!(client.request("textDocument/completion", at(URI, 4, 3))["error"].is_null());
}

// messages about documents

#[test]
fn changes_of_an_unopened_document_are_passed_over() {
    let mut client = Client::ready();
    let range = json!({"start": {"line": 0, "character": 0}, "end": {"line": 0, "character": 0}});
    client.change(URI, 1, json!([{"range": range, "text": "# A\n"}]));
    client.change(URI, 2, json!([{"text": "# A\n"}]));
    client.notify("textDocument/didSave", of(URI));
    client.notify("textDocument/didClose", of(URI));
    assert_eq!(client.symbols(URI), Value::Null);
    assert_eq!(client.diagnostics(URI), json!([]));
    client.lives();
    client.leave();
}

#[test]
fn requests_about_an_unopened_document_are_answered_with_nothing() {
    let mut client = Client::ready();
    for (method, extra) in [
        ("hover", json!({"position": {"line": 1, "character": 1}})),
        ("completion", json!({"position": {"line": 1, "character": 1}})),
        ("documentSymbol", json!({})),
        (
            "codeAction",
            json!({"range": {"start": {"line": 0, "character": 0}, "end": {"line": 1, "character": 0}},
            "context": {"diagnostics": []}}),
        ),
    ] {
        let mut params = of(URI);
        params.as_object_mut().unwrap().extend(extra.as_object().unwrap().clone());
        let answer = client.request(&format!("textDocument/{method}"), params);
        assert!(answer["error"].is_null() && answer["result"].is_null(), "{method}: {answer}");
    }
    client.lives();
    client.leave();
}

#[test]
fn versions_out_of_order_are_done_in_the_order_in_which_they_come() {
    let mut client = Client::ready();
    client.open(URI, "# Title 0\n\n## Context\n");
    for (count, version) in [7, 3, 3, -1, 0, i64::from(i32::MAX), i64::from(i32::MIN), 4].into_iter().enumerate() {
        let range = json!({"start": {"line": 0, "character": 8}, "end": {"line": 0, "character": 9}});
        client.change(URI, version, json!([{"range": range, "text": (count + 1).to_string()}]));
        let symbols = client.symbols(URI);
        assert!(symbols.to_string().contains(&format!("Title {}", count + 1)), "version {version}: {symbols}");
    }
    client.lives();
    client.leave();
}

#[test]
fn a_doubled_open_replaces_the_text() {
    let mut client = Client::ready();
    client.open(URI, &decision(""));
    client.open(URI, "# Another one\n");
    assert!(client.symbols(URI).to_string().contains("Another one"));
    assert!(!has(&client.diagnostics(URI), "invalid-status"));
    client.notify("textDocument/didClose", of(URI));
    client.notify("textDocument/didClose", of(URI));
    assert_eq!(client.symbols(URI), Value::Null);
    client.lives();
    client.leave();
}

#[test]
fn many_open_documents_are_all_known() {
    let mut client = Client::ready();
    for name in 0..500 {
        client.open(&format!("file:///w/docs/adr/{name:04}-one.md"), &format!("# Decision {name}\n"));
    }
    for name in [0, 250, 499] {
        let symbols = client.symbols(&format!("file:///w/docs/adr/{name:04}-one.md"));
        assert!(symbols.to_string().contains(&format!("Decision {name}")));
    }
    client.lives();
    client.leave();
}

// large ones

#[test]
fn a_line_of_a_megabyte_is_read() {
    survives(["word ".repeat(200_000)]);
}

#[test]
fn a_long_line_of_marks_is_read() {
    let marks = ["_", "*a ", "[", "`", "<", "![](", "**a *b ", "|", "\\", "&amp", "~a "];
    survives(marks.map(|mark| mark.repeat(100_000 / mark.len())));
}

#[test]
fn a_document_of_ten_megabytes_is_read() {
    let mut client = Client::ready();
    client.open(URI, &decision(&"Words of no importance, a whole line of them, and one more.\n".repeat(170_000)));
    assert!(client.symbols(URI).to_string().contains("Use a queue"));
    let range = json!({"start": {"line": 0, "character": 9}, "end": {"line": 0, "character": 10}});
    client.change(URI, 1, json!([{"range": range, "text": "the"}]));
    assert!(client.symbols(URI).to_string().contains("Use the queue"));
    client.lives();
    client.leave();
}

#[test]
fn five_thousand_links_are_read() {
    let links = (0..5_000).map(|name| format!("- see [number {name}](0001-{name}.md#part-{name} \"title\")\n"));
    survives([links.collect(), "[a](b) ".repeat(5_000), "<https://example.org> ".repeat(5_000)]);
}

#[test]
fn five_thousand_links_by_reference_are_read() {
    let links = (0..5_000).map(|name| format!("[number][{name}]\n\n[{name}]: 0001-{name}.md\n\n"));
    survives([links.collect::<String>()]);
}

#[test]
fn three_thousand_headings_are_read() {
    survives(["### One\n\nword\n\n".repeat(3_000)]);
}

#[test]
fn tables_of_a_thousand_columns_and_of_ten_thousand_rows_are_read() {
    let line = |cell: &str| format!("|{}\n", format!("{cell}|").repeat(1_000));
    survives([
        format!("{}{}{}", line("a"), line("-"), line("b").repeat(100)),
        format!("| a | b |\n|---|---|\n{}", "| 1 | 2 |\n".repeat(10_000)),
    ]);
}

// deep ones

#[test]
fn ten_thousand_nested_quotes_are_read() {
    survives([">".repeat(10_000) + " deep", "> ".repeat(10_000) + "deep"]);
}

#[test]
fn ten_thousand_nested_lists_are_read() {
    survives(["- ".repeat(10_000) + "deep"]);
}

#[test]
fn a_list_that_indents_a_thousand_times_is_read() {
    survives([(0..1_000).map(|depth| "  ".repeat(depth) + "- deeper\n").collect::<String>()]);
}

#[test]
fn ten_thousand_nested_quotes_and_lists_are_read() {
    survives(["> - ".repeat(5_000) + "deep", "- > ".repeat(5_000) + "deep"]);
}

#[test]
fn ten_thousand_nested_marks_are_read() {
    let nested = |open: &str, close: &str| format!("{}a{}", open.repeat(10_000), close.repeat(10_000));
    survives([nested("[", "](b)"), nested("*", "*"), nested("<div>\n", "</div>\n")]);
}

// front matter

/// Documents with such front matter are read and asked about; the next request is answered.
fn front_matter<T: AsRef<str>>(texts: impl IntoIterator<Item = T>) {
    let mut client = Client::ready();
    for text in texts {
        client.open(URI, &format!("{}{}", text.as_ref(), decision("Words.")));
        client.diagnostics(URI);
        client.symbols(URI);
        assert!(client.request("textDocument/hover", at(URI, 1, 2))["error"].is_null());
        assert!(client.request("textDocument/completion", at(URI, 1, 0))["error"].is_null());
        client.lives();
    }
    client.leave();
}

/// The same, between its marks.
fn closed<T: AsRef<str>>(texts: impl IntoIterator<Item = T>) {
    front_matter(texts.into_iter().map(|text| format!("---\n{}\n---\n", text.as_ref())));
}

#[test]
fn unclosed_front_matter_is_read() {
    front_matter([
        "---\n",
        "---\nstatus: acepted\n",
        "+++\nstatus = \"acepted\"\n",
        "---\nstatus: [a, b\n",
        "---\nstatus: \"a\n",
    ]);
}

#[test]
fn rubbish_front_matter_is_read() {
    closed(["\0\u{1}\u{7f}", "{{{{", "- a\n- b", "a: b: c", "\tstatus: x", "? [a]\n: {b: c}", "a: |\n b\n  c", "? "]);
    closed(["status: !!binary AAAA", "status: !<tag:x> y", "status: 1\nstatus: 2", "status: 2024-99-99"]);
    closed(["null", "7", "%YAML 9.9", ""]);
}

#[test]
fn a_yaml_bomb_is_read() {
    let mut bomb = String::from("a0: &a0 [lol, lol, lol, lol, lol, lol, lol, lol, lol]\n");
    for level in 1..12 {
        let aliases = vec![format!("*a{}", level - 1); 9].join(", ");
        let _ = writeln!(bomb, "a{level}: &a{level} [{aliases}]");
    }
    closed([bomb + "status: *a11"]);
}

#[test]
fn yaml_aliases_of_every_sort_are_read() {
    closed(["status: *nowhere", "a: &a [*a]", "a: &a {b: *a}", "a: &a x\nstatus: *a", "&a a: *a", "status: &b"]);
    closed(["<<: *a", "a: &a {b: 1}\nc:\n  <<: *a", "a: &a a\nb: &a b\nc: *a"]);
}

#[test]
fn deep_front_matter_is_read() {
    closed([
        format!("a: {}{}", "[".repeat(10_000), "]".repeat(10_000)),
        format!("a: {}", "{b: ".repeat(10_000)),
        "- ".repeat(10_000),
        (0..1_000).map(|depth| " ".repeat(depth) + "a:\n").collect(),
    ]);
}

#[test]
fn ten_thousand_fields_are_read() {
    closed([(0..10_000).map(|name| format!("key{name}: value")).collect::<Vec<_>>().join("\n")]);
}
