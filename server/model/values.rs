//! The values that a field or a labelled part can have, where there are only so many.

use super::choices;
use crate::grammar::{Form, Grammars};

/// The values to choose from: those that are `listed`, else the choices of the `skeleton`, else what the vocabulary
/// has for `form`. None where anything may stand.
#[must_use]
pub fn values(grammars: &Grammars, form: Form, listed: &[String], skeleton: &str) -> Vec<String> {
    if !listed.is_empty() {
        return listed.to_vec();
    }
    let chosen = choices(skeleton);
    if !chosen.is_empty() {
        return chosen;
    }
    match form {
        Form::Status => grammars.vocabulary.states.iter().map(|state| state.id.clone()).collect(),
        Form::Rating => ratings(grammars),
        _ => Vec::new(),
    }
}

/// The ratings, worst first: each stands for some numbers, and the highest are the worst.
fn ratings(grammars: &Grammars) -> Vec<String> {
    let worst = |words: &[String]| words.iter().filter_map(|word| word.parse::<u32>().ok()).max();
    let mut ratings: Vec<_> = grammars.vocabulary.ratings.iter().collect();
    ratings.sort_by_key(|(_, words)| std::cmp::Reverse(worst(words)));
    ratings.into_iter().map(|(name, _)| name.clone()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_listed_comes_before_what_the_vocabulary_has() {
        let grammars = Grammars::builtin();
        assert_eq!(values(&grammars, Form::Status, &["Draft".to_owned()], "${1|a,b|}"), ["Draft"]);
        assert_eq!(values(&grammars, Form::Status, &[], "${1|a,b|}"), ["a", "b"]);
        assert_eq!(values(&grammars, Form::Rating, &[], ""), ["high", "medium", "low"]);
        assert!(values(&grammars, Form::Status, &[], "").contains(&"superseded".to_owned()));
        assert!(values(&grammars, Form::Text, &[], "").is_empty());
    }
}
