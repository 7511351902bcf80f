//! The line ends that a text is written with.

use super::{LineIndex, TextEdit};

/// The line end that `text` has most often: `\n` where it has none, or as many of each.
#[must_use]
pub fn line_end(text: &str) -> &'static str {
    let count = |end: u8| text.bytes().filter(|byte| *byte == end).count();
    if memchr::memchr(b'\r', text.as_bytes()).is_none() {
        return "\n";
    }
    let returns = count(b'\r');
    let both = text.matches("\r\n").count();
    let (feeds, returns) = (count(b'\n') - both, returns - both);
    match () {
        () if both > feeds && both >= returns => "\r\n",
        () if returns > feeds => "\r",
        () => "\n",
    }
}

/// `written` with each of its line ends as `end`.
#[must_use]
pub fn with_line_ends(written: &str, end: &str) -> String {
    let plain = written.replace("\r\n", "\n").replace('\r', "\n");
    if end == "\n" { plain } else { plain.replace('\n', end) }
}

/// Gives what `edits` put into `text` the line ends that it has.
pub fn keep_line_ends<'e>(text: &str, edits: impl IntoIterator<Item = &'e mut TextEdit>) {
    let mut end = None;
    for edit in edits.into_iter().filter(|edit| edit.text.contains(['\n', '\r'])) {
        edit.text = with_line_ends(&edit.text, end.get_or_insert_with(|| line_end(text)));
    }
}

/// `text` without the white space at its end, the end of its last line apart.
#[must_use]
pub fn up_to_line_end(text: &str) -> &str {
    let written = text.trim_end();
    let lines = LineIndex::new(text);
    let next = lines.start(lines.line(written.len()) + 1);
    text.get(..next.max(written.len())).unwrap_or(written)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_most_frequent_wins() {
        assert_eq!(line_end(""), "\n");
        assert_eq!(line_end("a\r\nb\r\nc\n"), "\r\n");
        assert_eq!(line_end("a\rb\rc\n"), "\r");
        assert_eq!(line_end("a\nb\nc\r\n"), "\n");
    }

    #[test]
    fn every_line_end_is_replaced_once() {
        assert_eq!(with_line_ends("a\n\r\nb\rc", "\r\n"), "a\r\n\r\nb\r\nc");
        assert_eq!(with_line_ends("a\r\nb", "\n"), "a\nb");
    }

    #[test]
    fn one_line_end_is_kept() {
        assert_eq!(up_to_line_end("a\r\n\r\n"), "a\r\n");
        assert_eq!(up_to_line_end("a\n\n"), "a\n");
        assert_eq!(up_to_line_end("a"), "a");
    }
}
