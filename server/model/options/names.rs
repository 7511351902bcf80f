//! Names of options: `Option 2: Postgres (managed)` and `postgres` are one.

use crate::grammar::{Cue, Grammars, Letters, normal_name, without_numbering};
use std::borrow::Cow;
use std::collections::BTreeSet;
use std::hash::{DefaultHasher, Hash, Hasher};

/// At this likeness two names name one option.
pub(super) const ENOUGH: f64 = 0.75;

/// At this likeness a name is surely that of the option: equal, or the beginning of it.
pub(in crate::model) const SURE: f64 = 0.9;

/// A name taken apart.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct OptionName {
    /// The number or letter of its lead-in: `2` of `Option 2: …`, `a` of `Alternative A`.
    pub ordinal: Option<String>,
    /// The rest, normalised; empty where there is no more than a lead-in.
    pub name: String,
    /// The rest as written.
    pub written: String,
    glance: Glance,
}

/// What tells at a glance that two names are not alike.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
struct Glance {
    /// Which words a name has, each as one of 64 bits.
    words: u64,
    /// How many words it has.
    count: u32,
    letters: Letters,
    /// How many characters it has.
    length: usize,
    /// Its numbers, as one.
    numbers: Option<u64>,
}

impl Glance {
    fn at(name: &str) -> Self {
        let bit =
            |word: &str| word.bytes().fold(0, |sum: u32, byte| sum.wrapping_mul(31).wrapping_add(byte.into())) % 64;
        let (words, count) = name.split(' ').fold((0, 0), |(words, count), word| (words | 1 << bit(word), count + 1));
        Self { words, count, letters: Letters::of(name), length: name.chars().count(), numbers: numbers(name) }
    }

    /// Whether both names have numbers, and not the same.
    fn differ_in_numbers(self, other: Self) -> bool {
        self.numbers.zip(other.numbers).is_some_and(|(one, other)| one != other)
    }

    const fn may_share_words(self, other: Self) -> bool {
        self.words & other.words != 0
    }

    fn may_share_letters(self, other: Self, least: f64) -> bool {
        let slips = self.length.abs_diff(other.length).max(self.letters.fewest_slips(other.letters));
        likeness_by(slips, self.length.max(other.length)) >= least
    }

    /// Whether the other name has all of its words but one in five: less is not [`SURE`].
    const fn may_have_words_of(self, other: Self) -> bool {
        (other.words & !self.words).count_ones() * 5 <= other.count
    }
}

impl OptionName {
    /// Takes `written` apart.
    #[must_use]
    pub fn new(grammars: &Grammars, written: &str) -> Self {
        let bare = without_brackets(written.trim());
        let (ordinal, rest) = lead_in(grammars, &bare).unwrap_or((None, &bare));
        let rest = rest.trim_matches(|c: char| c.is_whitespace() || matches!(c, ':' | '"' | '“' | '”' | '*' | ','));
        let rest = rest.trim_end_matches('.');
        let name = normal_name(rest);
        Self { ordinal, glance: Glance::at(&name), name, written: rest.to_owned() }
    }

    /// The name to show: without its lead-in, unless it has no other.
    #[must_use]
    pub fn shown(&self, written: &str) -> String {
        if self.name.is_empty() { written.trim().trim_end_matches(':').to_owned() } else { self.written.clone() }
    }

    /// What two names that are wholly alike have in common: their words in any order, or their ordinal behind a `#`.
    pub fn keys(&self) -> impl Iterator<Item = String> {
        let words: BTreeSet<&str> = self.name.split(' ').filter(|word| !word.is_empty()).collect();
        let words = (!words.is_empty()).then(|| words.into_iter().collect::<Vec<_>>().join(" "));
        words.into_iter().chain(self.ordinal.as_ref().map(|ordinal| format!("#{ordinal}")))
    }

    /// Whether two names of one list say the same: word for word, but for one letter of one long word or a blank
    /// within it. `Postgres 15` and `Postgres 16` differ, and so do `local ids` and `global ids`.
    #[must_use]
    pub fn repeats(&self, other: &Self) -> bool {
        let (one, two) = (folded(&self.written), folded(&other.written));
        let same = |(a, b): &(&String, &String)| a == b;
        let before = one.iter().zip(&two).take_while(same).count();
        let behind = one.iter().rev().zip(two.iter().rev()).take_while(same).count();
        let most = one.len().min(two.len()) - before;
        let differing = |words: &[String]| {
            let end = words.len() - behind.min(most);
            words.get(before..end).unwrap_or(&[]).to_vec()
        };
        match (differing(&one).as_slice(), differing(&two).as_slice()) {
            ([], []) => !one.is_empty(),
            ([a], [b]) => is_slip(a, b),
            ([whole], [first, second]) | ([first, second], [whole]) => {
                let (joined, whole) = (without_hyphens(&format!("{first}{second}")), without_hyphens(whole));
                joined == whole || is_slip(&joined, &whole)
            }
            _ => false,
        }
    }

    /// The letters of the name as they are compared by [`Self::repeats`], without what is between words.
    #[must_use]
    pub fn letters(&self) -> String {
        without_hyphens(&folded(&self.written).concat())
    }

    /// Whether a glance leaves it open that the likeness to `other` is [`SURE`].
    #[must_use]
    pub fn may_surely_be(&self, other: &Self) -> bool {
        if self.ordinal.is_some() && self.ordinal == other.ordinal {
            return true;
        }
        let (one, other) = (self.glance, other.glance);
        one.may_have_words_of(other) || other.may_have_words_of(one) || one.may_share_letters(other, SURE)
    }

    /// How alike two names are, from 0 to 1.
    #[must_use]
    pub fn likeness(&self, other: &Self) -> f64 {
        let same_ordinal = self.ordinal.is_some() && self.ordinal == other.ordinal;
        if self.name.is_empty() || other.name.is_empty() {
            return if same_ordinal { 1.0 } else { 0.0 };
        }
        if self.name == other.name {
            return 1.0;
        }
        if self.ordinal.is_some() && other.ordinal.is_some() && !same_ordinal {
            return 0.0;
        }
        let bonus = if same_ordinal { 0.3 } else { 0.0 };
        (self.alike(other) + bonus).min(1.0)
    }

    /// Likeness of the bare names: one begins the other, they share most words, or most letters. Names that differ in a
    /// number are different: `Postgres 15` is not `Postgres 16`.
    fn alike(&self, other: &Self) -> f64 {
        let (short, long) = if self.name.len() <= other.name.len() { (self, other) } else { (other, self) };
        if short.glance.differ_in_numbers(long.glance) {
            return 0.0;
        }
        let mut likeness = 0.0;
        if short.glance.may_share_words(long.glance) {
            likeness = likeness_by_words(&short.name, &long.name);
        }
        if likeness < 1.0 && short.glance.may_share_letters(long.glance, ALIKE) {
            let slips = strsim::damerau_levenshtein(&short.name, &long.name);
            let by_letters = likeness_by(slips, short.glance.length.max(long.glance.length));
            likeness = if by_letters >= ALIKE { by_letters.max(likeness) } else { likeness };
        }
        likeness
    }
}

/// Whether two names name one option.
#[must_use]
pub fn same_option(grammars: &Grammars, one: &str, other: &str) -> bool {
    OptionName::new(grammars, one).likeness(&OptionName::new(grammars, other)) >= ENOUGH
}

/// `Option 2: rest`, `Alternative A - rest`, `3. rest`: the ordinal and the rest.
fn lead_in<'w>(grammars: &Grammars, written: &'w str) -> Option<(Option<String>, &'w str)> {
    let first_end = written.find(char::is_whitespace).unwrap_or(written.len());
    let (word, rest) = written.split_at(first_end);
    if grammars.is(Cue::OptionWord, word) {
        let rest = rest.trim_start().trim_start_matches('#');
        let end = rest.find(|c: char| !c.is_alphanumeric() && c != '.').unwrap_or(rest.len());
        let end = rest.get(..end).map_or(end, |ordinal| ordinal.trim_end_matches('.').len());
        let (ordinal, behind) = rest.split_at(end);
        let is_ordinal = ordinal.chars().all(|c| c.is_ascii_digit() || c == '.') && !ordinal.is_empty()
            || ordinal.len() == 1
            || ordinal.len() == 2 && ordinal.starts_with(|c: char| c.is_ascii_digit());
        let next = behind.trim_start();
        let separated = next.is_empty() || next.starts_with([':', '.', ')', '-', '–', '—', ',', '(']);
        if is_ordinal && separated {
            let behind = behind
                .trim_start_matches(|c: char| c.is_whitespace() || matches!(c, ':' | '.' | ')' | '-' | '–' | '—'));
            return Some((Some(ordinal.to_lowercase()), behind));
        }
        let behind = rest.trim_start_matches([':', '-', '–', '—']);
        return (rest.len() > behind.len()).then(|| (None, behind.trim_start()));
    }
    let rest = without_numbering(written);
    (rest.len() < written.len()).then(|| {
        let ordinal =
            written.trim_start().split(|c: char| !c.is_alphanumeric()).next().unwrap_or_default().to_lowercase();
        (Some(ordinal), rest.trim_start_matches([' ', '-', '–', '—']))
    })
}

/// `[Alternative A]` and `[Alternative A]: a queue` without the brackets.
fn without_brackets(written: &str) -> Cow<'_, str> {
    match written.strip_prefix('[').and_then(|rest| rest.split_once(']')) {
        Some((inner, behind)) => format!("{inner}{behind}").into(),
        None => written.into(),
    }
}

fn likeness_by_words(short: &str, long: &str) -> f64 {
    if long.strip_prefix(short).is_some_and(|rest| rest.starts_with(' ')) {
        return 0.95;
    }
    let (few, many) = (short.split(' ').count(), long.split(' ').count());
    let shared = short.split(' ').filter(|word| long.split(' ').any(|other| other == *word)).count();
    let (of_short, of_long) = (share(shared, few), share(shared, many));
    let words = if few >= 2 { f64::midpoint(of_short, of_long) } else { of_long };
    let contained = if of_short >= 1.0 && (few >= 2 || short.len() >= 4) { 0.8 } else { 0.0 };
    words.max(contained)
}

fn likeness_by(slips: usize, length: usize) -> f64 {
    1.0 - share(slips, length)
}

fn share(part: usize, whole: usize) -> f64 {
    let small = |count: usize| f64::from(u32::try_from(count).unwrap_or(u32::MAX));
    small(part) / small(whole.max(1))
}

/// Names that share so many of their letters may be one.
const ALIKE: f64 = 0.85;

/// Whether two long words differ in one letter.
fn is_slip(one: &str, other: &str) -> bool {
    one.len() >= 6 && one.chars().all(char::is_alphabetic) && strsim::osa_distance(one, other) == 1
}

fn without_hyphens(word: &str) -> String {
    word.replace('-', "")
}

/// The words of a name as written, marks and asides kept, in lower case.
fn folded(written: &str) -> Vec<String> {
    written.split_whitespace().map(|word| word.trim_matches(['`', '*', '"', '.', ',']).to_lowercase()).collect()
}

/// A number that stands for the words of a name that have figures in them.
fn numbers(name: &str) -> Option<u64> {
    let mut words = name.split(' ').filter(|word| word.bytes().any(|byte| byte.is_ascii_digit())).peekable();
    words.peek()?;
    let mut hasher = DefaultHasher::new();
    words.for_each(|word| word.hash(&mut hasher));
    Some(hasher.finish())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn same(one: &str, other: &str) -> bool {
        same_option(&Grammars::builtin(), one, other)
    }

    #[test]
    fn one_option_has_many_names() {
        for (one, other) in [
            ("Option 1: Fuse.js", "Fuse.js"),
            ("Option 1: Fuse.js", "Option 1"),
            ("1. Cloud Platform", "Cloud Platform"),
            ("MADR 4.0.0 – The Markdown Records", "MADR 4.0.0"),
            ("Postgres (managed)", "postgres"),
            ("Keep As-Is", "Keep as is"),
            ("[Alternative A]: a queue", "Alternative A"),
            ("Event Based Registration", "3. Event Base Registration"),
        ] {
            assert!(same(one, other), "{one} / {other}");
        }
    }

    #[test]
    fn only_the_same_words_repeat() {
        let repeats = |one: &str, other: &str| {
            let grammars = Grammars::builtin();
            OptionName::new(&grammars, one).repeats(&OptionName::new(&grammars, other))
        };
        assert!(repeats("Use Postgres", "use postgres."));
        assert!(repeats("Managed Postgres", "Managed Postgers"));
        assert!(repeats("Postgres SQL 16", "PostgreSQL 16"));
        assert!(repeats("GitLab CI", "Gitlab-CI"));
        for (one, other) in [
            ("Postgres 15", "Postgres 16"),
            ("Use local ids", "Use global ids"),
            ("Use a queue", "Use queue"),
            ("Sync API", "Async API"),
            ("Postgres SQL 15", "PostgreSQL 16"),
            ("Redis and Redis", "Redis"),
            ("Hooks (as delegates)", "Hooks (as events)"),
            ("Chat _with_ changes", "Chat _without_ changes"),
            ("`$:`", "`$@`"),
        ] {
            assert!(!repeats(one, other), "{one} / {other}");
        }
    }

    #[test]
    fn a_glance_never_rules_out_what_is_surely_alike() {
        let grammars = Grammars::builtin();
        let names = [
            "postgres",
            "postgres managed",
            "managed postgres",
            "postgers managed",
            "a b c d e f g h i j",
            "b c d e f g h i j",
            "a b c d e f g h i j k",
            "event based registration",
            "event base registration",
            "",
            "x",
            "keep it as it is",
            "keep it",
            "größe",
            "grosse",
            "postgres 15",
            "postgres 16",
            "Option 2",
            "Option 2: postgres managed well",
            "Option 3: postgres",
            "2. postgres",
            "Option 2: an own one",
        ];
        let names = names.map(|name| OptionName::new(&grammars, name));
        for (one, other) in names.iter().flat_map(|one| names.iter().map(move |other| (one, other))) {
            let is_sure = one.likeness(other) >= SURE || one.keys().any(|key| other.keys().any(|own| own == key));
            assert!(!is_sure || one.may_surely_be(other), "{} / {}", one.name, other.name);
        }
    }

    #[test]
    fn what_differs_is_not_one() {
        for (one, other) in [
            ("Postgres 15", "Postgres 16"),
            ("Option 1", "Option 2"),
            ("Use a queue", "Use a table"),
            ("Keep v1", "Keep v2"),
            ("Use square brackets", "Use curly brackets"),
        ] {
            assert!(!same(one, other), "{one} / {other}");
        }
    }
}
