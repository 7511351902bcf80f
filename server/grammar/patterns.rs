//! Patterns that speak for a kind or a dialect, and against it; compiled when somebody first looks for them.

use regex_automata::meta::{BuildError, Config, Regex};
use regex_automata::nfa::thompson::WhichCaptures;
use regex_automata::util::syntax;
use regex_automata::{Input, MatchKind, PatternID, PatternSet};
use std::collections::BTreeMap;
use std::sync::OnceLock;

/// Patterns with the points that each gives.
#[derive(Clone, Debug)]
pub(super) struct Patterns {
    patterns: Vec<(String, f64)>,
    set: OnceLock<Option<Regex>>,
}

impl Patterns {
    /// The patterns of one part of a description. Each was found to be a regular expression where it was read: of our own
    /// a test says so, of a project's the checks of its files.
    pub(super) fn new(points: &BTreeMap<String, f64>) -> Self {
        let patterns = points.iter().map(|(pattern, points)| (pattern.clone(), *points)).collect();
        Self { patterns, set: OnceLock::new() }
    }

    /// How many there are.
    pub(super) fn count(&self) -> usize {
        self.patterns.len()
    }

    /// The places, among the patterns, of those that match, and their points.
    pub(super) fn matching(&self, text: &str) -> impl Iterator<Item = (usize, f64)> {
        let mut found = PatternSet::new(self.patterns.len());
        if let Some(set) = self.set() {
            set.which_overlapping_matches(&Input::new(text), &mut found);
        }
        let points = self.patterns.iter().map(|(_, points)| *points).enumerate();
        points.filter(move |(place, _)| PatternID::new(*place).is_ok_and(|id| found.contains(id)))
    }

    /// The strongest for and the strongest against, together.
    pub(super) fn strongest(&self, text: &str) -> f64 {
        let (most, least) =
            self.matching(text).fold((0.0, 0.0), |(most, least), (_, one)| (f64::max(most, one), f64::min(least, one)));
        most + least
    }

    /// The patterns that match, with their points.
    pub(super) fn hits(&self, text: &str) -> Vec<(&str, f64)> {
        let pattern = |(place, points): (usize, f64)| Some((self.patterns.get(place)?.0.as_str(), points));
        self.matching(text).filter_map(pattern).collect()
    }

    fn set(&self) -> Option<&Regex> {
        let quick = || built(self.patterns.iter().map(|(pattern, _)| in_ascii(pattern)));
        let plain = || built(self.patterns.iter().map(|(pattern, _)| pattern.clone()));
        let set = self.set.get_or_init(|| quick().or_else(|_| plain()).ok().filter(|_| !self.patterns.is_empty()));
        set.as_ref()
    }
}

/// All of `patterns` in one. They are asked which of them match, nothing else: what searches and captures would need is
/// left out.
fn built(patterns: impl Iterator<Item = String>) -> Result<Regex, Box<BuildError>> {
    let asked = Config::new()
        .match_kind(MatchKind::All)
        .utf8_empty(false)
        .which_captures(WhichCaptures::None)
        .auto_prefilter(false);
    let patterns: Vec<String> = patterns.collect();
    let built = Regex::builder().configure(asked).syntax(syntax::Config::new().utf8(false)).build_many(&patterns);
    built.map_err(Box::new)
}

/// `pattern` with ASCII's idea of words, digits and blanks, where it has no other letters itself: a tenth of the size.
fn in_ascii(pattern: &str) -> String {
    let asks_for_more = [r"\p", r"\P", r"\x", r"\u", r"\U", "(?u", "(?x"].iter().any(|mark| pattern.contains(mark));
    if pattern.is_ascii() && !asks_for_more { format!("(?-u:{pattern})") } else { pattern.to_owned() }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn patterns(all: &[&str]) -> Patterns {
        Patterns::new(
            &all.iter().zip([1.0, 2.0, -4.0]).map(|(pattern, points)| ((*pattern).to_owned(), points)).collect(),
        )
    }

    #[test]
    fn the_strongest_for_and_against_count_together() {
        let patterns = patterns(&["adr", "design", "old"]);
        assert!((patterns.strongest("adr: an old design") + 2.0).abs() < f64::EPSILON);
        assert_eq!(patterns.hits("adr"), [("adr", 1.0)]);
    }

    #[test]
    fn a_pattern_with_letters_beyond_ascii_knows_all_words_and_cases() {
        let patterns = patterns(&[r"(?i)\bstörung\b", r"(?i)^\W*störfall", r"\p{Lu}ok"]);
        assert_eq!(patterns.hits("Die STÖRUNG").len(), 1);
        assert_eq!(patterns.hits("Betriebsstörung").len(), 0);
        assert_eq!(patterns.hits("— Störfall").len(), 1);
        assert_eq!(patterns.hits("Ök Äok").len(), 1);
    }

    #[test]
    fn a_pattern_of_ascii_finds_its_words_beside_any_letters() {
        let patterns = patterns(&[r"(?i)\brfc\b", r"^\W*adr.{1,3}x$", r"(?x) kep # the number"]);
        assert_eq!(patterns.hits("Über RFC 7 — für alle").len(), 1);
        assert_eq!(patterns.hits("📄 adr ü x").len(), 1);
        assert_eq!(patterns.hits("kep").len(), 1);
    }
}
