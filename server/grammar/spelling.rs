//! How names are spelt, so that a slip of the pen is told from another word.

use super::names::normal_name;

/// A name as it is compared letter by letter.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Spelling {
    /// The name, normalised.
    name: String,
    /// How many characters it has.
    length: usize,
    letters: Letters,
    /// How the name begins.
    first: Option<u8>,
}

impl Spelling {
    /// How `written` is spelt.
    #[must_use]
    pub fn new(written: &str) -> Self {
        let name = normal_name(written);
        Self { length: name.chars().count(), letters: Letters::of(&name), first: name.bytes().next(), name }
    }

    /// Whether it begins as `name` does, which a slip leaves as it is: most names do not.
    #[must_use]
    pub fn begins_like(&self, name: &Self) -> bool {
        self.first == name.first
    }

    /// By how many letters it differs from `name`, where that is a slip: one from five letters on, two from ten. What
    /// begins otherwise (`Demotivation`) or counts (`Proposed option 1`) is meant as it is.
    #[must_use]
    pub fn slip(&self, name: &Self) -> Option<usize> {
        let most = match self.length.min(name.length) {
            0..5 => return None,
            5..10 => 1,
            _ => 2,
        };
        if self.length.abs_diff(name.length) > most || self.letters.fewest_slips(name.letters) > most {
            return None;
        }
        let begins_otherwise = self.name.chars().next() != name.name.chars().next();
        if begins_otherwise || self.name.contains(|c: char| c.is_ascii_digit()) {
            return None;
        }
        let distance = strsim::osa_distance(&self.name, &name.name);
        (distance > 0 && distance <= most).then_some(distance)
    }
}

/// Which characters a text holds, each as one of 64 bits: two texts are compared at a glance before they are compared
/// letter by letter.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Letters(u64);

impl Letters {
    /// Those of `text`.
    #[must_use]
    pub fn of(text: &str) -> Self {
        Self(text.chars().fold(0, |letters, character| letters | 1 << (u32::from(character) % 64)))
    }

    /// So many letters at least have to go, come or change, that one text becomes the other: a letter that changes is
    /// one less there and one more here.
    #[must_use]
    pub const fn fewest_slips(self, other: Self) -> usize {
        (self.0 ^ other.0).count_ones().div_ceil(2) as usize
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn slip(written: &str, name: &str) -> Option<usize> {
        Spelling::new(written).slip(&Spelling::new(name))
    }

    #[test]
    fn short_names_may_slip_once() {
        assert_eq!(slip("contxt", "context"), Some(1));
        assert_eq!(slip("conetxt", "context"), Some(1));
        assert_eq!(slip("contest", "contxt"), None);
        assert_eq!(slip("consdered optons", "considered options"), Some(2));
        assert_eq!(slip("cost", "costs"), None);
        assert_eq!(slip("context", "context"), None);
        assert_eq!(slip("demotivation", "motivation"), None);
        assert_eq!(slip("proposed option 1", "proposed options"), None);
    }

    #[test]
    fn a_glance_never_rules_out_what_is_near() {
        let words = ["context", "contxt", "conetxt", "konzept", "größe", "grösse", "", "a b", "options", "optoins 2"];
        for (one, other) in words.iter().flat_map(|one| words.iter().map(move |other| (one, other))) {
            let distance = strsim::damerau_levenshtein(one, other);
            assert!(Letters::of(one).fewest_slips(Letters::of(other)) <= distance, "{one} / {other}");
        }
    }
}
