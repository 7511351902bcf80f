//! Frames out of a stream of bytes, and back: finds the next message whatever came before it.
//!
//! A frame is a block of headers, a blank line, and as many bytes of JSON as `Content-Length` says. Whatever is
//! wrong is reported once as a [`Fault`], and the search for the next `Content-Length` begins right behind what
//! can be trusted, so a bad frame costs itself and not its neighbours. Memory is bounded by the longest body we
//! accept; header lines are read one at a time and forgotten.

use serde::Serialize;
use serde_json::Value;

use super::message::{self, Fault};

/// Bodies above this are refused unread: no document we serve is near it.
pub(super) const MAX_BODY: usize = 64 << 20;
/// Header lines above this are no header lines.
const MAX_LINE: usize = 16 << 10;
/// How far behind `Content-Length` the end of its line may be when we search for one among rubbish.
const MAX_VALUE: usize = 64;
/// The one header that matters, in lower case.
const LENGTH: &[u8] = b"content-length";
/// An empty buffer that has grown above this is given back.
const KEEP: usize = 1 << 20;

/// One message as it came.
#[derive(Debug)]
pub(super) struct Frame {
    /// The body, which is JSON of any shape.
    pub(super) value: Value,
    /// How many bytes it took.
    pub(super) size: usize,
}

/// Takes bytes in, gives frames out.
#[derive(Debug, Default)]
pub(super) struct Decoder {
    buffer: Vec<u8>,
    /// Where the part of the buffer begins that is not consumed yet.
    at: usize,
    state: State,
}

#[derive(Clone, Copy, Debug)]
enum State {
    /// At the start of a header line.
    Header { length: Option<usize>, begun: bool },
    /// Behind the headers; `looked` bytes of an incomplete body are known to hold no header.
    Body { length: usize, looked: usize },
    /// After a fault: anything up to the next `Content-Length` is rubbish.
    Lost,
}

impl State {
    const START: Self = Self::Header { length: None, begun: false };
}

impl Default for State {
    fn default() -> Self {
        Self::START
    }
}

enum Step {
    Again,
    Wait,
    Out(Result<Frame, Fault>),
}

enum Line {
    Length(usize),
    BadLength,
    TooLong,
    Other,
    Rubbish,
}

impl Decoder {
    /// Append what was read.
    pub(super) fn feed(&mut self, bytes: &[u8]) {
        self.buffer.extend_from_slice(bytes);
    }

    /// The next frame or fault among the bytes fed so far; `None` asks for more of them.
    pub(super) fn next_frame(&mut self) -> Option<Result<Frame, Fault>> {
        loop {
            let step = match self.state {
                State::Header { length, begun } => self.header(length, begun),
                State::Body { length, looked } => self.body(length, looked),
                State::Lost => self.search(),
            };
            match step {
                Step::Again => {}
                Step::Out(out) => return Some(out),
                Step::Wait => {
                    self.compact();
                    return None;
                }
            }
        }
    }

    /// Read one header line.
    fn header(&mut self, length: Option<usize>, begun: bool) -> Step {
        let rest = self.rest();
        let Some(end) = rest.iter().position(|&byte| byte == b'\n').filter(|&end| end <= MAX_LINE) else {
            return if rest.len() > MAX_LINE { self.lose("header line without an end") } else { Step::Wait };
        };
        let line = rest.get(..end).unwrap_or_default().trim_ascii_end();
        if line.is_empty() {
            self.at += end + 1;
            return self.blank(length, begun);
        }
        match read_line(line) {
            Line::Other => self.pass(end + 1, length),
            Line::Length(found) if length.is_none_or(|known| known == found) => self.pass(end + 1, Some(found)),
            Line::Length(_) => {
                self.at += end + 1;
                self.lose("two different values of Content-Length")
            }
            Line::TooLong => {
                self.at += end + 1;
                self.lose("Content-Length is larger than any message we read")
            }
            Line::BadLength => {
                self.at += 1; // so that the search does not find it again
                self.lose("Content-Length is not a number")
            }
            Line::Rubbish => self.lose("neither a header nor a message"),
        }
    }

    /// Go on to the next header line.
    fn pass(&mut self, bytes: usize, length: Option<usize>) -> Step {
        self.at += bytes;
        self.state = State::Header { length, begun: true };
        Step::Again
    }

    /// A blank line: the headers end here, unless none has begun.
    fn blank(&mut self, length: Option<usize>, begun: bool) -> Step {
        match length {
            Some(length) => self.state = State::Body { length, looked: 0 },
            None if begun => return self.lose("headers without Content-Length"),
            None => {}
        }
        Step::Again
    }

    /// Wait for the body, unless what has come of it shows that it is shorter than said: a header line can be no
    /// part of JSON, in which a line never breaks inside a string.
    fn body(&mut self, length: usize, looked: usize) -> Step {
        let rest = self.rest();
        if rest.len() >= length {
            return self.parse(length);
        }
        if let Some(found) = header_inside(rest, looked) {
            self.at += found;
            self.state = State::START;
            return fault(Fault::unreadable("a message is shorter than its Content-Length"));
        }
        self.state = State::Body { length, looked: rest.len() };
        Step::Wait
    }

    /// The whole body is here. When it is no JSON, its length may be wrong: it is searched for the next header.
    fn parse(&mut self, length: usize) -> Step {
        let body = self.rest().get(..length).unwrap_or_default();
        let read = match serde_json::from_slice(body) {
            Ok(value) => Ok(Frame { value, size: length }),
            Err(error) => match read_lossy(body) {
                Some(value) => Err(Fault { id: message::id_of(&value), ..Fault::unreadable("a message is not UTF-8") }),
                None => return self.lose(&format!("a message is not JSON: {error}")),
            },
        };
        self.at += length;
        self.state = State::START;
        Step::Out(read)
    }

    /// Skip to the next thing that looks like a `Content-Length` line.
    fn search(&mut self) -> Step {
        let rest = self.rest();
        let Some(found) = find_length(rest) else {
            self.at += rest.len().saturating_sub(LENGTH.len() - 1);
            return Step::Wait;
        };
        let value = rest.get(found + LENGTH.len()..).unwrap_or_default();
        let value = value.get(..MAX_VALUE).unwrap_or(value);
        let (is_header, is_cut) = match value.iter().position(|&byte| byte == b'\n') {
            Some(end) => (ends_a_header(value.get(..end).unwrap_or_default()), false),
            None => (false, value.len() < MAX_VALUE),
        };
        self.at += found;
        if is_header {
            self.state = State::START;
        } else if is_cut {
            return Step::Wait;
        } else {
            self.at += 1; // only a mention of the words
        }
        Step::Again
    }

    fn lose(&mut self, why: &str) -> Step {
        self.state = State::Lost;
        fault(Fault::unreadable(why))
    }

    fn rest(&self) -> &[u8] {
        self.buffer.get(self.at..).unwrap_or_default()
    }

    /// Give consumed bytes back, and the room that one large message took.
    fn compact(&mut self) {
        self.buffer.drain(..self.at.min(self.buffer.len()));
        self.at = 0;
        if self.buffer.is_empty() && self.buffer.capacity() > KEEP {
            self.buffer = Vec::new();
        }
    }
}

/// A message as it goes over the wire; `None` when it cannot be written as JSON.
pub(super) fn encode(message: &impl Serialize) -> Option<Vec<u8>> {
    let body = serde_json::to_vec(message).inspect_err(|error| tracing::error!("a message is lost: {error}")).ok()?;
    let mut frame = format!("Content-Length: {}\r\n\r\n", body.len()).into_bytes();
    frame.extend_from_slice(&body);
    Some(frame)
}

/// JSON that only fails to be UTF-8.
fn read_lossy(body: &[u8]) -> Option<Value> {
    if std::str::from_utf8(body).is_ok() {
        return None;
    }
    serde_json::from_str(&String::from_utf8_lossy(body)).ok()
}

fn fault(fault: Fault) -> Step {
    Step::Out(Err(fault))
}

fn read_line(line: &[u8]) -> Line {
    let Some(colon) = line.iter().position(|&byte| byte == b':') else { return Line::Rubbish };
    let (name, value) = line.split_at(colon);
    let name = name.trim_ascii_end();
    if name.is_empty() || !name.iter().all(|&byte| byte.is_ascii_alphanumeric() || b"-_.".contains(&byte)) {
        return Line::Rubbish;
    }
    if !name.eq_ignore_ascii_case(LENGTH) {
        return Line::Other;
    }
    read_length(value.get(1..).unwrap_or_default().trim_ascii())
}

fn read_length(digits: &[u8]) -> Line {
    if digits.is_empty() || !digits.iter().all(u8::is_ascii_digit) {
        return Line::BadLength;
    }
    match std::str::from_utf8(digits).ok().and_then(|digits| digits.parse().ok()) {
        Some(length) if length <= MAX_BODY => Line::Length(length),
        _ => Line::TooLong, // also what is too large for a number
    }
}

/// Whether this follows the name of a header: of two names in one line, the second is the header's.
fn ends_a_header(value: &[u8]) -> bool {
    value.trim_ascii_start().starts_with(b":") && find_length(value).is_none()
}

/// Where `Content-Length` stands first.
fn find_length(bytes: &[u8]) -> Option<usize> {
    bytes.windows(LENGTH.len()).position(|window| window.eq_ignore_ascii_case(LENGTH))
}

/// Where a whole `Content-Length: 12` line begins that ends behind `from`.
fn header_inside(bytes: &[u8], from: usize) -> Option<usize> {
    let fresh = bytes.get(from..).unwrap_or_default();
    let mut ends = fresh.iter().enumerate().filter(|&(_, &byte)| byte == b'\n').map(|(at, _)| from + at);
    ends.find_map(|end| {
        let start = end.saturating_sub(MAX_VALUE);
        let tail = bytes.get(start..end).unwrap_or_default();
        let name = tail.windows(LENGTH.len()).rposition(|window| window.eq_ignore_ascii_case(LENGTH))?;
        let line = tail.get(name..).unwrap_or_default().trim_ascii_end();
        matches!(read_line(line), Line::Length(_)).then_some(start + name)
    })
}

#[cfg(test)]
mod tests;
