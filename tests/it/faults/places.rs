//! Places that are not in the text, and ranges that run backwards.

use super::client::{Client, at};
use super::model::{ENCODINGS, able};
use serde_json::{Value, json};

const URI: &str = "file:///w/docs/adr/0002-place.md";
const TEXT: &str = "# 2. One 𝄞 two\n\n## Context\n\nWords.";

/// A client that counts in UTF-16.
fn client() -> Client {
    Client::able(able("utf-16"))
}

/// The title and the headings below it after the text between two places has been replaced by `text`.
fn after(client: &mut Client, start: (u32, u32), end: (u32, u32), text: &str) -> String {
    client.open(URI, TEXT);
    let place = |(line, character): (u32, u32)| json!({"line": line, "character": character});
    client.change(URI, 1, json!([{"range": {"start": place(start), "end": place(end)}, "text": text}]));
    let symbols = client.symbols(URI);
    client.lives();
    let names = |symbols: &Value| -> Vec<String> {
        symbols.as_array().into_iter().flatten().map(|symbol| symbol["name"].as_str().unwrap().to_owned()).collect()
    };
    names(&symbols).into_iter().chain(names(&symbols[0]["children"])).collect::<Vec<_>>().join(", ")
}

const FAR: u32 = i32::MAX as u32;

#[test]
fn a_place_behind_the_end_of_a_line_is_its_end() {
    for encoding in ENCODINGS {
        let mut client = Client::able(able(encoding));
        for column in [18, 1_000, FAR, u32::MAX] {
            assert_eq!(after(&mut client, (0, column), (0, column), "X"), "2. One 𝄞 twoX, Context");
        }
        client.leave();
    }
}

#[test]
fn a_place_behind_the_end_of_the_text_is_its_end() {
    let mut client = client();
    for (line, column) in [(4, FAR), (5, 0), (6, 3), (FAR, 0), (FAR, FAR), (u32::MAX, u32::MAX)] {
        assert_eq!(after(&mut client, (line, column), (line, column), "\n\n## More"), "2. One 𝄞 two, Context, More");
    }
    client.leave();
}

#[test]
fn a_range_behind_the_text_takes_what_there_is() {
    let mut client = client();
    assert_eq!(after(&mut client, (0, 12), (FAR, FAR), "three"), "2. One 𝄞 three");
    assert_eq!(after(&mut client, (0, 0), (u32::MAX, u32::MAX), "# 2. All"), "2. All");
    client.leave();
}

#[test]
fn a_place_inside_a_surrogate_pair_is_before_it() {
    let mut client = client();
    assert_eq!(after(&mut client, (0, 10), (0, 10), "X"), "2. One X𝄞 two, Context");
    assert_eq!(after(&mut client, (0, 10), (0, 11), ""), "2. One  two, Context");
    assert_eq!(after(&mut client, (0, 9), (0, 10), "X"), "2. One X𝄞 two, Context");
    client.leave();
}

#[test]
fn a_place_inside_the_bytes_of_a_character_is_before_it() {
    let mut client = Client::able(able("utf-8"));
    for column in 10..13 {
        assert_eq!(after(&mut client, (0, column), (0, column), "X"), "2. One X𝄞 two, Context");
    }
    assert_eq!(after(&mut client, (0, 13), (0, 13), "X"), "2. One 𝄞X two, Context");
    client.leave();
}

#[test]
fn a_reversed_range_is_put_in_order() {
    let mut client = client();
    assert_eq!(after(&mut client, (0, 15), (0, 12), "three"), "2. One 𝄞 three, Context");
    assert_eq!(after(&mut client, (2, 3), (0, 15), "\n\n## "), "2. One 𝄞 two, Context");
    assert_eq!(after(&mut client, (FAR, FAR), (0, 0), "# 2. All"), "2. All");
    client.leave();
}

#[test]
fn requests_about_places_outside_are_answered() {
    let mut client = Client::ready();
    client.open(URI, TEXT);
    let far = [(0, 10), (0, FAR), (5, 0), (FAR, 0), (FAR, FAR), (u32::MAX, u32::MAX)];
    for (line, column) in far {
        for method in ["textDocument/hover", "textDocument/completion"] {
            let answer = client.request(method, at(URI, line.into(), column.into()));
            assert!(answer["error"].is_null(), "{answer}");
        }
        let there = json!({"line": line, "character": column});
        for (start, end) in [
            (&there, &json!({"line": 0, "character": 0})),
            (&json!({"line": 0, "character": 0}), &there),
            (&there, &there),
        ] {
            let params = json!({"textDocument": {"uri": URI}, "range": {"start": start, "end": end}, "context": {"diagnostics": []}});
            let answer = client.request("textDocument/codeAction", params);
            assert!(answer["error"].is_null(), "{answer}");
        }
    }
    client.lives();
    client.leave();
}
