//! Patterns that speak for a kind or a dialect, and against it; compiled when somebody first looks for them.

use regex_automata::meta::{Config, Regex};
use regex_automata::nfa::thompson::WhichCaptures;
use regex_automata::util::syntax;
use regex_automata::{Input, MatchKind, PatternID, PatternSet};
use std::collections::BTreeMap;
use std::sync::OnceLock;

/// What words, digits and blanks are to a pattern.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Letters {
    /// Those of ASCII, and characters are bytes: a tenth of the size. Enough for our own patterns, which say so where they
    /// need more by having other letters themselves.
    Ascii,
    /// Those of all scripts.
    All,
}

/// Patterns with the points that each gives.
#[derive(Clone, Debug)]
pub(super) struct Patterns {
    known: Vec<(String, f64)>,
    letters: Letters,
    set: OnceLock<Option<Regex>>,
}

impl Patterns {
    /// The patterns of one part of a description. Each was found to be a regular expression where it was read: of our own
    /// a test says so, of a project's the checks of its files.
    pub(super) fn new(points: &BTreeMap<String, f64>, letters: Letters) -> Self {
        let known = points.iter().map(|(pattern, points)| (pattern.clone(), *points)).collect();
        Self { known, letters, set: OnceLock::new() }
    }

    /// How many there are.
    pub(super) fn count(&self) -> usize {
        self.known.len()
    }

    /// The places, among the patterns, of those that match, and their points.
    pub(super) fn matching(&self, text: &str) -> impl Iterator<Item = (usize, f64)> {
        let mut found = PatternSet::new(self.known.len());
        if let Some(set) = self.set() {
            set.which_overlapping_matches(&Input::new(text), &mut found);
        }
        let points = self.known.iter().map(|(_, points)| *points).enumerate();
        points.filter(move |(place, _)| PatternID::new(*place).is_ok_and(|id| found.contains(id)))
    }

    /// Whether one of them matches.
    pub(super) fn knows(&self, text: &str) -> bool {
        !self.known.is_empty() && self.set().is_some_and(|set| set.is_match(text))
    }

    /// The strongest for and the strongest against, together.
    pub(super) fn strongest(&self, text: &str) -> f64 {
        let (most, least) =
            self.matching(text).fold((0.0, 0.0), |(most, least), (_, one)| (f64::max(most, one), f64::min(least, one)));
        most + least
    }

    /// The patterns that match, with their points.
    pub(super) fn hits(&self, text: &str) -> Vec<(&str, f64)> {
        let pattern = |(place, points): (usize, f64)| Some((self.known.get(place)?.0.as_str(), points));
        self.matching(text).filter_map(pattern).collect()
    }

    fn set(&self) -> Option<&Regex> {
        let written = |(pattern, _): &(String, f64)| match self.letters {
            Letters::Ascii if pattern.is_ascii() => format!("(?-u:{pattern})"),
            _ => pattern.clone(),
        };
        let set = self.set.get_or_init(|| built(self.known.iter().map(written)));
        set.as_ref()
    }
}

/// All of `patterns` in one. They are asked which of them match, nothing else: what searches and captures would need is
/// left out.
fn built(patterns: impl Iterator<Item = String>) -> Option<Regex> {
    let asked = Config::new()
        .match_kind(MatchKind::All)
        .utf8_empty(false)
        .which_captures(WhichCaptures::None)
        .dfa(false)
        .onepass(false)
        .auto_prefilter(false);
    let patterns: Vec<String> = patterns.collect();
    let built = Regex::builder().configure(asked).syntax(syntax::Config::new().utf8(false)).build_many(&patterns);
    built.ok().filter(|_| !patterns.is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn patterns(all: &[&str], letters: Letters) -> Patterns {
        let points = all.iter().zip([1.0, 2.0, -4.0]).map(|(pattern, points)| ((*pattern).to_owned(), points));
        Patterns::new(&points.collect(), letters)
    }

    #[test]
    fn the_strongest_for_and_against_count_together() {
        let patterns = patterns(&["adr", "design", "old"], Letters::Ascii);
        assert!((patterns.strongest("adr: an old design") + 2.0).abs() < f64::EPSILON);
        assert_eq!(patterns.hits("adr"), [("adr", 1.0)]);
        assert_eq!(patterns.hits("rfc"), []);
    }

    #[test]
    fn a_pattern_with_letters_beyond_ascii_knows_all_words_and_cases() {
        for letters in [Letters::Ascii, Letters::All] {
            let patterns = patterns(&[r"(?i)\bstörung\b", r"(?i)^\W*störfall"], letters);
            assert_eq!(patterns.hits("Die STÖRUNG").len(), 1);
            assert_eq!(patterns.hits("Betriebsstörung").len(), 0);
            assert_eq!(patterns.hits("— Störfall").len(), 1);
        }
    }

    #[test]
    fn a_pattern_of_ascii_finds_its_words_beside_any_letters() {
        let patterns = patterns(&[r"(?i)\brfc\b", r"^\W*adr.{1,9}x$"], Letters::Ascii);
        assert_eq!(patterns.hits("Über RFC 7 — für alle").len(), 1);
        assert_eq!(patterns.hits("📄 adr ü x").len(), 1);
    }

    #[test]
    fn a_pattern_of_a_project_knows_the_words_of_all_scripts() {
        let found = |letters| patterns(&[r"^beschluss \w+$", "^.{4}$"], letters).hits("beschluss über").len();
        assert_eq!((found(Letters::All), found(Letters::Ascii)), (1, 0));
        assert_eq!(patterns(&["^.{4}$"], Letters::All).hits("über").len(), 1);
    }

    #[test]
    fn every_pattern_of_ours_is_a_regular_expression() {
        let grammars = super::super::Grammars::builtin();
        let of_kinds = grammars.kinds.iter().map(|kind| &kind.spec.detect);
        let dialects = grammars.kinds.iter().flat_map(|kind| &kind.dialects).map(|dialect| &dialect.spec.detect);
        for detect in of_kinds.chain(dialects) {
            for points in [&detect.file_names, &detect.titles, &detect.opening, &detect.links] {
                let patterns = Patterns::new(points, Letters::Ascii);
                assert_eq!(patterns.set().is_some(), !points.is_empty(), "one of these is none: {:?}", points.keys());
            }
        }
    }
}
