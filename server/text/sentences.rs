//! Where sentences end.

use super::TextRange;

/// The sentences of `text`, running text of one paragraph, without the white space between them. A point ends none
/// inside a word, a version, a figure or an address, behind a number or a letter that stands alone, behind what
/// `is_abbreviation` (asked without the last point), or before a small letter.
#[must_use]
pub fn sentences(text: &str, is_abbreviation: impl Fn(&str) -> bool) -> Vec<TextRange> {
    let mut found = Vec::new();
    let mut start = 0;
    let mut characters = text.char_indices().peekable();
    while let Some((at, character)) = characters.next() {
        if !is_end(character) {
            continue;
        }
        while characters.next_if(|(_, next)| is_end(*next) || is_closing(*next)).is_some() {}
        let end = characters.peek().map_or(text.len(), |(at, _)| *at);
        let rest = text.get(end..).unwrap_or("");
        let is_wide = !character.is_ascii() && character != '…';
        if !(is_wide || rest.is_empty() || rest.starts_with(char::is_whitespace)) {
            continue;
        }
        let before = TextRange::new(start, at).of(text);
        if matches!(character, '.' | '…') && (goes_on(rest) || is_short(before, &is_abbreviation)) {
            continue;
        }
        found.push(TextRange::new(start, end).trim(text));
        start = end;
    }
    found.push(TextRange::new(start, text.len()).trim(text));
    found.retain(|range| range.of(text).contains(char::is_alphanumeric));
    found
}

const fn is_end(character: char) -> bool {
    matches!(character, '.' | '!' | '?' | '…' | '。' | '！' | '？')
}

/// What may stand between a sentence's point and the white space behind it.
const fn is_closing(character: char) -> bool {
    matches!(character, '"' | '\'' | '”' | '’' | '»' | '«' | '“' | ')' | ']' | '*' | '_' | '`')
}

/// Whether what follows goes on with the same sentence: it begins with a small letter.
fn goes_on(rest: &str) -> bool {
    rest.trim_start().starts_with(char::is_lowercase)
}

/// Whether the point behind `before` belongs to its last word: an abbreviation, an initial, or a number that begins
/// what is counted.
fn is_short(before: &str, is_abbreviation: &impl Fn(&str) -> bool) -> bool {
    let word = before.split_whitespace().next_back().unwrap_or("");
    let word = word.trim_start_matches(|c: char| !c.is_alphanumeric());
    let is_letter = word.chars().count() == 1 && word.starts_with(char::is_alphabetic);
    let is_number = before.trim() == word && !word.is_empty() && word.chars().all(|c| c.is_ascii_digit());
    is_letter || is_number || (!word.is_empty() && is_abbreviation(word))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn split(text: &str) -> Vec<&str> {
        let is_abbreviation = |word: &str| ["e.g", "approx", "vs"].contains(&word);
        sentences(text, is_abbreviation).into_iter().map(|range| range.of(text)).collect()
    }

    #[test]
    fn sentences_end_where_a_reader_pauses() {
        let cases: &[(&str, &[&str])] = &[
            ("One. Two! Three?", &["One.", "Two!", "Three?"]),
            (
                "It needs 2.5 GB, e.g. Postgres 15.2. Then more.",
                &["It needs 2.5 GB, e.g. Postgres 15.2.", "Then more."],
            ),
            ("See https://example.org/a.b. It says so.", &["See https://example.org/a.b.", "It says so."]),
            ("Asked J. Brandt vs. Tom. He agreed.", &["Asked J. Brandt vs. Tom.", "He agreed."]),
            ("1. First. 2 follow.", &["1. First.", "2 follow."]),
            ("**Bold.** And \"quoted.\" End", &["**Bold.**", "And \"quoted.\"", "End"]),
            ("Wait ... then go. ", &["Wait ... then go."]),
            ("文です。次です。", &["文です。", "次です。"]),
            ("Node.js is in use", &["Node.js is in use"]),
            ("...", &[]),
        ];
        for (text, expected) in cases {
            assert_eq!(split(text), *expected, "{text}");
        }
    }
}
