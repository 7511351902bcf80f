//! Snippets: text with places to fill in, `${1:prompt}`, `${1|one,other|}` and `$0`, as editors know them.

/// A snippet as plain text: each tab stop becomes its prompt, each choice its first.
#[must_use]
pub fn without_tab_stops(snippet: &str) -> String {
    let mut out = String::with_capacity(snippet.len());
    let mut characters = snippet.chars().peekable();
    let mut depth = 0_usize;
    while let Some(character) = characters.next() {
        match character {
            '\\' => out.extend(characters.next()),
            '$' if characters.peek() == Some(&'{') => {
                characters.next();
                number(&mut characters);
                match characters.next() {
                    Some(':') => depth += 1,
                    Some('|') => out.extend(choice(&mut characters).into_iter().next()),
                    _ => {}
                }
            }
            '$' if characters.peek().is_some_and(char::is_ascii_digit) => {
                number(&mut characters);
            }
            '}' if depth > 0 => depth -= 1,
            _ => out.push(character),
        }
    }
    out
}

/// The choices of the first `${1|one,other|}` in a snippet; none where it has no such place.
#[must_use]
pub fn choices(snippet: &str) -> Vec<String> {
    let mut characters = snippet.chars().peekable();
    while let Some(character) = characters.next() {
        match character {
            '\\' => {
                characters.next();
            }
            '$' if characters.next_if_eq(&'{').is_some() => {
                number(&mut characters);
                if characters.next_if_eq(&'|').is_some() {
                    return choice(&mut characters);
                }
            }
            _ => {}
        }
    }
    Vec::new()
}

/// Plain text as a snippet that inserts it letter by letter.
#[must_use]
pub fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for character in text.chars() {
        if matches!(character, '\\' | '$' | '}') {
            out.push('\\');
        }
        out.push(character);
    }
    out
}

/// Several snippets in one: the tab stops of each follow those of the one before, and only the end of the whole is
/// a final stop.
#[must_use]
pub fn joined<'s>(snippets: impl IntoIterator<Item = &'s str>) -> String {
    let mut out = String::new();
    let mut used = 0;
    for snippet in snippets {
        used = push_shifted(&mut out, snippet, used);
    }
    out
}

/// Appends `snippet` with its tab stops moved up by `by`, without final stops; the highest number so far.
fn push_shifted(out: &mut String, snippet: &str, by: usize) -> usize {
    let mut highest = by;
    let mut characters = snippet.chars().peekable();
    while let Some(character) = characters.next() {
        match character {
            '\\' => {
                out.push(character);
                out.extend(characters.next());
            }
            '$' => {
                let brace = characters.next_if_eq(&'{').is_some();
                let stop = number(&mut characters);
                if stop == Some(0) && !brace {
                    continue;
                }
                out.push_str(if brace { "${" } else { "$" });
                if let Some(stop) = stop {
                    highest = highest.max(stop + by);
                    out.push_str(&(stop + by).to_string());
                }
            }
            _ => out.push(character),
        }
    }
    highest
}

type Characters<'s> = std::iter::Peekable<std::str::Chars<'s>>;

fn number(characters: &mut Characters<'_>) -> Option<usize> {
    let mut digits = String::new();
    while let Some(digit) = characters.next_if(char::is_ascii_digit) {
        digits.push(digit);
    }
    digits.parse().ok()
}

/// The members of `one,other|}`; a comma behind a backslash is text.
fn choice(characters: &mut Characters<'_>) -> Vec<String> {
    let mut members = vec![String::new()];
    while let Some(character) = characters.next() {
        let text = match character {
            '|' => break,
            ',' => {
                members.push(String::new());
                continue;
            }
            '\\' => characters.next(),
            _ => Some(character),
        };
        if let Some(member) = members.last_mut() {
            member.extend(text);
        }
    }
    characters.next_if_eq(&'}');
    members
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tab_stops_become_their_prompts() {
        let snippet = "- ${1:[cost]}: \\$${2:___} /month, ${3|High,Low|}$0 \\} x";
        assert_eq!(without_tab_stops(snippet), "- [cost]: $___ /month, High } x");
    }

    #[test]
    fn joined_snippets_keep_their_stops_apart() {
        let parts = ["a ${1:x} ${2|b,c|}$0", "\n\\$1 ${1:y} $2", "z"];
        assert_eq!(joined(parts), "a ${1:x} ${2|b,c|}\n\\$1 ${3:y} $4z");
    }

    #[test]
    fn plain_text_survives_as_a_snippet() {
        let text = "a $1 {b} \\ c";
        assert_eq!(without_tab_stops(&escaped(text)), text);
    }

    #[test]
    fn choices_are_read() {
        assert_eq!(choices("${1:a} ${2|b,c d,e\\,f|} ${3|g|}"), ["b", "c d", "e,f"]);
        assert!(choices("${1:a}").is_empty());
    }
}
