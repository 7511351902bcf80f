//! A client's own idea of a text: where its lines end, and what its columns count. It knows nothing of the server's.

use serde_json::{Value, json};
use std::ops::Range;

/// The names of the encodings that positions can be told in.
pub(crate) const ENCODINGS: [&str; 3] = ["utf-8", "utf-16", "utf-32"];

/// A text as the client has it.
pub(crate) struct Text {
    pub(crate) text: String,
    encoding: &'static str,
}

impl Text {
    pub(crate) fn new(text: &str, encoding: &'static str) -> Self {
        Self { text: text.to_owned(), encoding }
    }

    /// Line and column of a byte; between `\r` and `\n` there is no place.
    pub(crate) fn place(&self, offset: usize) -> Option<(usize, usize)> {
        let (before, behind) = self.text.split_at(offset);
        if before.ends_with('\r') && behind.starts_with('\n') {
            return None;
        }
        let mut ends =
            before.match_indices(['\r', '\n']).filter(|(at, end)| *end == "\n" || !before[at + 1..].starts_with('\n'));
        let line = ends.clone().count();
        let start = ends.next_back().map_or(0, |(at, _)| at + 1);
        Some((line, self.columns(&before[start..])))
    }

    /// How many columns `text`, which is of one line, takes.
    pub(crate) fn columns(&self, text: &str) -> usize {
        match self.encoding {
            "utf-8" => text.len(),
            "utf-16" => text.chars().map(char::len_utf16).sum(),
            _ => text.chars().count(),
        }
    }

    /// Replaces bytes; the change as it is told to the server. Nothing when an end is no place.
    pub(crate) fn replace(&mut self, range: Range<usize>, piece: &str) -> Option<Value> {
        let ends = (self.place(range.start)?, self.place(range.end)?);
        self.text.replace_range(range, piece);
        Some(json!({"range": told(ends.0, ends.1), "text": piece}))
    }
}

/// A range of the protocol.
pub(crate) fn told(start: (usize, usize), end: (usize, usize)) -> Value {
    json!({"start": {"line": start.0, "character": start.1}, "end": {"line": end.0, "character": end.1}})
}

/// What a client is able to do that counts in this encoding, and asks for everything.
pub(crate) fn able(encoding: &str) -> Value {
    json!({"general": {"positionEncodings": [encoding]}, "textDocument": {
        "diagnostic": {}, "documentSymbol": {"hierarchicalDocumentSymbolSupport": true}}})
}
