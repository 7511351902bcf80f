//! Phrases that a text is searched for, as whole words.

use super::names::{first_letters, normal_beginning, normal_name};
use super::schema::Vocabulary;
use aho_corasick::AhoCorasick;
use aho_corasick::packed::{self, Searcher};
use memchr::memchr_iter;
use std::collections::BTreeSet;
use std::sync::OnceLock;

/// Phrases, made quick to look for.
#[derive(Clone, Debug, Default)]
pub(super) struct Phrases {
    /// Normalised, in byte order.
    all: Vec<String>,
    /// Bytes of the longest: what a text has beyond that makes it none of them.
    longest: usize,
    leads: Leads,
    glance: OnceLock<Glance>,
}

impl Phrases {
    /// `all`, normalised and sorted.
    pub(super) fn new(all: Vec<String>) -> Self {
        let longest = all.iter().map(String::len).max().unwrap_or_default();
        Self { longest, leads: Leads::of(&all), glance: OnceLock::new(), all }
    }

    /// All of them, normalised, in byte order.
    pub(super) fn all(&self) -> &[String] {
        &self.all
    }

    /// Whether `written` is one of them and nothing more.
    pub(super) fn are(&self, written: &str) -> bool {
        self.may_begin(written) && self.all.binary_search(&normal_beginning(written, self.longest)).is_ok()
    }

    /// Whether `written` begins with one of them.
    pub(super) fn begin(&self, written: &str) -> bool {
        self.may_begin(written) && self.begin_name(&normal_beginning(written, self.longest))
    }

    /// Whether one of them stands in `text`, normalised.
    pub(super) fn stand_in(&self, text: &str) -> bool {
        let behind_blanks = memchr_iter(b' ', text.as_bytes()).map(|at| at + 1);
        let words = std::iter::once(0).chain(behind_blanks).filter_map(|at| text.get(at..));
        words.filter(|rest| self.leads.may_begin(rest)).any(|rest| self.begin_name(rest))
    }

    /// Whether the longest word of one of them is somewhere in `text`: where none is, no phrase stands in it. A word may be
    /// cut by marks of emphasis; what is written so is taken for another word.
    pub(super) fn may_stand_in(&self, text: &str) -> bool {
        self.glance.get_or_init(|| Glance::of(&self.all)).may_see(text)
    }

    /// Whether one of them may be what `written` begins with, as far as its first letters tell.
    fn may_begin(&self, written: &str) -> bool {
        first_letters(written).is_none_or(|letters| self.leads.has(letters))
    }

    /// Whether `text`, normalised, begins with one of them.
    fn begin_name(&self, text: &str) -> bool {
        let first = text.split(' ').next().unwrap_or_default();
        // a blank comes before every letter, so the phrases with one first word stand side by side
        let from = self.all.partition_point(|phrase| phrase.as_str() < first);
        let alike = self.all.get(from..).unwrap_or(&[]).iter().take_while(|phrase| begins(phrase, first));
        alike.into_iter().any(|phrase| begins(text, phrase))
    }
}

/// The longest words of some phrases, to be found in one pass: with capitals at the beginning, everywhere, or not at all.
#[derive(Clone, Debug)]
enum Glance {
    /// Many bytes at a time, where the processor can and the words are not too many.
    Quick(Searcher),
    /// Byte by byte.
    Any(AhoCorasick),
    /// There is nothing to be found.
    Blind,
}

impl Glance {
    fn of(phrases: &[String]) -> Self {
        let longest = phrases.iter().filter_map(|phrase| phrase.split(' ').max_by_key(|word| word.len()));
        let cases = longest.flat_map(|word| [word.to_owned(), word.to_uppercase(), capitalized(word)]);
        let words: BTreeSet<String> = cases.collect();
        let quick = packed::Config::new().builder().extend(&words).build();
        let any = || AhoCorasick::new(&words).ok().map(Self::Any);
        quick.map(Self::Quick).or_else(any).unwrap_or(Self::Blind)
    }

    fn may_see(&self, text: &str) -> bool {
        match self {
            Self::Quick(words) => words.find(text).is_some(),
            Self::Any(words) => words.is_match(text),
            Self::Blind => false,
        }
    }
}

fn capitalized(word: &str) -> String {
    let mut letters = word.chars();
    letters.next().into_iter().flat_map(char::to_uppercase).chain(letters).collect()
}

/// The first two bytes of some normalised texts, each pair as one of 1,024 bits.
#[derive(Clone, Debug, Default)]
struct Leads([u64; 16]);

impl Leads {
    fn of(texts: &[String]) -> Self {
        let mut leads = Self::default();
        for (word, bit) in texts.iter().map(|text| Self::place(Self::lead(text))) {
            if let Some(word) = leads.0.get_mut(word) {
                *word |= bit;
            }
        }
        leads
    }

    /// Whether one of them may be the beginning of `text`, normalised.
    fn may_begin(&self, text: &str) -> bool {
        !text.is_empty() && self.has(Self::lead(text))
    }

    fn has(&self, lead: [u8; 2]) -> bool {
        let (word, bit) = Self::place(lead);
        self.0.get(word).is_some_and(|word| word & bit != 0)
    }

    /// What is shorter has a blank behind it.
    fn lead(text: &str) -> [u8; 2] {
        let byte = |at: usize| text.as_bytes().get(at).copied().unwrap_or(b' ');
        [byte(0), byte(1)]
    }

    const fn place([first, second]: [u8; 2]) -> (usize, u64) {
        let place = ((first & 31) as usize) << 5 | (second & 31) as usize;
        (place / 64, 1 << (place % 64))
    }
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

    fn phrases(words: &[&str]) -> Phrases {
        let mut all: Vec<String> = words.iter().map(|word| normal_name(word)).collect();
        all.sort();
        Phrases::new(all)
    }

    #[test]
    fn only_whole_words_are_found() {
        let phrases = phrases(&["do", "do nothing", "done", "as is", "as things are", "ä", "w"]);
        for text in ["do", "we do", "keep as is", "as things are today", "a ä b", "nothing is done", "a w", "w b"] {
            assert!(phrases.stand_in(text), "{text}");
        }
        for text in ["", "doing", "undo", "as it is", "as things", "asis", "bä", "dones", "we"] {
            assert!(!phrases.stand_in(text), "{text}");
        }
        for text in ["do something", "1. As *is*", "Done", "iv) done", "W: b", "(Do) nothing", "`done`"] {
            assert!(phrases.begin(text), "{text}");
        }
        assert!(!phrases.begin("we do") && !phrases.begin("as") && !phrases.begin(""));
        assert!(phrases.are("Do nothing (for now)") && phrases.are("II. Done") && phrases.are("W"));
        assert!(!phrases.are("do something") && !phrases.are("") && !phrases.are("done today"));
    }

    #[test]
    fn a_glance_sees_the_longest_words_in_capitals_too() {
        let phrases = phrases(&["as things are", "düşük", "öl ist"]);
        for text in ["as (THINGS) are", "so düşük!", "Düşük", "DÜŞÜK", "das IST so"] {
            assert!(phrases.may_stand_in(text), "{text}");
        }
        assert!(!phrases.may_stand_in("as it is thin") && !phrases.may_stand_in(""));
        assert!(!Phrases::default().may_stand_in("a"));
    }
}
