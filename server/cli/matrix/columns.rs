//! Texts in the columns of a terminal.

use std::io::{self, IsTerminal};
use unicode_width::{UnicodeWidthChar, UnicodeWidthStr};

/// A terminal that does not know its width has so many columns.
const USUAL: usize = 80;

/// The columns that there are on standard output, where a terminal shows it.
pub(super) fn room() -> Option<usize> {
    let width = || terminal_size::terminal_size_of(io::stdout()).map_or(USUAL, |(width, _)| usize::from(width.0));
    io::stdout().is_terminal().then(width)
}

/// As much of `text` as `most` columns hold, with a mark where something is left out.
pub(super) fn shortened(text: &str, most: usize) -> String {
    if text.width() <= most {
        return text.to_owned();
    }
    let mut taken = 1;
    let fits = |letter: &char| {
        taken += letter.width().unwrap_or(0);
        taken <= most
    };
    let kept: String = text.chars().take_while(fits).collect();
    kept.trim_end().to_owned() + "…"
}

/// `text` and blanks up to `width` columns.
pub(super) fn padded(text: &str, width: usize) -> String {
    format!("{text}{}", " ".repeat(width.saturating_sub(text.width())))
}

/// The lines of `most` columns that `text` takes, one at least; a longer word is broken.
pub(super) fn wrapped(text: &str, most: usize) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    for word in text.split(' ').flat_map(|word| pieces(word, most)) {
        match lines.last_mut().filter(|line| line.width() + 1 + word.width() <= most) {
            Some(line) => *line = format!("{line} {word}"),
            None => lines.push(word.to_owned()),
        }
    }
    lines
}

/// A word in pieces that `most` columns hold.
fn pieces(word: &str, most: usize) -> Vec<&str> {
    let (mut rest, mut pieces) = (word, Vec::new());
    loop {
        let mut taken = 0;
        let is_behind = |(at, letter): &(usize, char)| {
            taken += letter.width().unwrap_or(0);
            *at > 0 && taken > most
        };
        let end = rest.char_indices().find(is_behind);
        let (piece, behind) = rest.split_at(end.map_or(rest.len(), |(at, _)| at));
        pieces.push(piece);
        if behind.is_empty() {
            return pieces;
        }
        rest = behind;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_fit_their_columns() {
        for text in ["A name that goes on and on", "消息队列服务消息队列服务", "🚀🔥🚀🔥🚀🔥🚀🔥🚀🔥"]
        {
            for most in 1..12 {
                assert!(shortened(text, most).width() <= most, "{text} in {most}");
            }
        }
        assert_eq!(shortened("Postgres", 8), "Postgres");
        assert_eq!(shortened("Postgres with", 9), "Postgres…");
        assert_eq!(padded("消息", 6), "消息  ");
        assert_eq!(wrapped("one two threefourfive six", 8), ["one two", "threefou", "rfive", "six"]);
        assert_eq!(wrapped("消息队列", 5), ["消息", "队列"]);
        assert_eq!(wrapped("", 8), [""]);
    }
}
