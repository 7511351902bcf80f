//! Template text that nobody replaced. Only exact, known texts count: an ordinary `[x]` is never one.

use super::load::Kind;
use super::schema::SectionSpec;
use crate::text::TextRange;
use aho_corasick::{AhoCorasick, MatchKind};
use std::collections::BTreeSet;
use std::sync::Arc;

/// The known placeholders of some dialects.
#[derive(Debug)]
pub struct Placeholders {
    /// Those that give themselves away by their brackets, wherever they stand.
    anywhere: AhoCorasick,
    /// All of them in lower case: those such as `YYYY-MM-DD` count only where they are all that stands there.
    whole: BTreeSet<String>,
}

impl Placeholders {
    /// The placeholders that the dialects of `kinds` publish, the prompts of their skeletons, and the kinds' own prompts.
    ///
    /// # Errors
    ///
    /// When there are too many to search for at once.
    pub fn new(kinds: &[Arc<Kind>]) -> Result<Self, String> {
        let mut literals: BTreeSet<String> = kinds.iter().map(|kind| kind.spec.option_prompt.clone()).collect();
        for kind in kinds {
            prompts(&kind.spec.rejection_prompt, &mut literals);
            prompts(&kind.spec.description_prompt, &mut literals);
        }
        for dialect in kinds.iter().flat_map(|kind| &kind.dialects) {
            literals.extend(dialect.spec.placeholders.iter().map(|text| text.trim().to_owned()));
            dialect.spec.sections.iter().for_each(|section| prompts_of(section, &mut literals));
            dialect.spec.fields.iter().for_each(|field| prompts(&field.skeleton, &mut literals));
            prompts(&dialect.spec.title_line, &mut literals);
        }
        literals.retain(|text| !text.is_empty());
        let whole = literals.iter().map(|text| text.to_lowercase()).collect();
        let anywhere: Vec<String> = literals.into_iter().filter(|text| is_telling(text)).collect();
        let anywhere = AhoCorasick::builder().match_kind(MatchKind::LeftmostLongest).build(&anywhere);
        Ok(Self { anywhere: anywhere.map_err(|why| why.to_string())?, whole })
    }

    /// Where placeholders stand in `range` of `text`. The text of a link, `[text](…)`, is none.
    pub fn find<'t>(&'t self, text: &'t str, range: TextRange) -> impl Iterator<Item = TextRange> + 't {
        let inner = range.of(text);
        self.anywhere
            .find_iter(inner)
            .map(move |found| TextRange::new(range.start + found.start(), range.start + found.end()))
            .filter(|found| !text.get(found.end..).is_some_and(|behind| behind.starts_with(['(', '[', ':'])))
    }

    /// Whether `written` is a placeholder and nothing else: one that is known, or anything in braces.
    #[must_use]
    pub fn is(&self, written: &str) -> bool {
        self.is_known(written) || in_braces(written.trim().trim_matches(['"', '\'']).trim())
    }

    /// Whether `comment` is what a template says to its author: word for word, or from its first sentence on.
    #[must_use]
    pub fn is_remark(&self, comment: &str) -> bool {
        let comment = comment.split_whitespace().collect::<Vec<_>>().join(" ").to_lowercase();
        let inner = comment.trim_start_matches("<!--").trim_end_matches("-->").trim();
        let mut ends = inner.match_indices(' ').map(|(at, _)| at).chain([inner.len()]);
        let is_known = |begun: &str| begun.split(' ').count() >= FEWEST_WORDS && self.whole.contains(begun);
        self.whole.contains(&comment) || ends.any(|end| inner.get(..end).is_some_and(is_known))
    }

    /// Whether `written` is a placeholder of a template, word for word but for case, or a blank to fill in.
    #[must_use]
    pub fn is_known(&self, written: &str) -> bool {
        let written = written.trim().trim_matches(['"', '\'']).trim();
        self.whole.contains(&written.to_lowercase()) || is_blank(written)
    }
}

/// So many words of a template's are no accident.
const FEWEST_WORDS: usize = 5;

/// `___`, `$___ /month`, `___/10`: a line to write on, with a currency before it or a unit behind.
fn is_blank(written: &str) -> bool {
    let bare = written.trim_start_matches(|c: char| !c.is_alphanumeric() && !matches!(c, '_' | '*' | '`'));
    let behind = bare.trim_start_matches('_');
    bare.len() - behind.len() >= 3
        && !behind.contains('_')
        && !behind.starts_with(char::is_alphanumeric)
        && behind.split_whitespace().count() <= 2
}

/// `{the whole of it}`: braces are no Markdown, so a value that stands in them is a template's.
fn in_braces(written: &str) -> bool {
    let inner = written.strip_prefix('{').and_then(|rest| rest.strip_suffix('}'));
    inner.is_some_and(|inner| {
        inner.chars().any(char::is_alphanumeric) && !inner.contains(['{', '}', ':', '"', '%', '=']) && inner.len() > 1
    })
}

/// Whether a text is so unlike prose that it is a placeholder wherever it stands.
fn is_telling(text: &str) -> bool {
    let bracketed = [('[', ']'), ('{', '}'), ('<', '>'), ('(', ')')];
    let enclosed = bracketed.iter().any(|(open, close)| text.starts_with(*open) && text.ends_with(*close));
    let long = text.len() >= 12;
    (enclosed && text.chars().filter(|c| c.is_alphabetic()).count() >= 3 && (text.len() >= 8 || text.starts_with('{')))
        || (long && text.split_whitespace().count() >= 4)
}

fn prompts_of(section: &SectionSpec, literals: &mut BTreeSet<String>) {
    prompts(&section.skeleton, literals);
    section.items.iter().for_each(|item| prompts(&item.skeleton, literals));
}

/// The prompts of a snippet: what stands behind `${1:`, where it stands in brackets of its own.
fn prompts(snippet: &str, literals: &mut BTreeSet<String>) {
    for part in snippet.split("${").skip(1) {
        let Some((number, rest)) = part.split_once(':') else { continue };
        if !number.chars().all(|c| c.is_ascii_digit()) {
            continue;
        }
        let Some(end) = closing_brace(rest) else { continue };
        let prompt = rest.get(..end).unwrap_or("").replace("\\}", "}").replace("\\$", "$").replace("\\\\", "\\");
        if prompt.starts_with(['[', '{', '<', '(']) || prompt.contains("___") {
            literals.insert(prompt);
        }
    }
}

fn closing_brace(snippet: &str) -> Option<usize> {
    let mut escaped = false;
    for (at, byte) in snippet.bytes().enumerate() {
        if byte == b'}' && !escaped {
            return Some(at);
        }
        escaped = byte == b'\\' && !escaped;
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn prompts_come_out_of_snippets() {
        let mut found = BTreeSet::new();
        prompts("- ${1:[what hurts]}\n- ${2:plain} ${3:{a \\} b\\}} \\$${4:___}", &mut found);
        assert_eq!(found.into_iter().collect::<Vec<_>>(), ["[what hurts]", "___", "{a } b}"]);
    }

    #[test]
    fn a_line_to_write_on_is_a_blank() {
        for blank in ["___", "$___", "$___ /month", "___/10", "\\____", "€ ____ per year", "____%"] {
            assert!(is_blank(blank), "{blank}");
        }
        for text in ["__", "___bold___", "__init__", "snake___case", "", "40 ___", "___ is what we call the blank"] {
            assert!(!is_blank(text), "{text}");
        }
    }

    #[test]
    fn braces_around_the_whole_are_a_templates() {
        assert!(in_braces("{proposed}"));
        assert!(in_braces("{2023-11-10}"));
        assert!(!in_braces("{a} and {b}"));
        assert!(!in_braces("{\"json\": 1}"));
        assert!(!in_braces("{}"));
    }
}
