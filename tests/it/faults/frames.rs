//! Frames that are cut, joined, mislabelled or rubbish.

use super::client::{Client, framed};
use serde_json::{Value, json};

const UNREADABLE: i64 = -32700;

/// A request that is answered with null.
fn hover(id: u32) -> String {
    let place = json!({"textDocument": {"uri": "untitled:none"}, "position": {"line": 0, "character": 0}});
    json!({"jsonrpc": "2.0", "id": id, "method": "textDocument/hover", "params": place}).to_string()
}

/// Each of `bad` is answered with one error that is nobody's, and the next request as ever.
fn each_costs_only_itself<B: AsRef<[u8]>>(bad: impl IntoIterator<Item = B>) {
    let mut client = Client::ready();
    for bytes in bad {
        client.raw(bytes);
        client.lives();
        client.refused(Value::Null, UNREADABLE);
    }
    assert_eq!(client.unasked(), [Value::Null; 0]);
    client.leave();
}

#[test]
fn a_frame_split_into_single_bytes_is_read() {
    let mut client = Client::ready();
    for byte in framed(hover(900)) {
        client.raw([byte]);
    }
    assert!(client.answer(900)["result"].is_null());
    client.lives();
    client.leave();
}

#[test]
fn a_frame_split_at_every_place_is_read() {
    let mut client = Client::ready();
    let frame = framed(hover(900));
    for place in 1..frame.len() {
        client.raw(&frame[..place]);
        client.raw(&frame[place..]);
        assert!(client.answer(900)["error"].is_null(), "split at {place}");
    }
    client.leave();
}

#[test]
fn concatenated_frames_are_all_answered() {
    let mut client = Client::ready();
    client.raw((1000..1300).flat_map(|id| framed(hover(id))).collect::<Vec<u8>>());
    for id in 1000..1300 {
        assert!(client.answer(id)["error"].is_null());
    }
    client.leave();
}

#[cfg(target_os = "linux")]
#[test]
fn an_oversized_frame_is_refused_unread() {
    let mut client = Client::ready();
    client.lives();
    let before = client.memory();
    let body = format!("{{\"jsonrpc\": \"2.0\", \"method\": \"x\", \"params\": [\"{}\"]}}", "x".repeat(65 << 20));
    client.body(body);
    client.refused(Value::Null, UNREADABLE);
    client.lives();
    let grown = client.memory().saturating_sub(before);
    assert!(grown < 16 << 20, "it grew by {} MiB", grown >> 20);
    client.leave();
}

#[test]
fn a_length_that_is_too_long_costs_one_message() {
    let body = hover(900);
    each_costs_only_itself(
        [1, 17, 120, 5_000, 60_000_000].map(|more| format!("Content-Length: {}\r\n\r\n{body}", body.len() + more)),
    );
}

#[test]
fn a_length_that_is_too_short_costs_one_message() {
    let body = hover(900);
    each_costs_only_itself([0, 1, 20, body.len() - 1].map(|length| format!("Content-Length: {length}\r\n\r\n{body}")));
}

#[test]
fn a_negative_length_costs_one_message() {
    each_costs_only_itself(
        ["-1", "-0", "-99999999999999999999"].map(|length| format!("Content-Length: {length}\r\n\r\n{}", hover(900))),
    );
}

#[test]
fn a_missing_length_costs_one_message() {
    let headers = ["Content-Type: application/vscode-jsonrpc; charset=utf-8", "Contents-Length: 7", "Content-Length:"];
    each_costs_only_itself(headers.map(|header| format!("{header}\r\n\r\n{}", hover(900))));
}

#[test]
fn an_absurd_length_costs_one_message() {
    let absurd = [
        "99999999999",
        "18446744073709551616",
        "340282366920938463463374607431768211456000",
        "1e3",
        "0x10",
        "+7",
        "7.5",
        "seven",
        "7 7",
        "٧",
    ];
    each_costs_only_itself(absurd.map(|length| format!("Content-Length: {length}\r\n\r\n{}", hover(900))));
}

#[test]
fn two_lengths_that_differ_cost_one_message() {
    let body = hover(900);
    let length = body.len();
    each_costs_only_itself([format!("Content-Length: {length}\r\nContent-Length: {}\r\n\r\n{body}", length + 1)]);
}

#[test]
fn headers_of_any_case_and_count_are_read() {
    let mut client = Client::ready();
    let body = hover(900);
    let length = body.len();
    let many = "X-Header: of no importance\r\n".repeat(5_000);
    for headers in [
        format!("content-length: {length}"),
        format!("CONTENT-LENGTH:{length}"),
        format!("cOnTeNt-LeNgTh :\t {length}  "),
        format!("Content-Type: application/vscode-jsonrpc; charset=utf-8\r\nContent-Length: {length}"),
        format!("Content-Length: {length}\r\nContent-Type: text/plain; charset=utf8\r\nX-One: 1\r\nx_two: :"),
        format!("Content-Length: {length}\r\nContent-Length: {length}"),
        format!("{many}Content-Length: {length}\r\n{}", many.trim_end()),
        format!("\r\n\r\nContent-Length: {length}"),
        format!("Content-Length: 000000000000000000000000000{length}"),
    ] {
        client.raw(format!("{headers}\r\n\r\n{body}"));
        assert!(client.answer(900)["error"].is_null(), "{headers:.100}");
    }
    client.raw(format!("Content-Length: {length}\n\n{body}"));
    client.answer(900);
    assert_eq!(client.unasked(), [Value::Null; 0]);
    client.leave();
}

#[test]
fn a_header_of_two_megabytes_costs_one_message() {
    each_costs_only_itself(["a".repeat(2 << 20), format!("X-Long: {}\r\n\r\n", "a".repeat(2 << 20))]);
}

#[test]
fn bytes_that_are_no_frame_cost_one_message() {
    each_costs_only_itself([
        b"GET / HTTP/1.1\r\nHost: localhost\r\n\r\n".to_vec(),
        b"\xef\xbb\xbf\r\n\r\n".to_vec(),
        b"\0\0\0\0\r\n".to_vec(),
        (0..=255).cycle().take(50_000).collect(),
        hover(900).into_bytes(),
    ]);
}

#[test]
fn a_body_that_is_not_json_costs_one_message() {
    each_costs_only_itself(
        ["", " ", "{", "{\"id\":}", "nothing", "{} {}", "{\"a\":1}}", "{\"a\": \"\n\"}", "\u{feff}{}"].map(framed),
    );
}

#[test]
fn a_body_that_is_not_utf8_is_refused_under_its_id() {
    let mut client = Client::ready();
    for broken in [&b"\xff\xfe"[..], b"\xc3", b"\xed\xa0\x80", b"\xf4\x90\x80\x80", b"\xc0\xaf"] {
        client
            .body([br#"{"jsonrpc":"2.0","id":901,"method":"textDocument/hover","params":""#, broken, b"\"}"].concat());
        client.refused(901, UNREADABLE);
        client.lives();
    }
    client.body(b"\xff\xfe\xfd");
    client.refused(Value::Null, UNREADABLE);
    client.lives();
    client.leave();
}

#[test]
fn deep_json_costs_one_message() {
    let deep = |depth: usize| format!("{}{}", "[".repeat(depth), "]".repeat(depth));
    let params = |depth| framed(format!(r#"{{"jsonrpc":"2.0","method":"x","params":{}}}"#, deep(depth)));
    let objects = format!("{}1{}", "{\"a\":".repeat(50_000), "}".repeat(50_000));
    each_costs_only_itself([framed(deep(100_000)), params(1_000), params(1_000_000), framed(objects)]);
}

#[test]
fn json_as_deep_as_it_may_be_is_read() {
    let mut client = Client::ready();
    let params = format!("{}{}", "[".repeat(120), "]".repeat(120));
    client.body(format!(r#"{{"jsonrpc":"2.0","id":900,"method":"no/such","params":{params}}}"#));
    client.refused(900, -32601);
    client.lives();
    client.leave();
}
