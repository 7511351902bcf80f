//! How much room a text takes in a picture. Nobody knows the reader's font, so letters are as wide as in a wide one.

use unicode_width::UnicodeWidthChar;

/// A size of letters, in tenths of a pixel.
pub(super) type Size = usize;

/// The pixels that `text` takes at most.
pub(super) fn width(text: &str, size: Size) -> usize {
    (text.chars().map(share).sum::<usize>() * size).div_ceil(1000)
}

/// As much of `text` as `most` pixels hold, with a mark where something is left out.
pub(super) fn shortened(text: &str, size: Size, most: usize) -> String {
    if width(text, size) <= most {
        return text.to_owned();
    }
    beginning(text, size, most.saturating_sub(width("…", size))).trim_end().to_owned() + "…"
}

/// The lines that `text` takes; a word that no line holds is broken.
pub(super) fn wrapped(text: &str, size: Size, most: usize) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    for word in text.split(' ').flat_map(|word| pieces(word, size, most)) {
        match lines.last_mut().filter(|line| width(&format!("{line} {word}"), size) <= most) {
            Some(line) => {
                line.push(' ');
                line.push_str(word);
            }
            None => lines.push(word.to_owned()),
        }
    }
    lines
}

/// A word in pieces that a line holds.
fn pieces(word: &str, size: Size, most: usize) -> Vec<&str> {
    let (mut rest, mut pieces) = (word, Vec::new());
    loop {
        let first = rest.chars().next().map_or(0, char::len_utf8);
        let (piece, behind) = rest.split_at(beginning(rest, size, most).len().max(first));
        pieces.push(piece);
        if behind.is_empty() {
            return pieces;
        }
        rest = behind;
    }
}

/// The letters that `most` pixels hold; marks that take no room stay with their letter.
fn beginning(text: &str, size: Size, most: usize) -> &str {
    let mut taken = 0;
    let end = text.char_indices().find(|(_, letter)| {
        taken += share(*letter);
        (taken * size).div_ceil(1000) > most
    });
    text.split_at(end.map_or(text.len(), |(at, _)| at)).0
}

/// The width of a letter in hundredths of its size.
fn share(letter: char) -> usize {
    match letter {
        'i' | 'j' | 'l' | 'I' | 'J' | '\'' | '|' | '.' | ',' | ':' | ';' | '·' | '/' | ' ' => 34,
        'f' | 't' | 'r' | '-' | '(' | ')' | '[' | ']' | '!' => 42,
        'm' | 'W' | '%' | '@' | '…' | '—' => 100,
        'M' | 'w' | '+' | '=' | '<' | '>' | '#' | '~' => 87,
        'A'..='Z' | '&' => 79,
        ' '..='~' => 64,
        _ => match letter.width() {
            None | Some(0) => 0,
            Some(1) => 80,
            Some(_) => 100,
        },
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_cut_to_their_room() {
        for name in [
            "A name that goes on and on until nobody reads it",
            "MIMOSA QUEUE MANAGEMENT GATEWAY",
            "消息队列服务消息队列服务消息",
        ] {
            let short = shortened(name, 140, 150);
            assert!(width(&short, 140) <= 150 && short.ends_with('…'), "{short}");
        }
        assert_eq!(shortened("Postgres", 140, 150), "Postgres");
    }

    #[test]
    fn lines_hold_what_is_in_them() {
        let word = "unbroken".repeat(20);
        for text in ["word ".repeat(60), "WIDE ".repeat(60), format!("a {word} b"), word.clone()] {
            let lines = wrapped(text.trim_end(), 125, 300);
            assert!(lines.len() > 1 && lines.iter().all(|line| width(line, 125) <= 300), "{lines:?}");
            assert_eq!(lines.concat().replace(' ', ""), text.replace(' ', ""), "nothing is lost");
        }
        assert_eq!(wrapped("wide", 125, 1), ["w", "i", "d", "e"], "a letter a line at least");
    }
}
