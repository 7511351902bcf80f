//! Phrases that a text is searched for, as whole words: a sorted list of normalised phrases is all that it takes.

use super::names::normal_name;
use super::schema::Vocabulary;
use memchr::memmem;
use std::collections::BTreeSet;

/// Whether one of `phrases`, sorted and normalised, stands in `text`, normalised.
pub(super) fn stand_in(phrases: &[String], text: &str) -> bool {
    let bit = |text: &str| text.bytes().next().map_or(0, |first| 1_u64 << (first % 64));
    let firsts = phrases.iter().fold(0, |firsts, phrase| firsts | bit(phrase));
    let behind_blanks = text.match_indices(' ').map(|(at, blank)| at + blank.len());
    let words = std::iter::once(0).chain(behind_blanks).filter_map(|at| text.get(at..));
    // most words begin with another letter than any phrase
    words.filter(|rest| firsts & bit(rest) != 0).any(|rest| begin(phrases, rest))
}

/// Whether the longest word of one of `phrases`, normalised, is somewhere in `text`, which is in lower case: where none is,
/// no phrase stands in it. A word may be cut by marks of emphasis; what is written so is taken for another word.
pub(super) fn may_stand_in(phrases: &[String], text: &str) -> bool {
    let longest = phrases.iter().filter_map(|phrase| phrase.split(' ').max_by_key(|word| word.len()));
    let words: BTreeSet<&str> = longest.collect();
    words.into_iter().any(|word| memmem::find(text.as_bytes(), word.as_bytes()).is_some())
}

/// Whether `text`, normalised, begins with one of `phrases`, sorted and normalised.
pub(super) fn begin(phrases: &[String], text: &str) -> bool {
    let first = text.split(' ').next().unwrap_or_default();
    // a blank comes before every letter, so the phrases with one first word stand side by side
    let from = phrases.partition_point(|phrase| phrase.as_str() < first);
    let alike = phrases.get(from..).unwrap_or(&[]).iter().take_while(|phrase| begins(phrase, first));
    alike.into_iter().any(|phrase| begins(text, phrase))
}

/// The length of the longest of `phrases`: what a text has beyond that makes it none of them.
pub(super) fn longest(phrases: &[String]) -> usize {
    phrases.iter().map(String::len).max().unwrap_or_default()
}

/// Whether `text` begins with the whole words of `phrase`.
pub(super) fn begins(text: &str, phrase: &str) -> bool {
    text.strip_prefix(phrase).is_some_and(|rest| rest.is_empty() || rest.starts_with(' '))
}

/// The words for states and their wrong spellings, each with the place of its state.
pub(super) fn of_states(vocabulary: &Vocabulary) -> Vec<(String, usize)> {
    let words = vocabulary.states.iter().enumerate().flat_map(|(index, state)| {
        state.words.iter().chain(state.misspellings.keys()).map(move |word| (normal_name(word), index))
    });
    words.collect()
}

/// The words for ratings, each with the number of its rating.
pub(super) fn of_ratings(vocabulary: &Vocabulary) -> Vec<(String, Option<u32>)> {
    let words = vocabulary.ratings.iter().flat_map(|(name, words)| {
        let number = words.iter().filter_map(|word| word.parse().ok()).max();
        words.iter().chain([name]).map(move |word| (normal_name(word), number))
    });
    words.collect()
}

/// The phrases for relations, each with its relation; the longest first.
pub(super) fn of_relations(vocabulary: &Vocabulary) -> Vec<(String, String)> {
    let phrases = vocabulary.relations.iter().flat_map(|(relation, phrases)| {
        std::iter::once(relation).chain(phrases).map(|phrase| (normal_name(phrase), relation.clone()))
    });
    let mut phrases: Vec<(String, String)> = phrases.collect();
    phrases.sort_by_key(|(phrase, _)| std::cmp::Reverse(phrase.len()));
    phrases
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_whole_words_are_found() {
        let mut phrases = ["do", "do nothing", "done", "as is", "as things are", "ä"].map(str::to_owned);
        phrases.sort();
        for text in ["do", "we do", "keep as is", "as things are today", "a ä b", "nothing is done"] {
            assert!(stand_in(&phrases, text), "{text}");
        }
        for text in ["", "doing", "undo", "as it is", "as things", "asis", "bä", "dones"] {
            assert!(!stand_in(&phrases, text), "{text}");
        }
        assert!(may_stand_in(&phrases, "as (things) are") && !may_stand_in(&phrases, "we cut it"));
        assert!(begin(&phrases, "do something") && begin(&phrases, "as is") && begin(&phrases, "done"));
        assert!(!begin(&phrases, "we do") && !begin(&phrases, "as") && !begin(&phrases, ""));
    }
}
