//! Whatever comes, the next message is understood.

use proptest::prelude::*;
use serde_json::json;

use super::*;
use tower_lsp::jsonrpc::Id;

/// What a decoder makes of `bytes` that come in pieces of `step`: `Ok` the `n` of each message, `Err` each fault's code.
fn decode(bytes: &[u8], step: usize) -> Vec<Result<i64, i64>> {
    let mut decoder = Decoder::default();
    let mut out = Vec::new();
    for piece in bytes.chunks(step) {
        decoder.feed(piece);
        while let Some(frame) = decoder.next_frame() {
            out.push(frame.map(|frame| frame.value["n"].as_i64().unwrap_or(-1)).map_err(|fault| fault.code.code()));
        }
    }
    out
}

fn frame(n: i64) -> Vec<u8> {
    encode(&json!({ "n": n })).unwrap()
}

/// `bad`, and then two good messages: the same in one piece and byte by byte.
fn after(bad: impl AsRef<[u8]>) -> Vec<Result<i64, i64>> {
    let bytes = [bad.as_ref(), &frame(1), &frame(2)].concat();
    let whole = decode(&bytes, usize::MAX);
    assert_eq!(whole, decode(&bytes, 1), "in pieces it is something else");
    whole
}

const FAULT: Result<i64, i64> = Err(-32700);

#[test]
fn headers_of_any_case_number_and_order_are_read() {
    for header in [
        "Content-Length: 8\r\n\r\n",
        "content-length: 8\r\n\r\n",
        "CONTENT-LENGTH:8\r\n\r\n",
        "Content-Length :   8  \r\n\r\n",
        "Content-Length: 8\n\n",
        "\r\n\r\nContent-Length: 8\r\n\r\n",
        "Content-Type: application/vscode-jsonrpc; charset=utf-8\r\nContent-Length: 8\r\n\r\n",
        "Content-Length: 8\r\nContent-Type: text/plain; charset=utf8\r\nX-One: 1\r\nx_two: :\r\n\r\n",
        "Content-Length: 8\r\nContent-Length: 8\r\n\r\n",
        "Content-Length: 00000000000000000000008\r\n\r\n",
    ] {
        assert_eq!(after(format!("{header}{{\"n\": 0}}")), [Ok(0), Ok(1), Ok(2)], "{header:?}");
    }
    let many = "X-Header: of no importance\r\n".repeat(10_000);
    assert_eq!(after(format!("{many}Content-Length: 8\r\n\r\n{{\"n\": 0}}")), [Ok(0), Ok(1), Ok(2)]);
}

#[test]
fn a_bad_length_costs_its_message_only() {
    for header in [
        "Content-Length: -8",
        "Content-Length: +8",
        "Content-Length: 8.0",
        "Content-Length: 0x8",
        "Content-Length: eight",
        "Content-Length:",
        "Content-Length: 8 8",
        "Content-Length: 8\r\nContent-Length: 9",
        "Content-Length: 99999999999",
        "Content-Length: 67108865",
        "Content-Length: 340282366920938463463374607431768211456000",
        "Content-Type: text/plain",
        "Contents-Length: 8",
        "no header at all",
        "GET / HTTP/1.1\r\nHost: localhost",
        "\u{feff}",
    ] {
        assert_eq!(after(format!("{header}\r\n\r\n{{\"n\": 0}}")), [FAULT, Ok(1), Ok(2)], "{header:?}");
    }
}

#[test]
fn two_bad_lengths_are_two_faults() {
    let bad = "Content-Length: -1\r\n\r\n{\"n\":0}Content-Length: x\r\n\r\n{\"n\":0}";
    assert_eq!(after(bad), [FAULT, FAULT, Ok(1), Ok(2)]);
}

#[test]
fn a_length_that_is_only_wrong_costs_one_message_at_most() {
    let body = r#"{"n":0,"text":"some more of it, so that there is something to lose"}"#;
    for wrong in 0..body.len() + 300 {
        let found = after(format!("Content-Length: {wrong}\r\n\r\n{body}"));
        if wrong == body.len() {
            assert_eq!(found, [Ok(0), Ok(1), Ok(2)]);
        } else if wrong <= body.len() + frame(1).len() + frame(2).len() {
            assert_eq!(found, [FAULT, Ok(1), Ok(2)], "{wrong} for {}", body.len());
        } else {
            assert_eq!(found.iter().filter(|found| found.is_err()).count(), 1, "{wrong} for {}: {found:?}", body.len());
        }
    }
}

#[test]
fn a_length_far_too_long_is_noticed_without_waiting_for_its_bytes() {
    assert_eq!(after("Content-Length: 60000000\r\n\r\n{\"n\":0}"), [FAULT, Ok(1), Ok(2)]);
}

#[test]
fn a_header_without_end_is_refused_and_takes_no_memory() {
    let mut decoder = Decoder::default();
    let mut faults = 0;
    decoder.feed(b"X-Long: ");
    for _ in 0..2_000 {
        decoder.feed(&[b'a'; 1_000]);
        faults += std::iter::from_fn(|| decoder.next_frame()).count();
        assert!(decoder.buffer.len() <= MAX_LINE + 1_000);
    }
    assert_eq!(faults, 1);
    decoder.feed(&frame(5));
    assert_eq!(decoder.next_frame().unwrap().unwrap().value, json!({"n": 5}));
    assert_eq!(after("a".repeat(2 << 20)), [FAULT, Ok(1), Ok(2)]);
}

#[test]
fn what_is_not_json_is_refused() {
    for body in ["", " ", "{", "{\"n\":}", "nothing", "{\"n\":0}}", "{\"n\":0} {\"n\":0}"] {
        assert_eq!(after(format!("Content-Length: {}\r\n\r\n{body}", body.len())), [FAULT, Ok(1), Ok(2)], "{body}");
    }
    let deep = format!("{}{}", "[".repeat(100_000), "]".repeat(100_000));
    assert_eq!(after(format!("Content-Length: {}\r\n\r\n{deep}", deep.len())), [FAULT, Ok(1), Ok(2)]);
}

#[test]
fn json_of_any_shape_is_passed_on() {
    for body in ["[]", "7", "null", "\"Content-Length: 7\"", "{\n  \"m\": \"Content-Length: 9\\r\\n\"\n}\n"] {
        assert_eq!(after(format!("Content-Length: {}\r\n\r\n{body}", body.len())), [Ok(-1), Ok(1), Ok(2)], "{body}");
    }
}

#[test]
fn a_broken_text_that_speaks_of_headers_is_one_fault() {
    let body = r#"{"n":0,"text":"Content-Length is a header. Content-Length: 12\r\n\r\n is one", oops}"#;
    assert_eq!(after(format!("Content-Length: {}\r\n\r\n{body}", body.len())), [FAULT, Ok(1), Ok(2)]);
}

#[test]
fn a_body_that_is_not_utf8_is_refused_under_its_id() {
    let body = b"{\"id\":\"a\",\"method\":\"x\",\"n\":\"\xff\xfe\"}";
    let head = format!("Content-Length: {}\r\n\r\n", body.len());
    assert_eq!(after([head.as_bytes(), body].concat()), [FAULT, Ok(1), Ok(2)]);
    let mut decoder = Decoder::default();
    decoder.feed(&[head.as_bytes(), body].concat());
    assert_eq!(decoder.next_frame().unwrap().unwrap_err().id, Id::String("a".into()));
}

#[test]
fn the_room_of_a_large_message_is_given_back() {
    let mut decoder = Decoder::default();
    decoder.feed(&encode(&json!({"n": 1, "text": "a".repeat(3 << 20)})).unwrap());
    assert!(decoder.next_frame().unwrap().is_ok());
    assert!(decoder.next_frame().is_none());
    assert!(decoder.buffer.capacity() <= KEEP);
}

proptest! {
    #[test]
    fn good_messages_survive_any_cut(sizes in prop::collection::vec(0..200_usize, 1..20), step in 1..64_usize) {
        let bytes: Vec<u8> = sizes.iter().zip(0..)
            .flat_map(|(&size, n)| encode(&json!({"n": n, "text": "é\n".repeat(size)})).unwrap())
            .collect();
        let expected: Vec<_> = (0..).zip(&sizes).map(|(n, _)| Ok(n)).collect();
        prop_assert_eq!(decode(&bytes, step), expected);
    }

    #[test]
    fn after_any_rubbish_at_most_one_message_is_lost(
        rubbish in prop::collection::vec(prop_oneof![
            prop::collection::vec(any::<u8>(), 0..40),
            Just(b"Content-Length: ".to_vec()),
            Just(b"Content-Length: 30\r\n\r\n".to_vec()),
            Just(b"\r\n\r\n".to_vec()),
            Just(b"{\"n\":7}".to_vec()),
        ], 0..8),
        step in 1..64_usize,
    ) {
        let good: Vec<u8> = (100..104).flat_map(frame).collect();
        let found = decode(&[rubbish.concat(), good].concat(), step);
        let last: Vec<i64> = found.into_iter().flatten().filter(|&n| n >= 100).collect();
        prop_assert!(last == [100, 101, 102, 103] || last == [101, 102, 103], "{last:?}");
    }
}
