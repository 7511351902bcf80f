//! Where a name ends and the reason for it begins.

use super::Source;
use crate::grammar::Cue;

/// Where in `line` a reason begins, the comma before it included: `, because it is fast`, ` because`, `, since`.
pub(super) fn reason(source: Source<'_>, line: &str) -> Option<usize> {
    let blanks = line.char_indices().filter(|(_, character)| character.is_whitespace());
    blanks.map(|(at, _)| at).find_map(|at| {
        let (before, behind) = line.split_at_checked(at)?;
        let name = before.trim_end().trim_end_matches(',');
        let first_words = behind.split_whitespace().take(3).collect::<Vec<_>>().join(" ");
        let has_comma = name.len() < before.trim_end().len();
        let begins = source.grammars.begins(Cue::Because, &first_words)
            || has_comma && source.grammars.begins(Cue::Reason, &first_words);
        // `1 because` would be read as a numbered `because`
        let is_word = first_words.starts_with(char::is_alphabetic);
        (begins && is_word).then_some(name.len())
    })
}
