//! Characters and line ends of every sort, in all three encodings of positions.

use super::client::Client;
use super::model::{ENCODINGS, Text, able};
use serde_json::{Value, json};

const URI: &str = "file:///w/docs/adr/0002-text.md";

/// In a title with such a word in it an edit behind that word lands where it should, and the title's range is as long
/// as the title: what is in the server's hands is what is in ours, to the column.
fn are_counted(words: &[&str]) {
    for encoding in ENCODINGS {
        let mut client = Client::able(able(encoding));
        for word in words {
            let mut own = Text::new(&format!("# 2. Before {word} behind\n\n## Context\n\nWords.\n"), encoding);
            client.open(URI, &own.text);
            let end = own.text.find(" behind").unwrap();
            let change = own.replace(end..end, "X").unwrap();
            client.change(URI, 1, json!([change]));
            let title = title(&mut client);
            let name = title["name"].as_str().unwrap();
            assert!(name.ends_with("X behind"), "{encoding} {word:?}: {name:?}");
            let expected = (0, own.columns(own.text.lines().next().unwrap()));
            assert_eq!(place(&title["selectionRange"]["end"]), expected, "{encoding} {word:?}: {title}");
        }
        client.lives();
        client.leave();
    }
}

/// Lines that end as `ends` say, one after the other, are counted as the protocol says.
fn lines_end(ends: &[&str]) {
    const LINES: [&str; 9] = ["# 2. A title", "", "## Status", "", "acepted", "", "## Context", "", "Words."];
    let end = |place: usize| ends[place % ends.len()];
    let text: String = LINES.iter().enumerate().flat_map(|(place, line)| [*line, end(place)]).collect();
    for encoding in ENCODINGS {
        let mut client = Client::able(able(encoding));
        let mut own = Text::new(&text, encoding);
        client.open(URI, &own.text);
        assert_eq!(status(&mut client), own.place(text.find("acepted").unwrap()), "{encoding} {text:?}");
        let change = own.replace(0..0, &format!("{}{}", end(0), end(1))).unwrap();
        client.change(URI, 1, json!([change]));
        let at = own.text.find("acepted").unwrap();
        assert_eq!(status(&mut client), own.place(at), "{encoding} {:?}", own.text);
        let change = own.replace(at..at + 7, "Accepted").unwrap();
        client.change(URI, 2, json!([change]));
        assert_eq!(status(&mut client), None, "{encoding} {:?}", own.text);
        client.lives();
        client.leave();
    }
}

/// The first symbol.
fn title(client: &mut Client) -> Value {
    let symbols = client.symbols(URI);
    assert!(symbols[0].is_object(), "{symbols}");
    symbols[0].clone()
}

/// Where the misspelt state is found.
fn status(client: &mut Client) -> Option<(usize, usize)> {
    let found = client.diagnostics(URI);
    let found = found.as_array()?.iter().find(|found| found["code"] == "invalid-status")?;
    Some(place(&found["range"]["start"]))
}

fn place(place: &Value) -> (usize, usize) {
    let number = |key: &str| usize::try_from(place[key].as_u64().unwrap()).unwrap();
    (number("line"), number("character"))
}

#[test]
fn letters_of_one_to_four_bytes_are_counted() {
    are_counted(&["a", "é", "日本語", "𝄞", "a é 日 𝄞 a é 日 𝄞", "\u{10ffff}", "\u{fffd}"]);
}

#[test]
fn emoji_are_counted() {
    are_counted(&["😀", "👩‍🚀", "👨‍👩‍👧‍👦", "🇩🇪🇫🇷", "👍🏽", "❤️"]);
}

#[test]
fn combining_marks_are_counted() {
    are_counted(&[
        "e\u{301}",
        "a\u{300}\u{301}\u{302}",
        "\u{301}",
        "ก็",
        "नि",
        &format!("e{}", "\u{301}".repeat(2_000)),
    ]);
}

#[test]
fn right_to_left_and_invisible_characters_are_counted() {
    are_counted(&["שלום", "مرحبا", "\u{202e}abc", "a\u{200b}b", "a\u{ad}b", "a\u{a0}b", "a\u{2060}b"]);
}

#[test]
fn nul_is_counted() {
    are_counted(&["a\0b", "\0\0\u{1}\u{7f}\u{1b}"]);
}

#[test]
fn a_line_separator_is_a_character_and_no_line_end() {
    are_counted(&["a\u{2028}b", "a\u{2029}b", "a\u{85}b", "a\u{b}b", "a\u{c}b"]);
}

#[test]
fn a_byte_order_mark_is_a_character() {
    are_counted(&["a\u{feff}b"]);
    let mut client = Client::ready();
    client.open(URI, "\u{feff}# 2. A title\n\n## Status\n\nacepted\n");
    assert_eq!(status(&mut client), Some((4, 0)));
    let own = Text::new("\u{feff}# 2. A title\n", "utf-16");
    let at = own.place("\u{feff}# 2. A".len()).unwrap();
    let range = json!({"start": {"line": at.0, "character": at.1}, "end": {"line": at.0, "character": at.1}});
    client.change(URI, 1, json!([{"range": range, "text": "nother"}]));
    assert!(client.symbols(URI).to_string().contains("Another title"), "{}", client.symbols(URI));
    client.lives();
    client.leave();
}

#[test]
fn line_feeds_end_lines() {
    lines_end(&["\n"]);
}

#[test]
fn carriage_returns_end_lines() {
    lines_end(&["\r"]);
}

#[test]
fn both_together_end_lines() {
    lines_end(&["\r\n"]);
}

#[test]
fn mixed_ends_end_lines() {
    lines_end(&["\r\n", "\n"]);
    lines_end(&["\n", "\r\n", "\r"]);
    lines_end(&["\r", "\r\n"]);
}

#[test]
fn an_edit_that_parts_or_joins_a_line_end_is_done() {
    let mut client = Client::ready();
    let status_at = |client: &mut Client| status(client).map(|place| place.0);
    client.open(URI, "# 2. A title\r\n\r\n## Status\r\n\r\nacepted\r\n");
    assert_eq!(status_at(&mut client), Some(4));
    let at = |line: u64, character: u64| json!({"line": line, "character": character});
    // behind the title: `\r` + a letter + `\r\n`
    client.change(URI, 1, json!([{"range": {"start": at(0, 12), "end": at(0, 12)}, "text": "\rx"}]));
    assert_eq!(status_at(&mut client), Some(5));
    // the letter goes: `\r` + `\r\n`
    client.change(URI, 2, json!([{"range": {"start": at(1, 0), "end": at(1, 1)}, "text": ""}]));
    assert_eq!(status_at(&mut client), Some(5));
    // a line feed comes between them: two whole ends
    client.change(URI, 3, json!([{"range": {"start": at(1, 0), "end": at(1, 0)}, "text": "\n"}]));
    assert_eq!(status_at(&mut client), Some(5));
    client.lives();
    client.leave();
}

#[test]
fn texts_of_ends_alone_are_read() {
    let mut client = Client::ready();
    for text in
        ["", "\n", "\r", "\r\n", "\n\r", "\r\r\n\n", "\u{feff}", "\0", " ", "\u{2028}", "#", "---", "\u{feff}---\r"]
    {
        client.open(URI, text);
        client.diagnostics(URI);
        client.symbols(URI);
        client.lives();
    }
    client.leave();
}
